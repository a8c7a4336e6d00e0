"""My record: all that is held about the one who is signed in, to read, to print, to take away."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ecotone.access.audit import exporting
from ecotone.ground import clock
from ecotone.rights import queries
from ecotone.rights.rules.record import A_PAGE, SCHEMA
from ecotone.web.api.wire import plain
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.whole_record import sections, what_is_withheld


@page(Access.PERSON, "web.my_record", commitments=[3])
def my_record(request: Request) -> HttpResponse:
    """All that is held about her, on one page to read and print; ?as=json is the same as a file."""
    by = request.principal
    if request.GET.get("as") == "json":
        return _file(request)
    here = Page.of(request, A_PAGE)
    found, total = queries.entries(by, start=here.start, most=A_PAGE)
    context = {
        "sections": sections(found),
        "total": total,
        "page_obj": here.out_of(total),
        "withheld": what_is_withheld(),
        "statements": queries.statements(by, by.own_id),
        "made_at": clock.now(),
    }
    return render(request, "web/my_record.html", context)


def _file(request: Request) -> HttpResponse:
    exporting()
    by = request.principal
    every, _total = queries.entries(by, most=None)
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "made_at": clock.now().isoformat(),
        "person": str(by.own_id),
        "may_be_withheld": what_is_withheld(),
        "entries": plain(every),
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="my-record-{clock.today().isoformat()}.json"'
    return response
