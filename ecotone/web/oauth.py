"""/oauth/token: a program shows its client secret and gets a token for an hour (RFC 6749, 4.4: client credentials).

    POST /oauth/token                                       Content-Type: application/x-www-form-urlencoded
    Authorization: Basic base64(client_id:client_secret)    the id of a token of a program's own account, and that
    grant_type=client_credentials&scope=people:read         scope may be left out: all that the secret has

What is given narrows the secret and ends with it. A secret is taken from the header alone, never from the body or the
address, where it would end in logs. Nothing else is granted here: nobody signs in by this.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from ecotone.access import queries as access
from ecotone.access.actions import grant_token
from ecotone.access.queries import TokenView
from ecotone.access.rules import SHORT_TOKEN_LASTS, Scope
from ecotone.access.spending import spend
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import Invalid
from ecotone.web.bearer import TooMany, by_address
from ecotone.web.routes import Access

GRANT = "client_credentials"
SCOPES = {str(scope) for scope in Scope}
NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
WHO = {"WWW-Authenticate": 'Basic realm="Ecotone", charset="UTF-8"'}


@csrf_exempt
def token(request: HttpRequest) -> JsonResponse:
    """Answers with a token, or with an error in the words of the RFC."""
    try:
        return _granted(request)
    except TooMany as many:
        return _wrong(429, "invalid_request", "Too many calls this minute.", many.allowance.headers)
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError):
        return _wrong(400, "invalid_request", "Send less.")


token.access, token.code, token.commitments = Access.PROGRAM, "web.oauth_token", (3,)  # type: ignore[attr-defined]


def _granted(request: HttpRequest) -> JsonResponse:
    if request.method != "POST":
        return _wrong(405, "invalid_request", "This address takes POST.", {"Allow": "POST"})
    client = _client(request)
    if client is None:
        by_address(request)
        return _wrong(401, "invalid_client", "Nobody is known by this id and secret.", WHO)
    if spend(f"account:{client.account_id}", limit=settings.API_CALLS_A_MINUTE).exceeded:
        return _wrong(429, "invalid_request", "Too many calls this minute.", {"Retry-After": "60"})
    if request.POST.getlist("grant_type") != [GRANT]:
        return _wrong(400, "unsupported_grant_type", f"The grant_type is {GRANT}.")
    asked = request.POST.get("scope", "").split()
    if not {*asked} <= SCOPES or len(request.POST.getlist("scope")) > 1:
        return _wrong(400, "invalid_scope", "No such scope.")
    return _answer(client, asked)


def _answer(client: TokenView, asked: list[str]) -> JsonResponse:
    by = ecosystem.principal_for(client.account_id, client.account_name, client.hat_id) if client.hat_id else None
    if by is None:
        return _wrong(401, "invalid_client", "Nobody is known by this id and secret.", WHO)
    try:
        made = grant_token(by=by, token_id=client.id, scopes=[Scope(each) for each in asked])
    except Invalid:
        return _wrong(400, "invalid_scope", "This secret does not have that scope.")
    given = [scope for scope in client.scope_list if not asked or scope in asked]
    said = {"access_token": made.secret, "token_type": "Bearer", "expires_in": SHORT_TOKEN_LASTS * 60}
    return _json(200, {**said, "scope": " ".join(given)}, {})


def _client(request: HttpRequest) -> TokenView | None:
    """Whose id and secret stand in the header: a program's own, that may call now. None for all else."""
    kind, _blank, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic" or not 0 < len(sent) <= 400:
        return None
    try:
        name, _colon, secret = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
        client_id = UUID(unquote_plus(name))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    found = access.token_of(unquote_plus(secret))
    if found is None or found.id != client_id or not found.is_service or found.parent_id is not None:
        return None
    return found if ecosystem.program_calls(found.account_id) else None


def _wrong(status: int, error: str, words: str, headers: Mapping[str, str] | None = None) -> JsonResponse:
    return _json(status, {"error": error, "error_description": words}, headers or {})


def _json(status: int, said: dict[str, Any], headers: Mapping[str, str]) -> JsonResponse:
    return JsonResponse(said, status=status, headers={**NEVER_KEPT, **headers})
