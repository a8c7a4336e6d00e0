"""May this principal see this part of this person's record, now, and why? Gathers the facts, asks the rule.

The same rule is answered twice: for one record by `decide`, for lists by `visible_to`. A property test holds them
to each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models import Value as Literal

from ecotone.access.audit import inside_action, is_export, memory
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem.views import Belonging
from ecotone.ground import clock
from ecotone.ground.prepared import Prepared, Value
from ecotone.ground.together import Together
from ecotone.people.models import (
    CarerPermission,
    EmergencyAccess,
    KeptBack,
    LegalDuty,
    Person,
    Relationship,
    SharingChoice,
)
from ecotone.people.rules import (
    CARERS,
    NOT_TO_LEARN,
    Act,
    Choice,
    Duty,
    DutyKind,
    Effect,
    Facts,
    Part,
    Permission,
    PermissionState,
    Tie,
    decide,
)

TIE, GLASS, DUTY = "tie", "glass", "duty"
"""What opens a record to a team: its relationship, the glass that the caller broke, a legal duty."""


@lru_cache(maxsize=16)
def _tie_rows(people: int) -> Prepared:
    """What opens the records of so many people to one team, and to one account in it, in one question: every page
    asks it. The sort, its id, whose record, since, until, by which law, and the parts with commas between."""
    columns = ("id", "person_id", "since", "until")
    no_law, no_parts = Literal("", CharField()), Literal("", CharField())

    def all_three(value: type[Value]) -> Any:
        those = {"actor": value("actor", ID), "person__id__in": _so_many(value, people)}
        ties = Relationship.objects.filter(**those).values_list(Literal(TIE, CharField()), *columns, no_law)
        mine = EmergencyAccess.objects.filter(ended_at=None, account_id=value("account", ID), hat_id=value("hat", ID))
        broken = mine.filter(**those).values_list(Literal(GLASS, CharField()), *columns, no_law, no_parts)
        by_law = _duties_read(value("reader", ID), value("account", ID))
        by_law = by_law.filter(person__id__in=those["person__id__in"])
        named = by_law.values_list(Literal(DUTY, CharField()), *columns, "kind")
        shared, opened = Together("shared__part"), Together("opened__part")
        return ties.annotate(parts=shared).union(broken, named.annotate(parts=opened), all=True)

    return Prepared(all_three)


def _duties_read(reader: Any, account_id: Any) -> QuerySet[LegalDuty]:
    """The duties that let this team see somebody and were not ended early; none that this account itself recorded."""
    return LegalDuty.objects.filter(actor=reader, ended_at=None).exclude(author_account_id=account_id)


@lru_cache(maxsize=16)
def _choice_rows(people: int) -> Prepared:
    """What so many people have granted and refused."""
    rows = SharingChoice.objects.filter(withdrawn_at__isnull=True)
    columns = ("person_id", *CHOSEN)
    return Prepared(lambda value: rows.filter(person__id__in=_so_many(value, people)).values_list(*columns))


CHOSEN = ("effect", "since", "until", "actor_id", "sector", "part", "purpose")


def the_choice(
    effect: str, since: datetime, until: datetime | None, actor_id: UUID | None, sector: str, part: str, purpose: str
) -> Choice:
    """The columns of a choice as the rule sees them."""
    of_part, what_for = Part(part) if part else None, Purpose(purpose) if purpose else None
    return Choice(Effect(effect), since, until, actor_id, sector, of_part, what_for)


ID = Person._meta.get_field("id")


def _so_many(value: type[Value], people: int) -> Any:
    return [value(f"person_{number}", ID) for number in range(people)]


def _each(person_ids: list[UUID]) -> dict[str, UUID]:
    """Their names in the two queries; the last again and again up to a power of two, so that few lengths are kept."""
    more = (1 << (len(person_ids) - 1).bit_length()) - len(person_ids)
    return {f"person_{number}": each for number, each in enumerate(person_ids + person_ids[-1:] * more)}


def verdict(principal: Principal, person_id: UUID, part: Part) -> Verdict:
    """May the principal see this part of this person's record?"""
    return decide(facts_of(principal, [person_id])[person_id], part, clock.now())


