"""What somebody who acts for a person asks for: passed on, always; and that somebody may be pressing them.

To the carer every page here is the same, whatever those who help think of the carer, and whatever came of it.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import Part
from ecotone.people.views.pressing import WishView
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.holding import DeclineForm
from ecotone.web.forms.pressing import AloneForm, ConcernForm, LiftForm, OwnAnswerForm, WishAnswerForm, WishForm
from ecotone.web.pages.sharing import agrees
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page

A_PAGE = 50


@page(Access.HERS, "web.pass_on", commitments=[1, 3])
def pass_on(request: Request) -> HttpResponse:
    """A carer asks for something (?service=, ?team=): it goes to those who help the person, who ask them first."""
    by = request.principal
    banner = queries.banner(by, by.about_id)
    earlier = queries.passed_on(by)
    about, service_id = _about(request)
    form, ring = WishForm.of(request), None
    given = {"person_id": by.about_id, "about": about, "service_id": service_id}
    if form.is_valid() and form.done(actions.pass_on_wish, **given, **form.cleaned_data):
        messages.success(request, _("Passed on to the person, and to those who help them, who ask the person first."))
        return redirect("pass_on")
    if form.is_bound and form.non_field_errors() and service_id:
        ring = directory.service(by, service_id).listing
    context = {"banner": banner, "form": form, "about": about, "earlier": earlier, "ring": ring}
    return render(request, "web/pass_on.html", context)


def _about(request: Request) -> tuple[str, UUID | None]:
    """The service or team that was named, and the service's id."""
    service_id, team_id = id_in(request.GET.get("service", "")), id_in(request.GET.get("team", ""))
    service = directory.service_briefs([service_id]).get(service_id) if service_id else None
    team = ecosystem.actor_brief([team_id]).get(team_id) if team_id else None
    return (service.name, service_id) if service else (team.name if team else "", None)


@page(Access.WORKER, "web.wishes", commitments=[1, 3, 4])
def wishes(request: Request) -> HttpResponse:
    """What carers passed on to one's team, and waits for the person to be asked."""
    here = Page.of(request, A_PAGE)
    rows, total = queries.wishes(request.principal, most=A_PAGE, start=here.start)
    return render(request, "web/wishes.html", {"rows": rows, "page_obj": here.out_of(total)})


@page(Access.WORKER, "web.wish", commitments=[1, 3, 4])
def wish(request: Request, wish_id: UUID) -> HttpResponse:
    """One: what was asked for; writing down what the person said, asked alone where somebody may be pressing them."""
    one = queries.wish(request.principal, wish_id)
    if one.to_sign is not None:
        return redirect("sign_wish", wish_id=wish_id)
    view = queries.banner(request.principal, one.person_id)
    form = WishAnswerForm.of(request, pressed=one.pressed)
    given = {"wish_id": wish_id, "version": sent_version(request)}
    if form.is_valid() and form.done(actions.answer_wish, **given, **form.values()):
        messages.success(request, _("Written down. Whoever passed it on is told nothing of it."))
        asks = form.cleaned_data["wishes"] and one.service_id
        return redirect(_where_to_ask(one) if asks else reverse("wish", kwargs={"wish_id": wish_id}))
    context = {"one": one, "view": view, "form": form, "version": sent_version(request) or one.version}
    context["ask_at"] = _where_to_ask(one)
    return render(request, "web/wish.html", context)


@page(Access.WORKER, "web.sign_wish", commitments=[3, 4])
def sign_wish(request: Request, wish_id: UUID) -> HttpResponse:
    """What who holds an authority wishes to allow: what it would do, signing it with them, or declining it."""
    by, one = request.principal, queries.wish(request.principal, wish_id)
    if one.to_sign is None:
        return redirect("wish", wish_id=wish_id)
    preview, code = queries.would_open(by, one)
    given = {"wish_id": wish_id, "version": sent_version(request)}
    signs = request.method == "POST" and "sign" in request.POST
    if signs and preview is not None and agrees(request, preview):
        actions.sign_wish(by=by, wish_id=wish_id, version=sent_version(request))
        messages.success(request, _("Signed. It holds from this moment, and the person is told."))
        return redirect("sign_wish", wish_id=wish_id)
    form = DeclineForm(None) if signs else DeclineForm.of(request)
    if form.is_valid() and form.done(actions.decline_wish, **given, **form.cleaned_data):
        messages.success(request, _("Declined. Whoever passed it on is told nothing of it."))
        return redirect("sign_wish", wish_id=wish_id)
    context = {
        "one": one,
        "t": one.to_sign,
        "view": queries.banner(by, one.person_id),
        "preview": preview,
        "code": code,
    }
    context |= {"form": form, "version": sent_version(request) or one.version, "meanwhile": signs}
    return render(request, "web/sign_wish.html", context)


