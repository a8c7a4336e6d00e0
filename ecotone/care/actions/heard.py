"""What a group said by phone or in a sentence, written down by who asked: theirs, and marked as heard."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.care import policies
from ecotone.care.actions.referrals import carry_out, referral_to_move
from ecotone.care.machine import Party
from ecotone.care.models import Referral, Sentence
from ecotone.care.rules import Heard, HeardAs
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem


@action("care.write_down")
def write_down(
    *,
    by: Principal,
    referral_id: UUID,
    version: int,
    code: str,
    recorded: Mapping[str, Any] | None = None,
    heard_by: Heard,
    heard_from: str,
    heard_on: date,
    sentence_id: UUID | None = None,
) -> Referral:
    """Makes the target's own move in its name, as it said. `sentence_id` is the sentence that meant it, if one did.

    Only the team that asked does it, only while nobody at the target can do it here; never the person's own moves.
    """
    referral = referral_to_move(referral_id)
    verdict = policies.may_write_down(by, referral).require("referral", referral_id)
    heard = HeardAs(heard_by, heard_from, heard_on)
    moved = carry_out(
        by,
        referral,
        code=code,
        recorded=recorded or {},
        parties=frozenset({Party.TARGET}),
        basis=verdict.basis,
        version=version,
        heard=heard,
    )
    if sentence_id:
        _code(sentence_id, referral)
    wrote("referral", referral_id, act="care.write_down", basis=verdict.basis)
    return moved


@action("care.set_sentence_aside")
def set_sentence_aside(*, by: Principal, sentence_id: UUID) -> None:
    """The asker has read a sentence that means no move: it waits for nothing more."""
    sentence = Sentence.objects.select_related("referral").filter(pk=sentence_id).first()
    if sentence is None:
        raise NotFound("sentence", sentence_id)
    policies.may_acknowledge(by, sentence.referral).require("referral", sentence.referral_id)
    _code(sentence_id, sentence.referral)
    wrote("referral", sentence.referral_id, act="care.set_sentence_aside")


def _code(sentence_id: UUID, referral: Referral) -> None:
    waiting = Sentence.objects.filter(pk=sentence_id, referral=referral, coded_at=None)
    if not waiting.update(coded_at=clock.now()):
        raise Invalid(Problem("care.sentence_coded"))
