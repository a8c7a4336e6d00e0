"""Hats: who may give and take them, when they are open, and the principal they make."""

from datetime import UTC, date, datetime

import pytest

from ecotone.access.models import Account
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Hat
from ecotone.ecosystem.rules import Claim, Sector, TieKind
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def on(day: int, month: int = 3):
    return clock.at(datetime(2026, month, day, 12, tzinfo=UTC))


@pytest.fixture
def board():
    return world.actor("Drumgray Health Board", sector=Sector.NHS)


@pytest.fixture
def council():
    return world.actor("Drumgray Council", sector=Sector.COUNCIL)


@pytest.fixture
def integrated(board, council):
    return world.team("Integrated rehabilitation team", board, council)


def test_a_team_of_two_organisations_gives_its_workers_both(board, council, integrated, django_assert_num_queries):
    hat = world.hat(world.account(), integrated, title="Occupational therapist")
    with django_assert_num_queries(2):
        principal = queries.principal_for(hat.account_id, "Morag Baird", hat.id)
    assert principal.kind is Kind.WORKER
    assert (principal.actor_id, principal.actor_name) == (integrated.id, integrated.name)
    assert principal.organisation_ids == {board.id, council.id}
    assert principal.sectors == {"nhs", "council"}
    assert (principal.role, principal.hat_title) == (Role.WORKER, "Occupational therapist")


def test_in_an_organisation_itself_one_query_is_enough(council, django_assert_num_queries):
    hat = world.hat(world.account(), council)
    with django_assert_num_queries(1):
        principal = queries.principal_for(hat.account_id, "Morag Baird", hat.id)
    assert principal.organisation_ids == {council.id}


def test_an_employer_counts_and_a_team_on_its_own_keeps_its_own_sector(council):
    alone = world.team("Outreach", sector=Sector.INFORMAL)
    assert world.wearing(alone).sectors == {"informal"}
    assert world.wearing(alone).organisation_ids == frozenset()
    assert world.wearing(alone, organisation_id=council.id).sectors == {"council"}


def test_what_a_team_only_claims_opens_nothing(board, council):
    team = world.team("Cairnhill team", council)
    claimed = world.tie(team, board, TieKind.PART_OF, claim=Claim.CLAIMED, claimed_by_id=team.id)
    assert world.wearing(team).sectors == {"council"}
    keeper = world.wearing(board, Role.ADMINISTRATOR)
    actions.answer_tie(by=keeper, tie_id=claimed.id, version=1, answer=Claim.CONFIRMED)
    assert world.wearing(team).sectors == {"council", "nhs"}
    actions.answer_tie(by=keeper, tie_id=claimed.id, version=2, answer=Claim.DISPUTED, reason="moved out")
    assert world.wearing(team).sectors == {"council"}


def test_a_hat_is_open_from_its_first_day_until_and_not_on_its_last(integrated):
    hat = world.hat(world.account(), integrated, since=date(2026, 3, 10), until=date(2026, 3, 20))
    open_on = []
    for day in (9, 10, 19, 20):
        with on(day):
            if queries.principal_for(hat.account_id, "", hat.id):
                assert [each.id for each in queries.hats_of(hat.account_id)] == [hat.id]
                open_on.append(day)
            else:
                assert queries.hats_of(hat.account_id) == []
    assert open_on == [10, 19]


def test_nobody_elses_hat_fits_and_none_of_a_closed_account(integrated):
    hat = world.hat(world.account(), integrated)
    assert queries.principal_for(world.account().id, "", hat.id) is None
    assert queries.principal_for(hat.account_id, "", world.account().id) is None
    Account.objects.filter(pk=hat.account_id).update(is_active=False)
    assert queries.principal_for(hat.account_id, "", hat.id) is None
    assert queries.hats_of(hat.account_id) == queries.workers_of(integrated.id) == []


def test_a_hat_taken_off_closes_at_once_even_on_its_first_day(integrated):
    lead, worker = world.wearing(integrated, Role.LEAD), world.wearing(integrated)
    taken = actions.take_off_hat(by=lead, hat_id=worker.hat_id)
    assert taken.until == clock.today()
    assert queries.principal_for(worker.account_id, worker.name, worker.hat_id) is None
    assert queries.hat_views([worker.hat_id])[worker.hat_id].name == worker.name, "who acted in it stays known"
    with pytest.raises(Invalid, match="ended"):
        actions.take_off_hat(by=lead, hat_id=worker.hat_id)


