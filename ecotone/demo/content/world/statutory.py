"""The health and council teams of every locality, composed from a hand-written line or two for each.

North and South differ on purpose. In the North six integrated rehabilitation teams share one shape: health
and council staff at one site. In the South four integrated community support teams differ by locality.
In Airdrie a newer team has been set beside the old one with the same remit.
"""

from dataclasses import dataclass
from typing import Any

from ecotone.demo.content import places
from ecotone.demo.content.world.bodies import EVERYWHERE
from ecotone.demo.content.world.make import actor, service, site
from ecotone.demo.content.world.shapes import Actor, Service, Site


@dataclass(frozen=True)
class _Home:
    """A locality's shared base: where its teams sit, and what is particular to them."""

    locality: str
    base: str
    address: str
    city: str
    sector_digit: int
    rehabilitation: str
    nursing: str
    social_work: str
    capacity: str
    wait_band: str
    assured_days_ago: int


_NORTH = (
    _Home(
        "airdrie",
        "Gorse Rise Centre",
        "22 Gorse Rise",
        "Airdrie",
        1,
        "Occupational therapists, physiotherapists, nurses and home support workers in one room, so one"
        " visit can do for two. We help you get back to what you could do before, from the bath to the bus"
        " stop.",
        "Nursing for people who cannot get out to the practice: dressings, injections, catheters and"
        " comfort at the end of life. Two of us cover Plains and Caldercruix and know every dog.",
        "Assessment, care at home, adult protection and carers' plans for Airdrie and the villages. The"
        " duty worker answers until five.",
        "limited",
        "weeks",
        15,
    ),
    _Home(
        "bellshill",
        "Ironstone Gate",
        "5 Ironstone Gate",
        "Bellshill",
        2,
        "After an illness, a fall or a spell in hospital we come to you, see what is hard, and work on it"
        " together for about six weeks.",
        "Skilled nursing at home for Bellshill, Mossend and Viewpark. Insulin rounds start at half past seven.",
        "Social workers and care managers who will sit down with you and whoever matters to you and work"
        " out a plan you would recognise as your own.",
        "open",
        "weeks",
        34,
    ),
    _Home(
        "coatbridge",
        "Furnace Lane Centre",
        "61 Furnace Lane",
        "Coatbridge",
        3,
        "Therapy and home support together. We will ask what a good day looks like for you and aim for"
        " that, not for a score on a chart.",
        "District nurses for the housebound. If you can get out, the practice nurse will see you sooner than we can.",
        "Adult social work for Coatbridge: assessment, care packages, protection. We try to keep the same"
        " worker for you all the way through.",
        "waiting",
        "months",
        61,
    ),
    _Home(
        "cumbernauld",
        "Steading Way Centre",
        "3 Steading Way",
        "Cumbernauld",
        4,
        "One team for a scattered patch, from Stepps to Castlecary. Rehabilitation at home, in the gym at"
        " the Steading, or by video if the Kilsyth road is shut.",
        "Nursing at home for Cumbernauld, Kilsyth and the northern corridor.",
        "Social work for adults and older people in the north of the county, with a surgery in Kilsyth on"
        " Wednesdays.",
        "limited",
        "weeks",
        22,
    ),
    _Home(
        "motherwell",
        "Bluebell Court",
        "14 Bluebell Court",
        "Motherwell",
        5,
        "Physios, occupational therapists, nurses and support workers under one roof. You will meet one"
        " person first and they will bring in the rest.",
        "District nursing from eight in the morning, twilight visits until ten at night.",
        "Social workers for adults in Motherwell. Ring and a person will answer; it may take six rings.",
        "limited",
        "weeks",
        48,
    ),
    _Home(
        "wishaw",
        "Heather Rise House",
        "9 Heather Rise",
        "Wishaw",
        6,
        "We help people in Wishaw, Newmains and Shotts stay on their feet. Home visits, strength classes,"
        " and straight talk about what will and will not come back.",
        "Nurses who come to you, including the far end of Shotts and the farms beyond it.",
        "Assessment and care management for adults; we share a corridor with the therapists, which helps.",
        "open",
        "weeks",
        9,
    ),
)

