"""Who may sign for a person now, and who may write down by which authority, or what was assessed. Fails closed.

Gathers the facts and asks `people.rules.signing.may_sign`: nobody signs for anybody by anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ecotone.access.audit import inside_action
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import Problem
from ecotone.ground.hand import hand
from ecotone.people.models import AccessRequest, Authority, CapacityAssessment, Person, SharingChoice
from ecotone.people.policies.holding import is_holder, may_sign_part
from ecotone.people.policies.pressing import is_pressed
from ecotone.people.policies.reaching import may_answer_request
from ecotone.people.policies.record import CHOSEN, current, the_choice
from ecotone.people.policies.writing import (
    is_their_own,
    may_choose,
    may_give_permission,
    may_write,
    only_consulted,
    only_self,
)
from ecotone.people.rules import Choice, Effect, Part, age_on
from ecotone.people.rules.signing import (
    HERSELF_FROM,
    Assessed,
    AuthorityKind,
    Held,
    Matter,
    Signing,
    Standing,
    last_signed_day,
    may_sign,
    on_own_page,
    standing_of,
)

HELD = "people.held_while_pressed"


@dataclass(frozen=True)
class Signature:
    """By whom something is signed: she herself, or who acts for her by an authority; and whether that may be.

    `latest` is until when what it opens may hold at most: a parent's no longer than the child is one.
    """

    verdict: Verdict
    kind: AuthorityKind | None = None
    name: str = ""
    latest: datetime | None = None

    @property
    def columns(self) -> dict[str, str]:
        """The two columns of whatever is signed; empty where it is her word."""
        return {"signed_as": self.kind or "", "signed_by": self.name}

    def until(self, wished: datetime | None) -> datetime | None:
        """The day that was wished for, or the last one that this signature reaches to."""
        return min((day for day in (wished, self.latest) if day), default=None)


@widened(Why.RULE)
def signature(
    principal: Principal, person_id: UUID, matter: Matter, *, narrows: bool = False, authority_id: UUID | None = None
) -> Signature:
    """Who signs here, and may they? Without an authority it is her own word, said by her or written down by staff.

    Whoever holds the authority and comes by their own page is asked `on_own_page`, and nothing of a concern.
    """
    if principal.is_system and authority_id is None:
        return Signature(Verdict.allow("access.by_role", Basis.SYSTEM))
    facts, row = facts_to_sign(principal, person_id, authority_id, narrows=narrows)
    if authority_id and row is None:
        return Signature(Verdict.refuse("people.authority_not_now"))
    rule = on_own_page if principal.kind is Kind.CARER else may_sign
    verdict = rule(facts, matter, clock.now())
    if row is None:
        return Signature(verdict)
    if verdict.allowed and not narrows and is_pressed(person_id, row.tie_id):
        verdict = Verdict.refuse(HELD)
    kind = AuthorityKind(row.kind)
    last = last_signed_day(kind, facts.born, clock.today())
    return Signature(verdict, kind, row.tie.name, clock.begins(last) if last else None)


def facts_to_sign(
    principal: Principal, person_id: UUID, authority_id: UUID | None = None, *, narrows: bool = False
) -> tuple[Signing, Authority | None]:
    """What the rule needs to know, and the authority that is named; None where it is not hers, or not to be named."""
    born, died_on, known = _of_her(person_id)
    row = _authority(person_id, authority_id) if authority_id else None
    if row is not None and not _may_name(principal, row):
        row = None
    facts = Signing(
        born=born,
        assessed=known,
        held=as_held(row) if row else None,
        by_carer=principal.kind is Kind.CARER and row is None,
        narrows=narrows,
        has_died=died_on is not None,
    )
    return facts, row


def _of_her(person_id: UUID) -> tuple[date | None, date | None, tuple[Assessed, ...]]:
    """When she was born, when she died, and what was assessed and not withdrawn. One query, or none in hand."""
    opened = hand()
    if opened is not None and (person := opened.get(Person, person_id)) is not None:
        said = opened.of(CapacityAssessment, "person_id", person_id)
        holds = [as_assessed(row) for row in said if row.told and row.withdrawn_at is None]
        return person.birth_date, person.died_on, tuple(holds)
    assessment = [f"assessments__{name}" for name in ("told", "withdrawn_at", "matter", "able", "on", "again_on")]
    rows = list(Person.objects.filter(pk=person_id).values_list("birth_date", "died_on", *assessment))
    born, died_on = rows[0][:2] if rows else (None, None)
    told = [said for _, _, told, gone, *said in rows if told and gone is None]
    return born, died_on, tuple(Assessed(Matter(matter), *said) for matter, *said in told)


def _authority(person_id: UUID, authority_id: UUID) -> Authority | None:
    """One of hers, of which she was told. Within an action it is held until the end: it ends before, or after."""
    rows = Authority.objects.select_related("tie", "permission").filter(person_id=person_id, told=True)
    return (rows.select_for_update(of=("self",)) if inside_action() else rows).filter(pk=authority_id).first()


def _may_name(principal: Principal, row: Authority) -> bool:
    """Staff write down what was signed by an authority, never a worker who holds it; who holds it, on their own page.

    Never she herself.
    """
    if principal.kind is Kind.CARER:
        return is_holder(principal, row)
    if not (principal.practises or principal.is_system):
        return False
    return not is_their_own(principal, row.person_id, row.tie_id)


def may_sign_in(person: Person) -> bool:
    """Whether the person may have an account: under 12, only who was assessed able to decide who sees what."""
    day = clock.today()
    standing = standing_of(person.birth_date, assessed(person.id), Matter.SHARING, day)
    young = person.birth_date is not None and age_on(person.birth_date, day) < HERSELF_FROM
    return not young or standing is Standing.ASSESSED_ABLE


def as_held(row: Authority) -> Held:
    """An authority as the rule sees it; one that was ended early ended on that day."""
    ended = [row.ended_at.astimezone(clock.LOCAL).date()] if row.ended_at else []
    until: date | None = min([*ended, *([row.until] if row.until else [])], default=None)
    return Held(AuthorityKind(row.kind), frozenset(Matter(each) for each in row.covers), row.since, until)


def as_assessed(row: CapacityAssessment) -> Assessed:
    return Assessed(Matter(row.matter), row.able, row.on, row.again_on)


def assessed(person_id: UUID) -> tuple[Assessed, ...]:
    """What was assessed of her, told her, and not withdrawn, as the rule sees it. One query."""
    kept = CapacityAssessment.objects.filter(person_id=person_id, withdrawn_at=None, told=True)
    return tuple(map(as_assessed, kept))


def may_record_signing(principal: Principal, person_id: UUID) -> Verdict:
    """Staff who help her now write down who may sign for her, and what was assessed; not who was only consulted."""
    if not (principal.practises or principal.is_system):
        mine = may_write(principal, person_id)
        return Verdict.refuse("access.no_role") if mine.allowed else mine
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    return may_write(principal, person_id)


def may_read_deciding(principal: Principal, person_id: UUID) -> Verdict:
    """She, and staff who help her now: who decides for her, and what was assessed. Not who was only consulted."""
    known = may_write(principal, person_id)
    consulted_only = known.allowed and only_consulted(principal, person_id)
    return Verdict.refuse("people.only_consulted") if consulted_only else known


def may_sign_choice(
    principal: Principal, person_id: UUID, choice: Choice, authority_id: UUID | None = None
) -> Signature:
    """A grant or a refusal: may the principal write it down, and may whoever signs it?"""
    signed = signature(
        principal, person_id, Matter.SHARING, narrows=choice.effect == Effect.REFUSAL, authority_id=authority_id
    )
    if principal.kind is Kind.CARER and authority_id is not None:
        return _both(may_sign_part(principal, person_id, choice.part), signed)
    return _both(may_choose(principal, person_id, choice), signed)


def may_sign_permission(
    principal: Principal,
    person_id: UUID,
    parts: frozenset[Part],
    *,
    sensitive: bool,
    authority_id: UUID | None = None,
) -> Signature:
    """Letting somebody act for her: may the principal write it down, and may whoever signs it?"""
    signed = signature(principal, person_id, Matter.ACTING, authority_id=authority_id)
    return _both(may_give_permission(principal, person_id, parts, sensitive=sensitive), signed)


def may_renew_permission(principal: Principal, person_id: UUID) -> Verdict:
    """Letting somebody act for her for longer: she alone, and while she may sign it."""
    signed = signature(principal, person_id, Matter.ACTING)
    return _both(only_self(principal, person_id), signed).verdict


def may_withdraw(principal: Principal, row: SharingChoice, authority_id: UUID | None = None) -> Signature:
    """Taking back a grant narrows, and who holds an authority may by themselves; taking back a refusal opens.

    Her own refusal she alone takes back. One that was signed in her place she does, or staff write down that who acts
    for her does; not the staff who were refused, nor who was only consulted.
    """
    refused = row.effect == Effect.REFUSAL
    by = may_write(principal, row.person_id)
    if principal.kind is Kind.CARER and authority_id is not None:
        by = may_sign_part(principal, row.person_id, Part(row.part) if row.part else None)
    elif refused and (not row.signed_as or authority_id is None):
        by = only_self(principal, row.person_id) if by.allowed else by
    elif refused and by.allowed:
        by = may_read_deciding(principal, row.person_id)
        theirs = row.actor_id in principal.actor_ids or row.sector in principal.sectors
        by = Verdict.refuse("people.own_team") if by.allowed and theirs else by
    signed = signature(principal, row.person_id, Matter.SHARING, narrows=not refused, authority_id=authority_id)
    return _both(by, signed)


@widened(Why.RULE)
def may_pass_on_grant(
    principal: Principal, person_id: UUID, part: Part | None, authority_id: UUID
) -> tuple[Verdict, datetime | None]:
    """May the caller pass on, by an authority of theirs, that this part be opened; and until when at most?

    As the rule says today, by nothing else: what she refused, and who is worried for her, is asked when staff sign.
    """
    if principal.kind is not Kind.CARER:
        return Verdict.refuse("people.only_carers" if principal.account_id else "access.nobody"), None
    seen = may_sign_part(principal, person_id, part)
    row = _authority(person_id, authority_id)
    if row is None or not is_holder(principal, row):
        return (seen if not seen.allowed else Verdict.refuse("people.authority_not_now")), None
    last = last_signed_day(AuthorityKind(row.kind), _of_her(person_id)[0], clock.today())
    (said,) = signing_today(person_id, [row])
    return (said.opens if seen.allowed and not said.opens.allowed else seen), clock.begins(last) if last else None


@dataclass(frozen=True)
class Today:
    """What an authority lets its holder sign today of who sees what, and how it stands with her own signature."""

    standing: Standing
    opens: Verdict
    narrows: Verdict

    @property
    def code(self) -> str:
        """Why, in one code: why they may open, or why no more than refuse, or why nothing."""
        return self.narrows.code if self.narrows.allowed and not self.opens.allowed else self.opens.code


@widened(Why.RULE)
def signing_today(person_id: UUID, rows: Iterable[Authority]) -> list[Today]:
    """What `may_sign` says of each of these authorities of hers today. One query."""
    born, died_on, known = _of_her(person_id)
    standing, at = standing_of(born, known, Matter.SHARING, clock.today()), clock.now()

    def says(row: Authority, *, narrows: bool) -> Verdict:
        facts = Signing(born, known, as_held(row), narrows=narrows, has_died=died_on is not None)
        return may_sign(facts, Matter.SHARING, at)

    return [Today(standing, says(row, narrows=False), says(row, narrows=True)) for row in rows]


def may_sign_answer(
    principal: Principal, row: AccessRequest, *, agreed: bool, authority_id: UUID | None = None
) -> Signature:
    """A yes or a no to a team that asks: may the principal answer, and may whoever says so?"""
    signed = signature(principal, row.person_id, Matter.SHARING, narrows=not agreed, authority_id=authority_id)
    return _both(may_answer_request(principal, row), signed)


def _both(by: Verdict, signed: Signature) -> Signature:
    """What may be written down at all comes first: a stranger learns nothing of who signs."""
    if not by.allowed or signed.verdict.allowed:
        return Signature(by, signed.kind, signed.name, signed.latest)
    return signed


def overruled(person_id: UUID, wished: Choice, signed: Signature) -> list[Problem]:
    """What is wrong with opening something in her place: that she has refused just that herself."""
    opens_for_her = signed.kind is not None and wished.effect == Effect.GRANT
    return [Problem("people.she_refused")] if opens_for_her and she_refused(person_id, wished) else []


@widened(Why.RULE)
def she_refused(person_id: UUID, wished: Choice) -> bool:
    """Whether a refusal of her own closes already all that is wished: nobody opens that in her place."""
    said = SharingChoice.objects.filter(
        current(clock.now()), person_id=person_id, effect=Effect.REFUSAL, withdrawn_at=None, signed_as=""
    )
    noes = [the_choice(*chosen) for chosen in said.values_list(*CHOSEN)]
    whole = ecosystem.belonging([wished.actor_id]).get(wished.actor_id) if wished.actor_id and noes else None
    actors = whole.actor_ids if whole else frozenset[UUID]()
    sectors = whole.sectors if whole else frozenset({wished.sector} if wished.sector else ())
    what_for = wished.purpose or Purpose.CARE
    return any(no.part in (None, wished.part) and no.is_to(actors, sectors, what_for) for no in noes)
