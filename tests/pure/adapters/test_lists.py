"""What people write in their own lists, and which column they write it in."""

from datetime import time
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.spreadsheet import mapping, matching, values
from ecotone.directory.rules import AttendingType, Weekday
from ecotone.ecosystem.views import NeedView

MO, TU, WE, TH, FR = list(Weekday)[:5]


def hours(text: str) -> list[tuple] | None:
    found = values.openings(text)
    return None if found is None else [(each.weekday, each.opens, each.closes) for each in found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mon 10am-12; Thu 2-4pm", [(MO, time(10), time(12)), (TH, time(14), time(16))]),
        ("Mon 10-12", [(MO, time(10), time(12))]),
        ("Mondays 13:30-15:00", [(MO, time(13, 30), time(15))]),
        ("Mon-Fri 9am to 5pm", [(day, time(9), time(17)) for day in (MO, TU, WE, TH, FR)]),
        ("Tue and Thurs: 11-1pm", [(TU, time(11), time(13)), (TH, time(11), time(13))]),
        ("wed 6.30pm until 8pm", [(WE, time(18, 30), time(20))]),
        ("Fri 10am-12noon", [(FR, time(10), time(12))]),
        ("Mon 9-5", None),
        ("Mon 2-4", None),
        ("Mon 7-9", None),
        ("Mon 07:00-09:00", [(MO, time(7), time(9))]),
        ("Mon – Wed 9am – 5pm", [(day, time(9), time(17)) for day in (MO, TU, WE)]),
        ("Mon 25-26", None),
        ("Mon 4pm-2pm", None),
        ("Someday 10-12", None),
        ("Mon 10-12; or ring first", None),
        ("every other Monday 10-12", None),
    ],
)
def test_days_and_times_are_understood_where_only_one_reading_is_possible(text, meant):
    assert hours(text) == meant


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 600), st.sampled_from(list(Weekday)))
def test_times_by_the_clock_of_24_hours_come_back_as_written(hour, minute, lasts, day):
    closes = hour * 60 + minute + lasts
    if closes < 24 * 60 and hour not in range(1, 7):
        start, end = time(hour, minute), time(closes // 60, closes % 60)
        assert hours(f"{day.name} {start:%H:%M}-{end:%H:%M}") == [(day, start, end)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("60+", (60, None)),
        ("60 and over", (60, None)),
        ("16 to 25", (16, 25)),
        ("5-11 years", (5, 11)),
        ("Under 18", (None, 17)),
        ("under 18s", (None, 17)),
        ("adults", None),
        ("over 60", None),
        ("25 to 16", None),
        ("under 0", None),
        ("200+", None),
        ("0+", (0, None)),
        ("P1-P3", None),
        ("", None),
    ],
)
def test_ages_are_understood_where_sure(text, meant):
    assert values.ages(text) == meant


@pytest.mark.parametrize(
    ("text", "pence", "option"),
    [("£3.50 a walk", 350, "a walk"), ("3", 300, ""), ("3.5", 350, ""), ("£12 per session", 1200, "per session")],
)
def test_one_price_is_so_many_pence(text, pence, option):
    assert (values.price(text).amount, values.price(text).option) == (pence, option)


@pytest.mark.parametrize(
    "text", ["£2-£5", "a donation", "£3 or £2 for members", "-3", "", "£3.555", "£3 per " + "x" * 200]
)
def test_what_is_no_single_price_is_left_in_its_words(text):
    assert values.price(text) is None


def test_words_for_no_charge():
    assert [values.is_free(each) for each in ("Free", "no charge", "£0", "Free for members")] == [
        *(True, True, True, False)
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1236555000.0", "01236 555000"),
        ("1236555000", "01236 555000"),
        ("01236 555000", "01236 555000"),
        ("441236555000", "+44 1236 555000"),
        ("116123", "116123"),
        ("+44 1236 555000", "+44 1236 555000"),
        ("", ""),
    ],
)
def test_a_phone_that_became_a_number_gets_its_nought_back(text, meant):
    assert values.phone(text) == meant


