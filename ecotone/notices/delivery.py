"""The way out for mail: takes up what is due, sends it, and notes what came of it.

    claim (its own transaction) ──> send (outside any) ──> note that it was sent (its own transaction)

Two at once send each mail once: one of them claims it. What no machine can do is send and note in one step. If this
one dies between the two, the mail was sent and is not noted so: once its lease is over it is **sent a second time**.
Both carry the same Message-ID, by which most mail programs show one. The other order would lose mail instead, and a
person who waits for a sign-in code is better off with two mails than with none.

Where it goes: to the server of ECOTONE_MAIL; without one, and in a demo always, into files of a folder.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as FORMAT
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.encoding import punycode

from ecotone.access import queries as access
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.notices import actions, queries
from ecotone.notices.actions import POST
from ecotone.notices.models import Mail
from ecotone.notices.rules import Server, Unsent
from ecotone.notices.rules.post import Tls
from ecotone.notices.views import DueMail

LOG = logging.getLogger(__name__)
PATIENCE = 20
"""Seconds that a mail server may keep silent."""


class Transport(Protocol):
    """Something that takes a mail away, or raises."""

    def send(self, mail: Mail, message: EmailMessage) -> None: ...


class NotNow(Exception):
    """It could not be sent now, and may be later. The cause's own words stay out: a server may say anything."""


class NobodyThere(NotNow):
    """Neither could any other."""


class Never(Exception):
    """It will not be sent, however often it is tried."""

    def __init__(self, reason: Unsent) -> None:
        self.reason = reason
        super().__init__(str(reason))


def deliver(*, most: int = 50) -> int:
    """Sends what is due, and says how much went out. One that fails holds up no other; no server, all others.

    Call it outside any transaction: what is sent cannot be rolled back.
    """
    sent = 0
    with transport() as away:
        for due in queries.due_mail(POST, most=most):
            try:
                sent += _deliver(due, away)
            except Stale:
                continue
            except NotNow as reason:
                LOG.warning("Mail could not be sent, and will be tried again: %s", reason)
                if isinstance(reason, NobodyThere):
                    break
    return sent


def _deliver(due: DueMail, away: Transport) -> bool:
    """Whether it went out. Raises Stale where another has it, NotNow where the server is to blame."""
    mail = actions.claim_mail(by=POST, mail_id=due.id, tries=due.tries)
    note: dict[str, Any] = {"by": POST, "mail_id": mail.id, "tries": mail.tries}
    if mail.good_until and mail.good_until <= clock.now():
        actions.note_not_sent(**note, lasting=Unsent.RAN_OUT)
        return False
    if mail.account_id and (access.address_of(mail.account_id) or "").lower() != mail.to.lower():
        actions.note_not_sent(**note, lasting=Unsent.ADDRESS_CHANGED)
        return False
    try:
        away.send(mail, message_of(mail))
    except (Never, ValueError) as never:  # a ValueError: what no header can carry
        reason = never.reason if isinstance(never, Never) else Unsent.WORDS_REFUSED
        actions.note_not_sent(**note, lasting=reason)
        return False
    except NotNow:
        actions.note_not_sent(**note)
        raise
    actions.note_sent(**note)
    return True


def message_of(mail: Mail) -> EmailMessage:
    """The mail as it travels: plain text, and the same Message-ID however often it is sent."""
    _, sender = parseaddr(settings.MAIL_FROM)
    local, _, domain = mail.to.rpartition("@")
    message = EmailMessage(policy=FORMAT)
    message["From"] = settings.MAIL_FROM
    message["To"] = Address(username=local, domain=punycode(domain))
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop_path:
        message["List-Unsubscribe"] = f"<{queries.link(mail.stop_path)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    return message


@contextmanager
def transport() -> Iterator[Transport]:
    """Where mail goes from here; a server is called only once there is something to send."""
    mark, server = access.deployment(), settings.MAIL
    if server is None or (mark is not None and mark.is_demo):
        yield Folder(settings.DATA / "mail")
        return
    post = PostOffice(server)
    try:
        yield post
    finally:
        post.leave()


class Folder:
    """Each mail a file that any mail program opens, readable by its owner alone; sent twice it is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: Mail, message: EmailMessage) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self.folder / f".{mail.id}"
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(self.folder / f"{mail.id}.eml")
        except OSError as error:
            raise NobodyThere(f"the folder for mail cannot be written to ({type(error).__name__})") from None


class PostOffice:
    """A mail server, called once for all that is due."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.line: smtplib.SMTP | None = None

    def send(self, mail: Mail, message: EmailMessage) -> None:
        try:
            if self.line is None:
                self.line = self._call()
            self.line.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            self._end_of(refused.recipients.values(), Unsent.ADDRESS_REFUSED)
        except smtplib.SMTPDataError as refused:
            self._end_of([(refused.smtp_code, b"")], Unsent.WORDS_REFUSED)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self.leave()
            raise NobodyThere(f"{type(error).__name__} at {self.server}") from None

    def _end_of(self, answers: object, reason: Unsent) -> None:
        """A refusal of one mail: for good when its code says so (5xx, RFC 5321), else for now."""
        codes = [code for code, _ in answers]  # type: ignore[attr-defined]
        if all(500 <= code < 600 for code in codes):
            raise Never(reason)
        raise NotNow(f"code {codes[0]} at {self.server}")

    def _call(self) -> smtplib.SMTP:
        server = self.server
        if server.tls is Tls.AT_ONCE:
            trust = ssl.create_default_context()
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trust)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        try:
            if server.tls is Tls.STARTTLS:
                line.starttls(context=ssl.create_default_context())
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            line.close()
            raise
        return line

    def leave(self) -> None:
        if self.line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.line.quit()
            self.line.close()
            self.line = None
