"""The words access is spoken in: roles, bases, kinds of audit entry. Pure."""

from enum import StrEnum


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
