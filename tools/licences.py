"""Looks at what Ecotone runs on: no GPL or AGPL among it, in Python or in the pages (LGPL, unmodified, is fine)."""

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License|Affero", re.I)
LESSER = re.compile(r"LGPL|Lesser General Public License|Library General Public License", re.I)


def forbids(licence: str) -> bool:
    """Whether a licence's name is one of those that may not be run on.

    A choice (`GPL-2.0 OR MIT`) is fine when one of its sides is; an unnamed licence is not.
    """
    sides = re.split(r"\s+OR\s+", licence)
    return all(not side.strip(" ()") or COPYLEFT.search(LESSER.sub("", side)) is not None for side in sides)


def stated(distribution: metadata.Distribution) -> str:
    """What an installed distribution says of its licence: the expression, else the classifiers, else the text."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return expression
    trove = [
        line.split("::")[-1].strip() for line in about.get_all("Classifier", []) if line.startswith("License ::")
    ]
    return ", ".join(trove) or (about.get("License") or "").partition("\n")[0]


def python() -> Iterator[tuple[str, str]]:
    """Name and licence of each distribution in requirements/run.txt, but for those of other systems."""
    for line in (ROOT / "requirements/run.txt").read_text().splitlines():
        if match := re.match(r"([\w.-]+)==", line):
            try:
                yield match[1], stated(metadata.distribution(match[1]))
            except metadata.PackageNotFoundError:
                if ";" not in line:
                    raise


def pages() -> Iterator[tuple[str, str]]:
    """Name and licence of each package the pages' assets are built from."""
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    for path, package in lock["packages"].items():
        yield path or "frontend", package.get("license", "")


def main() -> int:
    wrong = [
        f"{name}: {licence or 'states no licence'}" for name, licence in [*python(), *pages()] if forbids(licence)
    ]
    sys.stdout.write("".join(f"{sentence}: not to be run on\n" for sentence in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
