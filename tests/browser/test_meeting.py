"""Two browsers on one line of a meeting: the second sees both values and chooses, and nothing typed is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ecotone.care.models import Meeting, MeetingLine, Referral
from tests.browser.acting import fill, follow, in_days, press, sign_in_as

HAT = "Team lead, integrated rehabilitation"


@pytest.fixture
def other(browser: Browser, live_server) -> Iterator[Page]:
    """A second machine at the same table."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.commitment(4)
@pytest.mark.commitment(9)
def test_two_at_one_line_and_the_second_chooses(world, page: Page, other: Page) -> None:
    line = MeetingLine.objects.filter(meeting__state="open", referral__state__in=["offered", "received"]).first()
    address = f"/meetings/{line.meeting_id}/lines/{line.id}/"
    sign_in_as(page, "Brendan", hat=HAT)
    sign_in_as(other, "Shazia")
    for each in (page, other):
        each.goto(address)
    decided(page, "Brendan Docherty, lead", "To be asked first")
    expect(page.locator("#messages")).to_contain_text("Decided, and done")
    fill(other, wish="To bathe alone", decision="take_on", worker="Shazia Malik, occupational therapist")
    expect(other.locator("main .live")).to_contain_text("Brendan Docherty")
    fill(other, expected_start=in_days(2), person_told="yes")
    say_why(other)
    press(other, "Decide it, and do it now")
    expect(other.locator("h1")).to_have_text("Two of you wrote at once")
    expect(other.locator("main")).to_contain_text("To be asked first")
    expect(other.locator("main")).to_contain_text("To bathe alone")
    other.locator("[name='choose-wish'][value='both']").check()
    other.locator("[name='choose-the-decision'][value='mine']").check()
    press(other, "That is how it stays")
    expect(other.locator("#messages")).to_contain_text("Decided, and done")
    other.goto(address)
    expect(other.locator(".draft-note")).to_have_count(0)
    expect(other.locator("main [name='wish']")).to_have_value("To be asked first\n\nTo bathe alone")
    now = MeetingLine.objects.get(pk=line.id)
    assert now.wish == "To be asked first\n\nTo bathe alone"
    assert Referral.objects.get(pk=line.referral_id).worker == "Shazia Malik, occupational therapist"
    follow(other, "The list")
    expect(other.locator(".meeting-list__line", has_text="Shazia Malik, occupational therapist")).to_be_visible()
    closed_with_minutes(page, line.meeting)


def decided(page: Page, worker: str, wish: str) -> None:
    fill(page, wish=wish, decision="take_on", worker=worker, expected_start=in_days(1), person_told="yes")
    expect(page.locator("main [name='question']")).to_be_hidden()
    say_why(page)
    press(page, "Decide it, and do it now")


def say_why(page: Page) -> None:
    """Why nobody of the third sector was considered, where the page asks."""
    if page.locator("main [name='why_no_third']").count():
        fill(page, why_no_third="needs_clinical")


def closed_with_minutes(page: Page, meeting: Meeting) -> None:
    page.goto(f"/meetings/{meeting.id}/")
    follow(page, "Close the meeting")
    press(page, "Close it now")
    expect(page.locator("h1")).to_contain_text("Minutes")
    expect(page.locator("main")).to_contain_text("Shazia Malik, occupational therapist")
    assert Meeting.objects.get(pk=meeting.id).state == "closed"
