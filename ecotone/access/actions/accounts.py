"""Writes to accounts and to the deployment's own mark."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ecotone.access import policies
from ecotone.access.actions.ending import end_all
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, Browser, Deployment
from ecotone.access.principal import Principal
from ecotone.access.rules import ERASED_AT, AccountKind, DeploymentKind, Role
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check
from ecotone.ground.ids import new_id

A_PROGRAM = _("%(name)s (a program)")
"""How a program is called wherever it is named: in looks, histories, signatures."""


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


@action("access.open_program")
def open_program(*, by: Principal, name: str) -> Account:
    """A program's own account: nobody signs in with it, it has no password and no address. `procedures` has asked."""
    policies.system_only(by).require()
    check([] if name.strip() else [Problem("ground.required", "name")])
    id_ = new_id()
    title = str(A_PROGRAM) % {"name": name.strip()[:150]}
    account = Account(id=id_, name=title, email=f"{id_}@program.invalid", kind=AccountKind.SERVICE)
    account.set_unusable_password()
    account.save(force_insert=True)
    wrote("account", account.id, act="access.open_program")
    return account


def _account_problems(name: str, address: str) -> list[Problem]:
    problems = [] if name.strip() else [Problem("ground.required", "name")]
    try:
        validate_email(address)
    except ValidationError:
        problems.append(Problem("access.email", "email"))
    return problems


@action("access.reopen_account")
def reopen_account(*, by: Principal, account_id: UUID) -> None:
    """An account that was closed by mistake, or suspended, is signed in with again, by the password it had.

    Sessions, known browsers and tokens do not come back. Raises Invalid where it is open, or was erased.
    """
    policies.system_only(by).require("account", account_id)
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("account", account_id)
    if account.is_active:
        raise Invalid(Problem("access.account_open"))
    if account.email.endswith(ERASED_AT):
        raise Invalid(Problem("access.account_erased"))
    account.is_active = True
    account.save(update_fields=["is_active"])
    wrote("account", account_id, act="access.reopen_account")


@action("access.mark_deployment")
def mark_deployment(*, by: Principal, kind: DeploymentKind, name: str, recipe: dict[str, Any]) -> Deployment:
    """Settles, in an empty database and for good, what sort of place this is."""
    policies.system_only(by).require()
    if Account.objects.exists() or Deployment.objects.exists():
        raise Invalid(Problem("access.not_empty"))
    mark = Deployment.objects.create(kind=kind, name=name, recipe=recipe, created_at=clock.now())
    wrote("deployment", Deployment.audit_id(), act="access.mark_deployment")
    return mark


@action("access.close_account")
def close_account(*, by: Principal, account_id: UUID) -> None:
    """Nobody signs in with it any more: who is in by it is out, its tokens call no more. What it did stays.

    Raises Invalid where it is closed already. Whose it is to close, `procedures` has asked.
    """
    policies.system_only(by).require("account", account_id)
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("account", account_id)
    if not account.is_active:
        raise Invalid(Problem("access.account_closed"))
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_all(account_id)
    Browser.objects.filter(account=account_id).delete()
    wrote("account", account_id, act="access.close_account")
