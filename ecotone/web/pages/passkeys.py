"""Signing in by a passkey, and one's own passkeys. The browser's part is a script's: `frontend/src/passkeys.js`.

press ──▶ ask: a challenge, kept in the session ──▶ the device signs ──▶ a form with its answer ──▶ in
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access import actions, queries
from ecotone.access.entering import Shown, must_know_password, try_passkey
from ecotone.access.guesses import for_passkey, guarded, right, take, too_many
from ecotone.access.passkeys import NotSigned, Site, ask_to_make, ask_to_sign, made, new_challenge
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.procedures import ways_in
from ecotone.web import staying
from ecotone.web.forms.accounts import NewPasskeyForm, PasskeyNameForm
from ecotone.web.networks import network_of
from ecotone.web.pages.accounts import let_through
from ecotone.web.pages.own_account import password_lanes
from ecotone.web.principals import took_both_steps
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.words import say, say_problem

KEPT = "passkey"
LASTS = timedelta(minutes=5)
TO_SIGN, TO_MAKE = "sign", "make"


def _site(request: Request) -> Site:
    """This site, by the name it was called by, which is one that the settings name."""
    host = request.get_host()
    return Site(host.rpartition(":")[0] if ":" in host else host, f"{request.scheme}://{host}")


def _keep(request: Request, what_for: str) -> str:
    """A new challenge, which this session alone answers, once, in a few minutes, and for this alone."""
    challenge = new_challenge()
    request.session[KEPT] = {"challenge": challenge, "for": what_for, "at": clock.now().isoformat()}
    return challenge


def _kept(request: Request, what_for: str) -> str:
    """The challenge that this session is to answer; "" for none. It is used up."""
    kept = request.session.pop(KEPT, None)
    if not kept or kept["for"] != what_for or clock.now() - datetime.fromisoformat(kept["at"]) > LASTS:
        return ""
    return str(kept["challenge"])


@require_POST
@page(Access.PUBLIC, "web.ask_for_passkey")
@cache_control(private=True, no_store=True)
def ask_for_passkey(request: Request) -> HttpResponse:
    """What a passkey is to sign: any one of this site, or as a second step one of whoever gave the password."""
    if until := take(for_passkey(network_of(request))):
        return JsonResponse({"said": say_problem(too_many(until).problems[0])}, status=429)
    entering = staying.entering(request) if request.POST.get("step") else None
    only = queries.credentials_of(UUID(entering["account"])) if entering else ()
    return JsonResponse(ask_to_sign(_site(request), _keep(request, TO_SIGN), only=only))


@require_POST
@page(Access.PUBLIC, "web.sign_in_passkey")
@cache_control(private=True, no_store=True)
def sign_in_passkey(request: Request) -> HttpResponse:
    """Lets in by a passkey: both steps, or the second one of who has given the password."""
    kept = staying.entering(request) if request.POST.get("step") else None
    if kept is None and request.POST.get("step"):
        return redirect("sign_in")
    shown = _shown(request, UUID(kept["account"]) if kept else None)
    if not shown.account_id:
        return _sorry(request, say(shown.why))
    right(for_passkey(network_of(request)))
    shared = bool(kept["shared"] if kept else request.POST.get("shared"))
    following = str(kept["next"] if kept else request.POST.get("next", ""))
    going: dict[str, Any] = {
        "shared": shared,
        "following": following,
        "came_by": staying.came_by(request) if kept else None,
    }
    return let_through(request, shown.account_id, proved=staying.BY_PASSKEY, **going)


def _shown(request: Request, account_id: UUID | None) -> Shown:
    """Whose it is; a challenge that is none says so before anything is looked at."""
    challenge = _kept(request, TO_SIGN)
    if not challenge:
        return Shown(why="access.passkey_stale")
    return try_passkey(_site(request), challenge, request.POST.get("answer", ""), account_id=account_id)


def _sorry(request: Request, sentence: str) -> HttpResponse:
    return render(request, "web/no_passkey.html", {"sentence": sentence}, status=400)


@page(Access.ACCOUNT, "web.own_passkeys", commitments=[3])
@cache_control(private=True, no_store=True)
def own_passkeys(request: Request) -> HttpResponse:
    """One's passkeys; and the form to add one, which the page's script fills in."""
    own = queries.own_account(request.principal)
    form = NewPasskeyForm.of(request, has_password=own.has_password)
    if form.is_valid() and _added(request, form):
        staying.proved_by_passkey(request)
        messages.success(request, _("Added. From now on you can sign in with it, without your password."))
        return redirect("own_passkeys")
    return render(
        request, "web/own_passkeys.html", {"form": form, "passkeys": queries.passkeys_of(request.principal)}
    )


def _added(request: Request, form: NewPasskeyForm) -> bool:
    """Whether what the browser made was added; what is wrong with it stands in the form."""
    given, challenge = form.cleaned_data, _kept(request, TO_MAKE)
    if not challenge:
        form.add_error(None, say("access.passkey_stale"))
        return False
    try:
        new = made(_site(request), challenge, given["made"])
    except NotSigned:
        form.add_error(None, say("access.passkey_wrong"))
        return False
    told = {"name": given["name"], "present": given.get("present", ""), "took_both": took_both_steps(request)}
    return form.done(guarded(ways_in.add_passkey, password_lanes(request)), made=new, **told)


@require_POST
@page(Access.ACCOUNT, "web.ask_for_new_passkey")
@cache_control(private=True, no_store=True)
def ask_for_new_passkey(request: Request) -> HttpResponse:
    """What a device is to make, once the password was right: else it would keep a passkey that opens nothing."""
    own = queries.own_account(request.principal)
    look = guarded(must_know_password, password_lanes(request))
    try:
        look(account_id=request.user.pk, present=request.POST.get("present", ""))
    except Invalid as wrong:
        return JsonResponse({"said": say_problem(wrong.problems[0])}, status=400)
    account_id, name = UUID(str(request.user.pk)), request.principal.name or own.email
    site, challenge, there = _site(request), _keep(request, TO_MAKE), queries.credentials_of(account_id)
    asked = ask_to_make(site, challenge, account_id=account_id, address=own.email, name=name, but=there)
    return JsonResponse(asked)


@page(Access.ACCOUNT, "web.own_passkey", commitments=[3])
@cache_control(private=True, no_store=True)
def own_passkey(request: Request, passkey_id: UUID) -> HttpResponse:
    """One of one's passkeys: what it is called, and whether to take it off."""
    by = request.principal
    one = next((each for each in queries.passkeys_of(by) if each.id == passkey_id), None)
    if one is None:
        raise NotFound("passkey", passkey_id)
    form = PasskeyNameForm.of(request, initial={"name": one.name})
    if form.is_valid() and form.went(actions.rename_passkey, passkey_id=passkey_id, name=form.cleaned_data["name"]):
        messages.success(request, _("It is called so from now on."))
        return redirect("own_passkeys")
    sure = ways_in.is_sure(by, took_both=took_both_steps(request))
    return render(request, "web/own_passkey.html", {"form": form, "one": one, "is_sure": sure})


@require_POST
@page(Access.ACCOUNT, "web.remove_passkey", commitments=[3])
def remove_passkey(request: Request, passkey_id: UUID) -> HttpResponse:
    """It opens nothing any more; everywhere else one is out."""
    sure = ways_in.is_sure(request.principal, took_both=took_both_steps(request))
    key = request.session.session_key
    ways_in.remove_passkey(by=request.principal, passkey_id=passkey_id, is_sure=sure, session_key=key)
    messages.success(request, _("Taken off. Wherever else you were signed in, you are signed out."))
    return redirect("own_passkeys")
