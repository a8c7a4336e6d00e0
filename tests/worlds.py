"""Builds small worlds of people and care for tests, through the actions alone, on the ecosystem's own builders."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import Account, AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.adapters import files, running
from ecotone.adapters.actions import receive
from ecotone.adapters.models import ImportRun
from ecotone.adapters.rules import Format
from ecotone.care import actions as care
from ecotone.care.machine import BY_CODE, MOVES, Field, Kind, Party, State, Whom
from ecotone.care.models import Referral
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor, Hat, Need, Place
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.notices import actions as notices
from ecotone.notices.models import Mail
from ecotone.people import actions as people
from ecotone.people import policies, queries
from ecotone.people.models import (
    AccessRequest,
    AccountTakenOff,
    Authority,
    CapacityAssessment,
    CarerPermission,
    CarerWish,
    EmergencyAccess,
    LegalDuty,
    OwnWayIn,
    Person,
    StoryEntry,
)
from ecotone.people.rules import SHAREABLE, DutyKind, EmergencyReason, Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.rights import actions as rights
from ecotone.rights.models import Correction, Hold
from ecotone.rights.rules.erasing import HoldWhy
from ecotone.web import staying
from ecotone.web.principals import PROVED
from tests.rooms.ecosystem.world import SYSTEM, account, actor, need, place, team, undone, wearing

__all__ = ["SYSTEM", "account", "actor", "need", "place", "team", "undone", "wearing"]
"""The ecosystem's builders, handed on."""

NOBODY = Principal.nobody()
UNKNOWN = UUID(int=404)
"""An id that nothing has."""


def enter(client: Client, account: Account) -> None:
    """Signs somebody in, with a second step where the hat asks for one."""
    client.force_login(account)
    session = client.session
    session[PROVED] = staying.BY_CODE
    session.save()


def enter_browser(context: Any, account: Account, at: str) -> None:
    """The same in a real browser, on the site of that address."""
    client = Client()
    enter(client, account)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": at}])


def later(**time: float) -> AbstractContextManager[None]:
    """The same world some time on: `with later(days=3): …`"""
    return clock.at(clock.now() + timedelta(**time))


def person(
    name: str = "Jean Rafferty", *, by: Principal = SYSTEM, home: Place | None = None, **fields: Any
) -> Person:
    """Somebody with a record; taken in by a worker, the worker's team helps her from then on."""
    return people.add_person(by=by, name=name, home_id=home.id if home else None, **fields)


def taken_in(
    by: Principal, *, parts: Iterable[Part] = SHAREABLE, name: str = "Jean Rafferty", **fields: Any
) -> Person:
    """Somebody whom the worker's team helps, with these parts of her record shared."""
    return person(name, by=by, parts=tuple(parts), **fields)


def herself(of: Person) -> Principal:
    """The person, signed in with an account of her own."""
    of = Person.of(of.id)
    if of.account_id is None:
        of = people.link_account(by=SYSTEM, person_id=of.id, account_id=account(of.name).id)
    principal = queries.principal_for(of.account_id)
    assert principal is not None
    return principal


def service(provider: Actor, name: str = "A service", **fields: Any) -> Service:
    return directory.list_service(by=SYSTEM, provider_id=provider.id, name=name, **{"attending": ("home",), **fields})


def ask(by: Principal, who: Person, of: Actor | Service, *, days: int = 14, **draft: Any) -> Referral:
    """A referral offered: to a team or to a listed service, to be answered within so many days."""
    whom = {"service_id": of.id} if isinstance(of, Service) else {"target_id": of.id}
    return care.offer_referral(
        by=by,
        person_id=who.id,
        reply_by=clock.today() + timedelta(days=days),
        **{"why": "She has nobody to talk to", **whom, **draft},
    )


def can_help(provider: Actor, need: Need, **fields: Any) -> Service:
    """A service with room for that kind of need, for people from anywhere."""
    return service(provider, **{"need_codes": [need.code], "capacity_word": "has_capacity", **fields})


def ask_openly(by: Principal, who: Person, need: Need, *, where: Place, days: int = 14, **draft: Any) -> Referral:
    """An ask of whoever can help."""
    return care.offer_openly(
        by=by,
        person_id=who.id,
        need_id=need.id,
        place_id=where.id,
        reply_by=clock.today() + timedelta(days=days),
        **{"why": "She has nobody to talk to", **draft},
    )


