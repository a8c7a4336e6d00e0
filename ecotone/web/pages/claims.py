"""Groups that answered by e-mail and wish to keep their own listing: who waits, what is decided, and why."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.directory import actions, queries
from ecotone.directory.rules import ClaimState
from ecotone.directory.words import CLAIM_STATES
from ecotone.ecosystem.words import SECTORS
from ecotone.web import sheets
from ecotone.web.forms.answer import DecideForm
from ecotone.web.forms.base import sent_version
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 100
CLAIMS = Sheet(
    "listings-to-hand-over",
    (
        Column(_("Group"), lambda row: row.actor),
        Column(_("Sector"), lambda row: SECTORS[row.sector]),
        Column(_("Asked by"), lambda row: row.name),
        Column(_("Their role"), lambda row: row.title),
        Column(_("Asked"), lambda row: row.asked_at),
        Column(_("Stands"), lambda row: CLAIM_STATES[row.state]),
    ),
)


@page(Access.SIGNED_IN, "web.claims", commitments=[1, 9])
def claims(request: Request) -> HttpResponse:
    """The claims within one's remit: those that wait first, then what was decided."""
    if CLAIMS.asked(request):
        every = queries.claims(request.principal, most=sheets.MOST + 1)
        return CLAIMS.of_all(every)
    found, first = sheets.cut(queries.claims(request.principal, most=A_PAGE + 1), A_PAGE)
    return render(request, "web/claims.html", {"claims": found, "first": first})


@page(Access.SIGNED_IN, "web.claim", commitments=[1, 9])
def claim(request: Request, claim_id: UUID) -> HttpResponse:
    """One claim: who asks, from which address, what they have answered; and the decision, with its reason."""
    view = queries.claim(request.principal, claim_id)
    form = DecideForm.of(request, decisions=[str(each) for each in view.decisions])
    if form.is_valid() and form.done(
        actions.decide_claim,
        claim_id=claim_id,
        version=sent_version(request),
        decision=ClaimState(form.cleaned_data["decision"]),
        reason=form.cleaned_data["reason"],
    ):
        messages.success(request, _("Decided. They are told by e-mail, with your reason."))
        return redirect("claim", claim_id=claim_id)
    version = sent_version(request) or view.version
    return render(request, "web/claim.html", {"claim": view, "form": form, "version": version})


@require_POST
@page(Access.SIGNED_IN, "web.send_welcome")
def send_welcome(request: Request, claim_id: UUID) -> HttpResponse:
    """Mails the link to choose a password once more."""
    actions.send_welcome(by=request.principal, claim_id=claim_id)
    messages.success(request, _("Sent again. The link lasts three days."))
    return redirect("claim", claim_id=claim_id)
