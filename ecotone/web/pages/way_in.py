"""A person's own way in: offered by staff who help her, opened by her with its two halves, taken off again.

    person_way_in (staff) ──▶ a sheet with the code, once          the mail ──▶ own_way_in: code and date of birth
                                                                    ──▶ own_way_in_go_on: an account ──▶ my_story

What the browser holds in between is a cookie of its own, apart from any session: whoever is signed in there stays who
they are, and is linked to nothing. Opening a page changes nothing.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access.guesses import for_way_in, right, take, too_many
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Part
from ecotone.people.rules.way_in import PROOF_LASTS, in_fours
from ecotone.people.views.way_in import Proved
from ecotone.web import staying
from ecotone.web.forms.accounts import PasswordForm
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.way_in import HalvesForm, OfferWayInForm, TakeOffForm
from ecotone.web.networks import network_of
from ecotone.web.principals import MYSELF, hats_to_wear, put_on
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.words import say, say_problem

COOKIE, HERE = "ecotone-way-in", "/way-in/"
PLAIN: dict[str, Any] = {"nav": [], "hats": [], "wearing": None, "signed_in_name": ""}
"""These pages show nothing of an account that is signed in beside them."""


@page(Access.WORKER, "web.person_way_in", commitments=[3])
@cache_control(private=True, no_store=True)
def person_way_in(request: Request, person_id: UUID) -> HttpResponse:
    """How a person signs in, and a way in offered to them: then its code is shown, to be printed, once."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = OfferWayInForm.of(request)
    if form.is_valid():
        given = {"person_id": person_id, **form.cleaned_data}
        if offered := form.perform(actions.offer_own_way_in, **given):
            made = next(e for e in queries.ways_in(request.principal, person_id).offers if e.id == offered.way_in_id)
            context = {"view": view, "code": in_fours(offered.code), "o": made}
            return render(request, "web/way_in_code.html", context)
    context = {"view": view, "w": queries.ways_in(request.principal, person_id), "form": form, "tab": "sharing"}
    return render(request, "web/person_way_in.html", context)


@require_POST
@page(Access.WORKER, "web.take_back_way_in", commitments=[3])
def take_back_way_in(request: Request, person_id: UUID, way_in_id: UUID) -> HttpResponse:
    """What was offered leads nowhere from this moment."""
    if way_in_id not in {each.id for each in queries.ways_in(request.principal, person_id).offers}:
        raise NotFound("ownwayin", way_in_id)
    actions.take_back_own_way_in(by=request.principal, way_in_id=way_in_id, version=sent_version(request))
    messages.success(request, _("Taken back: link and code lead nowhere any more."))
    return redirect("person_way_in", person_id=person_id)


def _plain(request: Request, template: str, context: Mapping[str, Any] | None = None, **how: Any) -> HttpResponse:
    return render(request, template, {**(context or {}), **PLAIN}, **how)


def _over(request: Request, status: int) -> HttpResponse:
    """The same for every link that leads nowhere, and every one that was never made."""
    return _plain(request, "web/way_in_over.html", status=status)


@page(Access.PUBLIC, "web.own_way_in", commitments=[3])
@cache_control(private=True, no_store=True)
def own_way_in(request: Request, way_in_token: str) -> HttpResponse:
    """Where the mailed link leads: it asks for the other half. Opened, it changes nothing: a mail scanner may."""
    asked = queries.own_way_in_at(way_in_token)
    if asked is None:
        return _over(request, 404)
    form = HalvesForm.of(request, birth_date=asked.birth_date)
    if form.is_valid() and (proof := _tried(request, form, way_in_token)):
        rotate_token(request)
        response = redirect("own_way_in_go_on")
        _keep(response, proof)
        return response
    if form.is_bound and queries.own_way_in_at(way_in_token) is None:
        return _over(request, 403)
    return _plain(request, "web/way_in_halves.html", {"form": form})


def _tried(request: Request, form: HalvesForm, token: str) -> str:
    """The proof of both halves; what is wrong is said in the form, the same whichever half it is."""
    lanes = for_way_in(network_of(request))
    if until := take(lanes):
        form.add_error(None, say_problem(too_many(until).problems[0]))
        return ""
    try:
        proof = actions.try_own_way_in(by=Principal.nobody(), token=token, **form.cleaned_data)
    except NotFound:
        return ""
    if proof:
        right(lanes)
    else:
        form.add_error(None, say("web.way_in_wrong"))
    return proof


