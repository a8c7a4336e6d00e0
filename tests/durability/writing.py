"""People who write through the pages, and remember what they were told had been kept."""

import re
import urllib.error
import urllib.request
from datetime import date
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer: it is what says that a form was taken."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Writer:
    """One worker in a browser of their own, without its pictures.

    A sentence or an ask is `tried` from before its form is sent, and `kept` from when the answer is there.
    """

    def __init__(self, *, email: str, password: str, person: str, asks: list[str]) -> None:
        self.email, self.password, self.person, self.waiting = email, password, person, list(asks)
        self.tried: list[str] = []
        self.kept: list[str] = []
        self.asks_tried: list[str] = []
        self.asks_kept: list[str] = []
        self.site = ""
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay()).open

    def sign_in(self) -> None:
        given = {**self._form("/sign-in/"), "username": self.email, "password": self.password}
        assert self._post("/sign-in/", given), f"{self.email} was not let in"

    def write_until(self, stopped: Event) -> Thread:
        """Goes on in a thread of its own until it is stopped or nobody answers."""

        def go_on() -> None:
            try:
                while not stopped.is_set():
                    self.add_sentence()
                    self.add_sentence()
                    self.accept()
            except (OSError, HTTPException):
                return

        thread = Thread(target=go_on, daemon=True)
        thread.start()
        return thread

    def add_sentence(self) -> None:
        path = f"/people/{_dashed(self.person)}/story/new/"
        said = f"sentence {len(self.tried)} of {self.email}"
        given = {**self._form(path), "section": "matters", "text": said, "words_of": "person"}
        self.tried.append(said)
        if self._post(path, given):
            self.kept.append(said)

    def accept(self) -> None:
        if not self.waiting:
            return
        ask = self.waiting.pop()
        path = f"/referrals/{_dashed(ask)}/move/accept/"
        given = self._form(path)
        self.asks_tried.append(ask)
        if self._post(path, {**given, "worker": "me", "expected_start": str(date.today()), "person_told": "yes"}):
            self.asks_kept.append(ask)

    def read(self, path: str) -> str:
        """What a page says."""
        with self._open(self.site + path, timeout=30) as page:
            return page.read().decode()

    def sent(self, path: str, of: str, **given: str) -> bool:
        """Whether a form on the page `of` was taken."""
        return self._post(path, {**self._form(of), **given})

    def _form(self, path: str) -> dict[str, str]:
        """The hidden fields of a page's form, the token among them."""
        hidden = r'<input type="hidden" name="(csrfmiddlewaretoken|version)" value="([^"]*)"'
        return dict(re.findall(hidden, self.read(path)))

    def _post(self, path: str, given: dict[str, str]) -> bool:
        """Whether it was taken: sent on, and not to sign in."""
        try:
            with self._open(self.site + path, urlencode(given).encode(), timeout=30) as page:
                page.read()
                return False
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code == 302 and "/sign-in/" not in answer.headers["Location"]


def _dashed(hexadecimal: str) -> str:
    return "-".join(re.findall(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", hexadecimal)[0])
