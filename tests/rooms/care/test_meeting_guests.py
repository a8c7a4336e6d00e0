"""Who is in the room sees no more for it: a guest's sight of a line, what opens and closes it."""

from collections.abc import Callable

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.care import actions, queries
from ecotone.care.models import Attendance, LineShare, MeetingLine
from ecotone.care.rules.meetings import RoomRole
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.models import Relationship
from ecotone.people.policies import current
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.rooms.care.meeting import Table, laid
from tests.worlds import later, moved, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WISH = "To be asked before anything is moved"


@pytest.fixture
def table(house) -> Table:
    """A meeting with a befriending group's coordinator in the room, and something said on its first line."""
    laid_ = laid(house)
    laid_.enters(house.group)
    laid_.write(laid_.line(), wish=WISH, summary="Not managing the step")
    return laid_


def in_the_room(table: Table) -> Attendance:
    return Attendance.objects.get(account_id=table.guest.account_id, left_at=None)


def everything(by, table: Table) -> str:
    """All that the reads of a meeting tell somebody."""
    line = table.line()
    return repr(
        [
            queries.meetings(by),
            queries.meeting(by, table.meeting.id),
            queries.meeting_line(by, table.meeting.id, line.id),
            queries.line_brief(by, table.meeting.id, line.id),
            queries.minutes(by, table.meeting.id),
            queries.meeting_pulse(by, table.meeting.id, clock.now()),
        ]
    )


@pytest.mark.commitment(3)
def test_a_guest_sees_what_sort_of_need_and_never_whose(table: Table) -> None:
    found = everything(table.guest, table)
    assert not [secret for secret in ("Jean", "Rafferty", WISH, "step", str(table.house.jean.id)) if secret in found]
    _, _, rows = queries.meeting(table.guest, table.meeting.id)
    assert [(row.full, row.person_id, row.urgency) for row in rows] == [(False, None, "routine")] * 2
    assert "Jean Rafferty" in everything(table.ours, table)


@pytest.mark.commitment(3)
def test_an_outline_is_a_look_at_nobodys_record_and_a_whole_line_is(table: Table) -> None:
    jean = table.house.jean
    before = _looks(jean)
    everything(table.guest, table)
    assert _looks(jean) == before
    queries.meeting(table.ours, table.meeting.id)
    assert _looks(jean) > before


def _looks(person) -> int:
    looks = AuditEntry.objects.filter(kind="look", subjects__kind="person", subjects__subject_id=person.id)
    return looks.distinct().count()


@pytest.mark.commitment(3)
def test_a_guest_changes_nothing_on_a_line_they_see_in_outline(table: Table) -> None:
    guest, line = table.guest, table.line()
    share = {"line_id": line.id, "attendance_id": in_the_room(table).id, "agreed_how": "She said so"}
    assert (
        refused(
            lambda: table.write(line, guest, wish="x"),
            lambda: table.decide(line, "take_on", guest),
            lambda: actions.consider_option(by=guest, line_id=line.id, actor_id=guest.team_id),
            lambda: actions.share_line(by=guest, **share),
        )
        == "care.line_not_shared"
    )
    meeting_id = table.meeting.id
    assert (
        refused(
            lambda: actions.close_meeting(by=guest, meeting_id=meeting_id, version=2),
            lambda: actions.enter_room(by=guest, meeting_id=meeting_id, hat_id=guest.hat_id),
            lambda: actions.leave_room(by=guest, attendance_id=share["attendance_id"]),
        )
        == "care.leads_not"
    )
    assert refused(lambda: actions.add_lines(by=guest, meeting_id=meeting_id, referral_ids=[])) == (
        "care.not_your_meeting"
    )


def test_anyone_in_the_room_may_disagree(table: Table) -> None:
    actions.dissent(by=table.guest, line_id=table.line().id, words="We could go tomorrow")
    (shown,) = queries.meeting_line(table.guest, table.meeting.id, table.line().id).dissents
    assert shown.who == f"{table.guest.name}, Coordinator"
    assert not shown.words, "the words are read by those who see the line"
    (ours,) = queries.minutes(table.ours, table.meeting.id).lines[0].dissents
    assert (ours.words, ours.sector) == ("We could go tomorrow", "third")


@pytest.mark.commitment(3)
def test_a_shared_line_opens_for_the_meeting_and_closes_with_it(table: Table) -> None:
    table.share(table.line(), in_the_room(table))
    found = everything(table.guest, table)
    assert "Jean Rafferty" in found and WISH in found
    assert "nobody to talk to" not in found, "why she was referred was not shared"
    seen = queries.meeting(table.guest, table.meeting.id)[2]
    assert [row.full for row in seen] == [True, False]
    with later(minutes=50):
        table.close()
    with later(minutes=51):
        assert "Jean" not in everything(table.guest, table)


