"""Progress on whatever takes more than a second: one bar for each stage, on standard error."""

import sys
from collections.abc import Callable
from itertools import count
from typing import Any

import click


class Progress:
    """Draws a bar for each stage that is named, or counts where no `total` is known; says nothing when `quiet`."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.stage, self.done = quiet, "", 0
        self.bar: Any = None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self.quiet:
            return
        if stage != self.stage:
            self.close()
            self.stage, self.done = stage, 0
            label, endless = f"  {stage}".ljust(32), count() if total is None else None
            self.bar = click.progressbar(endless, total, label, file=sys.stderr, show_pos=total is None)
            self.bar.render_progress()
        self.bar.update(done - self.done)
        self.done = done

    def counting(self, stage: str) -> Callable[[int], None]:
        """For a stage of which nobody knows how much there is: hears each time how many more are done."""
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            self(stage, done, None)

        return told

    def close(self) -> None:
        if self.bar is not None:
            self.bar.render_finish()
