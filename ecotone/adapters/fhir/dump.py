"""Resources carried away: all that one person may see of what is hers, or the directory as anyone may see it."""

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from ecotone.access.audit import exporting, gathering
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose
from ecotone.adapters.fhir.asked import MOST, Asked
from ecotone.adapters.fhir.mapping.answers import bundle
from ecotone.adapters.fhir.mapping.elements import Resource, Served
from ecotone.adapters.fhir.resources import KINDS
from ecotone.ground.matches import Matches

HERS = ("Patient", "RelatedPerson", "ServiceRequest", "Task")
DIRECTORY = ("Organization", "Location", "HealthcareService")


def her_record(by: Principal, served: Served) -> Resource:
    """A bundle of what is hers, as she sees it, with whom she was asked of: a copy taken, in the audit.

    `by` is she herself. RuntimeError outside a page or another block that gathers looks.
    """
    exporting()
    hers: Mapping[str, Mapping[str, tuple[str, ...]]] = {"RelatedPerson": {"patient": (f"Patient/{by.own_id}",)}}
    found = [each for kind in HERS for each in everything(kind, by, served, hers.get(kind, {}))]
    ends = {UUID(ref.split("/")[1]) for each in found for ref in _organisations(each)}
    found += _these("Organization", ends, by, served)
    return bundle(found, served, kind="collection")


def carried_away(by: Principal, person_id: UUID, served: Served) -> Resource:
    """The same for somebody who asks whoever runs this for it: what she would see."""
    her = Principal(kind=Kind.PERSON, person_id=person_id, name=by.name, purpose=Purpose.OWN_RECORD)
    with gathering(by, "adapters.export_fhir"):
        return her_record(her, served)


def directory(served: Served) -> Iterator[Resource]:
    """Every organisation, site and service, but for what is confidential."""
    by = Principal.system("export")
    for kind in DIRECTORY:
        yield from everything(kind, by, served, {})


def everything(kind: str, by: Principal, served: Served, given: Mapping[str, tuple[str, ...]]) -> Iterator[Resource]:
    """Every resource of a type that fits, page after page."""
    search: Callable[..., Matches[Resource]] = KINDS[kind].search
    found = search(by, Asked(given, most=MOST), served)
    yield from found.rows
    while found.after:
        found = search(by, Asked(given, most=MOST, after=found.after), served)
        yield from found.rows


def _organisations(resource: Resource) -> Iterator[str]:
    """The references to organisations that stand in a resource's ends."""
    for name in ("requester", "owner", "performer"):
        ends = resource.get(name) or []
        for each in ends if isinstance(ends, list) else [ends]:
            if str(each.get("reference", "")).startswith("Organization/"):
                yield each["reference"]


def _these(kind: str, ids: set[UUID], by: Principal, served: Served) -> list[Resource]:
    if not ids:
        return []
    return list(everything(kind, by, served, {"_id": (",".join(sorted(map(str, ids))),)}))
