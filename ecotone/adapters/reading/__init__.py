"""Files that others made, read with bounds: how large, how deep, how many; and said in words what is wrong with them.

    pieces(path) ──> Piece, Piece …      one file, a folder's files, or a zip's members; gzip is opened on the way
    Table(piece) ──> Row, Row …          CSV, row by row
    document(piece) ──> a JSON value     whole, so of at most LARGEST_DOCUMENT bytes
    lines(piece) ──> (number, value)     JSON, one value to a line, where it is_lines

Nothing here holds more than one row, one line or one document at a time. What cannot be read raises Unreadable.
"""

from ecotone.adapters.reading.files import LARGEST, Piece, Unreadable, pieces
from ecotone.adapters.reading.tables import Row, Table, only_table
from ecotone.adapters.reading.values import LARGEST_DOCUMENT, document, is_lines, lines

__all__ = [
    "LARGEST",
    "LARGEST_DOCUMENT",
    "Piece",
    "Row",
    "Table",
    "Unreadable",
    "document",
    "is_lines",
    "lines",
    "only_table",
    "pieces",
]
