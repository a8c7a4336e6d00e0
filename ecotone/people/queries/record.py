"""Reads of a person's record, of lists of people, of her sharing choices and of who looked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from ecotone.access import policies as system
from ecotone.access import queries as access
from ecotone.access.audit import Subject, looked
from ecotone.access.models import Account, AuditEntry
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import policies
from ecotone.people.models import (
    CircleTie,
    EmergencyAccess,
    Encounter,
    KeptBack,
    LegalDuty,
    Person,
    Relationship,
    SharingChoice,
    Stay,
    StoryEntry,
)
from ecotone.people.rules import KEPT_BACK_BEFORE, SHAREABLE, STORY, Asked, Part, Tie, age_on, back_after
from ecotone.people.views import (
    Banner,
    ChoiceView,
    CircleTieView,
    EncounterView,
    IdentifierView,
    Identity,
    PersonView,
    RelationshipView,
    SafeContact,
    SectionView,
    StayView,
    StoryEntryView,
)

Shown = TypeVar("Shown")
SHOWN = frozenset(Part) - {Part.OUTCOMES, Part.REFERRALS}
"""The parts that `person` shows; care shows the others."""
SENSITIVE_TEAM = Withheld("people.sensitive_team")
DUTY_ACTS = frozenset({"people.record_duty", "people.end_duty", "people.tell_of_duty"})


@widened(Why.SIGNING_IN)
def principal_for(account_id: UUID) -> Principal | None:
    """The person this account is, as a principal; None when it is nobody with a record here."""
    living = Person.objects.filter(account_id=account_id, died_on=None)
    row = living.values_list("id", "known_as", "name").first()
    if row is None:
        return None
    person_id, known_as, name = row
    return Principal(
        kind=Kind.PERSON,
        account_id=account_id,
        name=known_as or name,
        person_id=person_id,
        purpose=Purpose.OWN_RECORD,
    )


def own_records(by: Principal, account_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The record that is each of these accounts' own, for Ecotone itself; absent where there is none."""
    system.system_only(by).require("person")
    return dict(Person.objects.filter(account_id__in=list(account_ids)).values_list("account_id", "id"))


def person(by: Principal, person_id: UUID, parts: Collection[Part] = tuple(Part)) -> PersonView:
    """The record as `by` may see it, or only these parts of it: what is not asked for is neither read nor looked at.

    Raises Refused when not even who she is may be seen.
    """
    verdicts = policies.verdicts(by, [person_id])[person_id]
    verdicts[Part.IDENTITY].require("person", person_id)
    row = _row(person_id)
    asked = {Part.IDENTITY, *parts} & SHOWN
    veil = Veil(by, person_id)
    _looked(by, person_id, verdicts, asked)

    def part(which: Part, show: Callable[[], Shown]) -> Shown | Withheld | None:
        if which not in asked:
            return None
        return show() if verdicts[which].allowed else _withheld(verdicts[which])

    return PersonView(
        id=row.id,
        version=row.version,
        is_me=by.kind is Kind.PERSON,
        identity=_identity(row, other_names=True),
        contact=part(Part.CONTACT, lambda: _safe_contact(row)),
        story=_story(by, row.id, verdicts, veil) if asked & {*STORY} else (),
        circle=part(Part.CIRCLE, lambda: _circle(row.id, veil)),
        involved=part(Part.INVOLVED, lambda: _involved(row.id, veil)),
        encounters=part(Part.ENCOUNTERS, lambda: _encounters(row.id, veil)),
        identifiers=part(Part.IDENTIFIERS, lambda: _numbers(row)),
        verdicts=verdicts,
        stays=part(Part.ENCOUNTERS, lambda: _stays(row.id, veil)),
    )


