"""How lines of a table are cut into cells, whatever mark parts them."""

import csv
import re
from collections.abc import Iterator

DELIMITERS = ",;\t|"


def split_line(line: str) -> tuple[str, list[str]]:
    """The mark that parts a line into the most cells, and these."""
    rows = {mark: next(csv.reader([line], delimiter=mark), []) for mark in DELIMITERS}
    mark = max(rows, key=lambda mark: len(rows[mark]))
    return mark, rows[mark]


def split_rows(text: str, mark: str, start: int) -> Iterator[tuple[list[str], bool]]:
    """The cells of each row, and whether one begins with a quotation mark that does not match.

    Such a mark opens no cell that another closes: it is text, and costs no row but its own.
    """
    cell = re.compile(
        rf'(?:"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)|([^{mark}\n]*+))([{mark}\n]|\Z)'
    )
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
