"""Whether a deployment is in order: its settings, its database, its migrations, its constraints, its mark."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import click
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import IntegrityError, connection

from ecotone.access import breaches, fences, guards, openid, seals
from ecotone.access.words import WORDS
from ecotone.cli import backing_up, database, ticking
from ecotone.ground import clock
from ecotone.notices import queries as notices
from ecotone.notices.actions import POST
from ecotone.notices.words import UNSENT


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `state` is ok, note (worth knowing) or wrong."""

    about: str
    state: str
    words: str


def findings() -> Iterator[Finding]:
    """What was found, the database last: without one the rest cannot be asked."""
    yield from _settings()
    yield from _providers()
    file = database.sqlite_file()
    if file is not None and not file.exists():
        yield Finding("database", "wrong", "There is none yet. `ecotone serve` or `ecotone demo` makes one.")
        return
    try:
        with database.errors_in_words():
            yield from _database()
    except click.ClickException as error:
        yield Finding("database", "wrong", error.message)


def as_text(found: Iterable[Finding]) -> str:
    return "\n".join(f"{finding.state:6} {finding.about}: {finding.words}" for finding in found)


def as_json(found: Iterable[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in found], indent=2)


def _settings() -> Iterator[Finding]:
    said = [m for m in checks.run_checks(include_deployment_checks=settings.HTTPS) if not m.is_silenced()]
    for message in said:
        state = "wrong" if message.level >= checks.ERROR else "note"
        yield Finding("settings", state, f"{message.msg} ({message.id})")
    if not said:
        yield Finding(
            "settings", "ok", "production, over HTTPS" if settings.HTTPS else "for trying out, without HTTPS"
        )


def _providers() -> Iterator[Finding]:
    """Whether each identity provider that the settings name answers, and how far it is trusted."""
    for each in settings.IDENTITY_PROVIDERS.values():
        lacks = openid.lacks(each)
        trusted = [f"says whose an address is at {', '.join(sorted(each.addresses))}"] if each.addresses else []
        trusted += ["opens accounts"] if each.opens_accounts else []
        trusted += [f"counts as a second step by {', '.join(sorted(each.second_step))}"] if each.second_step else []
        words = str(WORDS[lacks]) % {"name": each.name} if lacks else f"{each.name} answers at {each.issuer}"
        yield Finding("sign-in", "note" if lacks else "ok", "; ".join([words, *trusted]))


def _database() -> Iterator[Finding]:
    yield Finding("database", "ok", f"{connection.vendor}, reachable")
    if lacking := database.pending():
        yield Finding("migrations", "wrong", f"{len(lacking)} are missing. `ecotone serve` brings them in.")
        return
    yield Finding("migrations", "ok", "all there")
    yield from _safety()
    yield _fences()
    yield _constraints()
    yield from _audit()
    yield _mark()
    yield _clock()
    yield from _mail()
    yield _backup()
    yield _policy()


def _safety() -> Iterator[Finding]:
    """Whether what is acknowledged is on the disk: on SQLite we see to it, on PostgreSQL whoever runs it may not."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE setting = 'off' "
            "AND name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name"
        )
        off = [name for (name,) in cursor.fetchall()]
    if off:
        words = f"PostgreSQL may lose what was acknowledged when the power goes: {', '.join(off)} is off."
        yield Finding("safety", "note", words)


def _fences() -> Finding:
    """Whether the database itself keeps from each request what its caller may not see."""
    if connection.vendor != "postgresql":
        words = "SQLite has no row-level security: the policies alone keep records apart."
        return Finding("rows", "note" if settings.HTTPS else "ok", words)
    lacking = fences.missing()
    words = fences.in_words(lacking) if lacking else "each request sees what its caller may, by the database itself"
    return Finding("rows", "wrong" if lacking else "ok", words)


def _constraints() -> Finding:
    """Whether the database still keeps what the tables promise: every constraint there, no key without its row."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        return Finding("constraints", "wrong", str(error))
    missing: list[str] = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("ecotone.") and model._meta.constraints:
                there = connection.introspection.get_constraints(cursor, model._meta.db_table)
                missing += [constraint.name for constraint in model._meta.constraints if constraint.name not in there]
    if missing:
        return Finding("constraints", "wrong", f"The database lacks {', '.join(missing)}.")
    return Finding("constraints", "ok", "all there, and kept")


