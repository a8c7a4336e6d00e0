"""The whole journey, at the level of actions and queries: told once, asked, answered, handed on, closed, judged."""

from datetime import date, timedelta

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
    # ── Airdrie, and who is there ─────────────────────────────────────────────────────────────────────────────────
    airdrie = worlds.place("Airdrie", PlaceKind.LOCALITY)
    alone = worlds.need("company.lonely")
    board, council = worlds.actor("Board", sector=Sector.NHS), worlds.actor("Council", sector=Sector.COUNCIL)
    link = worlds.wearing(worlds.team("Link workers", board), title="Link worker")
    kettle = worlds.actor("The Kettle", airdrie, sector=Sector.COMMUNITY)
    coordinator = worlds.wearing(kettle, title="Coordinator")
    rehab_team = worlds.team("Integrated rehabilitation team", board, council)
    rehab = worlds.wearing(rehab_team, title="Team lead", role=Role.LEAD)
    member = worlds.wearing(board, Role.BOARD_MEMBER)
    befriending = worlds.service(
        kettle, "Befriending", need_codes=["company.lonely"], place_ids=[airdrie.id], capacity_word="has_capacity"
    )

    # ── the link worker reads instead of asking again, and adds a sentence in her words ───────────────────────────
    jean = worlds.taken_in(link, name="Jean Rafferty", birth_date=date(1947, 6, 1), home=airdrie)
    me = worlds.herself(jean)
    told = people.add_story_entry(by=me, person_id=jean.id, section=Part.MATTERS, text="My garden, and a bit of chat")
    with worlds.later(minutes=5), gathering(link, "web.person"):
        view = records.person(link, jean.id, [Part.CONTACT, Part.MATTERS])
    assert view.identity.age == 78
    assert [entry.id for entry in view.story[0].entries] == [told.id]
    people.add_story_entry(by=link, person_id=jean.id, section=Part.WORKS, text="Ring before you come")
    people.log_encounter(by=link, person_id=jean.id, mode=Mode.READ_THEN_CHECKED, channel=Channel.VISIT)
    ann = people.add_to_circle(by=link, person_id=jean.id, kind=CircleKind.FAMILY, name="Ann", relation="daughter")
    hope = actions.add_outcome(by=link, person_id=jean.id, words="Someone to talk to on a Tuesday")

    # ── finds the befriending group nearby with room, and asks ────────────────────────────────────────────────────
    found = directory.find(link, words="lonely", place_id=airdrie.id, room_only=True)
    assert [result.id for result in found.results] == [befriending.id]
    asked = actions.offer_referral(
        by=link,
        person_id=jean.id,
        service_id=befriending.id,
        need_id=alone.id,
        outcome_id=hope.id,
        why="I sit by myself all week",
        hoped_for="Someone to talk to",
        parts=[Part.MATTERS],
        reply_by=clock.today() + timedelta(days=14),
    )
    assert [row.id for row in queries.my_day(link).awaited.rows] == [asked.id]
    assert queries.referral(link, asked.id).row.closures.loop is Closure.OPEN

    with worlds.later(days=1):
        # ── the coordinator sees it under My day, as far as it was shared, and accepts ────────────────────────────
        (waiting,) = queries.my_day(coordinator).to_answer.rows
        assert (waiting.id, waiting.person.identity.name, waiting.need) == (
            asked.id,
            "Jean Rafferty",
            "Company.Lonely",
        )
        shared = records.person(coordinator, jean.id)
        assert shared.story[0].entries[0].text == "My garden, and a bit of chat"
        assert shared.circle == shared.encounters == Withheld("people.not_shared")
        moved(asked, coordinator, "receive")
        asked = moved(asked, coordinator, "accept", worker="Betty")
        assert [row.id for row in queries.my_day(link).came_back.rows] == [asked.id]
        actions.acknowledge(by=link, referral_id=asked.id, version=asked.version)
        assert queries.my_day(link).came_back.total == 0

    with worlds.later(days=8):
        # ── meets her, learns about the bath, and hands on to the rehabilitation team ─────────────────────────────
        asked = moved(asked, coordinator, "meet", met_on=clock.today(), channel="visit")
        actions.contribute(
            by=coordinator,
            to="referral",
            to_id=asked.id,
            kind=GiftKind.TIME,
            words="Betty's Tuesday",
            actor_id=kettle.id,
            minutes=90,
        )
        actions.contribute(
            by=me, to="referral", to_id=asked.id, kind=GiftKind.TRANSPORT, words="A lift", circle_tie_id=ann.id
        )
        onward = worlds.ask(coordinator, jean, rehab_team, parent_id=asked.id, why="The bath", parts=[Part.MATTERS])
        assert queries.referral(coordinator, asked.id).row.state is State.IN_PROGRESS, "it stays with them till then"

    with worlds.later(days=9):
        # ── which asks one question, gets its answer, accepts, and names somebody ─────────────────────────────────
        onward = moved(onward, rehab, "ask", question="Can she step over the side?")
        assert [row.id for row in queries.my_day(coordinator).to_answer.rows] == [onward.id]
        assert [row.id for row in queries.my_day(rehab).awaited.rows] == [onward.id]
    with worlds.later(days=11):
        due = onward.reply_by
        onward = moved(onward, coordinator, "answer", answer="Not any more")
        assert onward.reply_by == due + timedelta(days=2), "the clock stood still while it was theirs to answer"
        onward = moved(onward, rehab, "accept", worker="Iain, occupational therapist")

        # ── the link worker follows the hand-on, for she shares with them what was asked for her ─────────────────
        seen = queries.referral(link, onward.id)
        assert (seen.row.sight, seen.row.target) == (Sight.FULL, "Integrated rehabilitation team")
        assert (seen.row.state, seen.row.worker) == (State.ACCEPTED, "Iain, occupational therapist")
        assert seen.open_moves == ()

    with worlds.later(days=30):
        # ── both complete, each asker reads it ────────────────────────────────────────────────────────────────────
        onward = moved(onward, rehab, "complete", output="A bath board and two rails", against_hope="Safe again")
        onward = actions.acknowledge(by=coordinator, referral_id=onward.id, version=onward.version)
        asked = moved(asked, coordinator, "complete", output="Six Tuesdays", against_hope="She laughs again")
        asked = actions.acknowledge(by=link, referral_id=asked.id, version=asked.version)

    with worlds.later(days=31):
        # ── she reads who looked and why, and says what it was worth ──────────────────────────────────────────────
        looks = records.looks(me)
        by_rehab = [look for look in looks if look.actor_id == rehab.actor_id]
        assert by_rehab
        assert all(look.bases for look in by_rehab if look.kind == "look")
        assert {look.code for look in looks} >= {"web.person", "care.move", "care.referral", "people.person"}
        actions.judge(by=me, referral_id=onward.id, view=NeedView.PARTLY, words="I still cannae wash my feet")
        actions.judge(by=me, referral_id=asked.id, view=NeedView.MET, words="Betty is a tonic")
        actions.review_outcome(by=me, outcome_id=hope.id, version=1, change="reached", words="Every Tuesday")
        hers = {row.id: row for row in queries.referrals_of(me, jean.id)}
        assert hers[onward.id].closures.amber
        assert not hers[asked.id].closures.amber

    with worlds.later(days=32):
        # ── the link worker sees both loops closed, and one need amber ────────────────────────────────────────────
        chain = queries.referral(link, asked.id).chain
        assert [link_.id for link_ in chain] == [asked.id, onward.id]
        assert [link_.closures.loop for link_ in chain] == [Closure.CLOSED, Closure.CLOSED]
        assert [link_.closures.need for link_ in chain] == [Closure.CLOSED, Closure.AMBER]
        assert chain[0].closures.plan is Closure.CLOSED
        assert queries.referral(link, asked.id).judgements[0].words == "Betty is a tonic"
        gifts = queries.referral(link, asked.id).gifts
        assert {(gift.giver, gift.paid) for gift in gifts} == {("The Kettle", False), ("Ann", False)}

        # ── a board member opens no one's story; ─────────────────────────────────────────────────────────────────
        assert worlds.refused_reading(lambda: records.person(member, jean.id)) == "people.counts_only"
        assert worlds.refused_reading(lambda: queries.referral(member, asked.id)) == "people.counts_only"
        assert queries.referrals_of(member, jean.id) == []

    # ── and in time those who were asked know her no longer, while who took her in does ───────────────────────────
    with worlds.later(days=30 + 29):
        assert not records.banners(rehab, [jean.id])[jean.id].identity
        assert not records.banners(coordinator, [jean.id])[jean.id].identity
        assert records.banners(link, [jean.id])[jean.id].identity.name == "Jean Rafferty"
