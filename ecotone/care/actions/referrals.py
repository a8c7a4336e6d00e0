"""Writes to referrals: the draft, the offer, every move of the machine.

    offer_referral ──> draft ──> move "offer" ──> relationship of care for the target, with the parts shared
    offer_openly   ──> draft ──> move "offer_openly" ──> whoever can help is told of need and place (offers.py)
    move(…)        ──> policy ──> the table ──> what must be recorded ──> conditional update ──> history ──> effects

The effects of a move on other tables are listed in EFFECTS, and whom it is told to in `rules.news`: nothing else
happens behind it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.care import policies
from ecotone.care.actions import telling
from ecotone.care.actions.agreeing import agreement, began_problems
from ecotone.care.actions.closing import CARE, let_go
from ecotone.care.actions.mailing import close_link, end_link, mail_first_link, mail_news
from ecotone.care.actions.news import tell_of_move
from ecotone.care.actions.unmet import (
    asked_again,
    met_by_this,
    note_no_reply,
    note_partly,
    note_unclaimed,
    note_unmet,
)
from ecotone.care.machine import BY_CODE, TAKEN_ON, Move, Party, Reason, State, problem_with, read
from ecotone.care.models import Outcome, Referral, ReferralMove
from ecotone.care.rules import HeardAs, LinkEnd, Openly, Urgency, attempt_problems, later_by_pause
from ecotone.directory.models import Service
from ecotone.directory.queries import is_sensitive
from ecotone.ecosystem.models import Actor, Need
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, Stale, check
from ecotone.ground.hand import hand
from ecotone.ground.ids import new_id
from ecotone.ground.models import Record
from ecotone.people import actions as people
from ecotone.people.models import Person
from ecotone.people.rules import CareRole, Part, after_death

R = TypeVar("R", bound=Record)
BASES = (Basis.CONSENT, Basis.LEGAL_DUTY, Basis.VITAL_INTEREST)
"""On what basis one may pass a person's story on with an ask."""


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
    openly: Openly | None = None,
    began_with_id: UUID | None = None,
    **said: Any,
) -> Referral:
    """Begins a referral to a service, or to a team that has none listed. Nothing is shared until it is offered.

    With `parent_id` it hands a referral on. With `openly` it is for whoever can help: it has a need and a place
    instead of a recipient. `source_id` is for Ecotone itself only; a caller asks as its own
    team. `began_with_id`: what a carer passed on. `said` is what `people.policies.Yes` takes, where she cannot agree.
    """
    shared = sorted({*parts})
    verdict = policies.may_refer(by, person_id, shared).require("person", person_id)
    person = Person.of(person_id)
    parent = _parent(by, parent_id, person_id) if parent_id else None
    yes = agreement(by, person_id, basis, said)
    service = _found(Service, service_id)
    target = service.provider if service else _found(Actor, target_id) if not service_id else None
    place_id = openly.place_id if openly and openly.place_id else person.home_id
    source = by.actor_id or (source_id if by.is_system else None)
    check(
        [
            *required(why=why),
            *choice_problems(urgency=(Urgency, urgency)),
            *([] if basis in BASES else [Problem("ground.unknown_choice", "basis")]),
            *(_open_problems(need_id, place_id) if openly else target_problems(target, source)),
            *(_service_problems(service, source, by) if service else []),
            *_outcome_problems(by, outcome_id, person_id),
            *after_death(person.died_on),
            *yes.problems,
            *began_problems(by, person_id, began_with_id),
        ]
    )
    own_id = new_id()
    referral = Referral.add(
        id=own_id,
        person=person,
        parent=parent,
        chain_id=parent.chain_id if parent else own_id,
        source=Actor.of(source) if source else None,
        target=target,
        service=service,
        need=Need.of(need_id) if need_id else None,
        place_id=place_id,
        outcome_id=outcome_id,
        why=why,
        hoped_for=hoped_for,
        urgency=urgency,
        sensitive=service.sensitivity == "sensitive" if service else is_sensitive(target.id if target else None),
        basis=basis,
        parts=shared,
        offer_note=openly.note if openly else "",
        contact_note=contact_note,
        began_with_id=began_with_id,
        **yes.columns,
        **Referral.signed(by),
    )
    act = "care.draft_referral"
    wrote("referral", referral.id, act=act, basis=verdict.basis, keeps_access=True)
    wrote("person", person_id, act=act, part=Part.REFERRALS, basis=verdict.basis, keeps_access=True)
    return referral


