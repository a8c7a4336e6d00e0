"""Middleware: what was filled in in one hat is not sent in another.

    a form says in which hat it was opened ──sent──▶ the same is worn ──▶ on it goes
                                            └──▶ another, put on in another tab meanwhile ──▶ nothing is done; a page
                                                 with all of it asks: send it as the first ──▶ that is put on again

Who signs, whose record is written in and who is told follow the hat. Whoever wears several has several tabs open.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from ecotone.web.principals import WORN, hats_to_wear, may_be_worn, principal_of, put_on
from ecotone.web.routes import Access

OPENED_AS, SEND_AS = "opened_as", "send_as"
"""Fields of every form: in which hat it was opened; and, on the page that asks, that it is to be sent in that."""
BY_HAT = frozenset({Access.SIGNED_IN, Access.WORKER, Access.PERSON, Access.HERS})
"""Pages that follow the hat. One's own account is the same in all of them."""
OURS = frozenset({"csrfmiddlewaretoken", OPENED_AS, SEND_AS})


class HatMiddleware:
    """Holds up what comes from a form that was opened in another hat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _given: Any) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "access", None) not in BY_HAT:
            return None
        opened = request.POST.get(OPENED_AS)
        if not opened or not request.user.is_authenticated or opened == request.session.get(WORN):
            return None
        hats = hats_to_wear(request.user.pk)
        if SEND_AS in request.POST and not request.FILES and may_be_worn(opened, hats):
            put_on(request, opened, hats)
            request.principal = SimpleLazyObject(lambda: principal_of(request))  # type: ignore[attr-defined]
            return None
        return _asked(request, opened, hats)


def _asked(request: HttpRequest, opened: str, hats: list[dict[str, str]]) -> HttpResponse:
    """Nothing was done: says so, and carries all that was typed. A file a browser has to be given anew."""
    by_id = {hat["id"]: hat for hat in hats}
    typed = [(name, each) for name, values in request.POST.lists() if name not in OURS for each in values]
    shown = {
        "was": by_id.get(opened),
        "now": by_id.get(request.session.get(WORN) or ""),
        "opened": opened,
        "typed": typed,
        "has_files": bool(request.FILES),
        "here": request.get_full_path(),
    }
    response = render(request, "web/other_hat.html", shown, status=409)
    response["Cache-Control"] = "private, no-store"
    return response
