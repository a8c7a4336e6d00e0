"""Long lists read page by page while rows come and go: whatever was there throughout is read once, nothing twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.rules import Basis, Role
from ecotone.adapters import actions as adapters
from ecotone.adapters.models import ImportRun
from ecotone.adapters.rules import Format
from ecotone.care import actions as care
from ecotone.care import queries
from ecotone.care.models import Referral
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.notices import queries as notices
from ecotone.people.models import Person, Relationship
from ecotone.web.api.operations import Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.program import ROOT, Program

pytestmark = pytest.mark.django_db
PAGED = [each for each in OPERATIONS if isinstance(each, Read) and each.paged]


class World:
    """A team that helps people and is asked, with what makes and unmakes a row of each of its lists."""

    def __init__(self) -> None:
        self.by = worlds.wearing(worlds.team("Whinhall"), Role.LEAD)
        self.other = worlds.wearing(worlds.team("Befrienders"))
        self.jean = worlds.taken_in(self.other)
        self.need, self.place = worlds.need("befriending"), worlds.place("Airdrie")
        self.team = Actor.objects.get(pk=self.by.actor_id)
        worlds.can_help(self.team, self.need)
        self.program = Program(self.by)

    def my_people(self, n: int) -> UUID:
        return worlds.taken_in(self.by, name=f"Person {n % 7}").id

    def asked(self, n: int) -> Referral:
        who = worlds.taken_in(self.other, name=f"Asked for {n}")
        return worlds.ask(self.other, who, self.team, days=1 + n % 5)

    def team_list(self, n: int) -> UUID:
        return self.asked(n).id

    def news(self, n: int) -> UUID:
        self.asked(n)
        return notices.news(self.by).notices[0].id

    def offers(self, n: int) -> UUID:
        who = worlds.taken_in(self.other, name=f"Offered {n}", home=self.place)
        return care.offer_openly(
            by=self.other,
            person_id=who.id,
            why="She asked",
            need_id=self.need.id,
            place_id=self.place.id,
            reply_by=clock.today() + timedelta(days=1 + n % 5),
            basis=Basis.CONSENT,
        ).id

    def runs(self, n: int) -> UUID:
        sent = {"format": Format.SPREADSHEET, "file_name": f"{n}.csv", "file_hash": "0" * 64, "file_size": 9}
        return adapters.receive(by=self.by, **sent).id

    def ends(self, operation_id: str, id_: UUID) -> None:
        """The row goes from its list, as rows do."""
        if operation_id == "my_people":
            Relationship.objects.filter(person=id_, actor=self.by.actor_id).delete()
        elif operation_id == "runs":
            ImportRun.objects.filter(pk=id_).delete()
        elif operation_id in ("team_list", "offers"):
            row = Referral.of(id_)
            said = worlds.whole("cancel")
            care.move(by=self.other, referral_id=id_, version=row.version, code="cancel", recorded=said)


def read(world: World, operation_id: str, between: Callable[[list[str]], None], most: int = 2) -> list[str]:
    """The ids on all pages, `between` two of which something happens."""
    address, found = f"{ROOT}{BY_ID[operation_id].path}?limit={most}", []
    while address:
        answer = world.program.client.get(address, headers=world.program.headers({})).json()
        found += [each["id"] for each in answer["items"]]
        address = answer["next"]
        if address:
            between(found)
    return found


BY_ID = {each.id: each for each in PAGED}
COMING = {"my_people", "team_list", "news", "offers", "runs"}


def test_every_list_that_is_read_page_by_page_is_tried_here() -> None:
    assert COMING | {"asks_between", "record"} == {*BY_ID}  # her own record: tests/rooms/rights
    assert all(each.mark for each in PAGED)


@pytest.mark.parametrize("operation_id", sorted(COMING))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_there_throughout_is_read_once(operation_id: str, data: Any) -> None:
    with transaction.atomic():
        world = World()
        make = getattr(world, operation_id)
        at_first = [str(make(n)) for n in data.draw(st.lists(st.integers(0, 9), min_size=3, max_size=6))]
        gone: set[str] = set()

        def between(read_so_far: list[str]) -> None:
            for n in data.draw(st.lists(st.integers(0, 9), max_size=2)):
                make(n)
            if operation_id != "news" and data.draw(st.booleans()):
                leaves = data.draw(st.sampled_from([read_so_far[-1], at_first[-1], at_first[0]]))
                if leaves not in gone:
                    world.ends(operation_id, UUID(leaves))
                    gone.add(leaves)

        found = Counter(read(world, operation_id, between))
        assert max(found.values()) == 1
        assert {each for each in at_first if each not in gone} <= {*found}
        transaction.set_rollback(True)


def test_the_asks_of_a_quarter_are_all_read() -> None:
    world = World()
    ids = {world.asked(n).id for n in range(5)}
    window = {"since": clock.today(), "until": clock.today() + timedelta(days=1), "of_us": True}
    found, last = [], None
    while page := queries.asks_between(world.by, **window, most=2, after=last)[0]:
        found += [row.id for row in page]
        last = (page[-1].offered_at, page[-1].id)
        world.asked(9)
    assert len(found) == 5 and {*found} == ids


@pytest.mark.parametrize("operation_id", sorted(COMING))
def test_a_later_page_counts_no_rows_past(operation_id: str) -> None:
    world = World()
    for n in range(5):
        getattr(world, operation_id)(n)
    with CaptureQueriesContext(connection) as asked:
        assert len(read(world, operation_id, lambda _: None)) == 5
    assert not [each["sql"] for each in asked.captured_queries if "OFFSET" in each["sql"]]


def test_a_page_goes_on_behind_a_name_and_no_name_stands_in_its_address() -> None:
    world = World()
    for name in ("Ann Alpha", "Bea Beta", "Cat Gamma"):
        worlds.taken_in(world.by, name=name)
    address = world.program.get("my_people", {"limit": 2}).json()["next"]
    mark = parse_qs(urlsplit(address).query)["after"][0]
    last = Person.objects.get(name="Bea Beta").id
    assert signing.loads(mark, salt="ecotone.api.after") == ["my_people /api/v1/people ", str(last)]
