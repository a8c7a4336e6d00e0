"""Joiners, movers and leavers, for an organisation's administrator: a list let in, a move, a leaver, a review.

colleagues ──▶ let_in_list (looked through, then all or none)
    │  └─────▶ staff_review (each still ours? one press)
    └─▶ colleague ──▶ move_colleague, leave_colleague ──▶ come_back, on the same day
"""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.access.rules import PRACTICE, Role
from ecotone.care import queries as care
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import MAY_GIVE
from ecotone.ecosystem.views import Colleague, HatView
from ecotone.ground.errors import Invalid, NotFound
from ecotone.procedures import staff
from ecotone.procedures.staff import MOST_AT_ONCE, Joiner
from ecotone.web.forms.accounts import LeaveForm, ListForm, MoveForm
from ecotone.web.pages.colleagues import actors
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.words import say_problem

LARGEST = 20_000
COLUMNS = ("name", "email", "team", "role", "title", "from", "until")
REVIEW = Sheet(
    "are-these-still-ours",
    (
        Column(later("Name"), lambda row: row[0].name),
        Column(later("Hats"), lambda row: "; ".join(f"{hat.title}, {hat.actor_name}" for hat in row[0].hats)),
        Column(later("Last used"), lambda row: row[1]),
        Column(later("Looked through this quarter"), lambda row: row[2]),
    ),
)


@dataclass(frozen=True)
class Line:
    """One line of a list: what it says, and what is wrong with it; nothing wrong: whom it lets in."""

    number: int
    said: dict[str, str]
    faults: tuple[Any, ...] = ()
    joiner: Joiner | None = None


@page(Access.SIGNED_IN, "web.let_in_list", commitments=[3])
def let_in_list(request: Request) -> HttpResponse:
    """People let in from a list: first looked through, then all of them, or none."""
    known = {name.casefold(): UUID(id_) for id_, name in reversed(_teams(request.principal))}
    form = ListForm.of(request, **({"files": request.FILES} if request.method == "POST" else {}))
    lines: list[Line] = []
    text = ""
    if form.is_valid():
        text = _text(form) or form.cleaned_data["people"]
        lines = list(_lines(text, known, request.principal.team_id))
        if not lines:
            form.add_error("people", _("There is nobody in this list. Its first line names the columns."))
    joiners = [line.joiner for line in lines if line.joiner]
    sound = bool(lines) and len(joiners) == len(lines)
    if sound and request.POST.get("sure") == "yes":
        try:
            many = staff.invite_all(by=request.principal, joiners=joiners)
        except Invalid as invalid:
            lines = _with_faults(lines, invalid)
            sound = False
        else:
            messages.success(request, _("Let in: %(n)s. We mail each of them how to go on.") % {"n": many})
            return redirect("colleagues")
    shown = {"form": form, "lines": lines, "sound": sound, "text": text, "columns": ",".join(COLUMNS)}
    return render(request, "web/let_in_list.html", shown)


def _teams(by: Principal) -> list[tuple[str, str]]:
    queries.leavings(by)  # who keeps no staff is refused here, before anything is read
    return actors(by)


def _text(form: ListForm) -> str:
    """What a file holds; "" where there is none, or it is none of ours: the form then says so."""
    file = form.cleaned_data.get("file")
    if file is None:
        return ""
    content = file.read(LARGEST + 1)
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            if len(content) <= LARGEST and b"\0" not in content:
                return str(content.decode(encoding))
    form.add_error("file", _("This is no list we can read. Save it as CSV, with at most 200 lines."))
    return ""


def _lines(text: str, known: dict[str, UUID], own: UUID) -> Iterator[Line]:
    """Each line with what it says; the first names the columns, in any order. Where no team is named, it is `own`."""
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text.strip()), delimiter=delimiter)
    with suppress(csv.Error):
        for number, row in enumerate(rows, start=1):
            said = {str(k).strip().lower(): str(v or "").strip() for k, v in row.items() if k is not None}
            if number > MOST_AT_ONCE + 1:
                return
            if any(said.values()):
                yield _line(number, {column: said.get(column, "") for column in COLUMNS}, known, own)


def _line(number: int, said: dict[str, str], known: dict[str, UUID], own: UUID) -> Line:
    faults: list[Any] = []
    team = known.get(said["team"].casefold()) if said["team"] else own
    if team is None:
        faults.append(_("No team of yours is called this."))
    role = said["role"].lower() or Role.WORKER
    if role not in {str(each) for each in MAY_GIVE[Role.ADMINISTRATOR]}:
        faults.append(_("The role is worker, lead or administrator."))
    faults += [
        _("“%(column)s” is missing.") % {"column": each} for each in ("name", "email", "title") if not said[each]
    ]
    days = {column: _day(said[column], faults) for column in ("from", "until")}
    if number > MOST_AT_ONCE:
        faults.append(_("A list holds 200 people at most."))
    if faults or team is None:
        return Line(number, said, tuple(faults))
    days_given = {"since": days["from"], "until": days["until"]}
    joiner = Joiner(said["name"][:200], said["email"][:254], team, Role(role), said["title"][:200], **days_given)
    return Line(number, said, (), joiner)


