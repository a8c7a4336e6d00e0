"""Identity providers to sign in with: a real one (npm's oidc-provider, in a node of its own), and one that lies."""

import hmac
import json
import re
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from uuid import uuid4

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, KeySet, RSAKey

from ecotone.access.claims import SIGNED_OUT
from ecotone.access.providers import IdentityProvider
from ecotone.ground import clock
from tools.prepare import FRONTEND, node

CLIENT, SECRET = "ecotone", "kettle & co: 100% + ~secret"


def known(issuer: str, **more: Any) -> IdentityProvider:
    """A provider as the settings would name it."""
    given = {"key": "council", "name": "Drumgray Council", "client_id": CLIENT, "secret": SECRET, "inside": True}
    return IdentityProvider(issuer=issuer, **(given | more))


@contextmanager
def real(*backs: str, **more: Any) -> Iterator[str]:
    """The issuer of a real provider, which sends people back to these addresses alone; skips where it is not here.

    `more` is what else it knows of us, in place of the secret too.
    """
    if not (Path(FRONTEND) / "node_modules/oidc-provider").exists():
        pytest.skip("npm's oidc-provider is not here: python3 tools/prepare.py dev fetches it")
    client = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": backs, "response_types": ["code"]}
    client |= more
    command = [str(node() / "bin/node"), "identity-provider.js", json.dumps({"clients": [client]})]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=FRONTEND, text=True, **pipes)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(timeout=10)


class Walker:
    """A browser's part at a provider: follows its redirects, keeps its cookies, fills in its form."""

    def __init__(self) -> None:
        self.cookies = SimpleCookie()

    def go(self, address: str, **typed: str) -> str:
        """From where our page leads to the address of ours that the provider sends us back to."""
        start = urlsplit(address).netloc
        form: dict[str, str] | None = None
        while urlsplit(address).netloc == start:
            status, location, _ = self._ask(address, form)
            assert status in (200, 302, 303), f"{status} at {address}"
            address, form = (urljoin(address, location), None) if location else (address, typed)
        return address

    def sign_out(self, address: str) -> None:
        """Signs out there, and says so once more on the page that asks."""
        status, _, page = self._ask(address, None)
        there = re.search(r'action="([^"]+)"', page)
        assert status == 200 and there, page
        form = dict(re.findall(r'name="(xsrf)" value="([^"]*)"', page))
        status, _, page = self._ask(there[1], {**form, "logout": "yes"})
        assert status in (200, 302, 303), page

    def _ask(self, address: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc)
        headers = {"Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET" if form is None else "POST", path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for set_ in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(set_)
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text


USUAL = RSAKey.generate_key(2048, {"kid": "first"}, auto_kid=False)


@dataclass
class Liar:
    """A provider that says what a test has it say: of itself, of its keys, and of whoever comes."""

    issuer: str = ""
    nonce: str = ""
    now: datetime = field(default_factory=clock.now)
    key: Any = field(default_factory=lambda: USUAL)
    published: list[Any] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    token_answer: Callable[[dict[str, Any]], tuple[int, Any]] = lambda found: (200, found)
    asked: list[dict[str, str]] = field(default_factory=list)
    signed: Callable[[dict[str, Any], bytes], str] | None = None

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """What it says at that path."""
        if path == "/.well-known/openid-configuration":
            return 200, self._description()
        if path == "/keys":
            return 200, KeySet(self.published or [self.key]).as_dict(private=False)
        self.asked.append(form)
        return self.token_answer({"token_type": "Bearer", "id_token": self._statement()})

    def _description(self) -> dict[str, Any]:
        of_it = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys"}
        places = {name: f"{self.issuer}{path}" for name, path in of_it.items()}
        return {"issuer": self.issuer, **places, **self.described}

    def _statement(self) -> str:
        return self.said({"sub": "there-1", "nonce": self.nonce, **self.claims}, self.header)

    def sign_out(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """That somebody signed out there, as it would say it."""
        usual = {"sub": "there-1", "jti": uuid4().hex, "events": {SIGNED_OUT: {}}}
        return self.said({**usual, **claims}, {"typ": "logout+jwt", **(header or {})})

    def said(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        """A statement; what is None is left out of it."""
        now = int(self.now.timestamp())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **header}
        payload = json.dumps(claims).encode()
        if self.signed:
            return self.signed(header, payload)
        return jws.serialize_compact(header, payload, self.key, algorithms=[header["alg"]])


@contextmanager
def hearing() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address of this machine's, and what was posted to it."""
    heard: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard.append(dict(parse_qsl(sent.decode())))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed of each call."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def lying() -> Iterator[Liar]:
    """Such a one, listening on this machine."""
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say()

        def do_POST(self) -> None:
            self._say()

        def _say(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, found = liar.answer(self.path, dict(parse_qsl(sent.decode())))
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", f"{liar.issuer}/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed of each call."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    liar.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def other_key(kid: str = "first") -> Any:
    """A key that nobody has published."""
    return RSAKey.generate_key(2048, {"kid": kid}, auto_kid=False)


def by_the_public_key(liar: Liar) -> Callable[[dict[str, Any], bytes], str]:
    """Signs with the provider's public key as if it were a shared secret; no library lends a hand to that."""

    def sign(header: dict[str, Any], payload: bytes) -> str:
        signed = f"{in_letters(json.dumps({**header, 'alg': 'HS256'}).encode())}.{in_letters(payload)}"
        mac = hmac.digest(liar.key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{in_letters(mac)}"

    return sign


def in_letters(part: bytes) -> str:
    """A part of a statement, as it travels."""
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def elliptic(kid: str = "first") -> Any:
    return ECKey.generate_key("P-256", {"kid": kid}, auto_kid=False)
