"""The API's table is whole: every action is in it or says why not, every read of a page is in it or says why not."""

import ast
import importlib
import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from openapi_spec_validator import validate

from ecotone.access.rules import Scope
from ecotone.procedures import leaving
from ecotone.web.api.openapi import drawn
from ecotone.web.api.operations import Write
from ecotone.web.api.table import APART, BY_ID, OPERATIONS, nearest_read
from ecotone.web.routes import Access
from tests.house.source import HOUSE, ROOT, doors, public_functions, tree

PAGES = HOUSE / "web/pages"
WORKED_IN = "what a page works out for itself: names, choices of a menu, where to go first, what a form begins with"
ASKED_BY_PAGES = "what an open page asks now and then: a program asks with If-None-Match"
IN_PERSON = "what is done by hand and by name, never by a program: it reaches somebody whom one's team does not help"
SIGNED = "what is signed in somebody's place, by hand and by name, and that the person is told of it"
SIGNS_IN = "how somebody comes to sign in as herself: offered, proved and taken off by hand, on pages alone"
BY_LINK = "for whom was mailed a link"
TO_HELP = "a program reads to help; whoever reads to learn does so on a page of its own, and takes nothing away"
OPERATOR = "the mail of an invented place"
NO_READ = {
    **dict.fromkeys(
        (
            *("access.deployment", "access.tokens_of", "access.may_choose_password", "access.account_names"),
            *("ecosystem.colleague", "ecosystem.colleagues", "access.without_password"),
            *("rights.erasure_for", "rights.pointed_at"),
            *("ecosystem.versions", "ecosystem.one_version", "ecosystem.terms_last", "ecosystem.version_before"),
            *("ecosystem.program", "ecosystem.programs", "access.tokens_of_programs"),
            *("ecosystem.last_used", "ecosystem.leavings", "ecosystem.reviewed", "ecosystem.suspended"),
            *("care.in_hand",),
            *("access.own_account", "access.secret_to_confirm", "access.sessions_of", "access.trusted_browsers"),
            *("access.outside_accounts", "access.passkeys_of", "access.credentials_of"),
            *("ecosystem.actor_brief", "ecosystem.actor_names", "ecosystem.hat_views", "ecosystem.place_tree"),
            *("ecosystem.workers_of", "ecosystem.outlines", "ecosystem.teams_of", "ecosystem.nearness"),
            *("ecosystem.places", "ecosystem.place_ids_within", "ecosystem.need", "ecosystem.hats_of"),
            *("directory.service_briefs", "directory.is_sensitive", "directory.listing", "directory.accepts"),
            *("directory.stale_listings", "directory.counts_by_need", "directory.claim_waits", "directory.may_claim"),
            *("people.banner", "people.banners", "people.circle", "people.may", "people.shareable_parts"),
            *("people.who_sees", "people.has_offers", "people.has_acted", "people.permissions_to"),
            *(
                "people.deceased_name",
                "people.looks",
            ),
            *(
                "rights.standing",
                "rights.one_hold",
                "rights.holds_to_review",
                "rights.erasures",
                *(
                    "rights.erasures_told",
                    "access.account_with",
                    "rights.due",
                    "rights.periods",
                    "rights.retention_told",
                ),
            ),
            *("rights.entries", "rights.statements", "rights.corrections_told", "rights.to_put_right"),
            *("care.unopened", "care.joint_with", "care.promises_on", "care.speakers", "care.line_brief"),
            *("care.line_options", "care.line_room", "care.line_dispute", "care.line_differences", "care.room"),
            *("care.partners_to_choose", "care.sentence", "care.lines_to_come"),
            *("care.referrals_told", "care.questions_told", "care.offers_told"),
        ),
        WORKED_IN,
    ),
    **dict.fromkeys(
        ("care.pulse", "care.news_since", "care.meeting_pulse", "notices.pulse", "notices.news_since"), ASKED_BY_PAGES
    ),
    **dict.fromkeys(
        ("adapters.formats_for", "adapters.group_named", "adapters.stands_still", "people.agreeing"), WORKED_IN
    ),
    **dict.fromkeys(("care.live_link", "care.knows_device", "care.holder_of"), BY_LINK),
    **dict.fromkeys(
        (
            *("people.access_request", "people.access_requests", "people.emergencies", "people.emergency"),
            *("people.emergencies_told", "people.find_somebody", "people.my_emergencies", "people.requests_told"),
            *("people.duties", "people.duties_told", "people.duty", "people.my_duties", "people.own_duties"),
            *("people.wish", "people.wishes", "people.wishes_told", "people.wishes_waiting", "people.concerns"),
            *("people.own_wish", "people.own_wishes", "people.wish_to_begin"),
            *("people.stub_of", "people.whose_duty", "people.laws_of", "people.may_ask_for"),
        ),
        IN_PERSON,
    ),
    **dict.fromkeys(
        (
            *(
                "people.own_signing",
                "people.own_authorities",
                "people.holds_authority",
                "people.authorities_told",
                "people.assessments_told",
            ),
            *("people.choices_told", "people.permissions_told", "people.would_open"),
        ),
        SIGNED,
    ),
    **dict.fromkeys(
        (
            *("people.ways_in", "people.ways_in_told", "people.taken_off_told", "people.whose_way_in"),
            *("people.own_way_in_at", "people.own_way_in_proved"),
        ),
        SIGNS_IN,
    ),
    **dict.fromkeys(("notices.landed", "notices.landed_mail"), OPERATOR),
    **dict.fromkeys(("people.to_learn_from", "people.learn_from"), TO_HELP),
}
"""Queries of pages that are no read of the API, each with why."""


