"""Who is tied to whom, since when and at which level; and who is there to do what.

Ties that repeat in every locality are composed; those that tell a story are written out. What is missing
matters as much: the hospital has no tie to any charity, and the two Airdrie teams none to each other but
their overlap.
"""

from types import ModuleType

from ecotone.demo.content.places import LOCALITIES, NORTH_LOCALITIES, SOUTH_LOCALITIES
from ecotone.demo.content.world.localities import ALL
from ecotone.demo.content.world.make import on
from ecotone.demo.content.world.shapes import Actor, Remit, Tie


def _tie(source: str, kind: str, target: str, level: str, since: str, words: str = "", until: str = "") -> Tie:
    return Tie(
        source=source,
        target=target,
        kind=kind,
        level=level,
        since=on(since),
        until=on(until) if until else None,
        words=words,
    )


def _remit(actor: str, need: str, place: str, since: str, words: str = "") -> Remit:
    return Remit(actor=actor, need=need, place=place, since=on(since), words=words)


_PUBLIC = (
    _tie(
        "scottish-government",
        "funds",
        "nhs-lanarkshire",
        "macro",
        "2006-04-01",
        "Yearly allocation, late in the year before",
    ),
    _tie("scottish-government", "funds", "north-council", "macro", "1999-07-01", "Block grant"),
    _tie("scottish-government", "funds", "south-council", "macro", "1999-07-01", "Block grant"),
    _tie("uk-government", "funds", "scottish-government", "macro", "1999-07-01", "Block grant by formula"),
    _tie("nhs-lanarkshire", "governs", "public-health", "meso", "2006-04-01"),
    _tie(
        "nhs-lanarkshire",
        "funds",
        "north-ijb",
        "macro",
        "2016-04-01",
        "Delegated budget, less the hospital set-aside which never quite moves",
    ),
    _tie("north-council", "funds", "north-ijb", "macro", "2016-04-01", "Delegated social work budget"),
    _tie("nhs-lanarkshire", "funds", "south-ijb", "macro", "2016-04-01", "Delegated budget"),
    _tie("south-council", "funds", "south-ijb", "macro", "2016-04-01", "Delegated budget; housing support included"),
    _tie("north-ijb", "governs", "north-partnership", "meso", "2016-04-01", "Directions"),
    _tie("south-ijb", "governs", "south-partnership", "meso", "2016-04-01", "Directions"),
    _tie("plaidwork", "member_of", "north-ijb", "macro", "2016-04-01", "One seat, no vote, four hundred groups"),
    _tie("lintel", "member_of", "south-ijb", "macro", "2016-04-01", "One seat, no vote"),
    _tie("shared-shoulders", "member_of", "north-ijb", "macro", "2017-06-01", "Carers' seat, no vote"),
    _tie("north-partnership", "funds", "plaidwork", "meso", "2016-04-01", "Three-year agreement, reviewed yearly"),
    _tie("south-partnership", "funds", "lintel", "meso", "2016-04-01", "One-year agreement, nine times"),
    _tie(
        "north-partnership",
        "funds",
        "the-weave",
        "meso",
        "2016-04-01",
        "The yearly fund: small, and asked about in June",
    ),
    _tie(
        "independent-care-forum", "meets_with", "north-partnership", "meso", "2016-06-01", "Quarterly, as observers"
    ),
    _tie("public-health", "meets_with", "the-weave", "meso", "2021-09-01", "Twice a year, over someone's soup"),
)

