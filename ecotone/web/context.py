"""What every page shows: who is signed in, in which hat, where one can go, and whether the place is invented."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ecotone.access import queries as access
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.ecosystem import queries as organisations
from ecotone.notices import queries as notices
from ecotone.people import queries as people
from ecotone.web.principals import HATS, WORN


@dataclass(frozen=True)
class Item:
    """A place in the menu."""

    label: str
    href: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class HatChoice:
    id: str
    title: str
    organisation: str
    worn: bool


@dataclass(frozen=True)
class Wearing:
    title: str
    organisation: str


WORKER_MENU = (
    (_("My day"), "my_day"),
    (_("What’s new"), "news"),
    (_("My people"), "my_people"),
    (_("Requests to us"), "team_list"),
    (_("Meetings"), "meetings"),
    (_("Find help"), "find_help"),
    (_("The ecosystem"), "ecosystem"),
    (_("How asking goes"), "doors"),
)
PERSON_MENU = (
    (_("My story"), "my_story"),
    (_("What’s new"), "news"),
    (_("What was promised me"), "my_referrals"),
    (_("Who sees what"), "my_sharing"),
    (_("Who looked"), "my_looks"),
    (_("Find help"), "find_help"),
)
CARER_MENU = ((_("Their story"), "my_story"), (_("What was promised"), "my_referrals"), (_("Find help"), "find_help"))
LEARNER_MENU = ((_("Read to learn"), "to_learn"),)
GUARDIAN_MENU = (
    (_("What’s new"), "news"),
    (_("Guarding records"), "guarding"),
    (_("Emergencies"), "emergencies"),
    (_("Legal duties"), "duties"),
    (_("The audit"), "audit"),
)
STAFF_MENU = ((_("Who works here"), "colleagues"), (_("Our programs"), "programs"))
IMPORTS_MENU = ((_("Files taken in"), "imports"),)
CLAIMS_MENU = ((_("Listings to hand over"), "claims"),)
DECIDES_CLAIMS = frozenset({Role.STEWARD, Role.OFFICER, Role.ADMINISTRATOR})
TERMS_MENU = ((_("Who has agreed"), "terms_agreements"),)
OTHER_MENU = (
    (_("The ecosystem"), "ecosystem"),
    (_("How asking goes"), "doors"),
    (_("Find help"), "find_help"),
)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Lazy, so that an error page asks the database for little."""
    principal = getattr(request, "principal", None) or Principal.nobody()
    apart = getattr(request, "answering", None) is not None  # by a link, whoever is signed in beside it
    account = getattr(request, "user", None)  # none where a request was turned away before it was asked who sends it
    return {
        "nav": SimpleLazyObject(lambda: _menu(request, principal)),
        "wearing": SimpleLazyObject(lambda: _wearing(principal)),
        "hats": SimpleLazyObject(lambda: [] if apart else _hats(request, principal)),
        "deployment": SimpleLazyObject(access.deployment),
        "signed_in_name": SimpleLazyObject(lambda: "" if apart else getattr(account, "name", "")),
        "principal": principal,
        "emergencies_met": SimpleLazyObject(lambda: people.met_emergencies(principal)),
        "shut_out_by": SimpleLazyObject(lambda: organisations.shut_out_by(principal)),
        "duties_met": SimpleLazyObject(lambda: people.met_duties(principal)),
    }


def _signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


def _menu(request: HttpRequest, principal: Principal) -> list[Item]:
    if principal.kind in (Kind.NOBODY, Kind.LINK):
        return []
    own = {Kind.PERSON: PERSON_MENU, Kind.CARER: CARER_MENU}
    menu = own.get(principal.kind) or (WORKER_MENU if principal.practises else OTHER_MENU)
    if principal.learns:
        menu = LEARNER_MENU + menu
    if principal.role is Role.GUARDIAN:
        menu += GUARDIAN_MENU
    if principal.role is Role.ADMINISTRATOR:
        menu += STAFF_MENU
    if principal.role in DECIDES_CLAIMS:
        menu += CLAIMS_MENU + IMPORTS_MENU
    if principal.role is Role.STEWARD:
        menu += TERMS_MENU
    waiting = {"news": notices.unread(principal)}
    places = [(str(label), name, reverse(name)) for label, name in menu]
    return [Item(label, href, request.path == href, waiting.get(name, 0)) for label, name, href in places]


def _wearing(principal: Principal) -> Wearing | None:
    if principal.learns:
        return Wearing(str(_("%(hat)s, only reading to learn") % {"hat": principal.hat_title}), principal.actor_name)
    if principal.kind is Kind.WORKER:
        return Wearing(principal.hat_title, principal.actor_name)
    if principal.kind is Kind.CARER:
        return Wearing(principal.hat_title[:1].upper() + principal.hat_title[1:], "")
    return Wearing(str(_("Myself")), "") if principal.kind is Kind.PERSON else None


def _hats(request: HttpRequest, principal: Principal) -> list[HatChoice]:
    """What may be worn; what is worn and has ended is not named any more, for it may name whom it was worn for."""
    if not _signed_in(request):
        return []
    worn = request.session.get(WORN)
    ended = worn if principal.kind is Kind.NOBODY else None
    there = (hat for hat in request.session.get(HATS, []) if hat["id"] != ended)
    return [HatChoice(**hat, worn=hat["id"] == worn) for hat in there]
