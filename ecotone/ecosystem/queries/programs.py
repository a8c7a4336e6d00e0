"""Reads of programs: an organisation's own, who may answer for one, and whether one may call now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind
from ecotone.ecosystem import policies
from ecotone.ecosystem.models import Program, Tie
from ecotone.ecosystem.queries.hats import open_hats
from ecotone.ecosystem.rules import Claim, TieKind
from ecotone.ground import clock
from ecotone.ground.errors import NotFound


@dataclass(frozen=True, slots=True)
class ProgramView:
    """A program: what it is called and for, who answers for it; `owners_left` are those of them who still can."""

    id: UUID
    version: int
    account_id: UUID
    name: str
    purpose: str
    owners: tuple[tuple[UUID, str], ...]
    owners_left: frozenset[UUID]
    made_at: datetime
    ended_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.ended_at is None and bool(self.owners_left)


def programs(by: Principal) -> list[ProgramView]:
    """The programs of the organisation whose hat is worn, by name, also ended ones; for its administrator."""
    policies.keeps_staff(by).require("actor", by.actor_id)
    rows = Program.objects.filter(organisation=by.team_id).select_related("account", "owner", "second_owner")
    found = list(rows.order_by("account__name", "id")[:200])
    there = may_own(by.team_id, [each for row in found for each in (row.owner_id, row.second_owner_id)])
    return [_program(row, there) for row in found]


def program(by: Principal, program_id: UUID) -> ProgramView:
    """One of them. Raises NotFound for another organisation's."""
    found = next((each for each in programs(by) if each.id == program_id), None)
    if found is None:
        raise NotFound("program", program_id)
    return found


def _program(row: Program, there: set[UUID]) -> ProgramView:
    owners = ((row.owner_id, row.owner.name), (row.second_owner_id, row.second_owner.name))
    left = frozenset(each for each, _ in owners if each in there)
    return ProgramView(
        id=row.id,
        version=row.version,
        account_id=row.account_id,
        name=row.account.name,
        purpose=row.purpose,
        owners=owners,
        owners_left=left,
        made_at=row.created_at,
        ended_at=row.ended_at,
    )


def may_own(organisation_id: UUID, account_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these wear a hat in the organisation or a team of it today, and are no programs themselves."""
    ties = Tie.objects.filter(Tie.on(clock.today()), target=organisation_id, kind=TieKind.PART_OF)
    here = Q(actor=organisation_id) | Q(actor__in=ties.filter(claim=Claim.CONFIRMED).values("source"))
    hats = open_hats().filter(here, account__in=list(account_ids), account__kind=AccountKind.PERSON)
    return set(hats.values_list("account", flat=True))


def program_calls(account_id: UUID) -> bool:
    """Whether a program's account may call now: it has not ended, and somebody is left who answers for it."""
    row = Program.objects.filter(account=account_id, ended_at=None).first()
    return row is not None and bool(may_own(row.organisation_id, [row.owner_id, row.second_owner_id]))
