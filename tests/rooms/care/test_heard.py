"""What a group said by phone, written down by who asked: theirs, marked so, and only where nobody there signs in."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.rules import Role
from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, FINAL, MOVES, Party, State, Whom, moves_open_to
from ecotone.care.models import Referral, ReferralMove
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.people.models import Relationship
from tests import worlds
from tests.rooms.care.linking import Lane, holder, lane, let_in
from tests.worlds import SYSTEM, moved, refused, told, undone, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PHONE = {"heard_by": "phone", "heard_from": "Ina, who knits"}


@pytest.fixture
def way() -> Lane:
    return lane()


def heard(by, referral, code, **changes):
    """The asker writes one move of theirs down, from the version as it stands."""
    version = changes.pop("version", Referral.of(referral.id).version)
    given = {**PHONE, "heard_on": clock.today(), "recorded": whole(code)} | changes
    return actions.write_down(by=by, referral_id=referral.id, version=version, code=code, **given)


@pytest.mark.commitment(9)
def test_a_yes_by_phone_is_theirs_and_says_who_heard_it(way):
    asked = way.ask()
    assert heard(way.asker, asked, "accept", recorded=whole("accept", worker="Ina")).state == State.ACCEPTED
    step = ReferralMove.objects.get(code="accept")
    assert (step.party, step.heard_by, step.heard_from, step.heard_on) == (
        "target",
        "phone",
        "Ina, who knits",
        clock.today(),
    )
    assert step.author == way.asker.signature
    shown = queries.referral(way.me, asked.id).moves[-1]
    assert (shown.heard_from, shown.author) == ("Ina, who knits", way.asker.signature)


def test_who_wrote_it_down_has_read_it_and_at_the_end_the_loop_is_closed(way):
    asked = way.ask()
    heard(way.asker, asked, "accept")
    assert Referral.of(asked.id).source_news_at is None
    row = heard(way.asker, asked, "complete")
    assert row.acknowledged_at == row.ended_at == clock.now()
    ends = dict(Relationship.objects.filter(opened_by=asked.id).values_list("actor_id", "until"))
    assert ends == {way.group.id: clock.now() + timedelta(days=28)}


def test_link_and_phone_meet_in_one_thread(way):
    asked = way.ask()
    held = let_in(asked)
    heard(way.asker, asked, "accept")
    with pytest.raises(Stale):
        actions.move(by=held, referral_id=asked.id, version=2, code="accept", recorded=whole("accept"))
    actions.move(
        by=held, referral_id=asked.id, version=Referral.of(asked.id).version, code="meet", recorded=whole("meet")
    )
    assert Referral.of(asked.id).state == State.IN_PROGRESS


@pytest.mark.parametrize("role", [Role.WORKER, Role.LEAD])
def test_a_group_that_signs_in_answers_itself(way, role):
    asked = way.ask()
    worlds.wearing(way.group, role)
    assert refused(lambda: heard(way.asker, asked, "accept")) == "care.they_answer_here"
    assert not queries.referral(way.asker, asked.id).by_link.can_write_down


def test_only_the_asking_team_writes_down(way):
    asked = way.ask()
    held = holder(asked)
    for by, why in (
        (way.stranger, "care.not_a_party"),
        (way.me, "care.only_the_asker_sends"),
        (held, "access.not_by_link"),
        (worlds.NOBODY, "access.nobody"),
        (SYSTEM, "care.only_a_team_writes_down"),
    ):
        assert refused(lambda by=by: heard(by, asked, "accept")) == why
    hers = worlds.ask(way.me, way.jean, worlds.service(way.group, "Tea"))
    assert refused(lambda: heard(way.me, hers, "accept")) == "care.only_a_team_writes_down"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"heard_by": "rumour"}, "heard_by"),
        ({"heard_from": "  "}, "heard_from"),
        ({"heard_on": "tomorrow"}, "heard_on"),
        ({"recorded": {}}, "worker"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(way, wrong, field):
    asked = way.ask()
    if wrong.get("heard_on"):
        wrong = {"heard_on": clock.today() + timedelta(days=1)}
    assert field in {at for _, at in told(lambda: heard(way.asker, asked, "accept", **wrong))}


def test_an_old_form_writes_nothing(way):
    asked = way.ask()
    heard(way.asker, asked, "accept", version=asked.version)
    with pytest.raises(Stale):
        heard(way.asker, asked, "meet", version=asked.version)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(codes=st.lists(st.sampled_from([move.code for move in MOVES]), min_size=1, max_size=6))
def test_whatever_is_written_down_is_a_move_that_the_target_could_make(way, codes):
    """In any order: what goes through is the target's by the table and marked; all else changes nothing."""
    with undone():
        asked = way.ask()
        for code in codes:
            row = Referral.of(asked.id)
            theirs = {move.code for move in moves_open_to(State(row.state), frozenset({Party.TARGET}), Whom.ONE)}
            try:
                heard(way.asker, asked, code)
            except Invalid:
                assert code not in theirs - {"complete_onward"}
                assert Referral.of(asked.id).version == row.version
            else:
                assert code in theirs
                step = ReferralMove.objects.filter(referral=asked).order_by("-created_at", "-id")[0]
                assert (step.code, step.party, step.heard_by) == (code, "target", "phone")
        assert not ReferralMove.objects.exclude(heard_by="").exclude(party="target").exists()


def test_the_person_s_own_moves_are_never_written_down(way):
    asked = way.ask()
    for code in (code for code, move in BY_CODE.items() if Party.TARGET not in move.by):
        assert told(lambda code=code: heard(way.asker, asked, code))[0][0] == "care.not_yours_to_move"


def test_nothing_is_written_down_after_the_end(way):
    asked = way.ask()
    moved(asked, way.asker, "cancel")
    assert State(Referral.of(asked.id).state) in FINAL
    assert told(lambda: heard(way.asker, asked, "accept")) == [("care.final", "")]
