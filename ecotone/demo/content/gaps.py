"""What is missing and what gets in the way in the invented place: needs stated in their words, frictions as met."""

from dataclasses import dataclass

from ecotone.care.rules import Asset, FrictionKind


@dataclass(frozen=True)
class Want:
    """A need stated somewhere: by whose key its actor begins (the first there that has staff), in whose words.

    `offers` are what others offer, with whether it is taken up; `contested` is what somebody sees differently;
    `met` says what met it in the end, "" where it stands.
    """

    place: str
    need: str
    by: tuple[str, ...]
    title: str
    words: str
    touches: str
    for_whom: str = ""
    endorsed: int = 2
    contested: str = ""
    offers: tuple[tuple[Asset, str, str, bool], ...] = ()
    met: str = ""


WANTS = (
    Want(
        "airdrie",
        "moving.travel",
        ("kettle-on",),
        "No bus home after a Thursday evening",
        "The last bus up the hill is at twenty to six. We could run the evening table twice a week, the hall is paid"
        " for, but half of ours cannot get home from it. They stop coming in October and we see them again in April.",
        "People over 75 in the schemes up the hill, from October to April",
        for_whom="the forty who come to the afternoon table",
        endorsed=6,
        contested="Dial-a-ride does run on Thursdays. What is missing is somebody to book it with them.",
        offers=(
            (Asset.VEHICLE, "Our minibus, with a lift for one chair", "Thursday evenings, 14 seats", True),
            (Asset.HOURS, "Two volunteers who have the licence for it", "one evening in three", False),
        ),
    ),
    Want(
        "airdrie",
        "home.personal-care",
        ("whinhall-hearth",),
        "A bath more than once a week",
        "We ask for help with washing and are told that a strip wash is enough. It may be enough to be clean. It is"
        " not what people ask us for. Some of them have not been in warm water since the spring.",
        "People who cannot get into their own bath",
        endorsed=5,
        contested="We are as short of hands as anyone: two mornings a week is what there is to give.",
    ),
    Want(
        "airdrie",
        "company.groups",
        ("bobbin-shed-airdrie", "marmalade"),
        "Somewhere warm that is not about being old",
        "The men who come to us are in their fifties. They will not go where the posters have grey heads on them.",
        "Men between 45 and 65 who are out of work",
        endorsed=3,
        offers=((Asset.SPACE, "The back hall, heated, with a kettle", "Mondays and Wednesdays", True),),
        met="The back hall is open on Mondays now, and nineteen came last week.",
    ),
    Want(
        "coatbridge",
        "mind.bereavement",
        ("gp-", "icst-", "irt-"),
        "Somebody to talk to in the first month",
        "Counselling has a list of five months. In the first month it is not counselling that is wanted, only someone"
        " who is not family.",
        "People in the weeks after a death",
        endorsed=4,
        offers=((Asset.SKILL, "Three trained listeners", "Tuesday mornings, by phone", False),),
    ),
    Want(
        "cumbernauld",
        "company.culture",
        ("social-work-", "irt-"),
        "Lunch with somebody who speaks Polish",
        "The lunch club is kind and nobody there can talk to her. She comes, sits, and goes home.",
        "Older people whose English has gone with their memory",
        endorsed=2,
    ),
    Want(
        "bellshill",
        "means.food",
        ("irt-", "gp-"),
        "The pantry shuts when people finish work",
        "Everything that is there for people without money is there between ten and three.",
        "Families in work who run out before pay day",
        endorsed=4,
        offers=((Asset.HOURS, "Six of us until half past seven", "the last Thursday of the month", True),),
        met="There is a late Thursday now, once a month. It is used by twenty households.",
    ),
    Want(
        "motherwell",
        "caring.breaks",
        ("social-work-", "irt-"),
        "A break that is not booked nine weeks ahead",
        "Nobody who looks after someone can say today whether she will be able to leave the house in March.",
        "Unpaid carers of people with dementia",
        for_whom="the carers who ring us on a bad day",
        endorsed=5,
        contested="We keep two places for short notice. Nobody has asked for them since the summer.",
    ),
    Want(
        "wishaw",
        "moving.falls",
        ("irt-", "nursing-"),
        "Something between a fall and hospital",
        "After a fall it is an ambulance or nothing. Most need picking up, a cup of tea, and somebody tomorrow.",
        "People over 80 who live alone",
        endorsed=3,
    ),
    Want(
        "clydesdale",
        "moving.travel",
        ("icst-", "nursing-"),
        "Forty minutes each way to everything",
        "A service that is there for all of the south is there for those with a car. We drive an hour for a visit of"
        " twenty minutes, and people without a car do not come at all.",
        "Everyone in the villages who does not drive",
        endorsed=6,
        offers=((Asset.VEHICLE, "A car and a driver who knows the roads", "two mornings a week", True),),
    ),
    Want(
        "east-kilbride",
        "caring.young-carers",
        ("social-work-", "icst-"),
        "Young carers are asked at school, and then nothing",
        "A form finds them. There is nobody to send the form to.",
        "Pupils who look after a parent",
        endorsed=2,
    ),
    Want(
        "hamilton",
        "life.digital",
        ("icst-", "gp-"),
        "A desk with a person at it",
        "Half of those we see are sent a link. They come to us with the phone in their hand.",
        "People who cannot or will not do it on a screen",
        endorsed=4,
        contested="The library has a desk with a person at it three days a week. It is not known.",
    ),
    Want(
        "rutherglen",
        "home.repairs",
        ("social-work-", "icst-"),
        "A handrail in less than three months",
        "The rail is forty pounds and the wait is eleven weeks. Two of ours fell while they waited.",
        "Tenants who come home from hospital",
        endorsed=3,
        offers=((Asset.SKILL, "A retired joiner, insured", "up to six rails a month", False),),
    ),
)

