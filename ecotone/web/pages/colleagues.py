"""Who works in one's organisation: who is let in, in which hat, whose account is closed. For its administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access import queries as access
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.words import ROLES
from ecotone.ecosystem import actions, queries
from ecotone.ground import clock
from ecotone.procedures import letting_in
from ecotone.web import sheets
from ecotone.web.forms.accounts import EndHatForm, HatForm, LetInForm
from ecotone.web.forms.base import A_DAY
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

COLLEAGUES = Sheet(
    "who-works-here",
    (
        Column(_("Name"), lambda row: row[0].name),
        Column(_("Where"), lambda row: row[1].actor_name),
        Column(_("Called"), lambda row: row[1].title),
        Column(_("As what"), lambda row: ROLES[row[1].role]),
        Column(_("Since"), lambda row: row[1].since),
    ),
)


@page(Access.SIGNED_IN, "web.colleagues", commitments=[3])
def colleagues(request: Request) -> HttpResponse:
    """Who wears which hat in the organisation and its teams; and the form to let somebody in."""
    found = queries.colleagues(request.principal)
    if COLLEAGUES.asked(request):
        return COLLEAGUES.of_all([(each, hat) for each in found for hat in each.hats][: sheets.MOST + 1])
    form = LetInForm.of(request, actors=actors(request.principal), initial={"role": Role.WORKER})
    if form.is_valid():
        given = form.cleaned_data
        if form.done(
            letting_in.invite,
            name=given["name"],
            email=given["email"],
            actor_id=UUID(given["actor"]),
            role=Role(given["role"]),
            title=given["title"],
            since=given["since"],
            until=given["until"],
        ):
            messages.success(request, _("They are let in. We mail them how to go on; a link in it lasts three days."))
            return redirect("colleagues")
    shown = {"form": form, "colleagues": found, "leavings": queries.leavings(request.principal)}
    shown["suspended"] = queries.suspended(request.principal)
    return render(request, "web/colleagues.html", shown)


def actors(by: Principal) -> list[tuple[str, str]]:
    """The organisation and its teams, to choose from."""
    own = (str(by.team_id), by.actor_name)
    return [own, *((str(team.id), team.name) for team in queries.teams_of(by.team_id))]


@page(Access.SIGNED_IN, "web.colleague", commitments=[3])
def colleague(request: Request, account_id: UUID) -> HttpResponse:
    """One of them: the hats, to end; another one, to give; the account, to close."""
    found = queries.colleague(request.principal, account_id)
    form = HatForm.of(request, actors=actors(request.principal), initial={"role": Role.WORKER})
    if form.is_valid():
        given = form.cleaned_data
        if form.done(
            actions.give_hat,
            account_id=account_id,
            actor_id=UUID(given["actor"]),
            role=Role(given["role"]),
            title=given["title"],
            since=given["since"],
            until=given["until"],
        ):
            messages.success(request, _("They have the hat, from the day you said."))
            return redirect("colleague", account_id=account_id)
    waits = account_id in access.without_password(request.principal, [account_id])
    is_theirs = letting_in.may_keep(request.principal, account_id).allowed
    shown = {"colleague": found, "form": form, "waits": waits, "is_theirs": is_theirs}
    shown["last_used"] = queries.last_used(request.principal, [account_id]).get(account_id)
    shown["leaving"] = next((e for e in queries.leavings(request.principal) if e.account_id == account_id), None)
    return render(request, "web/colleague.html", shown)


@require_POST
@page(Access.SIGNED_IN, "web.end_hat", commitments=[3])
def end_hat(request: Request, account_id: UUID, hat_id: UUID) -> HttpResponse:
    """Ends a hat, at once or on a day; without one left they are no longer in this list."""
    form = EndHatForm.of(request)
    if not form.is_valid():
        messages.error(request, A_DAY)
        return redirect("colleague", account_id=account_id)
    until = form.cleaned_data["until"]
    actions.take_off_hat(by=request.principal, hat_id=hat_id, until=until)
    if until and until > clock.today():
        messages.success(request, _("It ends on that day by itself."))
        return redirect("colleague", account_id=account_id)
    messages.success(request, _("The hat has ended. Whoever wore it can do nothing more in it."))
    left = any(each.account_id == account_id for each in queries.colleagues(request.principal))
    return redirect("colleague", account_id=account_id) if left else redirect("colleagues")


@require_POST
@page(Access.SIGNED_IN, "web.close_account", commitments=[3])
def close_account(request: Request, account_id: UUID) -> HttpResponse:
    """Closes an account for good, with its sessions and hats."""
    letting_in.close_account(by=request.principal, account_id=account_id)
    messages.success(request, _("The account is closed, and whoever was in by it is out. What they did stays."))
    return redirect("colleagues")


@require_POST
@page(Access.SIGNED_IN, "web.lift_second_step", commitments=[3])
def lift_second_step(request: Request, account_id: UUID) -> HttpResponse:
    """Takes the second step off for who has lost the device."""
    letting_in.lift_second_step(by=request.principal, account_id=account_id)
    messages.success(request, _("It is off, and they are signed out. They set it up anew when they sign in."))
    return redirect("colleague", account_id=account_id)


@require_POST
@page(Access.SIGNED_IN, "web.welcome_again")
def welcome_again(request: Request, account_id: UUID) -> HttpResponse:
    """Mails the link to choose a first password once more."""
    letting_in.welcome_again(by=request.principal, account_id=account_id)
    messages.success(request, _("Sent again. The link lasts three days."))
    return redirect("colleague", account_id=account_id)
