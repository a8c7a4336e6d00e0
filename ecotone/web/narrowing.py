"""Middleware: a request begins in nobody's name, so that what forgets to say who asks is shown nobody's record.

A page, an operation of the API and a FHIR read say who asks as they begin (`access.audit.gathering`). What has to be
read before that, to work out who it is, says so itself.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ecotone.access.narrowing import narrowed
from ecotone.access.principal import Principal


class NarrowingMiddleware:
    """The first of all, so that the others are inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with narrowed(Principal.nobody()):
            return self.get_response(request)
