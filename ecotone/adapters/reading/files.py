"""Bytes, from wherever they lie: a file, a folder, a zip, each perhaps packed with gzip. Bounded.

What a name ends in says nothing: what a file is, its first bytes say.
"""

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from ecotone.ground.errors import EcotoneError, Problem

LARGEST = 512 * 2**20
"""Bytes that one file may hold once it is unpacked: three times the UK's largest charity register."""

MOST_PIECES = 2_000
"""Files in one folder or zip."""

LONGEST_STEP = 2**20
"""Bytes that are unpacked at a time."""

DAMAGE = (EOFError, zlib.error, OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError)
"""What Python raises for a packed file that is broken, cut off, or packed in a way it does not know."""

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


class Unreadable(EcotoneError):
    """A file that is not what it should be. Carries the problem, and where: a file's name, a line."""

    def __init__(self, code: str, where: str = "", **params: Any) -> None:
        self.problem = Problem(code, where, params)
        super().__init__(f"{where}: {code}" if where else code)


@dataclass(frozen=True)
class Piece:
    """One file's bytes: its name, as somebody would find it, and how to open them, as often as one likes."""

    name: str
    unopened: Callable[[], AbstractContextManager[BinaryIO]] = field(repr=False)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, unpacked where they are packed, from the beginning.

        Raises Unreadable for what is damaged, encrypted, or larger than LARGEST once it is unpacked.
        """
        with self.unopened() as raw:
            stream = gzip.GzipFile(fileobj=raw) if self._is_packed(raw) else raw
            bounded = io.BufferedReader(_Bounded(stream, self.name), LONGEST_STEP)
            try:
                yield bounded
            finally:
                bounded.detach()

    def _is_packed(self, raw: BinaryIO) -> bool:
        try:
            head = raw.read(len(GZIP))
            raw.seek(0)
        except DAMAGE as error:
            raise Unreadable("adapters.damaged", self.name) from error
        return head == GZIP

    def first(self, count: int) -> bytes:
        """So many of its first bytes."""
        with self.opened() as stream:
            return stream.read(count)


class _Bounded(io.RawIOBase):
    """A stream that ends in Unreadable where it is damaged, or goes on past LARGEST."""

    def __init__(self, stream: Any, name: str) -> None:
        self.stream, self.name, self.seen = stream, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            some = self.stream.read(min(len(buffer), LONGEST_STEP))
        except DAMAGE as error:
            raise Unreadable("adapters.damaged", self.name) from error
        self.seen += len(some)
        if self.seen > LARGEST:
            raise Unreadable("adapters.too_large", self.name, most=LARGEST // 2**20)
        buffer[: len(some)] = some
        return len(some)


def pieces(path: Path) -> list[Piece]:
    """The files there: the one at `path`, those in the folder, or the members of the zip, by name.

    Links, pipes and devices are not followed; a name that would lead out of the zip is refused. Raises Unreadable.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise Unreadable("adapters.no_file", str(path)) from error
    if stat.S_ISDIR(mode):
        inside = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        if len(inside) > MOST_PIECES:
            raise Unreadable("adapters.too_many_files", path.name, most=MOST_PIECES)
        return [_file(each) for each in inside]
    if not stat.S_ISREG(mode):
        raise Unreadable("adapters.no_file", str(path))
    if path.stat().st_size == 0:
        raise Unreadable("adapters.empty", path.name)
    with path.open("rb") as stream:
        return _members(path) if stream.read(len(ZIP)) == ZIP else [_file(path)]


def holds_more(path: Path, most: int) -> bool:
    """Whether what lies there is more than so many bytes once it is unpacked; no more of it is read than that.

    Raises Unreadable.
    """
    seen = 0
    for piece in pieces(path):
        with piece.opened() as stream:
            while seen <= most and (some := stream.read(min(LONGEST_STEP, most + 1))):
                seen += len(some)
    return seen > most


def named(found: list[Piece]) -> Mapping[str, Piece]:
    """Pieces by their last name, in small letters: `services.csv`."""
    return {PurePosixPath(piece.name).name.lower(): piece for piece in found}


def _file(path: Path) -> Piece:
    if path.stat().st_size > LARGEST:
        raise Unreadable("adapters.too_large", path.name, most=LARGEST // 2**20)
    return Piece(path.name, lambda: path.open("rb"))


def _members(path: Path) -> list[Piece]:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("adapters.damaged", path.name) from error
    if len(inside) > MOST_PIECES:
        raise Unreadable("adapters.too_many_files", path.name, most=MOST_PIECES)
    if sum(member.file_size for member in inside) > LARGEST:
        raise Unreadable("adapters.too_large", path.name, most=LARGEST // 2**20)
    return [_member(path, member) for member in sorted(inside, key=lambda each: each.filename)]


def _member(path: Path, member: zipfile.ZipInfo) -> Piece:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if not parts or member.filename.startswith("/") or ".." in parts or ":" in parts[0]:
        raise Unreadable("adapters.leads_out", path.name, given=member.filename[:80])
    if member.flag_bits & 0x1:
        raise Unreadable("adapters.encrypted", f"{path.name}/{member.filename}")

    @contextmanager
    def unopened() -> Iterator[BinaryIO]:
        with ExitStack() as stack:
            try:
                archive = stack.enter_context(zipfile.ZipFile(path))
                stream = stack.enter_context(archive.open(member))
            except DAMAGE as error:
                raise Unreadable("adapters.damaged", f"{path.name}/{member.filename}") from error
            yield cast(BinaryIO, stream)

    return Piece(f"{path.name}/{member.filename}", unopened)
