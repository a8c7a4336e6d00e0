"""Who works where, and who calls: a hat becomes the principal that every other room asks about."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from ecotone.access import policies as access
from ecotone.access.principal import Principal
from ecotone.access.rules import PRACTICE, AccountKind, Kind, Role
from ecotone.ecosystem.models import Actor, Hat, Program, Tie
from ecotone.ecosystem.queries.rows import HAT_ROWS, hat_view
from ecotone.ecosystem.queries.standing import terms_stand
from ecotone.ecosystem.rules import ActorKind, Claim, TieKind
from ecotone.ecosystem.views import Belonging, HatView
from ecotone.ground import clock
from ecotone.ground.hand import known
from ecotone.ground.prepared import Prepared, Value


def principal_for(account_id: UUID, account_name: str, hat_id: UUID) -> Principal | None:
    """The account in that hat, as a principal; None unless the hat is this account's and is open today.

    Two queries at most. Its organisations are those that the team is part of with both sides confirming it, the
    actor itself if it is one, and the hat's employer; its sectors are theirs, or the actor's own where it belongs
    to none. Where the terms of the place do not stand for it, it says so and practises nothing. None as well for a
    program in a team that is no longer of its organisation.
    """
    found = _WORN(account=account_id, hat=hat_id, today=clock.today())
    if not found:
        return None
    worn = _Worn(*found[0])
    organisations = _organisations(worn)
    is_service = worn.account_kind == AccountKind.SERVICE
    if is_service and not _is_of_its_own(account_id, {worn.actor_id, *organisations}):
        return None
    return Principal(
        kind=Kind.WORKER,
        account_id=account_id,
        name=account_name,
        hat_id=worn.id,
        hat_title=worn.title,
        actor_id=worn.actor_id,
        actor_name=worn.actor_name,
        organisation_ids=frozenset(organisations),
        sectors=frozenset(organisations.values()) or frozenset({worn.sector}),
        role=Role(worn.role),
        without_terms=not worn.stands,
        is_service=is_service,
    )


class _Worn(NamedTuple):
    """One hat that is worn today, with what its actor and its employer are, as `_worn` reads it."""

    id: UUID
    title: str
    role: str
    account_kind: str
    actor_id: UUID
    actor_name: str
    kind: str
    sector: str
    employer_id: UUID | None
    employer_kind: str | None
    employer_sector: str | None
    employer_lives: bool
    stands: bool


def _worn(value: type[Value]) -> QuerySet[Any]:
    day, id_ = models.DateField(), models.UUIDField()
    today = value("today", day)
    hats = _open_on(today).filter(pk=value("hat", id_), account_id=value("account", id_))
    employer_lives = Q(organisation__since__lte=today) & (
        Q(organisation__until__isnull=True) | Q(organisation__until__gt=today)
    )
    return hats.annotate(
        lives=ExpressionWrapper(employer_lives, BooleanField()),
        stands=ExpressionWrapper(terms_stand(today), BooleanField()),
    ).values_list(
        *("id", "title", "role", "account__kind", "actor_id", "actor__name", "actor__kind", "actor__sector"),
        *("organisation_id", "organisation__kind", "organisation__sector", "lives", "stands"),
    )


_WORN = Prepared(_worn)


def _is_of_its_own(account_id: UUID, actor_ids: Iterable[UUID]) -> bool:
    """Whether one of these is still the organisation that a program is of: a team may have left it since."""
    return Program.objects.filter(account=account_id, ended_at=None, organisation__in=list(actor_ids)).exists()


def open_hats() -> QuerySet[Hat]:
    """The hats worn today, for the other reads of this room: of open accounts, in actors that are there."""
    return _open_on(clock.today())


def _open_on(today: Any) -> QuerySet[Hat]:
    of_the_living = Q(actor__since__lte=today) & (Q(actor__until__isnull=True) | Q(actor__until__gt=today))
    return Hat.objects.filter(Hat.on(today), of_the_living, account__is_active=True)


def _organisations(worn: _Worn) -> dict[UUID, str]:
    """The sectors of the hat's organisations, by id."""
    found = {worn.actor_id: worn.sector} if worn.kind == ActorKind.ORGANISATION else {}
    if worn.employer_id and worn.employer_lives and worn.employer_kind == ActorKind.ORGANISATION:
        found[worn.employer_id] = str(worn.employer_sector)
    if worn.kind != ActorKind.ORGANISATION:
        today = clock.today()
        ties = Tie.objects.filter(Tie.on(today), source=worn.actor_id, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
        whole = Actor.objects.filter(Actor.on(today), ties_in__in=ties)
        found |= dict(whole.values_list("id", "sector"))
    return found


def belonging(actor_ids: Iterable[UUID]) -> dict[UUID, Belonging]:
    """What each of these actors makes of whoever wears a hat there, whoever else employs them. Two queries."""
    return belonging_of(Actor.objects.filter(id__in=list(actor_ids)))


def belonging_of(actors: Iterable[Actor]) -> dict[UUID, Belonging]:
    """The same for actors whose rows a room has at hand. One query at most: an organisation is part of nothing."""
    today, those = clock.today(), {each.id: each for each in actors}
    found = {id_: {id_: each.sector} if each.kind == ActorKind.ORGANISATION else {} for id_, each in those.items()}
    parts = [id_ for id_, each in those.items() if each.kind != ActorKind.ORGANISATION]
    ties = Tie.objects.filter(Tie.on(today), source__in=parts, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)
    for tie in ties.select_related("target") if parts else ():
        if tie.target.holds(today):
            found[tie.source_id][tie.target_id] = tie.target.sector
    return {
        id_: Belonging(frozenset({id_, *whole}), frozenset(whole.values()) or frozenset({those[id_].sector}))
        for id_, whole in found.items()
    }


def hats_of(account_id: UUID) -> list[HatView]:
    """The hats this account may wear today, by actor and title."""
    rows = open_hats().filter(account=account_id).select_related(*HAT_ROWS)
    return [hat_view(row) for row in rows.order_by("actor__name", "title", "id")]


def hat_views(ids: Iterable[UUID]) -> dict[UUID, HatView]:
    """These hats by id, also those that were taken off long ago: somebody acted in them."""
    rows = Hat.objects.filter(id__in=set(ids)).select_related(*HAT_ROWS)
    return {row.id: hat_view(row) for row in rows}


def practising(by: Principal) -> list[HatView]:
    """Every hat worn today by one who works with people, for Ecotone itself; no program, which gets no mail."""
    access.system_only(by).require("hat")
    rows = _practice_hats().select_related(*HAT_ROWS)
    return [hat_view(row) for row in rows.order_by("account", "id")]


def guarding(by: Principal) -> list[HatView]:
    """Every hat worn today by one who guards records, for Ecotone itself."""
    access.system_only(by).require("hat")
    rows = open_hats().filter(role=Role.GUARDIAN).select_related(*HAT_ROWS)
    return [hat_view(row) for row in rows.order_by("account", "id")]


def workers_of(actor_id: UUID) -> list[HatView]:
    """The hats worn in this actor today, by the wearer's name."""
    rows = open_hats().filter(actor=actor_id).select_related(*HAT_ROWS)
    return [hat_view(row) for row in rows.order_by("account__name", "title", "id")]


def has_practice(actor_id: UUID) -> bool:
    """Whether anybody who works with people wears a hat there today, and so can answer what is asked here."""
    today = clock.today()
    periods = known((has_practice, actor_id), lambda: _practice_periods(actor_id))
    return any(since <= today and (until is None or until > today) for since, until in periods)


def _practice_periods(actor_id: UUID) -> list[tuple[date, date | None]]:
    """From when until when each hat of those who work with people is worn in an actor, while that lasts.

    Of organisations that have not agreed to the terms there is none: nobody there opens anything, so they get links.
    """
    return [
        (max(since, began), min((end for end in (until, ended) if end), default=None))
        for since, until, began, ended in _PERIODS(actor=actor_id, today=clock.today())
    ]


def _periods(value: type[Value]) -> QuerySet[Any]:
    roles = [str(role) for role in PRACTICE]
    people = Hat.objects.filter(account__is_active=True, account__kind=AccountKind.PERSON, role__in=roles)
    hats = people.filter(terms_stand(value("today", models.DateField())), actor_id=value("actor", models.UUIDField()))
    return hats.values_list("since", "until", "actor__since", "actor__until")


_PERIODS = Prepared(_periods)


def hats_at(actor: OuterRef) -> Exists:
    """Whether somebody wears a hat of practice there, for lists of what belongs to actors. Quick: of the terms, and
    whether it is a program's, nothing is asked, so that a yes is to be asked again (`has_practice`)."""
    roles = [str(role) for role in PRACTICE]
    return Exists(open_hats().filter(role__in=roles, actor=actor))


def _practice_hats() -> QuerySet[Hat]:
    """None of a program: an organisation with nobody else gets links by mail, as one without accounts does."""
    roles = [str(role) for role in PRACTICE]
    return open_hats().filter(terms_stand(), account__kind=AccountKind.PERSON, role__in=roles)


def leads_of(actor_id: UUID) -> list[HatView]:
    """Who leads this actor or keeps its page today, leads first."""
    keepers = [hat for hat in workers_of(actor_id) if hat.role in (Role.LEAD, Role.ADMINISTRATOR)]
    return sorted(keepers, key=lambda hat: hat.role is not Role.LEAD)
