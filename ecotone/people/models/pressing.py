"""The tables of what whoever acts for her asks for, and of the worry that somebody may be pressing her."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.ecosystem.models import Actor
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models.record import AUTHORED, CarerPermission, Person, SharingChoice
from ecotone.people.models.signing import Authority
from ecotone.people.rules import CHOSEN_FOR, Part
from ecotone.people.rules.signing import WishState

ANSWERS = (WishState.WISHED, WishState.NOT_WISHED)


class CarerWish(Versioned, Authored):
    """What somebody who acts for a person asks for: passed on to those who help her, who ask her.

    With `authority`, what they wish to open in her place: staff sign it with them, which makes `choice`, or decline.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wishes")
    permission = models.ForeignKey(CarerPermission, on_delete=models.PROTECT, related_name="+")
    about = Line(blank=True, help_text="the service or team that was named")
    service_id = models.UUIDField(null=True)
    text = Words(max_length=4000)
    state = Code(choices=[(s, s) for s in WishState], default=WishState.WAITING)
    alone = models.BooleanField(default=False, help_text="whether she was asked alone")
    answered_at = models.DateTimeField(null=True)
    answered_by = Line(blank=True)
    said = Words(blank=True, max_length=2000, help_text="what she said, or why it was declined")
    authority = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="+")
    part = Code(blank=True, choices=[(p, p) for p in Part], help_text="which part is to be opened")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    sector = Code(blank=True)
    purpose = Code(blank=True, choices=[(p, p) for p in CHOSEN_FOR])
    until = models.DateTimeField(null=True)
    choice = models.ForeignKey(SharingChoice, null=True, on_delete=models.PROTECT, related_name="+")
    own_answer = Code(
        blank=True,
        choices=[(a, a) for a in ANSWERS],
        help_text="what she answered on her own page, which stands alone",
    )
    own_answer_at = models.DateTimeField(null=True)

    privacy = Privacy(
        operational=f"id created_at version answered_at own_answer_at {AUTHORED}",
        personal="person permission answered_by",
        sensitive="about service_id text state alone said own_answer "
        "authority part actor sector purpose until choice",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="wishes_for_person"),
            models.Index(fields=["created_at"], condition=Q(state="waiting"), name="wishes_that_wait"),
        ]
        constraints = [
            one_of("wish_state", "state", WishState),
            one_of("wish_part", "part", ["", *Part]),
            one_of("wish_purpose", "purpose", ["", *CHOSEN_FOR]),
            models.CheckConstraint(
                name="wish_signed_by_an_authority",
                condition=Q(authority=None, part="", actor=None, sector="", purpose="", until=None, choice=None)
                & ~Q(state__in=["signed", "declined"])
                | Q(authority__isnull=False, service_id=None)
                & ~Q(part="")
                & ~Q(purpose="")
                & ~Q(state__in=["wished", "not_wished"]),
            ),
            models.CheckConstraint(
                name="wish_signed_is_a_choice",
                condition=Q(state="signed", choice__isnull=False) | ~Q(state="signed") & Q(choice=None),
            ),
            one_of("wish_own_answer", "own_answer", ["", *ANSWERS]),
            models.CheckConstraint(
                name="wish_own_answer_has_its_day",
                condition=Q(own_answer="", own_answer_at=None) | ~Q(own_answer="") & Q(own_answer_at__isnull=False),
            ),
            models.CheckConstraint(
                name="wish_answered_when_over",
                condition=Q(state="waiting", answered_at=None) | ~Q(state="waiting") & Q(answered_at__isnull=False),
            ),
        ]


class Concern(Versioned, Authored):
    """That somebody who acts for her may be pressing her: until it is lifted, what they ask for she is asked alone.

    Whoever it is about never learns of it, by nothing that is shown, counted or sent. So it stands on none of her own
    pages either, which another may read with her.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    permission = models.ForeignKey(CarerPermission, on_delete=models.PROTECT, related_name="+")
    why = Words(max_length=2000)
    by_her = models.BooleanField(default=False)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = Line(blank=True)
    lifted_why = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version {AUTHORED}",
        personal="person lifted_by",
        sensitive="permission why by_her lifted_at lifted_why",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="concerns_for_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["permission"], condition=Q(lifted_at__isnull=True), name="one_concern_at_a_time"
            )
        ]
