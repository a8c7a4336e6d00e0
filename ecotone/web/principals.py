"""Middleware: works out who calls, in which hat, before any page runs.

The hat worn is kept in the session, and looked up at every request: one that was taken away no longer fits. One who
has a single hat wears it; one who is also a person with a record here chooses between working and being herself,
never both at once.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ecosystem import queries as ecosystem
from ecotone.people import queries as people

WORN = "hat"
HATS = "hats"
MYSELF = "myself"


class PrincipalMiddleware:
    """Sets `request.principal`, worked out when first asked for and once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = SimpleLazyObject(lambda: principal_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def principal_of(request: HttpRequest) -> Principal:
    """The caller. Who has neither hat nor record here may sign in, and is nobody until given one."""
    account = request.user
    if not account.is_authenticated:
        return Principal.nobody()
    worn = request.session.get(WORN)
    if worn is None:
        choices = request.session.setdefault(HATS, hats_to_wear(account.id))
        worn = request.session[WORN] = choices[0]["id"] if choices else MYSELF
    if worn != MYSELF:
        found = ecosystem.principal_for(account.id, account.name, UUID(worn))
    else:
        found = people.principal_for(account.id)
    return found or Principal(kind=Kind.NOBODY, account_id=account.id, name=account.name)


def hats_to_wear(account_id: UUID) -> list[dict[str, str]]:
    """The hats this account may put on, its own self among them: id, title, organisation, as a session keeps them."""
    hats = [{"id": str(h.id), "title": h.title, "organisation": h.actor_name} for h in ecosystem.hats_of(account_id)]
    if people.principal_for(account_id):
        hats.append({"id": MYSELF, "title": _("Myself"), "organisation": ""})
    return hats
