"""What was promised to a person: every ask with where it stands, whom to ring, and who does what next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from ecotone.access.audit import Subject, looked
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care import policies
from ecotone.care.machine import UNANSWERED, State
from ecotone.care.models import PaperForm, Promise, Referral, ReferralMove
from ecotone.care.policies import Seen
from ecotone.care.queries.rows import asked_by_id, can_judge, is_another, look, moves_for, row_of, with_names
from ecotone.care.rules import PromiseState, Sight, is_promise_late
from ecotone.care.views import PaperFormView, Promised, PromiseView, ReferralView, Ring, Standing
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import policies as records
from ecotone.people import queries as people
from ecotone.people.rules import Part
from ecotone.people.views import Banner

NO_PROMISE = (State.DRAFT, State.ENTERED_IN_ERROR)
"""Nobody has asked or promised anything by these: what is only begun, what was an error."""

NO_ANSWER = UNANSWERED | {State.NO_REPLY, State.UNCLAIMED}
TOLD_BY = ("offer", "ask", "accept", "waitlist", "schedule", "hold", "meet", "interim")
TOLD_AT_THE_END = ("complete", "complete_partly", "complete_onward", "decline", "fail")
"""The steps whose words a person needs to know what happens next."""


def promised(by: Principal, person_id: UUID, *, most: int = 40) -> Promised:
    """All that was asked for a person and that the caller sees in full, newest first; drafts are no promise.

    A fixed handful of queries. Raises Refused to who may not know who she is.
    """
    banner = people.banner(by, person_id)
    banner.verdicts[Part.IDENTITY].require("person", person_id)
    asked = with_names().filter(person_id=person_id).exclude(state__in=NO_PROMISE)
    rows = list(asked.order_by("-created_at", "-id")[:most])
    seen = policies.seen(by, rows, records.verdicts(by, [person_id]))
    shown = [row for row in rows if seen[row.id].sight is Sight.FULL]
    look(by, "care.promised", shown, seen)
    hopes = banner.verdicts[Part.OUTCOMES]
    promises = _promises(by, person_id, shown, with_hopes=hopes.allowed)
    words = _Words(by, person_id, banner.verdicts[Part.CIRCLE])
    by_ask: dict[UUID | None, list[PromiseView]] = defaultdict(list)
    for each in promises:
        by_ask[each.referral_id].append(words.view(each))
    told = _told([row.id for row in shown])
    kept = people.kept_by_her(by, person_id)
    standings = [
        _standing(by, row, seen[row.id], banner, told[row.id], tuple(by_ask[row.id]), kept=row.id in kept)
        for row in shown
    ]
    if by_ask[None]:
        looked(by, "care.promised", Subject("person", person_id, Part.OUTCOMES, hopes.basis))
    return Promised(
        open=tuple(each for each in standings if not each.row.final),
        ended=tuple(each for each in standings if each.row.final),
        for_hopes=tuple(by_ask[None]),
    )


def _promises(by: Principal, person_id: UUID, shown: list[Referral], *, with_hopes: bool) -> list[Promise]:
    which = Q(referral__in=[row.id for row in shown])
    if with_hopes:
        which |= Q(referral=None)
    return list(_with_helpers(Promise.objects.filter(which, person_id=person_id)))


def _with_helpers(promises: Any) -> Any:
    """What is open first, by its day; then what is over."""
    soonest = (F("settled_at").asc(nulls_first=True), F("by_when").asc(nulls_last=True), "created_at", "id")
    return promises.select_related("tie", "team").order_by(*soonest)


class _Words:
    """Puts promises about one person as the caller may read them."""

    def __init__(self, by: Principal, person_id: UUID, circle: Verdict, ends: Iterable[UUID | None] = ()) -> None:
        self._by, self._circle, self._veil = by, circle, people.Veil(by, person_id)
        self._ends = frozenset(ends)

    def view(self, row: Promise) -> PromiseView:
        state = PromiseState(row.state)
        return PromiseView(
            id=row.id,
            version=row.version,
            referral_id=row.referral_id,
            outcome_id=row.outcome_id,
            words=row.words,
            carrier=row.carrier,
            helper=self._helper(row),
            is_ours=row.team_id is not None and row.team_id == self._by.actor_id,
            by_when=row.by_when,
            late=is_promise_late(state, row.by_when, clock.today()),
            state=state,
            settled_at=row.settled_at,
            settled_by=self._over(row.settled_by_actor_id, row.settled_by),
            settled_by_person=row.settled_by_person,
            settled_words=row.settled_words,
            author=self._over(row.author_actor_id, row.author),
            said_at=row.created_at,
        )

    def _helper(self, row: Promise) -> str | Withheld:
        if row.tie_id is not None:
            return row.tie.name if row.tie and self._circle.allowed else Withheld(self._circle.code)
        return self._over(row.team_id, row.team.name) if row.team else ""

    def _over(self, actor_id: UUID | None, text: str) -> str | Withheld:
        return text if actor_id in self._ends else self._veil.over(actor_id, text)


def _told(ids: list[UUID]) -> dict[UUID, dict[str, Mapping[str, Any]]]:
    """What was recorded with the newest step of each kind, by referral. One query."""
    told: dict[UUID, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    steps = ReferralMove.objects.filter(referral__in=ids, code__in=[*TOLD_BY, *TOLD_AT_THE_END])
    for referral_id, code, recorded in steps.order_by("created_at", "id").values_list(
        "referral_id", "code", "recorded"
    ):
        told[referral_id][code] = recorded
    return told


def _standing(
    by: Principal,
    row: Referral,
    seen: Seen,
    banner: Banner,
    said: Mapping[str, Mapping[str, Any]],
    promises: tuple[PromiseView, ...],
    *,
    kept: bool,
) -> Standing:
    as_carer = by.kind is Kind.CARER
    return Standing(
        row=row_of(row, seen, {row.person_id: banner}),
        ring=None if is_another(row, seen) else _ring(row, seen),
        said=said,
        promises=promises,
        moves=frozenset(move.code for move in moves_for(by, row, seen)),
        can_judge=can_judge(by, row, seen),
        can_tick=policies.may_promise_on_referral(by, row).allowed if as_carer else True,
        target_id=None if is_another(row, seen) else row.target_id,
        kept_back=kept,
    )


def _ring(row: Referral, seen: Seen) -> Ring | None:
    """Who asked, while no answer has come; else who was asked, by the service's own number where it has one."""
    if State(row.state) in NO_ANSWER and row.source is not None and row.source_id not in seen.hidden:
        return Ring(row.source.name, row.source.phone, is_asker=True)
    if row.target is None:
        return None
    phone = (row.service.phone if row.service else "") or row.target.phone
    return Ring(row.target.name, phone, is_asker=False)


