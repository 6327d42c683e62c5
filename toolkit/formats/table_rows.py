"""What programs put into a table beside its names and rows: R its row names, Qualtrics labels."""

from collections.abc import Iterator
from itertools import chain, islice

from toolkit.formats.common import FieldColumns, Problem, field_key

LOOKED_AT = 20  # rows
IMPORT_ID = '{"ImportId":'

Rows = Iterator[tuple[list[str], bool]]


def mend_rows(
    names: list[str], rows: Rows, columns: FieldColumns
) -> tuple[list[str], Rows, int]:
    """The names of all cells, the rows, and the number of those dropped that hold labels.

    `write.table` of R gives the rows numbers that the header does not name; other programs end
    each row with the mark that parts cells. Qualtrics puts two rows of labels below the header.
    """
    ahead = list(islice(rows, LOOKED_AT))
    cells = [row for row, _ in ahead if row != [""]]
    dropped = 2 if _are_labels(cells[:2]) else 0
    named = _name_all(names, cells, columns)
    return named, chain(ahead[dropped:], rows), dropped


def _are_labels(rows: list[list[str]]) -> bool:
    """Whether the second of two rows holds what Qualtrics calls its columns inside."""
    return len(rows) > 1 and all(cell.startswith(IMPORT_ID) for cell in rows[1])


def _name_all(
    names: list[str], rows: list[list[str]], columns: FieldColumns
) -> list[str]:
    """The names, with one for a cell that each row has and the header does not name."""
    if not rows or any(len(row) != len(names) + 1 for row in rows):
        return names
    if not any(row[-1] for row in rows):
        return [*names, ""]
    if _are_counted(rows) and columns.get(field_key(names[0])) != "post_id":
        return ["row", *names]
    return names


def tell_labels(first: int) -> Problem:
    """That the two rows below the header are none of the table's."""
    return Problem(f"row {first}", "2 rows of Qualtrics' labels", "left out")


def _are_counted(rows: list[list[str]]) -> bool:
    """Whether the rows begin with whole numbers that rise, and there are several."""
    first = [row[0] for row in rows]
    if len(rows) < 2 or not all(number.isdecimal() for number in first):
        return False
    numbers = list(map(int, first))
    return numbers == sorted(set(numbers))
