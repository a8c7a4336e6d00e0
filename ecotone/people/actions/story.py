"""Writes to what a person told, who is around her, and how her story was met at each contact."""

from datetime import date, datetime, timedelta
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.models import CircleTie, Encounter, KeptBack, Person, StoryEntry
from ecotone.people.rules import STORY, Channel, CircleKind, KeptKind, Mode, NamedBy, Part, WordsOf, after_death

A_YEAR = timedelta(days=366)
"""How long afterwards one can still say that a story had to be told again."""


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

    Raises Invalid when someone has superseded that entry meanwhile: both would be lost from view otherwise. Whoever
    acts for her adds in a carer's words, and takes no place of hers. What takes the place of something kept from them
    is kept from them too.
    """
    verdict = policies.may_tell(by, person_id, section).require("person", person_id)
    if by.kind is Kind.CARER:
        words_of = WordsOf.CARER
    check([*_entry_problems(section, text, said_on), *choice_problems(words_of=(WordsOf, words_of))])
    if supersedes:
        if by.kind is Kind.CARER:
            policies.only_self(by, person_id).require("person", person_id)
        if not by.is_system:
            verdict = policies.verdict(by, person_id, section).require("person", person_id)
        _may_be_superseded(supersedes, person_id, section)
    entry = StoryEntry.add(
        person=Person.of(person_id),
        section=section,
        text=text,
        words_of=words_of,
        said_on=said_on or clock.today(),
        language=language,
        supersedes_id=supersedes,
        **StoryEntry.signed(by),
    )
    if supersedes and KeptBack.objects.filter(subject_id=supersedes, shown_again_at=None).exists():
        KeptBack.add(person_id=person_id, kind=KeptKind.STORY, subject_id=entry.id)
    wrote("person", person_id, act="people.add_story_entry", part=section, basis=verdict.basis, keeps_access=True)
    return entry


def _entry_problems(section: Part, text: str, said_on: date | None) -> list[Problem]:
    problems = []
    if section not in STORY:
        problems.append(Problem("people.section", "section"))
    if not text.strip():
        problems.append(Problem("ground.required", "text"))
    if said_on and said_on > clock.today():
        problems.append(Problem("people.future", "said_on"))
    return problems


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
    problems = choice_problems(kind=(CircleKind, kind), named_by=(NamedBy, named_by))
    if not name.strip():
        problems.append(Problem("ground.required", "name"))
    if since and since > clock.today():
        problems.append(Problem("people.future", "since"))
    check(problems)
    tie = CircleTie.add(
        person=Person.of(person_id),
        kind=kind,
        name=name,
        relation=relation,
        actor=Actor.of(actor_id) if actor_id else None,
        closeness=min(max(closeness, 1), 3),
        named_by=named_by,
        since=since or clock.today(),
        **CircleTie.signed(by),
    )
    wrote("person", person_id, act="people.add_to_circle", part=Part.CIRCLE, basis=basis, keeps_access=True)
    return tie


@action("people.end_circle_tie")
def end_circle_tie(*, by: Principal, tie_id: UUID, version: int, until: date | None = None) -> CircleTie:
    """Notes that someone is no longer in the circle; that they were stays. Ended on its first day it never held."""
    tie = CircleTie.of(tie_id)
    person_id = tie.person_id
    herself_or_helping = policies.may_write(by, person_id)
    verdict = (
        policies.verdict(by, person_id, Part.CIRCLE)
        if herself_or_helping.allowed and not by.is_system
        else herself_or_helping
    )
    verdict.require("person", person_id)
    end = until or clock.today()
    if tie.until is not None:
        raise Invalid(Problem("people.ended", "until"))
    check([] if end >= tie.since else [Problem("ground.period", "until")])
    tie.change(version=version, until=end)
    wrote("person", person_id, act="people.end_circle_tie", part=Part.CIRCLE, basis=verdict.basis)
    return tie


@action("people.log_encounter")
def log_encounter(
    *,
    by: Principal,
    person_id: UUID,
    mode: Mode,
    channel: Channel | None = None,
    mode_said_by: NamedBy = NamedBy.WORKER,
    at: datetime | None = None,
    planned_minutes: int | None = None,
    actual_minutes: int | None = None,
    time_enough: bool | None = None,
    time_enough_person: bool | None = None,
    note: str = "",
    actor_id: UUID | None = None,
) -> Encounter:
    """Logs a contact of the worker's team; the person herself says with whom (`actor_id`), and says it all herself.

    That she had to repeat her story only she can say (`mode_said_by`), within a year, and need not say how they met.
    From her own page once a day of each team: a button pressed twice says it once, and the first stands.
    """
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    said_by = NamedBy.PERSON if by.kind is Kind.PERSON else mode_said_by
    team, moment = by.actor_id or actor_id, at or clock.now()
    person = Person.of(person_id)
    check(
        [
            *after_death(person.died_on),
            *choice_problems(mode=(Mode, mode), mode_said_by=(NamedBy, said_by)),
            *_channel_problems(channel, mode),
            *_encounter_problems(mode, said_by, moment, team),
            *_minutes_problems(planned_minutes=planned_minutes, actual_minutes=actual_minutes),
        ]
    )
    if by.kind is Kind.PERSON and mode == Mode.HAD_TO_REPEAT and (said := _said_already(person_id, team, moment)):
        wrote("person", person_id, act="people.log_encounter", part=Part.ENCOUNTERS, basis=basis)
        return said
    encounter = Encounter.add(
        person=person,
        actor=Actor.of(str(team)),
        at=moment,
        channel=channel or "",
        mode=mode,
        mode_said_by=said_by,
        planned_minutes=planned_minutes,
        actual_minutes=actual_minutes,
        time_enough_worker=time_enough,
        time_enough_person=time_enough_person,
        note=note,
        **Encounter.signed(by),
    )
    wrote("person", person_id, act="people.log_encounter", part=Part.ENCOUNTERS, basis=basis)
    return encounter


def _said_already(person_id: UUID, team: UUID | None, moment: datetime) -> Encounter | None:
    """What was said of that team on that day before; her row is locked, so that of two presses the second sees it."""
    Person.objects.select_for_update().values_list("id").get(pk=Person.of(person_id).pk)
    begins = clock.begins(moment.astimezone(clock.LOCAL).date())
    said = Encounter.objects.filter(person_id=person_id, actor__in=[team], mode=Mode.HAD_TO_REPEAT)
    return said.filter(at__gte=begins, at__lt=begins + timedelta(days=1)).order_by("created_at", "id").first()


def _encounter_problems(mode: str, said_by: str, moment: datetime, team: UUID | None) -> list[Problem]:
    problems = []
    if mode == Mode.HAD_TO_REPEAT and said_by != NamedBy.PERSON:
        problems.append(Problem("people.only_she_says", "mode"))
    if moment > clock.now():
        problems.append(Problem("people.future", "at"))
    if mode == Mode.HAD_TO_REPEAT and moment < clock.now() - A_YEAR:
        problems.append(Problem("people.long_past", "at"))
    if team is None:
        problems.append(Problem("ground.required", "actor_id"))
    return problems


def _channel_problems(channel: Channel | None, mode: str) -> list[Problem]:
    if channel is None:
        return [] if mode == Mode.HAD_TO_REPEAT else [Problem("ground.required", "channel")]
    return choice_problems(channel=(Channel, channel))


def _minutes_problems(**given: int | None) -> list[Problem]:
    wrong = [name for name, minutes in given.items() if minutes is not None and not 0 <= minutes <= 1440]
    return [Problem("people.minutes", name) for name in wrong]


@action("people.say_about_encounter")
def say_about_encounter(
    *, by: Principal, encounter_id: UUID, version: int, had_to_repeat: bool, time_enough: bool | None = None
) -> Encounter:
    """The person's own word on a contact: whether she had to repeat her story, whether there was time."""
    encounter = Encounter.of(encounter_id)
    verdict = policies.only_self(by, encounter.person_id).require("person", encounter.person_id)
    mode = Mode.HAD_TO_REPEAT if had_to_repeat else _without_repeating(Mode(encounter.mode))
    enough = encounter.time_enough_person if time_enough is None else time_enough
    encounter.change(version=version, mode=mode, mode_said_by=NamedBy.PERSON, time_enough_person=enough)
    wrote("person", encounter.person_id, act="people.say_about_encounter", part=Part.ENCOUNTERS, basis=verdict.basis)
    return encounter


def _without_repeating(mode: Mode) -> Mode:
    return Mode.TOLD_BY_CHOICE if mode is Mode.HAD_TO_REPEAT else mode
