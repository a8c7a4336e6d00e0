"""Many of something, some at a time, so that memory stays bounded whatever their number."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`, in order, none of them empty."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
