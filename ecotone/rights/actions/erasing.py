"""Writes to erasures: asked for, refused, taken back, decided; and to what holds one up.

What an erasure takes away goes in `procedures.erasing`, which decides it here first.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.ground.holdings import Whose, blanks, erase
from ecotone.people.models import Person
from ecotone.people.queries import account_of
from ecotone.rights import policies, telling
from ecotone.rights.holdings import RIGHTS
from ecotone.rights.models import Erasure, Hold
from ecotone.rights.rules.correcting import months_on
from ecotone.rights.rules.erasing import A_YEAR, Against, ErasureState, Ground, HoldWhy


@action("rights.ask_erasure")
def ask_erasure(*, by: Principal, person_id: UUID, why: str = "") -> Erasure:
    """She asks that all that is held of her be erased: guardians decide within a month. Twice is once."""
    basis = policies.may_ask_erasure(by, person_id).require("person", person_id).basis
    row = Erasure.objects.filter(person_id=person_id, state=ErasureState.ASKED).first()
    if row is None:
        try:
            with transaction.atomic():
                due = months_on(clock.today(), 1)
                row = Erasure.add(person=Person.of(person_id), why=why, due_on=due, **Erasure.signed(by))
        except IntegrityError as error:  # asked at the same moment
            raise Invalid(Problem("rights.asked_already")) from error
        telling.of_erasure(by, row)
    wrote("person", person_id, act="rights.ask_erasure", basis=basis, keeps_access=True)
    wrote("erasure", row.id, act="rights.ask_erasure", basis=basis, keeps_access=True)
    return row


@action("rights.withdraw_erasure")
def withdraw_erasure(*, by: Principal, erasure_id: UUID) -> Erasure:
    """She does not ask any more; one that was decided or taken back already is no fault."""
    row = _asked(erasure_id)
    policies.may_withdraw_erasure(by, row).require("erasure", erasure_id)
    if row.state == ErasureState.ASKED:
        row.change(version=row.version, state=ErasureState.WITHDRAWN, decided_at=clock.now())
    wrote("erasure", row.id, act="rights.withdraw_erasure", keeps_access=True)
    return row


@action("rights.refuse_erasure")
def refuse_erasure(*, by: Principal, erasure_id: UUID, version: int, against: Against, reason: str) -> Erasure:
    """It is not erased: what stands against it, and why in words, which she reads. Raises Stale where another did."""
    row = _asked(erasure_id)
    policies.may_decide_erasure(by, row.person).require("erasure", erasure_id)
    problems = choice_problems(against=(Against, against))
    check([*problems, *([] if reason.strip() else [Problem("ground.required", "reason")])])
    if row.state != ErasureState.ASKED:
        raise Invalid(Problem("rights.decided_already"))
    decided = {"decided_at": clock.now(), "decided_by": by.signature}
    row.change(version=version, state=ErasureState.REFUSED, against=against, reason=reason, **decided)
    telling.of_refusal(by, row)
    wrote("erasure", row.id, act="rights.refuse_erasure", keeps_access=True)
    return row


@action("rights.decide_erasure")
def decide_erasure(*, by: Principal, person_id: UUID, ground: Ground) -> Erasure:
    """Notes that she is erased now, on which ground and by whom; her row is held until it is done.

    A part of `procedures.erase` and `procedures.retire`. Raises Invalid where something holds it up, or it was done.
    """
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    policies.may_decide_erasure(by, person).require("person", person_id)
    check(
        [
            *choice_problems(ground=(Ground, ground)),
            *([Problem("rights.erased_already")] if person.erased_at else []),
            *([Problem("rights.on_hold")] if Hold.objects.filter(person=person, lifted_at=None).exists() else []),
        ]
    )
    row = Erasure.objects.filter(person=person, state=ErasureState.ASKED).first()
    if row is None:
        row = Erasure.add(person=person, due_on=clock.today(), **Erasure.signed(by))
    decided = {"decided_at": clock.now(), "decided_by": by.signature, "account_id": account_of(person_id)}
    row.change(version=row.version, state=ErasureState.DONE, ground=ground, **decided)
    wrote("erasure", row.id, act="rights.decide_erasure")
    return row


@action("rights.note_erased_again")
def note_erased_again(*, by: Principal, person_id: UUID, account_id: UUID | None) -> Erasure:
    """That she was erased before, and an older backup has brought her back: Ecotone itself erases her again."""
    access.system_only(by).require("person", person_id)
    row = Erasure.objects.filter(person_id=person_id, state=ErasureState.DONE).first()
    if row is None:
        now = clock.now()
        Erasure.objects.filter(person_id=person_id, state=ErasureState.ASKED).delete()
        done = {
            "state": ErasureState.DONE,
            "ground": Ground.LEGAL_OBLIGATION,
            "decided_at": now,
            "due_on": now.date(),
        }
        row = Erasure.add(person_id=person_id, account_id=account_id, **done, **Erasure.signed(by))
    wrote("erasure", row.id, act="rights.note_erased_again")
    return row


@action("rights.erase_words")
def erase_words(*, by: Principal, erasure_id: UUID, rows: int) -> Erasure:
    """Takes away what rights themselves hold of her, but that it was done; `rows` is how many others touched."""
    access.system_only(by).require("erasure", erasure_id)
    row = Erasure.of(erasure_id)
    rows += erase(RIGHTS, Whose(row.person_id))
    Erasure.objects.filter(person_id=row.person_id).exclude(pk=row.pk).delete()
    words = {**blanks(Erasure, ["why", "reason"]), "author": "" if row.author_actor_id is None else row.author}
    Erasure.objects.filter(pk=row.pk).update(**words, rows=row.rows + rows)
    wrote("erasure", row.id, act="rights.erase_words")
    return Erasure.of(erasure_id)


@action("rights.note_swept")
def note_swept(*, by: Principal, erasure_id: UUID) -> None:
    """That what was written while she was erased is gone as well."""
    access.system_only(by).require("erasure", erasure_id)
    Erasure.objects.filter(pk=erasure_id).update(swept_at=clock.now())
    wrote("erasure", erasure_id, act="rights.note_swept")


@action("rights.hold")
def hold(*, by: Principal, person_id: UUID, kind: HoldWhy, why: str, review_on: date) -> Hold:
    """From now on nothing of her record is erased, until the hold is lifted. To be looked at again within a year."""
    person = Person.of(person_id)
    policies.may_hold(by, person).require("person", person_id)
    last = months_on(clock.today(), A_YEAR)
    check(
        [
            *choice_problems(kind=(HoldWhy, kind)),
            *([] if why.strip() else [Problem("ground.required", "why")]),
            *([] if clock.today() < review_on <= last else [Problem("rights.within_a_year", "review_on")]),
            *([Problem("rights.erased_already")] if person.erased_at else []),
        ]
    )
    row = Hold.add(person=person, kind=kind, why=why, review_on=review_on, **Hold.signed(by))
    wrote("hold", row.id, act="rights.hold", keeps_access=True)
    return row


@action("rights.lift_hold")
def lift_hold(*, by: Principal, hold_id: UUID, version: int, why: str) -> Hold:
    """What held it up is over. Raises Stale where another lifted it."""
    row = Hold.objects.select_related("person").get(pk=Hold.of(hold_id).pk)
    policies.may_hold(by, row.person).require("hold", hold_id)
    check([] if why.strip() else [Problem("ground.required", "why")])
    if row.lifted_at is not None:
        raise Invalid(Problem("rights.lifted_already"))
    row.change(version=version, lifted_at=clock.now(), lifted_by=by.signature, lifted_why=why)
    wrote("hold", row.id, act="rights.lift_hold", keeps_access=True)
    return row


def _asked(erasure_id: UUID) -> Erasure:
    row: Erasure = (
        Erasure.objects.select_for_update(of=("self",)).select_related("person").get(pk=Erasure.of(erasure_id).pk)
    )
    return row