class Verdicts(Mapping[Part, Verdict]):
    """The verdict on each part of one record at one moment; decided when asked for, since a list asks for few."""

    def __init__(self, facts: Facts, at: datetime) -> None:
        self._facts, self._at = facts, at
        self._found: dict[Part, Verdict] = {}

    def __getitem__(self, part: Part) -> Verdict:
        if part not in self._found:
            self._found[part] = decide(self._facts, Part(part), self._at)
        return self._found[part]

    def __contains__(self, part: object) -> bool:
        return part in PARTS

    def __iter__(self) -> Iterator[Part]:
        return iter(Part)

    def __len__(self) -> int:
        return len(Part)


PARTS = frozenset(Part)


def verdicts(principal: Principal, person_ids: Iterable[UUID]) -> dict[UUID, Verdicts]:
    """The verdict on every part of each of these records; two queries for a worker, however many there are."""
    at = clock.now()
    return {person_id: Verdicts(each, at) for person_id, each in facts_of(principal, list(person_ids)).items()}


def facts_of(principal: Principal, person_ids: list[UUID]) -> dict[UUID, Facts]:
    """What the rule needs to know of the principal and each person, asked once a page."""
    known = memory()
    missing = [each for each in person_ids if (principal, each) not in known]
    for each, facts in _gather(principal, missing).items():
        known[principal, each] = facts
    return {each: known[principal, each] for each in person_ids}


@widened(Why.RULE)
def _gather(principal: Principal, person_ids: list[UUID]) -> dict[UUID, Facts]:
    if not person_ids:
        return {}
    within = _within_reach(principal, person_ids)
    ties, lent, duties = _ties(principal, within) if within else ({}, {}, {})
    chosen_by = person_ids if principal.kind is Kind.CARER else within
    choices = _choices(chosen_by) if chosen_by else {}
    memory().setdefault((principal, GLASS), {}).update({each: id_ for each, (id_, _) in lent.items()})
    memory().setdefault((principal, DUTY), set()).update(id_ for of_one in duties.values() for id_ in of_one)
    permission = permission_of(principal)
    only_to_read = not (inside_action() or is_export())
    by_link = frozenset(map(Part, principal.link.parts)) if principal.link else None
    return {
        person_id: Facts(
            signed_in=principal.kind in (Kind.WORKER, Kind.PERSON, Kind.CARER, Kind.LINK),
            is_self=principal.kind is Kind.PERSON and principal.person_id == person_id,
            practises=principal.practises,
            without_terms=principal.is_shut_out,
            actor_id=principal.actor_id,
            actor_ids=principal.actor_ids,
            sectors=principal.sectors,
            ties=tuple(ties.get(person_id, ())),
            choices=tuple(choices.get(person_id, ())),
            is_carer=principal.kind is Kind.CARER,
            permission=permission if principal.cares_for == person_id else None,
            by_link=by_link,
            emergency=lent[person_id][1] if person_id in lent else None,
            duties=tuple(duties.get(person_id, {}).values()),
            only_to_read=only_to_read,
            learns=principal.learns,
        )
        for person_id in person_ids
    }


def emergencies(principal: Principal) -> QuerySet[EmergencyAccess]:
    """What this very account, in this very hat, has opened in an emergency and holds now. None for a program."""
    if not principal.practises or principal.token_id is not None:
        return EmergencyAccess.objects.none()
    mine = EmergencyAccess.objects.filter(account_id__in=[principal.account_id], hat_id__in=[principal.hat_id])
    now = clock.now()
    return mine.filter(actor_id__in=[principal.actor_id], ended_at=None, since__lte=now, until__gt=now)


def met_emergencies(principal: Principal) -> list[EmergencyAccess]:
    """The emergencies by which this page has seen anybody, as far as it has read. No query where there are none."""
    met = memory().get((principal, GLASS), {})
    return list(emergencies(principal).filter(pk__in=met.values()).select_related("person")) if met else []


def duties(principal: Principal) -> QuerySet[LegalDuty]:
    """What laws let the caller's team see now, whomever it is of. None for a program, nor for who recorded it."""
    if not principal.practises or principal.token_id is not None:
        return LegalDuty.objects.none()
    return _duties_read(principal.team_id, principal.account_id).filter(current(clock.now()))


