"""The canary walk: a unique word in every part of every record, and no answer may hold one that the rule denies.

    each person's name, contact, story, circle … ──▶ a word of its own ──▶ every page, list as a file, API call and
    FHIR read, as every role, for one's own people and for others ──▶ the words in the answer ⊆ those the rule allows

What is allowed is asked of the rule itself, part by part, and never of what a page shows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.queries import settled
from ecotone.access.rules import Role
from ecotone.care.models import (
    Friction,
    JointAction,
    JointWork,
    MeetingLine,
    Outcome,
    Question,
    Referral,
    Signpost,
    StatedNeed,
    UnmetNeed,
)
from ecotone.people import policies
from ecotone.people.models import CarerPermission, CircleTie, Encounter, Person, SharingChoice, Stay, StoryEntry
from ecotone.people.rules import Part
from ecotone.rights.models import Correction
from ecotone.web.api.operations import Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.program import Program
from tests.web.test_api_every_operation import address, asked, body, caller, known
from tests.web.test_every_page import CALLERS, FOR_PROGRAMS, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
WORD = re.compile(rb"zq[0-9]{6}xqz")
"""Long enough that no random sign in a page is taken for one."""

PLANTED: tuple[tuple[type[models.Model], str, Part | None], ...] = (
    (Person, "name", Part.IDENTITY),
    (Person, "known_as", Part.IDENTITY),
    (Person, "contact_how", Part.CONTACT),
    (Person, "contact_detail", Part.CONTACT),
    (Person, "contact_warning", Part.CONTACT),
    (StoryEntry, "text", None),
    (CircleTie, "name", Part.CIRCLE),
    (CircleTie, "relation", Part.CIRCLE),
    (Encounter, "note", Part.ENCOUNTERS),
)
"""Where words are planted, and the part of the record each belongs to; a story entry's is its own section."""
OF_ONE = {
    "person_id": Person,
    "referral_id": Referral,
    "outcome_id": Outcome,
    "choice_id": SharingChoice,
    "question_id": Question,
    "encounter_id": Encounter,
    "stay_id": Stay,
    "stated_id": StatedNeed,
    "unmet_id": UnmetNeed,
    "friction_id": Friction,
    "permission_id": CarerPermission,
    "signpost_id": Signpost,
    "work_id": JointWork,
    "task_id": JointAction,
    "line_id": MeetingLine,
    "correction_id": Correction,
}
"""What an address may name that is about one person."""
ROLES = {f"somebody elsewhere, {role}": role for role in Role}
PUBLIC = "nobody"
WALKERS = [*CALLERS, PUBLIC, *(ROLES if connection.vendor == "sqlite" else ())]
"""Who walks: on PostgreSQL those who know somebody, since only their lists are another database's answer."""


@dataclass
class Canaries:
    """Each planted word, and of whom it tells which part; `have` is something for whatever an address takes."""

    have: dict[str, Any]
    of: dict[bytes, tuple[UUID, Part]] = field(default_factory=dict)
    names: set[bytes] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)

    def plant(self) -> None:
        acting = {*CarerPermission.objects.values_list("tie_id", flat=True)}
        for model, name, part in PLANTED:
            for row in model._default_manager.order_by("pk"):
                whose = row if isinstance(row, Person) else row.person
                word = f"zq{next(self.numbers):06}xqz"
                self.of[word.encode()] = whose.pk, part or Part(row.section)
                if (model, name) == (Person, "name") or (name == "name" and row.pk in acting):
                    self.names.add(word.encode())
                model._default_manager.filter(pk=row.pk).update(**{name: f"{getattr(row, name)[:150]} {word}"})

    def denied(self, by: Principal) -> set[bytes]:
        """The words that the rule keeps from this caller. Who guards records reads names as well: hers, and whose
        permission to act for her they may have to stop."""
        people = {person for person, _ in self.of.values()}
        on = policies.verdicts(by, people)
        words = {word for word, (person, part) in self.of.items() if not on[person][part].allowed}
        return words - self.names if by.role is Role.GUARDIAN else words

    def told(self, content: bytes, denied: set[bytes]) -> list[tuple[str, str]]:
        """Of whom an answer tells which part though it must not."""
        return sorted((str(self.of[word][0]), str(self.of[word][1])) for word in {*WORD.findall(content)} & denied)


@pytest.fixture
def canaries(invented) -> Canaries:
    planted = Canaries(known())
    planted.plant()
    assert len(planted.of) > 500
    return planted


def principal(who: str) -> Principal:
    if who == PUBLIC:
        return Principal.nobody()
    return worlds.wearing(worlds.team("Far away"), ROLES[who]) if who in ROLES else caller(*CALLERS[who])


