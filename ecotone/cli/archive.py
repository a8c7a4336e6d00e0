"""The file that `ecotone backup` writes and `ecotone restore` reads.

It is a zip of one part for each table, `tables/<name>.jsonl`, a row a line as a JSON array, and `manifest.json`,
which says what must be in them: columns, rows, bytes, SHA-256. Whoever made a file may mean harm, so it is only ever
streamed through memory, never unpacked: no name in it becomes a path, and nothing is read on past what its manifest
says.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

import click

FORMAT = 1
"""Counted up when a file can no longer be read by what read the one before."""

MANIFEST = "manifest.json"
MOST = 16 * 1024 * 1024
"""Bytes: the longest row or manifest that is taken into memory. The longest row there can be is under 1 MB."""

CHUNK = 1024 * 1024
LEVEL = 3
"""Of compression: level 6 takes twice the time for a file a tenth smaller."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What Python raises over a file that is no zip, cut off, encrypted, or altered."""

Row = list[Any]


@dataclass(frozen=True)
class Part:
    """One table: its columns in the order of each row, how many rows and bytes (unpacked), the SHA-256 of those."""

    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a file holds: of which place, when it stood like that, which migrations its tables had, by app."""

    ecotone: str
    place: str
    taken_at: str
    database: str
    migrations: dict[str, list[str]]
    tables: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())


def member(table: str) -> str:
    return f"tables/{table}.jsonl"


class Writer:
    """Writes parts one after the other, and the manifest at the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self.parts: dict[str, Part] = {}

    def add(self, table: str, columns: Iterable[str], batches: Iterable[list[Row]]) -> None:
        """One part, from rows that come in batches: no more than one of those is in memory."""
        digest, rows, size = hashlib.sha256(), 0, 0
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        with self._zip.open(member(table), "w", force_zip64=True) as part:
            for batch in batches:
                written = "".join(f"{encode(row)}\n" for row in batch).encode()
                part.write(written)
                digest.update(written)
                rows, size = rows + len(batch), size + len(written)
        self.parts[table] = Part(tuple(columns), rows, size, digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
        self._zip.close()

    def let_go(self) -> None:
        """Has the zip write nothing more, not even when it is thrown away half done."""
        self._zip.fp = None


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A file that is there whole at the end of the block, readable by its owner alone; or not at all.

    It is written beside its place, brought to the disk, and renamed. What stood there before stays until then.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = Writer(file)
            try:
                yield writer
            finally:
                writer.let_go()
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        beside.unlink(missing_ok=True)


class Reader:
    """A file as its manifest says it is: whatever does not agree is a ClickException."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._zip, self._name = archive, name
        self.manifest = self._manifest()
        there = sorted(info.filename for info in archive.infolist())
        if there != sorted([MANIFEST, *map(member, self.manifest.tables)]):
            raise self.fault("it holds other parts than its manifest names")

    def fault(self, what: str) -> click.ClickException:
        return click.ClickException(f"{self._name} cannot be restored: {what}. Nothing was changed.")

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as part:
                given = json.loads(part.read(MOST))
            known = {each.name for each in fields(Manifest)}
            if isinstance(given, dict) and given.get("format", FORMAT) != FORMAT:
                raise self.fault(f"its format is {given['format']!r}, and this version of Ecotone reads {FORMAT}")
            if set(given) != known:
                raise ValueError("other entries than there should be")
            return _as_manifest(given)
        except KeyError as error:
            raise self.fault(f"it is no backup of Ecotone ({error} is missing)") from error
        except (*UNREADABLE, TypeError, AttributeError, RecursionError) as error:
            raise self.fault(f"its manifest cannot be read ({error})") from error

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of one table. Raises ClickException where a size, a count or, at the end, the hash is wrong."""
        for line in self._lines(table):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise self.fault(f"a row of {table} is no JSON ({error})") from error
            if not isinstance(row, list) or len(row) != len(self.manifest.tables[table].columns):
                raise self.fault(f"a row of {table} has not as many values as there are columns")
            yield row

    def _lines(self, table: str) -> Iterator[bytes]:
        told, digest, rows, size = self.manifest.tables[table], hashlib.sha256(), 0, 0
        try:
            with self._zip.open(member(table)) as packed:
                part = io.BufferedReader(packed, CHUNK)  # type: ignore[type-var] # it reads
                while line := part.readline(MOST):
                    digest.update(line)
                    rows, size = rows + 1, size + len(line)
                    if size > told.bytes:
                        raise self.fault(f"{table} is larger than its manifest says")
                    yield line
        except UNREADABLE as error:
            raise self.fault(f"{table} is damaged ({error})") from error
        if (rows, size, digest.hexdigest()) != (told.rows, told.bytes, told.sha256):
            raise self.fault(f"{table} is not what its manifest says; it was cut off or altered")


def _as_manifest(given: dict[str, Any]) -> Manifest:
    """The entries with their types. Raises ValueError, TypeError or AttributeError for others."""
    tables = {str(name): Part(**part) for name, part in given["tables"].items()}
    for name, part in tables.items():
        well = isinstance(part.columns, list) and all(isinstance(column, str) for column in part.columns)
        if not (well and type(part.rows) is type(part.bytes) is int and isinstance(part.sha256, str)):
            raise ValueError(f"what it says of {name}")
    texts = [given[name] for name in ("ecotone", "place", "taken_at", "database")]
    texts += [*tables, *given["migrations"], *(name for names in given["migrations"].values() for name in names)]
    if not all(isinstance(text, str) and text.isprintable() for text in texts):  # a terminal obeys what is not
        raise ValueError("what should be plain text is not")
    return Manifest(**given | {"tables": tables})


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A file to read. Raises ClickException when it is none of ours."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except UNREADABLE as error:
            raise click.ClickException(f"{path} is no backup of Ecotone, or was cut off ({error}).") from error
        with archive:
            yield Reader(archive, path.name)
