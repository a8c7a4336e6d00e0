"""Turns referrals into rows of a list, each as far as the caller may see it; shared by all lists and the page."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care import policies
from ecotone.care.machine import Move, Party, State, moves_open_to
from ecotone.care.models import Judgement, Referral
from ecotone.care.policies import Seen
from ecotone.care.rules import Closures, NeedView, Sight, closures, due_on
from ecotone.care.views import ReferralRow
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner, HospitalView

Row = TypeVar("Row", bound=Model)
ANOTHER_SERVICE = Withheld("care.another_service")


def as_guardian(by: Principal) -> AbstractContextManager[None]:
    """For what those who guard records read of an ask that is not theirs: that it is there, and how it stands."""
    return widened(Why.GUARDING) if by.role is Role.GUARDIAN else nullcontext()


def asked_by_id(rows: QuerySet[Row], may: Callable[[Row], Verdict], what: str, id_: UUID) -> Row:
    """The row with that id. Raises NotFound; and Refused, where the database did not show it because the policy says
    no, so that the audit keeps that it was asked for, and why it was refused. Who gets the row asks the policy still.
    """
    row = rows.filter(pk=id_).first()
    if row is None:
        with widened(Why.RULE):
            for hidden in rows.filter(pk=id_):
                may(hidden).require(what, id_)
        raise NotFound(what, id_)
    return row


def sight_of_ask(by: Principal, row: Referral) -> Verdict:
    """Why the caller sees an ask, or does not."""
    return policies.seen(by, [row], records.verdicts(by, [row.person_id]))[row.id].verdict


def with_names() -> QuerySet[Referral]:
    """Referrals with all that a row shows, in one query."""
    newest = Judgement.objects.filter(referral=OuterRef("pk")).order_by("-created_at", "-id")
    children = Referral.objects.filter(parent=OuterRef("pk")).exclude(state=State.DRAFT)
    joined = Referral.objects.select_related("source", "target", "service", "need", "outcome")
    back = Referral.objects.filter(policies.HELD, returns_to=OuterRef("pk"))
    return joined.annotate(
        judged=Subquery(newest.values("view")[:1]),
        handed_on=Exists(children),
        gone_back=Exists(back),
        gone_back_by_asker=Exists(back.filter(source=OuterRef("source"))),
    )


def rows_for(
    by: Principal, referrals: list[Referral], *, code: str, banners: Mapping[UUID, Banner] | None = None
) -> list[ReferralRow]:
    """Rows for those of these referrals that the caller may see at all, in their order; a handful of queries.

    `banners` of the people, where the caller has them already.
    """
    verdicts = records.verdicts(by, {r.person_id for r in referrals})
    seen = policies.seen(by, referrals, verdicts)
    shown = [r for r in referrals if seen[r.id].sight is not Sight.NOTHING]
    if banners is None:
        banners = people.banners(by, [r.person_id for r in shown], code=code)
    look(by, code, shown, seen)
    inside = people.hospital(by, verdicts)
    dead = policies.dead_at_the_door(shown)
    return [row_of(r, seen[r.id], banners, inside.get(r.person_id), dead) for r in shown]


def look(by: Principal, code: str, shown: list[Referral], seen: Mapping[UUID, Seen]) -> None:
    """Records a look at these referrals, and at that part of the record of those they are for."""
    bases = {row.id: seen[row.id].verdict.basis or Basis.ROLE for row in shown}
    rows = [Subject("referral", row.id, seen[row.id].sight, bases[row.id]) for row in shown]
    looked(by, code, *rows, *(Subject("person", row.person_id, Part.REFERRALS, bases[row.id]) for row in shown))


def veiled(referral: Referral, seen: Seen) -> Withheld:
    """Why what was said in a referral is closed to one who does not see it in full."""
    if referral.state == State.ENTERED_IN_ERROR:
        return Withheld("care.entered_in_error")
    return Withheld("care.outline" if seen.verdict.allowed else seen.verdict.code)


def _asker(referral: Referral, seen: Seen) -> str | Withheld:
    """Who asked; no name where she asked for herself."""
    if referral.source_id in seen.hidden:
        return ANOTHER_SERVICE
    return referral.source.name if referral.source else ""


def is_another(referral: Referral, seen: Seen) -> bool:
    """Whether whom it was asked of would tell this reader too much."""
    return seen.sight is not Sight.FULL and (referral.sensitive or referral.target_id in seen.hidden)


def row_of(
    referral: Referral,
    seen: Seen,
    banners: Mapping[UUID, Banner],
    inside: HospitalView | None = None,
    dead: frozenset[UUID] | None = None,
) -> ReferralRow:
    """One row, with what is not the caller's to see withheld. `referral` comes from `with_names`."""
    full = seen.sight is Sight.FULL
    closed, another = veiled(referral, seen), is_another(referral, seen)
    judged = NeedView(referral.judged) if referral.judged else None  # type: ignore[attr-defined]
    return ReferralRow(
        id=referral.id,
        version=referral.version,
        sight=seen.sight,
        parties=seen.parties,
        person=banners[referral.person_id],
        source=_asker(referral, seen),
        target=ANOTHER_SERVICE if another else referral.target.name if referral.target else "",
        service=(referral.service.name if referral.service else "")
        if full
        else ANOTHER_SERVICE
        if another
        else closed,
        need=(referral.need.name if referral.need else "") if full else closed,
        state=State(referral.state),
        detail=referral.detail if full else "",
        urgency=referral.urgency,
        worker=referral.worker if full else "",
        offered_at=referral.offered_at,
        reply_by=referral.reply_by,
        review_on=referral.review_on,
        ended_at=referral.ended_at,
        has_news=referral.source_news_at is not None and Party.SOURCE in seen.parties,
        is_handed_on=referral.handed_on and seen.verdict.allowed and Party.CARER not in seen.parties,  # type: ignore[attr-defined]
        overdue=is_overdue(referral),
        escalated_on=referral.escalated_on,
        out_of_area_on=referral.out_of_area_on if full else None,
        closures=_closures(referral, judged) if full else replace(_closures(referral, None), need=None, plan=None),
        judged=judged if full else None,
        parent_id=referral.parent_id,
        hospital=inside if full and inside and _concerns(referral, inside) else None,
        returns_to_id=referral.returns_to_id if full else None,
        **_door(referral, seen, dead),
    )


