"""All writes to a person's record."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.models import (
    CircleTie,
    Encounter,
    FormerName,
    Person,
    PersonIdentifier,
    Relationship,
    SharedPart,
    SharingChoice,
    StoryEntry,
)
from ecotone.people.rules import (
    SHAREABLE,
    STORY,
    CareRole,
    Channel,
    CircleKind,
    Effect,
    IdentifierKind,
    Mode,
    NamedBy,
    Part,
    SaidBy,
    WordsOf,
    birth_date_problems,
    identifier_problems,
)

CHANGEABLE = frozenset(
    {
        *("name", "known_as", "pronouns", "birth_date", "home_id"),
        *("contact_how", "contact_detail", "contact_warning", "language", "interpreter", "communication"),
    }
)
"""The fields of a person that `change_person` takes."""


@action("people.add_person")
def add_person(
    *, by: Principal, name: str, purpose: str = "", parts: Iterable[Part] = SHAREABLE, **fields: Any
) -> Person:
    """Takes a person in. A worker's own team gets a relationship of care with her, opened by her consent."""
    policies.may_add_person(by).require()
    _only(fields, CHANGEABLE)
    check(_person_problems({"name": name, **fields}))
    person = Person.objects.create(name=name, **fields)
    wrote("person", person.id, act="people.add_person")
    if by.actor_id:
        _relate(person.id, by.actor_id, role=CareRole.MEMBER, purpose=purpose, parts=parts, basis=Basis.CONSENT)
    return person


@action("people.change_person")
def change_person(*, by: Principal, person_id: UUID, version: int, **fields: Any) -> Person:
    """Changes who she is or how to reach her. Raises Stale when another change came first."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    _only(fields, CHANGEABLE)
    check(_person_problems(fields))
    person = Person.of(person_id)
    if "name" in fields and fields["name"] != person.name:
        FormerName.objects.create(person=person, name=person.name)
    person.change(version=version, **fields)
    wrote("person", person_id, act="people.change_person", part=Part.IDENTITY, basis=basis)
    return person


@action("people.link_account")
def link_account(*, by: Principal, person_id: UUID, account_id: UUID) -> Person:
    """Lets an account sign in as this person."""
    policies.may_write(by, person_id).require("person", person_id)
    person = Person.of(person_id)
    if Person.objects.filter(account_id=account_id).exclude(pk=person_id).exists():
        raise Invalid(Problem("people.system_account", "account"))
    person.change(version=person.version, account_id=account_id)
    wrote("person", person_id, act="people.link_account", part=Part.IDENTITY)
    return person


@action("people.add_identifier")
def add_identifier(
    *, by: Principal, person_id: UUID, kind: IdentifierKind, value: str, source: str = ""
) -> PersonIdentifier:
    """Adds a number after checking its digits. Raises Invalid when another record holds it already."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    plain = value.replace(" ", "") if kind is not IdentifierKind.LOCAL else value.strip()
    check(identifier_problems(kind, plain))
    try:
        with transaction.atomic():
            made = PersonIdentifier.objects.create(person_id=person_id, kind=kind, value=plain, source=source)
    except IntegrityError as error:
        raise Invalid(Problem("people.identifier_taken", "value")) from error
    wrote("person", person_id, act="people.add_identifier", part=Part.IDENTIFIERS, basis=basis)
    return made


@action("people.add_story_entry")
def add_story_entry(
    *,
    by: Principal,
    person_id: UUID,
    section: Part,
    text: str,
    words_of: WordsOf = WordsOf.PERSON,
    said_on: date | None = None,
    language: str = "en-GB",
    supersedes: UUID | None = None,
) -> StoryEntry:
    """Writes down what was said, in their words. With `supersedes` it takes an older entry's place.

    Raises Invalid when someone has superseded that entry meanwhile: both would be lost from view otherwise.
    """
    verdict = policies.may_write(by, person_id).require("person", person_id)
    if supersedes and not by.is_system:
        verdict = policies.verdict(by, person_id, section).require("person", person_id)
    check(_entry_problems(section, text, said_on))
    if supersedes:
        _may_be_superseded(supersedes, person_id, section)
    entry = StoryEntry.objects.create(
        person_id=person_id,
        section=section,
        text=text,
        words_of=words_of,
        said_on=said_on or clock.today(),
        language=language,
        supersedes_id=supersedes,
        **StoryEntry.signed(by),
    )
    wrote("person", person_id, act="people.add_story_entry", part=section, basis=verdict.basis)
    return entry


def _may_be_superseded(entry_id: UUID, person_id: UUID, section: Part) -> None:
    old = StoryEntry.objects.select_for_update().filter(pk=entry_id).first()
    if old is None or (old.person_id, old.section) != (person_id, section):
        raise Invalid(Problem("people.other_person", "supersedes"))
    if StoryEntry.objects.filter(supersedes=old).exists():
        raise Invalid(Problem("people.superseded", "text"))


