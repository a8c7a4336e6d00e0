"""The canary walk: a unique word in every part of every record, and no answer may hold one that the rule denies.

    each person's name, contact, story, circle … ──▶ a word of its own ──▶ every page, list as a file, API call and
    FHIR read, as every role, for one's own people and for others ──▶ the words in the answer ⊆ those the rule allows

What is allowed is asked of the rule itself, part by part, and never of what a page shows.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
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
from ecotone.people.models import (
    Authority,
    CapacityAssessment,
    CarerPermission,
    Encounter,
    Person,
    SharingChoice,
    Stay,
)
from ecotone.rights.models import Correction
from ecotone.web.api.operations import Operation, Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.canaries import WORD, Canaries
from tests.web.program import Program
from tests.web.test_api_every_operation import address, asked, body, caller
from tests.web.test_every_page import CALLERS, FOR_PROGRAMS, pages

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]
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
    "authority_id": Authority,
    "assessment_id": CapacityAssessment,
}
"""What an address may name that is about one person."""
ROLES = {f"somebody elsewhere, {role}": role for role in Role}
PUBLIC = "nobody"
ON_SQLITE = connection.vendor == "sqlite"
STRANGERS = {"a board member", "a team's lead", "a charity's coordinator", PUBLIC}
"""Who know nothing of Jean: they are told no part of her name, and of what she said not the beginning."""
WALKERS = [*CALLERS, PUBLIC, *(ROLES if ON_SQLITE else ())]
"""Who walks: on PostgreSQL those who know somebody, since only their lists are another database's answer."""


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


def varied(takes: list[str], have: dict[str, Any], who: str) -> list[dict[str, Any]]:
    """What an address takes: as it stands in `have`, and about others; whoever it makes a difference to tries all.

    To somebody who knows nobody one record is like another: these share them out, each at every address with one.
    """
    known = {key: have[key] for key in takes}
    every = [known, *(known | {key: other} for key in takes if key in OF_ONE for other in some_of(OF_ONE[key]))]
    if who in ROLES:
        return [every[[*ROLES].index(who) % len(every)]]
    return every if ON_SQLITE else [known]


def asking(client: Client, have: dict[str, Any], who: str) -> Iterator[tuple[str, Any]]:
    """Every page, plainly, and as a file where it offers one; and every door knocked at with an empty form."""
    for name, takes in pages():
        for number, kwargs in enumerate(varied(takes, have, who)):
            at = reverse(name, kwargs=kwargs)
            answer = client.get(at)
            yield f"{name} {kwargs}", answer
            if number == 0:
                if not answer.streaming and b"as=csv" in answer.content:
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
    for what, answer in asking(client, canaries.have, who):
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


def calling(program: Program, have: dict[str, Any], who: str) -> Iterator[tuple[str, Any]]:
    """Every operation, about several people, and every FHIR search; what a write changed is taken back."""
    for operation in OPERATIONS:
        takes = list(operation.in_address)
        for kwargs in varied([key for key in takes if key in have], have, who):
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
    """And whatever is answered is as the document says."""
    by = principal(who)
    denied = canaries.denied(by)
    secrets = canaries.secrets if who in STRANGERS else set()
    program = Program(None) if who == PUBLIC else Program(by)
    seen, leaks, good = set(), {}, set()
    for what, answer in calling(program, canaries.have, who):
        assert answer.status_code < 500, what
        seen |= {*WORD.findall(answer.content)}
        good |= {what.partition(" ")[0]} if answer.status_code < 300 else set()
        told: list[Any] = canaries.told(answer.content, denied)
        if told := told + [each for each in secrets if each in answer.content.decode()]:
            leaks[what] = told
    assert leaks == {}
    assert bool(seen) == sees_somebody(who, by), len(seen)
    assert (not good) if who == PUBLIC else who in ROLES or len(good) > 15, good


GUESSERS = ["a board member", "the person", "somebody elsewhere, worker"]


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("who", GUESSERS if ON_SQLITE else GUESSERS[:1])
def test_what_somebody_has_nothing_to_do_with_is_as_if_it_were_not_there(who: str, canaries: Canaries) -> None:
    """A guess of an id that there is gets the answer of one that there is not: from pages and for programs."""
    by, unlike, told = principal(who), [], 0
    client, program = browser(by), Program(by)

    def call(operation: Operation, **kwargs: Any) -> Any:
        at = address(operation, canaries.have) | kwargs
        if isinstance(operation, Read):
            return program.get(operation.id, asked(operation, canaries.have), **at)
        return program.post(operation.id, body(operation, canaries.have), **at)

    def look(name: str, **kwargs: Any) -> Any:
        return client.get(reverse(name, kwargs=kwargs))

    doors = [(name, takes, partial(look, name)) for name, takes in pages()]
    doors += [(each.id, each.in_address, partial(call, each)) for each in OPERATIONS]
    for name, takes, knock in doors:
        for there, nowhere in guesses(takes, canaries.have, by):
            answer = knock(**there)
            if answer.status_code in (403, 404):
                told += 1
                other = knock(**nowhere)
                if (answer.status_code, plain(answer)) != (other.status_code, plain(other)):
                    unlike.append(f"{name} {there}: {answer.status_code}, {other.status_code}")
    assert told > 50
    assert not unlike, "\n".join(unlike)


def guesses(takes: list[str], have: dict[str, Any], by: Principal) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """An address of a record of somebody else's, and the same with an id that nothing has in its place."""
    known = {key: have[key] for key in takes if key in have}
    for key in (key for key in takes if key in OF_ONE):
        other = some_of(OF_ONE[key])[1]
        if by.person_id is None or getattr(OF_ONE[key].objects.get(pk=other), "person_id", None) != by.person_id:
            yield known | {key: other}, known | {key: UUID(int=404)}


def plain(answer: Any) -> bytes:
    """What is said, without what is another at each request."""
    return re.sub(rb"(csrfmiddlewaretoken|X-CSRFToken).{1,20}\w{64}|[0-9a-f]{8}-[0-9a-f-]{27}", b"", answer.content)


def test_a_leak_would_be_found(canaries: Canaries) -> None:
    by = worlds.wearing(worlds.team("Far away"), Role.WORKER)
    denied = canaries.denied(by)
    assert denied == {*canaries.of} and canaries.guarded
    assert not {*WORD.findall(b"zq7x zq0000017xqz")}
    jean = Person.objects.get(name__startswith="Jean Rafferty")
    assert canaries.told(f"<td>{jean.name}</td>".encode(), denied) == [(str(jean.id), "identity")]
    assert settled().is_demo
