"""What a listing may say: every fault is named at its field, and nothing sound is refused."""

import dataclasses
from datetime import date, time
from uuid import uuid4

import pytest
from django.db.models import CharField, TextField
from hypothesis import given
from hypothesis import strategies as st

from ecotone.directory import store
from ecotone.directory.listing import (
    COLUMNS,
    MOST_PARTS,
    OF,
    PART_KINDS,
    PARTS,
    Contact,
    Cost,
    Listing,
    Location,
    Opening,
    problems,
)
from ecotone.directory.models import Service
from ecotone.directory.rules import AttendingType, CapacityWord

SOUND = Listing(name="Tea and a blether", attending=("venue",))


def faults(**fields) -> list[tuple[str, str]]:
    """The faults of a listing that is sound but for these fields, as (field, code)."""
    return [(problem.field, problem.code) for problem in problems(SOUND.given(**fields))]


def test_a_name_and_a_way_to_attend_are_enough():
    assert faults() == []


@pytest.mark.parametrize(
    ("fields", "at", "code"),
    [
        ({"name": "  "}, "name", "ground.required"),
        ({"name": "n" * 201}, "name", "ground.too_long"),
        ({"description": "one\x00two"}, "description", "ground.nul"),
        ({"alert": "half a pair \ud800"}, "alert", "ground.nul"),
        ({"attending": ()}, "attending", "directory.no_way_to_attend"),
        ({"attending": ["by owl"]}, "attending", "ground.unknown_choice"),
        ({"access": ["by owl"]}, "access", "ground.unknown_choice"),
        ({"accepts": ["guild"]}, "accepts", "ground.unknown_choice"),
        ({"sensitivity": "very"}, "sensitivity", "ground.unknown_choice"),
        ({"wait_band": ""}, "wait_band", "ground.unknown_choice"),
        ({"capacity_word": "loads"}, "capacity_word", "ground.unknown_choice"),
        ({"url": "ftp://example.org"}, "url", "directory.url"),
        ({"url": "javascript:alert(1)"}, "url", "directory.url"),
        ({"url": "http://example.org/<script>"}, "url", "directory.url"),
        ({"url": "https://localhost"}, "url", "directory.url"),
        ({"url": "https://[bad"}, "url", "directory.url"),
        ({"url": "https://example.org:port/"}, "url", "directory.url"),
        ({"email": "morag at example.org"}, "email", "directory.email"),
        ({"email": "a@b@example.org"}, "email", "directory.email"),
        ({"email": "morag@example..org"}, "email", "directory.email"),
        ({"phone": "ask Morag"}, "phone", "directory.phone"),
        ({"phone": "1"}, "phone", "directory.phone"),
        ({"minimum_age": -1}, "minimum_age", "directory.age"),
        ({"maximum_age": 200}, "maximum_age", "directory.age"),
        ({"minimum_age": 65, "maximum_age": 18}, "maximum_age", "directory.ages_crossed"),
        ({"minimum_age": "65"}, "minimum_age", "directory.wrong_kind"),
        ({"cost_free": None}, "cost_free", "directory.wrong_kind"),
        ({"review_due": "tomorrow"}, "review_due", "directory.wrong_kind"),
        ({"places_available": -1}, "places_available", "directory.places"),
        ({"places_maximum": 10**9}, "places_maximum", "directory.places"),
        ({"places_available": 5, "places_maximum": 4}, "places_available", "directory.more_than_maximum"),
        ({"places_funded": 5, "places_maximum": 4}, "places_funded", "directory.more_than_maximum"),
        ({"capacity_word": "has_capacity", "places_available": 0}, "places_available", "directory.room_but_no_place"),
        ({"capacity_word": "no_capacity", "places_available": 2}, "places_available", "directory.full_but_places"),
        ({"cost_free": True, "cost_options": [("a cup of tea", 150)]}, "cost_free", "directory.free_but_priced"),
        ({"cost_options": [("tea", -1)]}, "cost_options.0.amount", "directory.amount"),
        ({"cost_options": [("", None)]}, "cost_options.0.amount", "ground.required"),
        ({"cost_options": [("tea", 150, "pounds")]}, "cost_options.0.currency", "ground.too_long"),
        ({"cost_options": [("tea", 150, "gbp")]}, "cost_options.0.currency", "directory.currency"),
        ({"cost_options": [("tea", 150, "")]}, "cost_options.0.currency", "ground.required"),
        ({"cost_options": [("tea", "1.50")]}, "cost_options.0.amount", "directory.wrong_kind"),
        ({"schedules": [("MO", time(12), time(10))]}, "schedules.0.closes", "directory.closes_before_it_opens"),
        ({"schedules": [("MO", time(12), time(12))]}, "schedules.0.closes", "directory.closes_before_it_opens"),
        ({"schedules": [("MO", time(12), None)]}, "schedules.0.closes", "directory.half_the_hours"),
        ({"schedules": [("MO", None, time(12))]}, "schedules.0.opens", "directory.half_the_hours"),
        ({"schedules": [("monday", time(9), time(10))]}, "schedules.0.weekday", "ground.unknown_choice"),
        ({"schedules": [("MO", "nine", "ten")]}, "schedules.0.opens", "directory.wrong_kind"),
        ({"languages": [{"code": "pl"}]}, "languages.0.name", "ground.required"),
        ({"contacts": [("", "")]}, "contacts.0.name", "directory.empty_contact"),
        ({"contacts": [("Morag", "", "", "nope")]}, "contacts.0.email", "directory.email"),
        ({"required_documents": [("", "")]}, "required_documents.0.document", "ground.required"),
        ({"required_documents": [("A form", "x y")]}, "required_documents.0.url", "directory.url"),
        ({"identifiers": [("", "", "7")]}, "identifiers.0.source", "ground.required"),
        ({"place_ids": ["Airdrie"]}, "place_ids", "directory.unknown_place"),
        ({"sites": ["the hall"]}, "sites.0.site_id", "directory.unknown_site"),
        ({"need_codes": [7]}, "need_codes", "directory.unknown_need"),
        ({"need_codes": ["a\x00b"]}, "need_codes", "directory.unknown_need"),
        ({"need_codes": ["n" * 81]}, "need_codes", "directory.unknown_need"),
        ({"need_codes": [str(n) for n in range(MOST_PARTS + 1)]}, "need_codes", "directory.too_many"),
    ],
)
def test_a_fault_is_named_at_its_field(fields, at, code):
    assert (at, code) in faults(**fields)