def promises_on(by: Principal, view: ReferralView) -> tuple[PromiseView, ...]:
    """Who does what next about one referral, for a reader who was shown all of it; nothing for others. One query."""
    if view.row.sight is not Sight.FULL or not view.has_promises:
        return ()
    person = view.row.person
    words = _Words(by, person.id, person.verdicts[Part.CIRCLE], (view.source_id, view.target_id))
    return tuple(words.view(row) for row in _with_helpers(Promise.objects.filter(referral_id=view.row.id)))


def promise_for(by: Principal, promise_id: UUID) -> PromiseView:
    """One promise. Raises NotFound, or Refused where what it is about is not the caller's to see."""
    rows = _with_helpers(Promise.objects.all()).select_related("referral", "outcome")
    row = asked_by_id(rows, partial(_may_promise, by), "promise", promise_id)
    basis = _may_promise(by, row).require("promise", promise_id).basis
    part = Part.REFERRALS if row.referral else Part.OUTCOMES
    looked(by, "care.promise_for", Subject("person", row.person_id, part, basis))
    circle = records.verdict(by, row.person_id, Part.CIRCLE)
    return _Words(by, row.person_id, circle).view(row)


def _may_promise(by: Principal, row: Promise) -> Verdict:
    if row.referral:
        return policies.may_promise_on_referral(by, row.referral)
    assert row.outcome  # noqa: S101 - the table says that it is about one of the two
    return policies.may_promise_on_outcome(by, row.outcome)


def paper_form(by: Principal, code: str) -> PaperFormView:
    """The form with that code, for those who may type it in. Raises NotFound alike for all others and for no code."""
    form = PaperForm.objects.select_related("referral", "judgement").filter(code=code[:12]).first()
    if form is None or not policies.may_judge(by, form.referral).allowed:
        raise NotFound("paperform", code)
    row = with_names().get(pk=form.referral_id)
    seen = policies.seen(by, [row], records.verdicts(by, [row.person_id]))
    banners = people.banners(by, [row.person_id], code="care.paper_form")
    look(by, "care.paper_form", [row], seen)
    return PaperFormView(
        code=form.code,
        referral_id=form.referral_id,
        row=row_of(row, seen[row.id], banners),
        printed_at=form.created_at,
        typed_in_at=form.judgement.created_at if form.judgement else None,
    )
