"""No page and no tick reads a large table whole, on either database, so that none slows as the place grows."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.test import Client

from ecotone.access.models import AuditEntry
from ecotone.care.models import Referral
from ecotone.ground.holdings import Whose
from ecotone.people.models import Person
from ecotone.procedures.tick import tick
from ecotone.rights.holdings import SHOWN
from tests import crowd
from tests.plans import LARGE, Asked, asking, whole_scans
from tests.web.test_every_page import CALLERS, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("crowded")]

NOT_MAIN = {"landed_mail", "my_record"}
"""The mail of an invented place, which nobody sends: there is no such page in life. And all that is held of one:
one statement counts it in every table, and a name in its plan stands for several, so each is asked for by itself."""

MORE = ("/our-list/?page=20", "/our-list/?which=ended", "/people/?q=jean", "/my-day/?all=in_hand", "/my-day/pulse/")


@pytest.fixture(scope="module")
def crowded(invented, django_db_blocker) -> Iterator[list[tuple[str, str]]]:
    """Crowds the place, and leaves it as it was; gives the addresses of all its pages by name."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = [each for each in addresses() if each[0] not in NOT_MAIN]
        crowd.multiply(30)
        yield [*found, *((address, address) for address in MORE)]
        transaction.set_rollback(True)


def found_in(name: str, asked: list[Asked]) -> list[tuple[str, str, str]]:
    return [(name, scan, sql) for sql, values, by in asked for scan in whole_scans(sql, values, by)]


@pytest.mark.parametrize("caller", CALLERS)
def test_no_page_reads_a_large_table_from_end_to_end(
    caller: str, crowded: list[tuple[str, str]], sign_in: Callable[..., Client]
) -> None:
    client = sign_in(*CALLERS[caller])
    found = []
    for name, address in crowded:
        with asking() as asked:
            client.get(address)
        found += found_in(name, asked)
    assert found == []


def test_what_is_held_of_one_is_found_without_reading_a_large_table_whole(crowded) -> None:
    jean = Person.objects.exclude(account=None).order_by("id")[0]
    whose, found = Whose(jean.id, jean.account_id, ("jean@example.org",)), []
    for holding in SHOWN:
        with asking() as asked:
            list(holding.rows(whose))
        found += found_in(holding.kind, asked)
    assert found == []


def test_a_tick_with_nothing_to_do_reads_no_large_table_from_end_to_end() -> None:
    while any((done := tick()).__dict__.values()):
        assert done
    with asking() as asked:
        tick()
    assert found_in("tick", asked) == []


def test_what_is_called_large_is_there_and_was_made_so() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models()}
    assert set(tables) >= LARGE
    assert all(model.objects.count() > 1000 for model in (Person, Referral, AuditEntry))


BREACHES = {
    "a column without an index": lambda: Person.objects.filter(known_as="Jean"),
    "words anywhere in a name": lambda: Person.objects.filter(name__icontains="jean"),
    "a count of all": lambda: Referral.objects.values_list("state").annotate(n=F("version")),
    "all in their order": lambda: Referral.objects.filter(why="").order_by("id")[:5],
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_found(breach: str) -> None:
    with asking() as asked:
        list(BREACHES[breach]())
    assert found_in(breach, asked), connection.vendor
