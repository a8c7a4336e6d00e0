"""The words access is spoken in: roles, bases, kinds of audit entry. Pure."""

from collections.abc import Collection
from enum import StrEnum

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


class Kind(StrEnum):
    """What sort of caller a principal is."""

    NOBODY = "nobody"
    WORKER = "worker"
    PERSON = "person"
    CARER = "carer"
    LINK = "link"
    SYSTEM = "system"


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


TOKEN_LASTS = 30
"""Days for which a token holds unless told."""
TOKEN_LASTS_AT_MOST = 365
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
