"""How lines of a table are cut into cells, whatever mark parts them."""

import csv
import re
from collections.abc import Iterable, Iterator

DELIMITERS = ",;\t|"
QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
# Characters within which a quotation mark in a file of several pieces is closed, or it is text.
LONGEST_CELL = 40_000_000


def split_line(line: str) -> tuple[str, list[str]]:
    """The mark that parts a line into the most cells, and these."""
    rows = {mark: next(csv.reader([line], delimiter=mark), []) for mark in DELIMITERS}
    mark = max(rows, key=lambda mark: len(rows[mark]))
    return mark, rows[mark]


def split_rows(
    text: str, mark: str, start: int, pieces: Iterable[str] = ()
) -> Iterator[tuple[list[str], bool]]:
    """The cells of each row, and whether one begins with a quotation mark that does not match.

    Such a mark opens no cell that another closes: it is text, and costs no row but its own.
    `text` is read from `start`, and behind it the `pieces`.
    """
    row = []
    stray = False
    for found in _find_cells(text, mark, start, iter(pieces)):
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


def _find_cells(
    text: str, mark: str, start: int, pieces: Iterator[str]
) -> Iterator[re.Match[str]]:
    """The cells one after the other, of which no more than one piece of text is held."""
    cell = re.compile(
        rf'(?:"([^"]*+(?:""[^"]*+)*+)"(?=[{mark}\n]|\Z)|([^{mark}\n]*+))([{mark}\n]|\Z)'
    )
    following = next(pieces, None)
    while following is not None:
        for found in cell.finditer(text, start):
            if _is_open(found, text):
                start = found.start()
                break
            yield found
        rest = text[start:]
        least = len(rest)
        parts = [rest, following]
        following = next(pieces, None)
        # At least as much again: or what is long would be looked at for every piece.
        while following is not None and sum(map(len, parts[1:])) < least:
            parts.append(following)
            following = next(pieces, None)
        text = "".join(parts)
        start = 0
    yield from cell.finditer(text, start)


def _is_open(found: re.Match[str], text: str) -> bool:
    """Whether what follows a text may still belong to the cell that was found at its end."""
    if not found[3]:
        return True
    if found[1] is not None or not found[2].startswith('"'):
        return False
    if len(text) - found.start() > LONGEST_CELL:
        return False
    closed = QUOTED.match(text, found.start())
    return closed is None or closed.end() == len(text)
