"""Two colleagues at one moment: on one action of their team, and on one answer; and a button pressed twice."""

import pytest

from ecotone.access.verdicts import Refused
from ecotone.care import actions
from ecotone.care.models import JointAction, JointPartner, Signpost
from ecotone.care.rules.joint import TaskState
from ecotone.ground.errors import Invalid, Stale
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


def start(house):
    given = {"title": "A falls class", "aim": "Steadier", "partner_ids": [house.group.actor_id]}
    work = actions.start_joint(by=house.rehab, **given)
    return work, JointPartner.objects.get(work=work, actor_id=house.group.actor_id)


def test_of_two_who_change_one_action_the_second_is_told(house):
    work, _ = start(house)
    task = actions.add_joint_action(by=house.rehab, work_id=work.id, what="Boards")

    def change(what):
        given = {"what": what, "by_day": None, "state": TaskState.DONE}
        return lambda: actions.change_joint_action(by=house.rehab, action_id=task.id, version=task.version, **given)

    won, lost = sorted_out(both(change("Two boards"), change("Three boards")))
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])
    assert JointAction.of(task.id).what == won[0].what


def test_a_yes_and_a_no_at_once(house):
    _, partner = start(house)
    acts = [
        lambda joins=joins: actions.answer_joint(
            by=house.group, partner_id=partner.id, version=partner.version, joins=joins
        )
        for joins in (True, False)
    ]
    won, lost = sorted_out(both(*acts))
    assert len(won) == 1
    assert {type(error) for error in lost} <= {Stale, Invalid, Refused}
    assert JointPartner.of(partner.id).state == won[0].state


def test_asked_to_join_twice_at_once(house):
    work, _ = start(house)
    again = lambda: actions.propose_partner(by=house.rehab, work_id=work.id, actor_id=house.asker.actor_id)  # noqa: E731
    won, lost = sorted_out(both(again, again))
    assert (len(won), [type(error) for error in lost]) == (1, [Invalid])


def test_sent_on_pressed_twice_at_once_is_kept_once(house):
    press = lambda: actions.signpost(by=house.me, person_id=house.jean.id, from_actor_id=house.group.actor_id)  # noqa: E731
    won, lost = sorted_out(both(press, press))
    assert (len(won), lost) == (2, [])
    assert Signpost.objects.count() == 1
