"""The document of the API (OpenAPI 3.1), drawn from the table: what is served, checked in and tested against.

`make fix` writes docs/reference/openapi.json anew; a test compares the two.
"""

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from ecotone.access.words import SCOPES
from ecotone.web.api.operations import IN_ADDRESS, Operation, Read, Upload, Write, Written
from ecotone.web.api.problems import CONTENT_TYPE, Type
from ecotone.web.api.sent import FILE
from ecotone.web.api.serve import JSON, MOST_ITEMS
from ecotone.web.api.table import OPERATIONS
from ecotone.web.api.wire import Schemas

REFERENCE = "#/components/schemas/{model}"
PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `errors` names each fault; `fields`, of a stale write, what stands there now.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Of a refusal: the code of its reason"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
                "additionalProperties": False,
            },
        },
        "fields": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["current", "yours"],
                "properties": {"current": {}, "yours": {}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
ALWAYS = (Type.UNKNOWN, Type.REFUSED, Type.NOT_FOUND, Type.METHOD, Type.NOT_ACCEPTABLE, Type.INVALID, Type.TOO_MANY)
OF_WRITES = (Type.MALFORMED, Type.STALE, Type.NO_LENGTH, Type.TOO_LARGE, Type.MEDIA)


@functools.cache
def drawn() -> str:
    """The document as text; the same however often it is drawn."""
    return json.dumps(_document(), indent=1, ensure_ascii=False) + "\n"


def _document() -> dict[str, Any]:
    schemas, shared = _schemas()
    paths: dict[str, Any] = {}
    known: dict[str, str] = {}
    for operation in OPERATIONS:
        address = known.setdefault(IN_ADDRESS.sub("{}", operation.path), f"/{operation.path}")
        paths.setdefault(address, {})[operation.method.lower()] = _operation(operation, schemas, address)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ecotone",
            "version": "1",
            "description": "Everything that pages do, for programs, through the same actions and policies.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made on the page /tokens/. Scopes: "
                    + "; ".join(f"`{scope}`: {words}" for scope, words in SCOPES.items()),
                }
            },
            "responses": _problems(),
            "schemas": {**shared, "ProblemDetails": dict(PROBLEM)},
        },
    }


def _schemas() -> tuple[dict[str, Any], dict[str, Any]]:
    """What each operation takes and answers, and the parts that they share."""
    wanted: list[Any] = []
    for operation in OPERATIONS:
        wanted.append((operation.id, "validation", TypeAdapter(operation.model)))
        if isinstance(operation, Read):
            wanted.append((operation.id, "serialization", operation.answers))
    wanted.append(("Written", "serialization", TypeAdapter(Written)))
    found, shared = TypeAdapter.json_schemas(wanted, schema_generator=Schemas, ref_template=REFERENCE)
    parts = shared.get("$defs", {})
    schemas = {f"{key}:{mode}": schema for (key, mode), schema in found.items()}
    for operation in OPERATIONS:
        if isinstance(operation, Read | Upload):  # what an address asks stands with each parameter, not in a part
            name = schemas[f"{operation.id}:validation"].get("$ref", "").rpartition("/")[2]
            schemas[f"{operation.id}:query"] = parts.pop(name, {}) or schemas[f"{operation.id}:validation"]
    return schemas, parts


def _operation(operation: Operation, schemas: Mapping[str, Any], address: str) -> dict[str, Any]:
    scope = str(operation.scope or "")
    drawn: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "description": f"Scope: {f'`{scope}`' if scope else 'any'}. For: {', '.join(operation.access)}.",
        "security": [{"token": [scope] if scope else []}],
        "parameters": [*_address(operation, address), *_asked(operation, schemas)],
        "responses": {**_good(operation, schemas), **_bad(operation)},
    }
    if isinstance(operation, Upload):
        words = f"The file as it is, of at most {operation.most // 2**20} MB"
        drawn["requestBody"] = {"description": words, "required": True, "content": {FILE: {}}}
    elif isinstance(operation, Write):
        drawn["requestBody"] = {
            "required": operation.wants_body,
            "content": {JSON: {"schema": schemas[f"{operation.id}:validation"]}},
        }
    return {name: value for name, value in drawn.items() if value or name == "responses"}


def _address(operation: Operation, address: str) -> Iterator[dict[str, Any]]:
    for name, own in zip(IN_ADDRESS.findall(address), operation.in_address, strict=True):
        id_ = operation.address_type(own) is UUID
        schema = {"type": "string", "format": "uuid"} if id_ else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _asked(operation: Operation, schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is asked for apart from the address and the body."""
    if isinstance(operation, Write):
        yield _header(
            "Idempotency-Key", "Of the program's choice: sent again within 24 hours it writes nothing again"
        )
        if operation.versioned:
            yield _header("If-Match", "The ETag of what was read; or `version` in the body")
    else:
        yield _header("If-None-Match", "The ETag of an earlier answer: 304 where it still holds")
    if isinstance(operation, Read | Upload):
        yield from _queried(operation, schemas)


def _queried(operation: Read | Upload, schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is asked for in the address's query."""
    fields = operation.model.model_fields
    for name, schema in schemas[f"{operation.id}:query"].get("properties", {}).items():
        plain = {key: value for key, value in schema.items() if key != "title" and (key, value) != ("default", None)}
        yield {"name": name, "in": "query", "required": fields[name].is_required(), "schema": plain}
    if isinstance(operation, Upload):
        return
    if operation.limited:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": operation.default_limit}
        yield {"name": "limit", "in": "query", "required": False, "schema": limit}
    if operation.paged:
        yield {"name": "after", "in": "query", "required": False, "schema": {"type": "string"}}


def _header(name: str, description: str) -> dict[str, Any]:
    said = {"description": description, "schema": {"type": "string"}}
    return {"name": name, "in": "header", "required": False, **said}


def _good(operation: Operation, schemas: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(operation, Read):
        schema = schemas[f"{operation.id}:serialization"]
        content = {"description": "The answer, with its ETag", "content": {JSON: {"schema": schema}}}
        return {"200": content, "304": {"description": "As it was"}}
    if operation.status == 204:
        return {"204": {"description": "Done"}}
    schema = schemas["Written:serialization"]
    words = "Made" if operation.status == 201 else "Done"
    return {str(operation.status): {"description": words, "content": {JSON: {"schema": schema}}}}


def _bad(operation: Operation) -> dict[str, Any]:
    types = [*ALWAYS, *(OF_WRITES if isinstance(operation, Write) else ())]
    if isinstance(operation, Write) and operation.versioned:
        types.append(Type.NO_VERSION)
    return {str(each.status): {"$ref": f"#/components/responses/{each.slug}"} for each in _by_status(types)}


def _by_status(types: Iterable[Type]) -> list[Type]:
    return sorted(types, key=lambda each: each.status)


def _problems() -> dict[str, Any]:
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {each.slug: {"description": each.title, "content": content} for each in Type}
