"""Writes to questions between teams: ask before you refer. An answered one is kept as a tie between the two."""

from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.actions.closing import let_go
from ecotone.care.actions.news import tell_of_question
from ecotone.care.models import Question
from ecotone.directory.queries import is_sensitive
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.ids import new_id
from ecotone.people import actions as people
from ecotone.people.models import Person
from ecotone.people.rules import CareRole, Part, after_death


@action("care.ask_question")
def ask_question(
    *, by: Principal, target_id: UUID, text: str, person_id: UUID | None = None, source_id: UUID | None = None
) -> Question:
    """Asks another team something. About a person, the other team learns who she is, and nothing more.

    It knows her until 28 days after the answer was read. `source_id` is for Ecotone itself only.
    """
    policies.may_ask(by).require("actor", target_id)
    source, own_id = by.actor_id or (source_id if by.is_system else None), new_id()
    target = Actor.of(target_id)
    check([*required(text=text, source=source), *_target_problems(target, source), *_person_problems(person_id)])
    if person_id:
        people.open_relationship(
            by=by,
            person_id=person_id,
            actor_id=target_id,
            role=CareRole.CONSULT,
            purpose="question",
            parts=[],
            basis=Basis.CONSENT,
            sensitive=is_sensitive(target_id),
            opened_by=own_id,
        )
    question = Question.add(
        id=own_id,
        source=Actor.of(str(source)),
        target=target,
        person_id=person_id,
        text=text,
        **Question.signed(by),
    )
    tell_of_question(by, question, "question")
    wrote("question", question.id, act="care.ask_question")
    return question


def _target_problems(target: Actor, source_id: UUID | None) -> list[Problem]:
    if target.id == source_id:
        return [Problem("care.own_team", "target")]
    return [] if target.holds(clock.today()) else [Problem("care.no_target", "target")]


def _person_problems(person_id: UUID | None) -> list[Problem]:
    return after_death(Person.of(person_id).died_on) if person_id else []


@action("care.answer_question")
def answer_question(*, by: Principal, question_id: UUID, version: int, answer: str) -> Question:
    """Answers; from then on the two teams are tied by having asked and answered."""
    question = Question.of(question_id)
    policies.may_answer(by, question).require("question", question_id)
    if not answer.strip():
        raise Invalid(Problem("ground.required", "answer"))
    if question.answered_at:
        raise Invalid(Problem("care.answered_already", "answer"))
    question.change(version=version, answer=answer, answered_by=by.signature, answered_at=clock.now())
    ecosystem.note_asked(by=by, source_id=question.source_id, target_id=question.target_id)
    tell_of_question(by, question, "answer_question")
    wrote("question", question_id, act="care.answer_question")
    return question


@action("care.read_answer")
def read_answer(*, by: Principal, question_id: UUID, version: int) -> Question:
    """The asker has read the answer. What was asked about a person then ends: she is no longer their concern."""
    question = Question.of(question_id)
    policies.may_read_answer(by, question).require("question", question_id)
    if question.answered_at is None:
        raise Invalid(Problem("care.not_from_here"))
    if question.read_at is None:
        question.change(version=version, read_at=clock.now())
    if question.person_id:
        let_go(question.person_id, question.target_id, because_of=question_id)
        let_go(question.person_id, question.source_id, because_of=question_id)
    wrote("question", question_id, act="care.read_answer", part=Part.REFERRALS if question.person_id else "")
    return question
