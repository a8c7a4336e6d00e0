"""A team meets: what is on its list, what each decision does at once, what closing carries, what stays as it is."""

import pytest

from ecotone.care import actions, queries
from ecotone.care.models import (
    Attendance,
    Dispute,
    Dissent,
    LineChange,
    LineOption,
    Meeting,
    MeetingLine,
    MeetingNote,
    Referral,
    ReferralMove,
)
from ecotone.ecosystem.models import Actor, Institution
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests import worlds
from tests.rooms.care.meeting import WHY, Table, in_days, laid, whole
from tests.rooms.ecosystem.world import institution
from tests.worlds import later, moved, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def table(house) -> Table:
    return laid(house)


AFTER = {
    "take_on": ("accepted", ["accept"]),
    "wait": ("waitlisted", ["accept", "waitlist"]),
    "ask": ("info_needed", ["ask"]),
    "decline": ("rejected", ["decline"]),
    "defer": ("offered", []),
}


@pytest.mark.commitment(4)
@pytest.mark.parametrize("kind", AFTER)
def test_a_decision_is_done_at_once(table: Table, kind: str) -> None:
    line = table.decide(table.line(), kind)
    state, codes = AFTER[kind]
    referral = table.referral()
    made = ReferralMove.objects.filter(referral=referral).exclude(code="offer").order_by("id")
    assert (referral.state, [move.code for move in made]) == (state, codes)
    assert {move.author for move in made} <= {table.ours.signature}
    assert line.state == ("deferred" if kind == "defer" else "decided")
    assert line.decided_by == table.ours.signature


def test_who_could_not_be_reached_is_declined_with_how_often_one_tried(house) -> None:
    rehab = Actor.of(house.rehab.team_id)
    tries = worlds.service(rehab, name="Home visits", attempts_before_closing=3)
    asked = worlds.ask(house.asker, house.jean, tries)
    table = laid(house, asks=1)
    actions.add_lines(by=table.ours, meeting_id=table.meeting.id, referral_ids=[asked.id])
    line = next(line for line in table.lines if line.referral_id == asked.id)
    why = {"reason_code": "could_not_contact", "why_no_third": "needs_clinical"}
    assert told(lambda: table.decide(line, "decline", **why)) == [("care.attempts_not_said", "attempts")]
    table.decide(line, "decline", **why, attempts=3)
    assert ReferralMove.objects.get(referral=asked, code="decline").recorded["attempts"] == 3


def test_the_task_is_on_the_workers_day_at_once(table: Table) -> None:
    table.decide(table.line(), "take_on")
    rows = queries.my_day(table.ours).in_hand.rows
    assert [row.worker for row in rows] == ["Moira Kerr, therapist"]


def test_what_is_handed_on_is_asked_there_at_once(table: Table) -> None:
    visits = worlds.service(Actor.of(table.guest.team_id), "Visits")
    line = table.decide(table.line(), "hand_on", service_id=visits.id, why_no_third="")
    child = Referral.of(line.child_id)
    assert (child.state, child.parent_id, child.target_id) == ("offered", line.referral_id, table.guest.team_id)
    assert (child.why, child.reply_by) == ("Company is what is wanted", in_days(7))
    assert table.referral().state == "accepted", "it stays with the team until somebody takes it on"
    assert [(o.fate, o.sector) for o in LineOption.objects.all()] == [("chosen", "third")]
    assert not line.because_full


def test_the_third_sector_asked_because_the_statutory_one_was_full_says_so(table: Table) -> None:
    line, nhs = table.line(), worlds.service(Actor.of(table.house.asker.team_id), "Support worker")
    visits = worlds.service(Actor.of(table.guest.team_id), "Visits")
    option = actions.consider_option(by=table.ours, line_id=line.id, service_id=nhs.id)
    weigh = {"by": table.ours, "option_id": option.id, "version": option.version, "fate": "put_aside"}
    assert told(lambda: actions.weigh_option(**weigh)) == [("ground.required", "why_not")]
    actions.weigh_option(**weigh, why_not="no_room")
    assert table.decide(line, "hand_on", service_id=visits.id, why_no_third="").because_full
    tally = queries.minutes(table.ours, table.meeting.id).tally
    assert tally is not None
    assert (tally.third_because_full, tally.third_considered, tally.options_by_sector) == (
        1,
        1,
        {"nhs": 1, "third": 1},
    )