def actions() -> dict[str, Callable]:
    found = [each for module in doors("actions") for each in public_functions(module)]
    return {
        each.action_code: each for each in [*found, leaving.record_death, leaving.record_move, leaving.undo_death]
    }


def test_every_action_is_an_operation_or_says_why_not():
    called = {each.act.action_code for each in OPERATIONS if isinstance(each, Write)}
    assert actions().keys() - called == APART.keys()
    assert not called & APART.keys()
    assert all(len(reason) > 20 for reason in APART.values())


def queries_called(path: Path) -> Iterator[str]:
    """The queries that a module of web calls, as room.name."""
    module = importlib.import_module(str(path.relative_to(ROOT).with_suffix("")).replace("/", "."))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of = getattr(module, node.value.id, None)
            is_door = isinstance(of, ModuleType) and of.__name__.endswith(".queries")
            if is_door and inspect.isfunction(getattr(of, node.attr, None)):
                yield f"{of.__name__.split('.')[1]}.{node.attr}"


def test_every_query_of_a_page_is_a_read_or_says_why_not():
    on_pages = {name for path in PAGES.glob("*.py") for name in queries_called(path)}
    in_table = {name for path in (HOUSE / "web/api/table").glob("*.py") for name in queries_called(path)}
    assert on_pages - in_table - NO_READ.keys() == set()


def test_a_page_that_asks_something_new_is_found(tmp_path):
    assert {*queries_called(PAGES / "day.py")} >= {"care.my_day", "care.team_list"}
    assert "care.my_day" not in NO_READ, "else the test above would let it pass"


def test_the_reasons_are_for_queries_that_are_there():
    for name in NO_READ:
        room, _, function = name.partition(".")
        assert hasattr(importlib.import_module(f"ecotone.{room}.queries"), function), name


@pytest.mark.commitment(3)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_operation_says_who_may_and_what_it_does(operation):
    assert operation.scope in {*Scope} or operation.id == "me"
    assert operation.access
    assert Access.PUBLIC not in operation.access and Access.LINK not in operation.access
    assert str(operation.scope).endswith(":write") == isinstance(operation, Write)
    assert operation.summary and not operation.summary.endswith(".")
    if isinstance(operation, Write):
        assert operation.makes in (None, "") or len(BY_ID[operation.makes].in_address) == 1
        taken = {
            *operation.parameters,
            *operation.in_address,
            *operation.given,
            *operation.fills.__code__.co_varnames,
        }
        assert taken, "takes nothing"


def test_no_two_operations_share_a_name_or_an_address():
    assert len(BY_ID) == len(OPERATIONS)
    assert len({(each.method, each.path) for each in OPERATIONS}) == len(OPERATIONS)


def test_a_stale_write_finds_what_to_show_but_for_an_answer_to_an_offer_of_ones_own():
    silent = {each.id for each in OPERATIONS if isinstance(each, Write) and each.versioned and not nearest_read(each)}
    assert silent == {"accept_permission", "decline_permission"}


def test_the_document_is_openapi_and_as_it_was_checked_in():
    validate(json.loads(drawn()))
    assert (ROOT / "docs/reference/openapi.json").read_text() == drawn(), "make fix writes it anew"
