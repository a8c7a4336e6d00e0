"""Where other people's data lies, for the tests that try the work on it. It is never part of the project."""

import os
from pathlib import Path

import pytest

HERE = Path(os.environ.get("ECOTONE_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def third_party(*parts: str) -> Path:
    """The file or folder of that name; the test is skipped, with the reason, where it is absent."""
    path = HERE.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"third-party data is not here: {'/'.join(parts)} (ECOTONE_TEST_DATA says where it lies)")
    return path
