"""Who agreed to an ask for help, by the rule; and who may read that. Gathers the facts, and fails closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.ground import clock
from ecotone.ground.errors import Problem
from ecotone.people.policies.pressing import is_pressed
from ecotone.people.policies.record import verdicts
from ecotone.people.policies.signing import HELD, facts_to_sign
from ecotone.people.policies.writing import not_lent, only_consulted
from ecotone.people.rules import Part
from ecotone.people.rules.agreeing import Agreed, nobody_problems, who_agrees
from ecotone.people.rules.signing import Matter, may_sign

NOBODY = Principal(Kind.NOBODY)


@dataclass(frozen=True)
class Yes:
    """What is said of who agreed to an ask; all of it empty where she did, and is able to.

    `authority_id`: by which somebody agreed in her place. `nobody_why`: why nobody could be asked or agree; `least`:
    the least was chosen that does it. `her_wishes`: what is known of what she wishes, or wished.
    """

    authority_id: UUID | None = None
    nobody_why: str = ""
    least: bool = False
    her_wishes: str = ""


@dataclass(frozen=True)
class Agreement:
    """Who agreed, as the columns of an ask say it; or what is missing."""

    columns: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@widened(Why.RULE)
def agreement(principal: Principal, person_id: UUID, basis: Basis, said: Yes) -> Agreement:
    """Who agrees to this ask, which the caller may make? Never taken from who calls: the rule says it."""
    own, nobody = principal.kind is Kind.PERSON, bool(said.nobody_why.strip() or said.least)
    facts, row = facts_to_sign(principal, person_id, None if own else said.authority_id)
    if said.authority_id and row is None and not own:
        return _missing("people.authority_not_now")
    agreed = who_agrees(facts, basis, clock.now(), own=own, nobody=nobody)
    if agreed is Agreed.IN_HER_PLACE and row is not None:
        if nobody:
            return _missing("people.somebody_agreed", "nobody_why")
        if is_pressed(person_id, row.tie_id):
            return _missing("people.authority_not_now" if principal.token_id else HELD)  # no program reads of it
        signed = {"signed_as": row.kind, "signed_by": row.tie.name, "her_wishes": said.her_wishes}
        return Agreement({"agreed": agreed, **signed})
    if agreed is Agreed.NOBODY_COULD:
        told = {"nobody_why": said.nobody_why, "least": said.least, "her_wishes": said.her_wishes}
        return Agreement({"agreed": agreed, **told}, tuple(nobody_problems(said.nobody_why, least=said.least)))
    if isinstance(agreed, Agreed):
        return Agreement({"agreed": agreed})
    if agreed.code == "people.who_agrees" and principal.is_system:
        return Agreement({"agreed": Agreed.NOT_RECORDED})
    return _missing(agreed.code, "nobody_why" if agreed.code == "people.can_be_asked" else "authority_id")


def _missing(code: str, field: str = "authority_id") -> Agreement:
    return Agreement({}, (Problem(code, field),))


def signed_for_help_herself(person_id: UUID, at: datetime) -> bool:
    """Whether she could sign for help at that moment, by what is known of it now. For whoever may know her."""
    facts, _ = facts_to_sign(NOBODY, person_id)
    return may_sign(facts, Matter.HELP, at).allowed


def may_know_who_agreed(principal: Principal, person_id: UUID) -> Verdict:
    """She, and staff who help her now: those who may read who decides for her, and what was assessed.

    No carer, and nobody who came by a link: their page is one and the same, whoever agreed.
    """
    hers = verdicts(principal, [person_id])[person_id]
    return knows_who_agreed(principal, hers, only=only_consulted(principal, person_id))


def knows_who_agreed(principal: Principal, hers: Mapping[Part, Verdict], *, only: bool) -> Verdict:
    """The same by verdicts at hand; `only`: the caller was consulted of her, and no more."""
    if only:
        return Verdict.refuse("people.only_consulted")
    if principal.kind in (Kind.CARER, Kind.LINK):
        return Verdict.refuse("people.who_agreed")
    return not_lent(hers[Part.IDENTITY])
