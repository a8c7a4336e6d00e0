"""Which page of a long list is asked for, and what the pagination component needs to draw the way on."""

from dataclasses import dataclass

from django.core.paginator import Page as DrawnPage
from django.core.paginator import Paginator
from django.http import HttpRequest


@dataclass(frozen=True)
class Page:
    """Page `number` (from 1) of a list shown `size` at a time."""

    number: int
    size: int

    @classmethod
    def of(cls, request: HttpRequest, size: int) -> "Page":
        """The page in the address; the first for anything that is no number."""
        asked = request.GET.get("page", "1")
        return cls(max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1, size)

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size

    def out_of(self, total: int) -> DrawnPage:
        """The drawn page of a list of `total`; the last one when there are not so many."""
        return Paginator(range(total), self.size).get_page(self.number)
