"""Who agreed to an ask, and with what it began: what the drafting of an ask asks of the room of people."""

from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.ground.errors import Problem
from ecotone.people import policies as people

AGREED = ("agreed", "signed_as", "signed_by", "nobody_why", "least", "her_wishes")
"""The columns that say who agreed to an ask."""


def agreement(by: Principal, person_id: UUID, basis: Basis, said: dict[str, Any]) -> people.Agreement:
    """Who agrees to it, as its columns say, or what is missing. What she agreed to before covers nothing further."""
    return people.agreement(by, person_id, basis, people.Yes(**said))


def began_problems(by: Principal, person_id: UUID, wish_id: UUID | None) -> list[Problem]:
    """An ask begins with what was passed on for her, and she wishes, or not at all."""
    if wish_id is None or people.may_begin_with(by, person_id, wish_id).allowed:
        return []
    return [Problem("people.not_wished", "began_with_id")]
