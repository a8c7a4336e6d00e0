"""May this principal write this about the ecosystem? Reading is open to all who sign in; writing fails closed.

Ecotone itself ─────────────────────────────> everything
administrator, lead, officer, steward ──────> about the actor whose hat they wear
administrator of an organisation ───────────> about its teams too, which have no lead on their first day
steward ────────────────────────────────────> places, needs, institutions that nobody issued, the terms
administrator, lead, at the organisation ───> agrees to the terms for it, and ends that
anyone signed in ───────────────────────────> context of a place
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem.models import Actor, Hat, PlaceContext, Site, Tie
from ecotone.ecosystem.rules import KEEPS_ACTOR, MAY_GIVE, SPEAKS, ActorKind, Claim, TieKind, other_sides
from ecotone.ground import clock


def keeps(principal: Principal, actor_id: UUID | None) -> Verdict:
    """May the principal write about this actor? Nobody's actor is nobody's to keep."""
    if principal.is_system:
        return _by_system()
    if actor_id and _keeps_own(principal) and (principal.actor_id == actor_id or _runs(principal, actor_id)):
        return _by_role()
    return _refused(principal, "ecosystem.not_your_actor")


def keeps_one_of(principal: Principal, actor_ids: Iterable[UUID]) -> tuple[Verdict, UUID | None]:
    """The verdict for the first of these actors that the principal keeps, and which one that is."""
    for actor_id in sorted(actor_ids, key=lambda each: each != principal.actor_id):
        verdict = keeps(principal, actor_id)
        if verdict.allowed:
            return verdict, None if principal.is_system else actor_id
    return _refused(principal, "ecosystem.not_your_actor"), None


def keeps_the_map(principal: Principal) -> Verdict:
    """Places and needs concern everyone: the stewards keep them."""
    return with_role(principal, Role.STEWARD)


def may_add_actor(principal: Principal, kind: str, part_of: Iterable[UUID]) -> Verdict:
    """Stewards list new actors; who keeps an organisation adds teams to it."""
    if keeps_the_map(principal).allowed:
        return keeps_the_map(principal)
    if kind == ActorKind.TEAM and _keeps_own(principal) and principal.actor_id in set(part_of):
        return _by_role()
    return _refused(principal, "ecosystem.not_your_actor")


def may_add_site(principal: Principal) -> Verdict:
    return with_role(principal, *KEEPS_ACTOR)


def may_use_site(principal: Principal, site: Site) -> Verdict:
    """May the principal give this site to its actor? Else a confidential address could be read by moving in."""
    if principal.is_system:
        return _by_system()
    if not site.confidential or _at_site(principal, site):
        return _by_role()
    return _refused(principal, "ecosystem.confidential_site")


def keeps_site(principal: Principal, site: Site) -> Verdict:
    """Who keeps an actor that added the site, or is at home there."""
    if principal.is_system:
        return _by_system()
    if _keeps_own(principal) and _at_site(principal, site):
        return _by_role()
    return _refused(principal, "ecosystem.not_your_actor")


def may_add_context(principal: Principal) -> Verdict:
    """Anyone signed in may say what is true of a place: those who live there above all."""
    if principal.is_system:
        return _by_system()
    if principal.kind in (Kind.WORKER, Kind.PERSON) and principal.account_id:
        return Verdict.allow("ecosystem.signed_in", Basis.OPEN)
    return Verdict.refuse("access.nobody")


def may_end_context(principal: Principal, context: PlaceContext) -> Verdict:
    """Whoever said it, whoever keeps the actor they said it for, and the stewards."""
    if principal.account_id and principal.account_id == context.added_by:
        return Verdict.allow("ecosystem.said_it", Basis.SELF)
    kept = keeps(principal, context.added_by_actor_id)
    return kept if kept.allowed else keeps_the_map(principal)


def may_answer(principal: Principal, tie: Tie) -> tuple[Verdict, UUID | None]:
    """Only the side that did not make the claim answers it. Also says which actor answers."""
    verdict, answering = keeps_one_of(principal, other_sides(tie.source_id, tie.target_id, tie.claimed_by_id))
    return (verdict if verdict.allowed else _refused(principal, "ecosystem.other_side_answers")), answering


def may_note_asked(principal: Principal, source_id: UUID, target_id: UUID) -> Verdict:
    """Those on either side of a question know that it was asked."""
    if principal.is_system:
        return _by_system()
    if principal.kind is Kind.WORKER and principal.actor_id in (source_id, target_id):
        return _by_role()
    return _refused(principal, "ecosystem.not_your_actor")


def may_give_hat(
    principal: Principal, actor_id: UUID, role: str, employer_id: UUID | None, account_id: UUID | None = None
) -> Verdict:
    """A lead or administrator gives the hats of its team, and lends it no organisation that it is not part of.

    Nobody gives one to themselves (`account_id`): an administrator sees no record, and so shall see none.
    """
    if principal.is_system:
        return _by_system()
    if account_id and account_id == principal.account_id:
        return Verdict.refuse("ecosystem.not_to_oneself")
    kept = keeps(principal, actor_id)
    if not kept.allowed:
        return kept
    if principal.role is None or role not in MAY_GIVE.get(principal.role, ()):
        return Verdict.refuse("ecosystem.hat_beyond_team")
    if employer_id and not _may_lend(principal, actor_id, employer_id):
        return Verdict.refuse("ecosystem.not_the_employer")
    return kept


def _may_lend(principal: Principal, actor_id: UUID, employer_id: UUID) -> bool:
    """Whether somebody's employer may be said to be that: an organisation that the team is part of.

    An administrator says it of their own alone, a lead of a team for which the terms do not stand of none: else its
    people would see records because another organisation has agreed.
    """
    own = principal.role is Role.ADMINISTRATOR and employer_id == principal.actor_id
    may = own or (principal.role is Role.LEAD and not principal.without_terms)
    return may and (employer_id == actor_id or _is_part_of(actor_id, employer_id))


def may_take_off_hat(principal: Principal, hat: Hat) -> Verdict:
    """The wearer, and whoever could have given it; an administrator's own is for another to take off."""
    if principal.kind is Kind.WORKER and principal.account_id == hat.account_id:
        if hat.role == Role.ADMINISTRATOR:
            return Verdict.refuse("ecosystem.not_own_hat")
        return Verdict.allow("ecosystem.own_hat", Basis.SELF)
    return may_give_hat(principal, hat.actor_id, hat.role, None)


