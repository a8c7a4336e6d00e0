"""Reads of how long records are kept here, and whose time is over.

Whoever was taken in after a period began cannot be due yet: ids grow with time, so the oldest are read by their key,
and nobody else. Of those, only whom nothing was written of since.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import system_only, with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.care.models import Outcome, Referral
from ecotone.ground import clock
from ecotone.notices.models import Notice
from ecotone.notices.rules import GUARDIANS
from ecotone.people.models import Encounter, Person, Relationship, StoryEntry
from ecotone.people.rules import Part
from ecotone.rights.models import Hold, RetentionPeriod
from ecotone.rights.rules.correcting import months_on
from ecotone.rights.rules.keeping import LEAST, Kept, due_on, rule_for
from ecotone.rights.views import DueView, PeriodView

SLACK = timedelta(days=4)
"""By so much the condition lets through more than the rule: months are not equally long."""
PROPOSED_UNTIL = 7
"""Day of the month: the clock proposes in its first week, so that one that stood still for some days does so too."""


def periods(by: Principal) -> list[PeriodView]:
    """How long each sort of record is kept here, the least, and why it is longer. For those who guard records."""
    with_role(by, Role.GUARDIAN).require("retentionperiod")
    set_here = {row.rule: row for row in RetentionPeriod.objects.all()}
    return [_period(rule, set_here.get(str(rule))) for rule in Kept]


def _period(rule: Kept, row: RetentionPeriod | None) -> PeriodView:
    least = LEAST[rule].months
    if row is None:
        return PeriodView(str(rule), least, least, "", "", 0)
    return PeriodView(str(rule), least, row.months, row.why, row.author, row.version)


@widened(Why.GUARDING)
def due(by: Principal, *, most: int = 20) -> list[DueView]:
    """Whose time is over, the longest first, as far as the oldest records go: for those who guard records.

    Whoever is held up is not among them.
    """
    with_role(by, Role.GUARDIAN).require("person")
    found = _due(_months(), most)
    looked(by, "rights.due", *(Subject("person", each.person_id, Part.IDENTITY, Basis.ROLE) for each in found))
    return found


def is_due(person_id: UUID) -> bool:
    """Whether somebody's time is over now; for Ecotone itself, before it goes."""
    return bool(_due(_months(), 1, only=person_id))


def to_propose(by: Principal) -> str | None:
    """The month, where something is due in it and guardians have not been told yet; None otherwise. For the clock."""
    system_only(by).require("retentionperiod")
    today = clock.today()
    month = f"{today:%Y-%m}"
    if today.day > PROPOSED_UNTIL or Notice.objects.filter(event=uuid5(GUARDIANS, f"retention:{month}")).exists():
        return None
    return month if _due(_months(), 1) else None


def retention_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """News that something is due is for those who guard records."""
    return {id_: id_ for id_ in ids} if by.role is Role.GUARDIAN else {}


def _months() -> dict[Kept, int]:
    set_here = dict(RetentionPeriod.objects.values_list("rule", "months"))
    return {rule: set_here.get(str(rule), LEAST[rule].months) for rule in Kept}


def _due(months: Mapping[Kept, int], most: int, only: UUID | None = None) -> list[DueView]:
    """Those who are due: first by a condition that lets through few more, then by the rule itself."""
    today = clock.today()
    people = Person.objects.filter(erased_at=None).exclude(Exists(_held()))
    if only is not None:
        people = people.filter(pk=only)
    dead = people.filter(died_on__lte=months_on(today, -months[Kept.DIED]) + SLACK).order_by("died_on", "id")
    since = clock.begins(months_on(today, -min(months[Kept.ADULT], months[Kept.CHILD])) + SLACK)
    quiet = _quiet(people.filter(died_on=None, pk__lt=_id_at(since)), since).order_by("id")
    found = []
    for row in (*_with_last(dead)[:most], *_with_last(quiet)[: most * 5]):
        last = _last_of(row)
        on = due_on(born=row.birth_date, died=row.died_on, last=last, months=months)
        if on <= today:
            rule = rule_for(born=row.birth_date, died=row.died_on, last=last)
            found.append(DueView(row.id, row.name, row.birth_date, row.died_on, last, str(rule), on))
    return sorted(found, key=lambda each: each.due_on)[:most]


def _held() -> QuerySet[Hold]:
    return Hold.objects.filter(person=OuterRef("pk"), lifted_at=None)


def _id_at(moment: datetime) -> UUID:
    """The least id that could be made at that moment."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def _quiet(people: QuerySet[Person], since: datetime) -> QuerySet[Person]:
    """Those of whom nothing was written since, whom nobody helps, and who have not signed in."""
    hers = {"person": OuterRef("pk")}
    written = (
        Relationship.objects.filter(Q(until=None) | Q(until__gt=since), **hers),
        StoryEntry.objects.filter(created_at__gt=since, **hers),
        Encounter.objects.filter(at__gt=since, **hers),
        Outcome.objects.filter(created_at__gt=since, **hers),
        Referral.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since) | Q(created_at__gt=since), **hers),
    )
    for each in written:
        people = people.exclude(Exists(each))
    return people.exclude(account__last_login__gt=since)


WRITTEN: Mapping[str, tuple[Any, str]] = {
    "helped": (Relationship, "until"),
    "told": (StoryEntry, "created_at"),
    "met": (Encounter, "at"),
    "hoped": (Outcome, "created_at"),
    "asked": (Referral, "created_at"),
}
"""When something was last written of somebody, or somebody last helped: of which table, by which column."""


def _with_last(people: QuerySet[Any]) -> QuerySet[Any]:
    newest = {
        name: Subquery(
            model._default_manager.filter(person=OuterRef("pk"), **{f"{column}__isnull": False})
            .order_by(f"-{column}")
            .values(column)[:1]
        )
        for name, (model, column) in WRITTEN.items()
    }
    return people.annotate(**newest)


def _last_of(person: Any) -> date:
    moments = [person.created_at, *(getattr(person, name) for name in WRITTEN)]
    last: datetime = max(each for each in moments if each is not None)
    return last.astimezone(clock.LOCAL).date()
