"""Writes to joint work: each joins by its own yes, keeps its own actions, and logs what was done together."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.models import JointAction, JointEvent, JointEventActor, JointPartner, JointWork
from ecotone.care.rules.joint import Direction, EventKind, Funding, PartnerState, TaskState, learning
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies as people
from ecotone.people.models import Person, Relationship
from ecotone.people.policies import current
from ecotone.people.rules import Part, after_death


@action("care.start_joint")
def start_joint(
    *, by: Principal, title: str, aim: str, partner_ids: Iterable[UUID], person_id: UUID | None = None
) -> JointWork:
    """Begins a piece of joint work, with our own yes; the others are asked to join.

    For one person only with those whom the caller sees helping her now. Raises Invalid naming every fault.
    """
    basis = policies.may_work_jointly(by, person_id).require("person" if person_id else "joint", person_id).basis
    ours, others = by.team_id, list(dict.fromkeys(partner_ids))
    gone = after_death(Person.of(person_id).died_on) if person_id else []
    check([*required(title=title, aim=aim), *_partner_problems(by, others, person_id), *gone])
    work = JointWork.add(person_id=person_id, title=title, aim=aim, since=clock.today(), **JointWork.signed(by))
    today = clock.today()
    JointPartner.add(work=work, actor_id=ours, state=PartnerState.JOINED, joined_on=today)
    for each in others:
        JointPartner.add(work=work, actor_id=each, state=PartnerState.PROPOSED, proposed_by_id=ours)
    _wrote(work, "care.start_joint", basis)
    return work


def _wrote(work: JointWork, act: str, basis: object = None) -> None:
    wrote("jointwork", work.id, act=act, basis=basis)  # type: ignore[arg-type]
    if work.person_id:
        wrote("person", work.person_id, act=act, part=Part.INVOLVED, basis=basis, keeps_access=True)  # type: ignore[arg-type]


def _partner_problems(by: Principal, others: list[UUID], person_id: UUID | None) -> list[Problem]:
    """Raises NotFound for an actor that is not there."""
    if not others:
        return [Problem("care.joint_two", "partners")]
    if by.team_id in others:
        return [Problem("care.own_team", "partners")]
    for each in others:
        if (until := Actor.of(each).until) and until <= clock.today():
            return [Problem("care.joint_ended_actor", "partners")]
    if person_id and not {*others} <= _seen_helping(by, person_id):
        return [Problem("care.joint_not_involved", "partners")]
    return []


def _seen_helping(by: Principal, person_id: UUID) -> set[UUID]:
    """Whom the caller may know to help her now; none for a team whose own name would tell too much."""
    now = Relationship.objects.filter(current(clock.now()), person_id=person_id)
    if now.filter(actor_id=by.team_id, sensitive=True).exists():
        return set()
    if not by.is_system and not people.verdict(by, person_id, Part.INVOLVED).allowed:
        return set()
    hidden = people.hidden_teams(by, [person_id]).get(person_id, frozenset())
    return {*now.values_list("actor_id", flat=True)} - hidden


@action("care.propose_partner")
def propose_partner(*, by: Principal, work_id: UUID, actor_id: UUID) -> JointPartner:
    """Asks another to join. Raises Invalid where it is in it, or asked, already."""
    work = JointWork.of(work_id)
    basis = policies.may_see_joint(by, work, joined_only=True).require("jointwork", work_id).basis
    check([*_ended(work), *_partner_problems(by, [actor_id], work.person_id)])
    try:
        with transaction.atomic():
            made = JointPartner.add(
                work=work, actor_id=actor_id, state=PartnerState.PROPOSED, proposed_by_id=by.team_id
            )
    except IntegrityError as error:
        raise Invalid(Problem("care.joint_already", "partners")) from error
    _wrote(work, "care.propose_partner", basis)
    return made


def _ended(work: JointWork) -> list[Problem]:
    return [Problem("care.joint_over")] if work.until else []


@action("care.answer_joint")
def answer_joint(*, by: Principal, partner_id: UUID, version: int, joins: bool) -> JointPartner:
    """The partner's own yes or no. Raises Stale when it was answered meanwhile."""
    partner = JointPartner.of(partner_id)
    work = JointWork.of(partner.work_id)
    basis = policies.may_act_for(by, partner.actor_id, work).require("jointwork", work.id).basis
    check([*_ended(work), *([] if partner.state == PartnerState.PROPOSED else [Problem("care.not_from_here")])])
    today = clock.today()
    if joins:
        partner.change(version=version, state=PartnerState.JOINED, joined_on=today)
        _tie_them(by, work, partner.actor_id)
    else:
        partner.change(version=version, state=PartnerState.LEFT, left_on=today)
    _wrote(work, "care.answer_joint", basis)
    return partner


def _tie_them(by: Principal, work: JointWork, actor_id: UUID) -> None:
    """What is for nobody in particular is known to all: those who joined it work in partnership."""
    if work.person_id is None:
        joined = JointPartner.objects.filter(work=work, state=PartnerState.JOINED).exclude(actor_id=actor_id)
        for other in joined.order_by("joined_on", "id").values_list("actor_id", flat=True):
            ecosystem.note_partnership(by=by, source_id=actor_id, target_id=other)


