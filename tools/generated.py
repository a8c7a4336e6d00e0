"""Keeps a document that is made of the code: writes it anew, or says that it is no longer true."""

import sys
from pathlib import Path


def kept(page: Path, now: str, *, check: bool) -> int:
    """0 where the page says what it should by now; with `check` nothing is written, and 1 where it does not."""
    if check and (not page.exists() or page.read_text() != now):
        sys.stdout.write(f"docs/reference/{page.name} is out of date: make fix writes it anew\n")
        return 1
    if not check:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(now)
    return 0
