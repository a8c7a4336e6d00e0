"""The floors of the house: every contract is tried on a planted breach, and seen to fail."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

BREACHES = [
    ("floors", "access/rules.py", "from ecotone.web import routes"),
    ("floors", "ground/clock.py", "from ecotone.access import models"),
    ("floors", "ground/clock.py", "from ecotone.analysis import stats"),
    ("floors", "directory/queries.py", "from ecotone.people import rules"),
    ("floors", "people/queries.py", "from ecotone.directory import rules"),
    ("floors", "demo/planted.py", "from ecotone.web import routes"),
    ("floors", "web/planted.py", "from ecotone.demo import content"),
    ("floors", "procedures/planted.py", "from ecotone.web import routes"),
    ("floors", "care/queries.py", "from ecotone.procedures import tick"),
    ("floors", "shed/__init__.py", "import json"),
    ("web-asks", "web/planted.py", "from ecotone.access.models import Account"),
    ("analysis-is-pure", "analysis/planted.py", "from django.db import models"),
    ("analysis-is-pure", "analysis/planted.py", "from config import settings"),
    ("measures-through-the-observatory", "care/queries.py", "from ecotone.analysis.insight import loops"),
    ("measures-through-the-observatory", "web/planted.py", "from ecotone.analysis import simulation"),
    ("rules-are-pure", "access/rules.py", "from django.db import models"),
    ("rules-are-pure", "people/rules.py", "from ecotone.people import models"),
    ("wiring-is-on-top", "access/queries.py", "from config import settings"),
]
ROOMS = ("web", "people", "directory", "care", "observatory")


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory) -> Path:
    """A small house in the shape of ours, with nothing in its rooms: quick to lint, and kept."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for path in [ROOT / "config", *(ROOT / "ecotone").iterdir()]:
        if (path / "__init__.py").exists():
            (house / path.relative_to(ROOT)).mkdir(parents=True)
            (house / path.relative_to(ROOT) / "__init__.py").touch()
    (house / "ecotone/__init__.py").touch()
    (house / "config/settings.py").touch()
    for room in {*ROOMS, "access", "ground", "demo", "analysis"}:
        for name in ("__init__", "rules", "models", "queries", "routes", "clock"):
            planted = house / "ecotone" / room / f"{name}.py"
            planted.parent.mkdir(exist_ok=True)
            planted.touch()
    for name in ("__init__", "stats", "insight/__init__", "insight/loops", "simulation/__init__"):
        planted = house / "ecotone/analysis" / f"{name}.py"
        planted.parent.mkdir(exist_ok=True)
        planted.touch()
    return house


def broken(house: Path) -> set[str]:
    """The ids of the contracts that fail in this tree."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache"]
    told = subprocess.run(
        command, cwd=house, env={"PYTHONPATH": str(house), "COLUMNS": "400"}, capture_output=True, text=True
    )
    assert "Contracts:" in told.stdout, told.stdout + told.stderr
    said = re.sub(r"\s+", " ", told.stdout)
    return {contract["id"] for contract in CONTRACTS if f"{contract['name']} BROKEN" in said}


def test_the_skeleton_itself_is_kept(skeleton):
    assert broken(skeleton) == set()


@pytest.mark.parametrize(("contract", "where", "line"), BREACHES)
def test_a_breach_is_found(skeleton, contract, where, line):
    planted = skeleton / "ecotone" / where
    before = planted.read_text() if planted.exists() else None
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n")
    try:
        assert contract in broken(skeleton)
    finally:
        if before is None:
            planted.unlink()
        else:
            planted.write_text(before)


def test_every_contract_has_been_tried():
    assert {contract for contract, _, _ in BREACHES} == {contract["id"] for contract in CONTRACTS}
