"""How asks close: read by the asker, judged by the person, and let go of by the teams, neither too soon nor never."""

from datetime import timedelta

import pytest

from ecotone.care import actions, queries
from ecotone.care.machine import Reason, State
from ecotone.care.models import Judgement, Referral, UnmetNeed
from ecotone.care.rules import Closure, Means, NeedView, Pen
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.people import policies
from ecotone.people.rules import Part
from tests import worlds
from tests.worlds import moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def read(by, referral: Referral) -> Referral:
    return actions.acknowledge(by=by, referral_id=referral.id, version=Referral.of(referral.id).version)


def knows(by, house) -> bool:
    return policies.verdict(by, house.jean.id, Part.IDENTITY).allowed


def known_for(by, house) -> int:
    """How many days from now the team goes on knowing her; 999 for a year or more."""
    for days in range(60):
        with worlds.later(days=days, seconds=1):
            if not knows(by, house):
                return days
    with worlds.later(days=999):
        return 999 if knows(by, house) else 60


# ── letting go ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.commitment(3)
@pytest.mark.parametrize("end", ["complete", "complete_partly", "fail"])
def test_who_helped_knows_her_until_28_days_after_the_end_was_read(house, end):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, end)
    assert known_for(house.group, house) == 999, "until it is read, they can be asked about it"
    read(house.asker, done)
    assert known_for(house.group, house) == 28
    assert known_for(house.asker, house) == 999, "who took her in goes on helping her"


@pytest.mark.commitment(3)
@pytest.mark.parametrize(
    ("state", "party", "end"),
    [
        (State.OFFERED, "group", "decline"),
        (State.OFFERED, "asker", "cancel"),
        (State.RECEIVED, "asker", "cancel"),
        (State.CANCEL_REQUESTED, "group", "confirm_cancel"),
        (State.IN_PROGRESS, "me", "withdraw"),
        (State.IN_PROGRESS, "asker", "mark_error"),
        (State.COMPLETED, "asker", "mark_error"),
    ],
)
def test_who_was_not_to_help_knows_her_no_more_from_that_moment(house, state, party, end):
    referral = worlds.brought_to(state, house.draft(parts=[Part.MATTERS]), house.parties)
    assert knows(house.group, house)
    with worlds.later(hours=1):
        moved(referral, getattr(house, party), end)
        assert not knows(house.group, house)
        seen = queries.referral(house.group, referral.id)
        assert not seen.row.person.identity
        assert not seen.why


