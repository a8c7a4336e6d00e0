"""The terms of the place: anyone reads them, who speaks for an organisation agrees, stewards publish and see who has.

terms ──tick──▶ agreed           terms_agreements (who has, who has not, as a file)
                                    ├─▶ publish_terms      └─▶ withdraw_terms
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from ecotone.access.rules import Role
from ecotone.ecosystem import actions, policies, queries
from ecotone.ecosystem.queries.terms import OrganisationTerms
from ecotone.ecosystem.rules import TermsState, TermsText
from ecotone.ecosystem.texts import FULL, PLAIN
from ecotone.ecosystem.words import SECTORS, TERMS_STATES, TEXTS
from ecotone.ground import clock
from ecotone.web.forms.terms import AgreeForm, TermsForm, WithdrawForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 40
AGREEMENTS = Sheet(
    "agreements",
    (
        Column(_("Organisation"), lambda row: row.name),
        Column(_("Sector"), lambda row: SECTORS[row.sector]),
        Column(_("How it stands"), lambda row: TERMS_STATES[row.state]),
        Column(_("Which text"), lambda row: TEXTS[row.text]),
        Column(_("Version"), lambda row: row.agreement.number if row.agreement else None),
        Column(_("Agreed on"), lambda row: row.agreement.since if row.agreement else None),
        Column(_("By"), lambda row: row.agreement.agreed_by if row.agreement else ""),
        Column(_("Agrees no more since"), lambda row: row.agreement.until if row.agreement else None),
        Column(_("Sees records until"), lambda row: row.open_until),
    ),
)


@page(Access.PUBLIC, "web.terms", commitments=[3, 9])
@cache_control(private=True, no_store=True)
def terms(request: Request) -> HttpResponse:
    """The terms that count now, how the reader's organisation stands to them, and the tick by which it agrees."""
    by, now = request.principal, queries.terms_last()
    mine = queries.our_terms(by) if now else []
    counts = now is not None and now.until is None
    asked = next((each for each in mine if each.may_agree and counts), None)
    initial = {"organisation": asked.organisation_id, "terms": now.id} if asked and now else {}
    form = AgreeForm.of(request, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        told = {"organisation_id": given["organisation"], "terms_id": given["terms"]}
        if form.done(actions.agree_to_terms, **told):
            messages.success(request, _("Agreed. Those who work there see what people share with them."))
            return redirect("terms")
    text = _text(request, asked or next(iter(mine), None))
    may = {"keeps": policies.keeps_terms(by).allowed, "sees": policies.sees_agreements(by).allowed}
    shown = {"now": now, "mine": mine, "asked": asked, "form": form, "text": text}
    lapsed = now is not None and now.until is not None and now.until <= clock.today()
    return render(request, "web/terms.html", {**shown, **may, "lapsed": lapsed})


def _text(request: Request, mine: OrganisationTerms | None) -> TermsText:
    """Which of the two is shown: that which was asked for, else the one for the reader's organisation."""
    asked = request.GET.get("text", "")
    if asked in {*TermsText}:
        return TermsText(asked)
    return mine.text if mine else TermsText.PLAIN


@page(Access.SIGNED_IN, "web.terms_agreements", commitments=[3])
def terms_agreements(request: Request) -> HttpResponse:
    """Which organisations have agreed and which have not; and for stewards, the versions there were."""
    rows = queries.agreements(request.principal)
    if AGREEMENTS.asked(request):
        return AGREEMENTS.of_all(rows)
    keeps, here = policies.keeps_terms(request.principal).allowed, Page.of(request, A_PAGE)
    rows.sort(key=lambda row: row.state is TermsState.AGREED)
    missing = sum(each.state in (TermsState.SHUT, TermsState.WAITING) for each in rows)
    earlier = sum(each.state is TermsState.EARLIER for each in rows)
    versions = queries.versions(request.principal) if keeps else []
    shown = {"rows": rows[here.start : here.start + A_PAGE], "page_obj": here.out_of(len(rows))}
    counted = {"missing": missing, "earlier": earlier, "of": len(rows)}
    context = {**shown, **counted, "keeps": keeps, "versions": versions}
    return render(request, "web/terms_agreements.html", context)


@page(Access.SIGNED_IN, "web.publish_terms")
def publish_terms(request: Request) -> HttpResponse:
    """A new version, from the one before or from the words that are shipped; for stewards."""
    versions = queries.versions(request.principal)
    newest, last = versions[0] if versions else None, queries.terms_last()
    initial = {
        "plain": last.plain if last else PLAIN,
        "full": last.full if last else FULL,
        "after": newest.number if newest else 0,
    }
    form = TermsForm.of(request, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        told = {name: given[name] for name in ("plain", "full", "changed", "grace")}
        if form.done(actions.publish_terms, **told, after=given["after"] or 0):
            messages.success(request, _("Published. Whoever speaks for an organisation is mailed."))
            return redirect("terms_agreements")
    asked = [each for each in queries.agreements(request.principal) if each.state is not TermsState.SHUT]
    return render(request, "web/publish_terms.html", {"form": form, "newest": newest, "asked": len(asked)})


@page(Access.SIGNED_IN, "web.withdraw_terms")
def withdraw_terms(request: Request, terms_id: UUID) -> HttpResponse:
    """Takes the terms that count now back, after saying what that does; for stewards."""
    view = queries.one_version(request.principal, terms_id)
    before = queries.version_before(request.principal, terms_id)
    form = WithdrawForm.of(request, before=before.number if before else None)
    if form.is_valid() and form.done(actions.withdraw_terms, terms_id=terms_id, **form.values()):
        messages.success(request, _("Withdrawn. Until that day what was agreed still counts."))
        return redirect("terms_agreements")
    return render(request, "web/withdraw_terms.html", {"view": view, "form": form})


@require_POST
@page(Access.SIGNED_IN, "web.end_agreement", commitments=[3])
def end_agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """An organisation agrees no more; by whoever speaks for it, or a steward."""
    actions.end_agreement(by=request.principal, agreement_id=agreement_id)
    messages.success(request, _("Ended. From today nobody who works there sees a record."))
    return redirect("terms_agreements" if request.principal.role is Role.STEWARD else "terms")
