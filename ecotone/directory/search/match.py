"""Looks the words of a search up in the index; where one is found nowhere, a slip of the finger is put right."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from ecotone.directory.models import ServiceWord
from ecotone.directory.search.ranking import SLIP, rarity, score
from ecotone.directory.search.text import one_slip_away, phrases, sought, stem

SHORTEST_TRIED, LONGEST_TRIED, MOST_TRIED = 4, 16, 3
"""A shorter word one letter away is another word; and each word tried costs some hundred look-ups in the index.
For the same reason the first letter must stand: a walk is no talk.
"""

Postings = Mapping[str, Mapping[UUID, int]]
"""For each word or phrase sought, the services that have it, and what it weighs in each."""


@dataclass(frozen=True)
class Match:
    """What the words of a search were found to mean.

    postings   for each word found: the services that have it, and what it weighs in each
    read_as    for words found only one slip away: what they were taken for
    unknown    words that no service has
    rows       the condition for the index rows behind all this
    """

    asked: tuple[str, ...] = ()
    postings: Postings = field(default_factory=dict)
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    rows: Q = field(default_factory=lambda: Q(pk__in=[]))

    def scores(self, services: int) -> dict[UUID, float]:
        """How well each service matches, of so many services in all."""
        rarities = {
            word: rarity(services, len(those)) * (SLIP if word in self.read_as else 1)
            for word, those in self.postings.items()
        }
        weights: dict[UUID, dict[str, int]] = {}
        for word, those in self.postings.items():
            for service, weight in those.items():
                weights.setdefault(service, {})[word] = weight
        return {service: score(of, rarities) for service, of in weights.items()}

    def words_of(self, service: UUID) -> tuple[str, ...]:
        """The words sought that this service was found by."""
        return tuple(word for word in self.asked if service in self.postings.get(word, ()))


def match(words: str) -> Match:
    """The services that have these words or phrases: one query, or two where some word is found nowhere."""
    said = _by_stem(phrases(words)) | _by_stem(sought(words))
    if not said:
        return Match()
    rows = Q(stem__in=list(said))
    postings = _posted((said[of], service, weight) for service, _, of, weight in _read(rows))
    asked = tuple(dict.fromkeys(each for each in said.values() if " " not in each or each in postings))
    missed = tuple(word for word in asked if word not in postings)
    exact = Match(asked=asked, postings=postings, unknown=missed, rows=rows)
    return _with_slips(exact) if missed else exact


def _by_stem(said: list[str]) -> dict[str, str]:
    """Each stem with the first word or phrase that has it."""
    stems: dict[str, str] = {}
    for each in said:
        stems.setdefault(stem(each), each)
    return stems


def _with_slips(exact: Match) -> Match:
    """The match, with words found nowhere read as words one slip away, where there are any."""
    tried = [word for word in exact.unknown if SHORTEST_TRIED <= len(word) <= LONGEST_TRIED][:MOST_TRIED]
    meant = {slip: word for word in tried for slip in one_slip_away(word) if slip[:1] == word[0]}
    if not meant:
        return exact
    found = list(_read(Q(word__in=list(meant))))
    postings = _posted((meant[word], service, weight) for service, word, _, weight in found)
    read_as = {word: tuple(sorted({w for _, w, _, _ in found if meant[w] == word})) for word in postings}
    return dataclasses.replace(
        exact,
        postings={**exact.postings, **postings},
        read_as=read_as,
        unknown=tuple(word for word in exact.unknown if word not in read_as),
        rows=exact.rows | Q(word__in=sorted({word for _, word, _, _ in found})),
    )


def _read(rows: Q) -> Iterable[tuple[UUID, str, str, int]]:
    return ServiceWord.objects.filter(rows).values_list("service_id", "word", "stem", "weight")


def _posted(rows: Iterable[tuple[str, UUID, int]]) -> dict[str, dict[UUID, int]]:
    """Summed: a service may have a word in several forms."""
    postings: dict[str, dict[UUID, int]] = {}
    for word, service, weight in rows:
        those = postings.setdefault(word, {})
        those[service] = those.get(service, 0) + weight
    return postings
