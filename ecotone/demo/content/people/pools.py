"""Sentences which any story may need: how to be reached, what is said when help cannot be given, and so on.

All in the manner of people who mean well and have little time. Nothing here names a person, so each can
stand in any story.
"""

SAFE_CONTACT = {
    "older": (
        "Ring the house phone after ten. I am slow to it, so let it ring.",
        "Ring any time. I am always in, that is the trouble.",
        "Letters in large print please, and not in a brown envelope.",
        "Ring, but not on a Wednesday, that's the shops.",
        "Chap the window, not the door. I will know it is someone I asked.",
        "House phone. If it's engaged I am on to my sister; try after the news.",
    ),
    "younger": (
        "Evenings after six, when I am back.",
        "Text only, the phone makes me anxious.",
        "Email. I read it on the bus.",
        "Mobile is best. A text first, then ring.",
        "Not before noon. I sleep when I can.",
    ),
}
COMMUNICATION = {
    "older": (
        "Large print, at least 16 point",
        "Hearing aid in the left ear: sit on that side and face me",
        "Please read forms aloud with me",
        "I get muddled late in the day; mornings are best",
        "I say yes when I have not followed. Ask me to tell it back",
    ),
    "younger": (
        "I would rather write it than say it",
        "Quiet room, no strip light",
        "Two hearing aids: face me, and one at a time",
        "Please read forms aloud with me",
        "I say yes when I have not followed. Ask me to tell it back",
    ),
}

DECLINES = (
    ("no-room", "We have nobody free until after the summer. We would rather tell you now than keep you waiting."),
    (
        "no-room",
        "Both our workers are off and the third is covering two villages. We are sorry: this is a good referral.",
    ),
    (
        "outside-area",
        "That street is just over our line. The team on the other side has been told, and is expecting you.",
    ),
    (
        "not-our-work",
        "We can do company but we cannot help with lifting or washing: our volunteers are not insured for it.",
    ),
    ("not-our-work", "This needs a nurse, and we are four retired joiners."),
    ("not-eligible", "We are funded for over-sixties only. We argued about it among ourselves, and we are sorry."),
    ("already-helped", "Somebody from the practice is already visiting for this. Two of us would be one too many."),
    ("not-wanted", "When we rang, the answer was thank you, but not now. We left our number and meant it."),
    (
        "beyond-us",
        "We had a go last year with somebody in the same way and did not do right by them. Please ask for"
        " more than us.",
    ),
)

COMPLAINTS = (
    "That is five times I have told it. I could hear myself getting shorter.",
    "She was very nice, but she had not read a word of it, and I had to start at the hospital again.",
    "Same questions, different lanyard.",
    "I told it to the man on the phone, then the woman who came, then the form. The form was the best listener.",
    "I left out the hard part this time. I just could not be bothered saying it again.",
    "He asked how many children I have. It is on the first page, and why I cry is on the second.",
    "They all ask about the stairs. Nobody asks what I used to go up them for.",
    "My daughter said it for me in the end, and she got it wrong, and it is her version they have.",
    "I don't mind telling it to somebody who is staying.",
)

CONTRIBUTIONS = (
    ("family", "a lift", "A lift there and back each week, from family with a car and a full-time job"),
    ("family", "meals", "Sunday dinner with enough over for Monday"),
    ("neighbour", "time", "A look in every morning, and the bins"),
    ("neighbour", "time", "Ten minutes at night to do the drops"),
    ("volunteer", "time", "Two hours a week of a volunteer, mostly laughing"),
    ("volunteer", "skill", "A retired joiner's afternoon, and a rail that does not shift"),
    ("fund", "money", "£20 for a taxi from the small fund"),
    ("fund", "money", "£45 for a second-hand microwave from the small fund"),
    ("person", "knowledge", "Told the new driver which doctors' doors open outwards, for anyone with a frame"),
    ("person", "skill", "Taught three others at the club to turn a heel"),
    ("person", "time", "Phones two people who are worse off, every Sunday"),
    ("group", "place", "The hall, warm, for nothing, on a Thursday"),
    ("group", "company", "A chair kept by the window with the right name on it"),
    ("carer", "knowledge", "A page on what calms and what does not, written out for whoever comes next"),
    ("worker", "time", "Twenty minutes after the shift ended, not written down"),
    ("shop", "kindness", "Messages carried up two flights, and the change counted out loud"),
)

HELPERS = {
    "anyone": (
        ("the corner shop", "keeps a paper by and notices when it is not fetched"),
        ("the postie", "knocks when the curtains are late"),
        ("the folk up our close", "have one another's keys"),
        ("the chemist", "explains it twice without the face"),
        ("the library", "it is warm and nobody asks"),
        ("the family group chat", "mostly photos of dinners"),
    ),
    "older": (
        ("the bowling club", "won't take my subs now but won't strike me off"),
        ("the dog walkers in the park", "know my name and I know the dogs'"),
        ("the fish van", "two haddock and the news"),
    ),
    "scots": (("the kirk guild", "a card at every turn, and somebody behind it"),),
    "irish": (("the chapel", "Communion at home on first Fridays, and gossip"),),
    "polish": (("the Polish Mass", "the one hour a week I need no grammar"),),
    "pakistani": (("the women at the mosque", "send food before you know you are ill"),),
    "sikh": (("the gurdwara kitchen", "nobody leaves hungry, nobody leaves alone"),),
}
