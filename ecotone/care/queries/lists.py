"""Lists of referrals: My day, a team's list, a person's. Each in a fixed number of queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from ecotone.access import policies as access
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care.machine import AWAITING_REPLY, FINAL, OPEN, TAKEN_ON, State
from ecotone.care.models import Question, Referral
from ecotone.care.queries.joint import tasks_due
from ecotone.care.queries.offers import offers
from ecotone.care.queries.others import question_views, waiting_questions
from ecotone.care.queries.rows import rows_for, with_names
from ecotone.care.views import MyDay, Pile, ReferralRow
from ecotone.ground import clock
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
    referrals, pile_of, totals = _piles(by.actor_id, whole if whole in PILES else "")
    asked = waiting_questions(by, most=50)
    about = [r.person_id for r in referrals] + [q.person_id for q in asked if q.person_id]
    banners = people.banners(by, about, code="care.my_day")
    piles: dict[str, list[ReferralRow]] = defaultdict(list)
    for row in rows_for(by, referrals, code="care.my_day", banners=banners):
        piles[pile_of[row.id]].append(row)
    views = question_views(by, asked, banners)
    open_offers, offers_total = offers(by, most=A_FEW)
    return MyDay(
        **{name: Pile(tuple(piles[name]), totals.get(name, 0)) for name in PILES},
        questions=tuple(v for v in views if not v.is_ours),
        answers=tuple(v for v in views if v.is_ours),
        offers=tuple(open_offers),
        offers_total=offers_total,
        tasks=tasks_due(by, most=A_FEW),
    )


PILES = ("late", "to_answer", "to_chase", "came_back", "in_hand", "awaited", "drafts")
GOING_ON = sorted(map(str, OPEN))
DUE = Case(When(state__in=AWAITING_REPLY, then=F("reply_by")), When(ended_at=None, then=F("review_on")))
"""The day by which something is to happen: the reply, then whatever was agreed to look at again."""


def what_waits(by: Principal, to_ids: Iterable[UUID]) -> Waits:
    """How much waits for these teams now, and how much of it is late, as their My day sorts it; of people who ask for
    themselves, what they were asked back. For Ecotone itself: it names no one. Three queries for each.
    """
    access.system_only(by).require("referral")
    waiting = late = 0
    for to_id in to_ids:
        piles = _totals(_sorted_into_piles(to_id))
        hers = Referral.objects.filter(person=to_id, source=None, state=State.INFO_NEEDED)
        asked = Question.objects.filter(target=to_id, answered_at=None)
        late += piles.get("late", 0)
        waiting += piles.get("late", 0) + piles.get("to_answer", 0) + hers.count() + asked.count()
    return Waits(waiting, late)


def _sorted_into_piles(actor_id: UUID) -> QuerySet[Referral]:
    ours, theirs, today = Q(source_id=actor_id), Q(target_id=actor_id), clock.today()
    taken_on = Q(state__in=[str(s) for s in TAKEN_ON])
    help_is_late = Q(state__in=AWAITING_REPLY, reply_by__lt=today) | taken_on & Q(review_on__lt=today)
    answer_is_late = Q(state=State.INFO_NEEDED, review_on__lt=today)
    piles = {
        "late": theirs & help_is_late | ours & answer_is_late,
        "to_answer": theirs & Q(state__in=[State.OFFERED, State.RECEIVED, State.CANCEL_REQUESTED])
        | ours & Q(state=State.INFO_NEEDED),
        "to_chase": ours & (help_is_late | Q(state=State.NO_REPLY)) | theirs & answer_is_late,
        "came_back": ours & (Q(source_news_at__isnull=False) | Q(ended_at__isnull=False, acknowledged_at=None)),
        "in_hand": theirs & taken_on,
        "awaited": ours & ~Q(state=State.DRAFT) & Q(ended_at=None) | theirs & Q(state=State.INFO_NEEDED),
        "drafts": ours & Q(state=State.DRAFT),
    }
    whens = [When(condition, then=Value(name)) for name, condition in piles.items()]
    # Each part of it has an index of its own: what is over, and that is most of it, is not read.
    going_on, unread = Q(state__in=GOING_ON), Q(ended_at__isnull=False, acknowledged_at=None)
    told = ours & Q(source_news_at__isnull=False)
    mine = Referral.objects.filter(theirs & going_on | ours & going_on | told | ours & unread)
    return mine.annotate(pile=Case(*whens, default=Value(""), output_field=CharField())).exclude(pile="")


def _totals(sorted_in: QuerySet[Referral]) -> dict[str, int]:
    """How many lie in each pile."""
    return dict(sorted_in.order_by().values_list("pile").annotate(Count("id")))  # type: ignore[misc]


def _piles(actor_id: UUID, whole: str) -> tuple[list[Referral], dict[UUID, str], dict[str, int]]:
    """The first few of each pile in their order, which pile each lies in, and how many lie in each in all."""
    soonest = [F("due").asc(nulls_last=True), F("id").asc()]
    numbered = _sorted_into_piles(actor_id).annotate(
        due=DUE,
        nth=Window(RowNumber(), partition_by=F("pile"), order_by=soonest),
        lying=Window(Count("id"), partition_by=F("pile")),
    )
    ranked = numbered.filter(Q(nth__lte=A_FEW) | Q(pile=whole, nth__lte=A_LOT)).values_list(
        "id", "pile", "nth", "lying"
    )
    places, totals = {}, {}
    for row_id, pile, nth, lying in ranked:
        places[row_id], totals[pile] = (pile, nth), lying
    found = sorted(with_names().filter(id__in=places), key=lambda r: places[r.id][1])
    return found, {row_id: pile for row_id, (pile, _) in places.items()}, totals


FILTERS: dict[str, frozenset[str]] = {
    "open": frozenset(GOING_ON) - {str(State.DRAFT)},
    "new": frozenset({str(State.OFFERED), str(State.RECEIVED)}),
    "info": frozenset({str(State.INFO_NEEDED)}),
    "in_hand": frozenset(map(str, TAKEN_ON)),
    "ended": frozenset(map(str, FINAL)),
}
"""The states that each filter of a team's list shows."""


