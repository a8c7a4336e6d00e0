"""May this principal change a person's record, act for her, or pass on what is in it? Fails closed.

What an emergency, a law or a grant to learn opened may be read, and nothing else: every one of these says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import memory
from ecotone.access.models import Account
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role
from ecotone.access.verdicts import Verdict
from ecotone.ground import clock
from ecotone.people.models import CarerPermission, Person, Relationship
from ecotone.people.policies.record import current, permission_of, verdict, verdicts
from ecotone.people.rules import ALWAYS, SHAREABLE, TO_LEARN, Act, CareRole, Choice, Effect, Part


def may_write(principal: Principal, person_id: UUID, part: Part = Part.IDENTITY) -> Verdict:
    """May the principal write into this part of the record? Whoever may see it: who knows who she is, by default.

    Not so a carer, whose permission names one by one what may be done: `may_act` answers for those.
    """
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER:
        return Verdict.refuse("people.not_permitted")
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    return not_lent(verdict(principal, person_id, part))


def not_lent(verdict: Verdict) -> Verdict:
    """The same verdict, but a no where an emergency, a law or a grant to learn alone opens what is to be written or
    passed on."""
    if verdict.basis is Basis.VITAL_INTEREST:
        return Verdict.refuse("people.read_only_emergency")
    if verdict.basis is Basis.LEGAL_DUTY:
        return Verdict.refuse("people.read_only_duty")
    return Verdict.refuse("people.read_only_learning") if verdict.code == TO_LEARN else verdict


def may_act(principal: Principal, person_id: UUID, act: Act, part: Part = Part.IDENTITY) -> Verdict:
    """May a carer do this for the person now? Only what her permission names, on a part that it lets them see."""
    seen = not_lent(verdict(principal, person_id, part))
    permission = permission_of(principal)
    if not seen.allowed or (permission and act in permission.acts):
        return seen
    return Verdict.refuse("people.not_permitted")


def may_tell(principal: Principal, person_id: UUID, section: Part) -> Verdict:
    """May the principal add to this section of her story? A carer permitted to tell, where they may read."""
    if principal.kind is Kind.CARER:
        return may_act(principal, person_id, Act.TELL, section)
    return may_write(principal, person_id)


def may_add_person(principal: Principal) -> Verdict:
    """Those who work with people take a new person in; a relationship with their own team is opened with it."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.practises:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_change_contact(principal: Principal, person_id: UUID) -> Verdict:
    """May the principal write down how to reach her safely? Only who may read it, lest it be lost unread."""
    return may_write(principal, person_id, Part.CONTACT)


def may_link_account(principal: Principal, account_id: UUID) -> Verdict:
    """An account that signs in as her sees all: those who guard records link it, and never their own."""
    if principal.account_id == account_id:
        return Verdict.refuse("access.own_account")
    return with_role(principal, Role.GUARDIAN)


def only_consulted(principal: Principal, person_id: UUID) -> bool:
    """Whether the principal's team knows of her for a question or for one meeting, and for nothing else.

    That lets it see who she is. To pass her on, or to change what holds for her, is for those who help her.
    """
    known, key = memory(), (principal, person_id, "only consulted")
    if key not in known:
        known[key] = person_id in consulted(principal, [person_id])
    return known[key]


