"""Who sees what of a person: her grants and refusals, made and taken back, each after reading what it will do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import Purpose
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Effect, Part
from ecotone.people.rules.signing import Matter
from ecotone.people.views import ChoiceView, PersonView
from ecotone.people.views.changes import Preview
from ecotone.people.views.signing import AuthorityView
from ecotone.web.forms.people import ChoiceForm
from ecotone.web.forms.signing import signed_by
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.when import end_of_day


@page(Access.WORKER, "web.person_sharing", commitments=[3])
def person_sharing(request: Request, person_id: UUID) -> HttpResponse:
    """Who can see what now, what the person grants and refuses, and writing down a choice for them."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.INVOLVED])
    choices = queries.sharing(request.principal, person_id)
    context = {"view": view, "choices": choices, "sees": queries.who_sees(view)}
    return render(request, "web/person_sharing.html", {**context, "tab": "sharing"})


@page(Access.SIGNED_IN, "web.add_choice", commitments=[3])
def add_choice(request: Request, person_id: UUID) -> HttpResponse:
    """A grant or refusal, by the person or for them: first what it will do, then it is made."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.INVOLVED])
    teams = {str(r.actor_id): str(r.actor) for r in view.involved or () if r.actor_id and r.actor}
    decides = None if view.is_me else queries.deciding(request.principal, person_id)
    signers = decides.signers(Matter.SHARING) if decides else ()
    initial = {"whom": request.GET.get("whom", "")}
    form = ChoiceForm.of(request, teams=list(teams.items()), signers=signers, initial=initial)
    sure = request.POST.get("sure", "")
    if form.is_valid() and sure != "no":
        wished = _choice(form.cleaned_data)
        told = {name: value for name, value in wished.items() if name != "note"}
        preview = form.perform(queries.choice_would_change, person_id=person_id, **told)
        agreed = preview is not None and sure == "yes" and agrees(request, preview)
        if agreed and form.done(actions.choose_sharing, person_id=person_id, **wished):
            messages.success(request, _("Kept. It holds from this moment."))
            return redirect(_back(view))
        if preview is not None and not form.errors:
            sent = [(name, value) for name, value in request.POST.items() if name in form.fields]
            whom = dict(form.fields["whom"].choices)[form.cleaned_data["whom"]]  # type: ignore[attr-defined]
            given = {"sent": sent, "whom": whom, "wished": wished, "last": form.cleaned_data["until"]}
            given["signer"] = next((each for each in signers if each.id == wished["authority_id"]), None)
            return _sure(request, view, preview, meanwhile=sure == "yes", **given)
    context = {"view": view, "form": form, "title": _("Who may see what"), "go_on": True}
    context |= {"d": decides, "matter": Matter.SHARING}
    return render(request, "web/person_form.html", context)


def agrees(request: Request, preview: Preview) -> bool:
    """Whether what was read before agreeing is what would happen now: it is read again where it is not."""
    return request.POST.get("mark", preview.mark) == preview.mark


def _sure(request: Request, view: PersonView, preview: Preview, **given: Any) -> HttpResponse:
    context = {"view": view, "preview": preview, "back": _back(view), "mine": view.is_me, **given}
    return render(request, "web/choice_sure.html", context)


def _back(view: PersonView) -> str:
    return reverse("my_sharing") if view.is_me else reverse("person_sharing", kwargs={"person_id": view.id})


def _choice(given: dict[str, Any]) -> dict[str, Any]:
    whom, sector = given["whom"], ""
    if whom.startswith("sector:"):
        whom, sector = "", whom.removeprefix("sector:")
    return {
        "effect": Effect(given["effect"]),
        "actor_id": UUID(whom) if whom else None,
        "sector": sector,
        "part": Part(given["part"]) if given["part"] else None,
        "purpose": Purpose(given["purpose"]) if given["purpose"] else None,
        "until": end_of_day(given["until"]) if given["until"] else None,
        "note": given["note"],
        "authority_id": signed_by(given),
    }


@page(Access.SIGNED_IN, "web.withdraw_choice", commitments=[3])
def withdraw_choice(request: Request, person_id: UUID, choice_id: UUID) -> HttpResponse:
    """Takes a choice back, after saying what that will do."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    chosen = _one(queries.sharing(request.principal, person_id), choice_id)
    signer = _who_signs(request, view, chosen)
    preview = queries.withdrawal_would_change(request.principal, choice_id, signer.id if signer else None)
    if request.method == "POST" and agrees(request, preview):
        authority_id = signer.id if signer else None
        actions.withdraw_choice(by=request.principal, choice_id=choice_id, authority_id=authority_id)
        messages.success(request, _("Taken back. It no longer holds."))
        return redirect(_back(view))
    return _sure(request, view, preview, taken_back=chosen, signer=signer, meanwhile=request.method == "POST")


def _who_signs(request: Request, view: PersonView, chosen: ChoiceView) -> AuthorityView | None:
    """Who takes back a refusal that was signed in the person's place, where staff write it down: who signs now."""
    if view.is_me or not chosen.signed_as or chosen.effect != Effect.REFUSAL:
        return None
    return next(iter(queries.deciding(request.principal, view.id).signers(Matter.SHARING)), None)


def _one(choices: list[ChoiceView], choice_id: UUID) -> ChoiceView:
    found = next((each for each in choices if each.id == choice_id), None)
    if found is None:
        raise NotFound("sharingchoice", choice_id)
    return found