def _found(model: type[R], record_id: UUID | None) -> R | None:
    """The record of that id, or None: that there is no such service is one of several things to say of an ask."""
    try:
        return model.of(record_id) if record_id else None
    except NotFound:
        return None


def _open_problems(need_id: UUID | None, place_id: UUID | None) -> list[Problem]:
    return required(need=str(need_id or ""), place=str(place_id or ""))


def _parent(by: Principal, parent_id: UUID, person_id: UUID) -> Referral:
    parent = Referral.of(parent_id)
    policies.may_hand_on(by, parent).require("referral", parent_id)
    if parent.person_id != person_id:
        raise Invalid(Problem("care.other_person", "parent"))
    return parent


def target_problems(target: Actor | None, source_id: UUID | None) -> list[Problem]:
    if target is None or not target.holds(clock.today()):
        return [Problem("care.no_target", "service")]
    return [Problem("care.own_team", "service")] if target.id == source_id else []


def _service_problems(service: Service, source_id: UUID | None, by: Principal) -> list[Problem]:
    problems = []
    if service.status != "active":
        problems.append(Problem("care.service_not_active", "service"))
    if source_id is None and not service.self_referral:
        problems.append(Problem("care.no_self_referral", "service"))
    if source_id and not by.is_system and not takes_from(service, by.sectors):
        problems.append(Problem("care.not_from_your_sector", "service"))
    return problems


def _outcome_problems(by: Principal, outcome_id: UUID | None, person_id: UUID) -> list[Problem]:
    """A carer names no hope that they may not see."""
    if outcome_id is None:
        return []
    unseen = by.kind is Kind.CARER and not policies.may_see_outcomes(by, person_id).allowed
    if unseen or not Outcome.objects.filter(pk=outcome_id, person_id=person_id).exists():
        return [Problem("care.other_person", "outcome")]
    return []


def takes_from(service: Service, sectors: frozenset[str]) -> bool:
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


@action("care.move", by_link=True)
def move(
    *, by: Principal, referral_id: UUID, version: int, code: str, recorded: Mapping[str, Any] | None = None
) -> Referral:
    """Makes one move of the machine. `recorded` holds what the table asks for: days as dates, choices as codes.

    Raises Refused for a stranger, Invalid when the table forbids the move or something to record is missing,
    Stale when another move came first; nothing is written then.
    """
    referral = referral_to_move(referral_id) if by.kind is Kind.LINK else Referral.of(referral_id)
    verdict = policies.may_make(by, referral, code).require("referral", referral_id)
    return carry_out(
        by,
        referral,
        code=code,
        recorded=recorded or {},
        parties=policies.parties(by, referral),
        basis=verdict.basis,
        version=version,
    )


def referral_to_move(referral_id: UUID) -> Referral:
    """The referral, its row locked: a link's row is locked after it, by everyone in this order. Raises NotFound."""
    referral = Referral.objects.select_for_update().filter(pk=referral_id).first()
    if referral is None:
        raise NotFound("referral", referral_id)
    return referral


def carry_out(
    by: Principal,
    referral: Referral,
    *,
    code: str,
    recorded: Mapping[str, Any],
    parties: frozenset[Party],
    basis: Basis | None,
    version: int | None = None,
    heard: HeardAs | None = None,
) -> Referral:
    """Makes a move inside an action of this room that has asked its policy, for those it found the caller to be.

    `version` is the one the caller saw, unless the action has compared it already; `heard` says from whom, where the
    asker writes down the target's move. Raises what `move` does.
    """
    if version is not None and referral.version != version:
        raise Stale("referral", referral.id, version)
    step, parties = _allowed(code, referral, parties)
    kept, problems = read(step, recorded, clock.today())
    problems += heard.problems(clock.today()) if heard else []
    problems += [problem for told in BEFORE.get(code, ()) for problem in told(by, referral)]
    check([*problems, *_attempt_problems(referral, kept)])
    return make(by, referral, step, min(step.by & parties, key=list(Party).index), kept, basis, heard=heard)


