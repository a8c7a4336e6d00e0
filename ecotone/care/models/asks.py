"""The tables of referrals: each ask, every step it took, and the person's judgement of it."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from ecotone.access.models import Authored
from ecotone.access.rules import Basis
from ecotone.care.machine import (
    AWAITING_REPLY,
    BY_CODE,
    FINAL,
    TO_LOOK_AT_AGAIN,
    WITHOUT_TARGET,
    Party,
    State,
    Whom,
)
from ecotone.care.models.hopes import Outcome
from ecotone.care.rules import Heard, Means, NeedView, Pen, Urgency
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED, CarerWish, Person, SignedFor, signed_whole
from ecotone.people.rules.agreeing import Agreed

ENDED_UNREAD = Q(ended_at__isnull=False) & (Q(acknowledged_at=None) | Q(source_news_at__isnull=False))
"""What has ended and has news for its asker: nobody has read the end, or something was said since."""


class Referral(Versioned, Authored, SignedFor):
    """One ask for one person, from the first draft to its end; a child when handed on. One by which a person came
    back to a service names the ended one she came back from, and lies in its chain.

    It is of one service or team, or an open offer to whoever can help, which has a target once one has claimed it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False)
    chain_id = models.UUIDField(help_text="the id of the first referral of the tree this one belongs to")
    returns_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="returns", db_index=False
    )
    source = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, null=True, on_delete=models.PROTECT, related_name="referrals")
    why = Words(max_length=4000)
    hoped_for = Words(blank=True, max_length=4000)
    since_then = Line(blank=True, help_text="what is different now, for one who came back")
    urgency = Code(choices=[(u, u) for u in Urgency], default=Urgency.ROUTINE)
    sensitive = models.BooleanField(default=False)
    basis = Code(choices=[(b, b) for b in Basis])
    agreed = Code(choices=[(a, a) for a in Agreed], default=Agreed.NOT_RECORDED, help_text="who agreed to it")
    nobody_why = Words(
        blank=True, max_length=2000, help_text="why nobody could be asked or agree, and how it is for her"
    )
    least = models.BooleanField(default=False, help_text="where nobody could: the least was chosen that does it")
    her_wishes = Words(blank=True, max_length=2000, help_text="what is known of what she wishes, or wished")
    began_with = models.ForeignKey(
        CarerWish,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="what a carer passed on, and she wishes",
    )
    parts = models.JSONField(default=list, help_text="the parts of the record shared with the target")
    offer_note = Line(blank=True, help_text="what all who are told of an open offer may read: it names no one")
    contact_note = Line(blank=True, help_text="a safe way to make contact for this")
    state = Code(choices=[(s, s) for s in State], default=State.DRAFT)
    detail = Code(blank=True)
    reply_by = models.DateField(null=True)
    review_on = models.DateField(null=True, help_text="when a hold, a wait or a question is to be looked at again")
    escalated_on = models.DateField(null=True, help_text="when the target's lead was told that no reply had come")
    reminded_on = models.DateField(null=True, help_text="when it was said that review_on has passed")
    out_of_area_on = models.DateField(null=True, help_text="since when she lives where this service does not go")
    paused_on = models.DateField(null=True, help_text="since when the clock stands still")
    worker = Line(blank=True, help_text="who at the target does it")
    offered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    first_met_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    source_news_at = models.DateTimeField(null=True, help_text="something came back that the asker has not read")
    due_on = models.GeneratedField(
        expression=Coalesce(
            Case(
                When(state__in=sorted(map(str, AWAITING_REPLY)), then=F("reply_by")),
                When(state__in=sorted(map(str, TO_LOOK_AT_AGAIN)), then=F("review_on")),
            ),
            Value(date.max, models.DateField()),
        ),
        output_field=models.DateField(),
        db_persist=True,
        help_text="rules.due_on of the row; the last day there is, where there is none",
    )

    privacy = Privacy(
        operational="id created_at version source target parent returns_to chain_id state detail reply_by "
        "review_on due_on paused_on escalated_on reminded_on out_of_area_on offered_at decided_at first_met_on "
        f"ended_at acknowledged_at source_news_at basis parts worker urgency {AUTHORED}",
        personal="person place contact_note signed_by began_with",
        sensitive="service need outcome why hoped_for since_then offer_note sensitive agreed signed_as nobody_why "
        "least her_wishes",
    )

    class Meta:
        indexes = [
            # In the order in which lists are shown, with all by which they are sorted into piles and counted.
            # (SQLite reads the row for what a condition names, unless the index has that too.)
            models.Index(
                fields=["target", "due_on", "id", "state", "ended_at"],
                condition=Q(ended_at=None),
                name="referral_to_us_open",
            ),
            models.Index(
                fields=["source", "due_on", "id", "state", "source_news_at", "ended_at"],
                condition=Q(ended_at=None),
                name="referral_from_us_open",
            ),
            models.Index(
                fields=["target", "-ended_at", "id"],
                condition=Q(ended_at__isnull=False),
                name="referral_to_us_ended",
            ),
            models.Index(
                fields=["source", "id", "ended_at", "acknowledged_at", "source_news_at"],
                condition=ENDED_UNREAD,
                name="referral_end_unread",
            ),
            models.Index(fields=["person", "-created_at"], name="referral_of_person"),
            models.Index(fields=["offered_at"], name="referral_by_time"),
            models.Index(fields=["chain_id"], name="referral_chain"),
            # Without the many that have none, which SQLite would take for as many of one kind, and search elsewhere.
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="referral_handed_on"),
            models.Index(fields=["returns_to"], condition=Q(returns_to__isnull=False), name="referral_come_back"),
            models.Index(fields=["began_with"], condition=Q(began_with__isnull=False), name="referral_began_with"),
            # Not partial by state: SQLite does not use such an index where the states are given as values.
            models.Index(fields=["state", "reply_by", "id"], name="referral_due"),
            models.Index(
                fields=["review_on", "id"],
                condition=Q(review_on__isnull=False, reminded_on=None),
                name="referral_to_look_at_again",
            ),
        ]
        constraints = [
            one_of("referral_state", "state", State),
            one_of("referral_urgency", "urgency", Urgency),
            one_of("referral_basis", "basis", Basis),
            one_of("referral_agreed", "agreed", Agreed),
            signed_whole("referral_signed_whole"),
            models.CheckConstraint(
                name="referral_signed_in_her_place",
                condition=Q(agreed="in_her_place") & ~Q(signed_as="") | ~Q(agreed="in_her_place") & Q(signed_as=""),
            ),
            models.CheckConstraint(
                name="referral_why_nobody_could",
                condition=Q(agreed="nobody_could", least=True) & ~Q(nobody_why="")
                | ~Q(agreed="nobody_could") & Q(nobody_why="", least=False),
            ),
            models.CheckConstraint(
                name="referral_ended_when_final",
                condition=Q(state__in=sorted(map(str, FINAL)), ended_at__isnull=False)
                | (~Q(state__in=sorted(map(str, FINAL))) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="referral_of_someone_once_claimed",
                condition=Q(target__isnull=False, state__in=sorted(map(str, set(State) - {State.UNCLAIMED})))
                | Q(target=None, need__isnull=False, state__in=sorted(map(str, WITHOUT_TARGET))),
            ),
            models.UniqueConstraint(
                fields=["returns_to"], condition=Q(ended_at=None, source=None), name="back_once_by_herself"
            ),
            models.UniqueConstraint(
                fields=["returns_to", "source"], condition=Q(ended_at=None), name="back_once_by_asker"
            ),
            models.CheckConstraint(
                name="acknowledged_after_end", condition=Q(acknowledged_at=None) | ~Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="offered_with_reply_by",
                condition=Q(state__in=["draft", "cancelled", "entered_in_error"]) | ~Q(reply_by=None),
            ),
        ]

    @property
    def whom(self) -> Whom:
        """Whether one service or team is asked, or all who can help."""
        return Whom.ONE if self.target_id else Whom.ANY

    @property
    def tells_of_what_is_sensitive(self) -> bool:
        """Whether it, or the kind of need it is for, is sensitive: of such an ask nobody but its ends learns."""
        return self.sensitive or bool(self.need and self.need.sensitive)


class ReferralMove(Record, Authored):
    """One step in a referral's history, with what was recorded. Never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    code = Code()
    before = Code(choices=[(s, s) for s in State])
    after = Code(choices=[(s, s) for s in State])
    detail = Code(blank=True)
    party = Code()
    recorded = models.JSONField(default=dict)
    link_id = models.UUIDField(null=True, help_text="the e-mailed link it was made by, if any")
    heard_by = Code(
        blank=True, choices=[(h, h) for h in Heard], help_text="how the asker heard it, who wrote it down"
    )
    heard_from = Line(blank=True, help_text="who at the target said it")
    heard_on = models.DateField(null=True)

    privacy = Privacy(
        operational="id created_at referral code before after detail party link_id heard_by heard_from heard_on "
        f"{AUTHORED}",
        sensitive="recorded",
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "created_at"], name="moves_of_referral")]
        constraints = [
            one_of("move_code", "code", BY_CODE.keys()),
            one_of("move_before", "before", State),
            one_of("move_after", "after", State),
            one_of("move_party", "party", Party),
            one_of("move_heard_by", "heard_by", ["", *Heard]),
            models.CheckConstraint(
                name="heard_from_the_target",
                condition=Q(heard_by="", heard_from="", heard_on=None)
                | (Q(party="target", heard_on__isnull=False) & ~Q(heard_by="") & ~Q(heard_from="")),
            ),
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
