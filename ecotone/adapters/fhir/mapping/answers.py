"""What goes around resources: the bundle of a search, the outcome of an error, what this server can do. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ecotone.adapters.fhir.mapping.elements import Resource, Served, tidy

ISSUES: Mapping[int, str] = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    410: "deleted",
    413: "too-long",
    415: "not-supported",
    429: "throttled",
    500: "exception",
}
"""HTTP status → the code of the issue, out of FHIR's required list."""


def bundle(
    resources: Sequence[Resource],
    served: Served,
    *,
    kind: str = "searchset",
    total: int | None = None,
    links: Mapping[str, str] | None = None,
    along: Sequence[Resource] = (),
    warnings: Sequence[str] = (),
) -> Resource:
    """Resources in a bundle: `searchset`, or `collection` for one that is carried away. Links by their relation.

    `along` came along with the matches of a search; `warnings` say what did not.
    """
    entries = [_entry(each, served, "match" if kind == "searchset" else "") for each in resources]
    entries += [_entry(each, served, "include") for each in along]
    if warnings:
        issues = [{"severity": "warning", "code": "incomplete", "diagnostics": words} for words in warnings]
        said = {"resourceType": "OperationOutcome", "issue": issues}
        entries.append({"resource": said, "search": {"mode": "outcome"}})
    related = [{"relation": relation, "url": url} for relation, url in (links or {}).items()]
    return tidy({"resourceType": "Bundle", "type": kind, "total": total, "link": related, "entry": entries})


def _entry(resource: Resource, served: Served, mode: str) -> Resource:
    address = f"{served.base}/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource} | ({"search": {"mode": mode}} if mode else {})


def outcome(status: int, words: str) -> Resource:
    """What is wrong, in a sentence."""
    issue = {"severity": "error", "code": ISSUES.get(status, "processing"), "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


@dataclass(frozen=True)
class Can:
    """What can be done with a type: its search parameters as (name, type, documentation), what may come along."""

    kind: str
    parameters: Sequence[tuple[str, str, str]]
    includes: Sequence[str]
    reverse: Sequence[str]


def capability(kinds: Iterable[Can], served: Served, *, version: str, on: date) -> Resource:
    """The CapabilityStatement."""
    resources = [
        {
            "type": can.kind,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "versioning": "no-version",
            "searchInclude": [*can.includes],
            "searchRevInclude": [*can.reverse],
            "searchParam": [{"name": n, "type": of, "documentation": words} for n, of, words in can.parameters],
        }
        for can in kinds
    ]
    security = {
        "description": "Signed in, or with a token. Every read goes through the same policies as a page does."
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": on.isoformat(),
        "kind": "instance",
        "software": {"name": "Ecotone", "version": version},
        "implementation": {"description": "Ecotone: one shared place for a local care ecosystem", "url": served.base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{"mode": "server", "security": security, "resource": [tidy(each) for each in resources]}],
    }
