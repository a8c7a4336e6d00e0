"""May this principal use a right over this record, now, and why? Fails closed."""

from uuid import UUID

from ecotone.access.audit import memory
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.people import policies as people
from ecotone.people.models import Person
from ecotone.people.rules import Act
from ecotone.rights.entries import Entry
from ecotone.rights.models import Correction, Erasure


def may_have_record(principal: Principal, person_id: UUID) -> Verdict:
    """The whole of a record is read and taken away by her whose it is, and by nobody else."""
    return people.only_self(principal, person_id)


def may_ask_correction(principal: Principal, person_id: UUID) -> Verdict:
    """She; one who acts for her and may add to her story; those who help her, writing it down at her word."""
    if principal.kind is Kind.CARER:
        return people.may_act(principal, person_id, Act.TELL)
    return people.may_write(principal, person_id)


def may_point_at(principal: Principal, person_id: UUID, entry: Entry) -> Verdict:
    """Others than she point at what they may see of her record; what she keeps from them is not there for them, nor
    what a team noted that they may not know."""
    hidden = people.hidden_teams(principal, [person_id]).get(person_id, frozenset())
    if entry.part is None or entry.met in hidden or entry.id in people.kept_back(principal, person_id):
        return Verdict.refuse("people.not_permitted")
    return people.not_lent(people.verdict(principal, person_id, entry.part))


def may_answer_correction(principal: Principal, row: Correction) -> Verdict:
    """The team that wrote the entry; those who guard records where there is none, or where its day has passed.

    Whoever asked does not answer, nor does she herself in the hat of a team.
    """
    mine = principal.account_id is not None and principal.account_id == row.author_account_id
    if mine or _own_record(principal) == row.person_id:
        return Verdict.refuse("access.own_account")
    if principal.role is Role.GUARDIAN:
        overdue = row.reminded_on is not None
        if row.team_id is not None and not overdue:
            return Verdict.refuse("rights.for_who_wrote_it")
        return with_role(principal, Role.GUARDIAN)
    if principal.practises and row.team_id is not None and principal.actor_id == row.team_id:
        return Verdict.allow("access.by_role", Basis.ROLE)
    known = may_ask_correction(principal, row.person_id)
    return Verdict.refuse("rights.for_who_wrote_it") if known.allowed else known


@widened(Why.RULE)
def _own_record(principal: Principal) -> UUID | None:
    """Whose record the account is that calls, whatever hat it wears; asked once a page."""
    known, key = memory(), (principal, "own record")
    if key not in known:
        hers = Person.objects.filter(account__in=[principal.account_id])
        known[key] = hers.values_list("id", flat=True).first()
    return known[key]


def may_withdraw_correction(principal: Principal, row: Correction) -> Verdict:
    """She, whoever wrote it down for her; others only what their own side asked: nobody takes hers back for her."""
    return _what_they_asked(principal, row, may_ask_correction(principal, row.person_id))


def _what_they_asked(principal: Principal, row: Correction | Erasure, known: Verdict) -> Verdict:
    """The verdict, but a no for what was asked by another side than the caller's: she, one who acts for her, a team.

    Where a team asked, the account that asked need not be the one that takes it back.
    """
    own = principal.kind is Kind.PERSON or principal.is_system
    by_team = principal.practises and principal.actor_id == row.author_actor_id
    by_carer = principal.kind is Kind.CARER and principal.account_id == row.author_account_id
    if not known.allowed or own or by_team or by_carer:
        return known
    return Verdict.refuse("rights.for_who_asked")


def may_ask_erasure(principal: Principal, person_id: UUID) -> Verdict:
    """She; or those who help her, writing it down at her word. Nobody who acts for her: it cannot be undone; nor a
    team that was only consulted."""
    if principal.kind is Kind.CARER:
        return Verdict.refuse("people.only_self")
    known = people.may_write(principal, person_id)
    if known.allowed and people.only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    return known


def may_withdraw_erasure(principal: Principal, row: Erasure) -> Verdict:
    """She; or the team that wrote it down at her word."""
    return _what_they_asked(principal, row, may_ask_erasure(principal, row.person_id))


def may_decide_erasure(principal: Principal, person: Person) -> Verdict:
    """Those who guard records, by hand; never of their own record, nor of whom they act for, in another hat."""
    if principal.token_id is not None:
        return Verdict.refuse("access.by_hand")
    own = principal.account_id is not None and principal.account_id == person.account_id
    if own or person.id in people.acts_for(principal):
        return Verdict.refuse("access.own_account")
    if principal.is_system:
        return Verdict.refuse("access.no_role")
    return with_role(principal, Role.GUARDIAN)


may_hold = may_decide_erasure
