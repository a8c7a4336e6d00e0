"""A clock that is killed beside the pages comes back."""

import os
import signal
import time

import pytest

from ecotone.cli.ticking import pause
from tests.durability.deployment import Served, gone


def test_a_killed_clock_comes_back_and_ends_with_the_server(deploy):
    place = deploy("sqlite")
    place.script("world.py", "0", "0")
    served = Served(place)
    try:
        first = served.clock()
        os.kill(first, signal.SIGKILL)
        assert gone([first], seconds=20)
        end = time.monotonic() + 60
        while not (there := [each for each in served.clocks() if each != first]):
            assert time.monotonic() < end, "no clock came back"
            time.sleep(0.1)
    finally:
        served.stop()
    assert gone(there, seconds=20)


@pytest.mark.parametrize(("ended_early", "seconds"), [(0, 0), (1, 2), (2, 4), (5, 32), (6, 60), (10_000, 60)])
def test_a_clock_that_does_not_last_is_waited_for_longer_and_longer_but_never_given_up(ended_early, seconds):
    assert pause(ended_early) == seconds
