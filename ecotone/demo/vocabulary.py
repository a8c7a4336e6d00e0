"""The content's words on the left, the rooms' words on the right: the only place where the two meet."""

from ecotone.directory.rules import AttendingAccess, AttendingType, CapacityWord, WaitBand
from ecotone.ecosystem.rules import (
    ActorKind,
    Containment,
    InstitutionKind,
    InstitutionLinkKind,
    Orientation,
    TieKind,
    Topic,
)
from ecotone.people.rules import Part

ACTOR_KINDS = {
    "organisation": ActorKind.ORGANISATION,
    "team": ActorKind.TEAM,
    "board": ActorKind.ORGANISATION,
    "network": ActorKind.GROUP,
    "group": ActorKind.GROUP,
}
CONTAINMENT = {
    "partnership": Containment.ADMINISTRATIVE,
    "locality": Containment.GEOGRAPHIC,
}
"""How a place of this kind lies in its parents; geographic where nothing is said."""

TIES = {
    "funds": (TieKind.COMMISSION, "Funds"),
    "commissions": (TieKind.COMMISSION, ""),
    "governs": (TieKind.COMMISSION, "Directs"),
    "staffs": (TieKind.EMPLOYS, ""),
    "hosts": (TieKind.CO_LOCATION, "Gives it a room"),
    "shares_site_with": (TieKind.CO_LOCATION, ""),
    "member_of": (TieKind.MEMBERSHIP, ""),
    "meets_with": (TieKind.PARTNERSHIP, "Meet"),
    "learns_with": (TieKind.PARTNERSHIP, "Learn from each other"),
    "shares_information_with": (TieKind.PARTNERSHIP, "Share what they know"),
    "refers_to": (TieKind.PARTNERSHIP, "Sends people on"),
    "overlaps_with": (TieKind.OVERLAPS, ""),
}
"""The kind of tie, and what the note begins with where the kind alone would say too little."""

INSTITUTION_KINDS = {
    "law": InstitutionKind.LAW,
    "policy": InstitutionKind.POLICY,
    "aim": InstitutionKind.AIM,
    "approach": InstitutionKind.WORK_PRACTICE,
    "funding rule": InstitutionKind.FUNDING_RULE,
    "metric": InstitutionKind.METRIC,
    "professional standard": InstitutionKind.PROFESSIONAL_STANDARD,
    "value": InstitutionKind.VALUE,
    "work practice": InstitutionKind.WORK_PRACTICE,
}
ORIENTATIONS = {
    "person-judged value": Orientation.PERSON_JUDGED_VALUE,
    "efficiency": Orientation.EFFICIENCY,
    "safety": Orientation.SAFETY,
    "equity": Orientation.EQUITY,
    "prevention": Orientation.PREVENTION,
    "independence": Orientation.PERSON_JUDGED_VALUE,
    "belonging": Orientation.COMMUNITY_CONTROL,
    "professional quality": Orientation.PROFESSIONAL_AUTONOMY,
    "accountability": Orientation.ACCOUNTABILITY,
}
LINKS = {
    "interprets": InstitutionLinkKind.INTERPRETS,
    "conflicts": InstitutionLinkKind.CONFLICTS,
    "replaces": InstitutionLinkKind.REPLACES,
}
"""That one institution supports another is not kept: the ecosystem has no word for it yet."""

TOPICS = {
    "history": Topic.HISTORY,
    "asset": Topic.ASSETS,
    "shortage": Topic.COMMUNITY,
    "change": Topic.COMMUNITY,
}
CAPACITY = {
    "open": CapacityWord.HAS_CAPACITY,
    "limited": CapacityWord.HAS_CAPACITY,
    "waiting": CapacityWord.NO_CAPACITY_HAS_WAITLIST,
    "full": CapacityWord.NO_CAPACITY,
}
WAITS = {
    "days": WaitBand.UNDER_2_WEEKS,
    "weeks": WaitBand.WEEKS_2_TO_6,
    "months": WaitBand.WEEKS_6_TO_12,
    "long": WaitBand.OVER_12_WEEKS,
}
ATTENDING = {
    "phone": AttendingType.PHONE,
    "online": AttendingType.ONLINE,
    "venue": AttendingType.VENUE,
    "home visit": AttendingType.HOME,
}
ACCESS = {
    "referral": AttendingAccess.REFERRAL,
    "appointment": AttendingAccess.APPOINTMENT,
    "membership": AttendingAccess.MEMBERSHIP,
    "drop-in": AttendingAccess.DROP_IN,
}
SECTIONS = {
    "matters": Part.MATTERS,
    "history": Part.HISTORY,
    "works": Part.WORKS,
    "harms": Part.HARMS,
    "people": Part.MY_PEOPLE,
}
