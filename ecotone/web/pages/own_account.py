"""One's own account: its password, its second step, and where one is signed in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access import actions, queries
from ecotone.access.entering import known
from ecotone.access.guesses import Lane, for_code, for_password, for_reset, guarded, take
from ecotone.procedures import ways_in
from ecotone.web import staying
from ecotone.web.forms.accounts import (
    ChangePasswordForm,
    EndStepForm,
    FirstCodeForm,
    OwnCodeForm,
    PresentForm,
    ResetForm,
)
from ecotone.web.networks import network_of
from ecotone.web.principals import took_both_steps
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.ACCOUNT, "web.own_account", commitments=[3])
def own_account(request: Request) -> HttpResponse:
    """How one signs in, and where to change it."""
    return render(request, "web/own_account.html", {**_own(request), **_elsewhere(request)})


def _own(request: Request) -> dict[str, Any]:
    own = queries.own_account(request.principal)
    lacks = getattr(request, "lacks_second_step", False)
    return {"own": own, "one_press": staying.by_one_press(request), "lacks_second_step": lacks}


def _elsewhere(request: Request) -> dict[str, Any]:
    """The accounts elsewhere by which one signs in, each with its provider's name, and the providers to link."""
    linked = queries.outside_accounts(request.principal)
    known = {each.issuer: each for each in settings.IDENTITY_PROVIDERS.values()}
    rows = [(known[each.issuer].name if each.issuer in known else each.issuer, each) for each in linked]
    free = [each for issuer, each in known.items() if issuer not in {row.issuer for row in linked}]
    return {"linked": rows, "to_link": free}


@page(Access.ACCOUNT, "web.change_password", commitments=[3])
def change_password(request: Request) -> HttpResponse:
    """Another password: asks the present one, ends all other sessions."""
    form, own = ChangePasswordForm.of(request), _own(request)
    if form.is_valid():
        ended = form.perform(
            guarded(ways_in.change_password, password_lanes(request)),
            present=form.cleaned_data["present"],
            password=form.cleaned_data["password"],
            session_key=request.session.session_key,
        )
        if ended is not None:
            _stay_in(request)
            others = ngettext("%(n)s other place was", "%(n)s other places were", ended) % {"n": ended}
            said = _("Your password is changed, and %(others)s signed out. Programs that call for you go on.")
            messages.success(request, said % {"others": others})
            return redirect("own_account")
    return render(request, "web/change_password.html", {"form": form, **own})


def _stay_in(request: Request) -> None:
    """This session goes on, under a new key, though the password it began with is another."""
    update_session_auth_hash(request, get_user_model().objects.get(pk=_account(request).id))


def _account(request: Request) -> Any:
    """The account that is in, as the session found it."""
    return request.user


def password_lanes(request: Request) -> list[Lane]:
    """Whoever is in and guesses at the password is counted like whoever is not."""
    return for_password(_account(request).email, network_of(request), _browser_id(request))


def _browser_id(request: Request) -> UUID | None:
    """The browser this is, if the account has signed in by it before."""
    browser = known(_account(request).id, staying.keys(request))
    return browser.id if browser else None


@page(Access.ACCOUNT, "web.ways_in", commitments=[3])
@cache_control(private=True, no_store=True)
def every_way_in(request: Request) -> HttpResponse:
    """Everything that opens this account, after a password was chosen by a link too; one press takes all off."""
    by = request.principal
    sure = ways_in.is_sure(by, took_both=took_both_steps(request))
    shown = {"passkeys": queries.passkeys_of(by), "is_sure": sure}
    return render(request, "web/ways_in.html", {**_own(request), **_elsewhere(request), **shown})


@require_POST
@page(Access.ACCOUNT, "web.take_ways_off", commitments=[3])
def take_ways_off(request: Request) -> HttpResponse:
    """No passkey, account elsewhere or program opens it any more; everywhere else one is out."""
    sure = ways_in.is_sure(request.principal, took_both=took_both_steps(request))
    ways_in.take_ways_off(by=request.principal, is_sure=sure, session_key=request.session.session_key)
    messages.success(request, _("Taken off. Your password is left, and you are signed in here and nowhere else."))
    return redirect("own_account")


@page(Access.PUBLIC, "web.reset_password")
def reset_password(request: Request) -> HttpResponse:
    """Has a link to choose a new password mailed; says the same of every address."""
    mark = queries.deployment()
    if mark and mark.is_demo:
        return render(request, "web/reset_password.html", {"is_demo": True})
    form = ResetForm.of(request)
    if form.is_valid():
        address = form.cleaned_data["email"].strip().lower()
        waits = take(for_reset(address, network_of(request)))
        if waits or form.went(actions.ask_reset, address=address):
            return render(request, "web/reset_password.html", {"sent": True})
    return render(request, "web/reset_password.html", {"form": form})


