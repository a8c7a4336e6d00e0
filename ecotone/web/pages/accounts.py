"""Signing in and out, and changing hats."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access import queries as access
from ecotone.access.actions import choose_password as set_password
from ecotone.access.actions import note_sign_in
from ecotone.access.rules import Kind
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import queries as people
from ecotone.web.forms.answer import PasswordForm
from ecotone.web.principals import HATS, WORN, hats_to_wear, principal_of, took_off_ended
from ecotone.web.request import Request
from ecotone.web.routes import Access, page, sorry
from ecotone.web.words import say_problem


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page begins above this field: a reader is not to be dropped into the middle of it.
        self.fields["username"].widget.attrs.pop("autofocus", None)

    error_messages = {
        "invalid_login": _("That e-mail address and password do not belong together. Check both and try again."),
        "inactive": _("This account has been closed."),
    }


@page(Access.PUBLIC, "web.home")
def home(request: Request) -> HttpResponse:
    """The first page: to one's own start when signed in, else to the sign-in."""
    starts = {
        Kind.WORKER: "my_day" if request.principal.practises else "ecosystem",
        Kind.PERSON: "my_story",
        Kind.CARER: "my_referrals",
    }
    start = starts.get(request.principal.kind)
    if start:
        return redirect(start)
    if request.user.is_authenticated:
        took_off_ended(request)
        if people.has_offers(request.principal) or people.has_acted(request.principal):
            return redirect("acting")
        return sorry(request, 403, "web.no_hat")
    return render(request, "web/welcome.html", {"form": SignInForm(), "cast": _cast()})


@page(Access.PUBLIC, "web.sign_in")
def sign_in(request: Request) -> HttpResponse:
    """The sign-in form."""
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        return _enter(request, form.get_user())
    following = request.GET.get("next", "")
    return render(request, "web/welcome.html", {"form": form, "cast": _cast(), "next": following})


@require_POST
@page(Access.PUBLIC, "web.demo_sign_in")
def demo_sign_in(request: Request) -> HttpResponse:
    """One-click sign-in as one of the invented cast. It exists in a demo and nowhere else."""
    known = {member["account"] for member in _cast()}
    account_id = request.POST.get("account", "")
    if account_id not in known:
        raise NotFound("account", account_id)
    return _enter(request, get_user_model().objects.get(pk=account_id))


def _cast() -> list[dict[str, str]]:
    place = access.deployment()
    return place.recipe.get("cast", []) if place and place.is_demo else []


def _enter(request: Request, account: Any) -> HttpResponse:
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session[HATS] = hats_to_wear(account.id)
    request.session.pop(WORN, None)
    by = principal_of(request)
    note_sign_in(by=by, account_id=account.id)
    return redirect(_safe_next(request) or ("acting" if people.has_offers(by) else "home"))


def _safe_next(request: Request) -> str:
    following = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure())
    return following if safe else ""


@require_POST
@page(Access.PUBLIC, "web.sign_out")
def sign_out(request: Request) -> HttpResponse:
    """Ends the session."""
    logout(request)
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
    if chosen not in {hat["id"] for hat in hats}:
        raise NotFound("hat", chosen)
    request.session[HATS] = hats
    request.session[WORN] = chosen
    request.session.cycle_key()
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
            set_password(
                by=request.principal,
                account_id=account_id,
                token=password_token,
                password=form.cleaned_data["password"],
            )
        except Invalid as invalid:
            form.add_error("password", say_problem(invalid.problems[0]))
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("sign_in")
    return render(request, "web/password.html", {"form": form})