def test_a_period_ends_no_earlier_than_it_begins():
    backwards = Opening("MO", time(9), time(10), "", date(2026, 5, 1), date(2026, 4, 30))
    one_day = dataclasses.replace(backwards, valid_to=date(2026, 5, 1))
    assert faults(schedules=[backwards, one_day]) == [("schedules.0.valid_to", "ground.period")]
    assert faults(cost_options=[Cost("tea", 150, valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 1))]) == [
        ("cost_options.0.valid_to", "ground.period")
    ]


def test_every_fault_is_named_at_once():
    found = faults(
        name="", url="no", email="no", phone="no", minimum_age=70, maximum_age=60, attending=(), capacity_word="x"
    )
    assert {at for at, _ in found} == {"name", "url", "email", "phone", "maximum_age", "attending", "capacity_word"}


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "01236 555 010 ext 4"},
        {"phone": "+44 (0)1236 555010"},
        {"phone": "111"},
        {"phone": "116 123"},
        {"email": "café.blether@exämple.scot"},
        {"url": "https://example.org:8443/a/b?c=d#e"},
        {"minimum_age": 16, "maximum_age": 16},
        {"minimum_age": 0, "maximum_age": 130},
        {"places_available": 0, "places_maximum": 0, "capacity_word": "no_capacity"},
        {"cost_free": True, "cost_options": [("a donation, if you like", None)]},
        {"cost_options": [("", 0)]},
        {"schedules": [("SU", None, None, "by arrangement")]},
        {"name": "Càirdeas – 朋友 – صداقة – сябры"},
        {"need_codes": [], "accepts": [], "sites": None},
    ],
)
def test_what_people_really_write_is_taken(fields):
    assert faults(**fields) == []


