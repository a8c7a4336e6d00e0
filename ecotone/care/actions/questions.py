"""Writes to questions between teams: ask before you refer. An answered one is kept as a tie between the two."""

from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.models import Question
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem
from ecotone.people import actions as people
from ecotone.people.rules import CareRole, Part


@action("care.ask_question")
def ask_question(*, by: Principal, target_id: UUID, text: str, person_id: UUID | None = None) -> Question:
    """Asks another team something. About a person, the other team learns who she is, and nothing more."""
    policies.may_ask(by).require("actor", target_id)
    if not text.strip():
        raise Invalid(Problem("ground.required", "text"))
    if target_id == by.actor_id:
        raise Invalid(Problem("care.own_team", "target"))
    if not Actor.objects.filter(pk=target_id).exists():
        raise NotFound("actor", target_id)
    if person_id:
        people.open_relationship(
            by=by,
            person_id=person_id,
            actor_id=target_id,
            role=CareRole.CONSULT,
            purpose="question",
            parts=[],
            basis=Basis.CONSENT,
        )
    question = Question.objects.create(
        source_id=by.team_id, target_id=target_id, person_id=person_id, text=text, **Question.signed(by)
    )
    wrote("question", question.id, act="care.ask_question")
    return question


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
    wrote("question", question_id, act="care.answer_question")
    return question


@action("care.read_answer")
def read_answer(*, by: Principal, question_id: UUID, version: int) -> Question:
    """The asker has read the answer."""
    question = Question.of(question_id)
    policies.may_see_question(by, question).require("question", question_id)
    if by.actor_id == question.source_id and question.answered_at and question.read_at is None:
        question.change(version=version, read_at=clock.now())
    wrote("question", question_id, act="care.read_answer", part=Part.REFERRALS if question.person_id else "")
    return question
