"""Reads of actors: one with all its ties, many by name, and the teams of one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Actor, ActorCovers, Institution, PlaceWithin, Remit, Tie
from ecotone.ecosystem.queries.hats import workers_of
from ecotone.ecosystem.queries.rows import (
    REMIT_ROWS,
    TIE_ROWS,
    place_brief,
    remit_view,
    sectors,
    site_view,
    tie_view,
)
from ecotone.ecosystem.queries.rows import (
    actor_brief as brief,
)
from ecotone.ecosystem.queries.standing import organisation_stands
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Domain,
    InstitutionKind,
    Sector,
    StanceKind,
    Standing,
    TieKind,
    search_words,
    sought,
)
from ecotone.ecosystem.views import (
    ActorBrief,
    ActorView,
    HatView,
    HistoryLine,
    InstitutionName,
    StanceView,
    TieView,
)
from ecotone.ground import clock
from ecotone.ground.errors import NotFound


def actor(actor_id: UUID, *, by: Principal | None = None) -> ActorView:
    """All there is to know of an actor, in eight queries. Raises NotFound.

    Who reads (`by`) decides whether those who work there are named, and whether a confidential address is shown.
    """
    reader = by or Principal.nobody()
    row = _actor_row(actor_id)
    day = _day_of(row)
    ties = list(Tie.objects.filter(Q(source=row) | Q(target=row)).select_related(*TIE_ROWS).order_by("since", "id"))
    remits = list(Remit.objects.filter(actor=row).select_related(*REMIT_ROWS).order_by("need__name", "place__name"))
    stances, issues = _institutions(row, day)
    organisations = _whole(tie.target for tie in ties if _confirmed_part(tie, day) and tie.source_id == row.id)
    former, identifiers = _known_as(row)
    return ActorView(
        id=row.id,
        version=row.version,
        name=row.name,
        kind=ActorKind(row.kind),
        sector=Sector(row.sector),
        sectors=sectors(row, organisations),
        domain=Domain(row.domain),
        description=row.description,
        purpose=row.purpose,
        remit=row.remit,
        website=row.website,
        email=row.email,
        phone=row.phone,
        site=site_view(row.site, row, reader),
        places=tuple(place_brief(each) for each in row.places.defer("outline").order_by("name")),
        organisations=organisations,
        teams=_whole(tie.source for tie in ties if _confirmed_part(tie, day) and tie.target_id == row.id),
        identifiers=identifiers,
        former_names=former,
        ties=_by_kind(row, [tie for tie in ties if tie.holds(day)]),
        stances=stances,
        issues=issues,
        remits=tuple(remit_view(each) for each in remits if each.holds(day)),
        workers=_workers(reader, row),
        history=_history(row, ties, remits, former),
        since=row.since,
        until=row.until,
        not_agreed=row.kind == ActorKind.ORGANISATION and not row.stands,  # type: ignore[attr-defined]
    )


def _actor_row(actor_id: UUID) -> Actor:
    stands = ExpressionWrapper(organisation_stands(), BooleanField())
    row = Actor.objects.filter(pk=actor_id).annotate(stands=stands).select_related("site__place").first()
    if row is None:
        raise NotFound("actor", actor_id)
    return row


def _day_of(row: Actor) -> date:
    """Today; for an actor that has ended its last day, since that is how it is remembered."""
    today = clock.today()
    return row.until - timedelta(days=1) if row.until and row.until <= today else max(today, row.since)


def _confirmed_part(tie: Tie, day: date) -> bool:
    return tie.kind == TieKind.PART_OF and tie.claim == Claim.CONFIRMED and tie.holds(day)


def _whole(rows: Iterable[Actor]) -> tuple[ActorBrief, ...]:
    return tuple(sorted((brief(row) for row in rows), key=lambda each: sought(each.name)))


def _by_kind(row: Actor, ties: Sequence[Tie]) -> dict[TieKind, tuple[TieView, ...]]:
    """Grouped in the order of the enum, each tie seen from this actor."""
    views = sorted((tie_view(tie, row) for tie in ties), key=lambda view: view.other)
    groups = {kind: tuple(view for view in views if view.kind is kind) for kind in TieKind}
    return {kind: group for kind, group in groups.items() if group}


def _institutions(
    row: Actor, day: date
) -> tuple[dict[StanceKind, tuple[StanceView, ...]], tuple[InstitutionName, ...]]:
    """How the actor stands to institutions on that day, and which it has issued: one query for both."""
    own = FilteredRelation("stances", condition=Q(stances__actor=row))
    found = Institution.objects.annotate(own=own).filter(Q(issuer=row) | Q(own__isnull=False)).order_by("name")
    columns = ("id", "name", "kind", "standing", "issuer", "since", "until")
    of_stance = ("own__id", "own__kind", "own__note", "own__said_by__name", "own__since", "own__until")
    stances: dict[StanceKind, list[StanceView]] = defaultdict(list)
    issues = {}
    for line in found.values_list(*columns, *of_stance):
        (institution_id, name, kind, standing, issuer_id, begins, ends), stance = line[:7], line[7:]
        if issuer_id == row.id and _holds(begins, ends, day):
            issues[institution_id] = InstitutionName(institution_id, name, InstitutionKind(kind), Standing(standing))
        stance_id, stance_kind, note, said_by, since, until = stance
        if stance_id and _holds(since, until, day):
            view = StanceView(
                id=stance_id,
                kind=StanceKind(stance_kind),
                actor_id=row.id,
                actor=row.name,
                institution_id=institution_id,
                institution=name,
                note=note,
                said_by=said_by or "",
                since=since,
                until=until,
            )
            stances[view.kind].append(view)
    return {kind: tuple(stances[kind]) for kind in StanceKind if kind in stances}, tuple(issues.values())


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or until > day)


def _workers(reader: Principal, row: Actor) -> tuple[HatView, ...] | Withheld:
    """Professional hats are open to all who have signed in."""
    verdict = policies.signed_in(reader)
    return tuple(workers_of(row.id)) if verdict.allowed else Withheld(verdict.code)


def _history(
    row: Actor, ties: Iterable[Tie], remits: Iterable[Remit], former: Iterable[tuple[str, date]]
) -> tuple[HistoryLine, ...]:
    """Every dated thing, newest first; what was taken back the same day never was."""
    lines = _begun_and_ended(row, "began", "ended")
    for name, until in former:
        lines.append(HistoryLine(until, "renamed", name))
    for tie in ties:
        other = tie.target if tie.source_id == row.id else tie.source
        lines += _begun_and_ended(tie, "tie_began", "tie_ended", other.name)
    for remit in remits:
        lines += _begun_and_ended(remit, "remit_began", "remit_ended", f"{remit.need.name}, {remit.place.name}")
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _begun_and_ended(row: Actor | Tie | Remit, began: str, ended: str, name: str = "") -> list[HistoryLine]:
    if row.until == row.since:
        return []
    lines = [HistoryLine(row.since, began, name)]
    return lines if row.until is None else [*lines, HistoryLine(row.until, ended, name)]


def _known_as(row: Actor) -> tuple[tuple[tuple[str, date], ...], tuple[tuple[str, str], ...]]:
    """What it was called until when, the latest first, and by which numbers registers know it: in one query."""
    never = Cast(Value(None), DateField())
    names = row.former_names.annotate(number=Value("", output_field=CharField())).values_list(
        "name", "until", "number"
    )
    numbers = row.identifiers.annotate(until=never).values_list("scheme", "until", "value")
    both = list(names.union(numbers, all=True))
    former = sorted(((name, until) for name, until, _ in both if until), key=lambda each: each[1], reverse=True)
    return tuple(former), tuple(sorted((scheme, value) for scheme, until, value in both if until is None))


def actor_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these actors, by id."""
    return dict(Actor.objects.filter(id__in=set(ids)).values_list("id", "name"))


