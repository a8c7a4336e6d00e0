"""Writes to who a person is: taking her in, her names and numbers, how to reach her."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.ecosystem.models import Place
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.actions.sharing import relate
from ecotone.people.models import FormerName, Person, PersonIdentifier
from ecotone.people.rules import (
    SHAREABLE,
    CareRole,
    IdentifierKind,
    Part,
    birth_date_problems,
    identifier_problems,
)

WHO = frozenset({"name", "known_as", "pronouns", "birth_date", "home_id"})
HOW = frozenset({"contact_how", "contact_detail", "contact_warning", "language", "interpreter", "communication"})
"""How to reach her safely. Together with WHO the fields that `add_person` and `change_person` take."""


@action("people.add_person")
def add_person(
    *,
    by: Principal,
    name: str,
    purpose: str = "",
    parts: Iterable[Part] = SHAREABLE,
    sensitive: bool = False,
    **fields: Any,
) -> Person:
    """Takes a person in. A worker's own team gets a relationship of care with her, opened by her consent.

    `sensitive`: the team's name alone would tell others too much.
    """
    policies.may_add_person(by).require()
    _only(fields)
    check(_person_problems({"name": name, **fields}))
    person = Person.add(name=name, **fields)
    wrote("person", person.id, act="people.add_person")
    if by.actor_id:
        relate(
            person,
            by.actor_id,
            role=CareRole.MEMBER,
            purpose=purpose,
            parts=parts,
            basis=Basis.CONSENT,
            sensitive=sensitive,
            newcomer=True,
        )
    return person


@action("people.change_person")
def change_person(*, by: Principal, person_id: UUID, version: int, **fields: Any) -> Person:
    """Changes who she is or how to reach her. Raises Stale when another change came first, Invalid for no change."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    _only(fields)
    if not fields:
        raise Invalid(Problem("ground.nothing_to_change"))
    if fields.keys() & HOW:
        policies.may_change_contact(by, person_id).require("person", person_id)
    check(_person_problems(fields))
    person = Person.of(person_id)
    if "name" in fields and fields["name"].strip() != person.name:
        FormerName.add(person=person, name=person.name)
    person.change(version=version, **fields)
    if "name" in fields:
        person.relationships.update(person_name=person.name)
    for part, names in {Part.IDENTITY: WHO, Part.CONTACT: HOW}.items():
        if fields.keys() & names:
            wrote("person", person_id, act="people.change_person", part=part, basis=basis)
    return person


def _only(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - WHO - HOW:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


def _person_problems(fields: dict[str, Any]) -> list[Problem]:
    """What is wrong with these fields. Raises NotFound for a home that is no place."""
    problems = list(birth_date_problems(fields.get("birth_date"), clock.today()))
    if "name" in fields and not fields["name"].strip():
        problems.append(Problem("ground.required", "name"))
    if home_id := fields.get("home_id"):
        Place.of(home_id)
    return problems


@action("people.add_identifier")
def add_identifier(
    *, by: Principal, person_id: UUID, kind: IdentifierKind, value: str, source: str = ""
) -> PersonIdentifier:
    """Adds a number after checking its digits. Raises Invalid when another record holds it already."""
    basis = policies.may_write(by, person_id).require("person", person_id).basis
    check(choice_problems(kind=(IdentifierKind, kind)))
    plain = value.strip() if kind == IdentifierKind.LOCAL else "".join(value.split())
    check(identifier_problems(IdentifierKind(kind), plain))
    person = Person.of(person_id)
    try:
        with transaction.atomic():
            made = PersonIdentifier.add(person=person, kind=kind, value=plain, source=source)
    except IntegrityError as error:
        raise Invalid(Problem("people.identifier_taken", "value")) from error
    wrote("person", person_id, act="people.add_identifier", part=Part.IDENTIFIERS, basis=basis, keeps_access=True)
    return made