@widened(Why.RULE)
def consulted(principal: Principal, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these people of whom the same holds. One query."""
    if not (principal.practises and person_ids):
        return frozenset()
    ties = Relationship.objects.filter(current(clock.now()), person__in=person_ids, actor__in=[principal.actor_id])
    roles = defaultdict(set)
    for person_id, role in ties.values_list("person_id", "role"):
        roles[person_id].add(role)
    return frozenset(person_id for person_id, held in roles.items() if held == {CareRole.CONSULT})


def may_share(
    principal: Principal, person_id: UUID, parts: Iterable[Part], *, actor_id: UUID | None = None
) -> Verdict:
    """May the principal pass these parts on (to this actor)? Only what it may see itself, and never to its own team.

    Its own team has what was shared with it; more of it, or for longer, is for others to give. A carer passes nothing
    on: what they ask for goes to those who help her (`policies.pressing`), whatever anybody thinks of the carer.
    """
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER:
        asking = may_act(principal, person_id, Act.ASK)
        return Verdict.refuse("people.is_passed_on") if asking.allowed else asking
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    mine = verdicts(principal, [person_id])[person_id]
    who = not_lent(mine[Part.IDENTITY])
    if not who.allowed:
        return who
    if actor_id is not None and actor_id == principal.actor_id:
        return Verdict.refuse("people.own_team")
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    if all(part in mine and not_lent(mine[part]).allowed for part in {*parts} - ALWAYS):
        return who
    return Verdict.refuse("people.cannot_share_unseen")


def may_choose(principal: Principal, person_id: UUID, choice: Choice) -> Verdict:
    """The person chooses; those who care for her now may write down a refusal, or a grant of what they see.

    What they see by her grant they do not grant themselves: it would outlast hers.
    """
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    if choice.effect == Effect.REFUSAL or principal.kind is Kind.CARER:
        return may_write(principal, person_id)
    parts = [choice.part] if choice.part else SHAREABLE
    verdict = may_share(principal, person_id, parts)
    if verdict.allowed and choice.is_to(principal.actor_ids, principal.sectors, choice.purpose or Purpose.CARE):
        mine = verdicts(principal, [person_id])[person_id]
        if any(mine[part].basis is Basis.GRANT for part in parts):
            return Verdict.refuse("people.own_team")
    return verdict


def only_self(principal: Principal, person_id: UUID) -> Verdict:
    """What only the person herself may see or do: who looked, what she thinks of a contact."""
    if principal.kind is Kind.PERSON and principal.person_id == person_id:
        return Verdict.allow("people.own_record", Basis.SELF)
    return Verdict.refuse("people.only_self" if principal.account_id else "access.nobody")


def may_give_permission(principal: Principal, person_id: UUID, parts: Iterable[Part], *, sensitive: bool) -> Verdict:
    """She gives permission to act for her; staff may write it down at her word, and then only for what they see.

    Nobody gives it to themselves, and nobody but she opens what is marked as sensitive.
    """
    mine = only_self(principal, person_id)
    if mine.allowed or not principal.practises:
        return mine
    if sensitive:
        return Verdict.refuse("people.only_self")
    return may_share(principal, person_id, parts)


def may_end_permission(principal: Principal, person_id: UUID) -> Verdict:
    """She takes it back at any time, alone; staff who help her at her word; those who guard records."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.role is Role.GUARDIAN:
        return Verdict.allow("access.by_role", Basis.ROLE)
    if principal.practises:
        return may_write(principal, person_id)
    mine, known = only_self(principal, person_id), verdict(principal, person_id, Part.IDENTITY)
    return mine if mine.allowed or known.allowed else known


@widened(Why.RULE)
def is_own_record(principal: Principal, person_id: UUID) -> bool:
    """Whether the account that calls, in whatever hat, signs in as this person."""
    return Person.objects.filter(pk=person_id, account__in=[principal.account_id]).exists()


@widened(Why.RULE)
def is_their_own(principal: Principal, person_id: UUID, tie_id: UUID) -> bool:
    """Whether the account that calls, in whatever hat, is who that tie of hers speaks of.

    By any permission of theirs, also one that they have not answered yet, or that has ended.
    """
    if principal.account_id is None:
        return False
    known, key = memory(), (principal, tie_id, "their own")
    if key not in known:
        theirs = Q(account__in=[principal.account_id]) | Q(
            email__in=Account.objects.filter(pk=principal.account_id).exclude(email="").values("email")
        )
        known[key] = CarerPermission.objects.filter(theirs, person_id=person_id, tie_id=tie_id).exists()
    return known[key]


@widened(Why.RULE)
def acts_for(principal: Principal) -> frozenset[UUID]:
    """For whom the account that calls acts, or acted, as a carer, whatever hat it wears now."""
    if principal.account_id is None:
        return frozenset()
    held = CarerPermission.objects.filter(account__in=[principal.account_id])
    return frozenset(held.values_list("person_id", flat=True))


def may_suspend_permission(principal: Principal, permission: CarerPermission) -> Verdict:
    """For her safety: staff who help her now, and those who guard records. Not she: she takes it back.

    Whoever holds the permission neither stops it so nor lets it hold again, whatever else they are to her.
    """
    person_id = permission.person_id
    if is_their_own(principal, person_id, permission.tie_id):
        return Verdict.refuse("access.own_account")
    if principal.role is Role.GUARDIAN or principal.is_system:
        return with_role(principal, Role.GUARDIAN)
    if principal.practises:
        return may_write(principal, person_id)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_read_permissions(principal: Principal, person_id: UUID) -> Verdict:
    """Whom she lets act for her: she, those who help her now, and those who guard records. Never a carer."""
    if principal.role is Role.GUARDIAN:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return may_write(principal, person_id)


def may_note_leaving(principal: Principal, person_id: UUID) -> Verdict:
    """That somebody died or moved away is noted by those who work with people and help her now."""
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    if principal.is_system or principal.practises:
        return may_write(principal, person_id)
    return with_role(principal, Role.GUARDIAN)