def test_ways_to_attend_and_several_of_anything():
    assert values.attending("In person; Zoom, carrier pigeon") == (AttendingType.VENUE, AttendingType.ONLINE)
    assert values.several("English, Polish / Urdu;English") == ("English", "Polish", "Urdu")


@given(st.integers(0, 200), st.integers(0, 200))
def test_two_ages_are_a_span_where_somebody_can_be_in_it(first, second):
    lived = [age for age in range(131) if first <= age <= second]
    sure = bool(lived) and second <= 130
    assert values.ages(f"{first} to {second}") == ((first, second) if sure else None)
    assert values.ages(f"{first}+") == ((first, None) if first <= 130 else None)
    assert values.ages(f"under {first}") == ((None, first - 1) if 1 <= first <= 131 else None)


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_pounds_and_pence_come_back_as_pence_and_as_a_workbook_keeps_them(pounds, pence):
    kept = float(f"{pounds}.{pence:02}")
    assert values.price(f"£{pounds}.{pence:02}").amount == values.price(str(kept)).amount == pounds * 100 + pence


@pytest.mark.parametrize(("text", "meant"), [("Yes", "free"), ("no", ""), ("TRUE", "free"), ("£2", "£2")])
def test_yes_and_no_say_whether_it_is_free(text, meant):
    assert values.free_or_not(text) == meant


@given(st.text(max_size=60))
def test_no_cell_whatever_stands_in_it_breaks_the_reading(text):
    for read in (values.openings, values.ages, values.price, values.phone, values.attending, values.is_free):
        read(text)


def test_usual_words_are_guessed_and_each_column_is_taken_once():
    header = ["Group Name", "Tel.", "E-mail", "WEB", "Age range", "Post Code", "Colour"]
    assert matching.guess(header) == {
        "name": "Group Name",
        "phone": "Tel.",
        "email": "E-mail",
        "url": "WEB",
        "ages": "Age range",
        "postcode": "Post Code",
    }


def test_a_column_is_known_by_what_stands_in_it_where_only_one_looks_so():
    samples = {"a": ["x@example.org"], "b": ["www.example.org"], "c": ["ML6 0AA", "g1 1aa"], "d": ["01236 555000"]}
    assert matching.guess(["Name", *samples], samples) == {
        "name": "Name",
        "email": "a",
        "url": "b",
        "postcode": "c",
        "phone": "d",
    }
    two = {"work": ["a@example.org"], "home": ["b@example.org"], "mixed": ["c@example.org", "none"]}
    assert matching.guess(["Name", *two], two) == {"name": "Name"}
    assert matching.guess(["Name", "Email", "d"], {"Email": ["01236 555000"], "d": ["n/a"]}) == {
        "name": "Name",
        "email": "Email",
    }


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=30), max_size=3), max_size=8))
def test_no_header_and_no_values_break_the_guess(samples):
    found = matching.guess(list(samples), samples)
    assert set(found.values()) <= set(samples)
    assert len(set(found.values())) == len(found)


def test_a_saying_that_two_needs_share_means_neither():
    def need(code: str, *sayings: str) -> NeedView:
        return NeedView(uuid4(), code, code.title(), sayings, False, "")

    found = mapping.words_of([need("money", "skint", "bills"), need("fuel", "Bills", "cold house")])
    assert (found.get("bills"), found["skint"], found["cold house"], found["fuel"]) == (None, "money", "fuel", "fuel")


words = st.lists(st.sampled_from([word for some in matching.SERVICES.values() for word in some] + ["colour", ""]))


@given(words, st.randoms())
def test_a_guess_is_a_matching_in_order_and_the_same_for_columns_in_any_order(header, chance):
    header = list(dict.fromkeys(header))
    found = matching.guess(header)
    assert [problem.code for problem in matching.problems(found, header)] in ([], ["adapters.no_name_column"])
    assert len(set(found.values())) == len(found)
    shuffled = chance.sample(header, len(header))
    assert (matching.guess(shuffled), matching.signature(shuffled)) == (found, matching.signature(header))


def test_headers_that_differ_have_another_signature():
    assert matching.signature(["Name", "Tel"]) != matching.signature(["Name", "Fax"])
