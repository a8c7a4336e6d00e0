"""Having to repeat one's story, by the sector of the team met and by place, from published rows alone."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.observatory.models import PublishedTelling
from ecotone.observatory.queries.exchange import asked_about
from ecotone.observatory.rules import Level
from ecotone.observatory.shares import HIDDEN, Span, share_of, total
from ecotone.observatory.tellings import Told
from ecotone.observatory.views import Retold, TellingsView

Cells = dict[tuple[UUID | None, str], dict[str, Span]]
"""What is shown of each place and sector: by how the story was met; empty where only the sector's whole is."""


def tellings_at(by: Principal, place_id: UUID, window: str | None = None) -> TellingsView:
    """Having to repeat at a place in one published quarter. Raises Refused, NotFound."""
    asked = asked_about(by, "tellings_at", place_id, window)
    if asked.window is None or not asked.localities:
        return TellingsView(**asked.about, windows=asked.windows)
    cells: Cells = defaultdict(dict)
    rows = PublishedTelling.objects.filter(publication=asked.window.id, place__in=asked.place_ids, low__gt=0)
    counted = PublishedTelling.objects.filter(publication=asked.window.id).exists()
    for row in rows.filter(level=Level.TELLINGS):
        cells[row.place_id, row.sector][row.told] = Span(row.low, row.high or row.low)
    sectors = sorted({sector for _, sector in cells})
    return TellingsView(
        **asked.about,
        windows=asked.windows,
        counted=counted,
        whole=_retold("", cells.values()) if cells else None,
        sectors=tuple(_retold(sector, (c for key, c in cells.items() if key[1] == sector)) for sector in sectors),
        by_place=tuple(
            (each, _retold("", here))
            for each in (asked.localities if len(asked.localities) > 1 else ())
            if (here := [c for key, c in cells.items() if key[0] == each.id])
        ),
    )


def _retold(sector: str, cells: Iterable[dict[str, Span]]) -> Retold:
    """These cells together; what is too small to show is taken as none to one below the threshold."""
    every = list(cells)
    parts = {told: total(cell.get(told, HIDDEN) for cell in every) for told in Told}
    chose = parts[Told.CHOSE_OWN_WORD] + parts[Told.CHOSE_TEAMS_WORD]
    read = parts[Told.READ_OWN_WORD] + parts[Told.READ_TEAMS_WORD]
    theirs = parts[Told.CHOSE_TEAMS_WORD] + parts[Told.READ_TEAMS_WORD]
    own = total(span for told, span in parts.items() if told not in (Told.CHOSE_TEAMS_WORD, Told.READ_TEAMS_WORD))
    return Retold(
        sector=sector,
        repeated=share_of(parts[Told.REPEATED], chose + read),
        chose=share_of(chose, parts[Told.REPEATED] + read),
        own_word=share_of(own, theirs),
        shown=any(Told.REPEATED in cell for cell in every),
    )
