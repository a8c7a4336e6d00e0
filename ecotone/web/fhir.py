"""/fhir/R4: what the caller may see, as FHIR R4 resources. Reads only.

    GET  /fhir/R4/metadata                 what this server can do; open to anyone
    GET  /fhir/R4/Patient?name=…           a search; POST /fhir/R4/Patient/_search keeps it out of addresses and logs
    GET  /fhir/R4/Patient/id               one resource

Who calls is said by a token alone (`ecotone.web.bearer`), which opens no more than its hat and its scopes do. HTTP
lives here; what is served stands in `ecotone.adapters.fhir.resources`. Every error is an OperationOutcome.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from ecotone.access.audit import gathering, record_refusal
from ecotone.access.verdicts import Refused
from ecotone.adapters.fhir.along import come_along, includes, planned, reverse_includes
from ecotone.adapters.fhir.asked import Unfit, as_id, asked
from ecotone.adapters.fhir.mapping.answers import Can, bundle, capability, outcome
from ecotone.adapters.fhir.mapping.elements import Resource, Served
from ecotone.adapters.fhir.resources import KINDS, Kind
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.web.bearer import Caller, TooMany, Unknown, caller_of
from ecotone.web.request import Request
from ecotone.web.routes import Access

TYPE = "application/fhir+json; charset=utf-8"
ACCEPTED = frozenset({"application/fhir+json", "application/json", "application/*", "*/*", "json", "text/json"})
NOT_HERE = "There is no such resource here, or it is not yours to see."
View = Callable[..., Resource]


def served() -> Served:
    """Where this is, from outside."""
    return Served(f"{settings.ADDRESS.rstrip('/')}/fhir/R4", settings.CHI_SYSTEM)


def answers(access: Access, code: str, *methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that gives a resource: it says who may open it, leaves one audit entry, meets errors as FHIR does.

    Its first argument is the caller; None where it is open to anyone.
    """

    def declare(view: View) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: Request, **given: Any) -> HttpResponse:
            try:
                _must_fit(request, methods)
                if access is Access.PUBLIC:
                    return _answer(view(None, request, **given), cache="public, max-age=300")
                return _told(caller_of(request), code, lambda caller: view(caller, request, **given))
            except Unfit as unfit:
                allowed = {"Allow": ", ".join(methods)} if unfit.status == 405 else {}
                return _wrong(unfit.status, unfit.words, allowed)
            except Unknown as unknown:
                return _wrong(401, "Nobody is known by this. Send a token that holds, as a bearer.", unknown.headers)
            except TooMany as many:
                return _wrong(429, "Too many calls this minute. Wait until the next.", many.allowance.headers)
            except (RequestDataTooBig, TooManyFieldsSent):
                return _wrong(413, "The search is too long. Ask for less at once.")
            except UnreadablePostError:
                return _wrong(400, "The search broke off. Send it again.")

        run.access, run.code, run.commitments = access, code, ()  # type: ignore[attr-defined]
        return csrf_exempt(run)

    return declare


def _told(caller: Caller, code: str, view: Callable[[Caller], Resource]) -> HttpResponse:
    """The answer to a known caller, audited. That something is not there, and that it is not theirs, sound alike."""
    by = caller.principal
    try:
        with gathering(by, code):
            response = _answer(view(caller))
    except Refused as refusal:
        record_refusal(by, code, refusal)
        response = _wrong(404, NOT_HERE)
    except NotFound:
        response = _wrong(404, NOT_HERE)
    except Unfit as unfit:
        response = _wrong(unfit.status, unfit.words)
    return _with(response, caller.allowance.headers)


def _must_fit(request: Request, methods: Sequence[str]) -> None:
    if request.method not in methods:
        raise Unfit(405, f"{request.method} is not understood here, only {' and '.join(methods)}.")
    asks_for = request.GET.get("_format") or request.headers.get("Accept", "*/*")
    types = {each.partition(";")[0].strip().lower() for each in asks_for.replace("fhir json", "fhir+json").split(",")}
    if not types & ACCEPTED:
        raise Unfit(406, "Resources are given as JSON only. Ask for application/fhir+json.")


