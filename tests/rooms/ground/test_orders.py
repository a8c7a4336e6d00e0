"""Reading on from where one stopped: the same rows in the same order as reading all at once, whatever is empty."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.ground.ids import new_id
from ecotone.ground.orders import Order
from ecotone.people.models import Person
from tests import worlds

pytestmark = pytest.mark.django_db
ORDERS = [
    Order(("name", "id")),
    Order(("-name", "-id")),
    Order(("birth_date", "-name", "id"), may_lack=frozenset({"birth_date"})),
    Order(("-birth_date", "id"), may_lack=frozenset({"birth_date"})),
]
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2000, 1, 3))


@pytest.mark.parametrize("order", ORDERS, ids=lambda each: " ".join(each.fields))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from("abéB"), DAYS), max_size=12), most=st.integers(1, 4))
def test_pages_put_together_are_the_whole_in_order(order: Order, rows: list[Any], most: int) -> None:
    names = [field.removeprefix("-") for field in order.fields]
    with transaction.atomic():
        people = [worlds.person(name) for name, _ in rows]
        for someone, (_, born) in zip(people, rows, strict=True):
            Person.objects.filter(pk=someone.id).update(birth_date=born)
        whole = [row.id for row in order.of(Person.objects.all())]
        read, last = [], None
        while page := list(order.of(Person.objects.all(), last)[:most]):
            read += [row.id for row in page]
            last = [getattr(page[-1], name) for name in names]
        assert read == whole and len({*read}) == len(rows)
        transaction.set_rollback(True)


def test_a_row_that_has_gone_still_says_where_it_was():
    order, people = Order(("name", "id")), [worlds.person(name) for name in ("Ann", "Bea", "Cat")]
    gone = (people[1].name, new_id())
    assert [row.name for row in order.of(Person.objects.exclude(pk=people[1].id), gone)] == ["Cat"]


def test_a_page_further_on_begins_at_an_index():
    after = (date(2000, 1, 2), new_id())
    sql = str(Order(("-birth_date", "-id")).of(Person.objects.all(), after)[:5].query)
    assert "OFFSET" not in sql and '"birth_date" <=' in sql and "NULLS" not in sql
