"""A meeting through its pages: decided at the desk, two who write at once, a guest, the minutes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.care.models import LineOption, Meeting, MeetingLine, Referral
from ecotone.ground import clock
from tests.web.counting import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
MOST = 15
LEAD = ("Brendan Docherty", "Team lead, integrated rehabilitation")
GUEST = ("Elaine Cuthbertson", "Befriending coordinator")


@pytest.fixture
def lead(sign_in: Callable[..., Client]) -> Client:
    return sign_in(*LEAD)


@pytest.fixture
def scribe(sign_in: Callable[..., Client]) -> Client:
    return sign_in("Shazia Malik")


@pytest.fixture
def held(invented, db) -> Meeting:
    """The meeting that goes on this morning."""
    return Meeting.objects.get(state="open")


@pytest.fixture
def line(held: Meeting) -> MeetingLine:
    return held.lines.filter(referral__state__in=["offered", "received"]).order_by("order").first()


def at(name: str, line: MeetingLine, **more: object) -> str:
    return reverse(name, kwargs={"meeting_id": line.meeting_id, "line_id": line.id, **more})


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def sent(line: MeetingLine, act: str = "decide", **given: object) -> dict[str, object]:
    """The form of a line as a page has it, with what is typed into it."""
    now = MeetingLine.of(line.id)
    referral = Referral.of(line.referral_id)
    said = {"wish": now.wish, "wish_told_by": now.wish_told_by, "summary": now.summary, "reason": now.reason}
    versions = {"version": now.version, "referral_version": referral.version}
    return {**said, **versions, "act": act, **given}


TAKEN = {
    "decision": "take_on",
    "worker": "Shazia Malik, occupational therapist",
    "expected_start": in_days(3),
    "person_told": "yes",
    "why_no_third": "needs_clinical",
}


def test_a_line_is_decided_at_the_desk_and_done(lead: Client, line: MeetingLine) -> None:
    answer = lead.post(at("meeting_line", line), sent(line, **TAKEN, wish="To bathe alone"), follow=True)
    assert "Decided, and done" in answer.content.decode()
    assert Referral.of(line.referral_id).worker == "Shazia Malik, occupational therapist"
    assert MeetingLine.of(line.id).wish == "To bathe alone"
    again = lead.get(reverse("my_day") + "?all=in_hand").content.decode()
    assert str(line.referral_id) in again


def test_what_is_only_kept_moves_nothing(lead: Client, line: MeetingLine) -> None:
    before = Referral.of(line.referral_id)
    lead.post(at("meeting_line", line), sent(line, "keep", decision="wait", worker="Shazia"))
    kept = MeetingLine.of(line.id)
    assert (kept.decision, kept.details, kept.state) == ("wait", {"worker": "Shazia"}, "to_discuss")
    assert Referral.of(line.referral_id).version == before.version
    assert 'value="Shazia"' in lead.get(at("meeting_line", line)).content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(lead: Client, line: MeetingLine) -> None:
    LineOption.objects.filter(line=line).delete()
    given = {**TAKEN, "worker": "", "expected_start": "32/13/2026", "why_no_third": "", "wish": "Kept for her"}
    page = lead.post(at("meeting_line", line), sent(line, **given)).content.decode()
    assert "Please give a day" in page
    assert "Kept for her" in page
    page = lead.post(at("meeting_line", line), sent(line, **{**given, "expected_start": in_days(1)})).content.decode()
    assert "Please fill this in" in page and "Nobody of the third sector" in page
    assert MeetingLine.of(line.id).version == line.version


def offered(page: str) -> set[str]:
    """The decisions that a line's page lets one choose."""
    inputs = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="decision"' in tag]
    return {value for tag in inputs for value in re.findall(r'value="(\w+)"', tag)}


