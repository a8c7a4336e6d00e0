"""Reads of joiners, movers and leavers: for an organisation's administrator, and for the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecotone.access.models import Account, ApiToken
from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, Role
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Hat, Leaving, StaffReview, Tie, Unused
from ecotone.ecosystem.queries.hats import open_hats
from ecotone.ecosystem.rules import LAST_OF, Claim, TieKind, quarter_of
from ecotone.ground import clock


@dataclass(frozen=True, slots=True)
class LeavingView:
    """Somebody leaves: whose account, by name, when, planned by whom; done or not; what ended by it."""

    id: UUID
    version: int
    account_id: UUID
    name: str
    on: date
    planned_by: str
    done_at: datetime | None
    hats: int
    asks: int


@dataclass(frozen=True, slots=True)
class Idle:
    """How long an account has lain: when it was last used, None for never; when its owner was reminded."""

    account_id: UUID
    last_used: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Suspended:
    """An account that the clock suspended."""

    account_id: UUID
    name: str
    at: datetime


def leavings(by: Principal) -> list[LeavingView]:
    """Who leaves the caller's organisation, and who left today: what can still be taken back."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    rows = Leaving.objects.filter(organisation=by.team_id, undone_at=None)
    rows = rows.filter(Q(done_at=None) | Q(done_at__gte=clock.begins(clock.today())))
    return [_leaving(row) for row in rows.select_related("account").order_by("on", "account__name", "id")[:200]]


def _leaving(row: Leaving) -> LeavingView:
    return LeavingView(
        id=row.id,
        version=row.version,
        account_id=row.account_id,
        name=row.account.name,
        on=row.on,
        planned_by=row.author,
        done_at=row.done_at,
        hats=len(row.ended.get("hats", ())),
        asks=len(row.ended.get("asks", ())),
    )


def leavings_due(by: Principal) -> list[tuple[UUID, int]]:
    """Which are to be done, their day being here; for Ecotone itself."""
    system_only(by).require("leaving")
    rows = Leaving.objects.filter(done_at=None, undone_at=None, on__lte=clock.today())
    return list(rows.order_by("on", "id").values_list("id", "version"))


def reviewed(by: Principal) -> set[UUID]:
    """Whom somebody has said this quarter to be one of the organisation's people still."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    rows = StaffReview.objects.filter(organisation=by.team_id, quarter=quarter_of(clock.today()))
    return set(rows.values_list("account", flat=True))


def last_used(by: Principal, account_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these accounts was last used, by whoever signed in or a program; never is left out."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    ids = list(account_ids)
    found = {id_: at for id_, at in Account.objects.filter(id__in=ids).values_list("id", "last_login") if at}
    used = ApiToken.objects.filter(account__in=ids, used_at__isnull=False)
    for id_, at in used.values_list("account", "used_at"):
        if at is not None:
            found[id_] = max(at, found.get(id_, at))
    return found


def suspended(by: Principal) -> list[Suspended]:
    """Whose account the clock suspended, of those who have a hat in the caller's organisation and its teams."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    today = clock.today()
    part_of = Tie.objects.filter(Tie.on(today), target=by.team_id, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
    here = Q(actor=by.team_id) | Q(actor__in=part_of.values("source"))
    worn = Hat.objects.filter(Hat.on(today), here, account=OuterRef("account"))
    rows = Unused.objects.filter(Exists(worn), suspended_at__isnull=False, account__is_active=False)
    rows = rows.select_related("account").order_by("account__name", "id")[:200]
    return [Suspended(row.account_id, row.account.name, row.suspended_at) for row in rows if row.suspended_at]


def unused_for(by: Principal, days: int) -> list[Idle]:
    """Open accounts with a hat that nobody has used for so many days; for Ecotone itself.

    The last who wears a hat that somebody has to wear (LAST_OF) is none of them.
    """
    system_only(by).require("account")
    edge = clock.now() - timedelta(days=days)
    used = ApiToken.objects.filter(account=OuterRef("pk"), used_at__gte=edge)
    worn = open_hats().filter(account=OuterRef("pk"))
    rows = Account.objects.filter(
        Exists(worn), ~Exists(used), is_active=True, created_at__lt=edge, kind=AccountKind.PERSON
    )
    rows = rows.filter(Q(last_login=None) | Q(last_login__lt=edge)).select_related("unused").order_by("id")
    needed = _needed()
    return [_idle(row) for row in rows if row.id not in needed]


def _idle(row: Account) -> Idle:
    kept = getattr(row, "unused", None)
    counts = kept is not None and (row.last_login is None or kept.reminded_at > row.last_login)
    return Idle(row.id, row.last_login, kept.reminded_at if kept is not None and counts else None)


def _needed() -> set[UUID]:
    """The accounts without which nobody would be left: the one guardian, the one steward, an actor's one keeper."""
    worn: dict[tuple[str, UUID | None], set[UUID]] = {}
    hats: QuerySet[Hat] = open_hats().filter(role__in=[str(role) for role in LAST_OF])
    for role, actor, account in hats.values_list("role", "actor", "account"):
        worn.setdefault((role, actor if role == Role.ADMINISTRATOR else None), set()).add(account)
    return {next(iter(accounts)) for accounts in worn.values() if len(accounts) == 1}
