"""A mail server of the tests' own, which keeps what it takes and refuses whom it is told to."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.conf import settings

from ecotone.notices.rules import server_of

PASSWORD = "open-sesame"


@dataclass
class MailServer:
    """What it took, in order, and what it answers to whom."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    says_of_words: str = "250 taken"
    port: int = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.says_of_words.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return self.says_of_words


def signs_in(server, session, envelope, mechanism, given) -> AuthResult:
    return AuthResult(success=given.password == PASSWORD.encode())


class Listening(Controller):
    """On whatever port is free; the controller's own way of finding out whether it answers needs to know which."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, authenticator=signs_in, auth_require_tls=False)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server(monkeypatch) -> Iterator[MailServer]:
    kept = MailServer()
    listening = Listening(kept, hostname="127.0.0.1", port=0)
    listening.start()
    kept.port = listening.port
    monkeypatch.setattr(settings, "MAIL", server_of(f"smtp://us:{PASSWORD}@127.0.0.1:{kept.port}"))
    monkeypatch.setattr(settings, "MAIL_FROM", "Ecotone <post@ecotone.example>")
    yield kept
    listening.stop()