@action("people.add_to_circle")
def add_to_circle(
    *,
    by: Principal,
    person_id: UUID,
    kind: CircleKind,
    name: str,
    relation: str = "",
    actor_id: UUID | None = None,
    closeness: int = 2,
    named_by: NamedBy = NamedBy.PERSON,
    since: date | None = None,
) -> CircleTie:
    """Names someone, or some group, around the person."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    check([] if name.strip() else [Problem("ground.required", "name")])
    tie = CircleTie.objects.create(
        person_id=person_id,
        kind=kind,
        name=name,
        relation=relation,
        actor_id=actor_id,
        closeness=min(max(closeness, 1), 3),
        named_by=named_by,
        since=since or clock.today(),
        **CircleTie.signed(by),
    )
    wrote("person", person_id, act="people.add_to_circle", part=Part.CIRCLE, basis=basis)
    return tie


@action("people.end_circle_tie")
def end_circle_tie(*, by: Principal, tie_id: UUID, version: int, until: date | None = None) -> CircleTie:
    """Notes that someone is no longer in the circle; that they were stays."""
    tie = CircleTie.of(tie_id)
    person_id = tie.person_id
    verdict = policies.may_write(by, person_id) if by.is_system else policies.verdict(by, person_id, Part.CIRCLE)
    verdict.require("person", person_id)
    end = until or clock.today()
    check([] if end > tie.since else [Problem("ground.period", "until")])
    tie.change(version=version, until=end)
    wrote("person", person_id, act="people.end_circle_tie", part=Part.CIRCLE, basis=verdict.basis)
    return tie


@action("people.log_encounter")
def log_encounter(
    *,
    by: Principal,
    person_id: UUID,
    mode: Mode,
    channel: Channel,
    mode_said_by: NamedBy = NamedBy.WORKER,
    at: datetime | None = None,
    planned_minutes: int | None = None,
    actual_minutes: int | None = None,
    time_enough: bool | None = None,
    time_enough_person: bool | None = None,
    note: str = "",
    actor_id: UUID | None = None,
) -> Encounter:
    """Logs a contact of the worker's team. That she had to repeat her story only she can say (`mode_said_by`)."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    team = by.actor_id or actor_id
    if team is None:
        raise Invalid(Problem("ground.required", "actor_id"))
    moment = at or clock.now()
    check(_encounter_problems(mode, mode_said_by, planned_minutes, actual_minutes, moment))
    encounter = Encounter.objects.create(
        person_id=person_id,
        actor_id=team,
        at=moment,
        channel=channel,
        mode=mode,
        mode_said_by=mode_said_by,
        planned_minutes=planned_minutes,
        actual_minutes=actual_minutes,
        time_enough_worker=time_enough,
        time_enough_person=time_enough_person,
        note=note,
        **Encounter.signed(by),
    )
    wrote("person", person_id, act="people.log_encounter", part=Part.ENCOUNTERS, basis=basis)
    return encounter


@action("people.say_about_encounter")
def say_about_encounter(
    *, by: Principal, encounter_id: UUID, version: int, had_to_repeat: bool, time_enough: bool | None = None
) -> Encounter:
    """The person's own word on a contact: whether she had to repeat her story, whether there was time."""
    encounter = Encounter.of(encounter_id)
    verdict = policies.only_self(by, encounter.person_id).require("person", encounter.person_id)
    mode = Mode.HAD_TO_REPEAT if had_to_repeat else _without_repeating(Mode(encounter.mode))
    encounter.change(version=version, mode=mode, mode_said_by=NamedBy.PERSON, time_enough_person=time_enough)
    wrote("person", encounter.person_id, act="people.say_about_encounter", part=Part.ENCOUNTERS, basis=verdict.basis)
    return encounter


def _without_repeating(mode: Mode) -> Mode:
    return Mode.TOLD_BY_CHOICE if mode is Mode.HAD_TO_REPEAT else mode


@action("people.open_relationship")
def open_relationship(
    *,
    by: Principal,
    person_id: UUID,
    actor_id: UUID,
    role: CareRole,
    purpose: str,
    parts: Iterable[Part],
    basis: Basis,
    sensitive: bool = False,
    referral_id: UUID | None = None,
) -> Relationship:
    """Opens a relationship of care, or widens the open one by `parts`. One passes on only what one may see."""
    shared = frozenset(parts)
    policies.may_share(by, person_id, shared).require("person", person_id)
    return _relate(
        person_id,
        actor_id,
        role=role,
        purpose=purpose,
        parts=shared,
        basis=basis,
        sensitive=sensitive,
        referral_id=referral_id,
    )


