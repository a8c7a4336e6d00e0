"""The whole journey, at the level of actions and queries: told once, asked, answered, handed on, closed, judged."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from ecotone.access.audit import gathering
from ecotone.access.rules import Role
from ecotone.access.verdicts import Withheld
from ecotone.care import actions, queries
from ecotone.care.machine import State
from ecotone.care.rules import Closure, GiftKind, NeedView, Sight
from ecotone.directory import queries as directory
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.rules import Channel, CircleKind, Mode, Part
from tests import worlds
from tests.worlds import moved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.mark.commitment(1)
@pytest.mark.commitment(2)
@pytest.mark.commitment(4)
@pytest.mark.commitment(5)
def test_a_story_told_once_is_asked_for_answered_handed_on_closed_and_judged():
    it = SimpleNamespace()
    the_place_and_who_is_there(it)
    told_once_and_asked(it)
    accepted_and_handed_on(it)
    answered_and_completed(it)
    judged_and_seen_by_all(it)


def the_place_and_who_is_there(it: SimpleNamespace) -> None:
    # ── Airdrie, and who is there ─────────────────────────────────────────────────────────────────────────────────
    it.airdrie = worlds.place("Airdrie", PlaceKind.LOCALITY)
    it.alone = worlds.need("company.lonely")
    board, council = worlds.actor("Board", sector=Sector.NHS), worlds.actor("Council", sector=Sector.COUNCIL)
    it.link = worlds.wearing(worlds.team("Link workers", board), title="Link worker")
    it.kettle = worlds.actor("The Kettle", it.airdrie, sector=Sector.COMMUNITY)
    it.coordinator = worlds.wearing(it.kettle, title="Coordinator")
    it.rehab_team = worlds.team("Integrated rehabilitation team", board, council)
    it.rehab = worlds.wearing(it.rehab_team, title="Team lead", role=Role.LEAD)
    it.member = worlds.wearing(board, Role.BOARD_MEMBER)
    it.befriending = worlds.service(
        it.kettle,
        "Befriending",
        need_codes=["company.lonely"],
        place_ids=[it.airdrie.id],
        capacity_word="has_capacity",
    )


def told_once_and_asked(it: SimpleNamespace) -> None:
    # ── the link worker reads instead of asking again, and adds a sentence in her words ───────────────────────────
    it.jean = worlds.taken_in(it.link, name="Jean Rafferty", birth_date=date(1947, 6, 1), home=it.airdrie)
    it.me = worlds.herself(it.jean)
    it.told = people.add_story_entry(
        by=it.me, person_id=it.jean.id, section=Part.MATTERS, text="My garden, and a bit of chat"
    )
    with worlds.later(minutes=5), gathering(it.link, "web.person"):
        view = records.person(it.link, it.jean.id, [Part.CONTACT, Part.MATTERS])
    assert view.identity.age == 78
    assert [entry.id for entry in view.story[0].entries] == [it.told.id]
    people.add_story_entry(by=it.link, person_id=it.jean.id, section=Part.WORKS, text="Ring before you come")
    people.log_encounter(by=it.link, person_id=it.jean.id, mode=Mode.READ_THEN_CHECKED, channel=Channel.VISIT)
    it.ann = people.add_to_circle(
        by=it.link, person_id=it.jean.id, kind=CircleKind.FAMILY, name="Ann", relation="daughter"
    )
    it.hope = actions.add_outcome(by=it.link, person_id=it.jean.id, words="Someone to talk to on a Tuesday")

    # ── finds the befriending group nearby with room, and asks ────────────────────────────────────────────────────
    found = directory.find(it.link, words="lonely", place_id=it.airdrie.id, room_only=True)
    assert [result.id for result in found.results] == [it.befriending.id]
    it.asked = actions.offer_referral(
        by=it.link,
        person_id=it.jean.id,
        service_id=it.befriending.id,
        need_id=it.alone.id,
        outcome_id=it.hope.id,
        why="I sit by myself all week",
        hoped_for="Someone to talk to",
        parts=[Part.MATTERS],
        reply_by=clock.today() + timedelta(days=14),
    )
    assert [row.id for row in queries.my_day(it.link).awaited.rows] == [it.asked.id]
    assert queries.referral(it.link, it.asked.id).row.closures.loop is Closure.OPEN


def accepted_and_handed_on(it: SimpleNamespace) -> None:
    with worlds.later(days=1):
        # ── the coordinator sees it under My day, as far as it was shared, and accepts ────────────────────────────
        (waiting,) = queries.my_day(it.coordinator).to_answer.rows
        assert (waiting.id, waiting.person.identity.name, waiting.need) == (
            it.asked.id,
            "Jean Rafferty",
            "Company.Lonely",
        )
        shared = records.person(it.coordinator, it.jean.id)
        assert shared.story[0].entries[0].text == "My garden, and a bit of chat"
        assert shared.circle == shared.encounters == Withheld("people.not_shared")
        moved(it.asked, it.coordinator, "receive")
        it.asked = moved(it.asked, it.coordinator, "accept", worker="Betty")
        assert [row.id for row in queries.my_day(it.link).came_back.rows] == [it.asked.id]
        actions.acknowledge(by=it.link, referral_id=it.asked.id, version=it.asked.version)
        assert queries.my_day(it.link).came_back.total == 0

    with worlds.later(days=8):
        # ── meets her, learns about the bath, and hands on to the rehabilitation team ─────────────────────────────
        it.asked = moved(it.asked, it.coordinator, "meet", met_on=clock.today(), channel="visit")
        actions.contribute(
            by=it.coordinator,
            to="referral",
            to_id=it.asked.id,
            kind=GiftKind.TIME,
            words="Betty's Tuesday",
            actor_id=it.kettle.id,
            minutes=90,
        )
        actions.contribute(
            by=it.me,
            to="referral",
            to_id=it.asked.id,
            kind=GiftKind.TRANSPORT,
            words="A lift",
            circle_tie_id=it.ann.id,
        )
        it.onward = worlds.ask(
            it.coordinator, it.jean, it.rehab_team, parent_id=it.asked.id, why="The bath", parts=[Part.MATTERS]
        )
        assert queries.referral(it.coordinator, it.asked.id).row.state is State.IN_PROGRESS, (
            "it stays with them till then"
        )


def answered_and_completed(it: SimpleNamespace) -> None:
    with worlds.later(days=9):
        # ── which asks one question, gets its answer, accepts, and names somebody ─────────────────────────────────
        it.onward = moved(it.onward, it.rehab, "ask", question="Can she step over the side?")
        assert [row.id for row in queries.my_day(it.coordinator).to_answer.rows] == [it.onward.id]
        assert [row.id for row in queries.my_day(it.rehab).awaited.rows] == [it.onward.id]
    with worlds.later(days=11):
        due = it.onward.reply_by
        it.onward = moved(it.onward, it.coordinator, "answer", answer="Not any more")
        assert it.onward.reply_by == due + timedelta(days=2), "the clock stood still while it was theirs to answer"
        it.onward = moved(it.onward, it.rehab, "accept", worker="Iain, occupational therapist")

        # ── the link worker follows the hand-on, for she shares with them what was asked for her ─────────────────
        seen = queries.referral(it.link, it.onward.id)
        assert (seen.row.sight, seen.row.target) == (Sight.FULL, "Integrated rehabilitation team")
        assert (seen.row.state, seen.row.worker) == (State.ACCEPTED, "Iain, occupational therapist")
        assert seen.open_moves == ()

    with worlds.later(days=30):
        # ── both complete, each asker reads it ────────────────────────────────────────────────────────────────────
        it.onward = moved(
            it.onward, it.rehab, "complete", output="A bath board and two rails", against_hope="Safe again"
        )
        it.onward = actions.acknowledge(by=it.coordinator, referral_id=it.onward.id, version=it.onward.version)
        it.asked = moved(it.asked, it.coordinator, "complete", output="Six Tuesdays", against_hope="She laughs again")
        it.asked = actions.acknowledge(by=it.link, referral_id=it.asked.id, version=it.asked.version)


def judged_and_seen_by_all(it: SimpleNamespace) -> None:
    with worlds.later(days=31):
        # ── she reads who looked and why, and says what it was worth ──────────────────────────────────────────────
        looks = records.looks(it.me)
        by_rehab = [look for look in looks if look.actor_id == it.rehab.actor_id]
        assert by_rehab
        assert all(look.bases for look in by_rehab if look.kind == "look")
        assert {look.code for look in looks} >= {"web.person", "care.move", "care.referral", "people.person"}
        actions.judge(by=it.me, referral_id=it.onward.id, view=NeedView.PARTLY, words="I still cannae wash my feet")
        actions.judge(by=it.me, referral_id=it.asked.id, view=NeedView.MET, words="Betty is a tonic")
        actions.review_outcome(by=it.me, outcome_id=it.hope.id, version=1, change="reached", words="Every Tuesday")
        hers = {row.id: row for row in queries.referrals_of(it.me, it.jean.id)}
        assert hers[it.onward.id].closures.amber
        assert not hers[it.asked.id].closures.amber

    with worlds.later(days=32):
        # ── the link worker sees both loops closed, and one need amber ────────────────────────────────────────────
        chain = queries.referral(it.link, it.asked.id).chain
        assert [link_.id for link_ in chain] == [it.asked.id, it.onward.id]
        assert [link_.closures.loop for link_ in chain] == [Closure.CLOSED, Closure.CLOSED]
        assert [link_.closures.need for link_ in chain] == [Closure.CLOSED, Closure.AMBER]
        assert chain[0].closures.plan is Closure.CLOSED
        assert queries.referral(it.link, it.asked.id).judgements[0].words == "Betty is a tonic"
        gifts = queries.referral(it.link, it.asked.id).gifts
        assert {(gift.giver, gift.paid) for gift in gifts} == {("The Kettle", False), ("Ann", False)}

        # ── a board member opens no one's story; ─────────────────────────────────────────────────────────────────
        assert worlds.refused_reading(lambda: records.person(it.member, it.jean.id)) == "people.counts_only"
        assert worlds.refused_reading(lambda: queries.referral(it.member, it.asked.id)) == "people.counts_only"
        assert queries.referrals_of(it.member, it.jean.id) == []

    # ── and in time those who were asked know her no longer, while who took her in does ───────────────────────────
    with worlds.later(days=30 + 29):
        assert not records.banners(it.rehab, [it.jean.id])[it.jean.id].identity
        assert not records.banners(it.coordinator, [it.jean.id])[it.jean.id].identity
        assert records.banners(it.link, [it.jean.id])[it.jean.id].identity.name == "Jean Rafferty"
