"""Every write of care is refused to whoever has no business with it: the no is in the audit, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import PRACTICE, Basis, Role
from ecotone.care import actions, queries
from ecotone.care.models import Question, Referral
from ecotone.care.rules import GiftKind
from ecotone.directory import actions as directory
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor, Tie
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions as people
from ecotone.people.rules import Channel, CircleKind, Mode, Part
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, kept, moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SOON = date(2026, 3, 16)


@dataclass
class Desk:
    """The house with something of each kind on the desk: a referral taken on, a question answered, a hope, a tie."""

    house: Any
    referral: Referral
    open_question: Question
    answered: Question
    hope: UUID
    tie: UUID
    encounter: UUID

    @property
    def jean(self) -> UUID:
        return self.house.jean.id


@pytest.fixture
def desk(house) -> Desk:
    ask = {"by": house.asker, "target_id": house.group.team_id}
    answered = actions.ask_question(**ask, text="Have you room?")
    return Desk(
        house=house,
        referral=moved(house.ask(parts=[Part.MATTERS, Part.OUTCOMES]), house.group, "accept"),
        open_question=actions.ask_question(**ask, text="Do you know her?", person_id=house.jean.id),
        answered=actions.answer_question(by=house.group, question_id=answered.id, version=1, answer="Two places"),
        hope=actions.add_outcome(by=house.me, person_id=house.jean.id, words="To sleep through").id,
        tie=people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann").id,
        encounter=people.log_encounter(
            by=house.asker, person_id=house.jean.id, mode=Mode.READ_ONLY, channel=Channel.PHONE
        ).id,
    )


Act = Callable[[Principal, Desk], Any]


def give(by: Principal, desk: Desk, **given: Any) -> Any:
    usual = {
        "to": "referral",
        "to_id": desk.referral.id,
        "kind": GiftKind.TIME,
        "words": "An hour",
        "actor_id": desk.house.group.team_id,
    }
    return actions.contribute(by=by, **usual | given)


ACTS: dict[str, tuple[Act, set[str]]] = {
    # the act, and who may do it: asker, group (asked), me, rehab (has no part)
    "draft": (
        lambda by, d: worlds.draft(by, d.house.jean, Actor.of(d.house.rehab.team_id)),
        {"asker", "group", "me"},
    ),
    "offer": (
        lambda by, d: worlds.ask(by, d.house.jean, Actor.of(d.house.rehab.team_id)),
        {"asker", "group", "me"},
    ),
    "hand_on": (
        lambda by, d: worlds.ask(by, d.house.jean, Actor.of(d.house.rehab.team_id), parent_id=d.referral.id),
        {"group"},
    ),
    "acknowledge": (
        lambda by, d: actions.acknowledge(by=by, referral_id=d.referral.id, version=d.referral.version),
        {"asker"},
    ),
    "judge": (
        lambda by, d: actions.judge(by=by, referral_id=d.referral.id, view="met", pen="helper", means="phone"),
        {"asker", "group", "me"},
    ),
    "answer": (
        lambda by, d: actions.answer_question(by=by, question_id=d.open_question.id, version=1, answer="Aye"),
        {"group"},
    ),
    "read_answer": (
        lambda by, d: actions.read_answer(by=by, question_id=d.answered.id, version=2),
        {"asker"},
    ),
    "hope": (
        lambda by, d: actions.add_outcome(by=by, person_id=d.jean, words="A garden"),
        {"asker", "group", "me"},
    ),
    "review": (
        lambda by, d: actions.review_outcome(by=by, outcome_id=d.hope, version=1, change="same", pen="worker"),
        {"asker", "group", "me"},
    ),
    "end_hope": (lambda by, d: actions.end_outcome(by=by, outcome_id=d.hope, version=1), {"asker", "group", "me"}),
    "give_to_referral": (give, {"asker", "group", "me"}),
    "give_to_contact": (
        lambda by, d: give(by, d, to="encounter", to_id=d.encounter, actor_id=None, by_person=True),
        {"asker", "me"},
    ),
    "give_to_hope": (
        lambda by, d: give(by, d, to="outcome", to_id=d.hope, actor_id=None, circle_tie_id=d.tie),
        {"asker", "group", "me"},
    ),
}
NOES = {
    "access.nobody",
    "people.counts_only",
    "people.no_relationship",
    "people.not_shared",
    "care.not_a_party",
    "care.cannot_hand_on",
    "care.only_the_asker",
}


@pytest.mark.commitment(1)
def test_each_act_is_for_those_whose_it_is(desk):
    for name, (act, those) in ACTS.items():
        others = {"asker", "group", "me", "rehab", "stranger", "guardian"} - those
        assert set(refused(*[partial(act, getattr(desk.house, who), desk) for who in others]).split()) <= NOES, name
        for who in those:
            with worlds.undone():
                act(getattr(desk.house, who), desk)


def test_nobody_and_hats_that_do_not_practise_are_refused(desk):
    ends = (desk.house.asker, desk.house.group)
    counting = [replace(by, role=role) for by in ends for role in set(Role) - PRACTICE]
    for name, (act, _) in ACTS.items():
        assert set(refused(*[partial(act, by, desk) for by in (NOBODY, *counting)]).split()) <= NOES, name


@pytest.mark.commitment(1)
def test_anyone_who_works_with_people_asks_anyone(house):
    ask = partial(actions.ask_question, target_id=house.rehab.team_id, text="Have you room?")
    for sector in Sector:
        by = worlds.wearing(worlds.actor("Somebody", sector=sector))
        for role in PRACTICE:
            assert ask(by=replace(by, role=role)).source_id == by.actor_id
        others = [replace(by, role=role) for role in {None, *Role} - PRACTICE]
        assert refused(*[partial(ask, by=other) for other in others]) == "access.no_role"


def test_about_somebody_one_does_not_help_one_asks_nothing(house):
    for by, no in (
        (house.stranger, "people.no_relationship"),
        (NOBODY, "access.nobody"),
        (house.me, "access.no_role"),
    ):
        ask = {"by": by, "target_id": house.rehab.team_id, "text": "Her?", "person_id": house.jean.id}
        assert refused(lambda ask=ask: actions.ask_question(**ask)) == no


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.commitment(3)
def test_one_shares_what_one_sees_when_it_is_asked_and_when_it_is_offered(house):
    nurses = worlds.wearing(worlds.team("Nurses"))
    jean = worlds.taken_in(nurses, parts=[Part.MATTERS])
    rehab = Actor.of(house.rehab.team_id)
    assert refused(lambda: worlds.ask(nurses, jean, rehab, parts=[Part.HARMS])) == "people.cannot_share_unseen"
    assert refused(lambda: worlds.ask(nurses, jean, rehab, parts=["everything"])) == "people.cannot_share_unseen"
    draft = worlds.draft(nurses, jean, rehab, parts=[Part.MATTERS])
    people.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect="refusal", part=Part.MATTERS)
    assert refused(lambda: moved(draft, nurses, "offer")) == "people.cannot_share_unseen"


FAULTY: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "empty": ({"why": " ", "target_id": None}, [("ground.required", "why"), ("care.no_target", "service")]),
    "no such team": ({"target_id": UNKNOWN}, [("care.no_target", "service")]),
    "no such service": ({"service_id": UNKNOWN}, [("care.no_target", "service")]),
    "urgency": ({"urgency": "yesterday"}, [("ground.unknown_choice", "urgency")]),
    "basis": ({"basis": Basis.ROLE}, [("ground.unknown_choice", "basis")]),
    "someone else's hope": ({"outcome_id": UNKNOWN}, [("care.other_person", "outcome")]),
    "nul": ({"why": "a\x00"}, [("ground.nul", "why")]),
    "long": ({"why": "x" * 4001}, [("ground.too_long", "why")]),
    "note": ({"contact_note": "x" * 201}, [("ground.too_long", "contact_note")]),
}


def test_what_is_wrong_with_an_ask_is_said_and_nothing_is_kept(house):
    for name, (given, faults) in FAULTY.items():
        ask = {
            "by": house.asker,
            "person_id": house.jean.id,
            "target_id": house.group.team_id,
            "why": "Alone",
        } | given
        assert told(lambda ask=ask: actions.draft_referral(**ask)) == faults, name
        assert told(lambda ask=ask: actions.offer_referral(**ask, reply_by=SOON)) == faults, name


def test_an_offer_says_by_when(house):
    ask = {"by": house.asker, "person_id": house.jean.id, "target_id": house.group.team_id}
    yesterday = clock.today() - timedelta(days=1)
    assert told(lambda: actions.offer_referral(**ask, why="x", reply_by=yesterday)) == [
        ("care.day_has_passed", "reply_by")
    ]
    assert told(lambda: actions.offer_referral(**ask, why="", reply_by=None)) == [
        ("ground.required", "reply_by"),
        ("ground.required", "why"),
    ]


def test_the_same_ask_is_not_made_twice_while_it_is_open(house):
    drafts = [house.draft(), house.draft()]
    first = moved(drafts[0], house.asker, "offer")
    assert told(lambda: moved(drafts[1], house.asker, "offer")) == [("care.already_open", "")]
    assert told(lambda: house.ask()) == [("care.already_open", "")]
    moved(first, house.group, "decline")
    moved(drafts[1], house.asker, "offer")


def test_who_cannot_be_asked(house):
    ours = Actor.of(house.asker.team_id)
    assert told(lambda: worlds.ask(house.asker, house.jean, ours)) == [("care.own_team", "service")]
    going = worlds.actor("Going", since=date(2020, 1, 1), until=date(2026, 3, 3))
    assert worlds.draft(house.asker, house.jean, going).target_id == going.id
    with worlds.later(days=1):
        assert told(lambda: worlds.ask(house.asker, house.jean, going)) == [("care.no_target", "service")]


@pytest.mark.commitment(1)
def test_a_service_may_restrict_whom_it_takes_from_and_nobody_else_does(house):
    group = Actor.of(house.group.team_id)
    picky = worlds.service(group, "For the council", accepts=["council"], self_referral=False)
    assert told(lambda: worlds.ask(house.asker, house.jean, picky)) == [("care.not_from_your_sector", "service")]
    assert told(lambda: worlds.ask(house.me, house.jean, picky)) == [("care.no_self_referral", "service")]
    for sector in Sector:
        by = worlds.wearing(worlds.actor(f"From {sector}", sector=sector))
        jean = worlds.taken_in(by)
        assert worlds.ask(by, jean, worlds.service(group, "For all")).state == "offered"
        assert worlds.ask(by, jean, Actor.of(house.rehab.team_id)).state == "offered"


def test_a_service_that_closed_before_the_draft_was_sent_is_not_asked(house):
    service = worlds.service(Actor.of(house.group.team_id))
    draft = actions.draft_referral(by=house.asker, person_id=house.jean.id, service_id=service.id, why="Alone")
    directory.close_service(
        by=SYSTEM, service_id=service.id, version=service.version, status="temporarily_closed", reason="Flood"
    )
    assert told(lambda: moved(draft, house.asker, "offer")) == [("care.service_not_active", "service")]


def test_a_team_that_ended_before_the_draft_was_sent_is_not_asked(house):
    target = worlds.team("Short-lived", since=date(2026, 3, 1))
    draft = worlds.draft(house.asker, house.jean, target)
    ecosystem.end_actor(by=SYSTEM, actor_id=target.id, version=target.version, until=clock.today())
    assert told(lambda: moved(draft, house.asker, "offer")) == [("care.no_target", "service")]


def test_only_who_took_it_on_hands_it_on_and_for_the_same_person(house):
    parent = house.ask()
    assert refused(lambda: house.on(parent)) == "care.cannot_hand_on"
    parent = moved(parent, house.group, "accept")
    other = worlds.taken_in(house.group, name="Another")
    onward = {"parent_id": parent.id}
    assert told(lambda: worlds.ask(house.group, other, Actor.of(house.rehab.team_id), **onward)) == [
        ("care.other_person", "parent")
    ]
    child = house.on(parent)
    assert (child.parent_id, child.chain_id, child.source_id) == (parent.id, parent.id, house.group.team_id)
    moved(parent, house.group, "complete")
    assert refused(lambda: house.on(parent)) == "care.cannot_hand_on"


def test_a_hand_on_is_finished_once_somebody_has_taken_it_on(house):
    parent = moved(house.ask(), house.group, "accept")
    child = house.on(parent)
    assert told(lambda: moved(parent, house.group, "complete_onward")) == [("care.onward_not_accepted", "")]
    assert "complete_onward" not in {m.code for m in queries.referral(house.group, parent.id).open_moves}
    moved(child, house.rehab, "accept")
    assert "complete_onward" in {m.code for m in queries.referral(house.group, parent.id).open_moves}
    assert moved(parent, house.group, "complete_onward").detail == "onward"


def test_who_asks_is_who_calls_only_ecotone_itself_says_for_whom(house):
    made = house.draft(source_id=house.stranger.team_id)
    assert made.source_id == house.asker.team_id
    given = {"person_id": house.jean.id, "target_id": house.group.team_id, "why": "x"}
    by_system = actions.draft_referral(by=SYSTEM, source_id=house.stranger.team_id, **given)
    assert by_system.source_id == house.stranger.team_id
    herself = actions.draft_referral(by=house.me, source_id=house.stranger.team_id, **given)
    assert herself.source_id is None


# ── questions, hopes, gifts ───────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_asked_about_somebody_of_whom_it_is_noted_that_she_has_died(house):
    people.note_death(by=house.asker, person_id=house.jean.id, died_on=clock.today(), told_by="Her niece")
    ask = {"by": house.asker, "target_id": house.group.team_id, "text": "Do you know her?"}
    assert told(lambda: actions.ask_question(**ask, person_id=house.jean.id)) == [("people.has_died", "")]


def test_a_question_is_asked_answered_once_read_and_kept_as_a_tie(house):
    ask = {"by": house.asker, "target_id": house.group.team_id}
    faults = told(lambda: actions.ask_question(**ask | {"target_id": house.asker.team_id}, text=" "))
    assert faults == [("ground.required", "text"), ("care.own_team", "target")]
    question = actions.ask_question(**ask, text="Have you room?")
    assert told(lambda: actions.read_answer(by=house.asker, question_id=question.id, version=1)) == [
        ("care.not_from_here", "")
    ]
    answer = {"by": house.group, "question_id": question.id}
    assert told(lambda: actions.answer_question(**answer, version=1, answer=" ")) == [("ground.required", "answer")]
    assert not Tie.objects.filter(kind="asks").exists()
    actions.answer_question(**answer, version=1, answer="Two places")
    assert told(lambda: actions.answer_question(**answer, version=2, answer="None")) == [
        ("care.answered_already", "answer")
    ]
    tie = Tie.objects.get(kind="asks")
    assert (tie.source_id, tie.target_id) == (house.asker.team_id, house.group.team_id)
    (seen,) = queries.my_day(house.asker).answers
    assert (seen.answer, seen.answered_by, seen.is_ours) == ("Two places", house.group.signature, True)
    actions.read_answer(by=house.asker, question_id=question.id, version=2)
    assert queries.my_day(house.asker).answers == ()


def test_a_question_about_her_is_read_by_who_may_know_her(house):
    ask = {"by": house.asker, "target_id": house.group.team_id}
    question = actions.ask_question(**ask, text="Do you know her?", person_id=house.jean.id)
    (seen,) = queries.my_day(house.group).questions
    assert (seen.id, seen.person.identity.name) == (question.id, "Jean Rafferty")
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect="refusal", actor_id=house.group.team_id)
    assert queries.my_day(house.group).questions == ()
    assert queries.questions(house.group) == ([], [])
    assert worlds.refused_reading(lambda: queries.question(house.group, question.id)) == "people.person_refused"
    assert worlds.refused_reading(lambda: queries.question(house.rehab, question.id)) == "care.not_a_party"
    assert worlds.refused_reading(lambda: queries.question(NOBODY, question.id)) == "access.nobody"


def test_ecotone_asks_for_a_team_or_not_at_all(house):
    ask = {"by": SYSTEM, "target_id": house.group.team_id, "text": "Room?"}
    assert told(lambda: actions.ask_question(**ask)) == [("ground.required", "source")]
    assert actions.ask_question(**ask, source_id=house.rehab.team_id).source_id == house.rehab.team_id


def test_a_hope_is_reviewed_by_her_or_with_who_held_the_pen_and_not_after_it_ended(desk):
    me, asker = desk.house.me, desk.house.asker
    review = {"outcome_id": desk.hope, "version": 1, "change": "better"}
    assert told(lambda: actions.review_outcome(by=asker, **review)) == [("care.who_held_the_pen", "pen")]
    assert told(lambda: actions.review_outcome(by=asker, **review, pen="person")) == [
        ("care.who_held_the_pen", "pen")
    ]
    faults = told(lambda: actions.review_outcome(by=me, **review | {"change": "blue"}, pen="cat"))
    assert faults == [("ground.unknown_choice", "change"), ("ground.unknown_choice", "pen")]
    actions.review_outcome(by=me, **review, words="Some weeks")
    actions.review_outcome(by=asker, **review | {"version": 2, "change": "reached"}, pen="worker")
    (seen,) = queries.outcomes_of(me, desk.jean)
    assert [(each.change, each.pen) for each in seen.reviews] == [("reached", "worker"), ("better", "person")]
    actions.end_outcome(by=me, outcome_id=desk.hope, version=3)
    assert told(lambda: actions.end_outcome(by=me, outcome_id=desk.hope, version=4)) == [("people.ended", "")]
    assert told(lambda: actions.review_outcome(by=me, **review | {"version": 4})) == [("people.ended", "")]
    assert told(lambda: actions.add_outcome(by=me, person_id=desk.jean, words=" ", kind="x")) == [
        ("ground.required", "words"),
        ("ground.unknown_choice", "kind"),
    ]


@pytest.mark.commitment(1)
def test_a_gift_is_from_one_giver_to_one_thing(desk):
    asker = desk.house.asker
    actor = desk.house.group.team_id
    for givers in (
        {"actor_id": None},
        {"by_person": True},
        {"circle_tie_id": desk.tie},
        {"actor_id": None, "circle_tie_id": desk.tie, "by_person": True},
    ):
        assert told(lambda givers=givers: give(asker, desk, **{"actor_id": actor} | givers)) == [
            ("care.one_giver", "giver")
        ]
    for giver in ({"actor_id": actor}, {"circle_tie_id": desk.tie}, {"by_person": True}):
        give(asker, desk, **{"actor_id": None} | giver)
    gifts = queries.referral(asker, desk.referral.id).gifts
    assert [gift.giver for gift in gifts] == ["Good Neighbours", "Ann", ""]
    assert told(lambda: give(asker, desk, to="the moon")) == [("ground.unknown_choice", "to")]


def test_what_is_wrong_with_a_gift_is_said(desk):
    other = worlds.taken_in(desk.house.asker, name="Another")
    theirs = people.add_to_circle(by=desk.house.asker, person_id=other.id, kind=CircleKind.FRIEND, name="Isa").id
    faults = told(
        lambda: give(
            desk.house.asker,
            desk,
            kind="advice",
            words="",
            actor_id=None,
            circle_tie_id=theirs,
            minutes=0,
            amount_minor=-1,
            on=date(2026, 3, 3),
        )
    )
    assert faults == [
        ("ground.unknown_choice", "kind"),
        ("care.other_person", "giver"),
        ("care.number", "minutes"),
        ("care.number", "amount_minor"),
        ("care.day_to_come", "on"),
        ("ground.required", "words"),
    ]


MISSING: dict[str, Act] = {
    "need": lambda by, d: d.house.draft(need_id=UNKNOWN),
    "person": lambda by, d: actions.draft_referral(by=SYSTEM, person_id=UNKNOWN, target_id=by.actor_id, why="x"),
    "parent": lambda by, d: d.house.draft(parent_id=UNKNOWN),
    "source": lambda by, d: actions.draft_referral(
        by=SYSTEM, person_id=d.jean, source_id=UNKNOWN, target_id=by.actor_id, why="x"
    ),
    "referral": lambda by, d: actions.move(by=by, referral_id=UNKNOWN, version=1, code="accept"),
    "judged": lambda by, d: actions.judge(by=by, referral_id="no id", view="met"),
    "read": lambda by, d: actions.acknowledge(by=by, referral_id=UNKNOWN, version=1),
    "asked": lambda by, d: actions.ask_question(by=by, target_id=UNKNOWN, text="x"),
    "question": lambda by, d: actions.answer_question(by=by, question_id=UNKNOWN, version=1, answer="x"),
    "answer": lambda by, d: actions.read_answer(by=by, question_id=UNKNOWN, version=1),
    "hoper": lambda by, d: actions.add_outcome(by=SYSTEM, person_id=UNKNOWN, words="x"),
    "hope": lambda by, d: actions.end_outcome(by=by, outcome_id=UNKNOWN, version=1),
    "giver": lambda by, d: give(by, d, actor_id=UNKNOWN),
    "gift": lambda by, d: give(by, d, to_id=UNKNOWN),
}


def test_what_is_not_there_is_said_not_to_be_and_nothing_is_written(desk):
    before = kept()
    for name, act in MISSING.items():
        with pytest.raises(NotFound):
            act(desk.house.asker, desk)
        assert kept() == before, name