def test_it_is_said_how_the_person_agreed_and_shared_once(table: Table) -> None:
    there = in_the_room(table)
    share = {"by": table.ours, "line_id": table.line().id, "attendance_id": there.id}
    assert told(lambda: actions.share_line(**share, agreed_how=" ")) == [("ground.required", "agreed_how")]
    for _ in range(2):
        actions.share_line(**share, agreed_how="By phone")
    assert LineShare.objects.count() == 1
    opened = Relationship.objects.get(actor=table.guest.team_id)
    assert (opened.role, opened.basis, opened.opened_by) == ("consult", "consent", table.line().id)


def test_a_share_closes_by_itself_when_nobody_closes_the_meeting(table: Table) -> None:
    table.share(table.line(), in_the_room(table))
    with later(hours=11):
        assert "Jean" in everything(table.guest, table)
    with later(hours=13):
        assert "Jean" not in everything(table.guest, table)


def test_who_leaves_the_room_sees_no_more(table: Table) -> None:
    there = in_the_room(table)
    table.share(table.line(), there)
    with later(minutes=10):
        actions.leave_room(by=table.ours, attendance_id=there.id)
    with later(minutes=11):
        assert refused_reading(lambda: queries.meeting(table.guest, table.meeting.id)) == "care.not_your_meeting"
        assert not Relationship.objects.filter(actor=table.guest.team_id, until__gt=clock.now()).exists()
        assert told(lambda: table.share(table.line(), there)) == [("care.not_in_the_room", "attendance")]


def test_who_comes_back_into_the_room_is_shared_with_anew(table: Table) -> None:
    there = in_the_room(table)
    table.share(table.line(), there)
    with later(minutes=10):
        actions.leave_room(by=table.ours, attendance_id=there.id)
    with later(minutes=20):
        back = table.enters(table.guest)
        assert "Jean" not in everything(table.guest, table)
        share = {"by": table.ours, "line_id": table.line().id, "attendance_id": back.id}
        for _ in range(2):
            actions.share_line(**share, agreed_how="Again, just now")
        assert "Jean Rafferty" in everything(table.guest, table)
    assert LineShare.objects.get().agreed_how == "Again, just now"


def test_who_was_there_reads_the_minutes_in_outline(table: Table) -> None:
    actions.leave_room(by=table.ours, attendance_id=in_the_room(table).id)
    table.close()
    found = queries.minutes(table.guest, table.meeting.id)
    assert [line.row.full for line in found.lines] == [False, False]
    assert found.tally is None, "what a team counts of itself is its own"
    assert "Jean" not in repr(found)


@pytest.mark.commitment(3)
def test_a_line_is_not_shared_with_whom_the_person_refused(table: Table) -> None:
    jean = table.house.jean
    people.choose_sharing(by=table.house.me, person_id=jean.id, effect=Effect.REFUSAL, actor_id=table.guest.team_id)
    assert told(lambda: table.share(table.line(), in_the_room(table))) == [("care.refused_them", "attendance")]


@pytest.mark.commitment(3)
@pytest.mark.parametrize("part", [Part.IDENTITY, Part.REFERRALS, None])
def test_a_refusal_during_the_meeting_holds_at_once(table: Table, part) -> None:
    table.share(table.line(), in_the_room(table))
    refusal = {"effect": Effect.REFUSAL, "actor_id": table.guest.team_id, "part": part}
    people.choose_sharing(by=table.house.me, person_id=table.house.jean.id, **refusal)
    assert "Jean" not in everything(table.guest, table)


@pytest.mark.commitment(3)
def test_a_sensitive_ask_is_shared_with_nobody(house) -> None:
    worlds.service(Actor.of(house.rehab.team_id), "Quiet rooms", sensitivity="sensitive")
    table = laid(house)
    table.enters(house.group)
    assert table.referral().sensitive
    assert told(lambda: table.share(table.line(), in_the_room(table))) == [("care.sensitive_line", "")]
    house.ask()
    found = everything(table.guest, table)
    assert "Jean" not in found, "though the guest helps her already"
    assert repr(queries.meeting(table.guest, table.meeting.id)[2][0].need).startswith("Withheld")


def test_a_guest_who_helps_the_person_already_sees_the_line(table: Table) -> None:
    table.house.ask()
    seen = queries.meeting(table.guest, table.meeting.id)[2]
    assert [row.full for row in seen] == [True, False]
    table.write(table.line(), table.guest, wish="She told me on Thursday")


