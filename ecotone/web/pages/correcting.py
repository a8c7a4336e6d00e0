"""Something in a record is wrong: it is said, the team that wrote it answers, and what came of it is read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.rights import actions, queries
from ecotone.rights.views import CorrectionView
from ecotone.web.forms.base import ActionForm, sent_version
from ecotone.web.forms.rights import AnswerForm, MoreTimeForm, PassOnForm, WrongForm, WrongInWordsForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import named

A_PAGE = 50
CORRECTIONS = Sheet(
    "said-to-be-wrong",
    (
        Column(later("About"), lambda row: row.whose),
        Column(later("Asked on"), lambda row: row.asked_at),
        Column(later("What is wrong"), lambda row: row.wrong),
        Column(later("Answered by"), lambda row: row.team),
        Column(later("Answer due"), lambda row: row.due_on),
        Column(later("Late"), lambda row: row.late),
        Column(later("How it stands"), lambda row: named(row.state, "correction_state")),
        Column(later("Answered on"), lambda row: row.answered_at),
    ),
)


@page(Access.HERS, "web.say_wrong", commitments=[3])
def say_wrong(request: Request) -> HttpResponse:
    """She, or one who speaks for her, says that an entry is wrong: ?of=kind:id points at it, else in words."""
    return _say(request, request.principal.about_id, back="my_record" if request.principal.person_id else "my_story")


@page(Access.WORKER, "web.say_wrong_for_them", commitments=[3])
def say_wrong_for_them(request: Request, person_id: UUID) -> HttpResponse:
    """Staff write down, at the person's word, that an entry is wrong."""
    view = people.person(request.principal, person_id, [Part.CONTACT])
    return _say(request, person_id, back="", view=view)


def _say(request: Request, person_id: UUID, *, back: str, **context: Any) -> HttpResponse:
    kind, entry_id = _pointed_at(request)
    form: ActionForm = (WrongForm if entry_id else WrongInWordsForm).of(request)
    if form.is_valid() and form.done(
        actions.ask_correction,
        person_id=person_id,
        subject_kind=kind if entry_id else "",
        subject_id=entry_id,
        **form.cleaned_data,
    ):
        messages.success(request, _("Kept. Whoever wrote it is told, and answers within a month."))
        return redirect("corrections")
    says = queries.pointed_at(request.principal, person_id, kind, entry_id) if entry_id else ""
    context |= {"form": form, "kind": kind if entry_id else "", "says": says, "back": back}
    return render(request, "web/say_wrong.html", context)


def _pointed_at(request: Request) -> tuple[str, UUID | None]:
    kind, _colon, given = request.GET.get("of", "").partition(":")
    try:
        return kind, UUID(given)
    except ValueError:
        return "", None


@page(Access.SIGNED_IN, "web.corrections", commitments=[3])
def corrections(request: Request) -> HttpResponse:
    """What was said to be wrong: of oneself, of what one's team wrote, or, for guardians, what is unanswered."""
    by, here = request.principal, Page.of(request, A_PAGE)
    if CORRECTIONS.asked(request):
        return CORRECTIONS.of(lambda start, most: queries.corrections(by, most=most, start=start)[0])
    rows, total = queries.corrections(by, most=A_PAGE, start=here.start)
    return render(request, "web/corrections.html", {"rows": rows, "page_obj": here.out_of(total)})


@page(Access.SIGNED_IN, "web.correction", commitments=[3])
def correction(request: Request, correction_id: UUID) -> HttpResponse:
    """One of them: what is wrong, each step, and for whoever answers the ways to."""
    by, one = request.principal, queries.correction(request.principal, correction_id)
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw_correction(by=by, correction_id=correction_id)
        messages.success(request, _("Taken back. Nobody needs to answer any more."))
        return redirect("corrections")
    form = AnswerForm.of(request, new_here=one.new_here, initial={"now_says": one.should_say or one.said})
    given = {"correction_id": correction_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.answer_correction, **given, **form.values()):
        messages.success(request, _("Answered. The person is told."))
        return redirect("correction", correction_id=correction_id)
    context = {"one": one, "form": form, "version": sent_version(request) or one.version}
    return render(request, "web/correction.html", context)


@page(Access.SIGNED_IN, "web.extend_correction", commitments=[3])
def extend_correction(request: Request, correction_id: UUID) -> HttpResponse:
    """More time, once, with a reason that the person reads."""
    form = MoreTimeForm.of(request)
    title, done = _("Take more time"), _("Kept. The person is told why.")
    return _further(request, queries.correction(request.principal, correction_id), form, "extend", title, done)


@page(Access.SIGNED_IN, "web.pass_on_correction", commitments=[3])
def pass_on_correction(request: Request, correction_id: UUID) -> HttpResponse:
    """It is not for one's team: to those who guard records."""
    form = PassOnForm.of(request)
    title, done = _("Pass it on"), _("Passed on to those who guard records. The day stays.")
    return _further(request, queries.correction(request.principal, correction_id), form, "pass_on", title, done)


ACTS: dict[str, Callable[..., Any]] = {"extend": actions.extend_correction, "pass_on": actions.pass_on_correction}


def _further(
    request: Request, one: CorrectionView, form: ActionForm, act: str, title: str, done: str
) -> HttpResponse:
    if not one.may_answer:
        return redirect("correction", correction_id=one.id)
    given = {"correction_id": one.id, "version": sent_version(request)}
    if form.is_valid() and form.done(ACTS[act], **given, **form.cleaned_data):
        messages.success(request, done)
        return redirect("corrections")
    context = {"one": one, "form": form, "title": title, "version": sent_version(request) or one.version}
    return render(request, "web/correction_further.html", context)
