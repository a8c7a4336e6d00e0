"""Every page in a real browser, wide and at 320 pixels: axe finds nothing, nothing scrolls sideways, and with
PICTURES=1 a photograph of each goes to docs/pictures.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from ecotone.care.models import Outcome, Question, Referral
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Institution
from ecotone.people.models import Person
from tests.browser.acting import sign_in_as

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WRITING = os.environ.get("PICTURES") == "1"
pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="pages look the same on either database"
)


def tour() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Who walks, in which hat, past which pages: (name, hat, [(picture, address)])."""
    jean = Person.objects.get(name="Jean Rafferty")
    kettle = Actor.objects.get(name__startswith="Kettle On")
    visits = Service.objects.filter(provider=kettle).first()
    rehabilitation = Actor.objects.get(name__startswith="Airdrie Integrated Rehabilitation")
    rapid = Actor.objects.filter(name__icontains="rapid").first()
    asked = Referral.objects.filter(source__name__startswith="Whinhall", ended_at=None).exclude(state="draft").first()
    question = Question.objects.first()
    of_jean = {"person_id": jean.id}
    yield "", "", [("welcome", "/")]
    yield (
        "Marcus",
        "",
        [
            ("my-day", reverse("my_day")),
            ("our-list", reverse("team_list")),
            ("my-people", reverse("my_people")),
            ("take-someone-in", reverse("add_person")),
            ("person-story", reverse("person", kwargs=of_jean)),
            ("person-add-words", reverse("add_story_entry", kwargs=of_jean)),
            ("person-circle", reverse("person_circle", kwargs=of_jean)),
            ("person-asked", reverse("person_asked", kwargs=of_jean)),
            ("person-hopes", reverse("person_hopes", kwargs=of_jean)),
            ("person-contacts", reverse("person_contacts", kwargs=of_jean)),
            ("person-log-contact", reverse("log_contact", kwargs=of_jean)),
            ("person-sharing", reverse("person_sharing", kwargs=of_jean)),
            ("find-help", f"{reverse('find_help')}?q=company&person={jean.id}"),
            ("service", reverse("service", kwargs={"service_id": visits.id})),
            ("refer", f"{reverse('refer', kwargs=of_jean)}?service={visits.id}"),
            ("referral", reverse("referral", kwargs={"referral_id": asked.id})),
            ("referral-judge", reverse("judge", kwargs={"referral_id": asked.id})),
            ("referral-gift", reverse("contribute", kwargs={"referral_id": asked.id})),
            ("questions", reverse("questions")),
            ("ask-first", reverse("ask_question", kwargs={"actor_id": rehabilitation.id})),
            ("actor", reverse("actor", kwargs={"actor_id": rehabilitation.id})),
            ("compare", f"{reverse('compare')}?a={rehabilitation.id}&b={rapid.id}"),
            ("institutions", reverse("institutions")),
            ("institution", reverse("institution", kwargs={"institution_id": Institution.objects.first().id})),
            ("refused", reverse("my_story")),
        ],
    )
    yield "Elaine", "Befriending coordinator", [("coordinator-day", reverse("my_day"))]
    if question:
        yield "Brendan", "Team lead", [("lead-day", reverse("my_day")), ("lead-list", reverse("team_list"))]
    yield (
        "Jean Rafferty",
        "",
        [
            ("my-story", reverse("my_story")),
            ("tell", reverse("tell")),
            ("my-asked", reverse("my_referrals")),
            ("my-sharing", reverse("my_sharing")),
            ("my-looks", reverse("my_looks")),
            ("my-contacts", reverse("my_contacts")),
        ],
    )
    yield (
        "Rena",
        "",
        [
            ("ecosystem", reverse("place", kwargs={"slug": "airdrie"})),
            ("map", reverse("place_map", kwargs={"slug": "airdrie"})),
            ("map-of-north", reverse("ecosystem")),
        ],
    )


@pytest.mark.commitment(9)
def test_every_page_looks_right_wide_and_narrow(busy_world, page: Page) -> None:
    assert Outcome.objects.exists()
    faults: list[str] = []
    for who, hat, walk in tour():
        page.set_viewport_size(WIDE)
        if who:
            sign_in_as(page, who, hat=hat)
        for picture, address in walk:
            for name, size in (("wide", WIDE), ("narrow", NARROW)):
                page.set_viewport_size(size)
                page.goto(address)
                faults += [f"{picture} {name}: {fault}" for fault in faults_of(page)]
                if WRITING:
                    PICTURES.mkdir(exist_ok=True)
                    page.screenshot(path=PICTURES / f"{picture}-{name}.png", full_page=True)
    assert not faults, "\n".join(faults)
    page.goto(reverse("place_map", kwargs={"slug": "airdrie"}))
    expect(page.locator(".flow__stream").first).to_be_visible()


def faults_of(page: Page) -> Iterator[str]:
    """What axe finds, and whether the page is wider than its window."""
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "scrolls sideways"
    for violation in Axe().run(page, options=AXE).response["violations"]:
        yield f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
