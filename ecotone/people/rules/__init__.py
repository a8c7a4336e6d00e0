"""The rules about a person's record: its parts, who may see which, and what may be written. Pure.

The one question, `decide(facts, part, at)`, is answered in this order, and the first that fits is the reason:

    is it me? ─────────────────────── yes ──> allowed: it is your own record
    do I act for her as her carer? ── yes ──┐
    am I here to learn, not to help? ─ yes ─│─┐
    do I work with people? ────────── no ───│> refused: boards, planners, researchers see counts only
    has my team a relationship now? ─ no ─┐
        must we see it by a law? ──── no ─┤
        did I break the glass, just now? ─┴ no > refused: nobody has asked you to help
    by a relationship, unless refused:      │
        who they are, safe contact? ─ yes ──> allowed by the relationship
        was this part shared with us? yes ──> allowed by the relationship
        was it granted to us? ─────── yes ──> allowed by the grant
    must we see it by a law? ──────── yes ──> to read: allowed by that law, which the answer names
                                            │ to write, to share, to take away: refused, it may only be read
    has the person refused it? ────── yes ──> refused: the person has said no
    did I break the glass, just now? ─ yes ─> to read: allowed by the emergency
                                            │ to write, to share, to take away: refused, it may only be read
    ────────────────────────────────────────> refused: not shared with you
                                            │
    └── has she given me permission, now? ─ no ──┴> refused: she has given you no permission, or it has ended
        has she refused it to carers, or to everyone? ─ yes ──> refused: the person has said no
        who she is? did her permission name this part? ───── yes ──> allowed by her permission
        ──────────────────────────────────────────────────────> refused: her permission does not cover it

    to learn:                                 │
        has my team a relationship now? ─ no ─┴> refused: nobody has asked you to help
        has she refused it, for that or for anything? ────── yes ──> refused: the person has said no
        was it granted to us for that? who she is: anything? ─ no ──> refused: she has not allowed that
          (what was asked for her, and hoped, cannot be)
        is it only to be read? ──────────────────────────── yes ──> allowed by the grant
        ──────────────────────────────────────────────────────────> refused: to learn is to read
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ecotone.access.rules import Basis, Purpose
from ecotone.access.verdicts import Verdict
from ecotone.ground.errors import Problem
from ecotone.people.rules.numbers import IdentifierKind as IdentifierKind
from ecotone.people.rules.numbers import check_digit as check_digit
from ecotone.people.rules.numbers import identifier_problems as identifier_problems
from ecotone.people.rules.reaching import AN_ASK_WAITS as AN_ASK_WAITS
from ecotone.people.rules.reaching import AN_EMERGENCY_LASTS as AN_EMERGENCY_LASTS
from ecotone.people.rules.reaching import KEPT_BACK_BEFORE as KEPT_BACK_BEFORE
from ecotone.people.rules.reaching import MOST_EMERGENCIES as MOST_EMERGENCIES
from ecotone.people.rules.reaching import NO_MEANS_NO_FOR as NO_MEANS_NO_FOR
from ecotone.people.rules.reaching import REVIEWED_WITHIN as REVIEWED_WITHIN
from ecotone.people.rules.reaching import SEARCHES_AN_HOUR as SEARCHES_AN_HOUR
from ecotone.people.rules.reaching import AnsweredBy as AnsweredBy
from ecotone.people.rules.reaching import AskState as AskState
from ecotone.people.rules.reaching import EmergencyOutcome as EmergencyOutcome
from ecotone.people.rules.reaching import EmergencyReason as EmergencyReason
from ecotone.people.rules.reaching import initials as initials
from ecotone.people.rules.reaching import working_days_on as working_days_on


class Part(StrEnum):
    """The parts of a record that are shared or refused one by one."""

    IDENTITY = "identity"
    CONTACT = "contact"
    MATTERS = "matters"
    HISTORY = "history"
    WORKS = "works"
    HARMS = "harms"
    MY_PEOPLE = "my_people"
    CIRCLE = "circle"
    INVOLVED = "involved"
    ENCOUNTERS = "encounters"
    OUTCOMES = "outcomes"
    REFERRALS = "referrals"
    IDENTIFIERS = "identifiers"


STORY = (Part.MATTERS, Part.HISTORY, Part.WORKS, Part.HARMS, Part.MY_PEOPLE)
"""The sections of the story, in the order in which they are read."""

ALWAYS = frozenset({Part.IDENTITY, Part.CONTACT})
"""What a relationship of care opens by itself: whom one meets, and how to do so safely."""

SHAREABLE = tuple(part for part in Part if part not in ALWAYS)


class Act(StrEnum):
    """What somebody may do for a person who gave them permission. What is not here, no permission can cover."""

    ANSWER = "answer"
    ASK = "ask"
    CANCEL = "cancel"
    JUDGE = "judge"
    TELL = "tell"
    TICK = "tick"


COVERABLE = tuple(part for part in Part if part is not Part.IDENTITY)
"""The parts that permission may cover; who she is it always does."""

NO_TEAM: frozenset[UUID] = frozenset()
CARERS = frozenset({"informal"})
"""The sector that unpaid carers stand in: a refusal to it is a refusal to each of them."""

LONGEST_PERMISSION = timedelta(days=366)
"""For how long permission may be given, or renewed, at a time."""


class PermissionState(StrEnum):
    OFFERED = "offered"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who or what ended a carer's permission."""

    PERSON = "person"
    CARER = "carer"
    STAFF = "staff"
    DEATH = "death"
    NEWER = "newer"


