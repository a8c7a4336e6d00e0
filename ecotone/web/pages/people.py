"""A person's record as those who help see it: the story, the circle, what was asked, hopes, contacts, sharing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecotone.care import actions as care_actions
from ecotone.care import queries as care
from ecotone.care.rules import Change, OutcomeKind, Pen
from ecotone.care.views import Promised, PromiseView
from ecotone.care.words import CARRIERS, PROMISE_STATES
from ecotone.directory import queries as directory
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions, queries
from ecotone.people.rules import STORY, Asked, Part, WordsOf
from ecotone.people.views import PersonView
from ecotone.rights.queries import statements
from ecotone.web import sheets
from ecotone.web.asks import ASKS
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.care import HopeForm, ReviewForm
from ecotone.web.forms.people import (
    CircleForm,
    ContactForm,
    EntryForm,
    LeftForm,
    NewPersonForm,
    PersonForm,
    StayForm,
)
from ecotone.web.pages.chains import THEIR_SENT_ON
from ecotone.web.paging import Page
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.standing import Told, told
from ecotone.web.words import say

A_PAGE = 50
MY_PEOPLE = Sheet(
    "my-people",
    (
        Column(_("Name"), lambda row: row.name),
        Column(_("Called"), lambda row: row.nickname),
        Column(_("Born"), lambda row: row.birth_date),
        Column(_("Age"), lambda row: row.age),
        Column(_("Home"), lambda row: row.home),
        Column(_("Safe contact"), lambda row: row.warning),
        Column(_("Died on"), lambda row: row.died_on),
    ),
)


@page(Access.WORKER, "web.my_people")
def my_people(request: Request) -> HttpResponse:
    """Those whom the team helps now, by name; with something to ask, each with the way to ask it for them."""
    words, here = request.GET.get("q", "").replace("\0", "")[:200], Page.of(request, A_PAGE)
    if MY_PEOPLE.asked(request):
        return MY_PEOPLE.of(
            lambda start, most: queries.my_people(request.principal, words=words, most=most, start=start)[0]
        )
    rows, total = queries.my_people(request.principal, words=words, most=A_PAGE, start=here.start)
    context = {
        "rows": rows,
        "total": total,
        "many": total == here.start + queries.COUNTED,
        "q": words,
        "page_obj": here.out_of(total),
        "to_ask": _to_ask(request),
    }
    return render(request, "web/my_people.html", context)


def _to_ask(request: Request) -> tuple[str, UUID, str] | None:
    """What one of them shall be chosen for: to ask a service or a team for help, or to put a question to a team."""
    actors, services = ecosystem.actor_brief, directory.service_briefs
    briefs: dict[str, Any] = {"service": services, "team": actors, "question": actors}
    for kind, known in briefs.items():
        if (own := id_in(request.GET.get(kind, ""))) and (found := known([own]).get(own)):
            return kind, own, found.name
    return None


@page(Access.WORKER, "web.add_person")
def add_person(request: Request) -> HttpResponse:
    """Adds someone new: then the story can be told, once."""
    form = NewPersonForm.of(request, places=places())
    if form.is_valid():
        given = form.values()
        given.pop("agreed")
        sensitive = directory.is_sensitive(request.principal.actor_id)
        if made := form.perform(actions.add_person, purpose=str(_("taken in")), sensitive=sensitive, **given):
            messages.success(request, _("Saved. Now write down what matters, in their words."))
            return redirect("person", person_id=made.id)
    return render(request, "web/form.html", {"form": form, "title": _("Add someone new"), "back": "my_people"})


@page(Access.WORKER, "web.change_person")
def change_person(request: Request, person_id: UUID) -> HttpResponse:
    """Changes who someone is or how to reach them."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    view.verdicts[Part.CONTACT].require("person", person_id)
    form = PersonForm.of(request, places=places(), initial=_details(view))
    if form.is_valid():
        version = sent_version(request)
        if form.perform(actions.change_person, person_id=person_id, version=version, **form.values()):
            messages.success(request, _("Saved."))
            return redirect("person", person_id=person_id)
    context = {"form": form, "title": _("Change details"), "view": view}
    context["version"] = sent_version(request) or view.version
    return render(request, "web/person_form.html", context)


def _details(view: PersonView) -> dict[str, Any]:
    who, how = view.identity, view.contact
    assert who and how  # noqa: S101 - a refusal of either has already ended the request
    return {
        **{name: getattr(who, name) for name in ("name", "known_as", "pronouns", "birth_date")},
        "home": str(who.home_id or ""),
        "contact_how": how.how,
        "contact_detail": how.detail,
        "contact_warning": how.warning,
        **{name: getattr(how, name) for name in ("language", "interpreter", "communication")},
    }


def places() -> list[tuple[str, str]]:
    near = (PlaceKind.NEIGHBOURHOOD, PlaceKind.LOCALITY)
    return [(str(place.id), place.name) for place in ecosystem.places() if place.kind in near]


