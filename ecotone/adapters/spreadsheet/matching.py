"""Which column of somebody's list holds which of our fields: guessed by usual words, or as chosen. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ecotone.ground.errors import Problem

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
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
"""Our fields, the more telling first, each with the words by which people's lists usually head it."""


_SHAPES = MappingProxyType(
    {
        "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
        "url": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE),
        "postcode": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE),
        "phone": re.compile(r"[0+][\d ()]{8,17}"),
    }
)
"""What all of a column's values look like where it holds one of these, whatever it is called."""


def guess(columns: Sequence[str], samples: Mapping[str, Sequence[str]] = MappingProxyType({})) -> dict[str, str]:
    """Our fields by the columns that most likely hold them; each column is taken once at most.

    Usual words first; then, of the columns left, the only one whose `samples` all look like a phone, an email, …
    """
    plain = {_plain(column): column for column in reversed(columns) if column}
    found: dict[str, str] = {}
    for field, words in FIELDS.items():
        column = next((plain[word] for word in words if word in plain), None)
        if column is not None and column not in found.values():
            found[field] = column
    for field, shape in _SHAPES.items():
        alike = [name for name in columns if samples.get(name) and all(map(shape.fullmatch, samples[name]))]
        left = [name for name in alike if name not in found.values()]
        if field not in found and len(left) == 1:
            found[field] = left[0]
    return found


def fitted(chosen: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """Of what was chosen, that which still is a field of ours and a column of the file."""
    return {field: column for field, column in chosen.items() if field in FIELDS and column in columns}


def problems(chosen: Mapping[str, str], columns: Sequence[str]) -> list[Problem]:
    """What is wrong with a matching: no name, a column that is not there, one column for two fields."""
    found = [] if chosen.get("name") else [Problem("adapters.no_name_column", "name")]
    found += [
        Problem("adapters.no_field", str(field), {"known": ", ".join(FIELDS)})
        for field in chosen
        if field not in FIELDS
    ]
    taken: set[str] = set()
    for field, column in chosen.items():
        if column not in columns:
            found.append(Problem("adapters.no_column", field, {"given": str(column)[:80]}))
        elif column in taken:
            found.append(Problem("adapters.column_for_two", field, {"given": column}))
        taken.add(column)
    return found


def signature(columns: Sequence[str]) -> str:
    """SHA-256 over a header, in hexadecimal: lists with the same columns in whatever order have the same."""
    return hashlib.sha256("\x1f".join(sorted(map(_plain, columns))).encode()).hexdigest()


def _plain(column: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", column.casefold()).replace("_", " ").split())
