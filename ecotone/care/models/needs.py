"""The tables of stated needs: what is missing here, said with no case behind it, and what others say and offer."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.care.rules.needs import Asset, OfferState, Standing, VoiceKind
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.ground.fields import Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.models import AUTHORED


class StatedNeed(Versioned, Authored):
    """A need that a team, a group or a person states in their words: a public statement, about no one's case.

    A person is named (in `author`) only where she agreed to it. `speaker_id` is whose word it is: the team's whose
    hat was worn, or her own; `once` names the page it was sent from, so that a button pressed twice states it once.
    """

    title = Line(max_length=120)
    words = Words(max_length=4000)
    touches = Line(help_text="whom it touches")
    for_whom = Line(blank=True, help_text="for whom it is stated, where not for those who state it")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    speaker_id = models.UUIDField(null=True)
    once = models.UUIDField(null=True, unique=True)
    state = Code(choices=[(s, s) for s in Standing], default=Standing.STANDING)

    privacy = Privacy(
        open="title words touches for_whom need place actor state",
        operational=f"id created_at version once {AUTHORED}",
        personal="speaker_id",
    )

    class Meta:
        indexes = [
            models.Index(fields=["place", "state", "-created_at"], name="stated_at_place"),
            models.Index(fields=["state", "-created_at"], name="stated_by_state"),
        ]
        constraints = [one_of("stated_state", "state", Standing)]


class NeedVoice(Record, Authored):
    """What somebody says to a stated need. An endorsement counts once for each team and person, until taken back."""

    stated = models.ForeignKey(StatedNeed, on_delete=models.PROTECT, related_name="voices")
    kind = Code(choices=[(v, v) for v in VoiceKind])
    words = Words(blank=True, max_length=4000)
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    speaker_id = models.UUIDField()
    taken_back_at = models.DateTimeField(null=True)

    privacy = Privacy(
        open="kind words actor",
        operational=f"id created_at stated taken_back_at {AUTHORED}",
        personal="speaker_id",
    )

    class Meta:
        indexes = [models.Index(fields=["stated", "created_at"], name="voices_of_need")]
        constraints = [
            one_of("voice_kind", "kind", VoiceKind),
            models.CheckConstraint(name="contested_in_words", condition=Q(kind=VoiceKind.ENDORSE) | ~Q(words="")),
            models.UniqueConstraint(
                fields=["stated", "speaker_id"],
                condition=Q(kind=VoiceKind.ENDORSE, taken_back_at=None),
                name="endorsed_once",
            ),
            models.CheckConstraint(
                name="an_endorsement_is_taken_back", condition=Q(kind=VoiceKind.ENDORSE) | Q(taken_back_at=None)
            ),
        ]


class NeedOffer(Versioned, Authored):
    """Something that somebody offers towards a stated need, and what came of it."""

    stated = models.ForeignKey(StatedNeed, on_delete=models.PROTECT, related_name="offers")
    kind = Code(choices=[(a, a) for a in Asset])
    words = Words(max_length=2000)
    quantity = Line(blank=True)
    since = models.DateField(null=True)
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    speaker_id = models.UUIDField()
    once = models.UUIDField(null=True, unique=True)
    state = Code(choices=[(s, s) for s in OfferState], default=OfferState.OPEN)
    came_of_it = Words(blank=True, max_length=4000)
    answered_by = Line(blank=True)
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        open="kind words quantity since actor state came_of_it answered_by answered_at",
        operational=f"id created_at version stated once {AUTHORED}",
        personal="speaker_id",
    )

    class Meta:
        indexes = [models.Index(fields=["stated", "created_at"], name="offers_to_need")]
        constraints = [
            one_of("offer_kind", "kind", Asset),
            one_of("offer_state", "state", OfferState),
            models.CheckConstraint(
                name="answered_when_not_open",
                condition=Q(state=OfferState.OPEN, answered_at=None)
                | ~Q(state=OfferState.OPEN) & Q(answered_at__isnull=False),
            ),
        ]
