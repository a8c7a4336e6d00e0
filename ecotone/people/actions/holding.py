"""Writes to what who holds an authority wishes to open in her place: passed on, then signed with staff, or declined.

    holder passes on ──always──▶ waiting, with the teams that help her ──staff sign it──▶ a grant, signed in her place
                                                                     └──staff decline, with why
The holder learns that it was passed on, and of a grant that stands as any reader does. Whether somebody may be
pressing her, and what she refused herself, is asked when staff sign, and not before.
"""

from datetime import datetime
from uuid import UUID

from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Purpose
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Problem, check
from ecotone.people import policies
from ecotone.people.actions.pressing import answered, passed_on_once
from ecotone.people.actions.sharing import choose_sharing
from ecotone.people.models import CarerWish, Person
from ecotone.people.rules import Effect, Part, after_death
from ecotone.people.rules.changes import wish, wish_problems
from ecotone.people.rules.signing import WishState


@action("people.pass_on_grant")
def pass_on_grant(
    *,
    by: Principal,
    person_id: UUID,
    authority_id: UUID,
    part: Part,
    text: str,
    actor_id: UUID | None = None,
    sector: str = "",
    purpose: Purpose | None = None,
    until: datetime | None = None,
) -> CarerWish:
    """Passes on what who holds this authority wishes to open. The same, sent twice within a day, waits once, whatever
    came of it meanwhile.

    Raises Invalid naming every fault, also where no team helps her now: then nobody is there to sign it with them.
    """
    said, latest = policies.may_pass_on_grant(by, person_id, part, authority_id)
    said.require("person", person_id)
    wished = wish(Effect.GRANT, clock.now(), until, actor_id=actor_id, sector=sector, part=part, purpose=purpose)
    helping = policies.helping_teams(person_id)
    nobody = [] if helping else [Problem("people.nobody_to_ask")]
    gone = after_death(Person.of(person_id).died_on)
    check([*required(text=text), *wish_problems(wished), *gone, *nobody])
    given = {
        "person_id": person_id,
        "text": text.strip(),
        "authority_id": authority_id,
        "part": part,
        "actor_id": Actor.of(actor_id).id if actor_id else None,
        "sector": sector,
        "purpose": wished.purpose,
        "until": min((day for day in (until, latest) if day), default=None),
    }
    return passed_on_once(by, helping, "people.pass_on_grant", **given)


@action("people.sign_wish")
def sign_wish(*, by: Principal, wish_id: UUID, version: int) -> CarerWish:
    """Staff sign with who holds the authority what they passed on: the grant is made by it, if it may be made today.

    It is refused as `people.choose_sharing` refuses it: while she may be pressed, where the authority does not sign,
    where she refused just that herself, where staff do not see the part. Raises Refused, Invalid, Stale.
    """
    row = _to_sign(by, wish_id)
    made = choose_sharing(
        by=by,
        person_id=row.person_id,
        effect=Effect.GRANT,
        actor_id=row.actor_id,
        sector=row.sector,
        part=Part(row.part),
        purpose=Purpose(row.purpose),
        until=row.until,
        authority_id=row.authority_id,
    )
    return answered(by, row, version, "people.sign_wish", state=WishState.SIGNED, choice_id=made.id)


@action("people.decline_wish")
def decline_wish(*, by: Principal, wish_id: UUID, version: int, said: str) -> CarerWish:
    """Staff do not sign it, with why: staff alone read that. Raises Invalid, Stale."""
    row = _to_sign(by, wish_id)
    check(required(said=said))
    return answered(by, row, version, "people.decline_wish", state=WishState.DECLINED, said=said)


def _to_sign(by: Principal, wish_id: UUID) -> CarerWish:
    """One that waits to be signed, for staff who help her and did not pass it on themselves."""
    row = CarerWish.of(wish_id)
    policies.may_answer_wish(by, row).require("person", row.person_id)
    check([] if row.state == WishState.WAITING else [Problem("people.answered_already")])
    check([] if row.authority_id else [Problem("people.is_to_ask")])
    return row
