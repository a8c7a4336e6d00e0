"""Hostile calls of the JSON API: what no client of good will sends is answered in words, and costs little."""

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


def test_a_body_of_no_said_length_is_refused_and_not_taken_for_an_empty_one(asker) -> None:
    """Django reads nothing of a chunked body: what was sent would be passed over, and the write done without it."""
    jean, program = worlds.taken_in(asker), Program(asker)
    answer = program.post("add_person", {"name": "Ann"}, headers={"Transfer_Encoding": "chunked"})
    assert (answer.status_code, answer["Content-Type"]) == (411, "application/problem+json")
    stay = worlds.people.begin_stay(by=asker, person_id=jean.id, where="Monklands")
    left = {"headers": {"Transfer_Encoding": "chunked", "If_Match": '"v1"'}}
    assert program.post("end_stay", {"asked": "yes"}, person_id=jean.id, stay_id=stay.id, **left).status_code == 411
    assert not Person.objects.filter(name="Ann").exists()


@pytest.mark.parametrize("query", ["&".join(["a"] * 1001), "limit=1&limit=200", "after=a&after=b"])
def test_what_is_asked_too_often_or_twice_is_said(asker, query: str) -> None:
    program = Program(asker)
    answer = program.client.get(f"{ROOT}people?{query}", headers=program.headers({}))
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-invalid")


def test_a_request_of_very_many_faults_is_told_the_first(asker) -> None:
    """An answer many times as long as its question would be a tool against us."""
    program = Program(asker)
    for value in (1, "\0"):
        answer = program.post("add_person", {f"k{number}": value for number in range(2_000)})
        assert answer.status_code == 422
        assert len(answer.json()["errors"]) == 100


def test_an_address_with_a_line_break_is_not_found_as_any_other(asker) -> None:
    program = Program(asker)
    answer = program.client.get(f"{ROOT}nothing%0Ahere", headers=program.headers({}))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert Program(None).client.get(f"{ROOT}nothing%0Ahere").status_code == 401


def test_a_long_number_is_refused_without_talk_of_our_insides(asker) -> None:
    said = Program(asker).post("add_person", '{"name": ' + "9" * 5000 + "}").json()["detail"]
    assert "sys." not in said and "digits" in said


@pytest.mark.parametrize("name", ["by", "id", "author", "created_at", "actor_id"])
def test_nothing_is_written_in_anothers_name(asker, name: str) -> None:
    answer = Program(asker).post("add_person", {"name": "Ann", name: "x"})
    assert answer.json()["errors"][0]["code"] == "web.api_unknown"
    assert not Person.objects.exists()
