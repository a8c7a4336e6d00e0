"""Writes to tokens: what programs may do in somebody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ecotone.access import policies, tokens
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account, ApiToken
from ecotone.access.principal import Principal
from ecotone.access.rules import MOST_TOKENS, TOKEN_LASTS, Entry, Scope, token_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check


@dataclass(frozen=True)
class NewToken:
    """A token just made. Its secret is here and nowhere else: what is kept of it is a hash."""

    id: UUID
    secret: str
    expires_at: datetime


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
