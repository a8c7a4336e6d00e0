"""What a program sent, read strictly: one JSON object, no name twice, nothing that only one database would take; or
one file, whose bytes are counted while they come in.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError
from pydantic import BaseModel, ValidationError

from ecotone.ground.text import clean, first_twice
from ecotone.web.api.operations import Read, Upload, Write
from ecotone.web.api.problems import MOST_FAULTS, Fault, Stop, Type
from ecotone.web.words import say

LARGEST_BODY = 1024 * 1024
A_PIECE = 64 * 1024
FILE = "application/octet-stream"
DEEPEST = 12
MOST_DIGITS = 400
HOUSE_CODES: Mapping[str, str] = {"missing": "ground.required", "enum": "ground.unknown_choice"}
"""The codes by which the house calls what pydantic finds."""


def body_of(request: HttpRequest, operation: Write) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters as the action takes them, and as they were sent. Raises Stop with every fault."""
    text = _text(request)
    if not text.strip() and not operation.wants_body:
        text = "{}"
    raw = _parsed(text)
    try:
        model = operation.model.model_validate_json(text)
    except ValidationError as invalid:
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=map(_fault, invalid.errors())) from None
    return given(model), raw


def given(model: BaseModel) -> dict[str, Any]:
    """Only what was sent, so that what was not keeps the default of the function."""
    return {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set}


def file_of(request: HttpRequest, operation: Upload) -> Iterator[bytes]:
    """The file that is the body, piece by piece. Raises Stop for what is none, is empty, breaks off or is too large.

    It is counted as it comes, whatever its header said.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length != "0" and ((request.content_type or "") != FILE or request.headers.get("Content-Encoding")):
        raise Stop(Type.MEDIA, say("web.api_media_file"))
    too_large = Stop(Type.TOO_LARGE, say("web.api_file_large", {"most": operation.most // 2**20}))
    if not length.isdecimal() or int(length) > operation.most:
        raise too_large
    seen = 0
    try:
        while piece := request.read(A_PIECE):
            seen += len(piece)
            if seen > operation.most:
                raise too_large
            yield piece
    except UnreadablePostError:
        raise Stop(Type.MALFORMED, say("web.api_broke_off")) from None
    if seen == 0:
        fault = Fault("body", "adapters.empty", say("adapters.empty"))
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=[fault])
    if seen < int(length):
        raise Stop(Type.MALFORMED, say("web.api_broke_off"))


def query_of(request: HttpRequest, operation: Read | Upload) -> dict[str, Any]:
    """The parameters in the query of the address. Raises Stop with every fault."""
    try:
        sent = dict(request.GET.lists())
    except TooManyFieldsSent:
        raise Stop(Type.INVALID, say("web.api_parameters")) from None
    several = {name for name, each in operation.model.model_fields.items() if "list[" in str(each.annotation).lower()}
    twice = [name for name, values in sent.items() if len(values) > 1 and name not in several]
    faults = [Fault(name, "web.api_twice", say("web.api_twice")) for name in twice]
    for name, values in sent.items():
        faults += [Fault(name, "ground.nul", say("ground.nul")) for value in values if not _kept(value)]
    if faults:
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=faults)
    sent = {name: values for name, values in sent.items() if name not in ("limit", "after")}
    raw = {name: values if name in several else values[0] for name, values in sent.items()}
    try:
        return given(operation.model.model_validate(raw))
    except ValidationError as invalid:
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=map(_fault, invalid.errors())) from None


def limit_of(query: QueryDict, *, usual: int, most: int) -> int:
    """How many items are asked for. Raises Stop for what is no number from 1 to `most`."""
    asked = query.get("limit")
    if asked is None:
        return usual
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= most):
        detail = say("web.api_limit", {"most": most})
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=[Fault("limit", "web.api_limit", detail)])
    return int(asked)


def _text(request: HttpRequest) -> str:
    if "Transfer-Encoding" in request.headers:  # Django takes a body of no said length for none at all
        raise Stop(Type.NO_LENGTH, say("web.api_length"))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise Stop(Type.TOO_LARGE, say("web.api_large"))
    body = request.body
    if len(body) > LARGEST_BODY:
        raise Stop(Type.TOO_LARGE, say("web.api_large"))
    if body and (request.content_type or "") != "application/json":
        raise Stop(Type.MEDIA, say("web.api_media"))
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Stop(Type.MALFORMED, say("web.api_json", {"why": "it is not UTF-8"})) from None


def _parsed(text: str) -> dict[str, Any]:
    """The object, having refused what JSON leaves open. Raises Stop."""
    try:
        parsed = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    except RecursionError:
        raise Stop(Type.MALFORMED, say("web.api_deep")) from None
    except ValueError as error:
        raise Stop(Type.MALFORMED, say("web.api_json", {"why": str(error)})) from None
    if not isinstance(parsed, dict):
        raise Stop(Type.MALFORMED, say("web.api_object"))
    if _is_deep(parsed):
        raise Stop(Type.MALFORMED, say("web.api_deep"))
    unfit = (where for where, each in _texts(parsed, "") if not _kept(each))
    if faults := [Fault(where, "ground.nul", say("ground.nul")) for where in islice(unfit, MOST_FAULTS)]:
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=faults)
    return parsed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError(f"“{(first_twice(name for name, _ in pairs) or '')[:60]}” stands in it twice")
    return made


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number in it has more than {MOST_DIGITS} digits")
    return int(digits)


def _is_deep(value: Any) -> bool:
    """Whether it goes on below DEEPEST; looked at level by level, for Python's own stack ends at some depth, too."""
    level = [value]
    for _step in range(DEEPEST):
        level = [each for around in level for each in _inside(around)]
    return bool(level)


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        yield from _texts(each, f"{where}.{name}" if where else str(name))
        if isinstance(name, str):
            yield (where or "body"), name


def _kept(text: str) -> bool:
    try:
        clean(text)
    except ValueError:
        return False
    return True


def _fault(error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"] if isinstance(part, int) or part.isidentifier())
    code = HOUSE_CODES.get(error["type"])
    if code:
        return Fault(where, code, say(code))
    if error["type"] == "extra_forbidden":
        return Fault(where, "web.api_unknown", say("web.api_unknown"))
    return Fault(where, "web.api_type", say("web.api_type", {"why": error["msg"]}))
