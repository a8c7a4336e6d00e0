"""Writes to passwords: the first one, another one, and one instead of what was forgotten.

let in ─────mailed link, three days──> choose_password
forgotten ──ask_reset──> the clock ──mailed link, an hour──> choose_password
signed in ──the present password──> change_password
"""

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ecotone.access import passwords, policies
from ecotone.access.actions.ending import end_all, end_sessions_of
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, OutsideAccount, PasswordWish
from ecotone.access.principal import Principal
from ecotone.ground.errors import Invalid, NotFound, Problem


@action("access.choose_password")
def choose_password(*, by: Principal, account_id: UUID, token: str, password: str) -> None:
    """Sets the password of the account whose mailed link this is, once. The link is the right to; `by` is anybody.

    Everything that was let in before is out: sessions, remembered browsers, tokens of programs, accounts elsewhere by
    which somebody signs in to it. Raises NotFound where the link does not fit, or no longer does; Invalid for a
    password that is too weak.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None or not passwords.fits(account, token):
        raise NotFound("account", account_id)
    _set(account, password)
    end_all(account_id)
    OutsideAccount.objects.filter(account=account_id).delete()
    wrote("account", account_id, act="access.choose_password")


@action("access.change_password")
def change_password(*, by: Principal, present: str, password: str, session_key: str | None = None) -> int:
    """Another password for one's own account; how many other sessions ended with it. Tokens of programs go on.

    `session_key` is the session that stays. Raises Invalid for a wrong `present` one and for a new one that is weak.
    """
    policies.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    account = Account.objects.select_for_update().get(pk=by.account_id)
    must_be_password(account, present, "present")
    _set(account, password)
    wrote("account", account.id, act="access.change_password")
    return end_sessions_of(account.id, but=session_key)


def must_be_password(account: Account, given: str, field: str) -> None:
    """Raises Invalid, at that field, for what is not the account's password."""
    if not account.check_password(given):
        raise Invalid(Problem("access.wrong_password", field))


def _set(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Invalid(Problem("access.weak_password", "password")) from weak
    account.set_password(password)
    account.save(update_fields=["password"])


@action("access.ask_reset")
def ask_reset(*, by: Principal, address: str) -> None:
    """Keeps that somebody wants to choose a new password for this address; the clock sees whether it is anybody's.

    The same is written for every address. Raises Invalid for what is no address.
    """
    policies.anybody(by).require()
    given = address.strip().lower()
    try:
        validate_email(given)
    except ValidationError as odd:
        raise Invalid(Problem("access.email", "email")) from odd
    wish = PasswordWish.add(address=given)
    wrote("passwordwish", wish.id, act="access.ask_reset", keeps_access=True)


@action("access.settle_wish")
def settle_wish(*, by: Principal, wish_id: UUID) -> tuple[UUID, str] | None:
    """Takes such a wish away: the account it is for and the path of its link; None where it is nobody's.

    Raises NotFound where another took it first.
    """
    policies.system_only(by).require()
    wish = PasswordWish.objects.select_for_update().filter(pk=wish_id).first()
    if wish is None or not PasswordWish.objects.filter(pk=wish_id).delete()[0]:
        raise NotFound("passwordwish", wish_id)
    wrote("passwordwish", wish_id, act="access.settle_wish", keeps_access=True)
    account = Account.objects.at(wish.address)
    if account is None or not account.is_active:
        return None
    wrote("account", account.id, act="access.settle_wish", keeps_access=True)
    return account.id, passwords.reset_path_for(account)
