"""Joint work: by everyone's own yes, each with its own, seen whole by those in it, and by nobody it is not for."""

from datetime import timedelta

import pytest

from ecotone.care import actions, queries
from ecotone.care.models import JointEvent, JointPartner, JointWork
from ecotone.care.rules.joint import Direction, EventKind, Funding, PartnerState, TaskState, learning
from ecotone.ecosystem.models import Tie
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Stale
from ecotone.people import actions as people
from ecotone.people.rules import CareRole, Effect, Part
from tests import worlds
from tests.worlds import SYSTEM, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def start(by, *others, person=None, **fields):
    given = {"title": "A falls class", "aim": "Steadier by summer"} | fields
    ids = [other.actor_id for other in others]
    return actions.start_joint(by=by, partner_ids=ids, person_id=person.id if person else None, **given)


def answer(by, work, *, joins=True):
    partner = JointPartner.objects.get(work=work, actor_id=by.actor_id)
    return actions.answer_joint(by=by, partner_id=partner.id, version=partner.version, joins=joins)


def helps(house, by, *parts, **fields):
    people.open_relationship(
        by=SYSTEM,
        person_id=house.jean.id,
        actor_id=by.actor_id,
        role=CareRole.MEMBER,
        purpose="x",
        parts=parts,
        basis="consent",
        **fields,
    )


@pytest.fixture
def work(house):
    """The rehabilitation team and the group, who both said yes."""
    made = start(house.rehab, house.group)
    answer(house.group, made)
    return made


@pytest.mark.commitment(1)
def test_each_joins_by_its_own_yes_and_nobody_is_referred(house):
    made = start(house.rehab, house.group)
    assert [row.id for row in queries.our_joint(house.group).asked] == [made.id]
    assert queries.joint_with(house.rehab.actor_id) == []
    before = worlds.kept()["care.Referral"]
    answer(house.group, made)
    assert worlds.kept()["care.Referral"] == before
    assert queries.joint_with(house.rehab.actor_id) == [(house.group.actor_id, "Good Neighbours")]
    assert [row.our_state for row in queries.our_joint(house.group).running] == [PartnerState.JOINED]
    assert refused(lambda: answer_for(house.rehab, house.group, made)) == "care.joint_own_only"


def answer_for(by, other, work):
    partner = JointPartner.objects.get(work=work, actor_id=other.actor_id)
    actions.answer_joint(by=by, partner_id=partner.id, version=partner.version, joins=True)


def test_joining_makes_one_tie_of_partnership(house):
    for _ in range(2):
        answer(house.group, start(house.rehab, house.group))
        answer(house.rehab, start(house.group, house.rehab))
    assert Tie.objects.filter(kind="partnership", until=None).count() == 1


def test_a_no_and_leaving(house, work):
    other = start(house.rehab, house.group)
    answer(house.group, other, joins=False)
    assert queries.our_joint(house.group).asked == ()
    assert refused_reading(lambda: queries.joint_work(house.group, other.id)) == "care.not_a_partner"
    ours = queries.joint_work(house.group, work.id).ours
    actions.leave_joint(by=house.group, partner_id=ours.id, version=ours.version)
    assert JointWork.of(work.id).until == clock.today()
    assert told(lambda: actions.add_joint_action(by=house.rehab, work_id=work.id, what="More")) == [
        ("care.joint_over", "")
    ]


def test_each_changes_its_own_and_sees_the_whole(house, work):
    task = actions.add_joint_action(by=house.group, work_id=work.id, what="Make the tea")
    given = {"what": "Make tea and toast", "by_day": None, "state": TaskState.DONE}
    for by in (house.rehab, house.stranger):
        assert refused(lambda by=by: actions.change_joint_action(by=by, action_id=task.id, version=1, **given)) in (
            "care.joint_own_only",
            "care.not_a_partner",
        )
    actions.change_joint_action(by=house.group, action_id=task.id, version=task.version, **given)
    [seen] = queries.joint_work(house.rehab, work.id).tasks
    assert (seen.what, seen.state, seen.settled_on, seen.is_ours) == (
        "Make tea and toast",
        "done",
        clock.today(),
        False,
    )
    with pytest.raises(Stale):
        actions.change_joint_action(by=house.group, action_id=task.id, version=1, **given)


