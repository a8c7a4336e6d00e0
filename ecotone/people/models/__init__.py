"""The tables of a person's record. What they hold is seen only through `queries`."""

from ecotone.people.models.duties import DutyPart, LegalDuty
from ecotone.people.models.emergencies import AccessRequest, EmergencyAccess
from ecotone.people.models.pressing import CarerWish, Concern
from ecotone.people.models.record import (
    AUTHORED,
    CarerPermission,
    CircleTie,
    Departure,
    Encounter,
    FormerName,
    KeptBack,
    Person,
    PersonIdentifier,
    Relationship,
    SharedPart,
    SharingChoice,
    SignedFor,
    Stay,
    StoryEntry,
    signed_whole,
)
from ecotone.people.models.signing import Authority, CapacityAssessment
from ecotone.people.models.way_in import AccountTakenOff, OwnWayIn

__all__ = [
    "AUTHORED",
    "AccessRequest",
    "AccountTakenOff",
    "Authority",
    "CapacityAssessment",
    "CarerPermission",
    "CarerWish",
    "CircleTie",
    "Concern",
    "Departure",
    "DutyPart",
    "EmergencyAccess",
    "Encounter",
    "FormerName",
    "KeptBack",
    "LegalDuty",
    "OwnWayIn",
    "Person",
    "PersonIdentifier",
    "Relationship",
    "SharedPart",
    "SharingChoice",
    "SignedFor",
    "Stay",
    "StoryEntry",
    "signed_whole",
]
