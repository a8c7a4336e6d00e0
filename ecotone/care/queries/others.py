"""Reads of questions between teams and of personal outcomes."""

from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import Outcome, Question
from ecotone.care.queries.referral import outcome_view
from ecotone.care.views import OutcomeView, QuestionView
from ecotone.ground.errors import NotFound
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner


def questions(
    by: Principal, *, waiting_only: bool = False, most: int = 50
) -> tuple[list[QuestionView], list[QuestionView]]:
    """The questions other teams asked ours, and those we asked; with `waiting_only` the unanswered and unread."""
    if not by.practises:
        return [], []
    to_us, from_us = Q(target_id=by.actor_id), Q(source_id=by.actor_id)
    if waiting_only:
        to_us &= Q(answered_at=None)
        from_us &= Q(answered_at__isnull=False, read_at=None)
    kept = Question.objects.filter(to_us | from_us).select_related("source", "target")
    views = _views(by, list(kept.order_by("-created_at", "-id")[:most]))
    return [v for v in views if not v.is_ours], [v for v in views if v.is_ours]


def question(by: Principal, question_id: UUID) -> QuestionView:
    """One question. Raises NotFound, or Refused to anyone but the two teams."""
    kept = Question.objects.select_related("source", "target").filter(pk=question_id).first()
    if kept is None:
        raise NotFound("question", question_id)
    policies.may_see_question(by, kept).require("question", question_id)
    return _views(by, [kept])[0]


def _views(by: Principal, kept: list[Question]) -> list[QuestionView]:
    about = [q.person_id for q in kept if q.person_id]
    banners = people.banners(by, about, code="care.questions") if about else {}
    readable = [q for q in kept if q.person_id is None or banners[q.person_id].identity]
    looked(by, "care.questions", *(Subject("question", q.id) for q in readable))
    return [_view(by, q, banners.get(q.person_id) if q.person_id else None) for q in readable]


def _view(by: Principal, q: Question, person: Banner | None) -> QuestionView:
    return QuestionView(
        id=q.id,
        version=q.version,
        source_id=q.source_id,
        source=q.source.name,
        target_id=q.target_id,
        target=q.target.name,
        person=person,
        text=q.text,
        answer=q.answer,
        asked_by=q.author,
        asked_at=q.created_at,
        answered_by=q.answered_by,
        answered_at=q.answered_at,
        read_at=q.read_at,
        is_ours=q.source_id == by.actor_id,
    )


def outcomes_of(by: Principal, person_id: UUID) -> list[OutcomeView]:
    """What a person hopes for, newest first. Raises Refused where this part is not the caller's to see."""
    verdict = policies.may_see_outcomes(by, person_id).require("person", person_id)
    looked(by, "care.outcomes_of", Subject("person", person_id, Part.OUTCOMES, verdict.basis))
    kept = Outcome.objects.filter(person_id=person_id).prefetch_related("reviews").order_by("-created_at", "-id")
    return [outcome_view(outcome) for outcome in kept]
