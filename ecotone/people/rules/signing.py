"""Who may sign for whom: one pure rule. Seeing is no part of it; that is `people.rules.decide`.

`may_sign(facts, matter, at)` answers in this order, and the first that fits is the reason:

    is it somebody whom she lets act for her, with no authority? ── yes ──> no: they never sign for her
    does she sign herself?
        is it a refusal, or taking back, or ending? ── yes ──> yes: whatever narrows is always kept
        has she been assessed for this, and does it hold? ── able ──> yes   unable, or they differ ──> no
        is she under 12? ── yes ──> no: not without an assessment
        ──> yes: she is presumed able
    somebody signs in her place, by an authority:
        has it ended, not begun, or does not cover this? has she died? ── yes ──> no
        a named person? ── yes ──> no: they are told, and never sign
        one for adults, and she is under 16? one for children, and she is 16? ── yes ──> no
        is it not clear, because two assessments of one day differ, or a parent's child has no date of birth?
            ── yes ──> a refusal is kept; nothing is opened
        the table IN_HER_PLACE says at which standing of hers this sort of authority signs ──> yes, or no

Days are half-open and those of Europe/London: a birthday counts from its first moment there, an assessment says
nothing any more on the day on which it is to be looked at again. Somebody born on 29 February is a year older on
1 March where there is no such day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.ground.clock import LOCAL
from ecotone.people.rules import age_on


class Matter(StrEnum):
    """What is signed. Each is asked by itself: capacity belongs to one matter at a time, and not to a person."""

    SHARING = "sharing"
    ACTING = "acting"
    HELP = "help"


class AuthorityKind(StrEnum):
    """By what somebody signs in her place; a named person is written down beside them, and never does."""

    ATTORNEY = "welfare_attorney"
    GUARDIAN = "welfare_guardian"
    INTERVENTION = "intervention_order"
    PARENTAL = "parental"
    NAMED_PERSON = "named_person"


class WishState(StrEnum):
    """How it stands with what a carer passed on: she has not been asked yet, she wishes it, or does not.

    What was to be signed by an authority is kept as signed, or declined.
    """

    WAITING = "waiting"
    WISHED = "wished"
    NOT_WISHED = "not_wished"
    SIGNED = "signed"
    DECLINED = "declined"


class Standing(StrEnum):
    """How it stands with her own signature in one matter on one day."""

    ASSESSED_ABLE = "assessed_able"
    ASSESSED_UNABLE = "assessed_unable"
    UNCLEAR = "unclear"
    PRESUMED_ABLE = "presumed_able"
    PRESUMED_UNABLE = "presumed_unable"


HERSELF_FROM, ADULT_FROM = 12, 16
LONGEST_ASSESSMENT = timedelta(days=366)
"""How long an assessment says anything at most: then somebody looks again."""

REGISTERED = frozenset({AuthorityKind.ATTORNEY, AuthorityKind.GUARDIAN, AuthorityKind.INTERVENTION})
"""Those that have a number with the Public Guardian or a court, and are for adults."""
IN_HER_PLACE = {
    AuthorityKind.ATTORNEY: frozenset({Standing.ASSESSED_UNABLE}),
    AuthorityKind.GUARDIAN: frozenset({Standing.ASSESSED_UNABLE, Standing.PRESUMED_ABLE}),
    AuthorityKind.INTERVENTION: frozenset({Standing.ASSESSED_UNABLE, Standing.PRESUMED_ABLE}),
    AuthorityKind.PARENTAL: frozenset({Standing.ASSESSED_UNABLE, Standing.PRESUMED_UNABLE}),
    AuthorityKind.NAMED_PERSON: frozenset[Standing](),
}
"""At which standing of hers each signs. A guardian's or intervention order rests on an incapacity that a court found:
it signs unless she was assessed able since; an attorney's power opens nothing before she was assessed unable.
"""


@dataclass(frozen=True)
class Assessed:
    """An assessment of one matter: able or not, on which day, and the day to look again, from which it is nothing."""

    matter: Matter
    able: bool
    on: date
    again_on: date

    def says(self, matter: Matter, day: date) -> bool:
        return self.matter == matter and self.on <= day < self.again_on


@dataclass(frozen=True)
class Held:
    """An authority that somebody holds: of which sort, for what, from which day until, but not on, which."""

    kind: AuthorityKind
    covers: frozenset[Matter]
    since: date
    until: date | None = None

    def holds(self, matter: Matter, day: date) -> bool:
        return matter in self.covers and self.since <= day and (self.until is None or day < self.until)


def last_signed_day(kind: AuthorityKind, born: date | None, day: date) -> date | None:
    """The day from which nothing holds any more that was opened by this sort of authority on `day`; None: no such.

    What a parent opens for a child under 12 holds until she is 12, then she is asked herself; else until she is 16.
    """
    if kind is not AuthorityKind.PARENTAL or born is None:
        return None
    return birthday(born, HERSELF_FROM if age_on(born, day) < HERSELF_FROM else ADULT_FROM)


def birthday(born: date, age: int) -> date:
    """The day on which somebody is that old; 1 March for who was born on a 29 February that is not there then."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@dataclass(frozen=True)
