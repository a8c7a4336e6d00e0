"""Coming back to a service through its open door: a page that says what will be shared, and one press."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.rules import Door
from ecotone.care.views import DoorView
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.web.forms.agreeing import agreed_by
from ecotone.web.forms.door import ComeBackForm
from ecotone.web.pages.care import passed_on_instead
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.SIGNED_IN, "web.come_back", commitments=[2, 4])
def come_back(request: Request, referral_id: UUID) -> HttpResponse:
    """Goes back to whom an ended referral asked, without telling it all again; or says why not, and the way on."""
    if request.principal.kind is Kind.CARER:
        return passed_on_instead(request)
    view = queries.door(request.principal, referral_id)
    form = _form(request, view)
    if view.standing is Door.OPEN and form.is_valid():
        given = form.cleaned_data
        made = form.perform(
            actions.come_back,
            referral_id=referral_id,
            since_then=given["since_then"],
            contact_note=given["contact_note"],
            parts=[Part(part) for part in given.get("parts", ())],
            **agreed_by(given),
        )
        if made:
            messages.success(request, _("You are back. They have been asked, and know what was told before."))
            return redirect("referral", referral_id=made.id)
        view = queries.door(request.principal, referral_id)
    if view.back_id:
        messages.info(request, _("They have been asked already. Here is how it stands."))
        return redirect("referral", referral_id=view.back_id)
    herself = request.principal.kind is Kind.PERSON
    context = {"form": form, "view": view, "row": view.row, "herself": herself, "agreeing": form.agreeing}
    return render(request, "web/come_back.html", context)


def _form(request: Request, view: DoorView) -> ComeBackForm:
    agreeing = people.agreeing(request.principal, view.row.person.id)
    herself = request.principal.kind is Kind.PERSON
    initial = {"contact_note": view.contact_note, "parts": view.parts}
    return ComeBackForm.of(request, parts=view.parts, herself=herself, agreeing=agreeing, initial=initial)
