"""However large a file is, reading it takes little memory: each is read in a process that has no more to take."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

MOST = 240 * 2**20
"""Bytes of address space that the reading process gets, Python itself (some 60 MB) among them."""

READS = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MOST}, {MOST}))
from pathlib import Path
from ecotone.adapters.reading import Table, Unreadable, document, lines, pieces
try:
    (piece,) = pieces(Path(sys.argv[1]))
    read = {{"table": lambda piece: Table(piece).rows(), "lines": lines, "document": document}}[sys.argv[2]]
    print(sum(1 for _ in read(piece)))
except Unreadable as wrong:
    print(wrong.problem.code)
"""


def told(path: Path, how: str) -> str:
    """What reading the file came to: how many rows, or the code of what is wrong. Fails for want of memory."""
    command = [sys.executable, "-c", READS, str(path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout.strip()


def test_two_gigabytes_of_noughts_are_not_even_opened(tmp_path):
    path = tmp_path / "zeros.csv"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    assert told(path, "table") == "adapters.too_large"


@pytest.mark.parametrize("how", ["table", "document"])
def test_a_small_file_that_swells_to_a_gigabyte_is_stopped(tmp_path, how):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(640):
            file.write(b" " * 2**20)
    assert path.stat().st_size < 8 * 2**20
    assert told(path, how) in ("adapters.too_large", "adapters.empty")


def test_a_table_far_larger_than_the_memory_is_read_row_by_row(tmp_path):
    path = tmp_path / "long.csv"
    row = ("An invented service," + "words " * 60 + "\n").encode()
    with path.open("wb") as file:
        file.write(b"name,description\n")
        for _ in range(800):
            file.write(row * 1000)
    assert path.stat().st_size > MOST
    assert told(path, "table") == "800000"


def test_lines_of_json_are_read_one_at_a_time(tmp_path):
    path = tmp_path / "long.ndjson"
    line = ('{"resourceType": "Basic", "text": "' + "words " * 500 + '"}\n').encode()
    with path.open("wb") as file:
        for _ in range(90):
            file.write(line * 1000)
    assert path.stat().st_size > MOST
    assert told(path, "lines") == "90000"
