"""Rows of a charity register → organisations of the third sector. Pure.

Three layouts are known: collections with an `org_id` (GB-SC-SC000117, as org-id.guide has it), OSCR's register, and
the Charity Commission's. What they have in common is taken: number, name, what it does, where it is, its website.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecotone.adapters.intake import Wanted
from ecotone.adapters.reading.cells import Cells
from ecotone.ecosystem.rules import Domain, Sector


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How one register calls its columns; `prefix` is what its numbers lack to be org-ids."""

    number: str
    name: str
    prefix: str = ""
    postcode: str = ""
    registered: str = ""
    activities: Sequence[str] = ()
    website: str = ""
    email: str = ""
    phone: str = ""
    status: str = ""
    active: Sequence[str] = ()

    @property
    def needed(self) -> tuple[str, str]:
        return self.number, self.name


LAYOUTS = (
    Layout(
        number="org_id",
        name="name",
        postcode="postcode",
        registered="date_registered",
        activities=("activities", "objects"),
        website="web",
        status="active",
        active=("true", "1", "yes"),
    ),
    Layout(
        number="Charity Number",
        name="Charity Name",
        prefix="GB-SC-",
        postcode="Postcode",
        registered="Registered Date",
        activities=("Objectives", "Activities"),
        website="Website",
        status="Charity Status",
        active=("active",),
    ),
    Layout(
        number="registered_charity_number",
        name="charity_name",
        prefix="GB-CHC-",
        postcode="charity_contact_postcode",
        registered="date_of_registration",
        activities=("charity_activities",),
        website="charity_contact_web",
        email="charity_contact_email",
        phone="charity_contact_phone",
        status="charity_registration_status",
        active=("registered",),
    ),
)
ORG_ID = re.compile(r"(GB-(?:SC|CHC|NIC))-([A-Z0-9/-]{1,20})", re.IGNORECASE)
SMALL_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


def layout_of(columns: Sequence[str]) -> Layout | None:
    return next((layout for layout in LAYOUTS if set(layout.needed) <= set(columns)), None)


def org_id(cells: Cells, layout: Layout) -> tuple[str, str] | None:
    """The register's scheme and the number in it, as org-id.guide parts them; None for what is no number."""
    given = cells.text(layout.number).upper()
    found = ORG_ID.fullmatch(given if given.startswith("GB-") else layout.prefix + given)
    return (found[1], found[2]) if found else None


def is_active(cells: Cells, layout: Layout) -> bool:
    """Whether it is still on the register; where a register does not say, all of it is."""
    return cells.text(layout.status).casefold() in layout.active if cells.text(layout.status) else True


def organisation(cells: Cells, layout: Layout, number: tuple[str, str], place_ids: frozenset) -> Wanted:
    name = quiet_name(cells.needed(layout.name))
    words = next((cells.text(each) for each in layout.activities if cells.text(each)), "")
    fields: dict[str, Any] = {
        "name": name[:200],
        "sector": Sector.THIRD,
        "domain": Domain.COMMUNITY,
        "description": quiet_text(words),
        "website": _web(cells.text(layout.website)),
        "email": cells.text(layout.email),
        "phone": cells.text(layout.phone),
        "place_ids": place_ids,
    }
    if since := cells.day(layout.registered) if layout.registered else None:
        fields["since"] = since
    return Wanted(
        kind="organisation",
        key="-".join(number),
        row=cells.row.number,
        name=name,
        fields=fields,
        scope=number[0],
        public=(number,),
    )


def _web(text: str) -> str:
    return f"https://{text}" if text and "://" not in text else text


def is_loud(text: str) -> bool:
    """Whether a text is all in capitals, as old registers keep theirs."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 5 and sum(map(str.isupper, letters)) > 0.9 * len(letters)


def quiet_name(name: str) -> str:
    """A name in capitals as it is written: SOUTH WEST CARERS' CENTRE → South West Carers' Centre. Others stay."""
    if not is_loud(name):
        return name
    words = name.lower().split()
    return " ".join(word if at and word in SMALL_WORDS else _capital(word) for at, word in enumerate(words))


def quiet_text(text: str) -> str:
    """A text in capitals with a capital at the beginning of each sentence only. Others stay."""
    if not is_loud(text):
        return text
    return re.sub(r"(^|[.!?]\s+)(\w)", lambda found: found[1] + found[2].upper(), text.lower())


def _capital(word: str) -> str:
    return re.sub(r"(^|[-(/])(\w)", lambda found: found[1] + found[2].upper(), word)
