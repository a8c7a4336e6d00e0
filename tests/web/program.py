"""A program that calls the API in somebody's name, and holds every answer against the document."""

import json
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from ecotone.access import actions
from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.web.api.openapi import drawn
from ecotone.web.api.operations import Upload
from ecotone.web.api.table import OPERATIONS

ROOT = "/api/v1/"
AT = {(each.method, each.path): each for each in OPERATIONS}
BY_ID = {each.id: each for each in OPERATIONS}


@cache
def document() -> dict[str, Any]:
    return json.loads(drawn())


@cache
def _registry() -> Registry:
    whole = Resource(contents=document(), specification=DRAFT202012)
    return Registry().with_resource("urn:document", whole)


@cache
def _described(operation_id: str, status: int) -> tuple[dict[str, Any] | None, str]:
    """The content that the document promises for this answer, and a pointer to it."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] == operation_id:
                answer = operation["responses"].get(str(status))
                assert answer is not None, f"{operation_id}: {status} is not described"
                if "$ref" in answer:
                    answer = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                return answer.get("content"), f"{method} {path}"
    raise AssertionError(f"{operation_id} is not described")


def holds(operation_id: str, response: Any) -> None:
    """Fails unless the answer is as the document says."""
    content, where = _described(operation_id, response.status_code)
    if content is None:
        assert not response.content, f"{where}: {response.status_code} has a body"
        return
    kind = response["Content-Type"].partition(";")[0]
    assert kind in content, f"{where}: {kind}"
    checker = _validator(operation_id, response.status_code, kind)
    fault = best_match(checker.iter_errors(response.json()))
    assert fault is None, f"{where} {response.status_code}: {fault.json_path}: {fault.message[:300]}"


@cache
def _validator(operation_id: str, status: int, kind: str) -> Draft202012Validator:
    content, _where = _described(operation_id, status)
    assert content is not None
    schema = json.loads(json.dumps(content[kind]["schema"]).replace('"#/', '"urn:document#/'))
    return Draft202012Validator(schema, registry=_registry())


A_FILE = b"Name,Phone\nRed club,01236 555000\n"
"""What is sent where no test says which file."""


class Program:
    """Calls by a token: `program.get("person", person_id=…)`, `program.post("ask", {...}, person_id=…)`."""

    def __init__(self, by: Principal | None, *scopes: Scope, secret: str = "") -> None:
        self.secret = secret
        if by is not None:
            self.secret = actions.make_token(by=by, name="tests", scopes=scopes or [*Scope]).secret
        self.client = Client(raise_request_exception=True)

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return known | {name.replace("_", "-"): value for name, value in more.items()}

    def get(
        self, operation_id: str, query: dict[str, Any] | None = None, *, headers: Any = None, **address: Any
    ) -> Any:
        path = ROOT + BY_ID[operation_id].path.format(**address)
        response = self.client.get(path, query or {}, headers=self.headers(headers or {}))
        holds(operation_id, response)
        return response

    def post(self, operation_id: str, body: Any = None, *, headers: Any = None, **address: Any) -> Any:
        if isinstance(BY_ID[operation_id], Upload):
            return self.send(operation_id, A_FILE, body or {}, headers=headers, **address)
        path = ROOT + BY_ID[operation_id].path.format(**address)
        text = body if isinstance(body, str | bytes) else json.dumps(body or {}, default=str)
        response = self.client.post(path, text, content_type="application/json", headers=self.headers(headers or {}))
        holds(operation_id, response)
        return response

    def send(
        self,
        operation_id: str,
        file: bytes,
        query: dict[str, Any],
        *,
        kind: str = "application/octet-stream",
        headers: Any = None,
        **address: Any,
    ) -> Any:
        """Sends a file as it is; what else there is to say stands in the address."""
        path = ROOT + BY_ID[operation_id].path.format(**address) + "?" + urlencode(query, doseq=True)
        response = self.client.post(path, file, content_type=kind, headers=self.headers(headers or {}))
        holds(operation_id, response)
        return response
