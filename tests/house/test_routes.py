"""Every page says who may open it; one that keeps silent fails here."""

from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLResolver, get_resolver, include, path

from ecotone.web.routes import Access


def pages(patterns: Iterable, before: str = "/") -> Iterator[tuple[str, object]]:
    """Every address, with its view."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def undeclared(patterns: Iterable) -> list[str]:
    """The addresses whose view states no access."""
    return [address for address, view in pages(patterns) if getattr(view, "access", None) not in set(Access)]


@pytest.mark.commitment(3)
def test_every_page_states_who_may_open_it():
    assert not undeclared(get_resolver().url_patterns)


def test_a_page_that_keeps_silent_is_found():
    def silent(request): ...

    def said(request): ...

    def misspelt(request): ...

    said.access, misspelt.access = Access.PUBLIC, "publick"
    inner = [path("silent", silent), path("said", said), path("misspelt", misspelt)]
    assert undeclared([path("in/", include(inner))]) == ["/in/silent", "/in/misspelt"]


def test_no_two_pages_share_a_code():
    codes = [view.code for _, view in pages(get_resolver().url_patterns)]
    assert len(codes) == len(set(codes))
