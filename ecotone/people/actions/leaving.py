"""Writes to how somebody leaves: she died, or moved away. `procedures.leaving` calls these together with care's own.

What a death ends here is kept by id with it, so that one entered in error can be undone: the permissions of those who
acted for her, the stay in hospital she was in, and the relationships that would otherwise never have ended.
"""

from datetime import date, timedelta
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ecosystem.models import Place
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.actions.carers import LIVE
from ecotone.people.actions.way_in import end_ways_in
from ecotone.people.models import CarerPermission, Departure, Person, Relationship, Stay
from ecotone.people.rules import EndedBy, Leaving, Part, PermissionState, after_death
from ecotone.people.rules.way_in import WayInEnd

AFTER_A_DEATH = timedelta(days=28)
"""How long those who took her in may still look, to set things in order."""


@action("people.note_death")
def note_death(*, by: Principal, person_id: UUID, died_on: date, told_by: str) -> Departure:
    """That she has died, when, and who told us. Her own sign-in and every permission to act for her end at once, and
    a stay in hospital on that day.

    Noted twice it is one: the first stands. Raises Invalid naming every fault.
    """
    policies.may_note_leaving(by, person_id).require("person", person_id)
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    noted = Departure.objects.filter(person=person, kind=Leaving.DIED, undone_at=None).first()
    if noted is None:
        check(_death_problems(person, died_on, told_by))
        ended = {
            "permissions": _end_permissions(person),
            "relationships": _end_relationships(person),
            "stays": _end_stays(person, died_on),
        }
        end_ways_in(person_id, WayInEnd.DIED)
        person.change(version=person.version, died_on=died_on)
        noted = Departure.add(
            person=person, kind=Leaving.DIED, on=died_on, told_by=told_by, ended=ended, **Departure.signed(by)
        )
    wrote("person", person_id, act="people.note_death", part=Part.IDENTITY)
    return noted


def _death_problems(person: Person, died_on: date, told_by: str) -> list[Problem]:
    problems = [] if told_by.strip() else [Problem("ground.required", "told_by")]
    if died_on > clock.today():
        problems.append(Problem("people.future", "died_on"))
    elif person.birth_date and died_on < person.birth_date:
        problems.append(Problem("people.before_birth", "died_on"))
    return problems


def _end_permissions(person: Person) -> list[list[str]]:
    ended = []
    for row in CarerPermission.objects.select_for_update().filter(person=person, state__in=LIVE).order_by("id"):
        ended.append([str(row.id), str(row.state)])
        row.change(version=row.version, state=PermissionState.ENDED, ended_at=clock.now(), ended_by=EndedBy.DEATH)
    return ended


def _end_relationships(person: Person) -> list[str]:
    """Those that no ask opened, which would never end: what an ask opened ends once its loop has been read."""
    open_ones = Relationship.objects.filter(person=person, until=None, opened_by=None).order_by("id")
    ids = [str(each) for each in open_ones.values_list("id", flat=True)]
    Relationship.objects.filter(id__in=ids).update(until=clock.now() + AFTER_A_DEATH, ended_reason="death")
    return ids


def _end_stays(person: Person, died_on: date) -> list[str]:
    """The one she was in; one that was noted to begin after that day ends as it begins."""
    ended = []
    for stay in Stay.objects.filter(person=person, until=None):
        stay.change(version=stay.version, until=max(stay.since, died_on))
        ended.append(str(stay.id))
    return ended


@action("people.undo_death")
def undo_death(*, by: Principal, person_id: UUID, reason: str) -> Departure:
    """It was entered in error. Whoever guards records undoes it, and says why; what people's own ended holds again.

    A permission whose last day has passed meanwhile stays ended. Undone twice it is one.
    """
    access.with_role(by, Role.GUARDIAN).require("person", person_id)
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    noted = Departure.objects.filter(person=person, kind=Leaving.DIED).order_by("-created_at", "-id").first()
    if noted is None:
        raise Invalid(Problem("people.not_noted"))
    if noted.undone_at is None:
        check([] if reason.strip() else [Problem("ground.required", "reason")])
        person.change(version=person.version, died_on=None)
        _restore(noted)
        noted.change(version=noted.version, undone_at=clock.now(), undone_reason=reason)
    wrote("person", person_id, act="people.undo_death", part=Part.IDENTITY)
    return noted


def _restore(noted: Departure) -> None:
    for stay in Stay.objects.filter(id__in=noted.ended.get("stays", [])):
        if not Stay.objects.filter(person_id=stay.person_id, until=None).exists():
            stay.change(version=stay.version, until=None)
    states = dict(noted.ended.get("permissions", []))
    for row in CarerPermission.objects.filter(id__in=states, ended_by=EndedBy.DEATH, until__gt=clock.now()):
        taken = CarerPermission.objects.filter(person_id=row.person_id, email=row.email, ended_at=None).exists()
        if not taken:
            row.change(version=row.version, state=states[str(row.id)], ended_at=None, ended_by="")
    for relationship in Relationship.objects.filter(
        id__in=noted.ended.get("relationships", []), ended_reason="death"
    ):
        others = Relationship.objects.filter(
            person_id=relationship.person_id, actor_id=relationship.actor_id, until=None
        )
        if not others.exists():
            relationship.until, relationship.ended_reason = None, ""
            relationship.save(update_fields=["until", "ended_reason"])


@action("people.note_move")
def note_move(
    *, by: Principal, person_id: UUID, version: int, home_id: UUID | None, on: date, told_by: str
) -> Departure:
    """That she lives somewhere else now; no home: outside this area. Nothing is ended by it.

    Noted twice it is one. Raises Stale when another change came first.
    """
    policies.may_note_leaving(by, person_id).require("person", person_id)
    person = Person.of(person_id)
    moves = Departure.objects.filter(person=person, kind=Leaving.MOVED, went_to=home_id, on=on)
    same = moves.order_by("-created_at").first() if person.home_id == home_id else None
    if same is None:
        check(_move_problems(person, home_id, on, told_by))
        went_to = Place.of(home_id) if home_id else None
        came_from = person.home_id
        person.change(version=version, home_id=home_id)
        same = Departure.add(
            person=person,
            kind=Leaving.MOVED,
            on=on,
            told_by=told_by,
            came_from_id=came_from,
            went_to=went_to,
            **Departure.signed(by),
        )
    wrote("person", person_id, act="people.note_move", part=Part.IDENTITY)
    return same


def _move_problems(person: Person, home_id: UUID | None, on: date, told_by: str) -> list[Problem]:
    problems = [] if told_by.strip() else [Problem("ground.required", "told_by")]
    if on > clock.today():
        problems.append(Problem("people.future", "on"))
    problems += after_death(person.died_on)
    if home_id is not None and person.home_id == home_id:
        problems.append(Problem("people.lives_there", "home"))
    return problems


@action("people.keep_what_ended")
def keep_what_ended(*, by: Principal, departure_id: UUID, kind: str, ids: list[UUID]) -> Departure:
    """Keeps with a departure what another room ended, or drafted again, because of it; for Ecotone itself."""
    access.system_only(by).require("departure", departure_id)
    noted = Departure.of(departure_id)
    noted.change(version=noted.version, ended={**noted.ended, kind: [str(each) for each in ids]})
    wrote("person", noted.person_id, act="people.keep_what_ended")
    return noted
