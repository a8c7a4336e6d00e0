"""Writes to signposts: somebody was sent on without a referral, and whether it was the wrong place."""

from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import policies
from ecotone.care.models import Signpost
from ecotone.directory.models import Service
from ecotone.directory.queries import is_sensitive
from ecotone.ecosystem.models import Actor, Need
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people.models import Person
from ecotone.people.rules import NamedBy, Part, after_death


@action("care.signpost")
def signpost(
    *,
    by: Principal,
    person_id: UUID,
    from_actor_id: UUID | None = None,
    to_service_id: UUID | None = None,
    to_actor_id: UUID | None = None,
    to_words: str = "",
    need_id: UUID | None = None,
    on: date | None = None,
    wrong_place: bool | None = None,
    said_by: NamedBy = NamedBy.WORKER,
) -> Signpost:
    """Keeps that she was sent on: to one service, one actor, somewhere in words, or it was not said where.

    Said twice, it is kept once. `from_actor_id` is who sent her; None where that is not known.
    Raises Invalid naming every fault.
    """
    basis = policies.may_signpost(by, person_id).require("person", person_id).basis
    said = NamedBy.PERSON if by.kind is Kind.PERSON else said_by
    service, need = _found(Service, to_service_id), _found(Need, need_id)
    target, source = _found(Actor, to_actor_id), _found(Actor, from_actor_id)
    day = on or clock.today()
    # Her row is locked, so that a button pressed twice at one instant keeps one.
    person = Person.objects.select_for_update().get(pk=Person.of(person_id).pk)
    check([*_problems(day, from_actor_id, service, target, to_words), *after_death(person.died_on)])
    columns: dict[str, Any] = {
        "from_actor": source,
        "to_service": service,
        "to_actor": target,
        "to_words": to_words.strip(),
        "need": need,
        "on": day,
        "wrong_place": wrong_place,
    }
    kept = Signpost.objects.filter(person_id=person_id, taken_back_at=None, author_account_id=by.account_id)
    row = kept.filter(**columns).first() or Signpost.add(
        person_id=person_id,
        **columns,
        said_by=said,
        sensitive=_tells_too_much(service, target, source, need),
        **Signpost.signed(by),
    )
    wrote("person", person_id, act="care.signpost", part=Part.REFERRALS, basis=basis, keeps_access=True)
    return row


def _found(model: Any, own_id: UUID | None) -> Any:
    return model.of(own_id) if own_id else None


def _problems(
    day: date, from_id: UUID | None, service: Service | None, target: Actor | None, words: str
) -> list[Problem]:
    problems = []
    if day > clock.today():
        problems.append(Problem("care.day_to_come", "on"))
    if sum([service is not None, target is not None, bool(words.strip())]) > 1:
        problems.append(Problem("care.one_place", "to_words"))
    to = target.id if target else service.provider_id if service else None
    if to is not None and to == from_id:
        problems.append(Problem("care.sent_to_themselves", "to_words"))
    return problems


def _tells_too_much(service: Service | None, target: Actor | None, source: Actor | None, need: Need | None) -> bool:
    private = service is not None and service.sensitivity == "sensitive"
    named = any(is_sensitive(actor.id) for actor in (target, source) if actor)
    return private or named or bool(need and need.sensitive)


@action("care.say_wrong_place")
def say_wrong_place(*, by: Principal, signpost_id: UUID, version: int, wrong: bool) -> Signpost:
    """It turned out to be the wrong place, or the right one. Raises Stale when another change came first."""
    row = Signpost.of(signpost_id)
    basis = policies.may_change_signpost(by, row).require("person", row.person_id).basis
    _still_there(row)
    row.change(version=version, wrong_place=wrong)
    wrote("person", row.person_id, act="care.say_wrong_place", part=Part.REFERRALS, basis=basis)
    return row


@action("care.take_back_signpost")
def take_back_signpost(*, by: Principal, signpost_id: UUID, version: int) -> Signpost:
    """It was written down by mistake: it no longer counts or shows."""
    row = Signpost.of(signpost_id)
    basis = policies.may_change_signpost(by, row).require("person", row.person_id).basis
    _still_there(row)
    row.change(version=version, taken_back_at=clock.now())
    wrote("person", row.person_id, act="care.take_back_signpost", part=Part.REFERRALS, basis=basis)
    return row


def _still_there(row: Signpost) -> None:
    if row.taken_back_at is not None:
        raise Invalid(Problem("care.taken_back"))
