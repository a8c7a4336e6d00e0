"""The directory of services, written as Open Referral files: a page of them at a time, so that memory stays the same.

Read through the rooms' queries as nobody in particular, so that nothing leaves that not anyone may know: only active
services, and of a confidential site nothing at all, neither its address nor its name nor that it is there.
"""

import csv
import json
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from ecotone.adapters.openreferral import giving, tables
from ecotone.adapters.openreferral.terms import Thing
from ecotone.adapters.openreferral.things import Area, Need, Offer, Premises, Provider
from ecotone.directory import queries as directory
from ecotone.directory.views import Published
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.views import ListedActor, OpenSite

PAGE = 500
"""Services that are read at a time."""

Names = Callable[[str, Collection[UUID]], Mapping[UUID, str]]
"""The ids by which others' files named things that were taken in from them, by kind of thing and our id."""


class Shape(StrEnum):
    """What the file is to be: one API page, one service to a line, or a tabular data package."""

    JSON = "json"
    NDJSON = "ndjson"
    TABULAR = "tabular"


@dataclass
class Dumped:
    """What went out. `withheld` counts links to confidential sites that were left out."""

    services: int = 0
    organizations: set[str] = field(default_factory=set)
    withheld: int = 0
    rows: Counter[str] = field(default_factory=Counter)


