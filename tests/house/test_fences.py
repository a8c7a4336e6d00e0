"""Every table with somebody's rows is fenced in the database or says why not; reads beyond it are few and known."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from ecotone.access import fences
from ecotone.access.narrowing import Why
from ecotone.people.models import Person
from tests.house.source import HOUSE, called, files, tree

TABLES = {model._meta.db_table: model for model in apps.get_models() if model.__module__.startswith("ecotone.")}
UNFENCED: dict[str, str] = {}
"""Tables with a way to a person that row-level security leaves to the policies, each with the reason."""

GONE_BY = {"care_meeting", "care_attendance"}
"""Tables of nobody's record by which fences decide: anybody reads them, and nobody who asks may write them."""

WIDENED = {
    "access/audit.py": {"ACTION": 1, "AUDIT": 1},
    "care/policies/seeing.py": {"RULE": 2},
    "care/queries/frictions.py": {"VEILED": 1},
    "care/queries/in_hand.py": {"OWN_WORK": 1},
    "care/queries/joint.py": {"OWN_WORK": 1, "VEILED": 1},
    "care/queries/links.py": {"SIGNING_IN": 2},
    "care/queries/lists.py": {"OWN_WORK": 2},
    "care/queries/meeting_rows.py": {"VEILED": 1},
    "care/queries/meetings.py": {"OWN_WORK": 1},
    "care/queries/piles.py": {"OWN_WORK": 2},
    "care/queries/rows.py": {"GUARDING": 1, "RULE": 1},
    "people/policies/record.py": {"RULE": 8},
    "people/policies/agreeing.py": {"RULE": 1},
    "people/policies/pressing.py": {"RULE": 2},
    "people/policies/holding.py": {"RULE": 3},
    "people/policies/signing.py": {"RULE": 4},
    "people/policies/way_in.py": {"RULE": 2},
    "people/policies/writing.py": {"RULE": 4},
    "people/queries/changes.py": {"RULE": 3},
    "people/queries/duties.py": {"GUARDING": 3, "OWN_WORK": 1},
    "rights/policies.py": {"RULE": 1},
    "rights/queries/correcting.py": {"GUARDING": 1},
    "rights/queries/erasing.py": {"GUARDING": 5},
    "rights/queries/keeping.py": {"GUARDING": 1},
    "people/queries/carers.py": {"SIGNING_IN": 2, "OFFERED": 3, "GUARDING": 4},
    "people/queries/finding.py": {"RULE": 1},
    "people/queries/lists.py": {"RULE": 1, "OWN_WORK": 2},
    "people/queries/reaching.py": {"STUB": 5, "GUARDING": 3},
    "people/queries/record.py": {"SIGNING_IN": 1, "CONTACT": 1},
    "people/queries/watching.py": {"GUARDING": 4},
    "people/queries/way_in.py": {"GUARDING": 1, "SIGNING_IN": 2},
}
"""Where something is read beyond what the caller may see, for which reason, and how often. One more is a decision."""


def ways_to_a_person(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> Iterator[str]:
    """The columns by which a row of the table is somebody's, straight or by way of another table."""
    for field in model._meta.concrete_fields:
        other = field.related_model
        if other is Person:
            yield field.name
        elif isinstance(other, type) and other not in (*seen, model):
            yield from (f"{field.name}.{way}" for way in ways_to_a_person(other, (*seen, model)))


@pytest.mark.commitment(3)
def test_every_table_with_somebodys_rows_is_fenced_or_says_why_not():
    somebodys = {table for table, model in TABLES.items() if model is Person or any(ways_to_a_person(model))}
    assert somebodys | GONE_BY == {*fences.FENCES, *UNFENCED}
    assert not fences.FENCES.keys() & UNFENCED.keys()
    assert {table for table in TABLES if table.startswith("people_")} <= {*fences.FENCES}


def test_a_table_by_way_of_another_is_found():
    class PlantedTie(models.Model):
        relationship = models.ForeignKey("people.Relationship", on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "planted"

    assert [*ways_to_a_person(PlantedTie)] == ["relationship.person"]


def widenings(syntax: ast.AST) -> Iterator[str]:
    """The reason of each call of `widened`; "" where it is not named on the spot."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Call) and called(node) == "widened":
            (why,) = node.args
            yield why.attr if isinstance(why, ast.Attribute) and ast.unparse(why.value) == "Why" else ""


@pytest.mark.commitment(3)
def test_whatever_is_read_beyond_what_a_caller_may_see_is_known_here():
    found = {str(path.relative_to(HOUSE)): Counter(widenings(tree(path))) for path in files()}
    assert {path: dict(whys) for path, whys in found.items() if whys} == WIDENED
    assert {why for whys in WIDENED.values() for why in whys} == {why.name for why in Why}


def test_a_widening_without_its_reason_is_found():
    planted = "with widened(Why.RULE): ...\nwith widened(reason): ...\n@widened(Why.STUB)\ndef f(): ..."
    assert sorted(widenings(ast.parse(planted))) == ["", "RULE", "STUB"]


def test_only_the_door_of_a_request_and_its_pages_say_in_whose_name_something_is_read():
    nodes = [(path, node) for path in files() for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    found = {path for path, node in nodes if called(node) == "narrowed"}
    assert found == {HOUSE / "access/audit.py", HOUSE / "web/narrowing.py"}
