"""Word lists, patterns and sentences as files: one reader, one rule which row wins.

The package's own files lie in this folder; `lexicons.csv` lists them, with the columns that
make a row's key and those that hold regular expressions. A user's folder may hold files of the
same names and forms. The rule, the same for all:

* CSV: the user's rows stand first. A row whose key the package has too replaces it; any other
  is added. A key stands once in a file.
* TOML: a user's key replaces the package's of the same name, table by table; of a list of
  tables (``[[block]]``) the user's stand first, and the first that fits decides.
* Lines that begin with # above the header of a CSV are comments, below it they are rows.

Nothing else of a folder is read, and nothing is kept between calls but what was parsed: the
same words always mean the same.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

Row = dict[str, str]
TYPES = {
    str: "a text",
    dict: "a table",
    list: "a list",
    int: "a number",
    float: "a number",
}


@dataclass(frozen=True)
class Lexicons:
    """The package's lexicons, with a user's files over them; `read_lexicons` makes one.

    Two with the same files are equal, so that what is worked out from one is worked out once.

    Parameters
    ----------
    own
        The user's files: (name, text) each; of two of one name, the later is over the earlier,
        key by key (TOML), or alone (CSV).
    """

    own: tuple[tuple[str, str], ...] = ()

    def rows(self, name: str) -> list[Row]:
        """The rows of a CSV lexicon, the user's first."""
        return _merged_rows(self, name)

    def column(self, name: str, key: str, value: str) -> dict[str, str]:
        """Two columns of a CSV lexicon as a mapping."""
        return {row[key]: row[value] for row in self.rows(name)}

    def tables(self, name: str) -> dict[str, Any]:
        """The tables of a TOML lexicon."""
        return _merged_tables(self, name)

    def changes(self) -> pd.DataFrame:
        """What the user's files change.

        Returns
        -------
        DataFrame
            One row a file: `file` · `added`, `replaced` (rows, or keys of a TOML file) ·
            `sha256` of its text.

        >>> Lexicons((("places.csv", "place\\nPort Calder"),)).changes().added.tolist()
        [1]
        """
        rows = [
            (name, *_count_changes(name, text), _hash(text)) for name, text in self.own
        ]
        return pd.DataFrame(rows, columns=["file", "added", "replaced", "sha256"])


PACKAGED = Lexicons()


def read_lexicons(folder: str | Path) -> Lexicons:
    """A user's lexicons over the package's.

    Parameters
    ----------
    folder
        Holds files with the names and columns that ``toolkit lexicons`` lists; each is optional.

    Raises
    ------
    FileNotFoundError
        The folder is not there.
    ValueError
        A file is unknown, or broken: the message names file, line and what is wanted.

    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "outlets.csv").write_text("host,outlet\\nharrow.example,The Harrow News")
    >>> read_lexicons(folder).rows("outlets.csv")[0]
    {'host': 'harrow.example', 'outlet': 'The Harrow News'}
    """
    place = Path(folder)
    if not place.is_dir():
        raise FileNotFoundError(f"{place}: there is no such folder of lexicons")
    own = []
    for path in sorted(place.iterdir()):
        if path.suffix in (".csv", ".toml") and not path.name.startswith("."):
            _check_name(path)
            own.append((path.name, read_text(path)))
            check_lexicon(path.name, own[-1][1], str(path))
    return Lexicons(tuple(own))


def open_lexicons(lexicons: Lexicons | str | Path | None) -> Lexicons:
    """Lexicons as a caller gave them: a folder, already read, or None for the package's."""
    if lexicons is None:
        return PACKAGED
    return lexicons if isinstance(lexicons, Lexicons) else read_lexicons(lexicons)


def describe_lexicons() -> list[Row]:
    """The table of all lexicons.

    One row a file: `file` · `key` and `patterns` (names of columns, split by blanks) · `own`
    ("yes" if a user's folder may hold it, else why not) · `holds` (in words).
    """
    return _parse_csv(_packaged("lexicons.csv"), "lexicons.csv")


def read_pairs(path: str | Path, first: str, second: str) -> list[tuple[str, str]]:
    """Two columns of a user's CSV file, by the rules of all lexicons; no blanks around cells.

    Raises ValueError, with file and line, if it is not UTF-8 or a column is missing.
    """
    rows = _parse_csv(read_text(Path(path)), str(path), (first, second))
    return [(row[first], row[second]) for row in rows]


def read_text(path: Path) -> str:
    """The text of a file; raises ValueError, with the place, if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None


def _packaged(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def _facts(name: str) -> Row:
    return next(row for row in describe_lexicons() if row["file"] == name)


@cache
def _merged_rows(lexicons: Lexicons, name: str) -> list[Row]:
    rows = _parse_csv(_packaged(name), name)
    text = dict(lexicons.own).get(name)
    if text is None:
        return rows
    own = _parse_csv(text, name)
    taken = {_key(row, name) for row in own}
    return own + [row for row in rows if _key(row, name) not in taken]


@cache
def _merged_tables(lexicons: Lexicons, name: str) -> dict[str, Any]:
    tables = tomllib.loads(_packaged(name))
    for file, text in lexicons.own:
        if file == name:
            tables = _overlay(tables, tomllib.loads(text))
    return tables


def _overlay(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The tables with the user's over them; the user's tables of a list stand first."""
    merged = dict(under)
    for key, value in over.items():
        there = under.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            merged[key] = _overlay(there, value)
        elif _holds_tables(value) and isinstance(there, list):
            merged[key] = [*value, *there]
        else:
            merged[key] = value
    return merged


