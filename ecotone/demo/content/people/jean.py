"""Jean Rafferty, seventy-eight, of Petersburn: the main journey of the demo, sentence by sentence.

    link worker writes her words ─▶ befriending accepts, visits, sees the bath has become dangerous
        ─▶ hands on to the integrated rehabilitation team ─▶ one question, one answer
        ─▶ an occupational therapist is named ─▶ done, with an outcome ─▶ Jean: “partly met”

Days are counted from her first meeting with the link worker, a Friday, so that Thursdays fall on Thursdays;
a builder takes the last Friday which lets the journey end before today.
Her birth date is fixed and her age therefore grows; nothing in the story says it.
"""

from dataclasses import dataclass
from datetime import date

from ecotone.demo.content.people.shapes import CircleTie, Person, Story


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happens. `by` is a key of CAST, `action` says what; `words` are to be kept as they are.

    day       days since the journey began, on a Friday
    action    added-to-story, referred, accepted, visited, contributed, handed-on, asked, answered,
              named-worker, completed, judged or complained
    to        key of the Service or Actor it goes to, "" where it goes nowhere
    need      code from `needs` where one is asked for
    section   story section where the story is added to
    words_of  "person" where the words are Jean's, "professional" where they are the writer's
    result    where something is judged: "met", "partly" or "not"
    """

    day: int
    by: str
    action: str
    words: str
    to: str = ""
    need: str = ""
    section: str = ""
    words_of: str = "professional"
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Jean, her people, her story as first told, and the steps."""

    person: Person
    circle: tuple[CircleTie, ...]
    story: Story
    steps: tuple[Step, ...]
    next_hope: str


_PERSON = Person(
    given_name="Jean",
    family_name="Rafferty",
    gender="woman",
    pronouns="she/her",
    birth_date=date(1947, 8, 14),
    place="petersburn",
    chi="1408471426",
    nhs_number="9990478147",
    archetype="widowed",
    safe_contact=("Ring the house phone after ten, and let it ring. Not Tuesdays: that's my pension and the shops."),
    communication="Hearing aid in the left ear. Sit on that side, and don't cover your mouth.",
    language="English",
    phone="01632 960178",
    heritage="irish",
)

_CIRCLE = (
    CircleTie(
        name="Anne-Marie Boyle",
        relation="daughter",
        kind="person",
        closeness=1,
        age=52,
        words="In Hamilton, works shifts at the airport, comes Sundays and worries Mondays to Saturdays.",
    ),
    CircleTie(
        name="Isa Gilhooly",
        relation="neighbour",
        kind="person",
        closeness=1,
        age=81,
        words="Through the wall. Two knocks is goodnight, three is come in.",
    ),
    CircleTie(
        name="Conor Boyle",
        relation="grandson",
        kind="person",
        closeness=2,
        age=19,
        words="At the college in Motherwell. Fixes the telly by turning it off.",
    ),
    CircleTie(
        name="The Thursday Club",
        relation="my club, that closed",
        kind="group",
        closeness=2,
        actor="thursday-club",
        words="Nineteen years of Thursdays. I had a chair. I'd like to know who has the chair.",
    ),
    CircleTie(
        name="the driver of the ten o'clock bus",
        relation="helps, unasked",
        kind="group",
        closeness=3,
        words="Waits till I've sat down. I'd have done the same, and I did.",
    ),
)

_STORY = Story(
    sections={
        "matters": (
            "Company. I was a conductress: I talked to four hundred people a day and knew the half of them"
            " by their feet. Now I can go from Sunday to Sunday. I don't want looked after. I want"
            " somebody to talk back. And I'd like to keep my house, my good china in use and not in the"
            " cabinet, and a Thursday that's for something."
        ),
        "history": (
            "Born in Airdrie, one of six. I was on the buses at seventeen, out of the old depot, with the"
            " ticket machine and a whistle, till they brought in the one-man buses and I went to the"
            " school kitchens. I married Frank in 1969. He drove, I rang the bell, and we went on like"
            " that for fifty-one years. He died in the January of 2021, in the hospital, and I said"
            " cheerio to him on a telephone that a nurse was holding. I've had my hip done, I've sugar but"
            " it's only tablets, and I've a bit of blood pressure, and who hasn't."
        ),
        "works": (
            "Come when you said, or ring. I'm ready an hour before. Ask me about the buses and you'll not"
            " get away. I'm better in the mornings. If you want me to try something, come with me the"
            " first time: once I'm through the door you'll not get me out. And let me do something back. I"
            " make a good tablet, whatever the doctor says."
        ),
        "harms": (
            "Being handed from one to the next. After Frank I told it to five folk in a month and by the"
            " fifth I was telling it like the shipping forecast. Don't talk to Anne-Marie as if I wasn't"
            " in the room. And don't say the word “home” unless you mean this one. I've gone off the"
            " stairs a bit, if I'm honest, but that's between you and me."
        ),
        "people": (
            "Anne-Marie, my daughter, in Hamilton. She's a good lassie and she'd have me in a padded cell."
            " Conor, her boy. Isa through the wall, who's eighty-one and thinks I'm the old one. And there"
            " was the Thursday Club, till the boiler went and the hall was shut. Twenty-three of us, and"
            " nobody asked where we'd go. Where did they think we'd go?"
        ),
    },
    sensitive=(),
)

