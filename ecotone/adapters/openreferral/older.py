"""The older UK shape (Open Referral UK 1, as Buckinghamshire's directory served it) → an HSDS 3.0 service. Pure.

Its organisations and locations lie within each service, its ids are numbers, its weekdays are words. An organisation
without a name goes by that of its service: small groups are their own organisation. What is not named here is handed
on as it is, so that it is counted among what was not taken.
"""

from collections.abc import Mapping
from typing import Any

from ecotone.adapters.openreferral.terms import LISTING, Thing
from ecotone.directory.rules import Weekday

DAYS = {day.name.casefold(): str(day) for day in Weekday}
RENAMED = {"min_age": "minimum_age", "max_age": "maximum_age"}
TERM_LISTS = ("taxonomies", "send_needs", "suitabilities")
SAID_OTHERWISE = ("_id", "updated_at", "created_at", "score", "distance_away")
"""What only that system's own search needs."""


def is_older(raw: object) -> bool:
    """The British spelling is what tells the two apart."""
    return isinstance(raw, Mapping) and "organisation" in raw


def is_named(raw: Mapping[str, Any]) -> bool:
    """Whether its organisation has a name of its own."""
    within = raw.get("organisation")
    return isinstance(within, Mapping) and bool(within.get("name"))


def modern(raw: Mapping[str, Any]) -> Thing:
    """The service as HSDS 3.0 has it. What is of a wrong kind stays so, for `taking` to name."""
    made = {RENAMED.get(name, name): value for name, value in raw.items() if name not in SAID_OTHERWISE}
    own = _id(raw.get("id"))
    terms = [{"taxonomy_term": _term(each)} for name in TERM_LISTS for each in _list(made.pop(name, None))]
    made |= {"id": own, "status": "active", "organization": _organization(made.pop("organisation"), own, raw)}
    if "locations" in made:
        places = _list(made.pop("locations"))
        made["service_at_locations"] = [{"location": _location(each)} for each in places]
    if "contacts" in made:
        made["contacts"] = [_contact(each) for each in _list(made.pop("contacts"))]
    if "regular_schedules" in made:
        made["schedules"] = [_schedule(each) for each in _list(made.pop("regular_schedules"))]
    free, referred = made.pop("free", None), made.pop("needs_referral", None)
    own_words = {"cost_free": free, "self_referral": None if referred is None else not referred}
    said = [_own(name, value) for name, value in own_words.items() if isinstance(value, bool)]
    return made | {"attributes": [*terms, *said]}


def _id(value: object) -> Any:
    """A number as text; anything else as it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _own(name: str, value: bool) -> Thing:
    return {"value": str(value).lower(), "taxonomy_term": {"code": name, "taxonomy": LISTING}}


def _term(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    return {"name": raw.get("name") or raw.get("label"), "code": raw.get("slug")}


def _organization(raw: Any, own: Any, service: Mapping[str, Any]) -> Any:
    if not isinstance(raw, Mapping):
        return raw if raw is not None else {"id": f"service-{own}", "name": service.get("name")}
    made = {("website" if name == "url" else name): value for name, value in raw.items()}
    named = raw.get("name") or service.get("name")
    return made | {"id": _id(raw.get("id")), "name": named, "description": raw.get("description") or ""}


def _location(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    made = {
        name: raw[name] for name in raw if name not in (*ADDRESS, "geometry", "accessibilities", "mask_exact_address")
    }
    address = {name: raw.get(name) for name in ADDRESS} | {"address_type": "physical"}
    longitude, latitude = _point(raw.get("geometry"))
    masked = [_own("confidential", True)] if raw.get("mask_exact_address") is True else []
    return made | {
        "id": _id(raw.get("id")),
        "location_type": "physical",
        "addresses": [address],
        "longitude": longitude,
        "latitude": latitude,
        "accessibility": [{"description": _named(each)} for each in _list(raw.get("accessibilities"))],
        "attributes": masked,
    }


ADDRESS = ("address_1", "city", "state_province", "postal_code", "country")


def _point(raw: Any) -> tuple[Any, Any]:
    """Longitude and latitude of a GeoJSON point; nought, nought stands there for not known."""
    point = raw.get("coordinates") if isinstance(raw, Mapping) else None
    return (point[0], point[1]) if isinstance(point, list) and len(point) >= 2 and any(point[:2]) else (None, None)


def _named(raw: Any) -> Any:
    return raw.get("name") if isinstance(raw, Mapping) else raw


def _contact(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    made = {name: value for name, value in raw.items() if name != "phone"}
    return made | {"phones": [{"number": raw["phone"]}] if raw.get("phone") else []}


def _schedule(raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    made = {name: value for name, value in raw.items() if name != "weekday"}
    return made | {"freq": "WEEKLY", "byday": DAYS.get(str(raw.get("weekday")).casefold(), raw.get("weekday"))}
