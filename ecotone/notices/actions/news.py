"""Writes of news: what happened is noted, read, told by e-mail in a digest, and after a while forgotten.

an action of care ──tell──> notices ──read on the page──> seen_at ┐
                               └──mail_digest──> one mail         ├─ each reader's two watermarks: what lies
                                    for all of an account's hats  ┘  before either is not told again by mail
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from ecotone.access import queries as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale, check
from ecotone.ground.models import new
from ecotone.ground.prepared import insert
from ecotone.notices import digests, policies
from ecotone.notices.actions.post import POST, queue_mail
from ecotone.notices.models import Notice, Reader, Wish
from ecotone.notices.rules import MAILED, NEWS_KEPT, How, boundary
from ecotone.notices.views import Told, Waits, Wearing


@action("notices.tell")
def tell(
    *, by: Principal, event: UUID, kind: str, subject_kind: str, subject_id: UUID, told: Iterable[Told]
) -> list[Notice]:
    """Notes something that happened for each of these, inside the action that did it: with it, or not at all.

    `event` is what makes it one (the id of the move, say): IntegrityError where a recipient is told of it twice.
    """
    policies.may_tell(by).require(subject_kind, subject_id)
    notices = [
        new(
            Notice,
            to_kind=each.to_kind,
            to_id=each.to_id,
            side=each.side,
            sort=each.sort,
            kind=kind,
            subject_kind=subject_kind,
            subject_id=subject_id,
            event=event,
        )
        for each in told
    ]
    insert(notices)
    wrote("notice", event, act="notices.tell", keeps_access=True)
    return notices


@action("notices.see")
def see(*, by: Principal, upto: datetime) -> None:
    """The caller has read the news up to that moment, in the hat worn. A later look is never undone."""
    account, wearing = _whose(by)
    mine, read = {"account_id": account, "wearing": wearing}, min(upto, clock.now())
    if not Reader.objects.filter(Q(seen_at=None) | Q(seen_at__lt=read), **mine).update(seen_at=read):
        Reader.objects.get_or_create(**mine, defaults={"seen_at": read})
    wrote("reader", wearing, act="notices.see", keeps_access=True)


def _whose(by: Principal) -> tuple[UUID, UUID]:
    policies.may_read(by).require("notice")
    wearing = by.hat_id or by.person_id
    assert by.account_id and wearing  # noqa: S101 - the policy says so
    return by.account_id, wearing


@action("notices.choose")
def choose(*, by: Principal, how: How) -> Wish:
    """How the caller wants to hear by e-mail, in whatever hat. Who wanted none begins with what is to come."""
    policies.may_choose(by).require("wish")
    check([] if how in list(How) else [Problem("ground.unknown_choice", "how")])
    assert by.account_id  # noqa: S101 - the policy says so
    return _choose(by.account_id, how, heard_before=by.practises or by.role is Role.GUARDIAN)


@action("notices.stop")
def stop(*, by: Principal, account_id: UUID) -> Wish:
    """No more digests for this account, by one who holds the link of such a mail and need not have signed in."""
    policies.may_post(by).require("wish")
    return _choose(account_id, How.NEVER, heard_before=False)


def _choose(account_id: UUID, how: How, *, heard_before: bool) -> Wish:
    """`heard_before`: whether who had said nothing was told all the same."""
    begins = None if heard_before else clock.now()
    wish, is_new = Wish.objects.get_or_create(account_id=account_id, defaults={"how": how, "since": begins})
    if not is_new:
        wish.since = clock.now() if wish.how == How.NEVER else wish.since
        wish.how = how
        wish.save(update_fields=["how", "since"])
    wrote("wish", wish.id, act="notices.choose", keeps_access=True)
    return wish


@action("notices.mail_digest")
def mail_digest(
    *, by: Principal, account_id: UUID, wearing: Sequence[Wearing], waits: Callable[[], Waits] = Waits
) -> datetime:
    """Queues one mail that counts what is new for an account in these hats, and moves their watermarks with it.

    `waits` says what waits for them now, new or not; it is asked only where there is something to tell. Returns up
    to when it tells. Raises Invalid where nothing is new, or none is wanted (any more); Stale where another told it
    at the same time: nothing is queued then, so that nothing is told twice.
    """
    policies.may_post(by).require("wish", account_id)
    (how, begins), to = _wanted(account_id), access.address_of(account_id)
    upto = boundary(how, clock.now())
    if upto is None or to is None:
        raise Invalid(Problem("notices.nothing_to_mail"))
    counts: dict[str, int] = {}
    for each in wearing:
        for sort, n in _taken(account_id, each, begins, upto).items():
            counts[sort] = counts.get(sort, 0) + n
    if not counts:
        raise Invalid(Problem("notices.nothing_to_mail"))
    subject, body = digests.in_words(counts, waits(), how, account_id)
    queue_mail(
        by=POST,
        key=f"digest:{account_id}:{upto.isoformat()}",
        to=to,
        subject=subject,
        body=body,
        account_id=account_id,
        stop_path=digests.stop_path(account_id),
    )
    wrote("wish", account_id, act="notices.mail_digest", keeps_access=True)
    return upto


def _wanted(account_id: UUID) -> tuple[How, datetime | None]:
    """What the account said, and since when; those who said nothing, and work with people, hear daily."""
    said = Wish.objects.filter(account_id=account_id).values_list("how", "since").first()
    return (How(said[0]), said[1]) if said else (How.DAILY, None)


def _taken(account_id: UUID, wearing: Wearing, begins: datetime | None, upto: datetime) -> dict[str, int]:
    """How much of each sort is new in this hat, taken for the mail by moving the watermark. Raises Stale."""
    reader, _ = Reader.objects.get_or_create(account_id=account_id, wearing=wearing.wearing)
    since = max(filter(None, (reader.seen_at, reader.mailed_at, wearing.since, begins, upto - MAILED)))
    sorts = [str(sort) for sort in wearing.sorts]
    new = Notice.objects.filter(to_id=wearing.to_id, created_at__gt=since, created_at__lte=upto, sort__in=sorts)
    counts = dict(new.values_list("sort").annotate(n=Count("id")).order_by("sort"))
    if counts and not Reader.objects.filter(pk=reader.pk, mailed_at=reader.mailed_at).update(mailed_at=upto):
        raise Stale("reader", reader.id, 0)
    return counts


@action("notices.forget_news")
def forget_news(*, by: Principal, most: int = 5000) -> int:
    """Takes away notices older than NEWS_KEPT, and says how many. Raises Invalid where there are none."""
    policies.may_post(by).require("notice")
    old = Notice.objects.filter(created_at__lt=clock.now() - NEWS_KEPT).order_by("created_at")
    ids = list(old.values_list("id", flat=True)[:most])
    if not ids:
        raise Invalid(Problem("notices.nothing_old"))
    Notice.objects.filter(id__in=ids).delete()
    wrote("notice", ids[-1], act="notices.forget_news", keeps_access=True)
    return len(ids)
