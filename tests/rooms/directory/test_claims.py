"""A group that answered three times by link asks to keep its listing: who may ask, who decides, what comes of it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access import actions as access
from ecotone.access import queries as accounts
from ecotone.access.models import Account
from ecotone.access.principal import Link, Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.directory import actions, queries
from ecotone.directory.models import ListingClaim
from ecotone.directory.rules import CLAIM_DECISIONS, CLAIMED_AFTER, ClaimState
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Hat
from ecotone.ecosystem.rules import Claim, PlaceKind, Sector, TieKind
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices.models import Mail
from tests import worlds
from tests.rooms.ecosystem.world import a_person, hat, place, tie, worn
from tests.rooms.racing import both, sorted_out
from tests.worlds import UNKNOWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ADDRESS = "kettle@example.org"


@pytest.fixture
def group():
    return worlds.actor("The Knitting Lane", place("Airdrie"), sector=Sector.THIRD, email=ADDRESS)


def holder(group, *, answered=CLAIMED_AFTER, **changes) -> Principal:
    link = Link(id=UNKNOWN, address=ADDRESS, answered=answered)
    return replace(Principal(kind=Kind.LINK, name="by e-mail link", actor_id=group.id, link=link), **changes)


def requested(group) -> ListingClaim:
    return actions.request_claim(by=holder(group), name="Ina Baird", title="Organiser")


def decided(claim, by, decision="approved", reason="I know them"):
    return actions.decide_claim(
        by=by, claim_id=claim.id, version=ListingClaim.of(claim.id).version, decision=decision, reason=reason
    )


def steward() -> Principal:
    return worlds.wearing(worlds.actor("Stewards"), Role.STEWARD)


def newest_mail() -> Mail:
    return Mail.objects.order_by("-created_at", "-id")[0]


@pytest.mark.parametrize("answered", [0, CLAIMED_AFTER - 1])
def test_it_comes_after_three_answers(group, answered):
    with pytest.raises(Refused) as no:
        actions.request_claim(by=holder(group, answered=answered), name="Ina", title="Organiser")
    assert no.value.verdict.code == "directory.claim_later"


def test_only_by_link_and_once_at_a_time(group):
    for by in (worlds.NOBODY, worlds.stranger(), worlds.stranger(Role.STEWARD)):
        with pytest.raises(Refused):
            actions.request_claim(by=by, name="Ina", title="Organiser")
    requested(group)
    assert queries.claim_waits(group.id)
    with pytest.raises(Invalid) as twice:
        requested(group)
    assert twice.value.problems[0].code == "directory.claim_waits"
    with pytest.raises(Invalid):
        actions.request_claim(by=holder(worlds.actor("Another")), name=" ", title="")


def test_who_signs_in_already_is_not_passed_by(group):
    worlds.wearing(group, Role.LEAD)
    with pytest.raises(Refused) as kept:
        requested(group)
    assert kept.value.verdict.code == "directory.claim_kept_by_others"
    assert not queries.may_claim(holder(group)).allowed


@pytest.mark.commitment(1)
@pytest.mark.commitment(9)
def test_approval_opens_an_account_and_a_hat_and_mails_a_link_to_choose_a_password(group):
    claim = requested(group)
    by = steward()
    decided(claim, by)
    account = Account.objects.get(email=ADDRESS)
    (leads,) = ecosystem.hats_of(account.id)
    assert (leads.role, leads.title, leads.actor_name) == (Role.LEAD, "Organiser", "The Knitting Lane")
    mail = newest_mail()
    assert mail.to == ADDRESS
    account_id, token = re.search(r"/choose-password/([\w-]+)/([\w-]+)/", mail.body).groups()
    assert accounts.may_choose_password(account_id, token)
    with pytest.raises(Invalid):
        access.choose_password(by=worlds.NOBODY, account_id=account_id, token=token, password="password")
    access.choose_password(by=worlds.NOBODY, account_id=account_id, token=token, password="three odd wheels")
    assert Account.objects.get(email=ADDRESS).check_password("three odd wheels")
    with pytest.raises(NotFound):
        access.choose_password(by=worlds.NOBODY, account_id=account_id, token=token, password="other odd wheels")
    for whose, which in ((account_id, "forged"), (UNKNOWN, token)):
        with pytest.raises(NotFound):
            access.choose_password(by=worlds.NOBODY, account_id=whose, token=which, password="three odd wheels")
    assert ListingClaim.of(claim.id).decided_by == by.signature


def test_an_address_that_signs_in_already_gets_the_hat_and_no_new_account(group):
    account = access.open_account(by=worlds.SYSTEM, name="Ina", email=ADDRESS, password="three odd wheels")
    decided(requested(group), steward())
    assert Account.objects.filter(email=ADDRESS).count() == 1
    assert ecosystem.hats_of(account.id)
    assert "choose-password" not in newest_mail().body


def test_denial_and_taking_back_say_why_and_taking_back_ends_the_hat(group):
    by = steward()
    claim = requested(group)
    decided(claim, by, "denied", "Ring us first: two of you asked")
    assert "two of you asked" in newest_mail().body
    again = requested(group)
    decided(again, by)
    decided(again, by, "revoked", "Ina has left")
    assert "Ina has left" in newest_mail().body
    assert not ecosystem.hats_of(Account.objects.get(email=ADDRESS).id)
    assert Hat.objects.get(pk=ListingClaim.of(again.id).hat_id).until


def test_a_reason_is_needed_and_an_old_form_decides_nothing(group):
    claim, by = requested(group), steward()
    with pytest.raises(Invalid):
        decided(claim, by, reason="  ")
    decided(claim, by, "denied")
    with pytest.raises(Invalid) as over:
        decided(claim, by)
    assert over.value.problems[0].code == "directory.claim_decided"
    with pytest.raises((Stale, Invalid)):
        actions.decide_claim(by=by, claim_id=claim.id, version=1, decision="approved", reason="Late")


@given(states=st.lists(st.sampled_from(list(ClaimState)), min_size=2, max_size=6))
def test_what_may_follow_what_is_data(states):
    """A chain of decisions never returns to waiting, and nothing follows a no or a taking back."""
    chain = [ClaimState.REQUESTED]
    for to in states:
        if chain[-1] in CLAIM_DECISIONS.get(to, ()):
            chain.append(to)
    assert ClaimState.REQUESTED not in chain[1:]
    assert len(chain) <= 3
    assert chain in (
        [ClaimState.REQUESTED],
        [ClaimState.REQUESTED, ClaimState.DENIED],
        [ClaimState.REQUESTED, ClaimState.APPROVED],
        [ClaimState.REQUESTED, ClaimState.APPROVED, ClaimState.REVOKED],
    )


def test_whose_remit_covers_the_group_decides_and_nobody_else(group):
    claim = requested(group)
    airdrie = group.places.get()
    north = place("North", PlaceKind.PARTNERSHIP)
    umbrella = worlds.actor("Plaidwork", airdrie)
    speaking = worlds.actor("Shoulders")
    tie(speaking, group, TieKind.REPRESENTATION, claim=Claim.CLAIMED, claimed_by_id=speaking.id)
    whole = worlds.actor("The whole")
    may = [
        steward(),
        worlds.wearing(umbrella, Role.OFFICER),
        worlds.wearing(speaking, Role.OFFICER),
    ]
    may_not = [
        worlds.wearing(worlds.actor("Elsewhere", north), Role.OFFICER),
        worlds.wearing(whole, Role.ADMINISTRATOR),
        worlds.wearing(umbrella, Role.LEAD),
        worlds.wearing(umbrella, Role.PLANNER),
        worlds.wearing(umbrella),
        a_person(),
        holder(group),
        worlds.NOBODY,
    ]
    for by in may:
        assert queries.claim(by, claim.id).decisions
        assert [each.id for each in queries.claims(by)] == [claim.id]
    for by in may_not:
        with pytest.raises(Refused):
            queries.claim(by, claim.id)
        with pytest.raises(Refused):
            decided(claim, by)
        assert queries.claims(by) == []


def test_an_administrator_decides_for_a_team_of_its_own_and_nobody_for_oneself():
    whole = worlds.actor("The whole")
    part = worlds.team("A lane of it", whole, email=ADDRESS)
    claim = requested(part)
    administrator = worlds.wearing(whole, Role.ADMINISTRATOR)
    assert queries.claim(administrator, claim.id).decisions
    own = access.open_account(by=worlds.SYSTEM, name="Ina", email=ADDRESS)
    with pytest.raises(Refused) as no:
        decided(claim, worn(hat(own, whole, Role.ADMINISTRATOR)))
    assert no.value.verdict.code == "access.own_account"


def test_the_welcome_is_sent_again_to_whoever_let_it_run_out(group):
    claim, by = requested(group), steward()
    with pytest.raises(Invalid):
        actions.send_welcome(by=by, claim_id=claim.id)
    decided(claim, by)
    with worlds.later(days=4):
        actions.send_welcome(by=by, claim_id=claim.id)
        account_id, token = re.search(r"/choose-password/([\w-]+)/([\w-]+)/", newest_mail().body).groups()
        assert accounts.may_choose_password(account_id, token)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does(group):
    claim = requested(group)
    one, two = steward(), worlds.wearing(worlds.actor("More stewards"), Role.STEWARD)
    won, lost = sorted_out(both(lambda: decided(claim, one), lambda: decided(claim, two, "denied")))
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Stale | Invalid)
    assert Account.objects.filter(email=ADDRESS).exists() == (won[0].state == "approved")
