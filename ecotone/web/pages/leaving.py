"""Somebody has died, or moved away: what will happen is said first, then it is noted; an error is undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ecotone.access.policies import with_role
from ecotone.access.rules import Role
from ecotone.care import queries as care
from ecotone.ground import clock
from ecotone.people import queries
from ecotone.people.rules import Part
from ecotone.procedures import leaving as procedure
from ecotone.web import sheets
from ecotone.web.forms.base import ActionForm, sent_version
from ecotone.web.forms.carers import DiedForm, MovedForm, UndoDeathForm
from ecotone.web.pages.people import places
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet


@page(Access.WORKER, "web.person_leaving")
def person_leaving(request: Request, person_id: UUID) -> HttpResponse:
    """What was noted of a person's leaving, and the way to note it."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    departures = queries.departures_of(request.principal, person_id)
    return render(request, "web/person_leaving.html", {"view": view, "departures": departures})


@page(Access.WORKER, "web.note_death")
def note_death(request: Request, person_id: UUID) -> HttpResponse:
    """Notes that somebody has died, after saying what will happen then."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    asks = [row for row in care.referrals_of(request.principal, person_id) if not row.final]
    form = DiedForm.of(request, initial={"died_on": clock.today()})
    if form.is_valid() and _sure(request) and not form.errors:
        left = form.perform(procedure.record_death, person_id=person_id, **form.cleaned_data)
        if left:
            messages.success(
                request,
                ngettext(
                    "It is noted. %(n)s open request has ended, and whoever asked can read it.",
                    "It is noted. %(n)s open requests have ended, and whoever asked can read it.",
                    left.asks,
                )
                % {"n": left.asks},
            )
            return redirect("person", person_id=person_id)
    return _asked(request, "web/note_death.html", form, {"view": view, "asks": asks})


@page(Access.WORKER, "web.note_move")
def note_move(request: Request, person_id: UUID) -> HttpResponse:
    """Notes that somebody lives somewhere else now, after saying what will happen then."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = MovedForm.of(request, places=places(), initial={"on": clock.today()})
    if form.is_valid() and _sure(request):
        given = dict(form.cleaned_data)
        home = given.pop("home")
        left = form.perform(
            procedure.record_move,
            person_id=person_id,
            version=sent_version(request),
            home_id=UUID(home) if home else None,
            **given,
        )
        if left:
            messages.success(request, _moved(left.asks))
            return redirect("person", person_id=person_id)
    return _asked(
        request, "web/note_move.html", form, {"view": view, "version": sent_version(request) or view.version}
    )


def _moved(marked: int) -> str:
    if not marked:
        return _("It is noted. Everything that was asked for goes on as before.")
    return ngettext(
        "It is noted. %(n)s open request is marked: that service does not go to the new home.",
        "It is noted. %(n)s open requests are marked: those services do not go to the new home.",
        marked,
    ) % {"n": marked}


def _sure(request: Request) -> bool:
    return request.POST.get("sure") == "yes"


def _asked(request: Request, template: str, form: ActionForm, context: dict[str, Any]) -> HttpResponse:
    """The form; once it is filled in, the same page says what will happen and asks whether to go on."""
    ready = form.is_bound and form.is_valid() and not _sure(request)
    return render(request, template, {**context, "form": form, "ready": ready})


@page(Access.SIGNED_IN, "web.undo_death")
def undo_death(request: Request, person_id: UUID) -> HttpResponse:
    """Undoes a death that was entered in error, for those who guard records."""
    name = queries.deceased_name(request.principal, person_id)
    form = UndoDeathForm.of(request)
    if form.is_valid():
        left = form.perform(procedure.undo_death, person_id=person_id, **form.cleaned_data)
        if left:
            messages.success(
                request,
                _("Undone. What had ended lies as drafts before those who asked: %(n)s.") % {"n": left.asks},
            )
            return redirect("guarding")
    return render(request, "web/undo_death.html", {"form": form, "name": name, "person_id": person_id})


A_PAGE = 50
STOPPED = Sheet(
    "permissions-stopped",
    (
        Column(later("Person"), lambda row: row.person),
        Column(later("Permission of"), lambda row: row.permission.name),
        Column(later("Why"), lambda row: row.permission.reason),
        Column(later("Stopped by"), lambda row: row.permission.suspended_by),
        Column(later("When"), lambda row: row.suspended_at),
        Column(later("Shown to the person"), lambda row: not row.unsafe),
    ),
)
DEATHS = Sheet(
    "deaths-noted",
    (
        Column(later("Person"), lambda row: row[1]),
        Column(later("Died on"), lambda row: row[2].on),
        Column(later("Told by"), lambda row: row[2].told_by),
        Column(later("Noted by"), lambda row: row[2].author),
        Column(later("Noted"), lambda row: row[2].noted_at),
    ),
    file="deaths",
)


@page(Access.SIGNED_IN, "web.guarding")
def guarding(request: Request) -> HttpResponse:
    """What those who guard records look after: permissions stopped for safety, deaths noted lately."""
    by = request.principal
    with_role(by, Role.GUARDIAN).require()
    if STOPPED.asked(request):
        return STOPPED.of_all(queries.suspensions(by, most=sheets.MOST + 1))
    if DEATHS.asked(request):
        return DEATHS.of_all(queries.deaths_noted(by, most=sheets.MOST + 1))
    stopped, stopped_first = sheets.cut(queries.suspensions(by, most=A_PAGE + 1), A_PAGE)
    deaths, deaths_first = sheets.cut(queries.deaths_noted(by, most=A_PAGE + 1), A_PAGE)
    context = {
        "suspensions": stopped,
        "stopped_first": stopped_first,
        "deaths": deaths,
        "deaths_first": deaths_first,
    }
    return render(request, "web/guarding.html", context)
