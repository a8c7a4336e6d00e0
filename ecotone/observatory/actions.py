"""The one write of this room: publishing the tables of a quarter that is over, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.analysis.disclosure import Band, Published
from ecotone.care.rules import FrictionKind
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
    PublishedFriction,
    PublishedNeed,
    PublishedTelling,
)
from ecotone.observatory.rules import (
    METHOD,
    RULE,
    Level,
    Met,
    Quarter,
    Tree,
    closed_quarters,
    exchange_table,
    friction_table,
    lone_table,
    margin,
    minutes_lost,
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
    PublishedFriction.objects.bulk_create(_frictions(publication, tree, rows), batch_size=BATCH)
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


def _frictions(
    publication: Publication, tree: Tree, rows: Mapping[UUID | None, gather.Rows]
) -> Iterator[PublishedFriction]:
    """Each locality's table with what can stand beside it, and then the rules named in the whole of this Ecotone."""
    lone = lone_table("", (each.reporter for each in rows[None].met))
    yield PublishedFriction(**_columns(publication, None, lone), level=Level.TOTAL)
    least, everyone = lone.band.low, list(rows[None].met)
    for place_id in (each.id for each in tree.values() if each.kind is PlaceKind.LOCALITY):
        met = rows[place_id].met
        table = friction_table(str(place_id), kinds=FrictionKind, met=met)
        yield PublishedFriction(**_columns(publication, place_id, table), level=Level.TOTAL)
        for each in table.children:
            yield PublishedFriction(**_columns(publication, place_id, each), kind=each.key, level=Level.KINDS)
        yield from _beside(publication, place_id, table.band.low, met)
        least, everyone = least + table.band.low, everyone + met
    named = margin(least, ((each.institution, each.reporter) for each in everyone))
    for key, band in named.items():
        cell = {"level": Level.INSTITUTIONS, "institution_id": UUID(key)}
        yield PublishedFriction(**_shown(publication, None, band), **cell)


def _beside(publication: Publication, place_id: UUID, least: int, met: list[Met]) -> Iterator[PublishedFriction]:
    """Between whom it was, and what it cost, where that can be shown beside the locality's own table."""
    for key, band in margin(least, ((each.boundary, each.reporter) for each in met)).items():
        source, target = pair_of(key)
        cell = {"level": Level.BOUNDARIES, "from_sector": source, "to_sector": target}
        yield PublishedFriction(**_shown(publication, place_id, band), **cell)
    if lost := minutes_lost(least, met):
        told = _shown(publication, place_id, lost.n)
        yield PublishedFriction(**told, level=Level.MINUTES, minutes=lost.total)


def _shown(publication: Publication, place_id: UUID | None, band: Band) -> dict:
    return {"publication": publication, "place_id": place_id, "low": band.low, "high": band.high}


def _columns(publication: Publication, place_id: UUID | None, table: Published) -> dict:
    return {
        "publication": publication,
        "place_id": place_id,
        "low": table.band.low,
        "high": table.band.high,
        "hidden_inside": sum(child.band.hidden for child in table.children),
    }