def who_sees(view: PersonView) -> tuple[RelationshipView, ...]:
    """Of those a reader was shown as involved, who helps now and what each sees: shared, granted, not refused."""
    shown = {each.actor_id: each for each in reversed(view.helping) if each.actor_id}
    ties = [Tie(r.actor_id, r.since, r.until, frozenset(r.parts)) for r in view.helping if r.actor_id]
    seen = policies.seen_by(view.id, ties, ecosystem.belonging(shown))
    named = [replace(r, parts=_in_order(seen[id_]), refused=not seen[id_]) for id_, r in reversed(shown.items())]
    return *named, *(each for each in view.helping if each.actor_id is None)


def _in_order(parts: frozenset[Part]) -> tuple[Part, ...]:
    return tuple(part for part in SHAREABLE if part in parts)


def banner(by: Principal, person_id: UUID) -> Banner:
    """Who she is and how to reach her safely. Raises Refused without a right to either, and where nobody has that id:
    who may not know her cannot tell the two apart.
    """
    verdicts = policies.verdicts(by, [person_id])[person_id]
    if not verdicts[Part.CONTACT].allowed:
        verdicts[Part.IDENTITY].require("person", person_id)
    return banners(by, [person_id], code="people.banner")[person_id]


def banners(by: Principal, person_ids: Iterable[UUID], *, code: str = "people.list") -> dict[UUID, Banner]:
    """Banners for a list, in three queries however long it is; what is not `by`'s to see is withheld, row by row."""
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        return {}
    verdicts = policies.verdicts(by, ids)
    rows = _rows_of(verdicts)
    looked(
        by,
        code,
        *(
            Subject("person", each, Part.IDENTITY, verdicts[each][Part.IDENTITY].basis)
            for each in ids
            if verdicts[each][Part.IDENTITY].allowed
        ),
    )
    return {each: _banner(each, rows.get(each), verdicts[each]) for each in ids}


def _rows_of(verdicts: Mapping[UUID, Mapping[Part, Verdict]]) -> dict[UUID, Person]:
    """The rows of those of whom anything is to be shown. Who keeps back who she is, is read apart; it is rare."""
    known = [each for each, on in verdicts.items() if on[Part.IDENTITY].allowed]
    reached = [each for each, on in verdicts.items() if on[Part.CONTACT].allowed and each not in known]
    rows = list(_with_home(known))
    if reached:
        with widened(Why.CONTACT):
            rows += _with_home(reached)
    if missing := {*known, *reached} - {row.id for row in rows}:
        raise NotFound("person", next(iter(missing)))
    return {row.id: row for row in rows}