def _answer(resource: Resource, *, status: int = 200, cache: str = "private, no-store") -> HttpResponse:
    response = JsonResponse(resource, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"], response["Vary"] = cache, "Accept, Authorization"
    return response


def _wrong(status: int, words: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return _with(_answer(outcome(status, words), status=status), headers or {})


def _with(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response[name] = value
    return response


@answers(Access.PUBLIC, "web.fhir_metadata", "GET", "HEAD")
def metadata(caller: None, request: Request) -> Resource:
    """The CapabilityStatement, from the table that is served."""
    kinds = [
        Can(name, [(p.name, p.type, p.says) for p in kind.parameters], [*includes(name)], [*reverse_includes(name)])
        for name, kind in KINDS.items()
    ]
    return capability(kinds, served(), version=version("ecotone"), on=clock.today())


@answers(Access.SIGNED_IN, "web.fhir_search", "GET", "HEAD")
def search(caller: Caller, request: Request, kind: str) -> Resource:
    """The resources of one type that fit, a page at a time."""
    return _found(caller, request, kind, list(_pairs(request.GET)))


@answers(Access.SIGNED_IN, "web.fhir_search_posted", "POST")
def search_posted(caller: Caller, request: Request, kind: str) -> Resource:
    """The same, its parameters in the body of the request."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Unfit(415, "A search is posted as application/x-www-form-urlencoded.")
    if "Transfer-Encoding" in request.headers:  # read as nothing by Django: everybody would be found
        raise Unfit(411, "A search is posted whole, with its Content-Length; what comes in chunks is not read.")
    return _found(caller, request, kind, [*_pairs(request.GET), *_pairs(request.POST)])


@answers(Access.SIGNED_IN, "web.fhir_read", "GET", "HEAD")
def read(caller: Caller, request: Request, kind: str, id_: str) -> Resource:
    """One resource. Whether it is not there or not the caller's to see is not told."""
    own_id = as_id(id_)
    if own_id is None or str(own_id) != id_:
        raise NotFound(kind, id_)
    return _kind(caller, kind).read(caller.principal, own_id, served())


@answers(Access.SIGNED_IN, "web.fhir_elsewhere", "GET", "HEAD")
def elsewhere(caller: Caller, request: Request, rest: str) -> Resource:
    """Any other address below /fhir/R4/."""
    raise Unfit(404, "There is nothing at this address. /fhir/R4/metadata says what there is.")


def _pairs(given: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.lists() for value in values]


def _kind(caller: Caller, name: str) -> Kind:
    if name not in KINDS:
        raise Unfit(404, f"This type of resource is not served. These are: {', '.join(KINDS)}.")
    if not caller.may(KINDS[name].scope):
        raise Unfit(403, f"This token is not for {name}. It would need the scope {KINDS[name].scope}.")
    return KINDS[name]


def _found(caller: Caller, request: Request, name: str, pairs: list[tuple[str, str]]) -> Resource:
    kind, here = _kind(caller, name), served()
    strict = "handling=strict" in request.headers.get("Prefer", "").replace(" ", "").lower()
    wanted = asked(pairs, kind.parameters, strict=strict)
    forth, back = planned(name, wanted, caller.may)
    found = kind.search(caller.principal, wanted, here)
    address = f"{here.base}/{name}"
    links = {"self": _address(address, pairs)}
    if found.after and not wanted.counts:
        rest = [(key, value) for key, value in pairs if key != "_after"]
        links["next"] = _address(address, [*rest, ("_after", str(found.after))])
    if wanted.counts:
        return bundle((), here, total=found.total, links=links)
    along, warnings = come_along(caller.principal, found.rows, forth, back, here)
    return bundle(found.rows, here, total=found.total, links=links, along=along, warnings=warnings)


def _address(address: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address