@page(Access.WORKER, "web.person", commitments=[2, 3])
def person(request: Request, person_id: UUID) -> HttpResponse:
    """The story, read instead of asked again."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, *STORY])
    beside = statements(request.principal, person_id)
    return render(request, "web/person.html", {"view": view, "tab": "story", "statements": beside})


@page(Access.WORKER, "web.add_story_entry", commitments=[2])
def add_story_entry(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down what was said; with ?instead= it takes an older entry's place."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, *STORY])
    instead = entry_in(view, request.GET.get("instead", ""))
    initial = {
        "section": instead.section if instead else request.GET.get("section", ""),
        "words_of": WordsOf.PERSON,
        "text": instead.text if instead else "",
    }
    form = EntryForm.of(request, initial=initial)
    if form.is_valid():
        given = {**form.cleaned_data, "section": Part(form.cleaned_data["section"])}
        supersedes = instead.id if instead else None
        if form.perform(actions.add_story_entry, person_id=person_id, supersedes=supersedes, **given):
            messages.success(request, _("Kept, in their words. Nobody needs to ask for it again."))
            return redirect("person", person_id=person_id)
    title = _("Put newer words in place of these") if instead else _("Write down what was said")
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": title, "instead": instead})


def entry_in(view: PersonView, entry_id: str) -> Any:
    """The standing entry of that id, if the caller sees it."""
    standing = [e for section in view.story for e in section.entries or ()]
    return next((e for e in standing if str(e.id) == entry_id), None)


@page(Access.WORKER, "web.person_circle", commitments=[1])
def person_circle(request: Request, person_id: UUID) -> HttpResponse:
    """Who is around the person: family, friends, groups, services."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.CIRCLE, Part.INVOLVED])
    jointly = care.joint_for(request.principal, person_id)
    return render(request, "web/person_circle.html", {"view": view, "jointly": jointly, "tab": "circle"})


@page(Access.WORKER, "web.add_to_circle")
def add_to_circle(request: Request, person_id: UUID) -> HttpResponse:
    """Names someone around the person."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = CircleForm.of(request)
    if form.is_valid() and form.done(actions.add_to_circle, person_id=person_id, **form.cleaned_data):
        messages.success(request, _("Added to the circle."))
        return redirect("person_circle", person_id=person_id)
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": _("Add to the circle")})


ASKED_FOR = Sheet("what-was-asked", ASKS)
PROMISES = Sheet(
    "who-does-what-next",
    (
        Column(_("For"), lambda row: row[0].title if row[0] else _("What they hope for")),
        Column(_("Asked of"), lambda row: row[0] and row[0].row.target),
        Column(_("What"), lambda row: row[1].words),
        Column(_("Who does it"), lambda row: CARRIERS[row[1].carrier]),
        Column(_("Which service, or with whose help"), lambda row: row[1].helper),
        Column(_("By"), lambda row: row[1].by_when),
        Column(_("Late"), lambda row: row[1].late),
        Column(_("Stands"), lambda row: PROMISE_STATES[row[1].state]),
        Column(_("Since"), lambda row: row[1].settled_at),
        Column(_("Said by"), lambda row: _said_by(row[1])),
    ),
    file="promises",
)


def _said_by(promise: PromiseView) -> Any:
    """Who said that it is done, or not going to happen."""
    return _("The person") if promise.settled_by_person else promise.settled_by


@page(Access.WORKER, "web.person_asked", commitments=[4])
def person_asked(request: Request, person_id: UUID) -> HttpResponse:
    """What was asked for this person, of whom, and how it stands."""
    if (made := _asked_file(request, person_id)) is not None:
        return made
    rows, first = sheets.cut(care.referrals_of(request.principal, person_id, most=A_PAGE + 1), A_PAGE)
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    sent = care.signposts_of(request.principal, person_id)
    promised = care.promised(request.principal, person_id)
    context = {
        "view": view,
        "rows": rows,
        "first": first,
        "to_do": _to_do(promised),
        "for_hopes": promised.for_hopes,
        "sent": sent,
        "may_tick": not view.read_only,
        "tab": "asked",
    }
    return render(request, "web/person_asked.html", context)


def _asked_file(request: Request, person_id: UUID) -> HttpResponse | None:
    """One of the page's three lists as a file, where that is asked for; refused to whom the page is."""
    by = request.principal
    if ASKED_FOR.asked(request):
        queries.person(by, person_id, [])
        return ASKED_FOR.of_all(care.referrals_of(by, person_id, most=sheets.MOST + 1))
    if PROMISES.asked(request):
        promised = care.promised(by, person_id, most=sheets.MOST)
        of_asks = [(each, p) for each in _to_do(promised) for p in each.promises]
        return PROMISES.of_all([*of_asks, *((None, p) for p in promised.for_hopes)])
    if THEIR_SENT_ON.asked(request):
        queries.person(by, person_id, [])
        return THEIR_SENT_ON.of_all(care.signposts_of(by, person_id))
    return None


def _to_do(promised: Promised) -> list[Told]:
    """The asks of which something is still to be done."""
    return [told(each) for each in promised.open if any(p.state == "open" for p in each.promises)]


