"""Reads for who holds an authority and signs on a page of their own. Nothing here asks who may be pressing her."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose
from ecotone.access.verdicts import Refused, Verdict, Withheld
from ecotone.ground import clock
from ecotone.people import policies
from ecotone.people.models import Authority, CarerWish, SharingChoice
from ecotone.people.queries.record import Veil
from ecotone.people.rules import SHAREABLE, Effect, Part, SaidBy
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.people.views.holding import HeldView, OwnAuthorities, OwnSigning, PassedGrant, StandsView


def holds_authority(by: Principal) -> bool:
    """Whether the caller holds an authority over whom they act for: whether there is anything to sign by."""
    return by.kind is Kind.CARER and bool(policies.held_by(by))


def own_authorities(by: Principal) -> OwnAuthorities:
    """By which authority of their own the caller signs, what they may today, of which parts they see.

    Raises Refused for all but who acts for somebody.
    """
    if by.kind is not Kind.CARER:
        raise Refused(Verdict.refuse("people.only_carers" if by.account_id else "access.nobody"), kind="person")
    person_id = by.about_id
    verdicts = policies.verdicts(by, [person_id])[person_id]
    verdicts[Part.IDENTITY].require("person", person_id)
    looked(by, "people.own_signing", Subject("person", person_id, "sharing", Basis.CARER))
    seen = tuple(part for part in SHAREABLE if verdicts[part].allowed)
    return OwnAuthorities(person_id, _held(by, person_id), seen)


def own_signing(by: Principal) -> OwnSigning:
    """The same, with what stands that the caller may know of, and what they passed on.

    Of what stands they read the parts that their permission lets them see: what is allowed, and what was signed in
    her place; and what they signed themselves. What she refused herself is hers.
    """
    own = own_authorities(by)
    teams = _Teams(by, own.person_id, policies.verdicts(by, [own.person_id])[own.person_id])
    return OwnSigning(own, _stands(by, own, teams) if own.held else (), _passed_on(by, own.person_id, teams))


class _Teams:
    """The names of teams, as far as the caller may know which help her."""

    def __init__(self, by: Principal, person_id: UUID, verdicts: Mapping[Part, Verdict]) -> None:
        self._veil = Veil(by, person_id)
        self._involved, self.circle = verdicts[Part.INVOLVED], verdicts[Part.CIRCLE]

    def named(self, row: SharingChoice | CarerWish) -> str | Withheld:
        if row.actor is None:
            return ""
        if not self._involved.allowed:
            return Withheld(self._involved.code)
        return self._veil.over(row.actor_id, row.actor.name)


def _held(by: Principal, person_id: UUID) -> tuple[HeldView, ...]:
    rows = policies.held_by(by)
    return _views(rows, person_id, two_hats=policies.is_also_staff(by, person_id)) if rows else ()


def _views(rows: list[Authority], person_id: UUID, *, two_hats: bool) -> tuple[HeldView, ...]:
    answers = policies.signing_today(person_id, rows)
    return tuple(
        HeldView(
            id=row.id,
            kind=AuthorityKind(row.kind),
            name=row.tie.name,
            covers=tuple(Matter(each) for each in row.covers),
            since=row.since,
            until=row.until,
            standing=answer.standing,
            refuses=answer.narrows.allowed and not two_hats,
            opens=answer.opens.allowed and not two_hats,
            code="people.in_one_hat" if two_hats else answer.code,
        )
        for row, answer in zip(rows, answers, strict=True)
    )


def _stands(by: Principal, own: OwnAuthorities, teams: _Teams) -> tuple[StandsView, ...]:
    seen, names = own.parts, {each.name for each in own.held}
    signs = any(each.refuses for each in own.held)
    in_place = ~Q(signed_as="")
    known = Q(part__in=seen) & (Q(effect=Effect.GRANT) | in_place)
    theirs = in_place & Q(said_by=SaidBy.HOLDER, author_account_id=by.account_id)
    now = policies.current(clock.now())
    rows = SharingChoice.objects.filter(now, known | theirs, person_id=by.about_id, withdrawn_at=None)
    kept = rows.select_related("actor").order_by("-since", "-id")
    return tuple(
        StandsView(
            id=row.id,
            effect=row.effect,
            actor_id=row.actor_id if (name := teams.named(row)) else None,
            actor=name,
            sector=row.sector,
            part=Part(row.part),
            purpose=Purpose(row.purpose) if row.purpose else None,
            since=row.since,
            until=row.until,
            signed_as=row.signed_as,
            signed_by=row.signed_by
            if teams.circle.allowed or row.signed_by in names or not row.signed_by
            else Withheld(teams.circle.code),
            takes_back=signs and row.effect == Effect.GRANT and row.part in seen,
        )
        for row in kept
    )


def _passed_on(by: Principal, person_id: UUID, teams: _Teams, *, most: int = 50) -> tuple[PassedGrant, ...]:
    rows = CarerWish.objects.filter(person_id=person_id, permission__in=[by.permission_id], authority__isnull=False)
    return tuple(
        PassedGrant(
            id=row.id,
            part=Part(row.part),
            actor=teams.named(row),
            sector=row.sector,
            purpose=Purpose(row.purpose),
            until=row.until,
            text=row.text,
            at=row.created_at,
        )
        for row in rows.select_related("actor").order_by("-created_at", "-id")[:most]
    )
