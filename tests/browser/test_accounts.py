"""From a first password to letting others in: pages wide and narrow under axe, by keyboard, and without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from ecotone.access.models import Account
from ecotone.access.rules import Role
from ecotone.ecosystem import actions as ecosystem
from tests import identity_provider, worlds
from tests.browser.acting import fill, press
from tests.browser.test_pictures import NARROW, WIDE, as_it_stands
from tests.rooms.access.signing import PASSWORD, device, somebody

OTHER = "four odd wheels"


@pytest.fixture
def kirsty(transactional_db) -> Account:
    """The administrator of a small charity, who has chosen a password and nothing else yet."""
    charity = worlds.actor("Kettle On")
    worlds.team("Befrienders", charity)
    account = somebody("Kirsty")
    ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=account.id, actor_id=charity.id, role=Role.ADMINISTRATOR, title="Manager"
    )
    return account


class Looking:
    """Looks at a page as it stands, wide and narrow, and keeps its picture."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults = page, list[str]()

    def at(self, picture: str) -> None:
        self.faults += [f"{picture} {fault}" for fault in as_it_stands(self.page, picture)]

    def go(self, name: str, **kwargs: object) -> None:
        self.page.goto(reverse(name, kwargs=kwargs))
        self.at(name.replace("_", "-"))


@pytest.fixture
def looking(page: Page) -> Iterator[Looking]:
    looking = Looking(page)
    yield looking
    assert not looking.faults, "\n".join(looking.faults)


def sign_in(page: Page, password: str = PASSWORD, *, who: str = "kirsty@example.org") -> None:
    """By the keyboard alone: address, Tab, password, Enter."""
    page.goto(reverse("sign_in"))
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(who)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.commitment(3)
def test_an_administrator_sets_up_a_second_step_and_lets_somebody_in(
    kirsty: Account, page: Page, looking: Looking
) -> None:
    looking.go("sign_in")
    looking.go("reset_password")
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_text("worn only after a second step")).to_be_visible()
    looking.at("second-step-needed")
    fill(page, present=PASSWORD)
    press(page, "Begin")
    expect(page.locator(".qr-code svg")).to_be_visible()
    looking.at("confirm-second-step")
    fill(page, code=device(kirsty))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10
    looking.at("recovery-codes")
    page.get_by_role("link", name="I have kept them").click()
    looking.go("colleagues")
    fill(page, name="Ailsa Reid", email="ailsa@example.org", role="worker", title="Befriender")
    page.get_by_label("Where").select_option(label="Befrienders")
    press(page, "Let them in")
    expect(page.get_by_text("They are let in")).to_be_visible()
    looking.go("colleague", account_id=Account.objects.get(name="Ailsa Reid").id)
    for name in ("own_account", "change_password", "second_step", "renew_recovery_codes", "end_second_step"):
        looking.go(name)
    page.get_by_role("button", name="Sign out").click()

    sign_in(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    looking.at("sign-in-code")
    fill(page, code=codes[0], trust=True)
    press(page, "Sign in")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    looking.go("signed_in")
    expect(page.get_by_role("heading", name="Not asked for a code")).to_be_visible()
    page.goto(reverse("change_password"))
    fill(page, present=PASSWORD, password=OTHER, again=OTHER)
    press(page, "Change it")
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, OTHER)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_it_works_without_script_on_a_narrow_window(kirsty: Account, browser: Browser, live_server) -> None:
    context = browser.new_context(base_url=live_server.url, viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    fill(page, present=PASSWORD)
    press(page, "Begin")
    fill(page, code=device(kirsty))
    press(page, "That is it")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(reverse("signed_in"))
    press(page, "Sign out everywhere but here")
    expect(page.get_by_text("here and nowhere else")).to_be_visible()
    page.goto(reverse("own_passkeys"))
    expect(page.get_by_text("Passkeys need a browser that knows them")).to_be_visible()
    expect(page.get_by_role("button", name="Add it")).to_be_hidden()
    context.close()


@pytest.mark.commitment(3)
def test_she_links_her_account_at_the_council_and_signs_in_with_it_by_the_keyboard_and_without_script(
    browser: Browser, live_server, settings: Any, transactional_db
) -> None:
    """A real provider on another port: the way there and back is the browser's own."""
    somebody("Kirsty")
    back = f"{live_server.url}{reverse('back_from_provider', args=['council'])}"
    with identity_provider.real(back) as issuer:
        settings.IDENTITY_PROVIDERS = {"council": identity_provider.known(issuer)}
        for script, viewport in ((True, WIDE), (False, NARROW)):
            context = browser.new_context(
                base_url=live_server.url, viewport=viewport, java_script_enabled=script, locale="en-GB"
            )
            _through_the_council(context.new_page(), first=script)
            context.close()


def _through_the_council(page: Page, *, first: bool) -> None:
    looks = Looking(page)
    if first:
        sign_in(page)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        looks.go("own_account")
        page.get_by_role("button", name="Sign in with Drumgray Council too").press("Enter")
        at_the_council(page)
        expect(page.get_by_role("heading", name="Link your account at Drumgray Council?")).to_be_visible()
        looks.at("confirm-outside")
        fill(page, present=PASSWORD)
        press(page, "Link it")
        expect(page.get_by_text("You also sign in as kirsty@council.example")).to_be_visible()
        looks.at("own-account-linked")
        page.get_by_role("button", name="Sign out").click()
    page.goto(reverse("sign_in"))
    if first:
        looks.at("sign-in-with")
    page.get_by_role("button", name="Sign in with Drumgray Council").press("Enter")
    at_the_council(page, known=first)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    names = {each["name"] for each in page.context.cookies()}
    assert "ecotone-browser" in names
    if first:
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign out of Drumgray Council too")).to_be_visible()
        looks.at("left-outside")
        page.goto(reverse("sign_in"))
        page.context.clear_cookies(name="_session")
        page.get_by_role("button", name="Sign in with Drumgray Council").click()
        page.get_by_label("error").fill("access_denied")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("You were not let through by Drumgray Council")).to_be_visible()
        looks.at("not-vouched")
    assert not looks.faults, looks.faults


