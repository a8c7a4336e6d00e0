"""Sentences that the course of help needs and no single story owns. They name nobody."""

from ecotone.care.machine import Reason
from ecotone.care.rules import Change, GiftKind, NeedView
from ecotone.demo.content.people.pools import DECLINES

STILL_SO = (
    "That still stands, only more so.",
    "I have thought about it since, and I would put that first.",
    "It is a bit better than it was when I said that.",
    "Winter made it worse. The rest is the same.",
)
"""What is added when something said before is said anew."""

JUDGED = {
    NeedView.MET: (
        "It did what I asked for, and nobody made me ask twice.",
        "Better than I had let myself hope.",
        "They came when they said. You would not believe the difference.",
        "Aye, that is sorted. I can think about something else now.",
        "",
    ),
    NeedView.PARTLY: (
        "It helped as far as it went. It stopped a bit soon.",
        "Half of it. The other half is waiting for somebody to own it.",
        "Good people, not enough of them.",
        "Better on the days they come. The other days are the same.",
        "",
    ),
    NeedView.NOT_MET: (
        "Nobody was unkind. Nothing happened either.",
        "I am where I was in the spring, with more letters.",
        "It was not what I had asked for.",
        "",
    ),
    NeedView.WORSE: (
        "I had got my hopes up. I would sooner not have been asked.",
        "By the time they came there were two things wrong.",
    ),
}
REVIEWED = {
    Change.REACHED: ("That is me there.", "I did it on Tuesday, with nobody watching."),
    Change.BETTER: ("Some weeks, yes.", "Nearer than I was."),
    Change.SAME: ("No change, but I have not given it up.",),
    Change.WORSE: ("Further away than it was.",),
}
PARTLY_UNMET = (
    "Evenings and weekends are not covered by anyone we know of.",
    "The waiting list for the rest is longer than we can promise to stay.",
    "There is no transport from there on a weekday.",
)
ON_HOLD = ("In hospital for now: we start again after that.", "Staying with family for some weeks, at own wish.")
NO_SHOW = ("Nobody in. We left a card and rang the next day.", "Had the wrong day written down. A new one is agreed.")
INTERIM = ("Going steadily. We carry on every week.", "A good fortnight and a bad one. We keep the same plan.")
CANCELLED = ("No longer wanted: the family has found a way.", "Moved to a sister's in another town.")
WITHDRAWN = ("I have changed my mind, and thank you.", "I would rather see how I get on by myself.")
SINCE_THEN = (
    "The winter has been long, and it has come back.",
    "It was fine until the neighbour moved away.",
    "Much the same as before, and this time sooner.",
    "A bad month. What helped then would help now.",
    "",
)
COULD_NOT = ("Rang four times and called twice. The offer stays open.",)
WAIT_AGAIN = "Rang them: they had been short of hands, and asked for another week."
GAVE_UP = "No answer in all that time. We are asking somebody else."
MEANWHILE = (
    "A weekly call until there is a place.",
    "Here is the number of the daytime line, and we ring on Fridays.",
)
ALTERNATIVE = (
    "We have rung another group nearby which has room.",
    "The link workers know two others: worth asking them first.",
    "Nothing nearby that we know of. We are sorry.",
)
AGAINST_HOPE = (
    "Reached what was hoped for.",
    "Most of what was hoped for; the rest was not ours to give.",
    "Closer to it than at the start.",
)
TEXT_OF = {
    "no-room": Reason.NO_CAPACITY,
    "outside-area": Reason.OUT_OF_AREA,
    "not-our-work": Reason.WRONG_SERVICE,
    "not-eligible": Reason.NOT_ELIGIBLE,
    "already-helped": Reason.DUPLICATE,
    "not-wanted": Reason.PERSON_DECLINED,
    "beyond-us": Reason.UNSAFE,
}
DECLINED: dict[Reason, tuple[str, ...]] = {
    Reason.INSUFFICIENT_INFO: ("We could not tell from this what was wanted. Ring us: we would like to.",),
    **{of: tuple(text for key, text in DECLINES if TEXT_OF[key] is of) for of in set(TEXT_OF.values())},
}
GIFTS = {
    "a lift": GiftKind.TRANSPORT,
    "meals": GiftKind.THINGS,
    "time": GiftKind.TIME,
    "company": GiftKind.TIME,
    "kindness": GiftKind.TIME,
    "skill": GiftKind.KNOWLEDGE,
    "knowledge": GiftKind.KNOWLEDGE,
    "money": GiftKind.MONEY,
    "place": GiftKind.SPACE,
}
UNPAID = (
    "A volunteer's afternoon",
    "An hour and a half of a volunteer, and the bus fare",
    "Two volunteers, one to visit and one to ring",
    "The coordinator's own evening: it would not fit into the day",
)
PAID = ("A worker's visit", "Two visits, planned and paid for")
QUESTIONS = (
    (
        "Do you take people who cannot manage the stairs down to the street?",
        "Yes, if we know beforehand: two of us come.",
    ),
    ("Is it worth ringing you before we write, or does that only slow you down?", "Ring. It saves us both a form."),
    ("Could somebody from you come to our Tuesday table for half an hour?", "Gladly, every second week."),
    ("Who holds the key when the family is away?", "We do, signed for. Ask for the duty worker."),
    ("Have you room before the month is out?", "Two places from Monday week, first come."),
    ("What do you need to know that we never tell you?", "How they like to be spoken to. The rest we can find out."),
)
"""Questions between teams that concern nobody in particular, and how they were answered."""
