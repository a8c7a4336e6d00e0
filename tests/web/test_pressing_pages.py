"""What a carer sees is the same whether somebody thinks they may be pressing the person, or not: byte for byte."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.people import actions, queries
from ecotone.people.models import Authority, CarerPermission, CarerWish, Concern, Person, SharingChoice
from ecotone.people.rules import Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.web.api.operations import Read
from ecotone.web.api.table import OPERATIONS
from tests import worlds
from tests.web.program import Program
from tests.web.test_every_page import addresses, samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
SignIn = Callable[..., Client]
CHANGES = re.compile(rb'\b[A-Za-z0-9]{64}\b|name="once" value="[0-9a-f-]{36}"')
"""What differs from one showing of a page to the next: the tokens against forged and doubled forms."""


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def permission() -> CarerPermission:
    return CarerPermission.objects.get(account__name="Anne-Marie Boyle")


@pytest.fixture
def marcus() -> Principal:
    return worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")


def text(answer) -> str:
    return answer.content.decode()


def holding(jean: Person) -> Authority:
    """Her daughter holds a power of attorney over her, and she was assessed unable to decide who sees what."""
    marcus = worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")
    hers = {"by": marcus, "person_id": jean.id}
    given = {"kind": AuthorityKind.ATTORNEY, "covers": [*Matter], "number": "OPG 14/26"}
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle", person=jean)
    today = clock.today()
    looked = {"assessed_by": "Dr Baird, GP", "how": "With pictures", "on": today, "again_on": today + timedelta(90)}
    actions.record_assessment(**hers, matter=Matter.SHARING, able=False, **looked)
    paper = {"tie_id": row.tie_id, "permission_id": row.id, "seen_on": today, "since": today}
    return actions.record_authority(**hers, **given, **paper)


def pages_of(client: Client, at: list[tuple[str, str]]) -> Iterator[tuple[str, int, bytes]]:
    """Every page, as it is shown, as a file where it offers one, and knocked at with an empty form."""
    for name, address in at:
        shown = client.get(address)
        yield name, shown.status_code, whole(shown)
        if shown.status_code == 200:
            for way in (lambda a: client.get(a, {"as": "csv"}), lambda a: client.post(a, {})):
                with worlds.undone():
                    answer = way(address)
                    yield name, answer.status_code, whole(answer)


def changed(one: bytes, other: bytes) -> list[bytes]:
    """The lines of which one has what the other has not."""
    return sorted({*one.splitlines()} ^ {*other.splitlines()})[:4]


def whole(answer) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CHANGES.sub(b"", content)


def reads_of(program: Program, have: dict[str, object]) -> Iterator[tuple[str, int, bytes]]:
    for each in OPERATIONS:
        if isinstance(each, Read):
            address = {key: have.get(key, worlds.UNKNOWN) for key in each.in_address}
            needed = [name for name, field in each.model.model_fields.items() if field.is_required()]
            query = {name: str(have.get(name, "x")) for name in needed}
            at = "/api/v1/" + each.path.format(**address)
            answer = program.client.get(at, query, headers=program.headers({}))
            yield each.id, answer.status_code, answer.content


@pytest.mark.parametrize("holds", [False, True])
def test_the_carers_pages_files_and_programs_are_the_same_with_it_and_without(
    sign_in: SignIn, jean, permission, marcus, holds
):
    """As one who only acts for her, and as one who holds an authority over her."""
    with clock.at(clock.now()):
        if holds:
            holding(jean)
        daughter, at, have = sign_in("Anne-Marie Boyle"), addresses(), samples()
        ann = queries.carer_principal(permission.account_id, "Anne-Marie Boyle", permission.id)
        program = Program(ann)
        walked = []
        for pressed in (False, True):
            with worlds.undone():
                if pressed:
                    actions.raise_concern(by=marcus, permission_id=permission.id, why="She answers for her mother")
                walked.append([*reads_of(program, have), *pages_of(daughter, at)])
    assert any(b"Rafferty" in content for _, _, content in walked[0])
    differ = {
        name: changed(one[1], other[1]) for (name, *one), (_, *other) in zip(*walked, strict=True) if one != other
    }
    assert differ == {}


def test_what_she_asks_for_and_what_became_of_it_look_the_same_too(sign_in: SignIn, jean, permission, marcus):
    daughter, worker = sign_in("Anne-Marie Boyle"), sign_in("Marcus Adeyemi-Kerr")
    shown = {}
    for pressed in (False, True):
        with worlds.undone():
            if pressed:
                actions.raise_concern(by=marcus, permission_id=permission.id, why="She answers for her mother")
            answer = daughter.post(reverse("pass_on"), {"text": "Meals, at noon"}, follow=True)
            assert "Passed on to the person, and to those who help them" in text(answer)
            row = CarerWish.objects.get(text="Meals, at noon")
            page = text(worker.get(reverse("wish", kwargs={"wish_id": row.id})))
            assert ("Ask them alone" in page) == pressed
            given = {"version": 1, "wishes": "no" if pressed else "yes", "alone": "yes", "said": "kept words"}
            if pressed:
                there = reverse("wish", kwargs={"wish_id": row.id})
                assert "Ask them alone" in text(worker.post(there, given | {"alone": "no"}))
            worker.post(reverse("wish", kwargs={"wish_id": row.id}), given)
            assert CarerWish.of(row.id).said == "kept words"
            shown[pressed] = CHANGES.sub(b"", daughter.get(reverse("pass_on")).content)
            assert b"Meals, at noon" in shown[pressed] and b"kept words" not in shown[pressed]
    assert shown[False] == shown[True]


def signed_by_her(daughter: Client, power: Authority, grant: SharingChoice) -> Iterator[tuple[int, bytes]]:
    """All that who holds an authority can send, and what each page says after it."""
    of = {"authority_id": power.id}
    refuse, allow = reverse("sign_refusal", kwargs=of), reverse("pass_on_grant", kwargs=of)
    back = reverse("sign_take_back", kwargs={**of, "choice_id": grant.id})
    no, yes = {"part": "matters", "whom": "sector:council"}, {"part": "matters", "whom": "", "purpose": "care"}
    for at, given in (
        (refuse, {}),
        (refuse, no),
        (refuse, no | {"sure": "no"}),
        (refuse, no | {"sure": "yes", "mark": "old"}),
        (refuse, no | {"sure": "yes"}),
        (refuse, no | {"sure": "yes"}),
        (allow, yes | {"text": ""}),
        (allow, yes | {"text": "She liked them"}),
        (allow, yes | {"text": "She liked them"}),
        (back, {"mark": "old"}),
        (back, {}),
        (back, {}),
    ):
        answer = daughter.post(at, given, follow=True)
        yield answer.status_code, whole(answer)
        yield 200, whole(daughter.get(reverse("sign_for")))


def test_what_who_holds_an_authority_signs_and_passes_on_is_answered_the_same(
    sign_in: SignIn, jean, permission, marcus
):
    """With the mark staff cannot sign it, and decline; without it they leave it: to the holder both are the same."""
    with clock.at(clock.now()):
        power, daughter, worker = holding(jean), sign_in("Anne-Marie Boyle"), sign_in("Marcus Adeyemi-Kerr")
        said = {"by": marcus, "person_id": jean.id, "effect": "grant", "part": Part.MATTERS, "sector": "third"}
        grant = actions.choose_sharing(**said, authority_id=power.id)
        shown = {}
        for pressed in (False, True):
            with worlds.undone():
                if pressed:
                    actions.raise_concern(by=marcus, permission_id=permission.id, why="She answers for her mother")
                answers = [*signed_by_her(daughter, power, grant)]
                row = CarerWish.objects.get(text="She liked them")
                at = reverse("sign_wish", kwargs={"wish_id": row.id})
                assert ("may be pressing this person" in text(worker.get(at))) == pressed
                assert ("Sign it with them" in text(worker.get(at))) != pressed
                if pressed:
                    worker.post(at, {"sign": "yes", "version": 1})
                    assert CarerWish.of(row.id).state == "waiting"
                    worker.post(at, {"version": 1, "said": "kept words"})
                    assert CarerWish.of(row.id).state == "declined"
                again = {"part": "matters", "whom": "", "purpose": "care", "text": "She liked them"}
                sent = daughter.post(reverse("pass_on_grant", kwargs={"authority_id": power.id}), again, follow=True)
                shown[pressed] = [*answers, (sent.status_code, whole(sent))]
    assert any(b"Passed on to those who help them" in content for _, content in shown[True])
    assert any(b"It holds from this moment" in content for _, content in shown[True])
    differ = [changed(one, other) for (_, one), (_, other) in zip(shown[False], shown[True], strict=True)]
    assert [each for each in differ if each] == []
    assert [status for status, _ in shown[False]] == [status for status, _ in shown[True]]


def test_what_a_carer_asks_of_a_service_is_passed_on_and_a_worker_goes_on_from_there(
    sign_in: SignIn, jean, permission
):
    daughter, marcus = sign_in("Anne-Marie Boyle"), sign_in("Marcus Adeyemi-Kerr")
    service = samples()["service_id"]
    refer = reverse("refer", kwargs={"person_id": jean.id})
    page = daughter.get(f"{refer}?service={service}", follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("pass_on"))
    at = page.redirect_chain[-1][0]
    assert "Tell" not in text(daughter.post(at, {"text": " "}))
    daughter.post(at, {"text": "Somebody to play cards with"})
    assert "See what carers passed on" in text(marcus.get(reverse("to_put_right"))), "it waits on My day"
    assert "Somebody to play cards with" in text(marcus.get(reverse("wishes")))
    row = CarerWish.objects.get(text="Somebody to play cards with")
    assert (row.service_id, row.state) == (service, "waiting")
    given = {"version": 1, "wishes": "yes", "alone": "no", "said": "Yes, on Thursdays"}
    there = reverse("wish", kwargs={"wish_id": row.id})
    assert marcus.post(there, given)["Location"] == f"{refer}?service={service}&wish={row.id}"
    assert marcus.post(there, given).status_code == 200, "an old page changes nothing"
    assert "asked for something" in text(sign_in("Jean Rafferty").get(reverse("news")))


def test_she_asks_to_be_asked_alone_on_a_page_that_shows_nothing_of_it(sign_in: SignIn, jean, permission):
    me, marcus = sign_in("Jean Rafferty"), sign_in("Marcus Adeyemi-Kerr")
    at = reverse("ask_me_alone")
    plain = CHANGES.sub(b"", me.get(at).content)
    assert "Ask me alone" in text(me.get(reverse("my_sharing")))
    assert "Kept" in text(me.post(at, {"permission_id": str(permission.id), "why": "He listens"}, follow=True))
    assert CHANGES.sub(b"", me.get(at).content) == plain
    for name in ("my_sharing", "my_looks", "my_record", "news"):
        assert "He listens" not in text(me.get(reverse(name)))
    there = reverse("concern", kwargs={"person_id": jean.id, "permission_id": permission.id})
    page = text(marcus.get(there))
    assert "He listens" in page and "said so themselves" in page
    marcus.post(there, {"version": 1, "why": "Asked twice, alone"})
    assert Concern.objects.get().lifted_at
    me.post(at, {"permission_id": str(permission.id), "why": ""})
    assert "They said no more" in text(marcus.get(there)), "she need not say why"
    marcus.post(there, {"version": 1, "why": "Asked, alone"})
    again = text(marcus.post(there, {"why": "I saw it again"}, follow=True))
    assert "I saw it again" in again and "Asked twice, alone" in again
    elsewhere = {"person_id": jean.id, "permission_id": worlds.UNKNOWN}
    assert marcus.get(reverse("concern", kwargs=elsewhere)).status_code == 404
    assert sign_in("Anne-Marie Boyle").get(there).status_code in (403, 404)
