"""One life made whole from chance: a person, their circle, their story and what is asked for.

Everything is drawn from the `random.Random` given, so that a seed makes the same town again. What has to
agree is drawn once and then only referred to: the teller first, then those around them, then the facts,
and the sentences last, with their gaps filled.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ecotone.demo.content import places
from ecotone.demo.content.people import identifiers, names, pools
from ecotone.demo.content.people.archetypes import ARCHETYPES, BY_KEY
from ecotone.demo.content.people.shapes import (
    PRONOUNS,
    SECTIONS,
    Archetype,
    Ask,
    CircleTie,
    Life,
    Person,
    Role,
    Story,
)

OLDER_FROM = 65
_USUALLY_OPPOSITE = 0.95
_SECOND_SENTENCE = 0.4
_NEEDS_COMMUNICATION = 0.25
_NO_PHONE = 0.04


@dataclass(frozen=True)
class _Mention:
    """Somebody as sentences speak of them: {child.name}, {child.word}, {child.They}."""

    name: str
    word: str
    gender: str
    age: int

    @property
    def they(self) -> str:
        return PRONOUNS[self.gender].they

    @property
    def them(self) -> str:
        return PRONOUNS[self.gender].them

    @property
    def their(self) -> str:
        return PRONOUNS[self.gender].their

    @property
    def They(self) -> str:
        return self.they.capitalize()


def someone(rng: Random, *, today: date, archetype: str = "", place: str = "") -> Life:
    """A whole invented life. `archetype` and `place` (locality or neighbourhood) are drawn unless given.

    Raises KeyError for an unknown archetype or place.
    """
    kind = BY_KEY[archetype] if archetype else _kind(rng)
    person_heritage = rng.choice(kind.heritages) if kind.heritages else names.heritage(rng)
    gender, age = rng.choice(kind.genders), rng.randint(*kind.ages)
    family = names.family_name(rng, heritage=person_heritage)
    given = names.given_name(rng, heritage=person_heritage, gender=gender, born=today.year - age)
    me = _Mention(given, "", gender, age)
    cast = _cast(rng, kind=kind, me=me, heritage=person_heritage, year=today.year)
    language = _language(rng, heritage=person_heritage, mother_tongue=kind.mother_tongue)
    context = _context(rng, kind=kind, me=me, cast=cast, language=language)
    birth_date = _birth_date(rng, today=today, age=age)
    person = Person(
        given_name=given,
        family_name=family,
        gender=gender,
        pronouns=PRONOUNS[gender].label,
        birth_date=birth_date,
        place=_neighbourhood(rng, place),
        chi=identifiers.chi_number(rng, birth_date=birth_date, gender=gender),
        nhs_number=identifiers.nhs_number(rng),
        archetype=kind.key,
        safe_contact=_fill(_safe_contact(rng, kind=kind, age=age), context),
        communication=_fill(_communication(rng, kind=kind, age=age), context),
        language=language,
        phone=_phone(rng, age=age),
        heritage=person_heritage,
    )
    circle = _circle(rng, kind=kind, cast=cast, family=family, age=age, heritage=person_heritage)
    asks = tuple(_filled_ask(ask, context) for ask in kind.asks)
    return Life(person=person, circle=circle, story=_story(rng, kind=kind, context=context), asks=asks)


def _kind(rng: Random) -> Archetype:
    return rng.choices(ARCHETYPES, weights=[kind.weight for kind in ARCHETYPES])[0]


def _language(rng: Random, *, heritage: str, mother_tongue: bool) -> str:
    """A language of the heritage; never English where the story is about another."""
    known = names.LANGUAGES.get(heritage, ("English",))
    return rng.choice([language for language in known if language != "English" or not mother_tongue])


def _birth_date(rng: Random, *, today: date, age: int) -> date:
    """A birth date which makes the age true on the day."""
    leap_day = (today.month, today.day) == (2, 29)
    anniversary = date(today.year - age, today.month, 28 if leap_day else today.day)
    return anniversary - timedelta(days=rng.randrange(365))


def _neighbourhood(rng: Random, place: str) -> str:
    """A neighbourhood: of the place given, or of a locality drawn by its population."""
    if not place:
        weights = [locality.population or 0 for locality in places.LOCALITIES]
        place = rng.choices(places.LOCALITIES, weights=weights)[0].key
    if places.BY_KEY[place].kind == "neighbourhood":
        return place
    return rng.choice([part.key for part in places.NEIGHBOURHOODS if place in part.parents])


def _role_gender(rng: Random, *, role: Role, me: _Mention) -> str:
    possible = [gender for gender in ("woman", "man") if getattr(role, gender)]
    if role.opposite and me.gender in possible and rng.random() < _USUALLY_OPPOSITE:
        possible.remove(me.gender)
    return rng.choice(possible)


def role_ages(role: Role, age: int) -> tuple[int, int]:
    """Youngest and oldest this role may be for a teller of this age; raises ValueError where nobody fits."""
    low = max(age + role.gap[0], role.between[0])
    high = min(age + role.gap[1], role.between[1])
    if low > high:
        raise ValueError(f"nobody can be {role.key} to somebody of {age}")
    return low, high


def _cast(rng: Random, *, kind: Archetype, me: _Mention, heritage: str, year: int) -> dict[str, _Mention]:
    """Those the story needs, each with a name nobody else in it bears."""
    cast: dict[str, _Mention] = {}
    for role in kind.roles:
        gender = _role_gender(rng, role=role, me=me)
        age = rng.randint(*role_ages(role, me.age))
        taken = frozenset({me.name, *(other.name for other in cast.values())})
        of = heritage if role.kin else names.heritage(rng)
        name = names.given_name(rng, heritage=of, gender=gender, born=year - age, avoid=taken)
        cast[role.key] = _Mention(name, getattr(role, gender), gender, age)
    return cast


def _context(
    rng: Random, *, kind: Archetype, me: _Mention, cast: dict[str, _Mention], language: str
) -> dict[str, object]:
    """What fills the gaps: the teller, the cast, the language, and one way for each fact."""
    facts = {name: rng.choice(ways) for name, ways in kind.facts.items()}
    return {"me": me, "language": language, **cast, **facts}


def _fill(text: str, context: dict[str, object]) -> str:
    """The sentence with its gaps filled and a capital to begin with."""
    filled = text.format(**context)
    return filled[:1].upper() + filled[1:]


def _story(rng: Random, *, kind: Archetype, context: dict[str, object]) -> Story:
    """One or two things said in each section."""
    sections = {}
    for section in SECTIONS:
        count = 2 if rng.random() < _SECOND_SENTENCE else 1
        said = rng.sample(kind.sections[section], count)
        sections[section] = " ".join(_fill(text, context) for text in said)
    return Story(sections=sections, sensitive=kind.sensitive)


def _filled_ask(ask: Ask, context: dict[str, object]) -> Ask:
    return Ask(
        need=ask.need,
        reason=_fill(ask.reason, context),
        hope=_fill(ask.hope, context),
        question=_fill(ask.question, context),
        answer=_fill(ask.answer, context),
        outcome=_fill(ask.outcome, context),
    )


def _life_stage(age: int) -> str:
    return "older" if age >= OLDER_FROM else "younger"


def _safe_contact(rng: Random, *, kind: Archetype, age: int) -> str:
    if kind.safe_contacts:
        return rng.choice(kind.safe_contacts)
    return rng.choice(pools.SAFE_CONTACT[_life_stage(age)])


def _communication(rng: Random, *, kind: Archetype, age: int) -> str:
    if kind.communications:
        return rng.choice(kind.communications)
    if rng.random() < _NEEDS_COMMUNICATION:
        return rng.choice(pools.COMMUNICATION[_life_stage(age)])
    return ""


def _phone(rng: Random, *, age: int) -> str:
    """A number from Ofcom's ranges for drama; a few people have none."""
    if rng.random() < _NO_PHONE:
        return ""
    landline = age >= OLDER_FROM and rng.random() < 0.6
    return f"01632 960{rng.randrange(1000):03d}" if landline else f"07700 900{rng.randrange(1000):03d}"


def _circle(
    rng: Random, *, kind: Archetype, cast: dict[str, _Mention], family: str, age: int, heritage: str
) -> tuple[CircleTie, ...]:
    """The living of the story, and one or two helpers who are on nobody's list."""
    people = tuple(
        CircleTie(
            name=f"{cast[role.key].name} {family}" if role.kin else cast[role.key].name,
            relation=cast[role.key].word,
            kind="person",
            closeness=role.closeness,
            age=cast[role.key].age,
        )
        for role in kind.roles
        if role.living
    )
    known = [*pools.HELPERS["anyone"], *pools.HELPERS.get(heritage, ())]
    if age >= OLDER_FROM:
        known += pools.HELPERS["older"]
    helpers = tuple(
        CircleTie(name=name, relation="helps, unasked", kind="group", closeness=3, words=words)
        for name, words in rng.sample(known, rng.randint(1, 2))
    )
    return people + helpers
