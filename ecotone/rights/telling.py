"""Tells those whom a correction or an erasure concerns, in the transaction of what happened, by ids alone."""

from uuid import uuid5

from ecotone.access.principal import Principal
from ecotone.notices import actions as notices
from ecotone.notices.rules import GUARDIANS, Side, Sort, To
from ecotone.notices.views import Told
from ecotone.rights.models import Correction, Erasure

ALL_GUARDIANS = Told(To.GUARDIANS, GUARDIANS, Side.TARGET, Sort.TO_DO)
LATE_TO_GUARDIANS = Told(To.GUARDIANS, GUARDIANS, Side.TARGET, Sort.LATE)


def of_correction(by: Principal, row: Correction) -> None:
    """Whoever is to answer."""
    _note(by, row, "ask_correction", [_answerer(row, Sort.TO_DO)])


def of_passing_on(by: Principal, row: Correction) -> None:
    _note(by, row, "pass_on_correction", [ALL_GUARDIANS])


def of_more_time(by: Principal, row: Correction) -> None:
    _note(by, row, "extend_correction", [_her(row, Sort.NEWS)])


def of_answer(by: Principal, row: Correction) -> None:
    """She, and the team that wrote it down for her."""
    asker = [Told(To.TEAM, row.author_actor_id, Side.SOURCE, Sort.CAME_BACK)] if row.author_actor_id else []
    _note(by, row, "answer_correction", [_her(row, Sort.CAME_BACK), *asker])


def of_being_late(by: Principal, row: Correction) -> None:
    told = [LATE_TO_GUARDIANS] + ([_answerer(row, Sort.LATE)] if row.team_id else [])
    _note(by, row, "correction_is_late", told)


def _answerer(row: Correction, sort: Sort) -> Told:
    return Told(To.TEAM, row.team_id, Side.TARGET, sort) if row.team_id else ALL_GUARDIANS


def _her(row: Correction, sort: Sort) -> Told:
    return Told(To.PERSON, row.person_id, Side.PERSON, sort)


def _note(by: Principal, row: Correction, kind: str, told: list[Told]) -> None:
    event = uuid5(row.id, kind)
    notices.tell(by=by, event=event, kind=kind, subject_kind="correction", subject_id=row.id, told=told)


def of_erasure(by: Principal, row: Erasure) -> None:
    """Those who guard records: somebody asks to be erased."""
    _tell(by, row, "ask_erasure", [ALL_GUARDIANS])


def of_refusal(by: Principal, row: Erasure) -> None:
    """She is told that it was not done, and the team that wrote it down; why stands where it was asked."""
    asker = [Told(To.TEAM, row.author_actor_id, Side.SOURCE, Sort.CAME_BACK)] if row.author_actor_id else []
    _tell(by, row, "refuse_erasure", [Told(To.PERSON, row.person_id, Side.PERSON, Sort.CAME_BACK), *asker])


def _tell(by: Principal, row: Erasure, kind: str, told: list[Told]) -> None:
    event = uuid5(row.id, kind)
    notices.tell(by=by, event=event, kind=kind, subject_kind="erasure", subject_id=row.id, told=told)
