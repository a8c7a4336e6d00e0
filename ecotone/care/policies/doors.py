"""May this principal see or write down that somebody was sent on, now, and why?

A signpost is part of what was asked for a person: those see it with whom that part was shared, whoever wrote it
down for their own team, and she. Where the place would tell too much, only those who wrote it, and she.
"""

from collections.abc import Mapping
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Signpost
from ecotone.people import policies as people
from ecotone.people.rules import Part


def may_signpost(principal: Principal, person_id: UUID) -> Verdict:
    """Whoever helps her may write it down; so may she."""
    return people.may_write(principal, person_id)


def may_see_signpost(
    principal: Principal, row: Signpost, verdicts: Mapping[Part, Verdict], hidden: frozenset[UUID]
) -> Verdict:
    """`verdicts` on the parts of her record; `hidden` the teams around her whose name would tell this reader."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    who, listed = people.knows(verdicts), verdicts[Part.REFERRALS]
    if not who.allowed or _is_hers(principal, row) or _is_ours(principal, row):
        return who
    if not listed.allowed:
        return listed
    ends = {row.from_actor_id, row.to_actor_id, row.to_service.provider_id if row.to_service else None}
    if row.sensitive or ends & hidden:
        return Verdict.refuse("care.signpost_of_others")
    return listed


def may_change_signpost(principal: Principal, row: Signpost) -> Verdict:
    """Whoever wrote it down says more of it or takes it back; so does she, whoever wrote it."""
    if not principal.is_system and not _is_hers(principal, row) and not _is_ours(principal, row):
        return Verdict.refuse("care.signpost_of_others" if principal.account_id else "access.nobody")
    return people.may_write(principal, row.person_id)


def _is_hers(principal: Principal, row: Signpost) -> bool:
    return principal.kind is Kind.PERSON and principal.person_id == row.person_id


def _is_ours(principal: Principal, row: Signpost) -> bool:
    return principal.practises and principal.actor_id == row.author_actor_id
