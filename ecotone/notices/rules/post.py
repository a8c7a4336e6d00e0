"""How mail goes out: what the settings mean, when it is tried again, why it was given up. Pure.

A setting that is wrong is said in a sentence that never repeats it: it may hold a password.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


class BadSetting(ValueError):
    """A setting that cannot be meant; what is said of it holds nothing of what was given."""


class Tls(StrEnum):
    """How the way to the server is kept private: at once, by STARTTLS before anything is said, or not at all."""

    AT_ONCE = "at_once"
    STARTTLS = "starttls"
    OFF = "off"


class Unsent(StrEnum):
    """Why a mail was given up."""

    ADDRESS_REFUSED = "address_refused"
    WORDS_REFUSED = "words_refused"
    RAN_OUT = "ran_out"
    TRIED_ENOUGH = "tried_enough"
    ADDRESS_CHANGED = "address_changed"


@dataclass(frozen=True)
class Server:
    """A mail server, and how to sign in to it. Its name in print has no password."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}, port {self.port}"


PORTS = {Tls.AT_ONCE: 465, Tls.STARTTLS: 587, Tls.OFF: 25}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
WRONG = (
    "ECOTONE_MAIL is no address of a mail server, such as smtp://user:password@mail.example.org:587; "
    "a sign such as @ or / in the user or password is written %40 or %2F"
)


def server_of(given: str) -> Server | None:
    """The server that ECOTONE_MAIL names; None where it names none. Raises BadSetting.

        smtps://user:password@host:465            TLS from the first byte
        smtp://user:password@host:587             STARTTLS, without which nothing is sent
        smtp://host:25?tls=off                    in the clear: only without a password, or to this very machine

    The last is also what `smtp://` means for localhost, where nobody stands between.
    """
    if not given.strip():
        return None
    try:
        url = urlsplit(given.strip())
        port = url.port
    except ValueError:
        raise BadSetting(WRONG) from None
    if url.scheme not in ("smtp", "smtps") or not url.hostname or url.path.strip("/") or url.fragment:
        raise BadSetting(WRONG)
    tls = _tls(url)
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if tls is Tls.OFF and password and url.hostname not in THIS_MACHINE:
        raise BadSetting("ECOTONE_MAIL would send a password in the clear: take tls=off away, or the password")
    return Server(url.hostname, port or PORTS[tls], tls, user, password)


def _tls(url: SplitResult) -> Tls:
    asked = parse_qs(url.query, keep_blank_values=True)
    if asked not in ({}, {"tls": ["off"]}) or (asked and url.scheme == "smtps"):
        raise BadSetting(WRONG)
    if url.scheme == "smtps":
        return Tls.AT_ONCE
    return Tls.OFF if asked or url.hostname in THIS_MACHINE else Tls.STARTTLS


def sender_of(given: str, *, sends: bool) -> str:
    """Whom mail is from, as ECOTONE_MAIL_FROM says; it must where mail really goes out. Raises BadSetting."""
    if not given.strip():
        if sends:
            raise BadSetting("ECOTONE_MAIL says where mail goes, and ECOTONE_MAIL_FROM does not say whom it is from")
        return "Ecotone <ecotone@localhost>"
    name, address = parseaddr(given)
    local, at, domain = address.rpartition("@")
    if not (at and local and domain and is_bare(given) and given.isascii()) or set(address) & set(' ",;<>'):
        raise BadSetting("ECOTONE_MAIL_FROM is no address, such as Ecotone <post@example.org>")
    return f"{name} <{address}>" if name else address


def site_of(given: str, *, fallback: str) -> str:
    """Where this site is, as ECOTONE_ADDRESS says, without a slash at its end. Raises BadSetting."""
    kept = given.strip().rstrip("/") or fallback
    try:
        url = urlsplit(kept)
        port_is_one = url.port is None or url.port > 0
    except ValueError:
        port_is_one = False
    if not port_is_one or not is_bare(kept) or " " in kept or kept != f"{url.scheme}://{url.netloc}":
        raise BadSetting("ECOTONE_ADDRESS is no address of a site, such as https://ecotone.example.org")
    if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc:
        raise BadSetting("ECOTONE_ADDRESS is no address of a site, such as https://ecotone.example.org")
    return kept


def is_bare(text: str) -> bool:
    """Whether a text holds nothing that could end a header's line and begin another."""
    return text.isprintable()


KEPT = timedelta(days=90)
"""How long the row of a mail is kept once it was sent or given up, so that its event is known to be told."""

LEASE = timedelta(minutes=10)
"""How long a mail is left alone by all others once one has taken it up to send it."""

_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60))
MOST_TRIES = len(_WAITS) + 1
"""Two days and a half: longer than a mail server is away for a weekend."""


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail that could not be sent `tries` times is tried again; None when that was often enough."""
    return now + _WAITS[tries - 1] if 0 < tries < MOST_TRIES else None
