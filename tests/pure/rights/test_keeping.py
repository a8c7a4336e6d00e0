"""The schedule: by which rule, from which event, until which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.rights.rules.correcting import months_on
from ecotone.rights.rules.keeping import LEAST, LONGEST, Kept, due_on, rule_for

MONTHS = {rule: period.months for rule, period in LEAST.items()}
DAYS = st.dates(date(1920, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("born", "died", "last", "rule", "due"),
    [
        (date(1940, 5, 1), date(2020, 2, 29), date(2020, 3, 4), Kept.DIED, date(2023, 2, 28)),
        (date(1940, 5, 1), None, date(2020, 3, 4), Kept.ADULT, date(2026, 3, 4)),
        (None, None, date(2020, 3, 4), Kept.ADULT, date(2026, 3, 4)),
        (date(2010, 6, 1), None, date(2020, 3, 4), Kept.CHILD, date(2035, 6, 1)),
        (date(2002, 6, 1), None, date(2020, 3, 4), Kept.CHILD, date(2028, 6, 1)),
        (date(2002, 3, 4), None, date(2020, 3, 4), Kept.ADULT, date(2026, 3, 4)),
        (date(2002, 6, 1), None, date(2019, 5, 31), Kept.CHILD, date(2027, 6, 1)),
    ],
)
def test_the_schedule_as_one_reads_it(born, died, last, rule, due):
    assert rule_for(born=born, died=died, last=last) is rule
    assert due_on(born=born, died=died, last=last, months=MONTHS) == due


@given(born=DAYS | st.none(), last=DAYS, longer=st.integers(0, 400))
def test_of_the_living_nothing_is_due_before_its_time_and_longer_is_never_sooner(born, last, longer):
    due = due_on(born=born, died=None, last=last, months=MONTHS)
    assert due >= months_on(last, MONTHS[Kept.ADULT])
    more = {rule: months + longer for rule, months in MONTHS.items()}
    assert due_on(born=born, died=None, last=last, months=more) >= due


@given(born=DAYS, last=DAYS)
def test_no_child_s_record_is_due_before_they_are_25(born, last):
    if rule_for(born=born, died=None, last=last) is Kept.CHILD:
        assert due_on(born=born, died=None, last=last, months=MONTHS) >= months_on(born, 300)


@given(born=DAYS | st.none(), last=DAYS, after=st.integers(0, 3000))
def test_a_death_ends_it_by_its_own_rule_alone(born, last, after):
    died = last + timedelta(days=after)
    assert due_on(born=born, died=died, last=last, months=MONTHS) == months_on(died, MONTHS[Kept.DIED])


def test_the_least_is_within_what_a_place_may_say():
    assert all(36 <= period.months <= LONGEST for period in LEAST.values())
