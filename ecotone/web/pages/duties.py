"""Legal duties: recorded, ended and told of by those who guard records; read by the team that a law lets read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from ecotone.ecosystem import queries as ecosystem
from ecotone.people import actions, queries
from ecotone.people.words import LAWS, THEIR_PARTS
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.duties import DutyForm, EndDutyForm
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 50
DUTIES = Sheet(
    "legal-duties",
    (
        Column(later("Whose record"), lambda row: row.name),
        Column(later("Team"), lambda row: row.team),
        Column(later("By which law"), lambda row: LAWS[row.kind]),
        Column(later("Parts"), lambda row: ", ".join(str(THEIR_PARTS[part]) for part in row.parts)),
        Column(later("Rests on"), lambda row: row.reference),
        Column(later("Since"), lambda row: row.since),
        Column(later("Until"), lambda row: row.closed_at),
        Column(later("Recorded by"), lambda row: row.recorded_by),
        Column(later("Ended by"), lambda row: row.ended_by),
        Column(later("Why it ended"), lambda row: row.ended_reason),
        Column(later("The person was told"), lambda row: row.told),
    ),
)


@page(Access.SIGNED_IN, "web.duties", commitments=[3])
def duties(request: Request) -> HttpResponse:
    """All that were recorded; and looking for the person about whom to record one."""
    by, here = request.principal, Page.of(request, A_PAGE)
    if DUTIES.asked(request):
        return DUTIES.of(lambda start, most: queries.duties(by, most=most, start=start)[0])
    rows, total = queries.duties(by, most=A_PAGE, start=here.start)
    whom = request.GET.get("whom", "").replace("\0", "").strip()[:200]
    people = queries.people_to_watch(by, whom) if whom else None
    context = {"rows": rows, "page_obj": here.out_of(total), "whom": whom, "people": people}
    return render(request, "web/duties.html", context)


@page(Access.SIGNED_IN, "web.record_duty", commitments=[3])
def record_duty(request: Request, person_id: UUID) -> HttpResponse:
    """Records one for the team named by ?with=, which is looked for first; what it does is said before."""
    name = queries.whose_duty(request.principal, person_id)
    chosen = id_in(request.GET.get("with", ""))
    team = ecosystem.actor_brief([chosen]).get(chosen) if chosen else None
    sought = request.GET.get("q", "").replace("\0", "")[:100]
    found = [(each.id, each.name, each.sector) for each in ecosystem.search_actors(sought)] if sought else []
    form = DutyForm.of(request)
    if team and form.is_valid():
        given = form.values()
        if made := form.perform(actions.record_duty, person_id=person_id, actor_id=team.id, **given):
            told = _("The person is told too.") if made.told else _("The person is not told.")
            messages.success(request, _("Recorded. It holds from this moment, and the team is told.") + f" {told}")
            return redirect("duty", duty_id=made.id)
    context = {"name": name, "person_id": person_id, "team": team, "form": form, "q": sought, "found": found}
    return render(request, "web/record_duty.html", context)


@page(Access.SIGNED_IN, "web.duty", commitments=[3])
def duty(request: Request, duty_id: UUID) -> HttpResponse:
    """One: what it opens, what was looked at by it, whether the person knows; and ending it early."""
    one, looks = queries.duty(request.principal, duty_id)
    form = EndDutyForm.of(request)
    if form.is_valid() and form.done(
        actions.end_duty, duty_id=duty_id, version=sent_version(request), **form.cleaned_data
    ):
        messages.success(request, _("It has ended. From this moment nothing can be read by it."))
        return redirect("duty", duty_id=duty_id)
    seen = [(look.at, [THEIR_PARTS[part] for part in look.parts if part in THEIR_PARTS]) for look in looks]
    context = {"one": one, "form": form, "seen": seen, "version": sent_version(request) or one.version}
    return render(request, "web/duty.html", context)


@require_POST
@page(Access.SIGNED_IN, "web.tell_of_duty", commitments=[3])
def tell_of_duty(request: Request, duty_id: UUID) -> HttpResponse:
    """Tells the person now, since it is safe."""
    actions.tell_of_duty(by=request.principal, duty_id=duty_id, version=sent_version(request))
    messages.success(request, _("They are told, and their list of who looked is whole again."))
    return redirect("duty", duty_id=duty_id)


@page(Access.WORKER, "web.my_duties", commitments=[3])
def my_duties(request: Request) -> HttpResponse:
    """What laws let the caller's team read now."""
    rows = queries.my_duties(request.principal)
    return render(request, "web/my_duties.html", {"rows": rows})
