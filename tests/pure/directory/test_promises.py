"""What a listing may promise for when someone does not come, and in which words a reader meets it."""

import pytest

from ecotone.directory.listing import LONGEST_DOOR, MOST_ATTEMPTS, Listing, problems
from ecotone.directory.words import door, tries

PLAIN = Listing(name="Visits", attending=("home",))


def wrong(**fields) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in problems(PLAIN.given(**fields))]


@pytest.mark.parametrize("attempts", [None, 1, 3, MOST_ATTEMPTS])
@pytest.mark.parametrize("days", [None, 0, 90, LONGEST_DOOR])
def test_what_can_be_kept_may_be_promised(attempts, days):
    assert wrong(attempts_before_closing=attempts, door_open_days=days, outreach="A call, then a letter") == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"attempts_before_closing": 0}, "directory.attempts"),
        ({"attempts_before_closing": -1}, "directory.attempts"),
        ({"attempts_before_closing": MOST_ATTEMPTS + 1}, "directory.attempts"),
        ({"attempts_before_closing": "three"}, "directory.wrong_kind"),
        ({"door_open_days": -1}, "directory.door"),
        ({"door_open_days": LONGEST_DOOR + 1}, "directory.door"),
        ({"door_open_days": "always"}, "directory.wrong_kind"),
        ({"outreach": "x" * 2_001}, "ground.too_long"),
    ],
)
def test_what_promises_nothing_or_cannot_be_kept_is_named_at_its_field(fields, code):
    assert wrong(**fields) == [(code, next(iter(fields)))]


def test_it_is_said_in_plain_words():
    assert tries(1) == "They try at least once before they close."
    assert tries(3) == "They try at least 3 times before they close."
    assert door(90) == "For 90 days after it has ended you can come back without telling it all again."
    assert door(1) == "For a day after it has ended you can come back without telling it all again."
    assert door(0) == "When it has ended, you would have to ask anew."