def test_after_a_mistake_a_line_offers_what_can_be_decided_now_and_no_more(lead: Client, line: MeetingLine) -> None:
    wait = {
        **TAKEN,
        "decision": "wait",
        "expected_wait": "Six weeks",
        "meanwhile": "A call",
        "recheck_on": in_days(9),
    }
    assert lead.post(at("meeting_line", line), sent(line, **wait)).status_code == 302
    assert Referral.of(line.referral_id).state == "waitlisted"
    fresh = offered(lead.get(at("meeting_line", line)).content.decode())
    assert fresh == {"take_on", "wait", "hand_on", "defer"}
    for given in ({"decision": "take_on", "expected_start": "32/13/2026"}, {"decision": "ask"}):
        page = lead.post(at("meeting_line", line), sent(line, **given)).content.decode()
        assert offered(page) == fresh
    assert Referral.of(line.referral_id).state == "waitlisted"


@pytest.mark.commitment(9)
def test_a_mistake_in_a_line_that_moved_meanwhile_says_how_it_stands_now(
    lead: Client, scribe: Client, line: MeetingLine
) -> None:
    form = sent(line, **{**TAKEN, "expected_start": "32/13/2026", "wish": "Typed, and kept"})
    accepted = {"worker": "On the phone", "expected_start": in_days(1), "person_told": "yes"}
    move = reverse("referral_move", kwargs={"referral_id": line.referral_id, "code": "accept"})
    scribe.post(move, {**accepted, "version": Referral.of(line.referral_id).version})
    page = lead.post(at("meeting_line", line), form).content.decode()
    assert "has moved meanwhile" in page and "Typed, and kept" in page
    assert "decline" not in offered(page)


