"""The tabular data package of HSDS 3.0: an HSDS service, whole, taken apart into the rows of its tables. Pure.

The tables, their columns and which column points at which table are those of the 3.0 datapackage; a table with
nothing in it is left out. `joined` puts together again what this takes apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecotone.adapters.openreferral.terms import Thing, taxonomy

VERSION = "3.0.0"


@dataclass(frozen=True)
class Table:
    """A table: its file, its columns in order, those that must be filled, and those that hold numbers."""

    file: str
    columns: tuple[str, ...]
    required: frozenset[str]
    numbers: frozenset[str]

    @property
    def points(self) -> Mapping[str, str]:
        """The table that each foreign key points at."""
        return {name: POINTS_AT[name] for name in self.columns if name in POINTS_AT}


def _table(file: str, columns: str) -> Table:
    """`!` after a column that must be filled, `#` after one that holds numbers."""
    names = columns.split()
    return Table(
        file,
        tuple(each.rstrip("!#") for each in names),
        frozenset(each.rstrip("!#") for each in names if "!" in each),
        frozenset(each.rstrip("!#") for each in names if "#" in each),
    )


POINTS_AT = {
    f"{table}_id": table
    for table in (
        *("organization", "program", "service", "location", "service_at_location", "contact", "phone"),
        *("taxonomy_term", "taxonomy"),
    )
}
TABLES: Mapping[str, Table] = {
    "organization": _table(
        "organizations.csv",
        "id! name! alternate_name description! email website tax_status tax_id year_incorporated# legal_status logo "
        "uri parent_organization_id",
    ),
    "program": _table("programs.csv", "id! organization_id! name! alternate_name description!"),
    "service": _table(
        "services.csv",
        "id! organization_id! program_id name! alternate_name description url email status! interpretation_services "
        "application_process fees_description wait_time fees accreditations eligibility_description minimum_age# "
        "maximum_age# assured_date assurer_email licenses alert last_modified",
    ),
    "location": _table(
        "locations.csv",
        "id! location_type! url organization_id name alternate_name description transportation latitude# longitude# "
        "external_identifier external_identifier_type",
    ),
    "service_at_location": _table("service_at_location.csv", "id! service_id! location_id! description"),
    "address": _table(
        "addresses.csv",
        "id! location_id attention address_1! address_2 city! region state_province! postal_code! country! "
        "address_type!",
    ),
    "contact": _table(
        "contacts.csv",
        "id! organization_id service_id service_at_location_id location_id name title department email",
    ),
    "phone": _table(
        "phones.csv",
        "id! location_id service_id organization_id contact_id service_at_location_id number! extension# type "
        "description",
    ),
    "schedule": _table(
        "schedules.csv",
        "id! service_id location_id service_at_location_id valid_from valid_to dtstart timezone# until count# wkst "
        "freq interval# byday byweekno bymonthday byyearday description opens_at closes_at schedule_link "
        "attending_type notes",
    ),
    "service_area": _table("service_areas.csv", "id! service_id name description extent extent_type uri"),
    "language": _table("languages.csv", "id! service_id location_id phone_id name code note"),
    "cost_option": _table(
        "cost_options.csv", "id! service_id! valid_from valid_to option currency amount# amount_description"
    ),
    "required_document": _table("required_documents.csv", "id! service_id document uri"),
    "accessibility": _table("accessibility.csv", "id! location_id description details url"),
    "funding": _table("funding.csv", "id! organization_id service_id source"),
    "organization_identifier": _table(
        "organization_identifiers.csv", "id! organization_id! identifier_scheme identifier_type! identifier!"
    ),
    "taxonomy": _table("taxonomies.csv", "id! name! description! uri version"),
    "taxonomy_term": _table(
        "taxonomy_terms.csv", "id! code name! description! parent_id taxonomy language taxonomy_id term_uri"
    ),
    "attribute": _table("attributes.csv", "id! link_id! taxonomy_term_id! link_type link_entity! value"),
}
"""The tables, what is pointed at before what points at it."""

INSIDE: Mapping[str, str] = {
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "languages": "language",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "contacts": "contact",
    "addresses": "address",
    "accessibility": "accessibility",
    "funding": "funding",
    "organization_identifiers": "organization_identifier",
}
"""The lists within an object that are tables of their own, each row pointing back at what it was within."""

Row = tuple[str, Thing]
"""A table's name, and one row of it."""


def rows(service: Thing, seen: set[str]) -> Iterator[Row]:
    """All rows of a service and of what belongs to it; what other services have too, only where it is not yet `seen`.

    `seen` holds the ids of organisations, locations, terms and taxonomies, and is added to.
    """
    yield from organization_rows(service["organization"], seen)
    yield from _object("service", service | {"organization_id": service["organization"]["id"]}, seen)
    for each in service.get("service_at_locations", ()):
        yield from _location_rows(each["location"], seen)
        points = {"service_id": service["id"], "location_id": each["location"]["id"]}
        yield from _object("service_at_location", each | points, seen)


def organization_rows(organization: Thing, seen: set[str]) -> Iterator[Row]:
    if _is_new(organization, seen):
        yield from _object("organization", organization, seen)
        for each in organization.get("locations", ()):
            yield from _location_rows(each, seen, organization_id=organization["id"])


def _location_rows(location: Thing, seen: set[str], **points: str) -> Iterator[Row]:
    if _is_new(location, seen):
        yield from _object("location", location, seen, **points)


def _is_new(thing: Thing, seen: set[str]) -> bool:
    new = thing["id"] not in seen
    seen.add(thing["id"])
    return new


def _object(table: str, thing: Thing, seen: set[str], **points: str) -> Iterator[Row]:
    """The row of an object, then those of the lists within it."""
    yield table, {name: thing[name] for name in TABLES[table].columns if name in thing} | points
    for name, inner in INSIDE.items():
        for part in thing.get(name, ()):
            yield from _object(inner, part, seen, **{f"{table}_id": thing["id"]})
    for attribute in thing.get("attributes", ()):
        yield from _attribute_rows(attribute, table, thing["id"], seen)


def _attribute_rows(attribute: Thing, table: str, own: str, seen: set[str]) -> Iterator[Row]:
    words = attribute["taxonomy_term"]
    if _is_new(vocabulary := taxonomy(words["taxonomy"]), seen):
        yield "taxonomy", vocabulary
    if _is_new(words, seen):
        yield "taxonomy_term", words
    points = {"link_id": own, "link_entity": table, "taxonomy_term_id": words["id"]}
    yield "attribute", {name: attribute[name] for name in ("id", "link_type", "value") if name in attribute} | points


def package(filled: Mapping[str, int]) -> dict[str, Any]:
    """The datapackage.json (Frictionless tabular-data-package) of tables with so many rows each."""
    resources = [_resource(name, TABLES[name]) for name in TABLES if name in filled]
    return {
        "name": "human_services_data",
        "title": "Services as Ecotone lists them",
        "profile": "tabular-data-package",
        "version": VERSION,
        "resources": [
            each | {"schema": each["schema"] | {"foreignKeys": _keys(TABLES[each["name"]], filled)}}
            for each in resources
        ],
    }


def _resource(name: str, table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": column,
            "type": "number" if column in table.numbers else "string",
            "constraints": {"required": column in table.required, "unique": column == "id"},
        }
        for column in table.columns
    ]
    return {
        "name": name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"primaryKey": "id", "fields": fields},
    }


def _keys(table: Table, filled: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"fields": column, "reference": {"resource": points_at, "fields": "id"}}
        for column, points_at in table.points.items()
        if points_at in filled
    ]
