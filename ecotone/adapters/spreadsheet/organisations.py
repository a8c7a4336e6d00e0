"""Rows of somebody's list of organisations → organisations, each with its address where the map knows it. Pure."""

import dataclasses
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from ecotone.adapters.intake import Key, Wanted
from ecotone.adapters.intake.telling import TELLING
from ecotone.adapters.spreadsheet import mapping, values
from ecotone.adapters.spreadsheet.mapping import Reader
from ecotone.ecosystem.rules import Domain, Sector

_MEANT: Mapping[tuple[Sector, Domain], tuple[str, ...]] = {
    (Sector.THIRD, Domain.COMMUNITY): (
        *("third", "third sector", "charity", "charities", "voluntary", "voluntary sector", "scio", "cic"),
        *("voluntary or not for profit", "voluntary organisation", "not for profit", "social enterprise"),
    ),
    (Sector.COMMUNITY, Domain.COMMUNITY): (
        "community",
        "community group",
        "community council",
        "faith group",
        "club",
    ),
    (Sector.INDEPENDENT, Domain.COMMUNITY): ("independent", "independent sector", "private", "company", "business"),
    (Sector.NHS, Domain.COMMUNITY): ("gp", "gp practice", "gp surgery", "general practice", "medical practice"),
    (Sector.NHS, Domain.SYSTEM): ("nhs", "health board", "hospital"),
    (Sector.COUNCIL, Domain.SYSTEM): ("council", "local authority", "local government"),
    (Sector.GOVERNMENT, Domain.GOVERNMENT): ("government", "national government", "central government"),
    (Sector.INFORMAL, Domain.COMMUNITY): ("informal",),
}
KINDS: Mapping[str, tuple[Sector, Domain]] = MappingProxyType(
    {word: meant for meant, words in _MEANT.items() for word in words}
)
"""What people write under *kind* or *sector*, in small letters, with the sector and the domain that it means."""

WORDS = "charity, third sector, community group, GP practice, NHS, council, independent, private, government"
"""The usual ones, for whoever wrote another."""

_NUMBER = re.compile(r"(GB-(?:SC|CHC|NIC|COH))-([A-Z0-9/-]{1,20})")


def register_number(text: str, heading: str) -> tuple[str, str] | None:
    """The register's scheme and the number in it, as org-id.guide parts them; None for what is none.

    Scotland's charities and companies both have numbers like SC012345: the column's heading tells them apart.
    """
    given, of_companies = "".join(text.upper().split()), "compan" in heading.casefold()
    if found := _NUMBER.fullmatch(given):
        return found[1], found[2]
    if re.fullmatch(r"SC\d{6}", given):
        return "GB-COH" if of_companies else "GB-SC", given
    if of_companies and re.fullmatch(r"\d{8}", given):
        return "GB-COH", given
    return ("GB-CHC", given) if re.fullmatch(r"\d{6,7}", given) and "charit" in heading.casefold() else None


def kind_of(reader: Reader) -> tuple[Sector, Domain] | None:
    """What the row says it is, else what its register does; None for a word that nobody knows.

    Without either it is taken as third sector, for most of such a list is.
    """
    said = " ".join(reader.text("sector").casefold().replace("-", " ").split())
    if said:
        return KINDS.get(said)
    number = register_number(reader.text("number"), reader.columns.get("number", ""))
    if number is None or number[0] == "GB-COH":
        reader.warn("sector", "adapters.sector_assumed", name=reader.text("name"))
    return Sector.THIRD, Domain.COMMUNITY


def organisation(reader: Reader, kind: tuple[Sector, Domain], place_id: UUID | None) -> tuple[Wanted, Wanted | None]:
    """The organisation of a row, and where it is. Columns that are not matched are left alone."""
    number = _number(reader)
    site = _site(reader, place_id)
    name = reader.text("name")
    fields: dict[str, Any] = {"name": name, "sector": kind[0], "domain": kind[1]}
    fields |= {each: reader.text(each) for each in ("description", "email") if each in reader.columns}
    if "phone" in reader.columns:
        fields["phone"] = reader.phone()
    if "website" in reader.columns:
        fields["website"] = values.web(reader.text("website"))
    if "postcode" in reader.columns:
        fields["place_ids"] = frozenset({place_id} if place_id and not TELLING.search(name) else ())
    if site is None and (where := mapping.where(reader)) and not TELLING.search(name):
        fields["description"] = "\n\n".join(filter(None, [fields.get("description", ""), where]))
    wanted = Wanted(
        kind="organisation",
        key=reader.key(),
        row=reader.row.number,
        name=name,
        fields=fields,
        refs={"site_id": Key("site", reader.key())} if site else {},
        public=(number,) if number else (),
    )
    return wanted, site


def _number(reader: Reader) -> tuple[str, str] | None:
    given = reader.text("number")
    found = register_number(given, reader.columns.get("number", ""))
    if given and found is None:
        reader.warn("number", "adapters.number_unknown", given=given[:40])
    return found


def _site(reader: Reader, place_id: UUID | None) -> Wanted | None:
    """Its address; nobody else is told it where the name tells that people may be hidden there."""
    made = mapping.site(reader, place_id)
    if made is None or not TELLING.search(made.name):
        return made
    reader.warn("address", "adapters.address_hidden", name=made.name)
    return dataclasses.replace(made, fields={**made.fields, "name": made.name, "confidential": True})
