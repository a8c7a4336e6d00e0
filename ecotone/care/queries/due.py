"""What the clock finds due: asks and open offers whose day has passed. It learns ids and versions, and of no one."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ecotone.access import policies as access
from ecotone.access.principal import Principal
from ecotone.care.machine import AWAITING_REPLY, TO_LOOK_AT_AGAIN, State
from ecotone.care.models import Referral
from ecotone.care.rules import GRACE_DAYS
from ecotone.care.views import Due


def to_escalate(by: Principal, today: date) -> list[Due]:
    """Asks that nobody answered by the day agreed, and of which the target's lead knows nothing yet."""
    access.system_only(by).require("referral")
    return _due(today, Q(escalated_on=None))


def to_return(by: Principal, today: date) -> list[Due]:
    """Asks of which the target's lead has known for GRACE_DAYS, and which still nobody answered."""
    access.system_only(by).require("referral")
    return _due(today, Q(escalated_on__lte=today - timedelta(days=GRACE_DAYS)))


def to_remind(by: Principal, today: date) -> list[Due]:
    """Asks of which the day to look at them again has passed, and nobody has been told."""
    access.system_only(by).require("referral")
    late = Referral.objects.filter(review_on__lt=today, reminded_on=None, state__in=TO_LOOK_AT_AGAIN)
    return _found(late)


def to_expire(by: Principal, today: date) -> list[Due]:
    """Open offers that nobody claimed by the day agreed."""
    access.system_only(by).require("referral")
    return _found(Referral.objects.filter(state=State.UNCLAIMED, reply_by__lt=today))


def _due(today: date, which: Q) -> list[Due]:
    return _found(Referral.objects.filter(which, state__in=AWAITING_REPLY, reply_by__lt=today))


def _found(late: QuerySet[Referral]) -> list[Due]:
    return [Due(*row) for row in late.order_by("reply_by", "id").values_list("id", "version")]