def met_duties(principal: Principal) -> list[LegalDuty]:
    """The legal duties by which this page could see anybody, as far as it has read. No query where there are none."""
    met = memory().get((principal, DUTY), ())
    rows = duties(principal).filter(pk__in=met).select_related("person").prefetch_related("opened") if met else ()
    return sorted(rows, key=lambda row: (row.until, row.id))


def knows(verdicts: Mapping[Part, Verdict]) -> Verdict:
    """May the caller know of what was asked and done for her, as those do who help her?

    Who may know who she is, may; but where a law alone opens that, what was asked for her only if it names that too.
    """
    who = verdicts[Part.IDENTITY]
    return verdicts[Part.REFERRALS] if who.basis is Basis.LEGAL_DUTY else who


def may_learn(principal: Principal) -> Verdict:
    """Is the caller here to learn from what was done, and not to help? What of whom, each record then says."""
    if principal.learns:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("people.not_learning" if principal.account_id else "access.nobody")


def may_know(principal: Principal, person_id: UUID) -> Verdict:
    """The same, asked of one person."""
    return knows(verdicts(principal, [person_id])[person_id])


@widened(Why.RULE)
def permission_of(principal: Principal) -> Permission | None:
    """A carer's permission as it stands now; None for all others. Within an action it is held until the end.

    Held, so that one taken back at the same instant is either seen here, or waits for what was begun before it.
    """
    if principal.kind is not Kind.CARER or principal.cares_for is None:
        return None
    known, key = memory(), (principal, "permission")
    if key not in known:
        rows = CarerPermission.objects.filter(id__in=[principal.permission_id], person_id=principal.cares_for)
        rows = rows.filter(account__in=[principal.account_id], person__died_on=None)
        row = (rows.select_for_update(of=("self",)) if inside_action() else rows).first()
        known[key] = None if row is None else as_the_rule_sees_it(row)
    return known[key]


def as_the_rule_sees_it(row: CarerPermission) -> Permission:
    return Permission(
        since=row.since,
        until=row.until,
        stands=row.state == PermissionState.ACTIVE and row.suspended_at is None,
        parts=frozenset(Part(part) for part in row.parts),
        acts=frozenset(Act(act) for act in row.acts),
        sensitive=row.sensitive,
    )


def _within_reach(principal: Principal, person_ids: list[UUID]) -> list[UUID]:
    """Those among these whom a relationship could open: anyone for a worker, by a link the one it was mailed for."""
    if principal.kind is Kind.LINK:
        return [each for each in person_ids if principal.link and each == principal.link.person_id]
    return person_ids if principal.practises or principal.learns else []


def _ties(
    principal: Principal, person_ids: list[UUID]
) -> tuple[dict[UUID, list[Tie]], dict[UUID, tuple[UUID, datetime]], dict[UUID, dict[UUID, Duty]]]:
    """The principal's team's relationships with these people, past ones too: the rule itself minds the time. The
    emergencies that have begun and that the caller has not ended, each with until when. And the legal duties."""
    each, by_hand = _each(person_ids), principal.practises and principal.token_id is None
    own = {"account": principal.account_id, "hat": principal.hat_id, "reader": principal.actor_id} if by_hand else {}
    own = {name: own.get(name) or NOBODYS for name in ("account", "hat", "reader")}
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    lent: dict[UUID, tuple[UUID, datetime]] = {}
    duties: dict[UUID, dict[UUID, Duty]] = defaultdict(dict)
    team, now = principal.team_id, clock.now()
    for sort, row_id, person_id, since, until, law, named in _tie_rows(len(each))(actor=team, **own, **each):
        parts = frozenset(map(Part, named.split(","))) if named else frozenset()
        if sort == TIE:
            ties[person_id].append(Tie(team, since, until, parts))
        elif sort == DUTY:
            duties[person_id][row_id] = Duty(DutyKind(law), team, since, until, parts)
        elif since <= now:
            lent[person_id] = (row_id, until)
    return ties, lent, duties


NOBODYS = UUID(int=0)
"""An id that no account and no hat has."""


