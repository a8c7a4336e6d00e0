"""All writes to accounts and to the deployment's own mark."""

from typing import Any
from uuid import UUID

from ecotone.access import policies
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, Deployment
from ecotone.access.principal import Principal
from ecotone.access.rules import DeploymentKind, Entry, Role
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem


@action("access.open_account")
def open_account(
    *, by: Principal, name: str, email: str, password: str | None = None, account_id: UUID | None = None
) -> Account:
    """An account to sign in with; without a password it can only be worn by the demo's one-click sign-in.

    `account_id` is for Ecotone itself, which names the demo's cast in the deployment's mark before they have accounts.
    """
    policies.with_role(by, Role.ADMINISTRATOR).require()
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise Invalid(Problem("access.account_exists", "email"))
    account = Account(name=name, email=address, **({"id": account_id} if account_id and by.is_system else {}))
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save(force_insert=True)
    wrote("account", account.id, act="access.open_account")
    return account


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
    wrote("account", account_id, act="access.sign_in")
