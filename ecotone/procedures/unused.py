"""Accounts that nobody uses: their owners are reminded, and some days later the clock suspends them.

    not used for UNUSED_DAYS ──▶ reminded by mail ──REMINDED_FOR days──▶ suspended ──▶ opened again by who keeps it

Never one that is also a person's own, or acts for somebody: that is theirs. Never the last who guards records, keeps
the place or keeps an organisation's accounts. Nobody of an invented place.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ecotone.access import actions as access
from ecotone.access import queries as accounts
from ecotone.access.doors import action
from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import queries
from ecotone.ecosystem.queries.staff import Idle
from ecotone.ecosystem.rules import REMINDED_FOR
from ecotone.ground import clock
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link
from ecotone.people import queries as people
from ecotone.procedures.letting_in import KEEPER

SUBJECT = _("Do you still use your account in Ecotone?")
BODY = _(
    """Hello,

nobody has signed in to your account in Ecotone for %(days)s days. If you still need it, sign in once within
%(left)s days:

%(link)s

After that it is suspended. Whoever keeps your organisation's accounts can open it again.
"""
)


def due(by: Principal) -> list[Idle]:
    """What is to be reminded or suspended now; nothing where the setting is 0, or the place is invented."""
    mark, days = accounts.deployment(), settings.UNUSED_DAYS
    if not days or (mark is not None and mark.is_demo):
        return []
    edge = clock.now() - timedelta(days=REMINDED_FOR)
    idle = [each for each in queries.unused_for(by, days) if each.reminded_at is None or each.reminded_at < edge]
    return [each for each in idle if not _is_theirs(each)] if idle else []


def _is_theirs(idle: Idle) -> bool:
    return bool(people.principal_for(idle.account_id) or people.permissions_to(idle.account_id))


@action("procedures.see_to_unused")
def see_to_unused(*, by: Principal, idle: Idle) -> None:
    """Reminds its owner, or suspends it where they were."""
    system_only(by).require("account", idle.account_id)
    if idle.reminded_at is not None:
        access.close_account(by=KEEPER, account_id=idle.account_id)
        ecosystem.note_unused(by=by, account_id=idle.account_id, suspended=True)
        return
    ecosystem.note_unused(by=by, account_id=idle.account_id)
    said = {"days": settings.UNUSED_DAYS, "left": REMINDED_FOR, "link": link("/sign-in/")}
    queue_mail(
        by=POST,
        key=f"unused:{idle.account_id}:{clock.today()}",
        to=accounts.address_of(idle.account_id) or "",
        subject=str(SUBJECT),
        body=str(BODY) % said,
        account_id=idle.account_id,
    )
