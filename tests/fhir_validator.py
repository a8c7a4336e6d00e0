"""The outside R4 validator: npm's `fhir`, which knows the standard's structures and codes, in one node."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.prepare import FRONTEND, node


class Validator:
    """A running node; `faults` asks it what is wrong with a resource."""

    def __init__(self) -> None:
        command = [str(node() / "bin/node"), "validate-fhir.js"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=FRONTEND, text=True, **pipes)

    def faults(self, resource: Any) -> list[str]:
        """What is wrong with it, each with where; nothing for a valid one."""
        self.process.stdin.write(f"{json.dumps(resource)}\n")
        self.process.stdin.flush()
        return [f"{each['location']}: {each['message']}" for each in json.loads(self.process.stdout.readline())]


def running() -> Iterator[Validator]:
    """A validator for as long as it is wanted; skips where the pages' packages were not fetched."""
    if not (Path(FRONTEND) / "node_modules/fhir").exists():
        pytest.skip("npm's fhir is not here: python3 tools/prepare.py dev fetches it")
    validator = Validator()
    yield validator
    validator.process.communicate(timeout=10)