_SOUTH = (
    _Home(
        "clydesdale",
        "Whinny Brae Clinic",
        "2 Whinny Brae",
        "Lanark",
        7,
        "Nurses and therapists for the biggest and emptiest part of Lanarkshire. Health staff only here:"
        " for carers at home we ask the council, and tell you when we have asked.",
        "District nurses for the Upper Ward. Allow for the roads: if it has snowed at Leadhills we will ring you.",
        "Social work for a rural patch; visits are planned by valley, so ask which day is yours.",
        "waiting",
        "months",
        97,
    ),
    _Home(
        "hamilton",
        "Cadzow Yard",
        "30 Cadzow Yard",
        "Hamilton",
        8,
        "Nurses and therapists together with the council's own home carers, so the person who helps you"
        " wash and the person who works on your walking talk to each other daily.",
        "Nursing at home for Hamilton, Blantyre, Larkhall and Stonehouse, seven days.",
        "Adult and older people's social work, with a worker at Avonbraes Hospital three days a week.",
        "limited",
        "weeks",
        27,
    ),
    _Home(
        "east-kilbride",
        "Kittoch Mill Clinic",
        "17 Kittoch Mill Road",
        "East Kilbride",
        0,
        "Nursing and therapy at home for East Kilbride and Strathaven. Health staff only: we can show you"
        " how to bathe safely, but cannot come each morning to help you do it.",
        "Community nurses for people who cannot leave the house, and a treatment room for those who nearly can.",
        "Social workers for adults and older people, self-directed support, and a Strathaven surgery on Fridays.",
        "open",
        "weeks",
        52,
    ),
    _Home(
        "rutherglen",
        "Bankside Stair",
        "11 Bankside Stair",
        "Rutherglen",
        9,
        "Two small teams, one for Rutherglen and one for Cambuslang, health and council staff in each."
        " They share a telephone, so you only need one number.",
        "District nurses on foot, by bus and by a very old blue car.",
        "Social work for adults on the Glasgow side of the county; we know which side of the street is ours.",
        "limited",
        "weeks",
        33,
    ),
)

_STAFFED_BY = {
    "clydesdale": ("nhs",),
    "east-kilbride": ("nhs",),
    "hamilton": ("nhs", "council"),
    "rutherglen": ("nhs", "council"),
}


def _name_of(locality: str) -> str:
    return places.BY_KEY[locality].name


def _council(home: _Home) -> str:
    return "north-council" if home in _NORTH else "south-council"


def _team_word(home: _Home) -> tuple[str, str]:
    """The key stem and the proper name of the locality's integrated team."""
    if home in _NORTH:
        return "irt", "Integrated Rehabilitation Team"
    return "icst", "Integrated Community Support Team"


def _base(home: _Home) -> Site:
    longitude, latitude = places.BY_KEY[home.locality].centroid or (0, 0)
    return site(
        f"{home.locality}-base",
        home.base,
        home.locality,
        home.address,
        home.city,
        f"ML99 {home.sector_digit}AA",
        (longitude, latitude),
        accessibility="Level access, accessible toilet, hearing loop, two disabled parking bays",
    )


def _actors(home: _Home) -> tuple[Actor, ...]:
    """The integrated team, district nursing and social work of one locality."""
    stem, team = _team_word(home)
    name = _name_of(home.locality)
    staffed = _STAFFED_BY.get(home.locality, ("nhs", "council"))
    base = f"{home.locality}-base"
    common: dict[str, Any] = {"places": home.locality, "kind": "team", "domain": "community"}
    return (
        actor(
            f"{stem}-{home.locality}",
            f"{name} {team}",
            home.rehabilitation,
            since="2018-04-02" if stem == "irt" else "2016-10-03",
            sector="nhs",
            parent="nhs-lanarkshire",
            staffed_by=staffed,
            site=base,
            **common,
        ),
        actor(
            f"nursing-{home.locality}",
            f"{name} District Nursing",
            home.nursing,
            since="2006-04-01",
            sector="nhs",
            parent="nhs-lanarkshire",
            site=base,
            **common,
        ),
        actor(
            f"social-work-{home.locality}",
            f"{name} Social Work",
            home.social_work,
            since="1996-04-01",
            sector="council",
            parent=_council(home),
            site=base if "council" in staffed else "",
            **common,
        ),
    )