BY_KIND: dict[FrictionKind, tuple[str, ...]] = {
    FrictionKind.RULE: (
        "The form has to come from a doctor, and the doctor says it need not.",
        "Over 65 only. She is 63 and has had two strokes.",
        "It has to be six weeks since the last referral. It was five.",
    ),
    FrictionKind.SYSTEMS: (
        "Typed in again what stands in our own system, from a print-out.",
        "Could not see that the nurses had been in on Monday, and went for nothing.",
        "The letter went by post because neither side can open the other's.",
        "Assessed again with the same questions, because our assessment does not count there.",
    ),
    FrictionKind.CAPACITY: ("No one to answer until the week after next.", "The list was closed on the day we rang."),
    FrictionKind.WRONG_DOOR: (
        "Sent us to the team that had sent us to them.",
        "The leaflet still names the old team.",
        "We were told that it is for the practice. The practice was told that it is for us.",
    ),
    FrictionKind.NOBODY_DECIDES: ("Three managers agreed that it should be done, and none could say yes.",),
    FrictionKind.FUNDING: (
        "It would be paid for if she lived on the other side of the road.",
        "They would do it, but nobody pays them for it any more.",
    ),
    FrictionKind.DISTANCE: ("No bus on that day. We drove him ourselves.",),
    FrictionKind.ACCESS: ("The phone menu cut him off three times.", "An upstairs room without a lift."),
    FrictionKind.OTHER: ("",),
}
RULES: dict[FrictionKind, tuple[str, ...]] = {
    FrictionKind.RULE: ("single-assessment", "refer-on-time", "risk-first", ""),
    FrictionKind.SYSTEMS: ("two-systems", "two-systems", "ask-again", "single-assessment"),
    FrictionKind.FUNDING: ("one-year-agreements", "care-by-the-minute", "statutory-first", ""),
    FrictionKind.WRONG_DOOR: ("refer-on-time", "", ""),
}
"""Under which rule it was, by what it was; "" where nobody says."""

WORKAROUNDS = ("", "", "", "Rang somebody we know.", "Did it ourselves.", "Waited, and rang again.")