def _relate(
    person_id: UUID,
    actor_id: UUID,
    *,
    role: CareRole,
    purpose: str,
    parts: Iterable[Part],
    basis: Basis,
    sensitive: bool = False,
    referral_id: UUID | None = None,
) -> Relationship:
    made, _ = Relationship.objects.get_or_create(
        person_id=person_id,
        actor_id=actor_id,
        until=None,
        defaults={
            "role": role,
            "purpose": purpose,
            "basis": basis,
            "sensitive": sensitive,
            "since": clock.now(),
            "opened_by_referral": referral_id,
        },
    )
    rows = [SharedPart(relationship=made, part=part) for part in sorted({*parts} & {*SHAREABLE})]
    SharedPart.objects.bulk_create(rows, ignore_conflicts=True)
    wrote("person", person_id, act="people.open_relationship", basis=basis)
    return made


@action("people.end_relationship_of_referral")
def end_relationship_of_referral(
    *, by: Principal, person_id: UUID, referral_id: UUID, until: datetime | None = None
) -> None:
    """Ends the relationship that a referral opened, now or at `until`. Nothing left to end is no fault."""
    policies.may_write(by, person_id).require("person", person_id)
    opened = Relationship.objects.filter(person_id=person_id, opened_by_referral=referral_id)
    relationship = opened.filter(Q(until__isnull=True) | Q(until__gt=clock.now())).first()
    if relationship:
        relationship.until = max(until or clock.now(), relationship.since + timedelta(microseconds=1))
        relationship.ended_reason = "referral_ended"
        relationship.save(update_fields=["until", "ended_reason"])
    wrote("person", person_id, act="people.end_relationship_of_referral")


@action("people.choose_sharing")
def choose_sharing(
    *,
    by: Principal,
    person_id: UUID,
    effect: Effect,
    actor_id: UUID | None = None,
    sector: str = "",
    part: Part | None = None,
    until: datetime | None = None,
    note: str = "",
) -> SharingChoice:
    """Keeps the person's grant or refusal: to one actor, a sector or everyone, of one part or all, until a time.

    Staff may write any refusal down for her, but a grant only of what they may see themselves: otherwise a worker
    could open a closed part for the own team by saying that she wished it.
    """
    verdict = policies.may_choose(by, person_id, effect, part).require("person", person_id)
    check(_choice_problems(actor_id, sector, until))
    choice = SharingChoice.objects.create(
        person_id=person_id,
        effect=effect,
        actor_id=actor_id,
        sector=sector,
        part=part or "",
        since=clock.now(),
        until=until,
        said_by=SaidBy.PERSON if by.kind is Kind.PERSON else SaidBy.STAFF_RECORDING,
        note=note,
        **SharingChoice.signed(by),
    )
    wrote("person", person_id, act="people.choose_sharing", part=part or "", basis=verdict.basis)
    return choice


@action("people.withdraw_choice")
def withdraw_choice(*, by: Principal, choice_id: UUID) -> SharingChoice:
    """Withdraws a grant or refusal from this moment. Staff may withdraw a grant at her word, a refusal only she."""
    choice = SharingChoice.of(choice_id)
    verdict = (
        policies.only_self(by, choice.person_id)
        if choice.effect == Effect.REFUSAL
        else policies.may_write(by, choice.person_id)
    )
    verdict.require("person", choice.person_id)
    now = clock.now()
    if not SharingChoice.objects.filter(pk=choice_id, withdrawn_at__isnull=True).update(withdrawn_at=now):
        raise Invalid(Problem("people.ended"))
    choice.withdrawn_at = now
    wrote("person", choice.person_id, act="people.withdraw_choice", part=choice.part, basis=verdict.basis)
    return choice


def _only(fields: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := fields.keys() - known:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


def _person_problems(fields: dict[str, Any]) -> list[Problem]:
    problems = list(birth_date_problems(fields.get("birth_date"), clock.today()))
    if "name" in fields and not fields["name"].strip():
        problems.append(Problem("ground.required", "name"))
    return problems


def _entry_problems(section: Part, text: str, said_on: date | None) -> list[Problem]:
    problems = []
    if section not in STORY:
        problems.append(Problem("people.section", "section"))
    if not text.strip():
        problems.append(Problem("ground.required", "text"))
    if said_on and said_on > clock.today():
        problems.append(Problem("people.future", "said_on"))
    return problems


def _encounter_problems(
    mode: Mode,
    said_by: NamedBy,
    planned: int | None,
    actual: int | None,
    moment: datetime,
) -> list[Problem]:
    problems = []
    if mode is Mode.HAD_TO_REPEAT and said_by is not NamedBy.PERSON:
        problems.append(Problem("people.only_she_says", "mode"))
    for field, minutes in (("planned_minutes", planned), ("actual_minutes", actual)):
        if minutes is not None and not 0 <= minutes <= 1440:
            problems.append(Problem("people.minutes", field))
    if moment > clock.now():
        problems.append(Problem("people.future", "at"))
    return problems


def _choice_problems(actor_id: UUID | None, sector: str, until: datetime | None) -> list[Problem]:
    problems = []
    if actor_id and sector:
        problems.append(Problem("people.to_whom", "actor_id"))
    if until and until <= clock.now():
        problems.append(Problem("people.past", "until"))
    return problems
