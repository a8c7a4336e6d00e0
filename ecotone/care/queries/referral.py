"""One referral's page: its thread, its tree, its closures, and what the caller can do next."""

from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care import policies
from ecotone.care.machine import FINAL, TAKEN_ON, Move, Party, State
from ecotone.care.models import Contribution, Friction, Judgement, Outcome, Promise, Referral, ReferralMove
from ecotone.care.policies import Seen
from ecotone.care.queries.agreeing import agreed_view
from ecotone.care.queries.chain import drawn
from ecotone.care.queries.door import attempts_of
from ecotone.care.queries.links import links_view, sentences_view, with_links
from ecotone.care.queries.offers import told_of
from ecotone.care.queries.rows import (
    as_guardian,
    asked_by_id,
    can_judge,
    is_another,
    look,
    moves_for,
    row_of,
    sight_of_ask,
    veiled,
    with_names,
)
from ecotone.care.rules import NeedView, Sight
from ecotone.care.views import (
    ByLink,
    GiftView,
    JudgementView,
    MoveView,
    OutcomeView,
    ReferralView,
    ReviewView,
    ToldView,
)
from ecotone.ground.errors import NotFound
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part


def referral(by: Principal, referral_id: UUID) -> ReferralView:
    """One referral as far as the caller may see it. Raises NotFound, or Refused to a stranger."""
    with as_guardian(by):
        tree = _tree(referral_id)
    row = next((each for each in tree if each.id == referral_id), None)
    row = row or asked_by_id(with_names(), partial(sight_of_ask, by), "referral", referral_id)
    seen = policies.seen(by, tree, records.verdicts(by, [row.person_id]))
    mine = seen[row.id]
    if mine.sight is Sight.NOTHING:
        mine.verdict.require("referral", referral_id)
        raise NotFound("referral", referral_id)
    banners = people.banners(by, [row.person_id], code="care.referral")
    shown = [each for each in tree if seen[each.id].sight is not Sight.NOTHING]
    look(by, "care.referral", shown, seen)
    full, outline = mine.sight is Sight.FULL, veiled(row, mine)
    verdicts = banners[row.person_id].verdicts
    moves = _moves(row) if full else ()
    inside = people.hospital(by, {row.person_id: verdicts}).get(row.person_id)
    rows = {each.id: row_of(each, seen[each.id], banners) for each in shown}
    rows[row.id] = row_of(row, mine, banners, inside)
    return ReferralView(
        row=rows[row.id],
        why=row.why if full else outline,
        hoped_for=row.hoped_for if full else outline,
        since_then=row.since_then if full else "",
        parts=tuple(row.parts) if full else (),
        basis=row.basis,
        contact_note=row.contact_note if full else outline,
        author=row.author if full else outline,
        paused_on=row.paused_on,
        source_id=None if row.source_id in mine.hidden else row.source_id,
        source_phone=row.source.phone if full and row.source and row.source_id not in mine.hidden else "",
        target_id=None if is_another(row, mine) else row.target_id,
        service_id=row.service_id if full else None,
        moves=moves if full else outline,
        chain=tuple(rows.values()),
        tree=drawn(shown, seen, rows, {}),
        judgements=_judgements(row) if full and row.judged else (),  # type: ignore[attr-defined]
        sentences=sentences_view(row) if full and row.said else (),  # type: ignore[attr-defined]
        by_link=links_view(by, row) if full else ByLink(),
        gifts=_gifts(row, verdicts[Part.CIRCLE]) if full and row.given else (),  # type: ignore[attr-defined]
        has_promises=full and row.promised,  # type: ignore[attr-defined]
        has_frictions=full and row.hindered,  # type: ignore[attr-defined]
        outcome=_outcome(by, row, verdicts[Part.OUTCOMES]) if full else None,
        told=_told(row, mine, moves),
        attempts=attempts_of(row, sum(move.code == "no_show" for move in moves)) if full else None,
        offer_note=row.offer_note if full else "",
        open_moves=_open_moves(by, row, mine, tree) if full or Party.RECORDS in mine.parties else (),
        can_acknowledge=_can_acknowledge(row, mine),
        can_judge=full and row.state != State.DRAFT and can_judge(by, row, mine),
        agreed=agreed_view(by, row, mine, verdicts),
        began_with=people.began(by, row.began_with_id) if full and row.began_with_id else None,
        can_hand_on=full and Party.TARGET in mine.parties and State(row.state) in TAKEN_ON,
    )


def unopened(by: Principal, referral_id: UUID) -> int | None:
    """The version of a referral that the caller's team has been offered and nobody has opened; else None."""
    offered = Referral.objects.filter(pk=referral_id, state=State.OFFERED, target__in=[by.actor_id])
    return offered.values_list("version", flat=True).first() if by.practises else None


