"""Six machines on one list: no write that was acknowledged is lost, versions have no gaps, the second sees both."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.access.principal import Principal
from ecotone.care import actions, queries
from ecotone.care.models import LineChange, LineOption, Meeting, MeetingLine, ReferralMove
from ecotone.ground.errors import Invalid, Stale
from tests.rooms.care.conftest import House
from tests.rooms.care.meeting import laid, whole
from tests.rooms.racing import both, sorted_out

pytestmark = pytest.mark.usefixtures("monday")
INTERLEAVINGS = 10_000
WRITERS = 6


def interleaved(chance: Random, line: MeetingLine, version: int) -> int:
    """Some of six writers read and write in random turns, each from what they read; the model says what must hold.

    The model is a number: a write goes through if and only if it was made from the version there is.
    """
    held, stands, said = dict.fromkeys(range(WRITERS), version), version, ""
    for turn in range(chance.randint(3, 6)):
        writer = chance.randrange(WRITERS)
        if chance.random() < 0.35:
            held[writer] = stands
            continue
        words = f"{writer}:{turn}"
        try:
            line.change(version=held[writer], summary=words)
        except Stale:
            assert held[writer] != stands, "refused though nobody had come first"
            held[writer] = stands
        else:
            assert held[writer] == stands, "let through over another's write"
            stands, said = stands + 1, words
            held[writer] = stands
    there = MeetingLine.objects.filter(pk=line.pk).values_list("version", "summary").get()
    assert there == (stands, said or there[1])
    return stands


@pytest.mark.django_db
def test_ten_thousand_interleavings_lose_no_write(house: House) -> None:
    line, chance, version = laid(house, asks=1).line(), Random("meeting"), 1
    for _ in range(INTERLEAVINGS):
        version = interleaved(chance, line, version)
    assert version > INTERLEAVINGS


turns = st.lists(
    st.tuples(st.integers(0, WRITERS - 1), st.sampled_from(["read", "wish", "summary", "reason", "merge"])),
    min_size=4,
    max_size=24,
)


@pytest.mark.django_db
def test_whoever_comes_second_sees_both_and_loses_nothing(house: House) -> None:
    """Through the doors themselves: on a refusal the writer is told where the two part, and keeps both."""
    table = laid(house, asks=1)

    @given(turns=turns)
    @settings(max_examples=60, deadline=None)
    def play(turns: list[tuple[int, str]]) -> None:
        with transaction.atomic():
            _take(turns, table.ours, table.line())
            transaction.set_rollback(True)  # all turns begin at a list on which nobody has written

    play()


def _take(turns: list[tuple[int, str]], by: Principal, line: MeetingLine) -> None:
    held = dict.fromkeys(range(WRITERS), line.version)
    acknowledged: list[tuple[str, str]] = []
    for number, (writer, act) in enumerate(turns):
        now = MeetingLine.of(line.id)
        if act == "read":
            held[writer] = now.version
            continue
        field = "wish" if act == "merge" else act
        words = f"{writer} said {number} of {now.version}"
        mine = {field: words}
        try:
            made = actions.write_line(by=by, line_id=line.id, version=held[writer], **mine)
        except Stale:
            parted, version, who = queries.line_differences(by, line.id, version=held[writer], mine=mine)
            assert [(each.theirs, each.mine) for each in parted] == [(getattr(now, field), words)]
            assert (version, who) == (now.version, by.signature)
            words = f"{getattr(now, field)}\n\n{words}"[:399].strip()
            made = actions.write_line(by=by, line_id=line.id, version=version, **{field: words})
        held[writer] = made.version
        acknowledged.append((field, words))
    _nothing_lost(line, acknowledged)


def _nothing_lost(line: MeetingLine, acknowledged: list[tuple[str, str]]) -> None:
    now = MeetingLine.of(line.id)
    history = LineChange.objects.filter(line=line, version__isnull=False).order_by("version")
    versions = list(history.values_list("version", flat=True))
    assert versions == list(range(1, now.version + 1)), "a version is missing, or was given twice"
    written = [
        (field, value) for values in history.values_list("values", flat=True) for field, value in values.items()
    ]
    for each in acknowledged:
        assert each in written
    for field in {field for field, _ in acknowledged}:
        assert getattr(now, field) == [words for name, words in acknowledged if name == field][-1]


@pytest.mark.django_db(transaction=True)
def test_six_at_one_instant_and_one_goes_through(house: House) -> None:
    table = laid(house, asks=1)
    line = table.line()
    acts = [
        lambda n=n: actions.write_line(by=table.ours, line_id=line.id, version=line.version, wish=f"from {n}")
        for n in range(WRITERS)
    ]
    won, lost = sorted_out(both(*acts))
    assert (len(won), {type(error) for error in lost}) == (1, {Stale})
    assert MeetingLine.of(line.id).wish == won[0].wish
    assert list(LineChange.objects.filter(line=line).order_by("version").values_list("version", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_move_it_once(house: House) -> None:
    table = laid(house, asks=1)
    line, seen = table.line(), table.referral().version
    acts = [
        lambda kind=kind: actions.decide_line(
            by=table.ours, line_id=line.id, version=1, referral_version=seen, **whole(kind)
        )
        for kind in ("take_on", "decline", "wait")
    ]
    won, lost = sorted_out(both(*acts))
    assert (len(won), {type(error) for error in lost}) == (1, {Stale})
    codes = set(ReferralMove.objects.exclude(code="offer").values_list("code", flat=True))
    assert codes == {"take_on": {"accept"}, "decline": {"decline"}, "wait": {"accept", "waitlist"}}[won[0].decision]


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_meeting_that_is_being_closed(house: House) -> None:
    table = laid(house, asks=1)
    line, seen = table.line(), table.referral().version
    outcomes = both(
        lambda: table.close(),
        lambda: actions.decide_line(
            by=table.ours, line_id=line.id, version=1, referral_version=seen, **whole("take_on")
        ),
    )
    closed, decided = outcomes
    now = table.line()
    if isinstance(decided, Invalid | Stale):
        assert (now.state, table.referral().state) == ("deferred", "offered")
    else:
        assert (now.state, table.referral().state) == ("decided", "accepted")
    assert isinstance(closed, Meeting | Stale)


@pytest.mark.django_db(transaction=True)
def test_one_thought_of_twice_at_once_stands_there_once(house: House) -> None:
    table = laid(house, asks=1)
    add = lambda: actions.consider_option(  # noqa: E731
        by=table.ours, line_id=table.line().id, actor_id=house.group.team_id
    )
    won, lost = sorted_out(both(add, add))
    assert (len(won), lost, LineOption.objects.count()) == (2, [], 1)
    planned = lambda: actions.plan_meeting(  # noqa: E731
        by=table.ours, title="Next", starts_at=table.meeting.starts_at.replace(hour=11)
    )
    won, lost = sorted_out(both(planned, planned))
    assert (len({each.id for each in won}), lost) == (1, [])
