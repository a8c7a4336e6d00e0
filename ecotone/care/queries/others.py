"""Reads of questions between teams and of personal outcomes."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import Outcome, Question
from ecotone.care.queries.referral import outcome_view
from ecotone.care.queries.rows import asked_by_id
from ecotone.care.views import OutcomeView, QuestionView
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner


def questions(by: Principal, *, most: int = 50) -> tuple[list[QuestionView], list[QuestionView]]:
    """The questions other teams asked ours, and those we asked."""
    if not by.practises:
        return [], []
    to_us, from_us = Q(target_id=by.actor_id), Q(source_id=by.actor_id)
    views = question_views(by, _kept(to_us | from_us, most))
    return [v for v in views if not v.is_ours], [v for v in views if v.is_ours]


def waiting_questions(by: Principal, most: int) -> list[Question]:
    """Those other teams wait for us to answer, and the answers we have not read: rows, for this room's lists."""
    to_us, from_us = Q(target_id=by.team_id, answered_at=None), Q(source_id=by.team_id, read_at=None)
    return _kept(to_us | (from_us & Q(answered_at__isnull=False)), most)


def _kept(which: Q, most: int) -> list[Question]:
    kept = Question.objects.filter(which).select_related("source", "target")
    return list(kept.order_by("-created_at", "-id")[:most])


def question(by: Principal, question_id: UUID) -> QuestionView:
    """One question. Raises NotFound, or Refused to anyone but the two teams."""
    rows = Question.objects.select_related("source", "target")
    kept = asked_by_id(rows, partial(policies.may_see_question, by), "question", question_id)
    policies.may_see_question(by, kept).require("question", question_id)
    return question_views(by, [kept])[0]


def question_views(
    by: Principal, kept: list[Question], banners: Mapping[UUID, Banner] | None = None
) -> list[QuestionView]:
    """Views of those questions whose person, if any, the caller may know; `banners` where they are at hand."""
    if banners is None:
        banners = people.banners(by, [q.person_id for q in kept if q.person_id], code="care.questions")
    readable = [q for q in kept if q.person_id is None or records.knows(banners[q.person_id].verdicts).allowed]
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
    veil = people.Veil(by, person_id)
    return [outcome_view(outcome, veil) for outcome in kept]
