"""Signing in and out, and changing hats."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access import queries as access
from ecotone.access.actions import try_second_step
from ecotone.access.entering import Tried, refuse, try_password
from ecotone.access.guesses import for_code, guarded, too_many
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import queries as people
from ecotone.procedures import ways_in
from ecotone.web import staying
from ecotone.web.forms.accounts import CodeForm, PasswordForm, SignInForm
from ecotone.web.networks import network_of
from ecotone.web.principals import BOTH_STEPS, ONE_PRESS, hats_to_wear, may_be_worn, put_on, took_off_ended
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page, sorry
from ecotone.web.words import say_problem


@page(Access.PUBLIC, "web.home")
def home(request: Request) -> HttpResponse:
    """The first page: to one's own start when signed in, else to the sign-in."""
    starts = {
        Kind.WORKER: _start_of_work(request.principal),
        Kind.PERSON: "my_story",
        Kind.CARER: "my_referrals",
    }
    start = starts.get(request.principal.kind)
    if start:
        return redirect(start)
    if request.user.is_authenticated:
        if getattr(request, "lacks_second_step", False):
            return redirect("second_step")
        took_off_ended(request)
        if people.has_offers(request.principal) or people.has_acted(request.principal):
            return redirect("acting")
        return sorry(request, 403, "web.no_hat")
    return render(request, "web/welcome.html", {"form": SignInForm(), **_ways_in()})


KEEPERS: Mapping[Role | None, str] = {Role.GUARDIAN: "guarding", Role.ADMINISTRATOR: "colleagues"}


def _start_of_work(by: Principal) -> str:
    """The page that a hat's work begins with; the map, where it has none of its own."""
    if by.practises:
        return "my_day"
    return "to_learn" if by.learns else KEEPERS.get(by.role, "ecosystem")


@page(Access.PUBLIC, "web.sign_in")
def sign_in(request: Request) -> HttpResponse:
    """The sign-in form: an address and a password, and after them a code where that was set up."""
    form = SignInForm(data=request.POST if request.method == "POST" else None)
    following = request.POST.get("next", "") or request.GET.get("next", "")
    if form.is_valid():
        given = form.cleaned_data
        source, keys = network_of(request), staying.keys(request)
        tried = try_password(given["username"], given["password"], source=source, keys=keys)
        if tried.account_id:
            return entered(request, tried, shared=given["shared"], following=following)
        if tried.wait_until:
            form.add_error(None, say_problem(too_many(tried.wait_until).problems[0]))
            form.add_error(
                None, _("If you cannot wait, have a link mailed to you: “Forgotten your password?” below.")
            )
        else:
            form.add_error(
                None, _("That e-mail address and password do not belong together. Check both and try again.")
            )
    return render(request, "web/welcome.html", {"form": form, "next": following, **_ways_in()})


