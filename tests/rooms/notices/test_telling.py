"""What happens is told to those it concerns, with it or not at all, once, and never to who did it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care import queries as asks
from ecotone.care.machine import MOVES, Party, State, Whom
from ecotone.care.models import Question, Referral, ReferralMove
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.notices import actions, queries
from ecotone.notices.models import Notice
from ecotone.notices.rules import NEWS_KEPT, Side, Sort, To
from ecotone.notices.views import Told
from ecotone.procedures.tick import CLOCK, tick
from tests import worlds
from tests.rooms.care.conftest import house
from tests.worlds import moved

__all__ = ["house"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def heard(by) -> list[str]:
    """What somebody was told, oldest first, as side.kind."""
    return [f"{n.side}.{n.kind}" for n in reversed(queries.news(by).notices)]


@pytest.mark.commitment(4)
def test_a_loop_is_told_to_both_ends_and_to_her(house):
    asked = house.ask()
    for code in ("receive", "ask"):
        moved(asked, house.group, code)
    moved(asked, house.asker, "answer")
    for code in ("accept", "schedule", "complete"):
        moved(asked, house.group, code)
    care.judge(by=house.me, referral_id=asked.id, view="met")
    assert heard(house.group) == ["target.offer", "target.answer", "target.judge"]
    assert heard(house.asker) == ["source.ask", "source.accept", "source.schedule", "source.complete", "source.judge"]
    assert heard(house.me) == ["person.offer", "person.ask", "person.accept", "person.schedule", "person.complete"]
    assert heard(house.stranger) == heard(house.rehab) == []


def test_a_notice_holds_ids_and_codes_alone(house):
    house.ask(why="She told me of the fall")
    texts = {value for row in Notice.objects.values() for value in row.values() if isinstance(value, str)}
    assert texts == {"team", "person", "target", "to_do", "news", "offer", "referral"}


@pytest.mark.parametrize(
    "move", [m for m in MOVES if m.code not in ("offer", "receive", "complete_onward") and m.whom is not Whom.ANY]
)
def test_whoever_makes_a_move_is_not_told_of_it(move, house):
    for party in sorted(move.by & set(house.parties)):
        with transaction.atomic():
            before = next(state for state in sorted(move.sources) if state != State.DRAFT)
            row = worlds.brought_to(before, house.draft(), house.parties)
            Notice.objects.all().delete()
            moved(row, house.parties[party], move.code)
            to = {Party.SOURCE: house.asker.team_id, Party.TARGET: house.group.team_id, Party.PERSON: house.jean.id}
            told = set(Notice.objects.values_list("to_id", flat=True))
            assert told and to[party] not in told
            transaction.set_rollback(True)


def test_a_draft_is_nobodys_news(house):
    row = house.draft()
    moved(row, house.asker, "cancel")
    assert not Notice.objects.exists()


def test_one_who_asks_for_herself_hears_what_comes_back(house):
    own = worlds.service(Actor.of(house.group.team_id), self_referral=True)
    asked = worlds.ask(house.me, house.jean, own)
    moved(asked, house.group, "accept")
    moved(asked, house.group, "interim")
    assert heard(house.me) == ["person.accept", "person.interim"]
    assert heard(house.asker) == []


def test_what_is_undone_was_not_told(house):
    asked = house.ask()
    Notice.objects.all().delete()
    with pytest.raises(Stale):
        care.move(by=house.group, referral_id=asked.id, version=99, code="receive")
    with pytest.raises(Invalid):
        moved(asked, house.group, "accept", worker="")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        moved(asked, house.group, "accept")
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_an_event_is_told_once_to_each(house):
    house.ask()
    one = Notice.objects.get(to_id=house.group.team_id)
    again = Told(To.TEAM, house.group.team_id, Side.TARGET, Sort.TO_DO)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.tell(
            by=house.asker,
            event=one.event,
            kind="offer",
            subject_kind="referral",
            subject_id=one.subject_id,
            told=[again],
        )
    assert ReferralMove.objects.get(id=one.event).code == "offer"


def test_the_clock_tells_the_target_and_then_the_asker(house):
    house.ask(days=3)
    with worlds.later(days=4):
        tick()
    with worlds.later(days=8):
        tick()
        assert heard(house.group) == ["target.offer", "target.escalate", "target.give_up_waiting"]
        assert heard(house.asker) == ["source.give_up_waiting"]
        assert heard(house.me) == ["person.offer", "person.give_up_waiting"]


def test_a_second_lateness_of_one_ask_is_told_again(house):
    asked = house.ask(days=3)
    with worlds.later(days=4):
        care.escalate(by=CLOCK, referral_id=asked.id, version=asked.version)
    with worlds.later(days=5):
        moved(asked, house.group, "ask", answer_by=clock.today())
        moved(asked, house.asker, "answer")
    with worlds.later(days=40):
        late = Referral.of(asked.id)
        care.escalate(by=CLOCK, referral_id=asked.id, version=late.version)
        assert heard(house.group).count("target.escalate") == 2


def test_an_open_offer_is_told_to_all_who_may_claim_it_and_its_end_to_the_asker_and_her(house):
    need, where = worlds.need("company"), worlds.place("Airdrie")
    ours = worlds.can_help(Actor.of(house.group.team_id), need)
    worlds.can_help(Actor.of(house.rehab.team_id), need, name="Another")
    asked = worlds.ask_openly(house.asker, house.jean, need, where=where)
    assert heard(house.group) == heard(house.rehab) == ["target.offer_openly"]
    assert (heard(house.me), heard(house.stranger)) == (["person.offer_openly"], [])
    assert asks.offers_told(house.rehab, [asked.id]).keys() == {asked.id}
    assert asks.referrals_told(house.rehab, [asked.id]) == asks.offers_told(house.stranger, [asked.id]) == {}
    worlds.claimed(asked, house.group, ours)
    assert heard(house.asker) == ["source.claim"] and heard(house.me)[-1] == "person.claim"


def test_an_open_offer_that_nobody_claims_comes_back(house):
    need = worlds.need("company")
    worlds.can_help(Actor.of(house.group.team_id), need)
    worlds.ask_openly(house.asker, house.jean, need, where=worlds.place("Airdrie"), days=2)
    with worlds.later(days=3):
        tick()
        assert (heard(house.asker), heard(house.me)[-1]) == (["source.expire"], "person.expire")


def test_questions_are_told_both_ways(house):
    asked = care.ask_question(by=house.asker, target_id=house.group.team_id, text="Room on a Tuesday?")
    care.answer_question(by=house.group, question_id=asked.id, version=asked.version, answer="Yes")
    assert (heard(house.group), heard(house.asker)) == (["target.question"], ["source.answer_question"])
    assert Question.objects.get().id == queries.news(house.asker).notices[0].subject_id


def test_a_judgement_written_down_for_her_is_told_to_her_and_the_other_end(house):
    asked = house.ask()
    moved(asked, house.group, "accept")
    Notice.objects.all().delete()
    care.judge(by=house.asker, referral_id=asked.id, view="met", pen="worker", means="phone")
    assert (heard(house.group), heard(house.asker), heard(house.me)) == (["target.judge"], [], ["person.judge"])


@pytest.mark.commitment(4)
def test_an_open_my_day_is_told_when_the_clock_escalates(house):
    house.ask(days=3)
    drawn_at, before = clock.now(), asks.pulse(house.group)
    with worlds.later(days=4):
        opened = clock.now()
        tick()
        assert asks.pulse(house.group) != before
        with worlds.later(seconds=1):
            tick()
        assert asks.news_since(house.group, drawn_at)
        assert not asks.news_since(house.stranger, drawn_at)
        assert not asks.news_since(house.group, opened)


def test_the_mark_of_news_changes_with_each_and_tells_of_no_one(house):
    marks = [queries.pulse(house.me)]
    asked = house.ask()
    for code in ("accept", "schedule"):
        marks.append(queries.pulse(house.me))
        with worlds.later(minutes=1):
            moved(asked, house.group, code)
    marks.append(queries.pulse(house.me))
    assert all(a != b for a, b in pairwise(marks))
    assert queries.pulse(worlds.NOBODY) == ""
    assert queries.pulse(house.guardian) == "0", "whoever guards records hears of emergencies, not of asks"


@pytest.mark.commitment(3)
def test_nobody_reads_anyone_elses(house):
    house.ask()
    assert [len(queries.news(by).notices) for by in (house.group, house.me, house.stranger)] == [1, 1, 0]
    assert queries.news(house.guardian).notices == ()
    for by in (worlds.NOBODY, replace(house.guardian, role=Role.PLANNER), worlds.SYSTEM):
        with pytest.raises(Refused):
            queries.news(by)
        assert (queries.unread(by), queries.news_since(by, clock.now())) == (0, False)
        with pytest.raises(Refused):
            actions.see(by=by, upto=clock.now())
    with pytest.raises(Refused):
        actions.tell(
            by=worlds.NOBODY, event=worlds.UNKNOWN, kind="x", subject_kind="x", subject_id=worlds.UNKNOWN, told=[]
        )


def test_what_was_read_counts_no_more_and_a_later_look_is_never_undone(house):
    house.ask()
    first = queries.news(house.group)
    assert (queries.unread(house.group), first.notices[0].is_new) == (1, True)
    actions.see(by=house.group, upto=first.newest_unread)
    assert (queries.unread(house.group), queries.news(house.group).newest_unread) == (0, None)
    with worlds.later(hours=1):
        worlds.ask(house.asker, worlds.taken_in(house.asker), Actor.of(house.group.team_id))
        newest = queries.news(house.group).newest_unread
        actions.see(by=house.group, upto=newest)
        actions.see(by=house.group, upto=first.notices[0].at)
        assert queries.unread(house.group) == 0


def test_nobody_reads_ahead(house):
    actions.see(by=house.group, upto=clock.now().replace(year=2099))
    with worlds.later(hours=1):
        house.ask()
        assert queries.unread(house.group) == 1


def test_a_colleague_reads_for_herself(house):
    colleague = worlds.wearing(Actor.of(house.group.team_id), title="Organiser")
    house.ask()
    actions.see(by=house.group, upto=clock.now())
    assert [queries.unread(by) for by in (house.group, colleague)] == [0, 1]


@pytest.mark.parametrize("many", [1, 12])
def test_the_count_is_one_question_and_the_page_two(many, house):
    for n in range(many):
        worlds.ask(house.asker, worlds.taken_in(house.asker, name=f"Person {n}"), Actor.of(house.group.team_id))
    assert worlds.cost(lambda: queries.unread(house.group)) == 1
    assert worlds.cost(lambda: queries.news(house.group)) == 2
    assert queries.unread(house.group) == many


def test_old_news_goes(house):
    house.ask()
    with worlds.later(days=NEWS_KEPT.days, hours=1):
        assert queries.news(house.group).total == 0
        tick()
        kept = set(Notice.objects.values_list("kind", flat=True))
    assert "offer" not in kept
    with pytest.raises(Invalid):
        actions.forget_news(by=CLOCK)
