"""Reads of joint work: our team's, one piece of it whole, with whom an actor works, what is done for a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Withheld
from ecotone.care import policies
from ecotone.care.models import JointAction, JointEvent, JointEventActor, JointPartner, JointWork
from ecotone.care.queries.rows import asked_by_id
from ecotone.care.rules.joint import EventKind, Funding, PartnerState, TaskState
from ecotone.care.views.joint import (
    DueTask,
    EventView,
    JointRow,
    JointView,
    OurJoint,
    PartnerView,
    TaskView,
    TimeTogether,
)
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import policies as records
from ecotone.people import queries as people

A_YEAR = timedelta(days=365)
SOON = timedelta(days=7)
MOST_EVENTS = 40
ANYONE = ""


def our_joint(by: Principal, *, most: int = MOST_EVENTS) -> OurJoint:
    """What the caller's team works on with others, and the time it spent with them in a year: its newest events."""
    if not by.practises or by.actor_id is None:
        return OurJoint()
    mine = JointPartner.objects.filter(actor_id=by.actor_id, state__in=policies.IN_IT)
    rows = _rows(by, JointWork.objects.filter(pk__in=mine.values("work_id")))
    since = clock.today() - A_YEAR
    events = JointEvent.objects.filter(took_part__actor=by.actor_id, on__gte=since, taken_back_at=None)
    with widened(Why.OWN_WORK):
        every = list(events.order_by("-on", "-id"))
        time = _time(by.actor_id, every)
    known = {row.id for row in rows}
    shown = [each for each in every if each.work_id is None or each.work_id in known][:most]
    return OurJoint(
        asked=tuple(r for r in rows if r.our_state is PartnerState.PROPOSED and not r.until),
        running=tuple(r for r in rows if r.our_state is PartnerState.JOINED and not r.until),
        over=tuple(r for r in rows if r.until),
        events=_events(by, shown),
        time=time,
    )


def _rows(by: Principal, works: QuerySet[JointWork]) -> list[JointRow]:
    """Those of these that the caller may see, newest first, in a handful of queries."""
    kept = list(
        works.annotate(open=Count("actions", filter=Q(actions__state=TaskState.OPEN))).order_by("-since", "-id")
    )
    about = {each.person_id for each in kept if each.person_id}
    verdicts = records.verdicts(by, about) if about else {}
    kept = [each for each in kept if each.person_id is None or records.knows(verdicts[each.person_id]).allowed]
    names = _names(by, [each.person_id for each in kept if each.person_id])
    partners: dict[UUID, list[JointPartner]] = defaultdict(list)
    for partner in (
        JointPartner.objects.filter(work__in=kept).exclude(state=PartnerState.LEFT).select_related("actor")
    ):
        partners[partner.work_id].append(partner)
    looked(by, "care.joint", *(Subject("jointwork", each.id) for each in kept))
    return [
        JointRow(
            id=each.id,
            title=each.title,
            person_id=each.person_id,
            person=names.get(each.person_id, ANYONE) if each.person_id else ANYONE,
            since=each.since,
            until=each.until,
            partners=tuple(sorted(p.actor.name for p in partners[each.id] if p.actor_id != by.actor_id)),
            our_state=next((PartnerState(p.state) for p in partners[each.id] if p.actor_id == by.actor_id), None),
            open_tasks=each.open,
        )
        for each in kept
    ]


def tasks_due(by: Principal, *, most: int) -> tuple[DueTask, ...]:
    """What the caller's team said it would do, late or within SOON, soonest first, as far as it may see the work."""
    if not by.practises or by.actor_id is None:
        return ()
    open_ones = JointAction.objects.filter(actor_id=by.actor_id, state=TaskState.OPEN, work__until=None)
    ours = JointPartner.objects.filter(actor_id=by.actor_id, state=PartnerState.JOINED).values("work_id")
    soon = open_ones.filter(by_day__lte=clock.today() + SOON, work__in=ours).select_related("work", "actor")
    rows = list(soon.order_by("by_day", "created_at", "id")[:most])
    about = {row.work.person_id for row in rows if row.work.person_id}
    verdicts = records.verdicts(by, about) if about else {}
    may = [r for r in rows if r.work.person_id is None or records.knows(verdicts[r.work.person_id]).allowed]
    looked(by, "care.my_day", *(Subject("jointwork", work_id) for work_id in {row.work_id for row in may}))
    return tuple(DueTask(_task(by, row), row.work_id, row.work.title) for row in may)


def _names(by: Principal, ids: Iterable[UUID]) -> dict[UUID, str | Withheld]:
    banners = people.banners(by, ids, code="care.joint")
    return {
        each: found.identity if isinstance(found.identity, Withheld) else found.identity.name
        for each, found in banners.items()
    }


def _time(actor_id: UUID, events: list[JointEvent]) -> TimeTogether:
    minutes, paid = Counter[str](), Counter[str]()
    for each in events:
        minutes[each.kind] += each.minutes
        # Who paid is said by each team of its own time: what others wrote down says nothing of ours.
        paid[each.funding if each.author_actor_id == actor_id else Funding.NOT_SAID] += each.minutes
    flows = JointEventActor.objects.filter(event__in=events, actor_id=actor_id)
    counted = flows.aggregate(learned=Count("id", filter=Q(learned=True)), taught=Count("id", filter=Q(taught=True)))
    return TimeTogether(
        since=clock.today() - A_YEAR,
        by_kind=tuple((kind, minutes[kind]) for kind in EventKind if minutes[kind]),
        minutes=sum(minutes.values()),
        unpaid=paid[Funding.UNPAID],
        not_said=paid[Funding.NOT_SAID],
        we_learned=counted["learned"],
        they_learned=counted["taught"],
    )