class Leaving(StrEnum):
    """How somebody left: she died, or moved away."""

    DIED = "died"
    MOVED = "moved"


class KeptKind(StrEnum):
    """What she may keep from those who act for her, one by one."""

    STORY = "storyentry"
    REFERRAL = "referral"


class WordsOf(StrEnum):
    PERSON = "person"
    CARER = "carer"
    PROFESSIONAL = "professional"


class CircleKind(StrEnum):
    FAMILY = "family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    CARER = "carer"
    GROUP = "group"
    WORKER = "worker"
    OTHER = "other"


class NamedBy(StrEnum):
    PERSON = "person"
    CARER = "carer"
    WORKER = "worker"


class Mode(StrEnum):
    """How the story was met at a contact. Only `had_to_repeat` counts as retelling, and only the person says it."""

    TOLD_BY_CHOICE = "told_by_choice"
    HAD_TO_REPEAT = "had_to_repeat"
    READ_THEN_CHECKED = "read_then_checked"
    READ_ONLY = "read_only"


class Channel(StrEnum):
    VISIT = "visit"
    PHONE = "phone"
    VIDEO = "video"
    PLACE = "place"
    LETTER = "letter"


class Asked(StrEnum):
    """Whether the person was asked before she was sent home."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


RETURN_DAYS = 28
"""A stay that begins within so many days of the last one's end is a return: the window of Scotland's indicator of
readmission to hospital (Core Suite of Integration Indicators, 14).
"""


def back_after(left: date | None, back: date) -> int | None:
    """After how many days somebody was back; None where that was no return."""
    days = (back - left).days if left else -1
    return days if 0 <= days <= RETURN_DAYS else None


def after_death(died_on: date | None) -> list[Problem]:
    """What is wrong with beginning something for somebody: that she has died. Nothing while she lives.

    The one rule after a death: no ask, hope, contact, signpost, stay, grant, permission, promise or way to her record
    begins any more. What was begun can be ended and read, and what is on record put right and added to.
    """
    return [Problem("people.has_died")] if died_on else []


ERASED_NAME = "Somebody whose record was erased"
"""The name of the empty row that stays of somebody, and what stands where a private person had signed."""


class CareRole(StrEnum):
    LEAD = "lead"
    MEMBER = "member"
    CONSULT = "consult"


class DutyKind(StrEnum):
    """By which law a team must be let see what the person may have refused; its sections stand in `words.LAWS`."""

    ADULT_PROTECTION = "adult_protection"
    CHILD_PROTECTION = "child_protection"
    INCAPACITY = "incapacity"
    MENTAL_HEALTH = "mental_health"
    PUBLIC_HEALTH = "public_health"
    COURT_ORDER = "court_order"


BY_LAW = {
    DutyKind.ADULT_PROTECTION: "people.by_duty_adult_protection",
    DutyKind.CHILD_PROTECTION: "people.by_duty_child_protection",
    DutyKind.INCAPACITY: "people.by_duty_incapacity",
    DutyKind.MENTAL_HEALTH: "people.by_duty_mental_health",
    DutyKind.PUBLIC_HEALTH: "people.by_duty_public_health",
    DutyKind.COURT_ORDER: "people.by_duty_court_order",
}
"""How a yes names its law."""
LONGEST_DUTY = timedelta(days=184)
"""How long a legal duty opens anything at most, half a year: whoever needs it longer has it recorded anew."""


class Effect(StrEnum):
    GRANT = "grant"
    REFUSAL = "refusal"


NOT_TO_LEARN = frozenset({Part.OUTCOMES, Part.REFERRALS})
"""What is never read to learn from: it tells of others who asked and were asked, too."""
TO_LEARN = "people.by_grant_to_learn"
"""How a yes says that it is to learn, and to nothing else."""
CHOSEN_FOR = (Purpose.CARE, Purpose.IMPROVEMENT)
"""What a choice may be for: to help her, or to learn from what was done. A refusal may be for whatever it is."""


class SaidBy(StrEnum):
    """Who made a choice known: the person here, staff writing down what she said, or who holds an authority over her
    and signed on a page of their own."""

    PERSON = "person"
    STAFF_RECORDING = "staff_recording"
    HOLDER = "holder"


@dataclass(frozen=True)
class Tie:
    """A relationship of care as the rule sees it: with which team, from when until when, which parts were shared."""

    actor_id: UUID
    since: datetime
    until: datetime | None
    parts: frozenset[Part]

    def current(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Choice:
    """A grant or a refusal: to one actor, a sector, or (neither given) everyone; of one part, or (None) all; to help
    her or to learn from it, or, for a refusal, (None) for whatever it is."""

    effect: Effect
    since: datetime
    until: datetime | None
    actor_id: UUID | None = None
    sector: str = ""
    part: Part | None = None
    purpose: Purpose | None = None

    def current(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def is_to(self, actor_ids: frozenset[UUID], sectors: frozenset[str], purpose: Purpose) -> bool:
        """Whether it is to one of these actors or sectors, and for that."""
        to_us = self.actor_id in actor_ids if self.actor_id else self.sector in sectors if self.sector else True
        return to_us and self.purpose in (None, purpose)

    def covers(
        self, part: Part, actor_ids: frozenset[UUID], sectors: frozenset[str], purpose: Purpose = Purpose.CARE
    ) -> bool:
        return self.part in (None, part) and self.is_to(actor_ids, sectors, purpose)


@dataclass(frozen=True)
class Permission:
    """A carer's permission as the rule sees it: from when, until when, for which parts and acts, does it stand.

    `stands` is no while it waits to be accepted, was declined, was taken back or is suspended.
    """

    since: datetime
    until: datetime
    stands: bool
    parts: frozenset[Part]
    acts: "frozenset[Act]" = frozenset()
    sensitive: bool = False

    def current(self, at: datetime) -> bool:
        return self.stands and self.since <= at < self.until


@dataclass(frozen=True)
class Duty:
    """A legal duty as the rule sees it: which team must be let see which parts, by which law, from when until when.

    Who she is it always covers: nothing can be read of somebody unknown.
    """

    kind: DutyKind
    actor_id: UUID
    since: datetime
    until: datetime
    parts: frozenset[Part]

    def covers(self, part: Part, at: datetime) -> bool:
        return self.since <= at < self.until and (part is Part.IDENTITY or part in self.parts)


@dataclass(frozen=True)
class Facts:
    """All that the answer depends on, apart from the part asked for and the time.

    `by_link` are the parts that one referral shares, where the caller came by its link; None for all others.
    `emergency` is until when this very caller's own break-glass on this person holds, if they broke it and have not
    ended it. `duties` are those of which the caller is the reader and not who recorded them. `only_to_read` is no
    while something is being written, or leaves as a file. Whoever `learns` works with people and is not here to help.
    while something is being written, or leaves as a file. `without_terms`: works with people, and `practises` is no
    because their organisation has not agreed to the terms of the place.
    """

    signed_in: bool
    is_self: bool
    practises: bool
    actor_id: UUID | None
    actor_ids: frozenset[UUID]
    sectors: frozenset[str]
    ties: tuple[Tie, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_carer: bool = False
    permission: Permission | None = None
    by_link: frozenset[Part] | None = None
    emergency: datetime | None = None
    duties: tuple[Duty, ...] = ()
    only_to_read: bool = True
    learns: bool = False
    without_terms: bool = False

    def duty(self, part: Part, at: datetime) -> Duty | None:
        """The legal duty by which the caller's team must see this part now; the first by name where there are two."""
        mine = [each for each in self.duties if each.actor_id == self.actor_id and each.covers(part, at)]
        return min(mine, key=lambda each: each.kind, default=None)


