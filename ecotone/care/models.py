"""The tables of care: referrals and their moves, questions, outcomes, contributions, unmet need."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.access.rules import Basis
from ecotone.care.machine import AWAITING_REPLY, BY_CODE, FINAL, Party, Reason, State
from ecotone.care.rules import Change, GiftKind, Means, NeedView, OutcomeKind, Pen, Urgency
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, CircleTie, Encounter, Person


class Outcome(Versioned, Authored):
    """What the person hopes for, in her words; agreed in conversation, reviewed by her."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcomes")
    words = Words(max_length=4000)
    kind = Code(choices=[(k, k) for k in OutcomeKind])
    reviewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version person reviewed_at ended_at {AUTHORED}", sensitive="words kind"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="outcomes_of_person")]
        constraints = [one_of("outcome_kind", "kind", OutcomeKind)]


class OutcomeReview(Record, Authored):
    """How she sees it now, in her words; who held the pen."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="reviews")
    change = Code(choices=[(c, c) for c in Change])
    words = Words(blank=True, max_length=4000)
    pen = Code(choices=[(p, p) for p in Pen])

    privacy = Privacy(operational=f"id created_at outcome pen {AUTHORED}", sensitive="change words")

    class Meta:
        constraints = [one_of("review_change", "change", Change), one_of("review_pen", "pen", Pen)]


class Referral(Versioned, Authored):
    """One ask of one service or team for one person, from the first draft to its end; a child when handed on."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    chain_id = models.UUIDField(help_text="the id of the first referral of the tree this one belongs to")
    source = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="referrals")
    why = Words(max_length=4000)
    hoped_for = Words(blank=True, max_length=4000)
    urgency = Code(choices=[(u, u) for u in Urgency], default=Urgency.ROUTINE)
    sensitive = models.BooleanField(default=False)
    basis = Code(choices=[(b, b) for b in Basis])
    parts = models.JSONField(default=list, help_text="the parts of the record shared with the target")
    contact_note = Line(blank=True, help_text="a safe way to make contact for this")
    state = Code(choices=[(s, s) for s in State], default=State.DRAFT)
    detail = Code(blank=True)
    reply_by = models.DateField(null=True)
    review_on = models.DateField(null=True, help_text="when a hold, a wait or a question is to be looked at again")
    escalated_on = models.DateField(null=True, help_text="when the target's lead was told that no reply had come")
    paused_on = models.DateField(null=True, help_text="since when the clock stands still")
    worker = Line(blank=True, help_text="who at the target does it")
    offered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    first_met_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    source_news_at = models.DateTimeField(null=True, help_text="something came back that the asker has not read")

    privacy = Privacy(
        operational="id created_at version source target parent chain_id state detail reply_by review_on paused_on "
        "escalated_on offered_at decided_at first_met_on ended_at acknowledged_at source_news_at basis parts worker "
        f"urgency {AUTHORED}",
        personal="person place contact_note",
        sensitive="service need outcome why hoped_for sensitive",
    )

    class Meta:
        indexes = [
            models.Index(fields=["target", "state", "reply_by"], name="referral_to"),
            models.Index(fields=["source", "state", "reply_by"], name="referral_from"),
            models.Index(fields=["source", "source_news_at"], name="referral_news"),
            models.Index(fields=["person", "-created_at"], name="referral_of_person"),
            models.Index(fields=["offered_at"], name="referral_by_time"),
            models.Index(fields=["chain_id"], name="referral_chain"),
            models.Index(
                fields=["reply_by", "id"],
                condition=Q(state__in=sorted(map(str, AWAITING_REPLY))),
                name="referral_awaiting_reply",
            ),
        ]
        constraints = [
            one_of("referral_state", "state", State),
            one_of("referral_urgency", "urgency", Urgency),
            one_of("referral_basis", "basis", Basis),
            models.CheckConstraint(
                name="referral_ended_when_final",
                condition=Q(state__in=sorted(map(str, FINAL)), ended_at__isnull=False)
                | (~Q(state__in=sorted(map(str, FINAL))) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="acknowledged_after_end", condition=Q(acknowledged_at=None) | ~Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="offered_with_reply_by",
                condition=Q(state__in=["draft", "cancelled", "entered_in_error"]) | ~Q(reply_by=None),
            ),
        ]


class ReferralMove(Record, Authored):
    """One step in a referral's history, with what was recorded. Never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    code = Code()
    before = Code(choices=[(s, s) for s in State])
    after = Code(choices=[(s, s) for s in State])
    detail = Code(blank=True)
    party = Code()
    recorded = models.JSONField(default=dict)

    privacy = Privacy(
        operational=f"id created_at referral code before after detail party {AUTHORED}", sensitive="recorded"
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "created_at"], name="moves_of_referral")]
        constraints = [
            one_of("move_code", "code", BY_CODE.keys()),
            one_of("move_before", "before", State),
            one_of("move_after", "after", State),
            one_of("move_party", "party", Party),
        ]


class Judgement(Record, Authored):
    """What became of the need behind a referral, as the person sees it. The newest counts; older ones stay."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="judgements")
    view = Code(choices=[(v, v) for v in NeedView])
    words = Words(blank=True, max_length=4000)
    pen = Code(choices=[(p, p) for p in Pen])
    means = Code(choices=[(m, m) for m in Means])

    privacy = Privacy(operational=f"id created_at referral pen means {AUTHORED}", sensitive="view words")

    class Meta:
        indexes = [models.Index(fields=["referral", "-created_at"], name="judgements_of_referral")]
        constraints = [
            one_of("judgement_view", "view", NeedView),
            one_of("judgement_pen", "pen", Pen),
            one_of("judgement_means", "means", Means),
        ]


class Question(Versioned, Authored):
    """Ask before you refer: a question from one team to another, with or without a person."""

    source = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    text = Words(max_length=4000)
    answer = Words(blank=True, max_length=4000)
    answered_by = Line(blank=True)
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version source target answered_by answered_at read_at {AUTHORED}",
        personal="person",
        sensitive="text answer",
    )

    class Meta:
        indexes = [
            models.Index(fields=["target", "answered_at"], name="questions_to"),
            models.Index(fields=["source", "read_at"], name="questions_from"),
        ]
        constraints = [models.CheckConstraint(name="ask_someone_else", condition=~Q(source=models.F("target")))]


