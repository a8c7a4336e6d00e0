"""May this principal see, state, answer or close this need or friction, now, and why?

stated need   all who have signed in read it; whoever stated it closes it, and answers what is offered
unmet need    the two ends of the ask it came of and the person; else the team that looked and found nothing
friction      its author and the author's team, and whoever sees the ask it belongs to, see all of it; anyone else in
              a hat sees its coded facts, and never how many there are: counts come from the observatory alone
"""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import Party
from ecotone.care.models import Friction, NeedOffer, Referral, StatedNeed, UnmetNeed
from ecotone.care.policies.seeing import ask_of, parties, seen
from ecotone.care.rules.needs import OfferState, Origin, Standing
from ecotone.care.rules.seeing import Sight
from ecotone.people import policies as people

CLOSES = frozenset({Party.SOURCE, Party.TARGET, Party.PERSON})


def may_speak(principal: Principal) -> Verdict:
    """Whoever wears a hat, in any role and sector, and a person with a record here."""
    if principal.is_system:
        return _by_system()
    if principal.kind is Kind.WORKER and principal.actor_id:
        return Verdict.allow("access.by_role", Basis.ROLE)
    if principal.kind is Kind.PERSON:
        return Verdict.allow("access.by_role", Basis.SELF)
    return Verdict.refuse("access.nobody")


def speaker(principal: Principal) -> UUID | None:
    """Whose word it is: the team's whose hat is worn, or the person's own; nobody's where Ecotone itself speaks."""
    return principal.person_id if principal.kind is Kind.PERSON else principal.actor_id


def may_turn_stated(principal: Principal, stated: StatedNeed) -> Verdict:
    """Whether a need is met is for those to say who stated it, not for those who would like it to be."""
    return _theirs(principal, stated.speaker_id, "care.only_who_stated_it")


def may_answer_offer(principal: Principal, offer: NeedOffer, became: OfferState) -> Verdict:
    """Who stated the need takes an offer up; who made it takes it back. Both may tell what came of it."""
    stated_it = _theirs(principal, offer.stated.speaker_id, "care.only_who_stated_it")
    offered_it = _theirs(principal, offer.speaker_id, "care.only_who_offered")
    if became is OfferState.TAKEN_BACK:
        return offered_it
    return offered_it if offer.state == became == OfferState.TAKEN_UP and offered_it.allowed else stated_it


def may_turn_unmet(principal: Principal, unmet: UnmetNeed) -> Verdict:
    """Those who asked, were asked, or need it; of a search, the team that made it."""
    if principal.is_system:
        return _by_system()
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    refused = Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    if unmet.origin == Origin.SEARCH:
        ours = principal.practises and unmet.noted_by_id == principal.actor_id
        return Verdict.allow("access.by_role", Basis.ROLE) if ours else refused
    referral = ask_of(unmet.origin_id or UUID(int=0))
    if not parties(principal, referral) & CLOSES:
        return refused
    return seen(principal, [referral], people.verdicts(principal, [referral.person_id]))[referral.id].verdict


def sees_referral(principal: Principal, referral: Referral) -> bool:
    """Whether the principal sees all of an ask, so that what is tied to it is theirs to see and to tie.

    Not so by a link, which opens the ask and nothing that is tied to it.
    """
    if principal.kind is Kind.LINK:
        return False
    how = seen(principal, [referral], people.verdicts(principal, [referral.person_id]))[referral.id]
    return how.sight is Sight.FULL


def _friction_sight(principal: Principal, friction: Friction, *, through_referral: bool) -> Sight:
    """FULL, OUTLINE for the coded facts alone, or NOTHING."""
    if wrote(principal, friction) or _of_team(principal, friction):
        return Sight.FULL
    if friction.state == Standing.WITHDRAWN:
        return Sight.NOTHING
    if through_referral:
        return Sight.FULL
    return Sight.OUTLINE if principal.kind is Kind.WORKER and principal.actor_id else Sight.NOTHING


def sight_of(by: Principal, friction: Friction) -> Sight:
    """How much of a friction the caller sees, its ask asked about only where that would tell more."""
    own = _friction_sight(by, friction, through_referral=False)
    if own is Sight.FULL or friction.referral_id is None or by.kind is Kind.NOBODY:
        return own
    through = sees_referral(by, ask_of(friction.referral_id))
    return _friction_sight(by, friction, through_referral=through)


def wrote(principal: Principal, friction: Friction) -> bool:
    """Whether it is the principal's own, in the hat it was written in, or as herself."""
    mine = principal.account_id is not None and friction.author_account_id == principal.account_id
    return mine and friction.author_actor_id == principal.actor_id


def _of_team(principal: Principal, friction: Friction) -> bool:
    return principal.practises and friction.author_actor_id == principal.actor_id


def may_correct(principal: Principal, friction: Friction) -> Verdict:
    """What somebody met is theirs alone to put right or to take back."""
    if principal.is_system:
        return _by_system()
    if wrote(principal, friction):
        return Verdict.allow("access.by_role", Basis.ROLE if principal.actor_id else Basis.SELF)
    return Verdict.refuse("care.only_its_author" if principal.account_id else "access.nobody")


def _theirs(principal: Principal, speaker_id: UUID | None, no: str) -> Verdict:
    if principal.is_system:
        return _by_system()
    spoken = may_speak(principal)
    if spoken.allowed and speaker_id is not None and speaker(principal) == speaker_id:
        return spoken
    return Verdict.refuse(no if spoken.allowed else spoken.code)


def _by_system() -> Verdict:
    return Verdict.allow("access.by_role", Basis.SYSTEM)
