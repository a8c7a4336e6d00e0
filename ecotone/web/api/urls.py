"""The addresses of the API, drawn from the table; whatever else lies under it is a problem in words."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from ecotone.web.api.operations import IN_ADDRESS, Operation
from ecotone.web.api.pages import described, document
from ecotone.web.api.serve import serve
from ecotone.web.api.table import OPERATIONS
from ecotone.web.routes import Access


def _view(operations: dict[str, Operation], code: str) -> Callable[..., HttpResponse]:
    """One address. The caller is known by a token alone, so there is no form of another site to guard against."""

    @csrf_exempt
    def run(request: HttpRequest, **address: Any) -> HttpResponse:
        return serve(request, operations, [address[name] for name in sorted(address)])

    run.access, run.code, run.commitments = Access.PROGRAM, code, ()  # type: ignore[attr-defined]
    return run


def _patterns() -> list[URLPattern]:
    at: dict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in OPERATIONS:
        at[_route(operation)][operation.method] = operation
    return [path(route, _view(those, f"api {route}")) for route, those in at.items()]


def _route(operation: Operation) -> str:
    """The address as Django takes it, its parts numbered: two operations may call the same part by other names."""
    names = iter(operation.in_address)
    route = IN_ADDRESS.sub("{}", operation.path)
    for number, name in enumerate(names):
        kind = "uuid" if operation.address_type(name) is UUID else "str"
        route = route.replace("{}", f"<{kind}:part_{number}>", 1)
    return route


urlpatterns = [
    path("openapi.json", document, name="api_document"),
    path("docs", described, name="api_docs"),
    *_patterns(),
    re_path(r"^[\s\S]*$", _view({}, "api")),
]
