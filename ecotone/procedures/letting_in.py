"""Who is let in, and let in again: what needs a mail goes out in the transaction of what it is for."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ecotone.access import actions as access
from ecotone.access import queries as accounts
from ecotone.access.doors import action
from ecotone.access.passwords import RESET_LASTS
from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link

RESET_SUBJECT = _("Choose a new password for Ecotone")
RESET_BODY = _(
    """Hello,

somebody, you we hope, wants to choose a new password for the account with this address.
Choose it here:

%(link)s

The link works once, until %(until)s. After that you are signed out wherever you were signed in.

If it was not you, delete this: nothing has changed, and your password stays as it is.
"""
)


@action("procedures.answer_wish")
def answer_wish(*, by: Principal, wish_id: UUID) -> None:
    """Mails the link to choose a new password, where somebody signs in with that address; else nothing.

    Raises NotFound where another has answered it.
    """
    found = access.settle_wish(by=by, wish_id=wish_id)
    if found is None:
        return
    account_id, path = found
    until = clock.now() + RESET_LASTS
    said = {"link": link(path), "until": f"{until.astimezone(clock.LOCAL):%H:%M}"}
    queue_mail(
        by=POST,
        key=f"reset:{wish_id}",
        to=accounts.address_of(account_id) or "",
        subject=str(RESET_SUBJECT),
        body=str(RESET_BODY) % said,
        account_id=account_id,
        good_until=until,
    )