def test_a_guest_may_lead_and_decides_what_is_shared(table: Table) -> None:
    there, guest = in_the_room(table), table.guest
    actions.give_room_role(by=table.ours, attendance_id=there.id, role=RoomRole.LEAD)
    assert refused(lambda: table.decide(table.line(), "take_on", guest)) == "care.line_not_shared"
    table.share(table.line(), there)
    line = table.decide(table.line(), "take_on", guest)
    assert (table.referral().state, line.decided_by) == ("accepted", guest.signature)
    step = table.referral().moves.get(code="accept")
    assert (step.party, step.author) == ("target", guest.signature)
    visits = worlds.service(Actor.of(guest.team_id), "Visits")
    handing = {"service_id": visits.id, "why_no_third": ""}
    assert refused(lambda: table.decide(table.line(), "hand_on", guest, **handing)) == "care.team_hands_on"
    assert refused(lambda: table.decide(table.line(1), "take_on", guest)) == "care.line_not_shared"
    actions.close_meeting(by=guest, meeting_id=table.meeting.id, version=2)


def test_a_guest_who_sees_a_line_and_does_not_lead_decides_nothing(table: Table) -> None:
    table.share(table.line(), in_the_room(table))
    assert refused(lambda: table.decide(table.line(), "take_on", table.guest)) == "care.leads_not"


def test_one_of_the_guests_colleagues_is_not_in_the_room(table: Table) -> None:
    colleague = worlds.wearing(Actor.of(table.guest.team_id), title="Volunteer")
    assert refused_reading(lambda: queries.meeting(colleague, table.meeting.id)) == "care.not_your_meeting"


def strangers(table: Table) -> list[Callable]:
    house = table.house
    board = worlds.wearing(Actor.of(house.rehab.team_id), Role.BOARD_MEMBER)
    return [house.stranger, house.asker, house.me, house.guardian, board, worlds.NOBODY, worlds.SYSTEM]


@pytest.mark.commitment(3)
def test_nobody_else_reads_anything(table: Table) -> None:
    line = table.line()
    for by in strangers(table):
        assert queries.meetings(by) == []
        for read in (
            lambda by=by: queries.meeting(by, table.meeting.id),
            lambda by=by: queries.room(by, table.meeting.id),
            lambda by=by: queries.minutes(by, table.meeting.id),
            lambda by=by: queries.meeting_pulse(by, table.meeting.id, clock.now()),
            lambda by=by: queries.meeting_line(by, table.meeting.id, line.id),
            lambda by=by: queries.line_brief(by, table.meeting.id, line.id),
            lambda by=by: queries.line_room(by, table.meeting.id, line.id),
            lambda by=by: queries.speakers(by, table.meeting.id),
            lambda by=by: queries.line_differences(by, line.id, version=1, mine={"wish": ""}),
        ):
            assert refused_reading(read)


@pytest.mark.commitment(3)
def test_nobody_else_writes_anything(table: Table) -> None:
    line, meeting_id, there = table.line(), table.meeting.id, in_the_room(table)
    option = actions.consider_option(by=table.ours, line_id=line.id, actor_id=table.guest.team_id)
    for by in strangers(table):
        of_line = {"by": by, "line_id": line.id}
        assert refused(
            lambda by=by: table.write(line, by, wish="x"),
            lambda by=by: table.decide(line, "take_on", by),
            lambda given=of_line: actions.consider_option(**given, actor_id=table.guest.team_id),
            lambda by=by: actions.weigh_option(by=by, option_id=option.id, version=1, fate="open"),
            lambda given=of_line: actions.dissent(**given, words="x"),
            lambda given=of_line: actions.share_line(**given, attendance_id=there.id, agreed_how="x"),
            lambda by=by: actions.add_lines(by=by, meeting_id=meeting_id, referral_ids=[]),
            lambda by=by: actions.open_meeting(by=by, meeting_id=meeting_id, version=2),
            lambda by=by: actions.close_meeting(by=by, meeting_id=meeting_id, version=2),
            lambda by=by: actions.leave_room(by=by, attendance_id=there.id),
            lambda by=by: actions.correct_minutes(by=by, meeting_id=meeting_id, line_id=line.id, words="x"),
        )


def test_who_holds_no_practice_hat_calls_no_meeting(house) -> None:
    board = worlds.wearing(Actor.of(house.rehab.team_id), Role.BOARD_MEMBER)
    for by in (house.me, house.guardian, board, worlds.NOBODY, worlds.SYSTEM):
        assert refused(
            lambda by=by: actions.plan_meeting(by=by, title="Screening", starts_at=clock.now(), referral_ids=[])
        )


