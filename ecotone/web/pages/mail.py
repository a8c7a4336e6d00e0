"""The mail of an invented place, for anyone who tries it out: what would have been sent, and to whom."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from ecotone.notices import queries as notices
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page

A_PAGE = 20


@page(Access.PUBLIC, "web.landed_mail")
@cache_control(private=True, no_store=True)
def landed_mail(request: Request) -> HttpResponse:
    """All mail that landed, newest first. It exists in a demo and nowhere else."""
    here = Page.of(request, A_PAGE)
    mails, total = notices.landed(most=A_PAGE, start=here.start)
    return render(request, "web/mail.html", {"mails": mails, "page_obj": here.out_of(total)})


@page(Access.PUBLIC, "web.one_landed_mail")
@cache_control(private=True, no_store=True)
def one_landed_mail(request: Request, mail_id: UUID) -> HttpResponse:
    """One mail that landed."""
    return render(request, "web/mail_one.html", {"mail": notices.landed_mail(mail_id)})
