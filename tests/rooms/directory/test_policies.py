"""Who keeps a listing: the provider's own hats, light for the small. All others are refused, and that is recorded."""

from collections.abc import Callable

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused, Withheld
from ecotone.directory import actions, queries
from ecotone.directory.models import Service
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import Sector
from ecotone.ground.errors import Invalid
from tests.rooms.directory.world import SYSTEM, a_person, actor, service, site, wearing

KEEP: dict[str, Callable] = {
    "list": lambda by, s: actions.list_service(by=by, provider_id=s.provider_id, name="New", attending=["phone"]),
    "change": lambda by, s: actions.change_service(by=by, service_id=s.id, version=1, name="New"),
    "close": lambda by, s: actions.close_service(
        by=by, service_id=s.id, version=1, status="temporarily_closed", reason="The roof leaks."
    ),
    "reopen": lambda by, s: actions.reopen_service(by=by, service_id=s.id, version=1),
}
FRESH: dict[str, Callable] = {
    "capacity": lambda by, s: actions.set_capacity(by=by, service_id=s.id, version=1, capacity_word="has_capacity"),
    "assure": lambda by, s: actions.assure_service(by=by, service_id=s.id, version=1),
    "index": lambda by, s: actions.renew_index(by=by, provider_id=s.provider_id),
}


def refusal(attempt: Callable, by: Principal, of: Service) -> str:
    with pytest.raises(Refused) as refused:
        attempt(by, of)
    assert AuditEntry.objects.filter(kind="refusal", reason=refused.value.verdict.code).exists()
    return refused.value.verdict.code


def may(attempt: Callable, by: Principal, of: Service) -> bool:
    """Whether it gets past the policy; what it then thinks of the service is another matter."""
    try:
        attempt(by, of)
    except Refused:
        return False
    except Invalid:
        return True
    return True


@pytest.mark.parametrize("what", [*KEEP, *FRESH])
def test_everyone_else_is_refused(world, what):
    attempt = (KEEP | FRESH)[what]
    team, board = world.actors["Airdrie IRT"], world.actors["NHS Lanarkshire"]
    of_team = service(world, provider="Airdrie IRT")
    of_board = service(world, provider="NHS Lanarkshire")
    assert refusal(attempt, Principal.nobody(), of_team) == "access.nobody"
    assert refusal(attempt, a_person(), of_team) == "access.no_role"
    stranger = wearing(world.actors["Monklands Blether"], Role.ADMINISTRATOR)
    assert refusal(attempt, stranger, of_team) == "directory.not_your_service"
    above = wearing(team, Role.ADMINISTRATOR)
    assert board.id in above.organisation_ids
    assert refusal(attempt, above, of_board) == "directory.not_your_service", "a team does not keep its board's"
    for role in (Role.STEWARD, Role.PLANNER, Role.BOARD_MEMBER, Role.RESEARCHER, Role.OFFICER, Role.GUARDIAN):
        assert refusal(attempt, wearing(team, role), of_team) == "access.no_role"
    hatless = Principal(kind=Kind.WORKER, account_id=above.account_id, role=Role.ADMINISTRATOR)
    assert refusal(attempt, hatless, of_team) == "directory.not_your_service"


def test_a_big_provider_leaves_its_listings_to_leads_and_administrators(world):
    team = world.actors["Airdrie IRT"]
    for attempt in KEEP.values():
        assert (
            refusal(attempt, wearing(team, Role.WORKER), service(world, provider="Airdrie IRT")) == "access.no_role"
        )
        for role in (Role.LEAD, Role.ADMINISTRATOR):
            assert may(attempt, wearing(team, role), service(world, provider="Airdrie IRT"))
    for attempt in FRESH.values():
        for role in (Role.WORKER, Role.LEAD, Role.ADMINISTRATOR):
            assert may(attempt, wearing(team, role), service(world, provider="Airdrie IRT"))


@pytest.mark.commitment(9)
@pytest.mark.parametrize("sector", [Sector.THIRD, Sector.COMMUNITY, Sector.INDEPENDENT])
def test_in_a_small_group_any_worker_keeps_the_listing(world, sector):
    world.actors["small"] = actor("A small group", sector)
    worker = wearing(world.actors["small"], Role.WORKER)
    for attempt in (KEEP | FRESH).values():
        assert may(attempt, worker, service(world, provider="small"))


def test_an_organisation_keeps_the_listings_of_its_teams(world):
    board = world.actors["NHS Lanarkshire"]
    of_team = service(world, provider="Airdrie IRT")
    assert may(KEEP["change"], wearing(board, Role.ADMINISTRATOR), of_team)
    assert may(FRESH["assure"], wearing(board, Role.WORKER), service(world, provider="Airdrie IRT"))
    assert not may(KEEP["change"], wearing(board, Role.WORKER), of_team)


def test_the_page_says_what_its_reader_may_do(world):
    of_team = service(world, provider="Airdrie IRT")

    def said(by):
        view = queries.service(by, of_team.id)
        return view.may_keep.allowed, view.may_keep_fresh.allowed

    team, board = world.actors["Airdrie IRT"], world.actors["NHS Lanarkshire"]
    assert said(Principal.nobody()) == (False, False)
    assert said(wearing(team, Role.WORKER)) == (False, True)
    assert said(wearing(team, Role.LEAD)) == (True, True)
    assert said(wearing(board, Role.ADMINISTRATOR)) == (True, True)
    assert said(SYSTEM) == (True, True)


