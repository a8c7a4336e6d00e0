"""Writes to contributions: who put in what, family and the person included."""

from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict
from ecotone.care import policies
from ecotone.care.models import Contribution, Outcome, Referral
from ecotone.care.rules import GiftKind
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies as people
from ecotone.people.models import CircleTie, Encounter
from ecotone.people.rules import Part

SUBJECTS: dict[str, type[Referral] | type[Encounter] | type[Outcome]] = {
    "referral": Referral,
    "encounter": Encounter,
    "outcome": Outcome,
}


@action("care.contribute")
def contribute(
    *,
    by: Principal,
    to: str,
    to_id: UUID,
    kind: GiftKind,
    words: str,
    actor_id: UUID | None = None,
    circle_tie_id: UUID | None = None,
    by_person: bool = False,
    minutes: int | None = None,
    amount_minor: int | None = None,
    paid: bool = False,
    on: date | None = None,
) -> Contribution:
    """Keeps what somebody put in: `to` a referral, encounter or outcome; from one actor, one of the circle, or her.

    `minutes` for time, `amount_minor` in pence for money. Raises Invalid naming every fault.
    """
    model = SUBJECTS.get(to)
    if model is None:
        raise Invalid(Problem("ground.unknown_choice", "to"))
    subject = model.of(to_id)
    person_id = subject.person_id
    basis = _may_contribute(by, subject).require("person", person_id).basis
    givers: dict[str, Any] = {"actor_id": actor_id, "circle_tie_id": circle_tie_id, "by_person": by_person}
    check(
        [
            *choice_problems(kind=(GiftKind, kind)),
            *_giver_problems(givers, person_id),
            *_measure_problems(minutes, amount_minor, on),
            *required(words=words),
        ]
    )
    gift = Contribution.add(
        **{f"{to}_id": to_id},
        **givers,
        kind=kind,
        words=words,
        minutes=minutes,
        amount_minor=amount_minor,
        paid=paid,
        on=on or clock.today(),
        **Contribution.signed(by),
    )
    wrote("person", person_id, act="care.contribute", part=Part.OUTCOMES, basis=basis, keeps_access=True)
    return gift


def _may_contribute(by: Principal, subject: Referral | Encounter | Outcome) -> Verdict:
    if by.kind is Kind.CARER:
        return Verdict.refuse("people.not_permitted")
    if isinstance(subject, Referral):
        return policies.may_judge(by, subject)
    part = Part.ENCOUNTERS if isinstance(subject, Encounter) else Part.OUTCOMES
    return people.may_write(by, subject.person_id) if by.is_system else people.verdict(by, subject.person_id, part)


def _giver_problems(givers: dict[str, Any], person_id: UUID) -> list[Problem]:
    """One giver, who is there. Raises NotFound for an actor that is not."""
    problems = []
    if sum(bool(giver) for giver in givers.values()) != 1:
        problems.append(Problem("care.one_giver", "giver"))
    if givers["actor_id"]:
        Actor.of(givers["actor_id"])
    tie_id = givers["circle_tie_id"]
    if tie_id and not CircleTie.objects.filter(pk=tie_id, person_id=person_id).exists():
        problems.append(Problem("care.other_person", "giver"))
    return problems


def _measure_problems(minutes: int | None, amount_minor: int | None, on: date | None) -> list[Problem]:
    problems = []
    if minutes is not None and not 0 < minutes <= 100_000:
        problems.append(Problem("care.number", "minutes"))
    if amount_minor is not None and not 0 < amount_minor <= 100_000_000:
        problems.append(Problem("care.number", "amount_minor"))
    if on and on > clock.today():
        problems.append(Problem("care.day_to_come", "on"))
    return problems