def test_it_is_said_why_nobody_of_the_third_sector_was_considered(table: Table) -> None:
    line = table.line()
    assert told(lambda: table.decide(line, "take_on", why_no_third="")) == [
        ("care.why_no_third_sector", "why_no_third")
    ]
    other = lambda: table.decide(line, "take_on", why_no_third="other")  # noqa: E731
    assert told(other) == [("ground.required", "why_no_third_words")]
    actions.consider_option(by=table.ours, line_id=line.id, actor_id=table.guest.team_id)
    assert table.decide(line, "take_on", why_no_third="").state == "decided"


def test_a_charity_that_takes_it_on_itself_need_not_say_why_no_charity(house) -> None:
    asked = house.ask()
    meeting = actions.plan_meeting(by=house.group, title="Matching", starts_at=clock.now(), referral_ids=[asked.id])
    actions.open_meeting(by=house.group, meeting_id=meeting.id, version=meeting.version)
    given = whole("take_on", why_no_third="")
    line = MeetingLine.objects.get()
    actions.decide_line(by=house.group, line_id=line.id, version=1, referral_version=asked.version, **given)
    assert Referral.of(asked.id).state == "accepted"


def test_everything_that_is_missing_is_named_and_nothing_is_half_done(table: Table) -> None:
    line = table.line()
    given = {"by": table.ours, "line_id": line.id, "version": line.version, "referral_version": 2}
    missing = told(lambda: actions.decide_line(**given, decision="wait", **WHY))
    assert {field for _, field in missing} == {"worker", "expected_wait", "meanwhile", "recheck_on", "person_told"}
    assert told(lambda: actions.decide_line(**given, decision="nothing")) == [("ground.unknown_choice", "decision")]
    all_at_once = told(lambda: actions.decide_line(**given, decision="take_on", wish="x" * 4001))
    assert {field for _, field in all_at_once} == {"wish", "worker", "expected_start", "person_told", "why_no_third"}
    assert told(lambda: actions.decide_line(**given, decision="")) == [("ground.required", "decision")]
    assert told(lambda: table.decide(line, "hand_on")) == [("care.no_target", "service_id")]
    assert told(lambda: table.decide(line, "take_on", expected_start=in_days(-1)))
    assert told(lambda: table.write(line, wish="x" * 4001)) == [("ground.too_long", "wish")]
    assert told(lambda: table.write(line, wish="a\x00b")) == [("ground.nul", "wish")]


def test_a_worker_can_be_changed_and_a_waiting_list_allocated_from(table: Table) -> None:
    table.decide(table.line(), "wait")
    table.decide(table.line(), "take_on")
    table.decide(table.line(), "take_on", worker="Kirsty Bell")
    assert (table.referral().state, table.referral().worker) == ("accepted", "Kirsty Bell")
    codes = ReferralMove.objects.filter(referral=table.referral()).order_by("id").values_list("code", flat=True)
    assert list(codes) == ["offer", "accept", "waitlist", "allocate", "allocate"]
    assert LineChange.objects.filter(line=table.line(), what="decided").count() == 3


def test_what_the_person_stopped_is_decided_no_more(table: Table) -> None:
    line, version = table.line(), table.referral().version
    moved(table.referral(), table.house.me, "withdraw")
    with pytest.raises(Stale) as stale:
        actions.decide_line(
            by=table.ours, line_id=line.id, version=line.version, referral_version=version, **whole("take_on")
        )
    assert stale.value.kind == "referral"
    with later(minutes=1):
        _, _, rows = queries.meeting(table.ours, table.meeting.id)
        assert (rows[0].gone, rows[0].full, rows[0].referral_state) == (True, False, "cancelled")
        assert refused(lambda: table.decide(table.line(), "take_on")) == "people.no_relationship"
        table.close()
    assert table.line().state == "dropped"


def test_a_move_made_elsewhere_meanwhile_is_not_overwritten(table: Table) -> None:
    line, seen = table.line(), table.referral().version
    moved(table.referral(), table.ours, "accept", worker="Somebody on the phone")
    with pytest.raises(Stale) as stale:
        actions.decide_line(by=table.ours, line_id=line.id, version=1, referral_version=seen, **whole("take_on"))
    assert (stale.value.kind, table.referral().worker) == ("referral", "Somebody on the phone")
    assert table.line().state == "to_discuss"


