"""Tells those whom it concerns, in the transaction of what happened: the one place where care writes notices.

A notice holds ids alone. What it says is asked of the records when it is read, by who may read them then.
"""

from uuid import UUID, uuid5

from ecotone.access.principal import Principal
from ecotone.care.machine import State
from ecotone.care.models import Candidate, Judgement, Question, Referral, ReferralMove, Sentence
from ecotone.care.rules.news import sides_told
from ecotone.notices import actions as notices
from ecotone.notices.rules import Side, Sort, To
from ecotone.notices.views import Told


def tell_of_move(by: Principal, referral: Referral, move: ReferralMove) -> None:
    """What became of an ask; nobody hears of a draft, which only its author knows."""
    if move.before != State.DRAFT or move.after in (State.OFFERED, State.UNCLAIMED):
        _tell(by, referral, event=move.id, kind=move.code)
    if move.after == State.UNCLAIMED:
        _tell_candidates(by, referral, move)


def _tell_candidates(by: Principal, referral: Referral, move: ReferralMove) -> None:
    """Those who may claim an open offer read of it as that: not whom it is for."""
    able = Candidate.objects.filter(referral=referral, passed_at=None).order_by("actor_id")
    ids = able.values_list("actor_id", flat=True).distinct()
    told = [Told(To.TEAM, actor_id, Side.TARGET, Sort.TO_DO) for actor_id in ids]
    _note(by, "offer", referral.id, move.id, move.code, told)


def tell_of_lateness(by: Principal, referral: Referral) -> None:
    """The day to reply has passed: each time once."""
    _tell(by, referral, event=uuid5(referral.id, f"escalate:{referral.version}"), kind="escalate")


def tell_of_review(by: Principal, referral: Referral) -> None:
    """The day to look at it again has passed: whoever owes the answer, or holds the ask, is told once."""
    kind = "answer_due" if referral.state == State.INFO_NEEDED else "review_due"
    _tell(by, referral, event=uuid5(referral.id, f"{kind}:{referral.version}"), kind=kind)


def tell_of_judgement(by: Principal, referral: Referral, judgement: Judgement) -> None:
    _tell(by, referral, event=judgement.id, kind="judge")


def tell_of_sentence(by: Principal, referral: Referral, sentence: Sentence) -> None:
    """A group answered in words of its own, which is no move until whoever asked has read it."""
    _tell(by, referral, event=sentence.id, kind="sentence")


def tell_of_question(by: Principal, question: Question, kind: str) -> None:
    """A `question` was asked, or there is an answer: `answer_question`."""
    to = {Side.SOURCE: question.source_id, Side.TARGET: question.target_id}
    told = [Told(To.TEAM, to[side], side, sort) for side, sort in sides_told(kind, is_own_ask=False)]
    _note(by, "question", question.id, question.id, kind, told)


def _tell(by: Principal, referral: Referral, *, event: UUID, kind: str) -> None:
    to = {
        Side.SOURCE: (To.TEAM, referral.source_id),
        Side.TARGET: (To.TEAM, referral.target_id),
        Side.PERSON: (To.PERSON, referral.person_id),
    }
    sides = sides_told(kind, is_own_ask=referral.source_id is None)
    told = [Told(to[side][0], id_, side, sort) for side, sort in sides if (id_ := to[side][1])]
    if referral.person.died_on:
        told = [each for each in told if each.to_kind is not To.PERSON]
    _note(by, "referral", referral.id, event, kind, told)


def _note(by: Principal, subject_kind: str, subject_id: UUID, event: UUID, kind: str, told: list[Told]) -> None:
    others = [each for each in told if each.to_id not in (by.actor_id, by.person_id)]
    if others:
        notices.tell(by=by, event=event, kind=kind, subject_kind=subject_kind, subject_id=subject_id, told=others)
