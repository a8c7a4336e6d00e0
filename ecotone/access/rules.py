"""The words access is spoken in: roles, bases, kinds of audit entry; and which looks are worth a question. Pure."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from uuid import UUID

from ecotone.ground.errors import Problem


class Role(StrEnum):
    """What a hat lets its wearer do. It never opens a person's record by itself: a relationship of care does."""

    WORKER = "worker"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    BOARD_MEMBER = "board_member"
    PLANNER = "planner"
    RESEARCHER = "researcher"
    GUARDIAN = "guardian"
    STEWARD = "steward"


PRACTICE = frozenset({Role.WORKER, Role.LEAD})
"""The roles that work with people; the others see no one's record, only disclosed counts."""


SECOND_STEP = frozenset({Role.ADMINISTRATOR, Role.GUARDIAN, Role.STEWARD})
"""The roles whose hats are worn only by who has taken the second step of signing in; a setting adds others."""


def roles_of(named: str) -> frozenset[Role]:
    """The roles that a setting names, with commas between. ValueError for what is none."""
    return frozenset(Role(each.strip()) for each in named.split(",") if each.strip())


class Kind(StrEnum):
    """What sort of caller a principal is."""

    NOBODY = "nobody"
    WORKER = "worker"
    PERSON = "person"
    CARER = "carer"
    LINK = "link"
    SYSTEM = "system"


ERASED_AT = "@erased.invalid"
"""How the address ends of an account that was erased: nobody has one there."""


class AccountKind(StrEnum):
    """Whose an account is: somebody's who signs in, or a program's, which only ever calls."""

    PERSON = "person"
    SERVICE = "service"


class Basis(StrEnum):
    """Why a look or a write is lawful."""

    SELF = "self"
    CARER = "carer"
    RELATIONSHIP = "relationship"
    GRANT = "grant"
    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    ROLE = "role"
    OPEN = "open"
    SYSTEM = "system"


class Purpose(StrEnum):
    """What a look is for, as the caller states it."""

    CARE = "care"
    OWN_RECORD = "own_record"
    ACTING_FOR = "acting_for"
    ADMINISTRATION = "administration"
    IMPROVEMENT = "improvement"
    UPKEEP = "upkeep"


class Entry(StrEnum):
    """What sort of thing an audit entry records."""

    LOOK = "look"
    REFUSAL = "refusal"
    WRITE = "write"
    EXPORT = "export"
    SIGN_IN = "sign_in"
    OVERRIDE = "override"


class DeploymentKind(StrEnum):
    """A live place, or an invented one."""

    LIVE = "live"
    DEMO = "demo"


class Scope(StrEnum):
    """What a token lets a program try: it narrows what its hat may do, and never adds to it.

    `people` is records and who may see them; `referrals` asks, meetings, questions and all work around them;
    `directory` services; `map` places, actors, rules, stated needs and published counts; `news` notices.
    """

    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"
    DIRECTORY_READ = "directory:read"
    DIRECTORY_WRITE = "directory:write"
    MAP_READ = "map:read"
    MAP_WRITE = "map:write"
    NEWS_READ = "news:read"
    NEWS_WRITE = "news:write"


NOT_FOR_A_PROGRAM = frozenset(
    {
        *("care.judge", "care.judge_from_paper", "care.endorse_need", "care.contest_need"),
        *("people.choose_sharing", "people.withdraw_choice", "people.offer_permission"),
        *("people.record_authority", "people.end_authority", "people.end_permission", "people.lift_suspension"),
        *("people.record_assessment", "people.withdraw_assessment"),
        *("people.tell_of_authority", "people.tell_of_assessment"),
        *("people.pass_on_grant", "people.sign_wish", "people.decline_wish"),
        *("people.offer_own_way_in", "people.take_back_own_way_in", "people.take_off_account"),
        *("rights.ask_erasure", "rights.withdraw_erasure", "rights.answer_correction"),
    }
)
"""Acts in which somebody judges, signs or writes down what a person said: no program's account does them, in whatever
hat. What stands in for a relationship, and what is done by hand, no token does at all."""

TOKEN_LASTS = 30
"""Days for which a token holds unless told."""
TOKEN_LASTS_AT_MOST = 365
SHORT_TOKEN_LASTS = 60
"""Minutes for which a token holds that a program was given for its client secret."""
OVERLAP, LONGEST_OVERLAP = 7, 30
"""Days for which the token before goes on when a program gets another, and at most."""
MOST_TOKENS = 20
"""How many live tokens one account may have: more would be forgotten ones."""


def token_problems(*, name: str, scopes: Collection[str], days: int) -> list[Problem]:
    """What is wrong with what somebody wants a token for, each at its field."""
    problems = [] if name.strip() else [Problem("ground.required", "name")]
    if not scopes:
        problems.append(Problem("access.no_scope", "scopes"))
    if not {*scopes} <= {*Scope}:
        problems.append(Problem("ground.unknown_choice", "scopes"))
    if not 1 <= days <= TOKEN_LASTS_AT_MOST:
        problems.append(Problem("access.token_days", "days", {"most": TOKEN_LASTS_AT_MOST}))
    return problems


MANY_A_DAY, USUAL_TIMES = 20, 3
KNOCKS = 3
EARLY, LATE = 7, 20
"""Below what no day is worth a question; how many times the usual one is; how many people somebody may be refused;
the hours before and from which it is out of hours."""


def unusual_days(people: Mapping[date, int]) -> dict[date, int]:
    """Of the days on which somebody looked at so many people, those on which it was far more than they usually do.

    MANY_A_DAY at least, and USUAL_TIMES the median of their other days; somebody's only day is compared to nothing,
    and is one when there were MANY_A_DAY.
    """
    found = {}
    for day, many in people.items():
        others = [n for other, n in people.items() if other != day]
        if many >= MANY_A_DAY and many >= USUAL_TIMES * (median(others) if others else 0):
            found[day] = many
    return found


def is_out_of_hours(local: datetime) -> bool:
    """Whether a moment of local time lies at night or on a Saturday or Sunday."""
    return local.isoweekday() > 5 or not EARLY <= local.hour < LATE


def same_family_name(one: str, other: str) -> bool:
    """Whether two people bear the same last name, which in a small place many do."""
    mine, theirs = (name.split()[-1].casefold() if name.split() else "" for name in (one, other))
    return bool(mine) and mine == theirs


def session_id(session_key: str) -> UUID:
    """By what name a page speaks of a session: its key, which opens it, stands on no page."""
    return UUID(bytes=hashlib.sha256(f"ecotone.session:{session_key}".encode()).digest()[:16])
