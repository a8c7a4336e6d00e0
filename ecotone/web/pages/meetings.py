"""Team meetings: which there are, planning one, its list on the screen, who is in the room, its end and minutes."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.care import actions, queries
from ecotone.care.rules.meetings import LineState, MeetingState, MeetingWay, RoomRole
from ecotone.care.views import InRoom, LineRow, MeetingHead, ReferralRow
from ecotone.care.words import STATES, URGENCIES
from ecotone.care.words_meetings import MEETING_STATES, WRITTEN
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.web import pulse, sheets
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.meetings import AddLinesForm, NoteForm, PlanForm, RoomForm, usual_time
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import near

A_PAGE = 60
MEETINGS = Sheet(
    "meetings",
    (
        Column(_("Meeting"), lambda row: row.head.title),
        Column(_("Begins"), lambda row: row.head.starts_at),
        Column(_("Where"), lambda row: row.head.where),
        Column(_("Held by"), lambda row: row.head.team),
        Column(_("Stands"), lambda row: MEETING_STATES[row.head.state]),
        Column(_("Lines"), lambda row: row.lines),
        Column(_("Decided"), lambda row: row.decided),
    ),
)


@page(Access.WORKER, "web.meetings", commitments=[1])
def meetings(request: Request) -> HttpResponse:
    """The meetings of one's team, and those one was let into: going on, planned, over."""
    wanted = MEETINGS.asked(request)
    rows = queries.meetings(request.principal, most=(sheets.MOST if wanted else A_PAGE) + 1)
    shown, first = (rows, None) if wanted else sheets.cut(rows, A_PAGE)
    piles = [
        (state, [row for row in shown if row.head.state is state])
        for state in (MeetingState.OPEN, MeetingState.PLANNED, MeetingState.CLOSED)
    ]
    if wanted:
        in_order = [row for _state, pile in piles for row in pile]
        return MEETINGS.of_all(in_order)
    return render(request, "web/meetings.html", {"piles": piles, "rows": shown, "first": first})


@page(Access.WORKER, "web.plan_meeting")
def plan_meeting(request: Request) -> HttpResponse:
    """Calls the team together: what waits is proposed, all of it ticked."""
    form = PlanForm.of(request, waiting=_waiting(request), initial=usual_time())
    if form.is_valid():
        given = form.cleaned_data
        made = form.perform(
            actions.plan_meeting,
            title=given["title"],
            starts_at=form.starts_at,
            way=MeetingWay(given["way"]),
            where=given["where"],
            referral_ids=[UUID(each) for each in given.get("lines", [])],
        )
        if made:
            messages.success(request, _("The meeting is planned. What was put off last time is on its list too."))
            return redirect("meeting", meeting_id=made.id)
    return render(request, "web/plan_meeting.html", {"form": form})


def _waiting(request: Request) -> list[tuple[str, str]]:
    """What might be on the list, each in a line."""
    return [(str(row.id), _in_a_line(row)) for row in queries.proposals(request.principal)]


def _in_a_line(row: ReferralRow) -> str:
    who = row.person.identity.name if row.person.identity else str(_("Someone you no longer help"))
    parts = [str(STATES[row.state]), str(_("asked %(day)s") % {"day": near(row.offered_at)})]
    if row.urgency != "routine":
        parts.insert(0, str(URGENCIES[row.urgency]))
    return f"{who}: {row.need or row.service or _('a request')} ({', '.join(parts)})"


@page(Access.WORKER, "web.meeting", commitments=[1, 3])
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """The list on the screen: each line as far as the reader may see it, and who is in the room."""
    head, room, lines = queries.meeting(request.principal, meeting_id)
    context = {
        "head": head,
        "sectors": by_sector(each for each in room if each.left_at is None),
        "lines": lines,
        "to_decide": [row for row in lines if row.state is LineState.TO_DISCUSS and not row.gone],
        "here": any(each.left_at is None and _is(request, each) for each in room),
        "drawn_at": clock.now().isoformat(),
    }
    return render(request, "web/meeting.html", context | _counted(lines))


def _counted(lines: tuple[LineRow, ...]) -> dict[str, int]:
    return {"decided": sum(row.state is LineState.DECIDED for row in lines), "total": len(lines)}


def _is(request: Request, there: InRoom) -> bool:
    return there.actor_id == request.principal.actor_id and there.name == request.principal.name


def by_sector(there: Any) -> list[tuple[str, list[InRoom]]]:
    """Who is there, sector by sector."""
    found: dict[str, list[InRoom]] = defaultdict(list)
    for each in there:
        found[each.sector].append(each)
    return sorted(found.items())


@page(Access.WORKER, "web.meeting_pulse")
def meeting_pulse(request: Request, meeting_id: UUID) -> HttpResponse:
    """What an open page of the meeting asks now and then: what has been written since? It tells of no one."""
    mark, written = queries.meeting_pulse(request.principal, meeting_id, pulse.moment_of(request))
    return pulse.answer(
        request,
        mark,
        "web/part/meeting_pulse.html",
        lambda: {
            "said": [(each, WRITTEN[each.what]) for each in written],
            "meeting_id": meeting_id,
            "line": id_in(request.GET.get("line", "")),
        },
    )


