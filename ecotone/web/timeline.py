"""How far a referral is along its loop, as five steps anyone can read."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ecotone.care.machine import FINAL, TAKEN_ON, State
from ecotone.care.rules import Closure
from ecotone.care.views import ReferralRow


@dataclass(frozen=True)
class Step:
    """One step: `state` is done, now, stopped or ahead."""

    label: str
    state: str


def loop_steps(row: ReferralRow) -> list[Step]:
    """Asked, answered, under way, ended and read, judged."""
    ended = row.state in FINAL
    taken_on = row.state in TAKEN_ON or row.state is State.COMPLETED
    stopped = row.state in {State.REJECTED, State.FAILED, State.CANCELLED, State.ENTERED_IN_ERROR}
    reached = [
        row.state is not State.DRAFT,
        taken_on or ended,
        row.state is State.COMPLETED,
        ended and row.closures.loop is Closure.CLOSED,
        row.judged is not None,
    ]
    labels = [_("Asked"), _("Answer"), _("Under way"), _("Ended and read"), _("Judged by the person")]
    now = next((i for i, done in enumerate(reached) if not done), len(reached))
    return [
        Step(str(label), "done" if done else "stopped" if stopped and i == 2 else "now" if i == now else "ahead")
        for i, (label, done) in enumerate(zip(labels, reached, strict=True))
    ]
