"""After an erasure no page, list, API answer or FHIR resource holds a word of hers, whoever asks; nor any table.

Words are planted in all that the invented place holds of several people, together something of nearly every table.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ecotone.care.models import MeetingLine, Referral
from ecotone.people.models import Person
from ecotone.procedures import erasing
from ecotone.rights import queries
from ecotone.rights.holdings import HOLDINGS
from ecotone.rights.models import Hold
from ecotone.rights.rules.erasing import Ground
from ecotone.web.api.operations import Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.rooms.rights.canaries import WORD, Planted, everything
from tests.web.program import Program
from tests.web.test_api_every_operation import address, asked, known
from tests.web.test_every_page import CALLERS, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
LOOKERS = ("a link worker", "a team's lead", "a guardian of records")
AMONG = {
    *("person", "storyentry", "circletie", "relationship", "referral", "referralmove", "candidate"),
    *(
        "meetingline",
        "linechange",
        "lineoption",
        "answerlink",
        "sentence",
        "outcome",
        "promise",
        "notice",
        "signpost",
    ),
}
"""Tables that those who are chosen have rows in at least; what the rest holds is tried in tests/rooms/rights."""


def chosen() -> list[UUID]:
    """People who together have a row in as many tables as there are: whoever adds the most, then the next."""
    people = list(Person.objects.values_list("id", flat=True))
    held = {id_: {h.kind for h in HOLDINGS if h.rows(queries.whose_record(id_)).exists()} for id_ in people}
    found: list[UUID] = []
    seen: set[str] = set()
    while len(found) < 12:
        best = max(people, key=lambda id_: (len(held[id_] - seen), str(id_)))
        if not held[best] - seen:
            break
        found.append(best)
        seen |= held[best]
    return found


@pytest.fixture
def erased(settings, tmp_path) -> tuple[Planted, list[UUID], dict[str, object]]:
    """What was planted, in whose records, and something for whatever an address takes, from before."""
    settings.DATA = tmp_path
    have = known()
    Hold.objects.all().delete()
    guardian = worlds.wearing(worlds.team("Guardians here"), worlds.Role.GUARDIAN)
    planted, people = Planted(), chosen()
    for person_id in people:
        planted.plant(queries.whose_record(person_id))
    assert len(planted.found(everything())) > 20
    for person_id in people:
        erasing.erase(by=guardian, person_id=person_id, ground=Ground.UNLAWFUL)
    return planted, people, have


def test_no_table_holds_a_word(erased):
    planted, people, _have = erased
    assert planted.found(everything()) == {}
    assert planted.kinds >= AMONG, sorted(AMONG - planted.kinds)
    assert len(planted.kinds) > 25
    assert Person.objects.filter(id__in=people, erased_at=None).count() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the pages are the same on either")
@pytest.mark.parametrize("who", LOOKERS)
def test_no_page_holds_a_word_and_none_breaks(who: str, erased, sign_in: Callable[..., Client]):
    planted, people, have = erased
    client = sign_in(*CALLERS[who])
    told: dict[str, set[str]] = {}
    for name, takes in pages():
        for person_id in people[:2]:
            at = reverse(name, kwargs={key: have[key] for key in takes} | of(person_id, takes))
            answer = client.get(at)
            assert answer.status_code < 500, (name, at)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if words := {*WORD.findall(content.decode("utf-8", "replace"))} & planted.words:
                told[name] = words
    assert told == {}


def of(person_id: UUID, takes: list[str]) -> dict[str, UUID]:
    """What an address takes that was hers."""
    asks = Referral.objects.filter(person_id=person_id)
    lines = MeetingLine.objects.filter(referral__person_id=person_id)
    hers = {"person_id": person_id, "referral_id": asks.values_list("id", flat=True).first()}
    line = lines.values_list("id", "meeting_id").first()
    hers |= {"line_id": line[0], "meeting_id": line[1]} if line else {}
    return {name: value for name, value in hers.items() if name in takes and value}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the answers are the same on either")
def test_no_program_is_told_a_word(erased, settings):
    settings.API_CALLS_A_MINUTE = 1_000_000
    planted, people, have = erased
    program = Program(worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr"))
    told = {}
    for operation in OPERATIONS:
        if isinstance(operation, Read):
            given = address(operation, have) | of(people[0], operation.in_address)
            answer = program.get(operation.id, asked(operation, have), **given)
            assert answer.status_code < 500, operation.id
            if words := {*WORD.findall(answer.content.decode())} & planted.words:
                told[operation.id] = words
    for kind in ("Patient", "RelatedPerson", "ServiceRequest", "Task"):
        answer = program.client.get(f"/fhir/R4/{kind}?_count=200", headers=program.headers({}))
        if words := {*WORD.findall(answer.content.decode())} & planted.words:
            told[kind] = words
    assert told == {}
