"""What whoever acts for her asks for, who answers it, and who may know that somebody may be pressing her."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict
from ecotone.ground import clock
from ecotone.people.models import CarerPermission, CarerWish, Concern, Relationship
from ecotone.people.policies.record import current
from ecotone.people.policies.writing import is_own_record, is_their_own, may_act, may_write, only_consulted, only_self
from ecotone.people.rules import Act, CareRole
from ecotone.people.rules.signing import WishState


def may_pass_on(principal: Principal, person_id: UUID) -> Verdict:
    """Only who acts for her, where her permission lets them ask. She and those who help her ask themselves."""
    if principal.kind is not Kind.CARER:
        return Verdict.refuse("people.only_carers" if principal.account_id else "access.nobody")
    return may_act(principal, person_id, Act.ASK)


def may_answer_wish(principal: Principal, row: CarerWish) -> Verdict:
    """Staff who help her now: they ask her, and write down what she said. Never whoever passed it on, in any hat."""
    known = _may_ask_her(principal, row.person_id)
    if known.allowed and is_their_own(principal, row.person_id, row.permission.tie_id):
        return Verdict.refuse("access.own_account")
    return known


def may_answer_own_wish(principal: Principal, row: CarerWish) -> Verdict:
    """She alone, on her own page: she can always ask for help herself, so nobody gains by it what they had not."""
    return only_self(principal, row.person_id)


@widened(Why.RULE)
def may_begin_with(principal: Principal, person_id: UUID, wish_id: UUID) -> Verdict:
    """May an ask of the caller's say that it began with this? What she wishes, by her own answer or as written down.

    Never of whoever passed it on, in any hat.
    """
    row = CarerWish.objects.select_related("permission").filter(pk=wish_id, person_id=person_id).first()
    if row is None:
        return Verdict.refuse("people.not_wished")
    hers = may_answer_own_wish(principal, row)
    may, answer = (hers, row.own_answer) if hers.allowed else (may_answer_wish(principal, row), _answer(row))
    return may if not may.allowed or answer == WishState.WISHED else Verdict.refuse("people.not_wished")


def _answer(row: CarerWish) -> str:
    """What she said to staff; else on her own page, unless somebody may press her."""
    waits = row.state == WishState.WAITING
    own = row.own_answer if waits and row.own_answer and not is_pressed(row.person_id, row.permission.tie_id) else ""
    return own or row.state


def _may_ask_her(principal: Principal, person_id: UUID) -> Verdict:
    if not principal.practises:
        mine = may_write(principal, person_id)
        return Verdict.refuse("access.no_role") if mine.allowed else mine
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    known = may_write(principal, person_id)
    own = known.allowed and is_own_record(principal, person_id)
    return Verdict.refuse("access.own_account") if own else known


def helped_now(principal: Principal) -> QuerySet[Relationship]:
    """Whether the caller's team helps the person of an outer row now, and was not only consulted."""
    theirs = Relationship.objects.filter(current(clock.now()), person=OuterRef("person"), actor=principal.team_id)
    return theirs.exclude(role=CareRole.CONSULT)


def may_raise_concern(principal: Principal, permission: CarerPermission) -> Verdict:
    """She herself, or staff who help her now; never whoever it is about, in whatever hat."""
    if is_their_own(principal, permission.person_id, permission.tie_id):
        return Verdict.refuse("access.own_account")
    mine = only_self(principal, permission.person_id)
    return mine if mine.allowed else may_know_concerns(principal, permission.person_id)


def may_know_concerns(principal: Principal, person_id: UUID) -> Verdict:
    """Staff who help her now, by hand; no program, and not she, in any hat: another may read her pages with her.

    Whoever one is about is shown none about themselves: `queries.concerns`.
    """
    if principal.token_id is not None:
        return Verdict.refuse("access.by_hand")
    return _may_ask_her(principal, person_id)


@widened(Why.RULE)
def is_pressed(person_id: UUID, tie_id: UUID) -> bool:
    """Whether whoever that tie of hers speaks of may be pressing her. Asked only where staff write something down."""
    return concerns_about(person_id, tie_id).filter(lifted_at=None).exists()


def concerns_about(person: UUID | OuterRef, tie: UUID | OuterRef) -> QuerySet[Concern]:
    """Those about whoever that tie speaks of, by whatever permission: somebody may be pressing her, and no paper.

    So a concern goes on where they are given another permission, or sign by an authority that names none.
    """
    theirs = CarerPermission.objects.filter(tie=OuterRef(tie) if isinstance(tie, OuterRef) else tie)
    accounts = theirs.filter(account__isnull=False).values("account")
    same = Q(permission__tie=tie) | Q(permission__account__in=accounts)
    same |= Q(permission__email__in=theirs.exclude(email="").values("email"))
    return Concern.objects.filter(same, person=person)
