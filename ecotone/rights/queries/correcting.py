"""Reads of corrections: hers, those a team is to answer, those that are late; and what stands beside an entry."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.policies import system_only
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.ground import clock
from ecotone.ground.clock import LOCAL
from ecotone.ground.errors import NotFound
from ecotone.people import policies as people
from ecotone.people.models import Person
from ecotone.people.rules import Act, Part
from ecotone.rights import policies
from ecotone.rights.entries import entry_of
from ecotone.rights.models import Correction
from ecotone.rights.rules.correcting import NEW_VERSION, CorrectionState
from ecotone.rights.views import CorrectionView, Statement, StepView, ToPutRight

ON_MY_DAY = 5


def corrections(
    by: Principal, *, waiting: bool = False, most: int = 50, start: int = 0
) -> tuple[list[CorrectionView], int]:
    """The corrections that concern the caller, what waits first and by its day; and how many there are in all.

    Of herself; of whom she acts for; of what the caller's team wrote, or wrote down for somebody; to those who guard
    records, what nobody else answers, and what is late.
    """
    rows = _concerning(by)
    if waiting:
        rows = rows.filter(state=CorrectionState.WAITING)
    with _as_guardian(by):
        kept = list(rows.order_by("answered_at", "due_on", "-created_at", "-id")[start : start + most])
        return _views(by, kept), rows.count()


def correction(by: Principal, correction_id: UUID) -> CorrectionView:
    """One of them, step by step. Raises NotFound for what does not concern the caller."""
    with _as_guardian(by):
        row = _concerning(by).filter(pk=correction_id).first()
        if row is None:
            raise NotFound("correction", correction_id)
        (view,) = _views(by, [row], steps=True)
    return view


def pointed_at(by: Principal, person_id: UUID, kind: str, entry_id: UUID) -> str:
    """What the entry says that the caller would say is wrong; empty for what is none, or is not for them to see."""
    known = policies.may_ask_correction(by, person_id)
    try:
        entry = entry_of(person_id, kind, entry_id)
    except NotFound:
        return ""
    if by.kind is not Kind.PERSON and known.allowed:
        known = policies.may_point_at(by, person_id, entry)
    if not known.allowed or not entry.says:
        return ""
    looked(by, "rights.pointed_at", Subject("person", person_id, entry.part or "", known.basis))
    return entry.says


def _as_guardian(by: Principal) -> AbstractContextManager[None]:
    """For what those who guard records answer, of people whom they do not know."""
    return widened(Why.GUARDING) if by.role is Role.GUARDIAN else nullcontext()


def corrections_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Those of these that concern the caller, with when each was said. Whose it is stands on the page it leads to."""
    with _as_guardian(by):
        return dict(_concerning(by).filter(pk__in=ids).values_list("id", "created_at"))


def to_put_right(by: Principal) -> list[ToPutRight]:
    """What waits for an answer of the caller's own team, the soonest due first, for its day. One query: no names."""
    if not by.practises:
        return []
    rows = Correction.objects.filter(team=by.team_id, state=CorrectionState.WAITING).order_by("due_on", "id")
    found = rows.values_list("id", "person_id", "wrong", "due_on")[:ON_MY_DAY]
    looked(by, "rights.to_put_right", *(Subject("person", person, "", Basis.ROLE) for _, person, *_ in found))
    return [ToPutRight(id_, wrong, due_on, due_on < clock.today()) for id_, _, wrong, due_on in found]


def corrections_overdue(by: Principal) -> list[tuple[UUID, int]]:
    """Those whose day has passed, and nobody was reminded: id and version, for the clock."""
    system_only(by).require("correction")
    rows = Correction.objects.filter(state=CorrectionState.WAITING, reminded_on=None, due_on__lt=clock.today())
    return list(rows.order_by("due_on", "id").values_list("id", "version"))


