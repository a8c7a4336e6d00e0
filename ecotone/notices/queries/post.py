"""Reads of the outbox: what is due, how it stands, and in a demo what landed."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min

from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.notices import policies
from ecotone.notices.models import Mail
from ecotone.notices.rules import KEPT
from ecotone.notices.views import DueMail, LandedMail, Outbox

LATELY = timedelta(days=30)


def link(path: str) -> str:
    """The whole address of a page of this site, for a mail: `path` begins with a slash."""
    return f"{settings.ADDRESS}{path}"


def due_mail(by: Principal, *, most: int = 50) -> list[DueMail]:
    """The mail to be sent now, the longest due first."""
    policies.may_post(by).require("mail")
    due = Mail.objects.filter(sent_at=None, failed_at=None, next_try_at__lte=clock.now())
    return [DueMail(*row) for row in due.order_by("next_try_at", "id").values_list("id", "tries")[:most]]


def over_mail(by: Principal, *, most: int = 200) -> list[DueMail]:
    """What was sent or given up so long ago that its row can go."""
    policies.may_post(by).require("mail")
    old = Mail.objects.filter(created_at__lt=clock.now() - KEPT, next_try_at__lt=clock.now() - KEPT)
    done = old.exclude(sent_at=None, failed_at=None).order_by("created_at", "id")
    return [DueMail(*row) for row in done.values_list("id", "tries")[:most]]


def outbox(by: Principal) -> Outbox:
    """How it stands with the outbox, for whoever keeps this deployment: counts, and nobody's address."""
    policies.may_post(by).require("mail")
    waiting = Mail.objects.filter(sent_at=None, failed_at=None).aggregate(n=Count("id"), oldest=Min("created_at"))
    lately = Mail.objects.filter(failed_at__gt=clock.now() - LATELY)
    given_up = lately.values_list("failed_reason").annotate(n=Count("id")).order_by("failed_reason")
    return Outbox(waiting["n"], waiting["oldest"], tuple(given_up))


def landed(*, most: int = 50, start: int = 0) -> tuple[list[LandedMail], int]:
    """The mail of an invented place, newest first, and how much there is. Raises NotFound anywhere else.

    It leaves no look: nobody it is about is real.
    """
    _only_in_a_demo()
    rows = Mail.objects.order_by("-created_at", "-id")
    return [_landed(row) for row in rows[start : start + most]], rows.count()


def landed_mail(mail_id: UUID) -> LandedMail:
    """One mail of an invented place. Raises NotFound, also anywhere else."""
    _only_in_a_demo()
    return _landed(Mail.of(mail_id))


def _only_in_a_demo() -> None:
    if not policies.may_see_landed().allowed:
        raise NotFound("mail")


def _landed(row: Mail) -> LandedMail:
    return LandedMail(row.id, row.created_at, row.to, row.subject, row.body, row.sent_at is not None)
