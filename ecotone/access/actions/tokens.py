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
from ecotone.access.rules import (
    LONGEST_OVERLAP,
    MOST_TOKENS,
    OVERLAP,
    SHORT_TOKEN_LASTS,
    TOKEN_LASTS,
    TOKEN_LASTS_AT_MOST,
    AccountKind,
    Entry,
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


@action("access.give_token")
def give_token(
    *, by: Principal, account_id: UUID, hat_id: UUID, name: str, scopes: Iterable[Scope], days: int = TOKEN_LASTS
) -> NewToken:
    """A token for a program's own account, in one of its hats. Whose it is to give, `procedures` has asked.

    Raises Invalid for a fault, for one too many, and for an account that somebody signs in with.
    """
    policies.system_only(by).require("account", account_id)
    wanted = [scope for scope in Scope if scope in (asked := {*scopes})]
    check(token_problems(name=name, scopes=asked, days=days))
    account = _program(account_id)
    return _given(account, hat_id, name, wanted, clock.now() + timedelta(days=days))


def _program(account_id: UUID) -> Account:
    """A program's own account with room for another token. Raises NotFound, Invalid."""
    account = Account.objects.select_for_update().filter(pk=account_id, kind=AccountKind.SERVICE).first()
    if account is None or not account.is_active:
        raise NotFound("account", account_id)
    live = account.tokens.filter(parent=None, revoked_at=None, expires_at__gt=clock.now())
    if live.count() >= MOST_TOKENS:
        raise Invalid(Problem("access.many_tokens", params={"most": MOST_TOKENS}))
    return account


def _given(account: Account, hat_id: UUID, name: str, scopes: Iterable[str], expires_at: datetime) -> NewToken:
    secret = tokens.new_secret()
    token = ApiToken.add(
        account=account,
        hat_id=hat_id,
        name=name,
        secret_hash=tokens.hashed(secret),
        scopes=" ".join(scopes),
        expires_at=expires_at,
    )
    wrote("apitoken", token.id, act="access.give_token")
    wrote("account", account.id, act="access.give_token")
    return NewToken(token.id, secret, expires_at)


@action("access.rotate_token")
def rotate_token(
    *, by: Principal, token_id: UUID, overlap: int = OVERLAP, days: int = TOKEN_LASTS_AT_MOST
) -> NewToken:
    """Another token in place of one of a program's, with the same name, hat and scopes.

    The one before goes on for `overlap` days, so that nothing stops while it is changed over. Raises Invalid where it
    has ended.
    """
    policies.system_only(by).require("apitoken", token_id)
    before = ApiToken.of(token_id)
    check(token_problems(name=before.name, scopes=before.scopes.split(), days=days))
    if not 0 <= overlap <= LONGEST_OVERLAP:
        raise Invalid(Problem("access.overlap", "overlap", {"most": LONGEST_OVERLAP}))
    now, account = clock.now(), _program(before.account_id)
    if before.revoked_at or before.expires_at <= now or before.hat_id is None or before.parent_id:
        raise Invalid(Problem("access.token_over"))
    made = _given(account, before.hat_id, before.name, before.scopes.split(), now + timedelta(days=days))
    until = min(before.expires_at, now + timedelta(days=overlap))
    ApiToken.objects.filter(pk=token_id).update(**({"expires_at": until} if overlap else {"revoked_at": now}))
    wrote("apitoken", token_id, act="access.rotate_token")
    return made


@action("access.end_token")
def end_token(*, by: Principal, token_id: UUID) -> None:
    """Ends a program's token, and those that were given for it. Whose it is to end, `procedures` has asked."""
    policies.system_only(by).require("apitoken", token_id)
    ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=clock.now())
    wrote("apitoken", token_id, act="access.end_token")


@action("access.grant_token", entry=Entry.SIGN_IN)
def grant_token(*, by: Principal, token_id: UUID, scopes: Iterable[Scope]) -> NewToken:
    """A token for SHORT_TOKEN_LASTS minutes for who has shown a program's client secret; it ends with that.

    Raises Invalid for a scope that the secret does not have.
    """
    parent = ApiToken.of(token_id)
    policies.may_note_sign_in(by, parent.account_id).require("apitoken", token_id)
    has = {*map(Scope, parent.scopes.split())}
    asked = {*scopes} or has
    if not asked <= has:
        raise Invalid(Problem("ground.unknown_choice", "scope"))
    now, secret = clock.now(), tokens.new_secret()
    expires_at = min(parent.expires_at, now + timedelta(minutes=SHORT_TOKEN_LASTS))
    ApiToken.objects.filter(account=parent.account_id, parent=parent, expires_at__lt=now - timedelta(days=1)).delete()
    made = ApiToken.add(
        account_id=parent.account_id,
        hat_id=parent.hat_id,
        name=parent.name,
        secret_hash=tokens.hashed(secret),
        scopes=" ".join(scope for scope in Scope if scope in asked),
        expires_at=expires_at,
        parent=parent,
    )
    ApiToken.objects.filter(pk=token_id).update(used_at=now)
    wrote("apitoken", token_id, act="access.grant_token")
    wrote("apitoken", made.id, act="access.grant_token")
    return NewToken(made.id, secret, expires_at)


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
