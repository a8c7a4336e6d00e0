"""Who says yes to an ask for help, and what is written down where nobody could. Pure; it never stops an ask.

`who_agrees(facts, basis, at, …)` answers in this order, and the first that fits is the reason:

    by a law, or to save a life? ── yes ──> not needed: such an ask keeps its basis, and rests on no yes
    does she ask herself? ───────── yes ──> she herself, whatever was assessed: her own ask is never stopped
    is an authority named? ──────── yes ──> in her place, where it signs for help now; else why it does not
    does she sign for help? ─────── yes ──> she herself; “nobody could” is no answer, for she can be asked
    does it say why nobody could? ─ yes ──> nobody could: it goes out all the same, for her benefit
    ──────────────────────────────────────> what is missing: an authority, or why nobody could

Nobody could is open wherever she cannot sign, also where somebody holds an authority: they may be out of reach when
help is needed. So it tells of nothing but what it says.

What it rests on: Adults with Incapacity (Scotland) Act 2000, s. 1(2)-(4): for her benefit, the least that does it,
with regard to her past and present wishes.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.ground.errors import Problem
from ecotone.people.rules.signing import Matter, Signing, may_sign


class Agreed(StrEnum):
    """Who agreed to an ask. `not_recorded`: made before it was asked, or brought over by Ecotone from elsewhere."""

    NOT_RECORDED = "not_recorded"
    HERSELF = "herself"
    IN_HER_PLACE = "in_her_place"
    NOBODY_COULD = "nobody_could"
    NOT_NEEDED = "not_needed"


NEEDS_NO_YES = frozenset({Basis.LEGAL_DUTY, Basis.VITAL_INTEREST})
"""The bases on which an ask rests on no yes."""


def who_agrees(
    facts: Signing, basis: Basis, at: datetime, *, own: bool = False, nobody: bool = False
) -> Agreed | Verdict:
    """Who agreed to this ask; or a refusal that says what is missing. (Drawn above.)

    `own`: she asks herself. `nobody`: it says why nobody could be asked or agree. `facts.held`: the authority named.
    """
    if basis in NEEDS_NO_YES:
        return Agreed.NOT_NEEDED
    if own:
        return Agreed.HERSELF
    if facts.held is not None:
        signed = may_sign(replace(facts, narrows=False), Matter.HELP, at)
        return Agreed.IN_HER_PLACE if signed.allowed else signed
    if may_sign(replace(facts, narrows=False), Matter.HELP, at).allowed:
        return Verdict.refuse("people.can_be_asked") if nobody else Agreed.HERSELF
    return Agreed.NOBODY_COULD if nobody else Verdict.refuse("people.who_agrees")


def nobody_problems(why: str, *, least: bool) -> list[Problem]:
    """What must stand beside that nobody could: why, and that the least was chosen that does it."""
    return [
        *([] if why.strip() else [Problem("people.why_nobody", "nobody_why")]),
        *([] if least else [Problem("people.least_first", "least")]),
    ]
