"""What makes a function a page: it says who may open it, leaves one audit entry, and meets every error in words.

    @page(Access.WORKER, "people.person", commitments=[1, 3])
    def person(request, person_id): …

The access stated here is the first fence, for a page's menu and a clear refusal; the policies behind each query and
action are the second, and hold by themselves. A view without it fails a house test.
"""

import functools
import logging
from collections.abc import Callable, Iterable
from copy import copy
from enum import StrEnum
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from ecotone.access.audit import gathering, record_refusal
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.web.principals import took_off_ended
from ecotone.web.request import Request
from ecotone.web.words import say, say_problem


class Access(StrEnum):
    """Who may open a page. An account needs no hat; what is hers the person opens, and whoever acts for her.

    What only programs open, with a token, is no page.
    """

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ACCOUNT = "account"
    WORKER = "worker"
    PERSON = "person"
    HERS = "hers"
    LINK = "link"
    PROGRAM = "program"


LOG = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
ALLOWED: dict[Access, Callable[[Principal], bool]] = {
    Access.PUBLIC: lambda _: True,
    Access.SIGNED_IN: lambda principal: principal.kind in (Kind.WORKER, Kind.PERSON, Kind.CARER),
    Access.ACCOUNT: lambda principal: principal.account_id is not None,
    Access.WORKER: lambda principal: principal.practises,
    Access.PERSON: lambda principal: principal.kind is Kind.PERSON,
    Access.HERS: lambda principal: principal.is_hers,
    Access.LINK: lambda principal: principal.kind is Kind.LINK,
    Access.PROGRAM: lambda principal: principal.token_id is not None,
}
NOT_ALLOWED = {
    Access.SIGNED_IN: "access.nobody",
    Access.WORKER: "access.no_role",
    Access.PERSON: "people.only_self",
    Access.HERS: "people.only_self",
}


def why_not(access: Access, principal: Principal) -> str:
    """The code of the reason why a page of this sort is shut to this caller."""
    shut_out = access is Access.WORKER and principal.is_shut_out
    return "access.no_terms" if shut_out else NOT_ALLOWED[access]


def page(access: Access, code: str, *, commitments: Iterable[int] = ()) -> Callable[[View], View]:
    """A page named `code` (room.page) that only `access` may open; it serves the commitments it names."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def run(request: Request, **kwargs: Any) -> HttpResponse:
            principal: Principal = request.principal
            if not ALLOWED[access](principal):
                return _fenced(request, principal, access, code)
            # By now it is mostly worked out, and a copy is plain: what stood in for it made each question of it dear.
            request.principal = principal = copy(principal)
            try:
                with gathering(principal, code):
                    return _private(view(request, **kwargs), access)
            except Refused as refusal:
                record_refusal(principal, code, refusal)
                if refusal.tells_too_much and (kwargs or request.GET or request.POST):
                    return render(request, "404.html", status=404)
                return sorry(request, 403, refusal.verdict.code)
            except NotFound:
                return render(request, "404.html", status=404)
            except Stale:
                return sorry(request, 409, "web.stale")
            except Invalid as invalid:
                words = [say_problem(problem) for problem in invalid.problems]
                return _sorry(request, 400, words)
            except OperationalError as busy:
                LOG.warning("%s waited too long for the database: %s", code, busy)
                resting = render(request, "503.html", status=503)
                resting["Retry-After"] = "30"
                return resting

        run.access, run.code, run.commitments = access, code, tuple(commitments)  # type: ignore[attr-defined]
        return run

    return declare


def _private(response: HttpResponse, access: Access) -> HttpResponse:
    """Nothing behind a sign-in is kept by a shared computer's browser or a proxy between."""
    if access is not Access.PUBLIC and not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"
    return response


def _fenced(request: Request, principal: Principal, access: Access, code: str) -> HttpResponse:
    if access is Access.LINK:
        return render(request, "web/answer_over.html", {"in_by_link": True}, status=403)
    if principal.account_id is None:
        return redirect_to_login(request.get_full_path())
    nobody = principal.kind is Kind.NOBODY
    refusal = Refused(Verdict.refuse(_without_hat(request) if nobody else why_not(access, principal)))
    record_refusal(principal, code, refusal)
    return sorry(request, 403, refusal.verdict.code)


def _without_hat(request: Request) -> str:
    """Why somebody who signed in is nobody here: a permission has ended, or they never had a hat."""
    if getattr(request, "lacks_second_step", False):
        return "web.needs_second_step"
    return "people.no_permission" if took_off_ended(request) else "web.no_hat"


def sorry(request: Request, status: int, code: str) -> HttpResponse:
    """A page that says in one sentence why not, and where to go."""
    return _sorry(request, status, [say(code)], no_hat=code == "web.no_hat")


def _sorry(request: Request, status: int, sentences: list[str], *, no_hat: bool = False) -> HttpResponse:
    given = {"sentences": sentences, "status": status, "came_from": _came_from(request), "no_hat": no_hat}
    return render(request, "web/sorry.html", given, status=status)


def _came_from(request: Request) -> str:
    """The page here whose button was pressed; "" where a page was only opened, or nobody knows."""
    came_from = request.headers.get("Referer", "") if request.method == "POST" else ""
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else ""
