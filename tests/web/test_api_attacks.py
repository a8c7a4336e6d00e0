"""Hostile calls of the JSON API: what no client of good will sends is answered in words, and costs little."""

import json
from typing import Any

import pytest

from ecotone.people.models import Person
from tests import worlds
from tests.web.program import ROOT, Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Any:
    return worlds.wearing(worlds.team("Whinhall"))


@pytest.mark.parametrize("depth", [13, 400, 600, 950])
@pytest.mark.parametrize("opens, closes", [("[", "]"), ('{"a": ', "}")])
def test_however_deep_something_is_nested_it_is_no_defect_of_ours(asker, depth: int, opens: str, closes: str) -> None:
    """Between what we take and what Python's parser takes lie some depths that only we can refuse."""
    answer = Program(asker).post("add_person", '{"name": ' + opens * depth + "1" + closes * depth + "}")
    assert (answer.status_code, answer.json()["detail"][:24]) == (400, "This is nested more deep")