def _choices(person_ids: list[UUID]) -> dict[UUID, list[Choice]]:
    choices: dict[UUID, list[Choice]] = defaultdict(list)
    each = _each(person_ids)
    for person_id, *chosen in _choice_rows(len(each))(**each):
        choices[person_id].append(the_choice(*chosen))
    return choices


@widened(Why.RULE)
def as_chosen(person_id: UUID, *, but: UUID | None = None) -> list[Choice]:
    """Her grants and refusals that were not taken back, as the rule sees them; but for one, if that is named."""
    rows = SharingChoice.objects.filter(person_id=person_id, withdrawn_at__isnull=True)
    rows = rows.exclude(pk=but) if but else rows
    return [the_choice(*chosen) for chosen in rows.values_list(*CHOSEN)]


@widened(Why.RULE)
def seen_by(person_id: UUID, ties: Iterable[Tie], belonging: Mapping[UUID, Belonging]) -> dict[UUID, frozenset[Part]]:
    """What whoever works in each of these teams sees of one person, by her grants and refusals. One query."""
    choices, at, those = tuple(_choices([person_id]).get(person_id, ())), clock.now(), tuple(ties)
    seen = {}
    for team, whole in belonging.items():
        facts = Facts(True, False, True, team, whole.actor_ids, whole.sectors, those, choices)
        seen[team] = frozenset(part for part in Part if decide(facts, part, at).allowed)
    return seen


@widened(Why.RULE)
def refused_by(person_id: UUID, belonging: Mapping[UUID, Belonging]) -> frozenset[UUID]:
    """Those of these teams whom the person has told that they are not to know of her. One query."""
    choices, at = _choices([person_id]).get(person_id, []), clock.now()
    noes = [choice for choice in choices if choice.effect is Effect.REFUSAL and choice.current(at)]
    return frozenset(
        team
        for team, whole in belonging.items()
        if any(no.covers(Part.IDENTITY, whole.actor_ids, whole.sectors) for no in noes)
    )


