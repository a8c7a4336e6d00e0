"""What a person does with a page in the journeys: signs in with one press, fills a form, presses a button."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from ecotone.ground import clock
from ecotone.notices.models import Mail
from tests.rooms.care.linking import code_in, token_in


def sign_in_as(page: Page, name: str, *, hat: str = "") -> None:
    """Leaves whoever is signed in, and steps in as one of the cast; in another hat when one is named."""
    if page.get_by_role("button", name="Sign out").count():
        page.get_by_role("button", name="Sign out").click()
    page.goto("/")
    page.locator("button.cast__who", has_text=name).first.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    if hat and hat not in page.locator(".hat-menu summary").inner_text():
        page.locator(".hat-menu summary").click()
        page.locator("button.hat-menu__hat", has_text=hat).click()


def begin_to_learn(page: Page, name: str) -> None:
    """Steps in as one of the cast, who then is here to learn and not to help."""
    sign_in_as(page, name)
    page.goto("/people/")
    page.get_by_text("Read to learn how help could be better").click()
    page.get_by_role("button", name="Read to learn").click()


def fill(page: Page, **answers: object) -> None:
    """Fills fields by their name: text, days, a single box (True), one of some radios, several boxes, a menu."""
    for name, answer in answers.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.get_attribute("type") or field.first.evaluate("e => e.tagName.toLowerCase()")
        if answer is True:
            field.check()
        elif kind in ("radio", "checkbox"):
            for value in answer if isinstance(answer, list | tuple) else [answer]:
                page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "select":
            field.select_option(str(answer))
        else:
            field.fill(answer.isoformat() if isinstance(answer, date) else str(answer))


def press(page: Page, label: str) -> None:
    """Presses the button of that name in the page's own part."""
    page.locator("main").get_by_role("button", name=label, exact=True).click()


def follow(page: Page, label: str) -> None:
    """Follows the first link of that name in the page's own part."""
    page.locator("main").get_by_role("link", name=label).first.click()


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def open_link(page: Page, address: str, *, code: bool = True) -> None:
    """Opens the newest link mailed to this address, and unless told not to types in the code that follows it."""
    mails = Mail.objects.filter(to=address).order_by("-created_at", "-id")
    page.goto(f"/answer/{token_in(mails.filter(body__contains='/answer/')[0])}/")
    press(page, "Open it")
    expect(page.get_by_role("heading", name="Type in the code")).to_be_visible()
    if code:
        fill(page, code=code_in(mails.filter(subject__contains="code")[0]))
        press(page, "Go on")
        expect(page.get_by_role("heading", name="You are asked for help")).to_be_visible()
