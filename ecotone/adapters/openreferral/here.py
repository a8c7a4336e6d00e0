"""What this place knows, by which words of a file are understood: its kinds of need, its places. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from uuid import UUID

from ecotone.adapters.openreferral.giving import OWN_AREA_URI
from ecotone.ecosystem.rules import sought


@dataclass(frozen=True)
class Here:
    """Words as `sought` has them. A word that could mean several is in none of these: which, nobody can know.

    needs      a need's code, by its code, name or a synonym        sensitive   codes of those that tell something
    codes      a place, by its public area code          slugs   by its short name here
    names      by its name                               called  a place's name, by its id
    postcode   the place that a postcode lies in, or None
    """

    needs: Mapping[str, str] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    codes: Mapping[str, UUID] = field(default_factory=dict)
    slugs: Mapping[str, UUID] = field(default_factory=dict)
    names: Mapping[str, UUID] = field(default_factory=dict)
    called: Mapping[UUID, str] = field(default_factory=dict)
    postcode: Callable[[str], UUID | None] = lambda _: None

    def need(self, words: Iterable[str]) -> str:
        """The kind of need that the first of these words names; empty where none does."""
        return next((self.needs[word] for word in map(sought, words) if word and word in self.needs), "")

    def area(self, uri: str, words: Iterable[str]) -> UUID | None:
        """The place of a URI that ends in its code or is ours, or that one of these words names."""
        if uri.startswith(OWN_AREA_URI):
            return self.slugs.get(unquote(uri.removeprefix(OWN_AREA_URI)))
        tail = uri.rstrip("/").rpartition("/")[2]
        if tail in self.codes:
            return self.codes[tail]
        return next((self.names[word] for word in map(sought, words) if word in self.names), None)


def meanings(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each word means, where all who use it mean the same."""
    found: dict[str, set[str]] = {}
    for word, meant in pairs:
        found.setdefault(sought(word), set()).add(meant)
    return {word: meant.pop() for word, meant in found.items() if word and len(meant) == 1}
