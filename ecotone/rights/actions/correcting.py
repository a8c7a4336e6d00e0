"""Writes to corrections: said to be wrong, answered, passed on, given more time, taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import actions as people
from ecotone.people.models import Person
from ecotone.rights import policies, telling
from ecotone.rights.entries import BY_OTHERS, Entry, entry_of
from ecotone.rights.models import Correction, CorrectionStep
from ecotone.rights.rules.correcting import (
    BY_CODE,
    MOST_MONTHS_MORE,
    NEW_VERSION,
    Answer,
    CorrectionState,
    may_step,
    months_on,
)

ITSELF = Principal.system("correction")


@action("rights.ask_correction")
def ask_correction(
    *,
    by: Principal,
    person_id: UUID,
    wrong: str,
    should_say: str = "",
    subject_kind: str = "",
    subject_id: UUID | None = None,
) -> Correction:
    """Says that an entry about her is wrong, and what it should say. The team that wrote it is told, and answers.

    Without an entry it goes to those who guard records. While it waits, asking again of the same entry is once.
    Raises NotFound for what is no entry of hers, Invalid for one that she wrote herself.
    """
    basis = policies.may_ask_correction(by, person_id).require("person", person_id).basis
    person, entry = Person.of(person_id), _pointed_at(by, person_id, subject_kind, subject_id)
    own = entry is not None and entry.account_id is not None and entry.account_id == person.account_id
    check(
        [
            *([] if wrong.strip() else [Problem("ground.required", "wrong")]),
            *([Problem("rights.your_own_words")] if own else []),
        ]
    )
    if entry and (waiting := _waiting(person_id, entry)):
        wrote("correction", waiting.id, act="rights.ask_correction", keeps_access=True)
        return waiting
    try:
        with transaction.atomic():
            row = Correction.add(
                person=person,
                subject_kind=entry.kind if entry else "",
                subject_id=entry.id if entry else None,
                said=entry.says if entry else "",
                wrong=wrong,
                should_say=should_say,
                team_id=entry.team_id if entry else None,
                due_on=months_on(clock.today(), 1),
                **Correction.signed(by),
            )
    except IntegrityError as error:  # the same was asked at the same moment
        raise Invalid(Problem("rights.asked_already")) from error
    telling.of_correction(by, row)
    wrote("person", person_id, act="rights.ask_correction", basis=basis, keeps_access=True)
    wrote("correction", row.id, act="rights.ask_correction", basis=basis, keeps_access=True)
    return row


def _pointed_at(by: Principal, person_id: UUID, kind: str, entry_id: UUID | None) -> Entry | None:
    """The entry; for others than she only of a kind whose part of the record they may see."""
    if not kind or entry_id is None:
        return None
    entry = entry_of(person_id, kind, entry_id)
    if by.kind is not Kind.PERSON:
        if kind not in BY_OTHERS:
            raise Invalid(Problem("rights.say_it_in_words"))
        policies.may_point_at(by, person_id, entry).require("person", person_id)
    return entry


def _waiting(person_id: UUID, entry: Entry) -> Correction | None:
    return Correction.objects.filter(
        person_id=person_id, subject_kind=entry.kind, subject_id=entry.id, state=CorrectionState.WAITING
    ).first()


@action("rights.answer_correction")
def answer_correction(
    *, by: Principal, correction_id: UUID, version: int, outcome: Answer, answer: str = "", now_says: str = ""
) -> Correction:
    """Answers for the team that wrote the entry: corrected, partly, or not, with a reason.

    Corrected in whole or in part, a newer version takes its place (`now_says`), and the older stays, marked. Partly
    or not at all, her statement stands beside it from now on. Raises Stale where another answered first.
    """
    row = _asked(correction_id)
    basis = policies.may_answer_correction(by, row).require("correction", correction_id).basis
    check([*choice_problems(outcome=(Answer, outcome)), *_answer_problems(row, outcome, answer, now_says)])
    _must_wait(row, outcome)
    replaced = None if outcome == Answer.REFUSE else _put_right(by, row, now_says)
    row.change(
        version=version,
        state=BY_CODE[outcome].after,
        answered_at=clock.now(),
        answered_by=by.signature,
        answer=answer,
        now_says="" if outcome == Answer.REFUSE else now_says,
        replaced_by=replaced,
    )
    _step(by, row, outcome, answer)
    telling.of_answer(by, row)
    wrote("person", row.person_id, act="rights.answer_correction", basis=basis, keeps_access=True)
    wrote("correction", row.id, act="rights.answer_correction", basis=basis, keeps_access=True)
    return row


def _answer_problems(row: Correction, outcome: str, answer: str, now_says: str) -> list[Problem]:
    problems = []
    if outcome != Answer.CORRECT and not answer.strip():
        problems.append(Problem("ground.required", "answer"))
    if outcome != Answer.REFUSE and not now_says.strip():
        problems.append(Problem("ground.required", "now_says"))
    return problems


def _put_right(by: Principal, row: Correction, now_says: str) -> UUID | None:
    """The newer version, where it is made here; its id where it is an entry of its own."""
    if row.subject_kind not in NEW_VERSION or row.subject_id is None:
        return None
    if row.subject_kind == "encounter":
        people.correct_note(by=ITSELF, encounter_id=row.subject_id, note=now_says)
        return None
    signed = Correction.signed(by)
    return people.correct_story_entry(by=ITSELF, entry_id=row.subject_id, text=now_says, signed=signed).id


@action("rights.pass_on_correction")
def pass_on_correction(*, by: Principal, correction_id: UUID, version: int, why: str) -> Correction:
    """It is not for this team to answer: those who guard records have it now, with why. The day stays."""
    row = _asked(correction_id)
    policies.may_answer_correction(by, row).require("correction", correction_id)
    check([] if why.strip() else [Problem("ground.required", "why")])
    _must_wait(row, "pass_on")
    if row.team_id is None:
        raise Invalid(Problem("rights.with_guardians"))
    row.change(version=version, team_id=None)
    _step(by, row, "pass_on", why)
    telling.of_passing_on(by, row)
    _written(row, "rights.pass_on_correction")
    return row


@action("rights.extend_correction")
def extend_correction(*, by: Principal, correction_id: UUID, version: int, until: date, why: str) -> Correction:
    """More time, once and for two months more at most, where it is hard to find out; she is told why."""
    row = _asked(correction_id)
    policies.may_answer_correction(by, row).require("correction", correction_id)
    _must_wait(row, "extend")
    check(
        [
            *([] if why.strip() else [Problem("ground.required", "why")]),
            *([Problem("rights.extended_once")] if row.extended_why else []),
            *([] if row.due_on < until <= months_on(row.due_on, MOST_MONTHS_MORE) else [_too_long(row)]),
        ]
    )
    row.change(version=version, due_on=until, extended_why=why)
    _step(by, row, "extend", why)
    telling.of_more_time(by, row)
    _written(row, "rights.extend_correction")
    return row


def _too_long(row: Correction) -> Problem:
    last = months_on(row.due_on, MOST_MONTHS_MORE)
    return Problem("rights.two_months_more", "until", {"first": str(row.due_on), "last": str(last)})


@action("rights.withdraw_correction")
def withdraw_correction(*, by: Principal, correction_id: UUID) -> Correction:
    """She does not ask any more; one that was answered or taken back already is no fault."""
    row = _asked(correction_id)
    policies.may_withdraw_correction(by, row).require("correction", correction_id)
    if may_step(row.state, "withdraw"):
        row.change(version=row.version, state=CorrectionState.WITHDRAWN, answered_at=clock.now())
        _step(by, row, "withdraw", "")
    _written(row, "rights.withdraw_correction")
    return row


@action("rights.remind_of_correction")
def remind_of_correction(*, by: Principal, correction_id: UUID, version: int) -> Correction:
    """Its day has passed: whoever should have answered is told, and those who guard records, once. By itself."""
    access.system_only(by).require("correction", correction_id)
    row = _asked(correction_id)
    _must_wait(row, "remind")
    if row.reminded_on is not None or row.due_on >= clock.today():
        raise Invalid(Problem("rights.not_late"))
    row.change(version=version, reminded_on=clock.today())
    _step(by, row, "remind", "")
    telling.of_being_late(by, row)
    _written(row, "rights.remind_of_correction")
    return row


def _asked(correction_id: UUID) -> Correction:
    """The row, held until this is done: of two answers the second finds it answered."""
    row: Correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("person", "team")
        .get(pk=Correction.of(correction_id).pk)
    )
    return row


def _must_wait(row: Correction, code: str) -> None:
    if not may_step(row.state, code):
        raise Invalid(Problem("rights.answered_already"))


def _step(by: Principal, row: Correction, code: str, words: str) -> None:
    signed: dict[str, Any] = CorrectionStep.signed(by)
    CorrectionStep.add(correction=row, code=code, words=words, **signed)


def _written(row: Correction, act: str) -> None:
    wrote("correction", row.id, act=act, keeps_access=True)
