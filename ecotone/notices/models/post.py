"""The table of the outbox: what is to be sent by e-mail, written in the transaction of what it tells of."""

from django.db import models
from django.db.models import Q

from ecotone.ground import clock
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy
from ecotone.notices.rules import Unsent


class Mail(Record):
    """One mail to one address: waiting, sent, or given up. Its key makes it one, however often it is queued."""

    key = Line(unique=True, help_text="the event it tells of")
    to = Address()
    account_id = models.UUIDField(null=True, help_text="whose address it is, where somebody's who signs in here")
    subject = Line()
    body = Words(blank=True, help_text="taken out once it is sent, but in a demo, where its page shows it")
    stop_path = Line(blank=True, help_text="where such mail is stopped without signing in")
    good_until = models.DateTimeField(null=True, help_text="after that it would be of no use, and is not sent")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failed_reason = Code(blank=True, choices=[(u, u) for u in Unsent])

    privacy = Privacy(
        operational="id created_at key good_until tries next_try_at sent_at failed_at failed_reason",
        personal="to account_id subject stop_path",
        sensitive="body",
    )

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(sent_at=None, failed_at=None), name="mail_due"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="mail_failed"),
            models.Index(fields=["-created_at", "-id"], name="mail_by_time"),
            # By these a record finds what was mailed to her.
            models.Index(fields=["account_id"], condition=Q(account_id__isnull=False), name="mail_to_account"),
            models.Index(fields=["to"], name="mail_to_address"),
        ]
        constraints = [
            one_of("mail_failed_reason", "failed_reason", ["", *Unsent]),
            models.CheckConstraint(name="mail_sent_or_failed", condition=Q(sent_at=None) | Q(failed_at=None)),
            models.CheckConstraint(
                name="mail_failed_for_a_reason",
                condition=Q(failed_at=None, failed_reason="") | (~Q(failed_at=None) & ~Q(failed_reason="")),
            ),
        ]
