"""Rows of the register → providers and their services. Pure.

    SP_number ── provider, its sector by the kind of provider
    CSNumber ── service ── site, where it has an address

Care at home and housing support come to people; everything else is at a venue: the register does not say. Needs are
those that the kind of care plainly meets; where it meets none of ours, it is found by the words of its description.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ecotone.adapters.intake import Key, Wanted
from ecotone.adapters.intake.telling import TELLING
from ecotone.adapters.reading.cells import Cells
from ecotone.directory.rules import AttendingType, Sensitivity
from ecotone.ecosystem.rules import Domain, Sector

NEEDED = ("CSNumber", "CareService", "ServiceType", "ServiceName", "SP_number", "ServiceProvider", "ServiceStatus")
SCHEME = "care-inspectorate"

PROVIDERS: Mapping[str, tuple[Sector, Domain]] = {
    "local authority": (Sector.COUNCIL, Domain.SYSTEM),
    "health board": (Sector.NHS, Domain.SYSTEM),
    "voluntary or not for profit": (Sector.THIRD, Domain.COMMUNITY),
    "private": (Sector.INDEPENDENT, Domain.COMMUNITY),
}
COMES_HOME = frozenset({"Care at Home", "Housing Support Service", "Nurse Agency"})
NEEDS: Mapping[str, tuple[str, ...]] = {
    "Care at Home": ("home.personal-care",),
    "Housing Support Service": ("means.housing",),
    "Nurse Agency": ("health.nursing",),
    "Adult Daycare": ("company.groups",),
    "Respite Care and Short Breaks": ("caring.breaks",),
    "Nursery": ("life.parents",),
    "Children and Family Centre": ("life.parents",),
    "Learning Disabilities": ("life.learning-disability",),
    "Learning difficulties": ("life.learning-disability",),
    "Autism spectrum disorders": ("life.learning-disability",),
    "Older people - dementia": ("mind.memory",),
    "Drug dependency": ("mind.addiction",),
    "Alcohol related brain injury": ("mind.addiction",),
    "Alcohol & Drug Misuse": ("mind.addiction",),
}

GRADES = (
    ("wellbeing", "KQ_Support_Wellbeing"),
    ("care and support planning", "KQ_Care_and_Support_Planning"),
    ("setting", "KQ_Setting"),
    ("staff team", "KQ_Staff_Team"),
    ("leadership", "KQ_Leadership"),
)
ADDRESS = ("Address_line_1", "Address_line_2", "Address_line_3", "Address_line_4", "Service_town")


def is_active(cells: Cells) -> bool:
    return cells.text("ServiceStatus").casefold() == "active"


def provider_key(cells: Cells) -> Key:
    return Key("organisation", cells.text("SP_number"))


def provider(cells: Cells, place_ids: frozenset) -> Wanted:
    """Who runs it, in the sector that the register says."""
    sector, domain = cells.choice("ServiceType", PROVIDERS) or (Sector.INDEPENDENT, Domain.COMMUNITY)
    name = cells.needed("ServiceProvider")
    number = cells.needed("SP_number")
    return Wanted(
        kind="organisation",
        key=number,
        row=cells.row.number,
        name=name,
        fields={"name": name, "sector": sector, "domain": domain, "place_ids": place_ids},
        public=((SCHEME, number),),
    )


def site(cells: Cells, place_id: Any) -> Wanted | None:
    """Where it is, where the register says so: the addresses of some services for children are not published."""
    lines = list(dict.fromkeys(cells.text(name) for name in ADDRESS if cells.text(name)))
    if place_id is None or not lines:
        return None
    fields = {"name": lines[0][:200], "address": ", ".join(lines), "postcode": cells.text("Service_Postcode")}
    return Wanted(
        kind="site",
        key=cells.text("CSNumber"),
        row=cells.row.number,
        name=cells.text("ServiceName"),
        fields=fields | {"place_id": place_id},
        scope=cells.text("Council_Area_Name"),
    )


def service(cells: Cells, *, needs: frozenset[str], has_site: bool) -> Wanted:
    """What is offered. `needs` are the codes of the needs that this place knows."""
    number, name = cells.needed("CSNumber"), cells.needed("ServiceName")
    codes = [code for code in met(cells) if code in needs]
    fields: dict[str, Any] = {
        "name": name,
        "description": _description(cells),
        "phone": cells.text("Service_Phone_Number"),
        "eligibility": {"Adults": "For adults", "Children": "For children"}.get(cells.text("Client_group"), ""),
        "accreditations": _grades(cells),
        "places_maximum": cells.whole("Registered_Places") or cells.whole("TotalBeds"),
        "need_codes": codes,
        "sensitivity": Sensitivity.SENSITIVE if is_telling(cells) else Sensitivity.ORDINARY,
        "attending": [AttendingType.HOME if set(kinds(cells)) & COMES_HOME else AttendingType.VENUE],
    }
    refs: dict[str, Key | tuple[Key, ...]] = {"provider_id": provider_key(cells)}
    refs["sites"] = (Key("site", number),) if has_site else ()
    return Wanted(
        kind="service",
        key=number,
        row=cells.row.number,
        name=name,
        fields=fields,
        refs=refs,
        scope=cells.text("Council_Area_Name"),
        public=((SCHEME, number),),
    )


def kinds(cells: Cells) -> list[str]:
    """The kinds of care that a row names, from the broad to the narrow."""
    said = [cells.text(name) for name in ("CareService", "Subtype")]
    said += [each.strip() for each in cells.text("AdditionalSubtypes").split(";")]
    said.append(cells.text("CareHome_Main_Area_of_Care"))
    return [_spelling(each) for each in dict.fromkeys(said) if each]


def _spelling(kind: str) -> str:
    return "Care at Home" if kind.casefold() == "care at home" else kind


def met(cells: Cells) -> list[str]:
    """The codes of the needs that these kinds of care meet."""
    return list(dict.fromkeys(code for kind in kinds(cells) for code in NEEDS.get(kind, ())))


def is_telling(cells: Cells) -> bool:
    """Whether to be seen with it would tell too much of somebody: by what it treats, or by what its name says."""
    names = f"{cells.text('ServiceName')} {cells.text('ServiceProvider')}"
    return "mind.addiction" in met(cells) or bool(TELLING.search(names))


def _description(cells: Cells) -> str:
    since = cells.day("DateReg")
    registered = f" Registered with the Care Inspectorate since {_said(since)}." if since else ""
    return f"{'; '.join(kinds(cells))}.{registered}"


def _grades(cells: Cells) -> str:
    """The grades by which the Care Inspectorate judges, from 1, unsatisfactory, to 6, excellent."""
    grades = [f"{name} {grade}" for name, column in GRADES if (grade := cells.whole(column)) is not None]
    on = cells.day("Last_inspection_Date")
    if not grades:
        return ""
    return f"Care Inspectorate grades, of 6{f', last inspected {_said(on)}' if on else ''}: {', '.join(grades)}"


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
