"""Writes to referrals: the draft, the offer, every move of the machine, reading what came back, her judgement.

    offer_referral ──> draft ──> move "offer" ──> relationship of care for the target, with the parts shared
    move(…)        ──> policy ──> the table ──> what must be recorded ──> conditional update ──> history ──> effects

The effects of a move on other tables are listed in EFFECTS: nothing else happens behind it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.machine import BY_CODE, FINAL, TAKEN_ON, Move, Party, State, problem_with, read
from ecotone.care.models import Judgement, Outcome, Referral, ReferralMove, UnmetNeed
from ecotone.care.rules import Means, NeedView, Pen, Urgency, later_by_pause
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.ids import new_id
from ecotone.people import actions as people
from ecotone.people.models import Person
from ecotone.people.rules import CareRole, Part

CARE = Principal.system("care")
"""Ends looks as a consequence of a move, whoever made it; the audit entry names the one who did."""

AFTER_THE_LOOP = timedelta(days=28)
"""How long a relationship of care outlives the loop it was opened for."""


@action("care.draft_referral")
def draft_referral(
    *,
    by: Principal,
    person_id: UUID,
    why: str,
    service_id: UUID | None = None,
    target_id: UUID | None = None,
    need_id: UUID | None = None,
    hoped_for: str = "",
    urgency: Urgency = Urgency.ROUTINE,
    parts: Iterable[Part] = (),
    basis: Basis = Basis.CONSENT,
    contact_note: str = "",
    outcome_id: UUID | None = None,
    parent_id: UUID | None = None,
    source_id: UUID | None = None,
) -> Referral:
    """Begins a referral to a service, or to a team that has none listed. Nothing is shared until it is offered.

    With `parent_id` it hands a referral on. `source_id` is for Ecotone itself only; a caller asks as its own team.
    """
    shared = sorted({*parts})
    verdict = policies.may_refer(by, person_id, shared).require("person", person_id)
    parent = _parent(by, parent_id, person_id) if parent_id else None
    service = Service.objects.select_related("provider").filter(pk=service_id).first() if service_id else None
    target = service.provider if service else Actor.objects.filter(pk__in=[target_id]).first()
    source = by.actor_id or (source_id if by.is_system else None)
    check(_draft_problems(why, target, source, service, by, outcome_id, person_id))
    assert target is not None  # noqa: S101 - checked above
    own_id = new_id()
    referral = Referral.objects.create(
        id=own_id,
        person_id=person_id,
        parent=parent,
        chain_id=parent.chain_id if parent else own_id,
        source_id=source,
        target=target,
        service=service,
        need_id=need_id,
        place_id=Person.of(person_id).home_id,
        outcome_id=outcome_id,
        why=why,
        hoped_for=hoped_for,
        urgency=urgency,
        sensitive=bool(service and service.sensitivity == "sensitive"),
        basis=basis,
        parts=shared,
        contact_note=contact_note,
        **Referral.signed(by),
    )
    wrote("referral", referral.id, act="care.draft_referral", basis=verdict.basis)
    wrote("person", person_id, act="care.draft_referral", part=Part.REFERRALS, basis=verdict.basis)
    return referral


def _parent(by: Principal, parent_id: UUID, person_id: UUID) -> Referral:
    parent = Referral.of(parent_id)
    policies.may_hand_on(by, parent).require("referral", parent_id)
    if parent.person_id != person_id:
        raise Invalid(Problem("care.other_person", "parent"))
    return parent


def _draft_problems(
    why: str,
    target: Actor | None,
    source_id: UUID | None,
    service: Service | None,
    by: Principal,
    outcome_id: UUID | None,
    person_id: UUID,
) -> list[Problem]:
    problems = []
    if not why.strip():
        problems.append(Problem("ground.required", "why"))
    if target is None:
        problems.append(Problem("care.no_target", "service"))
    elif target.id == source_id:
        problems.append(Problem("care.own_team", "service"))
    if service and service.status != "active":
        problems.append(Problem("care.service_not_active", "service"))
    if service and source_id is None and not service.self_referral:
        problems.append(Problem("care.no_self_referral", "service"))
    if service and source_id and not by.is_system and not _takes_from(service, by.sectors):
        problems.append(Problem("care.not_from_your_sector", "service"))
    if outcome_id and not Outcome.objects.filter(pk=outcome_id, person_id=person_id).exists():
        problems.append(Problem("care.other_person", "outcome"))
    return problems


def _takes_from(service: Service, sectors: frozenset[str]) -> bool:
    taken = set(service.accepts.values_list("sector", flat=True))
    return not taken or bool(taken & sectors)


@action("care.offer_referral")
def offer_referral(*, by: Principal, person_id: UUID, reply_by: date | None, **draft: Any) -> Referral:
    """Drafts and offers in one step: takes what `draft_referral` takes, and the date by which to answer."""
    _, problems = read(BY_CODE["offer"], {"reply_by": reply_by}, clock.today())
    if problems and not str(draft.get("why", "")).strip():
        problems.append(Problem("ground.required", "why"))
    check(problems)
    referral = draft_referral(by=by, person_id=person_id, **draft)
    return move(
        by=by, referral_id=referral.id, version=referral.version, code="offer", recorded={"reply_by": reply_by}
    )


@action("care.move")
def move(
    *, by: Principal, referral_id: UUID, version: int, code: str, recorded: Mapping[str, Any] | None = None
) -> Referral:
    """Makes one move of the machine. `recorded` holds what the table asks for: days as dates, choices as codes.

    Raises Refused for a stranger, Invalid when the table forbids the move or something to record is missing,
    Stale when another move came first; nothing is written then.
    """
    referral = Referral.of(referral_id)
    verdict = policies.may_move(by, referral).require("referral", referral_id)
    step = BY_CODE.get(code)
    if step is None:
        raise Invalid(Problem("care.not_from_here"))
    parties = policies.parties(by, referral)
    taken_on = code == "complete_onward" and _a_child_was_taken_on(referral)
    if forbidden := problem_with(step, State(referral.state), parties, child_taken_on=taken_on):
        raise Invalid(Problem(forbidden))
    kept, problems = read(step, recorded or {}, clock.today())
    check(problems)
    before, party = State(referral.state), min(step.by & parties, key=list(Party).index)
    referral.change(version=version, **_columns(step, referral, party, kept))
    _write_history(by, referral, step, before, party, kept)
    for effect in EFFECTS.get(code, ()):
        effect(by, referral, kept)
    wrote("referral", referral_id, act=f"care.{code}", basis=verdict.basis)
    wrote("person", referral.person_id, act=f"care.{code}", part=Part.REFERRALS, basis=verdict.basis)
    return referral


def _a_child_was_taken_on(referral: Referral) -> bool:
    states = {*TAKEN_ON, State.COMPLETED}
    return referral.children.filter(state__in=states).exists()


def _write_history(
    by: Principal, referral: Referral, step: Move, before: State, party: Party, kept: dict[str, Any]
) -> None:
    ReferralMove.objects.create(
        referral=referral,
        code=step.code,
        before=before,
        after=step.target,
        detail=referral.detail,
        party=party,
        recorded=kept,
        **ReferralMove.signed(by),
    )


def _columns(step: Move, referral: Referral, party: Party, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What a move changes in the referral's own row."""
    columns: dict[str, Any] = {"state": step.target, "detail": step.detail, "paused_on": None, "review_on": None}
    if step.ends:
        # Marking a finished one as an error keeps the time at which it ended.
        columns["ended_at"] = referral.ended_at or clock.now()
    if party is not Party.SOURCE and step.code != "receive":
        columns["source_news_at"] = clock.now()
    return columns | COLUMNS.get(step.code, lambda _referral, _kept: {})(referral, kept)


