"""Whatever a page asks of PostgreSQL, even by hand, it is shown what its caller may see; one that forgot to say who
asks is shown nobody; and nothing is left for whoever comes next on the same connection.
"""

from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from ecotone.access.models import Account
from ecotone.access.narrowing import ROLE
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.people import actions
from ecotone.people.rules import Part
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from tests import worlds

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]


def everybody() -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, pg_backend_pid(), (SELECT array_agg(name ORDER BY name) FROM people_person)"
        )
        return JsonResponse({"answer": cursor.fetchone()})


@page(Access.SIGNED_IN, "tests.by_hand")
def by_hand(request: Request) -> HttpResponse:
    return everybody()


@page(Access.SIGNED_IN, "tests.after_a_write")
def after_a_write(request: Request) -> HttpResponse:
    """An action is let past the fence while it runs, and no longer, also where it fails."""
    said = {"by": request.principal, "section": Part.MATTERS, "text": "Her garden"}
    with pytest.raises(Refused):
        actions.add_story_entry(person_id=UUID(request.GET["stranger"]), **said)
    actions.add_story_entry(person_id=UUID(request.GET["person"]), **said)
    return everybody()


def forgotten(request: HttpRequest) -> HttpResponse:
    return everybody()


urlpatterns = [
    path("by-hand/", by_hand),
    path("after-a-write/", after_a_write),
    path("forgotten/", forgotten),
    path("", include("config.urls")),
]


@pytest.fixture
def callers(settings) -> list[Principal]:
    """Two workers of different teams, each with somebody they help, and one of the helped herself."""
    settings.ROOT_URLCONF = __name__
    one, other = (worlds.wearing(worlds.team(name)) for name in ("Nurses", "Befriending"))
    ann, _ = worlds.taken_in(one, name="Ann"), worlds.taken_in(other, name="Bob")
    return [one, other, worlds.herself(ann)]


def signed_in(by: Principal) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=by.account_id))
    return client


@pytest.mark.commitment(3)
def test_a_page_that_asks_by_hand_is_shown_what_its_caller_may_see(callers):
    clients = [signed_in(by) for by in callers]
    told = [client.get("/by-hand/").json()["answer"] for client in clients for _ in range(2)]
    assert [(role, names) for role, _, names in told] == [
        (ROLE, names) for names in (["Ann"], ["Ann"], ["Bob"], ["Bob"], ["Ann"], ["Ann"])
    ]
    assert len({server for _, server, _ in told}) == 1, "all by one connection"


def test_a_page_that_forgot_to_say_who_asks_is_shown_nobody(callers):
    for client in [*map(signed_in, callers), Client()]:
        assert client.get("/forgotten/").json()["answer"][::2] == [ROLE, None]


def test_an_action_is_let_past_only_while_it_runs(callers):
    one, other, _ = callers
    (ann,), (bob,) = (worlds.queries.my_people(by)[0] for by in (one, other))
    answer = signed_in(one).get("/after-a-write/", {"person": ann.id, "stranger": bob.id}).json()["answer"]
    assert answer[::2] == [ROLE, ["Ann"]]


def test_after_requests_the_connection_is_its_owners_again_with_nobody_set(callers):
    for by in callers:
        signed_in(by).get("/by-hand/")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), current_setting('ecotone.team', true), count(*) FROM people_person"
        )
        assert cursor.fetchall() == [("none", "", 2)]


def test_it_costs_a_page_no_question_of_its_own(callers):
    client = signed_in(callers[0])
    client.get("/people/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/people/")
    said = [each["sql"].partition("; ") for each in asked.captured_queries if "set_config" in each["sql"]]
    assert len(said) > 5
    assert all("set_config('role'" in settings and statement for settings, _, statement in said)
