"""What the clock does about days that have passed: the target's lead is told, or whoever was to look at it again."""

from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care.actions.mailing import mail_again
from ecotone.care.actions.news import tell_of_lateness, tell_of_review
from ecotone.care.machine import TAKEN_ON, State
from ecotone.care.models import Referral
from ecotone.care.rules import is_review_late, is_unanswered_late
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem


@action("care.escalate")
def escalate(*, by: Principal, referral_id: UUID, version: int) -> Referral:
    """Tells the target's lead, or whom the link was mailed to, that the day to reply has passed. The state stays.

    Raises Invalid where no reply is late, or the lead was told; Stale when another move came first.
    """
    access.system_only(by).require("referral", referral_id)
    referral = Referral.of(referral_id)
    late = is_unanswered_late(State(referral.state), referral.reply_by, clock.today())
    if not late or referral.escalated_on:
        raise Invalid(Problem("care.not_late"))
    referral.change(version=version, escalated_on=clock.today())
    tell_of_lateness(by, referral)
    mail_again(by, referral, "reminded")
    wrote("referral", referral_id, act="care.escalate")
    return referral


@action("care.remind")
def remind(*, by: Principal, referral_id: UUID, version: int) -> Referral:
    """Tells whoever was to look at it again, or to answer a question, that the day has passed. The state stays.

    Whom a link was mailed to is told by a fresh one.

    Raises Invalid where no such day has passed, or they were told; Stale when another move came first.
    """
    access.system_only(by).require("referral", referral_id)
    referral = Referral.of(referral_id)
    late = is_review_late(State(referral.state), referral.review_on, clock.today())
    if not late or referral.reminded_on:
        raise Invalid(Problem("care.not_late"))
    referral.change(version=version, reminded_on=clock.today())
    tell_of_review(by, referral)
    if referral.state in TAKEN_ON:
        mail_again(by, referral, "recheck")
    wrote("referral", referral_id, act="care.remind")
    return referral
