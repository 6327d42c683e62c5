"""CSV and its kin: tables split by comma, semicolon, tab or bar."""

import re
from collections.abc import Iterable, Iterator

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.csv_cells import split_line, split_rows
from toolkit.formats.shape_rows import shape_rows
from toolkit.formats.table_headers import (
    LAST_LINE,
    find_header,
    is_header,
    tell_before,
)
from toolkit.formats.table_rows import mend_rows, tell_labels

# Of a table, though none of its fields is known.
FILE_NAME = re.compile(r".*\.(?:csv|tsv|tab)", re.I)
# Comments, and what tells Excel the delimiter.
PREFACE = re.compile(r"(?:(?:#|sep=).*\n|\n)*+")
HEADER = 65_536  # characters in which it stands
STRAY = "the quotation marks do not match"


def find_delimiter(text: str, columns: FieldColumns) -> str:
    """The mark between the cells of a header; '' where the text is no table.

    A header is a first row that names two fields or more, one of them known.
    """
    header = PREFACE.sub("", text[:HEADER], count=1).partition("\n")[0]
    mark, names = split_line(header)
    return mark if is_header(names, columns) else ""


def read_csv(pieces: Iterator[str], name: str, columns: FieldColumns) -> Records:
    """The rows of a table; of columns of one name the first that is filled."""
    told, names, rows = open_table(pieces, columns)
    yield from told
    yield from shape_rows(rows, names, columns)


def open_table(
    pieces: Iterable[str], columns: FieldColumns
) -> tuple[list[Problem], list[str], Records]:
    """What is left out above the rows, the names of the cells, and the rows under these."""
    pieces = iter(pieces)
    text, start = _read_start(pieces)
    lines = text[start : start + HEADER].split("\n")[:LAST_LINE]
    split = [split_line(line) for line in lines]
    told = []
    before = find_header([cells for _, cells in split], columns)
    if before:
        told.append(tell_before([cells for _, cells in split[:before]]))
        start += sum(len(line) + 1 for line in lines[:before])
    rows = split_rows(text, split[before][0], start, pieces)
    names, stray = next(rows)
    if stray:
        raise ValueError(f"line {before + 1}: {STRAY}")
    names, rows, labels = mend_rows(names, rows, columns)
    first = before + 2
    if labels:
        told.append(tell_labels(first))
    return told, names, _name_cells(rows, names, first + labels)


def _read_start(pieces: Iterator[str]) -> tuple[str, int]:
    """So much of a text that its header is in it, and where that begins."""
    text = ""
    start = 0
    for piece in pieces:
        text += piece
        start = PREFACE.match(text).end()  # type: ignore[union-attr]
        if len(text) - start >= HEADER:
            break
    return text, start


def _name_cells(
    rows: Iterator[tuple[list[str], bool]], names: list[str], first: int
) -> Records:
    for number, (row, stray) in enumerate(rows, first):
        if row == [""]:
            continue
        if stray or len(row) != len(names):
            fate = "skipped" if len(row) > len(names) else "kept"
            reason = STRAY if stray else f"{len(row)} cells under {len(names)} names"
            yield Problem(f"row {number}", reason, fate)
        if len(row) <= len(names):
            record = {"_place": f"row {number}"}
            for name, cell in zip(names, row, strict=False):
                if cell:
                    record.setdefault(name, cell)
            yield record


READERS_OF_PIECES = {"CSV": read_csv}
