"""People: their record, who is around them, who may see what, and who has been looking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.queries import Look
from ecotone.access.rules import Kind, Role, Scope
from ecotone.care import actions as care_actions
from ecotone.care import queries as care
from ecotone.directory import queries as directory
from ecotone.ground import clock
from ecotone.people import actions, queries
from ecotone.people.rules import STORY, Part
from ecotone.people.views import DepartureView, OddLooks, PersonView, Watched
from ecotone.procedures import leaving
from ecotone.web.api.operations import Operation, Read, Write
from ecotone.web.looks import Told, told_of
from ecotone.web.routes import Access

READ, WRITE = Scope.PEOPLE_READ, Scope.PEOPLE_WRITE
WORKERS = (Access.WORKER,)
HERSELF = (Access.PERSON,)
THEIRS = (Access.WORKER, Access.HERS)
CLOSEST = (Access.WORKER, Access.PERSON)
AT = "people/{person_id}"
HOPES = "hopes/{outcome_id}"
DETAILS: dict[str, Any] = {
    **dict.fromkeys(("name", "known_as", "pronouns"), str),
    "birth_date": date,
    "home_id": UUID,
    **dict.fromkeys(("contact_how", "contact_detail", "contact_warning", "language", "communication"), str),
    "interpreter": bool,
}


@dataclass(frozen=True)
class Death:
    """Who has died, and what was noted of it."""

    person_id: UUID
    name: str
    departure: DepartureView


@dataclass(frozen=True)
class Named:
    """Somebody by name, with what tells one from another: a year of birth, an address."""

    id: UUID
    name: str
    told_apart_by: str


@dataclass(frozen=True)
class Me:
    """In whose name a token calls: which hat of whose, or the person, or for whom."""

    kind: Kind
    name: str
    hat_title: str
    role: Role | None
    actor_id: UUID | None
    actor_name: str
    person_id: UUID | None
    cares_for: UUID | None


def me(by: Principal) -> Me:
    """Who the token calls as."""
    told = (by.hat_title, by.role, by.actor_id, by.actor_name, by.person_id, by.cares_for)
    return Me(by.kind, by.name, *told)


def _record(by: Principal, person_id: UUID, parts: Collection[Part]) -> PersonView:
    return queries.person(by, person_id, list(parts))


def person(by: Principal, person_id: UUID) -> PersonView:
    """Who somebody is and how to reach them safely."""
    return _record(by, person_id, [Part.CONTACT])


def story(by: Principal, person_id: UUID) -> PersonView:
    """The story in the person's words, section by section."""
    return _record(by, person_id, [Part.CONTACT, *STORY])


def circle(by: Principal, person_id: UUID) -> PersonView:
    """Who is around a person, and which teams help."""
    return _record(by, person_id, [Part.CONTACT, Part.CIRCLE, Part.INVOLVED])


def contacts(by: Principal, person_id: UUID) -> PersonView:
    """Contacts with services and stays in hospital."""
    return _record(by, person_id, [Part.CONTACT, Part.ENCOUNTERS])


def looks(by: Principal) -> list[Told]:
    """Every look at one's own record, newest first, in words."""
    return told_of(by)


def deaths(by: Principal, *, most: int = 50) -> list[Death]:
    """The deaths that were noted lately, newest first, for those who guard records."""
    return [Death(*each) for each in queries.deaths_noted(by, most=most)]


def audit_of_person(by: Principal, person_id: UUID, *, most: int = 50) -> list[Look]:
    """Every look at one person's record, newest first, for those who guard records."""
    return queries.looks_at(by, person_id, most=most)[1]


def audit_of_worker(by: Principal, account_id: UUID, *, since: date, until: date, most: int = 50) -> list[Watched]:
    """What one worker did from one day until, but not on, another, newest first, for those who guard records."""
    return queries.acts_of(by, account_id, clock.begins(since), clock.begins(until), most=most)


def audit_oddities(by: Principal, *, since: date, until: date) -> OddLooks:
    """Looks from one day until, but not on, another that are worth a question, for those who guard records."""
    return queries.odd_looks(by, clock.begins(since), clock.begins(until))


def audit_people(by: Principal, *, words: str) -> list[Named]:
    """Whose looks may be asked about: those with exactly this name or number, for those who guard records."""
    return [Named(*each) for each in queries.people_to_watch(by, words)]


def audit_workers(by: Principal, *, words: str) -> list[Named]:
    """Whose acts may be asked about: workers with this in their name or address, for those who guard records."""
    return [Named(*each) for each in queries.workers_to_watch(by, words)]


def _taken_in(by: Principal) -> dict[str, Any]:
    return {"sensitive": directory.is_sensitive(by.actor_id), "purpose": "taken in"}