def _offered(referral: Referral, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {"reply_by": _day(kept["reply_by"]), "offered_at": referral.offered_at or clock.now()}


def _resumed(referral: Referral, _: Mapping[str, Any]) -> dict[str, Any]:
    if not (referral.paused_on and referral.reply_by):
        return {}
    return {"reply_by": later_by_pause(referral.reply_by, referral.paused_on, clock.today())}


_day = date.fromisoformat
Columns = Callable[[Referral, Mapping[str, Any]], dict[str, Any]]
COLUMNS: Mapping[str, Columns] = {
    "offer": _offered,
    "wait_again": _offered,
    "ask": lambda _, kept: {"paused_on": clock.today(), "review_on": _day(kept["answer_by"])},
    "answer": _resumed,
    "accept": lambda _, kept: {"decided_at": clock.now(), "worker": kept["worker"]},
    "decline": lambda _, kept: {"decided_at": clock.now(), "detail": kept["reason_code"]},
    "waitlist": lambda _, kept: {"review_on": _day(kept["recheck_on"])},
    "hold": lambda _, kept: {"review_on": _day(kept["review_on"])},
    "schedule": lambda _, kept: {"review_on": _day(kept["meets_on"])},
    "meet": lambda referral, kept: {"first_met_on": referral.first_met_on or _day(kept["met_on"])},
    "fail": lambda _, kept: {"detail": kept["reason_code"]},
}
"""What particular moves change beside the state: dates that run, the clock that stands still, who does it."""


def _share_with_target(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    people.open_relationship(
        by=by,
        person_id=referral.person_id,
        actor_id=referral.target_id,
        role=CareRole.MEMBER,
        purpose=referral.need.name if referral.need else referral.target.name,
        parts=[Part(part) for part in referral.parts],
        basis=Basis(referral.basis),
        sensitive=referral.sensitive,
        referral_id=referral.id,
    )


def _end_relationship_at_once(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """The target was never, or is no longer, to help: it sees no more from now, unless another ask is open."""
    others = Referral.objects.filter(person_id=referral.person_id, target_id=referral.target_id)
    if not others.exclude(pk=referral.pk).exclude(state__in=[*FINAL, State.DRAFT]).exists():
        people.end_relationship_of_referral(by=CARE, referral_id=referral.id, person_id=referral.person_id)


def _note_unmet(by: Principal, referral: Referral, kept: dict[str, Any]) -> None:
    UnmetNeed.objects.create(
        need_id=referral.need_id,
        place_id=referral.place_id,
        asked_sector=referral.target.sector,
        reason=kept.get("reason_code", ""),
        origin="referral",
        origin_id=referral.id,
        on=clock.today(),
    )


Effect = Callable[[Principal, Referral, dict[str, Any]], None]
EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "offer": (_share_with_target,),
    "decline": (_note_unmet, _end_relationship_at_once),
    "fail": (_note_unmet,),
    "complete_partly": (_note_unmet,),
    "cancel": (_end_relationship_at_once,),
    "confirm_cancel": (_end_relationship_at_once,),
    "withdraw": (_end_relationship_at_once,),
    "mark_error": (_end_relationship_at_once,),
}


@action("care.acknowledge")
def acknowledge(*, by: Principal, referral_id: UUID, version: int) -> Referral:
    """The asker has read what came back. At the end this closes the loop; the target's look lasts 28 days more."""
    referral = Referral.of(referral_id)
    basis = policies.may_acknowledge(by, referral).require("referral", referral_id).basis
    columns: dict[str, Any] = {"source_news_at": None}
    if State(referral.state) in FINAL and referral.acknowledged_at is None:
        columns["acknowledged_at"] = clock.now()
        people.end_relationship_of_referral(
            by=CARE, referral_id=referral.id, person_id=referral.person_id, until=clock.now() + AFTER_THE_LOOP
        )
    referral.change(version=version, **columns)
    wrote("referral", referral_id, act="care.acknowledge", basis=basis)
    return referral


@action("care.judge")
def judge(
    *,
    by: Principal,
    referral_id: UUID,
    view: NeedView,
    words: str = "",
    pen: Pen = Pen.PERSON,
    means: Means = Means.PAGE,
) -> Judgement:
    """Keeps what the person says became of the need; said anew, the newer counts and the older stays.

    Raises Invalid when a worker claims that the person herself held the pen on this page.
    """
    referral = Referral.of(referral_id)
    basis = policies.may_judge(by, referral).require("referral", referral_id).basis
    herself = Party.PERSON in policies.parties(by, referral)
    if pen is Pen.PERSON and means is Means.PAGE and not herself:
        raise Invalid(Problem("care.who_held_the_pen", "pen"))
    if State(referral.state) == State.DRAFT:
        raise Invalid(Problem("care.not_from_here"))
    judgement = Judgement.objects.create(
        referral=referral, view=view, words=words, pen=pen, means=means, **Judgement.signed(by)
    )
    Referral.objects.filter(pk=referral.pk, source__isnull=False).update(source_news_at=clock.now())
    wrote("referral", referral_id, act="care.judge", basis=basis)
    wrote("person", referral.person_id, act="care.judge", part=Part.REFERRALS, basis=basis)
    return judgement
