"""Whatever an Open Referral object holds, reading it raises nothing, and what is wrong is said at its place."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.openreferral import giving, taking
from ecotone.adapters.openreferral.feeds import kind_of
from ecotone.adapters.openreferral.given import is_uri
from ecotone.adapters.openreferral.older import is_older, modern
from ecotone.directory.listing import Listing, problems
from ecotone.directory.rules import Weekday
from tests.pure.adapters.openreferral.offers import HERE, offers, patient
from tests.pure.adapters.openreferral.spoiling import JUNK, spoilt

services = offers().map(lambda offer: json.loads(json.dumps(giving.service(offer))))
ID = "ac148810-d857-441c-9679-408f346de14b"
SOUND = {"id": ID, "name": "Tea", "status": "active", "organization": {"id": ID, "name": "Tea", "description": ""}}


def read(thing: object) -> None:
    """Reads it as everything it could be; a listing without problems is one that the directory would judge."""
    taken = taking.service(thing, HERE)
    if not taken.notes.problems:
        list(problems(Listing().given(**taken.fields)))
    taking.organisation(thing, HERE)
    taking.location(thing, HERE)
    kind_of(thing)


@patient
@given(spoilt(services))
def test_nothing_in_a_service_makes_reading_it_raise(thing):
    read(thing)
    read(thing.get("organization"))


@pytest.mark.parametrize("junk", JUNK, ids=lambda each: repr(each)[:20])
def test_nothing_that_is_no_service_makes_reading_it_raise(junk):
    read(junk)
    assert taking.service(junk, HERE).notes.problems


def faults(**fields: object) -> list[tuple[str, str]]:
    found = taking.service(SOUND | fields, HERE).notes.problems
    return [(each.field, each.code) for each in found]


@pytest.mark.parametrize(
    ("fields", "at", "code"),
    [
        ({"name": ""}, "name", "ground.required"),
        ({"name": None}, "name", "ground.required"),
        ({"name": ["Tea"]}, "name", "adapters.or_kind"),
        ({"status": "open"}, "status", "adapters.not_a_choice"),
        ({"status": None}, "status", "ground.required"),
        ({"email": False}, "email", "adapters.or_kind"),
        ({"minimum_age": "twelve"}, "minimum_age", "adapters.or_kind"),
        ({"minimum_age": True}, "minimum_age", "adapters.or_kind"),
        ({"phones": {}}, "phones", "adapters.or_kind"),
        ({"phones": ["0800"]}, "phones[0]", "adapters.or_kind"),
        ({"schedules": [{"byday": "MO", "opens_at": "ten"}]}, "schedules[0].opens_at", "adapters.or_kind"),
        ({"schedules": [{"byday": "MO", "valid_from": "2005-13-45"}]}, "schedules[0].valid_from", "adapters.or_kind"),
        ({"cost_options": [{"amount": "a lot"}]}, "cost_options[0].amount", "adapters.or_kind"),
        ({"description": "one\x00two"}, "description", "ground.nul"),
        ({"languages": [{}] * 1_001}, "languages", "directory.too_many"),
    ],
)
def test_what_breaks_the_standard_is_named_at_its_place(fields, at, code):
    assert (at, code) in faults(**fields)


def test_what_the_standard_allows_and_we_cannot_hold_is_left_out_and_said():
    fields = {
        "minimum_age": 0.5,
        "phones": [{"number": "ask Morag"}, {"number": "01236 000111", "extension": 12}, {"number": "111"}],
        "schedules": [{"freq": "MONTHLY", "byday": "2TU", "opens_at": "10:00Z", "closes_at": "12:00"}],
        "service_areas": [{"name": "Atlantis"}],
        "alert": "a" * 300,
        "funding": [{"id": ID}],
        "logo": "http://169.254.169.254/latest",
    }
    taken = taking.service(SOUND | fields, HERE)
    assert not taken.notes.problems
    assert taken.fields["phone"] == "01236 000111 ext 12"
    assert (taken.fields["minimum_age"], taken.fields["place_ids"]) == (None, ())
    assert [(each.weekday, each.note) for each in taken.fields["schedules"]] == [(Weekday.TUESDAY, "Monthly, 2TU")]
    assert len(taken.fields["alert"]) == 200
    assert {each.field for each in taken.notes.warnings} == {
        *("minimum_age", "phones[0].number", "schedules[0].freq", "service_areas[0].name", "alert")
    }
    assert dict(+taken.notes.not_taken) == {"phone": 1, "service.funding": 1, "service.logo": 1}


def test_a_field_that_is_not_named_is_not_spoken_of():
    """So that a list in short does not empty what a fuller one has said."""
    assert set(taking.service(SOUND, HERE).fields) == {"name", "attending"}
    assert taking.service(SOUND | {"url": None}, HERE).fields["url"] == ""


@pytest.mark.parametrize(
    ("fields", "tells"),
    [
        ({"name": "Lanarkshire Rape Crisis"}, True),
        ({"attributes": [{"taxonomy_term": {"name": "Alcohol", "description": ""}}]}, True),
        ({"attributes": [{"taxonomy_term": {"name": "falls", "description": ""}}]}, True),
        ({"name": "Tea and a blether"}, False),
    ],
)
def test_a_service_whose_name_or_kind_tells_something_is_sensitive(fields, tells):
    here = dataclasses.replace(HERE, sensitive=frozenset({"falls"}))
    assert (taking.service(SOUND | fields, here).fields.get("sensitivity") == "sensitive") is tells


OLDER = {
    "id": 1,
    "name": "12th Airdrie Brownies",
    "min_age": 5,
    "free": True,
    "needs_referral": True,
    "organisation": {"id": 7, "name": None},
    "locations": [
        {
            "id": 3,
            "name": "A house",
            "address_1": "1 Main Street",
            "city": "Airdrie",
            "postal_code": "ML6 0AA",
            "geometry": {"type": "Point", "coordinates": [0, 0]},
            "mask_exact_address": True,
            "accessibilities": [{"name": "Hoist"}],
        }
    ],
    "contacts": [{"name": "Jamie", "title": "Lead", "phone": "01236 000111", "email": None}],
    "regular_schedules": [{"weekday": "Monday", "opens_at": "10:00", "closes_at": "17:00"}],
    "taxonomies": [{"id": 2, "name": "Falls & balance", "slug": "falls"}, {"id": 1, "name": "Things to do"}],
    "local_offer": {"description": "An offer"},
}


def test_the_older_uk_shape():
    taken = taking.service(modern(OLDER), HERE)
    said = Listing().given(**taken.fields)
    assert (taken.key, taken.sites, taken.terms) == ("1", (("3", False),), ("Things to do",))
    assert (said.minimum_age, said.cost_free, said.self_referral, said.need_codes) == (5, True, False, ("falls",))
    assert (said.contacts[0].role, said.contacts[0].phone) == ("Lead", "01236 000111")
    assert (said.schedules[0].weekday, f"{said.schedules[0].closes}") == (Weekday.MONDAY, "17:00:00")
    assert taken.notes.not_taken["service.local_offer"] == 1
    place = taking.location(modern(OLDER)["service_at_locations"][0]["location"], HERE)
    assert place.fields["confidential"], "an address that is masked there is confidential here"
    assert (place.fields["accessibility"], place.fields["longitude"]) == ("Hoist", None)
    organisation = taking.organisation(modern(OLDER)["organization"], HERE)
    assert (organisation.key, organisation.name) == ("7", "12th Airdrie Brownies")


@given(spoilt(st.builds(lambda: json.loads(json.dumps(OLDER)))))
def test_nothing_in_the_older_shape_makes_reading_it_raise(thing):
    if is_older(thing):
        read(modern(thing))


@pytest.mark.parametrize("text", ["https://example.org", "http://path/to/profile", "urn:x-ecotone:place:airdrie"])
def test_a_uri(text):
    assert is_uri(text)


@pytest.mark.parametrize("text", ["example_com", "", "docs-example/en", "https://", "http:", 7, None, "a b:c"])
def test_no_uri(text):
    assert not is_uri(text)
