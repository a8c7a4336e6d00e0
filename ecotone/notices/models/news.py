"""The tables of news: what happened, for whom; how far each reader has read, and has been told by e-mail."""

from django.db import models

from ecotone.ground.fields import Code
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy
from ecotone.notices.rules import How, Side, Sort, To


class Notice(Record):
    """One thing that happened, for one recipient. It holds ids and codes; what it says is asked of the records.

    `kind` is a code of the room that wrote it, which has the words for it.
    """

    to_kind = Code(choices=[(t, t) for t in To])
    to_id = models.UUIDField(help_text="an actor, or a person with a record here")
    side = Code(choices=[(s, s) for s in Side])
    sort = Code(choices=[(s, s) for s in Sort])
    kind = Code()
    subject_kind = Code()
    subject_id = models.UUIDField()
    event = models.UUIDField(help_text="what makes it one, however often it is told")

    privacy = Privacy(
        operational="id created_at to_kind side sort event", personal="to_id kind subject_kind subject_id"
    )

    class Meta:
        indexes = [
            models.Index(fields=["to_id", "-created_at", "-id"], name="notices_to"),
            models.Index(fields=["created_at"], name="notices_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "to_id"], name="noticed_once"),
            one_of("notice_to", "to_kind", To),
            one_of("notice_side", "side", Side),
            one_of("notice_sort", "sort", Sort),
        ]


class Reader(Record):
    """How far an account has read in one hat, or as herself, and up to when it has been told by e-mail."""

    account_id = models.UUIDField()
    wearing = models.UUIDField(help_text="the hat, or the person where one reads as oneself")
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at seen_at mailed_at", personal="account_id wearing")

    class Meta:
        indexes = [models.Index(fields=["wearing"], name="readers_by_hat")]
        constraints = [models.UniqueConstraint(fields=["account_id", "wearing"], name="one_reader")]


class Wish(Record):
    """How an account wants to hear by e-mail, where it has said so."""

    account_id = models.UUIDField(unique=True)
    how = Code(choices=[(h, h) for h in How])
    since = models.DateTimeField(null=True, help_text="what came before is not mailed, for one who wanted none then")

    privacy = Privacy(operational="id created_at since", personal="account_id how")

    class Meta:
        constraints = [one_of("wish_how", "how", How)]
