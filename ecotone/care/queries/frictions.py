"""Reads of frictions: one's own and one's team's as a list, those of an ask, and one as far as it may be seen."""

from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Withheld
from ecotone.care import policies
from ecotone.care.models import Friction, Turn
from ecotone.care.queries.turns import turn_views
from ecotone.care.rules.needs import FrictionKind, Standing
from ecotone.care.rules.seeing import Sight
from ecotone.care.views.needs import FrictionRow, FrictionView
from ecotone.ground.errors import NotFound
from ecotone.people.queries import Veils

MOST = 50
CODED = Withheld("care.coded_facts")
NAMED = ("institution", "from_actor", "to_actor", "need", "place", "referral")


def our_frictions(by: Principal, *, kind: FrictionKind | None = None, most: int = MOST) -> list[FrictionRow]:
    """Those of the worn team, or the person's own; newest first, those taken back left out."""
    if by.practises:
        mine = Q(author_actor_id=by.actor_id)
    elif by.account_id and by.kind is not Kind.NOBODY:
        mine = Q(author_account_id=by.account_id, author_actor_id=by.actor_id)
    else:
        return []
    rows = Friction.objects.filter(mine, **({"kind": kind} if kind else {})).exclude(state=Standing.WITHDRAWN)
    return _rows(by, rows, most)


def frictions_of_referral(by: Principal, referral_id: UUID) -> list[FrictionRow]:
    """Those tied to an ask that the reader sees in full; none else."""
    rows = Friction.objects.filter(referral=referral_id).exclude(state=Standing.WITHDRAWN)
    found = list(rows[:1])
    if not found or not policies.sees_referral(by, policies.ask_of(referral_id)):
        return []
    return _rows(by, rows, MOST)


def _rows(by: Principal, rows: QuerySet[Friction], most: int) -> list[FrictionRow]:
    found = list(rows.select_related("institution", "referral").order_by("-created_at", "-id")[:most])
    looked(by, "care.frictions", *(Subject("friction", row.id) for row in found))
    veils = Veils(by)
    return [
        FrictionRow(
            id=row.id,
            kind=FrictionKind(row.kind),
            institution=row.institution.name if row.institution else "",
            from_sector=row.from_sector,
            to_sector=row.to_sector,
            minutes=row.minutes,
            words=row.words,
            author=_signed(veils, row),
            at=row.created_at,
            state=Standing(row.state),
            mine=policies.wrote(by, row),
        )
        for row in found
    ]


def _signed(veils: Veils, row: Friction) -> str | Withheld:
    """Who logged it; what was logged on somebody's ask names no team that the reader may not know helps her."""
    if row.referral is None:
        return row.author
    return veils.over(row.referral.person_id, row.author_actor_id, row.author)


def friction(by: Principal, friction_id: UUID) -> FrictionView:
    """One friction as far as the reader sees it. Raises NotFound, also for one that is not the reader's to see."""
    # Others see its coded facts, and the database shows a row whole or not at all.
    with widened(Why.VEILED):
        row = Friction.objects.select_related(*NAMED).filter(pk=friction_id).first()
    sight = policies.sight_of(by, row) if row else Sight.NOTHING
    if row is None or sight is Sight.NOTHING:
        raise NotFound("friction", friction_id)
    looked(by, "care.friction", Subject("friction", row.id, sight))
    return _whole(by, row) if sight is Sight.FULL else _coded(row)


def _whole(by: Principal, row: Friction) -> FrictionView:
    through = row.referral is not None and policies.sees_referral(by, row.referral)
    told = not row.referral_id or through
    ends = tuple(actor.name if actor else "" for actor in (row.from_actor, row.to_actor))
    return FrictionView(
        **_facts(row),
        between=(ends[0], ends[1]) if told else CODED,
        other_id=row.to_actor_id if told else None,
        need=(row.need.name if row.need else "") if told else CODED,
        need_code=row.need.code if row.need and told else "",
        place_id=row.place_id if told else None,
        place=(row.place.name if row.place else "") if told else CODED,
        referral_id=row.referral_id if told else CODED,
        words=row.words,
        workaround=row.workaround,
        author=_signed(Veils(by), row),
        at=row.created_at,
        turns=tuple(turn_views(by, Turn.objects.filter(friction=row))),
        mine=policies.wrote(by, row),
        may_correct=policies.may_correct(by, row).allowed and row.state != Standing.WITHDRAWN,
        may_mend=policies.may_speak(by).allowed and row.state != Standing.WITHDRAWN,
    )


def _coded(row: Friction) -> FrictionView:
    """The coded facts alone: what got in the way, under what rule, between which sectors. Neither where nor when."""
    return FrictionView(
        **_facts(row),
        between=CODED,
        other_id=None,
        need=CODED,
        need_code="",
        place_id=None,
        place=CODED,
        referral_id=CODED,
        words=CODED,
        workaround=CODED,
        author=CODED,
        at=CODED,
        turns=CODED,
        mine=False,
        may_correct=False,
        may_mend=False,
    )


def _facts(row: Friction) -> dict:
    return {
        "id": row.id,
        "version": row.version,
        "kind": FrictionKind(row.kind),
        "institution_id": row.institution_id,
        "institution": row.institution.name if row.institution else "",
        "from_sector": row.from_sector,
        "to_sector": row.to_sector,
        "minutes": row.minutes,
        "state": Standing(row.state),
    }