def actor_brief(ids: Iterable[UUID]) -> dict[UUID, ActorBrief]:
    """These actors in brief, by id; what is unknown is left out."""
    return {row.id: brief(row) for row in Actor.objects.filter(id__in=set(ids))}


def search_actors(words: str, place_id: UUID | None = None, *, most: int = 30) -> list[ActorBrief]:
    """Living actors whose name, now or before, holds every one of these words; those that begin so come first.

    With a place: those at work there, over it, or in a part of it. Without words: the first by name.
    """
    wanted = search_words(words)
    rows = Actor.objects.filter(Actor.on(clock.today()))
    for word in wanted:
        rows = rows.filter(sought__contains=word)
    if place_id:
        rows = at_work(rows, _around(place_id))
    found = [(brief(row), row.sought) for row in rows.order_by("sought", "id")]
    begin = " ".join(wanted)
    return [each for each, name in sorted(found, key=lambda pair: not pair[1].startswith(begin))][:most]


def _around(place_id: UUID) -> list[UUID]:
    pairs = PlaceWithin.objects.filter(Q(ancestor=place_id) | Q(descendant=place_id))
    return [each for pair in pairs.values_list("ancestor", "descendant") for each in pair]


def at_work(rows: QuerySet[Actor], place_ids: Iterable[UUID]) -> QuerySet[Actor]:
    """Those of `rows` that cover one of these places."""
    return rows.filter(Exists(ActorCovers.objects.filter(actor=OuterRef("pk"), place__in=place_ids)))


def teams_of(organisation_id: UUID) -> list[ActorBrief]:
    """The teams and groups that are part of an organisation today, by name."""
    today = clock.today()
    ties = Tie.objects.filter(Tie.on(today), kind=TieKind.PART_OF, claim=Claim.CONFIRMED, target=organisation_id)
    rows = Actor.objects.filter(Actor.on(today), Exists(ties.filter(source=OuterRef("pk"))))
    return [brief(row) for row in rows.order_by("sought", "id")]
