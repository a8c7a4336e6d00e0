"""Somebody is to be erased: she asks, whoever guards records decides, and what holds it up stands there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ecotone.access import queries as access
from ecotone.access.policies import with_role
from ecotone.access.rules import Role
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.procedures import erasing as procedure
from ecotone.rights import actions, queries
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.erasing import (
    AskErasureForm,
    AskErasureForThemForm,
    EraseAccountForm,
    EraseForm,
    HoldForm,
    LiftHoldForm,
    RefuseErasureForm,
)
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import named

A_PAGE = 50
DECIDED = Sheet(
    "erasures",
    (
        Column(later("Record"), lambda row: row.person_id),
        Column(later("Asked on"), lambda row: row.asked_at),
        Column(later("What was decided"), lambda row: named(row.state, "erasure_state")),
        Column(later("On what ground"), lambda row: named(row.ground, "ground")),
        Column(later("What stands against it"), lambda row: named(row.against, "against")),
        Column(later("Decided by"), lambda row: row.decided_by),
        Column(later("When"), lambda row: row.decided_at),
        Column(later("Rows taken away or emptied"), lambda row: row.rows),
    ),
)


@page(Access.PERSON, "web.ask_erasure", commitments=[3])
def ask_erasure(request: Request) -> HttpResponse:
    """She asks to be erased, after reading what goes, what stays and why; or takes it back."""
    by = request.principal
    mine = queries.my_erasure(by)
    if request.method == "POST" and "withdraw" in request.POST and mine:
        actions.withdraw_erasure(by=by, erasure_id=mine.id)
        messages.success(request, _("Taken back. Nothing is erased."))
        return redirect("my_record")
    form = AskErasureForm.of(request)
    if form.is_valid() and form.done(actions.ask_erasure, person_id=by.own_id, **form.cleaned_data):
        messages.success(request, _("Asked. Those who guard records decide within a month, and you read it here."))
        return redirect("ask_erasure")
    return render(request, "web/ask_erasure.html", {"mine": mine, "form": form})


@page(Access.WORKER, "web.ask_erasure_for_them", commitments=[3])
def ask_erasure_for_them(request: Request, person_id: UUID) -> HttpResponse:
    """Staff write down that she asks to be erased; or take back what their team wrote down."""
    by, view = request.principal, people.person(request.principal, person_id, [Part.CONTACT])
    asked = queries.erasure_for(by, person_id)
    if request.method == "POST" and "withdraw" in request.POST and asked:
        actions.withdraw_erasure(by=by, erasure_id=asked.id)
        messages.success(request, _("Taken back. Nothing is erased."))
        return redirect("person", person_id=person_id)
    form = AskErasureForThemForm.of(request)
    if form.is_valid() and form.done(actions.ask_erasure, person_id=person_id, **form.cleaned_data):
        messages.success(request, _("Written down. Those who guard records decide within a month; you are told."))
        return redirect("ask_erasure_for_them", person_id=person_id)
    return render(request, "web/ask_erasure_for_them.html", {"view": view, "asked": asked, "form": form})


@page(Access.SIGNED_IN, "web.erasures", commitments=[3])
def erasures(request: Request) -> HttpResponse:
    """Who asks to be erased, what was decided lately, what holds an erasure up: for those who guard records."""
    by, here = request.principal, Page.of(request, A_PAGE)
    if DECIDED.asked(request):
        return DECIDED.of(lambda start, most: queries.erasures(by, asked=False, most=most, start=start)[0])
    asked, _total = queries.erasures(by, most=A_PAGE)
    decided, total = queries.erasures(by, asked=False, most=A_PAGE, start=here.start)
    context = {"asked": asked, "decided": decided, "holds": queries.holds_to_review(by)}
    return render(request, "web/erasures.html", {**context, "page_obj": here.out_of(total)})


@page(Access.SIGNED_IN, "web.erase", commitments=[3])
def erase(request: Request, person_id: UUID) -> HttpResponse:
    """Erases somebody, once the name is typed in."""
    one = queries.standing(request.principal, person_id)
    form = EraseForm.of(request, name=one.name)
    if form.is_valid() and (done := form.perform(procedure.erase, person_id=person_id, **form.values())):
        messages.success(
            request, _("Erased: %(n)s rows went or were emptied. It cannot be undone.") % {"n": done.rows}
        )
        return redirect("erasures")
    return render(request, "web/erase.html", {"one": one, "form": form})


@page(Access.SIGNED_IN, "web.refuse_erasure", commitments=[3])
def refuse_erasure(request: Request, person_id: UUID) -> HttpResponse:
    """Does not erase somebody, and tells her why."""
    one = queries.standing(request.principal, person_id)
    if one.asked is None:
        return redirect("erase", person_id=person_id)
    form = RefuseErasureForm.of(request)
    given = {"erasure_id": one.asked.id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.refuse_erasure, **given, **form.values()):
        messages.success(request, _("Refused. The person is told why."))
        return redirect("erasures")
    context = {
        "one": one,
        "form": form,
        "title": _("Refuse to erase"),
        "version": sent_version(request) or one.asked.version,
    }
    return render(request, "web/erase_form.html", context)


@page(Access.SIGNED_IN, "web.hold", commitments=[3])
def hold(request: Request, person_id: UUID) -> HttpResponse:
    """Holds up every erasure of somebody's record."""
    one = queries.standing(request.principal, person_id)
    form = HoldForm.of(request)
    if form.is_valid() and form.done(actions.hold, person_id=person_id, **form.values()):
        messages.success(request, _("Held. Nothing of this record is erased until it is lifted."))
        return redirect("erase", person_id=person_id)
    return render(request, "web/erase_form.html", {"one": one, "form": form, "title": _("Hold it up")})


@page(Access.SIGNED_IN, "web.lift_hold", commitments=[3])
def lift_hold(request: Request, hold_id: UUID) -> HttpResponse:
    """Lifts a hold."""
    held = queries.one_hold(request.principal, hold_id)
    one = queries.standing(request.principal, held.person_id)
    form = LiftHoldForm.of(request)
    given = {"hold_id": hold_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.lift_hold, **given, **form.cleaned_data):
        messages.success(request, _("Lifted."))
        return redirect("erase", person_id=held.person_id)
    context = {
        "one": one,
        "form": form,
        "title": _("Lift the hold"),
        "version": sent_version(request) or held.version,
    }
    return render(request, "web/erase_form.html", context)


@page(Access.SIGNED_IN, "web.erase_account", commitments=[3])
def erase_account(request: Request) -> HttpResponse:
    """Erases an account with no record behind it: of one who acted for others, or worked here."""
    with_role(request.principal, Role.GUARDIAN).require("account")
    form = EraseAccountForm.of(request)
    if form.is_valid():
        account_id = access.account_with(form.cleaned_data["email"])
        if account_id is None:
            form.add_error("email", _("No account signs in with this address."))
        elif form.done(procedure.erase_account, account_id=account_id):
            messages.success(request, _("Erased. What was signed in a job stays signed."))
            return redirect("erasures")
    return render(request, "web/erase_account.html", {"form": form})