@page(Access.WORKER, "web.add_lines")
def add_lines(request: Request, meeting_id: UUID) -> HttpResponse:
    """Puts more on the list."""
    head, _room = queries.room(request.principal, meeting_id)
    form = AddLinesForm.of(request, waiting=_waiting(request) if head.place.own_team else [])
    if form.is_valid():
        wanted = [UUID(each) for each in form.cleaned_data["lines"]]
        if form.done(actions.add_lines, meeting_id=meeting_id, referral_ids=wanted):
            return redirect("meeting", meeting_id=meeting_id)
    return render(request, "web/add_lines.html", {"form": form, "head": head})


@require_POST
@page(Access.WORKER, "web.open_meeting")
def open_meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """It begins."""
    actions.open_meeting(by=request.principal, meeting_id=meeting_id, version=sent_version(request))
    return redirect("meeting", meeting_id=meeting_id)


@page(Access.WORKER, "web.close_meeting")
def close_meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """It ends, having said what is carried to the next meeting."""
    head, _room, lines = queries.meeting(request.principal, meeting_id)
    if request.method == "POST":
        actions.close_meeting(by=request.principal, meeting_id=meeting_id, version=sent_version(request))
        messages.success(request, _("The meeting is closed. These are its minutes."))
        return redirect("minutes", meeting_id=meeting_id)
    carried = [row for row in lines if row.state is not LineState.DECIDED and not row.gone]
    return render(request, "web/close_meeting.html", {"head": head, "carried": carried, **_counted(lines)})


@page(Access.WORKER, "web.meeting_room", commitments=[1])
def meeting_room(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who is in the room, by sector; somebody of any organisation comes in, found by its name."""
    head, room = queries.room(request.principal, meeting_id)
    words, actor_id = request.GET.get("q", ""), id_in(request.GET.get("actor", "")) or head.team_id
    form = RoomForm.of(request, workers=_workers(actor_id, room))
    if form.is_valid() and _entered(form, meeting_id, actor_id):
        return redirect("meeting_room", meeting_id=meeting_id)
    context = {
        "head": head,
        "sectors": by_sector(each for each in room if each.left_at is None),
        "left": [each for each in room if each.left_at],
        "form": form,
        "found": ecosystem.search_actors(words, most=8) if words.strip() else [],
        "q": words,
        "actor": ecosystem.actor_names([actor_id]).get(actor_id, ""),
        "roles": list(RoomRole),
    }
    return render(request, "web/meeting_room.html", context)


def _workers(actor_id: UUID, room: tuple[InRoom, ...]) -> list[tuple[str, str]]:
    """Those at work there who are not in the room yet."""
    here = {(each.actor_id, each.name) for each in room if each.left_at is None}
    workers = ecosystem.workers_of(actor_id)
    return [(str(w.id), f"{w.name}, {w.title}") for w in workers if (actor_id, w.name) not in here]


def _entered(form: RoomForm, meeting_id: UUID, actor_id: UUID) -> bool:
    given = form.cleaned_data
    hat = id_in(given["hat"])
    return form.done(
        actions.enter_room,
        meeting_id=meeting_id,
        hat_id=hat,
        actor_id=None if hat else actor_id,
        name=given["name"],
        title=given["title"],
        role=RoomRole(given["role"]),
    )


@require_POST
@page(Access.WORKER, "web.room_part")
def room_part(request: Request, meeting_id: UUID, attendance_id: UUID) -> HttpResponse:
    """Somebody takes another part, or leaves."""
    queries.room(request.principal, meeting_id)
    part = request.POST.get("part", "")
    if part == "left":
        actions.leave_room(by=request.principal, attendance_id=attendance_id)
    else:
        actions.give_room_role(by=request.principal, attendance_id=attendance_id, role=part)  # type: ignore[arg-type]
    return redirect("meeting_room", meeting_id=meeting_id)


@page(Access.WORKER, "web.minutes", commitments=[6])
def minutes(request: Request, meeting_id: UUID) -> HttpResponse:
    """The minutes, for the screen and for paper."""
    found = queries.minutes(request.principal, meeting_id)
    context = {"m": found, "head": found.head, "sectors": by_sector(found.room)}
    return render(request, "web/minutes.html", context)


@page(Access.WORKER, "web.correct_minutes")
def correct_minutes(request: Request, meeting_id: UUID) -> HttpResponse:
    """A dated note beside closed minutes; with ?line= beside one line."""
    head: MeetingHead
    head, _room = queries.room(request.principal, meeting_id)
    line_id = id_in(request.GET.get("line", ""))
    form = NoteForm.of(request)
    if form.is_valid() and form.done(
        actions.correct_minutes, meeting_id=meeting_id, line_id=line_id, words=form.cleaned_data["words"]
    ):
        messages.success(request, _("Kept beside the minutes."))
        return redirect("minutes", meeting_id=meeting_id)
    return render(request, "web/correct_minutes.html", {"form": form, "head": head, "of_line": bool(line_id)})
