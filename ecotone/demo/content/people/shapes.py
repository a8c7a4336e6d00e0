"""The shapes of an invented person, their people, their story and what may follow from it.

Archetype ──(chance)──▶ Life: Person + Circle + Story + Asks
   │ roles                       one life told without contradiction:
   │ facts (chosen once)         ages fit, names keep their relation,
   └ sentences with {gaps}       the same fact is the same in every section
"""

from dataclasses import dataclass
from datetime import date

SECTIONS = ("matters", "history", "works", "harms", "people")
SECTION_TITLES = {
    "matters": "What matters to me",
    "history": "My history",
    "works": "What works for me",
    "harms": "What harms or worries me",
    "people": "My people",
}
GENDERS = ("woman", "man", "non-binary")


@dataclass(frozen=True)
class Pronouns:
    """The words a sentence needs to speak of somebody."""

    they: str
    them: str
    their: str

    @property
    def label(self) -> str:
        """As a person would write them down: "she/her"."""
        return f"{self.they}/{self.them}"


PRONOUNS = {
    "woman": Pronouns("she", "her", "her"),
    "man": Pronouns("he", "him", "his"),
    "non-binary": Pronouns("they", "them", "their"),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented person.

    chi, nhs_number      ten digits as text with a right check digit; invented (see `identifiers`)
    place                key of the neighbourhood where they live
    archetype            key of the story they came with
    safe_contact         how, when and whether to reach them, in their words
    communication        what helps them to understand and be understood, "" where nothing is needed
    language             the language they would rather speak
    phone                from the drama range, "" for somebody without one
    """

    given_name: str
    family_name: str
    gender: str
    pronouns: str
    birth_date: date
    place: str
    chi: str
    nhs_number: str
    archetype: str
    safe_contact: str
    communication: str
    language: str
    phone: str
    heritage: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    def age_on(self, day: date) -> int:
        """Whole years on a day."""
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


@dataclass(frozen=True, kw_only=True)
class CircleTie:
    """Somebody or some group in a person's life, as the person names them.

    kind         "person" or "group"; groups here are often listed nowhere, which is the point
    relation     in the person's words: "daughter", "neighbour", "the corner shop"
    closeness    1 closest to 3
    age          years, None for groups and where it does not matter
    actor        key of an Actor of the world, "" where it is none
    """

    name: str
    relation: str
    kind: str
    closeness: int
    words: str = ""
    age: int | None = None
    actor: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing asked for, and how it may go: need, reason, hope, question and answer, outcome.

    reason is the referrer's, plain; hope is the person's; question is a team's and answer comes back;
    outcome is written by whoever helped. All may hold gaps such as {me.name} or {child.name}.
    """

    need: str
    reason: str
    hope: str
    question: str
    answer: str
    outcome: str


@dataclass(frozen=True)
class Role:
    """Somebody the story needs. `words` are relation words by gender, None where that gender is not meant.

    gap        lowest and highest difference in years, theirs less the teller's
    between    youngest and oldest they may be, whatever the gap
    living     False for one who has died and so stands in the story but not in the circle
    kin        shares the teller's family name
    opposite   of the other gender than the teller, nearly always
    """

    key: str
    woman: str | None
    man: str | None
    gap: tuple[int, int]
    between: tuple[int, int] = (0, 105)
    closeness: int = 1
    living: bool = True
    kin: bool = False
    opposite: bool = False


@dataclass(frozen=True, kw_only=True)
class Archetype:
    """A kind of story. `weight` is how often it comes; sentences are first person and mutually compatible.

    facts        name → ways; one way is chosen for each and then holds throughout
    sections     section → variants, each able to stand alone or beside any other of the same section
    sensitive    sections which want the sensitive label; a need's own sensitivity is in `needs`
    heritages    heritages it may be told by, () for any but a newcomer's
    mother_tongue   True where the story needs a language other than English
    safe_contacts, communications   what this story says about reaching its teller; () takes what fits the age
    """

    key: str
    title: str
    weight: int
    ages: tuple[int, int]
    roles: tuple[Role, ...]
    facts: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]
    asks: tuple[Ask, ...]
    genders: tuple[str, ...] = ("woman", "man")
    heritages: tuple[str, ...] = ()
    mother_tongue: bool = False
    safe_contacts: tuple[str, ...] = ()
    communications: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """A person's words by section; `sensitive` names the sections to label so."""

    sections: dict[str, str]
    sensitive: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Life:
    """Everything about one invented person that a builder needs."""

    person: Person
    circle: tuple[CircleTie, ...]
    story: Story
    asks: tuple[Ask, ...]
