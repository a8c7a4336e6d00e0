"""Reads of what carers passed on, for the carer and for those who help her; and of who may be pressing her."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose
from ecotone.access.verdicts import Refused, Withheld
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import policies
from ecotone.people.models import CarerPermission, CarerWish, Concern
from ecotone.people.queries.changes import choice_would_change
from ecotone.people.queries.record import Veil, Veils
from ecotone.people.rules import Effect, Part
from ecotone.people.rules.signing import AuthorityKind, WishState
from ecotone.people.views.changes import Preview
from ecotone.people.views.holding import ToSign
from ecotone.people.views.pressing import BeganView, ConcernView, OwnWishView, PassedOn, WishToBegin, WishView


def passed_on(by: Principal, *, most: int = 50) -> list[PassedOn]:
    """What the caller, who acts for somebody, has passed on for her, newest first. Nothing of what became of it."""
    if by.kind is not Kind.CARER:
        return []
    policies.may_pass_on(by, by.about_id).require("person", by.about_id)
    rows = CarerWish.objects.filter(person_id=by.about_id, permission__in=[by.permission_id], authority=None)
    told = rows.order_by("-created_at", "-id").values_list("id", "about", "text", "created_at")[:most]
    return [PassedOn(*each) for each in told]


def wishes(by: Principal, *, most: int = 50, start: int = 0) -> tuple[list[WishView], int]:
    """What carers passed on to the caller's team and waits for her to be asked, the longest waiting first."""
    if not by.practises:
        return [], 0
    rows = _to_be_asked(by)
    kept = list(rows.order_by("created_at", "id")[start : start + most])
    return _views(by, kept), rows.count()


def wishes_waiting(by: Principal) -> int:
    """How many wait, and of whom is not told: no look."""
    return _to_be_asked(by).count() if by.practises else 0


def _to_be_asked(by: Principal) -> QuerySet[CarerWish]:
    """What waits: she was not asked, and has not answered it on her own page, or may have been pressed to."""
    waiting = _whole(_asked_of_us(by)).filter(state=WishState.WAITING)
    return waiting.filter(Q(own_answer="") | Q(pressed=True))


def _asked_of_us(by: Principal) -> QuerySet[CarerWish]:
    asked = CarerWish.objects.filter(Exists(policies.helped_now(by)), person__died_on=None)
    # What became of it is not theirs to read, in any hat; nor is she asked by herself.
    return asked.exclude(permission__account=by.account_id).exclude(person__account=by.account_id)


def _whole(rows: QuerySet[CarerWish]) -> QuerySet[CarerWish]:
    pressed = policies.concerns_about(OuterRef("person"), OuterRef("permission__tie")).filter(lifted_at=None)
    whole = rows.select_related("person", "permission__tie", "authority", "actor")
    return whole.annotate(pressed=Exists(pressed))


def wish(by: Principal, wish_id: UUID) -> WishView:
    """One, for staff who help her. Raises NotFound, Refused."""
    row = _whole(CarerWish.objects.filter(pk=wish_id)).first()
    if row is None:
        raise NotFound("carerwish", wish_id)
    policies.may_answer_wish(by, row).require("carerwish", wish_id)
    return _views(by, [row])[0]


def would_open(by: Principal, one: WishView) -> tuple[Preview | None, str]:
    """What signing a grant that was passed on will do; or none, and why it cannot be signed now, in one code."""
    to = one.to_sign
    if to is None or not one.waits:
        return None, ""
    try:
        told = choice_would_change(
            by,
            one.person_id,
            effect=Effect.GRANT,
            actor_id=to.actor_id,
            sector=to.sector,
            part=to.part,
            purpose=to.purpose,
            until=to.until,
            authority_id=to.authority_id,
        )
    except Refused as no:
        return None, no.verdict.code
    except Invalid as wrong:
        return None, wrong.problems[0].code
    return told, ""


def _to_sign(row: CarerWish, veil: Veil) -> ToSign | None:
    if row.authority is None:
        return None
    return ToSign(
        authority_id=row.authority.id,
        kind=AuthorityKind(row.authority.kind),
        part=Part(row.part),
        actor_id=row.actor_id,
        actor=veil.over(row.actor_id, row.actor.name if row.actor else ""),
        sector=row.sector,
        purpose=Purpose(row.purpose),
        until=row.until,
    )


UNANSWERED = F("own_answer_at").desc(nulls_first=True)


def own_wishes(by: Principal, *, most: int = 50, start: int = 0) -> tuple[list[OwnWishView], int]:
    """What carers passed on for her, to herself, newest first, what she has not answered there before the rest.

    Nothing of what she said to those who help her, or of whether they asked: another may read it with her.
    """
    verdict = policies.only_self(by, by.about_id).require("person", by.about_id)
    looked(by, "people.own_wishes", Subject("person", by.own_id, Part.IDENTITY, verdict.basis))
    rows = CarerWish.objects.filter(person_id=by.own_id, authority=None)
    kept = rows.select_related("permission__tie").order_by(UNANSWERED, "-created_at", "-id")[start : start + most]
    return [_own(row) for row in kept], rows.count()