def test_strangers_and_those_only_asked(house):
    made = start(house.rehab, house.group)
    assert queries.joint_work(house.group, made.id).may_act is False
    assert (
        refused(
            lambda: actions.add_joint_action(by=house.group, work_id=made.id, what="Too soon"),
            lambda: actions.propose_partner(by=house.group, work_id=made.id, actor_id=house.asker.actor_id),
        )
        == "care.joint_partners_only"
    )
    for by in (house.stranger, house.me, house.guardian):
        assert refused_reading(lambda by=by: queries.joint_work(by, made.id)) == "care.not_a_partner"
    with pytest.raises(NotFound):
        queries.joint_work(house.rehab, worlds.UNKNOWN)


def test_what_cannot_be_is_said_in_words(house, work):
    assert told(lambda: start(house.rehab)) == [("care.joint_two", "partners")]
    assert told(lambda: start(house.rehab, house.rehab)) == [("care.own_team", "partners")]
    again = {"work_id": work.id, "actor_id": house.group.actor_id}
    assert told(lambda: actions.propose_partner(by=house.rehab, **again)) == [("care.joint_already", "partners")]
    event = {"by": house.rehab, "kind": EventKind.NETWORKING, "minutes": 30}
    log = actions.log_joint_event
    tomorrow, others = clock.today() + timedelta(days=1), [house.group.actor_id]
    assert told(lambda: log(**event, with_ids=others, on=tomorrow)) == [("care.day_to_come", "on")]
    assert told(lambda: log(**event | {"minutes": 0}, with_ids=others)) == [("care.number", "minutes")]
    assert told(lambda: log(**event, with_ids=others, funder="A fund")) == [("care.joint_funder", "funder")]
    assert told(lambda: log(**event, with_ids=[])) == [("care.joint_with_whom", "with_ids")]
    far = [house.stranger.actor_id]
    assert told(lambda: log(**event, with_ids=far, work_id=work.id)) == [("care.joint_not_in_it", "with_ids")]


@pytest.mark.commitment(3)
def test_for_a_person_only_with_those_seen_to_help_her(house):
    helps(house, house.group)
    assert refused(lambda: start(house.stranger, house.group, person=house.jean)) == "people.no_relationship"
    involved = [("care.joint_not_involved", "partners")]
    assert told(lambda: start(house.asker, house.rehab, person=house.jean)) == involved
    quiet = worlds.wearing(worlds.team("Quiet team"))
    helps(house, quiet, Part.INVOLVED, sensitive=True)
    assert told(lambda: start(house.asker, quiet, person=house.jean)) == involved
    assert told(lambda: start(quiet, house.group, person=house.jean)) == involved
    made = start(house.asker, house.group, person=house.jean)
    answer(house.group, made)
    assert queries.joint_work(house.me, made.id).title == "A falls class"
    assert [row.id for row in queries.joint_for(house.me, house.jean.id)] == [made.id]
    assert queries.joint_for(quiet, house.jean.id) == []
    assert not Tie.objects.filter(kind="partnership").exists(), "what is for a person makes no public tie"
    assert queries.joint_with(house.asker.actor_id) == []


@pytest.mark.commitment(3)
def test_her_refusal_closes_it_to_a_partner(house):
    helps(house, house.group)
    made = start(house.asker, house.group, person=house.jean)
    answer(house.group, made)
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=house.group.actor_id)
    assert refused_reading(lambda: queries.joint_work(house.group, made.id)) == "people.person_refused"
    assert queries.our_joint(house.group).running == ()
    assert queries.joint_work(house.me, made.id).partners