def test_a_mistake_ends_even_the_28_days(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    read(house.asker, done)
    with worlds.later(days=1):
        moved(done, house.asker, "mark_error")
        assert not knows(house.group, house)


def test_a_second_ask_keeps_the_team_that_the_first_would_have_let_go(house):
    """Two asks of one team: reading the end of the first must not shut them out of the second."""
    first, second = house.ask(), house.ask(need_id=worlds.need("moving.bath").id, parts=[Part.WORKS])
    read(house.asker, moved(moved(first, house.group, "accept"), house.group, "complete"))
    assert known_for(house.group, house) == 999
    read(house.asker, moved(moved(second, house.group, "accept"), house.group, "complete"))
    assert known_for(house.group, house) == 28, "the last to be read ends what the first had opened"


def test_declining_a_second_ask_leaves_the_first_alone(house):
    first, second = house.ask(), house.ask(need_id=worlds.need("moving.bath").id)
    moved(first, house.group, "accept")
    with worlds.later(hours=1):
        moved(second, house.group, "decline")
        assert known_for(house.group, house) == 999


def test_declining_a_second_ask_leaves_a_first_that_is_done_and_not_yet_read_alone(house):
    first, second = house.ask(), house.ask(need_id=worlds.need("moving.bath").id)
    moved(moved(first, house.group, "accept"), house.group, "complete")
    with worlds.later(hours=1):
        moved(second, house.group, "decline")
        assert known_for(house.group, house) == 999
        read(house.asker, first)
        assert known_for(house.group, house) == 28


def test_a_new_ask_within_the_28_days_stands_by_itself(house):
    read(house.asker, moved(moved(house.ask(), house.group, "accept"), house.group, "complete"))
    with worlds.later(days=10):
        again = house.ask()
        assert known_for(house.group, house) == 999
        with worlds.later(hours=1):
            moved(again, house.group, "decline")
            assert known_for(house.group, house) == 18, "what is left of the first"


def test_who_hands_on_knows_her_until_the_hand_on_is_closed_too(house):
    parent = moved(house.ask(), house.group, "accept")
    child = moved(house.on(parent), house.rehab, "accept")
    read(house.asker, moved(parent, house.group, "complete_onward"))
    assert known_for(house.group, house) == 999, "their own ask is still running: they may be asked, and must read"
    with worlds.later(days=40):
        read(house.group, moved(child, house.rehab, "complete"))
        assert known_for(house.group, house) == 28
        assert known_for(house.rehab, house) == 28


def test_a_draft_holds_nobody(house):
    read(house.asker, moved(moved(house.ask(), house.group, "accept"), house.group, "complete"))
    worlds.draft(house.group, house.jean, Actor.of(house.rehab.team_id))
    assert known_for(house.group, house) == 28


def test_a_question_about_her_opens_her_name_until_28_days_after_its_answer_was_read(house):
    question = actions.ask_question(
        by=house.asker, target_id=house.group.team_id, text="Do you know her?", person_id=house.jean.id
    )
    assert known_for(house.group, house) == 999
    assert not policies.verdict(house.group, house.jean.id, Part.MATTERS).allowed
    question = actions.answer_question(by=house.group, question_id=question.id, version=1, answer="Aye")
    actions.read_answer(by=house.asker, question_id=question.id, version=2)
    assert known_for(house.group, house) == 28


def test_an_answer_read_ends_nothing_while_they_help_her(house):
    question = actions.ask_question(
        by=house.asker, target_id=house.group.team_id, text="Have you room?", person_id=house.jean.id
    )
    asked = house.ask()
    actions.answer_question(by=house.group, question_id=question.id, version=1, answer="Aye")
    actions.read_answer(by=house.asker, question_id=question.id, version=2)
    assert known_for(house.group, house) == 999
    read(house.asker, moved(moved(asked, house.group, "accept"), house.group, "complete"))
    assert known_for(house.group, house) == 28


# ── the loop ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.commitment(4)
def test_news_waits_for_the_asker_until_read_and_an_end_until_acknowledged(house):
    referral = moved(house.ask(), house.group, "receive")
    assert referral.source_news_at is None, "opening it is no news"
    referral = moved(referral, house.group, "accept")
    assert queries.referral(house.asker, referral.id).row.has_news
    referral = read(house.asker, referral)
    assert (referral.source_news_at, referral.acknowledged_at) == (None, None)
    done = moved(referral, house.group, "complete")
    assert queries.referral(house.asker, done.id).row.closures.loop is Closure.AMBER
    done = read(house.asker, done)
    assert (done.source_news_at, done.acknowledged_at) == (None, clock.now())
    assert queries.referral(house.asker, done.id).row.closures.loop is Closure.CLOSED
    assert not queries.referral(house.asker, done.id).can_acknowledge


@pytest.mark.parametrize(("state", "end"), [(State.OFFERED, "cancel"), (State.ACCEPTED, "mark_error")])
def test_what_the_asker_ends_the_asker_knows(house, state, end):
    ended = moved(worlds.brought_to(state, house.draft(), house.parties), house.asker, end)
    assert ended.acknowledged_at == clock.now()
    assert queries.my_day(house.asker).came_back.total == 0


def test_what_the_person_asked_for_herself_and_ends_is_closed(house):
    asked = worlds.ask(house.me, house.jean, Actor.of(house.group.team_id), parts=[])
    ended = moved(asked, house.me, "withdraw")
    assert (ended.acknowledged_at, ended.source_news_at) == (clock.now(), None)
    second = worlds.ask(house.me, house.jean, Actor.of(house.group.team_id))
    second = moved(moved(second, house.group, "accept"), house.group, "complete")
    assert queries.referral(house.me, second.id).row.has_news
    assert read(house.me, second).acknowledged_at == clock.now()
    assert known_for(house.group, house) == 28


def test_an_answer_of_the_asker_is_no_news_to_the_asker(house):
    asked = moved(house.ask(), house.group, "ask")
    assert asked.source_news_at is not None
    assert moved(asked, house.asker, "answer").source_news_at is None
    asked = moved(moved(asked, house.group, "ask"), house.me, "answer")
    assert asked.source_news_at is not None, "that she answered herself is"


def test_only_the_asker_acknowledges_and_from_the_version_that_was_read(house):
    referral = moved(house.ask(), house.group, "accept")
    for other in (house.group, house.me, house.guardian):
        assert refused(lambda other=other: read(other, referral)) == "care.only_the_asker"
    assert refused(lambda: read(house.rehab, referral)) == "care.not_a_party"
    assert refused(lambda: read(worlds.NOBODY, referral)) == "access.nobody"
    with pytest.raises(Stale):
        actions.acknowledge(by=house.asker, referral_id=referral.id, version=referral.version - 1)


# ── the need ──────────────────────────────────────────────────────────────────────────────────────────────────────


def judge(by, referral, view=NeedView.MET, **fields) -> Judgement:
    return actions.judge(by=by, referral_id=referral.id, view=view, **fields)


@pytest.mark.commitment(5)
def test_the_newest_word_counts_and_the_older_stays(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    judge(house.me, done, NeedView.WORSE, words="I had got my hopes up")
    with worlds.later(days=1):
        judge(house.me, done, NeedView.MET, words="It came right")
        view = queries.referral(house.asker, done.id)
    assert [each.view for each in view.judgements] == [NeedView.MET, NeedView.WORSE]
    assert (view.row.judged, view.row.closures.need) == (NeedView.MET, Closure.CLOSED)


@pytest.mark.commitment(5)
def test_it_says_who_held_the_pen(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    for by in (house.asker, house.group):
        assert told(lambda by=by: judge(by, done)) == [("care.who_held_the_pen", "pen")]
        assert told(lambda by=by: judge(by, done, pen="person", means="page")) == [("care.who_held_the_pen", "pen")]
    judge(house.asker, done, pen=Pen.WORKER, means=Means.PHONE)
    judge(house.group, done, pen=Pen.CARER, means=Means.PAPER)
    judge(house.me, done, words="Myself")
    seen = queries.referral(house.asker, done.id).judgements
    assert [(each.pen, each.means, each.author) for each in seen] == [
        ("person", "page", "Jean Rafferty"),
        ("carer", "paper", house.group.signature),
        ("worker", "phone", house.asker.signature),
    ]


def test_what_was_said_while_the_asker_read_is_not_taken_for_read(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    judge(house.me, done, NeedView.NOT_MET)
    with pytest.raises(Stale):
        actions.acknowledge(by=house.asker, referral_id=done.id, version=done.version)
    read(house.asker, done)
    judge(house.asker, done, NeedView.PARTLY, pen=Pen.WORKER)
    assert Referral.of(done.id).source_news_at is None, "what they wrote down themselves is no news to them"


def test_strangers_judge_nothing_and_nobody_judges_what_was_never_asked_or_never_was(house):
    done = moved(moved(house.ask(), house.group, "accept"), house.group, "complete")
    for other in (house.rehab, house.guardian, worlds.NOBODY, worlds.herself(worlds.person("Another"))):
        assert refused(lambda other=other: judge(other, done, pen=Pen.WORKER)) == "care.not_a_party"
    draft = house.draft(target_id=house.rehab.team_id)
    assert told(lambda: judge(house.asker, draft, pen=Pen.WORKER)) == [("care.not_from_here", "")]
    assert refused(lambda: judge(house.me, draft)) == "care.not_a_party"
    mistaken = moved(done, house.asker, "mark_error")
    assert told(lambda: judge(house.me, mistaken)) == [("care.not_from_here", "")]
    faults = told(lambda: judge(house.me, done, "splendid", pen="cat", means="owl"))
    assert faults == [("ground.unknown_choice", name) for name in ("view", "pen", "means")]


# ── the plan, and what could not be met ───────────────────────────────────────────────────────────────────────────


def test_the_plan_closes_when_she_reviews_what_she_hoped_for(house):
    hope = actions.add_outcome(by=house.me, person_id=house.jean.id, words="To sleep through")
    done = moved(moved(house.ask(outcome_id=hope.id), house.group, "accept"), house.group, "complete")
    with worlds.later(days=1):
        assert queries.referral(house.asker, done.id).row.closures.plan is Closure.WAITING
        actions.review_outcome(by=house.me, outcome_id=hope.id, version=1, change="better")
        assert queries.referral(house.asker, done.id).row.closures.plan is Closure.CLOSED
    assert queries.referral(house.asker, house.ask(need_id=worlds.need("x.y").id).id).row.closures.plan is None


@pytest.mark.commitment(4)
def test_what_is_met_in_part_declined_or_failed_becomes_an_unmet_need(house):
    need, home = worlds.need("company.lonely"), worlds.place("Airdrie")
    jean = worlds.taken_in(house.asker, home=home)
    group = Actor.of(house.group.team_id)
    for end in ("complete_partly", "decline", "fail", "complete"):
        referral = worlds.ask(house.asker, jean, group, need_id=need.id)
        moved(referral if end == "decline" else moved(referral, house.group, "accept"), house.group, end)
    noted = UnmetNeed.objects.values_list("need", "place", "asked_sector", "reason", "on")
    assert set(noted) == {
        (need.id, home.id, "third", "partly", clock.today()),
        (need.id, home.id, "third", "no_capacity", clock.today()),
    }
    assert len(noted) == 3


@pytest.mark.parametrize("reason", [Reason.DUPLICATE, Reason.PERSON_DECLINED])
def test_what_is_met_already_or_not_wanted_is_no_unmet_need(house, reason):
    moved(house.ask(), house.group, "decline", reason_code=reason)
    assert not UnmetNeed.objects.exists()


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("waited", [0, 3, 20])
def test_a_question_stops_the_clock_for_as_long_as_it_waits(house, waited):
    asked = house.ask(days=5)
    with worlds.later(days=2):
        asked = moved(asked, house.group, "ask")
        assert asked.paused_on == clock.today()
    with worlds.later(days=2 + waited):
        answered = moved(asked, house.asker, "answer")
        assert answered.reply_by - clock.today() == timedelta(days=3)
        assert (answered.paused_on, answered.review_on) == (None, None)


def test_while_it_is_paused_it_is_not_late_but_the_question_may_be(house):
    asked = moved(house.ask(days=1), house.group, "ask", answer_by=clock.today() + timedelta(days=4))
    late = {}
    for days in (0, 2, 4, 5):
        with worlds.later(days=days):
            late[days] = queries.referral(house.asker, asked.id).row.overdue
    assert late == {0: False, 2: False, 4: False, 5: True}


def test_no_reply_goes_back_to_the_asker_who_may_wait_again(house):
    asked = moved(house.ask(), worlds.SYSTEM, "give_up_waiting")
    assert [row.id for row in queries.my_day(house.asker).to_chase.rows] == [asked.id]
    again = moved(asked, house.asker, "wait_again", reply_by=clock.today() + timedelta(days=30))
    assert (again.state, again.reply_by) == ("offered", clock.today() + timedelta(days=30))
    assert [row.id for row in queries.my_day(house.group).to_answer.rows] == [asked.id]
    assert again.offered_at == asked.offered_at
