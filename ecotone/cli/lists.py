"""Lists that people keep, from the command line: whose each is, and how its columns are matched."""

from pathlib import Path

from ecotone.adapters.queries import group_named
from ecotone.adapters.reading import Unreadable, document, pieces
from ecotone.adapters.spreadsheet.load import MatchedList


def opened(of: type[MatchedList], path: Path, *, whose: str, columns: Path | None, sheet: str) -> MatchedList:
    """The list as a source. Raises Unreadable for a group or a matching that cannot be meant."""
    actor_id = group_named(whose)
    if actor_id is None:
        raise Unreadable("adapters.no_such_group", given=whose[:80])
    chosen = _matching(columns) if columns else None
    return of(path, whose=actor_id, columns=chosen, sheet=sheet)


def _matching(path: Path) -> dict[str, str]:
    (piece, *more) = pieces(path)
    chosen = document(piece)
    if more or not isinstance(chosen, dict) or not all(isinstance(column, str) for column in chosen.values()):
        raise Unreadable("adapters.not_this_format", path.name, given='{"name": "Service", "phone": "Tel"}')
    return chosen
