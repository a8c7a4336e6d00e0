"""Writes to how long records are kept here, and the clock's word that some are due."""

from uuid import UUID, uuid5

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground.errors import Problem, Stale, check
from ecotone.notices import actions as notices
from ecotone.notices.rules import GUARDIANS
from ecotone.rights import telling
from ecotone.rights.models import RetentionPeriod
from ecotone.rights.rules.keeping import LEAST, LONGEST, Kept


@action("rights.set_period")
def set_period(*, by: Principal, rule: Kept, months: int, why: str, version: int = 0) -> RetentionPeriod:
    """How long this place keeps the records of one rule: the least or longer, with why.

    `version` is that of the period that stands, 0 where none was set. Raises Stale where another set it meanwhile.
    """
    access.with_role(by, Role.GUARDIAN).require("retentionperiod")
    problems = choice_problems(rule=(Kept, rule))
    check(problems)
    least = LEAST[Kept(rule)].months
    check(
        [
            *([] if why.strip() else [Problem("ground.required", "why")]),
            *([] if least <= months <= LONGEST else [_out_of_bounds(least)]),
        ]
    )
    row = RetentionPeriod.objects.filter(rule=rule).first()
    if row is None:
        if version:
            raise Stale("retentionperiod", UUID(int=0), version)
        row = RetentionPeriod.add(rule=rule, months=months, why=why, **RetentionPeriod.signed(by))
    else:
        row.change(version=version, months=months, why=why, **RetentionPeriod.signed(by))
    wrote("retentionperiod", row.id, act="rights.set_period", keeps_access=True)
    return row


def _out_of_bounds(least: int) -> Problem:
    return Problem("rights.months", "months", {"least": least, "most": LONGEST})


@action("rights.propose")
def propose(*, by: Principal, month: str) -> None:
    """Tells those who guard records, once in a month, that the time of some records is over. Deletes nothing."""
    access.system_only(by).require("retentionperiod")
    event = _event_of(month)
    told = [telling.ALL_GUARDIANS]
    notices.tell(by=by, event=event, kind="retention_is_due", subject_kind="retention", subject_id=event, told=told)
    wrote("notice", event, act="rights.propose", keeps_access=True)


def _event_of(month: str) -> UUID:
    """What makes one month's word of it one."""
    return uuid5(GUARDIANS, f"retention:{month}")
