"""Joint work: several at one piece of work without a referral between them, and time spent together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.care import actions, queries
from ecotone.care.rules.joint import Direction, Funding
from ecotone.care.views.joint import JointView
from ecotone.care.words import FUNDINGS, JOINT_EVENTS, PARTNER_STATES
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.web import sheets
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.joint import ChangeTaskForm, StartJointForm, TaskForm, TogetherForm
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 40
TOGETHER = Sheet(
    "working-with-others",
    (
        Column(_("What"), lambda row: row.title),
        Column(_("With"), lambda row: ", ".join(row.partners)),
        Column(_("For"), lambda row: row.person if row.person_id else ""),
        Column(_("Our part"), lambda row: PARTNER_STATES[row.our_state] if row.our_state else ""),
        Column(_("Since"), lambda row: row.since),
        Column(_("Over since"), lambda row: row.until),
        Column(_("Things to do"), lambda row: row.open_tasks),
    ),
)
EVENTS = Sheet(
    "done-together",
    (
        Column(_("When"), lambda row: row.on),
        Column(_("What"), lambda row: JOINT_EVENTS[row.kind]),
        Column(_("Written down by"), lambda row: row.actor),
        Column(_("With"), lambda row: ", ".join(name for _id, name in row.with_whom)),
        Column(_("Minutes"), lambda row: row.minutes),
        Column(_("In their words"), lambda row: row.words),
        Column(_("Who learned"), lambda row: ", ".join(row.learned)),
        Column(_("From whom"), lambda row: ", ".join(row.taught)),
        Column(_("Who paid"), lambda row: FUNDINGS[row.funding]),
        Column(_("Paid for by"), lambda row: row.funder),
    ),
    file="events",
)


@page(Access.WORKER, "web.our_joint", commitments=[1])
def our_joint(request: Request) -> HttpResponse:
    """What our team works on with others, and the time it spent with them."""
    wanted = EVENTS.asked(request)
    ours = queries.our_joint(request.principal, most=(sheets.MOST if wanted else A_PAGE) + 1)
    if TOGETHER.asked(request):
        return TOGETHER.of_all([*ours.asked, *ours.running, *ours.over])
    if wanted:
        return EVENTS.of_all(ours.events)
    events, first = sheets.cut(ours.events, A_PAGE)
    return render(request, "web/our_joint.html", {"ours": ours, "events": events, "first": first})


@page(Access.WORKER, "web.start_joint", commitments=[1])
def start_joint(request: Request) -> HttpResponse:
    """Begins joint work with ?with= one or more; with ?person= for somebody, with those who help them."""
    principal, person_id = request.principal, id_in(request.GET.get("person", ""))
    banner = people.banner(principal, person_id) if person_id else None
    choices = _helping(request, person_id) if person_id else _named(request)
    form = StartJointForm.of(request, choices=choices, initial={"partners": [each for each, _name in choices]})
    if form.is_valid() and (made := form.perform(actions.start_joint, person_id=person_id, **form.values())):
        messages.success(request, _("Begun. They are asked to join, and see what it is for."))
        return redirect("joint_work", work_id=made.id)
    context = {"form": form, "banner": banner, "choices": choices, **_search(request, "start_joint")}
    return render(request, "web/start_joint.html", context)


def _helping(request: Request, person_id: UUID) -> list[tuple[str, str]]:
    view = people.person(request.principal, person_id, [Part.INVOLVED])
    ours = request.principal.actor_id
    helping = view.helping if view.involved else ()
    return [*{str(e.actor_id): str(e.actor) for e in helping if e.actor_id and e.actor_id != ours}.items()]


def _named(request: Request) -> list[tuple[str, str]]:
    ids = [found for text in request.GET.getlist("with") if (found := id_in(text))]
    return [(str(each), name) for each, name in ecosystem.actor_names(ids[:12]).items()]


def _search(request: Request, back: str) -> dict[str, Any]:
    """Looking for others by name, without leaving the page."""
    words = request.GET.get("q", "").replace("\0", "")[:100]
    return {"q": words, "found": queries.partners_to_choose(request.principal, words), "searching": back}


@page(Access.SIGNED_IN, "web.joint_work", commitments=[1])
def joint_work(request: Request, work_id: UUID) -> HttpResponse:
    """One piece of joint work: who is in it, who does what, what was done together."""
    view = queries.joint_work(request.principal, work_id)
    return render(request, "web/joint_work.html", {"view": view, **_search(request, "joint_work")})


@require_POST
@page(Access.WORKER, "web.propose_partner", commitments=[1])
def propose_partner(request: Request, work_id: UUID) -> HttpResponse:
    """Asks another to join."""
    actor_id = id_in(request.POST.get("actor", ""))
    if actor_id is None:
        raise NotFound("actor")
    actions.propose_partner(by=request.principal, work_id=work_id, actor_id=actor_id)
    messages.success(request, _("Asked. They are in it when they say yes."))
    return redirect("joint_work", work_id=work_id)


@require_POST
@page(Access.WORKER, "web.answer_joint", commitments=[1])
def answer_joint(request: Request, work_id: UUID) -> HttpResponse:
    """Our own yes or no."""
    view, joins = queries.joint_work(request.principal, work_id), request.POST.get("answer") == "yes"
    if view.ours is None:
        raise NotFound("jointwork", work_id)
    actions.answer_joint(by=request.principal, partner_id=view.ours.id, version=sent_version(request), joins=joins)
    messages.success(request, _("You are in it.") if joins else _("Declined. They see that you did."))
    return redirect("joint_work", work_id=work_id) if joins else redirect("our_joint")


@require_POST
@page(Access.WORKER, "web.leave_joint", commitments=[1])
def leave_joint(request: Request, work_id: UUID) -> HttpResponse:
    """Our team leaves it."""
    view = queries.joint_work(request.principal, work_id)
    if view.ours is None:
        raise NotFound("jointwork", work_id)
    actions.leave_joint(by=request.principal, partner_id=view.ours.id, version=sent_version(request))
    messages.success(request, _("You have left it. What you did in it stays."))
    return redirect("our_joint")


@page(Access.WORKER, "web.add_task", commitments=[1])
def add_task(request: Request, work_id: UUID) -> HttpResponse:
    """What our team does in it."""
    view, form = queries.joint_work(request.principal, work_id), TaskForm.of(request)
    if form.is_valid() and form.done(actions.add_joint_action, work_id=work_id, **form.cleaned_data):
        messages.success(request, _("Kept. Everyone in it sees what you do."))
        return redirect("joint_work", work_id=work_id)
    return _in_work(request, view, form, _("What we do in it"))


@page(Access.WORKER, "web.change_task", commitments=[1])
def change_task(request: Request, work_id: UUID, task_id: UUID) -> HttpResponse:
    """Says anew what we do by when, or how it stands."""
    view = queries.joint_work(request.principal, work_id)
    task = next((each for each in view.tasks if each.id == task_id and each.is_ours), None)
    if task is None:
        raise NotFound("jointaction", task_id)
    form = ChangeTaskForm.of(request, initial={"what": task.what, "by_day": task.by_day, "state": task.state})
    version = sent_version(request)
    if form.is_valid() and form.done(
        actions.change_joint_action, action_id=task_id, version=version, **form.values()
    ):
        messages.success(request, _("Kept."))
        return redirect("joint_work", work_id=work_id)
    return _in_work(request, view, form, _("What we do in it"), version=version or task.version)


def _in_work(request: Request, view: JointView, form: Any, title: Any, *, version: int = 0) -> HttpResponse:
    context = {"view": view, "form": form, "title": title, "version": version}
    return render(request, "web/joint_form.html", context)


START = {"direction": Direction.NONE, "funding": Funding.NOT_SAID}


@page(Access.WORKER, "web.log_in_work", commitments=[1])
def log_in_work(request: Request, work_id: UUID) -> HttpResponse:
    """Logs what was done together in it."""
    view = queries.joint_work(request.principal, work_id)
    others = [(str(p.actor_id), p.actor) for p in view.partners if p.state == "joined" and not p.is_ours]
    initial = {**START, "on": clock.today(), "with_ids": [each for each, _name in others]}
    form = TogetherForm.of(request, choices=others, initial=initial)
    if form.is_valid() and form.done(actions.log_joint_event, work_id=work_id, **form.values()):
        messages.success(request, _("Logged."))
        return redirect("joint_work", work_id=work_id)
    return _in_work(request, view, form, _("Log what you did together"))


@page(Access.WORKER, "web.log_together", commitments=[1])
def log_together(request: Request) -> HttpResponse:
    """Logs time with others apart from any joint work: ?with= whom."""
    choices = _named(request)
    initial = {**START, "on": clock.today(), "with_ids": [each for each, _name in choices]}
    form = TogetherForm.of(request, choices=choices, initial=initial)
    if form.is_valid() and form.done(actions.log_joint_event, **form.values()):
        messages.success(request, _("Logged. Time to get to know each other is work too."))
        return redirect("our_joint")
    context = {"form": form, "choices": choices, **_search(request, "log_together")}
    return render(request, "web/log_together.html", context)


@require_POST
@page(Access.WORKER, "web.take_back_event", commitments=[1])
def take_back_event(request: Request, event_id: UUID) -> HttpResponse:
    """It was logged by mistake."""
    actions.take_back_event(by=request.principal, event_id=event_id)
    messages.success(request, _("Taken back."))
    return redirect("our_joint")
