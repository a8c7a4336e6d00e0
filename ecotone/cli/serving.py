"""Serving the pages: a free port, the static files in one place, gunicorn's threads in this very process."""

import hashlib
import socket
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from ecotone.cli import ticking


def must_be_free(host: str, port: int) -> None:
    """Raise a sentence when something else listens there already, before any work is done."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen at {host}, port {port} ({error.strerror}). "
            "Choose another port: make demo PORT=8001, or --port 8001"
        ) from error


def collect_static() -> None:
    """Gather what the pages show into one folder; nothing is done while nothing has changed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            at = Path(storage.path(name)).stat()
            seen.update(f"{name} {at.st_size} {at.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(seen.hexdigest())


class _Arbiter(Arbiter):
    """Gunicorn's process that watches over those that answer; it has an eye on the clock, too, every second."""

    clock: ticking.Beside | None = None

    def manage_workers(self) -> None:
        super().manage_workers()
        if self.clock is not None:
            self.clock.look_after()


class _Server(BaseApplication):
    def __init__(self, application: Any, options: dict[str, Any], clock: ticking.Beside | None) -> None:
        self.application, self.given, self.clock = application, options, clock
        super().__init__()

    def run(self) -> None:
        arbiter = _Arbiter(self)
        arbiter.clock = self.clock
        try:
            arbiter.run()
        except RuntimeError as error:
            raise click.ClickException(str(error)) from error

    def load_config(self) -> None:
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.application


def listen(*, host: str, port: int, threads: int, workers: int, clock: bool) -> None:
    """Answer requests until interrupted, the clock ticking in a process beside it."""
    try:
        from config.wsgi import application
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
    # A connection must not be carried into the processes that answer.
    connections.close_all()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "bind": address,
        "worker_class": "gthread",
        "threads": threads,
        "workers": workers,
        "loglevel": "warning",
        "control_socket_disable": True,
        "when_ready": lambda _: click.echo(f"Ecotone is at http://{address} (Ctrl-C stops it)", err=True),
    }
    beside = ticking.Beside() if clock else None
    try:
        _Server(application, options, beside).run()
    finally:
        if beside is not None:
            beside.stop()
