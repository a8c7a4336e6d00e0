"""Reads for lists: whom a team helps, who else helps them, who is in hospital, who had to repeat themselves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.ground import clock
from ecotone.ground.orders import Order
from ecotone.people import policies
from ecotone.people.models import (
    Encounter,
    Person,
    Relationship,
    Stay,
)
from ecotone.people.queries.record import SENSITIVE_TEAM, _identity, _withheld
from ecotone.people.rules import Asked, Mode, Part, back_after
from ecotone.people.views import (
    Helping,
    HospitalView,
    OwnTellings,
    PersonRow,
)

RECENT = timedelta(days=180)
"""How far back a stay that is over is read, to tell whether the next was a return."""


BY_NAME = Order(("person_name", "person_id"))
COUNTED = 1000
"""How many people behind the first of a page are counted. A team may help tens of thousands: nobody reads on so far,
and to count them all would take longer than to show the page."""


def my_people(
    by: Principal, *, words: str = "", most: int = 50, start: int = 0, after: UUID | None = None
) -> tuple[list[PersonRow], int]:
    """Those with whom the worker's team has a relationship now, by name, and how many there are.

    Where more than COUNTED lie behind the first of these, they are not counted further: `start` + COUNTED are said.
    `after` is the last who was read: it goes on behind her name, whether or not she is still helped.
    """
    if not by.practises:
        return [], 0
    ids, total = _by_name(by, words.strip(), most, start, after)
    page = list(Person.objects.select_related("home").filter(id__in=ids).order_by("name", "id"))
    since = dict(
        Relationship.objects.filter(policies.current(clock.now()), person__in=page, actor_id__in=[by.actor_id])
        .order_by("-since")
        .values_list("person_id", "since")
    )
    verdicts = policies.verdicts(by, [row.id for row in page])
    looked(
        by,
        "people.my_people",
        *(Subject("person", r.id, Part.IDENTITY, verdicts[r.id][Part.IDENTITY].basis) for r in page),
    )
    return [_person_row(row, verdicts[row.id], since) for row in page], total


@widened(Why.OWN_WORK)
def _by_name(by: Principal, words: str, most: int, start: int, after: UUID | None) -> tuple[list[UUID], int]:
    """The ids of a page of those whom the caller's team helps, and how many there are. Read off the team's own
    relationships; a refusal that the fence hid would be forgotten here."""
    refused = policies.refused_to(by, person="person")
    ties = Relationship.objects.filter(policies.current(clock.now()), ~Exists(refused), actor_id=by.team_id)
    if words:
        ties = ties.filter(Q(person_name__icontains=words) | Q(person__known_as__icontains=words))
    people = ties.values_list("person_id", "person_name").distinct()
    last = Person.objects.filter(pk=after).values_list("name", "id").first() if after else None
    ids = [person_id for person_id, _ in BY_NAME.of(people, last)[start : start + most]]
    at_the_end = last is None and 0 < len(ids) < most
    return ids, start + len(ids) if at_the_end else people[: start + COUNTED].count()


def _person_row(row: Person, verdicts: Mapping[Part, Verdict], since: dict) -> PersonRow:
    who = _identity(row)
    return PersonRow(
        id=row.id,
        name=who.name,
        nickname=who.nickname,
        birth_date=who.birth_date,
        age=who.age,
        home=who.home,
        since=since.get(row.id),
        warning=row.contact_warning if verdicts[Part.CONTACT].allowed else "",
        died_on=row.died_on,
    )


@widened(Why.RULE)
def helping(by: Principal, person_ids: Iterable[UUID]) -> dict[UUID, Helping]:
    """Who else helps these people now, where that part is the caller's to see, and whose names are not. One query.

    It is read for a list, whose own query leaves the look.
    """
    ids = list(person_ids)
    verdicts, at = policies.verdicts(by, ids), clock.now()
    others = Relationship.objects.filter(policies.current(at) | Q(sensitive=True), person__in=ids)
    rows = list(others.exclude(actor_id__in=[by.actor_id]).select_related("actor").order_by("since", "id"))
    found = {}
    for person_id in ids:
        verdict, theirs = verdicts[person_id][Part.INVOLVED], [row for row in rows if row.person_id == person_id]
        hidden = frozenset(row.actor_id for row in theirs if row.sensitive)
        now = tuple(
            (SENSITIVE_TEAM if row.actor_id in hidden else row.actor.name, row.since)
            for row in theirs
            if row.since <= at and (row.until is None or row.until > at)
        )
        found[person_id] = Helping(now if verdict.allowed else _withheld(verdict), hidden)
    return found


def hospital(by: Principal, verdicts: Mapping[UUID, Mapping[Part, Verdict]]) -> dict[UUID, HospitalView]:
    """Of these people, with the caller's verdicts on them, who is in hospital now, or was back there within days.

    Of each the newest stay that is either. For those who help them, whatever else was shared; unless the person has
    refused them her contacts. One query.
    """
    known = [each for each, of in verdicts.items() if _may_know_of_stays(of)]
    recent = Q(until=None) | Q(since__gte=clock.today() - RECENT)
    rows = Stay.objects.filter(recent, person__in=known).order_by("person", "since", "id")
    found, last = {}, dict[UUID, Stay]()
    for row in rows:
        if shown := _in_hospital(row, last.get(row.person_id)):
            found[row.person_id] = shown
        last[row.person_id] = row
    seen = (Subject("person", each, Part.ENCOUNTERS, verdicts[each][Part.IDENTITY].basis) for each in found)
    looked(by, "people.hospital", *seen)
    return found


def _may_know_of_stays(verdicts: Mapping[Part, Verdict]) -> bool:
    who, contacts = verdicts[Part.IDENTITY], verdicts[Part.ENCOUNTERS]
    if who.basis is Basis.LEGAL_DUTY:
        return contacts.allowed
    return who.allowed and contacts.code != "people.person_refused"


def _in_hospital(stay: Stay, before: Stay | None) -> HospitalView | None:
    """What those who help her see of a stay, after the one `before` it: that it is a return, or lasts still."""
    if before and before.until and (days := back_after(before.until, stay.since)) is not None:
        return HospitalView(stay.since, before.until, days, Asked(before.asked), Asked(before.asked_person))
    return HospitalView(stay.since) if stay.until is None else None


@widened(Why.OWN_WORK)
def told_again_to(by: Principal, *, since: date, until: date, most: int = 50) -> OwnTellings | None:
    """The contacts of the caller's own team in these days, after each person's first: how many, and at which of them
    she had to repeat her story, as far as the caller may still see that part of her record. None without a team."""
    if not by.practises or by.actor_id is None:
        return None
    first = Encounter.objects.filter(person_id=OuterRef("person_id")).order_by("at", "id").values("id")[:1]
    ours = Encounter.objects.filter(actor_id=by.actor_id, at__gte=clock.begins(since), at__lt=clock.begins(until))
    after = ours.exclude(pk=Subquery(first))
    repeated = list(after.filter(mode=Mode.HAD_TO_REPEAT).select_related("person").order_by("-at", "-id")[:most])
    verdicts = policies.verdicts(by, {row.person_id for row in repeated})
    both = (Part.IDENTITY, Part.ENCOUNTERS)
    shown = [row for row in repeated if all(verdicts[row.person_id][part].allowed for part in both)]
    looked(
        by,
        "people.told_again_to",
        *(
            Subject("person", row.person_id, Part.ENCOUNTERS, verdicts[row.person_id][Part.ENCOUNTERS].basis)
            for row in shown
        ),
    )
    return OwnTellings(
        contacts=after.count(),
        repeated=after.filter(mode=Mode.HAD_TO_REPEAT).count(),
        shown=tuple((row.person_id, row.person.name, row.at) for row in shown),
    )
