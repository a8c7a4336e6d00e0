"""Every table says what it holds of a person, what her record shows of it, what becomes of it when she is erased."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from ecotone.access.models import Account
from ecotone.ground.fields import Words
from ecotone.ground.holdings import Goes, Holding, shown
from ecotone.ground.models import Record
from ecotone.ground.privacy import Class, Privacy
from ecotone.people.models import Person
from ecotone.rights.holdings import HOLDINGS, OF_NOBODY, SHOWN
from ecotone.rights.rules.record import Heading
from ecotone.rights.words import HEADINGS, KINDS, WORDS
from ecotone.rights.words_record import FIELDS, OF_A_KIND
from ecotone.web.words import WORDS as ALL_WORDS

pytestmark = pytest.mark.commitment(3)
TABLES = [model for model in apps.get_models() if model.__module__.startswith("ecotone.")]
HERS = {Class.PERSONAL, Class.SENSITIVE}


def undeclared(tables: list[type[models.Model]]) -> set[str]:
    """The tables that stand neither among what is held of somebody nor among what is of nobody."""
    return {model._meta.label for model in tables} - {h.model._meta.label for h in HOLDINGS} - {*OF_NOBODY}


def points_at_somebody(model: type[models.Model]) -> bool:
    return any(f.related_model in (Person, Account) for f in model._meta.concrete_fields)


def left_behind(holding: Holding) -> Iterator[str]:
    """Personal and sensitive fields that would stay in a row that stays, without anybody having said why."""
    said = {*holding.wipe.split(), *holding.keeps}
    for name, of in holding.model.privacy.classes.items():  # type: ignore[attr-defined]
        if of in HERS and name not in said:
            yield f"{holding.kind}.{name}"


def test_every_table_says_what_it_holds_of_a_person():
    assert not undeclared(TABLES)
    there = {model._meta.label for model in TABLES}
    assert {h.model._meta.label for h in HOLDINGS} | {*OF_NOBODY} == there
    assert not {h.model._meta.label for h in HOLDINGS} & {*OF_NOBODY}


def test_what_refers_to_a_person_is_not_declared_to_be_of_nobody():
    assert {m._meta.label for m in TABLES if points_at_somebody(m)} & {*OF_NOBODY} == {
        *("ecosystem.Hat", "ecosystem.Leaving", "ecosystem.Program", "ecosystem.StaffReview", "ecosystem.Unused"),
    }


def test_the_record_shows_every_table_or_says_why_not():
    for holding in HOLDINGS:
        assert bool(holding.heading) != bool(holding.unshown), holding.kind
        assert not holding.heading or holding.heading in {*Heading}
        assert not holding.unshown or holding.unshown in WORDS
    assert {*HEADINGS} == {*Heading}
    assert {*KINDS} == {h.kind for h in SHOWN}


def test_every_field_that_is_shown_has_a_name_in_plain_words():
    fields = {(h.kind, column.name) for h in SHOWN for column in shown(h)}
    assert not {(kind, name) for kind, name in fields if f"{kind}.{name}" not in OF_A_KIND and name not in FIELDS}
    assert not {*FIELDS} - {name for _, name in fields}, "words for no field"


def test_what_is_not_shown_of_a_row_that_is_has_a_reason():
    for holding in SHOWN:
        there = {f.name for f in holding.model._meta.concrete_fields}
        veiled = {code for _, code in holding.veils.values()}
        assert {*holding.veils} <= there
        assert {*holding.hides.values()} | veiled <= {*ALL_WORDS}


@pytest.mark.parametrize("holding", [h for h in HOLDINGS if h.goes is not Goes.ROW], ids=lambda h: h.kind)
def test_what_stays_after_an_erasure_has_a_reason(holding):
    assert holding.stays in WORDS
    assert {*holding.keeps.values()} <= {*WORDS}
    assert holding.kind == "attendance" or not list(left_behind(holding))


def test_a_table_and_a_field_that_nobody_thought_about_are_found():
    class Planted(Record):
        person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
        secret = Words()
        privacy = Privacy(operational="id created_at", personal="person", sensitive="secret")

        class Meta:
            app_label = "planted"

    assert undeclared([Planted]) == {"planted.Planted"}
    assert points_at_somebody(Planted)
    assert list(left_behind(Holding(Planted, "who", goes=Goes.WORDS, wipe="person"))) == ["planted.secret"]
    del apps.all_models["planted"]
