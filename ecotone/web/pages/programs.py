"""An organisation's own programs, for its administrator: registered, let call, changed over, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access import queries as access
from ecotone.access.queries import TokenView
from ecotone.access.rules import Scope
from ecotone.access.words import SCOPES
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.queries.programs import ProgramView, may_own
from ecotone.ground.errors import NotFound
from ecotone.procedures import own_programs
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.programs import OwnersForm, ProgramForm, ProgramTokenForm, RotateForm
from ecotone.web.pages.colleagues import actors
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet

PROGRAMS = Sheet(
    "our-programs",
    (
        Column(_("Program"), lambda row: row[0].name),
        Column(_("What for"), lambda row: row[0].purpose),
        Column(_("Who answers for it"), lambda row: "; ".join(name for _id, name in row[0].owners)),
        Column(_("Tokens that hold"), lambda row: sum(each.holds for each in row[1])),
        Column(_("Last used"), lambda row: _last(row[1])),
        Column(_("The next ends on"), lambda row: _next(row[1])),
        Column(_("Ended"), lambda row: row[0].ended_at),
    ),
)


def _last(tokens: list[TokenView]) -> object:
    return max((each.used_at for each in tokens if each.used_at), default=None)


def _next(tokens: list[TokenView]) -> object:
    return min((each.expires_at for each in tokens if each.holds), default=None)


def _people(request: Request) -> list[tuple[str, str]]:
    """Whoever works in the organisation, and is no program."""
    found = {each.account_id: each.name for each in queries.colleagues(request.principal)}
    able = may_own(request.principal.team_id, found)
    return [(str(each), name) for each, name in found.items() if each in able]


@page(Access.SIGNED_IN, "web.programs", commitments=[3])
def programs(request: Request) -> HttpResponse:
    """All of them with their last use, and the form to register one."""
    found = queries.programs(request.principal)
    held = access.tokens_of_programs([each.account_id for each in found])
    rows = [(each, held.get(each.account_id, [])) for each in found]
    if PROGRAMS.asked(request):
        return PROGRAMS.of_all(rows)
    form = ProgramForm.of(request, people=_people(request), actors=actors(request.principal))
    if form.is_valid():
        given = form.cleaned_data
        made = form.perform(
            own_programs.register_program,
            name=given["name"],
            purpose=given["purpose"],
            actor_id=UUID(given["actor"]),
            title=given["title"],
            owner_id=UUID(given["owner"]),
            second_owner_id=UUID(given["second_owner"]),
        )
        if made is not None:
            messages.success(request, _("Registered. Give it a token, and it can call."))
            return redirect("program", program_id=made.id)
    shown = [(each, sum(t.holds for t in tokens), _last(tokens)) for each, tokens in rows]
    return render(request, "web/programs.html", {"form": form, "rows": shown})


@page(Access.SIGNED_IN, "web.program", commitments=[3])
def program(request: Request, program_id: UUID) -> HttpResponse:
    """One of them: who answers for it, its tokens with last use, the form for another token."""
    found, made = queries.program(request.principal, program_id), None
    form = ProgramTokenForm.of(request, hats=_hats(found), initial={"days": 90})
    if form.is_valid():
        given = form.cleaned_data
        made = form.perform(
            own_programs.give_program_token,
            program_id=program_id,
            hat_id=UUID(given["hat"]),
            name=given["name"],
            scopes=[Scope(scope) for scope in given["scopes"]],
            days=given["days"],
        )
    return _shown(request, found, form=form, made=made)


def _hats(found: ProgramView) -> list[tuple[str, str]]:
    return [(str(hat.id), f"{hat.title}, {hat.actor_name}") for hat in queries.hats_of(found.account_id)]


def _shown(request: Request, found: ProgramView, **more: object) -> HttpResponse:
    own = access.tokens_of_programs([found.account_id]).get(found.account_id, [])
    rows = [(token, [SCOPES[scope] for scope in token.scope_list]) for token in own]
    owners = OwnersForm(
        people=_people(request), initial=dict(zip(("owner", "second_owner"), _ids(found), strict=True))
    )
    response = render(request, "web/program.html", {"program": found, "rows": rows, "owners": owners, **more})
    response["Cache-Control"] = "private, no-store"
    return response


def _ids(found: ProgramView) -> list[str]:
    return [str(id_) for id_, _name in found.owners]


@page(Access.SIGNED_IN, "web.name_owners", commitments=[3])
def name_owners(request: Request, program_id: UUID) -> HttpResponse:
    """Who answers for it from now."""
    found = queries.program(request.principal, program_id)
    initial = dict(zip(("owner", "second_owner"), _ids(found), strict=True))
    form = OwnersForm.of(request, people=_people(request), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        owners = {"owner_id": UUID(given["owner"]), "second_owner_id": UUID(given["second_owner"])}
        if form.done(actions.name_owners, program_id=program_id, version=sent_version(request), **owners):
            messages.success(request, _("Kept. These two answer for it."))
            return redirect("program", program_id=program_id)
    return render(request, "web/name_owners.html", {"program": found, "form": form})


@page(Access.SIGNED_IN, "web.rotate_program_token", commitments=[3])
def rotate_token(request: Request, program_id: UUID, token_id: UUID) -> HttpResponse:
    """Another token in place of one, which goes on for some days."""
    found = queries.program(request.principal, program_id)
    own = access.tokens_of_programs([found.account_id]).get(found.account_id, [])
    before = next((each for each in own if each.id == token_id), None)
    if before is None:
        raise NotFound("apitoken", token_id)
    form = RotateForm.of(request)
    if form.is_valid():
        made = form.perform(
            own_programs.rotate_program_token, program_id=program_id, token_id=token_id, **form.cleaned_data
        )
        if made is not None:
            return _shown(request, found, made=made)
    return render(request, "web/rotate_token.html", {"program": found, "token": before, "form": form})


@require_POST
@page(Access.SIGNED_IN, "web.end_program_token", commitments=[3])
def end_token(request: Request, program_id: UUID, token_id: UUID) -> HttpResponse:
    """Ends a token at once."""
    own_programs.end_program_token(by=request.principal, program_id=program_id, token_id=token_id)
    messages.success(request, _("It has ended. From this moment the program gets no answer by it."))
    return redirect("program", program_id=program_id)


@require_POST
@page(Access.SIGNED_IN, "web.end_program", commitments=[3])
def end_program(request: Request, program_id: UUID) -> HttpResponse:
    """Ends the program for good."""
    own_programs.end_program(by=request.principal, program_id=program_id)
    messages.success(request, _("It has ended, with its tokens. What it did stays, with its name."))
    return redirect("programs")
