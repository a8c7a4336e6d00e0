"""Lists of referrals: My day, a team's list, a person's. Each in a fixed number of queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, Sum, Value

from ecotone.access import policies as access
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care.machine import FINAL, OPEN, TAKEN_ON, State
from ecotone.care.models import ENDED_UNREAD, Question, Referral
from ecotone.care.queries import piles
from ecotone.care.queries.joint import tasks_due
from ecotone.care.queries.offers import offers
from ecotone.care.queries.others import question_views, waiting_questions
from ecotone.care.queries.rows import rows_for, with_names
from ecotone.care.rules import PILES
from ecotone.care.views import MyDay, Pile, ReferralRow
from ecotone.ground.orders import Order
from ecotone.notices import queries as notices
from ecotone.notices.views import Waits
from ecotone.people import queries as people

A_FEW = 8
"""How many rows a pile on My day shows before it says how many more there are."""


A_LOT = 200
"""How many rows of the one pile that is asked for whole."""


def my_day(by: Principal, *, whole: str = "") -> MyDay:
    """What waits for the caller's team today, one pile `whole`. Empty for those who do not work with people.

    Each referral lies in one pile, the first that fits, so that nothing is read twice: what is late with us, what
    waits for our answer, what is late with others, news from what we asked, …
    """
    if not by.practises or by.actor_id is None:
        return MyDay()
    lying = piles.totals(by.actor_id)
    pile_of = piles.first(by.actor_id, {pile: A_LOT if pile == whole else A_FEW for pile in lying})
    referrals = _in_this_order(pile_of)
    asked = waiting_questions(by, most=50)
    about = [r.person_id for r in referrals] + [q.person_id for q in asked if q.person_id]
    banners = people.banners(by, about, code="care.my_day")
    shown: dict[str, list[ReferralRow]] = defaultdict(list)
    for row in rows_for(by, referrals, code="care.my_day", banners=banners):
        shown[pile_of[row.id]].append(row)
    views = question_views(by, asked, banners)
    open_offers, offers_total = offers(by, most=A_FEW)
    return MyDay(
        **{name: Pile(tuple(shown[name]), lying[name]) for name in PILES},
        questions=tuple(v for v in views if not v.is_ours),
        answers=tuple(v for v in views if v.is_ours),
        offers=tuple(open_offers),
        offers_total=offers_total,
        tasks=tasks_due(by, most=A_FEW),
    )


def what_waits(by: Principal, to_ids: Iterable[UUID]) -> Waits:
    """How much waits for these teams now, and how much of it is late, as their My day sorts it; of people who ask for
    themselves, what they were asked back. For Ecotone itself: it names no one. Three queries for each.
    """
    access.system_only(by).require("referral")
    waiting = late = 0
    for to_id in to_ids:
        lying = piles.totals(to_id)
        hers = Referral.objects.filter(person=to_id, source=None, state=State.INFO_NEEDED)
        asked = Question.objects.filter(target=to_id, answered_at=None)
        late += lying["late"]
        waiting += lying["late"] + lying["to_answer"] + hers.count() + asked.count()
    return Waits(waiting, late)


FILTERS: dict[str, frozenset[State]] = {
    "open": OPEN - {State.DRAFT},
    "new": frozenset({State.OFFERED, State.RECEIVED}),
    "info": frozenset({State.INFO_NEEDED}),
    "in_hand": TAKEN_ON,
    "ended": FINAL,
}
"""The states that each filter of a team's list shows."""


SOONEST, NEWEST_END = Order(("due_on", "id")), Order(("-ended_at", "id"))
LastDue = tuple[date, datetime | None, UUID]
"""Behind which row of a team's list it goes on: when that was due and when it ended, and its id."""


def team_list(
    by: Principal, *, which: str = "open", most: int = 50, start: int = 0, after: LastDue | None = None
) -> tuple[list[ReferralRow], dict[str, int]]:
    """What the caller's team has been asked, and how many there are under each filter.

    `which` is one of FILTERS; anything else means "open". What has ended stands newest first, the rest soonest due.
    """
    if not by.practises or by.actor_id is None:
        return [], dict.fromkeys(FILTERS, 0)
    ids, totals = _asked_of(by.actor_id, which, most, start, after)
    # What a row shows is asked for those of the page alone.
    return rows_for(by, _in_this_order(ids), code="care.team_list"), totals