def test_what_is_given_is_tidied():
    site, place = uuid4(), uuid4()
    tidied = SOUND.given(
        name="  Cafe\u0301 Blether ",
        url="www.example.org",
        email=None,
        attending="venue",
        accepts=["nhs", "third", "nhs"],
        place_ids=[str(place), place],
        sites=[site, (site, False)],
        contacts=[{"name": " Morag ", "phone": None}],
        languages=["Polish", ("Gaelic", "gd")],
    )
    assert (tidied.name, tidied.url, tidied.email) == ("Café Blether", "https://www.example.org", "")
    assert (tidied.attending, tidied.accepts, tidied.place_ids) == (("venue",), ("nhs", "third"), (place,))
    assert tidied.sites == (Location(site),)
    assert tidied.contacts == (Contact("Morag"),)
    assert [(language.name, language.code) for language in tidied.languages] == [("Polish", ""), ("Gaelic", "gd")]
    assert SOUND.given() == SOUND


def test_a_field_that_is_none_is_a_defect_of_the_caller():
    with pytest.raises(TypeError):
        SOUND.given(colour="green")


texts = st.text(max_size=300)
openings = st.builds(Opening, texts, st.none() | st.times(), st.none() | st.times(), texts)
costs = st.builds(Cost, texts, st.none() | st.integers(), texts)
numbers = st.none() | st.integers()


@given(
    st.fixed_dictionaries(
        {},
        optional={name: texts for name in COLUMNS if "most" in OF[name] or "among" in OF[name]}
        | dict.fromkeys(("minimum_age", "maximum_age", "places_available", "places_maximum"), numbers)
        | {"attending": st.lists(texts | st.sampled_from(AttendingType), max_size=3)}
        | {"schedules": st.lists(openings, max_size=3), "cost_options": st.lists(costs, max_size=3)}
        | {"contacts": st.lists(st.builds(Contact, texts, texts, texts, texts), max_size=3)},
    )
)
def test_whatever_is_given_is_judged_and_every_fault_names_a_field_of_the_listing(fields):
    for problem in problems(SOUND.given(**fields)):
        assert problem.field.partition(".")[0] in OF


@given(numbers, numbers, numbers, st.sampled_from(["", *CapacityWord]))
def test_counts_of_places_are_taken_just_when_the_tables_would(available, maximum, funded, word):
    found = faults(places_available=available, places_maximum=maximum, places_funded=funded, capacity_word=word)
    counts = [count for count in (available, maximum, funded) if count is not None]
    sound = (
        all(0 <= count <= 100_000 for count in counts)
        and (maximum is None or all(count <= maximum for count in counts))
        and not (word == "has_capacity" and available == 0)
        and not (word.startswith("no_capacity") and available)
    )
    assert (found == []) == sound


def test_texts_are_as_long_in_the_listing_as_in_the_tables():
    """A limit that differed would refuse in the database what the form had let through."""
    tables = {Listing: Service} | {OF[name]["several"]: store.TABLES[name].model for name in PARTS}
    for kind in (Listing, *PART_KINDS):
        columns = {column.name: column for column in tables[kind]._meta.fields}
        for f in dataclasses.fields(kind):
            if "most" in f.metadata:
                assert isinstance(columns[f.name], CharField | TextField)
                assert columns[f.name].max_length == f.metadata["most"], f"{kind.__name__}.{f.name}"