def test_what_cannot_be_done_any_more_is_said(table: Table) -> None:
    table.decide(table.line(), "take_on")
    assert told(lambda: table.decide(table.line(), "ask")) == [("care.line_gone", "")]


def test_before_it_begins_one_may_write_and_not_decide(house) -> None:
    table = laid(house, opened=False)
    table.write(table.line(), wish="To see the allotment again", summary="Falls")
    assert told(lambda: table.decide(table.line(), "take_on")) == [("care.meeting_not_open", "")]
    assert told(lambda: actions.dissent(by=table.ours, line_id=table.line().id, words="No")) == [
        ("care.meeting_not_open", "")
    ]


def test_the_list_is_urgent_first_then_longest_waiting(house) -> None:
    rehab, ids = Actor.of(house.rehab.team_id), []
    for n, urgency in enumerate(("routine", "urgent", "routine", "soon")):
        with later(days=n):
            who = worlds.taken_in(house.asker, name=f"Person {n}")
            ids.append(worlds.ask(house.asker, who, rehab, urgency=urgency).id)
    with later(days=5):
        actions.plan_meeting(by=house.rehab, title="Screening", starts_at=clock.now(), referral_ids=reversed(ids))
    order = MeetingLine.objects.order_by("order").values_list("referral_id", flat=True)
    assert list(order) == [ids[1], ids[3], ids[0], ids[2]]


def test_a_team_lists_only_what_was_asked_of_it(house) -> None:
    others = house.ask()
    for ids in ([others.id], [worlds.UNKNOWN]):
        with pytest.raises(NotFound):
            actions.plan_meeting(by=house.rehab, title="Screening", starts_at=clock.now(), referral_ids=ids)
    assert not Meeting.objects.exists()


def test_what_is_proposed_is_what_waits_and_is_on_no_list(house) -> None:
    table = laid(house, asks=1)
    waiting = worlds.ask(house.asker, worlds.taken_in(house.asker, name="New"), Actor.of(house.rehab.team_id))
    assert [row.id for row in queries.proposals(house.rehab)] == [waiting.id]
    taken = moved(waiting, house.rehab, "accept")
    assert queries.proposals(house.rehab) == []
    moved(taken, house.rehab, "waitlist", recheck_on=in_days(30))
    assert queries.proposals(house.rehab) == []
    with later(days=24):
        assert [row.id for row in queries.proposals(house.rehab)] == [waiting.id]
    assert queries.lines_to_come(house.rehab, [table.referral().id]) == {table.referral().id: table.meeting.id}
    assert queries.proposals(house.group) == []


@pytest.mark.commitment(4)
def test_what_was_not_decided_comes_to_the_next_meeting_by_itself(table: Table) -> None:
    table.decide(table.line(0), "take_on")
    with later(days=1):
        following = actions.plan_meeting(by=table.ours, title="Next", starts_at=clock.now(), referral_ids=[])
    table.close()
    assert [line.state for line in table.lines] == ["decided", "deferred"]
    assert [line.referral_id for line in following.lines.all()] == [table.line(1).referral_id]
    with later(days=8):
        actions.open_meeting(by=table.ours, meeting_id=following.id, version=following.version)
        following.refresh_from_db()
        actions.close_meeting(by=table.ours, meeting_id=following.id, version=following.version)
        third = actions.plan_meeting(by=table.ours, title="Third", starts_at=clock.now())
        assert [line.referral_id for line in third.lines.all()] == [table.line(1).referral_id]


def test_what_was_put_off_and_ended_since_comes_no_more(table: Table) -> None:
    table.decide(table.line(0), "defer", reason="No time")
    table.close()
    moved(table.referral(0), table.house.me, "withdraw")
    with later(days=7):
        assert [line.referral_id for line in _next(table).lines.all()] == [table.line(1).referral_id]


def _next(table: Table) -> Meeting:
    return actions.plan_meeting(by=table.ours, title="Next", starts_at=clock.now())