@pytest.mark.commitment(3)
def test_a_hidden_teams_name_is_told_to_no_meeting(house) -> None:
    need = worlds.need("safety.planning")
    refuge = worlds.wearing(worlds.actor("The refuge", sector=Sector.THIRD), title="Worker")
    hidden = worlds.service(Actor.of(refuge.team_id), "Refuge", sensitivity="sensitive")
    moved(worlds.ask(house.asker, house.jean, hidden, need_id=need.id), refuge, "accept")
    table = laid(house, asks=1, need_id=need.id, parts=["involved", "referrals"])
    found = everything(table.ours, table)
    assert "refuge" not in found.lower()
    _, _, rows = queries.meeting(table.ours, table.meeting.id)
    assert [bool(each.actor) for each in rows[0].again] == [False], "that there was another service is said"
    assert [bool(each.actor) for each in rows[0].involved or ()].count(False) == 1


def test_who_else_helps_is_told_only_where_it_was_shared(house) -> None:
    need = worlds.need("moving.bath")
    moved(house.ask(need_id=need.id), house.group, "accept")
    table = laid(house, asks=1, need_id=need.id, parts=[])
    _, _, rows = queries.meeting(table.ours, table.meeting.id)
    assert (bool(rows[0].involved), rows[0].again) == (False, ())
    assert "Good Neighbours" not in repr(rows)


def test_an_ask_that_was_declined_is_printed_in_outline(table: Table) -> None:
    table.decide(table.line(), "decline")
    with later(minutes=1):
        found = queries.minutes(table.ours, table.meeting.id)
    assert "Jean" not in repr(found)
    assert (found.lines[0].row.decision, found.tally.withheld) == ("decline", 1)


def test_what_a_guest_was_handed_on_outlives_the_meeting(table: Table) -> None:
    visits = worlds.service(Actor.of(table.guest.team_id), "Visits")
    table.share(table.line(), in_the_room(table))
    line = table.decide(table.line(), "hand_on", service_id=visits.id, why_no_third="")
    with later(minutes=50):
        table.close()
    with later(days=2):
        assert queries.referral(table.guest, line.child_id).why == "Company is what is wanted"
    assert MeetingLine.of(line.id).child_id


def test_who_a_line_was_shared_with_sees_and_passes_nothing_on(table: Table) -> None:
    table.share(table.line(), in_the_room(table))
    jean, third = table.people[0], Actor.of(worlds.team("Third").id)
    no = refused(
        lambda: actions.ask_question(by=table.guest, target_id=third.id, text="Know her?", person_id=jean.id),
        lambda: worlds.ask(table.guest, jean, third),
        lambda: people.choose_sharing(by=table.guest, person_id=jean.id, effect="refusal"),
        lambda: people.note_death(by=table.guest, person_id=jean.id, died_on=clock.today(), told_by="x"),
    )
    assert no == "people.only_consulted"


def test_what_was_shared_closes_with_the_meeting_whatever_else_is_open_between_them(table: Table) -> None:
    there = in_the_room(table)
    table.share(table.line(), there)
    actions.ask_question(
        by=table.ours, target_id=table.guest.actor_id, text="Could you?", person_id=table.people[0].id
    )
    with later(minutes=20):
        table.close()
        open_ones = Relationship.objects.filter(actor=table.guest.actor_id).filter(current(clock.now()))
        assert [row.purpose for row in open_ones] == ["question"]


def test_a_sensitive_service_is_named_in_no_guests_minutes(table: Table) -> None:
    there, line = in_the_room(table), table.line()
    refuge = worlds.actor("Sheltering Rowan", sector="third")
    service = worlds.service(refuge, name="Quiet Refuge", sensitivity="sensitive")
    table.share(line, there)
    actions.consider_option(by=table.ours, line_id=line.id, service_id=service.id)
    table.decide(line, "hand_on", service_id=service.id)
    for by, may in ((table.guest, False), (table.ours, True)):
        seen = repr(queries.meeting_line(by, table.meeting.id, line.id)) + repr(queries.minutes(by, table.meeting.id))
        assert (("Quiet Refuge" in seen), ("Sheltering Rowan" in seen)) == (may, may)
        assert (str(service.id) in seen) == may


def test_a_guest_writes_down_nobody_elses_dissent(table: Table) -> None:
    there, line = in_the_room(table), table.line()
    own = Attendance.objects.exclude(pk=there.pk).get(left_at=None)
    assert [each.id for each in queries.speakers(table.guest, table.meeting.id)] == [there.id]
    forged = {"by": table.guest, "line_id": line.id, "words": "I never said that", "attendance_id": own.id}
    assert told(lambda: actions.dissent(**forged)) == [("care.not_in_the_room", "attendance")]
