"""Serves the operations: who calls, what is asked, the query or action, the answer; each error in words.

a read   one audit entry with a row for each thing shown, as a page leaves
a write  the action and its idempotency key in one transaction; a refusal is recorded after the roll-back
"""

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from ecotone.access import answers
from ecotone.access.audit import gathering, record_refusal
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.web.api import sent, versions
from ecotone.web.api.operations import IN_ADDRESS, Operation, Read, Upload, Write, Written
from ecotone.web.api.problems import Fault, Stop, Type
from ecotone.web.api.table import BY_ID, nearest_read
from ecotone.web.api.wire import plain
from ecotone.web.bearer import Caller, TooMany, Unknown, caller_of
from ecotone.web.routes import ALLOWED, why_not
from ecotone.web.words import say

LOG = logging.getLogger(__name__)
ROOT = "/api/v1/"
MOST_ITEMS = 200
LONGEST_KEY = 255
JSON = "application/json"


def serve(request: HttpRequest, operations: dict[str, Operation], parts: list[Any]) -> HttpResponse:
    """Answers a request at one address, given the parts that differ. Whatever goes wrong is a problem in words."""
    caller: Caller | None = None
    try:
        _speaks_json(request)
        caller = caller_of(request)
        method = "GET" if request.method == "HEAD" else str(request.method)
        operation = operations.get(method)
        if not operations:
            raise Stop(Type.NOT_FOUND, say("web.api_not_found"))
        if operation is None:
            allowed = ", ".join(sorted(operations))
            raise Stop(Type.METHOD, say("web.api_method", {"allowed": allowed}), headers={"Allow": allowed})
        response = _answered(request, caller, operation, dict(zip(operation.in_address, parts, strict=True)))
    except Stop as stop:
        response = stop.response()
    except Unknown as unknown:
        response = Stop(Type.UNKNOWN, say("web.api_token"), headers=unknown.headers).response()
    except TooMany as many:
        response = Stop(Type.TOO_MANY, say("web.api_many"), headers=many.allowance.headers).response()
    except Exception:
        LOG.exception("A call could not be answered")
        response = Stop(Type.DEFECT, say("web.api_defect")).response()
    if caller:
        for name, value in caller.allowance.headers.items():
            response.headers.setdefault(name, value)
    response["Cache-Control"] = "private, no-store" if request.method != "GET" else "private, no-cache"
    response["Vary"] = "Authorization, Accept"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _speaks_json(request: HttpRequest) -> None:
    accepted = request.headers.get("Accept", "*/*").lower()
    if not any(kind in accepted for kind in ("*/*", "application/*", JSON, "application/problem+json")):
        raise Stop(Type.NOT_ACCEPTABLE, say("web.api_accept"))


def _answered(request: HttpRequest, caller: Caller, operation: Operation, address: dict[str, Any]) -> HttpResponse:
    """The answer of an operation, with what rooms complain of as problems."""
    by = caller.principal
    try:
        _may(caller, operation)
        if isinstance(operation, Read):
            return _read(request, by, operation, address)
        if isinstance(operation, Upload):
            return _upload(request, caller, operation, address)
        return _write(request, caller, operation, address, *sent.body_of(request, operation))
    except Refused as refusal:
        record_refusal(by, operation.code, refusal)
        if refusal.tells_too_much:
            raise Stop(Type.NOT_FOUND, say("web.api_not_found")) from None
        raise Stop(Type.REFUSED, say(refusal.verdict.code), code=refusal.verdict.code) from None
    except NotFound:
        raise Stop(Type.NOT_FOUND, say("web.api_not_found")) from None
    except Invalid as invalid:
        raise Stop(Type.INVALID, say("web.api_wrong"), faults=map(Fault.of, invalid.problems)) from None
    except (DataError, IntegrityError, OverflowError) as error:
        LOG.warning("%s was refused by the database: %s", operation.id, type(error).__name__)
        raise Stop(Type.INVALID, say("web.api_clash")) from None


def _may(caller: Caller, operation: Operation) -> None:
    """Raises Refused for a scope the token lacks, or a caller whom no page would let in."""
    if operation.scope and not caller.may(operation.scope):
        raise Refused(Verdict.refuse("web.api_scope"))
    if not any(ALLOWED[access](caller.principal) for access in operation.access):
        raise Refused(Verdict.refuse(why_not(operation.access[0], caller.principal)))


