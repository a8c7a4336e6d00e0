"""Somebody is taken in: who they are, how to reach them safely, what they tell, who is around them, who sees it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from ecotone.access import audit
from ecotone.access.principal import Principal
from ecotone.demo.calendar import Course, later
from ecotone.demo.content.people.shapes import CircleTie, Life, Person
from ecotone.demo.lives.sayings import STILL_SO
from ecotone.demo.place.staff import open_account
from ecotone.demo.vocabulary import SECTIONS
from ecotone.demo.world import DEMO, World
from ecotone.ground import clock
from ecotone.people import actions, queries
from ecotone.people.rules import SHAREABLE, CircleKind, Effect, IdentifierKind, NamedBy, Part, WordsOf
from ecotone.people.rules.signing import HERSELF_FROM, AuthorityKind, Matter

FAMILY = frozenset(
    {
        *("wife", "husband", "partner", "daughter", "son", "mother", "father", "mum", "dad", "sister", "brother"),
        *("granddaughter", "grandson", "grandmother", "grandfather", "gran", "granda", "aunt", "uncle", "niece"),
        *("nephew", "cousin", "baby", "sister-in-law", "brother-in-law", "daughter-in-law", "son-in-law"),
    }
)
NOT = ("Not ", "Never ", "Don't ", "Do not ", "Please don't ", "No ")
"""How a sentence begins that says what would not be safe or kind."""

PLAIN = {"neighbour": CircleKind.NEIGHBOUR, "friend": CircleKind.FRIEND, "pal": CircleKind.FRIEND}


@dataclass
class Somebody:
    """One who lives here, as the demo goes on knowing them.

    helper   who took them in, in the hat they did it in
    me       the person as a principal, where they sign in themselves
    ties     the circle by kind: (kind, id of the tie)
    asked    keys of the actors asked so far, the helper's own among them
    parent   the authority by which a parent agrees for a child under 12
    """

    key: str
    life: Life
    helper: Principal
    helping: str
    id: UUID = field(init=False)
    me: Principal | None = None
    ties: list[tuple[CircleKind, UUID]] = field(default_factory=list)
    said: dict[Part, UUID] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    parent: UUID | None = None

    @property
    def person(self) -> Person:
        return self.life.person

    @property
    def age(self) -> int:
        return self.person.age_on(clock.today())

    @property
    def agrees_by(self) -> UUID | None:
        """By which authority somebody agrees to what staff ask for them: a parent's, while they are under 12."""
        return self.parent if self.age < HERSELF_FROM else None


def register(world: World, somebody: Somebody, *, parts: Iterable[Part] = ()) -> None:
    """Who they are and how to reach them; whoever takes them in may see these parts of what they will tell."""
    somebody.id = _add(world, somebody, parts)
    somebody.asked.add(somebody.helping)
    world.people[somebody.key] = somebody.id


def take_in(
    world: World, somebody: Somebody, *, sections: Iterable[str], account: bool = False, most_ties: int = 3
) -> None:
    """One conversation, kept under one entry of the audit: who they are, the sections told so far, their people."""
    with together(somebody.helper, "people.add_person"):
        register(world, somebody, parts=SHAREABLE)
        actions.add_identifier(
            by=somebody.helper, person_id=somebody.id, kind=IdentifierKind.CHI, value=somebody.person.chi
        )
        for section in sections:
            tell(somebody, SECTIONS[section], somebody.life.story.sections[section])
        for tie in sorted(somebody.life.circle, key=lambda tie: tie.closeness)[:most_ties]:
            _add_tie(world, somebody, tie)
        if somebody.age < HERSELF_FROM:
            _write_down_parent(somebody)
    if account and somebody.age >= HERSELF_FROM:
        _open_account(world, somebody)


def _write_down_parent(somebody: Somebody) -> None:
    """A parent, and that whoever takes the child in saw the birth certificate."""
    hers: dict[str, Any] = {"by": somebody.helper, "person_id": somebody.id}
    tie = actions.add_to_circle(
        **hers, kind=CircleKind.FAMILY, name=f"The mother of {somebody.person.given_name}", relation="mother"
    )
    made = actions.record_authority(
        **hers,
        tie_id=tie.id,
        kind=AuthorityKind.PARENTAL,
        covers=[*Matter],
        powers="Birth certificate",
        seen_on=clock.today(),
        since=somebody.person.birth_date,
    )
    somebody.parent = made.id


@contextmanager
def together(by: Principal, code: str) -> Iterator[None]:
    """Keeps several acts of one sitting under one entry of the audit."""
    with transaction.atomic(), audit.writing(by, code):
        yield


def _add(world: World, somebody: Somebody, parts: Iterable[Part]) -> UUID:
    who = somebody.person
    how, warning = how_to_reach(who.safe_contact)
    made = actions.add_person(
        by=somebody.helper,
        purpose="Took the story down" if parts else "Registered here",
        parts=parts,
        name=who.name,
        known_as=who.given_name,
        pronouns=who.pronouns,
        birth_date=who.birth_date,
        home_id=world.places[who.place],
        contact_how=how,
        contact_warning=warning,
        contact_detail=who.phone,
        language=who.language,
        interpreter=who.language != "English",
        communication=who.communication,
    )
    return made.id


