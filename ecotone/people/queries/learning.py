"""Reads for whoever is here to learn from what was done, and not to help: of whom, and what they allow."""

from uuid import UUID

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.people import policies
from ecotone.people.queries.record import person
from ecotone.people.rules import STORY, Part
from ecotone.people.views import PersonView


def to_learn_from(by: Principal, *, most: int = 50, start: int = 0) -> tuple[list[tuple[UUID, str]], int]:
    """Those who let the caller's team learn from some of their record: id and name, by name; and how many there are.

    Raises Refused to whoever is not here to learn.
    """
    policies.may_learn(by).require("person")
    known = policies.visible_to(by).order_by("name", "id")
    rows = list(known.values_list("id", "name")[start : start + most])
    verdicts = policies.verdicts(by, [id_ for id_, _ in rows])
    basis = {id_: verdicts[id_][Part.IDENTITY].basis for id_, _ in rows}
    looked(by, "people.to_learn_from", *(Subject("person", id_, Part.IDENTITY, basis[id_]) for id_, _ in rows))
    return rows, known.count()


def learn_from(by: Principal, person_id: UUID) -> PersonView:
    """Her story, as far as she lets the caller's team learn from it. Raises Refused to all not here for that."""
    policies.may_learn(by).require("person", person_id)
    return person(by, person_id, STORY)
