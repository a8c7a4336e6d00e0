"""Reads of needs: those that were stated, with what others say; and what the reader's own asks left unmet."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import NeedOffer, NeedVoice, Referral, StatedNeed, Turn, UnmetNeed
from ecotone.care.queries.turns import newest_turns, turn_views
from ecotone.care.rules.needs import OfferState, Origin, Standing, VoiceKind
from ecotone.care.views.needs import AssetView, StatedCard, StatedList, StatedView, TurnView, UnmetItem, VoiceView
from ecotone.ecosystem import policies as ecosystem
from ecotone.ground.errors import NotFound
from ecotone.people import policies as people

MOST = 50


def stated_needs(
    by: Principal,
    *,
    place_ids: Collection[UUID] | None = None,
    need_ids: Collection[UUID] | None = None,
    state: Standing | None = Standing.STANDING,
    mine: bool = False,
    most: int = MOST,
) -> StatedList:
    """Stated needs at these places and of these kinds, most endorsed first. Refused to who has not signed in."""
    ecosystem.signed_in(by).require("statedneed")
    rows = StatedNeed.objects.all()
    if place_ids is not None:
        rows = rows.filter(place__in=place_ids)
    if need_ids is not None:
        rows = rows.filter(need__in=need_ids)
    if state is not None:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(speaker_id=policies.speaker(by) or UUID(int=0))
    total = rows.count()
    found = list(_counted(rows)[:most]) if total else []
    closed = [row.id for row in found if row.state != Standing.STANDING]
    newest = newest_turns(by, "statedneed", closed)
    return StatedList(tuple(_card(row, newest.get(row.id)) for row in found), total)


def _counted(rows: QuerySet[StatedNeed]) -> QuerySet[StatedNeed]:
    endorsed = Q(voices__kind=VoiceKind.ENDORSE, voices__taken_back_at=None)
    contested = Q(voices__kind=VoiceKind.CONTEST)
    counted = rows.select_related("need", "place", "actor").annotate(
        teams=Count("voices", filter=endorsed & Q(voices__actor__isnull=False), distinct=True),
        people=Count("voices", filter=endorsed & Q(voices__actor=None), distinct=True),
        contested=Count("voices", filter=contested, distinct=True),
        offered=Count("offers", filter=~Q(offers__state=OfferState.TAKEN_BACK), distinct=True),
    )
    return counted.order_by("-teams", "-people", "-created_at", "-id")


def _card(row: StatedNeed, newest: TurnView | None) -> StatedCard:
    return StatedCard(
        id=row.id,
        version=row.version,
        title=row.title,
        words=row.words,
        touches=row.touches,
        for_whom=row.for_whom,
        need=row.need.name,
        need_code=row.need.code,
        place=row.place.name,
        place_slug=row.place.slug,
        actor_id=row.actor_id,
        actor=row.actor.name if row.actor else "",
        author=row.author,
        at=row.created_at,
        state=Standing(row.state),
        teams=row.teams,  # type: ignore[attr-defined]
        people=row.people,  # type: ignore[attr-defined]
        contested=row.contested,  # type: ignore[attr-defined]
        offers=row.offered,  # type: ignore[attr-defined]
        newest=newest,
    )


def stated_need(by: Principal, stated_id: UUID) -> StatedView:
    """One stated need, for all who have signed in. Raises NotFound, Refused."""
    ecosystem.signed_in(by).require("statedneed", stated_id)
    row = _counted(StatedNeed.objects.filter(pk=stated_id)).first()
    if row is None:
        raise NotFound("statedneed", stated_id)
    standing = row.voices.filter(taken_back_at=None)
    voices = list(standing.select_related("actor").order_by("created_at", "id"))
    turns = turn_views(by, Turn.objects.filter(statedneed=row))
    me = policies.speaker(by)
    return StatedView(
        card=_card(row, turns[-1] if turns else None),
        endorsed=tuple(_voice(each) for each in voices if each.kind == VoiceKind.ENDORSE),
        contested=tuple(_voice(each) for each in voices if each.kind == VoiceKind.CONTEST),
        offers=tuple(_offer(by, each) for each in row.offers.select_related("stated").order_by("created_at", "id")),
        turns=tuple(turns),
        ours=me is not None and row.speaker_id == me,
        have_endorsed=any(v.kind == VoiceKind.ENDORSE and v.speaker_id == me for v in voices),
        may_turn=policies.may_turn_stated(by, row).allowed,
    )


def _voice(row: NeedVoice) -> VoiceView:
    return VoiceView(row.author, row.actor_id, row.actor.name if row.actor else "", row.words, row.created_at)


def _offer(by: Principal, row: NeedOffer) -> AssetView:
    def may(became: OfferState) -> bool:
        return policies.may_answer_offer(by, row, became).allowed

    state, open_need = OfferState(row.state), row.stated.state == Standing.STANDING
    waits = state in (OfferState.OPEN, OfferState.NOT_NEEDED)
    return AssetView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        words=row.words,
        quantity=row.quantity,
        since=row.since,
        author=row.author,
        actor_id=row.actor_id,
        at=row.created_at,
        state=state,
        came_of_it=row.came_of_it,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        may_answer=open_need and waits and may(OfferState.TAKEN_UP),
        may_take_back=waits and may(OfferState.TAKEN_BACK),
        may_tell=state is OfferState.TAKEN_UP and may(OfferState.TAKEN_UP),
    )


def our_unmet(
    by: Principal,
    *,
    place_ids: Collection[UUID] | None = None,
    need_ids: Collection[UUID] | None = None,
    most: int = MOST,
) -> list[UnmetItem]:
    """What the reader's own asks and searches left unmet, newest first: her own, or the worn team's. None for others.

    Asks whose person the reader may no longer know of are left out: their turn came, and is over.
    """
    asks = _own_asks(by)
    if asks is None:
        return []
    of_asks = Q(origin=Origin.REFERRAL) & Q(Exists(asks.filter(pk=OuterRef("origin_id"))))
    searched = Q(origin=Origin.SEARCH, noted_by=by.actor_id) if by.practises else Q(pk=None)
    rows = UnmetNeed.objects.filter(of_asks | searched).exclude(state=Standing.WITHDRAWN)
    if place_ids is not None:
        rows = rows.filter(place__in=place_ids)
    if need_ids is not None:
        rows = rows.filter(need__in=need_ids)
    return _items(by, list(rows.select_related("need", "place").order_by("state", "-on", "-id")[:most]))


def _own_asks(by: Principal) -> QuerySet[Referral] | None:
    asks = Referral.objects.exclude(state=State.ENTERED_IN_ERROR)
    if by.kind is Kind.PERSON:
        return asks.filter(person=by.person_id)
    if by.practises:
        return asks.filter(Q(source=by.actor_id) | Q(target=by.actor_id))
    return None


def _items(by: Principal, rows: Sequence[UnmetNeed]) -> list[UnmetItem]:
    ids = {row.origin_id for row in rows if row.origin == Origin.REFERRAL and row.origin_id}
    whose = dict(Referral.objects.filter(pk__in=ids).values_list("id", "person_id"))
    known = people.verdicts(by, set(whose.values()))
    shown = [row for row in rows if _is_known(row, whose, known)]
    newest = newest_turns(by, "unmetneed", [row.id for row in shown if row.state == Standing.MET])
    looked(by, "care.our_unmet", *(Subject("unmetneed", row.id) for row in shown))
    return [
        UnmetItem(
            id=row.id,
            version=row.version,
            need=row.need.name if row.need else "",
            need_code=row.need.code if row.need else "",
            place=row.place.name if row.place else "",
            asked_sector=row.asked_sector,
            reason=row.reason,
            on=row.on,
            state=Standing(row.state),
            referral_id=row.origin_id if row.origin == Origin.REFERRAL else None,
            newest=newest.get(row.id),
        )
        for row in shown
    ]


def _is_known(row: UnmetNeed, whose: dict, known: dict) -> bool:
    return row.origin == Origin.SEARCH or people.knows(known[whose[row.origin_id]]).allowed


def unmet_need(by: Principal, unmet_id: UUID) -> UnmetItem:
    """One unmet need, for those who may close it. Raises NotFound, or Refused to a stranger."""
    row = UnmetNeed.objects.select_related("need", "place").filter(pk=unmet_id).first()
    if row is None:
        raise NotFound("unmetneed", unmet_id)
    policies.may_turn_unmet(by, row).require("unmetneed", unmet_id)
    found: Iterable[UnmetItem] = _items(by, [row])
    return next(iter(found))
