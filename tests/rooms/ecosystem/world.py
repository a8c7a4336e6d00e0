"""Builds small ecosystems for tests, through the actions alone."""

from collections.abc import Iterable
from contextlib import contextmanager
from itertools import count
from uuid import UUID

from django.db import transaction

from ecotone.access.actions import open_account
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Actor, Hat, Institution, Need, Place, Remit, Terms, Tie
from ecotone.ecosystem.rules import (
    ActorKind,
    Containment,
    Domain,
    InstitutionKind,
    Level,
    PlaceKind,
    Sector,
    TieKind,
)

SYSTEM = Principal.system("tests")
_numbers = count(1)


def place(name: str, kind: PlaceKind = PlaceKind.LOCALITY, *parents: Place, **fields) -> Place:
    ways = [(parent.id, Containment.GEOGRAPHIC) for parent in parents]
    return actions.add_place(by=SYSTEM, kind=kind, name=name, parents=ways, **fields)


def actor(
    name: str,
    *places: Place,
    kind: ActorKind = ActorKind.ORGANISATION,
    sector: Sector = Sector.THIRD,
    domain: Domain = Domain.COMMUNITY,
    part_of: Iterable[Actor] = (),
    **fields,
) -> Actor:
    return actions.add_actor(
        by=SYSTEM,
        kind=kind,
        name=name,
        sector=sector,
        domain=domain,
        place_ids=[each.id for each in places],
        part_of_ids=[each.id for each in part_of],
        **fields,
    )


def team(name: str, *organisations: Actor, sector: Sector = Sector.NHS, **fields) -> Actor:
    return actor(name, kind=ActorKind.TEAM, sector=sector, part_of=organisations, **fields)


def account(name: str = "Morag Baird") -> Account:
    return open_account(by=SYSTEM, name=name, email=f"{next(_numbers)}@example.org")


def hat(of: Account, where: Actor, role: Role = Role.WORKER, title: str = "Worker", **fields) -> Hat:
    return actions.give_hat(by=SYSTEM, account_id=of.id, actor_id=where.id, role=role, title=title, **fields)


def worn(one: Hat) -> Principal:
    """The principal of that hat. Fails where the hat opens nothing."""
    principal = queries.principal_for(one.account_id, one.account.name, one.id)
    assert principal is not None
    return principal


def wearing(where: Actor, role: Role = Role.WORKER, **fields) -> Principal:
    """Somebody new in a hat of that actor; where the place has terms, whoever answers for them has agreed."""
    of = hat(account(), where, role, **fields)
    by = worn(of)
    return agreed(by) if by.without_terms else by


def agreed(by: Principal) -> Principal:
    """The same, once the organisations of its hat have agreed to the terms of the place."""
    terms = Terms.objects.get(until=None)
    for each in queries.our_terms(by):
        if each.agreement is None:
            actions.agree_to_terms(by=SYSTEM, organisation_id=each.organisation_id, terms_id=terms.id)
    return worn(Hat.of(by.hat_id))


def a_person() -> Principal:
    return Principal(kind=Kind.PERSON, account_id=account("Jean Rafferty").id, name="Jean", person_id=UUID(int=7))


def need(code: str, parent: str = "", **fields) -> Need:
    return actions.add_need(by=SYSTEM, code=code, name=code.title(), parent_code=parent, **fields)


def remit(of: Actor, what: Need, where: Place, **fields) -> Remit:
    return actions.add_remit(by=SYSTEM, actor_id=of.id, need_id=what.id, place_id=where.id, **fields)


def tie(
    source: Actor, target: Actor, kind: TieKind = TieKind.PARTNERSHIP, *, by: Principal = SYSTEM, **fields
) -> Tie:
    return actions.add_tie(by=by, kind=kind, source_id=source.id, target_id=target.id, **fields)


def institution(name: str, *, by: Principal = SYSTEM, **fields) -> Institution:
    given = {"kind": InstitutionKind.POLICY, "domain": Domain.SYSTEM, "level": Level.MESO} | fields
    return actions.add_institution(by=by, name=name, **given)


@contextmanager
def undone():
    """What is built inside is rolled back: one example of a property never meets the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
