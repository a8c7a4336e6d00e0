"""/fhir/R4: what the caller may see, as FHIR R4 resources. Reads only.

    GET  /fhir/R4/metadata                 what this server can do; open to anyone
    GET  /fhir/R4/Patient?name=…           a search; POST /fhir/R4/Patient/_search keeps it out of addresses and logs
    GET  /fhir/R4/Patient/id               one resource

HTTP lives here; what is served stands in `ecotone.adapters.fhir.resources`. Every error is an OperationOutcome.
"""

import functools
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from ecotone.access.audit import gathering, record_refusal
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind as Caller
from ecotone.access.verdicts import Refused
from ecotone.adapters.fhir.asked import Unfit, as_id, asked
from ecotone.adapters.fhir.mapping.answers import bundle, capability, outcome
from ecotone.adapters.fhir.mapping.elements import Resource, Served
from ecotone.adapters.fhir.resources import KINDS, Kind
from ecotone.ground import clock
from ecotone.ground.errors import EcotoneError, NotFound
from ecotone.web.request import Request
from ecotone.web.routes import Access

TYPE = "application/fhir+json; charset=utf-8"
ACCEPTED = frozenset({"application/fhir+json", "application/json", "application/*", "*/*", "json", "text/json"})
SEES_NOTHING = (Caller.NOBODY, Caller.LINK)
NOT_HERE = "There is no such resource here, or it is not yours to see."
View = Callable[..., Resource]


def served() -> Served:
    """Where this is, from outside."""
    return Served(f"{settings.ADDRESS.rstrip('/')}/fhir/R4", settings.CHI_SYSTEM)


def answers(access: Access, code: str, *methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that gives a resource: it says who may open it, leaves one audit entry, meets errors as FHIR does."""

    def declare(view: View) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: Request, **given: Any) -> HttpResponse:
            by: Principal = request.principal
            try:
                _must_fit(request, methods)
                if access is not Access.PUBLIC and by.kind in SEES_NOTHING:
                    return _unknown_caller()
                with gathering(by, code):
                    return _answer(view(request, **given), private=access is not Access.PUBLIC)
            except Unfit as unfit:
                return _answer(outcome(unfit.status, unfit.words), status=unfit.status, allow=methods)
            except Refused as refusal:
                record_refusal(by, code, refusal)
                return _answer(outcome(404, NOT_HERE), status=404)
            except NotFound:
                return _answer(outcome(404, NOT_HERE), status=404)
            except (RequestDataTooBig, TooManyFieldsSent):
                return _answer(outcome(413, "The search is too long. Ask for less at once."), status=413)
            except (EcotoneError, UnreadablePostError, RawPostDataException):
                return _answer(outcome(400, "The search cannot be read."), status=400)

        run.access, run.code, run.commitments = access, code, ()  # type: ignore[attr-defined]
        return csrf_exempt(run)

    return declare


def _must_fit(request: Request, methods: Sequence[str]) -> None:
    if request.method not in methods:
        raise Unfit(405, f"{request.method} is not understood here, only {' and '.join(methods)}.")
    asks_for = request.GET.get("_format") or request.headers.get("Accept", "*/*")
    types = {each.partition(";")[0].strip().lower() for each in asks_for.replace("fhir json", "fhir+json").split(",")}
    if not types & ACCEPTED:
        raise Unfit(406, "Resources are given as JSON only. Ask for application/fhir+json.")


def _answer(
    resource: Resource, *, status: int = 200, private: bool = True, allow: Sequence[str] = ()
) -> HttpResponse:
    response = JsonResponse(resource, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store" if private else "public, max-age=300"
    response["Vary"] = "Accept, Authorization, Cookie"
    if status == 405:
        response["Allow"] = ", ".join(allow)
    return response


def _unknown_caller() -> HttpResponse:
    response = _answer(outcome(401, "Nobody has signed in. Send a token, or sign in first."), status=401)
    response["WWW-Authenticate"] = 'Bearer realm="ecotone"'
    return response


@answers(Access.PUBLIC, "web.fhir_metadata", "GET", "HEAD")
def metadata(request: Request) -> Resource:
    """The CapabilityStatement, from the table that is served."""
    kinds = [(name, [(p.name, p.type, p.says) for p in kind.parameters]) for name, kind in KINDS.items()]
    return capability(kinds, served(), version=version("ecotone"), on=clock.today())


@answers(Access.SIGNED_IN, "web.fhir_search", "GET", "HEAD")
def search(request: Request, kind: str) -> Resource:
    """The resources of one type that fit, a page at a time."""
    return _found(request, kind, list(_pairs(request.GET)))


@answers(Access.SIGNED_IN, "web.fhir_search_posted", "POST")
def search_posted(request: Request, kind: str) -> Resource:
    """The same, its parameters in the body of the request."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Unfit(415, "A search is posted as application/x-www-form-urlencoded.")
    return _found(request, kind, [*_pairs(request.GET), *_pairs(request.POST)])


@answers(Access.SIGNED_IN, "web.fhir_read", "GET", "HEAD")
def read(request: Request, kind: str, id_: str) -> Resource:
    """One resource. Whether it is not there or not the caller's to see is not told."""
    own_id = as_id(id_)
    if own_id is None or str(own_id) != id_:
        raise NotFound(kind, id_)
    return _kind(kind).read(request.principal, own_id, served())


@answers(Access.SIGNED_IN, "web.fhir_elsewhere", "GET", "HEAD")
def elsewhere(request: Request, rest: str) -> Resource:
    """Any other address below /fhir/R4/."""
    raise Unfit(404, "There is nothing at this address. /fhir/R4/metadata says what there is.")


def _pairs(given: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.lists() for value in values]


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Unfit(404, f"This type of resource is not served. These are: {', '.join(KINDS)}.")
    return KINDS[name]


def _found(request: Request, name: str, pairs: list[tuple[str, str]]) -> Resource:
    kind, here = _kind(name), served()
    strict = "handling=strict" in request.headers.get("Prefer", "").replace(" ", "").lower()
    wanted = asked(pairs, kind.parameters, strict=strict)
    found = kind.search(request.principal, wanted, here)
    address = f"{here.base}/{name}"
    links = {"self": _address(address, pairs)}
    if found.after and not wanted.counts:
        rest = [(key, value) for key, value in pairs if key != "_after"]
        links["next"] = _address(address, [*rest, ("_after", str(found.after))])
    return bundle(() if wanted.counts else found.rows, here, total=found.total, links=links)


def _address(address: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(pairs)}" if pairs else address
