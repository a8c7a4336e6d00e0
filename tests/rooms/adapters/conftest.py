"""Fixtures of the tests that take files in."""

from pathlib import Path

import pytest

from ecotone.adapters.care_inspectorate.load import CareInspectorate
from ecotone.adapters.geography.load import Geography
from ecotone.adapters.rules import Format
from tests.rooms.adapters import registers
from tests.rooms.adapters.taking import take


@pytest.fixture
def mapped(tmp_path) -> Path:
    """Airdrie is on the map, with three zones and two postcodes."""
    zones = [
        registers.zone(1),
        registers.zone(2, IMD_decile="7"),
        registers.zone(3, iz11_name="Whinhall", iz11_code="S02"),
    ]
    folder = registers.geography(tmp_path / "map", zones, postcodes={"ML6 0AA": "S01000001", "EH1 1AA": "S01009999"})
    take(Geography(folder), what=Format.PLACES)
    return folder


@pytest.fixture
def care(tmp_path):
    """Writes a file of these rows, and opens it as the register of care services."""

    def write(*rows) -> CareInspectorate:
        return CareInspectorate(registers.care_file(tmp_path / "care.csv", rows))

    return write
