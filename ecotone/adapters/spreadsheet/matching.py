"""Which column of somebody's list holds which of our fields: guessed by usual words, or as chosen. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from ecotone.adapters.rules import Format
from ecotone.ground.errors import Problem

Fields: TypeAlias = Mapping[str, tuple[str, ...]]
"""Our fields, the more telling first, each with the words by which people's lists usually head it."""

SERVICES: Fields = MappingProxyType(
    {
        "id": ("id", "ref", "reference", "number", "our id", "service id"),
        "name": ("name", "service", "service name", "title", "activity", "group", "group name", "project"),
        "description": ("description", "about", "details", "what we do", "summary", "what it is", "notes"),
        "phone": ("phone", "telephone", "tel", "phone number", "telephone number", "contact number", "mobile"),
        "email": ("email", "e mail", "email address", "contact email"),
        "url": ("website", "web", "url", "web address", "link", "site"),
        "eligibility": ("who it is for", "who for", "who can come", "eligibility", "for whom", "target group"),
        "ages": ("ages", "age", "age range", "age group"),
        "cost": ("cost", "costs", "price", "fee", "fees", "charge", "free"),
        "times": (
            "times",
            "time",
            "days and times",
            "when",
            "opening hours",
            "hours",
            "opening times",
            "day and time",
        ),
        "attending": ("how", "how it is given", "where it happens", "delivery", "attending", "format"),
        "address": ("address", "venue", "where", "location", "full address"),
        "postcode": ("postcode", "post code", "zip"),
        "needs": ("needs", "need", "helps with", "category", "categories", "type", "themes"),
        "areas": ("areas", "area", "area covered", "areas covered", "locality", "coverage"),
        "languages": ("languages", "language", "languages spoken"),
    }
)
ORGANISATIONS: Fields = MappingProxyType(
    {
        "number": (
            *("charity number", "register number", "registration number", "registered number", "charity no"),
            *("scottish charity number", "sc number", "company number", "org id"),
        ),
        "id": ("id", "ref", "reference", "our id", "our number"),
        "name": ("name", "organisation", "organisation name", "charity name", "group", "group name", "title"),
        "sector": ("sector", "kind", "type", "kind of organisation", "organisation type", "kind sector"),
        "description": ("description", "about", "what they do", "what it does", "activities", "purpose", "notes"),
        "phone": SERVICES["phone"],
        "email": SERVICES["email"],
        "website": SERVICES["url"],
        "address": SERVICES["address"],
        "postcode": SERVICES["postcode"],
    }
)
FIELDS: Mapping[Format, Fields] = MappingProxyType(
    {Format.SPREADSHEET: SERVICES, Format.ORGANISATIONS: ORGANISATIONS}
)
"""What the columns of a list can hold: a group's of its services, or somebody's of organisations."""

_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_SHAPES = MappingProxyType(
    {
        "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
        "url": _WEB,
        "website": _WEB,
        "postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE),
        "phone": re.compile(r"[0+][\d ()]{8,17}"),
    }
)
"""What all of a column's values look like where it holds one of these, whatever it is called."""


def guess(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]] = MappingProxyType({}), fields: Fields = SERVICES
) -> dict[str, str]:
    """Our fields by the columns that most likely hold them; each column is taken once at most.

    Usual words first; then, of the columns left, the only one whose `samples` all look like a phone, an email, …
    """
    plain = {_plain(column): column for column in reversed(columns) if column}
    found: dict[str, str] = {}
    for field, words in fields.items():
        column = next((plain[word] for word in words if word in plain), None)
        if column is not None and column not in found.values():
            found[field] = column
    for field, shape in _SHAPES.items():
        alike = [name for name in columns if samples.get(name) and all(map(shape.fullmatch, samples[name]))]
        left = [name for name in alike if name not in found.values()]
        if field in fields and field not in found and len(left) == 1:
            found[field] = left[0]
    return found


def fitted(chosen: Mapping[str, str], columns: Sequence[str], fields: Fields = SERVICES) -> dict[str, str]:
    """Of what was chosen, that which still is a field of ours and a column of the file."""
    return {field: column for field, column in chosen.items() if field in fields and column in columns}


def problems(chosen: Mapping[str, str], columns: Sequence[str], fields: Fields = SERVICES) -> list[Problem]:
    """What is wrong with a matching: no name, a column that is not there, one column for two fields."""
    found = [] if chosen.get("name") else [Problem("adapters.no_name_column", "name")]
    found += [
        Problem("adapters.no_field", str(field), {"known": ", ".join(fields)})
        for field in chosen
        if field not in fields
    ]
    taken: set[str] = set()
    for field, column in chosen.items():
        if column not in columns:
            found.append(Problem("adapters.no_column", field, {"given": str(column)[:80]}))
        elif column in taken:
            found.append(Problem("adapters.column_for_two", field, {"given": column}))
        taken.add(column)
    return found


def signature(columns: Sequence[str], fields: Fields = SERVICES) -> str:
    """SHA-256 over a header, in hexadecimal: the same for lists of one kind with the same columns in any order."""
    kind = [] if fields is SERVICES else [",".join(fields)]
    return hashlib.sha256("\x1f".join([*sorted(map(_plain, columns)), *kind]).encode()).hexdigest()


def _plain(column: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", column.casefold()).replace("_", " ").split())