@pytest.mark.commitment(9)
def test_time_together_is_summed_with_what_nobody_paid_for_and_which_way_learning_went(house, work):
    log = actions.log_joint_event
    with_rehab = {"by": house.group, "with_ids": [house.rehab.actor_id]}
    log(**with_rehab, kind=EventKind.SHADOWING, minutes=90, direction=Direction.FROM_THEM, funding=Funding.UNPAID)
    log(**with_rehab, kind=EventKind.NETWORKING, minutes=30, funding=Funding.FUNDED, funder="A fund")
    theirs = log(
        by=house.rehab,
        with_ids=[house.group.actor_id],
        kind=EventKind.LEARNING,
        minutes=60,
        direction=Direction.BOTH,
        work_id=work.id,
    )
    time = queries.our_joint(house.group).time
    assert (time.minutes, time.unpaid, time.not_said) == (180, 90, 60)
    assert (time.we_learned, time.they_learned) == (2, 1)
    assert queries.our_joint(house.rehab).time.unpaid == 0
    assert refused(lambda: actions.take_back_event(by=house.group, event_id=theirs.id)) == "care.joint_own_only"
    for _ in range(2):
        actions.take_back_event(by=house.rehab, event_id=theirs.id)
    assert queries.our_joint(house.group).time.minutes == 120
    assert JointEvent.objects.count() == 3


def test_learning_has_a_direction():
    assert learning(Direction.FROM_THEM, ours=1, others=[2]) == {1: (True, False), 2: (False, True)}
    assert learning(Direction.FROM_US, ours=1, others=[2]) == {1: (False, True), 2: (True, False)}
    assert learning(Direction.BOTH, ours=1, others=[2]) == {1: (True, True), 2: (True, True)}
    assert learning(Direction.NONE, ours=1, others=[2]) == {1: (False, False), 2: (False, False)}


def test_it_takes_the_same_few_queries_however_much(house, work):
    def cost() -> tuple[int, int]:
        whole = worlds.cost(lambda: queries.joint_work(house.group, work.id))
        return worlds.cost(lambda: queries.our_joint(house.group)), whole

    actions.add_joint_action(by=house.group, work_id=work.id, what="Tea")
    event = {"kind": EventKind.LEARNING, "minutes": 5, "with_ids": [house.rehab.actor_id], "work_id": work.id}
    actions.log_joint_event(by=house.group, **event)
    before = cost()
    for number in range(3):
        actions.add_joint_action(by=house.group, work_id=work.id, what=f"Tea {number}")
        actions.log_joint_event(by=house.group, **event)
        answer(house.group, start(house.rehab, house.group))
    assert cost() == before


def test_what_a_team_said_it_would_do_is_on_its_day_when_it_is_soon_or_late(house, work):
    for what, in_days in {"Late": 7, "Soon": 15, "Far": 40}.items():
        by_day = clock.today() + timedelta(in_days)
        actions.add_joint_action(by=house.group, work_id=work.id, what=what, by_day=by_day)
    actions.add_joint_action(by=house.rehab, work_id=work.id, what="Theirs", by_day=clock.today())
    with worlds.later(days=10):
        day = queries.my_day(house.group)
    assert [(each.task.what, each.task.late, each.work) for each in day.tasks] == [
        ("Late", True, "A falls class"),
        ("Soon", False, "A falls class"),
    ]
    assert [each.task.what for each in queries.my_day(house.rehab).tasks] == ["Theirs"]
    assert queries.my_day(house.stranger).tasks == ()


def test_what_is_for_a_person_is_on_the_day_of_those_who_may_know_of_her(house):
    helps(house, house.group)
    made = start(house.asker, house.group, person=house.jean)
    answer(house.group, made)
    actions.add_joint_action(by=house.group, work_id=made.id, what="Walk with Jean", by_day=clock.today())
    assert [each.task.what for each in queries.my_day(house.group).tasks] == ["Walk with Jean"]
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=house.group.actor_id)
    assert queries.my_day(house.group).tasks == ()
