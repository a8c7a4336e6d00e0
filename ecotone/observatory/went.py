"""How live asks and contacts went, read to be counted: a hand of `gather`, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from ecotone.care.machine import NOTHING_LACKS
from ecotone.care.models import Referral, ReferralMove, Signpost
from ecotone.care.rules.doors import Door, doors_before
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.observatory.answers import DOORS, NO_REPLY, Answer, Measure, Reply, first_within
from ecotone.observatory.rules import End
from ecotone.observatory.tellings import Telling, told
from ecotone.people.models import Encounter, Relationship
from ecotone.people.rules import Mode

ANSWERS = ("accept", "claim", "decline", "ask", "give_up_waiting", "fail")
COLUMNS = (
    *("id", "place_id", "source__sector", "source_id", "target__sector", "target_id"),
    *("person_id", "need_id", "offered_at"),
)


@dataclass
class _Course:
    """When an ask was answered, and how: the first move of each sort, and the reason of a no."""

    first: dict[str, datetime] = field(default_factory=dict)
    reason: str = ""

    @property
    def reply(self) -> str:
        if "accept" in self.first:
            return Reply.ACCEPTED
        return Reply.NOT_TAKEN if {"decline", "give_up_waiting"} & self.first.keys() else ""

    @property
    def why_not(self) -> str:
        """Why it was not taken on: the reason that was given, or that no reply came."""
        return self.reason if "decline" in self.first else NO_REPLY

    @property
    def heard(self) -> datetime | None:
        """When the first answer came: a yes, a no, or a question."""
        return min((self.first[code] for code in ("accept", "decline", "ask") if code in self.first), default=None)

    @property
    def shut(self) -> datetime | None:
        """When it was known that this place would not help."""
        if "fail" in self.first:
            return self.first["fail"]
        if "decline" in self.first and self.reason not in NOTHING_LACKS:
            return self.first["decline"]
        return self.first.get("give_up_waiting") if "accept" not in self.first else None


def answers(asked: QuerySet[Referral], countable: QuerySet[Referral]) -> Iterator[tuple[UUID | None, Answer]]:
    """What became of each of these asks, with the place of whom it was about. Five queries."""
    rows = list(asked.values_list(*COLUMNS))
    people = asked.values("person_id")
    before = countable.filter(person_id__in=people)
    courses = _courses(before)
    doors = _doors(before, courses, people)
    for own_id, place_id, from_sector, source_id, to_sector, target_id, person_id, need_id, offered_at in rows:
        course = courses[own_id]
        mine = doors.get((person_id, need_id), {})
        yield (
            place_id,
            Answer(
                End(from_sector or Sector.INFORMAL, source_id),
                End(to_sector, target_id),
                person_id,
                _parts(course, offered_at, mine, own_id, need_id),
            ),
        )


def _parts(
    course: _Course, offered_at: datetime, doors: dict[UUID, Door], own_id: UUID, need_id: UUID | None
) -> dict[Measure, str]:
    parts: dict[Measure, str] = {Measure.REPLY: course.reply}
    if course.heard:
        parts[Measure.FIRST] = first_within((_day(course.heard) - _day(offered_at)).days)
    if course.reply == Reply.NOT_TAKEN:
        parts[Measure.REASON] = course.why_not
    if course.reply == Reply.ACCEPTED and need_id:
        n = doors_before(doors[own_id], doors.values())
        parts[Measure.DOORS] = DOORS[min(n, len(DOORS) - 1)]
    return parts


def _day(moment: datetime) -> Any:
    return moment.astimezone(clock.LOCAL).date()


def _courses(asks: QuerySet[Referral]) -> dict[UUID, _Course]:
    found: dict[UUID, _Course] = defaultdict(_Course)
    moves = ReferralMove.objects.filter(referral__in=asks.values("id"), code__in=ANSWERS)
    columns = ("referral_id", "code", "created_at", "detail")
    for referral_id, code, at, detail in moves.order_by("created_at", "id").values_list(*columns):
        course = found[referral_id]
        course.first.setdefault("accept" if code == "claim" else code, at)
        if code == "decline":
            course.reason = detail
    return found


Key = tuple[UUID, UUID | None]


def _doors(asks: QuerySet[Referral], courses: dict[UUID, _Course], people: Any) -> dict[Key, dict[UUID, Door]]:
    """Each person's doors by need; a signpost without one counts for the next yes she got, whatever it was for."""
    found: dict[Key, dict[UUID, Door]] = defaultdict(dict)
    yeses: dict[UUID, list[tuple[datetime, UUID | None]]] = defaultdict(list)
    for own_id, person_id, need_id, target_id in asks.values_list("id", "person_id", "need_id", "target_id"):
        course = courses[own_id]
        found[person_id, need_id][own_id] = Door(target_id, course.first.get("accept"), course.shut)
        if "accept" in course.first:
            yeses[person_id].append((course.first["accept"], need_id))
    for own_id, person_id, said, door in _signposts(people):
        after = [each for each in yeses[person_id] if door.shut_at and each[0] >= door.shut_at]
        next_yes = min(after, key=lambda each: each[0])[1] if after else None
        found[person_id, said or next_yes][own_id] = door
    return found


def _signposts(people: Any) -> Iterator[tuple[UUID, UUID, UUID | None, Door]]:
    """Where people were sent on, but for the right places, and for all that is sensitive."""
    kept = Signpost.objects.filter(person_id__in=people, taken_back_at=None, sensitive=False)
    kept = kept.exclude(wrong_place=False).annotate(provider=F("to_service__provider"))
    columns = ("id", "person_id", "need_id", "on", "to_actor_id", "provider", "to_words")
    for own_id, person_id, need_id, on, actor_id, provider, words in kept.values_list(*columns):
        place = actor_id or provider or (words.casefold() if words else own_id)
        yield own_id, person_id, need_id, Door(place, shut_at=clock.begins(on))


def tellings(since: datetime, until: datetime, *, unnamed: frozenset[UUID]) -> Iterator[tuple[UUID | None, Telling]]:
    """Contacts after a person's first, with where she lives; none of a team whose name would tell too much."""
    private = Relationship.objects.filter(
        person_id=OuterRef("person_id"), actor_id=OuterRef("actor_id"), sensitive=True
    )
    of_hers = Encounter.objects.filter(person_id=OuterRef("person_id")).order_by("at", "id")
    kept = Encounter.objects.filter(~Q(pk=Subquery(of_hers.values("id")[:1])), ~Exists(private))
    kept = kept.filter(at__gte=since, at__lt=until).exclude(actor_id__in=unnamed)
    columns = ("person__home_id", "actor__sector", "mode", "mode_said_by", "person_id")
    for home_id, sector, mode, said_by, person_id in kept.values_list(*columns):
        yield home_id, (sector, told(Mode(mode), said_by), person_id)