def claimed(referral: Referral, by: Principal, of: Service) -> Referral:
    return care.claim(by=by, referral_id=referral.id, service_id=of.id, recorded=whole("claim"))


def whole(code: str, **given: Any) -> dict[str, Any]:
    """All that a move records, filled with something plain; `given` in its place where it is told."""
    return {field.name: _plain(field) for field in BY_CODE[code].fields if field.required} | given


def _plain(field: Field) -> Any:
    if field.choices:
        return next(iter(field.choices))
    today = clock.today()
    return {
        Kind.LINE: "Moira Kerr",
        Kind.WORDS: "as things are",
        Kind.DAY: today,
        Kind.COMING_DAY: today + timedelta(days=7),
        Kind.PAST_DAY: today,
        Kind.YES_NO: True,
        Kind.NUMBER: 2,
    }[field.kind]


def moved(referral: Referral, by: Principal, code: str, **given: Any) -> Referral:
    """One move, from the version as it stands, with everything recorded that must be."""
    return care.move(
        by=by,
        referral_id=referral.id,
        version=Referral.of(referral.id).version,
        code=code,
        recorded=whole(code, **given),
    )


@cache
def way_to(state: State) -> tuple[tuple[str, Party], ...]:
    """The shortest way from a draft to one service or team to a state: moves, each with who may make it."""
    ways: dict[State, tuple[tuple[str, Party], ...]] = {State.DRAFT: ()}
    waiting = deque([State.DRAFT])
    while state not in ways:
        before = waiting.popleft()
        for move in MOVES:
            if move.code == "complete_onward" or move.whom is Whom.ANY:
                continue
            if before in move.sources and move.target not in ways:
                ways[move.target] = (*ways[before], (move.code, min(move.by, key=list(Party).index)))
                waiting.append(move.target)
    return ways[state]


def brought_to(state: State, referral: Referral, parties: Mapping[Party, Principal]) -> Referral:
    """Takes a draft to a state by the shortest way, each step by whose it is; the clock's by Ecotone itself."""
    for code, party in way_to(state):
        referral = moved(referral, SYSTEM if party is Party.CLOCK else parties[party], code)
    return referral


def stranger(role: Role = Role.WORKER) -> Principal:
    """Somebody in a hat of some team that has nothing to do with anything."""
    return wearing(team("Far away"), role)


def draft(by: Principal, who: Person, target: Actor, **fields: Any) -> Referral:
    return care.draft_referral(by=by, person_id=who.id, **{"why": "She asked", "target_id": target.id, **fields})


def some_mail(**given: str) -> Mail:
    """A mail that waits in the outbox."""
    words = {"key": "a mail", "to": "someone@example.org", "subject": "A mail", "body": "Hello."}
    return notices.queue_mail(by=SYSTEM, **words | given)


SOME_LIST = b"Group,Tel,When,Shoe size\nTea and tunes,1236555000.0,Mon 10am-12,5\n,01236 555001,Tue 2-4,6\n"


def some_list(group: Actor) -> ImportRun:
    """A group's own list that was sent and read, with a row that is refused."""
    file_hash, size = files.keep([SOME_LIST], "what-we-do.csv")
    run = receive(
        by=SYSTEM,
        format=Format.SPREADSHEET,
        file_name="what-we-do.csv",
        file_hash=file_hash,
        file_size=size,
        actor_id=group.id,
    )
    running.read_at_once(run.id)
    return run


def wearing_of_the_cast(name: str, role: Role | None = None) -> Principal:
    """One of the demo's cast in the first hat, or the first of that role."""
    account = Account.objects.filter(name=name).order_by("created_at")[0]
    hats = Hat.objects.filter(account=account, **{"role": role} if role else {})
    hat = hats.order_by("created_at", "id")[0]
    principal = ecosystem.principal_for(account.id, account.name, hat.id)
    assert principal is not None
    return principal


def some_emergency(by: Principal) -> EmergencyAccess:
    """The record of somebody whom the caller's team does not help, opened by the caller in an emergency."""
    return people.break_glass(
        by=by,
        person_id=policies.strangers(by).order_by("id")[0].id,
        reason=EmergencyReason.DANGER_TO_LIFE,
        text="Found on the stairs and cannot speak.",
        tell=False,
        why_not_told="A relative reads the post.",
    )


