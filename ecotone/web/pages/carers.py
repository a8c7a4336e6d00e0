"""Who acts for whom: a person lets somebody act for her, they say yes, she takes it back; staff may stop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecotone.access.rules import Kind
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Part
from ecotone.people.rules.signing import Matter
from ecotone.people.views import PermissionView
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.carers import PermissionForm, RenewForm, SuspendForm, usual_until
from ecotone.web.principals import HATS, hats_to_wear, is_for_another, took_off_ended
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.when import end_of_day


@page(Access.PERSON, "web.let_act", commitments=[3])
def let_act(request: Request) -> HttpResponse:
    """Lets somebody of her circle act for her: first she reads what they will see and do, then it is offered."""
    me = request.principal.own_id
    view = queries.person(request.principal, me, [Part.CIRCLE])
    form = PermissionForm.of(request, circle=view.circle or (), initial={"until": usual_until()})
    return _offer(request, form, me, {"view": view, "mine": True, "done": "my_sharing"})


@page(Access.WORKER, "web.let_act_for_them", commitments=[3])
def let_act_for_them(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down at a person's word whom they let act for them: only what the worker sees as well."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.CIRCLE])
    view.verdicts[Part.CIRCLE].require("person", person_id)
    decides = queries.deciding(request.principal, person_id)
    signers, initial = decides.signers(Matter.ACTING), {"until": usual_until()}
    form = PermissionForm.of(request, circle=view.circle or (), by_staff=True, signers=signers, initial=initial)
    context = {"view": view, "mine": False, "done": "person_acting", "d": decides, "matter": Matter.ACTING}
    return _offer(request, form, person_id, context)


def _offer(request: Request, form: PermissionForm, person_id: UUID, context: dict[str, Any]) -> HttpResponse:
    """The form, then what it means in plain words, then it is done; from there one can go back and change it."""
    sure, valid = request.POST.get("sure", ""), form.is_valid()
    if valid and sure == "yes" and form.done(actions.offer_permission, person_id=person_id, **form.values()):
        messages.success(
            request,
            _("Kept. If somebody signs in here with that address, they are asked. It begins when they say yes."),
        )
        return redirect("my_sharing") if context["mine"] else redirect(context["done"], person_id=person_id)
    if valid and not form.errors and sure == "":
        whom = dict(form.fields["tie"].choices)[form.cleaned_data["tie"]]  # type: ignore[attr-defined]
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name in form.fields]
        last = form.cleaned_data["until"]
        told = {"sent": sent, "whom": whom, "given": form.values(), "last": last}
        signers = context["d"].signers(context["matter"]) if "d" in context else ()
        told["signer"] = next((each for each in signers if each.id == told["given"]["authority_id"]), None)
        return render(request, "web/let_act_sure.html", {**context, **told})
    return render(request, "web/let_act.html", {**context, "form": form})


@page(Access.PERSON, "web.renew_permission", commitments=[3])
def renew_permission(request: Request, permission_id: UUID) -> HttpResponse:
    """Lets a permission go on until another day."""
    mine = _one(queries.permissions_of(request.principal, request.principal.own_id), permission_id)
    form = RenewForm.of(request, initial={"until": usual_until()})
    if form.is_valid() and form.done(
        actions.renew_permission,
        permission_id=permission_id,
        version=sent_version(request),
        until=end_of_day(form.cleaned_data["until"]),
    ):
        messages.success(request, _("Kept."))
        return redirect("my_sharing")
    context = {"form": form, "p": mine, "version": sent_version(request) or mine.version}
    return render(request, "web/renew_permission.html", context)


def _one(permissions: list[PermissionView], permission_id: UUID) -> PermissionView:
    found = next((each for each in permissions if each.id == permission_id), None)
    if found is None:
        raise NotFound("carerpermission", permission_id)
    return found


@page(Access.ACCOUNT, "web.end_permission", commitments=[3])
def end_permission(request: Request, permission_id: UUID) -> HttpResponse:
    """Takes a permission back, or gives it back, from this moment; she reads first what that does."""
    if request.method != "POST":
        return _what_ending_does(request, permission_id)
    row = actions.end_permission(by=request.principal, permission_id=permission_id)
    messages.success(request, _("It has ended. From this moment nothing can be seen or done by it."))
    if request.principal.kind is Kind.PERSON and request.principal.own_id == row.person_id:
        return redirect("my_sharing")
    if request.principal.practises:
        return redirect("person_acting", person_id=row.person_id)
    return redirect("home")


def _what_ending_does(request: Request, permission_id: UUID) -> HttpResponse:
    by = request.principal
    preview = queries.ending_would_change(by, permission_id)
    mine, whose = by.person_id == preview.person_id, preview.person_id
    view = queries.banner(by, whose)
    back = reverse("my_sharing") if mine else reverse("person_acting", kwargs={"person_id": whose})
    context = {"view": view, "preview": preview, "ended": True, "back": back, "mine": mine}
    return render(request, "web/choice_sure.html", context)


@page(Access.ACCOUNT, "web.acting", commitments=[3])
def acting(request: Request) -> HttpResponse:
    """For whom one acts, and what one was offered: to act for a person, within what that person allows."""
    if request.principal.kind is Kind.NOBODY:
        took_off_ended(request)
    hats = hats_to_wear(UUID(str(request.user.pk)))
    context = {"offers": queries.offers_to(request.principal), "acts": [hat for hat in hats if is_for_another(hat)]}
    return render(request, "web/acting.html", context)


@require_POST
@page(Access.ACCOUNT, "web.answer_permission", commitments=[3])
def answer_permission(request: Request, permission_id: UUID) -> HttpResponse:
    """Says yes or no to acting for somebody."""
    yes = request.POST.get("answer") == "yes"
    answer = actions.accept_permission if yes else actions.decline_permission
    answer(by=request.principal, permission_id=permission_id, version=sent_version(request))
    request.session[HATS] = hats_to_wear(UUID(str(request.user.pk)))
    messages.success(
        request,
        _("Thank you. You can act for them now: choose it where you choose your hat.") if yes else _("You said no."),
    )
    return redirect("acting" if yes else "home")


@page(Access.WORKER, "web.person_acting", commitments=[3])
def person_acting(request: Request, person_id: UUID) -> HttpResponse:
    """Who acts for a person, as those who help them see it, and how to stop it where they may not be safe."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    permissions = queries.permissions_of(request.principal, person_id)
    return render(request, "web/person_acting.html", {"view": view, "permissions": permissions, "tab": "sharing"})


@page(Access.SIGNED_IN, "web.suspend_permission", commitments=[3])
def suspend_permission(request: Request, person_id: UUID, permission_id: UUID) -> HttpResponse:
    """Stops a permission because the person may not be safe, or lets it hold again."""
    one = _one(queries.permissions_of(request.principal, person_id), permission_id)
    at_hand = reverse("person_acting", kwargs={"person_id": person_id})
    back = at_hand if request.principal.practises else reverse("guarding")
    if request.method == "POST" and request.POST.get("lift") == "yes":
        actions.lift_suspension(by=request.principal, permission_id=permission_id, version=sent_version(request))
        messages.success(request, _("It holds again."))
        return redirect(back)
    form = SuspendForm.of(request)
    if form.is_valid() and form.done(
        actions.suspend_permission,
        permission_id=permission_id,
        version=sent_version(request),
        **form.values(),
    ):
        messages.success(request, _("It has stopped. Those who guard records can read why."))
        return redirect(back)
    context = {"form": form, "p": one, "version": sent_version(request) or one.version}
    return render(request, "web/suspend_permission.html", context)
