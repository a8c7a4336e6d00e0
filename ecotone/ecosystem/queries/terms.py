"""Reads of the terms: their texts, which anyone may read; how one's organisation stands; who has agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet

from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Actor, Agreement, Hat, Terms, TermsNotice
from ecotone.ecosystem.queries.hats import open_hats
from ecotone.ecosystem.queries.standing import organisation_stands, terms_before, wholes
from ecotone.ecosystem.rules import (
    SOON,
    SPEAKS,
    ActorKind,
    Sector,
    TermsStage,
    TermsState,
    TermsText,
    terms_state,
    text_for,
)
from ecotone.ground import clock


@dataclass(frozen=True, slots=True)
class TermsView:
    """One version. `until`: the day from which having agreed to it counts no more, None for what counts now."""

    id: UUID
    number: int
    plain: str
    full: str
    changed: str
    since: date
    needed_from: date
    until: date | None
    published_by: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """That an organisation agreed: to which version and text, who for it, in which hat, since when until when."""

    id: UUID
    number: int
    text: TermsText
    agreed_by: str
    since: date
    until: date | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class OrganisationTerms:
    """How one organisation stands. `open_until`: the day from which its people see no record unless it agrees,
    None where it has agreed to what counts now or where nothing is asked; `may_agree`: the caller speaks for it."""

    organisation_id: UUID
    name: str
    sector: Sector
    state: TermsState
    text: TermsText
    agreement: AgreementView | None
    open_until: date | None
    may_agree: bool = False


def terms_now() -> TermsView | None:
    """The version that counts now; None where the place asks for no agreement, or withdrew it. Open to anyone."""
    row = Terms.objects.filter(until=None).order_by("-number").first()
    return _view(row) if row else None


def terms_last() -> TermsView | None:
    """The version that counts now, or that was the last to; None where the place never asked. Open to anyone."""
    row = Terms.objects.order_by(F("until").desc(nulls_first=True), "-number").first()
    return _view(row) if row else None


def versions(by: Principal) -> list[TermsView]:
    """Every version, newest first, for whoever keeps the place. Raises Refused."""
    policies.keeps_terms(by).require("terms")
    return [_view(row) for row in Terms.objects.order_by("-number")[:200]]


def one_version(by: Principal, terms_id: UUID) -> TermsView:
    """One of them. Raises Refused, NotFound."""
    policies.keeps_terms(by).require("terms")
    return _view(Terms.of(terms_id))


def version_before(by: Principal, terms_id: UUID) -> TermsView | None:
    """The version that would count again if this one were taken back; None where none still counts."""
    policies.keeps_terms(by).require("terms")
    row = terms_before(Terms.of(terms_id).number)
    return _view(row) if row else None


def _view(row: Terms) -> TermsView:
    return TermsView(
        id=row.id,
        number=row.number,
        plain=row.plain,
        full=row.full,
        changed=row.changed,
        since=row.since,
        needed_from=row.needed_from,
        until=row.until,
        published_by=row.author,
    )


def our_terms(by: Principal) -> list[OrganisationTerms]:
    """How the organisations of the hat worn stand to the terms; nothing for who wears none."""
    if by.kind is not Kind.WORKER or by.actor_id is None:
        return []
    ids = _who_agrees(by)
    speaks = {each for each in ids if policies.speaks_for(by, each).allowed}
    return _standing(Actor.objects.filter(pk__in=ids), speaks)


def _who_agrees(by: Principal) -> frozenset[UUID]:
    """The employer that the hat names, else the organisations of its team, else the team itself."""
    employer = Hat.objects.filter(pk__in=[by.hat_id]).values_list("organisation_id", flat=True).first()
    return frozenset({employer}) if employer else by.organisation_ids or frozenset({by.team_id})


def agreements(by: Principal) -> list[OrganisationTerms]:
    """Who has agreed and who has not, of all whose people sign in here or who ever agreed: by name.

    For stewards and those who keep accounts. Raises Refused.
    """
    policies.sees_agreements(by).require("terms")
    return _standing(Actor.objects.filter(pk__in=_who_is_asked()))


def _who_is_asked() -> set[UUID]:
    """Every organisation that some hat worn today makes speak up for itself, and those that ever agreed."""
    worn = list(open_hats().values_list("actor", "actor__kind", "organisation").distinct())
    teams = {actor for actor, kind, employer in worn if not employer and kind != ActorKind.ORGANISATION}
    whole = list(wholes(clock.today()).values_list("source", "target"))
    asked = {employer or actor for actor, _, employer in worn if employer or actor not in teams}
    asked |= {target for source, target in whole if source in teams}
    asked |= teams - {source for source, _ in whole}
    return asked | set(Agreement.objects.values_list("organisation", flat=True))


def _standing(actors: QuerySet[Actor], speaks: Iterable[UUID] = ()) -> list[OrganisationTerms]:
    """Three questions, however many they are."""
    rows = actors.annotate(stands=ExpressionWrapper(organisation_stands(), BooleanField())).order_by("name", "id")
    found, may = list(rows), set(speaks)
    newest = _newest_of([row.id for row in found])
    asked_from = Terms.objects.aggregate(first=Min("needed_from"))["first"]
    return [_organisation(row, newest.get(row.id), asked_from, may_agree=row.id in may) for row in found]


def _newest_of(organisation_ids: list[UUID]) -> dict[UUID, Agreement]:
    """By organisation, what it agreed to that counts longest; of what counts no more, the newest."""
    rows = Agreement.objects.filter(organisation__in=organisation_ids).select_related("terms")
    longest = [F(name).asc(nulls_last=True) for name in ("until", "terms__until")]
    return {row.organisation_id: row for row in rows.order_by(*longest, "terms__number", "created_at")}


def _organisation(
    row: Actor, newest: Agreement | None, asked_from: date | None, *, may_agree: bool
) -> OrganisationTerms:
    today = clock.today()
    holds = newest is not None and newest.until is None
    to_newest = holds and newest is not None and newest.terms.until is None
    stands: bool = row.stands  # type: ignore[attr-defined]
    until = newest.terms.until if holds and newest is not None else asked_from
    return OrganisationTerms(
        organisation_id=row.id,
        name=row.name,
        sector=Sector(row.sector),
        state=terms_state(
            stands=holds and stands, to_newest=to_newest, needed=asked_from is not None and asked_from <= today
        ),
        text=text_for(row.sector),
        agreement=_agreement(newest) if newest else None,
        open_until=until if stands else None,
        may_agree=may_agree and not to_newest,
    )


def _agreement(row: Agreement) -> AgreementView:
    return AgreementView(
        id=row.id,
        number=row.terms.number,
        text=TermsText(row.text),
        agreed_by=row.author,
        since=row.since,
        until=row.until,
        ended_by=row.ended_by,
    )


def agreements_of(by: Principal, organisation_id: UUID) -> list[AgreementView]:
    """All that one organisation agreed to, newest first; for it, and for whoever sees who has agreed."""
    if organisation_id not in by.actor_ids:
        policies.sees_agreements(by).require("actor", organisation_id)
    rows = Agreement.objects.filter(organisation=organisation_id).select_related("terms")
    return [_agreement(row) for row in rows.order_by("-terms__number", "-created_at")[:100]]


def shut_out_by(by: Principal) -> list[str]:
    """The organisations of this hat that have not agreed, where that keeps its wearer from records, by name."""
    if not by.without_terms:
        return []
    return [each.name for each in our_terms(by) if each.state is TermsState.SHUT]


@dataclass(frozen=True, slots=True)
class ToTell:
    """An organisation that is to be told of a version, at a stage, and the accounts that speak for it.

    `day`: from when its people see no record unless it agrees; None where they see none now.
    """

    organisation_id: UUID
    name: str
    terms_id: UUID
    stage: TermsStage
    day: date | None
    account_ids: tuple[UUID, ...]


def to_tell_of_terms(by: Principal) -> list[ToTell]:
    """Who is to be mailed that there are terms to agree to, or that their days are nearly over; for Ecotone itself.

    One question while there are none; six while somebody has not agreed.
    """
    system_only(by).require("terms")
    terms = Terms.objects.filter(until=None).order_by("-number").first()
    speakers = _speakers(terms) if terms else {}
    if terms is None or not speakers:
        return []
    told = TermsNotice.objects.filter(terms=terms).values_list("organisation", "stage")
    known = {(organisation, TermsStage(stage)) for organisation, stage in told}
    return [
        ToTell(
            each.organisation_id, each.name, terms.id, stage, each.open_until, tuple(speakers[each.organisation_id])
        )
        for each in _standing(Actor.objects.filter(pk__in=speakers))
        for stage in _stages(each.open_until)
        if (each.organisation_id, stage) not in known
    ]


def _stages(open_until: date | None) -> list[TermsStage]:
    today = clock.today()
    nearly = open_until is not None and open_until - timedelta(days=SOON) <= today < open_until
    return [TermsStage.NEW, TermsStage.SOON] if nearly else [TermsStage.NEW]


def _speakers(terms: Terms) -> dict[UUID, list[UUID]]:
    """Who speaks for each organisation that has not agreed to these terms."""
    agreed = Agreement.objects.filter(terms=terms, until=None, organisation=OuterRef("actor"))
    hats = open_hats().filter(~Q(Exists(agreed)), role__in=[str(role) for role in SPEAKS])
    whole = wholes(clock.today()).filter(source=OuterRef("actor"))
    hats = hats.filter(Q(actor__kind=ActorKind.ORGANISATION) | ~Q(Exists(whole)))
    found: dict[UUID, list[UUID]] = {}
    for actor, account in hats.order_by("actor", "account").values_list("actor", "account").distinct():
        found.setdefault(actor, []).append(account)
    return found
