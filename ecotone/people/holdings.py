"""What the tables of people hold of one person: what her record shows, and what erasing takes away."""

from django.db.models import Q

from ecotone.ground.holdings import Goes, Holding
from ecotone.people.models import (
    AccessRequest,
    AccountTakenOff,
    Authority,
    CapacityAssessment,
    CarerPermission,
    CarerWish,
    CircleTie,
    Concern,
    Departure,
    EmergencyAccess,
    Encounter,
    FormerName,
    KeptBack,
    LegalDuty,
    OwnWayIn,
    Person,
    PersonIdentifier,
    Relationship,
    SharedPart,
    SharingChoice,
    Stay,
    StoryEntry,
)

UNSAFE = dict.fromkeys(("suspended_reason", "suspended_by"), ("unsafe_to_tell", "people.unsafe_to_tell"))
SECRET = dict.fromkeys(("link_hash", "code_hash", "proof_hash"), "rights.secret")
SAFE = dict.fromkeys(("state", "alone", "said", "choice"), "rights.kept_for_safety")
SAFE |= {"service_id": "rights.said_above"}
TOLD = dict.fromkeys(("told", "why_not_told"), "rights.only_told_ones")
WHO = Holding(
    Person,
    "who",
    of=("id",),
    hides={"erased_at": "rights.only_of_the_erased"},
    goes=Goes.WORDS,
    wipe="known_as pronouns birth_date died_on home account contact_how contact_detail contact_warning language "
    "interpreter communication",
    keeps={"name": "rights.tombstone"},
    stays="rights.tombstone",
)
HOLDINGS = (
    Holding(OwnWayIn, "sign_in", hides=SECRET),
    Holding(AccountTakenOff, "sign_in", hides={"reason": "rights.kept_for_safety"}),
    Holding(KeptBack, "choices"),
    Holding(Concern, unshown="rights.kept_for_safety"),
    Holding(CarerWish, "acting", hides=SAFE),
    Holding(Authority, "acting", closed=Q(told=False), hides=TOLD),
    Holding(CapacityAssessment, "choices", closed=Q(told=False), hides=TOLD),
    Holding(CarerPermission, "acting", veils=UNSAFE, hides={"unsafe_to_tell": "people.unsafe_to_tell"}),
    Holding(Encounter, "contacts"),
    Holding(Stay, "contacts"),
    Holding(StoryEntry, "story"),
    Holding(CircleTie, "circle"),
    Holding(SharingChoice, "choices"),
    Holding(SharedPart, "helpers", of=("relationship__person",)),
    Holding(
        Relationship,
        "helpers",
        hides={"person_name": "rights.said_above"},
        goes=Goes.WORDS,
        wipe="person_name purpose ended_reason",
        keeps={"person": "rights.tombstone", "actor": "rights.looks_were_lawful", "sensitive": "rights.hides_a_team"},
        stays="rights.looks_were_lawful",
    ),
    Holding(AccessRequest, "reached"),
    Holding(
        EmergencyAccess,
        "reached",
        closed=Q(told=False),
        hides={"told": "rights.only_told_ones", "why_not_told": "rights.only_told_ones"},
        goes=Goes.WORDS,
        wipe="text why_not_told review",
        keeps={
            "person": "rights.tombstone",
            "made_by": "rights.work_stays",
            "told": "rights.looks_were_lawful",
            "reason": "rights.looks_were_lawful",
            "outcome": "rights.looks_were_lawful",
        },
        stays="rights.looks_were_lawful",
    ),
    Holding(
        LegalDuty,
        "reached",
        closed=Q(told=False),
        hides={
            **dict.fromkeys(("told", "why_not_told"), "rights.only_told_ones"),
            **dict.fromkeys(("reference", "ended_reason"), "people.ask_the_recorder"),
        },
        goes=Goes.WORDS,
        wipe="reference ended_reason why_not_told",
        keeps={
            "person": "rights.tombstone",
            "actor": "rights.looks_were_lawful",
            "kind": "rights.looks_were_lawful",
            "told": "rights.looks_were_lawful",
            "ended_by": "rights.work_stays",
        },
        stays="rights.looks_were_lawful",
    ),
    Holding(Departure, "who"),
    Holding(FormerName, "who"),
    Holding(PersonIdentifier, "who"),
    WHO,
)
"""What refers to a row comes before it: so they are erased."""