@pytest.mark.commitment(9)
def test_the_second_of_two_sees_both_and_chooses(lead: Client, scribe: Client, line: MeetingLine) -> None:
    mine = sent(line, **{**TAKEN, "worker": "Kirsty Bell", "wish": "To see the allotment"})
    scribe.post(at("meeting_line", line), sent(line, **TAKEN, wish="To be asked first"))
    answer = lead.post(at("meeting_line", line), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Shazia Malik", "Kirsty Bell", "To be asked first", "To see the allotment"):
        assert words in page
    assert Referral.of(line.referral_id).worker == "Shazia Malik, occupational therapist"
    chosen = _hidden(page) | {"choose-wish": "both", "choose-the-decision": "mine"}
    lead.post(at("meeting_line", line), chosen)
    now = MeetingLine.of(line.id)
    assert now.wish == "To be asked first\n\nTo see the allotment"
    assert Referral.of(line.referral_id).worker == "Kirsty Bell"
    assert [change.what for change in now.changes.order_by("version")][-2:] == ["decided", "decided"]


def _hidden(page: str) -> dict[str, str]:
    """What the page that shows both sends back by itself."""
    form = page[page.index('class="both"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value.replace("&#x27;", "'") for name, value in found if name != "csrfmiddlewaretoken"}


def test_who_keeps_theirs_loses_only_what_they_gave_up(lead: Client, scribe: Client, line: MeetingLine) -> None:
    mine = sent(line, **{**TAKEN, "worker": "Kirsty Bell", "reason": "She knows the stairs"})
    scribe.post(at("meeting_line", line), sent(line, **TAKEN))
    page = lead.post(at("meeting_line", line), mine).content.decode()
    lead.post(at("meeting_line", line), _hidden(page) | {"choose-the-decision": "theirs", "choose-reason": "mine"})
    now = MeetingLine.of(line.id)
    assert (now.details["worker"], now.reason, now.state) == (TAKEN["worker"], "She knows the stairs", "decided")


def test_a_third_who_writes_meanwhile_is_shown_too(lead: Client, scribe: Client, line: MeetingLine) -> None:
    mine = sent(line, "keep", wish="mine")
    scribe.post(at("meeting_line", line), sent(line, "keep", wish="theirs"))
    chosen = _hidden(lead.post(at("meeting_line", line), mine).content.decode()) | {"choose-wish": "mine"}
    scribe.post(at("meeting_line", line), sent(line, "keep", wish="newest"))
    answer = lead.post(at("meeting_line", line), chosen)
    assert answer.status_code == 409
    assert "newest" in answer.content.decode() and "mine" in answer.content.decode()
    assert MeetingLine.of(line.id).wish == "newest"


def test_a_button_pressed_twice_is_no_quarrel(lead: Client, line: MeetingLine) -> None:
    form = sent(line, **TAKEN)
    lead.post(at("meeting_line", line), form)
    answer = lead.post(at("meeting_line", line), form)
    assert answer.status_code == 302
    assert MeetingLine.of(line.id).changes.filter(what="decided").count() == 1


def test_a_request_that_moved_elsewhere_is_looked_at_again(lead: Client, scribe: Client, line: MeetingLine) -> None:
    form = sent(line, **{**TAKEN, "wish": "Typed, and kept"})
    accepted = {"worker": "On the phone", "expected_start": in_days(1), "person_told": "yes"}
    move = reverse("referral_move", kwargs={"referral_id": line.referral_id, "code": "accept"})
    scribe.post(move, {**accepted, "version": Referral.of(line.referral_id).version})
    answer = lead.post(at("meeting_line", line), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "has moved meanwhile" in page and "Typed, and kept" in page
    assert Referral.of(line.referral_id).worker == "On the phone"


@pytest.mark.parametrize(
    "given",
    [
        {"version": "x"},
        {"version": "99999999999999999999"},
        {"referral_version": ""},
        {"decision": "nonsense"},
        {"service_id": "nonsense"},
        {"why_no_third": "nonsense"},
        {"expected_start": "9999-12-31"},
        {"wish": "\x00"},
        {"merge": "1", "choose-wish": "nonsense", "mine-wish": "x"},
    ],
)
def test_nonsense_breaks_nothing(lead: Client, line: MeetingLine, given: dict[str, str]) -> None:
    answer = lead.post(at("meeting_line", line), {**sent(line, **TAKEN), **given})
    assert answer.status_code in (200, 302, 409)


def test_an_option_is_found_considered_and_put_aside(lead: Client, line: MeetingLine) -> None:
    page = lead.get(at("line_options", line) + "?q=company").content.decode()
    service = re.search(r'name="service" value="([^"]+)"', page)
    assert service, "the directory offers somebody"
    for _ in range(2):
        lead.post(at("line_options", line), {"service": service[1]})
    option = LineOption.objects.get(line=line, service=service[1])
    lead.post(at("weigh_option", line, option_id=option.id), {"version": option.version, "why_not": "no_room"})
    option.refresh_from_db()
    assert (option.fate, option.why_not) == ("put_aside", "no_room")
    stale = lead.post(at("weigh_option", line, option_id=option.id), {"version": 1, "again": "1"})
    assert stale.status_code == 409


@pytest.mark.commitment(3)
def test_a_guest_sees_no_name_on_any_page(sign_in: Callable[..., Client], held: Meeting) -> None:
    client = sign_in(*GUEST)
    ours = set(Referral.objects.filter(source__name__startswith="Kettle On").values_list("person_id", flat=True))
    hidden = [each for each in held.lines.select_related("referral__person") if each.referral.person_id not in ours]
    pages = [reverse(name, kwargs={"meeting_id": held.id}) for name in ("meeting", "minutes", "close_meeting")]
    pages += [at("meeting_line", each) for each in hidden]
    names = {each.referral.person.name for each in hidden}
    helped = {each.referral.person.name for each in held.lines.all()} - names
    assert names - helped
    for address in pages:
        page = client.get(address).content.decode()
        assert not [name for name in names - helped if name in page], address
    for address in (at("line_options", hidden[0]), at("line_dispute", hidden[0]), at("share_line", hidden[0])):
        assert client.get(address).status_code == 403


def test_shared_with_a_guest_it_opens_on_the_page(
    lead: Client, sign_in: Callable[..., Client], line: MeetingLine
) -> None:
    guest = line.meeting.room.get(name=GUEST[0])
    name = line.referral.person.name
    client = sign_in(*GUEST)
    assert name not in client.get(at("meeting_line", line)).content.decode()
    lead.post(at("share_line", line), {"guest": guest.id, "agreed_how": "By phone this morning"})
    assert name in client.get(at("meeting_line", line)).content.decode()


def test_the_pulse_says_what_others_wrote_and_of_nobody(lead: Client, scribe: Client, line: MeetingLine) -> None:
    address = reverse("meeting_pulse", kwargs={"meeting_id": line.meeting_id})
    since = {"since": (clock.now() - timedelta(seconds=1)).isoformat()}
    before = lead.get(address, since)
    assert "wrote something" not in before.content.decode()
    assert lead.get(address, since, headers={"If-None-Match": before["ETag"]}).status_code == 304
    scribe.post(at("meeting_line", line), sent(line, "keep", wish="To be asked"))
    after = lead.get(address, since, headers={"If-None-Match": before["ETag"]})
    page = after.content.decode()
    assert after.status_code == 200 and f"Line {line.order}:" in page and "Shazia Malik" in page
    assert line.referral.person.name not in page and "To be asked" not in page
    assert "wrote something" not in scribe.get(address, since).content.decode(), "one's own is no news"
    assert lead.get(address, {"since": "nonsense"}).status_code == 200


def test_a_meeting_from_planning_to_its_minutes(lead: Client, held: Meeting) -> None:
    plan = {"title": "A second table", "on": in_days(1), "at": "10:00", "way": "video", "where": "The link"}
    for _ in range(2):
        lead.post(reverse("plan_meeting"), plan)
    made = Meeting.objects.get(title="A second table")
    of_it = {"meeting_id": made.id}
    nobody = lead.post(reverse("meeting_room", kwargs=of_it), {"hat": "", "name": "", "role": "member"})
    assert "Please fill this in" in nobody.content.decode()
    lead.post(reverse("meeting_room", kwargs=of_it), {"hat": "", "name": "Nan Forsyth", "role": "member"})
    lead.post(reverse("open_meeting", kwargs=of_it), {"version": made.version})
    assert {each.role for each in made.room.all()} == {"member", "lead"}
    nan = made.room.get(name="Nan Forsyth")
    lead.post(reverse("room_part", kwargs={**of_it, "attendance_id": nan.id}), {"part": "minutes"})
    assert lead.post(reverse("close_meeting", kwargs=of_it), {"version": 1}).status_code == 409
    made.refresh_from_db()
    page = lead.post(reverse("close_meeting", kwargs=of_it), {"version": made.version}, follow=True).content.decode()
    assert "The meeting is closed" in page and "Nan Forsyth" in page
    lead.post(reverse("correct_minutes", kwargs=of_it), {"words": "It was by phone"})
    assert "It was by phone" in lead.get(reverse("minutes", kwargs=of_it)).content.decode()


def test_what_closing_carries_is_said_before(lead: Client, held: Meeting) -> None:
    page = lead.get(reverse("close_meeting", kwargs={"meeting_id": held.id})).content.decode()
    assert "These come to the next meeting by themselves" in page


def test_the_minutes_print_the_room_the_dispute_and_the_dissent(lead: Client) -> None:
    over = Meeting.objects.get(state="closed", team__name__startswith="Airdrie Integrated")
    page = lead.get(reverse("minutes", kwargs={"meeting_id": over.id})).content.decode()
    for words in (
        "Elaine Cuthbertson",
        "Dissent of",
        "Home within four hours",
        "asked because the statutory",
        "wants",
    ):
        assert words in page


def test_with_25_lines_each_page_asks_fifteen_times_at_most(
    lead: Client, sign_in: Callable[..., Client], held: Meeting
) -> None:
    fill = 25 - held.lines.count()
    others = Referral.objects.exclude(state="draft").exclude(lines__meeting=held).order_by("id")[:fill]
    for number, referral in enumerate(others, start=held.lines.count() + 1):
        MeetingLine.add(meeting=held, referral=referral, order=number, changed_at=clock.now())
    assert held.lines.count() == 25
    first = held.lines.order_by("order").first()
    pages = [reverse(name, kwargs={"meeting_id": held.id}) for name in ("meeting", "minutes", "close_meeting")]
    pages += [reverse("meetings"), at("meeting_line", first), at("line_options", first), at("share_line", first)]
    for client in (lead, sign_in(*GUEST)):
        for address in pages:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            queries = [query["sql"] for query in asked.captured_queries if DATA.match(query["sql"])]
            assert len(queries) <= MOST, (address, len(queries))
