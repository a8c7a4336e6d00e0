"""CHI and NHS numbers by their check digit, dates inside CHI numbers, birth dates and ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.people.rules import IdentifierKind, age_on, birth_date_problems, check_digit, identifier_problems

NINE = st.from_regex(r"[0-9]{9}", fullmatch=True)
DAYS = st.dates(date(1890, 1, 1), date(2030, 1, 1))
TODAY = date(2026, 3, 2)


def problems(kind: IdentifierKind, value: str) -> list[str]:
    return [problem.code for problem in identifier_problems(kind, value)]


@pytest.mark.parametrize(
    ("nine", "digit"),
    [
        ("010101123", 7),
        ("943476591", 9),
        ("401023213", 7),
        ("000000000", 0),
        ("000000006", None),
    ],
)
def test_worked_check_digits(nine, digit):
    assert check_digit(nine) == digit


@given(NINE)
def test_a_right_number_sums_to_a_multiple_of_eleven(nine):
    """The rule said the other way round: weights 10 to 1 over all ten digits, modulus 11."""
    fitting = [
        d for d in range(10) if sum(int(c) * w for c, w in zip(f"{nine}{d}", range(10, 0, -1), strict=True)) % 11 == 0
    ]
    assert ([check_digit(nine)] if check_digit(nine) is not None else []) == fitting


@given(NINE, st.data())
def test_one_wrong_digit_is_always_noticed(nine, data):
    digit = check_digit(nine)
    if digit is None:
        return
    whole = f"{nine}{digit}"
    at = data.draw(st.integers(0, 9))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[at]]))
    assert problems(IdentifierKind.NHS, whole) == []
    assert problems(IdentifierKind.NHS, whole[:at] + wrong + whole[at + 1 :]) == ["people.identifier_check_digit"]


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        (IdentifierKind.CHI, "0101011237", []),
        (IdentifierKind.NHS, "9434765919", []),
        (IdentifierKind.CHI, "0101011238", ["people.identifier_check_digit"]),
        (IdentifierKind.CHI, "9434765919", ["people.chi_date"]),
        (IdentifierKind.CHI, "010101123", ["people.identifier_ten_digits"]),
        (IdentifierKind.CHI, "01010112377", ["people.identifier_ten_digits"]),
        (IdentifierKind.CHI, "010101123A", ["people.identifier_ten_digits"]),
        (IdentifierKind.NHS, "٠١٢٣٤٥٦٧٨٩", ["people.identifier_ten_digits"]),
        (IdentifierKind.NHS, "²²²²²²²²²²", ["people.identifier_ten_digits"]),
        (IdentifierKind.NHS, "", ["people.identifier_ten_digits"]),
        (IdentifierKind.LOCAL, "", ["ground.required"]),
        (IdentifierKind.LOCAL, "W/17 a", []),
    ],
)
def test_what_is_wrong_with_a_number(kind, value, found):
    assert problems(kind, value) == found


def a_chi(first_six: str) -> str:
    """Some number that begins so and whose check digit fits."""
    nine = next(n for n in (f"{first_six}{k:03}" for k in range(1000)) if check_digit(n) is not None)
    return f"{nine}{check_digit(nine)}"


@given(DAYS)
def test_every_birth_date_can_begin_a_chi_number(born):
    assert problems(IdentifierKind.CHI, a_chi(f"{born:%d%m%y}")) == []


@pytest.mark.parametrize("first_six", ["000101", "320101", "010001", "011301", "310401", "300201", "990101"])
def test_what_is_no_day_cannot(first_six):
    assert problems(IdentifierKind.CHI, a_chi(first_six)) == ["people.chi_date"]


@pytest.mark.parametrize("first_six", ["290200", "290204", "290223"])
def test_a_leap_day_may_be_of_either_century(first_six):
    assert problems(IdentifierKind.CHI, a_chi(first_six)) == []


@given(DAYS, DAYS)
def test_age_counts_birthdays(born, day):
    if day < born:
        return
    age, had = 0, born
    while True:
        year = born.year + age + 1
        try:
            had = born.replace(year=year)
        except ValueError:  # born on 29 February: a year older on 1 March
            had = date(year, 3, 1)
        if had > day:
            break
        age += 1
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "wrong"),
    [
        (None, False),
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
        (date(1896, 1, 1), False),
        (date(1895, 12, 31), True),
    ],
)
def test_a_birth_date_lies_in_the_past_and_in_living_memory(born, wrong):
    assert [p.field for p in birth_date_problems(born, TODAY)] == (["birth_date"] if wrong else [])
