"""Leanne Prentice, thirty-four, of Coltness: a story with one part that must not be seen or guessed.

She is known to Sheltering Rowan. The family support worker needs her hours and her children's chests; the
practice needs her tablets; neither needs to know why she moved, nor to see a gap where it would stand.
"""

from dataclasses import dataclass
from datetime import date

from ecotone.demo.content.people.shapes import CircleTie, Person, Story


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A person, their story, and who may see which part of it.

    open_to       section → keys of Actors she has said may read it; a section not named is hers alone
    known_to      keys of Services in her life whose very name is to be kept from everybody else
    forbidden     keys of Actors she has refused, whatever they ask
    """

    person: Person
    circle: tuple[CircleTie, ...]
    story: Story
    open_to: dict[str, tuple[str, ...]]
    known_to: tuple[str, ...]
    forbidden: tuple[str, ...]
    refusal_words: str


LEANNE = Guarded(
    person=Person(
        given_name="Leanne",
        family_name="Prentice",
        gender="woman",
        pronouns="she/her",
        birth_date=date(1991, 11, 3),
        place="coltness",
        chi="0311914128",
        nhs_number="9990311919",
        archetype="debt-and-damp",
        safe_contact=(
            "Text the word “parcel” and I will ring you. Never ring first, never post, never leave a message."
        ),
        communication="",
        language="English",
        phone="07700 900341",
        heritage="scots",
    ),
    circle=(
        CircleTie(name="Kayla Prentice", relation="daughter", kind="person", closeness=1, age=9),
        CircleTie(
            name="Jude Prentice", relation="son", kind="person", closeness=1, age=5, words="Wheezes in that room."
        ),
        CircleTie(
            name="Denise Prentice", relation="mum", kind="person", closeness=1, age=58, words="Minds them Fridays."
        ),
        CircleTie(
            name="the school office",
            relation="helps, unasked",
            kind="group",
            closeness=2,
            words="They know who may collect. They have it in writing.",
        ),
        CircleTie(
            name="Sheltering Rowan",
            relation="the women who helped",
            kind="group",
            closeness=1,
            actor="sheltering-rowan",
        ),
    ),
    story=Story(
        sections={
            "matters": "A boring year. The weans at one school from August to June, and all of us asleep by ten.",
            "history": (
                "I worked in payroll for eight years. I left Hamilton in a hurry two winters ago with two"
                " bin bags and the hamster, and I had been planning it for eleven months."
            ),
            "works": "Say what you are going to do before you do it. Let me sit where I can see the door.",
            "harms": (
                "He still asks people where I am, and he's charming, and people tell him. If my address"
                " goes in one more system I have to move again."
            ),
            "people": "My mum. My two. Four women whose surnames I don't know, and don't need to.",
        },
        sensitive=("history", "harms", "people"),
    ),
    open_to={
        "matters": ("lamp-room", "gp-tollhouse", "social-work-wishaw"),
        "works": ("lamp-room", "gp-tollhouse", "social-work-wishaw"),
        "history": ("sheltering-rowan",),
        "harms": ("sheltering-rowan",),
    },
    known_to=("rowan-support",),
    forbidden=("south-council", "social-work-hamilton"),
    refusal_words="No one in Hamilton. He has a cousin in an office there, and I don't know which.",
)
