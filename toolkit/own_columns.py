"""The columns of a source that stand behind those of the posts: how many, and of what kind.

What a column's cells are is noted part by part (`note_own`, `join_notes`), so that not all posts
need be in memory; then it is settled for all of them (`choose_own`), and made (`make_own`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from toolkit.saved_posts import read_written_list

# Wide enough for the tables that people make; nested records make thousands of columns, of
# which most are filled in a single post.
MOST_OWN = 500
MOST_TOLD = 10  # names
# What is exact as a number: with more digits, or a nought ahead, it is a name.
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:e-?\d{1,2})?")
INTEGER = re.compile(r"-?\d+")
TRUTH = {"true": True, "false": False, "True": True, "False": False}

Cell = str | list[Any]
Own = Mapping[str, Cell]  # the fields of one post


class Cells(NamedTuple):
    """What the filled cells of a column are."""

    filled: int
    lists: bool  # one is a list
    written: bool  # all are lists as Python or JSON write them
    numbers: bool  # all are
    integers: bool  # all are
    truths: bool  # all are


Notes = dict[str, Cells]


def note_own(posts: Iterable[Own]) -> Notes:
    """What the cells of each column are, in the order in which they are met."""
    columns: dict[str, list[Cell]] = {}
    for own in posts:
        for name, cell in own.items():
            columns.setdefault(name, []).append(cell)
    return {name: _look_at(cells) for name, cells in columns.items()}


def join_notes(notes: Iterable[Notes]) -> Notes:
    """The notes of several parts as one."""
    joined: Notes = {}
    for part in notes:
        for name, cells in part.items():
            before = joined.get(name)
            joined[name] = cells if before is None else _join(before, cells)
    return joined


def choose_own(notes: Notes, posts: int) -> dict[str, str]:
    """The kind of each column that stays: of more than `MOST_OWN` the fullest.

    Of columns that as many posts fill, those met first stay.

    Parameters
    ----------
    notes
        Of all posts.
    posts
        How many they are.

    Returns
    -------
    dict
        By name: lists, written lists, integers, numbers, truths or texts.
    """
    fullest = sorted(notes, key=lambda name: -notes[name].filled)
    kept = set(fullest[:MOST_OWN])
    return {
        name: _kind_of(cells, posts) for name, cells in notes.items() if name in kept
    }


def tell_scarce(notes: Notes, kept: Iterable[str], file: str) -> list[dict[str, str]]:
    """The problem, if any, of columns that were left out; `file` is the first that has one.

    >>> notes = note_own({f"a.{number}": "x"} for number in range(502))
    >>> tell_scarce(notes, choose_own(notes, 502), "a.json")[0]["reason"]
    '502 own columns, more than 500: left out are 2, among them a.500, a.501'
    """
    scarce = [name for name in notes if name not in set(kept)]
    if not scarce:
        return []
    told = ", ".join(scarce[:MOST_TOLD])
    reason = (
        f"{len(notes)} own columns, more than {MOST_OWN}: "
        f"left out are {len(scarce)}, among them {told}"
    )
    action = "left out: the columns that the fewest posts fill"
    return [{"file": file, "place": "", "reason": reason, "action": action}]


def make_own(
    posts: list[Own], kinds: Mapping[str, str], index: pd.Index
) -> pd.DataFrame:
    """The columns of posts, each of its kind; NaN where a post has none."""
    columns = {}
    for name, kind in kinds.items():
        cells = [own.get(name) for own in posts]
        columns[name] = restore_cells(cells, kind).set_axis(index)
    return pd.DataFrame(columns, index=index)


def restore_cells(cells: list[Cell | None], kind: str) -> pd.Series:
    """The cells of a column as numbers, truths or lists; missing ones are NaN."""
    if kind == "lists":
        return _as_lists([_listed(cell) for cell in cells])
    if kind == "written lists":
        return _as_lists([read_written_list(cell) for cell in cells])
    if kind == "integers":
        return pd.Series(cells, dtype=object).astype("int64")
    if kind == "numbers":
        return pd.Series(cells, dtype=object).astype("float64")
    if kind == "truths":
        return pd.Series(cells, dtype=object).map(TRUTH)
    return pd.Series(cells, dtype="str")


def _look_at(cells: list[Cell]) -> Cells:
    lists = any(isinstance(cell, list) for cell in cells)
    texts = [] if lists else [cell for cell in cells if isinstance(cell, str)]
    numbers = bool(texts) and all(map(NUMBER.fullmatch, texts))
    return Cells(
        filled=len(cells),
        lists=lists,
        written=_are_written_lists(texts),
        numbers=numbers,
        integers=numbers and all(map(INTEGER.fullmatch, texts)),
        truths=bool(texts) and TRUTH.keys() >= set(texts),
    )


def _are_written_lists(texts: list[str]) -> bool:
    return bool(texts) and all(
        text.startswith("[") and read_written_list(text) is not None for text in texts
    )


def _join(one: Cells, other: Cells) -> Cells:
    return Cells(
        filled=one.filled + other.filled,
        lists=one.lists or other.lists,
        written=one.written and other.written,
        numbers=one.numbers and other.numbers,
        integers=one.integers and other.integers,
        truths=one.truths and other.truths,
    )


def _kind_of(cells: Cells, posts: int) -> str:
    """Where a cell is a list, texts beside it are lists of one."""
    if cells.lists:
        return "lists"
    if cells.integers and cells.filled == posts:
        return "integers"
    for kind, holds in (
        ("numbers", cells.numbers),
        ("truths", cells.truths),
        ("written lists", cells.written),
    ):
        if holds:
            return kind
    return "texts"


def _listed(cell: Cell | None) -> list[Any] | None:
    return cell if cell is None or isinstance(cell, list) else [cell]


def _as_lists(lists: list[list[Any] | None]) -> pd.Series:
    return pd.Series(lists, dtype=object).replace({None: float("nan")})