SOONEST = Order(("due", "-offered_at", "id"), may_lack=frozenset({"due", "offered_at"}))
LastDue = tuple[date | None, datetime | None, UUID]
"""Behind which row of a team's list it goes on: when that was due and offered, and its id."""


def team_list(
    by: Principal, *, which: str = "open", most: int = 50, start: int = 0, after: LastDue | None = None
) -> tuple[list[ReferralRow], dict[str, int]]:
    """What the caller's team has been asked, soonest due first, and how many there are under each filter.

    `which` is one of FILTERS; anything else means "open".
    """
    if not by.practises or by.actor_id is None:
        return [], dict.fromkeys(FILTERS, 0)
    asked = Referral.objects.filter(target_id=by.actor_id)
    by_state = dict(asked.order_by().values_list("state").annotate(Count("id")))
    totals = {name: sum(by_state.get(state, 0) for state in states) for name, states in FILTERS.items()}
    chosen = asked.filter(state__in=sorted(FILTERS.get(which, FILTERS["open"])))
    ordered = SOONEST.of(chosen.annotate(due=DUE), after).values_list("id", flat=True)
    # What a row shows is asked for those of the page alone, not for all that are sorted to find them.
    place = {id_: number for number, id_ in enumerate(ordered[start : start + most])}
    page = sorted(with_names().filter(id__in=place), key=lambda row: place[row.id])
    return rows_for(by, page, code="care.team_list"), totals


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


def pulse(by: Principal) -> str:
    """A short mark that changes when the caller's lists do. It tells of no one, so it leaves no look."""
    if not by.practises or by.actor_id is None:
        return ""
    ours, theirs = Q(source_id=by.actor_id), Q(target_id=by.actor_id)
    moved = Referral.objects.filter(ours | theirs).aggregate(Count("id"), Sum("version"), Max("source_news_at"))
    to_us, from_us = Q(target_id=by.actor_id), Q(source_id=by.actor_id)
    asked = Question.objects.filter(to_us | from_us).aggregate(Count("id"), Sum("version"))
    told = notices.pulse(by)
    return hashlib.sha256(repr([*moved.values(), *asked.values(), told]).encode()).hexdigest()[:16]


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
