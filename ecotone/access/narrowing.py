"""Every statement that a request says to PostgreSQL is said in the name of the one who calls, or says why it is not.

    request ──▶ narrowed(nobody) ──▶ page: narrowed(by) ──▶ SELECT …        as a role that sees what `by` may see
                                          │
                                          ├─ with widened(Why.RULE): …      as the tables' owner, for a named reason
                                          └─ an action                      the same: Why.ACTION
    a job, the command, a migration ────────────────────────▶ SELECT …      as the tables' owner

What the role sees of whom is said beside the tables themselves: see `fences`. Who asks travels with each statement,
in the same message and the same transaction, and is over with it:

    SELECT set_config('role', …, true), …; the statement; SELECT set_config('role', 'none', true)

So nothing is left on a connection that is kept, for another request or the next statement; a pool between makes no
difference; and it costs no journey of its own. The third part is said only inside a longer transaction.

SQLite has none of this. There the policies are the only fence.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db import connection

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.ground import clock

ROLE = "ecotone_reader"
"""Owns nothing, may not sign in, and passes no fence by."""


class Why(StrEnum):
    """Why something is read beyond what the caller may see. Each says what comes of it."""

    ACTION = "an action asks its policies, and writes, about somebody whom the caller may not read; it shows nothing"
    AUDIT = "the audit is written: it holds ids and codes, and reads no record"
    RULE = "the rule reads what it decides by: refusals, relationships, permissions, what is sensitive; never shown"
    SIGNING_IN = "who calls is being worked out: whose record an account is, and for whom it may act"
    OFFERED = "somebody is told who offers them permission to act, before they have accepted"
    STUB = "a search by exact particulars, or a wish to know somebody, shows initials and no more"
    CONTACT = "somebody who keeps back who she is, but not how to reach her, is shown by that alone"
    OWN_WORK = "a team counts its own work, or reads on in a list, past those whom it helps no more; names no one"
    VEILED = "that there is something is said, and whose it is or what is in it is not: that is taken out right after"
    GUARDING = "those who guard records look after emergencies, deaths, suspensions and looks, by the names alone"


class _Asker:
    """In whose name statements are said; `to_read` is no once what is read leaves as a file."""

    def __init__(self, by: Principal) -> None:
        self.by, self.to_read = by, True

    def words(self) -> str:
        """What goes before a statement. The moment is the clock's, as in the policies."""
        return f"{_said(self.by, self.to_read)}, set_config('ecotone.now', '{clock.now().isoformat()}', true); "


_asker: ContextVar[_Asker | None] = ContextVar("asker", default=None)


@contextmanager
def narrowed(by: Principal) -> Iterator[None]:
    """What is read inside the block is what this caller may see. Ecotone's own jobs are not narrowed."""
    token = _asker.set(None if by.is_system else _Asker(by))
    with connection.execute_wrapper(_as_asked) if _is_outermost() else nullcontext():
        try:
            yield
        finally:
            _asker.reset(token)


def _is_outermost() -> bool:
    return connection.vendor == "postgresql" and _as_asked not in connection.execute_wrappers


@contextmanager
def widened(_why: Why) -> Iterator[None]:
    """What is read inside the block is read as by Ecotone itself. The rows must be at hand when it ends: no query
    that is still to be asked leaves it. A house test knows each place."""
    token = _asker.set(None)
    try:
        yield
    finally:
        _asker.reset(token)


def leaves_as_a_file() -> None:
    """From here on no emergency opens anything to this caller: what it lends is read, and not carried away."""
    asker = _asker.get()
    if asker is not None:
        asker.to_read = False


CONTROLS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")
"""These are said as they are: they read nothing, and the last is said to a transaction that takes nothing else."""


def _back() -> str:
    """What goes after a statement inside a longer transaction, so that the next is said by its owner again."""
    owner = connection.settings_dict["OPTIONS"].get("assume_role", "none")
    return f"; SELECT set_config('role', '{owner}', true)" if connection.in_atomic_block else ""


def _as_asked(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Says one statement in the name of the asker, if there is one. RuntimeError for what cannot be said so."""
    asker = _asker.get()
    if asker is None or sql.startswith(CONTROLS):
        return execute(sql, params, many, context)
    if many or hasattr(context["cursor"].cursor, "withhold"):
        raise RuntimeError(f"many rows at once are not written or read in a caller's name: {sql[:80]}")
    found = execute(f"{asker.words()}{sql}{_back()}", params, many, context)
    context["cursor"].nextset()
    return found


@lru_cache(maxsize=512)
def _said(by: Principal, to_read: bool) -> str:
    """The settings by which the fences know a caller; each is said, and empty where it does not fit this one."""
    said = {"role": ROLE} | {f"ecotone.{name}": value for name, value in _settings(by, to_read).items()}
    # Ids and codes of ours alone: nothing that somebody has typed stands here.
    return "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in said.items())


SETTINGS = (
    *("self", "team", "only", "actors", "sectors", "account", "hat", "acts_for", "permission"),
    *("learning", "me", "worn", "ask", "opens"),
)


def _settings(by: Principal, to_read: bool) -> dict[str, Any]:
    """Each by its name; see the rooms' fences for what they open.

    self         the caller's own record
    team, only   the team worn, or that a link was mailed to; the one person it was mailed for
    actors       that team and its organisations, and `sectors` theirs: to whom she may have said no
    account, hat by which the caller broke the glass or a law lets see; none for a program, or what leaves as a file
    acts_for     whom a carer acts for, within `permission`, by `account`
    learning     the team of whoever is here to learn and not to help: what she allows it for that is all it sees
    me, worn     the account, also of a program, and whose hat it wears, in any role: what it wrote itself
    ask, opens   the one referral that a link was mailed for, and the parts of her record that it shares
    """
    found: dict[str, Any] = dict.fromkeys(SETTINGS, "") | {"me": by.account_id, "worn": by.actor_id}
    if by.kind is Kind.PERSON:
        found |= {"self": by.person_id}
    elif by.kind is Kind.CARER:
        found |= {"account": by.account_id, "acts_for": by.cares_for, "permission": by.permission_id}
    elif by.learns and to_read:
        found |= {"learning": by.actor_id}
    elif by.practises or (by.kind is Kind.LINK and by.link and by.link.person_id):
        found |= {"team": by.actor_id}
        found |= (
            {"only": by.link.person_id, "ask": by.link.referral_id, "opens": ",".join(by.link.parts)}
            if by.link
            else {}
        )
    if found["team"] or found["learning"]:
        found |= {"actors": ",".join(map(str, by.actor_ids)), "sectors": ",".join(by.sectors)}
        if by.practises and to_read and by.token_id is None:
            found |= {"account": by.account_id, "hat": by.hat_id}
    found = {name: value or "" for name, value in found.items()}
    return found | {name: f"{{{found[name]}}}" for name in ("actors", "sectors", "opens")}
