"""Which format reads which file: the one list of what can be taken in from a page."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ecotone.adapters.care_inspectorate.load import CareInspectorate
from ecotone.adapters.charities.load import Charities
from ecotone.adapters.geography.load import Geography
from ecotone.adapters.intake import Source
from ecotone.adapters.openreferral.load import OpenReferral
from ecotone.adapters.rules import Format
from ecotone.adapters.spreadsheet.load import Organisations, Spreadsheet

SOURCES: Mapping[Format, Callable[[Path, Mapping[str, Any]], Source]] = {
    Format.PLACES: lambda path, options: Geography(path),
    Format.CARE_INSPECTORATE: lambda path, options: CareInspectorate(path),
    Format.OPEN_REFERRAL: lambda path, options: OpenReferral(path),
    Format.CHARITIES: lambda path, options: Charities(path, options.get("postcodes", ())),
    Format.SPREADSHEET: lambda path, options: Spreadsheet(path, **_matched(options)),
    Format.ORGANISATIONS: lambda path, options: Organisations(path, **_matched(options)),
}


def _matched(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"whose": options["actor_id"], "columns": options.get("columns"), "sheet": options.get("sheet", "")}