def make(
    by: Principal,
    referral: Referral,
    step: Move,
    party: Party,
    kept: dict[str, Any],
    basis: Basis | None,
    *,
    heard: HeardAs | None = None,
    **columns: Any,
) -> Referral:
    """Makes a move that has been found lawful, from the version at hand; `columns` are what it changes besides.

    Raises Stale when another move came first; nothing is written then.
    """
    before = State(referral.state)
    changed = _columns(step, referral, party, kept, heard=heard is not None)
    referral.change(version=referral.version, **changed, **columns)
    history = _write_history(by, referral, step, before, party, kept, heard)
    for effect in EFFECTS.get(step.code, ()):
        effect(by, referral, kept)
    if step.ends:
        end_link(referral, theirs=party is Party.TARGET)
    if step.ends and referral.acknowledged_at:
        for team in (referral.source_id, referral.target_id) if heard else (referral.source_id,):
            let_go(referral.person_id, team, because_of=referral.id)
    tell_of_move(by, referral, history)
    wrote("referral", referral.id, act=f"care.{step.code}", basis=basis)
    wrote("person", referral.person_id, act=f"care.{step.code}", part=Part.REFERRALS, basis=basis)
    return referral


def _allowed(code: str, referral: Referral, parties: frozenset[Party]) -> tuple[Move, frozenset[Party]]:
    """The move, if these parties may make it now, and the parties. Raises Invalid with what forbids it."""
    step = BY_CODE.get(code)
    taken_on = code == "complete_onward" and _a_child_was_taken_on(referral)
    if step is None:
        raise Invalid(Problem("care.not_from_here"))
    if forbidden := problem_with(step, State(referral.state), parties, referral.whom, child_taken_on=taken_on):
        raise Invalid(Problem(forbidden))
    return step, parties


def _attempt_problems(referral: Referral, kept: Mapping[str, Any]) -> Iterator[Problem]:
    """Whoever closes because she could not be reached has tried as often as the service promises."""
    if kept.get("reason_code") == Reason.COULD_NOT_CONTACT and referral.service:
        yield from attempt_problems(kept, referral.service.attempts_before_closing)


def _still_askable(by: Principal, referral: Referral) -> list[Problem]:
    """Whom a draft was for may have closed, or gone, or been asked the same meanwhile."""
    problems = target_problems(referral.target, referral.source_id)
    if referral.service:
        problems += _service_problems(referral.service, referral.source_id, by)
    return problems + after_death(referral.person.died_on) + _not_asked_already(by, referral)


def _not_asked_already(by: Principal, referral: Referral) -> list[Problem]:
    return [Problem("care.already_open")] if same_is_open(referral) else []


def same_is_open(referral: Referral) -> bool:
    """Whether the same was asked and is open: a button pressed twice asks once.

    Her row is locked, so that of two asks made at one instant the second sees the first.
    """
    columns = ("person_id", "source_id", "target_id", "need_id", "service_id")
    known = hand()
    if known is not None:
        hers = known.of(Referral, "person_id", referral.person_id)
        alike = (row for row in hers if all(getattr(row, name) == getattr(referral, name) for name in columns))
        return any(row.ended_at is None and row.state != State.DRAFT and row is not referral for row in alike)
    Person.objects.select_for_update().values_list("id").get(pk=referral.person_id)
    same = Referral.objects.filter(**{name: getattr(referral, name) for name in columns})
    return same.filter(ended_at=None).exclude(state=State.DRAFT).exclude(pk=referral.pk).exists()


def _a_child_was_taken_on(referral: Referral) -> bool:
    states = {*TAKEN_ON, State.COMPLETED}
    if (known := hand()) is not None:
        return any(child.state in states for child in known.of(Referral, "parent_id", referral.id))
    return referral.children.filter(state__in=states).exists()


def _write_history(
    by: Principal,
    referral: Referral,
    step: Move,
    before: State,
    party: Party,
    kept: dict[str, Any],
    heard: HeardAs | None,
) -> ReferralMove:
    return ReferralMove.add(
        referral=referral,
        code=step.code,
        before=before,
        after=step.target,
        detail=referral.detail,
        party=party,
        recorded=kept,
        link_id=by.link_id,
        heard_by=heard.by if heard else "",
        heard_from=heard.who if heard else "",
        heard_on=heard.on if heard else None,
        **ReferralMove.signed(by),
    )


