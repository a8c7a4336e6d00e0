"""The clock: what is due by itself is done once, on its day, whoever winds it; nothing is ever declined by it."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import OperationalError, connection

from ecotone.access.models import AuditEntry
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.machine import Party, State, Whom, moves_open_to
from ecotone.care.models import Referral, ReferralMove
from ecotone.care.rules import GRACE_DAYS
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.notices.models import Notice
from ecotone.observatory.models import Publication
from ecotone.people import queries as records
from ecotone.people.rules import Part
from ecotone.procedures.tick import CLOCK, Ticked
from ecotone.procedures.tick import tick as whole_tick
from tests import worlds
from tests.rooms.racing import both
from tests.worlds import moved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "published")]
NOTHING = Ticked(0, 0, 0, 0, 0)
REPLY_IN = 5


def tick() -> Ticked:
    """A tick, but for the mail that tells of what it did, which has tests of its own."""
    return replace(whole_tick(), mailed=0)


@pytest.fixture
def published(db) -> None:
    """The quarter before is told of already, so that a tick is about asks alone."""
    assert tick().published == 1


def after(days: int) -> Ticked:
    """What a tick does so many days from now to what was asked."""
    with worlds.later(days=days):
        return replace(tick(), published=0)


@pytest.mark.commitment(4)
def test_an_ask_that_nobody_answers_goes_to_the_lead_and_then_back(house):
    asked = house.ask(days=REPLY_IN)
    done = {day: after(day) for day in range(REPLY_IN + GRACE_DAYS + 3)}
    told, back = REPLY_IN + 1, REPLY_IN + 1 + GRACE_DAYS
    assert {day: each for day, each in done.items() if each != NOTHING} == {
        told: Ticked(1, 0, 0, 0, 0),
        back: Ticked(0, 1, 0, 0, 0),
    }
    row = Referral.of(asked.id)
    assert (row.state, row.ended_at, row.escalated_on) == (State.NO_REPLY, None, None)
    last = ReferralMove.objects.order_by("-id")[0]
    assert (last.code, last.party, last.author) == ("give_up_waiting", Party.CLOCK, CLOCK.signature)
    assert queries.my_day(house.asker).to_chase.total == 1


def test_both_sides_are_told_where_it_stands(house):
    house.ask(days=REPLY_IN)
    after(REPLY_IN + 1)
    with worlds.later(days=REPLY_IN + 1):
        (ours,), (theirs,) = (queries.my_day(house.group).late.rows, queries.my_day(house.asker).to_chase.rows)
        assert ours.returns_on == theirs.returns_on == clock.today() + timedelta(days=GRACE_DAYS)


@pytest.mark.parametrize("code", ["accept", "decline", "ask"])
def test_an_answer_in_the_days_of_grace_stops_it(house, code):
    asked = house.ask(days=REPLY_IN)
    after(REPLY_IN + 1)
    with worlds.later(days=REPLY_IN + 2):
        answered = moved(Referral.of(asked.id), house.group, code)
    assert answered.escalated_on is None
    assert after(REPLY_IN + 40) == replace(NOTHING, reminded=code == "ask")
    assert Referral.of(asked.id).state == answered.state


def test_opening_it_is_no_answer(house):
    asked = house.ask(days=REPLY_IN)
    after(REPLY_IN + 1)
    with worlds.later(days=REPLY_IN + 2):
        moved(Referral.of(asked.id), house.group, "receive")
    assert after(REPLY_IN + 1 + GRACE_DAYS) == Ticked(0, 1, 0, 0, 0)


@pytest.mark.commitment(3)
def test_who_let_it_pass_sees_no_more_of_her_until_they_are_asked_again(house):
    def sees() -> bool:
        return records.may(house.group, house.jean.id, Part.MATTERS).allowed

    asked = house.ask(days=REPLY_IN)
    after(REPLY_IN + 1)
    with worlds.later(days=REPLY_IN + 2):
        assert sees()
    after(REPLY_IN + 1 + GRACE_DAYS)
    with worlds.later(days=REPLY_IN + 2 + GRACE_DAYS):
        assert not sees()
        moved(Referral.of(asked.id), house.asker, "wait_again", reply_by=clock.today() + timedelta(days=3))
        assert sees()


def test_one_ask_that_cannot_be_written_holds_up_no_other(house, caplog):
    first, second = (house.ask(days=REPLY_IN, need_id=worlds.need(f"kind.{n}").id) for n in range(2))

    def locked(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and first.id.hex in str(params).replace("-", ""):
            raise OperationalError("this row is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        assert after(REPLY_IN + 1) == Ticked(1, 0, 0, 0, 0)
    assert "could not do what was due" in caplog.text
    assert [Referral.of(each.id).escalated_on is not None for each in (first, second)] == [False, True]
    assert after(REPLY_IN + 1) == Ticked(1, 0, 0, 0, 0)


def test_a_quarter_that_was_missed_is_published_after_all(house):
    with worlds.later(days=200):
        assert [tick().published, tick().published] == [2, 0]


def test_waiting_again_starts_the_clock_anew(house):
    asked = house.ask(days=REPLY_IN)
    after(REPLY_IN + 1), after(REPLY_IN + 1 + GRACE_DAYS)
    with worlds.later(days=10):
        moved(Referral.of(asked.id), house.asker, "wait_again", reply_by=clock.today() + timedelta(days=3))
    done = [after(day) for day in (11, 13, 14, 17)]
    assert done == [NOTHING, NOTHING, Ticked(1, 0, 0, 0, 0), Ticked(0, 1, 0, 0, 0)]


@pytest.mark.parametrize(
    ("code", "who"),
    [("hold", "group"), ("waitlist", "group"), ("schedule", "group"), ("ask", "asker")],
)
@pytest.mark.commitment(4)
def test_when_the_day_to_look_at_it_again_passes_whoever_it_lies_with_is_told_once(house, code, who):
    asked = house.ask(days=60)
    if code != "ask":
        moved(asked, house.group, "accept")
    moved(asked, house.group, code)
    assert after(7) == NOTHING, "on the day itself it is not late"
    assert after(8) == Ticked(0, 0, 0, 1, 0)
    assert after(9) == after(40) == NOTHING
    told = Notice.objects.filter(subject_id=asked.id, kind__in=["review_due", "answer_due"])
    assert list(told.values_list("to_id", flat=True)) == [getattr(house, who).actor_id]
    with worlds.later(days=41):
        again = moved(Referral.of(asked.id), house.asker if code == "ask" else house.group, NEXT[code])
        assert again.reminded_on is None


NEXT = {"hold": "interim", "waitlist": "waitlist", "schedule": "meet", "ask": "answer"}


def test_a_reminder_is_the_clocks_alone_and_for_what_is_late(house):
    held = moved(moved(house.ask(), house.group, "accept"), house.group, "hold")
    with pytest.raises(Invalid):
        actions.remind(by=CLOCK, referral_id=held.id, version=held.version)
    given = {"referral_id": held.id, "version": held.version}
    with worlds.later(days=9):
        assert worlds.refused(lambda: actions.remind(by=house.group, **given)) == "access.system_only"
        reminded = actions.remind(by=CLOCK, **given)
        for version in (held.version, reminded.version):
            with pytest.raises(Invalid):
                actions.remind(by=CLOCK, referral_id=held.id, version=version)


def test_a_question_stops_the_clock_for_as_long_as_it_is_open(house):
    moved(house.ask(days=REPLY_IN), house.group, "ask")
    assert after(90) == replace(NOTHING, reminded=1), "whoever is to answer is told; the ask waits"


def test_a_quarter_is_published_once_when_it_is_over(house):
    published = []
    for days in (0, 29, 30, 31, 120, 121):
        with worlds.later(days=days):
            published.append(tick().published)
    assert published == [0, 0, 1, 0, 0, 1]
    assert Publication.objects.count() == 3


def test_a_tick_that_finds_nothing_leaves_nothing_behind(house):
    before = AuditEntry.objects.count()
    assert (tick(), AuditEntry.objects.count()) == (NOTHING, before)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_do_each_thing_once(house):
    for number in range(6):
        house.ask(days=REPLY_IN, need_id=worlds.need(f"kind.{number}").id)
    for day, code in ((REPLY_IN + 1, "care.escalate"), (REPLY_IN + 1 + GRACE_DAYS, "care.move")):
        with worlds.later(days=day):
            before = AuditEntry.objects.filter(code=code, system="clock").count()
            done = both(tick, tick, tick)
            assert sum(each.escalated + each.returned for each in done) == 6
            assert AuditEntry.objects.filter(code=code, system="clock").count() == before + 6
    assert set(Referral.objects.values_list("state", flat=True)) == {State.NO_REPLY}


def test_only_the_clock_tells_the_lead_and_only_once(house):
    asked = house.ask(days=REPLY_IN)
    with worlds.later(days=REPLY_IN + 1):
        for by in (house.asker, house.group, house.me, house.stranger, worlds.NOBODY):
            with pytest.raises(Refused):
                actions.escalate(by=by, referral_id=asked.id, version=asked.version)
            with pytest.raises(Refused):
                queries.to_escalate(by, clock.today())
        told = actions.escalate(by=CLOCK, referral_id=asked.id, version=asked.version)
        with pytest.raises(Invalid, match=r"care\.not_late"):
            actions.escalate(by=CLOCK, referral_id=asked.id, version=told.version)
    with pytest.raises(Stale):
        actions.move(
            by=house.group,
            referral_id=asked.id,
            version=asked.version,
            code="accept",
            recorded=worlds.whole("accept"),
        )


def test_nobody_is_late_before_the_day_is_over(house):
    asked = house.ask(days=REPLY_IN)
    with worlds.later(days=REPLY_IN), pytest.raises(Invalid, match=r"care\.not_late"):
        actions.escalate(by=CLOCK, referral_id=asked.id, version=asked.version)


def due_by_a_slow_reading(referral: Referral) -> str:
    """What the clock should do with one ask today."""
    today = clock.today()
    if referral.state in ("offered", "received"):
        return unanswered_by_a_slow_reading(referral) if referral.reply_by < today else ""
    taken_on = ("accepted", "waitlisted", "in_progress", "on_hold")
    agreed = referral.review_on if referral.state in (*taken_on, "info_needed") else None
    return "remind" if agreed and agreed < today and not referral.reminded_on else ""


def unanswered_by_a_slow_reading(referral: Referral) -> str:
    if referral.escalated_on is None:
        return "escalate"
    return "return" if (clock.today() - referral.escalated_on).days >= GRACE_DAYS else ""


@pytest.mark.commitment(4)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_between_ticks_the_clock_does_what_a_slow_reader_would(house, seed):
    """Asks wander through the table by everyone's hand for a month, the clock ticking now and then."""
    chance = Random(seed)
    asks = [house.ask(days=chance.randint(1, 9), need_id=worlds.need(f"kind.{n}").id).id for n in range(10)]
    for day in range(1, 30):
        with worlds.later(days=day):
            for id_ in chance.sample(asks, 3):
                wander(Referral.of(id_), chance)
            if chance.random() < 0.7:
                expected = [due_by_a_slow_reading(each) for each in Referral.objects.all()]
                escalated, returned, reminded = (expected.count(each) for each in ("escalate", "return", "remind"))
                assert tick() == Ticked(escalated, returned, 0, reminded, 0)
                assert tick() == NOTHING


def wander(referral: Referral, chance: Random) -> None:
    parties = frozenset({Party.SOURCE, Party.TARGET, Party.PERSON})
    moves = [
        m
        for m in moves_open_to(State(referral.state), parties, Whom.ONE)
        if m.code not in ("complete_onward", "mark_error")
    ]
    if moves:
        moved(referral, worlds.SYSTEM, chance.choice(moves).code)
