"""The tables of a person's record itself: who she is, her story, her circle, who helps her, what she chose."""

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Account, Authored
from ecotone.access.rules import Basis
from ecotone.ecosystem.models import Actor, Place
from ecotone.ecosystem.rules import Sector
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Dated, Record, Versioned, ends_after_it_begins, one_of
from ecotone.ground.privacy import Privacy
from ecotone.people.rules import (
    CHOSEN_FOR,
    STORY,
    Asked,
    CareRole,
    Channel,
    CircleKind,
    Effect,
    EndedBy,
    IdentifierKind,
    KeptKind,
    Leaving,
    Mode,
    NamedBy,
    Part,
    PermissionState,
    SaidBy,
    WordsOf,
)
from ecotone.people.rules.signing import AuthorityKind

AUTHORED = "author author_account_id author_hat_id author_actor_id"


class SignedFor(models.Model):
    """Carries who signed in her place, by name and authority, as they stood then; both empty where it is her word."""

    signed_as = Code(blank=True, choices=[(k, k) for k in AuthorityKind], help_text="by which authority")
    signed_by = Line(blank=True, help_text="who signed in her place")

    class Meta:
        abstract = True


def signed_whole(name: str) -> models.CheckConstraint:
    """The check that whoever signed in her place is named with an authority, and the other way round."""
    return models.CheckConstraint(
        name=name,
        condition=Q(signed_as="", signed_by="")
        | Q(signed_as__in=[str(each) for each in AuthorityKind]) & ~Q(signed_by=""),
    )


class Person(Versioned):
    """Someone whose story is told here. `name` is the full name, `known_as` what to call them."""

    name = Line()
    known_as = Line(blank=True)
    pronouns = Line(blank=True, max_length=40)
    birth_date = models.DateField(null=True)
    died_on = models.DateField(null=True)
    home = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="person")
    contact_how = Line(blank=True, help_text="the way she wants to be reached")
    contact_detail = Line(blank=True, help_text="the number or address for it")
    contact_warning = Line(blank=True, help_text="what not to do, because it is not safe")
    language = Line(blank=True, max_length=80)
    interpreter = models.BooleanField(default=False)
    communication = Words(blank=True, max_length=2000, help_text="what helps us understand each other")
    erased_at = models.DateTimeField(null=True, help_text="since when nothing is held here but that somebody was")

    privacy = Privacy(
        operational="id created_at version erased_at",
        personal="name known_as pronouns birth_date died_on home account contact_how contact_detail contact_warning "
        "language interpreter communication",
    )

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="person_by_name"),
            models.Index(fields=["died_on"], condition=Q(died_on__isnull=False), name="person_by_death"),
        ]
        constraints = [
            models.CheckConstraint(
                name="nobody_signs_in_as_the_erased", condition=Q(erased_at=None) | Q(account=None, birth_date=None)
            )
        ]


class FormerName(Record):
    """Another name she is or was known by."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="other_names")
    name = Line()

    privacy = Privacy(operational="id created_at person", personal="name")


class PersonIdentifier(Record):
    """A number by which another system knows her; kept as text, leading zeros and all."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    source = Line(max_length=120, blank=True, help_text="for a local number: whose it is")
    kind = Code(choices=[(k, k) for k in IdentifierKind])
    value = Line(max_length=80)

    privacy = Privacy(operational="id created_at person source kind", personal="value")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "value"], name="person_identifier_once"),
            # A national number is one person's, whoever it came from.
            models.UniqueConstraint(
                fields=["kind", "value"], condition=~Q(kind="local"), name="national_number_once"
            ),
            one_of("person_identifier_kind", "kind", IdentifierKind),
        ]


