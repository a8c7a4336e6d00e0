"""What she takes back is gone from every door at once: pages, files, searches, the API, FHIR, what a browser kept.

    every door, walked ──▶ those that told what will be closed, each with its ETag ──▶ she takes it back
        ──▶ the same doors, asked again with what was kept of them ──▶ none tells a word of it, nor says "as before"

What is closed then is asked of the rule itself, part by part.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.people import actions, policies
from ecotone.people.models import CarerPermission, LegalDuty, Person
from ecotone.people.rules import Effect, Part
from ecotone.web.api.operations import Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.canaries import WORD, Canaries
from tests.web.program import ROOT, Program
from tests.web.test_api_every_operation import address, asked, known
from tests.web.test_canaries import FHIR
from tests.web.test_every_page import FOR_PROGRAMS, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented", "unhurried"), pytest.mark.commitment(3)]
Act = Callable[[Principal], object]


@pytest.fixture
def unhurried(settings) -> None:
    settings.API_CALLS_A_MINUTE = settings.API_UNKNOWN_CALLS_A_MINUTE = 1_000_000


@pytest.fixture
def canaries(invented) -> Canaries:
    planted = Canaries(known(), set())
    planted.plant()
    return planted


@dataclass(frozen=True)
class Kept:
    """What a reader kept of a door: where, how it is asked, and by what mark."""

    at: str
    query: dict[str, str]
    headers: dict[str, str]
    etag: str


def doors(have: dict[str, Any], program: Program | None) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Every page, plainly and as a file; a search; every read of the API; every FHIR search."""
    for name, takes in pages():
        if name not in FOR_PROGRAMS:
            at = reverse(name, kwargs={key: have[key] for key in takes})
            yield from ((at, query, {}) for query in ({}, {"as": "csv"}))
    yield from ((reverse(name), {"q": "zq"}, {}) for name in ("my_people", "team_list", "news"))
    if program is None:
        return
    token = program.headers({})
    for operation in OPERATIONS:
        if isinstance(operation, Read):
            yield ROOT + operation.path.format(**address(operation, have)), asked(operation, have), token
    for kind in FHIR:
        for query in ({}, {"_count": "200"}, {"name": "zq"}, {"_include": "*"}, {"_revinclude": "*"}):
            yield f"/fhir/R4/{kind}", query, token
    yield f"/fhir/R4/Patient/{have['person_id']}", {}, token


def answered(client: Client, door: Kept) -> tuple[int, bytes, str]:
    kept = {"If-None-Match": door.etag} if door.etag else {}
    answer = client.get(door.at, door.query, headers={**door.headers, **kept})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content, answer.headers.get("ETag", "")


def refuse(me: Principal) -> None:
    actions.choose_sharing(by=me, person_id=me.own_id, effect=Effect.REFUSAL)


def refuse_a_part(me: Principal) -> None:
    actions.choose_sharing(by=me, person_id=me.own_id, effect=Effect.REFUSAL, part=Part.MATTERS)


def stop_acting(me: Principal) -> None:
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle")
    actions.end_permission(by=me, permission_id=row.id)


def end_the_law(_me: Principal) -> None:
    guardian = worlds.wearing_of_the_cast("Fiona Lochhead", Role.GUARDIAN)
    actions.end_duty(by=guardian, duty_id=LegalDuty.objects.get().id, version=1, reason="Over")


CASES: dict[str, tuple[str, Act, bool]] = {
    "everything refused to everyone": ("Marcus Adeyemi-Kerr", refuse, True),
    "one part refused": ("Marcus Adeyemi-Kerr", refuse_a_part, True),
    "a permission ended": ("Anne-Marie Boyle", stop_acting, True),
    "a legal duty ended": ("Ciara Gallacher", end_the_law, False),
}
"""Who reads, what is taken back, and whether a program of theirs reads it too."""


def reader(name: str) -> Principal:
    if name == "Anne-Marie Boyle":
        row = CarerPermission.objects.select_related("account").get(account__name=name)
        found = worlds.queries.carer_principal(row.account_id, name, row.id)
        assert found is not None
        return found
    return worlds.wearing_of_the_cast(name)


@pytest.mark.parametrize("case", CASES)
def test_what_was_taken_back_is_told_by_no_door_nor_from_what_was_kept(
    case: str, canaries: Canaries, sign_in: Callable[..., Client]
) -> None:
    name, take_back, by_program = CASES[case]
    jean = Person.objects.get(name__startswith="Jean Rafferty")
    me = worlds.herself(jean)
    client, by = sign_in(name), reader(name)
    open_before = hers(canaries, by, jean.id)
    program = Program(by) if by_program else None
    kept = []
    for at, query, headers in doors(canaries.have, program):
        _status, content, etag = answered(client, Kept(at, query, headers, ""))
        if {*WORD.findall(content)} & open_before:
            kept.append(Kept(at, query, headers, etag))
    take_back(me)
    closed = open_before - hers(canaries, by, jean.id)
    assert closed and len(kept) > 3
    assert not by_program or any(each.at.startswith("/fhir") for each in kept)
    assert not by_program or any(each.etag for each in kept)
    told = []
    for door in kept:
        status, content, _etag = answered(client, door)
        if {*WORD.findall(content)} & closed or (status == 304 and case != "one part refused"):
            told.append((door.at, door.query, status))
    assert told == []


def hers(canaries: Canaries, by: Principal, person_id: UUID) -> set[bytes]:
    """The words planted in her record that the rule lets this reader see now."""
    on = policies.verdicts(by, [person_id])[person_id]
    return {word for word, (of, part) in canaries.of.items() if of == person_id and on[part].allowed}
