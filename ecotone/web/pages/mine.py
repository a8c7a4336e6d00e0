"""My story: the person's own pages. What she told, what was asked for her, who may see it, who looked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.adapters.fhir.dump import her_record
from ecotone.care import queries as care
from ecotone.ground import clock
from ecotone.people import actions, queries
from ecotone.people.rules import STORY, Asked, Part
from ecotone.rights.queries import statements
from ecotone.web import sheets
from ecotone.web.fhir import served
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.people import OwnEntryForm, ToldAgainForm
from ecotone.web.looks import by_day, told_of
from ecotone.web.pages.people import entry_in
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet


@page(Access.HERS, "web.my_story", commitments=[2, 3])
def my_story(request: Request) -> HttpResponse:
    """Her story, as she and others told it; to one who acts for her, as far as she permitted."""
    by = request.principal
    view = queries.person(by, by.about_id, [Part.CONTACT, Part.CIRCLE, *STORY])
    hopes = care.outcomes_of(by, view.id) if view.verdicts[Part.OUTCOMES].allowed else None
    closed = "" if view.verdicts[Part.OUTCOMES].allowed else view.verdicts[Part.OUTCOMES].code
    acted_for = view.is_me and any(each.live for each in queries.permissions_of(by, view.id))
    context: dict[str, Any] = {"view": view, "hopes": hopes, "hopes_closed": closed, "acted_for": acted_for}
    context["jointly"] = care.joint_for(by, view.id) if view.is_me else ()
    context["statements"] = statements(by, view.id)
    context["signs_for"] = queries.holds_authority(by)
    context["drawn_at"] = clock.now().isoformat()
    return render(request, "web/my_story.html", context)


@page(Access.HERS, "web.tell", commitments=[2])
def tell(request: Request) -> HttpResponse:
    """Adds to her story; with ?instead= her newer words take an older one's place. A carer adds as a carer."""
    me = request.principal.about_id
    view = queries.person(request.principal, me, list(STORY))
    instead = entry_in(view, request.GET.get("instead", ""))
    initial = (
        {"section": instead.section, "text": instead.text} if instead else {"section": request.GET.get("section")}
    )
    form = OwnEntryForm.of(request, initial=initial)
    if form.is_valid():
        section = Part(form.cleaned_data["section"])
        supersedes = instead.id if instead else None
        if form.perform(
            actions.add_story_entry,
            person_id=me,
            section=section,
            text=form.cleaned_data["text"],
            supersedes=supersedes,
        ):
            messages.success(request, _("Kept, in your words. You need not tell it again."))
            return redirect("my_story")
    return render(request, "web/my_form.html", {"form": form, "title": _("Tell your story"), "instead": instead})


@page(Access.PERSON, "web.my_sharing", commitments=[3])
def my_sharing(request: Request) -> HttpResponse:
    """Who helps her and what they may see; her grants and refusals."""
    me = request.principal.own_id
    view = queries.person(request.principal, me, [Part.INVOLVED])
    choices = queries.sharing(request.principal, me)
    permissions = queries.permissions_of(request.principal, me)
    context = {"view": view, "choices": choices, "sees": queries.who_sees(view), "permissions": permissions}
    context["duties"] = queries.own_duties(request.principal)
    return render(request, "web/my_sharing.html", context)


A_PAGE = 100
MY_LOOKS = Sheet(
    "who-looked",
    (
        Column(_("When"), lambda entry: entry.at),
        Column(_("Who"), lambda entry: entry.who),
        Column(_("Role"), lambda entry: entry.role),
        Column(_("What they did"), lambda entry: entry.did),
        Column(_("Parts of the record"), lambda entry: ", ".join(entry.parts)),
        Column(_("Why"), lambda entry: entry.why),
        Column(_("Times that day"), lambda entry: len(entry.times)),
    ),
)


@page(Access.PERSON, "web.my_copy", commitments=[3])
def my_copy(request: Request) -> HttpResponse:
    """Her own record as a FHIR bundle, to keep or to hand on."""
    record = her_record(request.principal, served())
    response = JsonResponse(record, content_type="application/fhir+json", json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-record.fhir.json"'
    return response


@page(Access.PERSON, "web.my_looks", commitments=[3])
def my_looks(request: Request) -> HttpResponse:
    """Every look at her record, in plain words."""
    if MY_LOOKS.asked(request):
        return MY_LOOKS.of_all(by_day(told_of(request.principal, most=sheets.MOST)))
    newest, first = sheets.cut(told_of(request.principal, most=A_PAGE + 1), A_PAGE)
    return render(request, "web/my_looks.html", {"entries": by_day(newest), "first": first})


@page(Access.PERSON, "web.my_contacts", commitments=[2])
def my_contacts(request: Request) -> HttpResponse:
    """Contacts with services: where she can say that she had to repeat herself."""
    view = queries.person(request.principal, request.principal.own_id, [Part.ENCOUNTERS, Part.INVOLVED])
    beside = statements(request.principal, view.id)
    return render(request, "web/my_contacts.html", {"view": view, "statements": beside})


@require_POST
@page(Access.PERSON, "web.say_about_stay", commitments=[3])
def say_about_stay(request: Request, stay_id: UUID) -> HttpResponse:
    """Her word on whether she was asked before she was sent home."""
    asked = {"yes": Asked.YES, "no": Asked.NO}.get(request.POST.get("asked", ""), Asked.NOT_SAID)
    actions.say_about_stay(by=request.principal, stay_id=stay_id, version=sent_version(request), asked=asked)
    messages.success(request, _("Thank you. It stands beside what they wrote."))
    return redirect("my_contacts")


@page(Access.PERSON, "web.told_again", commitments=[2])
def told_again(request: Request) -> HttpResponse:
    """Her word that she had to tell her story again, to one who helps her now; nobody else need have logged it."""
    me = request.principal.own_id
    view = queries.person(request.principal, me, [Part.INVOLVED])
    if not view.helping:
        return redirect("my_contacts")
    form = ToldAgainForm.of(request, helping=view.helping, initial={"at": clock.today()})
    if form.is_valid() and form.done(actions.log_encounter, person_id=me, **form.values()):
        messages.success(request, _("Thank you. It is kept as your word."))
        return redirect("my_contacts")
    return render(request, "web/my_form.html", {"form": form, "title": _("I had to tell my story again")})


@require_POST
@page(Access.PERSON, "web.say_about_contact", commitments=[2])
def say_about_contact(request: Request, encounter_id: UUID) -> HttpResponse:
    """Her word on a contact: had she to repeat her story, was there time."""
    actions.say_about_encounter(
        by=request.principal,
        encounter_id=encounter_id,
        version=sent_version(request),
        had_to_repeat=request.POST.get("repeat") == "yes",
        time_enough={"yes": True, "no": False}.get(request.POST.get("time", "")),
    )
    messages.success(request, _("Thank you. It is kept as your word."))
    return redirect("my_contacts")