_STORIES = (
    _tie(
        "rapid-response-airdrie",
        "overlaps_with",
        "irt-airdrie",
        "meso",
        "2025-02-03",
        "Same work, same streets, two phone numbers",
    ),
    _tie(
        "hospital-discharge",
        "refers_to",
        "rapid-response-airdrie",
        "micro",
        "2025-02-03",
        "The wards were told to ring the new team",
    ),
    _tie(
        "hospital-discharge",
        "refers_to",
        "irt-airdrie",
        "micro",
        "2018-04-02",
        "Still some, from staff who know them",
    ),
    _tie("kettle-on", "refers_to", "irt-airdrie", "micro", "2019-03-01", "By phone, when a volunteer worries"),
    _tie(
        "kettle-on",
        "refers_to",
        "thursday-club",
        "micro",
        "2010-02-01",
        "Most new members, until the club closed",
        "2023-06-29",
    ),
    _tie("whinhall-hearth", "refers_to", "kettle-on", "micro", "2010-02-01"),
    _tie("whinhall-hearth", "hosts", "kettle-on", "meso", "2010-02-01", "A desk, a kettle and half a photocopier"),
    _tie("whinhall-hearth", "hosts", "marmalade", "meso", "2015-09-01"),
    _tie(
        "irt-airdrie",
        "refers_to",
        "chapelhall-striders",
        "micro",
        "2020-09-01",
        "One physiotherapist, off her own bat",
    ),
    _tie(
        "glasshouse",
        "shares_information_with",
        "plains-larder",
        "micro",
        "2021-06-01",
        "When the courgettes are coming",
    ),
    _tie(
        "irt-motherwell",
        "learns_with",
        "rolling-mill",
        "meso",
        "2019-01-14",
        "A physiotherapist in the class every third week",
    ),
    _tie(
        "marmalade",
        "learns_with",
        "older-minds",
        "meso",
        "2022-05-01",
        "A nurse sits down at the café, and asks as well as answers",
    ),
    _tie("amber-room", "meets_with", "lungs-at-home", "micro", "2020-01-20", "Sends people both ways"),
    _tie(
        "icst-hamilton",
        "shares_information_with",
        "corncrake",
        "micro",
        "2021-11-01",
        "A shared diary, the only one in the county",
    ),
    _tie(
        "icst-rutherglen",
        "meets_with",
        "stairhead",
        "micro",
        "2017-02-01",
        "Tuesday morning, everybody's list on one table",
    ),
    _tie("curlew", "meets_with", "icst-clydesdale", "micro", "2018-01-01", "When the road allows"),
    _tie(
        "footbridge",
        "learns_with",
        "health-visitors",
        "meso",
        "2022-03-08",
        "Interpreters met the visitors before the babies did",
    ),
    _tie(
        "sheltering-rowan",
        "shares_information_with",
        "health-visitors",
        "meso",
        "2019-11-25",
        "Only what the woman says may be told",
    ),
    _tie("stroke-team", "refers_to", "say-it-slowly", "micro", "2012-05-01"),
    _tie("addictions-team", "refers_to", "second-wind", "micro", "2014-09-01"),
    _tie("second-wind", "refers_to", "canal-bank", "micro", "2018-06-01"),
    _tie("gp-millrace", "refers_to", "whinhall-hearth", "micro", "2017-10-02", "Morag at the desk, mostly"),
    _tie("larchwood-hospice", "shares_information_with", "nursing-wishaw", "micro", "2015-01-01", "The evening call"),
    _tie("the-weave", "funds", "kettle-on", "meso", "2014-06-01", "£4,800 last year, for eleven villages"),
    _tie("the-weave", "funds", "glasshouse", "meso", "2018-06-01", "£1,200"),
    _tie("the-weave", "funds", "open-table", "meso", "2015-06-01", "£2,000"),
    _tie("the-weave", "funds", "cupboard", "meso", "2016-06-01", "£3,500, in place of a van"),
    _tie("the-weave", "funds", "brass-and-blether", "meso", "2019-06-01", "£900"),
    _tie("the-weave", "funds", "slow-green", "meso", "2019-06-01", "£1,500"),
    _tie("the-weave", "funds", "hen-run", "meso", "2017-06-01", "£700 and a fox-proof door"),
)


def _actors_of(locality: ModuleType, prefix: str) -> tuple[Actor, ...]:
    return tuple(actor for actor in locality.ACTORS if actor.key.startswith(prefix))


