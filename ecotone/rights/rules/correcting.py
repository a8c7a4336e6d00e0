"""How it goes when somebody says that an entry about her is wrong. Pure.

    waiting ──team: correct──────▶ corrected       a newer version takes its place; the older stays, marked
       │    ──team: partly───────▶ partly          the same for a part; her words stand beside the rest
       │    ──team: refuse───────▶ not corrected   with a reason; her words stand beside the entry
       │    ──she: withdraw──────▶ withdrawn
       ├──team: pass on──▶ waiting, for those who guard records
       ├──team: extend───▶ waiting, once, for two months more at most, with a reason
       └──clock: remind──▶ waiting, and its day has passed: the team and the guardians are told

The team that wrote the entry answers, within one calendar month. Sources: UK GDPR Art. 12(3) and 16; ICO, "Right to
rectification": a month runs to the corresponding date, or to the last day of a month that has none.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CorrectionState(StrEnum):
    WAITING = "waiting"
    CORRECTED = "corrected"
    PARTLY = "partly"
    NOT_CORRECTED = "not_corrected"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """On whose side a step is taken: of whoever asked, of whoever answers, or of Ecotone itself."""

    ASKER = "asker"
    ANSWERER = "answerer"
    CLOCK = "clock"


@dataclass(frozen=True)
class Step:
    """One step: from which state to which, and whose it is."""

    code: str
    before: CorrectionState
    after: CorrectionState
    by: Side


WAITING = CorrectionState.WAITING
TRANSITIONS: tuple[Step, ...] = (
    Step("correct", WAITING, CorrectionState.CORRECTED, Side.ANSWERER),
    Step("partly", WAITING, CorrectionState.PARTLY, Side.ANSWERER),
    Step("refuse", WAITING, CorrectionState.NOT_CORRECTED, Side.ANSWERER),
    Step("pass_on", WAITING, WAITING, Side.ANSWERER),
    Step("extend", WAITING, WAITING, Side.ANSWERER),
    Step("withdraw", WAITING, CorrectionState.WITHDRAWN, Side.ASKER),
    Step("remind", WAITING, WAITING, Side.CLOCK),
)
BY_CODE = {step.code: step for step in TRANSITIONS}


class Answer(StrEnum):
    """What a team answers; each is a step of the table above."""

    CORRECT = "correct"
    PARTLY = "partly"
    REFUSE = "refuse"


STATEMENT_STANDS = frozenset({CorrectionState.PARTLY, CorrectionState.NOT_CORRECTED})
"""In which states her words stand beside the entry from then on."""
NEW_VERSION = frozenset({"storyentry", "encounter"})
"""What is corrected here by a newer version of its words. All else is put right where it is kept, and said so."""
MOST_MONTHS_MORE = 2


def months_on(day: date, months: int) -> date:
    """The corresponding day so many calendar months later; the last of a month that has none such."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def may_step(state: str, code: str) -> bool:
    """Whether that step can be taken from that state."""
    step = BY_CODE.get(code)
    return step is not None and step.before == state
