"""One mailbox by several addresses: with a tag, or with a letter that stands for another."""

from datetime import timedelta

import pytest

from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.people import actions, queries
from ecotone.people.models import CarerPermission, OwnWayIn
from ecotone.people.rules import Act, CircleKind, Part
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, offered_way_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


def tagged(address):
    return address.replace("@", "+jean@")


def address_of(by: Principal) -> str:
    return Account.objects.get(pk=by.account_id).email


def wrong(by, who, address):
    return worlds.told(lambda: actions.offer_own_way_in(by=by, person_id=who.id, address=address, knew="in_person"))


def ends_unfit(by, who, address):
    token, code = offered_way_in(by, who, address)
    proof = actions.try_own_way_in(by=NOBODY, token=token, code=code)
    return not queries.own_way_in_proved(proof).fits and worlds.told(
        lambda: actions.open_own_way_in(by=NOBODY, proof=proof, password="three quiet otters")
    ) == [("people.way_in_not_this_address", "")]


def test_ones_own_a_colleagues_and_a_carers_mailbox_are_theirs_with_a_tag_too(ours, jean):
    colleague = worlds.wearing(Actor.of(ours.team_id))
    tie = actions.add_to_circle(by=ours, person_id=jean.id, kind=CircleKind.FAMILY, name="Bob")
    given = {"parts": [Part.REFERRALS], "acts": [Act.ASK], "until": clock.now() + timedelta(days=60)}
    given |= {"person_id": jean.id, "tie_id": tie.id, "said_how": "At home"}
    actions.offer_permission(by=ours, email="bob@example.org", **given)
    for address, code in (
        (address_of(ours), "people.way_in_own_address"),
        (address_of(colleague), "people.way_in_colleague"),
        ("bob@example.org", "people.way_in_carer"),
    ):
        assert wrong(ours, jean, tagged(address)) == [(code, "address")]


def test_another_records_and_a_helpers_elsewhere_are_found_out_at_the_very_end(ours, jean):
    nurse = worlds.wearing(worlds.team("Nurses"))
    helping = {"actor_id": nurse.team_id, "role": "member", "purpose": "x", "basis": "consent", "parts": []}
    actions.open_relationship(by=SYSTEM, person_id=jean.id, **helping)
    ann = Account.objects.get(pk=worlds.herself(worlds.person("Ann Low")).account_id)
    for address in (address_of(nurse), ann.email):
        assert ends_unfit(ours, jean, tagged(address))
    assert not CarerPermission.objects.exists() and OwnWayIn.objects.filter(ended="used").count() == 0


@pytest.mark.parametrize("address", ["jean@ｅxample.org", "ｊean@example.org", "jean@example。org"])
def test_a_letter_that_stands_for_another_is_no_address(ours, jean, address):
    """Mail to it arrives where the plain one does, and nobody's account would be found by it."""
    assert wrong(ours, jean, address) == [("access.email", "address")]


def test_whoever_has_a_tag_of_their_own_is_let_in(ours, jean):
    token, code = offered_way_in(ours, jean, "jean+ecotone@example.org")
    proof = actions.try_own_way_in(by=NOBODY, token=token, code=code)
    account = actions.open_own_way_in(by=NOBODY, proof=proof, password="three quiet otters")
    assert queries.principal_for(account).person_id == jean.id
