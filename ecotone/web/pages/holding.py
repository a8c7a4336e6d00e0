"""Signing in somebody's place, by who holds an authority: what they sign now, a refusal, and what they pass on.

To the holder every page here is the same, whatever those who help think of them, and whatever came of what they
passed on. Nothing here asks about that.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Effect, Part
from ecotone.people.views import PersonView
from ecotone.people.views.holding import HeldView, OwnAuthorities
from ecotone.web.forms.holding import AllowForm, RefuseForm
from ecotone.web.pages.sharing import agrees
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.HERS, "web.sign_for", commitments=[3])
def sign_for(request: Request) -> HttpResponse:
    """By which authority one signs for the person, what one may sign today, what stands, and what was passed on."""
    own = queries.own_signing(request.principal)
    view = queries.banner(request.principal, own.own.person_id)
    return render(request, "web/sign_for.html", {"own": own, "banner": view})


@page(Access.HERS, "web.sign_refusal", commitments=[3])
def sign_refusal(request: Request, authority_id: UUID) -> HttpResponse:
    """A refusal in the person's place: first what it will do, as far as one may see, then it holds at once."""
    own, held = _by(request, authority_id)
    view = _view(request)
    form = RefuseForm.of(request, parts=own.parts, teams=_teams(view))
    sure = request.POST.get("sure", "")
    if held.refuses and form.is_valid() and sure != "no":
        wished = {"effect": Effect.REFUSAL, "authority_id": authority_id, **form.values()}
        preview = form.perform(queries.choice_would_change, person_id=own.person_id, **wished)
        agreed = preview is not None and sure == "yes" and agrees(request, preview)
        if agreed and form.done(actions.choose_sharing, person_id=own.person_id, **wished):
            messages.success(request, _("Signed. It holds from this moment, and the person is told."))
            return redirect("sign_for")
        if preview is not None and not form.errors:
            sent = [(name, value) for name, value in request.POST.items() if name in form.fields]
            whom = dict(form.fields["whom"].choices)[form.cleaned_data["whom"]]  # type: ignore[attr-defined]
            told = {"sent": sent, "whom": whom, "wished": wished, "last": form.cleaned_data["until"]}
            return _sure(request, view, held, preview, meanwhile=sure == "yes", **told)
    return _form(request, view, own, held, form, may=held.refuses, title=_("Refuse something for them"))


@page(Access.HERS, "web.sign_take_back", commitments=[3])
def sign_take_back(request: Request, authority_id: UUID, choice_id: UUID) -> HttpResponse:
    """Takes back, in the person's place, what others were allowed, after reading what that will do."""
    _own, held = _by(request, authority_id)
    stands = queries.own_signing(request.principal).stands
    chosen = next((each for each in stands if each.id == choice_id and each.takes_back), None)
    if chosen is None:
        raise NotFound("sharingchoice", choice_id)
    preview = queries.withdrawal_would_change(request.principal, choice_id, authority_id)
    if request.method == "POST" and agrees(request, preview):
        actions.withdraw_choice(by=request.principal, choice_id=choice_id, authority_id=authority_id)
        messages.success(request, _("Taken back. It holds no longer, and the person is told."))
        return redirect("sign_for")
    return _sure(request, _view(request), held, preview, taken_back=chosen, meanwhile=request.method == "POST")


@page(Access.HERS, "web.pass_on_grant", commitments=[3])
def pass_on_grant(request: Request, authority_id: UUID) -> HttpResponse:
    """What one wishes to allow in the person's place: passed on to those who help them, who sign it or do not."""
    own, held = _by(request, authority_id)
    view = _view(request)
    form = AllowForm.of(request, parts=own.parts, teams=_teams(view), initial={"purpose": "care"})
    given = {"person_id": own.person_id, "authority_id": authority_id}
    if held.opens and form.is_valid() and form.done(actions.pass_on_grant, **given, **form.values()):
        messages.success(request, _("Passed on to those who help them. They look at it, and go on from there."))
        return redirect("sign_for")
    return _form(request, view, own, held, form, may=held.opens, title=_("Allow something for them"), passes_on=True)


def _by(request: Request, authority_id: UUID) -> tuple[OwnAuthorities, HeldView]:
    """One's own authority; nobody else's is there."""
    own = queries.own_authorities(request.principal)
    held = own.by(authority_id)
    if held is None:
        raise NotFound("authority", authority_id)
    return own, held


def _view(request: Request) -> PersonView:
    """Who it is, and who helps them, as far as one may know."""
    return queries.person(request.principal, request.principal.about_id, [Part.CONTACT, Part.INVOLVED])


def _teams(view: PersonView) -> list[tuple[str, str]]:
    return [(str(each.actor_id), str(each.actor)) for each in view.involved or () if each.actor_id and each.actor]


def _form(
    request: Request, view: PersonView, own: OwnAuthorities, held: HeldView, form: Any, **given: Any
) -> HttpResponse:
    return render(
        request, "web/sign_for_form.html", {"banner": view, "own": own, "held": held, "form": form, **given}
    )


def _sure(request: Request, view: PersonView, held: HeldView, preview: Any, **given: Any) -> HttpResponse:
    return render(request, "web/sign_for_sure.html", {"banner": view, "held": held, "preview": preview, **given})