def _columns(step: Move, referral: Referral, party: Party, kept: Mapping[str, Any], *, heard: bool) -> dict[str, Any]:
    """What a move changes in the referral's own row. An asker who wrote down what it `heard` knows it already."""
    columns: dict[str, Any] = {"state": step.target, "detail": step.detail, "paused_on": None}
    columns |= {"review_on": None, "reminded_on": None}
    by_asker = heard or party is Party.SOURCE
    by_asker |= party in (Party.PERSON, Party.CARER) and referral.source_id is None
    if step.ends:
        # Marking a finished one as an error keeps the time at which it ended.
        columns["ended_at"] = referral.ended_at or clock.now()
    if step.ends and (by_asker or (step.code == "lapse" and referral.source_id is None)):
        columns["acknowledged_at"] = referral.acknowledged_at or clock.now()
    if step.code != "receive":
        columns["escalated_on"] = None
        # Whoever asked has read what came back, or could not make this move.
        columns["source_news_at"] = None if by_asker else clock.now()
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
    "offer_openly": _offered,
    "wait_again": _offered,
    "ask": lambda _, kept: {"paused_on": clock.today(), "review_on": _day(kept["answer_by"])},
    "answer": _resumed,
    "accept": lambda _, kept: {"decided_at": clock.now(), "worker": kept["worker"]},
    "claim": lambda _, kept: {"decided_at": clock.now(), "worker": kept["worker"]},
    "allocate": lambda _, kept: {"worker": kept["worker"]},
    "decline": lambda _, kept: {"decided_at": clock.now(), "detail": kept["reason_code"]},
    "waitlist": lambda _, kept: {"review_on": _day(kept["recheck_on"])},
    "hold": lambda _, kept: {"review_on": _day(kept["review_on"])},
    "schedule": lambda _, kept: {"review_on": _day(kept["meets_on"])},
    "meet": lambda referral, kept: {"first_met_on": referral.first_met_on or _day(kept["met_on"])},
    "fail": lambda _, kept: {"detail": kept["reason_code"]},
}
"""What particular moves change beside the state: dates that run, the clock that stands still, who does it."""


def _named(actor: Actor | None) -> str:
    return actor.name if actor else ""


def _share_with_target(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    people.open_relationship(
        by=by,
        person_id=referral.person_id,
        actor_id=cast(UUID, referral.target_id),
        role=CareRole.MEMBER,
        purpose=referral.need.name if referral.need else _named(referral.target),
        parts=[Part(part) for part in referral.parts],
        basis=Basis(referral.basis),
        sensitive=referral.sensitive,
        opened_by=referral.id,
    )


def _share_with_claimant(by: Principal, referral: Referral, recorded: dict[str, Any]) -> None:
    """What the asker chose to share with whoever helps: the one who claims knew nothing that they could share."""
    _share_with_target(CARE, referral, recorded)


def _end_relationship_at_once(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """The target was never, or is no longer, to help: it sees no more from now, unless another ask is live."""
    let_go(referral.person_id, referral.target_id, because_of=referral.id, at_once=True)


def _let_target_go(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """Where she asked herself nobody is left to read the end, so the target lets go as though it had been read."""
    if referral.source_id is None:
        let_go(referral.person_id, referral.target_id, because_of=referral.id)


def _close_returned_link(_by: Principal, referral: Referral, _kept: dict[str, Any]) -> None:
    close_link(referral, LinkEnd.RETURNED)


Check = Callable[[Principal, Referral], list[Problem]]
BEFORE: Mapping[str, tuple[Check, ...]] = {
    "offer": (_still_askable,),
    "offer_openly": (_not_asked_already,),
}
"""What must hold beside the table before a move is made."""

Effect = Callable[[Principal, Referral, dict[str, Any]], None]
EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "offer": (_share_with_target, mail_first_link),
    "offer_openly": (asked_again, telling.tell),
    "claim": (_share_with_claimant, met_by_this),
    "accept": (met_by_this,),
    "answer": (mail_news,),
    "request_cancel": (mail_news,),
    "decline": (note_unmet, _end_relationship_at_once),
    "fail": (note_unmet,),
    "complete_partly": (note_partly,),
    "expire": (note_unclaimed,),
    "give_up_waiting": (note_no_reply, _end_relationship_at_once, _close_returned_link),
    "wait_again": (asked_again, _share_with_target, mail_first_link),
    "cancel": (_end_relationship_at_once,),
    "confirm_cancel": (_end_relationship_at_once,),
    "withdraw": (asked_again, _end_relationship_at_once),
    "mark_error": (asked_again, _end_relationship_at_once),
    "lapse": (asked_again, _let_target_go),
}