OPERATIONS: tuple[Operation, ...] = (
    Read("me", me, None),
    Read("people", queries.my_people, READ, WORKERS, mark=lambda row: row.id),
    Read(AT, person, READ, THEIRS),
    Read(f"{AT}/story", story, READ, THEIRS),
    Read(f"{AT}/circle", circle, READ, THEIRS),
    Read(f"{AT}/contacts", contacts, READ, CLOSEST),
    Read(f"{AT}/sharing", queries.sharing, READ, CLOSEST),
    Read(f"{AT}/sharing/would-change", queries.choice_would_change, READ, CLOSEST),
    Read("choices/{choice_id}/would-change", queries.withdrawal_would_change, READ, CLOSEST),
    Read("permissions/{permission_id}/would-change", queries.ending_would_change, READ, CLOSEST),
    Read(f"{AT}/permissions", queries.permissions_of, READ, CLOSEST),
    Read(f"{AT}/deciding", queries.deciding, READ, CLOSEST),
    Read(f"{AT}/departures", queries.departures_of, READ, WORKERS),
    Read(f"{AT}/hopes", care.outcomes_of, READ, THEIRS),
    Read("looks", looks, READ, HERSELF),
    Read("passed-on", queries.passed_on, READ, (Access.HERS,)),
    Read("permissions-to-act", queries.offers_to, READ),
    Read("guarding/suspensions", queries.suspensions, READ),
    Read("guarding/deaths", deaths, READ),
    Read("guarding/audit/people", audit_people, READ),
    Read("guarding/audit/people/{person_id}", audit_of_person, READ),
    Read("guarding/audit/workers", audit_workers, READ),
    Read("guarding/audit/workers/{account_id}", audit_of_worker, READ),
    Read("guarding/audit/odd-looks", audit_oddities, READ),
    Read("tellings", queries.told_again_to, READ),
    Write(
        "people",
        actions.add_person,
        WRITE,
        WORKERS,
        makes="person",
        also={name: hint for name, hint in DETAILS.items() if name != "name"},
        hides=frozenset({"sensitive", "purpose"}),
        fills=_taken_in,
    ),
    Write(f"{AT}/details", actions.change_person, WRITE, WORKERS, also=DETAILS),
    Write(f"{AT}/story/entries", actions.add_story_entry, WRITE, THEIRS, makes=""),
    Write(f"{AT}/circle/ties", actions.add_to_circle, WRITE, WORKERS, makes=""),
    Write(f"{AT}/contacts/encounters", actions.log_encounter, WRITE, CLOSEST, makes=""),
    Write(f"{AT}/contacts/encounters/{{encounter_id}}/her-word", actions.say_about_encounter, WRITE, HERSELF),
    Write(f"{AT}/contacts/stays", actions.begin_stay, WRITE, WORKERS, makes=""),
    Write(f"{AT}/contacts/stays/{{stay_id}}/end", actions.end_stay, WRITE, WORKERS),
    Write(f"{AT}/contacts/stays/{{stay_id}}/her-word", actions.say_about_stay, WRITE, HERSELF),
    Write(f"{AT}/sharing/choices", actions.choose_sharing, WRITE, CLOSEST, makes=""),
    Write("choices/{choice_id}/withdraw", actions.withdraw_choice, WRITE, CLOSEST),
    Write(f"{AT}/permissions", actions.offer_permission, WRITE, CLOSEST, makes=""),
    Write(f"{AT}/permissions/{{permission_id}}/renew", actions.renew_permission, WRITE, HERSELF),
    Write("permissions/{permission_id}/end", actions.end_permission, WRITE),
    Write("permissions/{permission_id}/accept", actions.accept_permission, WRITE),
    Write("permissions/{permission_id}/decline", actions.decline_permission, WRITE),
    Write(f"{AT}/permissions/{{permission_id}}/suspend", actions.suspend_permission, WRITE),
    Write(f"{AT}/permissions/{{permission_id}}/lift", actions.lift_suspension, WRITE),
    Write(f"{AT}/deciding/authorities", actions.record_authority, WRITE, WORKERS, makes=""),
    Write(f"{AT}/deciding/authorities/{{authority_id}}/end", actions.end_authority, WRITE, WORKERS),
    Write(f"{AT}/deciding/assessments", actions.record_assessment, WRITE, WORKERS, makes=""),
    Write(f"{AT}/deciding/assessments/{{assessment_id}}/withdraw", actions.withdraw_assessment, WRITE, WORKERS),
    Write(f"{AT}/passed-on", actions.pass_on_wish, WRITE, (Access.HERS,), makes=""),
    Write(f"{AT}/kept-back", actions.keep_back, WRITE, HERSELF),
    Write(f"{AT}/kept-back/{{subject_id}}/show-again", actions.show_again, WRITE, HERSELF),
    Write(f"{AT}/hopes", care_actions.add_outcome, WRITE, THEIRS, makes=""),
    Write(f"{AT}/{HOPES}/review", care_actions.review_outcome, WRITE, THEIRS, makes=""),
    Write(f"{AT}/death", leaving.record_death, WRITE, WORKERS),
    Write(f"{AT}/death/undo", leaving.undo_death, WRITE),
    Write(f"{AT}/move", leaving.record_move, WRITE, WORKERS),
)
