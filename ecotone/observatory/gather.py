"""The one place where live records are read to be counted: nothing that leaves here may reach a page undisclosed.

What is never counted: drafts, what was entered in error, and all that is sensitive, by its service or its need. An
actor known for sensitive services alone is counted among the others of its sector and never named. A friction is
counted with who wrote it down, whom a small number could point at: it tells of nobody it was about.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ecotone.care.machine import State
from ecotone.care.models import Friction, Referral, UnmetNeed
from ecotone.care.rules import Standing
from ecotone.directory.models import Service
from ecotone.directory.rules import Sensitivity
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.observatory import went
from ecotone.observatory.answers import Answer
from ecotone.observatory.rules import End, Met, Note, Offer, Tree, locality_above
from ecotone.observatory.tellings import Telling

NOT_SENSITIVE = Q(need=None) | Q(need__sensitive=False)
EVERY = 1_000_000


@dataclass
class Rows:
    """What is to be counted in one locality, or (for place None) where no locality is known."""

    offers: list[Offer] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)


def rows(tree: Tree, *, since: date, until: date) -> dict[UUID | None, Rows]:
    """Everything that happened in [since, until), by the locality of the person it was about."""
    found: dict[UUID | None, Rows] = defaultdict(Rows)
    for place_id, offer in _offers(since, until):
        found[locality_above(tree, place_id)].offers.append(offer)
    for place_id, note in _notes(since, until):
        found[locality_above(tree, place_id)].notes.append(note)
    for place_id, friction in _met(since, until):
        found[locality_above(tree, place_id)].met.append(friction)
    for place_id, answer in went.answers(countable().filter(offered_in(since, until)), countable()):
        found[locality_above(tree, place_id)].answers.append(answer)
    unnamed = known_for_sensitive_services_alone()
    for place_id, telling in went.tellings(clock.begins(since), clock.begins(until), unnamed=unnamed):
        found[locality_above(tree, place_id)].tellings.append(telling)
    return found


def countable() -> QuerySet[Referral]:
    kept = Referral.objects.exclude(state__in=[State.DRAFT, State.ENTERED_IN_ERROR])
    return kept.filter(NOT_SENSITIVE, sensitive=False)


def _offers(since: date, until: date) -> Iterator[tuple[UUID | None, Offer]]:
    offered = countable().filter(offered_in(since, until))
    columns = ("place_id", "source__sector", "source_id", "target__sector", "target_id", "person_id")
    for place_id, source_sector, source_id, target_sector, target_id, person_id in offered.values_list(*columns):
        source = End(source_sector or Sector.INFORMAL, source_id)
        yield place_id, (source, End(target_sector, target_id), person_id)


def offered_in(since: date, until: date) -> Q:
    """Offered in these days, to somebody: an open offer that nobody has claimed went to no one."""
    return Q(offered_at__gte=clock.begins(since), offered_at__lt=clock.begins(until), target__isnull=False)


def _notes(since: date, until: date) -> Iterator[tuple[UUID | None, Note]]:
    origin = countable().filter(pk=OuterRef("origin_id"))
    kept = UnmetNeed.objects.exclude(state=Standing.WITHDRAWN)
    noted = kept.filter(~Q(origin="referral") | Exists(origin), NOT_SENSITIVE)
    of_window = noted.filter(on__gte=since, on__lt=until).annotate(about=Subquery(origin.values("person_id")))
    for place_id, need_id, about in of_window.values_list("place_id", "need_id", "about"):
        yield place_id, (need_id, about)


def _met(since: date, until: date) -> Iterator[tuple[UUID | None, Met]]:
    kept = Friction.objects.exclude(state=Standing.WITHDRAWN).filter(NOT_SENSITIVE)
    kept = kept.filter(Q(referral=None) | Exists(countable().filter(pk=OuterRef("referral_id"))))
    of_window = kept.filter(created_at__gte=clock.begins(since), created_at__lt=clock.begins(until))
    columns = ("place_id", "kind", "from_sector", "to_sector", "institution_id", "minutes", "author_account_id")
    for place_id, kind, source, target, institution_id, minutes, reporter in of_window.values_list(*columns):
        boundary = f"{source}>{target}" if source else ""
        yield place_id, Met(kind, boundary, str(institution_id or ""), minutes, reporter)


def named_at(locality_id: UUID, *, unnamed: frozenset[UUID]) -> list[End]:
    """The actors at work at a locality, over it, or in a part of it, who are counted by name there."""
    at_work = ecosystem.search_actors("", locality_id, most=EVERY)
    return [End(each.sector, each.id) for each in at_work if each.id not in unnamed]


def known_for_sensitive_services_alone() -> frozenset[UUID]:
    providers = Service.objects.order_by().values_list("provider_id", flat=True).distinct()
    ordinary = providers.filter(sensitivity=Sensitivity.ORDINARY)
    return frozenset(providers.filter(sensitivity=Sensitivity.SENSITIVE)) - frozenset(ordinary)


def needs() -> list[UUID]:
    """The kinds of need that are counted by name."""
    every = ecosystem.every_need()
    return [each.id for each in every if not each.sensitive]
