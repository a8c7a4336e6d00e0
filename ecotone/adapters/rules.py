"""What can be taken in, and how far an import has come. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Format(StrEnum):
    """A kind of file that is understood."""

    PLACES = "places"
    CARE_INSPECTORATE = "care_inspectorate"
    CHARITIES = "charities"
    OPEN_REFERRAL = "openreferral"
    FHIR = "fhir"
    SPREADSHEET = "spreadsheet"
    ORGANISATIONS = "organisations"


MATCHED = frozenset({Format.SPREADSHEET, Format.ORGANISATIONS})
"""Lists whose columns people match, which is remembered for whoever's list it is."""


class RunState(StrEnum):
    """How far an import has come.

    waits ──> reading ──> read ──> agreed ──> saving ──> saved
                     └──> refused  (also from saving)    dropped <── waits, read, refused

    By command nothing waits: it begins with reading, and what was read is saved at once.
    """

    WAITS = "waits"
    READING = "reading"
    READ = "read"
    AGREED = "agreed"
    SAVING = "saving"
    SAVED = "saved"
    REFUSED = "refused"
    DROPPED = "dropped"


MOVES: Mapping[RunState, frozenset[RunState]] = MappingProxyType(
    {
        RunState.WAITS: frozenset({RunState.READING, RunState.DROPPED}),
        RunState.READING: frozenset({RunState.READ, RunState.REFUSED, RunState.WAITS}),
        RunState.READ: frozenset({RunState.AGREED, RunState.SAVING, RunState.WAITS, RunState.DROPPED}),
        RunState.AGREED: frozenset({RunState.SAVING}),
        RunState.SAVING: frozenset({RunState.SAVED, RunState.REFUSED, RunState.AGREED}),
        RunState.REFUSED: frozenset({RunState.WAITS, RunState.DROPPED}),
        RunState.SAVED: frozenset(),
        RunState.DROPPED: frozenset(),
    }
)
"""From which state an import goes to which; back to an earlier one where whoever worked on it was stopped."""


BEGUN: Mapping[RunState, RunState] = MappingProxyType(
    {RunState.WAITS: RunState.READING, RunState.AGREED: RunState.SAVING}
)
"""The states in which an import waits for whoever works on it, and what it is in once that has begun."""

LEFT_ALONE = timedelta(minutes=30)
"""After so long, whoever worked on an import has been stopped: it is taken up again."""

PATIENCE = timedelta(minutes=3)
"""After so long somebody should have begun with an import that waits: a clock looks every few seconds."""


class Holdup(StrEnum):
    """Why an import that should go on by itself does not: others come first, or nobody works on imports."""

    OTHERS = "others"
    NOBODY = "nobody"


def closes_many(report: Mapping[str, Any]) -> bool:
    """Whether an import would close so much that its file may be cut short: more than ten, and more than a tenth."""
    counted: dict[str, int] = {}
    for outcome, _, number in report.get("counts", []):
        counted[outcome] = counted.get(outcome, 0) + number
    closed = counted.get("closed", 0)
    return closed > 10 and closed * 10 > sum(counted.values()) - counted.get("created", 0)
