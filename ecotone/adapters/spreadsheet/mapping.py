"""Rows of a group's own list → its services, each with its site where the map knows it. Pure."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ecotone.adapters.intake import Key, Wanted, Warned
from ecotone.adapters.reading.tables import Row
from ecotone.adapters.spreadsheet import values
from ecotone.directory.rules import AttendingType
from ecotone.ecosystem.views import NeedView
from ecotone.ground.cells import restored
from ecotone.ground.errors import Problem


@dataclass(frozen=True)
class Known:
    """What the words of a list may mean here: needs by code and name, areas by name, both in small letters."""

    needs: Mapping[str, str]
    areas: Mapping[str, UUID]


def words_of(needs: Iterable[NeedView]) -> dict[str, str]:
    """Codes of needs by what a list may call them: code, name, or a saying that only one of them has."""
    found = list(needs)
    sayings: dict[str, set[str]] = {}
    for need in found:
        for saying in need.synonyms:
            sayings.setdefault(saying.casefold(), set()).add(need.code)
    only = {saying: next(iter(codes)) for saying, codes in sayings.items() if len(codes) == 1}
    return only | {need.name.casefold(): need.code for need in found} | {need.code: need.code for need in found}


@dataclass
class Reader:
    """One row by our fields; `warned` gathers what ought to be known of how it was read."""

    row: Row
    columns: Mapping[str, str]
    warned: list[Warned] = field(default_factory=list)

    def text(self, name: str) -> str:
        return restored(self.row[self.columns[name]]).strip() if name in self.columns else ""

    def warn(self, name: str, code: str, /, **params: Any) -> None:
        self.warned.append(Warned(self.row.number, Problem(code, self.columns.get(name, name), params)))

    def key(self) -> str:
        """What tells this row from others: the list's own id, else a register's number, else its name."""
        return (self.text("id") or self.text("number") or self.text("name").casefold())[:400]

    def phone(self) -> str:
        """The number, with the nought or plus that a spreadsheet took from it."""
        given = self.text("phone")
        if (now := values.phone(given)) != given:
            self.warn("phone", "adapters.nought_lost", given=given, now=now)
        return now

    def many(self, name: str, known: Mapping[str, Any]) -> tuple[Any, ...]:
        """Those of several words that are known here; the others are said."""
        words = values.several(self.text(name))
        if strange := [word for word in words if word.casefold() not in known]:
            self.warn(name, "adapters.words_unknown", given=", ".join(strange)[:200])
        return tuple(dict.fromkeys(known[word.casefold()] for word in words if word.casefold() in known))


def service(reader: Reader, *, provider_id: UUID, known: Known, has_site: bool) -> Wanted:
    """What a row offers. Columns that are not matched are left alone: the file says nothing of them."""
    fields: dict[str, Any] = {"name": reader.text("name"), "provider_id": provider_id}
    fields |= {name: reader.text(name) for name in ("description", "email", "url") if name in reader.columns}
    fields |= dict(_said(reader, known))
    fields |= _ways(reader)
    notes = [note for note in (_unsure(reader), "" if has_site else where(reader)) if note]
    if notes:
        fields["description"] = "\n\n".join(filter(None, [fields.get("description", ""), *notes]))
    refs: dict[str, Any] = {"sites": (Key("site", reader.key()),)} if has_site else {}
    number = reader.row.number
    return Wanted(kind="service", key=reader.key(), row=number, name=fields["name"], fields=fields, refs=refs)


def site(reader: Reader, place_id: UUID | None) -> Wanted | None:
    """Where it is, where the row says so and the map knows it."""
    address, postcode = reader.text("address"), reader.text("postcode")
    if not address and not postcode:
        return None
    if place_id is None:
        reader.warn("postcode", "adapters.no_place")
        return None
    lines = [each.strip() for each in address.replace("\n", ",").split(",") if each.strip()]
    fields = {
        "name": (lines[0] if lines else reader.text("name"))[:200],
        "address": ", ".join(lines),
        "postcode": postcode,
        "place_id": place_id,
    }
    return Wanted(kind="site", key=reader.key(), row=reader.row.number, name=reader.text("name"), fields=fields)


def _said(reader: Reader, known: Known) -> Iterator[tuple[str, Any]]:
    if "phone" in reader.columns:
        yield "phone", reader.phone()
    if "eligibility" in reader.columns or "ages" in reader.columns:
        yield from _for_whom(reader)
    if "cost" in reader.columns:
        asks_if_free = "free" in reader.columns["cost"].casefold()
        given = reader.text("cost")
        yield from _costs(values.free_or_not(given) if asks_if_free else given)
    if "times" in reader.columns:
        yield "schedules", values.openings(reader.text("times")) or ()
    if "needs" in reader.columns:
        yield "need_codes", reader.many("needs", known.needs)
    if "areas" in reader.columns:
        yield "place_ids", reader.many("areas", known.areas)
    if "languages" in reader.columns:
        yield "languages", tuple((language,) for language in values.several(reader.text("languages")))


def _for_whom(reader: Reader) -> Iterator[tuple[str, Any]]:
    given, words = reader.text("ages"), reader.text("eligibility")
    span = values.ages(given) if given else (None, None)
    if span is None:
        reader.warn("ages", "adapters.kept_as_words", given=given[:80])
        words = "\n".join(filter(None, [words, f"Ages: {given}"]))
    yield "eligibility", words
    if "ages" in reader.columns:
        yield "minimum_age", span[0] if span else None
        yield "maximum_age", span[1] if span else None


def _costs(given: str) -> Iterator[tuple[str, Any]]:
    """Free, one price, or what it says."""
    free, price = values.is_free(given), values.price(given)
    yield "cost_free", free
    yield "cost_options", (dataclasses.astuple(price),) if price and not free else ()
    yield "fees", "" if free or price else given


def _ways(reader: Reader) -> dict[str, Any]:
    """How one comes to it. A listing must say: where the list does not, at its address, else by phone."""
    found = values.attending(reader.text("attending"))
    if found:
        return {"attending": found}
    assumed = AttendingType.VENUE if reader.text("address") or reader.text("postcode") else AttendingType.PHONE
    reader.warn("attending", "adapters.assumed_way", way=assumed)
    return {"attending": (assumed,)}


def where(reader: Reader) -> str:
    """An address that the map does not know, in its own words: people still have to find the door."""
    given = ", ".join(filter(None, [" ".join(reader.text("address").split()), reader.text("postcode")]))
    return f"Where: {given}" if given else ""


def _unsure(reader: Reader) -> str:
    """Days and times of which something is unsure, in their own words."""
    given = reader.text("times")
    if not given or values.openings(given):
        return ""
    reader.warn("times", "adapters.kept_as_words", given=given[:80])
    return f"When: {given}"
