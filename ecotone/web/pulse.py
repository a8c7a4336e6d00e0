"""What an open page asks now and then: has anything changed since? A mark that stands answers with nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.http import quote_etag

from ecotone.web.request import Request


def moment_of(request: Request) -> datetime | None:
    """The moment the page was drawn at, as its address says; None where it says none that a page was drawn at."""
    try:
        moment = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and moment.year in YEARS else None


YEARS = range(2000, 9000)
"""In which a moment can be put into another time zone, whichever it is."""


def answer(request: Request, mark: str, template: str, context: Callable[[], dict[str, Any]]) -> HttpResponse:
    """304 to a page that has seen `mark`; else the template, its context read only then, kept by no shared cache."""
    etag = quote_etag(mark)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    response = render(request, template, context())
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
