"""Emergencies as those who guard records see them: what waits for review, what was looked at, what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecotone.people import actions, queries
from ecotone.people.words import THEIR_PARTS
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.reaching import EmergencyReviewForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import named

A_PAGE = 50
EMERGENCIES = Sheet(
    "emergencies",
    (
        Column(_("Began"), lambda row: row.since),
        Column(_("Ended"), lambda row: row.closed_at),
        Column(_("Whose record"), lambda row: row.name),
        Column(_("Who opened it"), lambda row: row.made_by),
        Column(_("Why"), lambda row: named(row.reason, "emergency_reason")),
        Column(_("In their words"), lambda row: row.text),
        Column(_("The person was told"), lambda row: row.told),
        Column(_("Review by"), lambda row: row.review_by),
        Column(_("Reviewed"), lambda row: row.reviewed_at),
        Column(_("What came of it"), lambda row: named(row.outcome, "emergency_outcome") if row.outcome else ""),
    ),
)


@page(Access.SIGNED_IN, "web.emergencies", commitments=[3])
def emergencies(request: Request) -> HttpResponse:
    """What waits for review, late ones first; or, with ?show=reviewed, what came of each."""
    by, here, reviewed = request.principal, Page.of(request, A_PAGE), request.GET.get("show") == "reviewed"
    if EMERGENCIES.asked(request):
        return EMERGENCIES.of(
            lambda start, most: queries.emergencies(by, reviewed=reviewed, most=most, start=start)[0]
        )
    rows, total = queries.emergencies(by, reviewed=reviewed, most=A_PAGE, start=here.start)
    context = {"rows": rows, "reviewed": reviewed, "page_obj": here.out_of(total)}
    return render(request, "web/emergencies.html", context)


@page(Access.SIGNED_IN, "web.emergency", commitments=[3])
def emergency(request: Request, emergency_id: UUID) -> HttpResponse:
    """One emergency: why, what was looked at, whether the person knows; and the review."""
    one, looks = queries.emergency(request.principal, emergency_id)
    form = EmergencyReviewForm.of(request)
    if form.is_valid() and form.done(
        actions.review_emergency, emergency_id=emergency_id, version=sent_version(request), **form.values()
    ):
        messages.success(request, _("Reviewed, and kept."))
        return redirect("emergencies")
    looked = [look for look in looks if look.kind == "look"]
    seen = [(look.at, [THEIR_PARTS[part] for part in look.parts if part in THEIR_PARTS]) for look in looked]
    context = {"one": one, "form": form, "seen": seen, "version": sent_version(request) or one.version}
    return render(request, "web/emergency.html", context)


@require_POST
@page(Access.SIGNED_IN, "web.tell_after_all", commitments=[3])
def tell_after_all(request: Request, emergency_id: UUID) -> HttpResponse:
    """Tells the person now, since it is safe."""
    actions.tell_after_all(by=request.principal, emergency_id=emergency_id)
    messages.success(request, _("They are told, and their list of who looked is whole again."))
    return redirect("emergency", emergency_id=emergency_id)


@require_POST
@page(Access.ACCOUNT, "web.end_emergency", commitments=[3])
def end_emergency(request: Request, emergency_id: UUID) -> HttpResponse:
    """Whoever began it ends it, from this moment."""
    actions.end_emergency(by=request.principal, emergency_id=emergency_id)
    messages.success(request, _("It has ended. You no longer see that record."))
    return redirect("my_people" if request.principal.practises else "home")
