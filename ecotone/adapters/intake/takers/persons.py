"""People and who is around them: a person is known by a number that is hers alone, and never by her name.

Nobody is closed because a newer file does not name them, no account is made, and no relationship of care is opened:
who may see somebody who was taken in, her relationships say.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from ecotone.access.principal import Principal
from ecotone.adapters.intake.takers.common import Current, Taker
from ecotone.adapters.intake.wanted import Wanted
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Problem
from ecotone.ground.text import clean
from ecotone.people import actions
from ecotone.people.actions.record import HOW, WHO
from ecotone.people.models import CircleTie, Person, PersonIdentifier
from ecotone.people.rules import CircleKind, IdentifierKind, NamedBy, birth_date_problems

TOLD_BY = "the record that was taken in"
Number = tuple[str, str, str]
"""(kind, source, value)"""


class People(Taker):
    """Fields: those of `people.add_person`, `died_on`, and `numbers`, which are added and never taken away."""

    kind = "person"

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        tidied = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
        return tidied | ({"numbers": frozenset(fields["numbers"])} if "numbers" in fields else {})

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """By any of her numbers, unless they are of different people here, or of several in the file."""
        keys: dict[Number, set[str]] = {}
        for each in wanted:
            for number in each.fields.get("numbers", ()):
                keys.setdefault(number, set()).add(each.key)
        rows = PersonIdentifier.objects.filter(value__in={value for _, _, value in keys})
        found: dict[str, set[UUID]] = {}
        for kind, source, value, person_id in rows.values_list("kind", "source", "value", "person_id"):
            for key in keys.get((kind, source if kind == IdentifierKind.LOCAL else "", value), ()):
                found.setdefault(key, set()).add(person_id)
        return {key: ids.pop() for key, ids in found.items() if len(ids) == 1}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        rows = Person.objects.filter(pk__in=ids).prefetch_related("identifiers")
        return {row.id: Current(row.id, "", _fields(row), row.version) for row in rows}

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        yield from required(name=fields.get("name", "")) if "name" in fields else ()
        yield from birth_date_problems(fields.get("birth_date"), clock.today())
        if (died_on := fields.get("died_on")) and died_on > clock.today():
            yield Problem("people.future", "died_on")

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        with transaction.atomic():
            made = actions.add_person(by=by, **{name: fields[name] for name in fields if name in WHO | HOW})
            self._add(by, made.id, fields)
        return made.id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        said = {name: value for name, value in fields.items() if name in WHO | HOW}
        new = set(fields.get("numbers", ())) - set(now.fields["numbers"])
        with transaction.atomic():
            if said:
                actions.change_person(by=by, person_id=now.id, version=now.version, **said)
            self._add(by, now.id, {**fields, "numbers": new})
        return ["died_on"] if "died_on" in fields and now.fields["died_on"] else []

    def adopt(self, by: Principal, subject_id: UUID, wanted: Wanted) -> None:
        known = {_number(row) for row in PersonIdentifier.objects.filter(person=subject_id)}
        self._add(by, subject_id, {"numbers": set(wanted.fields.get("numbers", ())) - known})

    def _add(self, by: Principal, person_id: UUID, fields: Mapping[str, Any]) -> None:
        for kind, source, value in sorted(fields.get("numbers", ())):
            actions.add_identifier(by=by, person_id=person_id, kind=IdentifierKind(kind), value=value, source=source)
        died_on: date | None = fields.get("died_on")
        if died_on:
            actions.note_death(by=by, person_id=person_id, died_on=died_on, told_by=TOLD_BY)


def _fields(row: Person) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in WHO | HOW}
    return said | {"died_on": row.died_on, "numbers": frozenset(map(_number, row.identifiers.all()))}


def _number(row: PersonIdentifier) -> Number:
    """A national number is the same whoever it came from."""
    return str(row.kind), row.source if row.kind == IdentifierKind.LOCAL else "", row.value


class CircleTies(Taker):
    """Somebody around a person. What was said of them once stays as it is: a circle is the person's to change."""

    kind = "circle_tie"

    def tidy(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}

    def find(self, wanted: Sequence[Wanted]) -> Mapping[str, UUID]:
        """By the name in her own circle: the same name twice around one person is one."""
        named = {(each.fields["person_id"], each.fields["name"].casefold()): each.key for each in wanted}
        rows = CircleTie.objects.filter(person__in={person_id for person_id, _ in named}, until=None)
        found = rows.values_list("person_id", "name", "id")
        pairs = {(person_id, name.casefold()): tie_id for person_id, name, tie_id in found}
        return {named[pair]: tie_id for pair, tie_id in pairs.items() if pair in named}

    def read(self, ids: Collection[UUID]) -> Mapping[UUID, Current]:
        names = ("person_id", "kind", "name", "relation")
        rows = CircleTie.objects.filter(pk__in=ids)
        return {
            row.id: Current(row.id, "", {name: getattr(row, name) for name in names}, row.version) for row in rows
        }

    def problems(self, fields: Mapping[str, Any]) -> Iterable[Problem]:
        return required(name=fields.get("name", ""))

    def create(self, by: Principal, wanted: Wanted, fields: Mapping[str, Any]) -> UUID:
        given = {**fields, "kind": CircleKind(fields["kind"]), "named_by": NamedBy.WORKER}
        return actions.add_to_circle(by=by, **given).id

    def change(self, by: Principal, now: Current, fields: Mapping[str, Any]) -> Collection[str]:
        return tuple(fields)
