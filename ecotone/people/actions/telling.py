"""Tells those whom an emergency, a legal duty, or a wish to know somebody concerns: inside what happened.

A notice holds ids alone. What it says is asked of the records when it is read, by who may read them then.
"""

from uuid import UUID, uuid5

from ecotone.access.principal import Principal
from ecotone.notices import actions as notices
from ecotone.notices.rules import GUARDIANS, Side, Sort, To
from ecotone.notices.views import Told
from ecotone.people.models import (
    AccessRequest,
    AccountTakenOff,
    Authority,
    CapacityAssessment,
    CarerPermission,
    CarerWish,
    EmergencyAccess,
    LegalDuty,
    OwnWayIn,
    SharingChoice,
)
from ecotone.people.policies import helping_teams


def tell_of_emergency(by: Principal, row: EmergencyAccess) -> None:
    """Those who guard records at once; the person too, unless that is not safe for her."""
    told = [Told(To.GUARDIANS, GUARDIANS, Side.TARGET, Sort.TO_DO)]
    _note(by, row, "break_glass", told + ([_her(row, Sort.NEWS)] if row.told else []))


def tell_after_all(by: Principal, row: EmergencyAccess) -> None:
    """The person, once it is safe."""
    _note(by, row, "tell_after_all", [_her(row, Sort.NEWS)])


def tell_of_late_review(by: Principal, row: EmergencyAccess) -> None:
    """Those who guard records: the day has passed and nobody has looked at it."""
    _note(by, row, "review_is_late", [Told(To.GUARDIANS, GUARDIANS, Side.TARGET, Sort.LATE)])


def tell_of_duty(by: Principal, row: LegalDuty) -> None:
    """The team that may read, those who guard records, and the person, unless that is not safe for her."""
    told = [
        Told(To.TEAM, row.actor_id, Side.TARGET, Sort.NEWS),
        Told(To.GUARDIANS, GUARDIANS, Side.SOURCE, Sort.NEWS),
    ]
    _note(by, row, "record_duty", told + ([_her(row, Sort.NEWS)] if row.told else []))


def tell_of_duty_after_all(by: Principal, row: LegalDuty) -> None:
    """The person, once it is safe."""
    _note(by, row, "duty_told_after_all", [_her(row, Sort.NEWS)])


def tell_of_duty_ended(by: Principal, row: LegalDuty) -> None:
    """The team, and the person where she knew of it."""
    told = [Told(To.TEAM, row.actor_id, Side.TARGET, Sort.NEWS)]
    event = uuid5(row.id, "ended")
    _note(by, row, "end_duty", told + ([_her(row, Sort.NEWS)] if row.told else []), event=event)


def tell_of_request(by: Principal, row: AccessRequest) -> None:
    """The person, and the teams that help her now; her alone where the name of who asks would tell too much."""
    helping = [] if row.sensitive else helping_teams(row.person_id)
    teams = [Told(To.TEAM, team, Side.TARGET, Sort.TO_DO) for team in helping]
    _note(by, row, "ask_for_part" if row.part else "ask_for_access", [_her(row, Sort.TO_DO), *teams])


def tell_of_answer(by: Principal, row: AccessRequest) -> None:
    """The team that asked; and the person, where somebody else answered."""
    asker = Told(To.TEAM, row.actor_id, Side.SOURCE, Sort.CAME_BACK)
    told = [asker, _her(row, Sort.NEWS)]
    _note(by, row, f"{'part' if row.part else 'access'}_{row.state}", told, event=uuid5(row.id, row.state))


def tell_of_wish(by: Principal, row: CarerWish, helping: list[UUID]) -> None:
    """The teams that help her, who ask her; and she, who knows what is asked for in her name."""
    teams = [Told(To.TEAM, team, Side.TARGET, Sort.TO_DO) for team in helping]
    kind = "pass_on_grant" if row.authority_id else "pass_on_wish"
    _note(by, row, kind, [_her(row, Sort.NEWS), *teams])


def tell_of_authority(by: Principal, row: Authority) -> None:
    """The person, unless that is not safe for her: somebody holds an authority over her, or holds it no more."""
    _told_her(by, row, "end_authority" if row.ended_at else "record_authority")


def tell_of_assessment(by: Principal, row: CapacityAssessment) -> None:
    """The person, unless that is not safe for her: it was assessed whether she can decide, or that counts no more."""
    _told_her(by, row, "withdraw_assessment" if row.withdrawn_at else "record_assessment")


def _told_her(by: Principal, row: Authority | CapacityAssessment, kind: str) -> None:
    if row.told:
        _note(by, row, kind, [_her(row, Sort.NEWS)], event=uuid5(row.id, kind))


def tell_of_signing(by: Principal, row: SharingChoice | CarerPermission) -> None:
    """The person: something was signed in her place, or what was chosen was taken back so."""
    back = isinstance(row, SharingChoice) and row.withdrawn_at is not None
    kind = "taken_back_in_place" if back else "signed_in_place"
    _note(by, row, kind, [_her(row, Sort.NEWS)], event=uuid5(row.id, kind))


def tell_of_way_in(by: Principal, row: OwnWayIn) -> None:
    """She, who signs in as herself from now; and all who help her: one of them may know that it was not she."""
    teams = [Told(To.TEAM, team, Side.TARGET, Sort.NEWS) for team in helping_teams(row.person_id)]
    _note(by, row, "use_own_way_in", [_her(row, Sort.NEWS), *teams])


def tell_of_taking_off(by: Principal, row: AccountTakenOff, helping: list[UUID]) -> None:
    """The teams that help her, where it was for her safety; and she, once she signs in again."""
    teams = [Told(To.TEAM, team, Side.TARGET, Sort.NEWS) for team in helping]
    _note(by, row, "take_off_account", [_her(row, Sort.NEWS), *teams])


Row = (
    EmergencyAccess
    | AccessRequest
    | LegalDuty
    | CarerWish
    | Authority
    | CapacityAssessment
    | SharingChoice
    | CarerPermission
    | OwnWayIn
    | AccountTakenOff
)


def _her(row: Row, sort: Sort) -> Told:
    return Told(To.PERSON, row.person_id, Side.PERSON, sort)


def _note(by: Principal, row: Row, kind: str, told: list[Told], *, event: UUID | None = None) -> None:
    """Tells all but whoever does it; `event` is the row's own beginning unless another is named."""
    others = [each for each in told if each.to_id not in (by.actor_id, by.person_id)]
    if others:
        notices.tell(
            by=by,
            event=event or row.id,
            kind=kind,
            subject_kind=row.record_kind(),
            subject_id=row.id,
            told=others,
        )