def decide(facts: Facts, part: Part, at: datetime) -> Verdict:
    """May this caller see this part of this person's record at this moment, and why? (Drawn above.)"""
    if not facts.signed_in:
        return Verdict.refuse("access.nobody")
    if facts.is_self:
        return Verdict.allow("people.own_record", Basis.SELF)
    if facts.is_carer:
        return _for_a_carer(facts, part, at)
    if facts.learns:
        return _to_learn(facts, part, at)
    if not facts.practises and facts.by_link is None:
        return Verdict.refuse("access.no_terms" if facts.without_terms else "people.counts_only")
    return _for_a_team(facts, part, at)


def _for_a_team(facts: Facts, part: Part, at: datetime) -> Verdict:
    """Whoever works with people, or came by a link: a relationship; in its place a law, or the glass they broke."""
    ties = [tie for tie in facts.ties if tie.actor_id == facts.actor_id and tie.current(at)]
    lent = facts.practises and facts.emergency is not None and at < facts.emergency
    duty = facts.duty(part, at) if facts.practises else None
    if not ties and not lent and duty is None:
        return Verdict.refuse("people.no_relationship")
    chosen = {c.effect for c in facts.choices if c.current(at) and c.covers(part, facts.actor_ids, facts.sectors)}
    helped = None if Effect.REFUSAL in chosen else _by_helping(facts, part, ties, granted=Effect.GRANT in chosen)
    if helped is not None:
        return helped
    if duty is not None:
        return _by_duty(duty, facts)
    if Effect.REFUSAL in chosen:
        return Verdict.refuse("people.person_refused")
    if lent and facts.only_to_read:
        return Verdict.allow("people.by_emergency", Basis.VITAL_INTEREST)
    return Verdict.refuse("people.read_only_emergency" if lent else "people.not_shared")