def _holds_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _key(row: Row, name: str) -> tuple[str, ...]:
    return tuple(row[column] for column in _facts(name)["key"].split())


def _columns(name: str) -> list[str]:
    """The names in the header of a CSV lexicon of the package."""
    lines = _packaged(name).splitlines()
    return next(line for line in lines if not line.startswith("#")).split(",")


def _parse_csv(text: str, place: str, columns: Iterable[str] = ()) -> list[Row]:
    """The rows below the comments; comma or semicolon between cells, whichever the header has."""
    lines = text.splitlines(keepends=True)
    header = _find_header(lines)
    first = "".join(lines[header : header + 1])
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(lines[header:], delimiter=mark, skipinitialspace=True)
    names = [name.strip().lower() for name in next(reader, [])]
    missing = [column for column in columns if column not in names]
    if missing:
        there = ", ".join(names) or "none"
        wanted = " and ".join(missing)
        raise ValueError(
            f"{place}: line {header + 1}: no column {wanted}; there are {there}"
        )
    return [_make_row(names, cells) for cells in reader if any(cells)]


def _find_header(lines: list[str]) -> int:
    """The number of the first line that is neither blank nor a comment."""
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith("#"):
            return number
    return len(lines)


def _make_row(names: list[str], cells: list[str]) -> Row:
    """A row by column; cells that it lacks are empty."""
    lacking = [""] * (len(names) - len(cells))
    filled = [cell.strip() for cell in cells] + lacking
    return dict(zip(names, filled, strict=False))


def _check_name(path: Path) -> None:
    known = {row["file"]: row for row in describe_lexicons()}
    allowed = ", ".join(name for name, row in known.items() if row["own"] == "yes")
    if path.name not in known:
        raise ValueError(f"{path}: no lexicon has this name; there are {allowed}")
    if known[path.name]["own"] != "yes":
        raise ValueError(f"{path}: this lexicon is fixed ({known[path.name]['own']})")


def check_lexicon(name: str, text: str, place: str) -> None:
    """Raise ValueError for what is wrong with the text of a user's file, naming its place."""
    if name.endswith(".toml"):
        try:
            own = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{place}: broken TOML: {error}") from None
        _check_types(own, PACKAGED.tables(name), place)
        return
    seen = set()
    for row in _parse_csv(text, place, _columns(name)):
        key = _key(row, name)
        shown = ", ".join(key)
        if not any(key):
            raise ValueError(
                f"{place}: a row has nothing under {_facts(name)['key']}: {row}"
            )
        if key in seen:
            raise ValueError(f"{place}: {shown!r} stands there twice; keep one row")
        seen.add(key)
        for column in _facts(name)["patterns"].split():
            compile_pattern(row[column], f"{place}: {column} of {shown!r}")


def _check_types(own: dict[str, Any], packaged: dict[str, Any], place: str) -> None:
    """Raise ValueError where a user's value is of another type than the package's of that key."""
    for key, value in own.items():
        there = packaged.get(key, value)
        if isinstance(there, dict) and isinstance(value, dict):
            _check_types(value, there, f"{place}: {key}")
        elif type(there) is not type(value) and not _are_numbers(there, value):
            wanted = TYPES.get(type(there), type(there).__name__)
            raise ValueError(f"{place}: {key} = {value!r}: {wanted} is wanted")


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)


def compile_pattern(pattern: str, place: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression of a lexicon; raises ValueError that names its place if it is none."""
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise ValueError(
            f"{place}: no regular expression: {error} in {pattern!r}"
        ) from None


def _count_changes(name: str, text: str) -> tuple[int, int]:
    """How many rows, or keys, of a user's file are new, and how many replace the package's."""
    if name.endswith(".toml"):
        own = _paths(tomllib.loads(text))
        packaged = _paths(PACKAGED.tables(name))
    else:
        own = {_key(row, name) for row in _parse_csv(text, name)}
        packaged = {_key(row, name) for row in PACKAGED.rows(name)}
    return len(own - packaged), len(own & packaged)


def _paths(tables: dict[str, Any], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Where values stand in a TOML file: the keys that lead to each; a table of a list is one."""
    found = set()
    for key, value in tables.items():
        path = (*above, key)
        if isinstance(value, dict):
            found |= _paths(value, path)
        elif _holds_tables(value):
            found |= {(*path, str(sorted(table.items()))) for table in value}
        else:
            found.add(path)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