@widened(Why.RULE)
def died(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these people who have died; asked once a page."""
    known, asked = memory(), list(person_ids)
    missing = [each for each in asked if ("died", each) not in known]
    days = Person.objects.filter(id__in=missing).values_list("id", "died_on")
    dead = {each for each, died_on in days if died_on is not None}
    known |= {("died", each): each in dead for each in missing}
    return frozenset(each for each in asked if known.get(("died", each), each in dead))


def current(at: datetime) -> Q:
    """The condition for what has begun and not ended at that moment: half-open."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def visible_to(principal: Principal) -> QuerySet[Person]:
    """The people whose identity this principal may see: the rule again, as one condition for lists."""
    people = Person.objects.all()
    if principal.kind is Kind.PERSON:
        return people.filter(pk=principal.own_id)
    if principal.kind is Kind.CARER:
        return _acted_for(principal)
    if principal.learns:
        return _learned_from(principal)
    if not principal.practises:
        return people.none()
    involved = _involved(principal)
    if inside_action() or is_export():
        return people.filter(~Exists(refused_to(principal)), pk__in=involved)
    by_law = duties(principal)
    involved = involved.union(emergencies(principal).values("person"), by_law.values("person"))
    must_be_let = Exists(by_law.filter(person=OuterRef("pk")))
    return people.filter(must_be_let | ~Exists(refused_to(principal)), pk__in=involved)


def helped_by(principal: Principal) -> QuerySet[Person]:
    """Those whom the caller's team helps now and whose identity it may see: no emergency counts here."""
    if not principal.practises:
        return visible_to(principal)
    return Person.objects.filter(~Exists(refused_to(principal)), pk__in=_involved(principal))


def _involved(principal: Principal) -> Any:
    return Relationship.objects.filter(current(clock.now()), actor_id=principal.team_id).values("person")


def refused_to(principal: Principal, *, person: str = "pk") -> QuerySet[SharingChoice]:
    """A refusal, to the caller's team, its sector or everyone, of who she is; for a subquery over people, or over
    rows that name the `person`."""
    return _identity_refused(clock.now(), _to_us(principal), person=person)


def _to_us(principal: Principal) -> Q:
    return (
        Q(actor_id__in=principal.actor_ids)
        | Q(actor__isnull=True, sector__in=principal.sectors)
        | Q(actor__isnull=True, sector="")
    )


def _identity_refused(
    at: datetime, to_us: Q, *, person: str = "pk", purpose: Purpose = Purpose.CARE
) -> QuerySet[SharingChoice]:
    return SharingChoice.objects.filter(
        current(at),
        to_us,
        person=OuterRef(person),
        effect=Effect.REFUSAL,
        part__in=["", Part.IDENTITY],
        purpose__in=["", purpose],
        withdrawn_at__isnull=True,
    )


def _learned_from(principal: Principal) -> QuerySet[Person]:
    """Those whom the caller's team helps now and who let it learn from some of their record: to read, and no more."""
    if inside_action() or is_export():
        return Person.objects.none()
    at, to_us = clock.now(), _to_us(principal)
    granted = SharingChoice.objects.filter(
        current(at),
        to_us,
        person=OuterRef("pk"),
        effect=Effect.GRANT,
        purpose=Purpose.IMPROVEMENT,
        withdrawn_at__isnull=True,
    ).exclude(part__in=NOT_TO_LEARN)
    refused = _identity_refused(at, to_us, purpose=Purpose.IMPROVEMENT)
    return Person.objects.filter(Exists(granted), ~Exists(refused), pk__in=_involved(principal))


def _acted_for(principal: Principal) -> QuerySet[Person]:
    """The one person a carer acts for, while her permission stands and she has not refused carers who she is."""
    at = clock.now()
    standing = CarerPermission.objects.filter(
        current(at),
        id__in=[principal.permission_id],
        person=OuterRef("pk"),
        account__in=[principal.account_id],
        state=PermissionState.ACTIVE,
        suspended_at=None,
    )
    refused = _identity_refused(at, Q(actor__isnull=True, sector__in=["", *CARERS]))
    return Person.objects.filter(Exists(standing), ~Exists(refused), id__in=[principal.cares_for], died_on=None)


@widened(Why.RULE)
def hidden_teams(principal: Principal, person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each person the teams whose very name would tell this principal too much; none where there are none.

    A team whose help was once marked sensitive is known to the person and to itself. One query; two for a carer, from
    whom the teams are hidden besides that were asked by what she keeps back.
    """
    if principal.kind is Kind.CARER and principal.cares_for:
        return _hidden_from_carer(principal, principal.cares_for)
    asked = frozenset(person_ids)
    known, key = memory(), (principal, asked, "hidden")
    if key not in known:
        marked = Relationship.objects.filter(person__in=asked, sensitive=True)
        others = marked.exclude(actor_id__in=[principal.actor_id])
        hidden: dict[UUID, set[UUID]] = defaultdict(set)
        for person_id, actor_id in others.values_list("person_id", "actor_id"):
            if person_id != principal.person_id:
                hidden[person_id].add(actor_id)
        known[key] = {person_id: frozenset(teams) for person_id, teams in hidden.items()}
    return known[key]


def _hidden_from_carer(principal: Principal, person_id: UUID) -> dict[UUID, frozenset[UUID]]:
    known, key = memory(), (principal, "hidden")
    if key not in known:
        permission, kept = permission_of(principal), kept_back(principal, person_id)
        closed = (
            Q(opened_by__in=kept)
            if permission and permission.sensitive
            else Q(sensitive=True) | Q(opened_by__in=kept)
        )
        teams = Relationship.objects.filter(closed, person_id=person_id).values_list("actor_id", flat=True)
        known[key] = {person_id: frozenset(teams)}
    return known[key]


@widened(Why.RULE)
def kept_back(principal: Principal, person_id: UUID) -> frozenset[UUID]:
    """The ids of what she keeps from those who act for her; nothing for anyone else. One query."""
    if principal.kind is not Kind.CARER:
        return frozenset()
    known, key = memory(), (principal, "kept_back", person_id)
    if key not in known:
        rows = KeptBack.objects.filter(person_id=person_id, shown_again_at=None)
        known[key] = frozenset(rows.values_list("subject_id", flat=True))
    return known[key]
