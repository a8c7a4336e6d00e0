"""How much of a referral does this principal see, in which capacities, and why not more?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import Party, State
from ecotone.care.models import Referral
from ecotone.care.policies.carers import carer_sees
from ecotone.care.rules import Sight, sight
from ecotone.people import policies as people
from ecotone.people.rules import Part


@dataclass(frozen=True)
class Seen:
    """How much of one referral a principal sees, in which capacities, and why not more.

    `hidden` are the teams around the person whose name would tell one who has no part in the referral too much.
    """

    sight: Sight
    parties: frozenset[Party]
    verdict: Verdict
    hidden: frozenset[UUID] = frozenset()


def parties(principal: Principal, referral: Referral) -> frozenset[Party]:
    """In what capacities the principal stands to a referral; none for a stranger.

    A draft is its author's: neither the one who may be asked nor the person it is about has a part in it yet.
    """
    if principal.is_system:
        return frozenset({Party.CLOCK, Party.SOURCE, Party.TARGET, Party.PERSON, Party.ECOTONE})
    if principal.kind is Kind.PERSON and principal.person_id == referral.person_id:
        if referral.source_id is None:
            return frozenset({Party.PERSON, Party.SOURCE})
        return frozenset({Party.PERSON} if referral.state != State.DRAFT else ())
    if principal.kind is Kind.CARER:
        return frozenset({Party.CARER} if carer_sees(principal, referral) else ())
    if principal.kind is Kind.LINK:
        return frozenset({Party.TARGET} if _is_mailed_for(principal, referral) else ())
    found: set[Party] = set()
    if principal.practises and principal.actor_id == referral.source_id:
        found.add(Party.SOURCE)
    if principal.practises and principal.actor_id == referral.target_id and referral.state != State.DRAFT:
        found.add(Party.TARGET)
    if principal.role is Role.GUARDIAN:
        found.add(Party.RECORDS)
    return frozenset(found)


def _is_mailed_for(principal: Principal, referral: Referral) -> bool:
    """Whether the principal came by a link that was mailed for exactly this ask, and to its target."""
    link = principal.link
    mailed = link is not None and link.referral_id == referral.id and link.person_id == referral.person_id
    return mailed and principal.actor_id == referral.target_id and referral.state != State.DRAFT


def seen(
    principal: Principal, rows: list[Referral], verdicts: Mapping[UUID, Mapping[Part, Verdict]]
) -> dict[UUID, Seen]:
    """How much of each referral the principal may see, given the verdicts on the people they are for."""
    # Whoever has a part in a referral sees it for that: where it came from is asked for the others alone.
    # Nor has anybody a part in a draft but its author: a next ask that is only begun is nobody else's to know of.
    passed_on = [row for row in rows if row.parent_id and row.state != State.DRAFT]
    others = [row for row in passed_on if not parties(principal, row)]
    upstream = _ancestor_askers(others, rows) if others else {}
    shared = {row.person_id for row in rows if _through_record(principal, row, verdicts[row.person_id])}
    above = {row.id for row in others if principal.practises and principal.actor_id in upstream[row.id]}
    handed_on = {row.person_id for row in others if row.id in above}
    hidden = people.hidden_teams(principal, shared | handed_on) if shared | handed_on else {}
    return {
        row.id: _seen(
            principal,
            row,
            verdicts[row.person_id],
            is_ancestor_party=row.id in above,
            hidden=hidden.get(row.person_id, frozenset()),
        )
        for row in rows
    }


def _through_record(principal: Principal, row: Referral, verdicts: Mapping[Part, Verdict]) -> bool:
    """Whether one who has no part in a referral may see it all because that part of the record was shared.

    Whoever acts for her has a part in all that they may see, and sees nothing of the rest.
    """
    if principal.kind is Kind.CARER:
        return False
    shared = verdicts[Part.REFERRALS].allowed and not parties(principal, row)
    return shared and not row.sensitive and row.state != State.DRAFT


def _seen(
    principal: Principal,
    row: Referral,
    verdicts: Mapping[Part, Verdict],
    *,
    is_ancestor_party: bool,
    hidden: frozenset[UUID],
) -> Seen:
    """What a sensitive service asks or is asked is seen by the two ends and the person, whatever else was shared.

    By a link one sees the ask that it was mailed for, and no other of the chain or the record. Ecotone itself moves
    referrals, and reads none.
    """
    if principal.is_system:
        return Seen(Sight.NOTHING, frozenset(), verdicts[Part.IDENTITY])
    mine = parties(principal, row)
    if principal.kind is Kind.LINK and not mine:
        return Seen(Sight.NOTHING, frozenset(), Verdict.refuse("care.link_is_over"))
    through_record = _through_record(principal, row, verdicts) and not {row.source_id, row.target_id} & hidden
    how_much = sight(
        is_person=Party.PERSON in mine,
        is_party=bool(mine),
        is_ancestor_party=is_ancestor_party,
        knows_person=people.knows(verdicts).allowed,
        sees_referrals=through_record,
    )
    if how_much is Sight.FULL and row.state == State.ENTERED_IN_ERROR:
        how_much = Sight.OUTLINE
    why = _why(mine, verdicts, how_much, through_record=through_record)
    return Seen(how_much, mine, why, frozenset() if mine else hidden)


def _why(
    mine: frozenset[Party], verdicts: Mapping[Part, Verdict], how_much: Sight, *, through_record: bool
) -> Verdict:
    who, listed = people.knows(verdicts), verdicts[Part.REFERRALS]
    if mine or not who.allowed or how_much is Sight.OUTLINE:
        return who
    return listed if through_record or not listed.allowed else Verdict.refuse("care.not_a_party")


@widened(Why.RULE)
def _ancestor_askers(rows: list[Referral], at_hand: list[Referral]) -> dict[UUID, frozenset[UUID]]:
    """For each of these referrals the teams that stand further up its chain; one query for what is not at hand."""
    links = {row.id: (row.parent_id, row.source_id, row.target_id) for row in at_hand}
    chains_asked = {row.chain_id for row in rows}
    loose = {row.chain_id for row in at_hand if row.parent_id and row.parent_id not in links}
    cut_off = loose & chains_asked
    if cut_off:
        chains = Referral.objects.filter(chain_id__in=cut_off)
        links |= {id_: (up, source, target) for id_, up, source, target in chains.values_list(*LINK)}
    return {row.id: frozenset(_climb(row.parent_id, links)) for row in rows}


@widened(Why.RULE)
def ask_of(referral_id: UUID) -> Referral:
    """An ask by which it is decided what of something else is seen. Raises NotFound."""
    return Referral.of(referral_id)


LINK = ("id", "parent_id", "source_id", "target_id")


def _climb(
    parent_id: UUID | None, links: Mapping[UUID, tuple[UUID | None, UUID | None, UUID | None]]
) -> Iterator[UUID]:
    while parent_id is not None:
        parent_id, source_id, target_id = links[parent_id]
        yield from (actor for actor in (source_id, target_id) if actor)