def joint_work(by: Principal, work_id: UUID) -> JointView:
    """One piece of joint work, whole, to those in it, those asked to join, and her. Raises NotFound, Refused."""
    work = asked_by_id(JointWork.objects.all(), partial(policies.may_see_joint, by), "jointwork", work_id)
    verdict = policies.may_see_joint(by, work).require("jointwork", work_id)
    looked(by, "care.joint_work", Subject("jointwork", work_id, "", verdict.basis))
    name = _names(by, [work.person_id])[work.person_id] if work.person_id else ANYONE
    partners = tuple(
        _partner(by, each)
        for each in JointPartner.objects.filter(work=work).select_related("actor").order_by("created_at", "id")
    )
    ours = next((p for p in partners if p.is_ours and p.state is not PartnerState.LEFT), None)
    tasks = JointAction.objects.filter(work=work).select_related("actor").order_by("by_day", "created_at", "id")
    events = JointEvent.objects.filter(work=work, taken_back_at=None).order_by("-on", "-id")[:MOST_EVENTS]
    return JointView(
        id=work.id,
        version=work.version,
        title=work.title,
        aim=work.aim,
        person_id=work.person_id,
        person=name,
        since=work.since,
        until=work.until,
        author=work.author,
        partners=partners,
        tasks=tuple(_task(by, each) for each in tasks),
        events=_events(by, list(events)),
        ours=ours,
        may_act=ours is not None and ours.state is PartnerState.JOINED and work.until is None,
    )


def _partner(by: Principal, row: JointPartner) -> PartnerView:
    return PartnerView(
        id=row.id,
        version=row.version,
        actor_id=row.actor_id,
        actor=row.actor.name,
        sector=row.actor.sector,
        state=PartnerState(row.state),
        since=row.left_on or row.joined_on,
        is_ours=by.practises and row.actor_id == by.actor_id,
    )


def _task(by: Principal, row: JointAction) -> TaskView:
    return TaskView(
        id=row.id,
        version=row.version,
        actor_id=row.actor_id,
        actor=row.actor.name,
        what=row.what,
        by_day=row.by_day,
        state=TaskState(row.state),
        settled_on=row.settled_on,
        late=row.state == TaskState.OPEN and row.by_day is not None and row.by_day < clock.today(),
        is_ours=by.practises and row.actor_id == by.actor_id,
    )


def _events(by: Principal, rows: list[JointEvent]) -> tuple[EventView, ...]:
    took: dict[UUID, list[JointEventActor]] = defaultdict(list)
    for each in JointEventActor.objects.filter(event__in=rows).select_related("actor").order_by("actor__name", "id"):
        took[each.event_id].append(each)
    return tuple(
        EventView(
            id=row.id,
            work_id=row.work_id,
            kind=EventKind(row.kind),
            on=row.on,
            minutes=row.minutes,
            words=row.words,
            author=row.author,
            actor=next((e.actor.name for e in took[row.id] if e.actor_id == row.author_actor_id), ""),
            with_whom=tuple((e.actor_id, e.actor.name) for e in took[row.id] if e.actor_id != row.author_actor_id),
            learned=tuple(e.actor.name for e in took[row.id] if e.learned),
            taught=tuple(e.actor.name for e in took[row.id] if e.taught),
            funding=Funding(row.funding),
            funder=row.funder,
            is_ours=by.practises and row.author_actor_id == by.actor_id,
        )
        for row in rows
    )


@widened(Why.VEILED)
def joint_with(actor_id: UUID) -> list[tuple[UUID, str]]:
    """With whom an actor works jointly now on what is for nobody in particular; open to all. One query."""
    mine = JointPartner.objects.filter(actor_id=actor_id, state=PartnerState.JOINED)
    works = JointWork.objects.filter(pk__in=mine.values("work_id"), person=None, until=None)
    others = JointPartner.objects.filter(work__in=works, state=PartnerState.JOINED).exclude(actor_id=actor_id)
    found = others.order_by("actor__name", "actor_id").values_list("actor_id", "actor__name")
    return list(dict.fromkeys(found))


def joint_for(by: Principal, person_id: UUID) -> list[JointRow]:
    """What is worked on jointly for a person: all of it to her, to others what their own team is in."""
    works = JointWork.objects.filter(person_id=person_id, until=None)
    if not (by.kind is Kind.PERSON and by.person_id == person_id):
        mine = JointPartner.objects.filter(actor_id__in=[by.actor_id], state__in=policies.IN_IT)
        works = works.filter(pk__in=mine.values("work_id")) if by.practises else works.none()
    return _rows(by, works)


def partners_to_choose(by: Principal, words: str) -> list[tuple[UUID, str, str]]:
    """Whom one might ask to join, by name: (id, name, sector). Empty without words."""
    if not words.strip() or not policies.may_work_jointly(by).allowed:
        return []
    found = ecosystem.search_actors(words, most=12)
    return [(each.id, each.name, each.sector) for each in found if each.id != by.actor_id]
