"""What somebody had in hand goes to the team's list or to a colleague; within `procedures.staff`."""

from collections.abc import Iterable
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care.models import Referral
from ecotone.care.queries.in_hand import held


@action("care.hand_on")
def hand_on(*, by: Principal, actor_id: UUID, name: str, to: str = "") -> list[tuple[UUID, str]]:
    """The open asks of a team that name somebody name `to` from now, or nobody: they stand on the team's list.

    Says which these are, and whom each named before.
    """
    access.system_only(by).require("actor", actor_id)
    found = []
    for row in held(actor_id, name).select_for_update().order_by("id"):
        found.append((row.id, row.worker))
        row.change(version=row.version, worker=to)
        wrote("referral", row.id, act="care.hand_on")
    wrote("actor", actor_id, act="care.hand_on")
    return found


@action("care.hand_back")
def hand_back(*, by: Principal, account_id: UUID, asks: Iterable[tuple[UUID, str, str]]) -> int:
    """Names in each ask again whom it named before (`before`), where it still names whom it was given to since.

    `asks`: id, before, since; none, where nothing was in hand. `account_id`: who comes back. How many.
    """
    access.system_only(by).require("referral")
    done = 0
    for ask_id, before, since in asks:
        row = Referral.objects.select_for_update().filter(pk=ask_id, worker=since).first()
        if row is not None:
            row.change(version=row.version, worker=before)
            wrote("referral", ask_id, act="care.hand_back")
            done += 1
    wrote("account", account_id, act="care.hand_back")
    return done
