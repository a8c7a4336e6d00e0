"""Wrong tries: what an attacker gets out of a day, who is slowed by whom, and two at one instant."""

from datetime import timedelta
from uuid import UUID

import pytest

from ecotone.access import guesses, pace
from ecotone.access.guesses import Lane, for_password, right, take
from ecotone.access.models import Guess
from ecotone.access.pace import Pace
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem
from tests.rooms.racing import both

WARD, ELSEWHERE = "address:192.0.2.1", "address:198.51.100.7"


def tries_in_a_day(lanes_of) -> int:
    """How often whoever tries the moment a try counts gets to try, until a day is over; `lanes_of` the nth try."""
    begun, tries = clock.now(), 0
    moment = begun
    while moment < begun + timedelta(days=1):
        with clock.at(moment):
            until = take(lanes_of(tries))
        tries, moment = (tries, until) if until else (tries + 1, moment)
    return tries


@pytest.mark.django_db
def test_what_a_day_yields_against_one_account_and_against_all(monday):
    against_one = lambda _: for_password("ailsa@example.org", WARD, None)  # noqa: E731
    assert tries_in_a_day(against_one) == pace.PAIR.in_a_day() == 34


@pytest.mark.django_db
def test_a_thousand_addresses_get_no_more_out_of_one_account(monday):
    from_anywhere = lambda n: for_password("ailsa@example.org", f"address:{n}", None)  # noqa: E731
    assert tries_in_a_day(from_anywhere) == pace.ACCOUNT.in_a_day() == 121


@pytest.mark.django_db
def test_one_address_gets_no_more_out_of_a_thousand_accounts(monday):
    at_everybody = lambda n: for_password(f"somebody{n}@example.org", WARD, None)  # noqa: E731
    assert tries_in_a_day(at_everybody) == pace.SOURCE.in_a_day() == 1493


@pytest.mark.django_db
def test_an_attacker_slows_down_neither_a_known_browser_nor_the_colleagues_at_one_address(monday):
    for n in range(40):
        take(for_password("ailsa@example.org", f"address:{n}", None))
    for _ in range(10):
        take(for_password("bert@example.org", WARD, None))
    assert take(for_password("ailsa@example.org", WARD, None))
    assert take(for_password("bert@example.org", WARD, None))
    assert take(for_password("ailsa@example.org", WARD, UUID(int=1))) is None
    assert take(for_password("cora@example.org", WARD, None)) is None
    assert take(for_password("bert@example.org", ELSEWHERE, None)) is None


@pytest.mark.django_db
def test_knocking_while_it_is_to_wait_makes_the_wait_no_longer(monday):
    lanes = for_password("ailsa@example.org", WARD, None)
    for _ in range(6):
        until = take(lanes)
    assert {take(lanes) for _ in range(20)} == {until}


@pytest.mark.django_db
def test_whoever_has_an_account_cannot_wipe_out_what_is_counted_for_all(monday):
    for n in range(pace.SOURCE.free):
        take(for_password(f"somebody{n}@example.org", WARD, None))
    with clock.at(clock.now() + timedelta(minutes=2)):
        own = for_password("attacker@example.org", WARD, None)
        assert take(own) is None
        right(own)
        assert take(for_password("ailsa@example.org", WARD, None)) is None
        assert take(for_password("bert@example.org", WARD, None))


@pytest.mark.django_db
def test_a_right_one_and_a_quiet_day_begin_a_lane_anew(monday):
    lanes = [Lane("x", Pace(2, 60, 600))]
    for _ in range(2):
        take(lanes)
    assert take(lanes)
    right(lanes)
    assert [take(lanes), take(lanes)] == [None, None] and take(lanes)
    with clock.at(clock.now() + timedelta(days=2)):
        assert [take(lanes), take(lanes)] == [None, None]
        assert guesses.forget() == 0
    with clock.at(clock.now() + timedelta(days=4)):
        assert guesses.forget() == 1 and not Guess.objects.exists()


@pytest.mark.django_db
def test_only_what_was_wrong_counts(monday):
    lanes = [Lane("x", Pace(1, 600, 600))]
    with pytest.raises(Invalid), guesses.counted(lanes):
        raise Invalid(Problem("access.weak_password", "password"))
    with pytest.raises(Invalid, match="wrong_password"), guesses.counted(lanes):
        raise Invalid(Problem("access.wrong_password", "present"))
    with pytest.raises(Invalid, match="too_many_tries"), guesses.counted(lanes):
        raise AssertionError("nothing is tried while it is to wait")


@pytest.mark.django_db
def test_nothing_is_kept_that_names_anybody(monday):
    take(for_password("ailsa@example.org", WARD, None))
    kept = " ".join(str(value) for row in Guess.objects.values_list() for value in row)
    assert "ailsa" not in kept and "192.0.2" not in kept


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_one_instant_no_more_count_than_are_free(monday):
    lanes = for_password("ailsa@example.org", WARD, None)
    taken = both(*[lambda: take(lanes)] * 20)
    waits = [clock.now() + timedelta(seconds=pace.PAIR.first)] * (20 - pace.PAIR.free)
    assert [each for each in taken if each is not None] == waits
