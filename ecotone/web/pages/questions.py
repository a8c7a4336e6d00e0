"""Ask before you refer: questions between teams, with or without a person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ecotone.care import actions, queries
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.web import sheets
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.care import AnswerForm, QuestionForm
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

A_PAGE = 50
QUESTIONS = Sheet(
    "questions",
    (
        Column(_("Asked by"), lambda row: row.source),
        Column(_("Asked of"), lambda row: row.target),
        Column(_("Question"), lambda row: row.text),
        Column(_("Asked"), lambda row: row.asked_at),
        Column(_("Answered"), lambda row: row.answered_at),
    ),
)


@page(Access.WORKER, "web.questions")
def questions(request: Request) -> HttpResponse:
    """What other teams asked us, and what we asked them."""
    if QUESTIONS.asked(request):
        to_us, from_us = queries.questions(request.principal, most=sheets.MOST + 1)
        every = [*to_us, *from_us]
        return QUESTIONS.of_all(every)
    to_us, from_us = queries.questions(request.principal, most=A_PAGE + 1)
    newest, first = sheets.cut(sorted([*to_us, *from_us], key=lambda q: q.asked_at, reverse=True), A_PAGE)
    ours = [[q for q in newest if q.is_ours is which] for which in (False, True)]
    return render(request, "web/questions.html", {"to_us": ours[0], "from_us": ours[1], "first": first})


@page(Access.WORKER, "web.ask_question", commitments=[1])
def ask_question(request: Request, actor_id: UUID) -> HttpResponse:
    """Asks a team something; with ?person= about someone."""
    team = ecosystem.actor_brief([actor_id]).get(actor_id)
    if team is None:
        raise NotFound("actor", actor_id)
    person_id = id_in(request.GET.get("person", ""))
    banner = people.banner(request.principal, person_id) if person_id else None
    if banner:
        banner.verdicts[Part.IDENTITY].require("person", banner.id)
    form = QuestionForm.of(request)
    if form.is_valid():
        made = form.perform(actions.ask_question, target_id=actor_id, person_id=person_id, **form.cleaned_data)
        if made:
            messages.success(request, _("Asked. The answer comes back to My day."))
            return redirect("question", question_id=made.id)
    return render(request, "web/ask.html", {"form": form, "team": team, "banner": banner})


@page(Access.WORKER, "web.question")
def question(request: Request, question_id: UUID) -> HttpResponse:
    """One question, and its answer."""
    view = queries.question(request.principal, question_id)
    form = AnswerForm.of(request)
    if form.is_valid():
        given = {"question_id": question_id, "version": sent_version(request), **form.cleaned_data}
        if form.perform(actions.answer_question, **given):
            messages.success(request, _("Answered. From now on your teams are known to have worked together."))
            return redirect("question", question_id=question_id)
    elif view.is_ours and view.answered_at and view.read_at is None:
        actions.read_answer(by=request.principal, question_id=question_id, version=view.version)
    return render(
        request, "web/question.html", {"form": form, "q": view, "version": sent_version(request) or view.version}
    )
