"""Writes to what whoever acts for her asks for, and to the worry that somebody may be pressing her.

    carer asks ──always──▶ waiting, with the teams that help her ──she was asked──▶ she wishes it   └──▶ she does not
    concern raised ──▶ until it is lifted: she is asked alone, and what that carer signs by an authority opens nothing

To the carer both are the same, whatever became of it: it was passed on.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.actions.traces import written
from ecotone.people.models import CarerPermission, CarerWish, Concern, Person
from ecotone.people.rules import PermissionState, after_death
from ecotone.people.rules.signing import WishState

ONCE = timedelta(days=1)
"""How long the same, passed on again, is a button pressed twice. Were it as long as it waits, a carer who sent it
again would learn that it was answered."""


@action("people.pass_on_wish")
def pass_on_wish(
    *, by: Principal, person_id: UUID, text: str, about: str = "", service_id: UUID | None = None
) -> CarerWish:
    """Passes on what whoever acts for her asks for, to the teams that help her and to her own page. The same, sent
    twice within a day, waits once, whatever came of it meanwhile.

    Raises Invalid where no team helps her now and she does not sign in: then nobody is there to ask.
    """
    policies.may_pass_on(by, person_id).require("person", person_id)
    person, helping = Person.of(person_id), policies.helping_teams(person_id)
    somebody = helping or (person.account is not None and person.account.is_active)
    check(
        [
            *required(text=text),
            *after_death(person.died_on),
            *([] if somebody else [Problem("people.nobody_to_ask")]),
        ]
    )
    given = {"person_id": person_id, "about": about, "text": text.strip(), "service_id": service_id}
    return passed_on_once(by, helping, "people.pass_on_wish", **given)


def passed_on_once(by: Principal, helping: list[UUID], act: str, **given: Any) -> CarerWish:
    """What a carer passes on, told of to the teams that help her and to her; or the same of that day."""
    given["permission_id"] = by.permission_id
    same = CarerWish.objects.filter(**given, created_at__gt=clock.now() - ONCE).first()
    row = same or CarerWish.add(**given, **CarerWish.signed(by))
    if same is None:
        telling.tell_of_wish(by, row, helping)
    written(row, act)
    return row


@action("people.answer_wish")
def answer_wish(
    *, by: Principal, wish_id: UUID, version: int, wishes: bool, alone: bool = False, said: str = ""
) -> CarerWish:
    """Writes down what she said when she was asked. Where somebody may be pressing her, only if she was asked alone.

    It opens nothing by itself: what she wishes is then asked for in her name, as always. Raises Invalid, Stale.
    """
    row = CarerWish.of(wish_id)
    policies.may_answer_wish(by, row).require("person", row.person_id)
    pressed = policies.is_pressed(row.person_id, row.permission.tie_id)
    check(
        [
            *([] if _waits(row, pressed=pressed) else [Problem("people.answered_already")]),
            *([Problem("people.is_to_sign")] if row.authority_id else []),
            *([Problem("people.ask_alone_first", "alone")] if pressed and not alone else []),
            *required(said=said),
        ]
    )
    state = WishState.WISHED if wishes else WishState.NOT_WISHED
    return answered(by, row, version, "people.answer_wish", state=state, alone=alone, said=said)


def answered(by: Principal, row: CarerWish, version: int, act: str, **columns: Any) -> CarerWish:
    """What staff write down of what was passed on: by whom, when. Raises Stale."""
    row.change(version=version, answered_at=clock.now(), answered_by=by.signature, **columns)
    written(row, act)
    return row


def _waits(row: CarerWish, *, pressed: bool) -> bool:
    return row.state == WishState.WAITING and (not row.own_answer or pressed)


@action("people.answer_own_wish")
def answer_own_wish(*, by: Principal, wish_id: UUID, wishes: bool) -> CarerWish:
    """Keeps what she answers on her own page. A no may become a yes later; a yes is taken back where it was asked.

    No version: one that staff moved on would tell, to whoever reads the page with her, that they had asked.
    """
    row = CarerWish.of(wish_id)
    policies.may_answer_own_wish(by, row).require("person", row.person_id)
    row = CarerWish.objects.select_for_update().get(pk=wish_id)
    to_sign = [Problem("people.is_to_sign")] if row.authority_id else []
    check([*to_sign, *after_death(row.person.died_on)])
    answer = WishState.WISHED if wishes else WishState.NOT_WISHED
    if row.own_answer == WishState.WISHED and answer != row.own_answer:
        raise Invalid(Problem("people.answered_by_her"))
    if row.own_answer != answer:
        row.change(version=row.version, own_answer=answer, own_answer_at=clock.now())
    written(row, "people.answer_own_wish")
    return row


@action("people.raise_concern")
def raise_concern(*, by: Principal, permission_id: UUID, why: str) -> Concern:
    """Notes that whoever holds this permission may be pressing her. Twice is once: the first stands, wherever
    it was noted."""
    permission = CarerPermission.of(permission_id)
    policies.may_raise_concern(by, permission).require("person", permission.person_id)
    live = permission.state in (PermissionState.OFFERED, PermissionState.ACTIVE)
    check([*required(why=why), *([] if live else [Problem("people.ended")])])
    Person.objects.select_for_update().get(pk=permission.person_id)  # of two at one moment the second finds the first
    her = {"person_id": permission.person_id, "why": why, "by_her": by.kind is Kind.PERSON}
    there = policies.concerns_about(permission.person_id, permission.tie_id).filter(lifted_at=None).first()
    row = there or Concern.add(permission=permission, **her, **Concern.signed(by))
    written(row, "people.raise_concern")
    return row


@action("people.lift_concern")
def lift_concern(*, by: Principal, concern_id: UUID, version: int, why: str) -> Concern:
    """It holds no more, with why; it stays on record."""
    row = Concern.of(concern_id)
    policies.may_know_concerns(by, row.person_id).require("person", row.person_id)
    policies.may_raise_concern(by, row.permission).require("person", row.person_id)
    if row.lifted_at is not None:
        raise Invalid(Problem("people.ended"))
    check(required(why=why))
    row.change(version=version, lifted_at=clock.now(), lifted_by=by.signature, lifted_why=why)
    written(row, "people.lift_concern")
    return row
