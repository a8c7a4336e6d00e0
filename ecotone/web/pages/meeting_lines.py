"""The line in hand: the person's wish, who might help, what is decided, who disagrees; and when two write at once.

    save from an older version ──▶ 409, both side by side ──▶ choose theirs, mine or both ──▶ save from the newest

What somebody typed is never lost, whoever was first.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access.verdicts import Verdict
from ecotone.care import actions, queries
from ecotone.care.rules.meetings import DecisionKind, Difference, DisputeAbout, Fate
from ecotone.care.views import LineBrief, LineView
from ecotone.care.words_meetings import WHY_NOT
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.meetings import (
    DECISION,
    SAID,
    DisputeForm,
    DissentForm,
    LineForm,
    SettleForm,
    ShareForm,
    resolved,
)
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page


@page(Access.WORKER, "web.meeting_line", commitments=[1, 3, 4])
def meeting_line(request: Request, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """One line: read, thought about, decided. What is decided is done at once."""
    view = queries.meeting_line(request.principal, meeting_id, line_id)
    if request.method == "POST" and view.fields:
        return _sent(request, view)
    form = LineForm.of(request, view=view) if view.can_write else None
    return _shown(request, view, form)


def _shown(request: Request, view: LineView, form: LineForm | None, **more: Any) -> HttpResponse:
    context = {
        "view": view,
        "head": view.head,
        "row": view.row,
        "form": form,
        "workers": ecosystem.workers_of(view.head.team_id) if view.can_decide and view.head.place.own_team else [],
        "drawn_at": clock.now().isoformat(),
        "version": sent_version(request) or view.row.version,
        "referral_version": view.row.referral_version,
        "moved": (_number(request, "referral_version") or view.row.referral_version) != view.row.referral_version,
        "groups": form.groups() if form else [],
        "why_nots": list(WHY_NOT.items()),
    }
    return render(request, "web/meeting_line.html", context | more, status=more.get("status", 200))


def _sent(request: Request, view: LineView) -> HttpResponse:
    fields: Mapping[str, Any] = view.fields or {}
    merging = "merge" in request.POST
    data = resolved(request.POST, fields) if merging else request.POST
    form = LineForm(data=data, view=view)
    form.principal = request.principal
    deciding = request.POST.get("act") == "decide" and request.POST.get(f"choose-{DECISION}") != "theirs"
    if not form.is_valid():
        return _shown(request, view, form)
    try:
        if not _done(request, view, form, deciding=deciding):
            return _shown(request, view, form)
    except Stale as stale:
        if stale.kind != "meetingline":
            return _shown(request, view, form, moved=True, status=409)
        return _both(request, view, form, deciding=deciding)
    messages.success(request, _said(view, form, deciding=deciding))
    return redirect("meeting_line", meeting_id=view.head.id, line_id=view.row.id)


def _done(request: Request, view: LineView, form: LineForm, *, deciding: bool) -> bool:
    given, line = form.given(), {"line_id": view.row.id, "version": sent_version(request)}
    if not deciding:
        return form.done(actions.write_line, **line, **given)
    kind = given.pop("decision", "")
    seen = _number(request, "referral_version")
    return form.done(actions.decide_line, **line, referral_version=seen, decision=kind, **given)


def _number(request: Request, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _said(view: LineView, form: LineForm, *, deciding: bool) -> Any:
    if not deciding:
        return _("Kept. Nothing has been decided yet.") if view.decided_at is None else _("Kept.")
    if form.cleaned_data["decision"] == DecisionKind.DEFER:
        return _("Put off. It comes to the next meeting by itself.")
    return _("Decided, and done: whoever asked can see it now.")


def _both(request: Request, view: LineView, form: LineForm, *, deciding: bool) -> HttpResponse:
    """Both values side by side. Where the two say the same, a second press of the button changed nothing."""
    mine = form.mine()
    parted, version, who = queries.line_differences(
        request.principal, view.row.id, version=sent_version(request), mine=mine
    )
    if not parted:
        return redirect("meeting_line", meeting_id=view.head.id, line_id=view.row.id)
    view = queries.meeting_line(request.principal, view.head.id, view.row.id)
    decision = [each for each in parted if each.field not in SAID]
    context = {
        "view": view,
        "head": view.head,
        "row": view.row,
        "who": who,
        "version": version,
        "act": "decide" if deciding else "keep",
        "said": [(each, _chosen([each])) for each in parted if each.field in SAID],
        "decision": decision,
        "decision_chosen": _chosen(decision),
        "mine": _fields(mine, decision),
        "theirs": _fields(view.fields or {}, decision),
        "hidden": list(mine.items()),
        "group": DECISION,
    }
    return render(request, "web/line_both.html", context, status=409)


def _fields(said: Mapping[str, Any], parted: list[Difference]) -> list[tuple[str, Any]]:
    """What one of the two says of the decision, but for what is empty."""
    if not parted:
        return []
    return [(name, value) for name, value in said.items() if name not in SAID and value not in ("", None)]


def _chosen(parted: list[Difference]) -> str:
    """What is chosen beforehand: where only one of us changed anything, that; where both did, nothing."""
    if any(each.clash for each in parted):
        return ""
    return "mine" if all(each.mine_alone for each in parted) else "theirs" if parted else ""


@page(Access.WORKER, "web.line_options", commitments=[1])
def line_options(request: Request, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Who might help: services of any sector near the person for this need, to be put among the options."""
    line = queries.line_brief(request.principal, meeting_id, line_id)
    if request.method == "POST":
        service_id = id_in(request.POST.get("service", ""))
        thought = request.POST.get("thought_of_by", "")[:200]
        actions.consider_option(by=request.principal, line_id=line_id, service_id=service_id, thought_of_by=thought)
        return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)
    _to_be_written(line)
    words, room_only = request.GET.get("q", ""), "room" in request.GET
    found = directory.find(
        request.principal,
        words=words,
        place_id=line.place_id,
        need=None if words.strip() else line.need_code or None,
        room_only=room_only,
        most=20,
    )
    others = [each for each in found.results if each.provider_id != line.head.team_id]
    here = queries.line_options(request.principal, line)
    context = {"head": line.head, "row": line.row, "found": others, "q": words, "room_only": room_only, "here": here}
    return render(request, "web/line_options.html", context)


