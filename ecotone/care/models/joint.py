"""The tables of joint work: one piece of work of several, each with its own actions, and what they did together."""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.care.rules.joint import EventKind, Funding, PartnerState, TaskState
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, Person


class JointWork(Versioned, Authored):
    """One piece of work of two or more, none of which refers to another; for one person, or for nobody named."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="joint_work")
    title = Line()
    aim = Words(max_length=4000, help_text="what it is for, in words")
    since = models.DateField()
    until = models.DateField(null=True)

    privacy = Privacy(
        operational=f"id created_at version since until {AUTHORED}", personal="person", sensitive="title aim"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="joint_work_for_person")]
        constraints = [
            models.CheckConstraint(name="joint_period", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]


class JointPartner(Versioned):
    """One actor in a piece of joint work: asked to join, joined by its own yes, or left."""

    work = models.ForeignKey(JointWork, on_delete=models.PROTECT, related_name="partners")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    state = Code(choices=[(s, s) for s in PartnerState])
    proposed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    privacy = Privacy(operational="id created_at version work actor state proposed_by joined_on left_on")

    class Meta:
        indexes = [models.Index(fields=["actor", "state"], name="joint_work_of_actor")]
        constraints = [
            one_of("partner_state", "state", PartnerState),
            models.UniqueConstraint(fields=["work", "actor"], condition=~Q(state="left"), name="one_open_partner"),
        ]


class JointAction(Versioned, Authored):
    """What one partner does by when; its own to change."""

    work = models.ForeignKey(JointWork, on_delete=models.PROTECT, related_name="actions")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    what = Line()
    by_day = models.DateField(null=True)
    state = Code(choices=[(s, s) for s in TaskState], default=TaskState.OPEN)
    settled_on = models.DateField(null=True)

    privacy = Privacy(
        operational=f"id created_at version work actor by_day state settled_on {AUTHORED}", sensitive="what"
    )

    class Meta:
        indexes = [models.Index(fields=["work", "by_day"], name="actions_of_joint_work")]
        constraints = [
            one_of("joint_action_state", "state", TaskState),
            models.CheckConstraint(
                name="joint_action_settled",
                condition=Q(state="open", settled_on=None) | (~Q(state="open") & Q(settled_on__isnull=False)),
            ),
        ]


class JointEvent(Record, Authored):
    """Something done together on one day: a joint visit, shadowing, networking, learning; and who paid for it."""

    work = models.ForeignKey(JointWork, null=True, on_delete=models.PROTECT, related_name="events")
    kind = Code(choices=[(k, k) for k in EventKind])
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    words = Line(blank=True)
    funding = Code(choices=[(f, f) for f in Funding])
    funder = Line(blank=True)
    taken_back_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at work kind on minutes funding funder taken_back_at {AUTHORED}", sensitive="words"
    )

    class Meta:
        indexes = [
            models.Index(fields=["work", "-on"], name="events_of_joint_work"),
            models.Index(fields=["author_actor_id", "-on"], name="events_by_actor"),
        ]
        constraints = [
            one_of("joint_event_kind", "kind", EventKind),
            one_of("joint_event_funding", "funding", Funding),
            models.CheckConstraint(name="funder_only_when_funded", condition=Q(funding="funded") | Q(funder="")),
        ]


class JointEventActor(models.Model):
    """One who took part in it: whether it learned there, and whether others learned from it."""

    event = models.ForeignKey(JointEvent, on_delete=models.CASCADE, related_name="took_part")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    learned = models.BooleanField(default=False)
    taught = models.BooleanField(default=False)

    privacy = Privacy(operational="id event actor learned taught")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "actor"], name="took_part_once")]