def _read(request: HttpRequest, by: Principal, operation: Read, address: dict[str, Any]) -> HttpResponse:
    with gathering(by, operation.code):
        answer, following = _shown(request, by, operation, address)
    mark = versions.etag(answer)
    known = request.headers.get("If-None-Match") in (mark, "*")
    response = HttpResponse(status=304) if known else _json(answer, 200)
    response["ETag"] = mark
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _shown(request: HttpRequest, by: Principal, operation: Read, address: dict[str, Any]) -> tuple[Any, str | None]:
    """The answer as JSON, and the address of what comes after it."""
    given = sent.query_of(request, operation)
    limit = 0
    if operation.limited:
        limit = sent.limit_of(request.GET, usual=operation.default_limit, most=MOST_ITEMS)
        given["most"] = limit
    if operation.paged:
        given["after"] = _after(request, operation)
    found = _asked(operation, by, {**address, **given})
    if operation.parts:
        return {name: plain(part) for name, part in zip(operation.parts, found, strict=True)}, None
    if not operation.is_list:
        return plain(found), None
    items, total = found if operation.paged else (found, None)
    answer: dict[str, Any] = {"items": plain(items)}
    following = None
    if operation.paged:
        if len(items) == limit and operation.mark:
            following = _next(request, operation, plain(operation.mark(items[-1])))
        answer |= {"total": plain(total), "next": following}
    return answer, following


def _asked(operation: Read, by: Principal, given: dict[str, Any]) -> Any:
    caller = {"by": by} if operation.takes_caller else {}
    taken = {name: value for name, value in given.items() if name in operation.hints}
    return operation.act(**caller, **operation.given, **taken)


def _after(request: HttpRequest, operation: Read) -> Any:
    """Behind what a page begins, as its signed mark says. Raises Stop for a mark of another list, or made up."""
    mark = request.GET.get("after")
    if mark is None:
        return None
    try:
        of, last = signing.loads(mark, salt="ecotone.api.after")
        if of == _list_of(request, operation):
            return operation.marks.validate_python(last)
    except (signing.BadSignature, ValueError, TypeError):
        LOG.info("A mark of a list was not one of ours")
    raise Stop(Type.INVALID, say("web.api_wrong"), faults=[Fault("after", "web.api_after", say("web.api_after"))])


def _next(request: HttpRequest, operation: Read, last: Any) -> str:
    mark = signing.dumps([_list_of(request, operation), last], salt="ecotone.api.after", compress=True)
    query = [*_narrowed(request), ("after", mark)]
    if limit := request.GET.get("limit"):
        query.append(("limit", limit))
    return f"{request.path}?{urlencode(query)}"


def _list_of(request: HttpRequest, operation: Operation) -> str:
    return f"{operation.id} {request.path} {urlencode(_narrowed(request))}"


def _narrowed(request: HttpRequest) -> list[tuple[str, str]]:
    pairs = ((name, value) for name, values in request.GET.lists() for value in values)
    return sorted(pair for pair in pairs if pair[0] not in ("after", "limit"))


def _upload(request: HttpRequest, caller: Caller, operation: Upload, address: dict[str, Any]) -> HttpResponse:
    """A write whose body is a file: refused before it is read, and let go where nothing came of it."""
    given = sent.query_of(request, operation)
    operation.first(caller.principal, {**address, **given})
    kept = operation.keep(sent.file_of(request, operation), given)
    try:
        told = {**given, **kept.told}
        return _write(request, caller, operation, address, told, plain(told))
    finally:
        kept.let_go()