def _tree(referral_id: UUID) -> list[Referral]:
    """The whole chain a referral belongs to, oldest first, drafts of others left out. Empty where it is not there."""
    chain = Referral.objects.filter(pk=referral_id).values("chain_id")
    whole = _with_what_is_tied(with_links(with_names()))
    tree = list(whole.filter(chain_id=Subquery(chain)).order_by("created_at", "id"))
    return [each for each in tree if each.state != State.DRAFT or each.id == referral_id]


def _with_what_is_tied(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Whether there is anything of each sort to ask for: mostly there is not, and then nothing is asked."""
    given, promised, hindered = (
        tied.objects.filter(referral=OuterRef("pk")) for tied in (Contribution, Promise, Friction)
    )
    return rows.annotate(given=Exists(given), promised=Exists(promised), hindered=Exists(hindered))


def _open_moves(by: Principal, row: Referral, seen: Seen, tree: list[Referral]) -> tuple[Move, ...]:
    """The moves that would be let through now: finishing onward only once the next team has taken it on."""
    taken_on = any(r.parent_id == row.pk and State(r.state) in {*TAKEN_ON, State.COMPLETED} for r in tree)
    return tuple(move for move in moves_for(by, row, seen) if move.code != "complete_onward" or taken_on)


def _can_acknowledge(row: Referral, seen: Seen) -> bool:
    unread = row.source_news_at is not None or (State(row.state) in FINAL and row.acknowledged_at is None)
    return Party.SOURCE in seen.parties and unread


def _moves(row: Referral) -> tuple[MoveView, ...]:
    return tuple(move_view(m) for m in ReferralMove.objects.filter(referral=row).order_by("created_at", "id"))


def move_view(m: ReferralMove) -> MoveView:
    return MoveView(
        code=m.code,
        before=State(m.before),
        after=State(m.after),
        detail=m.detail,
        at=m.created_at,
        author=m.author,
        party=Party(m.party),
        recorded=m.recorded,
        heard_by=m.heard_by,
        heard_from=m.heard_from,
        heard_on=m.heard_on,
    )


def _judgements(row: Referral) -> tuple[JudgementView, ...]:
    kept = Judgement.objects.filter(referral=row).order_by("-created_at", "-id")
    return tuple(JudgementView(NeedView(j.view), j.words, j.pen, j.means, j.created_at, j.author) for j in kept)


def _told(row: Referral, seen: Seen, moves: tuple[MoveView, ...]) -> tuple[ToldView, ...]:
    """For the two who asked it, the person and her helper: whom an open offer was told, and what they said."""
    if not seen.parties & {Party.SOURCE, Party.PERSON} or not any(m.code == "offer_openly" for m in moves):
        return ()
    return told_of(row.id)


def _gifts(row: Referral, circle: Verdict) -> tuple[GiftView, ...]:
    """What was put in. Those of the circle are named to who may know of them."""
    kept = Contribution.objects.filter(referral=row).select_related("actor", "circle_tie")
    return tuple(gift_view(gift, circle) for gift in kept.order_by("on", "id"))


def gift_view(gift: Contribution, circle: Verdict) -> GiftView:
    giver: str | Withheld = gift.actor.name if gift.actor else ""
    if gift.circle_tie_id:
        giver = gift.circle_tie.name if gift.circle_tie and circle.allowed else Withheld(circle.code)
    return GiftView(
        kind=gift.kind,
        words=gift.words,
        giver=giver,
        minutes=gift.minutes,
        amount_minor=gift.amount_minor,
        currency=gift.currency,
        paid=gift.paid,
        on=gift.on,
    )


def _outcome(by: Principal, row: Referral, verdict: Verdict) -> OutcomeView | None:
    if row.outcome is None or not verdict.allowed:
        return None
    looked(by, "care.referral", Subject("person", row.person_id, Part.OUTCOMES, verdict.basis))
    return outcome_view(row.outcome, people.Veil(by, row.person_id))


def outcome_view(outcome: Outcome, veil: people.Veil) -> OutcomeView:
    """What she hopes for with its reviews, newest first."""
    reviews = sorted(outcome.reviews.all(), key=lambda r: (r.created_at, r.id), reverse=True)
    return OutcomeView(
        id=outcome.id,
        version=outcome.version,
        words=outcome.words,
        kind=outcome.kind,
        author=veil.over(outcome.author_actor_id, outcome.author),
        since=outcome.created_at,
        ended_at=outcome.ended_at,
        reviews=tuple(
            ReviewView(r.change, r.words, r.pen, r.created_at, veil.over(r.author_actor_id, r.author))
            for r in reviews
        ),
    )
