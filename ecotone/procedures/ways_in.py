"""What changes how somebody gets into their account is told to its owner by mail, in the transaction of the act.

    change_password ──▶ the act of `access`, in the audit under its own name ──▶ one mail to the account's address

Whoever reads such a mail may not be its owner: it names no device, no provider, no program, no team, nobody. It says
what sort of thing changed, when, and what to do if it was somebody else. Everybody gets it, whatever they chose for
news: who takes an account over would else choose first. What needs none is in the house test, with its reason.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ecotone.access import actions as access
from ecotone.access import queries as accounts
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem.queries import hats_of
from ecotone.ground import clock
from ecotone.ground.ids import new_id
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link

P = ParamSpec("P")
R = TypeVar("R")

SAID: Mapping[str, Any] = {
    "access.change_password": _("The password was changed."),
    "access.choose_password": _("A password was chosen by a link that was mailed to this address."),
    "access.add_passkey": _("A passkey was added."),
    "access.remove_passkey": _("A passkey was taken off."),
    "access.take_ways_off": _("Every passkey, account elsewhere and program was taken off: the password is left."),
    "access.confirm_second_step": _("A second step was set up."),
    "access.renew_recovery_codes": _("New recovery codes were made; those before open nothing any more."),
    "access.end_second_step": _("The second step was taken off."),
    "access.lift_second_step": _("The second step was taken off by whoever keeps accounts, passkeys with it."),
    "access.link_outside_account": _("An account elsewhere was linked, by which one also signs in."),
    "access.match_outside_account": _("An account elsewhere was linked at its first sign-in, by its address."),
    "access.unlink_outside_account": _("An account elsewhere was taken off: one signs in by it no more."),
    "access.make_token": _("A program was let in, to call in your name."),
}
"""What each such act is called in the mail."""

SUBJECT = _("Your account in Ecotone was changed")
BODY = _(
    """Hello,

on %(day)s at %(time)s something was changed in how you get into your account in Ecotone:

%(what)s

If it was you, there is nothing to do.

If it was not you:

1. Choose a new password. Whoever is in by your account is out then:
   %(reset)s
2. Sign in with it. Under “Your account”, look at every way in, and take off what is not yours:
   %(account)s
3. Tell whoever let you in to Ecotone.

This mail holds no names, and nothing of anyone's story. Nobody can answer it.
"""
)


def _told(act: Callable[P, R]) -> Callable[P, R]:
    """The same act under the same name, with the mail that says so."""
    code = str(act.action_code)  # type: ignore[attr-defined]

    @action(code)
    @functools.wraps(act)
    def run(*args: P.args, **given: P.kwargs) -> R:
        found = act(*args, **given)
        _tell(cast(UUID, given.get("account_id") or cast(Principal, given["by"]).account_id), code)
        return found

    return run


change_password = _told(access.change_password)
choose_password = _told(access.choose_password)
add_passkey = _told(access.add_passkey)
remove_passkey = _told(access.remove_passkey)
take_ways_off = _told(access.take_ways_off)
confirm_second_step = _told(access.confirm_second_step)
renew_recovery_codes = _told(access.renew_recovery_codes)
end_second_step = _told(access.end_second_step)
lift_second_step = _told(access.lift_second_step)
link_outside_account = _told(access.link_outside_account)
match_outside_account = _told(access.match_outside_account)
unlink_outside_account = _told(access.unlink_outside_account)
make_token = _told(access.make_token)


def is_sure(by: Principal, *, took_both: bool) -> bool:
    """Whether whoever is in may take a second step off: they took both, or no hat of theirs asks for two."""
    hats = [] if took_both or not by.account_id else hats_of(by.account_id)
    return took_both or not any(hat.role in settings.SECOND_STEP_ROLES for hat in hats)


def _tell(account_id: UUID, code: str) -> None:
    """One mail for one act: its key is this act's own, and it goes only while the account has the address."""
    now = clock.now().astimezone(clock.LOCAL)
    with override(settings.LANGUAGE_CODE):
        said = {
            "day": date_format(now, "j F Y"),
            "time": f"{now:%H:%M}",
            "what": SAID[code],
            "reset": link("/reset-password/"),
            "account": link("/account/"),
        }
        queue_mail(
            by=POST,
            key=f"account-changed:{new_id()}",
            to=accounts.address_of(account_id) or "",
            subject=str(SUBJECT),
            body=str(BODY) % said,
            account_id=account_id,
        )
