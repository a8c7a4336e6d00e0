"""Joiners, movers and leavers: one act each, by who keeps an organisation's accounts.

a list of people ──▶ looked through ──▶ all let in, or none
moves   the hat ends, another begins, what they had in hand goes to the team they leave
leaves  on a day ──▶ hats end, what they had in hand goes on ──▶ theirs alone? the account is closed, all are out
            └──────────▶ taken back on the same day: hats and account as they were, who still has it hands it back
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access import actions as access
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import PRACTICE, Kind, Role
from ecotone.care import actions as care
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Hat, Leaving
from ecotone.ecosystem.queries import hat_views, hats_of, workers_of
from ecotone.ecosystem.rules import MAY_GIVE
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem
from ecotone.procedures.letting_in import KEEPER, invite, may_keep

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Joiner:
    """One line of a list of people to let in."""

    name: str
    email: str
    actor_id: UUID
    role: Role
    title: str
    since: date | None = None
    until: date | None = None


@action("procedures.invite_all")
def invite_all(*, by: Principal, joiners: Iterable[Joiner]) -> int:
    """Lets all of them in, each mailed, or none of them; how many. Raises Invalid with the line of each fault."""
    wanted, problems = list(joiners), []
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise Invalid(Problem("ecosystem.too_many_people", "people", {"most": MOST_AT_ONCE}))
    for number, one in enumerate(wanted, start=1):
        try:
            invite(
                by=by,
                name=one.name,
                email=one.email,
                actor_id=one.actor_id,
                role=one.role,
                title=one.title,
                since=one.since,
                until=one.until,
            )
        except Invalid as invalid:
            problems += [Problem(each.code, f"{number}", each.params) for each in invalid.problems]
    if problems:
        raise Invalid(*problems)
    return len(wanted)


@action("procedures.move_colleague")
def move_colleague(
    *,
    by: Principal,
    hat_id: UUID,
    actor_id: UUID,
    role: Role,
    title: str,
    to_account_id: UUID | None = None,
) -> int:
    """Somebody goes from one team to another today: the hat ends, another begins; how many asks were handed on.

    What they had in hand in the team they leave goes to its list, or to a colleague there (`to_account_id`).
    """
    hat = hat_views([hat_id]).get(hat_id)
    if hat is None:
        raise NotFound("hat", hat_id)
    policies.keeps_staff(by).require("hat", hat_id)
    policies.may_end_work(by, hat.account_id).require("account", hat.account_id)
    to = _named(hat.actor_id, to_account_id, but=hat.account_id)
    ecosystem.take_off_hat(by=by, hat_id=hat_id)
    ecosystem.give_hat(by=by, account_id=hat.account_id, actor_id=actor_id, role=role, title=title)
    if hat.role not in PRACTICE or hat.actor_id == actor_id:
        return 0
    return len(care.hand_on(by=KEEPER, actor_id=hat.actor_id, name=hat.name, to=to))


def _named(actor_id: UUID, account_id: UUID | None, *, but: UUID) -> str:
    """A colleague of that team as an ask names its worker; "" for the team's list.

    Raises Invalid for one who does not work with people there.
    """
    if account_id is None:
        return ""
    for hat in workers_of(actor_id):
        if hat.account_id == account_id != but and hat.role in PRACTICE and not hat.is_program:
            return ", ".join((hat.name, hat.title, hat.actor_name))
    raise Invalid(Problem("ecosystem.not_in_the_team", "to"))


@action("procedures.leave")
def leave(*, by: Principal, account_id: UUID, on: date, handed: Mapping[UUID, UUID | None]) -> bool:
    """Somebody leaves the organisation whose hat is worn, on that day; whether it is done, which it is for today.

    `handed` says of each team who takes what they have in hand, None for its list; teams left out keep it on theirs.
    """
    for team_id, to in handed.items():
        policies.keeps(by, team_id).require("actor", team_id)
        _named(team_id, to, but=account_id)
    policies.keeps_staff(by).require("account", account_id)
    row = ecosystem.plan_leaving(by=by, account_id=account_id, organisation_id=by.team_id, on=on, handed=handed)
    if on <= clock.today():
        _end(row)
        return True
    return False


@action("procedures.leave_on_the_day")
def leave_on_the_day(*, by: Principal, leaving_id: UUID, version: int) -> None:
    """Does what was planned for today; the clock does it. Raises Stale where another did it, or took it back."""
    policies.with_role(by).require("leaving", leaving_id)
    row = Leaving.of(leaving_id)
    row.version = version
    _end(row)


def _end(row: Leaving) -> None:
    account, keeper = Account.of(row.account_id), _keeper(row)
    closes = account.is_active and may_keep(keeper, account.id).allowed
    hats, asks = [], []
    for hat in _hats_to_end(row, keeper):
        hats.append([str(hat.id), hat.until.isoformat() if hat.until else ""])
        ecosystem.take_off_hat(by=KEEPER, hat_id=hat.id)
        if hat.role in PRACTICE:
            asks += _handed_on(row, account.name, hat.actor_id)
    if closes:
        access.close_account(by=KEEPER, account_id=account.id)
    ended = {"hats": hats, "asks": asks, "closed": closes}
    ecosystem.note_left(by=KEEPER, leaving_id=row.id, version=row.version, ended=ended)


def _keeper(row: Leaving) -> Principal:
    """Whoever keeps that organisation: the one who planned it may have gone before its day."""
    return Principal(
        kind=Kind.WORKER,
        account_id=row.author_account_id,
        role=Role.ADMINISTRATOR,
        actor_id=row.organisation_id,
        organisation_ids=frozenset({row.organisation_id}),
    )


def _hats_to_end(row: Leaving, keeper: Principal) -> list[Hat]:
    """Those in the organisation and its teams, of the sorts that its administrator gives, also those to come."""
    roles = [str(role) for role in MAY_GIVE[Role.ADMINISTRATOR]]
    lasting = Hat.objects.filter(account=row.account_id, role__in=roles).exclude(until__lte=clock.today())
    return [hat for hat in lasting.order_by("id") if policies.keeps(keeper, hat.actor_id).allowed]


def _handed_on(row: Leaving, name: str, actor_id: UUID) -> list[list[str]]:
    wanted = row.handed.get(str(actor_id))
    try:
        to = _named(actor_id, UUID(wanted) if wanted else None, but=row.account_id)
    except Invalid:
        to = ""  # who was to take it has gone meanwhile: it stands on the team's list
    moved = care.hand_on(by=KEEPER, actor_id=actor_id, name=name, to=to)
    return [[str(ask), before, to] for ask, before in moved]


@action("procedures.come_back")
def come_back(*, by: Principal, leaving_id: UUID) -> None:
    """Takes a leaving back: what was planned is not done; what was done today is as it was before.

    They sign in anew, and programs need new tokens. Raises Invalid where it is too late.
    """
    row = ecosystem.undo_leaving(by=by, leaving_id=leaving_id)
    if row.done_at is None:
        return
    ended: dict[str, Any] = row.ended
    if ended.get("closed"):
        access.reopen_account(by=KEEPER, account_id=row.account_id)
    for hat_id, until in ended.get("hats", ()):
        ecosystem.put_on_again(by=KEEPER, hat_id=UUID(hat_id), until=date.fromisoformat(until) if until else None)
    asks = [(UUID(ask), before, to) for ask, before, to in ended.get("asks", ())]
    care.hand_back(by=KEEPER, account_id=row.account_id, asks=asks)


@action("procedures.let_in_again")
def let_in_again(*, by: Principal, account_id: UUID) -> None:
    """Opens an account that the clock suspended; its hats are as they were. Raises Invalid for any other."""
    policies.may_end_work(by, account_id).require("account", account_id)
    account = Account.of(account_id)
    if account.is_active or not hasattr(account, "unused") or account.unused.suspended_at is None:
        raise Invalid(Problem("ecosystem.not_suspended"))
    access.reopen_account(by=KEEPER, account_id=account_id)
    ecosystem.forget_unused(by=KEEPER, account_id=account_id)


def teams_worn(account_id: UUID) -> list[UUID]:
    """Where somebody works with people today."""
    return list(dict.fromkeys(hat.actor_id for hat in hats_of(account_id) if hat.role in PRACTICE))
