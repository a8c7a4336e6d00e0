"""Erasing an account: nobody signs in by it, and it names nobody. A part of `procedures.erase`."""

from collections.abc import Collection
from uuid import UUID

from ecotone.access import policies
from ecotone.access.actions.ending import end_all, end_sessions_of
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.holdings import HOLDINGS
from ecotone.access.models import Account, ApiToken
from ecotone.access.principal import Principal
from ecotone.access.rules import ERASED_AT
from ecotone.ground import clock
from ecotone.ground.holdings import Whose, erase


@action("access.erase_account")
def erase_account(*, by: Principal, account_id: UUID, name: str) -> int:
    """An empty row stays under `name`, closed, so that the ids in the audit stand for nobody else. How many rows."""
    policies.system_only(by).require("account", account_id)
    account = Account.objects.select_for_update().get(pk=Account.of(account_id).pk)
    end_all(account_id)
    touched = erase(HOLDINGS, Whose(None, account_id, (account.email,)))
    account.name, account.email = name, f"{account_id}{ERASED_AT}"
    account.is_active, account.last_login = False, None
    account.set_unusable_password()
    account.save(update_fields=["name", "email", "is_active", "last_login", "password"])
    wrote("account", account_id, act="access.erase_account")
    return touched + 1


@action("access.end_acting")
def end_acting(*, by: Principal, account_ids: Collection[UUID], permission_ids: Collection[UUID]) -> None:
    """Whoever acted for somebody is signed out, for a session keeps her name, and their programs call no more."""
    policies.system_only(by).require("account")
    for account_id in account_ids:
        end_sessions_of(account_id)
        wrote("account", account_id, act="access.end_acting")
    for permission_id in permission_ids:
        wrote("carerpermission", permission_id, act="access.end_acting")
    tokens = ApiToken.objects.filter(permission_id__in=list(permission_ids), revoked_at=None)
    tokens.update(revoked_at=clock.now())


@action("access.end_as_herself")
def end_as_herself(*, by: Principal, account_id: UUID) -> None:
    """Whoever is in with this account is out, and what calls in its name as a person with a record calls no more.

    What calls in a hat, or for somebody it acts for, goes on: the account is theirs as before.
    """
    policies.system_only(by).require("account", account_id)
    end_sessions_of(account_id)
    tokens = ApiToken.objects.filter(account=account_id, hat_id=None, permission_id=None, revoked_at=None)
    tokens.update(revoked_at=clock.now())
    wrote("account", account_id, act="access.end_as_herself")