def own_wish(by: Principal, wish_id: UUID) -> OwnWishView:
    """One of them. Raises NotFound, Refused."""
    row = CarerWish.objects.select_related("permission__tie").filter(pk=wish_id).first()
    if row is None:
        raise NotFound("carerwish", wish_id)
    policies.may_answer_own_wish(by, row).require("carerwish", wish_id)
    return _own(row)


def _own(row: CarerWish) -> OwnWishView:
    said = (row.about, row.service_id, row.text, row.created_at, row.own_answer, row.own_answer_at)
    return OwnWishView(row.id, row.permission.tie.name, *said)


def wish_to_begin(by: Principal, person_id: UUID, wish_id: UUID) -> WishToBegin | None:
    """What was passed on for her, where she wishes it and the caller may ask for it; else None."""
    if not policies.may_begin_with(by, person_id, wish_id).allowed:
        return None
    row = CarerWish.objects.select_related("permission__tie").get(pk=wish_id)
    circle = policies.verdict(by, person_id, Part.CIRCLE)
    return WishToBegin(row.id, row.permission.tie.name if circle.allowed else Withheld(circle.code), row.text)


def began(by: Principal, wish_id: UUID) -> BeganView | None:
    """With what an ask began, for her and for staff who help her; for no carer, and for nobody who passed it on."""
    row = CarerWish.objects.select_related("permission__tie").filter(pk=wish_id).first()
    if row is None or not policies.may_know_who_agreed(by, row.person_id).allowed:
        return None
    if by.kind is Kind.PERSON:
        return BeganView(row.permission.tie.name, row.created_at)
    if policies.is_their_own(by, row.person_id, row.permission.tie_id):
        return None
    circle = policies.verdict(by, row.person_id, Part.CIRCLE)
    return BeganView(row.permission.tie.name if circle.allowed else Withheld(circle.code), row.created_at)


def wishes_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these those the caller may know of, with when each was passed on: she, and staff who help her."""
    rows = CarerWish.objects.filter(pk__in=ids)
    if by.kind is Kind.PERSON:
        rows = rows.filter(person=by.own_id)
    else:
        rows = rows.filter(pk__in=_asked_of_us(by).values("pk")) if by.practises else rows.none()
    return dict(rows.values_list("id", "created_at"))


def _views(by: Principal, rows: list[CarerWish]) -> list[WishView]:
    verdicts = policies.verdicts(by, {row.person_id for row in rows})
    known = [row for row in rows if policies.not_lent(verdicts[row.person_id][Part.IDENTITY]).allowed]
    bases = {row.person_id: verdicts[row.person_id][Part.IDENTITY].basis for row in known}
    looked(by, "people.wishes", *(Subject("person", id_, Part.IDENTITY, basis) for id_, basis in bases.items()))
    veils = Veils(by)
    return [
        WishView(
            id=row.id,
            version=row.version,
            person_id=row.person_id,
            name=row.person.name,
            by=row.permission.tie.name
            if (circle := verdicts[row.person_id][Part.CIRCLE]).allowed
            else Withheld(circle.code),
            about=row.about,
            service_id=row.service_id,
            text=row.text,
            at=row.created_at,
            pressed=row.pressed,  # type: ignore[attr-defined]
            state=row.state,
            alone=row.alone,
            answered_at=row.answered_at,
            answered_by=veils.of(row.person_id).signed(row.answered_by),
            said=row.said,
            to_sign=_to_sign(row, veils.of(row.person_id)),
            own_answer=row.own_answer,
            own_answer_at=row.own_answer_at,
        )
        for row in known
    ]


def concerns(by: Principal, person_id: UUID, *, permission_id: UUID | None = None) -> list[ConcernView]:
    """Who may be pressing her, as noted, newest first; of whoever holds that permission, where one is named.

    For staff who help her, and on no page of hers. To a worker who acts for her as well there are none about them.
    """
    verdict = policies.may_know_concerns(by, person_id).require("person", person_id)
    looked(by, "people.concerns", Subject("person", person_id, Part.IDENTITY, verdict.basis))
    rows = Concern.objects.filter(person_id=person_id)
    if permission_id is not None:
        whose = CarerPermission.objects.filter(pk=permission_id, person_id=person_id).first()
        rows = policies.concerns_about(person_id, whose.tie_id) if whose else rows.none()
    veils, kept = Veils(by), rows.select_related("permission").order_by("-created_at", "-id")
    return [
        ConcernView(
            id=row.id,
            version=row.version,
            permission_id=row.permission_id,
            why=row.why,
            by_her=row.by_her,
            raised_by=veils.over(person_id, row.author_actor_id, row.author),
            at=row.created_at,
            lifted_at=row.lifted_at,
            lifted_by=veils.of(person_id).signed(row.lifted_by),
            lifted_why=row.lifted_why,
        )
        for row in kept
        if not policies.is_their_own(by, person_id, row.permission.tie_id)
    ]