def _concerns(referral: Referral, inside: HospitalView) -> bool:
    """Whether an ask was on its way when she came to hospital, or left it before she came back, or was made since."""
    ended = referral.ended_at
    return ended is None or ended.astimezone(clock.LOCAL).date() >= (inside.left_on or inside.since)


def _door(referral: Referral, seen: Seen, dead: frozenset[UUID] | None) -> dict[str, Any]:
    """The open door, for those who may come back through it: she by any return, her asker by those of its own."""
    if seen.sight is not Sight.FULL or not seen.parties & {Party.PERSON, Party.SOURCE}:
        return {}
    gone = referral.gone_back if Party.PERSON in seen.parties else referral.gone_back_by_asker  # type: ignore[attr-defined]
    return {"gone_back": gone, "door_until": policies.open_until(referral, back=gone, dead=dead)}


def _closures(referral: Referral, judged: NeedView | None) -> Closures:
    return closures(
        State(referral.state),
        acknowledged=referral.acknowledged_at is not None,
        view=judged,
        ended_at=referral.ended_at,
        outcome_reviewed_at=referral.outcome.reviewed_at if referral.outcome else None,
        has_outcome=referral.outcome is not None,
    )


def is_overdue(referral: Referral) -> bool:
    """Past its reply-by date and unanswered (a paused clock does not run), or past the day to look at it again."""
    due = due_on(State(referral.state), referral.reply_by, referral.review_on)
    return due is not None and due < clock.today()


def moves_for(by: Principal, row: Referral, seen: Seen) -> list[Move]:
    """The moves that the caller may make now, as far as the row tells."""
    moves = moves_open_to(State(row.state), seen.parties, row.whom)
    if by.kind is Kind.CARER:
        return [move for move in moves if policies.may_make(by, row, move.code).allowed]
    return moves


def can_judge(by: Principal, row: Referral, seen: Seen) -> bool:
    """Whether the caller may say what it was worth, or write down what she says."""
    if by.kind is Kind.CARER:
        return policies.may_judge(by, row).allowed
    return bool(seen.parties - {Party.RECORDS})
