"""Reads of open offers: those a team was told of, which say nothing of whom they are for; and whom one was told."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Candidate, Referral
from ecotone.care.queries.rows import ANOTHER_SERVICE
from ecotone.care.rules import MOST_TOLD
from ecotone.care.views import OfferView, ToldView
from ecotone.directory import queries as directory
from ecotone.directory.views import FoundService
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import policies as people
from ecotone.people.models import Person
from ecotone.people.rules import age_on


def fitting(
    by: Principal, *, person_id: UUID, born: date | None, need: str, place_id: UUID | None, source_id: UUID | None
) -> list[FoundService]:
    """Whom an open offer would be told, nearest first: active services with room that fit need, place and age, take
    referrals from the asker, and whose team the person has not refused. For those who may ask for her.
    """
    found = directory.find(
        by,
        need=need,
        place_id=place_id,
        room_only=True,
        for_age=age_on(born, clock.today()) if born else None,
        most=MOST_TOLD,
    )
    able = [each for each in found.results if each.takes.allowed and each.provider_id != source_id]
    refused = people.refused_by(person_id, ecosystem.belonging(each.provider_id for each in able))
    return [each for each in able if each.provider_id not in refused]


def who_would_be_told(by: Principal, person_id: UUID, *, need: str, place_id: UUID | None) -> list[FoundService]:
    """Whom an open offer for this person would be told. Raises Refused to who may not ask for her."""
    policies.may_refer(by, person_id, ()).require("person", person_id)
    born = Person.of(person_id).birth_date
    return fitting(by, person_id=person_id, born=born, need=need, place_id=place_id, source_id=by.actor_id)


def offers(
    by: Principal, *, most: int = 50, start: int = 0, after: tuple[date | None, UUID] | None = None
) -> tuple[list[OfferView], int]:
    """The open offers the caller's team was told of and has not passed by, the soonest first, and how many in all."""
    if not by.practises:
        return [], 0
    told = Candidate.objects.filter(actor=by.team_id, passed_at=None, referral__state=State.UNCLAIMED)
    found = _by_referral(told)
    rest = found if after is None else [those for those in found if _soonest(those[0].referral) > _key(*after)]
    return _views(by, rest[start : start + most], "care.offers"), len(found)


def _soonest(referral: Referral) -> tuple[date, UUID]:
    return _key(referral.reply_by, referral.id)


def _key(reply_by: date | None, id_: UUID) -> tuple[date, UUID]:
    return reply_by or date.max, id_


def offer(by: Principal, referral_id: UUID) -> OfferView:
    """One open offer, or one that was and is over. Raises Refused to who was not told of it."""
    told = Candidate.objects.filter(referral=referral_id, actor__in=[by.actor_id])
    policies.may_claim(by, told.first()).require("referral", referral_id)
    return offer_views(by, told, "care.offer")[0]


def offer_views(by: Principal, told: QuerySet[Candidate], code: str) -> list[OfferView]:
    """What a team was told, an ask at a time, the soonest first. One query."""
    return _views(by, _by_referral(told), code)


def _by_referral(told: QuerySet[Candidate]) -> list[list[Candidate]]:
    """Each with whether its asker's very name would tell too much."""
    names = ("referral__need", "referral__place", "referral__source", "service")
    unnamed = directory.sensitive_provider(OuterRef("referral__source"))
    rows = told.select_related(*names).annotate(unnamed=unnamed)
    ordered = rows.order_by("referral__reply_by", "referral_id", "service__name")
    return [list(those) for _, those in groupby(ordered, key=lambda each: each.referral_id)]


def _views(by: Principal, grouped: list[list[Candidate]], code: str) -> list[OfferView]:
    looked(by, code, *(Subject("referral", those[0].referral_id, "offer", Basis.ROLE) for those in grouped))
    return [_view(by, those) for those in grouped]


def _view(by: Principal, those: list[Candidate]) -> OfferView:
    referral = those[0].referral
    source = referral.source
    return OfferView(
        id=referral.id,
        need=referral.need.name if referral.need else "",
        place=referral.place.name if referral.place else "",
        urgency=referral.urgency,
        note=referral.offer_note,
        source=ANOTHER_SERVICE if those[0].unnamed else source.name if source else "",  # type: ignore[attr-defined]
        reply_by=referral.reply_by,
        offered_at=referral.offered_at,
        services={each.service_id: each.service.name for each in those},
        passed=all(each.passed_at for each in those),
        state=State(referral.state),
        ours=referral.target_id == by.actor_id,
    )


def told_of(referral_id: UUID) -> tuple[ToldView, ...]:
    """Whom an open offer was told, for a page that may show it: those who have spoken first."""
    told: Iterable[Candidate] = Candidate.objects.filter(referral=referral_id).select_related(
        "service", "actor", "referral"
    )
    ordered = sorted(told, key=lambda each: (each.passed_at is None, each.service.name, each.id))
    return tuple(
        ToldView(
            service_id=each.service_id,
            service=each.service.name,
            actor=each.actor.name,
            told_at=each.created_at,
            passed_at=each.passed_at,
            passed_by=each.passed_by,
            reason=each.reason,
            words=each.words,
            claimed=each.referral.target_id == each.actor_id and each.referral.service_id == each.service_id,
        )
        for each in ordered
    )
