"""Where the header of a table stands: in its first row, or below lines that say what it is."""

from collections.abc import Sequence

from toolkit.formats.common import FieldColumns, Problem, field_key

LAST_LINE = 40  # down to which a header is looked for
MOST_TOLD = 3

Row = Sequence[object]


def find_header(rows: Sequence[Row], columns: FieldColumns) -> int:
    """The number of rows before the header.

    They are of a report as databases put before a table (its name, the search, a blank): the
    first names at most one known field, and the header more fields than it, two of them known.
    """
    if not rows or _count_known(rows[0], columns) > 1:
        return 0
    least = _count_filled(rows[0])
    for number, row in enumerate(rows[:LAST_LINE]):
        if _count_known(row, columns) > 1 and _count_filled(row) > least:
            return number
    return 0


def is_header(row: Row, columns: FieldColumns) -> bool:
    """Whether a row names two fields or more, one of them known."""
    return len(row) > 1 and _count_known(row, columns) > 0


def tell_before(rows: Sequence[Row]) -> Problem:
    """What stood before the header."""
    texts = map(_join_cells, rows)
    told = [text[:60] for text in texts if text]
    words = "; ".join(told[:MOST_TOLD])
    more = "; ..." if len(told) > MOST_TOLD else ""
    reason = f"{len(rows)} rows before the header ({words}{more})"
    return Problem("row 1", reason, "left out")


def _join_cells(row: Row) -> str:
    return " ".join(str(cell) for cell in row if _is_filled(cell))


def _count_known(row: Row, columns: FieldColumns) -> int:
    return sum(field_key(str(cell)) in columns for cell in row)


def _count_filled(row: Row) -> int:
    return sum(map(_is_filled, row))


def _is_filled(cell: object) -> bool:
    return cell is not None and cell == cell and cell != ""
