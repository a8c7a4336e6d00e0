"""Chromium for the journeys: the machine's own, started once, each test in a fresh window onto a live server.

A page that calls another host, or whose script fails, fails its test: nobody would see either in the picture.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from ecotone.demo import build
from ecotone.ground import clock
from tests import chromium

# Playwright keeps an event loop in this thread, in which Django would refuse to ask its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HERE = Path(__file__).parent
PATIENCE = 30_000
"""Milliseconds: two rounds of tests may share two cores with two browsers."""
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.find()
    if program is None:
        pytest.skip("no Chromium was found")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(chromium.QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A window 1280 pixels wide; addresses are relative to the live server."""
    strays: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(live_server.url):
            strays.append(f"called {request.url}")

    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.on("request", note)
    opened = context.new_page()
    opened.on("pageerror", lambda error: strays.append(f"script failed: {error}"))
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()
    assert not strays


@pytest.fixture
def world(transactional_db):
    """A small invented place."""
    build.build(people=60, anchor=clock.today())


@pytest.fixture
def busy_world(transactional_db):
    """A small invented place in which so much is asked that its map shows an exchange."""
    build.build(people=150, asked=0.7, anchor=clock.today())
