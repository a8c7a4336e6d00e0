"""Writes of signing in: that somebody did, in which browser, and that a session or a browser is ended."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from ecotone.access import policies, tokens
from ecotone.access.actions.ending import end_sessions_of
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Browser, Session
from ecotone.access.principal import Principal
from ecotone.access.rules import Entry, session_id
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.ground.ids import new_secret

TRUSTED = timedelta(days=30)
"""For how long a browser may skip the second step."""
KNOWN = timedelta(days=180)
"""For how long after its last use a browser keeps a count of its own."""


@action("access.sign_in", entry=Entry.SIGN_IN)
def note_sign_in(*, by: Principal, account_id: UUID, way: str = "") -> None:
    """Records that someone signed in, in the hat they came in; `way` says how, where it was not by a password."""
    policies.may_note_sign_in(by, account_id).require("account", account_id)
    wrote("account", account_id, act="access.sign_in", part=way)


@action("access.know_browser")
def know_browser(
    *, by: Principal, account_id: UUID, keys: Collection[str] = (), name: str = "", trust: bool = False
) -> str:
    """Remembers the browser that this account has just signed in with; returns the key for its cookie, a new one.

    `keys` are those its cookie holds: one that is this account's counts no more from now. With `trust` the browser is
    not asked for the second step for TRUSTED; without, what stood stays.
    """
    policies.may_note_sign_in(by, account_id).require("account", account_id)
    now, key = clock.now(), new_secret()
    hashes = [tokens.hashed(each) for each in keys]
    browser = Browser.objects.filter(account=account_id, key_hash__in=hashes).first()
    browser = browser or Browser(account_id=account_id)
    browser.key_hash, browser.name, browser.seen_at = tokens.hashed(key), name, now
    if trust:
        browser.trusted_until = now + TRUSTED
    browser.save()
    wrote("browser", browser.id, act="access.know_browser", part="trusted" if trust else "", keeps_access=True)
    return key


@action("access.end_session")
def end_session(*, by: Principal, ending: UUID) -> None:
    """Ends one of the caller's own sessions at once. Raises NotFound for what is none of them."""
    policies.by_hand(by).require()
    keys = Session.objects.filter(account_id=by.account_id).values_list("session_key", flat=True)
    found = [key for key in keys if session_id(key) == ending]
    if not Session.objects.filter(session_key__in=found).delete()[0]:
        raise NotFound("session", ending)
    wrote("session", ending, act="access.end_session")


@action("access.end_sessions")
def end_sessions(*, by: Principal, session_key: str | None = None) -> int:
    """Ends all the caller's own sessions but the one of that key; how many."""
    policies.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    wrote("account", by.account_id, act="access.end_sessions")
    return end_sessions_of(by.account_id, but=session_key)


@action("access.forget_browser")
def forget_browser(*, by: Principal, browser_id: UUID) -> None:
    """This browser is no longer known: it is asked for the second step. Raises NotFound for somebody else's."""
    policies.by_hand(by).require()
    if not Browser.objects.filter(pk=browser_id, account=by.account_id).delete()[0]:
        raise NotFound("browser", browser_id)
    wrote("browser", browser_id, act="access.forget_browser")