@pytest.mark.commitment(6)
def test_a_closed_meeting_stays_as_it_is(table: Table) -> None:
    line = table.decide(table.line(), "take_on")
    option = actions.consider_option(by=table.ours, line_id=line.id, actor_id=table.guest.team_id)
    there = Attendance.objects.get()
    table.close()
    rule = institution("A rule")
    ours, line_id, about = table.ours, line.id, {"about": "rule", "imposed_by": "A", "negotiated_by": "B"}
    for act in (
        lambda: table.write(line, wish="Something else"),
        lambda: table.decide(line, "wait"),
        lambda: actions.consider_option(by=ours, line_id=line_id, actor_id=table.house.asker.team_id),
        lambda: actions.weigh_option(by=ours, option_id=option.id, version=1, fate="put_aside", why_not="no_room"),
        lambda: actions.dissent(by=ours, line_id=line_id, words="No"),
        lambda: actions.dispute(by=ours, line_id=line_id, institution_id=rule.id, **about),
        lambda: actions.add_lines(by=ours, meeting_id=table.meeting.id, referral_ids=[]),
        lambda: table.enters(table.guest),
        lambda: actions.leave_room(by=ours, attendance_id=there.id),
        lambda: actions.give_room_role(by=ours, attendance_id=there.id, role="minutes"),
        lambda: table.close(),
        lambda: table.open(),
    ):
        assert told(act) == [("care.meeting_closed", "")]


def test_a_correction_stands_beside_it_with_its_day(table: Table) -> None:
    line, correct = table.line(), actions.correct_minutes
    given = {"by": table.ours, "meeting_id": table.meeting.id, "line_id": line.id}
    assert told(lambda: correct(**given, words="It was Moira")) == [("care.meeting_not_closed", "")]
    table.close()
    with later(days=1):
        assert told(lambda: correct(**given, words=" ")) == [("ground.required", "words")]
        correct(**given, words="It was Moira")
        correct(**given, words="It was Moira")
        correct(by=table.ours, meeting_id=table.meeting.id, words="We met in the hall")
        found = queries.minutes(table.ours, table.meeting.id)
    assert MeetingNote.objects.count() == 2
    assert [note.words for note in found.lines[0].notes] == ["It was Moira"]
    assert [(note.words, note.at.date()) for note in found.notes] == [("We met in the hall", in_days(1))]


def test_a_button_pressed_twice_does_it_once(table: Table) -> None:
    house, line = table.house, table.line()
    again = actions.plan_meeting(by=house.rehab, title="Other", starts_at=table.meeting.starts_at)
    assert again.id == table.meeting.id
    assert table.enters(table.guest).id == table.enters(table.guest).id
    assert table.open().meeting.state == "open"
    for _ in range(2):
        actions.consider_option(by=table.ours, line_id=line.id, actor_id=table.guest.team_id)
        actions.dissent(by=table.ours, line_id=line.id, words="I would wait")
        actions.dispute(
            by=table.ours,
            line_id=line.id,
            about="remit",
            institution_id=(Dispute.objects.first() or _dispute(table)).institution_id,
            imposed_by="The board",
            negotiated_by="Both leads",
        )
    for table_of in (LineOption, Dissent, Dispute):
        assert table_of.objects.count() == 1


def _dispute(table: Table, **given) -> Dispute:
    rule = Institution.objects.filter(name="Four hours").first() or institution("Four hours")
    told_ = {"about": "remit", "imposed_by": "The board", "negotiated_by": "Both leads", **given}
    return actions.dispute(by=table.ours, line_id=table.line().id, institution_id=rule.id, **told_)


@pytest.mark.commitment(6)
def test_a_dispute_names_who_imposed_negotiated_and_what_was_agreed(table: Table) -> None:
    institution("Four hours")
    for missing in ("imposed_by", "negotiated_by"):
        assert told(lambda m=missing: _dispute(table, **{m: " "})) == [("ground.required", missing)]
    made = _dispute(table)
    settle = {"by": table.ours, "dispute_id": made.id, "version": made.version, "negotiated_by": "Brendan"}
    assert told(lambda: actions.settle_dispute(**settle, agreed="")) == [("ground.required", "agreed")]
    actions.settle_dispute(**settle, agreed="They take the first three days")
    with pytest.raises(Stale):
        actions.settle_dispute(**settle, agreed="Something else")
    (shown,) = queries.minutes(table.ours, table.meeting.id).lines[0].disputes
    assert (shown.institution, shown.imposed_by, shown.negotiated_by) == ("Four hours", "The board", "Brendan")
    assert shown.agreed == "They take the first three days"