def _care_homes_and_home_care(locality: ModuleType) -> tuple[Actor, ...]:
    return tuple(actor for actor in locality.ACTORS if actor.sector == "independent")


def _anchor(locality: ModuleType) -> Actor:
    return next(actor for actor in locality.ACTORS if actor.anchor)


def _in_locality(locality: ModuleType, *, north: bool) -> list[Tie]:
    """The ties every locality has: who buys, who houses, who sends people to whom."""
    here = locality.HERE
    partnership = "north-partnership" if north else "south-partnership"
    team = f"{'irt' if north else 'icst'}-{here}"
    anchor = _anchor(locality).key
    ties = [
        _tie(partnership, "governs", team, "meso", "2018-04-02" if north else "2016-10-03"),
        _tie(partnership, "governs", f"nursing-{here}", "meso", "2016-04-01"),
        _tie(partnership, "governs", f"social-work-{here}", "meso", "2016-04-01"),
        _tie(partnership, "commissions", anchor, "meso", "2017-10-02", "Link workers, one year at a time"),
        _tie(team, "shares_site_with", f"nursing-{here}", "micro", "2018-04-02"),
        _tie(team, "meets_with", f"social-work-{here}", "micro", "2018-04-02", "Weekly screening"),
    ]
    ties += [
        _tie(partnership, "commissions", home.key, "meso", "2016-04-01", "By the hour, by the task")
        for home in _care_homes_and_home_care(locality)
    ]
    for practice in _actors_of(locality, "gp-"):
        ties.append(_tie("nhs-lanarkshire", "commissions", practice.key, "meso", "2006-04-01", "GMS contract"))
        ties.append(_tie(practice.key, "refers_to", f"nursing-{here}", "micro", "2006-04-01"))
        ties.append(_tie(practice.key, "refers_to", team, "micro", "2018-04-02"))
    if north:
        ties.append(_tie(team, "shares_site_with", f"social-work-{here}", "micro", "2018-04-02", "One room"))
        ties.append(_tie(anchor, "member_of", "the-weave", "meso", "2013-06-01"))
    return ties


def _remits_in(here: str, *, north: bool) -> list[Remit]:
    team = f"{'irt' if north else 'icst'}-{here}"
    since = "2018-04-02" if north else "2016-10-03"
    return [
        _remit(team, "moving.rehabilitation", here, since, "Therapy at home for adults"),
        _remit(team, "home.equipment", here, since, "Assess for equipment and small adaptations"),
        _remit(f"nursing-{here}", "health.nursing", here, "2006-04-01", "Nursing for the housebound"),
        _remit(f"social-work-{here}", "safety.planning", here, "1996-04-01", "Assessment and care management"),
        _remit(f"social-work-{here}", "safety.protection", here, "2008-10-29", "Adult support and protection"),
    ]


_NORTH_KEYS = {place.key for place in NORTH_LOCALITIES}

TIES = (
    *_PUBLIC,
    *_STORIES,
    *(tie for locality in ALL for tie in _in_locality(locality, north=locality.HERE in _NORTH_KEYS)),
)

REMITS = (
    *(remit for place in LOCALITIES for remit in _remits_in(place.key, north=place.key in _NORTH_KEYS)),
    *(_remit("hospital-discharge", "health.discharge", place.key, "2017-09-04") for place in LOCALITIES),
    *(_remit("shared-shoulders", "caring.carers", place.key, "2016-04-01") for place in NORTH_LOCALITIES),
    *(_remit("carers-gable", "caring.carers", place.key, "2016-04-01") for place in SOUTH_LOCALITIES),
    _remit("rapid-response-airdrie", "moving.rehabilitation", "airdrie", "2025-02-03", "Therapy at home for adults"),
    _remit("rapid-response-airdrie", "home.equipment", "airdrie", "2025-02-03", "Equipment on the day"),
    _remit("rapid-response-airdrie", "health.discharge", "airdrie", "2025-02-03", "Home within four hours"),
)
