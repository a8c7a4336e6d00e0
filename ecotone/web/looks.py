"""The audit of one's own record, told in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ecotone.access.principal import Principal
from ecotone.access.queries import Look, account_names
from ecotone.access.rules import Purpose
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.views import HatView
from ecotone.ground.clock import LOCAL
from ecotone.people import queries as people
from ecotone.people.rules import DutyKind
from ecotone.people.words import LAWS, YOUR_PARTS
from ecotone.people.words_way_in import THEY_KNEW
from ecotone.web.words import say

WHY = {
    "self": _("because it is your own record"),
    "carer": _("because you let them act for you"),
    "relationship": _("because their team is helping you"),
    "grant": _("because you said they may"),
    "consent": _("with your consent"),
    "legal_duty": _("because a law required it"),
    "vital_interest": _("in an emergency"),
    "role": _("as part of their role"),
}
THEIR_WHY = {
    **WHY,
    "self": _("because it is their own record"),
    "carer": _("because they were let act for them"),
    "relationship": _("because their team is helping them"),
    "grant": _("because the person said they may"),
    "consent": _("with the person’s consent"),
}
"""The same to whoever guards records: it is not their own."""
BY_ITSELF = {
    "people.link_account": _("so that you can sign in here"),
    "care.move": _("because no answer had come by the day that was set"),
}
"""Why Ecotone did something with nobody asking; keeping the record in order, where nothing else is said."""
TO_YOU = {
    "people.offer_own_way_in": _("to offer you a way to sign in yourself"),
    "people.take_back_own_way_in": _("to take back a way to sign in that was offered to you"),
    "people.use_own_way_in": _("so that you can sign in here"),
    "people.open_own_way_in": _("so that you can sign in here"),
    "people.take_off_account": _("to take an account off your record"),
}
"""What some acts were for, where their code says more than the basis does."""
DID = {
    "look": _("looked at"),
    "write": _("wrote something about"),
    "refusal": _("asked to see, and was refused"),
    "export": _("took a copy of"),
    "override": _("opened"),
    "sign_in": _("signed in to"),
}


SEEN = {**YOUR_PARTS, "stub": _("that you are known here")}
"""What was looked at: a part of the record, or no more than that there is one."""


@dataclass(frozen=True)
class Told:
    """What somebody did in one day, as a sentence's parts: who, in what role, did what, to which parts, when, why."""

    who: str
    role: str
    did: str
    parts: tuple[str, ...]
    why: str
    at: datetime
    refused: bool
    mine: bool
    times: tuple[datetime, ...] = ()


def told(
    look: Look,
    names: Mapping[UUID, str],
    hats: Mapping[UUID, Any],
    me: UUID | None,
    groups: Mapping[UUID, str] = MappingProxyType({}),
    laws: Iterable[DutyKind] = (),
) -> Told:
    """Puts an audit entry about a person into words for that person. `groups` are the actors links were mailed to,
    `laws` those by which it was done."""
    hat = hats.get(look.hat_id) if look.hat_id else None
    mine = look.account_id == me and look.hat_id is None and look.link_id is None
    by_link = _("Somebody at %(group)s") % {"group": groups.get(look.actor_id, _("a group"))} if look.actor_id else ""
    account = names.get(look.account_id, "") if look.account_id else _("Ecotone itself")
    who = _("You") if mine else by_link if look.link_id else account
    refused = look.kind == "refusal"
    return Told(
        who=str(who),
        role=in_role(hat, otherwise=_without_hat(look), by_program=look.token_id is not None),
        did=str(DID[look.kind]),
        parts=tuple(str(SEEN[part]) for part in look.parts if part in SEEN) or (str(_("your record")),),
        why=say(look.reason) if refused and look.reason else _why(look, laws),
        at=look.at,
        refused=refused,
        mine=mine,
    )


def in_role(hat: HatView | None, *, otherwise: str = "", by_program: bool) -> str:
    """In what role somebody did it, and whether a program did in their name."""
    role = f"{hat.title}, {hat.actor_name}" if hat else otherwise
    return ", ".join(filter(None, (role, str(_("by a program of theirs")) if by_program else "")))


def _without_hat(look: Look) -> str:
    if look.link_id:
        return str(_("by a link in an e-mail"))
    return str(_("acting for you")) if look.purpose == Purpose.ACTING_FOR else ""


def _why(look: Look, laws: Iterable[DutyKind]) -> str:
    if look.account_id is None and look.link_id is None and look.code not in TO_YOU:
        return str(BY_ITSELF.get(look.code, _("to keep your record in order")))
    if look.kind == "write" and look.code in TO_YOU:
        knew = [str(THEY_KNEW[part]) for part in look.parts if part in THEY_KNEW]
        return ": ".join([str(TO_YOU[look.code]), *knew])
    by_which = ", ".join(str(LAWS[law]) for law in laws)
    why = {**WHY, "legal_duty": f"{WHY['legal_duty']} ({by_which})"} if by_which else WHY
    if look.purpose == Purpose.IMPROVEMENT:
        return str(_("to learn how help could be better, as you allowed"))
    return "; ".join(str(why[basis]) for basis in look.bases if basis in why)


def told_of(by: Principal, *, most: int = 100) -> list[Told]:
    """Every look at the caller's own record, newest first, in words."""
    looks = people.looks(by, most=most)
    names = account_names(look.account_id for look in looks if look.account_id)
    hats = ecosystem.hat_views({look.hat_id for look in looks if look.hat_id})
    groups = ecosystem.actor_names({look.actor_id for look in looks if look.link_id and look.actor_id})
    duties = people.own_duties(by) if any("legal_duty" in look.bases for look in looks) else []
    return [told(look, names, hats, by.account_id, groups, people.laws_of(look, duties)) for look in looks]


def by_day(entries: Iterable[Told]) -> list[Told]:
    """What one person did for one reason on one day as a single entry that keeps every time, newest first."""
    days: dict[tuple[Any, ...], list[Told]] = {}
    for entry in entries:
        day = entry.at.astimezone(LOCAL).date()
        days.setdefault((day, entry.who, entry.role, entry.did, entry.why), []).append(entry)
    return [
        replace(
            same[0],
            parts=tuple(dict.fromkeys(part for entry in same for part in entry.parts)),
            times=tuple(entry.at for entry in same),
        )
        for same in days.values()
    ]
