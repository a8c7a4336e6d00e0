"""Middleware: works out who calls, in which hat, before any page runs.

The hat worn is kept in the session. One who has a single hat wears it; one who is also a person with a record here
chooses between working and being herself; never both at once.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ecotone.access.principal import Principal
from ecotone.ecosystem import queries as ecosystem
from ecotone.people import queries as people

WORN = "hat"
MYSELF = "myself"


class PrincipalMiddleware:
    """Sets `request.principal`, worked out when first asked for and once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = SimpleLazyObject(lambda: principal_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def principal_of(request: HttpRequest) -> Principal:
    """The caller. Somebody without any hat and without a record here may sign in, and is nobody until one is given."""
    account = request.user
    if not account.is_authenticated:
        return Principal.nobody()
    worn = request.session.get(WORN)
    if worn and worn != MYSELF and (principal := _in_hat(account.id, account.name, worn)):
        return principal
    if worn != MYSELF and (hats := ecosystem.hats_of(account.id)):
        request.session[WORN] = str(hats[0].id)
        return _in_hat(account.id, account.name, str(hats[0].id)) or Principal.nobody()
    return people.principal_for(account.id) or Principal.nobody()


def _in_hat(account_id: UUID, name: str, hat: str) -> Principal | None:
    return ecosystem.principal_for(account_id, name, UUID(hat))
