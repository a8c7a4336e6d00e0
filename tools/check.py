"""What `make check` looks at: lint, types, floors, migrations, documents, the tree, licences. It changes nothing."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[object]] = {
    "types": [BIN / "mypy", "--no-error-summary"],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "floors": [BIN / "lint-imports", "--no-cache"],
    "migrations": [BIN / "django-admin", "makemigrations", "--check", "--dry-run"],
    "commitments": [sys.executable, "tools/commitments.py", "--check"],
    "states": [sys.executable, "tools/referral_states.py", "--check"],
    "signing": [sys.executable, "tools/who_signs.py", "--check"],
    "openapi": [sys.executable, "tools/openapi.py", "--check"],
    "tree": [sys.executable, "tools/tree.py"],
    "licences": [sys.executable, "tools/licences.py"],
}


def run(command: list[object]) -> tuple[bool, str, float]:
    """Whether it went well, what it printed, how many seconds it took; data, if any, in a folder that then goes."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecotone-check-") as folder:
        environment = {
            **os.environ,
            "ECOTONE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        told = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return told.returncode == 0, told.stdout, time.monotonic() - begun


def main() -> int:
    failed = []
    # Two at a time: types take as long as all the others together.
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {pool.submit(run, command): name for name, command in CHECKS.items()}
        for finished in as_completed(running):
            name, (good, printed, seconds) = running[finished], finished.result()
            sys.stdout.write(f"{'ok    ' if good else 'FAILED'} {name} ({seconds:.1f} s)\n")
            if not good:
                failed.append(name)
                sys.stdout.write(printed.strip() + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"make check: {', '.join(failed)} failed\n" if failed else "make check: all is well\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