def _write(
    request: HttpRequest,
    caller: Caller,
    operation: Write,
    address: dict[str, Any],
    given: dict[str, Any],
    raw: dict[str, Any],
) -> HttpResponse:
    """The answer to a write of what was `given`, and `raw` as it was sent."""
    if operation.versioned:
        given["version"] = raw["version"] = versions.wanted(request.headers.get("If-Match", ""), given.get("version"))
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Stop(Type.INVALID, say("web.api_key", {"most": LONGEST_KEY}))
    said = json.dumps([request.path, raw], sort_keys=True)
    by = caller.principal
    _lies_there(by, operation, address)

    def act() -> dict[str, Any]:
        return _told(operation, operation.act(by=by, **_arguments(operation, by, {**address, **given})), address)

    try:
        answer, again = _once(caller, key, said, act)
    except Refused as refusal:
        refusal.recorded = False  # what the action recorded went with the transaction
        raise
    except Stale as stale:
        raise _stale(by, operation, address, stale, raw) from None
    if operation.follows and not again:
        operation.follows(UUID(answer["body"]["id"]))
    response = _json(answer["body"], answer["status"]) if answer["body"] else HttpResponse(status=answer["status"])
    if answer["location"]:
        response["Location"] = answer["location"]
    if again:
        response["Idempotency-Replayed"] = "true"
    return response


def _once(caller: Caller, key: str, said: str, act: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """What the act answered, and whether that was before: the key and the act are one transaction."""
    try:
        with transaction.atomic():
            if not key:
                return act(), False
            claimed = answers.claim(caller.token.id, key, said)
            if isinstance(claimed, answers.Given):
                if not claimed.same:
                    raise Stop(Type.KEY_REUSED, say("web.api_key_reused"))
                return claimed.answer, True
            answer = act()
            answers.keep(claimed, answer)
            return answer, False
    except OperationalError as busy:
        LOG.warning("A write waited too long for another: %s", busy)
        raise Stop(Type.IN_PROGRESS, say("web.api_busy"), headers={"Retry-After": "2"}) from None


def _arguments(operation: Write, by: Principal, given: dict[str, Any]) -> dict[str, Any]:
    """What the action takes: of the address what it names, what the page would work out, what is gathered in one."""
    extra = {name: value for name, value in given.items() if name in operation.also and value is not None}
    own = {name: value for name, value in given.items() if name in operation.hints and name not in operation.also}
    gathered = {operation.into: extra} if operation.into else extra
    return {**own, **gathered, **operation.given, **operation.fills(by)}


def _lies_there(by: Principal, operation: Write, address: dict[str, Any]) -> None:
    """Raises NotFound where an address says that something lies in a record, and the reader sees it is not there."""
    around = nearest_read(operation)
    if around is None or {*address} <= {*operation.hints}:
        return
    inner = next(value for name, value in reversed(address.items()) if name in operation.hints)
    if not any(versions.records(plain(_around(by, operation, around, address)), inner)):
        raise NotFound(operation.id, inner)


def _around(by: Principal, operation: Write, read: Read, address: dict[str, Any]) -> Any:
    values = [address[name] for name in operation.in_address]
    with gathering(by, read.code):
        return _asked(read, by, dict(zip(read.in_address, values, strict=False)))


def _told(operation: Write, result: Any, address: dict[str, Any]) -> dict[str, Any]:
    """What a write answers: which record, at which version, where to read it. No content."""
    location = ""
    written = _written(operation, result, address)
    if operation.makes and written.id:
        location = ROOT + IN_ADDRESS.sub(str(written.id), BY_ID[operation.makes].path)
    body = None if operation.status == 204 else plain(written)
    return {"status": operation.status, "body": body, "location": location}


def _written(operation: Write, result: Any, address: dict[str, Any]) -> Written:
    if hasattr(result, "record_kind"):
        return Written(result.record_kind(), result.pk, getattr(result, "version", None))
    return Written(operation.id, next((v for v in reversed(address.values())), None))


def _stale(by: Principal, operation: Write, address: dict[str, Any], stale: Stale, raw: dict[str, Any]) -> Stop:
    """What was sent beside what stands there now, as far as the caller may see it."""
    around, fields = nearest_read(operation), {}
    if around:
        try:
            fields = versions.compared(plain(_around(by, operation, around, address)), stale.record_id, raw)
        except (Refused, NotFound, TypeError):
            fields = {}
    return Stop(Type.STALE, say("web.api_stale"), fields=fields)


def _json(answer: Any, status: int) -> HttpResponse:
    return HttpResponse(json.dumps(answer, ensure_ascii=False), status=status, content_type=JSON)