@page(Access.WORKER, "web.person_hopes", commitments=[5])
def person_hopes(request: Request, person_id: UUID) -> HttpResponse:
    """What the person hopes for, in their words, and how they see it now."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    verdict = view.verdicts[Part.OUTCOMES]
    hopes = care.outcomes_of(request.principal, person_id) if verdict.allowed else None
    context = {"view": view, "hopes": hopes, "why_not": say(verdict.code), "tab": "hopes"}
    return render(request, "web/person_hopes.html", context)


@page(Access.SIGNED_IN, "web.add_hope")
def add_hope(request: Request, person_id: UUID) -> HttpResponse:
    """Writes down a hope, by the person or for them."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = HopeForm.of(request)
    if view.is_me:
        form.fields["words"].help_text = _("In your own words.")
    if form.is_valid():
        given = {**form.cleaned_data, "kind": OutcomeKind(form.cleaned_data["kind"])}
        if form.perform(care_actions.add_outcome, person_id=person_id, **given):
            messages.success(request, _("Kept, in these words."))
            return redirect(*_hopes_page(view))
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": _("A hope")})


@page(Access.SIGNED_IN, "web.review_hope")
def review_hope(request: Request, person_id: UUID, outcome_id: UUID) -> HttpResponse:
    """How the person sees a hope now."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    hope = next((h for h in care.outcomes_of(request.principal, person_id) if h.id == outcome_id), None)
    if hope is None:
        return redirect(*_hopes_page(view))
    form = ReviewForm.of(request)
    if view.is_me:
        del form.fields["pen"]
    if form.is_valid():
        given = {**form.cleaned_data, "change": Change(form.cleaned_data["change"])}
        given["pen"] = Pen(given.get("pen") or Pen.PERSON)
        if form.perform(care_actions.review_outcome, outcome_id=outcome_id, version=sent_version(request), **given):
            messages.success(request, _("Kept."))
            return redirect(*_hopes_page(view))
    context = {
        "view": view,
        "form": form,
        "title": _("How is it now?"),
        "quoted": hope.words,
        "version": hope.version,
    }
    return render(request, "web/person_form.html", context)


def _hopes_page(view: PersonView) -> tuple[Any, ...]:
    return (reverse("my_story") if view.is_me else reverse("person_hopes", kwargs={"person_id": view.id}),)


@page(Access.WORKER, "web.person_contacts", commitments=[2])
def person_contacts(request: Request, person_id: UUID) -> HttpResponse:
    """Contacts with services: whether the story had to be told again, and whether there was time."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.ENCOUNTERS])
    beside = statements(request.principal, person_id)
    return render(request, "web/person_contacts.html", {"view": view, "tab": "contacts", "statements": beside})


@page(Access.WORKER, "web.log_contact", commitments=[2])
def log_contact(request: Request, person_id: UUID) -> HttpResponse:
    """Logs a contact, of today or of a day before."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = ContactForm.of(request, initial={"at": clock.today()})
    if form.is_valid() and form.done(actions.log_encounter, person_id=person_id, **form.values()):
        messages.success(request, _("Logged."))
        return redirect("person_contacts", person_id=person_id)
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": _("Log a contact")})


@page(Access.WORKER, "web.note_stay", commitments=[4])
def note_stay(request: Request, person_id: UUID) -> HttpResponse:
    """Notes that the person is in hospital: those who ask for help for them see when they are back within days."""
    view = queries.person(request.principal, person_id, [Part.CONTACT])
    form = StayForm.of(request, initial={"since": clock.today()})
    if form.is_valid() and form.done(actions.begin_stay, person_id=person_id, **form.cleaned_data):
        messages.success(request, _("Noted. When they leave, say so here, and whether they were asked before."))
        return redirect("person_contacts", person_id=person_id)
    return render(request, "web/person_form.html", {"view": view, "form": form, "title": _("Note a hospital stay")})


@page(Access.WORKER, "web.end_stay", commitments=[3, 4])
def end_stay(request: Request, person_id: UUID, stay_id: UUID) -> HttpResponse:
    """Notes that they have left, and whether they were asked before."""
    view = queries.person(request.principal, person_id, [Part.CONTACT, Part.ENCOUNTERS])
    stay = next((each for each in view.stays or () if each.id == stay_id), None)
    if stay is None:
        raise NotFound("stay", stay_id)
    form = LeftForm.of(request, initial={"until": clock.today()})
    version = sent_version(request) or stay.version
    if form.is_valid() and form.done(
        actions.end_stay,
        stay_id=stay_id,
        version=version,
        until=form.cleaned_data["until"],
        asked=Asked(form.cleaned_data["asked"]),
    ):
        messages.success(request, _("Noted. Should they be back within days, everyone who helps them sees it."))
        return redirect("person_contacts", person_id=person_id)
    context = {"view": view, "form": form, "title": _("They have left the hospital"), "version": version}
    return render(request, "web/person_form.html", context)
