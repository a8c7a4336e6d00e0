"""May this principal see or write this part of this person's record, now, and why? Gathers the facts, asks the rule.

The same rule is answered twice: for one record by `decide`, for lists by `visible_to`. A property test holds them
to each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecotone.access.audit import inside_action, memory
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem.views import Belonging
from ecotone.ground import clock
from ecotone.ground.prepared import Prepared, Value
from ecotone.people.models import CarerPermission, KeptBack, Person, Relationship, SharingChoice
from ecotone.people.rules import (
    ALWAYS,
    CARERS,
    SHAREABLE,
    Act,
    CareRole,
    Choice,
    Effect,
    Facts,
    Part,
    Permission,
    PermissionState,
    Tie,
    decide,
)


@lru_cache(maxsize=16)
def _tie_rows(people: int) -> Prepared:
    """The relationships of one team with so many people; a row for each part shared, one at least."""
    rows = Relationship.objects.values_list("id", "person_id", "since", "until", "shared__part")
    return Prepared(lambda value: rows.filter(actor=value("actor", ID), person__id__in=_so_many(value, people)))


@lru_cache(maxsize=16)
def _choice_rows(people: int) -> Prepared:
    """What so many people have granted and refused."""
    rows = SharingChoice.objects.filter(withdrawn_at__isnull=True)
    columns = ("person_id", "effect", "since", "until", "actor_id", "sector", "part")
    return Prepared(lambda value: rows.filter(person__id__in=_so_many(value, people)).values_list(*columns))


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


def _gather(principal: Principal, person_ids: list[UUID]) -> dict[UUID, Facts]:
    if not person_ids:
        return {}
    within = _within_reach(principal, person_ids)
    ties = _ties(principal, within) if within else {}
    chosen_by = person_ids if principal.kind is Kind.CARER else within
    choices = _choices(chosen_by) if chosen_by else {}
    permission = permission_of(principal)
    by_link = frozenset(map(Part, principal.link.parts)) if principal.link else None
    return {
        person_id: Facts(
            signed_in=principal.kind in (Kind.WORKER, Kind.PERSON, Kind.CARER, Kind.LINK),
            is_self=principal.kind is Kind.PERSON and principal.person_id == person_id,
            practises=principal.practises,
            actor_id=principal.actor_id,
            actor_ids=principal.actor_ids,
            sectors=principal.sectors,
            ties=tuple(ties.get(person_id, ())),
            choices=tuple(choices.get(person_id, ())),
            is_carer=principal.kind is Kind.CARER,
            permission=permission if principal.cares_for == person_id else None,
            by_link=by_link,
        )
        for person_id in person_ids
    }


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
    return person_ids if principal.practises else []


def _ties(principal: Principal, person_ids: list[UUID]) -> dict[UUID, list[Tie]]:
    """The principal's team's relationships with these people, past ones too: the rule itself minds the time."""
    each = _each(person_ids)
    rows = _tie_rows(len(each))(actor=principal.team_id, **each)
    found: dict[UUID, tuple[UUID, datetime, datetime | None]] = {}
    parts: dict[UUID, set[Part]] = defaultdict(set)
    for relationship_id, person_id, since, until, part in rows:
        found[relationship_id] = (person_id, since, until)
        parts[relationship_id] |= {Part(part)} if part else set()
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    for relationship_id, (person_id, since, until) in found.items():
        ties[person_id].append(Tie(principal.team_id, since, until, frozenset(parts[relationship_id])))
    return ties


def _choices(person_ids: list[UUID]) -> dict[UUID, list[Choice]]:
    choices: dict[UUID, list[Choice]] = defaultdict(list)
    each = _each(person_ids)
    for row in _choice_rows(len(each))(**each):
        person_id, effect, since, until, actor_id, sector, part = row
        part_chosen = Part(part) if part else None
        choices[person_id].append(Choice(Effect(effect), since, until, actor_id, sector, part_chosen))
    return choices


def seen_by(person_id: UUID, ties: Iterable[Tie], belonging: Mapping[UUID, Belonging]) -> dict[UUID, frozenset[Part]]:
    """What whoever works in each of these teams sees of one person, by her grants and refusals. One query."""
    choices, at, those = tuple(_choices([person_id]).get(person_id, ())), clock.now(), tuple(ties)
    seen = {}
    for team, whole in belonging.items():
        facts = Facts(True, False, True, team, whole.actor_ids, whole.sectors, those, choices)
        seen[team] = frozenset(part for part in Part if decide(facts, part, at).allowed)
    return seen


def refused_by(person_id: UUID, belonging: Mapping[UUID, Belonging]) -> frozenset[UUID]:
    """Those of these teams whom the person has told that they are not to know of her. One query."""
    choices, at = _choices([person_id]).get(person_id, []), clock.now()
    noes = [choice for choice in choices if choice.effect is Effect.REFUSAL and choice.current(at)]
    return frozenset(
        team
        for team, whole in belonging.items()
        if any(no.covers(Part.IDENTITY, whole.actor_ids, whole.sectors) for no in noes)
    )


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
    if not principal.practises:
        return people.none()
    at = clock.now()
    involved = Relationship.objects.filter(current(at), actor_id=principal.team_id).values("person")
    to_us = (
        Q(actor_id__in=principal.actor_ids)
        | Q(actor__isnull=True, sector__in=principal.sectors)
        | Q(actor__isnull=True, sector="")
    )
    return people.filter(~Exists(_identity_refused(at, to_us)), pk__in=involved)


def _identity_refused(at: datetime, to_us: Q) -> QuerySet[SharingChoice]:
    return SharingChoice.objects.filter(
        current(at),
        to_us,
        person=OuterRef("pk"),
        effect=Effect.REFUSAL,
        part__in=["", Part.IDENTITY],
        withdrawn_at__isnull=True,
    )


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
    return verdict(principal, person_id, part)


def may_act(principal: Principal, person_id: UUID, act: Act, part: Part = Part.IDENTITY) -> Verdict:
    """May a carer do this for the person now? Only what her permission names, on a part that it lets them see."""
    seen = verdict(principal, person_id, part)
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
    if not principal.practises:
        return False
    ties = Relationship.objects.filter(current(clock.now()), person_id=person_id, actor__in=[principal.actor_id])
    return {*ties.values_list("role", flat=True)} == {CareRole.CONSULT}


def may_share(
    principal: Principal, person_id: UUID, parts: Iterable[Part], *, actor_id: UUID | None = None
) -> Verdict:
    """May the principal pass these parts on (to this actor)? Only what it may see itself, and never to its own team.

    Its own team has what was shared with it; more of it, or for longer, is for others to give. A carer passes on what
    they see only with an ask, which her permission must cover.
    """
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.kind is Kind.CARER and not (asking := may_act(principal, person_id, Act.ASK)).allowed:
        return asking
    if principal.kind is Kind.LINK:
        return Verdict.refuse("access.not_by_link")
    mine = verdicts(principal, [person_id])[person_id]
    if not mine[Part.IDENTITY].allowed:
        return mine[Part.IDENTITY]
    if actor_id is not None and actor_id == principal.actor_id:
        return Verdict.refuse("people.own_team")
    if only_consulted(principal, person_id):
        return Verdict.refuse("people.only_consulted")
    if all(part in mine and mine[part].allowed for part in {*parts} - ALWAYS):
        return mine[Part.IDENTITY]
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
    if verdict.allowed and any(choice.covers(part, principal.actor_ids, principal.sectors) for part in parts):
        mine = verdicts(principal, [person_id])[person_id]
        if any(mine[part].basis is Basis.GRANT for part in parts):
            return Verdict.refuse("people.own_team")
    return verdict


def only_self(principal: Principal, person_id: UUID) -> Verdict:
    """What only the person herself may see or do: who looked, what she thinks of a contact."""
    if principal.kind is Kind.PERSON and principal.person_id == person_id:
        return Verdict.allow("people.own_record", Basis.SELF)
    return Verdict.refuse("people.only_self" if principal.account_id else "access.nobody")


def hidden_teams(principal: Principal, person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each person the teams whose very name would tell this principal too much; none where there are none.

    A team whose help was once marked sensitive is known to the person and to itself. One query; two for a carer, from
    whom the teams are hidden besides that were asked by what she keeps back.
    """
    if principal.kind is Kind.CARER and principal.cares_for:
        return _hidden_from_carer(principal, principal.cares_for)
    marked = Relationship.objects.filter(person__in=list(person_ids), sensitive=True)
    others = marked.exclude(actor_id__in=[principal.actor_id])
    hidden: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, actor_id in others.values_list("person_id", "actor_id"):
        if person_id != principal.person_id:
            hidden[person_id].add(actor_id)
    return {person_id: frozenset(teams) for person_id, teams in hidden.items()}


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


def kept_back(principal: Principal, person_id: UUID) -> frozenset[UUID]:
    """The ids of what she keeps from those who act for her; nothing for anyone else. One query."""
    if principal.kind is not Kind.CARER:
        return frozenset()
    known, key = memory(), (principal, "kept_back", person_id)
    if key not in known:
        rows = KeptBack.objects.filter(person_id=person_id, shown_again_at=None)
        known[key] = frozenset(rows.values_list("subject_id", flat=True))
    return known[key]


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
    return only_self(principal, person_id) if not principal.practises else may_write(principal, person_id)


def may_suspend_permission(principal: Principal, permission: CarerPermission) -> Verdict:
    """For her safety: staff who help her now, and those who guard records. Not she: she takes it back.

    Whoever holds the permission neither stops it so nor lets it hold again, whatever else they are to her.
    """
    person_id = permission.person_id
    if principal.account_id is not None and principal.account_id == permission.account_id:
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
