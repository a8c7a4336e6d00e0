"""Where an ask went, drawn; and being sent on without one, by those who help and by the person herself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.views import ChainView
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import queries as people
from ecotone.people.rules import NamedBy, Part
from ecotone.people.words import NAMED_BY
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.chains import SentOnForm, SignpostForm
from ecotone.web.pages.care import needs_to_choose
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

RIGHT_PLACE = {True: _("Wrong place"), False: _("Right place"), None: _("Not known yet")}
SENT_ON = (
    Column(_("When"), lambda row: row.on),
    Column(_("Sent by"), lambda row: _("Somebody") if row.source == "" else row.source),
    Column(_("Sent on to"), lambda row: _("somewhere else") if row.place == "" else row.place),
    Column(_("Need"), lambda row: row.need),
    Column(_("Was it the right place?"), lambda row: RIGHT_PLACE[row.wrong_place]),
)
"""The columns of being sent on without a referral, but for who says so."""
MY_SENT_ON = Sheet(
    "where-i-was-sent",
    (
        *SENT_ON,
        Column(_("Said by"), lambda row: _("your word") if row.said_by == "person" else NAMED_BY[row.said_by]),
    ),
)
THEIR_SENT_ON = Sheet(
    "sent-on",
    (
        *SENT_ON,
        Column(_("Said by"), lambda row: NAMED_BY[row.said_by]),
        Column(_("Written down by"), lambda row: row.author),
    ),
    file="sent-on",
)


@page(Access.SIGNED_IN, "web.chain", commitments=[4, 8])
def chain(request: Request, referral_id: UUID) -> HttpResponse:
    """Who asked whom, how long each held it, where it bounced and what came back."""
    view = queries.chain(request.principal, referral_id)
    return render(request, "web/chain.html", {"view": view, "scale": _scale(view)})


def _scale(view: ChainView) -> dict[str, Any] | None:
    """The whole time that is drawn, so that every bar is measured by the same rule."""
    if view.since is None or view.until is None:
        return None
    return {"since": view.since, "seconds": max((view.until - view.since).total_seconds(), 1.0)}


@page(Access.WORKER, "web.signpost", commitments=[2, 4])
def signpost(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down that someone was sent on without a referral; with ?service= or ?team= to whom."""
    principal = request.principal
    view = people.person(principal, person_id, [Part.CONTACT, Part.INVOLVED])
    to = _sent_to(request)
    form = SignpostForm.of(
        request,
        senders=_senders(principal.actor_id, principal.actor_name, view.helping if view.involved else ()),
        needs=needs_to_choose(),
        place_is_known=bool(to),
        initial={"on": clock.today(), "sender": str(principal.actor_id), "wrong": "unknown"},
    )
    if form.is_valid() and form.done(
        actions.signpost, person_id=person_id, **form.values(), **(to["ids"] if to else {})
    ):
        messages.success(request, _("Kept. If it was the wrong place, say so when you hear of it."))
        return redirect("person_asked", person_id=person_id)
    title = _("Sent on without a referral")
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": title, "sent_to": to})


def _sent_to(request: Request) -> dict[str, Any] | None:
    service_id, team_id = (id_in(request.GET.get(name, "")) for name in ("service", "team"))
    if service_id and (service := directory.service_briefs([service_id]).get(service_id)):
        return {"name": service.name, "ids": {"to_service_id": service_id}}
    if team_id and (team := ecosystem.actor_brief([team_id]).get(team_id)):
        return {"name": team.name, "ids": {"to_actor_id": team_id}}
    return None


def _senders(own_id: UUID | None, own_name: str, helping: Any) -> list[tuple[str, str]]:
    """Who may have sent them: us, those who help, or someone who is not known."""
    others = {str(each.actor_id): str(each.actor) for each in helping if each.actor_id and each.actor_id != own_id}
    return [(str(own_id), own_name), *others.items(), ("", str(_("Somebody else, or not known")))]


@page(Access.PERSON, "web.my_sent_on", commitments=[2, 4, 5])
def my_sent_on(request: Request) -> HttpResponse:
    """Being sent from one place to the next, in her own word: one press for each who helps, and more if she likes."""
    principal = request.principal
    me = principal.own_id
    if MY_SENT_ON.asked(request):
        return MY_SENT_ON.of_all(queries.signposts_of(principal, me))
    view = people.person(principal, me, [Part.INVOLVED])
    helping = {each.actor_id: each for each in view.helping if each.actor_id}
    form = SentOnForm.of(request, helping=list(helping.values()), initial={"on": clock.today(), "wrong": "unknown"})
    if form.is_valid() and form.done(actions.signpost, person_id=me, said_by=NamedBy.PERSON, **form.values()):
        messages.success(request, _("Kept, as your word. Those who count the doors count this one."))
        return redirect("my_sent_on")
    context = {"form": form, "helping": helping.values(), "said": queries.signposts_of(principal, me)}
    return render(request, "web/my_sent_on.html", context)


@require_POST
@page(Access.PERSON, "web.say_sent_on", commitments=[2, 4])
def say_sent_on(request: Request, actor_id: UUID) -> HttpResponse:
    """One press: this team sent me somewhere else, or it was the wrong place."""
    wrong = request.POST.get("what") == "wrong"
    given: dict[str, Any] = {"to_actor_id": actor_id, "wrong_place": True} if wrong else {"from_actor_id": actor_id}
    actions.signpost(by=request.principal, person_id=request.principal.own_id, said_by=NamedBy.PERSON, **given)
    messages.success(request, _("Kept, as your word. You can say more, or take it back, below."))
    return redirect("my_sent_on")


@require_POST
@page(Access.SIGNED_IN, "web.change_signpost", commitments=[4])
def change_signpost(request: Request, person_id: UUID, signpost_id: UUID) -> HttpResponse:
    """It was the wrong place, or the right one; or it was written down by mistake."""
    given: dict[str, Any] = {"signpost_id": signpost_id, "version": sent_version(request)}
    if request.POST.get("what") == "take_back":
        actions.take_back_signpost(by=request.principal, **given)
        messages.success(request, _("Taken back. It no longer counts."))
    else:
        actions.say_wrong_place(by=request.principal, wrong=request.POST.get("what") == "wrong", **given)
        messages.success(request, _("Kept."))
    if request.principal.kind is Kind.PERSON:
        return redirect("my_sent_on")
    return redirect(reverse("person_asked", kwargs={"person_id": person_id}))
