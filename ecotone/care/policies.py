"""May this principal see, make or move this referral, question or outcome, now, and why?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.care.machine import TAKEN_ON, Party, State
from ecotone.care.models import Outcome, Question, Referral
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
        return frozenset({Party.CLOCK, Party.SOURCE, Party.TARGET, Party.PERSON})
    if principal.kind is Kind.PERSON and principal.person_id == referral.person_id:
        if referral.source_id is None:
            return frozenset({Party.PERSON, Party.SOURCE})
        return frozenset({Party.PERSON} if referral.state != State.DRAFT else ())
    found: set[Party] = set()
    if principal.practises and principal.actor_id == referral.source_id:
        found.add(Party.SOURCE)
    if principal.practises and principal.actor_id == referral.target_id and referral.state != State.DRAFT:
        found.add(Party.TARGET)
    if principal.role is Role.GUARDIAN:
        found.add(Party.RECORDS)
    return frozenset(found)


def seen(
    principal: Principal, rows: list[Referral], verdicts: Mapping[UUID, Mapping[Part, Verdict]]
) -> dict[UUID, Seen]:
    """How much of each referral the principal may see, given the verdicts on the people they are for."""
    upstream = _ancestor_askers(rows) if any(row.parent_id for row in rows) else {}
    shared = {row.person_id for row in rows if _through_record(principal, row, verdicts[row.person_id])}
    handed_on = {row.person_id for row in rows if principal.actor_id in upstream.get(row.id, ())}
    hidden = people.hidden_teams(principal, shared | handed_on) if shared | handed_on else {}
    return {
        row.id: _seen(
            principal,
            row,
            verdicts[row.person_id],
            is_ancestor_party=principal.actor_id in upstream.get(row.id, ()),
            hidden=hidden.get(row.person_id, frozenset()),
        )
        for row in rows
    }


def _through_record(principal: Principal, row: Referral, verdicts: Mapping[Part, Verdict]) -> bool:
    """Whether one who has no part in a referral may see it all because that part of the record was shared."""
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

    Ecotone itself moves referrals, and reads none.
    """
    if principal.is_system:
        return Seen(Sight.NOTHING, frozenset(), verdicts[Part.IDENTITY])
    mine = parties(principal, row)
    through_record = _through_record(principal, row, verdicts) and not {row.source_id, row.target_id} & hidden
    how_much = sight(
        is_person=Party.PERSON in mine,
        is_party=bool(mine),
        is_ancestor_party=is_ancestor_party,
        knows_person=verdicts[Part.IDENTITY].allowed,
        sees_referrals=through_record,
    )
    if how_much is Sight.FULL and row.state == State.ENTERED_IN_ERROR:
        how_much = Sight.OUTLINE
    why = _why(mine, verdicts, how_much, through_record=through_record)
    return Seen(how_much, mine, why, frozenset() if mine else hidden)


def _why(
    mine: frozenset[Party], verdicts: Mapping[Part, Verdict], how_much: Sight, *, through_record: bool
) -> Verdict:
    who, listed = verdicts[Part.IDENTITY], verdicts[Part.REFERRALS]
    if mine or not who.allowed or how_much is Sight.OUTLINE:
        return who
    return listed if through_record or not listed.allowed else Verdict.refuse("care.not_a_party")


def _ancestor_askers(rows: list[Referral]) -> dict[UUID, frozenset[UUID]]:
    """For each referral the teams that stand further up its chain; one query for what is not at hand."""
    links = {row.id: (row.parent_id, row.source_id, row.target_id) for row in rows}
    cut_off = {row.chain_id for row in rows if row.parent_id and row.parent_id not in links}
    if cut_off:
        chains = Referral.objects.filter(chain_id__in=cut_off)
        links |= {id_: (up, source, target) for id_, up, source, target in chains.values_list(*LINK)}
    return {row.id: frozenset(_climb(row.parent_id, links)) for row in rows}


LINK = ("id", "parent_id", "source_id", "target_id")


def _climb(parent_id: UUID | None, links: Mapping[UUID, tuple[UUID | None, UUID | None, UUID]]) -> Iterator[UUID]:
    while parent_id is not None:
        parent_id, source_id, target_id = links[parent_id]
        yield from (actor for actor in (source_id, target_id) if actor)


def may_move(principal: Principal, referral: Referral) -> Verdict:
    """May the principal move this referral at all? (The table says which moves.)"""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    mine = parties(principal, referral)
    if not mine:
        return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    if Party.RECORDS in mine:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return people.verdict(principal, referral.person_id, Part.IDENTITY)


def may_refer(principal: Principal, person_id: UUID, parts: Iterable[Part]) -> Verdict:
    """May the principal ask for help for this person and pass these parts on? Whoever helps her may; so may she."""
    return people.may_share(principal, person_id, parts)


def may_hand_on(principal: Principal, parent: Referral) -> Verdict:
    """Only who has taken a referral on hands it on."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if Party.TARGET in parties(principal, parent) and State(parent.state) in TAKEN_ON:
        return people.verdict(principal, parent.person_id, Part.IDENTITY)
    return Verdict.refuse("care.cannot_hand_on")


def may_acknowledge(principal: Principal, referral: Referral) -> Verdict:
    """Only the asker can say that what came back was read."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if Party.SOURCE in parties(principal, referral):
        return Verdict.allow("care.asked_by_you", Basis.ROLE)
    return Verdict.refuse("care.only_the_asker")


def may_judge(principal: Principal, referral: Referral) -> Verdict:
    """The person judges; either end may write her word down, and it says that they did."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if parties(principal, referral) & {Party.PERSON, Party.SOURCE, Party.TARGET}:
        return people.verdict(principal, referral.person_id, Part.IDENTITY)
    return Verdict.refuse("care.not_a_party")


def may_ask(principal: Principal) -> Verdict:
    """Anyone who works with people may ask another team a question, from any sector to any."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.practises:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_see_question(principal: Principal, question: Question) -> Verdict:
    """The team that asked and the team that was asked."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if not principal.practises or principal.actor_id not in (question.source_id, question.target_id):
        return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    if question.person_id:
        return people.verdict(principal, question.person_id, Part.IDENTITY)
    return Verdict.allow("access.by_role", Basis.ROLE)


def may_answer(principal: Principal, question: Question) -> Verdict:
    """Only the team that was asked."""
    if not principal.is_system and principal.actor_id != question.target_id:
        return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    return may_see_question(principal, question)


def may_read_answer(principal: Principal, question: Question) -> Verdict:
    """Only the team that asked says that it has read the answer."""
    if not principal.is_system and principal.actor_id != question.source_id:
        return Verdict.refuse("care.only_the_asker" if principal.account_id else "access.nobody")
    return may_see_question(principal, question)


def may_see_outcomes(principal: Principal, person_id: UUID) -> Verdict:
    return people.verdict(principal, person_id, Part.OUTCOMES)


def may_write_outcome(principal: Principal, outcome: Outcome) -> Verdict:
    """She reviews what she hoped for; those who see it may write her review down."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    return may_see_outcomes(principal, outcome.person_id)
