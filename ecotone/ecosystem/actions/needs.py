"""Writes about kinds of need, and about who is there to meet them where."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once
from ecotone.ecosystem.models import Actor, Need, Place, Remit
from ecotone.ecosystem.rules import end_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check


@action("ecosystem.add_need")
def add_need(
    *,
    by: Principal,
    code: str,
    name: str,
    synonyms: Iterable[str] = (),
    parent_code: str = "",
    sensitive: bool = False,
) -> Need:
    """A kind of need, with what people really say. Two levels: a kind under a broad kind."""
    policies.keeps_the_map(by).require()
    check(required(code=code, name=name))
    parent = _broad(parent_code) if parent_code else None
    words = "\n".join(dict.fromkeys(" ".join(each.split()) for each in synonyms if each.strip()))
    with once("ecosystem.need_once", "code"):
        need = Need.add(code=code, name=name, synonyms=words, parent=parent, sensitive=sensitive)
    wrote("need", need.id, act="ecosystem.add_need")
    return need


def _broad(code: str) -> Need:
    parent = Need.objects.filter(code=code).first()
    if parent is None:
        raise NotFound("need", code)
    if parent.parent_id:
        raise Invalid(Problem("ecosystem.two_levels", "parent_code"))
    return parent


@action("ecosystem.add_remit")
def add_remit(
    *,
    by: Principal,
    actor_id: UUID,
    need_id: UUID,
    place_id: UUID,
    text: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Remit:
    """Says that an actor is there for a kind of need in a place."""
    policies.keeps(by, actor_id).require("actor", actor_id)
    begins = since or clock.today()
    check(end_problems(begins, until) if until else [])
    with once("ecosystem.remit_open", "need_id"):
        remit = Remit.add(
            actor=Actor.of(actor_id),
            need=Need.of(need_id),
            place=Place.of(place_id),
            text=text,
            since=begins,
            until=until,
        )
    wrote("remit", remit.id, act="ecosystem.add_remit")
    return remit


@action("ecosystem.end_remit")
def end_remit(*, by: Principal, remit_id: UUID, until: date | None = None) -> Remit:
    """Says that an actor is no longer there for this."""
    remit = Remit.of(remit_id)
    policies.keeps(by, remit.actor_id).require("remit", remit_id)
    remit.until = end_day(remit, until)
    remit.save(update_fields=["until"])
    wrote("remit", remit_id, act="ecosystem.end_remit")
    return remit