class Contribution(Record, Authored):
    """What somebody put in: an organisation, someone in the circle, or the person. Paid or not."""

    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="contributions")
    encounter = models.ForeignKey(Encounter, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="contributions")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    circle_tie = models.ForeignKey(CircleTie, null=True, on_delete=models.PROTECT, related_name="+")
    by_person = models.BooleanField(default=False)
    kind = Code(choices=[(k, k) for k in GiftKind])
    words = Line()
    minutes = models.PositiveIntegerField(null=True)
    amount_minor = models.PositiveIntegerField(null=True)
    currency = Code(max_length=3, default="GBP")
    paid = models.BooleanField(default=False)
    on = models.DateField()

    privacy = Privacy(
        operational="id created_at referral encounter outcome actor by_person minutes amount_minor currency paid on "
        f"{AUTHORED}",
        sensitive="circle_tie kind words",
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "on"], name="gifts_to_referral")]
        constraints = [
            one_of("gift_kind", "kind", GiftKind),
            models.CheckConstraint(
                name="gift_to_one_thing",
                condition=Q(referral__isnull=False, encounter=None, outcome=None)
                | Q(referral=None, encounter__isnull=False, outcome=None)
                | Q(referral=None, encounter=None, outcome__isnull=False),
            ),
            models.CheckConstraint(
                name="gift_from_one_giver",
                condition=Q(actor__isnull=False, circle_tie=None, by_person=False)
                | Q(actor=None, circle_tie__isnull=False, by_person=False)
                | Q(actor=None, circle_tie=None, by_person=True),
            ),
        ]


class UnmetNeed(Record):
    """What could not be met, without identity: kind of need, place, who was asked, why. No dead end."""

    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    asked_sector = Code(blank=True)
    reason = Code(choices=[(r, r) for r in Reason], blank=True)
    origin = Code()
    origin_id = models.UUIDField(null=True)
    on = models.DateField()

    privacy = Privacy(operational="id created_at origin origin_id on need place asked_sector reason")

    class Meta:
        indexes = [models.Index(fields=["place", "-on"], name="unmet_at_place")]
        constraints = [one_of("unmet_reason", "reason", ["", *Reason])]
