"""Reading to learn from what was done: by those who are not here to help, of what people allow for that alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from ecotone.people import queries
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page

A_PAGE = 50


@page(Access.SIGNED_IN, "web.to_learn", commitments=[3])
def to_learn(request: Request) -> HttpResponse:
    """Those who let the team learn from some of their record."""
    here = Page.of(request, A_PAGE)
    people, total = queries.to_learn_from(request.principal, most=A_PAGE, start=here.start)
    context = {"people": people, "page_obj": here.out_of(total), "total": total}
    return render(request, "web/to_learn.html", context)


@page(Access.SIGNED_IN, "web.learn_from", commitments=[3])
def learn_from(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody's story, as far as they let the team learn from it."""
    view = queries.learn_from(request.principal, person_id)
    return render(request, "web/learn_from.html", {"view": view})