def _day(text: str, faults: list[Any]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(_("“%(day)s” is no day such as 2026-03-24.") % {"day": text[:40]})
        return None


def _with_faults(lines: list[Line], invalid: Invalid) -> list[Line]:
    """What only letting them in has found: a hat worn already, an account that is closed."""
    found: dict[str, list[Any]] = {}
    for problem in invalid.problems:
        found.setdefault(problem.field, []).append(say_problem(problem))
    return [Line(line.number, line.said, tuple(found.get(str(n), ()))) for n, line in enumerate(lines, start=1)]


@page(Access.SIGNED_IN, "web.staff_review", commitments=[3])
def staff_review(request: Request) -> HttpResponse:
    """Are these still your people? Each with the hats and when they were last here; once a quarter."""
    by = request.principal
    found = [each for each in queries.colleagues(by) if each.account_id != by.account_id]
    done, used = queries.reviewed(by), queries.last_used(by, [each.account_id for each in found])
    rows = [(each, used.get(each.account_id), each.account_id in done) for each in found]
    if REVIEW.asked(request):
        return REVIEW.of_all(rows)
    left = sum(each.account_id not in done for each in found)
    return render(request, "web/staff_review.html", {"rows": rows, "left": left, "of": len(rows)})


@require_POST
@page(Access.SIGNED_IN, "web.review_one", commitments=[3])
def review_one(request: Request, account_id: UUID) -> HttpResponse:
    """Yes, still one of ours."""
    by = request.principal
    actions.review_colleague(by=by, account_id=account_id, organisation_id=by.team_id)
    return redirect("staff_review")


@page(Access.SIGNED_IN, "web.move_colleague", commitments=[3, 4])
def move_colleague(request: Request, account_id: UUID, hat_id: UUID) -> HttpResponse:
    """Somebody goes to another team, in one act; what they have in hand is shown, and handed on."""
    found = queries.colleague(request.principal, account_id)
    hat = next((each for each in found.hats if each.id == hat_id and hat_id in found.ends), None)
    if hat is None:
        raise NotFound("hat", hat_id)
    initial = {"role": hat.role, "title": hat.title}
    others = _others(hat.actor_id, account_id)
    form = MoveForm.of(request, actors=actors(request.principal), colleagues=others, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        moved = form.perform(
            staff.move_colleague,
            hat_id=hat_id,
            actor_id=UUID(given["actor"]),
            role=Role(given["role"]),
            title=given["title"],
            to_account_id=UUID(given["to"]) if given["to"] else None,
        )
        if moved is not None:
            messages.success(request, _("They are there from today. Asks handed on: %(n)s.") % {"n": moved})
            return redirect("colleague", account_id=account_id)
    shown = {"colleague": found, "hat": hat, "form": form, "held": _held(request.principal, found, [hat])}
    return render(request, "web/move_colleague.html", shown)


def _others(actor_id: UUID, account_id: UUID) -> list[tuple[str, str]]:
    """Who else works with people in that team, and is no program."""
    able = [hat for hat in queries.workers_of(actor_id) if hat.role in PRACTICE and not hat.is_program]
    return [(str(hat.account_id), f"{hat.name}, {hat.title}") for hat in able if hat.account_id != account_id]


def _held(by: Principal, found: Colleague, hats: list[HatView]) -> list[tuple[str, Any]]:
    """What somebody has in hand, by the team's name; of whom is not told."""
    names = {hat.actor_id: hat.actor_name for hat in hats if hat.role in PRACTICE}
    held = care.in_hand(by, account_id=found.account_id, name=found.name, actor_ids=names)
    return [(names[each.actor_id], each) for each in held]


@page(Access.SIGNED_IN, "web.leave_colleague", commitments=[3, 4])
def leave_colleague(request: Request, account_id: UUID) -> HttpResponse:
    """Somebody leaves, today or on a day: what they leave open is shown, with who takes it."""
    found = queries.colleague(request.principal, account_id)
    held = _held(request.principal, found, list(found.hats))
    teams = [(str(each.actor_id), name, _others(each.actor_id, account_id)) for name, each in held if each.asks]
    form = LeaveForm.of(request, teams=teams)
    if form.is_valid():
        given = form.cleaned_data
        handed = {UUID(team): UUID(given[f"to_{team}"]) if given[f"to_{team}"] else None for team, _n, _o in teams}
        done = form.perform(staff.leave, account_id=account_id, on=given["on"], handed=handed)
        if done is not None:
            messages.success(
                request,
                _("They are out. Was it a mistake? Bring them back below, today.")
                if done
                else _("Noted. It happens on that day by itself; until then it can be taken back below."),
            )
            return redirect("colleagues")
    answers_for = [each for each in queries.programs(request.principal) if account_id in each.owners_left]
    shown = {"colleague": found, "form": form, "held": held, "answers_for": answers_for}
    return render(request, "web/leave_colleague.html", shown)


@require_POST
@page(Access.SIGNED_IN, "web.come_back_colleague", commitments=[3])
def come_back(request: Request, leaving_id: UUID) -> HttpResponse:
    """Takes a leaving back."""
    staff.come_back(by=request.principal, leaving_id=leaving_id)
    messages.success(request, _("Taken back. Hats are as they were; whoever was out signs in anew."))
    return redirect("colleagues")


@require_POST
@page(Access.SIGNED_IN, "web.all_come_back", commitments=[3])
def all_come_back(request: Request) -> HttpResponse:
    """Brings all back who left today: for a list that was worked through by mistake."""
    left = [each for each in queries.leavings(request.principal) if each.done_at]
    for each in left:
        staff.come_back(by=request.principal, leaving_id=each.id)
    messages.success(request, _("Brought back: %(n)s. They sign in anew.") % {"n": len(left)})
    return redirect("colleagues")


@require_POST
@page(Access.SIGNED_IN, "web.let_in_again", commitments=[3])
def let_in_again(request: Request, account_id: UUID) -> HttpResponse:
    """Opens an account that was suspended for lying unused."""
    staff.let_in_again(by=request.principal, account_id=account_id)
    messages.success(request, _("Open again. They sign in as before."))
    return redirect("colleagues")
