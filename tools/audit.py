"""What `make audit` asks: whether anything that is pinned, for Python or for the pages, has a known vulnerability.

    requirements/*.txt          ──▶ pip-audit ──┐
    frontend/package-lock.json  ──▶ npm audit ──┴──▶ known and not excepted: a failure
                                                     nobody answered: a line LEFT OUT, and no failure

An exception stands in requirements/exceptions.toml, with its reason and the day until which it holds.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tools.prepare import BIN, FRONTEND, LISTS, environment, npm

EXCEPTIONS = LISTS / "exceptions.toml"
WELL = "nothing is known against what was looked at"
UNWELL = "take newer versions (make lock UPGRADE=1), or say in requirements/exceptions.toml why not yet"


@dataclass(frozen=True)
class Known:
    """A vulnerability that is known of a package; it goes by several names."""

    package: str
    version: str
    ids: frozenset[str]
    words: str = ""

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {', '.join(sorted(self.ids))} {self.words}".strip()


@dataclass
class Answer:
    """What was found for one list, of how many packages, and why of others nothing is known."""

    name: str
    asked: int = 0
    known: list[Known] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    why: str = ""


def python(*more: str) -> Answer:
    """Of what `make lock` compiled for Python; `more` is for pip-audit, such as whom else to ask."""
    lists = [part for path in sorted(LISTS.glob("*.txt")) for part in ("--requirement", path)]
    quietly = ("--progress-spinner=off", "--format=json")
    return told([BIN / "pip-audit", "--disable-pip", "--require-hashes", *quietly, *more, *lists], of_pip_audit)


def pages(*more: str) -> Answer:
    """Of what the pages' assets are built from; `more` is for npm."""
    return told(npm("audit", "--package-lock-only", "--json", *more), of_npm_audit, cwd=FRONTEND)


def told(command: list[object], read_as: Callable[[str], Answer], cwd: Path | None = None) -> Answer:
    """What a program answers, and the end of what it complains of."""
    told = subprocess.run([str(part) for part in command], cwd=cwd, env=environment(), capture_output=True, text=True)
    answer = read_as(told.stdout)
    answer.why = answer.why or (told.stderr.strip().splitlines() or [""])[-1]
    return answer


def read(text: str) -> dict[str, Any]:
    """A report, or nothing where there is none to read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def of_pip_audit(text: str) -> Answer:
    """A package of which the index says nothing is none without faults: it has not been looked up."""
    answer = Answer("python")
    for package in read(text).get("dependencies", []):
        if "skip_reason" in package:
            answer.left_out.append(package["name"])
            answer.why = package["skip_reason"]
            continue
        answer.asked += 1
        for fault in package["vulns"]:
            ids = frozenset({fault["id"], *fault.get("aliases", ())})
            mended = ", ".join(fault.get("fix_versions", ()))
            answer.known.append(Known(package["name"], package["version"], ids, mended and f"(mended in {mended})"))
    return answer


def of_npm_audit(text: str) -> Answer:
    """The advisories themselves, each once: that one package stands on another that has one is no further fault."""
    report = read(text)
    answer = Answer("pages", why=report.get("message", ""))
    answer.asked = report.get("metadata", {}).get("dependencies", {}).get("total", 0)
    for package in report.get("vulnerabilities", {}).values():
        for fault in package["via"]:
            if isinstance(fault, dict):
                ids = frozenset({fault["url"].rpartition("/")[2]})
                answer.known.append(Known(package["name"], fault["range"], ids, fault["title"]))
    return answer


@dataclass(frozen=True)
class Excepted:
    """A vulnerability that is lived with for a while: of which package, why, and until which day."""

    package: str
    id: str
    reason: str
    until: date


def exceptions(path: Path = EXCEPTIONS) -> list[Excepted]:
    """Those on record. Raises TypeError for one that lacks its reason or its day."""
    found = [Excepted(**each) for each in tomllib.loads(path.read_text()).get("exception", [])]
    for each in found:
        if not each.reason.strip() or not isinstance(each.until, date):
            raise TypeError(f"{each.id}: an exception has a reason and a day")
    return found


def verdict(answers: list[Answer], excepted: list[Excepted], today: date) -> tuple[bool, list[str]]:
    """Whether all is well, and the lines that say so or not."""
    good, lines = True, []
    for answer in answers:
        faults = [*faults_of(answer, excepted, today)]
        good = good and not faults
        if faults or answer.asked:
            lines.append(f"{'FAILED' if faults else 'ok    '} {answer.name} ({answer.asked} packages)")
        lines += faults
        if answer.left_out or not answer.asked:
            which = f"{len(answer.left_out)} packages" if answer.left_out else "all packages"
            why = f" ({answer.why[:200]})" if answer.why else ""
            lines.append(f"LEFT OUT {answer.name}: nobody answered whether {which} have known vulnerabilities{why}")
    return good, lines


def faults_of(answer: Answer, excepted: list[Excepted], today: date) -> Iterator[str]:
    for fault in answer.known:
        of_it = [each for each in excepted if each.package == fault.package and each.id in fault.ids]
        if not of_it:
            yield f"  {fault}"
        elif all(each.until < today for each in of_it):
            yield f"  {fault}: the exception ended on {max(each.until for each in of_it)}"


def main() -> int:
    good, lines = verdict([python(), pages()], exceptions(), date.today())
    lines.append("make audit: " + (WELL if good else UNWELL))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
