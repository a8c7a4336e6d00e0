"""A referral's tree as far as the caller may see it; nothing is concluded from what is withheld."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Referral, ReferralMove
from ecotone.care.policies import Seen
from ecotone.care.queries.rows import as_guardian, asked_by_id, is_another, look, row_of, sight_of_ask, with_names
from ecotone.care.rules import Sight
from ecotone.care.rules.chains import ANYONE, HERSELF, Ask, Node, forest
from ecotone.care.views import ReferralRow
from ecotone.care.views.doors import ChainNode, ChainView
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import policies as records
from ecotone.people import queries as people

Steps = Mapping[UUID, tuple[tuple[datetime, State], ...]]


def chain(by: Principal, referral_id: UUID) -> ChainView:
    """The trees that a referral's chain lies in. Raises NotFound, or Refused to a stranger.

    Asks made apart for the same need belong to it where the caller sees both in full.
    """
    begun = with_names().exclude(state=State.DRAFT)
    with as_guardian(by):
        row = asked_by_id(begun, partial(sight_of_ask, by), "referral", referral_id)
        asks = _of_one_search(row)
    seen = policies.seen(by, asks, records.verdicts(by, [row.person_id]))
    mine = seen[row.id]
    if mine.sight is Sight.NOTHING:
        mine.verdict.require("referral", referral_id)
        raise NotFound("referral", referral_id)
    shown = [each for each in asks if seen[each.id].sight is not Sight.NOTHING]
    banners = people.banners(by, [row.person_id], code="care.chain")
    full = [each.id for each in shown if seen[each.id].sight is Sight.FULL]
    rows = {each.id: row_of(each, seen[each.id], banners) for each in shown}
    trees = _of_this_chain(drawn(shown, seen, rows, _steps(full)), row.chain_id, shown)
    nodes = [node for tree in trees for node in _each(tree)]
    look(by, "care.chain", [each for each in shown if each.id in {node.row.id for node in nodes}], seen)
    spans = [span for node in nodes for span in node.spans]
    return ChainView(
        id=row.id,
        person=banners[row.person_id],
        trees=trees,
        since=min((span.since for span in spans), default=None),
        until=max((span.until for span in spans), default=None),
        asks=len(nodes),
        bounces=sum(node.bounce is not None for node in nodes),
        came_back=sum(node.back for node in nodes),
    )


def _of_one_search(row: Referral) -> list[Referral]:
    """The whole chain, and all that was ever asked for the same need of the same person; no drafts."""
    every = with_names().filter(person_id=row.person_id).exclude(state=State.DRAFT)
    asks = list(every.order_by("created_at", "id"))
    return [each for each in asks if each.chain_id == row.chain_id or (row.need_id and each.need_id == row.need_id)]


def _steps(ids: Iterable[UUID]) -> Steps:
    found: dict[UUID, list[tuple[datetime, State]]] = defaultdict(list)
    moves = ReferralMove.objects.filter(referral__in=list(ids)).order_by("created_at", "id")
    for referral_id, at, after in moves.values_list("referral_id", "created_at", "after"):
        found[referral_id].append((at, State(after)))
    return {referral_id: tuple(steps) for referral_id, steps in found.items()}


def drawn(
    shown: list[Referral], seen: Mapping[UUID, Seen], rows: Mapping[UUID, ReferralRow], steps: Steps
) -> tuple[ChainNode, ...]:
    """These asks as trees. `steps` are the moves of those that are seen in full, where they are wanted."""
    nodes = forest([_ask(each, seen[each.id], steps) for each in shown], clock.now())
    return tuple(_node(node, rows) for node in nodes)


def _ask(row: Referral, seen: Seen, steps: Steps) -> Ask:
    """The ask as its reader may know it: an outline has neither need nor times, an end withheld no name."""
    full = seen.sight is Sight.FULL
    source = row.source_id if row.source_id else HERSELF
    return Ask(
        id=row.id,
        asked_at=row.offered_at or row.created_at,
        state=State(row.state),
        source=None if row.source_id in seen.hidden else source,
        target=None if is_another(row, seen) else row.target_id or ANYONE,
        need=row.need_id if full else None,
        parent_id=row.parent_id,
        steps=steps.get(row.id, ()),
    )


def _node(node: Node, rows: Mapping[UUID, ReferralRow]) -> ChainNode:
    row = rows[node.ask.id]  # type: ignore[index]
    withheld = node.ask.source is None or node.ask.target is None
    return ChainNode(
        row=row,
        why=node.why,
        asked_at=None if withheld else row.offered_at,
        spans=() if withheld else node.spans,
        bounce=node.bounce,
        back=node.back,
        children=tuple(_node(each, rows) for each in node.children),
    )


def _of_this_chain(trees: Iterable[ChainNode], chain_id: UUID, shown: list[Referral]) -> tuple[ChainNode, ...]:
    own = {each.id for each in shown if each.chain_id == chain_id}
    return tuple(tree for tree in trees if own & {node.row.id for node in _each(tree)})


def _each(tree: ChainNode) -> Iterable[ChainNode]:
    yield tree
    for child in tree.children:
        yield from _each(child)