def some_duty() -> LegalDuty:
    """In the demo: a law lets the discharge team read of Jean; a guardian of records wrote it down. Of somebody else,
    where she has died."""
    jean = Person.objects.get(name__startswith="Jean Rafferty")
    who = jean if jean.died_on is None else Person.objects.filter(died_on=None).order_by("id")[0]
    if there := LegalDuty.objects.filter(person=who, ended_at=None).first():
        return there
    return people.record_duty(
        by=wearing_of_the_cast("Fiona Lochhead", Role.GUARDIAN),
        person_id=who.id,
        actor_id=wearing_of_the_cast("Ciara Gallacher").team_id,
        kind=DutyKind.ADULT_PROTECTION,
        parts=[Part.HARMS, Part.ENCOUNTERS],
        reference="Case 14/26, asked for by the council officer on 2 March",
        until=later_than_now(days=30),
    )


def living(her: Person) -> Person:
    """She, or somebody else where she has died: nothing new begins for the dead."""
    return Person.objects.filter(died_on=None).order_by("id")[0] if Person.of(her.id).died_on else her


def some_authority(her: Person) -> Authority:
    """That somebody around her holds a power of attorney over her, which opens nothing while she decides herself."""
    if there := Authority.objects.filter(person=her).first():
        return there
    her = living(her)
    tie = people.add_to_circle(by=SYSTEM, person_id=her.id, kind="family", name="Somebody with a power")
    return people.record_authority(
        by=SYSTEM,
        person_id=her.id,
        tie_id=tie.id,
        kind=AuthorityKind.ATTORNEY,
        covers=[*Matter],
        number="OPG 14/26",
        powers="All welfare decisions",
        seen_on=clock.today(),
        since=clock.today(),
    )


def some_assessment(her: Person) -> CapacityAssessment:
    """That she can decide whether she is helped."""
    if there := CapacityAssessment.objects.filter(person=her).first():
        return there
    her = living(her)
    return people.record_assessment(
        by=SYSTEM,
        person_id=her.id,
        matter=Matter.HELP,
        able=True,
        assessed_by="Dr Baird, GP",
        how="We spoke twice, with pictures",
        on=clock.today(),
        again_on=clock.today() + timedelta(days=90),
    )


def some_wish(permission: CarerPermission) -> CarerWish:
    """Something that whoever holds this permission asked for, and that waits for the person to be asked."""
    given = {"person_id": permission.person_id, "permission": permission}
    row = CarerWish.objects.filter(**given, state="waiting").first()
    return row or CarerWish.add(**given, about="Kettle On", text="Company, on Thursdays")


def some_signing_by(permission: CarerPermission) -> None:
    """Whoever holds this permission holds an authority too, and signed a refusal; there is one of which she was not
    told."""
    today, hers = clock.today(), {"by": SYSTEM, "person_id": permission.person_id}
    looked = {"able": False, "assessed_by": "Dr Baird, GP", "how": "Twice", "on": today}
    looked |= {"again_on": today + timedelta(days=90)}
    paper = {"kind": AuthorityKind.GUARDIAN, "covers": [*Matter], "number": "GO 7", "powers": "All of it"}
    paper |= {"tie_id": permission.tie_id, "seen_on": today, "since": today}
    people.record_assessment(**hers, **looked, matter=Matter.SHARING)
    power = people.record_authority(**hers, **paper, permission_id=permission.id)
    given = {"by": queries.carer_principal(permission.account_id, "", permission.id), "authority_id": power.id}
    given |= {"person_id": permission.person_id, "part": Part.MATTERS, "sector": "council"}
    people.choose_sharing(**given, effect="refusal")
    people.pass_on_grant(**given, text="She liked them")
    unsafe = {"tell": False, "why_not_told": "Somebody reads with her"}
    people.record_assessment(**hers, **looked, matter=Matter.ACTING, **unsafe)
    people.record_authority(**hers, **paper | {"kind": AuthorityKind.INTERVENTION}, **unsafe)


def some_grant_passed_on(her: Person) -> CarerWish:
    """What who holds an authority over her wishes to allow, and that waits to be signed."""
    given = {"person": her, "permission": CarerPermission.objects.filter(person=her, state="active")[0]}
    there = CarerWish.objects.filter(**given, authority__isnull=False, state="waiting").first()
    what = {"authority": some_authority(her), "part": Part.MATTERS, "sector": "third", "purpose": "care"}
    return there or CarerWish.add(**given, **what, text="She liked them")