class Signing:
    """All that the answer depends on but the matter and the time.

    `held` is by what somebody signs in her place, None where it is her own word. `by_carer`: whoever acts for her
    signs, by no authority. `narrows`: it closes something, or takes back what opened it. `born` None: nobody knows.
    """

    born: date | None
    assessed: tuple[Assessed, ...] = ()
    held: Held | None = None
    by_carer: bool = False
    narrows: bool = False
    has_died: bool = False


def may_sign(facts: Signing, matter: Matter, at: datetime) -> Verdict:
    """May this be signed for her, by whom the facts say, in this matter, at this moment? (Drawn above.)"""
    day = at.astimezone(LOCAL).date()
    if facts.by_carer:
        return Verdict.refuse("people.carer_never_signs")
    standing = standing_of(facts.born, facts.assessed, matter, day)
    if facts.held is None:
        return _herself(standing, narrows=facts.narrows)
    return _in_her_place(facts, facts.held, standing, matter, day)


def on_own_page(facts: Signing, matter: Matter, at: datetime) -> Verdict:
    """May who acts for her sign this by themselves, on a page of their own? What `may_sign` lets them, and of that
    only who sees what, and only what narrows: what opens is passed on, the rest is written down by staff."""
    said = may_sign(facts, matter, at)
    if facts.held is None or not said.allowed:
        return said
    if matter is not Matter.SHARING:
        return Verdict.refuse("people.signed_with_staff")
    return said if facts.narrows else Verdict.refuse("people.is_passed_on")


def standing_of(born: date | None, assessed: tuple[Assessed, ...], matter: Matter, day: date) -> Standing:
    """What the newest assessment that says anything on this day says; where there is none, what her age presumes.

    Where nobody knows when she was born nothing is presumed of a child: she stands as any adult does.
    """
    said = [each for each in assessed if each.says(matter, day)]
    newest = {each.able for each in said if each.on == max(other.on for other in said)}
    if len(newest) == 1:
        return Standing.ASSESSED_ABLE if newest.pop() else Standing.ASSESSED_UNABLE
    if newest:
        return Standing.UNCLEAR
    young = born is not None and age_on(born, day) < HERSELF_FROM
    return Standing.PRESUMED_UNABLE if young else Standing.PRESUMED_ABLE


OWN_NO = {
    Standing.ASSESSED_UNABLE: "people.assessed_unable",
    Standing.UNCLEAR: "people.unclear_who_signs",
    Standing.PRESUMED_UNABLE: "people.too_young_to_sign",
}


def _herself(standing: Standing, *, narrows: bool) -> Verdict:
    if narrows or standing not in OWN_NO:
        return Verdict.allow("people.signs_herself", Basis.SELF)
    return Verdict.refuse(OWN_NO[standing])


def _in_her_place(facts: Signing, held: Held, standing: Standing, matter: Matter, day: date) -> Verdict:
    if facts.has_died or not held.holds(matter, day):
        return Verdict.refuse("people.authority_not_now")
    if held.kind is AuthorityKind.NAMED_PERSON:
        return Verdict.refuse("people.named_person_never_signs")
    if no := _wrong_age(held.kind, facts.born, day):
        return Verdict.refuse(no)
    no_age = held.kind is AuthorityKind.PARENTAL and facts.born is None and standing is not Standing.ASSESSED_ABLE
    if standing is Standing.UNCLEAR or no_age:
        return _kept(narrows=facts.narrows)
    if standing in IN_HER_PLACE[held.kind]:
        return Verdict.allow("people.signs_in_her_place", Basis.CARER)
    return Verdict.refuse("people.signs_for_herself")


def _wrong_age(kind: AuthorityKind, born: date | None, day: date) -> str:
    """Why her age closes this sort of authority; empty where it does not, or where nobody knows it."""
    if born is None:
        return ""
    grown = age_on(born, day) >= ADULT_FROM
    if kind is AuthorityKind.PARENTAL:
        return "people.parental_ends_at_16" if grown else ""
    return "" if grown else "people.for_adults_only"


def _kept(*, narrows: bool) -> Verdict:
    if narrows:
        return Verdict.allow("people.refusal_is_kept", Basis.CARER)
    return Verdict.refuse("people.unclear_who_signs")
