"""What goes around resources: the bundle of a search, the outcome of an error, what this server can do. Pure."""

from collections.abc import Iterable, Mapping, Sequence
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
) -> Resource:
    """Resources in a bundle: `searchset`, or `collection` for one that is carried away. Links by their relation."""
    entries = [
        {"fullUrl": f"{served.base}/{each['resourceType']}/{each['id']}", "resource": each}
        | ({"search": {"mode": "match"}} if kind == "searchset" else {})
        for each in resources
    ]
    related = [{"relation": relation, "url": url} for relation, url in (links or {}).items()]
    return tidy({"resourceType": "Bundle", "type": kind, "total": total, "link": related, "entry": entries})


def outcome(status: int, words: str) -> Resource:
    """What is wrong, in a sentence."""
    issue = {"severity": "error", "code": ISSUES.get(status, "processing"), "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def capability(
    kinds: Iterable[tuple[str, Sequence[tuple[str, str, str]]]], served: Served, *, version: str, on: date
) -> Resource:
    """The CapabilityStatement: for each type of resource its search parameters as (name, type, documentation)."""
    resources = [
        {
            "type": kind,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "versioning": "no-version",
            "searchParam": [{"name": n, "type": of, "documentation": words} for n, of, words in parameters],
        }
        for kind, parameters in kinds
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
        "rest": [{"mode": "server", "security": security, "resource": resources}],
    }
