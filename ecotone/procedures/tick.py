"""The clock's tick: what is due by itself is done, whoever winds the clock and however often.

    no reply by the day agreed  ──>  the target's lead is told  ──GRACE days──>  back to the asker: no reply came
    nobody claimed an open offer by the day  ──>  back to the asker, with who was told
    the day to look at it again, or to answer, passes   ──>  whoever it lies with is told, once
    nobody answers by the day that an entry is wrong  ──>  who wrote it and whoever guards records are told, once
    the day to review an emergency passes  ──>  whoever guards records is told, once
    nobody says by the day whether a team may know somebody  ──>  it is over, and the team is told
    a quarter that is over      ──>  its counts are published, once
    news, on the day each chose ──>  one mail that counts it
    an organisation has not agreed to the terms  ──>  who speaks for it is mailed, once, and once before its days end
    the day comes on which somebody leaves  ──>  hats end, what they had in hand goes on, the account is closed
    nobody has used an account for a quarter  ──>  its owner is reminded, and later it is suspended
    a new password is wished for    ──>  a link is mailed, where there is an account
    the time of some records is over  ──>  whoever guards records is told, once a month; nothing goes by itself
    somebody was erased a minute ago  ──>  what was written of them meanwhile goes as well
    mail that is due            ──>  it is sent
    what programs were answered a day ago, how often they called, sessions and wrong tries that are over: forgotten
    what the audit holds        ──>  it is sealed into its chain

Nothing is ever declined by the clock. Each step is its own transaction, taken only from the version that was found
due, so that two ticks at once do each thing once, and one that fails holds up no other.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from ecotone.access import answers, breaches, entering, guesses, seals, sessions, spending
from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.care import queries as waiting
from ecotone.care.views import Due
from ecotone.ecosystem import queries as organisations
from ecotone.ecosystem.queries.staff import Idle
from ecotone.ecosystem.queries.terms import ToTell
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.notices import actions as notices
from ecotone.notices import queries as noted
from ecotone.notices.delivery import deliver
from ecotone.notices.views import DueMail
from ecotone.observatory import actions as observatory
from ecotone.observatory import queries as counted
from ecotone.observatory.rules import Quarter
from ecotone.people import actions as people
from ecotone.people import queries as reached
from ecotone.procedures import digests, erasing, unused
from ecotone.procedures.letting_in import answer_wishes
from ecotone.procedures.staff import leave_on_the_day
from ecotone.procedures.terms import tell_of_terms
from ecotone.rights import actions as rights
from ecotone.rights import queries as asked_right

T = TypeVar("T")

CLOCK = Principal.system("clock")
LOG = logging.getLogger(__name__)
SEALINGS = 50
"""How often a tick goes on with sealing: where no clock runs beside the pages, it alone does."""

QUARTERS = 4
"""How far back a quarter that was missed, while nobody wound the clock, is published after all."""


@dataclass(frozen=True)
class Ticked:
    """How many leads were told, asks returned, offers unclaimed, reminders given, quarters published, mails sent.

    `expired` counts asks to know somebody that nobody answered, too.
    """

    escalated: int
    returned: int
    expired: int
    reminded: int
    published: int
    mailed: int = 0


def tick() -> Ticked:
    """Does all that is due now, and says how much it was; a second tick right after it finds nothing to do."""
    today = clock.today()
    returned = _each(waiting.to_return(CLOCK, today), _return)
    expired = _each(waiting.to_expire(CLOCK, today), _expire)
    escalated = _each(waiting.to_escalate(CLOCK, today), _escalate)
    reminded = _each(waiting.to_remind(CLOCK, today), _remind)
    reminded += _each(reached.reviews_overdue(CLOCK), _remind_of_review)
    reminded += _each(asked_right.corrections_overdue(CLOCK), _remind_of_correction)
    expired += _each(reached.requests_overdue(CLOCK), _lapse_request)
    published = _each(counted.unpublished(CLOCK, today, most=QUARTERS), _publish)
    _each(digests.due(CLOCK), _digest)
    _each(organisations.to_tell_of_terms(CLOCK), _tell_of_terms)
    _each(asked_right.to_sweep(CLOCK), _sweep)
    _each(filter(None, [asked_right.to_propose(CLOCK)]), _propose)
    _each(organisations.leavings_due(CLOCK), _leave)
    _each(unused.due(CLOCK), _see_to_unused)
    _each(noted.over_mail(CLOCK), _forget)
    _each([CLOCK] if noted.has_old_news(CLOCK) else [], _forget_news)
    over = (spending.forget, answers.forget, guesses.forget, sessions.forget, entering.forget, breaches.forget)
    _each([*over, answer_wishes, _seal], lambda do: do())
    return Ticked(escalated, returned, expired, reminded, published, _mail())


def _seal() -> None:
    """All that waits, if that is not more than a busy day's."""
    for _ in range(SEALINGS):
        if not seals.seal():
            return


def _mail() -> int:
    """How much was sent. What goes wrong with mail holds up nothing else."""
    try:
        return deliver()
    except Exception:
        LOG.exception("The clock could not send mail, and will try again")
        return 0


def _each(found: Iterable[T], act: Callable[[T], object]) -> int:
    """How many were done. What somebody did since it was found is theirs; what fails is told to whoever runs this."""
    done = 0
    for each in found:
        try:
            done += act(each) is not False
        except (Stale, Invalid):
            continue
        except Exception:
            LOG.exception("The clock could not do what was due, and will try again: %s", each)
    return done


def _digest(digest: digests.Digest) -> None:
    digests.mail(CLOCK, digest)


def _leave(due: tuple[UUID, int]) -> None:
    leave_on_the_day(by=CLOCK, leaving_id=due[0], version=due[1])


def _see_to_unused(idle: Idle) -> None:
    unused.see_to_unused(by=CLOCK, idle=idle)


def _tell_of_terms(due: ToTell) -> None:
    tell_of_terms(by=CLOCK, due=due)


def _forget_news(by: Principal) -> None:
    notices.forget_news(by=by)


def _forget(over: DueMail) -> None:
    notices.forget_mail(by=CLOCK, mail_id=over.id)


def _publish(quarter: Quarter) -> bool:
    return observatory.publish(by=CLOCK, since=quarter.since, until=quarter.until).made


def _escalate(due: Due) -> None:
    care.escalate(by=CLOCK, referral_id=due.id, version=due.version)


def _return(due: Due) -> None:
    care.move(by=CLOCK, referral_id=due.id, version=due.version, code="give_up_waiting")


def _expire(due: Due) -> None:
    care.move(by=CLOCK, referral_id=due.id, version=due.version, code="expire")


def _remind(due: Due) -> None:
    care.remind(by=CLOCK, referral_id=due.id, version=due.version)


def _remind_of_review(due: tuple[UUID, int]) -> None:
    people.remind_of_review(by=CLOCK, emergency_id=due[0], version=due[1])


def _propose(month: str) -> None:
    rights.propose(by=CLOCK, month=month)


def _sweep(due: tuple[UUID, UUID]) -> None:
    erasing.sweep(by=CLOCK, erasure_id=due[0], person_id=due[1])


def _remind_of_correction(due: tuple[UUID, int]) -> None:
    rights.remind_of_correction(by=CLOCK, correction_id=due[0], version=due[1])


def _lapse_request(due: tuple[UUID, int]) -> None:
    people.lapse_request(by=CLOCK, request_id=due[0], version=due[1])
