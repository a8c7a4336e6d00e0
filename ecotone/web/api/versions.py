"""Versions and ETags: so that nobody writes over what they have not read."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from ecotone.web.api.problems import Stop, Type
from ecotone.web.words import say

OF_VERSION = re.compile(r'"?v?(\d{1,9})(?:\.[0-9a-f]+)?"?')


def etag(answer: Any) -> str:
    """A strong mark of this representation; it begins with the record's version, where it has one."""
    drawn = hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:20]
    version = version_in(answer)
    return f'"{drawn}"' if version is None else f'"v{version}.{drawn}"'


def version_in(answer: Any) -> int | None:
    """The version of the record that an answer is about: its own, or of its main part."""
    if not isinstance(answer, dict):
        return None
    if isinstance(own := answer.get("version"), int):
        return own
    parts = (answer.get(name) for name in ("row", "meeting", "card", "head"))
    return next((part["version"] for part in parts if isinstance(part, dict) and "version" in part), None)


def wanted(if_match: str, in_body: int | None) -> int:
    """The version a write was made from. Raises Stop where none is said, or the two differ."""
    found = OF_VERSION.fullmatch(if_match.strip()) if if_match else None
    if if_match and not found:
        raise Stop(Type.INVALID, say("web.api_if_match"))
    said = int(found[1]) if found else None
    if said is not None and in_body is not None and said != in_body:
        raise Stop(Type.INVALID, say("web.api_if_match"))
    version = said if said is not None else in_body
    if version is None:
        raise Stop(Type.NO_VERSION, say("web.api_no_version"))
    return version


def compared(answer: Any, record_id: UUID, sent: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What was sent beside what stands there now, for each field the reader sees."""
    record = next(records(answer, record_id), answer)
    now = dict(_fields(record))
    if (version := version_in(record)) is not None:
        now["version"] = version
    return {name: {"current": now[name], "yours": mine} for name, mine in sent.items() if name in now}


def records(value: Any, record_id: UUID) -> Iterator[dict[str, Any]]:
    """The parts of an answer that are about that record, outermost first."""
    if isinstance(value, dict) and value.get("id") == str(record_id):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from records(each, record_id)


def _fields(record: Any) -> Iterator[tuple[str, Any]]:
    """Fields of its parts first, so that its own count where both have one."""
    if isinstance(record, dict):
        for part in record.values():
            if isinstance(part, dict):
                yield from part.items()
        yield from record.items()
