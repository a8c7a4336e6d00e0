"""Somebody whom one's team does not help: looked up, asked to be known, opened in an emergency."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ecotone.directory import queries as directory
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import SHAREABLE, Part
from ecotone.people.rules.signing import Matter
from ecotone.people.views import Found
from ecotone.web import found
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.reaching import AnswerRequestForm, AskForm, FindForm, GlassForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import named

A_PAGE = 50
REQUESTS = Sheet(
    "asks-to-know-somebody",
    (
        Column(_("Asked on"), lambda row: row.asked_at),
        Column(_("About"), lambda row: row.whose),
        Column(_("Team"), lambda row: row.team),
        Column(_("To see"), lambda row: named(row.part, "their_part") if row.part else ""),
        Column(_("Why"), lambda row: row.why),
        Column(_("How it stands"), lambda row: named(row.state, "ask_state")),
        Column(_("Answered on"), lambda row: row.answered_at),
    ),
)


@page(Access.WORKER, "web.find_somebody", commitments=[3])
def find_somebody(request: Request) -> HttpResponse:
    """Looks for one person. A stranger is shown as initials; nobody, and whoever is closed to us, look alike."""
    form = FindForm.of(request)
    context: dict[str, Any] = {"form": form, "mine": queries.my_emergencies(request.principal)}
    if form.is_valid():
        result = form.perform(queries.find_somebody, **form.cleaned_data)
        if isinstance(result, Found):
            mark = found.carried(request.principal, result.stub.id) if result.stub else ""
            context |= {"found": result, "mark": mark}
    return render(request, "web/find_somebody.html", context)


@page(Access.WORKER, "web.ask_for_access", commitments=[3])
def ask_for_access(request: Request, mark: str) -> HttpResponse:
    """Asks the person, and those who help them, whether one's team may know them."""
    stub = queries.stub_of(request.principal, found.of(request.principal, mark))
    form, sensitive = AskForm.of(request), directory.is_sensitive(request.principal.actor_id)
    if form.is_valid() and form.done(
        actions.ask_for_access, person_id=stub.id, sensitive=sensitive, **form.cleaned_data
    ):
        messages.success(
            request, _("Asked. The person reads it, and those who help them. You are told what they answer.")
        )
        return redirect("access_requests")
    return render(request, "web/ask_for_access.html", {"form": form, "stub": stub})


@page(Access.WORKER, "web.ask_for_part", commitments=[3])
def ask_for_part(request: Request, person_id: UUID, part: str) -> HttpResponse:
    """Asks the person whether one's team, which helps them, may see a part that was not shared with it."""
    if part not in SHAREABLE:
        raise NotFound("part", part)
    wanted, by = Part(part), request.principal
    banner = queries.banner(by, person_id)
    queries.may_ask_for(by, person_id, wanted).require("person", person_id)
    form, sensitive = AskForm.of(request), directory.is_sensitive(by.actor_id)
    if form.is_valid() and form.done(
        actions.ask_for_part, person_id=person_id, part=wanted, sensitive=sensitive, **form.cleaned_data
    ):
        messages.success(request, _("Asked. The person reads it, and those who help them. You are told the answer."))
        return redirect("person", person_id=person_id)
    return render(request, "web/ask_for_part.html", {"form": form, "view": banner, "part": wanted})


@page(Access.WORKER, "web.break_glass", commitments=[3])
def break_glass(request: Request, mark: str) -> HttpResponse:
    """Opens a record in an emergency, after saying what that means."""
    stub = queries.stub_of(request.principal, found.of(request.principal, mark))
    form = GlassForm.of(request)
    if form.is_valid() and form.done(actions.break_glass, person_id=stub.id, **form.values()):
        messages.success(request, _("You can read this record now. All that you look at is kept, and reviewed."))
        return redirect("person", person_id=stub.id)
    return render(request, "web/break_glass.html", {"form": form, "stub": stub})


@page(Access.SIGNED_IN, "web.access_requests", commitments=[3])
def access_requests(request: Request) -> HttpResponse:
    """Who asks to know whom: of oneself, of those one helps, and by one's own team."""
    by, here = request.principal, Page.of(request, A_PAGE)
    if REQUESTS.asked(request):
        return REQUESTS.of(lambda start, most: queries.access_requests(by, most=most, start=start)[0])
    rows, total = queries.access_requests(by, most=A_PAGE, start=here.start)
    context = {"rows": rows, "page_obj": here.out_of(total)}
    return render(request, "web/access_requests.html", context)


@page(Access.SIGNED_IN, "web.access_request", commitments=[3])
def access_request(request: Request, request_id: UUID) -> HttpResponse:
    """One team's wish to know one person: to answer it, or to take it back."""
    by = request.principal
    one = queries.access_request(by, request_id)
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw_request(by=by, request_id=request_id)
        messages.success(request, _("Taken back. Nobody needs to answer any more."))
        return redirect("access_requests")
    asked_staff = one.may_answer and not by.person_id
    decides = queries.deciding(by, one.person_id) if asked_staff else None
    form = AnswerRequestForm.of(request, signers=decides.signers(Matter.SHARING) if decides else ())
    if by.person_id:
        form.fields["agreed"].label = _("May this team see it?") if one.part else _("May this team know you?")
    elif one.part:
        form.fields["agreed"].label = _("May this team see it?")
    if form.is_valid() and form.done(
        actions.answer_request, request_id=request_id, version=sent_version(request), **form.values()
    ):
        messages.success(request, _("Kept. The team that asked is told."))
        return redirect("access_requests")
    context = {"one": one, "form": form, "version": sent_version(request) or one.version}
    context |= {"d": decides, "matter": Matter.SHARING}
    return render(request, "web/access_request.html", context)
