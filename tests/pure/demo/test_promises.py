"""What invented services promise is theirs to promise, and neither all nor none of them says something."""

from ecotone.demo.content.world import SERVICES, promises
from ecotone.directory.listing import Listing, problems


def test_each_promise_is_of_a_service_that_is_there_and_can_be_kept():
    assert set(promises.OF_SERVICES) <= {service.key for service in SERVICES}
    for start in promises.OF_TEAMS:
        assert any(service.key.startswith(start) for service in SERVICES), start
    for service in SERVICES:
        said = promises.of(service.key)
        listing = Listing(name=service.name, attending=("home",)).given(
            attempts_before_closing=said.attempts, outreach=said.outreach, door_open_days=said.door_days
        )
        assert list(problems(listing)) == []


def test_a_believable_share_says_something():
    said = [promises.of(service.key) for service in SERVICES]
    for share in (sum(each.attempts is not None for each in said), sum(bool(each.door_days) for each in said)):
        assert 0.1 < share / len(said) < 0.5
