"""All writes to accounts and to the deployment's own mark."""

from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from ecotone.access import passwords, policies
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, Deployment
from ecotone.access.principal import Principal
from ecotone.access.rules import DeploymentKind, Entry, Role
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check


@action("access.open_account")
def open_account(
    *, by: Principal, name: str, email: str, password: str | None = None, account_id: UUID | None = None
) -> Account:
    """An account to sign in with; without a password it can only be worn by the demo's one-click sign-in.

    `account_id` is for Ecotone itself, which names the demo's cast in the deployment's mark before they exist.
    """
    policies.with_role(by, Role.ADMINISTRATOR).require()
    address = email.strip().lower()
    check(_account_problems(name, address))
    account = Account(name=name, email=address, **({"id": account_id} if account_id and by.is_system else {}))
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(Problem("access.account_exists", "email")) from error
    wrote("account", account.id, act="access.open_account")
    return account


def _account_problems(name: str, address: str) -> list[Problem]:
    problems = [] if name.strip() else [Problem("ground.required", "name")]
    try:
        validate_email(address)
    except ValidationError:
        problems.append(Problem("access.email", "email"))
    return problems


@action("access.mark_deployment")
def mark_deployment(*, by: Principal, kind: DeploymentKind, name: str, recipe: dict[str, Any]) -> Deployment:
    """Settles, in an empty database and for good, what sort of place this is."""
    policies.system_only(by).require()
    if Account.objects.exists() or Deployment.objects.exists():
        raise Invalid(Problem("access.not_empty"))
    mark = Deployment.objects.create(kind=kind, name=name, recipe=recipe, created_at=clock.now())
    wrote("deployment", Deployment.audit_id(), act="access.mark_deployment")
    return mark


@action("access.sign_in", entry=Entry.SIGN_IN)
def note_sign_in(*, by: Principal, account_id: UUID) -> None:
    """Records that someone signed in, in the hat they came in."""
    policies.may_note_sign_in(by, account_id).require("account", account_id)
    wrote("account", account_id, act="access.sign_in")


@action("access.choose_password")
def choose_password(*, by: Principal, account_id: UUID, token: str, password: str) -> None:
    """Sets the password of the account whose mailed link this is, once. The link is the right to; `by` is anybody.

    Raises NotFound where the link does not fit, or no longer does; Invalid for a password that is too weak.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None or not passwords.fits(account, token):
        raise NotFound("account", account_id)
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Invalid(Problem("access.weak_password", "password")) from weak
    account.set_password(password)
    account.save(update_fields=["password"])
    wrote("account", account_id, act="access.choose_password")
