"""Spoils things: something of the wrong kind, or hostile, in any one place of what was sound."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

JUNK = (
    *(None, True, False, -1, 0.5, 10**400, "", " ", "0", "-", "\x00", "half a pair \ud800", "x" * 30_000, "١٢"),
    *([], {}, [None], [[]], [{}], {"id": 1}, ["text"], [{"id": []}], {"": ""}),
    *("2005-13-45", "25:61", "http://169.254.169.254/latest/meta-data", "../../etc/passwd", "<script>", "=1+1"),
)


def places(thing: Any) -> list[tuple[Any, Any]]:
    """Every place within, as what it lies in and under which name or number."""
    inner = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [each for name, value in inner for each in [(thing, name), *places(value)]]


@st.composite
def spoilt(draw: Any, sound: Any, most: int = 3) -> Any:
    """The sound thing (fresh, as JSON gives it) with junk in one to three of its places."""
    thing = draw(sound)
    for _ in range(draw(st.integers(1, most))):
        if found := places(thing):
            within, name = draw(st.sampled_from(found))
            within[name] = deepcopy(draw(st.sampled_from(JUNK)))  # else junk could come to lie in itself
    return thing
