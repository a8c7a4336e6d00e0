"""What a format's mapping says of a file, one thing at a time. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from ecotone.ground.errors import Problem

if TYPE_CHECKING:
    from ecotone.adapters.intake.report import Report


class Key(NamedTuple):
    """How a source names one of its things: what kind it is, and by which value."""

    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One thing that should be here.

    row        where it stands: a row as a spreadsheet counts (the header is 1), or a path like `contents[3]`
    fields     as the room's actions take them, those of `refs` left out
    refs       fields that point at other things of the same source, one or several
    scope      the part of the world that the file covers here; what is missing from that part is gone
    name       for people to read
    public     the numbers by which registers know it: (scheme, value)
    """

    kind: str
    key: str
    row: int | str
    name: str
    fields: Mapping[str, Any]
    refs: Mapping[str, Key | tuple[Key, ...]] = field(default_factory=dict)
    scope: str = ""
    public: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Refused:
    """A row, or a thing in it, that cannot be taken: where, which field, and what is wrong."""

    row: int | str
    problem: Problem
    key: Key | None = None

    @property
    def field(self) -> str:
        return self.problem.field


@dataclass(frozen=True)
class Warned:
    """Something that was taken all the same, and ought to be known."""

    row: int | str
    problem: Problem


@dataclass(frozen=True)
class NotTaken:
    """A thing that this place has no room for: counted by kind."""

    kind: str


Said = Wanted | Refused | Warned | NotTaken


class Source:
    """A file, as its format's mapping reads it.

    name      whose file it is, as ExternalRecord keeps it: `care-inspectorate`
    closes    the kinds of which what is no longer named is gone
    whose     the group whose own list it is, if it is one's
    """

    name: str
    closes: frozenset[str] = frozenset()
    whose: UUID | None = None

    def read(self) -> Iterator[Said]:
        """Everything in it, what others refer to before what refers to it; as often as it is asked."""
        raise NotImplementedError

    def besides(self, report: "Report", *, writes: bool) -> Iterator[Callable[[], None]]:
        """Steps for what has no identity of its own (a table of postcodes), after everything else."""
        return iter(())
