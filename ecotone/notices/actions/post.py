"""Writes to the outbox. A mail is queued in the transaction of what it tells of, and sent once that is kept.

queue_mail ──commit──> due ──claim_mail──> taken up, for LEASE ──sent──> note_sent
                               ▲                     └──not sent──> note_not_sent ──> due again later, or given up
                               └── two who take it up at once: one gets Stale
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from ecotone.access import queries as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ground import clock
from ecotone.ground.errors import Problem, Stale, check
from ecotone.notices import policies
from ecotone.notices.models import Mail
from ecotone.notices.rules import KEPT, LEASE, Unsent, is_bare, next_try

POST = Principal.system("post")
"""Who queues and sends mail. Inside another action the audit names the one who did that."""


@action("notices.queue_mail")
def queue_mail(
    *,
    by: Principal,
    key: str,
    to: str,
    subject: str,
    body: str,
    account_id: UUID | None = None,
    good_until: datetime | None = None,
    stop_path: str = "",
) -> Mail:
    """A plain-text mail to one address, to be sent soon after the transaction around this is kept.

    `key` names the event ("sign_in:<id of the code>"): queued again with the same key, also by two at once, it is
    one mail, and the first one's words stand; a key is remembered for KEPT after it was sent. `by` is a system
    principal (`POST`). `good_until` is for what runs out, as a code does: it is not sent after that. `stop_path`
    is where its reader stops such mail without signing in. With `account_id` it goes only while that account is open
    and has this address.

    Raises Refused for any but Ecotone itself; Invalid for what is no single address, or a subject of two lines.
    """
    policies.may_post(by).require("mail")
    address, title = to.strip(), subject.strip()
    check(_problems(key, address, title, body))
    kept, part = Mail.objects.filter(key=key).first(), "queued_before"
    if kept is None:
        try:
            with transaction.atomic():
                columns = {"account_id": account_id, "good_until": good_until, "stop_path": stop_path}
                kept, part = Mail.add(key=key, to=address, subject=title, body=body, **columns), ""
        except IntegrityError:
            kept = Mail.objects.get(key=key)
    wrote("mail", kept.id, act="notices.queue_mail", part=part, keeps_access=True)
    return kept


def _problems(key: str, to: str, subject: str, body: str) -> list[Problem]:
    given = {"key": key, "to": to, "subject": subject, "body": body.strip()}
    problems = [Problem("ground.required", name) for name, text in given.items() if not text]
    problems += [Problem("notices.one_line", name) for name in ("key", "subject") if not is_bare(given[name])]
    if to and not is_one_address(to):
        problems.append(Problem("access.email", "to"))
    return problems


def is_one_address(text: str) -> bool:
    """Django lets quoted names through, with control characters and all: no mail here needs one."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return is_bare(text) and not set(text) & set(' "<>,;\\')


@action("notices.claim_mail")
def claim_mail(*, by: Principal, mail_id: UUID, tries: int) -> Mail:
    """Takes a due mail up, to be sent after this transaction. Raises Stale where another took it up first.

    It is nobody else's for LEASE. Whoever takes it up and dies leaves it to be taken up again after that.
    """
    policies.may_post(by).require("mail", mail_id)
    now = clock.now()
    waiting = Mail.objects.filter(pk=mail_id, tries=tries, sent_at=None, failed_at=None, next_try_at__lte=now)
    if not waiting.update(tries=tries + 1, next_try_at=now + LEASE):
        raise Stale("mail", mail_id, tries)
    wrote("mail", mail_id, act="notices.claim_mail", keeps_access=True)
    return Mail.of(mail_id)


@action("notices.note_sent")
def note_sent(*, by: Principal, mail_id: UUID, tries: int) -> None:
    """It went out. Its words go too, but in a demo: they are with their reader now.

    Raises Stale where it was taken up by another since `tries`, or noted already.
    """
    policies.may_post(by).require("mail", mail_id)
    taken = Mail.objects.filter(pk=mail_id, tries=tries, sent_at=None, failed_at=None)
    if not taken.update(sent_at=clock.now(), **_words_gone()):
        raise Stale("mail", mail_id, tries)
    wrote("mail", mail_id, act="notices.note_sent", keeps_access=True)


@action("notices.note_not_sent")
def note_not_sent(*, by: Principal, mail_id: UUID, tries: int, lasting: Unsent | None = None) -> bool:
    """It did not go out: it is due again later, or given up, at once for a `lasting` reason. True when given up.

    Raises Stale where it was taken up by another since `tries`, or noted already.
    """
    policies.may_post(by).require("mail", mail_id)
    now = clock.now()
    again = None if lasting else next_try(tries, now)
    columns: dict[str, Any] = {"next_try_at": again}
    if again is None:
        columns = {"failed_at": now, "failed_reason": lasting or Unsent.TRIED_ENOUGH} | _words_gone()
    taken = Mail.objects.filter(pk=mail_id, tries=tries, sent_at=None, failed_at=None)
    if not taken.update(**columns):
        raise Stale("mail", mail_id, tries)
    wrote("mail", mail_id, act="notices.note_not_sent", part="" if again else "given_up", keeps_access=True)
    return again is None


@action("notices.forget_mail")
def forget_mail(*, by: Principal, mail_id: UUID) -> None:
    """Takes a mail's row away, KEPT after it was sent or given up. Raises Stale where it is too soon, or gone."""
    policies.may_post(by).require("mail", mail_id)
    over, _ = (
        Mail.objects.filter(pk=mail_id, next_try_at__lt=clock.now() - KEPT)
        .exclude(sent_at=None, failed_at=None)
        .delete()
    )
    if not over:
        raise Stale("mail", mail_id, 0)
    wrote("mail", mail_id, act="notices.forget_mail", keeps_access=True)


def _words_gone() -> dict[str, str]:
    """What is taken out of a mail that is over; nothing in a demo, whose page shows it."""
    mark = access.deployment()
    return {} if mark is not None and mark.is_demo else {"body": "", "stop_path": ""}