def test_an_end_to_come_is_brought_forward_and_never_put_off(integrated):
    hat = world.hat(world.account(), integrated, until=date(2026, 6, 1))
    worker = world.worn(hat)
    with pytest.raises(Invalid, match="ended"):
        actions.take_off_hat(by=worker, hat_id=hat.id, until=date(2026, 9, 1))
    assert actions.take_off_hat(by=worker, hat_id=hat.id).until == date(2026, 3, 2)


def test_one_open_hat_for_each_role_in_an_actor(integrated, board):
    one = world.account()
    hat = world.hat(one, integrated)
    with pytest.raises(Invalid, match="hat_worn"):
        world.hat(one, integrated)
    world.hat(one, integrated, Role.LEAD)
    world.hat(one, board)
    actions.take_off_hat(by=SYSTEM, hat_id=hat.id)
    world.hat(one, integrated)
    assert [each.actor_name for each in queries.hats_of(one.id)] == [board.name, integrated.name, integrated.name]


def give(by, where, role=Role.WORKER, **fields):
    return actions.give_hat(
        by=by, account_id=world.account().id, actor_id=where.id, role=role, title="Worker", **fields
    )


def test_a_lead_gives_hats_of_the_team_up_to_lead(integrated, board):
    lead = world.wearing(integrated, Role.LEAD)
    for role in (Role.WORKER, Role.LEAD):
        give(lead, integrated, role)
    for role in set(Role) - {Role.WORKER, Role.LEAD}:
        with pytest.raises(Refused, match="hat_beyond_team"):
            give(lead, integrated, role)
    with pytest.raises(Refused, match="not_your_actor"):
        give(lead, board)


def test_an_administrator_gives_the_first_hats_of_a_new_team(board):
    administrator = world.wearing(board, Role.ADMINISTRATOR)
    new = actions.add_actor(
        by=administrator,
        kind="team",
        name="Rapid response at home",
        sector="nhs",
        domain="community",
        part_of_ids=[board.id],
    )
    hat = give(administrator, new, Role.LEAD)
    assert world.worn(hat).organisation_ids == {board.id}


def test_a_lead_of_the_organisation_does_not_give_hats_in_its_teams(board, integrated):
    with pytest.raises(Refused, match="not_your_actor"):
        give(world.wearing(board, Role.LEAD), integrated)


def test_nobody_is_lent_an_employer_that_the_team_is_no_part_of(board, council, integrated):
    other = world.actor("Another council", sector=Sector.COUNCIL)
    lead = world.wearing(integrated, Role.LEAD)
    give(lead, integrated, organisation_id=council.id)
    with pytest.raises(Refused, match="not_the_employer"):
        give(lead, integrated, organisation_id=other.id)


def test_a_hat_needs_a_title_a_role_and_a_living_account(integrated):
    before = Hat.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.give_hat(
            by=SYSTEM,
            account_id=world.account().id,
            actor_id=integrated.id,
            role="queen",
            title=" ",
            until=date(2026, 3, 1),
        )
    assert {problem.field for problem in refused.value.problems} == {"role", "title", "until"}
    with pytest.raises(NotFound):
        actions.give_hat(by=SYSTEM, account_id=integrated.id, actor_id=integrated.id, role=Role.WORKER, title="X")
    with pytest.raises(NotFound):
        actions.give_hat(
            by=SYSTEM, account_id=world.account().id, actor_id=world.account().id, role=Role.WORKER, title="X"
        )
    assert Hat.objects.count() == before


def test_who_leads_comes_before_who_keeps_the_page(integrated):
    keeper = world.wearing(integrated, Role.ADMINISTRATOR)
    lead = world.wearing(integrated, Role.LEAD)
    world.wearing(integrated)
    assert [each.account_id for each in queries.leads_of(integrated.id)] == [lead.account_id, keeper.account_id]
    assert len(queries.workers_of(integrated.id)) == 3


def test_an_actor_that_ends_takes_its_hats_with_it(integrated, board):
    worker = world.wearing(integrated)
    later = world.hat(world.account(), integrated, since=date(2026, 5, 1))
    actions.end_actor(by=SYSTEM, actor_id=integrated.id, version=1, until=date(2026, 3, 9))
    assert queries.principal_for(worker.account_id, "", worker.hat_id)
    with on(9):
        assert queries.principal_for(worker.account_id, "", worker.hat_id) is None
    with on(2, month=5):
        assert queries.principal_for(later.account_id, "", later.id) is None


def test_an_organisation_that_has_ended_lends_its_sector_no_longer(integrated, board):
    actions.end_actor(by=SYSTEM, actor_id=board.id, version=1, until=date(2026, 3, 9))
    hat = world.hat(world.account(), integrated, organisation_id=board.id)
    assert world.worn(hat).sectors == {"nhs", "council"}
    with on(9):
        assert world.worn(hat).sectors == {"council"}
