"""How text is kept, whether in a column or inside a record of answers. Pure."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Composed (NFC), without white space at its ends. Raises ValueError for a NUL or half a surrogate pair."""
    if "\x00" in text:
        raise ValueError("text holds a NUL character")
    text.encode()  # half a pair has no encoding, and UnicodeEncodeError is a ValueError
    return unicodedata.normalize("NFC", text).strip()


def first_twice(names: Iterable[str]) -> str | None:
    """The name that is the first to come a second time; None where each comes once. Looks at each once."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