def keeps_staff(principal: Principal) -> Verdict:
    """Who lets people in to the organisation whose hat is worn, and sees who wears which hat there."""
    if principal.token_id:
        return Verdict.refuse("access.by_hand")
    return with_role(principal, Role.ADMINISTRATOR)


def keeps_account(principal: Principal, account_id: UUID) -> Verdict:
    """Whose account is the organisation's own: all its hats are worn there, and are such as its administrator gives.

    Who acts in another organisation too, or in a hat that reaches beyond one, is not theirs; oneself neither.
    """
    kept = keeps_staff(principal)
    if not kept.allowed or principal.is_system:
        return kept
    if account_id == principal.account_id:
        return Verdict.refuse("ecosystem.not_own_account")
    hats = list(Hat.objects.filter(account=account_id))
    open_ = [hat for hat in hats if hat.until is None or hat.until > clock.today()]
    here = {actor_id for actor_id in {hat.actor_id for hat in hats} if keeps(principal, actor_id).allowed}
    theirs = all(hat.actor_id in here and hat.role in MAY_GIVE[Role.ADMINISTRATOR] for hat in open_)
    return kept if here and theirs else Verdict.refuse("ecosystem.not_your_account")


def keeps_terms(principal: Principal) -> Verdict:
    """The terms of the place are its stewards' to publish and withdraw, by hand."""
    if principal.token_id:
        return Verdict.refuse("access.by_hand")
    return with_role(principal, Role.STEWARD)


def sees_agreements(principal: Principal) -> Verdict:
    """Who has agreed and who has not: for stewards, guardians of records and whoever keeps accounts."""
    return with_role(principal, Role.STEWARD, Role.GUARDIAN, Role.ADMINISTRATOR)


def speaks_for(principal: Principal, organisation_id: UUID) -> Verdict:
    """May the principal agree to the terms for this organisation? By hand, in a hat worn there and nowhere below.

    A team that is part of an organisation is spoken for by that: only one that stands alone speaks for itself.
    """
    if principal.is_system:
        return _by_system()
    if principal.token_id:
        return Verdict.refuse("access.by_hand")
    its_own = principal.kind is Kind.WORKER and principal.role in SPEAKS and principal.actor_id == organisation_id
    if its_own and principal.organisation_ids <= {organisation_id}:
        return Verdict.allow("ecosystem.speaks_for", Basis.ROLE)
    return _refused(principal, "ecosystem.not_speaking")


