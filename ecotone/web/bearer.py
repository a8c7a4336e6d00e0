"""Who calls by a token, for every door that programs come to: the JSON API and whatever else speaks to machines.

    Authorization: Bearer ecotone_…  ──> the token ──> the account in its hat, as herself, or acting ──> Principal

Cookies are not looked at, so no page elsewhere can make a browser call in somebody's name. A token never opens more
than its hat does: the principal is worked out anew at every call, and the scopes narrow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ecotone.access import queries as access
from ecotone.access.actions import note_token_use
from ecotone.access.principal import Principal
from ecotone.access.queries import TokenView
from ecotone.access.rules import Scope
from ecotone.access.spending import Allowance, spend
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import EcotoneError
from ecotone.people import queries as people
from ecotone.web.networks import network_of

LONGEST = 200


@dataclass(frozen=True)
class Caller:
    """A program: in whose name it calls, by which token, with what scopes, and how many calls it has left."""

    principal: Principal
    token: TokenView
    allowance: Allowance

    def may(self, scope: Scope) -> bool:
        return scope in self.token.scopes


class Unknown(EcotoneError):
    """No token, or none that holds (401). `shown`: whether there was one. Raised before anything is read."""

    def __init__(self, allowance: Allowance, *, shown: bool) -> None:
        self.allowance, self.shown = allowance, shown
        super().__init__("unknown")

    @property
    def headers(self) -> Mapping[str, str]:
        why = ', error="invalid_token"' if self.shown else ""
        return {"WWW-Authenticate": f'Bearer realm="Ecotone"{why}', **self.allowance.headers}


class TooMany(EcotoneError):
    """More calls this minute than are allowed (429)."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        super().__init__("too many calls")


def caller_of(request: HttpRequest) -> Caller:
    """Who calls, having counted the call. Raises Unknown or TooMany, each with the headers to answer with.

    Six queries at most: the token, the count of this minute, the hat and its organisations.
    """
    secret = _secret(request)
    token = access.token_of(secret) if secret else None
    principal = _principal(token) if token else None
    if token is None or principal is None:
        allowance = by_address(request)
        raise Unknown(allowance, shown=secret is not None)
    allowance = spend(f"account:{token.account_id}", limit=settings.API_CALLS_A_MINUTE)
    if allowance.exceeded:
        raise TooMany(allowance)
    principal = replace(principal, token_id=token.id)
    if token.use_is_to_be_noted:
        note_token_use(by=principal, token_id=token.id)
    return Caller(principal, token, allowance)


def by_address(request: HttpRequest) -> Allowance:
    """Counts a call of somebody who is not known. Raises TooMany."""
    allowance = spend(network_of(request), limit=settings.API_UNKNOWN_CALLS_A_MINUTE)
    if allowance.exceeded:
        raise TooMany(allowance)
    return allowance


def _secret(request: HttpRequest) -> str | None:
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and 0 < len(secret.strip()) <= LONGEST else None


def _principal(token: TokenView) -> Principal | None:
    """In whose name: None once the hat was taken off, the permission has ended, or she has died.

    A program's account calls while it has not ended and somebody is left who answers for it.
    """
    if token.is_service and not ecosystem.program_calls(token.account_id):
        return None
    who: tuple[Any, str] = token.account_id, token.account_name
    if token.hat_id:
        return ecosystem.principal_for(*who, token.hat_id)
    if token.permission_id:
        return people.carer_principal(*who, token.permission_id)
    return people.principal_for(token.account_id)
