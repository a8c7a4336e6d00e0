"""The only way out by HTTP: to hosts that a setting of whoever runs the machine names, and to nobody else.

    ask(url, way) ──▶ named by the setting, by HTTPS? ──▶ looked up once: every address public? ──▶ connected to that
                                                                             very address, which nobody can swap then

No redirect is followed, no proxy asked, no cookie kept. An answer has at most MOST bytes and LONGEST seconds. Nothing
that anybody typed or sent becomes an address here: a house test knows who asks.
"""

import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

MOST = 256 * 1024
PATIENCE, LONGEST = 5, 10
"""Seconds until something comes, and for all of it."""
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class NoAnswer(Exception):
    """Nobody answered as they should. What it says is for whoever runs the machine, and holds no secret.

    `status` is what an answer said that was no 200; 0 where there was none.
    """

    def __init__(self, words: str, status: int = 0) -> None:
        self.status = status
        super().__init__(words)


@dataclass(frozen=True)
class Way:
    """Where one may go: these hosts alone; `inside`, also where they lie in a network of one's own."""

    hosts: frozenset[str]
    inside: bool = False

    def leads_to(self, url: str) -> bool:
        """Whether it is one of these hosts, by HTTPS; this very machine also without, if it is named."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return False
        if parts.username or parts.password or parts.fragment or not url.isascii() or not url.isprintable():
            return False
        return host in self.hosts and (parts.scheme == "https" or (parts.scheme == "http" and host in THIS_MACHINE))


def ask(
    url: str,
    way: Way,
    *,
    form: Mapping[str, str] | None = None,
    as_: tuple[str, str] | None = None,
    longest: float = LONGEST,
) -> dict[str, Any]:
    """The JSON object that stands there; `form` is posted, `as_` who one says one is (name and password).

    Raises NoAnswer for whatever else comes of it.
    """
    if not way.leads_to(url):
        raise NoAnswer("the settings do not name that host, or it is not by HTTPS")
    try:
        return _object(*_said(url, way, form, as_, longest))
    except (OSError, HTTPException, UnicodeError) as error:
        raise NoAnswer(f"{type(error).__name__} from {urlsplit(url).hostname}") from error


def _object(status: int, body: bytes) -> dict[str, Any]:
    if len(body) > MOST:
        raise NoAnswer(f"the answer is longer than {MOST} bytes")
    if status != 200:
        raise NoAnswer(f"the answer's status is {status}", status)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("the answer is not JSON") from error
    if not isinstance(found, dict):
        raise NoAnswer("the answer is no JSON object")
    return found


def _said(
    url: str, way: Way, form: Mapping[str, str] | None, as_: tuple[str, str] | None, longest: float
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    kind = _Safe if parts.scheme == "https" else _Open
    connection = kind(host, port, timeout=PATIENCE)
    connection.address = _address_of(host, port, way)
    ending = Timer(longest, _end, [connection])
    ending.daemon = True
    ending.start()
    try:
        body = urlencode(form) if form is not None else None
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST" if body is not None else "GET", path, body, _headers(body, as_))
        answer = connection.getresponse()
        return answer.status, answer.read(MOST + 1)
    finally:
        ending.cancel()
        connection.close()


def _headers(body: str | None, as_: tuple[str, str] | None) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "Ecotone"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if as_ is not None:
        pair = ":".join(quote_plus(each) for each in as_)
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return headers


def _end(connection: HTTPConnection) -> None:
    """Whoever sends a byte now and then does not hold us for ever."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _address_of(host: str, port: int, way: Way) -> str:
    """Where that host is. Raises NoAnswer where any of its addresses is one that we do not call."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(may_be_called(each, inside=way.inside) for each in found):
        raise NoAnswer("that host lies in a network that is not called: inside = true in its setting would allow it")
    return found[0]


def may_be_called(address: str, *, inside: bool) -> bool:
    """Whether that IP address is a public one, or, `inside`, one of a network of one's own. Pure."""
    known = ip_address(address.partition("%")[0])
    known = getattr(known, "ipv4_mapped", None) or known
    if (
        known.is_multicast
        or known.is_link_local
        or known.is_unspecified
        or (known.version == 4 and known.is_reserved)
    ):
        return False
    return known.is_global or (inside and known.is_private)


class _Open(HTTPConnection):
    """Goes to the address that was looked at, under the host's name."""

    address = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Safe(HTTPSConnection):
    """The same by TLS: the certificate has to be the host's."""

    address = ""

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
