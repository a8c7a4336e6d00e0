"""The pages of those who keep things: an administrator's people and programs, a steward's terms; for the walk."""

from collections.abc import Iterator

from django.urls import reverse

from ecotone.access.rules import Scope
from ecotone.ecosystem.models import Hat, Program, Terms
from ecotone.procedures import own_programs
from tests import worlds

Walk = Iterator[tuple[str, str]]
OF_THEM_ALL = ("colleagues", "let_in_list", "staff_review", "programs")


def by_administrator() -> Walk:
    """Who works here, one of them moved and left, the programs, one of them and its token."""
    yield from [(name.replace("_", "-"), reverse(name)) for name in OF_THEM_ALL]
    hat = Hat.objects.get(account__name="Shazia Malik")
    one = {"account_id": hat.account_id}
    for name, ids in (("colleague", one), ("leave_colleague", one), ("move_colleague", {**one, "hat_id": hat.id})):
        yield name.replace("_", "-"), reverse(name, kwargs=ids)
    row = Program.objects.get()
    its = Hat.objects.get(account=row.account_id)
    told = {"program_id": row.id, "hat_id": its.id, "name": "The order of the road", "scopes": [Scope.MAP_READ]}
    token = own_programs.give_program_token(by=worlds.SYSTEM, **told)
    for name in ("program", "name_owners"):
        yield name.replace("_", "-"), reverse(name, kwargs={"program_id": row.id})
    ids = {"program_id": row.id, "token_id": token.id}
    yield "rotate-program-token", reverse("rotate_program_token", kwargs=ids)


def by_steward() -> Walk:
    """Who has agreed, other terms, and taking those that count back."""
    yield from [("agreements-kept", reverse("terms_agreements")), ("publish-terms", reverse("publish_terms"))]
    counts = Terms.objects.get(until=None)
    yield "withdraw-terms", reverse("withdraw_terms", kwargs={"terms_id": counts.id})