@action("care.leave_joint")
def leave_joint(*, by: Principal, partner_id: UUID, version: int) -> JointPartner:
    """One partner leaves; with fewer than two in it or asked, the work is over. What it was stays."""
    partner = JointPartner.of(partner_id)
    work = JointWork.of(partner.work_id)
    basis = policies.may_act_for(by, partner.actor_id, work).require("jointwork", work.id).basis
    if partner.state != PartnerState.JOINED:
        raise Invalid(Problem("care.not_from_here"))
    partner.change(version=version, state=PartnerState.LEFT, left_on=clock.today())
    left = JointPartner.objects.filter(work=work).exclude(state=PartnerState.LEFT).count()
    if left < 2 and work.until is None:
        work.change(version=work.version, until=clock.today())
    _wrote(work, "care.leave_joint", basis)
    return partner


@action("care.add_joint_action")
def add_joint_action(*, by: Principal, work_id: UUID, what: str, by_day: date | None = None) -> JointAction:
    """What our team does in it, by when."""
    work = JointWork.of(work_id)
    basis = policies.may_see_joint(by, work, joined_only=True).require("jointwork", work_id).basis
    check([*required(what=what), *_ended(work)])
    made = JointAction.add(work=work, actor_id=by.team_id, what=what, by_day=by_day, **JointAction.signed(by))
    _wrote(work, "care.add_joint_action", basis)
    return made


@action("care.change_joint_action")
def change_joint_action(
    *, by: Principal, action_id: UUID, version: int, what: str, by_day: date | None, state: TaskState
) -> JointAction:
    """Says anew what is done by when, or how it stands. Raises Stale when a colleague changed it first."""
    task = JointAction.of(action_id)
    work = JointWork.of(task.work_id)
    basis = policies.may_act_for(by, task.actor_id, work).require("jointwork", work.id).basis
    check([*required(what=what), *choice_problems(state=(TaskState, state))])
    settled = None if state == TaskState.OPEN else task.settled_on or clock.today()
    task.change(version=version, what=what, by_day=by_day, state=state, settled_on=settled)
    _wrote(work, "care.change_joint_action", basis)
    return task


@action("care.log_joint_event")
def log_joint_event(
    *,
    by: Principal,
    kind: EventKind,
    minutes: int,
    with_ids: Iterable[UUID],
    on: date | None = None,
    work_id: UUID | None = None,
    direction: Direction = Direction.NONE,
    funding: Funding = Funding.NOT_SAID,
    funder: str = "",
    words: str = "",
) -> JointEvent:
    """Logs what our team did with others, in a piece of joint work or apart from any.

    In joint work only with those who are in it. Raises Invalid naming every fault.
    """
    work = JointWork.of(work_id) if work_id else None
    if work:
        verdict = policies.may_see_joint(by, work, joined_only=True).require("jointwork", work.id)
    else:
        verdict = policies.may_work_jointly(by).require("joint", by.actor_id)
    others, day = list(dict.fromkeys(with_ids)), on or clock.today()
    check(
        [
            *choice_problems(kind=(EventKind, kind), direction=(Direction, direction), funding=(Funding, funding)),
            *_event_problems(by, work, others, day, minutes, funding, funder),
        ]
    )
    event = JointEvent.add(
        work=work,
        kind=kind,
        on=day,
        minutes=minutes,
        words=words,
        funding=funding,
        funder=funder,
        **JointEvent.signed(by),
    )
    flows = learning(Direction(direction), ours=by.team_id, others=others)
    JointEventActor.objects.bulk_create(
        JointEventActor(event=event, actor_id=each, learned=learned, taught=taught)
        for each, (learned, taught) in flows.items()
    )
    wrote("jointevent", event.id, act="care.log_joint_event", basis=verdict.basis)
    if work and work.person_id:
        wrote("person", work.person_id, act="care.log_joint_event", part=Part.INVOLVED, basis=verdict.basis)
    return event


def _event_problems(
    by: Principal, work: JointWork | None, others: list[UUID], day: date, minutes: int, funding: str, funder: str
) -> list[Problem]:
    problems = []
    if not others:
        problems.append(Problem("care.joint_with_whom", "with_ids"))
    if by.team_id in others:
        problems.append(Problem("care.own_team", "with_ids"))
    if day > clock.today():
        problems.append(Problem("care.day_to_come", "on"))
    if not 0 < minutes <= 100_000:
        problems.append(Problem("care.number", "minutes"))
    if funder and funding != Funding.FUNDED:
        problems.append(Problem("care.joint_funder", "funder"))
    joined = JointPartner.objects.filter(work=work, state=PartnerState.JOINED) if work else None
    known = joined.values_list("actor_id", flat=True) if joined is not None else [Actor.of(o).id for o in others]
    if not {*others} <= {*known}:
        problems.append(Problem("care.joint_not_in_it", "with_ids"))
    return problems


@action("care.take_back_event")
def take_back_event(*, by: Principal, event_id: UUID) -> JointEvent:
    """It was written down by mistake. Taken back twice, it stays taken back."""
    event = JointEvent.of(event_id)
    policies.may_take_back_event(by, event).require("jointevent", event_id)
    if event.taken_back_at is None:
        event.taken_back_at = clock.now()
        JointEvent.objects.filter(pk=event.pk).update(taken_back_at=event.taken_back_at)
    wrote("jointevent", event_id, act="care.take_back_event")
    return event