@page(Access.ACCOUNT, "web.second_step", commitments=[3])
@cache_control(private=True, no_store=True)
def second_step(request: Request) -> HttpResponse:
    """Whether there is one; else the password first, to begin."""
    form, own = PresentForm.of(request), _own(request)
    if form.is_valid():
        begin = guarded(actions.begin_second_step, password_lanes(request))
        if form.done(begin, present=form.cleaned_data["present"], took_both=took_both_steps(request)):
            return redirect("confirm_second_step")
    return render(request, "web/second_step.html", {"form": form, **own})


@page(Access.ACCOUNT, "web.confirm_second_step", commitments=[3])
@cache_control(private=True, no_store=True)
def confirm_second_step(request: Request) -> HttpResponse:
    """The secret as a picture and in letters; a first code confirms it, and recovery codes are shown once."""
    secret = queries.secret_to_confirm(request.principal)
    if secret is None:
        return redirect("second_step")
    form = FirstCodeForm.of(request)
    if form.is_valid():
        confirm = guarded(ways_in.confirm_second_step, _code_lanes(request))
        if codes := form.perform(confirm, code=form.cleaned_data["code"]):
            staying.proved_by_code(request)
            return render(request, "web/recovery_codes.html", {"codes": codes})
    return render(request, "web/confirm_second_step.html", {"form": form, "secret": secret})


def _code_lanes(request: Request) -> list[Lane]:
    return for_code(_account(request).id, _browser_id(request))


@page(Access.ACCOUNT, "web.renew_recovery_codes", commitments=[3])
@cache_control(private=True, no_store=True)
def renew_recovery_codes(request: Request) -> HttpResponse:
    """Ten new recovery codes instead of those left."""
    form = OwnCodeForm.of(request)
    if form.is_valid():
        renew = guarded(ways_in.renew_recovery_codes, _code_lanes(request))
        if codes := form.perform(renew, code=form.cleaned_data["code"]):
            return render(request, "web/recovery_codes.html", {"codes": codes})
    return render(request, "web/renew_recovery_codes.html", {"form": form, **_own(request)})


@page(Access.ACCOUNT, "web.end_second_step", commitments=[3])
@cache_control(private=True, no_store=True)
def end_second_step(request: Request) -> HttpResponse:
    """Does without it: needs the password and a code."""
    form = EndStepForm.of(request)
    if form.is_valid():
        lanes = [*password_lanes(request), *_code_lanes(request)]
        end = guarded(ways_in.end_second_step, lanes)
        if form.went(end, present=form.cleaned_data["present"], code=form.cleaned_data["code"]):
            staying.proved_by_password(request)
            messages.success(request, _("It is off. Your password alone lets you in."))
            return redirect("own_account")
    return render(request, "web/end_second_step.html", {"form": form, **_own(request)})


@page(Access.ACCOUNT, "web.signed_in", commitments=[3])
def signed_in(request: Request) -> HttpResponse:
    """Where one is signed in: in which browsers, since when; and which of them are not asked for a code."""
    by = request.principal
    sessions, trusted = queries.sessions_of(by, request.session.session_key), queries.trusted_browsers(by)
    return render(request, "web/signed_in.html", {"sessions": sessions, "trusted": trusted})


@require_POST
@page(Access.ACCOUNT, "web.end_session", commitments=[3])
def end_session(request: Request, session_id: UUID) -> HttpResponse:
    """Ends one session at once."""
    actions.end_session(by=request.principal, ending=session_id)
    messages.success(request, _("It has ended. Whoever was in there is signed out."))
    return redirect("signed_in")


@require_POST
@page(Access.ACCOUNT, "web.end_sessions", commitments=[3])
def end_sessions(request: Request) -> HttpResponse:
    """Ends all sessions but this one."""
    actions.end_sessions(by=request.principal, session_key=request.session.session_key)
    messages.success(request, _("You are signed in here and nowhere else."))
    return redirect("signed_in")


@require_POST
@page(Access.ACCOUNT, "web.forget_browser", commitments=[3])
def forget_browser(request: Request, browser_id: UUID) -> HttpResponse:
    """From now on that browser is asked for a code."""
    actions.forget_browser(by=request.principal, browser_id=browser_id)
    messages.success(request, _("At the next sign-in in that browser a code is asked for."))
    return redirect("signed_in")