def may_end_agreement(principal: Principal, organisation_id: UUID) -> Verdict:
    """Whoever speaks for it; and a steward, where terms are broken."""
    own = speaks_for(principal, organisation_id)
    return own if own.allowed or not keeps_terms(principal).allowed else keeps_terms(principal)


def may_end_work(principal: Principal, account_id: UUID, organisation_id: UUID | None = None) -> Verdict:
    """Whether somebody wears a hat that this administrator may end: what a leaver, a mover and a review ask.

    `organisation_id`, where it is said, is the one whose hat the administrator wears. Oneself not: another
    administrator sees to that.
    """
    kept = keeps_staff(principal)
    if not kept.allowed or principal.is_system:
        return kept
    if organisation_id not in (None, principal.actor_id):
        return Verdict.refuse("ecosystem.not_your_account")
    if account_id == principal.account_id:
        return Verdict.refuse("ecosystem.not_own_account")
    today = clock.today()
    roles = [str(role) for role in MAY_GIVE[Role.ADMINISTRATOR]]
    hats = Hat.objects.filter(Q(until=None) | Q(until__gt=today), account=account_id, role__in=roles)
    theirs = any(keeps(principal, actor_id).allowed for actor_id in set(hats.values_list("actor", flat=True)))
    return kept if theirs else Verdict.refuse("ecosystem.not_your_account")


def keeps_programs(principal: Principal, organisation_id: UUID) -> Verdict:
    """Who lets an organisation's own programs call, and ends them: its administrator, by hand."""
    kept = keeps_staff(principal)
    if not kept.allowed or principal.is_system or principal.actor_id == organisation_id:
        return kept
    return Verdict.refuse("ecosystem.not_your_account")


def may_undo_leaving(principal: Principal, organisation_id: UUID) -> Verdict:
    """Any administrator of the organisation that somebody left."""
    kept = keeps_staff(principal)
    if kept.allowed and (principal.is_system or principal.actor_id == organisation_id):
        return kept
    return kept if not kept.allowed else Verdict.refuse("ecosystem.not_your_account")


def keeps_institution(principal: Principal, issuer_id: UUID | None) -> Verdict:
    """Who keeps its issuer; what nobody issued, the stewards keep."""
    return keeps(principal, issuer_id) if issuer_id else keeps_the_map(principal)


def sees_address(principal: Principal, actor_id: UUID, site: Site) -> bool:
    """Where a confidential site is, only the hats of the actor that is there may read."""
    return not site.confidential or (principal.kind is Kind.WORKER and principal.actor_id == actor_id)


def signed_in(principal: Principal) -> Verdict:
    """What is open to everyone who has signed in."""
    if principal.kind in (Kind.NOBODY, Kind.LINK):
        return Verdict.refuse("access.nobody")
    return Verdict.allow("ecosystem.signed_in", Basis.OPEN)


def _keeps_own(principal: Principal) -> bool:
    return principal.kind is Kind.WORKER and principal.role in KEEPS_ACTOR


def _runs(principal: Principal, actor_id: UUID) -> bool:
    own = principal.actor_id
    return principal.role is Role.ADMINISTRATOR and own is not None and _is_part_of(actor_id, own)


def _is_part_of(team_id: UUID, organisation_id: UUID) -> bool:
    """Whether both sides hold it so today: what a team merely claims opens nothing."""
    ties = Tie.objects.filter(Tie.on(clock.today()), kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
    return ties.filter(source=team_id, target=organisation_id).exists()


def _at_site(principal: Principal, site: Site) -> bool:
    own = principal.actor_id
    return own is not None and (site.kept_by_id == own or Actor.objects.filter(pk=own, site=site).exists())


def _by_system() -> Verdict:
    return Verdict.allow("access.by_role", Basis.SYSTEM)


def _by_role() -> Verdict:
    return Verdict.allow("access.by_role", Basis.ROLE)


def _refused(principal: Principal, code: str) -> Verdict:
    return Verdict.refuse(code if principal.account_id else "access.nobody")