@widened(Why.OWN_WORK)
def _asked_of(
    team_id: UUID, which: str, most: int, start: int, after: LastDue | None
) -> tuple[list[UUID], dict[str, int]]:
    """The ids of a page of what a team was asked, and how many there are under each filter: read off its indexes."""
    asked = Referral.objects.filter(target_id=team_id)
    going_on, ended = asked.filter(ended_at=None), asked.filter(ended_at__isnull=False)
    by_state = going_on.order_by().values_list("state").annotate(Count("id"))
    over = ended.order_by().values_list(Value("ended")).annotate(Count("id"))
    counted = dict(by_state.union(over, all=True))
    totals = {name: sum(counted.get(state, 0) for state in [*states, name]) for name, states in FILTERS.items()}
    due, ended_at, last = after or (None, None, None)
    if which == "ended":
        ordered = NEWEST_END.of(ended, after and (ended_at, last))
    else:
        chosen = going_on.filter(state__in=sorted(FILTERS.get(which, FILTERS["open"])))
        ordered = SOONEST.of(chosen, after and (due, last))
    return list(ordered.values_list("id", flat=True)[start : start + most]), totals


def _in_this_order(ids: Iterable[UUID]) -> list[Referral]:
    """The asks with these ids, in their order, with all that a row shows."""
    place = {id_: number for number, id_ in enumerate(ids)}
    return sorted(with_names().filter(id__in=place), key=lambda row: place[row.id])


def referrals_of(by: Principal, person_id: UUID, *, most: int = 50) -> list[ReferralRow]:
    """A person's referrals that the caller may see, newest first; her own drafts only to who drafts them."""
    theirs = with_names().filter(person_id=person_id).order_by("-created_at", "-id")
    if by.kind is Kind.PERSON:
        theirs = theirs.exclude(Q(state=State.DRAFT) & ~Q(source=None))
    elif by.kind is Kind.CARER:
        theirs = theirs.exclude(state=State.DRAFT)
    elif not by.practises:
        return []
    return rows_for(by, list(theirs[:most]), code="care.referrals_of")


@widened(Why.OWN_WORK)
def pulse(by: Principal) -> str:
    """A short mark that changes when what is open does, when something ends, or comes back: what My day shows.

    It tells of no one, so it leaves no look. What has ended and been read, and that is most of it, is not counted.
    """
    if not by.practises or by.actor_id is None:
        return ""
    to_us, from_us = Q(target_id=by.actor_id), Q(source_id=by.actor_id)
    alive = (Q(ended_at=None) & to_us, Q(ended_at=None) & from_us, ENDED_UNREAD & from_us)
    counted = [
        Referral.objects.filter(each).order_by().values_list(Value(number)).annotate(Count("id"), Sum("version"))
        for number, each in enumerate(alive)
    ]
    moved = sorted(counted[0].union(*counted[1:], all=True))
    asked = Question.objects.filter(to_us | from_us).aggregate(Count("id"), Sum("version"))
    told = notices.pulse(by)
    return hashlib.sha256(repr([*moved, *asked.values(), told]).encode()).hexdigest()[:16]


def news_since(by: Principal, moment: datetime | None) -> bool:
    """Whether anything of the caller's team moved since `moment`, or it was told something, as when a reply is late.

    No when no moment is given.
    """
    if not by.practises or by.actor_id is None or moment is None or moment.tzinfo is None:
        return False
    ours = Q(source_id=by.actor_id) | Q(target_id=by.actor_id)
    asked = Q(created_at__gt=moment) | Q(answered_at__gt=moment)
    moved = Referral.objects.filter(ours, moves__created_at__gt=moment).exists()
    return moved or Question.objects.filter(ours, asked).exists() or notices.news_since(by, moment)