_STEPS = (
    Step(
        day=0,
        by="link-worker",
        action="added-to-story",
        section="matters",
        words_of="person",
        words="I'd settle for one good argument a week.",
    ),
    Step(
        day=0,
        by="link-worker",
        action="referred",
        to="kettle-on-visits",
        need="company.connection",
        words=(
            "Jean's club closed and since then she can go a week without a conversation. She is quick,"
            " funny and ready for company, not for care. She asks that whoever comes should be able to"
            " take a joke and give one back."
        ),
    ),
    Step(
        day=3,
        by="befriending-coordinator",
        action="accepted",
        words=(
            "Yes, and gladly. I have read what Jean said, so she need not say it again. I think I know who"
            " will suit: a retired driving examiner with a great deal to answer for. I will visit first,"
            " Thursday at eleven."
        ),
    ),
    Step(
        day=6,
        by="befriending-coordinator",
        action="visited",
        words=(
            "Met Jean with Isa in attendance. Two kinds of tablet. She and the volunteer argued about bus"
            " lanes for an hour and he is to come back on Thursday."
        ),
    ),
    Step(
        day=6,
        by="befriending-coordinator",
        action="contributed",
        words=("An hour and a half each Thursday, of a volunteer who says he gets more out of it than she does"),
    ),
    Step(
        day=6,
        by="jean",
        action="contributed",
        words="A box of tablet for the volunteers' evening, and a talk on forty years of fares",
    ),
    Step(
        day=20,
        by="befriending-coordinator",
        action="added-to-story",
        section="harms",
        words_of="person",
        words=(
            "I got stuck in the bath on Monday, an hour and ten minutes. I pulled the plug and waited for"
            " the knock at nine, and then I was too proud to knock back. I've washed at the sink since."
            " I've not told Anne-Marie."
        ),
    ),
    Step(
        day=20,
        by="befriending-coordinator",
        action="handed-on",
        to="irt-airdrie-home",
        need="home.personal-care",
        words=(
            "The visits go well and will go on. But on Monday Jean was stuck in her bath for more than an"
            " hour, and is washing at the sink. We can do company; we cannot make a bath safe. She agreed"
            " to my asking you, and to your reading what she has told us. She has not told her daughter,"
            " and that is hers to do."
        ),
    ),
    Step(
        day=21,
        by="team-lead",
        action="asked",
        words=(
            "We can take this on. One question so that we send the right person: can Jean get on and off"
            " the toilet and out of a chair by herself, or is it the bath alone?"
        ),
    ),
    Step(
        day=21,
        by="befriending-coordinator",
        action="answered",
        words=(
            "I asked her. “The chair and the pan are fine, it's the bath that's got above itself.” The"
            " stairs she takes one at a time, holding on; she said I might tell you that too."
        ),
    ),
    Step(
        day=21,
        by="team-lead",
        action="named-worker",
        to="occupational-therapist",
        words=(
            "Thank you: that saved a visit. Our occupational therapist will see Jean on Monday at half"
            " past ten, after ringing at ten. She has read the story."
        ),
    ),
    Step(
        day=24,
        by="occupational-therapist",
        action="visited",
        words=(
            "Bath board tried, and a rail measured for. Stairs walked together twice. Jean showed me the"
            " ticket machine."
        ),
    ),
    Step(
        day=30,
        by="daughter",
        action="contributed",
        words=("Sunday afternoons: in the next room with the door ajar while Mum has her bath, and not a word said"),
    ),
    Step(
        day=47,
        by="occupational-therapist",
        action="completed",
        words=(
            "Bath board and two rails in, second stair rail turned and fitted by the Bobbin Shed. Jean"
            " gets in and out by herself with somebody in the house. She told her daughter. Not yet"
            " managed alone, and we have said so: the balance class has a place for her in three weeks, if"
            " she wants it."
        ),
    ),
    Step(
        day=49,
        by="jean",
        action="judged",
        result="partly",
        need="home.personal-care",
        words_of="person",
        words=(
            "I've had a bath and I've had a laugh. But I can only have it on a Sunday when Anne-Marie's"
            " here, and I've been bathing myself since the war, near enough. So that's half."
        ),
    ),
    Step(
        day=49,
        by="jean",
        action="judged",
        result="met",
        need="company.connection",
        words_of="person",
        words="He was wrong about bus lanes again on Thursday. Best hour of the week.",
    ),
)

JEAN = Journey(
    person=_PERSON,
    circle=_CIRCLE,
    story=_STORY,
    steps=_STEPS,
    next_hope="A bath on a Wednesday, on my own, with the wireless on.",
)
