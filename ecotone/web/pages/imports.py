"""Taking files in from a page: sent, read, looked at, and only then saved."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.adapters import actions, files, queries, running
from ecotone.adapters.queries import FoundRow, Named, RunView
from ecotone.adapters.rules import MATCHED, Format, RunState
from ecotone.adapters.words import FORMATS, LIST_FIELDS, STATES
from ecotone.ground.errors import Problem
from ecotone.web import pulse
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.imports import AgreeForm, ColumnsForm, ImportForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.words import say_problem

A_PAGE = 50

IMPORTS = Sheet(
    "files-taken-in",
    (
        Column(_("File"), lambda run: run.file_name),
        Column(_("Kind"), lambda run: FORMATS[run.format]),
        Column(_("Sent"), lambda run: run.at),
        Column(_("By"), lambda run: run.author),
        Column(_("Whose"), lambda run: run.actor),
        Column(_("Stands"), lambda run: STATES[run.state]),
    ),
)
REFUSED = Sheet(
    "refused-rows",
    (
        Column(_("Row"), lambda found: found.row),
        Column(_("Column"), lambda found: found.problem.field),
        Column(_("What is wrong"), lambda found: say_problem(found.problem)),
    ),
)


@page(Access.SIGNED_IN, "web.imports", commitments=[1, 9])
def imports(request: Request) -> HttpResponse:
    """What was taken in, when, by whom, and what came of it."""
    if IMPORTS.asked(request):
        return IMPORTS.of(lambda start, most: queries.runs(request.principal, most=most, start=start)[0])
    here = Page.of(request, A_PAGE)
    found, total = queries.runs(request.principal, most=A_PAGE, start=here.start)
    formats = queries.formats_for(request.principal)
    context = {
        "runs": found,
        "page": here.out_of(total),
        "formats": formats,
        "stands_still": queries.stands_still(),
    }
    return render(request, "web/imports.html", context)


@page(Access.SIGNED_IN, "web.new_import", commitments=[1, 9])
def new_import(request: Request) -> HttpResponse:
    """Sends a file. It is read at once where it is small; nothing is saved by that."""
    form = ImportForm.sent(request, formats=queries.formats_for(request.principal))
    if form.is_valid():
        run_id = _received(form)
        if run_id is not None:
            return redirect("import_run", run_id=run_id)
    return render(request, "web/new_import.html", {"form": form, "stands_still": queries.stands_still()})


def _received(form: ImportForm) -> UUID | None:
    upload, what = form.cleaned_data["file"], Format(form.cleaned_data["format"])
    actor_id = None
    if what is Format.SPREADSHEET and (named := form.cleaned_data.get("whose")):
        actor_id = queries.group_named(named)
        if actor_id is None:
            form.add_error("whose", say_problem(Problem("adapters.no_such_group", "", {"given": named})))
            return None
    file_hash, size = files.keep(upload.chunks(), upload.name)
    run = None
    try:
        run = form.perform(
            actions.receive,
            format=what,
            file_name=upload.name,
            file_hash=file_hash,
            file_size=size,
            actor_id=actor_id,
            options=form.options,
        )
    finally:  # refused altogether, too
        if run is None:
            files.let_go(file_hash, upload.name)
    if run is None:
        return None
    running.read_at_once(run.id)
    return run.id


@page(Access.SIGNED_IN, "web.import_run", commitments=[1, 9])
def import_run(request: Request, run_id: UUID) -> HttpResponse:
    """One file: what it would do, or did; what is refused and why; and the decision."""
    view = queries.run(request.principal, run_id)
    if REFUSED.asked(request):
        return REFUSED.of_all(view.refused)
    form = AgreeForm.of(request)
    form.fit(refusals=view.refusals > 0, closes_many=view.closes_many)
    if form.is_valid() and form.done(
        actions.agree,
        run_id=run_id,
        version=sent_version(request),
        partial=form.cleaned_data.get("partial", False),
        sure=form.cleaned_data.get("sure", False),
    ):
        messages.success(request, _("It is being saved. This page says when it is done."))
        return redirect("import_run", run_id=run_id)
    context = _context(view) | {"form": form, "version": sent_version(request) or view.version}
    return render(request, "web/import_run.html", context)


@page(Access.SIGNED_IN, "web.match_columns", commitments=[1, 9])
def match_columns(request: Request, run_id: UUID) -> HttpResponse:
    """Which column of a group's list holds what. It is read anew with that, and remembered for the next list."""
    view = queries.run(request.principal, run_id)
    header = queries.list_header(request.principal, run_id, request.GET.get("sheet", "")[:200])
    form = ColumnsForm.asking(request, header, view.format)
    if form.is_valid() and form.done(
        actions.match_columns,
        run_id=run_id,
        version=sent_version(request),
        columns=form.columns,
        sheet=header.sheet,
    ):
        running.read_at_once(run_id)
        return redirect("import_run", run_id=run_id)
    taken = {column: LIST_FIELDS[view.format][field] for field, column in header.chosen.items()}
    columns = [(name, some, taken.get(name, "")) for name, some in header.samples.items()]
    version = sent_version(request) or view.version
    context = {"run": view, "header": header, "form": form, "columns": columns, "version": version}
    context["problem"] = say_problem(header.problem) if header.problem else ""
    return render(request, "web/match_columns.html", context)


@page(Access.SIGNED_IN, "web.import_pulse")
def import_pulse(request: Request, run_id: UUID) -> HttpResponse:
    """What the open page of an import asks now and then: how far has it come?"""
    view = queries.run(request.principal, run_id)
    mark = f"{view.id}:{view.version}:{view.seen}:{view.holdup or ''}"
    return pulse.answer(request, mark, "web/part/import_progress.html", lambda: _context(view))


@require_POST
@page(Access.SIGNED_IN, "web.drop_import")
def drop_import(request: Request, run_id: UUID) -> HttpResponse:
    """Lets a file go; nothing of it is saved."""
    actions.drop(by=request.principal, run_id=run_id, version=sent_version(request))
    messages.success(request, _("Dropped. Nothing of it was saved, and the file is gone."))
    return redirect("imports")


def _context(view: RunView) -> dict[str, object]:
    return {
        "run": view,
        "rows": [_outcome(view, each) for each in queries.OUTCOMES if each in view.counts],
        "closed": view.total("closed"),
        "refused": [_said(each) for each in view.refused[:A_PAGE]],
        "warnings": [_said(each) for each in view.warnings[:A_PAGE]],
        "can_be_matched": view.format in MATCHED and view.state in (RunState.READ, RunState.REFUSED),
        "waits_for_yes": view.state is RunState.READ,
        "can_be_dropped": view.state in (RunState.WAITS, RunState.READ, RunState.REFUSED),
    }


def _outcome(view: RunView, outcome: str) -> tuple[str, Mapping[str, int], tuple[Named, ...], bool]:
    """How many of each kind came to this, the names of the first, and whether these are all."""
    names = view.named.get(outcome, ())
    return outcome, view.counts[outcome], names, len(names) == view.total(outcome)


def _said(found: FoundRow) -> tuple[int | str, str, str]:
    return found.row, found.problem.field, say_problem(found.problem)
