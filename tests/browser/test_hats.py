"""Two tabs and two hats: what was typed in one is held up in the other, carried back, and no draft afterwards."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from ecotone.access.rules import Role
from ecotone.care.models import Friction
from ecotone.ecosystem import actions as ecosystem
from tests import worlds
from tests.browser.acting import fill, press
from tests.browser.test_accounts import Looking, looking, sign_in
from tests.rooms.access.signing import somebody

__all__ = ["looking"]


@pytest.mark.commitment(3)
def test_words_typed_in_one_hat_are_sent_in_that_hat_or_not_at_all(
    transactional_db: None, page: Page, looking: Looking
) -> None:
    account = somebody("Kirsty")
    hats = {
        title: ecosystem.give_hat(
            by=worlds.SYSTEM, account_id=account.id, actor_id=worlds.team(team).id, role=Role.WORKER, title=title
        )
        for title, team in (("Nurse", "Whinhall"), ("Volunteer", "Befrienders"))
    }
    sign_in(page)
    expect(page.get_by_text("Here as: Volunteer, Befrienders")).to_be_visible()
    page.goto(reverse("log_friction"))
    page.locator("main [name=kind]").first.check()
    page.get_by_text("Say more now").click()
    fill(page, words="Nobody rang back")
    tab = page.context.new_page()
    tab.goto(reverse("log_friction"))
    tab.get_by_text("Change").click()
    tab.get_by_role("button", name="Nurse").click()
    expect(tab.get_by_text("Here as: Nurse, Whinhall")).to_be_visible()
    press(page, "Keep it with this")
    expect(page.get_by_role("heading", name="You wear another hat now")).to_be_visible()
    looking.at("other-hat")
    assert not Friction.objects.exists()
    page.get_by_role("button", name="Send it as Volunteer").press("Enter")
    expect(page.get_by_text("Here as: Volunteer, Befrienders")).to_be_visible()
    friction = Friction.objects.get()
    assert (friction.words, friction.author_hat_id) == ("Nobody rang back", hats["Volunteer"].id)
    page.goto(reverse("log_friction"))
    expect(page.locator("main [name=words]")).to_have_value("")
    tab.close()
