"""The answer to "may this principal do this, now?": yes or no, always with its reason."""

from dataclasses import dataclass
from typing import Literal, NoReturn
from uuid import UUID

from ecotone.access.rules import Basis
from ecotone.ground.errors import EcotoneError

NOTHING_TO_DO_WITH_IT = frozenset(
    {
        "access.no_terms",
        "people.no_relationship",
        "people.counts_only",
        "people.not_offered_to_you",
        "care.not_a_party",
        "care.not_a_partner",
        "care.not_told",
        "care.not_your_meeting",
        "care.signpost_of_others",
    }
)
"""Reasons that say no more than that somebody is a stranger to a record: to them it is as if it were not there."""


@dataclass(frozen=True)
class Verdict:
    """Allowed or not, the code of the reason (its words are in some room's `words.py`), and on what basis."""

    allowed: bool
    code: str
    basis: Basis | None = None

    @classmethod
    def allow(cls, code: str, basis: Basis) -> "Verdict":
        return cls(allowed=True, code=code, basis=basis)

    @classmethod
    def refuse(cls, code: str) -> "Verdict":
        return cls(allowed=False, code=code)

    def __bool__(self) -> NoReturn:
        """A verdict is no truth value: `if policy(...)` would drop the reason. Ask `.allowed` or `.require()`."""
        raise TypeError("ask a verdict for .allowed, or .require() it")

    def require(self, kind: str = "", subject_id: UUID | None = None) -> "Verdict":
        """This verdict, if it allows. Raises Refused otherwise, naming what it was about for the audit."""
        if not self.allowed:
            raise Refused(self, kind=kind, subject_id=subject_id)
        return self


class Refused(EcotoneError):
    """A policy said no. The verdict says why; the subject goes into the audit."""

    def __init__(self, verdict: Verdict, *, kind: str = "", subject_id: UUID | None = None) -> None:
        self.verdict, self.kind, self.subject_id = verdict, kind, subject_id
        self.recorded = False
        super().__init__(verdict.code)

    @property
    def tells_too_much(self) -> bool:
        """Whether to give the reason would tell a stranger that there is such a record; the audit keeps it."""
        return self.verdict.code in NOTHING_TO_DO_WITH_IT


@dataclass(frozen=True)
class Withheld:
    """Stands where something is that this principal may not see: why, and never what, nor how much."""

    code: str

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        """Nothing: a page that forgets to ask says too little, never a code."""
        return ""
