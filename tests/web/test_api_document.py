"""schemathesis over the API's document: whatever it makes of it is answered as it says, and tells no secret.

    each operation ──▶ requests that fit its description or break it somewhere ──▶ as one of the cast, about what is
    there or is not ──▶ no defect, no answer that is not described, nothing broken taken for good, and none of the
    planted words that the rule keeps from whoever called

The requests are the same at every run; `make fuzz` sends others, as many of them as it is told to.
"""

import os
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests import Request
from schemathesis import APIOperation, Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from ecotone.web.api.operations import IN_ADDRESS
from tests.web.canaries import Canaries
from tests.web.program import BY_ID, ROOT, Program, document
from tests.web.test_api_every_operation import caller
from tests.web.test_every_page import CALLERS

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]
HOST = "http://localhost"
IN_CI = 4
EXAMPLES = int(os.environ.get("FUZZ") or 0)
DESCRIBED = [found.ok() for found in schemathesis.openapi.from_dict(document()).get_all_operations()]
HELD = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
Called = dict[str, tuple[str, set[bytes]]]


@pytest.fixture(scope="module")
def called(canaries: Canaries, django_db_blocker) -> Called:
    """The token of each of the cast, and the words that the rule keeps from them."""
    with django_db_blocker.unblock():
        cast = {who: caller(*CALLERS[who]) for who in CALLERS}
        return {who: (Program(by).secret, canaries.denied(by)) for who, by in cast.items()}


@pytest.fixture
def unhurried(settings) -> None:
    settings.API_CALLS_A_MINUTE = 1_000_000


def name_of(operation: APIOperation) -> str:
    return operation.definition.raw["operationId"]


def requests(operation: APIOperation, there: dict[str, Any]) -> st.SearchStrategy[Case]:
    """Requests that fit an operation, and requests that do not; about what is there, and about anything."""
    own = BY_ID[name_of(operation)].in_address
    names = zip(IN_ADDRESS.findall(operation.path), own, strict=True)
    known = {name: str(there[mine]) for name, mine in names if mine in there}
    return st.one_of(
        operation.as_strategy(generation_mode=mode, path_parameters=about)
        for about in (known, None)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )


def answer_to(case: Case, secret: str) -> Response:
    """What is answered to a request, in the form in which schemathesis reads it; what it changed is taken back."""
    case.headers["Authorization"] = f"Bearer {secret}"
    request = Request(**case.as_transport_kwargs(base_url=HOST + ROOT.rstrip("/"))).prepare()
    given = {
        name: str(each, "latin-1") if isinstance(each, bytes) else each for name, each in request.headers.items()
    }
    kind, body = given.pop("Content-Type", ""), request.body or b""
    with transaction.atomic():
        answer = Client().generic(request.method, request.url.removeprefix(HOST), body, kind, headers=given)
        transaction.set_rollback(True)
    told = {name: [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, told, answer.content, request, elapsed=0, verify=False)


@pytest.mark.parametrize("operation", DESCRIBED, ids=name_of)
def test_whatever_is_sent_is_answered_as_the_document_says(
    operation: APIOperation, called: Called, canaries: Canaries, unhurried: None
) -> None:
    @settings(
        max_examples=EXAMPLES or IN_CI,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(case=requests(operation, canaries.have), who=st.sampled_from([*CALLERS]))
    def hold(case: Case, who: str) -> None:
        secret, denied = called[who]
        answer = answer_to(case, secret)
        case.validate_response(answer, checks=HELD)
        assert canaries.told(answer.content, denied) == []

    hold()


def test_a_breach_would_be_found(called: Called, canaries: Canaries) -> None:
    """An answer of another shape, one of a status that is not described, and a defect."""
    operation = next(each for each in DESCRIBED if name_of(each) == "person")
    case = operation.Case(path_parameters={"person_id": str(canaries.have["person_id"])})
    answer = answer_to(case, called["a link worker"][0])
    case.validate_response(answer, checks=HELD)
    for status, content in ((200, b'{"name": 1}'), (418, b""), (500, b"{}")):
        other = Response(status, answer.headers, content, answer.request, elapsed=0, verify=False)
        with pytest.raises(FailureGroup):
            case.validate_response(other, checks=HELD)
