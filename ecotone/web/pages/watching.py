"""The audit, for those who guard records: who looked at whom, what one worker did, what is worth a question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from ecotone.access import queries as access
from ecotone.access.policies import with_role
from ecotone.access.rules import Role
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people import queries
from ecotone.people.views import OddLooks, Watched
from ecotone.people.words import THEIR_PARTS
from ecotone.people.words_way_in import THEY_KNEW
from ecotone.web import sheets
from ecotone.web.looks import DID, THEIR_WHY, in_role
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.words import say

SHOWN = 100
DAYS = (7, 30, 90, 365)
ODD_DAYS = 30
"""Over how long one may look; and the days within which what somebody did is compared with their other days."""

ABOUT = {**THEIR_PARTS, **THEY_KNEW}
"""What somebody looked at; of a way in that was offered, how they knew that it was she."""

NAMED = 3
"""How many people one line names before it counts the others."""


SORTS = (
    later("Far more people in a day than usual"),
    later("Refused the records of several people"),
    later("Somebody with their own last name, or who names them"),
    later("At night, on Saturdays and Sundays"),
)


@dataclass(frozen=True)
class Line:
    """One entry as a sentence's parts: when, who, in what role, did what, about what or whom, and why."""

    at: datetime
    who: str
    role: str
    did: str
    about: str
    why: str
    code: str
    refused: bool


LINES = (
    Column(later("When"), lambda line: line.at),
    Column(later("Who"), lambda line: line.who),
    Column(later("In what role"), lambda line: line.role),
    Column(later("Did what"), lambda line: line.did),
    Column(later("About"), lambda line: line.about),
    Column(later("Why"), lambda line: line.why),
    Column(later("Page or act"), lambda line: line.code),
)
OF_PERSON, OF_WORKER = Sheet("looks-at-a-person", LINES), Sheet("what-a-worker-did", LINES)


@dataclass(frozen=True)
class Odd:
    """One thing worth a question: of which sort, by whom, how much, and at whom where it is one person."""

    sort: str
    account_id: UUID
    name: str
    words: str
    person_id: UUID | None = None


ODD = Sheet(
    "looks-worth-a-question",
    (
        Column(later("What"), lambda row: row.sort),
        Column(later("Worker"), lambda row: row.name),
        Column(later("How many, when, or whom"), lambda row: row.words),
    ),
)


@page(Access.SIGNED_IN, "web.audit", commitments=[3])
def audit(request: Request) -> HttpResponse:
    """Looks for a person or a worker by name, and shows looks of the last month that are worth a question."""
    by = request.principal
    with_role(by, Role.GUARDIAN).require()
    until = clock.now()
    odd = queries.odd_looks(by, until - timedelta(days=ODD_DAYS), until)
    sorts = _sorted_out(odd)
    if ODD.asked(request):
        return ODD.of_all([row for rows in sorts.values() for row in rows])
    whom, who = (request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("whom", "who"))
    context = {
        "whom": whom,
        "who": who,
        "people": queries.people_to_watch(by, whom) if whom else None,
        "workers": queries.workers_to_watch(by, who) if who else None,
        "sorts": sorts,
        "days": ODD_DAYS,
    }
    return render(request, "web/audit.html", context)


def _sorted_out(odd: OddLooks) -> dict[str, list[Odd]]:
    """What is worth a question, under its heading; a sort of which there is nothing stands there too."""
    many, refused, family, night = (str(each) for each in SORTS)
    name = odd.names.get
    return {
        many: [Odd(many, a, name(a, ""), _people(n) + f", {date_format(day, 'j F Y')}") for a, day, n in odd.days],
        refused: [Odd(refused, a, name(a, ""), _people(n)) for a, n in odd.refused],
        family: [Odd(family, a, name(a, ""), whose, person) for a, person, whose in odd.families],
        night: [
            Odd(night, a, name(a, ""), ngettext("%(n)s time", "%(n)s times", n) % {"n": n}) for a, n in odd.nights
        ],
    }


def _people(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


@page(Access.SIGNED_IN, "web.audit_person", commitments=[3])
def audit_person(request: Request, person_id: UUID) -> HttpResponse:
    """Every look at one person's record, newest first."""
    file = OF_PERSON.asked(request)
    name, looks = queries.looks_at(request.principal, person_id, most=sheets.MOST + 1 if file else SHOWN + 1)
    accounts = access.account_names(look.account_id for look in looks if look.account_id)
    hats = ecosystem.hat_views({look.hat_id for look in looks if look.hat_id})
    lines = [
        Line(
            at=look.at,
            who=_who(look.account_id, look.system, accounts),
            role=in_role(hats.get(look.hat_id) if look.hat_id else None, by_program=look.token_id is not None),
            did=str(DID[look.kind]),
            about=", ".join(str(ABOUT[part]) for part in look.parts if part in ABOUT) or _("the record"),
            why=say(look.reason)
            if look.reason
            else "; ".join(str(THEIR_WHY[basis]) for basis in look.bases if basis in THEIR_WHY),
            code=look.code,
            refused=look.kind == "refusal",
        )
        for look in looks
    ]
    if file:
        return OF_PERSON.of_all(lines)
    shown, first = sheets.cut(lines, SHOWN)
    context = {"title": name, "lines": shown, "first": first, "person_id": person_id}
    return render(request, "web/audit_lines.html", context)


@page(Access.SIGNED_IN, "web.audit_worker", commitments=[3])
def audit_worker(request: Request, account_id: UUID) -> HttpResponse:
    """What one worker did over some days, newest first, and about whom."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else ODD_DAYS
    until, file = clock.now(), OF_WORKER.asked(request)
    most = sheets.MOST + 1 if file else SHOWN + 1
    acts = queries.acts_of(request.principal, account_id, until - timedelta(days=days), until, most=most)
    name = access.account_names([account_id]).get(account_id, _("An account that is not here any more"))
    hats = ecosystem.hat_views({each.act.hat_id for each in acts if each.act.hat_id})
    lines = [
        Line(
            at=each.act.at,
            who=name,
            role=in_role(hats.get(each.act.hat_id) if each.act.hat_id else None, by_program=each.act.by_program),
            did=str(DID[each.act.kind]),
            about=_about(each),
            why=say(each.act.reason) if each.act.reason else "",
            code=each.act.code,
            refused=each.act.kind == "refusal",
        )
        for each in acts
    ]
    if file:
        return OF_WORKER.of_all(lines)
    shown, first = sheets.cut(lines, SHOWN)
    context = {"title": name, "lines": shown, "first": first, "days": days, "choices": DAYS}
    return render(request, "web/audit_lines.html", context)


def _who(account_id: UUID | None, system: str, accounts: dict[UUID, str]) -> str:
    if account_id is not None:
        return accounts.get(account_id, _("An account that is not here any more"))
    return _("Ecotone itself") if system else _("Somebody at a service that is not named here, or by a link")


def _about(watched: Watched) -> str:
    """The first names, and how many others there were."""
    names = [str(name) or _("somebody who is not named here") for _id, name in watched.people[:NAMED]]
    if (more := len(watched.people) - NAMED) > 0:
        names.append(ngettext("%(n)s other", "%(n)s others", more) % {"n": more})
    return ", ".join(names)
