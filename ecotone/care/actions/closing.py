"""How an ask is closed: the asker reads the end, the person judges it, and the teams let go of her record.

live     an ask until it has ended and its asker has read the end, a question until its answer is read; for the
         team that was asked, an ask no longer once it went back unanswered
let go   once nothing between a team and a person is live, what the asks opened ends: at once for a team that
         was not to help, else 28 days later; who took her in keeps the relationship that came of that
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import policies
from ecotone.care.actions.news import tell_of_judgement
from ecotone.care.machine import FINAL, Party, State
from ecotone.care.models import Judgement, Question, Referral
from ecotone.care.rules import Means, NeedView, Pen
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.hand import hand
from ecotone.ground.prepared import Prepared, Value, amend
from ecotone.people import actions as people
from ecotone.people.rules import Part

CARE = Principal.system("care")
"""Ends looks as a consequence of a move, whoever made it; the audit entry names the one who did."""

AFTER_THE_LOOP = timedelta(days=28)
"""How long a relationship of care outlives the last loop that it was opened for."""

HELPED = (State.COMPLETED, State.FAILED)
"""The ends of an ask that its target had taken on: what it did is read before it lets go."""


@action("care.acknowledge")
def acknowledge(*, by: Principal, referral_id: UUID, version: int) -> Referral:
    """The asker has read what came back. At the end this closes the loop; both teams' looks last 28 days more."""
    referral = Referral.of(referral_id)
    basis = policies.may_acknowledge(by, referral).require("referral", referral_id).basis
    ended = State(referral.state) in FINAL
    columns: dict[str, Any] = {"source_news_at": None}
    if ended and referral.acknowledged_at is None:
        columns["acknowledged_at"] = clock.now()
    referral.change(version=version, **columns)
    if ended:
        let_go(referral.person_id, referral.target_id, because_of=referral_id)
        let_go(referral.person_id, referral.source_id, because_of=referral_id)
    wrote("referral", referral_id, act="care.acknowledge", basis=basis)
    return referral


def let_go(person_id: UUID, actor_id: UUID | None, *, because_of: UUID, at_once: bool = False) -> None:
    """Ends what asks opened between a team and a person, unless something between them is still live.

    `because_of` is the referral or question that is over.
    """
    if actor_id is None or _live(person_id, actor_id):
        return
    until = clock.now() if at_once else clock.now() + AFTER_THE_LOOP
    people.end_relationship(by=CARE, person_id=person_id, actor_id=actor_id, because_of=because_of, until=until)


def _live(person_id: UUID, actor_id: UUID) -> bool:
    known = hand()
    if known is not None:
        asks = any(_is_live(ask, actor_id) for ask in known.of(Referral, "person_id", person_id))
        questions = known.of(Question, "person_id", person_id)
        return asks or any(q.read_at is None and actor_id in (q.source_id, q.target_id) for q in questions)
    ends = {"person": person_id, "actor": actor_id}
    return bool(_LIVE_ASKS(**ends) or _LIVE_QUESTIONS(**ends))


def _is_live(ask: Referral, actor_id: UUID) -> bool:
    """The condition of `_live_asks`, of an ask in hand."""
    unread, state = ask.acknowledged_at is None, State(ask.state)
    asked_by_them = ask.source_id == actor_id and (ask.ended_at is None or unread)
    going_on = ask.ended_at is None and state is not State.NO_REPLY
    asked_of_them = ask.target_id == actor_id and (going_on or (state in HELPED and unread))
    return state is not State.DRAFT and (asked_by_them or asked_of_them)


def _live_asks(value: type[Value]) -> QuerySet:
    actor, unread = value("actor", ID), Q(acknowledged_at=None)
    asked_by_them = Q(source=actor) & (Q(ended_at=None) | unread)
    returned = Q(state=State.NO_REPLY)
    asked_of_them = Q(target=actor) & (Q(ended_at=None) & ~returned | Q(state__in=HELPED) & unread)
    asks = Referral.objects.filter(asked_by_them | asked_of_them, person=value("person", ID))
    return asks.exclude(state=State.DRAFT).values_list("id")[:1]


def _live_questions(value: type[Value]) -> QuerySet:
    actor, person = value("actor", ID), value("person", ID)
    between = Question.objects.filter(Q(source=actor) | Q(target=actor), person=person, read_at=None)
    return between.values_list("id")[:1]


ID = Referral._meta.get_field("id")
_LIVE_ASKS, _LIVE_QUESTIONS = Prepared(_live_asks), Prepared(_live_questions)


@action("care.judge")
def judge(
    *,
    by: Principal,
    referral_id: UUID,
    view: NeedView,
    words: str = "",
    pen: Pen = Pen.PERSON,
    means: Means = Means.PAGE,
) -> Judgement:
    """Keeps what the person says became of the need; said anew, the newer counts and the older stays.

    Raises Invalid when a worker claims that the person herself held the pen on this page. A carer's view is kept as a
    carer's, whatever is given.
    """
    referral = Referral.of(referral_id)
    basis = policies.may_judge(by, referral).require("referral", referral_id).basis
    if by.kind is Kind.CARER:
        pen, means = Pen.CARER, Means.PAGE
    check(choice_problems(view=(NeedView, view), pen=(Pen, pen), means=(Means, means)))
    herself = Party.PERSON in policies.parties(by, referral)
    if pen == Pen.PERSON and means == Means.PAGE and not herself:
        raise Invalid(Problem("care.who_held_the_pen", "pen"))
    if State(referral.state) in (State.DRAFT, State.ENTERED_IN_ERROR):
        raise Invalid(Problem("care.not_from_here"))
    judgement = Judgement.add(referral=referral, view=view, words=words, pen=pen, means=means, **Judgement.signed(by))
    _tell_the_asker(by, referral)
    tell_of_judgement(by, referral, judgement)
    wrote("referral", referral_id, act="care.judge", basis=basis)
    wrote("person", referral.person_id, act="care.judge", part=Part.REFERRALS, basis=basis)
    return judgement


def _tell_the_asker(by: Principal, referral: Referral) -> None:
    """News for the team that asked, unless it wrote this down itself.

    The version counts on, so that what the asker read before the news came does not pass for reading it.
    """
    if referral.source_id is not None and referral.source_id != by.actor_id:
        if (known := hand()) is not None and known.is_new(referral):
            amend(referral, source_news_at=clock.now(), version=referral.version + 1)
        else:
            Referral.objects.filter(pk=referral.pk).update(source_news_at=clock.now(), version=F("version") + 1)
