"""Referrals as other systems search them: exactly those that their own pages would open, and no hint of others."""

import pytest

from ecotone.access.verdicts import Refused
from ecotone.adapters.fhir.mapping.elements import Served
from ecotone.adapters.fhir.mapping.referrals import service_request, task
from ecotone.care import queries
from ecotone.care.machine import State
from ecotone.care.models import Referral
from ecotone.care.queries import Sought
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import Sector
from ecotone.ground.errors import NotFound
from ecotone.people.rules import Part
from tests import worlds

pytestmark = pytest.mark.django_db
HERE = Served("https://here.example/fhir/R4")


@pytest.fixture
def refuge() -> Actor:
    return worlds.actor("A refuge", sector=Sector.THIRD)


@pytest.fixture
def busy(house, refuge):
    """One ask, taken on and handed on twice, once to a service whose name would tell; a draft; another's ask."""
    parent = house.ask()
    worlds.moved(parent, house.group, "accept")
    house.on(parent)
    hidden = worlds.service(refuge, "A safe place", sensitivity="sensitive")
    worlds.ask(house.group, house.jean, hidden, parent_id=parent.id, why="It is not safe at home", parts=[])
    house.draft()
    other = worlds.taken_in(house.stranger, name="Somebody else")
    worlds.ask(house.stranger, other, Actor.of(house.rehab.team_id), parts=[])
    return house


def opened(by) -> set:
    """The oracle: each referral there is, asked for one by one as its page does."""
    found = set()
    for referral in Referral.objects.all():
        try:
            found.add(queries.referral(by, referral.id).row.id)
        except (Refused, NotFound):
            continue
    return found


@pytest.mark.commitment(3)
@pytest.mark.parametrize("who", ["me", "asker", "group", "rehab", "stranger"])
def test_a_search_finds_what_the_page_opens_and_counts_no_more(who, busy):
    by = getattr(busy, who)
    expected = opened(by)
    assert {each.row.id for each in queries.find_referrals(by, Sought()).rows} == expected
    assert queries.count_referrals(by, Sought()) == len(expected)
    walked, after = [], None
    while True:
        page = queries.find_referrals(by, Sought(), after=after, most=1)
        walked += [each.row.id for each in page.rows]
        if (after := page.after) is None:
            break
    assert walked == sorted(expected)


@pytest.mark.commitment(3)
def test_a_target_whose_name_would_tell_is_not_found_by_it_and_is_masked(busy, refuge):
    asked = Referral.objects.get(target=refuge)
    assert asked.id in opened(busy.asker)
    by_target = Sought(target_id=refuge.id)
    assert queries.count_referrals(busy.asker, by_target) == 0
    assert queries.count_referrals(busy.group, by_target) == queries.count_referrals(busy.me, by_target) == 1
    carried = queries.carried_referral(busy.asker, asked.id)
    for resource in (task(carried, HERE), service_request(carried, HERE)):
        text = str(resource)
        assert "refuge" not in text and str(refuge.id) not in text and "not safe" not in text
        assert "masked" in text and "sensitive" not in text


@pytest.mark.commitment(3)
def test_what_hinders_a_reader_from_knowing_her_hinders_finding_by_her(busy):
    worlds.people.choose_sharing(
        by=busy.me, person_id=busy.jean.id, effect="refusal", actor_id=busy.group.team_id, part=Part.IDENTITY
    )
    assert queries.find_referrals(busy.group, Sought()).rows
    assert queries.count_referrals(busy.group, Sought(person_ids=[busy.jean.id])) == 0
    for carried in queries.find_referrals(busy.group, Sought()).rows:
        assert carried.person_id is None
        for resource in (task(carried, HERE), service_request(carried, HERE)):
            assert "Rafferty" not in str(resource) and str(busy.jean.id) not in str(resource)


def test_a_requested_cancel_leaves_in_the_state_it_was_asked_in(house):
    referral = house.ask()
    worlds.moved(referral, house.group, "accept")
    worlds.moved(referral, house.asker, "request_cancel")
    carried = queries.carried_referral(house.asker, referral.id)
    assert carried.state is State.ACCEPTED and task(carried, HERE)["status"] == "accepted"
    assert task(carried, HERE)["businessStatus"]["coding"][0]["code"] == "cancel_requested"
    assert queries.count_referrals(house.asker, Sought(states=[State.ACCEPTED])) == 1
    assert queries.count_referrals(house.asker, Sought(states=[State.CANCEL_REQUESTED])) == 0


def test_why_it_ended_and_what_was_done_go_with_the_task(house):
    declined = house.ask()
    worlds.moved(declined, house.group, "decline", reason_code="no_capacity", reason_text="No room until May")
    assert task(queries.carried_referral(house.asker, declined.id), HERE)["statusReason"] == {
        "coding": [{"system": "https://here.example/fhir/R4/CodeSystem/reason", "code": "no_capacity"}],
        "text": "No room until May",
    }
    done = house.ask()
    worlds.moved(done, house.group, "accept")
    worlds.moved(done, house.group, "complete", output="Tea every Tuesday")
    told = task(queries.carried_referral(house.asker, done.id), HERE)
    assert told["output"][0]["valueString"] == "Tea every Tuesday" and told["status"] == "completed"


def test_what_moved_lately_is_found_by_when(house):
    referral = house.ask()
    with worlds.later(days=3):
        worlds.moved(referral, house.group, "accept")
        moved = queries.carried_referral(house.asker, referral.id).changed_at
        assert queries.count_referrals(house.asker, Sought(changed_from=moved)) == 1
        assert queries.count_referrals(house.asker, Sought(changed_before=moved)) == 0
