"""Every move of the table, tried from every state by every party and by those who are none: the table and no more."""

import pytest

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, FINAL, MOVES, OPEN, Move, Party, State, Whom
from ecotone.care.models import Referral, ReferralMove
from ecotone.ground.errors import Invalid, Stale
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, brought_to, kept, told, way_to, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
OF_ONE = [state for state in State if state is not State.UNCLAIMED]
"""The states of an ask of one service or team; open offers are tried in their own tests."""
LOST = {State.REJECTED, State.CANCELLED, State.ENTERED_IN_ERROR, State.NO_REPLY}
"""Where the team that was asked has no business with her any more."""


def capacities(house, state: State) -> dict[str, tuple[Principal, set[Party]]]:
    """Everyone who may come to a referral in that state, and what they are to it."""
    draft = state is State.DRAFT
    return {
        "asker": (house.asker, {Party.SOURCE}),
        "asked": (house.group, set() if draft or state in LOST else {Party.TARGET}),
        "person": (house.me, set() if draft else {Party.PERSON}),
        "Ecotone": (SYSTEM, {Party.CLOCK, Party.SOURCE, Party.TARGET, Party.PERSON, Party.ECOTONE}),
        "guardian": (house.guardian, {Party.RECORDS}),
        "stranger": (house.stranger, set()),
        "nobody": (NOBODY, set()),
    }


def expected(move: Move, state: State, parties: set[Party]) -> str:
    if not parties:
        return "refused"
    if not move.by & parties:
        return "care.not_yours_to_move"
    if state not in move.sources or move.whom is Whom.ANY:
        return "care.final" if state in FINAL else "care.not_from_here"
    return "care.onward_not_accepted" if move.code == "complete_onward" else move.target


def tried(referral: Referral, by: Principal, move: Move) -> str:
    """What comes of a move, undone again."""
    with worlds.undone():
        try:
            made = actions.move(
                by=by,
                referral_id=referral.id,
                version=referral.version,
                code=move.code,
                recorded=whole(move.code),
            )
        except Refused:
            return "refused"
        except Invalid as told:
            return told.problems[0].code
        row, step = Referral.of(referral.id), ReferralMove.objects.filter(referral=referral).latest("id")
        assert (made.state, made.version) == (row.state, row.version) == (move.target, referral.version + 1)
        assert (step.code, step.before, step.after) == (move.code, referral.state, move.target)
        assert step.author == by.signature
        return State(row.state)


@pytest.mark.commitment(1)
@pytest.mark.parametrize("state", OF_ONE)
def test_the_table_is_obeyed_from_every_state_by_everyone(state, house):
    referral = brought_to(state, house.draft(), house.parties)
    with worlds.later(hours=1):
        for who, (by, parties) in capacities(house, state).items():
            # The table is not asked for those who have no part in it, so a few moves speak for all.
            for move in MOVES if parties else MOVES[:: len(MOVES) // 3]:
                assert tried(referral, by, move) == expected(move, state, parties), (who, move.code)
            if parties and by is not SYSTEM:
                offered = {move.code for move in queries.referral(by, referral.id).open_moves}
                legal = {move.code for move in MOVES if expected(move, state, parties) is move.target}
                assert offered == legal, f"the page of {who} offers what is let through"
    assert Referral.of(referral.id).version == referral.version


def test_a_move_records_all_that_it_must_or_is_not_made(house):
    for move in MOVES:
        if move.whom is Whom.ANY:
            continue
        with worlds.undone():
            records_all(move, house)


def records_all(move: Move, house) -> None:
    state = next(state for state in State if state in (move.sources - {State.DRAFT} or move.sources))
    referral = brought_to(state, house.draft(), house.parties)
    party = min(move.by, key=list(Party).index)
    by = {**house.parties, Party.CLOCK: SYSTEM, Party.ECOTONE: SYSTEM, Party.RECORDS: house.guardian}[party]
    required = [field.name for field in move.fields if field.required]

    def make(recorded):
        return actions.move(
            by=by, referral_id=referral.id, version=referral.version, code=move.code, recorded=recorded
        )

    if move.code == "complete_onward":
        child = worlds.moved(house.on(referral), house.rehab, "accept")
        assert child.parent_id == referral.id
    if required:
        assert told(lambda: make({})) == [("ground.required", name) for name in required]
        for name in required:
            almost = whole(move.code) | {name: " "}
            assert told(lambda almost=almost: make(almost)) == [("ground.required", name)]
    made = make(whole(move.code))
    step = ReferralMove.objects.filter(referral=made).latest("id")
    assert set(step.recorded) == set(required)
    assert made.detail == {"decline": "no_capacity", "fail": "no_capacity"}.get(move.code, move.detail)


def test_a_move_that_there_is_not_is_none(house):
    referral = house.ask()
    given = {"by": house.group, "referral_id": referral.id, "version": referral.version}
    assert told(lambda: actions.move(**given, code="teleport")) == [("care.not_from_here", "")]
    with pytest.raises(TypeError, match="colour"):
        actions.move(**given, code="receive", recorded={"colour": "green"})


def test_a_move_made_from_an_old_version_is_stale_whatever_the_table_says(house):
    referral = worlds.moved(house.ask(), house.group, "accept")
    before = kept()
    for code in BY_CODE:
        for version in (referral.version - 1, referral.version + 1, 0):
            with pytest.raises(Stale):
                actions.move(by=SYSTEM, referral_id=referral.id, version=version, code=code, recorded=whole(code))
    assert kept() == before


@pytest.mark.commitment(3)
def test_the_person_stops_it_at_once_from_wherever_it_stands(house):
    for state in OPEN - {State.DRAFT, State.UNCLAIMED}:
        with worlds.undone():
            stops_at_once(state, house)


def stops_at_once(state: State, house) -> None:
    referral = brought_to(state, house.draft(), house.parties)
    stopped = worlds.moved(referral, house.me, "withdraw", reason_text="I would rather not")
    assert (stopped.state, stopped.acknowledged_at) == ("cancelled", None)
    assert stopped.source_news_at is not None
    with worlds.later(seconds=1):
        assert not queries.referral(house.group, referral.id).row.person.identity


def test_ways_lead_to_every_state_in_few_steps():
    assert max(len(way_to(state)) for state in OF_ONE) <= 4
