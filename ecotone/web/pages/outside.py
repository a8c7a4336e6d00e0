"""Signing in by way of an identity provider, and linking one's account there with the one here.

    sign-in page ──POST──▶ a page that leads there ──▶ … ──▶ back: a page of ours that leads on ──▶ enter: in

The way back lands from another site, so that the browser keeps our strictest cookie back, by which it is known again.
A page of ours goes on from there by itself, and then that comes along.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ecotone.access import actions, queries
from ecotone.access.audit import record_refusal
from ecotone.access.claims import Vouched
from ecotone.access.entering import Tried, refuse, try_vouched
from ecotone.access.guesses import for_outside, guarded, right, take, too_many
from ecotone.access.openid import NotVouched, begin, finish, signed_out, way_out
from ecotone.access.principal import Principal
from ecotone.access.providers import IdentityProvider
from ecotone.access.spending import spend
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.procedures import ways_in
from ecotone.web import staying
from ecotone.web.forms.accounts import ConfirmForm
from ecotone.web.networks import network_of
from ecotone.web.pages.accounts import entered
from ecotone.web.pages.own_account import password_lanes
from ecotone.web.principals import took_both_steps
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.words import say, say_problem

GOING, CAME = "outside_going", "outside_came"
LASTS = timedelta(minutes=10)
COMES_WITH = ("code", "state", "iss", "error")
LONGEST = 3000
SIGN_OUTS_A_MINUTE = 600
"""From one network address: a provider may sign a whole hospital out at the end of a shift."""
PROVIDER = Principal.system("identity-provider")
NOT_TO_US = frozenset(
    {
        *("access.outside_signature", "access.outside_down", "access.outside_described"),
        *("access.outside_issuer", "access.outside_audience"),
    }
)
"""What anybody may bring about by sending something: it leaves no entry, else they would fill the audit. Whoever has
an account at the provider holds what it signed for another place."""


def _provider(key: str) -> IdentityProvider:
    """The one of that short name. Raises NotFound."""
    try:
        return settings.IDENTITY_PROVIDERS[key]
    except KeyError as error:
        raise NotFound("identityprovider", key) from error


@require_POST
@page(Access.PUBLIC, "web.sign_in_with")
@cache_control(private=True, no_store=True)
def sign_in_with(request: Request, provider: str) -> HttpResponse:
    """Sends whoever wants to sign in to the provider."""
    shared, following = bool(request.POST.get("shared")), request.POST.get("next", "")
    return _go(request, _provider(provider), shared=shared, following=following)


def _go(request: Request, at: IdentityProvider, *, linking: str = "", **kept: Any) -> HttpResponse:
    """A page that goes on there by itself. What has to fit on the way back is kept in the session, the last alone."""
    if until := take(for_outside(network_of(request))):
        return _sorry(request, at, say_problem(too_many(until).problems[0]))
    try:
        begun = begin(at, back=_back(request, at), anew=bool(linking))
    except NotVouched as no:
        return _no(request, at, no.code)
    fits = {"provider": at.key, "state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier}
    request.session[GOING] = {**fits, **kept, "linking": linking, "at": clock.now().isoformat()}
    return render(request, "web/going_on.html", {"name": at.name, "to": begun.address, "there": True})


def _back(request: Request, at: IdentityProvider) -> str:
    """The address of ours that the provider has to know."""
    return request.build_absolute_uri(reverse("back_from_provider", args=[at.key]))


@require_safe
@page(Access.PUBLIC, "web.back_from_provider")
@cache_control(private=True, no_store=True)
def back_from_provider(request: Request, provider: str) -> HttpResponse:
    """Where the provider sends the browser back to: goes on by itself, and does nothing else."""
    at = _provider(provider)
    came = {name: request.GET[name] for name in COMES_WITH if len(request.GET.get(name, "x" * LONGEST)) < LONGEST}
    to = f"{reverse('enter_from_provider', args=[at.key])}?{urlencode(came)}"
    return render(request, "web/going_on.html", {"name": at.name, "to": to})


@require_safe
@page(Access.PUBLIC, "web.enter_from_provider")
@cache_control(private=True, no_store=True)
def enter_from_provider(request: Request, provider: str) -> HttpResponse:
    """Asks the provider whom it let through, and lets them in, or says why not."""
    at = _provider(provider)
    kept = request.session.pop(GOING, None)
    if kept is None and request.user.is_authenticated:
        return redirect("home")  # a press on Back, or on Load again: they are in
    if not kept:  # whoever never set out leaves no entry: else anybody fills the audit by asking for this address
        return _sorry(request, at, say("access.outside_stale", {"name": at.name}))
    if not _fits(request, kept, at):
        return _no(request, at, "access.outside_stale")
    lanes = for_outside(network_of(request))
    try:
        came = finish(at, request.GET.dict(), back=_back(request, at), nonce=kept["nonce"], verifier=kept["verifier"])
    except NotVouched as no:
        return _no(request, at, no.code)
    right(lanes)
    if kept["linking"]:
        return _to_confirm(request, at, came)
    tried = try_vouched(at, came, match=ways_in.match_outside_account, keys=staying.keys(request))
    if not tried.account_id:
        return _sorry(request, at, say(tried.why, {"name": at.name}))
    return _enter(request, at, came, tried, kept)


def _enter(request: Request, at: IdentityProvider, came: Vouched, tried: Tried, kept: dict[str, Any]) -> HttpResponse:
    both = at.took_both_steps(came.said)
    proved = staying.BY_PROVIDER_BOTH if both else staying.BY_PROVIDER
    came_by = {"issuer": came.issuer, "subject": came.subject, "sid": came.sid}
    going = {"shared": kept["shared"], "following": kept["following"], "came_by": came_by}
    return entered(request, tried, proved=proved, provider=at.name, **going)


def _fits(request: Request, kept: dict[str, Any], at: IdentityProvider) -> bool:
    """Whether this browser was sent to this provider, not long ago, and has come back from just that."""
    if kept["provider"] != at.key or not _is_of_now(kept["at"]):
        return False
    if kept["linking"] and kept["linking"] != str(request.user.pk):
        return False
    return constant_time_compare(kept["state"], request.GET.get("state", ""))


def _is_of_now(at: str) -> bool:
    return clock.now() - datetime.fromisoformat(at) <= LASTS


def _no(request: Request, at: IdentityProvider, code: str) -> HttpResponse:
    """Says in a sentence why nobody was signed in; the audit keeps it."""
    refuse(code, None)
    return _sorry(request, at, say(code, {"name": at.name}))


def _sorry(request: Request, at: IdentityProvider, sentence: str) -> HttpResponse:
    return render(request, "web/not_vouched.html", {"name": at.name, "sentence": sentence}, status=400)


@require_safe
@page(Access.PUBLIC, "web.left_outside")
def left_outside(request: Request, provider: str) -> HttpResponse:
    """Says that one is still in at the provider, with the way out there, where it names one at a host of its own."""
    at = _provider(provider)
    return render(request, "web/left_outside.html", {"name": at.name, "to": way_out(at)})


@csrf_exempt
@require_POST
@page(Access.PUBLIC, "web.signed_out_outside")
@cache_control(no_store=True)
def signed_out_outside(request: Request, provider: str) -> HttpResponse:
    """Where a provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0).

    It asks for no session and no form of ours: what is believed is signed. Whoever else sends something learns
    nothing by it; only what the provider signed for us leaves an entry.
    """
    at = _provider(provider)
    if spend(f"sign-out:{network_of(request)}", limit=SIGN_OUTS_A_MINUTE).exceeded:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    try:
        gone = signed_out(at, request.POST.get("logout_token", ""))
        actions.end_outside_sessions(by=PROVIDER, issuer=at.issuer, gone=gone)
    except NotVouched as no:
        if no.code not in NOT_TO_US:
            record_refusal(PROVIDER, "access.end_outside_sessions", Refused(Verdict.refuse(no.code)))
        return JsonResponse({"error": "invalid_request"}, status=400)
    except Invalid:
        return JsonResponse({"error": "invalid_request"}, status=400)
    return HttpResponse(status=200)


@require_POST
@page(Access.ACCOUNT, "web.link_outside", commitments=[3])
@cache_control(private=True, no_store=True)
def link_outside(request: Request, provider: str) -> HttpResponse:
    """Sends whoever is in to the provider, to link the account they have there."""
    return _go(request, _provider(provider), linking=str(request.user.pk), shared=False, following="")


def _to_confirm(request: Request, at: IdentityProvider, came: Vouched) -> HttpResponse:
    """Keeps what came for the page that asks whether it is meant: another site may have signed them in there."""
    request.session[CAME] = {
        "provider": at.key,
        "issuer": came.issuer,
        "subject": came.subject,
        "label": came.label,
        "account": str(request.user.pk),
        "at": clock.now().isoformat(),
    }
    return redirect("confirm_outside")


@page(Access.ACCOUNT, "web.confirm_outside", commitments=[3])
@cache_control(private=True, no_store=True)
def confirm_outside(request: Request) -> HttpResponse:
    """Shows which account at the provider it is, and links it; asks for the password."""
    kept = request.session.get(CAME)
    if not kept or kept["account"] != str(request.user.pk) or not _is_of_now(kept["at"]):
        return redirect("own_account")
    at, own = _provider(kept["provider"]), queries.own_account(request.principal)
    form = ConfirmForm.of(request, has_password=own.has_password)
    if form.is_valid():
        link = guarded(ways_in.link_outside_account, password_lanes(request))
        whom = {name: kept[name] for name in ("issuer", "subject", "label")}
        present = form.cleaned_data.get("present", "")
        if form.done(link, **whom, present=present, took_both=took_both_steps(request)):
            request.session.pop(CAME)
            messages.success(
                request, _("Linked. From now on you can also sign in with %(name)s.") % {"name": at.name}
            )
            return redirect("own_account")
    return render(request, "web/confirm_outside.html", {"form": form, "name": at.name, "label": kept["label"]})


@require_POST
@page(Access.ACCOUNT, "web.unlink_outside", commitments=[3])
def unlink_outside(request: Request, outside_id: UUID) -> HttpResponse:
    """From now on one does not sign in by that account; everywhere else one is out."""
    ways_in.unlink_outside_account(
        by=request.principal, outside_id=outside_id, session_key=request.session.session_key
    )
    messages.success(request, _("Taken off. Wherever else you were signed in, you are signed out."))
    return redirect("own_account")
