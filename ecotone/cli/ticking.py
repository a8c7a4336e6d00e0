"""Winding the clock: one tick, or one every so many minutes, by itself or beside the pages.

Two clocks at once do each thing once, so that a cron job, a worker and `ecotone serve` may all wind it.

    ecotone serve ── a clock, every five minutes ──┬── a tick, and mail as it comes
                                                   └── while files wait, a process that takes them in: however long
                                                       that takes, and whatever memory, nothing else waits for it
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings
from django.db import connections

from ecotone.access import seals
from ecotone.adapters import files, running
from ecotone.cli import database
from ecotone.ground import clock
from ecotone.notices.delivery import deliver
from ecotone.procedures.letting_in import answer_wishes
from ecotone.procedures.tick import Ticked, tick

EVERY = 5
"""Minutes between two ticks beside the pages."""

LASTING = 60
"""Seconds after which a process that ends is no sign that the next one will; so long one that failed stays away."""

A_LOOK = 1
"""Seconds between two looks for new passwords wished for, mail, imports, and what of the audit is to be sealed."""


def wind(*, every: int | None, beside: int | None, as_json: bool) -> None:
    """Ticks once, or until stopped; `beside` a process, as long as that lives."""
    if every is None:
        _tick(as_json=as_json)
        running.work()
        files.forget_old()
        return
    imports = Imports()
    while beside in (None, os.getppid()):
        try:
            _tick(as_json=as_json)
            files.forget_old()
        except Exception as error:  # whatever it was, the next tick is due all the same
            click.echo(f"The clock could not tick, and will try again: {error}", err=True)
        finally:
            connections.close_all()
        _look_after_what_waits(imports, until=time.monotonic() + 60 * every, beside=beside)


def take_in_what_waits() -> None:
    """Reads and saves the files that wait, one after the other, until none does."""
    with database.in_use():
        while running.work():
            pass


def _look_after_what_waits(imports: "Imports", *, until: float, beside: int | None) -> None:
    """Seals the audit, mails links for passwords and what else is due, has imports gone on with, until the next tick.

    Ends as well when the process that this one stands by is gone.
    """
    while (left := until - time.monotonic()) > 0 and beside in (None, os.getppid()):
        time.sleep(min(A_LOOK, left))
        for what, do in (
            ("The audit could not be sealed", seals.seal),
            ("A link for a new password could not be queued", answer_wishes),
            ("Mail could not be sent", deliver),
            ("Imports were not looked after", imports.look_after),
        ):
            try:
                do()
            except Exception as error:  # whatever it was, the next look comes all the same
                click.echo(f"{what}, and will be tried again: {type(error).__name__}", err=True)
                connections.close_all()
    connections.close_all()


def _tick(*, as_json: bool) -> None:
    with database.errors_in_words():
        lacking = database.pending()
    if lacking:
        raise click.ClickException(f"The database lacks {len(lacking)} steps. `ecotone serve` brings them in.")
    done = tick()
    mark().write_text(clock.now().isoformat())
    click.echo(json.dumps(asdict(done)) if as_json else _in_words(done))


def mark() -> Path:
    """Where the clock notes when it last ticked from this machine."""
    return settings.DATA / "last-tick"


def _in_words(done: Ticked) -> str:
    return (
        f"Leads told that no reply came: {done.escalated}. Returned to those who asked: {done.returned}. "
        f"Open offers that nobody claimed: {done.expired}. Reminded that a day has passed: {done.reminded}. "
        f"Quarters published: {done.published}. Mails sent: {done.mailed}."
    )


class Imports:
    """The process beside the clock that takes files in: one at a time, and only while any wait.

    It outlives a clock that is stopped, so that what it saves is saved. One that failed is not begun again at once.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.due = 0.0

    def look_after(self) -> None:
        if self.process is not None and (ended := self.process.poll()) is not None:
            self.due = time.monotonic() + LASTING if ended else 0.0
            self.process = None
        if self.process is None and time.monotonic() >= self.due and running.to_do():
            command = [sys.executable, "-m", "ecotone.cli", "tick", "--only-imports"]
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 (a command of ours)


class Beside:
    """A clock in a process of its own, beside this one; it goes, too, when this process is killed.

    Whoever holds it calls `look_after` every second or so: a clock that has ended comes back, at once if it had
    lasted, else after longer and longer waits.
    """

    def __init__(self) -> None:
        self.owner, self.ended_early = os.getpid(), 0
        self.begun = self.due = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.look_after()

    def look_after(self) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.process = None
            self.ended_early = self.ended_early + 1 if now < self.begun + LASTING else 0
            self.due = now + pause(self.ended_early)
            click.echo("The clock has ended, and is started again", err=True)
        if self.process is None and now >= self.due:
            command = [sys.executable, "-m", "ecotone.cli", "tick", "--every", str(EVERY)]
            command += ["--beside", str(self.owner)]
            self.begun = now
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 (a command of ours)

    def stop(self) -> None:
        """Ends it; does nothing in a process that the server made of itself, and which now ends."""
        if os.getpid() == self.owner and self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)


def pause(ended_early: int) -> int:
    """Seconds until a clock is started again, when so many in a row did not last: 0, 2, 4, … and 60 at most."""
    return min(2 ** min(ended_early, 6), 60) if ended_early else 0