def _audit() -> Iterator[Finding]:
    """Whether the audit is guarded and sealed; whether it is as it was written, `ecotone audit verify` says."""
    state, gone = seals.state(), guards.missing()
    if gone:
        yield Finding(
            "audit", "wrong", f"Somebody took away what keeps it from being altered: {', '.join(sorted(gone))}."
        )
    if not state.our_key:
        yield Finding("audit", "wrong", str(WORDS["access.audit_other_key"]))
    elif state.unsealed > seals.AT_ONCE:
        yield Finding(
            "audit", "note", f"{state.unsealed:,} entries wait to be sealed. `ecotone tick` goes on with them."
        )
    elif not gone:
        yield Finding("audit", "ok", f"guarded, sealed as far as entry {state.head.number if state.head else 0:,}")


def _clock() -> Finding:
    """Whether somebody winds the clock: from this machine, since it notes its ticks here."""
    noted = ticking.mark()
    if not noted.exists():
        return Finding("clock", "note", "It has not ticked here. `ecotone serve` winds it, or `ecotone tick`.")
    last = datetime.fromisoformat(noted.read_text())
    when = last.astimezone(clock.LOCAL).strftime("%d %B %Y, %H:%M")
    if clock.now() - last > timedelta(hours=1):
        return Finding("clock", "note", f"It last ticked on {when}. `ecotone serve` winds it, or `ecotone tick`.")
    return Finding("clock", "ok", f"last ticked on {when}")


def _backup() -> Finding:
    """When all of this was last put where a broken disk does not reach it: from this machine, which notes it here."""
    noted = backing_up.mark()
    mark = database.mark()
    if mark is None or (mark.is_demo and not noted.exists()):
        return Finding("backup", "ok", "Nothing here needs one yet.")
    if not noted.exists():
        return Finding("backup", "note", "None has been taken here. `ecotone backup FILE` takes one.")
    last = datetime.fromisoformat(noted.read_text())
    words = f"last taken on {last.astimezone(clock.LOCAL).strftime('%d %B %Y, %H:%M')}"
    if clock.now() - last > backing_up.LONG_AGO:
        return Finding("backup", "note", f"{words}. `ecotone backup FILE` takes another.")
    return Finding("backup", "ok", words)


def _mail() -> Iterator[Finding]:
    """Where mail goes, whether it does, and what was given up: never to whom, nor how one signs in to the server."""
    box, mark = notices.outbox(POST), database.mark()
    lands = settings.MAIL is None or (mark is not None and mark.is_demo)
    goes = f"lands in {settings.DATA / 'mail'}" if lands else f"goes to {settings.MAIL}"
    if lands and settings.HTTPS:
        yield Finding("mail", "note", f"It {goes}, and nobody gets any. ECOTONE_MAIL says where it should go.")
    elif box.oldest and clock.now() - box.oldest > timedelta(minutes=30):
        since = box.oldest.astimezone(clock.LOCAL).strftime("%d %B %Y, %H:%M")
        yield Finding("mail", "note", f"It {goes}. {box.waiting} wait, the first since {since}.")
    else:
        yield Finding("mail", "ok", f"It {goes}. {box.waiting} wait.")
    for reason, how_many in box.given_up:
        yield Finding("mail", "note", f"Given up in the last 30 days: {how_many}, since {UNSENT[reason]}.")


def _policy() -> Finding:
    """What browsers reported that the content policy kept pages from: a few are their own extensions."""
    found = breaches.lately()
    if not found:
        return Finding("policy", "ok", "In seven days no browser reported that a page tried what it may not.")
    listed = ", ".join(f"{each.rule} {each.sort} {many:,}" for each, many in found[:5])
    words = "In seven days browsers reported that pages tried what they may not (extensions of theirs do)"
    return Finding("policy", "note", f"{words}: {listed}.")


def _mark() -> Finding:
    mark = database.mark()
    if mark is None:
        return Finding("place", "note", "It is not settled yet what sort of place this is.")
    if mark.is_demo and settings.HTTPS:
        return Finding(
            "place", "wrong", "A demo, which lets anyone sign in as anyone, must not be served over HTTPS."
        )
    return Finding("place", "ok", f"{mark.kind}: {mark.name}")
