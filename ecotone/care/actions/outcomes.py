"""Writes to personal outcomes: what she hopes for, and how she sees it now."""

from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import Outcome, OutcomeReview
from ecotone.care.rules import Change, OutcomeKind, Pen
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies as people
from ecotone.people.models import Person
from ecotone.people.rules import Part, after_death


@action("care.add_outcome")
def add_outcome(
    *, by: Principal, person_id: UUID, words: str, kind: OutcomeKind = OutcomeKind.QUALITY_OF_LIFE
) -> Outcome:
    """Writes down what the person hopes for, in her words."""
    basis = people.may_write(by, person_id).require("person", person_id).basis
    person = Person.of(person_id)
    check([*required(words=words), *choice_problems(kind=(OutcomeKind, kind)), *after_death(person.died_on)])
    outcome = Outcome.add(person=person, words=words, kind=kind, **Outcome.signed(by))
    wrote("person", person_id, act="care.add_outcome", part=Part.OUTCOMES, basis=basis)
    return outcome


@action("care.review_outcome")
def review_outcome(
    *, by: Principal, outcome_id: UUID, version: int, change: Change, words: str = "", pen: Pen = Pen.PERSON
) -> OutcomeReview:
    """Keeps how she sees it now. A worker who writes it down says so by `pen`."""
    outcome = Outcome.of(outcome_id)
    basis = policies.may_write_outcome(by, outcome).require("person", outcome.person_id).basis
    faults = [*choice_problems(change=(Change, change), pen=(Pen, pen)), *_ended(outcome)]
    check([*faults, *after_death(outcome.person.died_on)])
    if pen == Pen.PERSON and by.person_id != outcome.person_id and not by.is_system:
        raise Invalid(Problem("care.who_held_the_pen", "pen"))
    outcome.change(version=version, reviewed_at=clock.now())
    review = OutcomeReview.add(outcome=outcome, change=change, words=words, pen=pen, **OutcomeReview.signed(by))
    wrote("person", outcome.person_id, act="care.review_outcome", part=Part.OUTCOMES, basis=basis)
    return review


@action("care.end_outcome")
def end_outcome(*, by: Principal, outcome_id: UUID, version: int) -> Outcome:
    """It is reached, or no longer what she wants; what was said of it stays."""
    outcome = Outcome.of(outcome_id)
    basis = policies.may_write_outcome(by, outcome).require("person", outcome.person_id).basis
    check(_ended(outcome))
    outcome.change(version=version, ended_at=clock.now())
    wrote("person", outcome.person_id, act="care.end_outcome", part=Part.OUTCOMES, basis=basis)
    return outcome


def _ended(outcome: Outcome) -> list[Problem]:
    return [Problem("people.ended")] if outcome.ended_at else []