def offered_way_in(by: Principal, of: Person, address: str = "", **given: Any) -> tuple[str, str]:
    """A way in that the worker offers her: what stands in its mailed link, and the code that is given by hand."""
    to = address or f"{of.id}@example.org"
    made = people.offer_own_way_in(by=by, person_id=of.id, address=to, **{"knew": "in_person"} | given)
    return way_in_mailed(made.way_in_id), made.code


def some_way_in(of: Person) -> OwnWayIn:
    """That a way in was offered her and used, and that her account was taken off before for her safety."""
    AccountTakenOff.add(person=of, by_her=False, reason="It was not she who signed in")
    said = {"address": "hers@example.org", "knew": "other_way", "knew_how": "Rang the practice", "ended": "used"}
    hashes = {"link_hash": f"{of.id}", "code_hash": "0"}
    return OwnWayIn.add(person=of, until=clock.now(), ended_at=clock.now(), **said, **hashes)


def way_in_mailed(way_in_id: UUID) -> str:
    """What stands in the link of that mail, as whoever reads the mailbox has it."""
    return Mail.objects.get(key=f"way-in:{way_in_id}").body.split("/way-in/")[1].split("/")[0]


def without_account(by: Principal) -> Person:
    """Somebody of age whom the caller's team helps, and who does not sign in."""
    helped = Person.objects.filter(relationships__actor=by.team_id, relationships__until=None, died_on=None)
    return helped.filter(account=None, birth_date__lt="2000-01-01").order_by("id")[0]


def later_than_now(**time: float) -> datetime:
    return clock.now() + timedelta(**time)


def some_request(by: Principal) -> AccessRequest:
    """A wish of the caller's team to know somebody whom it does not help."""
    who = policies.strangers(by).order_by("id")[1].id
    return people.ask_for_access(by=by, person_id=who, why="We were called to the door.")


def some_correction(of: Person) -> Correction:
    """That an entry of her story which a team wrote is wrong, as she says; in words alone where she has died."""
    entry = StoryEntry.objects.filter(person=of, author_actor_id__isnull=False).order_by("id").first()
    lives = Person.of(of.id).died_on is None
    given = {"subject_kind": "storyentry", "subject_id": entry.id} if entry and lives else {}
    by = herself(of) if lives else SYSTEM
    return rights.ask_correction(by=by, person_id=of.id, wrong="I never said this.", **given)


def some_hold(of: Person) -> Hold:
    """What holds every erasure of somebody's record up."""
    guardian = wearing(team("Guardians of records"), Role.GUARDIAN)
    given = {"kind": HoldWhy.CLAIMS, "why": "A claim is under way.", "review_on": clock.today() + timedelta(days=90)}
    return rights.hold(by=guardian, person_id=of.id, **given)


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """All that people and care hold: two of these are equal when nothing was written there in between."""
    tables = [model for room in ("people", "care") for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: sorted(model._default_manager.values_list(), key=repr) for model in tables}


def refused(*acts: Callable[[], object]) -> str:
    """The reasons of the noes that these acts get, having made sure that they wrote those down and nothing else."""
    before, entries, reasons = kept(), AuditEntry.objects.count(), []
    for act in acts:
        with pytest.raises(Refused) as no:
            act()
        reasons.append(no.value.verdict.code)
    assert kept() == before
    newest = AuditEntry.objects.values_list("kind", "reason")[: len(acts)]
    assert AuditEntry.objects.count() == entries + len(acts)
    assert sorted(newest) == sorted(("refusal", reason) for reason in reasons)
    return " ".join(sorted(set(reasons)))


def told(act: Callable[[], object]) -> list[tuple[str, str]]:
    """What is wrong, as (code, field), having made sure that nothing was written, not even into the audit."""
    before, entries = kept(), AuditEntry.objects.count()
    with pytest.raises(Invalid) as wrong:
        act()
    assert kept() == before
    assert AuditEntry.objects.count() == entries
    return [(problem.code, problem.field) for problem in wrong.value.problems]


def refused_reading(read: Callable[[], object]) -> str:
    """The reason of the no that this read gets, having made sure that nothing was shown before it."""
    looks = AuditEntry.objects.filter(kind="look").count()
    with pytest.raises(Refused) as no:
        read()
    assert AuditEntry.objects.filter(kind="look").count() == looks
    return no.value.verdict.code


def cost(read: Callable[[], object]) -> int:
    """How many queries it asks; savepoints, which only tests need, aside."""
    with CaptureQueriesContext(connection) as asked:
        read()
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)
