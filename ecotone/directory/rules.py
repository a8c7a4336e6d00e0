"""The rules of a listing: its words, what it may say, how fresh it is, from whom a service takes referrals. Pure.

A service's life, and who is found:

    active ◀──▶ temporarily_closed        only an active service is found;
      │  ▲           │   ▲                the others can still be read
      ▼  │           ▼   │
     inactive ───────────┘
      │ (any of the three)
      ▼
    defunct                               for good
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict


class ServiceStatus(StrEnum):
    """The statuses Open Referral (HSDS 3) knows."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily_closed"


CHANGES_OF_STATUS = {
    ServiceStatus.ACTIVE: {ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT},
    ServiceStatus.TEMPORARILY_CLOSED: {ServiceStatus.ACTIVE, ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT},
    ServiceStatus.INACTIVE: {ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.DEFUNCT},
    ServiceStatus.DEFUNCT: set(),
}
"""Which status may follow which (drawn above)."""


class CapacityWord(StrEnum):
    """Whether there is room, in the words of the Gravity and BSeR guides; not said at all is the empty text."""

    HAS_CAPACITY = "has_capacity"
    NO_CAPACITY = "no_capacity"
    NO_CAPACITY_HAS_WAITLIST = "no_capacity_has_waitlist"
    ADDITIONAL_ASSESSMENT_REQUIRED = "additional_assessment_required"


FULL = frozenset({CapacityWord.NO_CAPACITY, CapacityWord.NO_CAPACITY_HAS_WAITLIST})


class WaitBand(StrEnum):
    """How long people wait, in bands: a number of days would be out of date before it was read."""

    NONE = "none"
    UNDER_2_WEEKS = "under_2_weeks"
    WEEKS_2_TO_6 = "weeks_2_to_6"
    WEEKS_6_TO_12 = "weeks_6_to_12"
    OVER_12_WEEKS = "over_12_weeks"
    UNKNOWN = "unknown"


class AttendingType(StrEnum):
    PHONE = "phone"
    ONLINE = "online"
    VENUE = "venue"
    HOME = "home"


class AttendingAccess(StrEnum):
    REFERRAL = "referral"
    APPOINTMENT = "appointment"
    MEMBERSHIP = "membership"
    DROP_IN = "drop_in"


class Sensitivity(StrEnum):
    """A sensitive service is one where being seen to go there says something about a person."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


class Weekday(StrEnum):
    """Days of the week by their iCalendar (RFC 5545) codes, Monday first."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


class Freshness(StrEnum):
    """How far a listing can be relied on, by when it was last confirmed."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    UNKNOWN = "unknown"


CAPACITY_FRESH_DAYS, CAPACITY_AGEING_DAYS = 14, 42
ASSURED_FRESH_DAYS, ASSURED_AGEING_DAYS = 180, 365
REVIEW_AFTER_DAYS = ASSURED_FRESH_DAYS
"""Room changes by the week, the rest of a listing by the half-year."""


def freshness(capacity_updated_on: date | None, assured_on: date | None, today: date) -> Freshness:
    """The worse of the two that are known: how old the word on room is, and the whole listing's last check.

    A date still to come confirms nothing and counts as not known.
    """
    ages = [
        _by_age(capacity_updated_on, today, fresh=CAPACITY_FRESH_DAYS, ageing=CAPACITY_AGEING_DAYS),
        _by_age(assured_on, today, fresh=ASSURED_FRESH_DAYS, ageing=ASSURED_AGEING_DAYS),
    ]
    for worst in (Freshness.STALE, Freshness.AGEING, Freshness.FRESH):
        if worst in ages:
            return worst
    return Freshness.UNKNOWN


def _by_age(day: date | None, today: date, *, fresh: int, ageing: int) -> Freshness:
    if day is None or day > today:
        return Freshness.UNKNOWN
    age = (today - day).days
    return Freshness.FRESH if age <= fresh else Freshness.AGEING if age <= ageing else Freshness.STALE


def is_due(fresh: Freshness, review_due: date | None, today: date) -> bool:
    """Whether a listing should be looked at again: nobody has confirmed it lately, or its review is due."""
    return fresh in (Freshness.STALE, Freshness.UNKNOWN) or (review_due is not None and review_due <= today)


def has_room(capacity_word: str, places_available: int | None) -> bool:
    """Whether the service says that it has room now: the word, and not a count of nought beside it."""
    return capacity_word == CapacityWord.HAS_CAPACITY and places_available != 0


def takes_from(accepts: frozenset[str], sectors: frozenset[str]) -> Verdict:
    """Whether a service takes referrals from these sectors; one that names none takes them from anyone."""
    if not accepts:
        return Verdict.allow("directory.takes_from_anyone", Basis.OPEN)
    if accepts & sectors:
        return Verdict.allow("directory.takes_from_your_sector", Basis.OPEN)
    return Verdict.refuse("directory.not_from_your_sector")


def takes_self_referral(self_referral: bool) -> Verdict:
    """Whether a person may ask for the service herself."""
    if self_referral:
        return Verdict.allow("directory.takes_self_referral", Basis.OPEN)
    return Verdict.refuse("directory.needs_referral")


class ClaimState(StrEnum):
    """How a group's wish to keep its own listing stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DENIED = "denied"
    REVOKED = "revoked"


CLAIM_DECISIONS: Mapping[ClaimState, frozenset[ClaimState]] = MappingProxyType(
    {
        ClaimState.APPROVED: frozenset({ClaimState.REQUESTED}),
        ClaimState.DENIED: frozenset({ClaimState.REQUESTED}),
        ClaimState.REVOKED: frozenset({ClaimState.APPROVED}),
    }
)
"""What may be decided of a claim, each with the states it may be decided from. All else is final."""

CLAIMED_AFTER = 3
"""So many asks answered by link, from the address in its own listing, and a group may claim that listing."""
