"""Progress on whatever takes more than a second: one bar for each stage, on standard error."""

import sys
from typing import Any

import click


class Progress:
    """Draws a bar for each stage that is named; says nothing when `quiet`, or once it is closed."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.stage, self.done = quiet, "", 0
        self.bar: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.quiet:
            return
        if stage != self.stage:
            self.close()
            self.stage, self.done = stage, 0
            self.bar = click.progressbar(length=total, label=f"  {stage}".ljust(32), file=sys.stderr)
            self.bar.render_progress()
        self.bar.update(done - self.done)
        self.done = done

    def close(self) -> None:
        if self.bar is not None:
            self.bar.render_finish()
