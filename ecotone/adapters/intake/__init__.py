"""Taking in: what a file says is compared with what is here, and the difference goes through the rooms' doors.

    Source.read() ──> Wanted ─┬─ known from this source, nothing new ──────> unchanged
                              ├─ known, something new: merged by field ────> changed, or ours kept, with a warning
                              ├─ here under a public number, or its name ──> adopted: only gaps are filled
                              └─ new ──────────────────────────────────────> created
    known before, not named any more ──────────────────────────────────────> closed, never deleted

It is done twice: `plan` writes nothing and says what would happen; `take` does it, all or nothing unless `partial`.
"""

from ecotone.adapters.intake.engine import plan, take
from ecotone.adapters.intake.report import Report
from ecotone.adapters.intake.wanted import Key, NotTaken, Refused, Said, Source, Wanted, Warned

__all__ = ["Key", "NotTaken", "Refused", "Report", "Said", "Source", "Wanted", "Warned", "plan", "take"]
