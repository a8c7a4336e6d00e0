"""What can be taken in, and how far an import has come. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Format(StrEnum):
    """A kind of file that is understood."""

    PLACES = "places"
    CARE_INSPECTORATE = "care_inspectorate"
    CHARITIES = "charities"
    OPEN_REFERRAL = "openreferral"
    FHIR = "fhir"
    SPREADSHEET = "spreadsheet"


class RunState(StrEnum):
    """How far an import has come.

    waits ──> reading ──> read ──> agreed ──> saving ──> saved
                     └──> refused  (also from saving)    dropped <── waits, read, refused
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
        RunState.READ: frozenset({RunState.AGREED, RunState.WAITS, RunState.DROPPED}),
        RunState.AGREED: frozenset({RunState.SAVING}),
        RunState.SAVING: frozenset({RunState.SAVED, RunState.REFUSED, RunState.AGREED}),
        RunState.REFUSED: frozenset({RunState.WAITS, RunState.DROPPED}),
        RunState.SAVED: frozenset(),
        RunState.DROPPED: frozenset(),
    }
)
"""From which state an import goes to which; back to an earlier one where whoever worked on it was stopped."""
