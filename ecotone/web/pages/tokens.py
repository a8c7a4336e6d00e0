"""One's own tokens: what programs may do in one's name, made and ended here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ecotone.access import actions, queries
from ecotone.access.queries import TokenView
from ecotone.access.rules import Scope
from ecotone.access.words import SCOPES
from ecotone.ecosystem import queries as ecosystem
from ecotone.people import queries as people
from ecotone.procedures import ways_in
from ecotone.web.forms.tokens import TokenForm
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@page(Access.SIGNED_IN, "web.tokens", commitments=[3])
def tokens(request: Request) -> HttpResponse:
    """The tokens of the account that is signed in, and the form for a new one, in the hat worn now."""
    form, made = TokenForm.of(request, initial={"days": 30}), None
    if form.is_valid():
        given = form.cleaned_data
        made = form.perform(
            ways_in.make_token,
            name=given["name"],
            scopes=[Scope(scope) for scope in given["scopes"]],
            days=given["days"],
        )
    own = queries.tokens_of(request.principal)
    worn = _worn(own, request)
    rows = [(token, worn(token), [SCOPES[scope] for scope in token.scope_list]) for token in own]
    response = render(request, "web/tokens.html", {"form": form, "made": made, "rows": rows})
    response["Cache-Control"] = "private, no-store"
    return response


def _worn(own: list[TokenView], request: Request) -> Any:
    """Says in whose name each of these tokens calls."""
    hats = ecosystem.hat_views([token.hat_id for token in own if token.hat_id])
    acts = {offer.id: offer.name for offer in people.permissions_to(own[0].account_id)} if own else {}

    def said(token: TokenView) -> str:
        if token.hat_id:
            hat = hats[token.hat_id]
            return f"{hat.title}, {hat.actor_name}"
        if token.permission_id:
            name = acts.get(token.permission_id)
            return str(
                _("for %(name)s, as their carer") % {"name": name} if name else _("as a carer; this has ended")
            )
        return str(_("myself"))

    return said


@require_POST
@page(Access.ACCOUNT, "web.revoke_token", commitments=[3])
def revoke_token(request: Request, token_id: UUID) -> HttpResponse:
    """Ends a token at once."""
    actions.revoke_token(by=request.principal, token_id=token_id)
    messages.success(request, _("It has ended. From this moment the program gets no answer."))
    return redirect("tokens")
