"""All writes to accounts and to the deployment's own mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from ecotone.access import passwords, policies, tokens
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, ApiToken, Deployment
from ecotone.access.principal import Principal
from ecotone.access.rules import (
    MOST_TOKENS,
    TOKEN_LASTS,
    DeploymentKind,
    Entry,
    Role,
    Scope,
    token_problems,
)
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check


@dataclass(frozen=True)
class NewToken:
    """A token just made. Its secret is here and nowhere else: what is kept of it is a hash."""

    id: UUID
    secret: str
    expires_at: datetime


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


@action("access.make_token")
def make_token(*, by: Principal, name: str, scopes: Iterable[Scope], days: int = TOKEN_LASTS) -> NewToken:
    """A token for a program that shall call in the caller's name and in the hat worn now, for so many days.

    The secret is in what this returns and nowhere else. Raises Invalid for a fault, or for one token too many.
    """
    policies.may_make_token(by).require()
    wanted = [scope for scope in Scope if scope in (asked := {*scopes})]
    check(token_problems(name=name, scopes=asked, days=days))
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    now, account = clock.now(), Account.objects.select_for_update().get(pk=by.account_id)
    if account.tokens.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise Invalid(Problem("access.many_tokens", params={"most": MOST_TOKENS}))
    secret = tokens.new_secret()
    token = ApiToken.add(
        account=account,
        hat_id=by.hat_id,
        permission_id=by.permission_id,
        name=name,
        secret_hash=tokens.hashed(secret),
        scopes=" ".join(wanted),
        expires_at=now + timedelta(days=days),
    )
    wrote("apitoken", token.id, act="access.make_token")
    return NewToken(token.id, secret, token.expires_at)


@action("access.revoke_token")
def revoke_token(*, by: Principal, token_id: UUID) -> None:
    """Ends a token at once; one that has ended stays ended. Raises NotFound for somebody else's."""
    token = ApiToken.of(token_id)
    if not policies.may_revoke_token(by, token.account_id).allowed:
        raise NotFound("apitoken", token_id)
    ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=clock.now())
    wrote("apitoken", token_id, act="access.revoke_token")


@action("access.use_token", entry=Entry.SIGN_IN)
def note_token_use(*, by: Principal, token_id: UUID) -> None:
    """Records that a program came in by this token; it is done once an hour, not at every call."""
    token = ApiToken.of(token_id)
    policies.may_note_sign_in(by, token.account_id).require("account", token.account_id)
    ApiToken.objects.filter(pk=token_id).update(used_at=clock.now())
    wrote("apitoken", token_id, act="access.use_token")
