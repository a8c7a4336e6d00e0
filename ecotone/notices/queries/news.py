"""Reads of news: a reader's page, the count beside the menu, the mark that an open page asks for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Max, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ecotone.access import queries as access
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ground import clock
from ecotone.ground.orders import Order
from ecotone.notices import policies
from ecotone.notices.models import Notice, Reader, Wish
from ecotone.notices.rules import GUARDIANS, MAILED, NEWS_KEPT, UNSEEN, How
from ecotone.notices.views import News, NoticeView

MANY = 99
"""A count beside the menu goes no higher."""


NEWEST = Order(("-created_at", "-id"))
LastTold = tuple[datetime, UUID]
"""Behind which notice it goes on: when that was told, and its id."""


def news(by: Principal, *, most: int = 50, start: int = 0, after: LastTold | None = None) -> News:
    """The caller's news in the hat worn, newest first: ids and codes of what concerned them. Refused to a stranger.

    It tells of no one by itself, and is no look; what a page shows of it is asked of the records, which are.
    """
    policies.may_read(by).require("notice")
    mine = _mine(by)
    rows = NEWEST.of(mine, after).annotate(seen=_seen_at(by))[start : start + most]
    views = [
        NoticeView(n.id, n.created_at, n.side, n.sort, n.kind, n.subject_kind, n.subject_id, n.created_at > n.seen)
        for n in rows
    ]
    return News(tuple(views), mine.count())


def unread(by: Principal) -> int:
    """How much the caller has not read, at most MANY; one query. None for those who get no news."""
    if not policies.may_read(by).allowed:
        return 0
    return _mine(by).filter(created_at__gt=_seen_at(by)).values("id")[:MANY].count()


def pulse(by: Principal) -> str:
    """A short mark that changes when something is told to the caller. It tells of no one, so it leaves no look."""
    if not policies.may_read(by).allowed:
        return ""
    newest = _mine(by).order_by("-created_at", "-id").values_list("id", flat=True).first()
    return newest.hex if newest else "0"


def news_since(by: Principal, moment: datetime | None) -> bool:
    """Whether anything was told to the caller since `moment`; no when none is given."""
    if moment is None or moment.tzinfo is None or not policies.may_read(by).allowed:
        return False
    return _mine(by).filter(created_at__gt=moment).exists()


def _mine(by: Principal) -> QuerySet[Notice]:
    to = GUARDIANS if by.role is Role.GUARDIAN else by.actor_id if by.practises else by.person_id
    return Notice.objects.filter(to_id__in=[to], created_at__gt=clock.now() - NEWS_KEPT)


def _readers(by: Principal) -> QuerySet[Reader]:
    return Reader.objects.filter(account_id__in=[by.account_id], wearing__in=[by.hat_id or by.person_id])


def _seen_at(by: Principal) -> Coalesce:
    """Up to when the caller has read; a week ago for one who never has."""
    never = Value(clock.now() - UNSEEN, output_field=DateTimeField())
    return Coalesce(Subquery(_readers(by).values("seen_at")[:1]), never)


def how_i_hear(by: Principal) -> tuple[How | None, str]:
    """What the caller said of hearing by e-mail (None where nothing), and at which address."""
    policies.may_choose(by).require("wish")
    assert by.account_id  # noqa: S101 - the policy says so
    said = Wish.objects.filter(account_id=by.account_id).values_list("how", flat=True).first()
    return How(said) if said else None, access.address_of(by.account_id) or ""


def wishes(by: Principal) -> dict[UUID, How]:
    """What every account that said something said of hearing by e-mail."""
    policies.may_post(by).require("wish")
    return {account: How(how) for account, how in Wish.objects.values_list("account_id", "how")}


def newest_for(by: Principal, to_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these recipients was last told something that a digest may still tell of."""
    policies.may_post(by).require("notice")
    lately = Notice.objects.filter(to_id__in=list(to_ids), created_at__gt=clock.now() - MAILED)
    return dict(lately.values_list("to_id").annotate(newest=Max("created_at")).order_by())


def has_old_news(by: Principal) -> bool:
    """Whether any notice is old enough to go."""
    policies.may_post(by).require("notice")
    return Notice.objects.filter(created_at__lt=clock.now() - NEWS_KEPT).exists()


def watermarks(by: Principal, accounts: Iterable[UUID]) -> dict[tuple[UUID, UUID], datetime]:
    """Up to when each of these accounts has read or been told, by account and hat; absent where neither."""
    policies.may_post(by).require("reader")
    rows = Reader.objects.filter(Q(seen_at__isnull=False) | Q(mailed_at__isnull=False), account_id__in=list(accounts))
    return {
        (account, wearing): max(filter(None, (seen, mailed)))
        for account, wearing, seen, mailed in rows.values_list("account_id", "wearing", "seen_at", "mailed_at")
    }
