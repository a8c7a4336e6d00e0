"""Reads for who looks somebody up by number, name or birth date; only among those whom the caller may know."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.ground.errors import NotFound
from ecotone.ground.matches import Matches, page_of
from ecotone.people import policies
from ecotone.people.models import CircleTie, Person
from ecotone.people.queries.record import Veil, _circle, _identity, _safe_contact, _withheld
from ecotone.people.rules import IdentifierKind, Part
from ecotone.people.views import CircleTieView, IdentifierView, PersonView

WHO = (Part.IDENTITY, Part.CONTACT, Part.IDENTIFIERS)
"""The parts by which another system knows somebody."""


def find_people(
    by: Principal,
    *,
    ids: Collection[UUID] | None = None,
    words: str = "",
    born_from: date | None = None,
    born_before: date | None = None,
    number: tuple[IdentifierKind | None, str | None, str] | None = None,
    after: UUID | None = None,
    most: int = 50,
) -> Matches[PersonView]:
    """Those whom the caller may know, with the parts in WHO.

    words                     each is in her name, or in what she is called
    born_from, born_before    half-open: born on or after the one, before the other
    number                    (kind, source, value), None for any; finds only those whose numbers the caller may see
    """
    rows = policies.visible_to(by)
    rows = rows if ids is None else rows.filter(id__in=ids)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(known_as__icontains=word))
    rows = rows.filter(birth_date__gte=born_from) if born_from else rows
    rows = rows.filter(birth_date__lt=born_before) if born_before else rows
    if number is not None:
        rows = _with_number(by, rows, *number)
    found: Matches[Person] = page_of(rows.select_related("home").prefetch_related("identifiers"), after, most)
    verdicts = policies.verdicts(by, [row.id for row in found.rows])
    _looked(by, verdicts)
    return found.of(tuple(_view(by, row, verdicts[row.id]) for row in found.rows))


def _with_number(
    by: Principal, rows: QuerySet[Person], kind: IdentifierKind | None, source: str | None, value: str
) -> QuerySet[Person]:
    """Those of `rows` with this number, if the caller may see it: a match tells that the number is hers."""
    asked = {"identifiers__value": value} | ({"identifiers__kind": kind} if kind else {})
    asked |= {"identifiers__source": source} if source is not None else {}
    ids = list(rows.filter(**asked).values_list("id", flat=True).distinct())
    seen = policies.verdicts(by, ids)
    return rows.filter(id__in=[each for each in ids if seen[each][Part.IDENTIFIERS].allowed])


def _looked(by: Principal, verdicts: Mapping[UUID, Mapping[Part, Verdict]]) -> None:
    for person_id, on in verdicts.items():
        seen = [Subject("person", person_id, part, on[part].basis) for part in WHO if on[part].allowed]
        looked(by, "people.find_people", *seen)


def _view(by: Principal, row: Person, verdicts: Mapping[Part, Verdict]) -> PersonView:
    how, numbers = verdicts[Part.CONTACT], verdicts[Part.IDENTIFIERS]
    of_hers = sorted(row.identifiers.all(), key=lambda each: (each.kind, each.value))
    return PersonView(
        id=row.id,
        version=row.version,
        is_me=by.person_id == row.id,
        identity=_identity(row),
        contact=_safe_contact(row) if how.allowed else _withheld(how),
        story=(),
        circle=None,
        involved=None,
        encounters=None,
        identifiers=tuple(IdentifierView(each.kind, each.source, each.value) for each in of_hers)
        if numbers.allowed
        else _withheld(numbers),
        verdicts=verdicts,
        stays=None,
    )


def circle_tie(by: Principal, tie_id: UUID) -> tuple[UUID, CircleTieView]:
    """One tie of somebody's circle, and whose it is. Raises NotFound, or Refused where her circle was not shared."""
    with widened(Why.RULE):
        person_id = CircleTie.objects.filter(pk=tie_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise NotFound("circletie", tie_id)
    verdict = policies.verdict(by, person_id, Part.CIRCLE).require("person", person_id)
    looked(by, "people.circle", Subject("person", person_id, Part.CIRCLE, verdict.basis))
    whole = _circle(person_id, Veil(by, person_id))
    return person_id, next(each for each in whole if each.id == tie_id)
