"""Open offers: an ask of whoever can help. Who is told may claim it, and the first claim wins; or pass it by.

offer_openly ──> told: A, B, C ──claim by B──> B is its target, as if asked and accepted; for A and C it is over
                               └─all pass, or the day passes──> back to the asker, with what was tried
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.actions.closing import CARE
from ecotone.care.actions.referrals import draft_referral, make, move
from ecotone.care.machine import BY_CODE, Party, Reason, State, read
from ecotone.care.models import Candidate, Referral
from ecotone.care.rules import Openly
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale, check
from ecotone.people import policies as people

OVER = Problem("care.offer_over")


@action("care.offer_openly")
def offer_openly(
    *,
    by: Principal,
    person_id: UUID,
    reply_by: date | None,
    place_id: UUID | None = None,
    note: str = "",
    **draft: Any,
) -> Referral:
    """Drafts an ask of whoever can help and tells them, in one step: takes what `draft_referral` takes.

    `place_id` is where help is needed, her home unless told; `note` is what all who are told may read.
    Raises Invalid where nobody is there to tell: then a wider place or need may help.
    """
    _, problems = read(BY_CODE["offer_openly"], {"reply_by": reply_by}, clock.today())
    check(problems)
    referral = draft_referral(by=by, person_id=person_id, openly=Openly(place_id, note), **draft)
    return move(
        by=by,
        referral_id=referral.id,
        version=referral.version,
        code="offer_openly",
        recorded={"reply_by": reply_by},
    )


@action("care.claim")
def claim(
    *, by: Principal, referral_id: UUID, service_id: UUID, recorded: Mapping[str, Any] | None = None
) -> Referral:
    """Takes an open offer on with one's own service. Of many who claim at once one gets it.

    Raises Invalid for the others, and where it has been stopped or the person does not want this team.
    """
    candidate = _candidates(by, referral_id).filter(service=service_id).select_related("service").first()
    basis = policies.may_claim(by, candidate).require("referral", referral_id).basis
    assert candidate is not None  # noqa: S101 - the policy refuses None
    referral, step = Referral.of(referral_id), BY_CODE["claim"]
    kept, problems = read(step, recorded or {}, clock.today())
    if candidate.service.status != "active":
        problems.append(Problem("care.service_not_active", "service"))
    check([OVER] if referral.state != State.UNCLAIMED or _refused(referral, candidate) else problems)
    try:
        return make(
            by,
            referral,
            step,
            Party.CANDIDATE,
            kept,
            basis,
            target_id=candidate.actor_id,
            service_id=candidate.service_id,
            sensitive=candidate.service.sensitivity == "sensitive",
        )
    except Stale as error:
        raise Invalid(OVER) from error


def _candidates(by: Principal, referral_id: UUID) -> Any:
    return Candidate.objects.filter(referral=referral_id, actor__in=[by.actor_id])


def _refused(referral: Referral, candidate: Candidate) -> bool:
    """Whether the person has since said no to this team: it learns no more than that the offer is over."""
    return bool(people.refused_by(referral.person_id, ecosystem.belonging([candidate.actor_id])))


@action("care.pass_on")
def pass_on(*, by: Principal, referral_id: UUID, reason: Reason, words: str = "") -> Referral:
    """Says that an open offer is none of one's own, and why. When nobody is left it goes back to the asker at once.

    One who has passed may still claim it while it is open.
    """
    mine = list(_candidates(by, referral_id))
    basis = policies.may_claim(by, mine[0] if mine else None).require("referral", referral_id).basis
    check(list(choice_problems(reason=(Reason, reason))))
    # Locked, so that of the last two who pass at one instant the second sees that nobody is left.
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if referral.state != State.UNCLAIMED:
        raise Invalid(OVER)
    for each in mine:
        each.change(version=each.version, passed_at=clock.now(), passed_by=by.signature, reason=reason, words=words)
    wrote("referral", referral_id, act="care.pass_on", basis=basis)
    if not Candidate.objects.filter(referral=referral, passed_at=None).exists():
        return move(by=CARE, referral_id=referral_id, version=referral.version, code="expire")
    return referral
