"""A person's own way in, in a real browser: offered, opened by the keyboard alone, taken off again."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from ecotone.access.models import Account
from ecotone.access.rules import Role
from ecotone.ecosystem import actions as ecosystem
from ecotone.people.models import OwnWayIn, Person
from tests import worlds
from tests.browser.acting import fill, follow, press
from tests.browser.test_accounts import Looking, looking, sign_in
from tests.browser.test_pictures import NARROW
from tests.rooms.access.signing import PASSWORD, somebody

__all__ = ["looking"]
HERS = "jean@example.org"


@pytest.fixture
def jean(transactional_db) -> Person:
    """Whom a link worker's team helps, and who does not sign in; a guardian of records is there too."""
    team = worlds.team("Link workers")
    for name, where, role in (("Kirsty", team, Role.WORKER), ("Fiona", worlds.actor("Guardians"), Role.GUARDIAN)):
        account = somebody(name)
        given = {"account_id": account.id, "actor_id": where.id, "role": role, "title": role.title()}
        ecosystem.give_hat(by=worlds.SYSTEM, **given)
    return worlds.taken_in(worlds.wearing(team), birth_date=date(1948, 3, 24), known_as="Jeannie")


def offered(page: Page, looks: Looking, jean: Person) -> tuple[str, str]:
    """What stands in her mail, and on the sheet."""
    sign_in(page)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(reverse("person_sharing", kwargs={"person_id": jean.id}))
    follow(page, "How they sign in themselves")
    looks.at("person-way-in")
    fill(page, address="jean", knew="other_way")
    press(page, "Offer it, and show the code")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looks.at("person-way-in-wrong")
    fill(page, address=HERS, knew="in_person")
    press(page, "Offer it, and show the code")
    expect(page.get_by_role("heading", name="The code to give them")).to_be_visible()
    looks.at("way-in-code")
    code = re.search(r"\d{4} \d{4}", page.locator(".paper__code").inner_text())
    assert code
    follow(page, "I have kept it: go on")
    expect(page.get_by_text("One is offered, and waits for them")).to_be_visible()
    looks.at("person-way-in-waits")
    return f"/way-in/{worlds.way_in_mailed(OwnWayIn.objects.get().id)}/", code[0]


@pytest.mark.commitment(3)
def test_she_comes_into_her_own_record_by_the_keyboard_and_leaves_it_again(
    jean: Person, page: Page, looking: Looking, browser: Browser, live_server
) -> None:
    path, code = offered(page, looking, jean)
    page.goto(path)
    fill(page, code=code, born=date(1948, 3, 24))
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Somebody else is signed in here")).to_be_visible()
    looking.at("way-in-other")
    context = browser.new_context(
        base_url=live_server.url, viewport=NARROW, java_script_enabled=False, locale="en-GB"
    )
    hers = context.new_page()
    hers.goto(path)
    hers.get_by_label("The code of eight digits").focus()
    hers.keyboard.type("1111 1111")
    hers.keyboard.press("Tab")
    # In which order a browser takes the parts of a day is its own language's.
    hers.locator(":focus").fill("1948-03-24")
    hers.keyboard.press("Enter")
    expect(hers.locator(".govuk-error-summary")).to_contain_text("This does not fit")
    hers.get_by_label("The code of eight digits").focus()
    hers.keyboard.press("Control+A")
    hers.keyboard.type(code)
    hers.keyboard.press("Enter")
    expect(hers.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
    hers.get_by_label("A password").focus()
    hers.keyboard.type(PASSWORD)
    hers.keyboard.press("Tab")
    hers.keyboard.type(PASSWORD)
    hers.keyboard.press("Enter")
    expect(hers.get_by_text("This is your own record")).to_be_visible()
    assert Person.of(jean.id).account == Account.objects.get(email=HERS)
    context.close()

    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, who=HERS)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    for name in ("my_story", "my_looks", "my_way_in", "take_off_my_account"):
        looking.go(name)
    press(page, "Yes, take it off")
    expect(page.get_by_text("Your account has no record any more")).to_be_visible()
    page.goto(path)
    expect(page.get_by_role("heading", name="This link leads nowhere any more")).to_be_visible()
    looking.at("way-in-over")


@pytest.mark.commitment(3)
def test_every_other_page_of_it_is_well_wide_and_narrow(jean: Person, page: Page, looking: Looking) -> None:
    path, code = offered(page, looking, jean)
    page.get_by_role("button", name="Sign out").click()
    page.goto(path)
    looking.at("way-in-halves")
    fill(page, code="11111111", born=date(1948, 3, 24))
    press(page, "Go on")
    looking.at("way-in-wrong")
    fill(page, code=code, born=date(1948, 3, 24))
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
    looking.at("way-in-new")
    account = somebody("Jean")
    page.reload()
    expect(page.get_by_role("heading", name="Sign in with your account")).to_be_visible()
    looking.at("way-in-sign-in")
    follow(page, "Sign in")
    fill(page, username=account.email, password=PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Is this your account?")).to_be_visible()
    looking.at("way-in-ready")
    press(page, "Yes, open my record with it")
    expect(page.get_by_text("This is your own record")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    guardian = Account.objects.get(name="Fiona")
    worlds.enter_browser(page.context, guardian, page.url)
    looking.go("take_off_account", person_id=jean.id)
    fill(page, reason="It is not she who signs in")
    press(page, "Take it off now")
    expect(page.get_by_text("Whoever was in is out")).to_be_visible()
    looking.at("audit-person")