def no_names(kind: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Everything goes by our own ids."""
    return {}


class Reading:
    """One walk through the directory, that remembers the places and needs, and the providers of one page."""

    def __init__(self, names: Names = no_names) -> None:
        self.names, self.dumped = names, Dumped()
        self.parents: set[UUID] = set()

    @cached_property
    def areas(self) -> Mapping[UUID, Area]:
        codes = ecosystem.place_codes()
        return {each.id: Area(each.slug, each.name, codes.get(each.id, "")) for each in ecosystem.places()}

    @cached_property
    def needs(self) -> Mapping[str, Need]:
        listed = ecosystem.needs()
        return {each.code: Need(each.code, each.name, each.parent_code) for b in listed for each in (b, *b.children)}

    def offers(self) -> Iterator[Offer]:
        """Every active service, in the order in which they were listed."""
        after = None
        while page := directory.published(after=after, most=PAGE):
            yield from self._page(page)
            after = page[-1].id

    def _page(self, page: list[Published]) -> Iterator[Offer]:
        providers = self.providers({each.provider_id for each in page})
        all_premises = self._all_premises({site.site_id for each in page for site in each.listing.sites})
        names = self.names("service", [each.id for each in page])
        for each in page:
            self.dumped.services += 1
            self.dumped.withheld += each.withheld
            self.dumped.organizations.add(providers[each.provider_id].id)
            yield self._offer(each, names.get(each.id, str(each.id)), providers[each.provider_id], all_premises)

    def _offer(self, each: Published, own: str, provider: Provider, all_premises: Mapping[UUID, Premises]) -> Offer:
        said = each.listing
        return Offer(
            id=own,
            provider=provider,
            listing=said,
            changed_at=each.changed_at,
            assured_on=each.assured_on,
            needs=tuple(self.needs[code] for code in said.need_codes),
            areas=self._areas(said.place_ids),
            sites=tuple(
                (all_premises[site.site_id], site.is_intake) for site in said.sites if site.site_id in all_premises
            ),
        )

    def _areas(self, ids: Collection[UUID]) -> tuple[Area, ...]:
        """By short name, since places have no order of their own."""
        return tuple(sorted((self.areas[each] for each in ids), key=lambda area: area.slug))

    def providers(self, ids: Collection[UUID]) -> Mapping[UUID, Provider]:
        """These actors, by our id."""
        rows = ecosystem.listed_actors(ids)
        all_premises = self._all_premises({row.site_id for row in rows.values() if row.site_id})
        parents = {row.parent_id for row in rows.values() if row.parent_id}
        self.parents |= parents
        named = self._named_actors({*rows, *parents})
        return {own: self._provider(row, named, all_premises) for own, row in rows.items()}

    def _named_actors(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        return {each: str(each) for each in ids} | {
            own: name for kind in ("organisation", "team") for own, name in self.names(kind, ids).items()
        }

    def _provider(
        self, row: ListedActor, named: Mapping[UUID, str], all_premises: Mapping[UUID, Premises]
    ) -> Provider:
        return Provider(
            id=named[row.id],
            name=row.name,
            kind=row.kind,
            sector=row.sector,
            domain=row.domain,
            description=row.description,
            purpose=row.purpose,
            remit=row.remit,
            website=row.website,
            email=row.email,
            phone=row.phone,
            identifiers=row.identifiers,
            areas=self._areas(row.place_ids),
            site=all_premises.get(row.site_id) if row.site_id else None,
            parent_id=named[row.parent_id] if row.parent_id else "",
        )

    def _all_premises(self, ids: Collection[UUID]) -> Mapping[UUID, Premises]:
        """Those of these sites that are not confidential."""
        names = self.names("site", ids)
        return {own: self._premises(row, names.get(own, str(own))) for own, row in ecosystem.open_sites(ids).items()}

    def _premises(self, row: OpenSite, own: str) -> Premises:
        return Premises(
            id=own,
            name=row.name,
            place=self.areas[row.place_id],
            address=row.address,
            postcode=row.postcode,
            latitude=row.latitude,
            longitude=row.longitude,
            accessibility=row.accessibility,
        )


def dump(path: Path, shape: Shape, names: Names = no_names) -> Dumped:
    """Writes the file at `path`, in place of one that is there; never half of it. Raises OSError."""
    reading = Reading(names)
    beside, name = tempfile.mkstemp(prefix=".ecotone-", dir=path.parent)
    try:
        with os.fdopen(beside, "wb") as stream:
            WRITERS[shape](reading, stream)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return reading.dumped


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write_page(reading: Reading, stream: IO[bytes]) -> None:
    """One page that holds everything. Its totals come last: they are known only then."""
    stream.write(b'{"contents":[\n')
    for number, offer in enumerate(reading.offers()):
        stream.write((b",\n" if number else b"") + _text(giving.service(offer)))
    total = reading.dumped.services
    envelope = {
        "total_items": total,
        "total_pages": 1,
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": not total,
    }
    stream.write(b"\n]," + _text(envelope)[1:] + b"\n")


def _write_lines(reading: Reading, stream: IO[bytes]) -> None:
    for offer in reading.offers():
        stream.write(_text(giving.service(offer)) + b"\n")


class _Sheets:
    """The tables as files in a folder while they are written, each opened when its first row comes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.writers: dict[str, Any] = {}
        self.rows: Counter[str] = Counter()

    def write(self, table: str, row: Thing) -> None:
        if table not in self.writers:
            path = self.folder / tables.TABLES[table].file
            file = self.stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self.writers[table] = csv.DictWriter(file, tables.TABLES[table].columns)
            self.writers[table].writeheader()
        self.writers[table].writerow(row)
        self.rows[table] += 1


def _write_tables(reading: Reading, stream: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="ecotone-") as name:
        with ExitStack() as stack:
            sheets = _Sheets(Path(name), stack)
            for table, row in _all_rows(reading):
                sheets.write(table, row)
        reading.dumped.rows = sheets.rows
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_member("datapackage.json"), json.dumps(tables.package(sheets.rows), indent=2))
            for table in tables.TABLES:
                if table in sheets.rows:
                    _add(archive, Path(name) / tables.TABLES[table].file)


def _all_rows(reading: Reading) -> Iterator[tables.Row]:
    """Those of all services; then organisations that offer nothing themselves, but of which providers are a part."""
    seen: set[str] = set()
    for offer in reading.offers():
        yield from tables.rows(giving.service(offer), seen)
    for provider in reading.providers(reading.parents).values():
        yield from tables.organization_rows(giving.organization(provider), seen)


def _member(name: str) -> zipfile.ZipInfo:
    """A member of a fixed day, so that the same directory gives the same bytes."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _add(archive: zipfile.ZipFile, file: Path) -> None:
    with file.open("rb") as source, archive.open(_member(file.name), "w", force_zip64=True) as target:
        while some := source.read(2**20):
            target.write(some)


WRITERS: Mapping[Shape, Callable[[Reading, IO[bytes]], None]] = {
    Shape.JSON: _write_page,
    Shape.NDJSON: _write_lines,
    Shape.TABULAR: _write_tables,
}
