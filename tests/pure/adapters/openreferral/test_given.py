"""What goes out is HSDS 3.0: by a small oracle of our own, and by the published schemas where they are at hand."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
from hypothesis import given, settings

from ecotone.adapters.openreferral import giving
from ecotone.adapters.openreferral.given import is_uri
from ecotone.adapters.openreferral.tables import TABLES, rows
from ecotone.adapters.openreferral.terms import is_id
from tests.pure.adapters.openreferral.offers import offers, patient
from tests.third_party import third_party

REQUIRED = {
    "": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "addresses": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phones": ("id", "number"),
    "organization_identifiers": ("id", "identifier_type", "identifier"),
    "taxonomy_term": ("id", "name", "description"),
}
"""What HSDS 3.0 requires of the objects that we give out, by the name under which they lie."""

CHOICES = {
    "status": {"active", "inactive", "defunct", "temporarily closed"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
    "freq": {"WEEKLY", "MONTHLY"},
    "byday": {"MO", "TU", "WE", "TH", "FR", "SA", "SU"},
}
NUMBERS = {"latitude", "longitude", "minimum_age", "maximum_age", "amount"}
URIS = {"url", "uri", "website", "term_uri"}


def faults(thing: Any, name: str = "") -> list[str]:
    """What is not as HSDS 3.0 has it, anywhere within."""
    if isinstance(thing, list):
        return [fault for each in thing for fault in faults(each, name)]
    if not isinstance(thing, dict):
        wanted = int | float if name in NUMBERS else str
        wrong = [] if isinstance(thing, wanted) else [f"{name} is {thing!r}"]
        wrong += [f"{name} is {thing!r}"] if name in CHOICES and thing not in CHOICES[name] else []
        wrong += [f"{name} is no URI"] if name in URIS and not is_uri(thing) else []
        return wrong + ([f"{name} is no UUID"] if name.removesuffix("_id") != name and not is_id(thing) else [])
    lacking = [f"{name} lacks {each}" for each in REQUIRED.get(name, ("id",)) if thing.get(each) is None]
    ids = [] if is_id(thing.get("id")) else [f"{name}.id is no UUID"]
    return [*lacking, *ids, *(fault for key, value in thing.items() if key != "id" for fault in faults(value, key))]


@patient
@given(offers())
def test_what_goes_out_is_as_hsds_has_it(offer):
    assert faults(json.loads(json.dumps(giving.service(offer)))) == []


def test_the_oracle_finds_what_is_wrong():
    bad = {"id": "1", "status": "open", "organization": {"id": "x"}, "url": "no uri", "minimum_age": "12"}
    assert len(faults(bad)) == 8


@cache
def schema(name: str) -> Any:
    """A validator of the published schema of that name."""
    path = third_party("openreferral", "hsds-3.0", "schema", "compiled", f"{name}.json")
    return jsonschema_rs.validator_for(_whole(json.loads(path.read_text())), validate_formats=True)


def _whole(published: Any) -> Any:
    """A compiled schema without its few references to files that are not published beside it."""
    if isinstance(published, list):
        return [_whole(each) for each in published]
    if not isinstance(published, dict):
        return published
    outside = str(published.get("$ref", "")).endswith(".json")
    return {} if outside else {name: _whole(value) for name, value in published.items()}


@settings(patient, max_examples=25)
@given(offers())
def test_the_published_schemas_agree(offer):
    thing = json.loads(json.dumps(giving.service(offer)))
    for name in ("service", "service_list", "service_with_definitions"):
        schema(name).validate(thing)
    for name in ("organization", "organization_list"):
        schema(name).validate(thing["organization"])
    for each in thing.get("service_at_locations", ()):
        schema("service_at_location").validate(each)
        schema("service_at_location_list").validate(each)


@settings(patient, max_examples=25)
@given(offers())
def test_the_published_schema_of_tables_agrees(offer):
    tables: dict[str, list[Any]] = {}
    for table, row in rows(json.loads(json.dumps(giving.service(offer))), set()):
        tables.setdefault(table, []).append(row)
    schema("tabular").validate(tables)


def test_the_tables_are_those_of_the_published_package():
    package = json.loads(third_party("openreferral", "hsds-3.0", "datapackage.json").read_text())
    published = {each["name"]: each for each in package["resources"]}
    for name, table in TABLES.items():
        fields = published[name]["schema"]["fields"]
        assert table.file == published[name]["path"]
        assert table.columns == tuple(each["name"] for each in fields)
        assert table.required == {each["name"] for each in fields if each["constraints"]["required"]}
        assert table.numbers == {each["name"] for each in fields if each["type"] == "number"}
        keys = {
            each["fields"]: each["reference"]["resource"] for each in published[name]["schema"].get("foreignKeys", ())
        }
        assert dict(table.points).items() >= keys.items()
