"""What describes the API: its document for programs, and the same as a page for people."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from ecotone.access.words import SCOPES
from ecotone.web.api.openapi import drawn
from ecotone.web.api.problems import Type
from ecotone.web.api.table import OPERATIONS
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.PUBLIC, "web.api_document")
def document(request: Request) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(drawn(), content_type="application/json")


@page(Access.PUBLIC, "web.api_docs")
def described(request: Request) -> HttpResponse:
    """Every operation in a list, the scopes, and what each kind of problem means."""
    by_address = sorted(OPERATIONS, key=lambda each: (each.tag, each.path, each.method))
    groups = [(tag, list(those)) for tag, those in groupby(by_address, key=lambda each: each.tag)]
    return render(request, "web/api_docs.html", {"groups": groups, "scopes": SCOPES, "problems": [*Type]})
