"""Who agreed to an ask, to programs: the API names what is missing; FHIR holds a Consent, or says why none."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ecotone.adapters.fhir.mapping.elements import Served
from ecotone.adapters.fhir.mapping.referrals import service_request
from ecotone.care import queries
from ecotone.care.models import Referral
from ecotone.ground import clock
from ecotone.people.models import Person
from ecotone.people.rules.signing import Matter
from tests import fhir_validator, worlds
from tests.rooms.people.test_signing import assessed, authority
from tests.web.program import Program

pytestmark = [pytest.mark.django_db, pytest.mark.commitment(3)]
NOBODY_COULD = {"nobody_why": "She lives alone", "least": True, "her_wishes": "She liked company"}


@pytest.fixture
def asker() -> Any:
    return worlds.wearing(worlds.team("Whinhall"))


@pytest.fixture
def target() -> Any:
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(asker: Any) -> Person:
    return worlds.taken_in(asker)


@pytest.fixture(scope="session")
def validator() -> Iterator[fhir_validator.Validator]:
    yield from fhir_validator.running()


def ask(program: Program, who: Person, whom: Any, **given: Any) -> Any:
    soon = clock.today() + timedelta(days=9)
    return program.post(
        "ask", {"why": "Company", "target_id": whom.actor_id, "reply_by": soon} | given, person_id=who.id
    )


def test_what_is_missing_is_named_in_a_plain_problem_and_a_code_is_nobodys_to_send(asker, target, jean):
    program = Program(asker)
    assessed(asker, jean, Matter.HELP)
    missing = ask(program, jean, target)
    assert missing.status_code == 422
    said = missing.content.decode()
    assert "authority_id" in said and "nobody_why" in said and "least" in said
    for forged in (
        {"agreed": "herself"},
        {"signed_as": "parental"},
        {"signed_by": "Ann"},
        {"began_with_id": jean.id},
    ):
        assert ask(program, jean, target, **forged).status_code in (400, 422)
    assert not Referral.objects.exists()
    made = ask(program, jean, target, **NOBODY_COULD)
    assert made.status_code == 201
    agreed = program.get("referral", referral_id=made.json()["id"]).json()["agreed"]
    assert (agreed["agreed"], agreed["nobody_why"]) == ("nobody_could", "She lives alone")


def test_in_fhir_a_consent_is_held_where_somebody_agreed_and_a_note_where_nobody_could(
    asker, target, jean, validator
):
    program = Program(asker)
    plain = ask(program, jean, target).json()["id"]
    assessed(asker, jean, Matter.HELP)
    power = authority(asker, jean)
    by_ann = ask(program, jean, target, need_id=worlds.need("a").id, authority_id=power.id).json()["id"]
    nobody = ask(program, jean, target, need_id=worlds.need("b").id, **NOBODY_COULD).json()["id"]
    served = Served("https://here.example/fhir/R4", "")
    found = {id_: service_request(queries.carried_referral(asker, id_), served) for id_ in (plain, by_ann, nobody)}
    assert [validator.faults(each) for each in found.values()] == [[], [], []]
    (hers,), (anns,) = found[plain]["contained"], found[by_ann]["contained"]
    assert hers["performer"] == [hers["patient"]] and found[plain]["supportingInfo"] == [{"reference": "#consent"}]
    assert anns["performer"] == [{"display": "Ann, as welfare attorney"}]
    assert "contained" not in found[nobody] and "supportingInfo" not in found[nobody]
    assert {"text": "Nobody could be asked: She lives alone"} in found[nobody]["note"]
    theirs = service_request(queries.carried_referral(target, by_ann), served)
    assert "Ann" not in str(theirs), "nobody of her circle is named to whom it was not shared"