def how_to_reach(text: str) -> tuple[str, str]:
    """Parts what somebody says of being reached into how to, and what not to do: "Ring late. Never text." """
    sentences = [each.strip() for each in re.findall(r"[^.!?]+[.!?]*", text) if each.strip()]
    warnings = [each for each in sentences if each.startswith(NOT)]
    return " ".join(each for each in sentences if each not in warnings), " ".join(warnings)


def tell(somebody: Somebody, section: Part, text: str, *, by: Principal | None = None, anew: bool = False) -> None:
    """Writes down what was said; `anew` takes the place of what was said of it before."""
    entry = actions.add_story_entry(
        by=by or somebody.helper,
        person_id=somebody.id,
        section=section,
        text=text,
        words_of=WordsOf.PERSON,
        supersedes=somebody.said.get(section) if anew else None,
    )
    somebody.said[section] = entry.id


def _add_tie(world: World, somebody: Somebody, tie: CircleTie) -> None:
    kind = kind_of(tie)
    made = actions.add_to_circle(
        by=somebody.helper,
        person_id=somebody.id,
        kind=kind,
        name=tie.name,
        relation=tie.relation,
        actor_id=world.actors.get(tie.actor),
        closeness=tie.closeness,
        named_by=NamedBy.PERSON,
    )
    somebody.ties.append((kind, made.id))


def kind_of(tie: CircleTie) -> CircleKind:
    """What sort of tie the person's own word for it means."""
    if tie.kind == "group":
        return CircleKind.GROUP
    words = tie.relation.lower().split()
    if FAMILY & set(words):
        return CircleKind.FAMILY
    return next((PLAIN[word] for word in words if word in PLAIN), CircleKind.OTHER)


def _open_account(world: World, somebody: Somebody) -> None:
    """The cast has its accounts already."""
    account_id = world.accounts.get(somebody.key)
    account_id = account_id or open_account(world, key=somebody.key, name=somebody.person.name)
    actions.link_account(by=DEMO, person_id=somebody.id, account_id=account_id)
    somebody.me = queries.principal_for(account_id)


def look(by: Principal, somebody: Somebody) -> None:
    """Somebody reads what they may before they meet: it stands in the person's own list of looks."""
    with audit.gathering(by, "web.person"):
        queries.person(by, somebody.id)


def identity_only(world: World, somebody: Somebody) -> Course:
    """Somebody who is registered, and has not told more yet."""
    register(world, somebody)
    yield from ()


def story(world: World, somebody: Somebody, *, account: bool) -> Course:
    """Somebody whose story is told, part of it on the first day and the rest in the weeks after."""
    chance = world.chance("story", somebody.key)
    sections = list(somebody.life.story.sections)
    at_first = chance.choice((1, 2, 2, 3))
    take_in(world, somebody, sections=sections[:at_first], account=account)
    for section in sections[at_first:]:
        yield later(chance.uniform(4, 40))
        if chance.random() < 0.6:
            tell(somebody, SECTIONS[section], somebody.life.story.sections[section])
    if chance.random() < 0.3:
        yield later(chance.uniform(30, 150))
        _tell_anew(somebody, chance)
    if chance.random() < 0.3:
        yield later(chance.uniform(1, 20))
        yield from _choose(world, somebody, chance)


def _tell_anew(somebody: Somebody, chance: Random) -> None:
    section = chance.choice(list(somebody.said))
    before = next(text for key, text in somebody.life.story.sections.items() if SECTIONS[key] is section)
    by = somebody.me if somebody.me and chance.random() < 0.5 else somebody.helper
    tell(somebody, section, f"{before} {chance.choice(STILL_SO)}", by=by, anew=True)


def _choose(world: World, somebody: Somebody, chance: Random) -> Course:
    """A refusal or a grant, by the person where they sign in. Of parts only: helpers must still be able to meet."""
    by = somebody.me or somebody.helper
    if chance.random() < 0.6:
        actions.choose_sharing(
            by=by,
            person_id=somebody.id,
            effect=Effect.REFUSAL,
            sector=chance.choice(("council", "independent", "community", "nhs")),
            part=chance.choice((Part.HARMS, Part.HISTORY, Part.MY_PEOPLE)),
            note="Said so when asked",
        )
        return
    granted = actions.choose_sharing(
        by=by,
        person_id=somebody.id,
        effect=Effect.GRANT,
        actor_id=world.actors[f"nursing-{world.locality(somebody.person.place)}"],
        part=Part.IDENTIFIERS,
        until=clock.now() + timedelta(days=365),
    )
    if chance.random() < 0.3:
        yield later(chance.uniform(10, 60))
        actions.withdraw_choice(by=by, choice_id=granted.id)