def _to_be_written(line: LineBrief) -> None:
    """Raises Refused where the line is seen in outline, or its meeting is closed."""
    if not line.can_write:
        Verdict.refuse(line.why_not).require("meetingline", line.row.id)


@require_POST
@page(Access.WORKER, "web.weigh_option")
def weigh_option(request: Request, meeting_id: UUID, line_id: UUID, option_id: UUID) -> HttpResponse:
    """Puts an option aside, with why; or takes it up again."""
    actions.weigh_option(
        by=request.principal,
        option_id=option_id,
        version=sent_version(request),
        fate=Fate.OPEN if "again" in request.POST else Fate.PUT_ASIDE,
        why_not=request.POST.get("why_not", ""),
        why_not_words=request.POST.get("why_not_words", "")[:200],
    )
    return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)


@page(Access.WORKER, "web.line_dissent", commitments=[6, 7])
def line_dissent(request: Request, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Somebody does not agree: it is written down in their words."""
    line = queries.line_brief(request.principal, meeting_id, line_id)
    there = queries.speakers(request.principal, meeting_id)
    by = request.principal
    own = next((p.id for p in there if (p.account_id, p.actor_id) == (by.account_id, by.actor_id)), "")
    form = DissentForm.of(request, there=there, initial={"who": str(own)})
    if form.is_valid() and form.done(
        actions.dissent,
        line_id=line_id,
        words=form.cleaned_data["words"],
        attendance_id=UUID(form.cleaned_data["who"]),
    ):
        return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)
    return _form(request, line, form, title=_("Somebody does not agree"), button=_("Keep the dissent"))


def _form(request: Request, line: LineBrief, form: Any, *, title: Any, button: Any, **more: Any) -> HttpResponse:
    context = {"head": line.head, "row": line.row, "form": form, "title": title, "button": button}
    return render(request, "web/line_form.html", context | more)


@page(Access.WORKER, "web.line_dispute", commitments=[6])
def line_dispute(request: Request, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """A dispute over a remit or a rule: which, who imposed it, who negotiated, what was agreed."""
    line = queries.line_brief(request.principal, meeting_id, line_id)
    _to_be_written(line)
    rules = [(str(each.id), each.name) for each in ecosystem.institutions()]
    form = DisputeForm.of(request, rules=rules)
    if form.is_valid():
        given = form.cleaned_data
        if form.done(
            actions.dispute,
            line_id=line_id,
            about=DisputeAbout(given["about"]),
            institution_id=UUID(given["institution"]),
            imposed_by=given["imposed_by"],
            negotiated_by=given["negotiated_by"],
            agreed=given["agreed"],
        ):
            return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)
    lead = _("It is linked to the law, rule or custom, so that it is seen how often one gets in the way.")
    return _form(request, line, form, title=_("A dispute over a remit or a rule"), button=_("Keep it"), lead=lead)


@page(Access.WORKER, "web.settle_dispute", commitments=[6])
def settle_dispute(request: Request, meeting_id: UUID, line_id: UUID, dispute_id: UUID) -> HttpResponse:
    """What was agreed in the end."""
    line = queries.line_brief(request.principal, meeting_id, line_id)
    _to_be_written(line)
    found = queries.line_dispute(request.principal, line, dispute_id)
    form = SettleForm.of(request, initial={"negotiated_by": found.negotiated_by})
    if form.is_valid() and form.done(
        actions.settle_dispute, dispute_id=dispute_id, version=sent_version(request), **form.cleaned_data
    ):
        return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)
    version, lead = sent_version(request) or found.version, found.institution
    return _form(request, line, form, title=_("What was agreed"), button=_("Settle it"), lead=lead, version=version)


@page(Access.WORKER, "web.share_line", commitments=[3])
def share_line(request: Request, meeting_id: UUID, line_id: UUID) -> HttpResponse:
    """Opens a line to a guest's team for this meeting, because the person agreed."""
    line = queries.line_brief(request.principal, meeting_id, line_id)
    there, shares = queries.line_room(request.principal, meeting_id, line_id)
    form = ShareForm.of(request, guests=[each for each in there if each.is_guest])
    if form.is_valid() and form.done(
        actions.share_line,
        line_id=line_id,
        attendance_id=UUID(form.cleaned_data["guest"]),
        agreed_how=form.cleaned_data["agreed_how"],
    ):
        messages.success(request, _("They see this line and whose it is until the meeting ends."))
        return redirect("meeting_line", meeting_id=meeting_id, line_id=line_id)
    lead = _("They see who the person is, how to reach them safely and this line, until the meeting ends.")
    title, button = _("Share this line with a guest"), _("Share it for this meeting")
    return _form(request, line, form, title=title, button=button, lead=lead, shares=shares)
