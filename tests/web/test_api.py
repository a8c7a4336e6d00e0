"""The API as a program meets it: reading, writing, versions, keys, bad input, whatever the caller."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role, Scope
from ecotone.care.models import Referral
from ecotone.ground import clock
from ecotone.people.models import Person
from tests import worlds
from tests.web.program import ROOT, Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Any:
    return worlds.wearing(worlds.team("Whinhall"))


@pytest.fixture
def target() -> Any:
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(asker: Any) -> Person:
    return worlds.taken_in(asker)


def ask(program: Program, who: Person, whom: Any, **headers: str) -> Any:
    body = {
        "why": "She has nobody to talk to",
        "target_id": whom.actor_id,
        "reply_by": clock.today() + timedelta(days=9),
    }
    return program.post("ask", body, headers=headers, person_id=who.id)


@pytest.mark.commitment(4)
def test_a_loop_is_asked_answered_ended_and_read(asker, target, jean):
    ours, theirs = Program(asker), Program(target)
    made = ask(ours, jean, target)
    assert made.status_code == 201
    id_ = made.json()["id"]
    assert made["Location"] == f"{ROOT}referrals/{id_}"
    seen = theirs.get("referral", referral_id=id_)
    assert seen.json()["why"] == "She has nobody to talk to"
    accepted = theirs.post(
        "move_accept",
        worlds.whole("accept"),
        headers={"If-Match": seen["ETag"]},
        referral_id=id_,
    )
    assert (accepted.status_code, accepted.json()["kind"]) == (200, "referral")
    met = theirs.post("move_meet", {**worlds.whole("meet"), "version": accepted.json()["version"]}, referral_id=id_)
    ended = theirs.post(
        "move_complete", {**worlds.whole("complete"), "version": met.json()["version"]}, referral_id=id_
    )
    assert ended.status_code == 200
    back = ours.get("referral", referral_id=id_).json()
    assert (back["row"]["state"], back["can_acknowledge"]) == ("completed", True)
    read = ours.post("acknowledge", {"version": back["row"]["version"]}, referral_id=id_)
    assert read.status_code == 200
    assert ours.get("referral", referral_id=id_).json()["row"]["closures"]["loop"] == "closed"


@pytest.mark.commitment(3)
def test_a_read_leaves_one_look_by_its_token_and_withholds_as_pages_do(asker, target, jean):
    worlds.people.add_story_entry(by=asker, person_id=jean.id, section="matters", text="Her garden")
    assert Program(asker).get("story", person_id=jean.id).json()["story"][0]["entries"]
    entry = AuditEntry.objects.filter(kind="look", code="api.story").get()
    assert entry.token_id and entry.subjects.filter(kind="person", subject_id=jean.id, part="matters").exists()
    refused = Program(target).get("story", person_id=jean.id)
    assert refused.status_code == 404
    assert "garden" not in refused.content.decode()
    assert AuditEntry.objects.filter(kind="refusal", code="api.story", account_id=target.account_id).count() == 1
    board = worlds.stranger(Role.BOARD_MEMBER)
    assert Program(board).get("story", person_id=jean.id).status_code == 403


def test_what_is_withheld_says_so_and_why(asker, target, jean):
    shared = Program(asker)
    id_ = ask(shared, jean, target).json()["id"]
    Program(target).get("referral", referral_id=id_)
    view = Program(target).get("story", person_id=jean.id).json()
    withheld = [section["entries"] for section in view["story"] if isinstance(section["entries"], dict)]
    assert withheld and all(each["withheld"] and each["why"] for each in withheld)


def test_scopes_narrow_and_nothing_is_read_without_them(asker, jean):
    program = Program(asker, Scope.DIRECTORY_READ)
    assert program.get("find_services").status_code == 200
    for refused in (program.get("person", person_id=jean.id), program.post("add_person", {"name": "Ann"})):
        assert (refused.status_code, refused.json()["code"]) == (403, "web.api_scope")
    assert not Person.objects.filter(name="Ann").exists()
    assert Program(asker, Scope.PEOPLE_READ).post("add_person", {"name": "Ann"}).status_code == 403


def test_a_cookie_is_no_token(asker, client: Client, django_user_model):
    client.force_login(django_user_model.objects.get(pk=asker.account_id))
    answer = client.get(f"{ROOT}people")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_stale_write_is_told_both_values(asker, jean):
    program = Program(asker)
    first = program.get("person", person_id=jean.id)
    program.post("change_person", {"known_as": "Jeannie"}, headers={"If-Match": first["ETag"]}, person_id=jean.id)
    stale = program.post("change_person", {"known_as": "JR"}, headers={"If-Match": first["ETag"]}, person_id=jean.id)
    assert stale.status_code == 409
    assert stale.json()["fields"]["known_as"] == {"current": "Jeannie", "yours": "JR"}
    assert stale.json()["fields"]["version"] == {"current": 2, "yours": 1}
    assert Person.of(jean.id).known_as == "Jeannie"
    assert program.post("change_person", {"known_as": "JR"}, person_id=jean.id).status_code == 428
    for wrong in ("nonsense", '"v9999999999.a"', 'W/"x"'):
        answer = program.post("change_person", {"known_as": "JR"}, headers={"If-Match": wrong}, person_id=jean.id)
        assert answer.status_code == 422


def test_an_etag_spares_what_is_known(asker, jean):
    program = Program(asker)
    first = program.get("person", person_id=jean.id)
    again = program.get("person", person_id=jean.id, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    program.post("change_person", {"known_as": "JR", "version": 1}, person_id=jean.id)
    assert program.get("person", person_id=jean.id, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_key_writes_once_and_gives_the_same_answer(asker, target, jean):
    program = Program(asker)
    first = ask(program, jean, target, Idempotency_Key="k1")
    again = ask(program, jean, target, Idempotency_Key="k1")
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert (again.status_code, again.json(), again["Location"]) == (201, first.json(), first["Location"])
    assert Referral.objects.count() == 1
    other = program.post("add_person", {"name": "Ann"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["type"].rpartition("-")[2]) == (422, "reused")
    with worlds.later(hours=25):
        assert program.post("add_person", {"name": "Ann"}, headers={"Idempotency-Key": "k1"}).status_code == 201


def test_what_was_refused_under_a_key_is_judged_anew_and_leaves_its_trace(asker, target, jean):
    stranger = Program(target)
    body = {"section": "matters", "text": "Her garden"}
    for n in (1, 2):
        answer = stranger.post("add_story_entry", body, headers={"Idempotency-Key": "k"}, person_id=jean.id)
        assert answer.status_code == 404
        assert AuditEntry.objects.filter(kind="refusal", account_id=target.account_id).count() == n
    wrong = Program(asker).post("add_person", {"name": " "}, headers={"Idempotency-Key": "k"})
    assert wrong.json()["errors"] == [{"field": "name", "code": "ground.required", "detail": "Please fill this in."}]
    assert Program(asker).post("add_person", {"name": "Ann"}, headers={"Idempotency-Key": "k"}).status_code == 201


BAD = {
    "no JSON": ("{", 400),
    "not an object": ("[]", 400),
    "a name twice": ('{"name": "a", "name": "b"}', 400),
    "no number": ('{"name": NaN}', 400),
    "endless": ('{"name": Infinity}', 400),
    "half a pair": ('{"name": "\\ud800"}', 422),
    "NUL": ('{"name": "a\\u0000b"}', 422),
    "NUL in a name": ('{"a\\u0000b": 1}', 422),
    "wrong type": ('{"name": 7}', 422),
    "nothing": ("", 400),
    "missing": ("{}", 422),
    "unknown": ('{"name": "a", "sensitive": true}', 422),
    "deep": ('{"name": ' + "[" * 60 + "]" * 60 + "}", 400),
    "bottomless": ("[" * 100_000, 400),
    "a long number": ('{"name": ' + "9" * 5000 + "}", 400),
    "a day that is none": ('{"name": "a", "birth_date": "2026-02-31"}', 422),
    "a day too far": ('{"name": "a", "birth_date": "9999-12-31"}', 422),
    "an id that is none": ('{"name": "a", "home_id": "x"}', 422),
    "too long": (json.dumps({"name": "a" * 30_000}), 422),
    "too long for its column": (json.dumps({"name": "a" * 300}), 422),
    "too large": (json.dumps({"name": "a" * 1_100_000}), 413),
    "not UTF-8": (b'{"name": "\xff"}', 400),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_gets_a_sentence_and_keeps_nothing(asker, what):
    body, status = BAD[what]
    answer = Program(asker).post("add_person", body or " ")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"][0].isupper()
    assert not Person.objects.exists()


def test_a_change_of_nothing_is_said(asker, jean):
    answer = Program(asker).post("change_person", {"version": jean.version}, person_id=jean.id)
    assert answer.status_code == 422
    assert [error["detail"] for error in answer.json()["errors"]] == ["Nothing was sent that would change anything."]


def test_other_ways_of_asking_wrongly(asker, jean):
    program = Program(asker)
    headers = program.headers({})
    form = program.client.post(f"{ROOT}people", {"name": "a"}, headers=headers)
    assert form.status_code == 415
    assert (
        program.client.put(f"{ROOT}people", "{}", content_type="application/json", headers=headers)["Allow"]
        == "GET, POST"
    )
    assert program.get("my_people", headers={"Accept": "text/html"}).status_code == 406
    assert program.client.get(f"{ROOT}nothing", headers=headers).status_code == 404
    assert program.client.get(f"{ROOT}people/not-an-id", headers=headers).status_code == 404
    for query in (
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"after": "made up"},
        {"wrods": "x"},
        {"words": "\0"},
    ):
        assert program.get("my_people", query).status_code == 422, query
    assert program.client.get(f"{ROOT}people?words=a&words=b", headers=headers).status_code == 422
    unknown = program.get("person", person_id=worlds.UNKNOWN)
    assert unknown.status_code in (403, 404)


def test_a_list_is_read_page_by_page_to_its_end(asker):
    for n in range(5):
        worlds.taken_in(asker, name=f"Person {n}")
    program = Program(asker)
    names, address = [], f"{ROOT}people?limit=2"
    while address:
        answer = program.client.get(address, headers=program.headers({}))
        names += [
            row["person"]["identity"]["name"] if "person" in row else row["name"] for row in answer.json()["items"]
        ]
        following = answer.json()["next"]
        assert (f'<{following}>; rel="next"' == answer["Link"]) if following else "Link" not in answer
        address = following
    assert names == [f"Person {n}" for n in range(5)]
    of_another = program.get("my_people", {"limit": 2}).json()["next"].partition("after=")[2].partition("&")[0]
    assert program.get("team_list", {"after": of_another}).status_code == 422


def test_too_many_calls_are_told_when_to_come_again(asker, settings):
    settings.API_CALLS_A_MINUTE = 2
    program = Program(asker)
    answers = [program.get("my_people") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"minute";r=1')
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_a_program_asks_as_whom_it_calls(asker, jean):
    told = Program(asker, Scope.NEWS_READ).get("me").json()
    assert (told["kind"], told["actor_id"], told["person_id"]) == ("worker", str(asker.actor_id), None)
    assert Program(worlds.herself(jean)).get("me").json()["person_id"] == str(jean.id)


def test_what_lies_in_one_record_is_not_changed_in_anothers(asker, jean):
    other = worlds.taken_in(asker, name="Ann")
    stay = worlds.people.begin_stay(by=asker, person_id=jean.id, where="Monklands")
    left = {"version": 1, "asked": "yes"}
    program = Program(asker)
    assert program.post("end_stay", left, person_id=other.id, stay_id=stay.id).status_code == 404
    assert program.post("end_stay", left, person_id=jean.id, stay_id=stay.id).status_code == 200
