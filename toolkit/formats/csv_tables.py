"""CSV and its kin: tables split by comma, semicolon, tab or bar."""

import csv
import re
from collections.abc import Iterator

from toolkit.formats.common import FieldColumns, Problem, Records, field_key
from toolkit.formats.shapes import shape_rows

DELIMITERS = ",;\t|"
# Of a table, though none of its fields is known.
FILE_NAME = re.compile(r".*\.(?:csv|tsv|tab)", re.I)
# Comments, and what tells Excel the delimiter.
PREFACE = re.compile(r"(?:(?:#|sep=).*\n|\n)*+")
STRAY = "the quotation marks do not match"


def find_delimiter(text: str, columns: FieldColumns) -> str:
    """The mark between the cells of a header; '' where the text is no table.

    A header is a first row that names two fields or more, one of them known.
    """
    mark, names = _split_header(text)
    known = any(field_key(name) in columns for name in names)
    return mark if len(names) > 1 and known else ""


def _split_header(text: str) -> tuple[str, list[str]]:
    """The mark that parts the first row into the most cells, and these."""
    header = PREFACE.sub("", text[:65_536], count=1).partition("\n")[0]
    rows = {mark: next(csv.reader([header], delimiter=mark), []) for mark in DELIMITERS}
    mark = max(rows, key=lambda mark: len(rows[mark]))
    return mark, rows[mark]


def read_csv(text: str, name: str, columns: FieldColumns) -> Records:
    """The rows of a table; of columns of one name the first that is filled."""
    rows = _split_rows(text, _split_header(text)[0])
    names, stray = next(rows)
    if stray:
        raise ValueError(f"line 1: {STRAY}")
    yield from shape_rows(_name_cells(rows, names), names, columns)


def _name_cells(rows: Iterator[tuple[list[str], bool]], names: list[str]) -> Records:
    for number, (row, stray) in enumerate(rows, 2):
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


def _split_rows(text: str, mark: str) -> Iterator[tuple[list[str], bool]]:
    """The cells of each row, and whether one begins with a quotation mark that does not match.

    Such a mark opens no cell that another closes: it is text, and costs no row but its own.
    """
    cell = re.compile(
        rf'(?:"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)|([^{mark}\n]*+))([{mark}\n]|\Z)'
    )
    start = PREFACE.match(text).end()  # type: ignore[union-attr]
    row = []
    stray = False
    for found in cell.finditer(text, start):
        quoted, plain, end = found.groups()
        if quoted is None:
            row.append(plain)
            stray = stray or plain.startswith('"')
        else:
            row.append(quoted.replace('""', '"'))
        if end != mark:
            yield row, stray
            row = []
            stray = False


READERS_OF_TEXT = {"CSV": read_csv}