def _services(home: _Home) -> tuple[Service, ...]:
    stem, team = _team_word(home)
    name = _name_of(home.locality)
    common: dict[str, Any] = {"places": home.locality, "attending_type": "home visit", "minimum_age": 16}
    return (
        service(
            f"{stem}-{home.locality}-home",
            f"{stem}-{home.locality}",
            f"{team}, {name}",
            home.rehabilitation,
            needs="moving.rehabilitation home.equipment home.personal-care moving.falls health.discharge",
            when="Mon-Fri 08:30-16:30",
            eligibility_description=f"Adults living in {name} who could manage more with some help for a while",
            attending_access="referral",
            application_process="Anyone may refer. We ring within three working days.",
            capacity=home.capacity,
            wait_band=home.wait_band,
            assured_days_ago=home.assured_days_ago,
            **common,
        ),
        service(
            f"nursing-{home.locality}-home",
            f"nursing-{home.locality}",
            f"District nursing, {name}",
            home.nursing,
            needs="health.nursing health.end-of-life health.medicines",
            when="Mon-Sun 08:00-20:00",
            eligibility_description="People who cannot leave home for treatment",
            attending_access="referral",
            accepts_referrals_from="nhs, council, independent, third",
            capacity="limited",
            wait_band="days",
            assured_days_ago=home.assured_days_ago + 30,
            **common,
        ),
        service(
            f"social-work-{home.locality}-adults",
            f"social-work-{home.locality}",
            f"Adult social work, {name}",
            home.social_work,
            needs="safety.planning home.personal-care safety.protection caring.carers caring.breaks",
            when="Mon-Fri 09:00-17:00",
            attending_access="appointment",
            fees_description="Assessment is free; some care at home is charged for after a check of means",
            capacity="waiting" if home.capacity == "waiting" else "limited",
            wait_band="months" if home.wait_band == "months" else "weeks",
            assured_days_ago=home.assured_days_ago + 45,
            **common,
        ),
    )


_RAPID_RESPONSE = actor(
    "rapid-response-airdrie",
    "Airdrie Rapid Response at Home",
    "A new team set up to get people out of hospital and keep them out: two therapists, four nurses, six"
    " support workers. It began on a Monday; the rehabilitation team two streets away heard on the"
    " Tuesday.",
    places="airdrie",
    since="2025-02-03",
    kind="team",
    sector="nhs",
    parent="nhs-lanarkshire",
    staffed_by=("nhs", "council"),
    site="drumgray-general",
)

_RAPID_RESPONSE_SERVICE = service(
    "rapid-response-airdrie-home",
    "rapid-response-airdrie",
    "Rapid Response at Home, Airdrie",
    "Within four hours of a call from a ward or a practice we are at the door, with equipment in the van."
    " For up to two weeks of therapy, nursing and support at home.",
    needs="health.discharge moving.rehabilitation home.equipment moving.falls",
    places="airdrie",
    when="Mon-Sun 08:00-20:00",
    eligibility_description="Adults in Airdrie who would otherwise be in hospital",
    minimum_age=16,
    attending_type="home visit",
    attending_access="referral",
    accepts_referrals_from="nhs",
    self_referral=False,
    capacity="limited",
    wait_band="days",
    assured_days_ago=5,
)

_EQUIPMENT = service(
    "equipment-store",
    "north-partnership",
    "Joint equipment store",
    "Bath boards, commodes, beds, hoists and frames, delivered and fitted. Please send back what you have"
    " finished with: somebody is waiting on it.",
    needs="home.equipment home.alarms",
    places=EVERYWHERE,
    when="Mon-Fri 08:00-16:00",
    attending_type="home visit",
    attending_access="referral",
    accepts_referrals_from="nhs, council",
    self_referral=False,
    capacity="limited",
    wait_band="weeks",
    assured_days_ago=190,
)

_HOMES = _NORTH + _SOUTH
SITES = tuple(_base(home) for home in _HOMES)
ACTORS = (*(team for home in _HOMES for team in _actors(home)), _RAPID_RESPONSE)
SERVICES = (*(offer for home in _HOMES for offer in _services(home)), _RAPID_RESPONSE_SERVICE, _EQUIPMENT)
