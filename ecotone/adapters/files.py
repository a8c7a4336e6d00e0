"""Files on their way in: kept under the hash of what is in them, for whoever takes them in, and no longer than that.

They are never served. A name from outside is only kept as words in the run; of it the path has the ending at most.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from ecotone.adapters.models import ImportRun
from ecotone.adapters.rules import RunState
from ecotone.ground import clock

KEPT = timedelta(days=30)
"""How long a file waits for somebody to say yes or no."""

_ENDING = re.compile(r"(\.[a-z0-9]{1,12}){1,2}$")


def keep(pieces: Iterable[bytes], name: str) -> tuple[str, int]:
    """Writes the bytes down, readable by this account alone; returns their SHA-256 and how many they are."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    whole, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder(), delete=False) as file:  # made with mode 0600
        try:
            for piece in pieces:
                file.write(piece)
                whole.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    Path(file.name).replace(path_of(whole.hexdigest(), name))
    return whole.hexdigest(), size


def path_of(file_hash: str, name: str) -> Path:
    """Where the file of that hash lies. ValueError for what is no hash."""
    if not re.fullmatch(r"[0-9a-f]{64}", file_hash):
        raise ValueError("no hash")
    ending = _ENDING.search(name.lower())
    return folder() / f"{file_hash}{ending[0] if ending else ''}"


def let_go(file_hash: str, name: str) -> None:
    """Removes the file, unless an import that is not over waits for it: the same file may be sent twice."""
    path = path_of(file_hash, name)
    same = ImportRun.objects.filter(file_hash=file_hash).exclude(state__in=(RunState.SAVED, RunState.DROPPED))
    if all(path_of(file_hash, other) != path for other in same.values_list("file_name", flat=True)):
        path.unlink(missing_ok=True)


def forget_old() -> int:
    """Removes what has waited longer than KEPT, and returns how many files that were."""
    before = (clock.now() - KEPT).timestamp()
    old = [path for path in folder().glob("*") if path.is_file() and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def folder() -> Path:
    return Path(settings.DATA) / "files"
