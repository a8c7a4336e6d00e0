"""The main journey, in a real browser: a story told once, help found, handed on, closed, judged, seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from ecotone.demo.content.people.jean import JEAN
from ecotone.ground import clock
from tests.browser.acting import fill, follow, in_days, press, sign_in_as

STEPS = list(JEAN.steps)
LINK_WORKER, COORDINATOR, LEAD, THERAPIST = "Marcus", "Elaine", "Brendan", "Shazia"


def words_of(action: str, nth: int = 0) -> str:
    return [step for step in STEPS if step.action == action][nth].words


@pytest.mark.commitment(1)
@pytest.mark.commitment(2)
@pytest.mark.commitment(3)
@pytest.mark.commitment(4)
@pytest.mark.commitment(5)
@pytest.mark.commitment(8)
def test_a_story_told_once_closes_its_loops(world, page: Page) -> None:
    person = the_link_worker_reads_adds_and_asks(page)
    the_coordinator_accepts_meets_and_hands_on(page)
    the_team_asks_one_question_and_takes_it_on(page)
    the_therapist_completes(page)
    the_coordinator_closes(page)
    she_reads_who_looked_and_judges(page)
    the_link_worker_sees_both_loops_closed(page)
    the_board_member_sees_the_exchange_and_no_one(page, person)


def the_link_worker_reads_adds_and_asks(page: Page) -> str:
    sign_in_as(page, LINK_WORKER)
    follow(page, "Open someone's story")
    page.get_by_label("Name").fill("Jean")
    press(page, "Find")
    follow(page, "Jean Rafferty")
    expect(page.locator("main")).to_contain_text(JEAN.story.sections["matters"][:60])
    person = page.url
    follow(page, "Write down what was said")
    fill(page, section="matters", text=words_of("added-to-story"), words_of="person")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text(words_of("added-to-story"))
    follow(page, "Find help")
    fill(page, q="company")
    press(page, "Find")
    ask(page, "Kettle On")
    fill(
        page,
        why=words_of("referred"),
        hoped_for="One good argument a week.",
        urgency="routine",
        reply_by=in_days(7),
        parts=["matters", "works", "my_people"],
        agreed=True,
    )
    press(page, "Ask them")
    expect(page.locator("#messages")).to_contain_text("Asked")
    return person


def ask(page: Page, provider: str) -> None:
    """Presses "Ask them" beside the first result of that provider."""
    result = page.locator("main .found__item", has_text=provider).first
    result.get_by_role("link", name=re.compile("^Ask them")).click()


def open_from_my_day(page: Page, who: str, *, hat: str = "", title: str = "Jean") -> None:
    sign_in_as(page, who, hat=hat)
    page.goto("/my-day/")
    page.locator("main .rows a", has_text=title).first.click()


def the_coordinator_accepts_meets_and_hands_on(page: Page) -> None:
    open_from_my_day(page, COORDINATOR, hat="Befriending coordinator")
    expect(page.locator("main")).to_contain_text(words_of("referred"))
    follow(page, "Accept")
    fill(page, worker="Elaine Cuthbertson, befriending coordinator", expected_start=in_days(2), person_told="yes")
    press(page, "Accept")
    follow(page, "We have met")
    fill(page, met_on=clock.today(), channel="visit", note=words_of("visited"))
    press(page, "We have met")
    page.locator(".person-banner a").first.click()
    follow(page, "Write down what was said")
    fill(page, section="harms", text=words_of("added-to-story", 1), words_of="person")
    press(page, "Save")
    page.goto("/my-day/")
    page.locator("main .rows a", has_text="Jean").first.click()
    follow(page, "Hand on")
    fill(page, q="cannot get out of the bath")
    press(page, "Find")
    ask(page, "Airdrie Integrated Rehabilitation Team")
    fill(page, why=words_of("handed-on"), hoped_for=JEAN.next_hope, urgency="soon", reply_by=in_days(5), agreed=True)
    press(page, "Hand it on")
    expect(page.locator("#messages")).to_contain_text("Asked")


def the_team_asks_one_question_and_takes_it_on(page: Page) -> None:
    hat = "Team lead, integrated rehabilitation"
    open_from_my_day(page, LEAD, hat=hat)
    follow(page, "Ask a question first")
    fill(page, question=words_of("asked"), answer_by=in_days(2))
    press(page, "Ask a question first")
    expect(page.locator("main")).to_contain_text("stood still")
    open_from_my_day(page, COORDINATOR, hat="Befriending coordinator")
    follow(page, "Answer the question")
    fill(page, answer=words_of("answered"))
    press(page, "Answer the question")
    open_from_my_day(page, LEAD, hat=hat)
    expect(page.locator("main")).to_contain_text(words_of("answered"))
    follow(page, "Accept")
    fill(page, worker="Shazia Malik, occupational therapist", expected_start=in_days(3), person_told="yes")
    press(page, "Accept")


def the_therapist_completes(page: Page) -> None:
    open_from_my_day(page, THERAPIST)
    follow(page, "Complete")
    fill(
        page, output=words_of("completed"), against_hope="With somebody in the house: half of it.", person_told="yes"
    )
    press(page, "Complete")
    expect(page.locator("main .page-head")).to_contain_text("Completed")


def the_coordinator_closes(page: Page) -> None:
    open_from_my_day(page, COORDINATOR, hat="Befriending coordinator")
    press(page, "I have read what came back: close the loop")
    page.goto("/our-list/?which=in_hand")
    page.locator("main .rows a", has_text="Jean").first.click()
    follow(page, "Complete")
    fill(
        page, output="An hour and a half each Thursday.", against_hope="One good argument a week.", person_told="yes"
    )
    press(page, "Complete")


def she_reads_who_looked_and_judges(page: Page) -> None:
    sign_in_as(page, "Jean Rafferty")
    page.goto("/my-story/looks/")
    for worker in (LINK_WORKER, COORDINATOR, LEAD, THERAPIST):
        expect(page.locator("main .timeline")).to_contain_text(worker)
    expect(page.locator("main .timeline")).to_contain_text("because their team is helping you")
    page.goto("/my-story/asked/")
    judge(page, "Airdrie Integrated Rehabilitation Team", "partly", words_of("judged"))
    judge(page, "Kettle On", "met", words_of("judged", 1))


def judge(page: Page, whom: str, view: str, words: str) -> None:
    asked = page.locator("main .standing", has_text=f"asked {whom}")
    asked.get_by_role("link", name=re.compile("^Say what it is worth")).click()
    fill(page, view=view, words=words)
    press(page, "Send")


def the_link_worker_sees_both_loops_closed(page: Page) -> None:
    open_from_my_day(page, LINK_WORKER)
    press(page, "I have read what came back: close the loop")
    closures = page.locator(".closures")
    expect(closures).to_contain_text("ended, and the asker has read it")
    expect(closures).to_contain_text("The need was met")
    page.locator(".tree a").first.click()
    expect(page.locator(".closures")).to_contain_text("ended, and the asker has read it")
    expect(page.locator(".closures")).to_contain_text("The need was partly met")


def the_board_member_sees_the_exchange_and_no_one(page: Page, person: str) -> None:
    sign_in_as(page, "Rena Pettigrew")
    page.goto("/places/airdrie/map/")
    expect(page.locator("main .map__picture")).to_be_visible()
    expect(page.locator("#map-title")).to_contain_text(re.compile(r"fewer than|\d+ to \d+|at least \d+"))
    answer = page.goto(person)
    assert answer is not None and answer.status == 403
    expect(page.locator("main")).to_contain_text("You may not see this")
    for address in ("/people/", "/my-day/", "/our-list/", "/my-story/"):
        refused = page.goto(address)
        assert refused is not None and refused.status == 403
        assert "Rafferty" not in page.content()
