"""Who may offer a person a way to sign in as herself, where, and who takes her account off. Fails closed."""

from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.models import Account
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people.models import CarerPermission, OwnWayIn, Person, Relationship
from ecotone.people.policies.record import current, verdict
from ecotone.people.policies.writing import is_own_record, may_write, only_consulted, only_self
from ecotone.people.rules import Part
from ecotone.people.rules.way_in import mailbox


def may_offer_way_in(principal: Principal, person_id: UUID) -> Verdict:
    """Staff who help her now and may know how to reach her, by hand; never she, nor whoever is around her, in a hat.

    Not who was only consulted, nor by an emergency, a law or to learn; no program, and not Ecotone itself.
    """
    if principal.token_id is not None or principal.is_service or principal.is_system:
        return Verdict.refuse("access.by_hand")
    if not principal.practises:
        mine = may_write(principal, person_id)
        return Verdict.refuse("access.no_role") if mine.allowed else mine
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    known = may_write(principal, person_id, Part.CONTACT)
    if known.allowed and stands_beside_her(principal, person_id):
        return Verdict.refuse("access.own_account")
    return known


@widened(Why.RULE)
def stands_beside_her(principal: Principal, person_id: UUID) -> bool:
    """Whether the account that calls, in whatever hat, is hers, or was ever offered to act for her."""
    account = Account.objects.filter(pk=principal.account_id).first() if principal.account_id else None
    if account is None:
        return True  # who does not say who they are offers nothing
    return is_own_record(principal, person_id) or _acted(person_id, account.email).exists()


def _acted(person_id: UUID, address: str) -> QuerySet[CarerPermission]:
    theirs = Q(email__in=mailbox(address)) | Q(account__email__in=mailbox(address))
    return CarerPermission.objects.filter(theirs, person_id=person_id)


def refused_openly(principal: Principal, person_id: UUID, address: str) -> str:
    """Why this worker may not offer it at that address, as far as they may know whose it is; "" for all others.

    What they may not know is found only by whoever holds both halves (`is_anothers`): else they would learn by
    offering which addresses belong to somebody here.
    """
    # All is asked for each address, so that how long it takes says no more than the answer.
    there = {account.id for account in _accounts_at(address)}
    colleagues = {hat.account_id for hat in ecosystem.workers_of(principal.team_id)}
    if principal.account_id in there:
        return "people.way_in_own_address"
    if there & colleagues:
        return "people.way_in_colleague"
    if verdict(principal, person_id, Part.CIRCLE).allowed and _acted(person_id, address).exists():
        return "people.way_in_carer"
    return ""


@widened(Why.RULE)
def is_anothers(row: OwnWayIn) -> bool:
    """Whether the address is, by now, of somebody who must never sign in as her.

    Whoever offered it or works in a team that helps her, whoever acts for her or did, another person's record, a
    closed account. Asked again at the very end: all this may have come about since it was offered.
    """
    if _acted(row.person_id, row.address).exists():
        return True
    return any(_never_hers(row, account) for account in _accounts_at(row.address))


def _accounts_at(address: str) -> list[Account]:
    """Who signs in with that address, or reads what is mailed to it by signing in with the same without a tag."""
    return list(Account.objects.filter(email__in=mailbox(address)))


def _never_hers(row: OwnWayIn, account: Account) -> bool:
    if not account.is_active or account.kind != AccountKind.PERSON or account.id == row.author_account_id:
        return True
    if Person.objects.filter(account=account).exclude(pk=row.person_id).exists():
        return True
    helping = Relationship.objects.filter(current(clock.now()), person_id=row.person_id)
    teams = {*helping.values_list("actor_id", flat=True)}
    return any(hat.actor_id in teams for hat in ecosystem.hats_of(account.id))


def may_take_off_account(principal: Principal, person_id: UUID) -> Verdict:
    """She takes it off her own record; whoever guards records does for her safety, of nobody they are, act for or
    were ever offered to act for."""
    if principal.token_id is not None or principal.is_service or principal.is_system:
        return Verdict.refuse("access.by_hand")
    if principal.role is not Role.GUARDIAN:
        return only_self(principal, person_id)
    if stands_beside_her(principal, person_id):
        return Verdict.refuse("access.own_account")
    return with_role(principal, Role.GUARDIAN)


def may_read_ways_in(principal: Principal, person_id: UUID) -> Verdict:
    """How she came to sign in: she herself, and staff who may offer it."""
    if principal.kind is Kind.PERSON:
        return only_self(principal, person_id)
    return may_offer_way_in(principal, person_id)