def test_one_leads_at_a_time_and_the_minutes_say_who_was_there(table: Table) -> None:
    there = table.enters(table.guest, "lead")
    actions.enter_room(
        by=table.ours,
        meeting_id=table.meeting.id,
        actor_id=worlds.actor("Parish", sector=Sector.COMMUNITY).id,
        name="Nan Forsyth",
        title="Volunteer",
    )
    assert [(a.name, a.role) for a in Attendance.objects.filter(role="lead")] == [(there.name, "lead")]
    with later(minutes=20):
        actions.leave_room(by=table.ours, attendance_id=there.id)
        assert told(lambda: actions.leave_room(by=table.ours, attendance_id=there.id)) == [("care.has_left", "")]
    room = queries.minutes(table.ours, table.meeting.id).room
    assert {(each.name, each.sector, each.left_at is None) for each in room} == {
        (table.ours.name, "nhs", True),
        (table.guest.name, "third", False),
        ("Nan Forsyth", "community", True),
    }
    assert [each.account_id for each in room if each.name == "Nan Forsyth"] == [None]


def test_somebody_comes_for_a_team_or_not_at_all(table: Table) -> None:
    enter = {"by": table.ours, "meeting_id": table.meeting.id}
    assert told(lambda: actions.enter_room(**enter, name="Nan")) == [("care.for_whom", "actor")]
    assert told(lambda: actions.enter_room(**enter, actor_id=table.guest.team_id)) == [("ground.required", "name")]
    with pytest.raises(NotFound):
        actions.enter_room(**enter, hat_id=worlds.UNKNOWN)


def test_the_same_done_elsewhere_within_90_days_warns(house) -> None:
    need = worlds.need("moving.bath")
    elsewhere = worlds.ask(house.asker, house.jean, Actor.of(house.group.team_id), need_id=need.id)
    moved(moved(elsewhere, house.group, "accept"), house.group, "complete")
    table = laid(house, asks=1, need_id=need.id, parts=["referrals"])
    assert _again(table) == ["Good Neighbours"]
    with later(days=89):
        assert _again(table) == ["Good Neighbours"]
    with later(days=91):
        assert _again(table) == []


def _again(table: Table) -> list[str]:
    _, _, rows = queries.meeting(table.ours, table.meeting.id)
    return [str(each.actor) for each in rows[0].again]


def test_what_was_handed_on_within_one_chain_is_one_thing(house) -> None:
    need = worlds.need("moving.bath")
    parent = moved(house.ask(need_id=need.id), house.group, "accept")
    child = house.on(parent, need_id=need.id)
    actions.plan_meeting(by=house.rehab, title="Screening", starts_at=clock.now(), referral_ids=[child.id])
    _, _, rows = queries.meeting(house.rehab, Meeting.objects.get().id)
    assert rows[0].again == ()


def test_the_minutes_are_exactly_what_was_written(table: Table) -> None:
    table.write(table.line(), wish="To be asked first", wish_told_by="Herself", summary="Falls")
    table.decide(table.line(), "take_on", lead="Brendan", reason="She knows us")
    table.close()
    printed = queries.minutes(table.ours, table.meeting.id).lines[0]
    assert printed.fields == {
        "wish": "To be asked first",
        "wish_told_by": "Herself",
        "summary": "Falls",
        "lead": "Brendan",
        "reason": "She knows us",
        "why_no_third": "needs_clinical",
        "why_no_third_words": "",
        "service_id": "",
        "decision": "take_on",
        "worker": "Moira Kerr, therapist",
        "expected_start": in_days(5).isoformat(),
        "person_told": True,
    }
    assert printed.decided_by == table.ours.signature


def test_closing_needs_the_version_it_was_asked_from(table: Table) -> None:
    with pytest.raises(Stale):
        actions.close_meeting(by=table.ours, meeting_id=table.meeting.id, version=1)
    with pytest.raises(Invalid):
        actions.plan_meeting(by=table.ours, title=" ", starts_at=clock.now())