def statements(by: Principal, person_id: UUID) -> dict[str, Statement]:
    """What stands beside the entries of her record, by the entry's id: the newest of each. One query.

    For whoever may know who she is: beside an entry that they see, and nowhere else.
    """
    if not people.verdict(by, person_id, Part.IDENTITY).allowed:
        return {}
    rows = Correction.objects.filter(person_id=person_id, subject_id__isnull=False)
    rows = rows.exclude(state=CorrectionState.WITHDRAWN)
    columns = ("subject_id", "id", "state", "wrong", "should_say", "created_at")
    return {
        str(subject): Statement(id_, state, wrong, should_say, at.astimezone(LOCAL).date())
        for subject, id_, state, wrong, should_say, at in rows.order_by("created_at", "id").values_list(*columns)
    }


def _rows() -> QuerySet[Correction]:
    """Without whose they are: a team answers for what it wrote, and need not know of whom any more."""
    return Correction.objects.select_related("team")


def _concerning(by: Principal) -> QuerySet[Correction]:
    rows = _rows()
    if by.kind is Kind.PERSON:
        return rows.filter(person=by.own_id)
    if by.kind is Kind.CARER and by.cares_for:
        allowed = people.may_act(by, by.cares_for, Act.TELL).allowed
        return rows.filter(author_account_id=by.account_id, person=by.cares_for) if allowed else rows.none()
    if by.role is Role.GUARDIAN:
        return rows.filter(Q(team=None) | Q(reminded_on__isnull=False))
    if by.practises:
        return rows.filter(Q(team=by.team_id) | Q(author_actor_id=by.team_id))
    return rows.none()


def _views(by: Principal, rows: list[Correction], *, steps: bool = False) -> list[CorrectionView]:
    verdicts = people.verdicts(by, {row.person_id for row in rows})
    known = {id_: of[Part.IDENTITY] for id_, of in verdicts.items()}
    looked(by, "rights.corrections", *_seen(by, rows, known))
    guards = by.role is Role.GUARDIAN
    theirs = [row.person_id for row in rows if guards or known[row.person_id].allowed]
    names = dict(Person.objects.filter(pk__in=theirs).values_list("id", "name")) if theirs else {}
    hidden = {} if guards else people.hidden_teams(by, {row.person_id for row in rows})
    whose = [(row, names.get(row.person_id, ""), hidden.get(row.person_id, frozenset())) for row in rows]
    return [_view(by, row, whose=name, hidden=teams, steps=steps) for row, name, teams in whose]


def _seen(by: Principal, rows: Iterable[Correction], known: dict) -> Iterable[Subject]:
    for row in rows:
        yield Subject("person", row.person_id, "", known[row.person_id].basis or Basis.ROLE)


def _view(by: Principal, row: Correction, *, whose: str, hidden: frozenset[UUID], steps: bool) -> CorrectionView:
    """To a reader from whom a team is `hidden` because its name would tell too much, nothing here names it."""
    waits = row.state == CorrectionState.WAITING
    steps_taken = list(row.steps.order_by("created_at", "id")) if steps or hidden else []
    unnamed = {each.author for each in steps_taken if each.author_actor_id in hidden}
    kept = row.team_id in hidden
    return CorrectionView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        whose=whose,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        said=row.said,
        wrong=row.wrong,
        should_say=row.should_say,
        team_id=None if kept else row.team_id,
        team=row.team.name if row.team and not kept else "",
        asked_by="" if row.author_actor_id in hidden else row.author,
        asked_at=row.created_at,
        due_on=row.due_on,
        late=waits and row.due_on < clock.today(),
        extended_why=row.extended_why,
        state=row.state,
        answered_at=row.answered_at,
        answered_by="" if row.answered_by in unnamed else row.answered_by,
        answer=row.answer,
        now_says=row.now_says,
        new_here=row.subject_kind in NEW_VERSION,
        may_answer=waits and policies.may_answer_correction(by, row).allowed,
        may_withdraw=waits and policies.may_withdraw_correction(by, row).allowed,
        kept_unnamed=kept,
        steps=tuple(
            StepView(each.code, each.created_at, "" if each.author in unnamed else each.author, each.words)
            for each in (steps_taken if steps else ())
        ),
    )
