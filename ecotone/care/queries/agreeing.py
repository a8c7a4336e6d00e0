"""Who agreed to an ask, as far as the reader may know: she, and staff who help her now, whoever they are to the ask.

To all others it is the same, whoever agreed: who decides for her, and what was assessed, a relationship opens, and no
ask by itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict, Withheld
from ecotone.care.machine import Party
from ecotone.care.models import Referral
from ecotone.care.policies import Seen
from ecotone.care.rules import Sight
from ecotone.care.views import WHO_AGREED, AgreedView
from ecotone.people import policies as people
from ecotone.people.rules import Part
from ecotone.people.rules.agreeing import Agreed

Verdicts = Mapping[Part, Verdict]


def agreed_of(
    by: Principal, rows: Collection[tuple[Referral, Seen]], verdicts: Mapping[UUID, Verdicts]
) -> dict[UUID, AgreedView | Withheld]:
    """Who agreed to each of these, by the ids of the asks. One query at most, however many they are.

    Whoever asked wrote it down, and whom an open ask is of helps her by that: neither is asked whether it was
    consulted alone.
    """
    only = people.consulted(by, {row.person_id for row, seen in rows if not _has_a_part(row, seen)})
    return {row.id: _view(by, row, seen, verdicts[row.person_id], only=row.person_id in only) for row, seen in rows}


def agreed_view(by: Principal, row: Referral, seen: Seen, verdicts: Verdicts) -> AgreedView | Withheld:
    """Who agreed to one; and to staff who help her, that she asked though she could not decide it."""
    view = agreed_of(by, [(row, seen)], {row.person_id: verdicts})[row.id]
    return view if isinstance(view, Withheld) else replace(view, though_unable=_though_unable(by, row, seen))


def _has_a_part(row: Referral, seen: Seen) -> bool:
    return Party.SOURCE in seen.parties or (Party.TARGET in seen.parties and row.ended_at is None)


def _view(by: Principal, row: Referral, seen: Seen, hers: Verdicts, *, only: bool) -> AgreedView | Withheld:
    """Whoever agreed in her place is named where her circle is shared."""
    if seen.sight is not Sight.FULL or not people.knows_who_agreed(by, hers, only=only).allowed:
        return WHO_AGREED
    name: str | Withheld = row.signed_by
    if row.signed_by and not hers[Part.CIRCLE].allowed:
        name = Withheld(hers[Part.CIRCLE].code)
    return AgreedView(
        agreed=Agreed(row.agreed),
        signed_as=row.signed_as,
        signed_by=name,
        nobody_why=row.nobody_why,
        her_wishes=row.her_wishes,
    )


def _though_unable(by: Principal, row: Referral, seen: Seen) -> bool:
    """For staff who help her, and not for those she asked: they are asked by her, as by anybody."""
    hers = row.source_id is None and row.agreed == Agreed.HERSELF
    if not (hers and by.practises) or Party.TARGET in seen.parties:
        return False
    return not people.signed_for_help_herself(row.person_id, row.offered_at or row.created_at)
