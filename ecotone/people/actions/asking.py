"""Writes to a team's wish to know a person whom it does not help, or to see a part that was not shared with it.

waiting ──her yes, or at her word a lead who helps her──▶ agreed: who she is, safe contact open; or that part
   ├──her no, or theirs──▶ declined          ├──who asked──▶ withdrawn          └──14 days, the clock──▶ lapsed
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ecotone.access import policies as access
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.ecosystem.rules import choice_problems
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, check
from ecotone.people import policies
from ecotone.people.actions import telling
from ecotone.people.actions.sharing import choose_sharing, open_relationship
from ecotone.people.actions.traces import written
from ecotone.people.models import AccessRequest, Person
from ecotone.people.rules import (
    AN_ASK_WAITS,
    NO_MEANS_NO_FOR,
    AnsweredBy,
    AskState,
    CareRole,
    Effect,
    Part,
    after_death,
)


@action("people.ask_for_access")
def ask_for_access(*, by: Principal, person_id: UUID, why: str, sensitive: bool = False) -> AccessRequest:
    """Asks the person, and those who help her, whether the caller's team may know her. Twice is once.

    `sensitive`: the team's name alone would tell others too much, so that she alone is asked. Raises NotFound for
    whoever is, to this caller, as if she were not here; Invalid where no reason is given, or the
    answer was no lately.
    """
    policies.may_ask_for_access(by).require("person", person_id)
    if not policies.strangers(by).filter(pk=person_id).exists():
        raise NotFound("person", person_id)
    row = _asked(by, person_id, "", why, sensitive=sensitive)
    written(row, "people.ask_for_access")
    return row


@action("people.ask_for_part")
def ask_for_part(*, by: Principal, person_id: UUID, part: Part, why: str, sensitive: bool = False) -> AccessRequest:
    """Asks the person, and those who help her, whether the caller's team, which helps her, may see one part more.

    Twice is once. `sensitive` as above. Raises Refused for what the team sees, or she has refused it; Invalid where
    no reason is given, the answer was no lately, or she has died.
    """
    check(choice_problems(part=(Part, part)))
    policies.may_ask_for_part(by, person_id, Part(part)).require("person", person_id)
    check(after_death(Person.of(person_id).died_on))
    row = _asked(by, person_id, part, why, sensitive=sensitive)
    written(row, "people.ask_for_part")
    return row


def _asked(by: Principal, person_id: UUID, part: str, why: str, *, sensitive: bool) -> AccessRequest:
    """What waits for an answer already, or is asked now and told of."""
    same = AccessRequest.objects.filter(person=person_id, actor=by.team_id, part=part)
    if there := same.filter(state=AskState.WAITING).first():
        return there
    check(_problems(same, why))
    try:
        with transaction.atomic():
            row = AccessRequest.add(
                person_id=person_id,
                actor_id=by.team_id,
                part=part,
                why=why,
                sensitive=sensitive,
                lapses_on=clock.today() + AN_ASK_WAITS,
                **AccessRequest.signed(by),
            )
    except IntegrityError as error:  # a colleague asked at the same moment
        raise Invalid(Problem("people.asked_already")) from error
    telling.tell_of_request(by, row)
    return row


def _problems(same: QuerySet[AccessRequest], why: str) -> list[Problem]:
    problems = [] if why.strip() else [Problem("ground.required", "why")]
    lately = same.filter(state=AskState.DECLINED)
    if lately.filter(answered_at__gt=clock.now() - NO_MEANS_NO_FOR).exists():
        problems.append(Problem("people.said_no_lately", params={"days": NO_MEANS_NO_FOR.days}))
    return problems


@action("people.answer_request")
def answer_request(
    *,
    by: Principal,
    request_id: UUID,
    version: int,
    agreed: bool,
    reason: str = "",
    authority_id: UUID | None = None,
) -> AccessRequest:
    """She says yes or no; or a lead who helps her does, having asked her. A yes opens who she is and safe contact, or
    is her grant of the part that was asked for.

    A no of theirs has its reason; hers needs none. With `authority_id` who acts for her by it said so, where she
    cannot. Raises Invalid where it no longer waits, Stale where somebody
    answered at that moment.
    """
    row = AccessRequest.of(request_id)
    signed = policies.may_sign_answer(by, row, agreed=agreed, authority_id=authority_id)
    signed.verdict.require("accessrequest", request_id)
    herself = by.kind is Kind.PERSON
    check(
        [
            *([] if row.state == AskState.WAITING else [Problem("people.answered_already")]),
            *([] if herself or reason.strip() else [Problem("ground.required", "reason")]),
        ]
    )
    as_whom = AnsweredBy.PERSON if herself else AnsweredBy.STAFF
    state = AskState.AGREED if agreed else AskState.DECLINED
    _end(row, state, as_whom, by, version=version, reason=reason, **signed.columns)
    if agreed and row.part:
        choose_sharing(
            by=by,
            person_id=row.person_id,
            effect=Effect.GRANT,
            actor_id=row.actor_id,
            part=Part(row.part),
            authority_id=authority_id,
        )
    elif agreed:
        open_relationship(
            by=by,
            person_id=row.person_id,
            actor_id=row.actor_id,
            role=CareRole.MEMBER,
            purpose=str(_("they asked, and it was agreed")),
            parts=[],
            basis=Basis.CONSENT,
            sensitive=row.sensitive,
            until=signed.until(None),
        )
    telling.tell_of_answer(by, row)
    written(row, "people.answer_request")
    return row


@action("people.withdraw_request")
def withdraw_request(*, by: Principal, request_id: UUID) -> AccessRequest:
    """The team that asked does not ask any more; one that is over already is no fault."""
    row = AccessRequest.of(request_id)
    policies.may_withdraw_request(by, row).require("accessrequest", request_id)
    if row.state == AskState.WAITING:
        _end(row, AskState.WITHDRAWN, AnsweredBy.ASKER, by, version=row.version)
    written(row, "people.withdraw_request")
    return row


@action("people.lapse_request")
def lapse_request(*, by: Principal, request_id: UUID, version: int) -> AccessRequest:
    """Nobody answered by the day: it is over, and whoever asked is told. Ecotone does it by itself."""
    access.system_only(by).require("accessrequest", request_id)
    row = AccessRequest.of(request_id)
    if row.state != AskState.WAITING or row.lapses_on >= clock.today():
        raise Invalid(Problem("people.answered_already"))
    _end(row, AskState.LAPSED, AnsweredBy.CLOCK, by, version=version)
    telling.tell_of_answer(by, row)
    written(row, "people.lapse_request")
    return row


def _end(
    row: AccessRequest,
    state: AskState,
    as_whom: AnsweredBy,
    by: Principal,
    *,
    version: int,
    reason: str = "",
    **signed: str,
) -> None:
    row.change(
        version=version,
        state=state,
        answered_at=clock.now(),
        answered_as=as_whom,
        answered_by="" if by.is_system else by.signature,
        answering_account_id=by.account_id,
        answering_actor_id=by.actor_id,
        reason=reason,
        **signed,
    )
