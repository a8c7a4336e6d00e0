"""Open offers: asking whoever can help, and taking on, or passing by, what one's team was told of."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, Reason
from ecotone.care.views import OfferView
from ecotone.care.words import URGENCIES
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ecosystem.views import NeedView, PlaceBrief
from ecotone.people import queries as people
from ecotone.people.rules import ALWAYS, Part
from ecotone.people.views import Banner
from ecotone.web.forms.care import MoveForm, OpenOfferForm, PassForm
from ecotone.web.pages.care import Began, ask_of, began_with, filled_in, must_live, passed_on_instead
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 30
OFFERS = Sheet(
    "open-offers",
    (
        Column(_("Need"), lambda row: row.need),
        Column(_("Place"), lambda row: row.place),
        Column(_("Note"), lambda row: row.note),
        Column(_("Asked by"), lambda row: _("Someone for themselves") if row.source == "" else row.source),
        Column(_("Asked"), lambda row: row.offered_at),
        Column(_("Open until"), lambda row: row.reply_by),
        Column(_("Urgency"), lambda row: URGENCIES[row.urgency]),
    ),
)
UNKNOWN = UUID(int=0)


@page(Access.SIGNED_IN, "web.ask_openly", commitments=[1, 4])
def ask_openly(request: Request, person_id: UUID) -> HttpResponse:
    """Asks all who can help: first the kind of need and the place, then, seeing who would be told, the rest."""
    principal = request.principal
    if principal.kind is Kind.CARER:
        return passed_on_instead(request)
    banner = people.banner(principal, person_id)
    banner.verdicts[Part.IDENTITY].require("person", person_id)
    must_live(banner)
    needs, places = ecosystem.needs(), ecosystem.place_tree()
    need = _need(needs, request.GET.get("need", ""))
    place = _place(request, places, banner)
    able = (
        queries.who_would_be_told(principal, person_id, need=need.code, place_id=place.id) if need and place else []
    )
    wish = began_with(request, person_id)
    context: dict[str, Any] = {
        "banner": banner,
        "wish": wish,
        "needs": needs,
        "places": [(kind, those) for kind in reversed(PlaceKind) if (those := [p for p in places if p.kind is kind])],
        "need": need,
        "place": place,
        "able": able,
        "parent": request.GET.get("parent", ""),
        "herself": principal.kind is Kind.PERSON,
    }
    if able and need and place:
        form = _form(request, person_id, wish)
        if form.is_valid():
            made = form.perform(
                actions.offer_openly,
                person_id=person_id,
                need_id=need.id,
                place_id=place.id,
                parent_id=id_in(context["parent"]),
                began_with_id=wish.id if wish else None,
                note=form.cleaned_data["note"],
                **ask_of(form.cleaned_data),
            )
            if made:
                messages.success(request, _("They have all been told. The first who says yes takes it on."))
                return redirect("referral", referral_id=made.id)
        context |= {"form": form, "agreeing": form.agreeing}
    return render(request, "web/ask_openly.html", context)


def _need(needs: list[NeedView], code: str) -> NeedView | None:
    return next((each for broad in needs for each in (broad, *broad.children) if each.code == code), None)


def _place(request: Request, places: list[PlaceBrief], banner: Banner) -> PlaceBrief | None:
    """The place that is asked for; unless told, the locality she lives in: a neighbourhood would tell more."""
    known = {each.id: each for each in places}
    home = known.get(banner.identity.home_id) if banner.identity and banner.identity.home_id else None
    if "place" in request.GET:
        return known.get(id_in(request.GET["place"]) or UNKNOWN)
    if home is None or home.kind is not PlaceKind.NEIGHBOURHOOD:
        return home
    return next((known[each] for each in home.parent_ids if known[each].kind is PlaceKind.LOCALITY), home)


def _form(request: Request, person_id: UUID, wish: Began | None) -> OpenOfferForm:
    parts = [str(p) for p in people.shareable_parts(request.principal, person_id) if p not in ALWAYS]
    hopes = queries.outcomes_of(request.principal, person_id) if Part.OUTCOMES in parts else []
    agreeing = people.agreeing(request.principal, person_id)
    initial = filled_in(parts, agreeing, wish)
    return OpenOfferForm.of(request, parts=parts, hopes=hopes, agreeing=agreeing, initial=initial)


@page(Access.WORKER, "web.offers", commitments=[1, 4])
def offers(request: Request) -> HttpResponse:
    """What somebody needs, and any of several could help with: ours among them."""
    here = Page.of(request, A_PAGE)
    if OFFERS.asked(request):
        return OFFERS.of(lambda start, most: queries.offers(request.principal, most=most, start=start)[0])
    rows, total = queries.offers(request.principal, most=A_PAGE, start=here.start)
    return render(request, "web/offers.html", {"offers": rows, "total": total, "page_obj": here.out_of(total)})


@page(Access.WORKER, "web.offer", commitments=[1, 4])
def offer(request: Request, referral_id: UUID) -> HttpResponse:
    """One open offer: what is asked and where, and the way to take it on."""
    view = queries.offer(request.principal, referral_id)
    if view.ours:
        return redirect("referral", referral_id=referral_id)
    form = _claim_form(request, view)
    if form.is_valid():
        recorded = form.recorded()
        service_id = id_in(recorded.pop("service", "")) or next(iter(view.services))
        if form.done(actions.claim, referral_id=referral_id, service_id=service_id, recorded=recorded):
            messages.success(request, _("It is yours. Here you see who it is, and what was shared with you."))
            return redirect("referral", referral_id=referral_id)
        view = queries.offer(request.principal, referral_id)
    return render(request, "web/offer.html", {"view": view, "form": form})


def _claim_form(request: Request, view: OfferView) -> MoveForm:
    return MoveForm.of(
        request,
        move=BY_CODE["claim"],
        services=[(str(own), name) for own, name in view.services.items()],
        initial={"worker": request.principal.signature},
    )


@page(Access.WORKER, "web.pass_offer", commitments=[4])
def pass_offer(request: Request, referral_id: UUID) -> HttpResponse:
    """Says that an open offer is none of ours, and why: the asker learns it at once."""
    view = queries.offer(request.principal, referral_id)
    form = PassForm.of(request)
    if form.is_valid():
        given = form.cleaned_data
        if form.done(actions.pass_on, referral_id=referral_id, reason=Reason(given["reason"]), words=given["words"]):
            messages.success(request, _("Thank you. Whoever asked can see why."))
            return redirect("offers")
    return render(request, "web/pass_offer.html", {"view": view, "form": form})
