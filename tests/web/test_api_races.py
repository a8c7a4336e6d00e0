"""Many programs at the same moment, each on a database connection of its own."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from ecotone.access.models import KeptAnswer
from ecotone.care.models import Referral
from ecotone.ground import clock
from ecotone.people.models import Person
from tests import worlds
from tests.rooms.racing import both, sorted_out
from tests.web.program import Program

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def all_at_once(acts: list[Any]) -> list[Any]:
    """The answers; an act that raised fails the test."""
    answers, errors = sorted_out(both(*acts))
    assert not errors, errors[:2]
    return answers


@pytest.mark.commitment(4)
def test_of_fifty_who_claim_at_once_one_gets_it():
    marcus = worlds.wearing(worlds.team("Whinhall"))
    place, need = worlds.place("Airdrie"), worlds.need("befriending")
    jean = worlds.taken_in(marcus, home=place)
    claimants = []
    for n in range(MANY):
        group = worlds.team(f"Group {n}")
        service = worlds.can_help(group, need)
        claimants.append((Program(worlds.wearing(group)), service.id))
    body = {
        "why": "She has nobody to talk to",
        "need_id": need.id,
        "place_id": place.id,
        "reply_by": clock.today() + timedelta(days=14),
    }
    made = Program(marcus).post("ask_openly", body, person_id=jean.id)
    assert made.status_code == 201
    given = worlds.whole("claim")
    told = {each.service_id for each in Referral.of(made.json()["id"]).candidates.all()}
    able = [(program, id_) for program, id_ in claimants if id_ in told]
    assert len(able) > 5

    def claim(program: Program, service_id: Any) -> Any:
        return lambda: program.post("claim", {"service_id": service_id, **given}, referral_id=made.json()["id"])

    codes = Counter(each.status_code for each in all_at_once([claim(*each) for each in claimants]))
    assert codes[200] == 1
    assert sum(codes.values()) == MANY and {*codes} <= {200, 403, 422}
    assert Referral.of(made.json()["id"]).state == "accepted"


def test_a_key_sent_twenty_times_at_once_writes_once():
    marcus = Program(worlds.wearing(worlds.team("Whinhall")))
    act = lambda: marcus.post("add_person", {"name": "Jean"}, headers={"Idempotency-Key": "k"})  # noqa: E731
    answers = all_at_once([act] * 20)
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["id"] for each in answers}) == 1
    assert sum("Idempotency-Replayed" in each for each in answers) == 19
    assert (Person.objects.count(), KeptAnswer.objects.count()) == (1, 1)


def test_of_ten_who_write_from_the_same_version_one_does_and_nine_are_told():
    by = worlds.wearing(worlds.team("Whinhall"))
    jean, program = worlds.taken_in(by), Program(by)

    def change(n: int) -> Any:
        return lambda: program.post("change_person", {"known_as": f"J{n}", "version": 1}, person_id=jean.id)

    answers = all_at_once([change(n) for n in range(10)])
    assert Counter(each.status_code for each in answers) == {200: 1, 409: 9}
    now = Person.of(jean.id)
    assert now.version == 2
    for each in answers:
        if each.status_code == 409:
            assert each.json()["fields"]["known_as"]["current"] == now.known_as
