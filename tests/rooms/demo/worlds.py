"""Invented places for tests to look at: built in a transaction that is rolled back when one has looked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.demo import build
from ecotone.demo.content.people.cast import BY_KEY
from ecotone.demo.manifest import Manifest
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import queries as people

ANCHOR = date(2026, 3, 16)
MORNING = datetime(2026, 3, 16, 9, 30, tzinfo=clock.LOCAL)
"""When one looks around in it."""

SMALL = {"people": 150, "asked": 0.7}
"""Few people, and much asked for them: enough to count."""


@contextmanager
def built(**how: Any) -> Iterator[Manifest]:
    """A place, as it is on the morning of its anchor; gone when the block ends."""
    with transaction.atomic():
        manifest = build.build(anchor=ANCHOR, **how)
        with clock.at(MORNING):
            yield manifest
        transaction.set_rollback(True)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, in an order of its own.

    Numbers that a database counts up itself are left out, and an unusable password, which is chance by design.
    """
    ours = [model for model in apps.get_models() if model.__module__.startswith("ecotone.")]
    return {model.__name__: sorted(_rows(model), key=repr) for model in ours}


def _rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    fields = model._meta.concrete_fields
    names = [f.attname for f in fields if not isinstance(f, models.AutoField) and f.name != "password"]
    yield from model._default_manager.values_list(*names)


def member(key: str, hat: str = "") -> Principal:
    """One of the cast as a principal: in the hat of that title, or as themselves."""
    account = Account.objects.get(email=BY_KEY[key].email)
    if not hat:
        mine = people.principal_for(account.id)
        assert mine is not None
        return mine
    worn = next(each for each in ecosystem.hats_of(account.id) if each.title == hat)
    wearer = ecosystem.principal_for(account.id, account.name, worn.id)
    assert wearer is not None
    return wearer