def _keep(response: HttpResponse, proof: str) -> None:
    response.set_cookie(
        COOKIE,
        proof,
        max_age=PROOF_LASTS,
        path=HERE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@page(Access.PUBLIC, "web.own_way_in_go_on", commitments=[3])
@cache_control(private=True, no_store=True)
def own_way_in_go_on(request: Request) -> HttpResponse:
    """Both halves are given: with which account she signs in. Whoever is in here already is asked to sign out."""
    proof = request.COOKIES.get(COOKIE, "")
    proved = queries.own_way_in_proved(proof)
    if proved is None:
        return _over(request, 403)
    if "sign_out" in request.POST:
        logout(request)
        return redirect("own_way_in_go_on")
    context: dict[str, Any] = {"proved": proved, "go_on": reverse("own_way_in_go_on")}
    if not proved.fits:
        return _plain(request, "web/way_in_account.html", {**context, "case": "unfit"}, status=403)
    if request.user.is_authenticated and request.user.pk != proved.account_id:
        context |= {"case": "other", "who": request.user.name}
        return _plain(request, "web/way_in_account.html", context)
    if proved.account_id is None:
        return _with_a_new_account(request, proof, context)
    if not request.user.is_authenticated:
        return _plain(request, "web/way_in_account.html", {**context, "case": "sign_in"})
    return _with_the_account_there(request, proof, proved, context)


def _with_a_new_account(request: Request, proof: str, context: dict[str, Any]) -> HttpResponse:
    form = PasswordForm.of(request)
    form.principal = Principal.nobody()
    if form.is_valid():
        given = {"proof": proof, "password": form.cleaned_data["password"]}
        try:
            account_id = form.perform(actions.open_own_way_in, **given)
        except NotFound:
            return _over(request, 403)
        if account_id:
            by = staying.let_in(request, account_id, proved=staying.BY_PASSWORD)
            response = _arrived(request, account_id)
            staying.know_again(request, response, account_id, by=by)
            return response
    return _plain(request, "web/way_in_account.html", {**context, "case": "new", "form": form})


def _with_the_account_there(request: Request, proof: str, proved: Proved, context: dict[str, Any]) -> HttpResponse:
    assert proved.account_id  # noqa: S101 - the caller has looked
    if request.method == "POST":
        # As the account alone: whatever hat it wears, it is she who does this.
        by = Principal(kind=Kind.NOBODY, account_id=proved.account_id)
        try:
            actions.use_own_way_in(by=by, proof=proof)
        except NotFound:
            return _over(request, 403)
        return _arrived(request, proved.account_id)
    return _plain(request, "web/way_in_account.html", {**context, "case": "ready"})


def _arrived(request: Request, account_id: UUID) -> HttpResponse:
    """On her own record, as herself, in a session with a new key."""
    put_on(request, MYSELF, hats_to_wear(account_id))
    messages.success(request, _("You sign in as yourself from now on. This is your own record."))
    response = redirect("my_story")
    response.delete_cookie(COOKIE, path=HERE, samesite="Strict")
    return response


@page(Access.PERSON, "web.my_way_in", commitments=[3])
def my_way_in(request: Request) -> HttpResponse:
    """How she came to sign in: who offered it, how they knew her. And the way to take her account off."""
    return render(request, "web/my_way_in.html", {"w": queries.ways_in(request.principal, request.principal.own_id)})


@page(Access.PERSON, "web.take_off_my_account", commitments=[3])
def take_off_my_account(request: Request) -> HttpResponse:
    """She takes her account off her record, having read what that does; she is signed out at once."""
    if request.method == "POST" and request.POST.get("sure") == "yes":
        actions.take_off_account(by=request.principal, person_id=request.principal.own_id)
        logout(request)
        messages.success(
            request, _("Done. Your account has no record any more; your record stays with those who help.")
        )
        return redirect("home")
    return render(request, "web/take_off_my_account.html")


@page(Access.SIGNED_IN, "web.take_off_account", commitments=[3])
def take_off_account(request: Request, person_id: UUID) -> HttpResponse:
    """Whoever guards records takes the account off somebody's record, for their safety, and says why."""
    whose = queries.whose_way_in(request.principal, person_id)
    form = TakeOffForm.of(request)
    if form.is_valid() and form.done(actions.take_off_account, person_id=person_id, **form.cleaned_data):
        messages.success(request, _("Taken off. Whoever was in is out, and those who help the person are told."))
        return redirect("audit_person", person_id=person_id)
    context = {"form": form, "w": whose, "name": whose.name, "id": person_id}
    return render(request, "web/take_off_account.html", context)