def entered(
    request: Request,
    tried: Tried,
    *,
    shared: bool,
    following: str,
    proved: str = staying.BY_PASSWORD,
    provider: str = "",
    came_by: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Who it is has been proved, by address and password or by a provider's word: on to the code, or in."""
    assert tried.account_id  # noqa: S101 - the caller has looked
    asked = tried.has_step and proved not in BOTH_STEPS
    if asked and not tried.trusted:
        browser = tried.browser_id
        kept: dict[str, Any] = {"shared": shared, "following": following, "provider": provider, "came_by": came_by}
        staying.ask_for_code(request, tried.account_id, browser_id=browser, **kept)
        return redirect("sign_in_code")
    proved = staying.BY_CODE if asked else proved
    going: dict[str, Any] = {"shared": shared, "following": following, "came_by": came_by}
    return let_through(request, tried.account_id, proved=proved, **going)


@page(Access.PUBLIC, "web.sign_in_code")
@cache_control(private=True, no_store=True)
def sign_in_code(request: Request) -> HttpResponse:
    """The second step: a code from the device, or a recovery code."""
    kept = staying.entering(request)
    if kept is None:
        return redirect("sign_in")
    account_id, browser_id = UUID(kept["account"]), id_in(kept["browser"])
    form = CodeForm.of(request, shared=kept["shared"])
    if form.is_valid():
        act = guarded(try_second_step, for_code(account_id, browser_id))
        form.principal = Principal.nobody()
        if form.went(act, account_id=account_id, code=form.cleaned_data["code"]):
            trust = form.cleaned_data.get("trust", False)
            told = {"shared": kept["shared"], "following": kept["next"], "came_by": staying.came_by(request)}
            return let_through(request, account_id, proved=staying.BY_CODE, trust=trust, **told)
        refuse("access.wrong_code", account_id)
    shown = {"provider": kept.get("provider", ""), "has_passkeys": bool(access.credentials_of(account_id))}
    return render(request, "web/sign_in_code.html", {"form": form, **shown})


@require_POST
@page(Access.PUBLIC, "web.demo_sign_in")
def demo_sign_in(request: Request) -> HttpResponse:
    """One-click sign-in as one of the invented cast. It exists in a demo and nowhere else."""
    known = {member["account"] for member in _cast()}
    account_id = request.POST.get("account", "")
    if account_id not in known:
        raise NotFound("account", account_id)
    by = staying.let_in(request, UUID(account_id), proved=ONE_PRESS)
    return _onward(request, by, request.POST.get("next", ""))


def _cast() -> list[dict[str, str]]:
    place = access.deployment()
    return place.recipe.get("cast", []) if place and place.is_demo else []


def _ways_in() -> dict[str, Any]:
    """What one may sign in with besides a password: in a demo one press, and the providers that the settings name."""
    return {"cast": _cast(), "providers": list(settings.IDENTITY_PROVIDERS.values())}


def let_through(
    request: Request,
    account_id: UUID,
    *,
    proved: str,
    shared: bool,
    following: str,
    trust: bool = False,
    came_by: Mapping[str, str] | None = None,
) -> HttpResponse:
    by = staying.let_in(request, account_id, proved=proved, shared=shared, came_by=came_by)
    response = _onward(request, by, following)
    staying.know_again(request, response, account_id, by=by, trust=trust)
    return response


def _onward(request: Request, by: Principal, following: str) -> HttpResponse:
    first = "acting" if people.has_offers(by) else "home"
    return redirect(staying.safe_next(request, following) or first)


@require_POST
@page(Access.PUBLIC, "web.sign_out")
def sign_out(request: Request) -> HttpResponse:
    """Ends the session; whoever came in by a provider is told that they are still in there."""
    issuer = staying.came_by(request).get("issuer")
    logout(request)
    at = next((each for each in settings.IDENTITY_PROVIDERS.values() if each.issuer == issuer), None)
    if at:
        return redirect("left_outside", provider=at.key)
    messages.success(request, _("You have signed out."))
    return redirect("home")


@require_POST
@page(Access.PUBLIC, "web.wear_hat")
def wear_hat(request: Request) -> HttpResponse:
    """Puts another of one's own hats on; what one may see and do follows it."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    hats = hats_to_wear(request.user.id)
    chosen = request.POST.get("hat", "")
    if not may_be_worn(chosen, hats):
        raise NotFound("hat", chosen)
    put_on(request, chosen, hats)
    return redirect("home")


@page(Access.PUBLIC, "web.stale_page")
def stale_page(request: Request, reason: str = "") -> HttpResponse:
    """Answers a form whose token no longer fits: the page was too old, or came from elsewhere."""
    return render(request, "csrf_failure.html", status=403)


@page(Access.PUBLIC, "web.choose_password")
@cache_control(private=True, no_store=True)
def choose_password(request: Request, account_id: UUID, password_token: str) -> HttpResponse:
    """Where a mailed link lets somebody choose a password, once. Opening it uses nothing up."""
    if not access.may_choose_password(account_id, password_token):
        return render(request, "web/password_over.html", status=404)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ways_in.choose_password(
                by=request.principal,
                account_id=account_id,
                token=password_token,
                password=form.cleaned_data["password"],
            )
        except Invalid as invalid:
            form.add_error("password", say_problem(invalid.problems[0]))
        else:
            messages.success(request, _("Your password is set. Sign in with it. Wherever you were in, you are out."))
            response = redirect(_after_choosing(request, account_id))
            staying.know_again(request, response, account_id, by=Principal.nobody())
            return response
    return render(request, "web/password.html", {"form": form})


def _after_choosing(request: Request, account_id: UUID) -> str:
    """To the sign-in; where passkeys go on, from there to every way in that stands."""
    if not access.credentials_of(account_id):
        return reverse("sign_in")
    messages.warning(
        request, _("Your passkeys go on: once you are in you see every way in, and can take off what is not yours.")
    )
    return f"{reverse('sign_in')}?{urlencode({'next': reverse('every_way_in')})}"
