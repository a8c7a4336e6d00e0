"""Writes to frictions: keeping one in two taps, adding to it later, putting it right."""

from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Refused, Verdict
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Friction, Referral
from ecotone.care.rules.needs import MOST_MINUTES, FrictionKind, Standing
from ecotone.ecosystem.models import Actor, Institution, Place
from ecotone.ecosystem.rules import Sector, choice_problems
from ecotone.ground.errors import Invalid, Problem, check

Given = dict[str, Any]


@action("care.log_friction")
def log_friction(
    *,
    by: Principal,
    kind: FrictionKind,
    referral_id: UUID | None = None,
    institution_id: UUID | None = None,
    place_id: UUID | None = None,
    from_sector: str = "",
    to_sector: str = "",
    to_actor_id: UUID | None = None,
    words: str = "",
    workaround: str = "",
    minutes: int | None = None,
    once: UUID | None = None,
) -> Friction:
    """Keeps what got in the way. Only `kind` is needed; the rest may come later, or never.

    With an ask, its need, place and boundary are taken from it. One that the caller may not see in full is answered
    as one that is not there: Invalid. `once`: the page it was sent from keeps it once.
    """
    basis = policies.may_speak(by).require("friction").basis
    given = {"institution_id": institution_id, "place_id": place_id, "to_actor_id": to_actor_id, "minutes": minutes}
    boundary = {"from_sector": from_sector, "to_sector": to_sector}
    check([*choice_problems(kind=(FrictionKind, kind)), *_problems({**given, **boundary})])
    columns = {
        "kind": kind,
        **given,
        **boundary,
        "from_actor_id": by.actor_id if from_sector in by.sectors else None,
        "words": words,
        "workaround": workaround,
        **(_of_referral(by, referral_id) if referral_id else {}),
        **_signed(by),
    }
    friction, _new = (
        Friction.objects.get_or_create(once=once, defaults=columns) if once else (Friction.add(**columns), True)
    )
    if friction.author_account_id != by.account_id:
        raise Refused(Verdict.refuse("care.only_its_author"), kind="friction", subject_id=friction.id)
    wrote("friction", friction.id, act="care.log_friction", basis=basis, keeps_access=True)
    return friction


def _signed(by: Principal) -> Given:
    """A person is not named in what she writes down here; her account makes it hers."""
    return Friction.signed(by) | ({"author": ""} if by.kind is Kind.PERSON else {})


def _of_referral(by: Principal, referral_id: UUID) -> Given:
    """What a friction takes from its ask. Raises Invalid alike for one that is not there and one not to be seen."""
    referral = Referral.objects.select_related("source", "target").filter(pk=referral_id).first()
    if referral is None or referral.state == State.ENTERED_IN_ERROR or not policies.sees_referral(by, referral):
        raise Invalid(Problem("care.no_such_referral", "referral"))
    return {
        "referral": referral,
        "need_id": referral.need_id,
        "place_id": referral.place_id,
        "from_sector": referral.source.sector if referral.source else Sector.INFORMAL,
        "from_actor_id": referral.source_id,
        "to_sector": referral.target.sector if referral.target else Sector.INFORMAL,
        "to_actor_id": referral.target_id,
    }


def _problems(given: Given) -> list[Problem]:
    """What is wrong with what was added. Raises NotFound for an institution, place or team that is not there."""
    for model, name in ((Institution, "institution_id"), (Place, "place_id"), (Actor, "to_actor_id")):
        if given.get(name):
            model.of(given[name])
    problems = []
    minutes = given.get("minutes")
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        problems.append(Problem("care.number", "minutes"))
    sectors = [given[name] for name in ("from_sector", "to_sector") if given.get(name)]
    if len(sectors) == 1:
        problems.append(Problem("care.both_sides", "to_sector"))
    return problems + [
        Problem("ground.unknown_choice", name)
        for name in ("from_sector", "to_sector")
        if given.get(name) and given[name] not in set(Sector)
    ]


@action("care.correct_friction")
def correct_friction(
    *,
    by: Principal,
    friction_id: UUID,
    version: int,
    kind: FrictionKind,
    institution_id: UUID | None = None,
    place_id: UUID | None = None,
    from_sector: str = "",
    to_sector: str = "",
    to_actor_id: UUID | None = None,
    words: str = "",
    workaround: str = "",
    minutes: int | None = None,
) -> Friction:
    """Adds to a friction or puts it right; its author's alone. What comes from its ask stays as the ask has it.

    Raises Refused to anyone else, Invalid for what was taken back, Stale when another change came first.
    """
    friction = Friction.of(friction_id)
    verdict = policies.may_correct(by, friction).require("friction", friction_id)
    if friction.state == Standing.WITHDRAWN:
        raise Invalid(Problem("care.turned_already"))
    boundary = {"from_sector": from_sector, "to_sector": to_sector, "to_actor_id": to_actor_id, "place_id": place_id}
    given = {"institution_id": institution_id, "minutes": minutes, **boundary}
    check([*choice_problems(kind=(FrictionKind, kind)), *_problems(given)])
    columns: Given = {"institution_id": institution_id, "minutes": minutes, "words": words, "workaround": workaround}
    if friction.referral_id is None:
        columns |= boundary | {"from_actor_id": by.actor_id if from_sector in by.sectors else None}
    friction.change(version=version, kind=kind, **columns)
    wrote("friction", friction_id, act="care.correct_friction", basis=verdict.basis, keeps_access=True)
    return friction