def sees_somebody(who: str, by: Principal) -> bool:
    return by.role is Role.GUARDIAN or (who in CALLERS and who != "a board member")


def browser(by: Principal) -> Client:
    client = Client(raise_request_exception=True)
    if by.account_id:
        worlds.enter(client, Account.objects.get(pk=by.account_id))
    return client


def some_of(model: type[models.Model]) -> list[Any]:
    """One in the middle and the last: of people whom this caller may know, and of others."""
    ids = [*model._default_manager.order_by("pk").values_list("pk", flat=True)]
    return [ids[len(ids) // 2], ids[-1]]


def varied(takes: list[str], have: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What an address takes: as it stands in `have`, then about others in turn."""
    yield {key: have[key] for key in takes}
    for key in takes:
        for other in some_of(OF_ONE[key]) if key in OF_ONE else ():
            yield {name: have[name] for name in takes} | {key: other}


def asking(client: Client, have: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every page, plainly and as a file, with something looked for; and every door knocked at with an empty form."""
    for name, takes in pages():
        for kwargs in varied(takes, have):
            at = reverse(name, kwargs=kwargs)
            yield f"{name} {kwargs}", client.get(at)
            if not takes or kwargs == {key: have[key] for key in takes}:
                yield f"{name} as a file", client.get(at, {"as": "csv", "q": "zq0000", "which": "ended"})
                if name not in FOR_PROGRAMS:
                    with transaction.atomic():
                        yield f"{name} sent empty", client.post(at, {})
                        transaction.set_rollback(True)


@pytest.mark.parametrize("who", WALKERS)
def test_no_page_tells_what_the_rule_denies(who: str, canaries: Canaries, sign_in: Callable[..., Client]) -> None:
    by = principal(who)
    denied = canaries.denied(by)
    client = sign_in(*CALLERS[who]) if who in CALLERS else browser(by)
    seen, leaks = set(), {}
    for what, answer in asking(client, canaries.have):
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen |= {*WORD.findall(content)}
        if told := canaries.told(content, denied):
            leaks[what] = told
    assert leaks == {}
    assert bool(seen) == sees_somebody(who, by), len(seen)


@pytest.fixture
def unhurried(settings) -> None:
    settings.API_CALLS_A_MINUTE = settings.API_UNKNOWN_CALLS_A_MINUTE = 1_000_000


FHIR = ("Patient", "RelatedPerson", "ServiceRequest", "Task", "PractitionerRole", "Organization", "Location")


def calling(program: Program, have: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every operation, about several people, and every FHIR search; what a write changed is taken back."""
    for operation in OPERATIONS:
        takes = list(operation.in_address)
        for kwargs in varied([key for key in takes if key in have], have):
            given = address(operation, have) | kwargs
            if isinstance(operation, Read):
                yield f"{operation.id} {kwargs}", program.get(operation.id, asked(operation, have), **given)
                continue
            with transaction.atomic():
                yield f"{operation.id} {kwargs}", program.post(operation.id, body(operation, have), **given)
                transaction.set_rollback(True)
    for kind in FHIR:
        for query in ("", "?_count=200", "?name=zq", "?_include=*", "?_revinclude=*"):
            yield f"FHIR {kind}{query}", program.client.get(f"/fhir/R4/{kind}{query}", headers=program.headers({}))
    for person in some_of(Person):
        yield "FHIR Patient", program.client.get(f"/fhir/R4/Patient/{person}", headers=program.headers({}))


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("who", WALKERS)
def test_no_program_is_told_what_the_rule_denies(who: str, canaries: Canaries) -> None:
    by = principal(who)
    denied = canaries.denied(by)
    program = Program(None) if who == PUBLIC else Program(by)
    seen, leaks = set(), {}
    for what, answer in calling(program, canaries.have):
        seen |= {*WORD.findall(answer.content)}
        if told := canaries.told(answer.content, denied):
            leaks[what] = told
    assert leaks == {}
    assert bool(seen) == sees_somebody(who, by), len(seen)


def test_a_leak_would_be_found(canaries: Canaries) -> None:
    by = worlds.wearing(worlds.team("Far away"), Role.WORKER)
    denied = canaries.denied(by)
    assert denied == {*canaries.of}
    assert not {*WORD.findall(b"zq7x zq0000017xqz")}
    jean = Person.objects.get(name__startswith="Jean Rafferty")
    assert canaries.told(f"<td>{jean.name}</td>".encode(), denied) == [(str(jean.id), "identity")]
    assert settled().is_demo
