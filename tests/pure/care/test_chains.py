"""The tree of asks: against an oracle that follows each ask up, circles of separate asks, what is withheld."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.care.machine import FINAL, State
from ecotone.care.rules.chains import HERSELF, NEAR, Ask, Bounce, Node, Phase, Why, forest, spans

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = MONDAY + timedelta(days=400)


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, each before what hangs below it."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def ask(name, source, target, day, *steps, need="company", parent=None) -> Ask:
    """`steps` are (day, state) after the asking."""
    every = ((at(day), State.OFFERED), *((at(on), state) for on, state in steps))
    return Ask(name, at(day), every[-1][1], source, target, need, parent, every)


def shape(nodes) -> list:
    return [(n.ask.id, n.why.value, n.back, shape(n.children)) for n in nodes]


def test_back_and_forth_by_separate_asks_is_found():
    there = ask("1", "A", "B", 0, (4, State.REJECTED))
    back = ask("2", "B", "A", 30)
    assert shape(forest([back, there], NOW)) == [("1", "first", False, [("2", "asked_on", True, [])])]


def test_after_ninety_days_it_is_another_matter():
    there = ask("1", "A", "B", 0, (4, State.REJECTED))
    back, late = ask("2", "B", "A", 94), ask("2", "B", "A", 95)
    assert shape(forest([there, back], NOW))[0][3]
    assert shape(forest([there, late], NOW)) == [("1", "first", False, []), ("2", "first", False, [])]


def test_another_need_is_another_matter_unless_it_was_handed_on():
    there = ask("1", "A", "B", 0, (4, State.ACCEPTED))
    assert len(forest([there, ask("2", "B", "A", 5, need="food")], NOW)) == 1 + 1
    [tree] = forest([there, ask("2", "B", "A", 5, need="food", parent="1")], NOW)
    assert tree.children[0].back


def test_a_long_way_round_comes_back_too():
    asks = [
        ask("1", "A", "B", 0, (2, State.ACCEPTED)),
        ask("2", "B", "C", 3, (6, State.REJECTED), parent="1"),
        ask("3", "B", "D", 7, (9, State.ACCEPTED)),
        ask("4", "D", "A", 12),
    ]
    assert shape(forest(asks, NOW)) == [
        (
            "1",
            "first",
            False,
            [("2", "handed_on", False, [("3", "elsewhere", False, [("4", "asked_on", True, [])])])],
        )
    ]


def test_asked_elsewhere_only_once_it_has_come_back():
    first = ask("1", "A", "B", 0, (5, State.REJECTED))
    assert [n.why for n in walk(forest([first, ask("2", "A", "C", 6)], NOW))] == [Why.FIRST, Why.ELSEWHERE]
    assert [n.why for n in walk(forest([first, ask("2", "A", "C", 4)], NOW))] == [Why.FIRST, Why.FIRST]


def test_she_herself_is_nobodys_asker_to_come_back_to():
    first = ask("1", HERSELF, "B", 0, (5, State.REJECTED))
    nodes = list(walk(forest([first, ask("2", "B", HERSELF, 6)], NOW)))
    assert not any(node.back for node in nodes)


def test_how_long_each_held_it():
    held = ask(
        "1",
        "A",
        "B",
        0,
        (1, State.RECEIVED),
        (3, State.INFO_NEEDED),
        (5, State.NO_REPLY),
        (6, State.OFFERED),
        (8, State.ACCEPTED),
        (9, State.IN_PROGRESS),
        (20, State.COMPLETED),
    )
    assert [(s.phase, s.days, s.lasts) for s in spans(held, NOW)] == [
        (Phase.WAITING, 5, False),
        (Phase.NO_REPLY, 1, False),
        (Phase.WAITING, 2, False),
        (Phase.IN_HAND, 12, False),
    ]
    [open_one] = spans(ask("1", "A", "B", 0), at(7))
    assert (open_one.days, open_one.lasts) == (7, True)


def test_how_it_bounced():
    gave_up = ask("1", "A", "B", 0, (5, State.NO_REPLY), (6, State.CANCELLED))
    stopped = ask("1", "A", "B", 0, (5, State.CANCELLED))
    failed = ask("1", "A", "B", 0, (5, State.ACCEPTED), (9, State.FAILED))
    found = [forest([each], NOW)[0].bounce for each in (gave_up, stopped, failed)]
    assert found == [Bounce.NO_REPLY, None, Bounce.FAILED]


ends = st.sampled_from(["A", "B", "C", HERSELF, None])
states = st.sampled_from([s for s in State if s not in (State.DRAFT, State.ENTERED_IN_ERROR)])


@st.composite
def some_asks(draw) -> list[Ask]:
    """Asks in a muddle: handed on or apart, near or far in time, with ends and needs known or withheld."""
    made: list[Ask] = []
    for number in range(draw(st.integers(1, 7))):
        day = draw(st.integers(0, 200))
        later = sorted(draw(st.lists(st.integers(day, day + 60), max_size=3)))
        steps = ((at(day), State.OFFERED), *((at(on), draw(states)) for on in later))
        made.append(
            Ask(
                id=str(number),
                asked_at=at(day),
                state=steps[-1][1],
                source=draw(ends),
                target=draw(ends.filter(lambda end: end != HERSELF)),
                need=draw(st.sampled_from(["company", "food", None])),
                parent_id=draw(st.none() | st.sampled_from([str(n) for n in range(number)] or [None])),
                steps=steps if draw(st.booleans()) else (),
            )
        )
    return made


def up(one: Ask, asks: list[Ask]) -> Ask | None:
    """What an ask hangs below, said plainly: all that it could hang below, then the latest of the best sort."""
    before = [a for a in asks if (a.asked_at, a.id) < (one.asked_at, one.id)]
    if one.parent_id is not None:
        return next((a for a in before if a.id == one.parent_id), None)
    if one.need is None:
        return None
    found = []
    for other in before:
        over = [when for when, _ in other.steps[-1:]] if other.state in {*FINAL, State.NO_REPLY} else []
        if other.need != one.need or one.asked_at - max([other.asked_at, *over]) > NEAR:
            continue
        by_then = [s for when, s in other.steps if when <= one.asked_at]
        taken = {State.ACCEPTED, State.WAITLISTED, State.IN_PROGRESS, State.ON_HOLD}
        came_back = other.state in (State.REJECTED, State.FAILED, State.NO_REPLY) or (
            other.state == State.CANCELLED
            and State.NO_REPLY in [s for _, s in other.steps]
            and not taken & {s for _, s in other.steps}
        )
        bounced = came_back and {State.REJECTED, State.FAILED, State.NO_REPLY} & {*by_then}
        if bounced and one.source and other.source == one.source:
            found.append((3, other.asked_at, other.id, other))
        elif other.target and other.target == one.source:
            found.append((2, other.asked_at, other.id, other))
        elif bounced:
            found.append((1, other.asked_at, other.id, other))
    return max(found, key=lambda each: each[:3])[3] if found else None


def flat(nodes: tuple[Node, ...], above: str | None = None) -> dict[str, tuple[str | None, bool]]:
    found = {}
    for node in nodes:
        found[node.ask.id] = (above, node.back)
        found |= flat(node.children, node.ask.id)
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(some_asks())
def test_the_forest_is_what_following_each_ask_up_finds(asks):
    found = flat(forest(asks, NOW))
    assert found.keys() == {each.id for each in asks}
    for one in asks:
        way, over = [], up(one, asks)
        assert found[one.id][0] == (over.id if over else None)
        while over:
            way.append(over.source)
            over = up(over, asks)
        assert found[one.id][1] == (one.target is not None and one.target in way and one.target != HERSELF)


@given(some_asks(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_does_not_matter(asks, chance):
    mixed = asks[:]
    chance.shuffle(mixed)
    assert forest(asks, NOW) == forest(mixed, NOW)


@given(some_asks(), st.sampled_from(["A", "B", "C"]), st.data())
def test_who_a_withheld_end_was_changes_nothing(asks, other, data):
    """A row whose ends are withheld makes the same tree whoever they were: there is nothing else of them in it."""
    hidden = [Ask(a.id, a.asked_at, a.state, None, None, None, a.parent_id) for a in asks]
    nodes = list(walk(forest(hidden, NOW)))
    assert not any(node.back or node.spans for node in nodes)
    assert {node.why for node in nodes} <= {Why.FIRST, Why.HANDED_ON}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(some_asks())
def test_spans_follow_each_other_and_never_overlap(asks):
    for one in asks:
        found = spans(one, NOW)
        assert all(a.until <= b.since for a, b in pairwise(found))
        assert all(span.since <= span.until for span in found)