class TestRefuge:
    """A confidential site: the service is found, and where it is stays with its own people."""

    @pytest.fixture
    def refuge(self, world):
        self.world = world
        world.actors["Safe Haven"] = actor("Safe Haven", Sector.THIRD)
        self.own = wearing(world.actors["Safe Haven"], Role.LEAD)
        self.hidden = ecosystem.add_site(
            by=self.own,
            name="The refuge",
            place_id=world.at("Petersburn"),
            address="3 Hidden Lane",
            postcode="ML99 9ZZ",
            latitude=55.9,
            longitude=-3.9,
            confidential=True,
        )
        return service(
            world,
            "Refuge",
            by=self.own,
            provider="Safe Haven",
            need_codes=["safety.abuse"],
            sensitivity="sensitive",
            sites=[self.hidden.id],
        )

    def test_it_is_found_though_it_is_sensitive(self, refuge):
        found = queries.find(Principal.nobody(), words="scared of my partner")
        assert [(each.name, each.sensitive) for each in found.results] == [("Refuge", True)]

    def test_where_it_is_is_told_to_its_own_hats_alone(self, refuge):
        withheld = (Withheld("directory.confidential_site"),)
        stranger = wearing(self.world.actors["Monklands Blether"], Role.ADMINISTRATOR)
        for reader in (Principal.nobody(), a_person(), stranger, SYSTEM):
            view = queries.service(reader, refuge.id)
            assert view.sites == withheld
            assert view.listing.sites == ()
            for secret in ("Hidden Lane", "ML99 9ZZ", "Petersburn", "The refuge", "55.9", str(self.hidden.id)):
                assert secret not in repr(view)
        own = queries.service(self.own, refuge.id).sites[0]
        assert (own.address, own.postcode, own.place) == ("3 Hidden Lane", "ML99 9ZZ", "Petersburn")

    def test_no_search_gives_its_place_away(self, refuge):
        for place in ("Petersburn", "Airdrie", "Hamilton", "Elsewhere"):
            (line,) = queries.find(SYSTEM, words="refuge", place_id=self.world.at(place)).results
            assert (line.place_names, line.nearest_place, line.distance) == ((), "", "far")
            assert "directory.why_place" not in line.why
        assert "Petersburn" not in repr(line)

    def test_nobody_else_can_move_in_to_read_the_address(self, refuge):
        spy = wearing(self.world.actors["Monklands Blether"], Role.LEAD)
        for attempt in (
            lambda: service(self.world, by=spy, sites=[self.hidden.id]),
            lambda: actions.change_service(
                by=spy, service_id=service(self.world).id, version=1, sites=[(self.hidden.id, True)]
            ),
        ):
            with pytest.raises(Invalid) as refused:
                attempt()
            assert [problem.code for problem in refused.value.problems] == ["directory.unknown_site"]

    def test_its_own_people_change_the_rest_of_the_listing(self, refuge):
        other = wearing(self.world.actors["Safe Haven"], Role.LEAD)
        actions.change_service(
            by=other, service_id=refuge.id, version=1, alert="Phone first.", sites=[(self.hidden.id, True)]
        )
        assert queries.service(other, refuge.id).sites[0].is_intake

    def test_a_site_hidden_later_is_withheld_from_then_on(self, world):
        hall = site(world, "Airdrie")
        made = service(world, sites=[hall.id])
        assert queries.service(SYSTEM, made.id).sites[0].address == "12 High Street"
        ecosystem.hide_site(by=SYSTEM, site_id=hall.id)
        assert queries.service(SYSTEM, made.id).sites == (Withheld("directory.confidential_site"),)
        (line,) = queries.find(SYSTEM, words="blether", place_id=world.at("Airdrie")).results
        assert line.place_names == ()
        actions.change_service(by=SYSTEM, service_id=made.id, version=1, name="Tea and a blether, still")


@pytest.mark.commitment(1)
def test_a_restriction_is_shown_and_never_hides_a_service(world):
    made = service(world, accepts=["nhs", "council"], self_referral=False)
    nurse = wearing(world.actors["Airdrie IRT"])
    befriender = wearing(world.actors["Monklands Blether"])
    for by, allowed, code in [
        (nurse, True, "directory.takes_from_your_sector"),
        (befriender, False, "directory.not_from_your_sector"),
        (a_person(), False, "directory.needs_referral"),
        (Principal.nobody(), False, "directory.needs_referral"),
    ]:
        (line,) = queries.find(by, words="blether").results
        assert (line.takes.allowed, line.takes.code) == (allowed, code)
        assert queries.service(by, made.id).takes == line.takes
    assert queries.accepts(made.id, "council").allowed
    assert not queries.accepts(made.id, "third").allowed
    open_to_all = service(world, "Anyone's tea")
    assert queries.accepts(open_to_all.id, "informal").code == "directory.takes_from_anyone"
    assert queries.service(a_person(), open_to_all.id).takes.code == "directory.takes_self_referral"
