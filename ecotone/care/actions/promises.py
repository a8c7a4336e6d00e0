"""Writes to who does what next: a promise made on an ask or a hope, and ticked off, dropped or opened again."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.access.verdicts import Verdict
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import Outcome, Promise, Referral
from ecotone.care.rules import Carrier, PromiseState, carrier_problems
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.people import policies as people
from ecotone.people.models import CircleTie, Relationship
from ecotone.people.rules import Part, after_death

MOST_AHEAD_DAYS = 2 * 366


@action("care.promise")
def promise(
    *,
    by: Principal,
    words: str,
    carrier: Carrier,
    referral_id: UUID | None = None,
    outcome_id: UUID | None = None,
    tie_id: UUID | None = None,
    team_id: UUID | None = None,
    by_when: date | None = None,
) -> Promise:
    """Keeps that somebody does something next, about one ask or one hope: she alone, she with help, or a team.

    Help is from one of her circle (`tie_id`) or from a team; a team is one that helps her now, or an end of the ask.
    """
    if (referral_id is None) == (outcome_id is None):
        raise Invalid(Problem("care.about_one_thing"))
    subject = Referral.of(referral_id) if referral_id else Outcome.of(str(outcome_id))
    basis = _may(by, subject).require(subject.record_kind(), subject.pk).basis
    check(choice_problems(carrier=(Carrier, carrier)))
    check(
        [
            *required(words=words),
            *carrier_problems(Carrier(carrier), has_tie=tie_id is not None, has_team=team_id is not None),
            *_tie_problems(by, subject, tie_id),
            *_team_problems(by, subject, team_id),
            *_day_problems(by_when),
            *_subject_problems(subject),
        ]
    )
    made = Promise.add(
        person_id=subject.person_id,
        referral_id=referral_id,
        outcome_id=outcome_id,
        words=words,
        carrier=carrier,
        tie_id=tie_id,
        team_id=team_id,
        by_when=by_when,
        **Promise.signed(by),
    )
    _written(made, "care.promise", basis)
    return made


def _about(row: Promise) -> Referral | Outcome:
    if row.referral is not None:
        return row.referral
    return Outcome.of(str(row.outcome_id))


def _may(by: Principal, subject: Referral | Outcome) -> Verdict:
    if isinstance(subject, Referral):
        return policies.may_promise_on_referral(by, subject)
    return policies.may_promise_on_outcome(by, subject)


def _tie_problems(by: Principal, subject: Referral | Outcome, tie_id: UUID | None) -> list[Problem]:
    """Somebody in her circle now, whom the one who writes may know of."""
    if tie_id is None:
        return []
    tie = CircleTie.objects.filter(pk=tie_id, person_id=subject.person_id, until=None).exists()
    known = by.is_system or people.verdict(by, subject.person_id, Part.CIRCLE).allowed
    return [] if tie and known else [Problem("care.other_person", "carried_by")]


def _team_problems(by: Principal, subject: Referral | Outcome, team_id: UUID | None) -> list[Problem]:
    """One that helps her now, or an end of the ask; and none whose name the one who writes may not know."""
    if team_id is None:
        return []
    ends = {subject.source_id, subject.target_id} if isinstance(subject, Referral) else set()
    hidden = people.hidden_teams(by, [subject.person_id]).get(subject.person_id, frozenset())
    helping = Relationship.objects.filter(
        people.current(clock.now()), person_id=subject.person_id, actor_id=team_id
    ).exists()
    if team_id in hidden - ends or not (team_id in ends or helping):
        return [Problem("care.not_helping", "carried_by")]
    return []


def _day_problems(by_when: date | None) -> list[Problem]:
    if by_when is None:
        return []
    if by_when < clock.today():
        return [Problem("care.day_has_passed", "by_when")]
    return [Problem("care.day_too_far", "by_when")] if (by_when - clock.today()).days > MOST_AHEAD_DAYS else []


def _subject_problems(subject: Referral | Outcome) -> list[Problem]:
    if isinstance(subject, Referral) and subject.state in (State.DRAFT, State.ENTERED_IN_ERROR):
        return [Problem("care.not_from_here")]
    return after_death(subject.person.died_on)


@action("care.settle_promise")
def settle_promise(*, by: Principal, promise_id: UUID, version: int, state: PromiseState, words: str = "") -> Promise:
    """Ticks it off, drops it, or opens it again. The person's own tick is kept as hers.

    Settled as it is already it stays: a tick pressed twice is one. Nobody takes back her own tick but she.
    """
    row = Promise.of(promise_id)
    basis = _may(by, _about(row)).require("promise", promise_id).basis
    check(choice_problems(state=(PromiseState, state)))
    if row.state != state:
        check(after_death(row.person.died_on) if state == PromiseState.OPEN else [])
        herself = by.kind is Kind.PERSON
        if row.settled_by_person and not herself and not by.is_system:
            raise Invalid(Problem("care.her_own_tick"))
        is_over = state != PromiseState.OPEN
        row.change(
            version=version,
            state=PromiseState(state),
            settled_at=clock.now() if is_over else None,
            settled_by=by.signature if is_over else "",
            settled_by_actor_id=by.actor_id if is_over else None,
            settled_by_person=is_over and herself,
            settled_words=words if is_over else "",
        )
    _written(row, "care.settle_promise", basis)
    return row


@action("care.drop_promises")
def drop_promises(*, by: Principal, person_id: UUID, words: str) -> list[UUID]:
    """Drops all that is still open for her, for Ecotone itself, and says which it dropped."""
    access.system_only(by).require("person", person_id)
    dropped = []
    for row in Promise.objects.filter(person_id=person_id, state=PromiseState.OPEN).order_by("id"):
        settle_promise(by=by, promise_id=row.id, version=row.version, state=PromiseState.DROPPED, words=words)
        dropped.append(row.id)
    wrote("person", person_id, act="care.drop_promises", part=Part.REFERRALS)
    return dropped


@action("care.take_up_promises")
def take_up_promises(*, by: Principal, person_id: UUID, ids: Iterable[UUID]) -> None:
    """Opens those again that were dropped, for Ecotone itself."""
    access.system_only(by).require("person", person_id)
    for row in Promise.objects.filter(person_id=person_id, id__in=list(ids), state=PromiseState.DROPPED):
        settle_promise(by=by, promise_id=row.id, version=row.version, state=PromiseState.OPEN)
    wrote("person", person_id, act="care.take_up_promises", part=Part.REFERRALS)


def _written(row: Promise, act: str, basis: Basis | None) -> None:
    part = Part.REFERRALS if row.referral_id else Part.OUTCOMES
    wrote("promise", row.id, act=act, basis=basis, keeps_access=True)
    wrote("person", row.person_id, act=act, part=part, basis=basis, keeps_access=True)
