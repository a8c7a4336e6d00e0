"""A real browser reports to us what the content policy kept a page from."""

import time

from django.urls import reverse
from playwright.sync_api import Page

from ecotone.access.models import PolicyBreach


def test_a_script_put_into_a_page_does_not_run_and_is_counted(transactional_db, page: Page) -> None:
    page.goto(reverse("sign_in"))
    page.evaluate("""() => {
      const planted = document.createElement("script");
      planted.textContent = "document.title = 'broken'";
      document.body.append(planted);
    }""")
    assert page.title() != "broken"
    for _ in range(50):
        if PolicyBreach.objects.exists():
            break
        time.sleep(0.1)
    assert PolicyBreach.objects.values_list("rule", "sort", "seen")[0] == ("script-src", "inline", 1)