def at_the_council(page: Page, *, known: bool = False) -> None:
    """What one types there; nothing where one is in there already."""
    if not known:
        page.get_by_label("sub").fill("k-1")
        page.get_by_label("email").fill("kirsty@council.example")
        page.get_by_role("button", name="Go on").click()


def a_device(page: Page) -> None:
    """Gives the browser a device that makes passkeys and says yes to whatever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.commitment(3)
def test_she_adds_a_passkey_and_signs_in_with_it_alone(kirsty: Account, page: Page, looking: Looking) -> None:
    """By the browser's own passkeys, on a device that it plays; by the keyboard."""
    a_device(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.goto(reverse("own_account"))
    page.get_by_role("link", name="Passkeys").click()
    expect(page.get_by_text("Passkeys need a browser")).to_be_hidden()
    fill(page, name="My telephone", present="wrong")
    press(page, "Add it")
    expect(page.get_by_role("alert")).to_have_text("This is not the password.")
    fill(page, present=PASSWORD)
    page.get_by_label("Your password").press("Enter")
    expect(page.get_by_role("heading", name="My telephone")).to_be_visible()
    looking.at("own-passkeys")
    fill(page, name="The same again", present=PASSWORD)
    press(page, "Add it")
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for this account already")
    page.get_by_role("button", name="Sign out").click()
    page.goto(reverse("sign_in"))
    looking.at("sign-in-passkey")
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(reverse("colleagues"))
    expect(page.get_by_role("heading", name="Who works here")).to_be_visible()
    page.goto(reverse("signed_in"))
    expect(page.get_by_text("A shared computer.")).to_be_visible()
    looking.go("every_way_in")
    page.get_by_role("link", name="My telephone").click()
    looking.at("own-passkey")
    fill(page, name="The hall telephone")
    press(page, "Call it so")
    expect(page.get_by_role("heading", name="The hall telephone")).to_be_visible()
    page.get_by_role("link", name="Change its name, or take it off").click()
    page.get_by_role("button", name="Take it off").press("Enter")
    expect(page.get_by_text("Taken off")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(reverse("sign_in"))
    press(page, "Sign in with a passkey")
    expect(page.get_by_text("This passkey opens nothing here")).to_be_visible()
    looking.at("no-passkey")