def _with_home(person_ids: list[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(id__in=person_ids).select_related("home")


def _banner(person_id: UUID, row: Person | None, verdicts: Mapping[Part, Verdict]) -> Banner:
    who, how = verdicts[Part.IDENTITY], verdicts[Part.CONTACT]
    return Banner(
        id=person_id,
        identity=_identity(row) if row and who.allowed else _withheld(who),
        contact=_safe_contact(row) if row and how.allowed else _withheld(how),
        verdicts=verdicts,
    )


def shareable_parts(by: Principal, person_id: UUID) -> list[Part]:
    """The parts `by` may pass on with a referral: those it sees itself."""
    verdicts = policies.verdicts(by, [person_id])[person_id]
    return [part for part in Part if policies.not_lent(verdicts[part]).allowed]


def may(by: Principal, person_id: UUID, part: Part) -> Verdict:
    """The policy's answer for one part; asking leaves no look, for nothing is shown."""
    return policies.verdict(by, person_id, part)


def sharing(by: Principal, person_id: UUID) -> list[ChoiceView]:
    """Her grants and refusals, newest first: for herself, and for those who care for her now."""
    verdict = policies.may_write(by, person_id).require("person", person_id)
    looked(by, "people.sharing", Subject("person", person_id, "sharing", verdict.basis))
    veil = Veil(by, person_id)
    rows = list(SharingChoice.objects.filter(person_id=person_id).select_related("actor").order_by("-since", "-id"))
    in_place = any(row.signed_by for row in rows)
    circle = policies.verdict(by, person_id, Part.CIRCLE) if in_place else verdict
    return [
        ChoiceView(
            id=row.id,
            effect=row.effect,
            actor_id=None if row.actor_id in veil else row.actor_id,
            actor=veil.over(row.actor_id, row.actor.name if row.actor else ""),
            sector=row.sector,
            part=Part(row.part) if row.part else None,
            purpose=Purpose(row.purpose) if row.purpose else None,
            since=row.since,
            until=row.until,
            withdrawn_at=row.withdrawn_at,
            said_by=row.said_by,
            note=veil.over(row.actor_id, row.note),
            author=veil.over(row.author_actor_id, row.author),
            signed_as=row.signed_as,
            signed_by=row.signed_by if circle.allowed or not row.signed_by else Withheld(circle.code),
        )
        for row in rows
    ]


def looks(by: Principal, *, most: int = 100) -> list[access.Look]:
    """Every look at her own record, newest first. Only she may read it.

    What somebody saw in an emergency, or by a law, that it is not safe to tell her of is kept back until she is told;
    that something was held because she may be pressed, always: who presses her reads this with her.
    """
    person_id = by.person_id
    if person_id is None:
        policies.only_self(by, UUID(int=0)).require("person")
        raise NotFound("person")
    policies.only_self(by, person_id).require("person", person_id)
    untold = list(EmergencyAccess.objects.filter(person_id=person_id, told=False).order_by("since"))
    laws = list(LegalDuty.objects.filter(person_id=person_id))

    def keeps_back(entry: AuditEntry, basis: str) -> bool:
        if entry.reason == policies.HELD:
            return True
        return basis == Basis.LEGAL_DUTY and not any(row.told and _stands_on(entry, row) for row in laws)

    found = access.looks_at(kind="person", subject_id=person_id, most=most, keeps_back=keeps_back)
    recorded = [row for row in laws if not row.told]
    found = [look for look in found if not any(_led_to(look, row) for row in recorded)]
    return [look for look in found if not any(_is_of(look, emergency) for emergency in untold)]


def _stands_on(entry: AuditEntry, row: LegalDuty) -> bool:
    """Whether somebody did something by this legal duty: the team it is for, or who recorded, told of or ended it."""
    by_the_team = entry.actor_id == row.actor_id and row.since <= entry.created_at < (row.ended_at or row.until)
    return by_the_team or (entry.code in DUTY_ACTS and entry.created_at >= row.since)


def _led_to(look: access.Look, row: LegalDuty) -> bool:
    """Whether a look belongs to how a legal duty came about: by who recorded it, within an hour of that."""
    within = abs(look.at - row.since) <= KEPT_BACK_BEFORE
    return within and look.account_id == row.author_account_id and look.hat_id == row.author_hat_id


def _is_of(look: access.Look, emergency: EmergencyAccess) -> bool:
    """Whether a look belongs to an emergency: its maker's, while it held and in the hour in which it came about."""
    within = emergency.since - KEPT_BACK_BEFORE <= look.at <= emergency.until
    return within and look.account_id == emergency.account_id and look.hat_id == emergency.hat_id


def account_of(person_id: UUID) -> UUID | None:
    """The account she signs in with, if she has one; for the system's own use."""
    return Account.objects.filter(person__id=person_id).values_list("id", flat=True).first()


def circle(by: Principal, person_id: UUID) -> tuple[CircleTieView, ...] | Withheld:
    """Who is around a person; withheld where it was not shared."""
    verdict = policies.verdict(by, person_id, Part.CIRCLE)
    if not verdict.allowed:
        return _withheld(verdict)
    looked(by, "people.circle", Subject("person", person_id, Part.CIRCLE, verdict.basis))
    return _circle(person_id, Veil(by, person_id))


class Veil:
    """The teams around one person whose name this principal may not know, asked for when first needed."""

    def __init__(self, by: Principal, person_id: UUID) -> None:
        self._by, self._person_id = by, person_id
        self._teams: frozenset[UUID] | None = None

    def __contains__(self, actor_id: UUID | None) -> bool:
        if actor_id is None or self._by.person_id == self._person_id:
            return False
        if self._teams is None:
            found = policies.hidden_teams(self._by, [self._person_id])
            self._teams = found.get(self._person_id, frozenset())
        return actor_id in self._teams

    def over(self, actor_id: UUID | None, text: str) -> str | Withheld:
        """The text, unless it speaks of, or was written by, such a team."""
        return SENSITIVE_TEAM if actor_id in self else text

    def signed(self, text: str) -> str | Withheld:
        """The same of a signature with which no team is kept: it ends with the name of the one that it is of."""
        self.__contains__(self._person_id)  # looks the teams up
        names = ecosystem.actor_names(self._teams).values() if text and self._teams else ()
        return SENSITIVE_TEAM if any(text.endswith(f", {name}") for name in names) else text


class Veils:
    """The veils over the teams around several people, each made when it is first needed."""

    def __init__(self, by: Principal) -> None:
        self._by = by
        self._veils: dict[UUID, Veil] = {}

    def over(self, person_id: UUID, actor_id: UUID | None, text: str) -> str | Withheld:
        return self.of(person_id).over(actor_id, text)

    def of(self, person_id: UUID) -> Veil:
        return self._veils.setdefault(person_id, Veil(self._by, person_id))


def _row(person_id: UUID) -> Person:
    rows = Person.objects.select_related("home").prefetch_related("other_names")
    try:
        return rows.get(pk=person_id)
    except Person.DoesNotExist as error:
        raise NotFound("person", person_id) from error


def _looked(by: Principal, person_id: UUID, verdicts: Mapping[Part, Verdict], parts: Iterable[Part]) -> None:
    seen = [Subject("person", person_id, p, verdicts[p].basis) for p in parts if verdicts[p].allowed]
    looked(by, "people.person", *seen)


def _withheld(verdict: Verdict) -> Withheld:
    return Withheld(verdict.code)


def _identity(row: Person, *, other_names: bool = False) -> Identity:
    return Identity(
        name=row.name,
        known_as=row.known_as,
        pronouns=row.pronouns,
        birth_date=row.birth_date,
        age=age_on(row.birth_date, row.died_on or clock.today()) if row.birth_date else None,
        died_on=row.died_on,
        home_id=row.home_id,
        home=row.home.name if row.home else "",
        other_names=tuple(n.name for n in row.other_names.all()) if other_names else (),
    )


def _safe_contact(row: Person) -> SafeContact:
    return SafeContact(
        how=row.contact_how,
        detail=row.contact_detail,
        warning=row.contact_warning,
        language=row.language,
        interpreter=row.interpreter,
        communication=row.communication,
    )


def _story(by: Principal, person_id: UUID, verdicts: Mapping[Part, Verdict], veil: Veil) -> tuple[SectionView, ...]:
    """Section by section; one that acts for her is not told of what she keeps from them, nor that there is any."""
    seen = [part for part in STORY if verdicts[part].allowed]
    entries = StoryEntry.objects.filter(person_id=person_id, section__in=seen).select_related("superseded_by")
    for_me = kept_by_her(by, person_id)
    entries = entries.exclude(id__in=policies.kept_back(by, person_id))
    views = [_entry(row, veil, for_me) for row in entries.order_by("-said_on", "-created_at", "-id")]
    return tuple(
        SectionView(
            part,
            tuple(v for v in views if v.section is part and v.superseded_by is None),
            tuple(v for v in views if v.section is part and v.superseded_by is not None),
        )
        if verdicts[part].allowed
        else SectionView(part, _withheld(verdicts[part]))
        for part in STORY
    )


def kept_by_her(by: Principal, person_id: UUID) -> frozenset[UUID]:
    """What she keeps from those who act for her, as she herself sees it on her pages."""
    if by.kind is not Kind.PERSON or by.person_id != person_id:
        return frozenset()
    kept = KeptBack.objects.filter(person_id=person_id, shown_again_at=None)
    return frozenset(kept.values_list("subject_id", flat=True))


def _entry(row: StoryEntry, veil: Veil, kept: frozenset[UUID]) -> StoryEntryView:
    newer = getattr(row, "superseded_by", None)
    return StoryEntryView(
        id=row.id,
        section=Part(row.section),
        text=row.text,
        words_of=row.words_of,
        said_on=row.said_on,
        author=veil.over(row.author_actor_id, row.author),
        written_at=row.created_at,
        supersedes=row.supersedes_id,
        superseded_by=newer.id if newer else None,
        kept_back=row.id in kept,
    )


def _circle(person_id: UUID, veil: Veil) -> tuple[CircleTieView, ...]:
    return tuple(
        CircleTieView(
            id=tie.id,
            version=tie.version,
            kind=tie.kind,
            name=veil.over(tie.actor_id, tie.name),
            relation=veil.over(tie.actor_id, tie.relation),
            actor_id=None if tie.actor_id in veil else tie.actor_id,
            closeness=tie.closeness,
            named_by=tie.named_by,
            author=veil.over(tie.author_actor_id, tie.author),
            since=tie.since,
            until=tie.until,
        )
        for tie in CircleTie.objects.filter(person_id=person_id).order_by("closeness", "name", "id")
    )


def _involved(person_id: UUID, veil: Veil) -> tuple[RelationshipView, ...]:
    """Who helps and helped; a sensitive service's name and purpose only to her and to that service itself."""
    rows = Relationship.objects.filter(person_id=person_id).select_related("actor").prefetch_related("shared")
    return tuple(_relationship(row, veil) for row in rows.order_by("-since", "-id"))


def _relationship(row: Relationship, veil: Veil) -> RelationshipView:
    shared = set() if row.actor_id in veil else {each.part for each in row.shared.all()}
    return RelationshipView(
        actor_id=None if row.actor_id in veil else row.actor_id,
        actor=veil.over(row.actor_id, row.actor.name),
        role=row.role,
        purpose=veil.over(row.actor_id, row.purpose),
        since=row.since,
        until=row.until,
        parts=tuple(part for part in Part if part in shared),
        current=row.until is None or row.until > clock.now(),
    )


def _encounters(person_id: UUID, veil: Veil) -> tuple[EncounterView, ...]:
    rows = Encounter.objects.filter(person_id=person_id).select_related("actor").order_by("-at", "-id")[:100]
    return tuple(
        EncounterView(
            id=row.id,
            version=row.version,
            actor_id=None if row.actor_id in veil else row.actor_id,
            actor=veil.over(row.actor_id, row.actor.name),
            at=row.at,
            channel=row.channel,
            mode=row.mode,
            mode_said_by=row.mode_said_by,
            planned_minutes=row.planned_minutes,
            actual_minutes=row.actual_minutes,
            time_enough_worker=row.time_enough_worker,
            time_enough_person=row.time_enough_person,
            note=veil.over(row.actor_id, row.note),
            author=veil.over(row.author_actor_id, row.author),
        )
        for row in rows
    )


def _stays(person_id: UUID, veil: Veil) -> tuple[StayView, ...]:
    """Newest first, each with how soon after the one before it began."""
    rows = list(Stay.objects.filter(person_id=person_id).order_by("-since", "-id")[:50])
    before = [*(each.until for each in rows[1:]), None][: len(rows)]
    return tuple(
        StayView(
            id=row.id,
            version=row.version,
            where=row.where,
            since=row.since,
            until=row.until,
            asked=Asked(row.asked),
            asked_person=Asked(row.asked_person),
            author=veil.over(row.author_actor_id, row.author),
            back_after=back_after(left, row.since),
        )
        for row, left in zip(rows, before, strict=True)
    )


def _numbers(row: Person) -> tuple[IdentifierView, ...]:
    return tuple(IdentifierView(i.kind, i.source, i.value) for i in row.identifiers.order_by("kind", "value"))
