"""The one write of this room: publishing the tables of a quarter that is over, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.analysis.disclosure import Published
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.observatory import gather, policies
from ecotone.observatory.answers import Group, Measure, answer_groups
from ecotone.observatory.models import (
    Publication,
    PublishedAnswer,
    PublishedCell,
    PublishedNeed,
    PublishedTelling,
)
from ecotone.observatory.rules import (
    METHOD,
    RULE,
    Level,
    Quarter,
    Tree,
    closed_quarters,
    exchange_table,
    lone_table,
    pair_of,
    unmet_table,
    window_problems,
)
from ecotone.observatory.tellings import telling_table

BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """What became of publishing one window: `made` now, or there already and left as it is; `code` says so."""

    publication_id: UUID
    window: str
    made: bool

    @property
    def code(self) -> str:
        return "observatory.published" if self.made else "observatory.published_before"


@action("observatory.publish")
def publish(*, by: Principal, since: date, until: date) -> Outcome:
    """Publishes the quarter [since, until) for every locality. A second call changes nothing and says so.

    Raises Invalid for what is no calendar quarter, or is not over yet.
    """
    policies.may_publish(by).require("publication")
    check(window_problems(since, until, clock.today()))
    columns = {
        "published_at": clock.now(),
        "threshold": RULE.threshold,
        "base": RULE.base,
        "known": RULE.known,
        "method": METHOD,
    }
    publication, made = Publication.objects.get_or_create(since=since, until=until, defaults=columns)
    if made:
        _write_tables(publication)
    # Asking again is audited too, though it writes nothing.
    wrote("publication", publication.id, act="observatory.publish", part="" if made else "published_before")
    return Outcome(publication.id, Quarter.of(since).key, made)


@action("observatory.publish_closed")
def publish_closed(*, by: Principal, today: date, most: int = 4) -> list[Outcome]:
    """Publishes those of the last `most` quarters over by `today` that are not published yet, the oldest first."""
    policies.may_publish(by).require("publication")
    if most < 1:
        raise Invalid(Problem("observatory.at_least_one", "most"))
    return [publish(by=by, since=each.since, until=each.until) for each in closed_quarters(today, most)]


def _write_tables(publication: Publication) -> None:
    tree: Tree = {each.id: each for each in ecosystem.place_tree()}
    rows = gather.rows(tree, since=publication.since, until=publication.until)
    unnamed, needs = gather.known_for_sensitive_services_alone(), gather.needs()
    cells, unmet = list[PublishedCell](), list[PublishedNeed]()
    answers, tellings = list[PublishedAnswer](), list[PublishedTelling]()
    for place_id in (each.id for each in tree.values() if each.kind is PlaceKind.LOCALITY):
        here, named = rows[place_id], gather.named_at(place_id, unnamed=unnamed)
        exchange = exchange_table(str(place_id), named=named, offers=here.offers)
        cells += _cells(publication, place_id, exchange)
        unmet += _unmet(publication, place_id, unmet_table(str(place_id), needs=needs, notes=here.notes))
        groups = answer_groups(exchange, named=named, answers=here.answers)
        answers += (row for group in groups for row in _answers(publication, place_id, group))
        tellings += _tellings(publication, place_id, telling_table(str(place_id), here.tellings))
    nowhere = rows[None]
    cells += _cells(publication, None, lone_table("", (person for *_, person in nowhere.offers)))
    unmet += _unmet(publication, None, lone_table("", (person for _, person in nowhere.notes)))
    PublishedCell.objects.bulk_create(cells, batch_size=BATCH)
    PublishedNeed.objects.bulk_create(unmet, batch_size=BATCH)
    PublishedAnswer.objects.bulk_create(answers, batch_size=BATCH)
    PublishedTelling.objects.bulk_create(tellings, batch_size=BATCH)


def _answers(publication: Publication, place_id: UUID, group: Group) -> Iterator[PublishedAnswer]:
    source, target = group.pair or ("", "")
    level = Level.ACTORS if group.actor_id else Level.SECTORS if group.pair else Level.TOTAL
    for measure, part, band in ((Measure.ASKED, "", group.asked), *group.parts):
        yield PublishedAnswer(
            publication=publication,
            place_id=place_id,
            level=level,
            low=band.low,
            high=band.high,
            from_sector=source,
            to_sector=target,
            to_actor_id=group.actor_id,
            measure=measure,
            part=part,
        )


def _tellings(publication: Publication, place_id: UUID, table: Published) -> Iterator[PublishedTelling]:
    """All but the lowest cells that are too small to show: there is one for each way, and they all say the same."""
    yield PublishedTelling(**_columns(publication, place_id, table), level=Level.TOTAL)
    for sector in table.children:
        yield PublishedTelling(**_columns(publication, place_id, sector), sector=sector.key, level=Level.SECTORS)
        for each in sector.children:
            if not each.band.hidden:
                columns = _columns(publication, place_id, each)
                yield PublishedTelling(**columns, sector=sector.key, told=each.key, level=Level.TELLINGS)


def _cells(publication: Publication, place_id: UUID | None, table: Published) -> Iterator[PublishedCell]:
    yield PublishedCell(**_columns(publication, place_id, table), level=Level.TOTAL)
    for flow in table.children:
        source, target = pair_of(flow.key)
        sectors = {"from_sector": source, "to_sector": target}
        yield PublishedCell(**_columns(publication, place_id, flow), **sectors, level=Level.SECTORS)
        for tie in flow.children:
            if not tie.band.hidden:
                giver, taker = (UUID(end) if end else None for end in pair_of(tie.key))
                yield PublishedCell(
                    **_columns(publication, place_id, tie),
                    **sectors,
                    from_actor_id=giver,
                    to_actor_id=taker,
                    level=Level.ACTORS,
                )


def _unmet(publication: Publication, place_id: UUID | None, table: Published) -> Iterator[PublishedNeed]:
    yield PublishedNeed(**_columns(publication, place_id, table), level=Level.TOTAL)
    for each in table.children:
        need_id = UUID(each.key) if each.key else None
        yield PublishedNeed(**_columns(publication, place_id, each), need_id=need_id, level=Level.NEEDS)


def _columns(publication: Publication, place_id: UUID | None, table: Published) -> dict:
    return {
        "publication": publication,
        "place_id": place_id,
        "low": table.band.low,
        "high": table.band.high,
        "hidden_inside": sum(child.band.hidden for child in table.children),
    }
