"""The API gives back what it took, and answers whatever file is sent as its document says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.ground.text import clean
from ecotone.web.api.operations import Upload
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.program import Program

pytestmark = pytest.mark.django_db
WORLD = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
WORDS = st.text(LETTERS, min_size=1, max_size=60).filter(str.strip)
ANY_WORDS = st.text(max_size=12) | st.uuids(version=4).map(str) | st.sampled_from(["charities", "fhir", "places"])


@pytest.fixture
def marcus() -> Any:
    return worlds.wearing(worlds.team("Whinhall"))


@pytest.fixture
def world(marcus: Any) -> tuple[Program, dict[str, Any]]:
    """A program, and some records that its team knows of."""
    jean, other = worlds.taken_in(marcus), worlds.team("Befrienders")
    listed = worlds.can_help(other, worlds.need("befriending"))
    asked = worlds.ask(marcus, jean, listed)
    have = {"person_id": jean.id, "referral_id": asked.id, "to_id": asked.id, "service_id": listed.id}
    ours = {"actor_id": other.id, "provider_id": marcus.actor_id, "target_id": other.id, "code": "AAAA"}
    return Program(marcus), {**have, **ours, "place_id": worlds.place("Airdrie").id}


@pytest.fixture(autouse=True)
def many(settings) -> None:
    settings.API_CALLS_A_MINUTE = 1_000_000


@settings(max_examples=25, deadline=None, suppress_health_check=WORLD)
@given(
    st.fixed_dictionaries(
        {"name": WORDS},
        optional={
            "known_as": WORDS,
            "pronouns": WORDS,
            "birth_date": st.dates(date(1910, 1, 1), date(2020, 1, 1)).map(str),
            "contact_how": WORDS,
            "contact_detail": WORDS,
            "interpreter": st.booleans(),
        },
    ),
    WORDS,
)
def test_what_was_written_is_read_again(marcus, sent, told):
    with transaction.atomic():
        program = Program(marcus)
        id_ = program.post("add_person", sent).json()["id"]
        read = program.get("person", person_id=id_).json()
        there = {**read["identity"], **{f"contact_{name}": value for name, value in read["contact"].items()}}
        there |= {"interpreter": read["contact"]["interpreter"]}
        for name, value in sent.items():
            assert there[name] == (clean(value) if isinstance(value, str) else value), name
        said = {"section": "matters", "text": told}
        assert program.post("add_story_entry", said, person_id=id_).status_code == 201
        sections = {each["part"]: each["entries"] for each in program.get("story", person_id=id_).json()["story"]}
        assert [entry["text"] for entry in sections["matters"]] == [clean(told)]
        transaction.set_rollback(True)


UPLOADS = [each for each in OPERATIONS if isinstance(each, Upload)]


@pytest.mark.parametrize("operation", UPLOADS, ids=lambda each: each.id)
@settings(max_examples=40, deadline=None, suppress_health_check=WORLD)
@given(data=st.data())
def test_whatever_file_is_sent_is_answered_as_the_document_says(world, operation, data):
    program, have = world
    table = st.lists(st.lists(st.text(max_size=9), max_size=4).map(",".join), max_size=4).map("\n".join)
    file = data.draw(st.binary(max_size=60) | table.map(str.encode) | st.just(b"PK\x03\x04") | st.just(b"\x1f\x8b"))
    query = {"format": "spreadsheet", "file_name": data.draw(st.text(max_size=30))}
    query |= data.draw(st.dictionaries(st.sampled_from([*operation.model.model_fields, "surplus"]), ANY_WORDS))
    with transaction.atomic():
        answer = program.send(operation.id, file, query, **_address(operation, have))
        assert answer.status_code < 500
        if answer.status_code == 201:
            assert program.get("import_run", run_id=answer.json()["id"]).json()["state"] in ("read", "refused")
        transaction.set_rollback(True)


def _address(operation: Any, have: dict[str, Any]) -> dict[str, Any]:
    return {name: have.get(name, UUID(int=404)) for name in operation.in_address}
