"""Middleware: works out who calls, in which hat, before any page runs.

The hat worn is kept in the session, and looked up at every request: one that was taken away no longer fits. One who
has a single hat wears it, where its role asks for a second step only after that; one who is also a person with a
record here chooses between working and being herself, never both at once. One who acts for somebody within her
permission wears that like a hat, until it ends. Who works with people may wear the hat to learn from what was done,
and then helps nobody.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose, Role
from ecotone.ecosystem import queries as ecosystem
from ecotone.people import queries as people
from ecotone.people.views import Offer
from ecotone.web.when import last_day

WORN = "hat"
HATS = "hats"
PROVED, ONE_PRESS = "proved", "one_press"
"""How a session was come by: a password, a code besides, or in a demo one press."""
BOTH_STEPS = frozenset({"code", "provider_both", "passkey", ONE_PRESS})
"""What counts as both steps of signing in."""
MYSELF = "myself"
FOR = "for:"
"""Begins what is worn by one who acts for a person; the id of the permission follows."""
LEARN = "learn:"
"""Begins what is worn by one who is here to learn and not to help; the id of the hat follows."""


class PrincipalMiddleware:
    """Sets `request.principal`, worked out when first asked for and once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.principal = SimpleLazyObject(lambda: principal_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def put_on(request: HttpRequest, chosen: str, hats: list[dict[str, str]]) -> None:
    """This hat is worn from now, of these that may be; the key of the session is new."""
    request.session[HATS], request.session[WORN] = hats, chosen
    request.session.cycle_key()


def principal_of(request: HttpRequest) -> Principal:
    """The caller. Who has neither hat nor record here may sign in, and is nobody until given one."""
    account = request.user
    if not account.is_authenticated:
        return Principal.nobody()
    worn = request.session.get(WORN)
    if worn is None:
        choices = request.session.setdefault(HATS, hats_to_wear(account.id))
        worn = request.session[WORN] = choices[0]["id"] if choices else MYSELF
    if worn.startswith(FOR):
        found = people.carer_principal(account.id, account.name, UUID(worn.removeprefix(FOR)))
    elif worn.startswith(LEARN):
        found = ecosystem.principal_for(account.id, account.name, UUID(worn.removeprefix(LEARN)))
        found = replace(found, purpose=Purpose.IMPROVEMENT) if found and found.practises else None
    elif worn != MYSELF:
        found = ecosystem.principal_for(account.id, account.name, UUID(worn))
        if found and lacks_second_step(request, found.role):
            found = None
    else:
        found = people.principal_for(account.id)
    return found or Principal(kind=Kind.NOBODY, account_id=account.id, name=account.name)


def lacks_second_step(request: HttpRequest, role: Role | None) -> bool:
    """Whether a hat of this role is worn only after a step that this session has not taken. The request notes it."""
    lacks = role in settings.SECOND_STEP_ROLES and not took_both_steps(request)
    request.lacks_second_step = lacks  # type: ignore[attr-defined]
    return lacks


def took_both_steps(request: HttpRequest) -> bool:
    """Whether whoever is in by this session has taken the second step."""
    return request.session.get(PROVED) in BOTH_STEPS


def hats_to_wear(account_id: UUID) -> list[dict[str, str]]:
    """The hats this account may put on, its own self among them: id, title, organisation, as a session keeps them."""
    hats = [{"id": str(h.id), "title": h.title, "organisation": h.actor_name} for h in ecosystem.hats_of(account_id)]
    if people.principal_for(account_id):
        hats.append({"id": MYSELF, "title": _("Myself"), "organisation": ""})
    return hats + [_acting_for(offer) for offer in people.permissions_to(account_id)]


def may_be_worn(chosen: str, hats: list[dict[str, str]]) -> bool:
    """Whether this is one of these hats; or one of a team or organisation, worn to learn."""
    worn = {hat["id"] for hat in hats}
    to_learn = chosen.removeprefix(LEARN) if chosen.startswith(LEARN) else MYSELF
    return chosen in worn or (to_learn in worn and to_learn != MYSELF and not to_learn.startswith(FOR))


def is_for_another(hat: dict[str, str]) -> bool:
    """Whether this hat, as a session keeps it, is worn for a person one acts for."""
    return hat["id"].startswith(FOR)


def _acting_for(offer: Offer) -> dict[str, str]:
    until = date_format(last_day(offer.until), "j F Y")
    return {
        "id": f"{FOR}{offer.id}",
        "title": _("For %(name)s (as their carer)") % {"name": offer.name},
        "organisation": _("until %(day)s") % {"day": until},
    }


def took_off_ended(request: HttpRequest) -> bool:
    """Takes off what was worn for a person whose permission has ended, and says whether there was such a thing.

    What may be worn is asked anew: her name does not stay in the list.
    """
    worn = request.session.get(WORN) or ""
    if not worn.startswith(FOR):
        return False
    request.session.pop(WORN)
    request.session[HATS] = hats_to_wear(UUID(str(request.user.pk)))
    return True
