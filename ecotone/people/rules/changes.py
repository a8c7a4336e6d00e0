"""What a change of sharing will do, worked out by the rule itself before it is made. Pure.

    facts as they are ──decide──▶ what each reader sees ─┐
    facts as wished   ──decide──▶ what each would see   ─┴─▶ what they gain, what they lose, what a law still opens

Nothing here decides anything: `people.rules.decide` does, twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ecotone.access.rules import Basis, Purpose
from ecotone.ecosystem.rules import Sector, choice_problems
from ecotone.ground.errors import Problem
from ecotone.people.rules import CHOSEN_FOR, NOT_TO_LEARN, Choice, DutyKind, Effect, Facts, Part, decide


@dataclass(frozen=True)
class Change:
    """What one reader gains and loses by a change, what they still see, and what of that a law alone opens."""

    gains: frozenset[Part]
    loses: frozenset[Part]
    still: frozenset[Part]
    by_law: frozenset[Part]

    @property
    def is_none(self) -> bool:
        return not self.gains and not self.loses


def what_changes(before: Facts, after: Facts, at: datetime) -> Change:
    """What the reader of whom these facts are sees otherwise, if the second hold in place of the first."""
    seen = {part for part in Part if decide(before, part, at).allowed}
    would = {part: verdict for part in Part if (verdict := decide(after, part, at)).allowed}
    by_law = {part for part, verdict in would.items() if verdict.basis is Basis.LEGAL_DUTY}
    return Change(
        gains=frozenset(would.keys() - seen),
        loses=frozenset(seen - would.keys()),
        still=frozenset(would.keys() & seen),
        by_law=frozenset(by_law),
    )


def with_choice(facts: Facts, wished: Choice) -> Facts:
    return replace(facts, choices=(*facts.choices, wished))


def with_choices(facts: Facts, choices: Iterable[Choice]) -> Facts:
    return replace(facts, choices=tuple(choices))


def to_learn(facts: Facts) -> Facts:
    """The same team, here to learn and not to help."""
    return replace(facts, practises=False, learns=True)


def without_permission(facts: Facts) -> Facts:
    return replace(facts, permission=None)


def laws_in(facts: Facts, parts: Iterable[Part], at: datetime) -> tuple[DutyKind, ...]:
    """By which laws the reader sees these parts."""
    return tuple(sorted({duty.kind for part in parts if (duty := facts.duty(part, at))}))


def wish(
    effect: Effect,
    since: datetime,
    until: datetime | None = None,
    *,
    actor_id: UUID | None = None,
    sector: str = "",
    part: Part | None = None,
    purpose: Purpose | None = None,
) -> Choice:
    """A choice as it is said: a grant that does not say what for is to help her, a refusal is for whatever it is."""
    what_for = Purpose.CARE if purpose is None and effect == Effect.GRANT else purpose
    return Choice(effect, since, until, actor_id, sector, part, what_for)


def wish_problems(wished: Choice) -> list[Problem]:
    """What is wrong with a grant or a refusal. One to a sector that does not exist would protect her from nobody."""
    problems = choice_problems(effect=(Effect, wished.effect))
    if wished.sector:
        problems += choice_problems(sector=(Sector, wished.sector))
    if wished.part:
        problems += choice_problems(part=(Part, wished.part))
    if wished.purpose not in (CHOSEN_FOR if wished.effect == Effect.GRANT else (None, *CHOSEN_FOR)):
        problems.append(Problem("ground.unknown_choice", "purpose"))
    if wished.effect == Effect.GRANT and wished.purpose == Purpose.IMPROVEMENT and wished.part in NOT_TO_LEARN:
        problems.append(Problem("people.never_to_learn", "part"))
    if wished.actor_id and wished.sector:
        problems.append(Problem("people.to_whom", "actor_id"))
    if wished.until and wished.until <= wished.since:
        problems.append(Problem("people.past", "until"))
    return problems
