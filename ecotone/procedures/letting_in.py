"""Who is let in, and let in again: what needs a mail goes out in the transaction of what it is for."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ecotone.access import actions as access
from ecotone.access import queries as accounts
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.passwords import RESET_LASTS, path_for
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import policies
from ecotone.ecosystem.queries import actor_names, hats_of
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem
from ecotone.ground.ids import new_id
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link
from ecotone.people import queries as people
from ecotone.procedures import ways_in
from ecotone.procedures.beginning import let_somebody_in

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


WELCOME = (
    _("You are let in to Ecotone"),
    _(
        """Hello,

%(group)s has opened an account in Ecotone for this address.

Choose a password here. The link works once, for three days:

%(link)s

After that you sign in with this e-mail address. If you do not know what this is about, delete it.
"""
    ),
)
NEW_HAT = (
    _("A new hat for you in Ecotone"),
    _(
        """Hello,

%(group)s has given you a hat in Ecotone. Sign in as you do, and choose it at the top of the page:

%(link)s
"""
    ),
)
KEEPER = Principal.system("keeper")
"""Does to accounts what an administrator may, the audit entry names the one who did it; and answers wishes."""


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


def answer_wishes() -> int:
    """Answers whoever waits for a link, each by itself; how many. What another answers meanwhile is theirs."""
    wishes = accounts.wishes_for_passwords(KEEPER)
    for wish_id in wishes:
        with suppress(NotFound):
            answer_wish(by=KEEPER, wish_id=wish_id)
    return len(wishes)


@action("procedures.invite")
def invite(
    *,
    by: Principal,
    name: str,
    email: str,
    actor_id: UUID,
    role: Role,
    title: str,
    since: date | None = None,
    until: date | None = None,
) -> UUID:
    """Lets somebody in as `let_in` does, and mails them the link to choose a password, or that they have a hat.

    The hat is worn from `since` (today) until `until`, where that is given.
    """
    days = {"since": since, "until": until}
    way = let_somebody_in(by, name=name, email=email, actor_id=actor_id, role=role, title=title, **days)
    account = Account.objects.get_by_natural_key(email)
    _welcome(account, _actor_name(actor_id), way)
    return account.id


@action("procedures.welcome_again")
def welcome_again(*, by: Principal, account_id: UUID) -> None:
    """Mails the link to choose a first password once more. Raises Invalid where one was chosen meanwhile."""
    may_keep(by, account_id).require("account", account_id)
    account = Account.of(account_id)
    if account.has_usable_password() or not account.is_active:
        raise Invalid(Problem("access.password_chosen"))
    _welcome(account, by.actor_name, link(path_for(account)))
    wrote("account", account_id, act="procedures.welcome_again")


@action("procedures.close_account")
def close_account(*, by: Principal, account_id: UUID) -> None:
    """Closes an account of the organisation whose hat is worn, with all its sessions; its hats end with it."""
    may_keep(by, account_id).require("account", account_id)
    for hat in hats_of(account_id):
        ecosystem.take_off_hat(by=KEEPER, hat_id=hat.id)
    access.close_account(by=KEEPER, account_id=account_id)


@action("procedures.lift_second_step")
def lift_second_step(*, by: Principal, account_id: UUID) -> None:
    """Takes the second step off for somebody who has lost the device and the codes, and ends their sessions."""
    may_keep(by, account_id).require("account", account_id)
    ways_in.lift_second_step(by=KEEPER, account_id=account_id)


def may_keep(by: Principal, account_id: UUID) -> Verdict:
    """Whether an account is this organisation's own: by its hats, and because it is nothing else here.

    Whose record or permission it also is, the organisation is not told: the answer is that of a hat elsewhere.
    """
    verdict = policies.keeps_account(by, account_id)
    if not verdict.allowed or by.is_system:
        return verdict
    if people.principal_for(account_id) or people.permissions_to(account_id):
        return Verdict.refuse("ecosystem.not_your_account")
    return verdict


def _actor_name(actor_id: UUID) -> str:
    return actor_names({actor_id})[actor_id]


def _welcome(account: Account, group: str, way: str) -> None:
    subject, body = WELCOME if way else NEW_HAT
    said = {"group": group, "link": way or link("/")}
    key = f"welcome:{account.id}:{new_id()}"
    queue_mail(
        by=POST,
        key=key,
        to=account.email,
        subject=str(subject) % said,
        body=str(body) % said,
        account_id=account.id,
    )
