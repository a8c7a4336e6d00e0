"""What comes along with a search's matches: what they point at (`_include`), what points at them (`_revinclude`).

Whatever comes along is found by a search of its own type, so that the same policies and scopes hold as for asking for
it; what the caller may not see is not there. Which there are follows from the table of search parameters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.adapters.fhir.asked import MOST, Asked, Parameter, Unfit
from ecotone.adapters.fhir.mapping.elements import Resource, Served
from ecotone.adapters.fhir.resources import KINDS, MOST_CIRCLES


@dataclass(frozen=True)
class Along:
    """One thing to come along: of type `source`, by its parameter, the types that are pointed at."""

    source: str
    parameter: Parameter
    targets: tuple[str, ...]


def includes(kind: str) -> dict[str, Along]:
    """What may come along with a type that it points at, by how FHIR writes it: Task:focus."""
    found = {}
    for parameter in KINDS[kind].parameters:
        served = tuple(each for each in parameter.points_at if each in KINDS)
        if parameter.at and served:
            found[f"{kind}:{parameter.name}"] = Along(kind, parameter, served)
    return found


def reverse_includes(kind: str) -> dict[str, Along]:
    """What may come along that points at a type, where it can be asked for of many at once."""
    return {
        name: each
        for source in KINDS
        for name, each in includes(source).items()
        if each.parameter.several and kind in each.targets
    }


def planned(kind: str, wanted: Asked, may: Callable[[Scope], bool]) -> tuple[list[Along], list[Along]]:
    """What is to be included, and in reverse. Raises Unfit for what cannot be, or what the token is not for."""
    forth = [each for given in wanted.include for each in _named("_include", given, includes(kind))]
    back = [each for given in wanted.revinclude for each in _named("_revinclude", given, reverse_includes(kind))]
    if wanted.most > MOST_CIRCLES and any(each.source == "RelatedPerson" for each in back):
        raise Unfit(400, f"Circles come along with {MOST_CIRCLES} people at once. Ask for fewer with _count.")
    for needed in [*(target for each in forth for target in each.targets), *(each.source for each in back)]:
        if not may(KINDS[needed].scope):
            raise Unfit(403, f"This token is not for {needed}. It would need the scope {KINDS[needed].scope}.")
    return forth, back


def _named(name: str, given: str, known: dict[str, Along]) -> Iterator[Along]:
    """The one that is meant, narrowed to a type where the third part says so."""
    source, _, rest = given.partition(":")
    parameter, _, target = rest.partition(":")
    found = known.get(f"{source}:{parameter}")
    if found is None or (target and target not in found.targets):
        these = ", ".join(sorted(known)) or "none"
        raise Unfit(400, f"{name} does not say what is to come along. For this type there is: {these}.")
    yield Along(found.source, found.parameter, (target,)) if target and name == "_include" else found


def come_along(
    by: Principal, matches: Sequence[Resource], forth: Sequence[Along], back: Sequence[Along], served: Served
) -> tuple[list[Resource], list[str]]:
    """What comes along, each once and none that is a match; and in words what there was too much of."""
    pointed: dict[str, dict[str, None]] = {}
    for each in forth:
        for kind, id_ in _pointed_at(matches, each):
            pointed.setdefault(kind, {})[id_] = None
    found: list[Resource] = []
    for kind, ids in pointed.items():
        found += KINDS[kind].search(by, Asked({"_id": (",".join(ids),)}, most=len(ids)), served).rows
    too_much = []
    for each in back if matches else ():
        whose = ",".join(f"{match['resourceType']}/{match['id']}" for match in matches)
        page = KINDS[each.source].search(by, Asked({each.parameter.name: (whose,)}, most=MOST), served)
        found += page.rows
        if page.after:
            name = f"{each.source} by {each.parameter.name}"
            too_much.append(f"Only {MOST} {each.source} came along. Search for {name} to have the others.")
    own = {(each["resourceType"], each["id"]) for each in matches}
    once = {(each["resourceType"], each["id"]): each for each in found}
    return [each for key, each in once.items() if key not in own], too_much


def _pointed_at(matches: Sequence[Resource], along: Along) -> Iterator[tuple[str, str]]:
    for match in matches:
        values = match.get(along.parameter.at) or []
        for each in values if isinstance(values, list) else [values]:
            kind, _, id_ = str(each.get("reference", "")).partition("/")
            if kind in along.targets:
                yield kind, id_
