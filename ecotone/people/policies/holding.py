"""May whoever holds an authority over somebody sign on a page of their own? Fails closed, and says why.

They come as a carer, within a permission, and by an authority of their own. What they sign by themselves narrows, of
one part of the record that their permission lets them see; what opens is passed on to those who help her.
"""

from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import memory
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people.models import Authority, CarerPermission, Person, Relationship
from ecotone.people.policies.record import current, permission_of, verdict
from ecotone.people.policies.writing import not_lent
from ecotone.people.rules import SHAREABLE, Part
from ecotone.people.rules.signing import AuthorityKind


@widened(Why.RULE)
def is_holder(principal: Principal, row: Authority) -> bool:
    """Whether the caller, who acts for her now and by hand, is who this authority speaks of; never a named person.

    It is theirs where it names a permission of this account, or where nobody else ever acted by that tie of hers:
    a tie is a name that somebody wrote down, and an account is who signs in.
    """
    by_hand = principal.kind is Kind.CARER and principal.token_id is None
    if not by_hand or principal.cares_for != row.person_id or row.kind == AuthorityKind.NAMED_PERSON:
        return False
    permission = permission_of(principal)
    if permission is None or not permission.current(clock.now()):
        return False
    accounts = _accounts_by(row.person_id, row.tie_id)
    if principal.permission_id is None or accounts.get(principal.permission_id) != principal.account_id:
        return False
    if row.permission_id is not None:
        return accounts.get(row.permission_id) == principal.account_id
    return {*accounts.values()} == {principal.account_id}


def _accounts_by(person_id: UUID, tie_id: UUID) -> dict[UUID, UUID]:
    """Who ever acted by that tie of hers, by permission; asked once a page, and anew within an action."""
    known, key = memory(), (tie_id, "accounts by tie")
    if key not in known:
        given = CarerPermission.objects.filter(person_id=person_id, tie_id=tie_id).exclude(account=None)
        known[key] = dict(given.values_list("id", "account_id"))
    return known[key]


@widened(Why.RULE)
def held_by(principal: Principal) -> list[Authority]:
    """The authorities of the caller's own over whom they act for, that were not ended and of which she was told."""
    today = clock.today()
    rows = Authority.objects.filter(person__in=[principal.cares_for], ended_at=None, told=True)
    open_ones = rows.filter(Q(until=None) | Q(until__gt=today)).select_related("tie").order_by("since", "id")
    return [row for row in open_ones if is_holder(principal, row)]


@widened(Why.RULE)
def is_also_staff(principal: Principal, person_id: UUID) -> bool:
    """Whether the account that calls has a hat in a team that knows her now, or is she: it signs in one of them."""
    if principal.account_id is None:
        return False
    known, key = memory(), (principal, person_id, "also staff")
    if key not in known:
        known[key] = _also_staff(principal.account_id, person_id)
    return known[key]


def _also_staff(account_id: UUID, person_id: UUID) -> bool:
    if Person.objects.filter(pk=person_id, account__in=[account_id]).exists():
        return True
    teams = {hat.actor_id for hat in ecosystem.hats_of(account_id)}
    return (
        bool(teams)
        and Relationship.objects.filter(current(clock.now()), person_id=person_id, actor__in=teams).exists()
    )


def may_sign_part(principal: Principal, person_id: UUID, part: Part | None) -> Verdict:
    """One part at a time, of those that their permission lets them see: so it can be told to them what it will do.

    To shut everybody out of everything at once is not signed alone: those who help her write that down.
    """
    if part is None or part not in SHAREABLE:
        return Verdict.refuse("people.part_by_part")
    if is_also_staff(principal, person_id):
        return Verdict.refuse("people.in_one_hat")
    return not_lent(verdict(principal, person_id, part))
