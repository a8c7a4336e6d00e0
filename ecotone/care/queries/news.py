"""What a reader's news is about, as far as the reader may see it now: rows by id, and nothing for the rest."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from ecotone.access.principal import Principal
from ecotone.care.machine import State
from ecotone.care.models import Candidate, Question
from ecotone.care.queries.offers import offer_views
from ecotone.care.queries.others import question_views
from ecotone.care.queries.rows import as_guardian, rows_for, with_names
from ecotone.care.views import OfferView, QuestionView, ReferralRow


def referrals_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, ReferralRow]:
    """Those of these referrals of which the caller may see anything, by id. Drafts are nobody's news."""
    if not ids:
        return {}
    with as_guardian(by):
        found = list(with_names().filter(id__in=set(ids)).exclude(state=State.DRAFT))
    return {row.id: row for row in rows_for(by, found, code="care.news")}


def offers_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, OfferView]:
    """Those of these open offers that the caller's team was told of, by id; nothing of whom they are for."""
    if not ids or not by.practises:
        return {}
    told = Candidate.objects.filter(actor__in=[by.actor_id], referral__in=set(ids))
    return {view.id: view for view in offer_views(by, told, "care.news")}


def questions_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, QuestionView]:
    """Those of these questions that the caller's team asked or was asked, and may still know of, by id."""
    if not ids or not by.practises:
        return {}
    ours = Q(source_id=by.actor_id) | Q(target_id=by.actor_id)
    kept = list(Question.objects.filter(ours, id__in=set(ids)).select_related("source", "target"))
    return {view.id: view for view in question_views(by, kept)}