def _where_to_ask(one: WishView) -> str:
    """The ask, with what was passed on filled in; by way of finding help, where no service was named."""
    if one.service_id:
        there = reverse("refer", kwargs={"person_id": one.person_id})
        return f"{there}?{urlencode({'service': one.service_id, 'wish': one.id})}"
    return f"{reverse('find_help')}?{urlencode({'person': one.person_id, 'wish': one.id})}"


@page(Access.PERSON, "web.passed_on_for_me", commitments=[1, 3])
def passed_on_for_me(request: Request) -> HttpResponse:
    """What somebody who acts for her asked for: she says yes, and asks for it, or no. It shows nothing else."""
    here = Page.of(request, A_PAGE)
    rows, total = queries.own_wishes(request.principal, most=A_PAGE, start=here.start)
    return render(request, "web/passed_on_for_me.html", {"rows": rows, "page_obj": here.out_of(total)})


@require_POST
@page(Access.PERSON, "web.answer_passed_on", commitments=[1, 3])
def answer_passed_on(request: Request, wish_id: UUID) -> HttpResponse:
    """Her answer; a yes leads to her own ask, with what was passed on filled in."""
    one = queries.own_wish(request.principal, wish_id)
    form = OwnAnswerForm.of(request)
    if not (form.is_valid() and form.done(actions.answer_own_wish, wish_id=wish_id, **form.values())):
        messages.error(request, " ".join(str(said) for those in form.errors.values() for said in those))
        return redirect("passed_on_for_me")
    if not form.values()["wishes"]:
        messages.success(request, _("Kept. Nothing is asked for."))
        return redirect("passed_on_for_me")
    if one.service_id:
        there = reverse("refer", kwargs={"person_id": request.principal.own_id})
        return redirect(f"{there}?{urlencode({'service': one.service_id, 'wish': one.id})}")
    return redirect(f"{reverse('find_help')}?{urlencode({'wish': one.id})}")


@page(Access.WORKER, "web.concern", commitments=[3])
def concern(request: Request, person_id: UUID, permission_id: UUID) -> HttpResponse:
    """Notes that somebody who acts for a person may be pressing them, or that it holds no more."""
    by = request.principal
    view = queries.person(by, person_id, [Part.CONTACT])
    whose = next((each for each in queries.permissions_of(by, person_id) if each.id == permission_id), None)
    if whose is None:
        raise NotFound("carerpermission", permission_id)
    noted = queries.concerns(by, person_id, permission_id=permission_id)
    standing = next((each for each in noted if each.lifted_at is None), None)
    form = LiftForm.of(request) if standing else ConcernForm.of(request)
    if form.is_valid():
        given = (
            {"concern_id": standing.id, "version": sent_version(request)}
            if standing
            else {"permission_id": permission_id}
        )
        act = actions.lift_concern if standing else actions.raise_concern
        if form.done(act, **given, **form.cleaned_data):
            messages.success(request, _("Kept. Only those who help this person read it."))
            return redirect("concern", person_id=person_id, permission_id=permission_id)
    context = {"view": view, "p": whose, "form": form, "standing": standing, "noted": noted}
    return render(request, "web/concern.html", context)


@page(Access.PERSON, "web.ask_me_alone", commitments=[3])
def ask_me_alone(request: Request) -> HttpResponse:
    """She says that she wants to be asked alone when somebody asks for something in her name. It shows nowhere."""
    permissions = [each for each in queries.permissions_of(request.principal, request.principal.own_id) if each.live]
    form = AloneForm.of(request, permissions=permissions)
    if form.is_valid() and form.done(actions.raise_concern, **form.values()):
        messages.success(request, _("Kept. Those who help you know, and this page will not show it."))
        return redirect("ask_me_alone")
    return render(request, "web/ask_me_alone.html", {"form": form, "nobody": not permissions})
