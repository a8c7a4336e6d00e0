"""Who may sign for a person: shown, written down by staff who help, and ended. She reads it in her own pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Part
from ecotone.web.forms.base import ActionForm, sent_version
from ecotone.web.forms.signing import AssessmentForm, AuthorityForm, EndSigningForm, usual_again
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.WORKER, "web.person_deciding", commitments=[3])
def person_deciding(request: Request, person_id: UUID) -> HttpResponse:
    """Who signs what for the person today, by which authority, and what was assessed."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    context = {"view": view, "d": queries.deciding(request.principal, person_id), "tab": "sharing"}
    return render(request, "web/person_deciding.html", context)


@page(Access.PERSON, "web.my_deciding", commitments=[3])
def my_deciding(request: Request) -> HttpResponse:
    """The same to her: who signs what in her place, by which authority, and what was assessed of her."""
    return render(
        request, "web/my_deciding.html", {"d": queries.deciding(request.principal, request.principal.own_id)}
    )


@page(Access.WORKER, "web.record_authority", commitments=[3])
def record_authority(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down that somebody holds an authority over the person, by who saw the paper."""
    by = request.principal
    view = queries.person(by, person_id, [Part.CONTACT, Part.CIRCLE])
    view.verdicts[Part.CIRCLE].require("person", person_id)
    permissions = queries.permissions_of(by, person_id)
    form = AuthorityForm.of(request, circle=view.circle or (), permissions=permissions)
    if form.is_valid() and form.done(actions.record_authority, person_id=person_id, **form.values()):
        messages.success(request, _recorded(form))
        return redirect("person_deciding", person_id=person_id)
    context = {"view": view, "form": form, "title": _("Who holds an authority")}
    return render(request, "web/signing_form.html", context)


def _recorded(form: ActionForm) -> str:
    if form.cleaned_data["tell"] is False:
        return _("Recorded. The person is not told yet, and until they are it counts for nothing.")
    return _("Recorded. The person is told, and reads it under “Who sees what”.")


@page(Access.WORKER, "web.record_assessment", commitments=[3])
def record_assessment(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down that it was assessed whether the person can decide one matter."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = AssessmentForm.of(request, initial={"again_on": usual_again()})
    if form.is_valid() and form.done(actions.record_assessment, person_id=person_id, **form.values()):
        messages.success(request, _recorded(form))
        return redirect("person_deciding", person_id=person_id)
    context = {"view": view, "form": form, "title": _("Whether they can decide")}
    return render(request, "web/signing_form.html", context)


@page(Access.WORKER, "web.end_authority", commitments=[3])
def end_authority(request: Request, person_id: UUID, authority_id: UUID) -> HttpResponse:
    """An authority opens nothing any more."""
    known = queries.deciding(request.principal, person_id).authorities
    one = next((each for each in known if each.id == authority_id), None)
    if one is None:
        raise NotFound("authority", authority_id)
    return _ended(request, person_id, one, actions.end_authority, authority_id=authority_id)


@page(Access.WORKER, "web.withdraw_assessment", commitments=[3])
def withdraw_assessment(request: Request, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """An assessment says nothing any more."""
    known = queries.deciding(request.principal, person_id).assessments
    one = next((each for each in known if each.id == assessment_id), None)
    if one is None:
        raise NotFound("capacityassessment", assessment_id)
    return _ended(request, person_id, one, actions.withdraw_assessment, assessment_id=assessment_id)


@require_POST
@page(Access.WORKER, "web.tell_of_authority", commitments=[3])
def tell_of_authority(request: Request, person_id: UUID, authority_id: UUID) -> HttpResponse:
    """The person is told of an authority now, since it is safe."""
    return _told(request, person_id, actions.tell_of_authority, authority_id=authority_id)


@require_POST
@page(Access.WORKER, "web.tell_of_assessment", commitments=[3])
def tell_of_assessment(request: Request, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The person is told of an assessment now, since it is safe."""
    return _told(request, person_id, actions.tell_of_assessment, assessment_id=assessment_id)


def _told(request: Request, person_id: UUID, act: Any, **which: UUID) -> HttpResponse:
    act(by=request.principal, version=sent_version(request), **which)
    messages.success(request, _("The person is told. From this moment it counts."))
    return redirect("person_deciding", person_id=person_id)


def _ended(request: Request, person_id: UUID, one: Any, act: Any, **which: UUID) -> HttpResponse:
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = EndSigningForm.of(request)
    if form.is_valid() and form.done(act, version=sent_version(request), **which, **form.cleaned_data):
        messages.success(request, _("It counts no more, from this moment. What was signed by it stays as it is."))
        return redirect("person_deciding", person_id=person_id)
    title = _("This counts no more")
    context = {"view": view, "form": form, "title": title, "version": sent_version(request) or one.version}
    return render(request, "web/signing_form.html", {**context, "ending": True})