class StoryEntry(Record, Authored):
    """A few sentences of the story, in someone's words. Never changed: a newer entry supersedes it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="story")
    section = Code(choices=[(p, p) for p in STORY])
    text = Words()
    words_of = Code(choices=[(w, w) for w in WordsOf])
    language = Line(max_length=20, default="en-GB")
    said_on = models.DateField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    privacy = Privacy(
        operational=f"id created_at person section words_of language said_on supersedes {AUTHORED}", sensitive="text"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "section", "-said_on", "-created_at"], name="story_of_person")]
        constraints = [one_of("story_words_of", "words_of", WordsOf), one_of("story_section", "section", STORY)]


class CircleTie(Versioned, Dated, Authored):
    """Somebody or some group around a person: a name in their words, or an actor of the ecosystem."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circle")
    kind = Code(choices=[(k, k) for k in CircleKind])
    name = Line()
    relation = Line(blank=True, help_text="daughter, neighbour across the landing, the walking group")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    closeness = models.PositiveSmallIntegerField(default=2, help_text="1 closest, 3 outer")
    named_by = Code(choices=[(n, n) for n in NamedBy])

    privacy = Privacy(
        operational=f"id created_at version since until person kind named_by {AUTHORED}",
        sensitive="name relation actor closeness",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "until"], name="circle_of_person")]
        constraints = [
            models.CheckConstraint(name="circle_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            one_of("circle_kind", "kind", CircleKind),
            one_of("circle_named_by", "named_by", NamedBy),
            models.CheckConstraint(name="circle_closeness", condition=Q(closeness__gte=1, closeness__lte=3)),
        ]


class Encounter(Versioned, Authored):
    """A contact between a team and a person: how the story was met, and whether there was time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="encounters")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = Code(
        blank=True, choices=[(c, c) for c in Channel], help_text="empty where she says so herself and did not say how"
    )
    mode = Code(choices=[(m, m) for m in Mode])
    mode_said_by = Code(choices=[(s, s) for s in NamedBy])
    planned_minutes = models.PositiveSmallIntegerField(null=True)
    actual_minutes = models.PositiveSmallIntegerField(null=True)
    time_enough_worker = models.BooleanField(null=True)
    time_enough_person = models.BooleanField(null=True)
    note = Words(blank=True, max_length=4000)

    privacy = Privacy(
        operational=f"id created_at version person actor at channel planned_minutes actual_minutes {AUTHORED}",
        sensitive="mode mode_said_by time_enough_worker time_enough_person note",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="encounters_of_person")]
        constraints = [
            one_of("encounter_mode", "mode", Mode),
            one_of("encounter_said_by", "mode_said_by", NamedBy),
            one_of("encounter_channel", "channel", ["", *Channel]),
            models.CheckConstraint(name="channel_is_said", condition=~Q(channel="") | Q(mode_said_by="person")),
            models.CheckConstraint(
                name="only_she_says_she_repeated", condition=~Q(mode="had_to_repeat") | Q(mode_said_by="person")
            ),
        ]


class Stay(Versioned, Authored):
    """A stay in hospital: from which day, until which, and whether she was asked before she was sent home.

    `asked` is the word of whoever wrote it down, `asked_person` her own; both stand where they differ.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    where = Line(help_text="the hospital or ward, as people call it")
    since = models.DateField()
    until = models.DateField(null=True)
    asked = Code(choices=[(a, a) for a in Asked], default=Asked.NOT_SAID)
    asked_person = Code(choices=[(a, a) for a in Asked], default=Asked.NOT_SAID)

    privacy = Privacy(
        operational=f"id created_at version {AUTHORED}",
        personal="person actor",
        sensitive="where since until asked asked_person",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="stays_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until__isnull=True), name="one_open_stay"),
            models.CheckConstraint(name="stay_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            one_of("stay_asked", "asked", Asked),
            one_of("stay_asked_person", "asked_person", Asked),
        ]


class Relationship(Record):
    """A relationship of care: a team is involved with a person, from a moment until a moment."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    person_name = Line(help_text="the person's name, kept in step with it: a team's list is read in its order")
    role = Code(choices=[(r, r) for r in CareRole])
    purpose = Line()
    basis = Code(choices=[(b, b) for b in Basis])
    sensitive = models.BooleanField(default=False, help_text="the team's name alone would tell too much")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_reason = Line(blank=True)
    opened_by = models.UUIDField(null=True, help_text="the referral or question it was opened for, if any")

    privacy = Privacy(
        operational="id created_at since until role basis ended_reason opened_by",
        personal="person actor person_name",
        sensitive="purpose sensitive",
    )

    class Meta:
        indexes = [
            models.Index(fields=["actor", "until", "person"], name="people_of_actor"),
            models.Index(fields=["actor", "person_name", "person", "since", "until"], name="people_by_name"),
            models.Index(fields=["person", "until"], name="actors_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "actor"], condition=Q(until__isnull=True), name="one_open_relationship"
            ),
            ends_after_it_begins("relationship_period"),
            one_of("relationship_role", "role", CareRole),
            one_of("relationship_basis", "basis", Basis),
        ]


class SharedPart(models.Model):
    """A part of the record that was shared with a relationship."""

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="shared")
    part = Code(choices=[(p, p) for p in Part])

    privacy = Privacy(operational="id relationship part")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "part"], name="part_shared_once"),
            one_of("shared_part", "part", Part),
        ]


class SharingChoice(Record, Authored, SignedFor):
    """A grant or a refusal by the person. Withdrawn, never deleted. No actor and no sector: everyone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="choices")
    effect = Code(choices=[(e, e) for e in Effect])
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    sector = Code(blank=True)
    part = Code(blank=True, choices=[(p, p) for p in Part])
    purpose = Code(blank=True, choices=[(p, p) for p in CHOSEN_FOR], help_text="empty, for a refusal: for whatever")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    said_by = Code(choices=[(s, s) for s in SaidBy])
    note = Line(blank=True)

    privacy = Privacy(
        operational=f"id created_at since until withdrawn_at said_by {AUTHORED}",
        personal="person signed_by",
        sensitive="effect actor sector part purpose note signed_as",
    )

    class Meta:
        indexes = [models.Index(fields=["person", "withdrawn_at"], name="choices_of_person")]
        constraints = [
            one_of("choice_effect", "effect", Effect),
            one_of("choice_said_by", "said_by", SaidBy),
            signed_whole("choice_signed_whole"),
            one_of("choice_part", "part", ["", *Part]),
            one_of("choice_sector", "sector", ["", *Sector]),
            one_of("choice_purpose", "purpose", ["", *CHOSEN_FOR]),
            models.CheckConstraint(name="choice_for", condition=~Q(effect=str(Effect.GRANT), purpose="")),
            models.CheckConstraint(name="choice_actor_or_sector", condition=Q(actor__isnull=True) | Q(sector="")),
            models.CheckConstraint(name="choice_period", condition=Q(until__isnull=True) | Q(until__gt=F("since"))),
        ]


class CarerPermission(Versioned, Authored, SignedFor):
    """Permission that a person gives somebody to act for her: what they may see and do, from when until when.

    It is offered to an e-mail address, whether or not anybody signs in with it, so that nobody can find out by
    offering who has an account here; whoever signs in with it accepts. Taken back, never deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="permissions")
    tie = models.ForeignKey(CircleTie, on_delete=models.PROTECT, related_name="+")
    email = Address()
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField(default=list, help_text="the parts of the record it covers")
    acts = models.JSONField(default=list, help_text="what may be done for her")
    sensitive = models.BooleanField(default=False, help_text="whether it covers what is marked as sensitive")
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = Code(choices=[(s, s) for s in PermissionState], default=PermissionState.OFFERED)
    said_by = Code(choices=[(s, s) for s in SaidBy])
    said_how = Line(blank=True, help_text="how she said so, where staff wrote it down")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Code(blank=True, choices=[(e, e) for e in EndedBy])
    suspended_at = models.DateTimeField(null=True)
    suspended_by = Line(blank=True)
    suspended_reason = Words(blank=True, max_length=2000)
    unsafe_to_tell = models.BooleanField(default=False, help_text="the reason could harm her if she were shown it")

    privacy = Privacy(
        operational=f"id created_at version since until state said_by accepted_at ended_at ended_by {AUTHORED}",
        personal="person tie email account said_how signed_by",
        sensitive="signed_as parts acts sensitive suspended_at suspended_by suspended_reason unsafe_to_tell",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-since"], name="permissions_of_person"),
            models.Index(fields=["account", "state"], name="permissions_to_account"),
            models.Index(fields=["email", "state"], name="permissions_offered"),
            models.Index(
                fields=["-suspended_at"], condition=Q(suspended_at__isnull=False), name="suspended_permission"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "email"], condition=Q(state__in=["active", "offered"]), name="one_live_permission"
            ),
            ends_after_it_begins("permission_period"),
            one_of("permission_state", "state", PermissionState),
            one_of("permission_said_by", "said_by", SaidBy),
            signed_whole("permission_signed_whole"),
            one_of("permission_ended_by", "ended_by", ["", *EndedBy]),
            models.CheckConstraint(
                name="permission_ended_when_over",
                condition=Q(state__in=["declined", "ended"], ended_at__isnull=False)
                | Q(state__in=["active", "offered"], ended_at=None),
            ),
            models.CheckConstraint(
                name="permission_accepted_by_somebody", condition=~Q(state="active") | Q(account__isnull=False)
            ),
        ]


class KeptBack(Record):
    """One thing a person keeps from those who act for her, though the rest of that part is open to them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kept_back")
    kind = Code(choices=[(k, k) for k in KeptKind])
    subject_id = models.UUIDField()
    shown_again_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at shown_again_at", personal="person", sensitive="kind subject_id")

    class Meta:
        indexes = [models.Index(fields=["person", "shown_again_at"], name="kept_back_by_person")]
        constraints = [
            one_of("kept_back_kind", "kind", KeptKind),
            models.UniqueConstraint(
                fields=["person", "subject_id"], condition=Q(shown_again_at__isnull=True), name="kept_back_once"
            ),
        ]


class Departure(Versioned, Authored):
    """That somebody died or moved away: on which day, who told us, and what had to end, so that it can be undone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="departures")
    kind = Code(choices=[(k, k) for k in Leaving])
    on = models.DateField()
    told_by = Line(help_text="who told us, and how")
    came_from = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    went_to = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    ended = models.JSONField(default=dict, help_text="ids of what it ended, by kind")
    undone_at = models.DateTimeField(null=True)
    undone_reason = Words(blank=True, max_length=2000)

    privacy = Privacy(
        operational=f"id created_at version kind ended undone_at {AUTHORED}",
        personal="person on told_by came_from went_to undone_reason",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="departures_of_person"),
            models.Index(fields=["kind", "-created_at", "-id"], name="departures_by_time"),
        ]
        constraints = [
            one_of("departure_kind", "kind", Leaving),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="died", undone_at__isnull=True), name="one_death"
            ),
        ]
