"""The second journey: home from the ward, two teams for one task, handed on, and back within days for all to see."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import fill, follow, in_days, press, sign_in_as

NURSE, LEAD, COORDINATOR = "Ciara", "Brendan", "Elaine"
LEAD_HAT, COORDINATOR_HAT = "Team lead", "Befriending coordinator"
WHO, WHY = "Senga Cowie-Park", "Home alone on the third floor, and the stair is the trouble."


@pytest.mark.commitment(3)
@pytest.mark.commitment(4)
def test_home_from_the_ward_and_back_within_days_is_seen_by_all_who_asked(world, page: Page) -> None:
    person = the_ward_takes_her_in_and_lets_her_go_home(page)
    two_teams_with_one_task_are_seen_side_by_side(page)
    the_ward_asks_one_of_them(page, person)
    the_team_takes_her_on_and_asks_all_who_can_keep_her_company(page)
    a_charity_takes_it_on(page)
    she_is_back_in_hospital(page, person)
    everyone_who_asked_sees_it(page)


def the_ward_takes_her_in_and_lets_her_go_home(page: Page) -> str:
    sign_in_as(page, NURSE)
    page.goto("/people/new/")
    fill(page, name=WHO, known_as="Senga", agreed=True, birth_date="1941-02-03", home=place(page, "Airdrie"))
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    person = re.search(r"/people/[0-9a-f-]+/", page.url)
    assert person
    page.goto(f"{person.group()}contacts/")
    follow(page, "Note a hospital stay")
    fill(page, where="Ward 12", since=in_days(-9))
    press(page, "Save")
    follow(page, "They have left")
    fill(page, until=in_days(-3), asked="no")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Were they asked before they were sent home?")
    return person.group()


def place(page: Page, name: str) -> str:
    option = page.locator("main [name='home'] option", has_text=re.compile(rf"^{name}")).first
    return option.get_attribute("value") or ""


def two_teams_with_one_task_are_seen_side_by_side(page: Page) -> None:
    page.goto("/actors/?q=airdrie integrated rehabilitation")
    follow(page, "Airdrie Integrated Rehabilitation")
    expect(page.locator("main")).to_contain_text("does some of the same work")
    follow(page, "See the two side by side")
    both = page.locator("main table.sides")
    expect(both).to_contain_text("Airdrie Integrated Rehabilitation Team")
    expect(both).to_contain_text(re.compile("rapid", re.IGNORECASE))
    expect(both).to_contain_text("There for both")


def the_ward_asks_one_of_them(page: Page, person: str) -> None:
    page.goto(f"/find-help/?person={person.split('/')[2]}&q=rehabilitation")
    result = page.locator("main .found__item", has_text="Airdrie Integrated Rehabilitation Team").first
    result.get_by_role("link", name=re.compile("^Ask them")).click()
    fill(page, why=WHY, urgency="soon", reply_by=in_days(3), agreed=True)
    press(page, "Ask them")
    expect(page.locator("#messages")).to_contain_text("Asked")


def open_hers(page: Page, who: str, hat: str = "") -> None:
    sign_in_as(page, who, hat=hat)
    page.goto("/my-day/?all=in_hand")
    page.locator("main .rows a", has_text="Senga").first.click()


def the_team_takes_her_on_and_asks_all_who_can_keep_her_company(page: Page) -> None:
    open_hers(page, LEAD, LEAD_HAT)
    expect(page.locator("main")).to_contain_text(WHY)
    follow(page, "Accept")
    fill(page, worker="Brendan Docherty, team lead", expected_start=in_days(1), person_told="yes")
    press(page, "Accept")
    follow(page, "Hand on")
    fill(page, q="company")
    press(page, "Find")
    follow(page, "Or ask all who can help at once, without a name")
    fill(page, need="company.connection")
    press(page, "See who would be told")
    expect(page.locator("main")).to_contain_text("Kettle On befriending")
    fill(
        page,
        note="Someone to sit with in the afternoon.",
        why="Nobody on the stair speaks to her.",
        urgency="routine",
        reply_by=in_days(7),
        agreed=True,
    )
    page.locator("main").get_by_role("button", name=re.compile("^Tell")).click()
    expect(page.locator("main")).to_contain_text("We asked all who can help")


def a_charity_takes_it_on(page: Page) -> None:
    sign_in_as(page, COORDINATOR, hat=COORDINATOR_HAT)
    page.goto("/offers/")
    assert "Senga" not in page.content()
    page.locator("main .rows__row", has_text="Someone to sit with").get_by_role("link").click()
    assert "Senga" not in page.content()
    page.get_by_label("Kettle On befriending").check()
    fill(page, worker="Elaine Cuthbertson", expected_start=in_days(2))
    press(page, "We take this on")
    expect(page.locator("main")).to_contain_text("Senga")
    expect(page.locator("main")).to_contain_text("Nobody on the stair speaks to her.")


def she_is_back_in_hospital(page: Page, person: str) -> None:
    sign_in_as(page, NURSE)
    page.goto(f"{person}contacts/")
    follow(page, "Note a hospital stay")
    fill(page, where="Ward 3", since=in_days(0))
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Back after 3 days")


def everyone_who_asked_sees_it(page: Page) -> None:
    for who, hat in ((NURSE, ""), (LEAD, LEAD_HAT), (COORDINATOR, COORDINATOR_HAT)):
        sign_in_as(page, who, hat=hat)
        page.goto("/my-day/?all=in_hand")
        row = page.locator("main .rows__row", has_text="Senga").first
        expect(row).to_contain_text("Back in hospital")
        row.get_by_role("link").first.click()
        told = page.locator("main .notice", has_text="Back in hospital since")
        expect(told).to_contain_text("3 days after leaving")
        expect(told).to_contain_text("Whoever wrote it down: No")
