"""The tables of taking in: how other systems name what is here, and what was taken in when, by whom."""

from django.db import models
from django.db.models import Q

from ecotone.access.models import Authored
from ecotone.adapters.rules import Format, RunState
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.fields import Code, Line
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy


class ExternalRecord(Record):
    """How one source names one thing that is here, and what it last said of it, as digests: content-free.

    What makes every import repeatable. The id of this row is the digests' salt.
    """

    source = Line(max_length=120)
    kind = Code()
    value = Line(max_length=400, help_text="the source's own id for it")
    subject_id = models.UUIDField()
    taken = models.JSONField(default=dict, help_text="a digest of each field, as it was last taken")
    scope = Line(blank=True, help_text="the part of the world it was listed for")
    gone_on = models.DateField(null=True, help_text="since when the source no longer names it")

    privacy = Privacy(
        operational="id created_at source kind value subject_id taken scope gone_on",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="external_record_once")]
        indexes = [
            models.Index(fields=["kind", "subject_id"], name="external_of_subject"),
            models.Index(fields=["source", "kind", "scope"], condition=Q(gone_on=None), name="external_named"),
        ]


class ListMatching(Versioned):
    """How the columns of a group's own list are matched to our fields, for lists with that header."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", help_text="whose list")
    signature = Line(max_length=64, help_text="SHA-256 of the header")
    columns = models.JSONField(default=dict, help_text="the column's name, by our field")

    privacy = Privacy(operational="id created_at version actor signature columns")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "signature"], name="list_matching_once")]


class ImportRun(Versioned, Authored):
    """One file on its way in: whose, in what format, how far it has come, and what came of it."""

    format = Code(choices=[(each, each) for each in Format])
    state = Code(choices=[(each, each) for each in RunState], default=RunState.WAITS)
    file_name = Line()
    file_hash = Line(max_length=64, help_text="SHA-256 of the file")
    file_size = models.PositiveBigIntegerField(default=0)
    actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+", help_text="whose list")
    options = models.JSONField(default=dict, help_text="as chosen: partial, how columns are matched")
    report = models.JSONField(default=dict, help_text="what it found, or did; no row's content but what was refused")
    seen = models.PositiveIntegerField(default=0, help_text="how many things have been read so far")
    moved_at = models.DateTimeField(default=clock.now, help_text="since when it stands as it does")

    privacy = Privacy(
        operational="id created_at version format state file_name file_hash file_size actor options report seen "
        "moved_at author author_account_id author_hat_id author_actor_id",
    )

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="imports_by_time"),
            models.Index(fields=["actor", "-created_at"], name="imports_of_actor"),
            models.Index(fields=["state", "created_at"], name="imports_waiting"),
        ]
        constraints = [one_of("import_format", "format", Format), one_of("import_state", "state", RunState)]
