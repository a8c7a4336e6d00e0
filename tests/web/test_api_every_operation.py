"""Every operation, called by every kind of caller: it answers as the document says, and tells no more than a page."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import Account, ApiToken
from ecotone.access.principal import Principal
from ecotone.access.queries import settled
from ecotone.access.rules import Scope
from ecotone.care.models import JointPartner, PaperForm, Promise, Referral
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Place
from ecotone.ground import clock
from ecotone.people import queries as people
from ecotone.people.models import CarerPermission, Person
from ecotone.web.api.operations import Operation, Read, Upload, Write
from ecotone.web.api.table import OPERATIONS
from tests.web.program import Program, document
from tests.web.test_every_page import CALLERS, DATA, samples

MOST = 15 + 7
"""What a page may ask of the database, and what it takes to know who calls and how often."""
READS = [each for each in OPERATIONS if isinstance(each, Read)]
WRITES = [each for each in OPERATIONS if isinstance(each, Write)]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]


def caller(name: str, hat: str) -> Principal:
    """One of the cast, in a hat by its title; who has no hat is herself, or acts for somebody."""
    id_ = UUID(next(member["account"] for member in settled().recipe["cast"] if member["name"] == name))
    account = Account.objects.get(pk=id_)
    hats = [each for each in ecosystem.hats_of(id_) if hat in ("", each.title)]
    if hats:
        found = ecosystem.principal_for(id_, account.name, hats[0].id)
    else:
        acts = people.permissions_to(id_)
        found = people.principal_for(id_) or people.carer_principal(id_, account.name, acts[0].id)
    assert found is not None
    return found


def program(who: str, *scopes: Scope) -> Program:
    return Program(None) if who == "nobody" else Program(caller(*CALLERS[who]), *scopes)


@pytest.fixture(autouse=True)
def many(settings) -> None:
    settings.API_CALLS_A_MINUTE = settings.API_UNKNOWN_CALLS_A_MINUTE = 100_000


def known() -> dict[str, Any]:
    """Something for every part of an address and every id that is asked for: Jean's where it is a person's."""
    found = samples()
    place = Place.objects.get(slug=found["slug"])
    return found | {
        "place_id": place.id,
        "a_id": found["actor_id"],
        "b_id": Referral.objects.first().target_id,
        "target_id": found["actor_id"],
        "provider_id": found["actor_id"],
        "to_id": found["referral_id"],
        "record_id": found["stated_id"],
        "promise_id": Promise.objects.first().id,
        "partner_id": JointPartner.objects.first().id,
        "action_id": found["task_id"],
        "code": getattr(PaperForm.objects.first(), "code", "AAAA-AAAA"),
        "subject_id": found["encounter_id"],
        "words": "garden",
        "once": uuid4(),
        "from_sector": "nhs",
        "to_sector": "third",
        "need": "befriending",
        "window": "2026-Q1",
        "effect": "refusal",
        "format": "spreadsheet",
        "file_name": "list.csv",
        "of_us": True,
        "since": clock.today() - timedelta(days=90),
        "until": clock.today(),
    }


def address(operation: Operation, have: dict[str, Any]) -> dict[str, Any]:
    return {name: have.get(name, UUID(int=404)) for name in operation.in_address}


def asked(operation: Read | Upload, have: dict[str, Any]) -> dict[str, Any]:
    fields = operation.model.model_fields.items()
    return {name: have[name] for name, field in fields if field.is_required()}


def body(operation: Write, have: dict[str, Any]) -> dict[str, Any]:
    """All that is asked for, plainly filled in."""
    if isinstance(operation, Upload):
        return asked(operation, have)
    schemas = document()["components"]["schemas"]
    schema = schemas.get(f"{operation.id}_body", {"properties": {}})
    filled = {name: have.get(name, plain(of, schemas)) for name, of in schema["properties"].items()}
    wanted = {*schema.get("required", ()), "version"}
    return {name: value for name, value in filled.items() if name in wanted}


def plain(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """The plainest value that a schema takes."""
    if "$ref" in schema:
        return plain(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return plain(schema["anyOf"][0], schemas)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "uuid":
        return str(UUID(int=404))
    if schema.get("format") == "date":
        return str(clock.today())
    if schema.get("format") == "date-time":
        return clock.now().isoformat()
    by_type = {"string": "as things are", "integer": 1, "boolean": True, "array": [], "object": {}}
    return by_type.get(schema.get("type", ""))


@pytest.mark.commitment(3)
@pytest.mark.parametrize("who", ["a link worker", "the person"])
def test_no_operation_answers_without_its_scope(who: str) -> None:
    have = known()
    for operation in OPERATIONS:
        if operation.scope is None:
            continue
        calling = _without(who, operation.scope)
        call = calling.get if isinstance(operation, Read) else calling.post
        given = asked(operation, have) if isinstance(operation, Read) else body(operation, have)
        answer = call(operation.id, given, **address(operation, have))
        assert answer.status_code == 403 and answer.json()["code"] == "web.api_scope", operation.id


def _without(who: str, scope: Scope) -> Program:
    """A program of theirs that has every scope but one."""
    ApiToken.objects.all().delete()
    return program(who, *(each for each in Scope if each is not scope))


def test_a_read_costs_no_more_than_its_page() -> None:
    have, dear = known(), []
    calling = program("a link worker")
    calling.get("my_people")
    for operation in READS:
        with CaptureQueriesContext(connection) as told:
            answer = calling.get(operation.id, asked(operation, have), **address(operation, have))
        queries = [q for q in told.captured_queries if DATA.match(q["sql"])]
        if answer.status_code == 200 and len(queries) > MOST:
            dear.append((operation.id, len(queries)))
    assert not dear


def test_jean_reads_her_own_and_her_daughter_what_she_let_her() -> None:
    jean = Person.objects.get(name="Jean Rafferty")
    mine = program("the person").get("story", person_id=jean.id).json()
    hers = program("her daughter").get("story", person_id=jean.id).json()
    assert all(isinstance(section["entries"], list) for section in mine["story"])
    permitted = {*CarerPermission.objects.get(account__name="Anne-Marie Boyle", state="active").parts}
    shown = {section["part"] for section in hers["story"] if isinstance(section["entries"], list)}
    assert shown <= permitted and shown < {section["part"] for section in mine["story"]}
