"""What is in the files, whatever their shape: HSDS objects of each kind, each with where it stands.

JSON: a page ("contents"), a list, one object, one to a line; a folder or zip of such; the older UK shape
CSV:  a tabular data package, as a folder or a zip
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from ecotone.adapters.intake import NotTaken, Refused, Said, Warned
from ecotone.adapters.openreferral.given import Given, Notes, is_uri, shown
from ecotone.adapters.openreferral.joining import Joined, circles, orphans
from ecotone.adapters.openreferral.older import is_older
from ecotone.adapters.openreferral.tables import TABLES
from ecotone.adapters.openreferral.terms import FIELDS
from ecotone.adapters.reading import Piece, Row, Table, Unreadable, document, is_lines, lines, pieces
from ecotone.ground.errors import Problem

OLDER_PAGE = {
    "totalElements": "total_items",
    "totalPages": "total_pages",
    "number": "page_number",
    "content": "contents",
}
VERSIONS = ("3", "HSDS-3", "HSDS-UK-3", "HSDS-UK-3.0")


@dataclass(frozen=True)
class Found:
    """One object at the top of a file, or in a list there: its kind, where it stands, and all it says."""

    kind: str
    row: str
    raw: Any
    alone: bool = False


class Feed:
    """What a source reads. `whole` says whether it holds all that its publisher lists; `findings` what is wrong with
    it as a whole."""

    older = False
    whole = True

    def findings(self) -> Iterator[Said]:
        return iter(())

    def found(self) -> Iterator[Found]:
        """Every object, in the order of the files; as often as it is asked."""
        raise NotImplementedError


def feed(path: Path) -> Feed:
    """The files at that path. Raises Unreadable where they hold nothing of this format."""
    found = pieces(path)
    by_name = {PurePosixPath(piece.name).name.lower(): piece for piece in found}
    if "services.csv" in by_name:
        return TabularFeed(by_name)
    texts = [piece for piece in found if len(found) == 1 or _looks_like_json(piece)]
    if not texts:
        raise Unreadable("adapters.not_this_format", path.name, given="Open Referral, as JSON or with a services.csv")
    return JsonFeed(texts, [piece.name for piece in found if piece not in texts])


def _looks_like_json(piece: Piece) -> bool:
    head = piece.first(64)
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")


def kind_of(raw: object) -> str:
    """Which object of HSDS this is: the one whose fields it shares most; empty where it shares too few."""
    if not isinstance(raw, Mapping) or not raw:
        return ""
    names = set(raw)
    kind = max(FIELDS, key=lambda each: (len(names & FIELDS[each]) - len(names - FIELDS[each]), -len(FIELDS[each])))
    return kind if len(names & FIELDS[kind]) * 2 >= len(names) else ""


@dataclass
class _Pages:
    """The pages of one kind of object, as their envelopes count them."""

    row: str
    seen: int = 0
    total: int | None = None


class JsonFeed(Feed):
    """JSON files, each read whole, or line by line where it is one object to a line."""

    def __init__(self, texts: list[Piece], others: Iterable[str] = ()) -> None:
        self.pieces, self.others = texts, tuple(others)
        self._last: tuple[Piece | None, Any] = (None, None)
        kinds = [each.kind for each in self.found()]
        self.older = "older" in kinds
        if not kinds or set(kinds) <= {"", "api"}:
            raise Unreadable("adapters.not_this_format", texts[0].name, given="Open Referral")
        self.whole = not any(each.alone for each in self.found() if each.kind in ("service", "older"))
        self.whole = self.whole and not self._lacking

    def _document(self, piece: Piece) -> Any:
        """What a file holds. The last one is remembered: often there is but one."""
        if self._last[0] is not piece:
            self._last = (None, None)
            self._last = (piece, document(piece))
        return self._last[1]

    def found(self) -> Iterator[Found]:
        for piece in self.pieces:
            yield from self._in(piece)

    def _in(self, piece: Piece) -> Iterator[Found]:
        if is_lines(piece):
            for number, value in lines(piece):
                yield Found(
                    "broken" if isinstance(value, Unreadable) else _kind(value), f"{piece.name}:{number}", value
                )
            return
        value = self._document(piece)
        if isinstance(value, list):
            yield from (Found(_kind(each), f"{piece.name}[{n}]", each) for n, each in enumerate(value))
        elif (name := _list_in(value)) and isinstance(value[name], list):
            yield from (Found(_kind(each), f"{piece.name}:{name}[{n}]", each) for n, each in enumerate(value[name]))
        elif not name:
            yield Found(_kind(value), piece.name, value, alone=True)

    def findings(self) -> Iterator[Said]:
        yield from (NotTaken(name) for name in self.others)
        for piece in self.pieces:
            if not is_lines(piece):
                value = self._document(piece)
                if (name := _list_in(value)) and not isinstance(value[name], list):
                    given = {"wanted": "a list", "given": shown(value[name])}
                    yield Refused(piece.name, Problem("adapters.or_kind", name, given))
        notes = Notes()
        self._pages(notes)
        yield from (Refused(each.params["at"], each) for each in notes.problems)
        yield from (Warned(each.params["at"], each) for each in notes.warnings)
        for each in self.found():
            if each.kind == "api":
                yield from _api(each)

    @cached_property
    def _lacking(self) -> bool:
        notes = Notes()
        return any(pages.total is not None and pages.seen < pages.total for pages in self._pages(notes).values())

    def _pages(self, notes: Notes) -> Mapping[str, _Pages]:
        """Adds the pages of each kind up, and says where an envelope gainsays what is in it."""
        counted: dict[str, _Pages] = {}
        for piece in self.pieces:
            value = None if is_lines(piece) else self._document(piece)
            if not isinstance(value, Mapping) or not (name := _list_in(value)) or not isinstance(value[name], list):
                continue
            items = value[name]
            envelope = {
                str(OLDER_PAGE.get(key, key)): each for key, each in value.items() if not isinstance(each, list)
            }
            kind = _kind(items[0]) if items else piece.name
            pages = counted.setdefault(kind, _Pages(piece.name))
            pages.seen += len(items)
            pages.total = _check_page(envelope, len(items), piece.name, notes)
            if pages.total is not None and pages.seen > pages.total:
                said = {"at": piece.name, "given": pages.seen, "total": pages.total}
                notes.problems.append(Problem("adapters.or_totals", "total_items", said))
        for pages in counted.values():
            if pages.total is not None and pages.seen < pages.total:
                said = {"at": pages.row, "given": pages.seen, "total": pages.total}
                notes.warnings.append(Problem("adapters.or_pages_missing", "total_items", said))
        return counted


def _check_page(envelope: Mapping[str, Any], count: int, at: str, notes: Notes) -> int | None:
    """The total that a page gives; a warning where its flags gainsay its numbers."""
    own = Notes()
    given = Given(envelope, "page", own)
    total, page, last = given.whole("total_items"), given.whole("page_number"), given.whole("total_pages")
    flags = {
        "first_page": None if page is None else page == 1,
        "last_page": None if page is None or last is None else page == last,
        "empty": count == 0,
    }
    for name, wanted in flags.items():
        said = envelope.get(name)
        if isinstance(said, bool) and wanted is not None and said is not wanted:
            own.warn("adapters.or_flag", name, given=str(said).lower())
    for problem in own.problems:
        notes.problems.append(Problem(problem.code, problem.field, {**problem.params, "at": at}))
    for warning in own.warnings:
        notes.warnings.append(Problem(warning.code, warning.field, {**warning.params, "at": at}))
    return total


def _api(found: Found) -> Iterator[Said]:
    """What an API says of itself: a version that is ours to read, a profile, an address of its description."""
    given = Given(found.raw, "api", Notes())
    version = given.needed("version")
    if version and not version.upper().startswith(VERSIONS):
        given.notes.wrong("adapters.or_version", "version", given=version[:80])
    given.needed("profile")
    for name in ("profile", "openapi_url"):
        said = given.text(name)
        if said and not is_uri(said):
            given.notes.wrong("directory.url", name)
    yield from (Refused(found.row, each) for each in given.notes.problems)


def _list_in(value: object) -> str:
    """The name under which a page keeps its list; empty for what is no page."""
    if not isinstance(value, Mapping):
        return ""
    return next((name for name in ("contents", "content") if name in value), "")


def _kind(value: object) -> str:
    return "older" if is_older(value) else kind_of(value)


@dataclass
class TabularFeed(Feed):
    """A package's tables: all but the services' are held in memory, the services are read one by one."""

    files: Mapping[str, Piece]
    wrong: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables = {
            name: Table(self.files[table.file], ["id"]) for name, table in TABLES.items() if table.file in self.files
        }
        if "organization" not in self.tables:
            raise Unreadable("adapters.not_this_format", "organizations.csv", given="a table of organisations")

    @cached_property
    def joined(self) -> Joined:
        joined = Joined(set(self.tables))
        for name, table in self.tables.items():
            if name != "service":
                for row in table.rows():
                    self._add(joined, name, row)
        ids = {name: set(rows) for name, rows in joined.by_id.items()} | {"service": set(self._service_ids())}
        for name, table in self.tables.items():
            for row in table.rows():
                for column, said in orphans(name, dict(row.cells), ids):
                    problem = Problem("adapters.or_orphan", column, {"given": said[:80]})
                    self.wrong.append(Warned(self._where(name, row), problem))
        self._look_for_circles(joined)
        return joined

    def _add(self, joined: Joined, name: str, row: Row) -> None:
        cells = dict(row.cells)
        if row.wrong:
            self.wrong.append(Refused(self._where(name, row), Problem(row.wrong)))
        elif not cells["id"]:
            self.wrong.append(Refused(self._where(name, row), Problem("ground.required", "id")))
        elif joined.by_id[name].get(cells["id"], cells) != cells:
            where = {"given": cells["id"][:80], "row": name}
            self.wrong.append(Refused(self._where(name, row), Problem("adapters.twice", "id", where)))
        else:
            joined.add(name, cells)

    def _service_ids(self) -> Iterator[str]:
        yield from (row["id"] for row in self.tables["service"].rows())

    def _look_for_circles(self, joined: Joined) -> None:
        """Among terms; among organisations whoever takes them in looks for them."""
        terms = joined.by_id["taxonomy_term"]
        for ring in circles({own: row["parent_id"] for own, row in terms.items() if row.get("parent_id")}):
            said = {"given": " → ".join([*ring, ring[0]])[:200]}
            self.wrong.append(Warned(TABLES["taxonomy_term"].file, Problem("adapters.or_circle", "parent_id", said)))

    def _where(self, name: str, row: Row) -> str:
        return f"{TABLES[name].file}:{row.number}"

    def findings(self) -> Iterator[Said]:
        guessed = [table.piece.name for table in self.tables.values() if table.guessed]
        yield from (Warned(name, Problem("adapters.guessed_encoding")) for name in guessed)
        if piece := self.files.get("datapackage.json"):
            yield from _package(piece)
        _ = self.joined
        yield from self.wrong

    def found(self) -> Iterator[Found]:
        for own in self.joined.by_id["organization"].values():
            yield Found("organization", TABLES["organization"].file, self.joined.organization(own))
        for row in self.tables["service"].rows():
            where = self._where("service", row)
            if row.wrong:
                yield Found("broken", where, Unreadable(row.wrong, where))
            else:
                yield Found("service", where, self.joined.service(dict(row.cells)))


def _package(piece: Piece) -> Iterator[Said]:
    """The package's own description, as far as it bears on what can be read."""
    try:
        said = document(piece)
    except Unreadable as wrong:
        yield Warned(piece.name, wrong.problem)
        return
    version = said.get("version") if isinstance(said, Mapping) else None
    if isinstance(version, str) and not version.startswith("3"):
        yield Refused(piece.name, Problem("adapters.or_version", "version", {"given": version[:80]}))
