"""Joiners, movers and leavers: nothing is left without an owner, and a mistake is undone on the same day."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ecotone.access import actions as access
from ecotone.access.actions import make_token
from ecotone.access.models import Account, ApiToken, AuditEntry, Browser, Session
from ecotone.access.rules import Role, Scope
from ecotone.access.verdicts import Refused
from ecotone.care import queries as care
from ecotone.care.models import Referral
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import queries
from ecotone.ecosystem.models import Hat, Leaving, StaffReview, Unused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.notices.models import Mail
from ecotone.people import actions as people
from ecotone.procedures import erasing, staff
from ecotone.procedures.tick import tick
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


def again(by: Any) -> Any:
    return queries.principal_for(by.account_id, by.name, by.hat_id)


@pytest.fixture
def here() -> Any:
    """A charity with two teams, its administrator, two workers in the first, and an ask that the one has in hand."""
    charity = worlds.actor("Kettle On")
    first, second = worlds.team("Befrienders", charity), worlds.team("Walkers", charity)
    ailsa, bob = worlds.wearing(first), worlds.wearing(first)
    Account.objects.filter(pk=ailsa.account_id).update(name="Ailsa Orr")
    Account.objects.filter(pk=bob.account_id).update(name="Bob Ure")
    ailsa, bob = (queries.principal_for(each.account_id, name, each.hat_id) for each, name in
                  ((ailsa, "Ailsa Orr"), (bob, "Bob Ure")))  # fmt: skip
    asker = worlds.wearing(worlds.actor("The surgery"))
    asked = worlds.ask(asker, worlds.taken_in(asker), first)
    worlds.moved(asked, ailsa, "accept", worker=ailsa.signature)
    return SimpleNamespace(
        charity=charity,
        first=first,
        second=second,
        ailsa=ailsa,
        bob=bob,
        keeper=worlds.wearing(charity, Role.ADMINISTRATOR),
        other=worlds.wearing(worlds.actor("Plains Larder"), Role.ADMINISTRATOR),
        asked=asked,
    )


def worker_of(asked: Referral) -> str:
    return Referral.objects.values_list("worker", flat=True).get(pk=asked.pk)


def joiner(here: Any, name: str, **more: Any) -> staff.Joiner:
    given = {"name": name, "email": f"{name.lower()}@example.org", "actor_id": here.first.id, "role": Role.WORKER}
    return staff.Joiner(**{**given, "title": "Befriender", **more})


def test_a_list_is_let_in_whole_or_not_at_all(here: Any) -> None:
    before = Account.objects.count()
    with pytest.raises(Invalid) as wrong:
        staff.invite_all(by=here.keeper, joiners=[joiner(here, "Nan"), joiner(here, "Odd", email="odd")])
    assert [(each.field, each.code) for each in wrong.value.problems] == [("2", "access.email")]
    assert Account.objects.count() == before and not Mail.objects.exists()
    until = clock.today() + timedelta(days=90)
    assert staff.invite_all(by=here.keeper, joiners=[joiner(here, "Nan", until=until), joiner(here, "Pat")]) == 2
    assert Hat.objects.get(account__name="Nan").until == until and Mail.objects.count() == 2
    with pytest.raises(Refused):
        staff.invite_all(by=here.other, joiners=[joiner(here, "Rab")])
    with pytest.raises(Invalid, match="too_many_people"):
        staff.invite_all(by=here.keeper, joiners=[])


def test_an_administrator_sees_how_much_somebody_has_in_hand_and_of_whom_nothing(here: Any) -> None:
    teams = [here.charity.id, here.first.id]
    (held,) = care.in_hand(here.keeper, account_id=here.ailsa.account_id, name="Ailsa Orr", actor_ids=teams)
    assert (held.actor_id, held.asks, held.drafts) == (here.first.id, 1, 0)
    for by in (here.other, here.bob):
        with pytest.raises(Refused):
            care.in_hand(by, account_id=here.ailsa.account_id, name="Ailsa Orr", actor_ids=teams)


def test_a_mover_leaves_what_was_in_hand_to_the_team_or_to_a_colleague(here: Any) -> None:
    moved = {"hat_id": here.ailsa.hat_id, "actor_id": here.second.id, "role": Role.WORKER, "title": "Walk leader"}
    with pytest.raises(Refused):
        staff.move_colleague(by=here.other, **moved)
    with pytest.raises(Invalid, match="not_in_the_team"):
        staff.move_colleague(by=here.keeper, **moved, to_account_id=here.keeper.account_id)
    assert again(here.ailsa), "nothing was half done"
    assert staff.move_colleague(by=here.keeper, **moved, to_account_id=here.bob.account_id) == 1
    assert worker_of(here.asked) == here.bob.signature and again(here.ailsa) is None
    assert [hat.actor_id for hat in queries.hats_of(here.ailsa.account_id)] == [here.second.id]


def test_a_leaver_is_out_at_once_and_nothing_is_left_without_an_owner(here: Any) -> None:
    token = make_token(by=here.ailsa, name="Rota", scopes=[Scope.NEWS_READ])
    access.know_browser(by=here.ailsa, account_id=here.ailsa.account_id)
    assert staff.leave(by=here.keeper, account_id=here.ailsa.account_id, on=clock.today(), handed={})
    assert again(here.ailsa) is None and not Account.of(here.ailsa.account_id).is_active
    assert ApiToken.of(token.id).revoked_at and not Browser.objects.exists() and not Session.objects.exists()
    assert worker_of(here.asked) == "", "it stands on the team's list"
    assert AuditEntry.objects.filter(code="procedures.leave", account_id=here.keeper.account_id).exists()


def test_a_mistake_is_undone_on_the_same_day_and_not_on_the_next(here: Any) -> None:
    handed = {here.first.id: here.bob.account_id}
    staff.leave(by=here.keeper, account_id=here.ailsa.account_id, on=clock.today(), handed=handed)
    assert worker_of(here.asked) == here.bob.signature
    (left,) = queries.leavings(here.keeper)
    assert (left.hats, left.asks) == (1, 1)
    with pytest.raises(Refused):
        staff.come_back(by=here.other, leaving_id=left.id)
    with worlds.later(days=1), pytest.raises(Invalid, match="too_late"):
        staff.come_back(by=here.keeper, leaving_id=left.id)
    staff.come_back(by=here.keeper, leaving_id=left.id)
    assert again(here.ailsa) and worker_of(here.asked) == here.ailsa.signature
    with pytest.raises(Invalid, match="too_late"):
        staff.come_back(by=here.keeper, leaving_id=left.id)


def test_an_account_that_was_erased_meanwhile_is_opened_by_no_undoing(here: Any) -> None:
    staff.leave(by=here.keeper, account_id=here.ailsa.account_id, on=clock.today(), handed={})
    guardian = worlds.wearing(worlds.team("Records"), Role.GUARDIAN)
    erasing.erase_account(by=guardian, account_id=here.ailsa.account_id)
    with pytest.raises(Invalid, match="account_erased"):
        staff.come_back(by=here.keeper, leaving_id=Leaving.objects.get().id)
    assert not Account.of(here.ailsa.account_id).is_active and again(here.ailsa) is None


def test_what_was_planned_happens_on_its_day_once_and_can_be_taken_back_before(here: Any) -> None:
    on = clock.today() + timedelta(days=3)
    given = {"account_id": here.ailsa.account_id, "on": on, "handed": {here.first.id: here.bob.account_id}}
    assert not staff.leave(by=here.keeper, **given)
    with pytest.raises(Invalid, match="leaves_already"):
        staff.leave(by=here.keeper, **given)
    staff.come_back(by=here.keeper, leaving_id=Leaving.objects.get().id)
    staff.leave(by=here.keeper, **given)
    tick()
    assert again(here.ailsa)
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=here.keeper.hat_id)
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=here.bob.hat_id)
    with worlds.later(days=3):
        tick()
        tick()
        assert again(here.ailsa) is None
        assert worker_of(here.asked) == "", "who was to take it has gone too"
    with pytest.raises(Invalid, match="day_past"):
        staff.leave(
            by=worlds.wearing(here.charity, Role.ADMINISTRATOR),
            **{**given, "on": on - timedelta(days=9), "handed": {}},
        )


def test_who_works_elsewhere_too_keeps_that_and_the_account(here: Any) -> None:
    elsewhere = ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=here.ailsa.account_id, actor_id=worlds.actor("Elsewhere").id,
        role=Role.WORKER, title="Worker",
    )  # fmt: skip
    staff.leave(by=here.keeper, account_id=here.ailsa.account_id, on=clock.today(), handed={})
    assert Account.of(here.ailsa.account_id).is_active and Hat.of(elsewhere.id).until is None
    assert again(here.ailsa) is None


def test_nobody_makes_themselves_leave_nor_one_of_another_organisation(here: Any) -> None:
    for by, whom in ((here.keeper, here.keeper), (here.other, here.ailsa), (here.bob, here.ailsa)):
        with pytest.raises(Refused):
            staff.leave(by=by, account_id=whom.account_id, on=clock.today(), handed={})


def test_an_unused_account_is_reminded_then_suspended_then_opened_again(here: Any) -> None:
    jean = worlds.person("Jean Rafferty")
    people.link_account(by=worlds.SYSTEM, person_id=jean.id, account_id=here.bob.account_id)
    with worlds.later(days=89):
        tick()
        assert not Unused.objects.exists()
    with worlds.later(days=91):
        tick()
        tick()
        reminded = {row.account_id for row in Unused.objects.all()}
        assert here.ailsa.account_id in reminded
        assert not reminded & {here.bob.account_id, here.keeper.account_id}, "her own, and the last keeper's"
        assert Mail.objects.filter(key__startswith="unused:", account_id=here.ailsa.account_id).count() == 1
    with worlds.later(days=106):
        tick()
        assert not Account.of(here.ailsa.account_id).is_active
        assert [each.name for each in queries.suspended(here.keeper)] == ["Ailsa Orr"]
        staff.let_in_again(by=here.keeper, account_id=here.ailsa.account_id)
        assert again(here.ailsa)
        with pytest.raises(Invalid, match="not_suspended"):
            staff.let_in_again(by=here.keeper, account_id=here.ailsa.account_id)


def test_who_signs_in_meanwhile_is_not_suspended(here: Any) -> None:
    with worlds.later(days=91):
        tick()
        Account.objects.filter(pk=here.ailsa.account_id).update(last_login=clock.now() + timedelta(days=1))
    with worlds.later(days=120):
        tick()
        assert Account.of(here.ailsa.account_id).is_active


def test_each_is_looked_through_once_a_quarter(here: Any) -> None:
    reviewed = {"account_id": here.ailsa.account_id, "organisation_id": here.charity.id}
    ecosystem.review_colleague(by=here.keeper, **reviewed)
    ecosystem.review_colleague(by=here.keeper, **reviewed)
    assert StaffReview.objects.count() == 1 and queries.reviewed(here.keeper) == {here.ailsa.account_id}
    with worlds.later(days=100):
        assert not queries.reviewed(again(here.keeper))
    with pytest.raises(Refused):
        ecosystem.review_colleague(by=here.other, **reviewed)