def _by_helping(facts: Facts, part: Part, ties: list[Tie], *, granted: bool) -> Verdict | None:
    """What a relationship of care opens of what was not refused; None where that is nothing."""
    if not ties or (facts.by_link is not None and part not in ALWAYS | facts.by_link):
        return None
    if part in ALWAYS or any(part in tie.parts for tie in ties):
        return Verdict.allow("people.by_relationship", Basis.RELATIONSHIP)
    return Verdict.allow("people.by_grant", Basis.GRANT) if granted else None


def _by_duty(duty: Duty, facts: Facts) -> Verdict:
    """A law opens to read, and names itself; to write, to pass on or to take away it opens nothing."""
    if not facts.only_to_read:
        return Verdict.refuse("people.read_only_duty")
    return Verdict.allow(BY_LAW[duty.kind], Basis.LEGAL_DUTY)


def _to_learn(facts: Facts, part: Part, at: datetime) -> Verdict:
    """What was shared was shared to help her: to learn from it takes a grant for that. Who lets one part be read so
    is known by name to those who help her, and read it.
    """
    if not any(tie.actor_id == facts.actor_id and tie.current(at) for tie in facts.ties):
        return Verdict.refuse("people.no_relationship")
    said = [
        c for c in facts.choices if c.current(at) and c.is_to(facts.actor_ids, facts.sectors, Purpose.IMPROVEMENT)
    ]
    if any(c.effect is Effect.REFUSAL and c.part in (None, part) for c in said):
        return Verdict.refuse("people.person_refused")
    granted = (c.part for c in said if c.effect is Effect.GRANT and c.part not in NOT_TO_LEARN)
    if part in NOT_TO_LEARN or not any(part is Part.IDENTITY or of in (None, part) for of in granted):
        return Verdict.refuse("people.not_for_learning")
    if not facts.only_to_read:
        return Verdict.refuse("people.read_only_learning")
    return Verdict.allow(TO_LEARN, Basis.GRANT)


def _for_a_carer(facts: Facts, part: Part, at: datetime) -> Verdict:
    """No relationship and no grant counts here: her permission alone, and every refusal of hers beats it."""
    if facts.permission is None or not facts.permission.current(at):
        return Verdict.refuse("people.no_permission")
    if any(c.effect == Effect.REFUSAL and c.current(at) and c.covers(part, NO_TEAM, CARERS) for c in facts.choices):
        return Verdict.refuse("people.person_refused")
    if part is Part.IDENTITY or part in facts.permission.parts:
        return Verdict.allow("people.by_permission", Basis.CARER)
    return Verdict.refuse("people.not_permitted")


def birth_date_problems(born: date | None, today: date) -> Iterator[Problem]:
    """A birth date lies in the past, and less than 130 years ago."""
    if born and (born > today or born.year < today.year - 130):
        yield Problem("people.birth_date", "birth_date")


def age_on(born: date, day: date) -> int:
    """Full years lived on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
