"""What was read of a source, part by part: posts before all of them are looked at together.

What `posts` holds too is left out here once the posts are settled: `read_raw` puts it back, row
by row, as both have the same rows in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.own_columns import Cells, Notes, join_notes, note_own
from toolkit.saved_posts import LISTS, STRINGS
from toolkit.source_files import reading_order
from toolkit.storage.frames import MOMENT, TEXTS
from toolkit.storage.parts import (
    Note,
    hash_table,
    list_parts,
    part_path,
    read_note,
    read_part,
    set_aside,
    write_table,
)

FOLDER = "reading"
SCHEMA = pa.schema(
    {
        "unit": pa.string(),
        "id": pa.string(),  # as the source has it: another post may have the same
        "published": MOMENT,
        **dict.fromkeys(STRINGS, pa.string()),
        **dict.fromkeys(LISTS, TEXTS),
        "wrong_body": pa.bool_(),  # of posts that we saved; null where it is to be judged
        "words": pa.int64(),
        "own": pa.string(),  # the source's own columns, as JSON
    }
)
# What a slim part holds; it is null where the posts tell it, under these names.
AS_IN_POSTS = {"unit": "file", "id": "post_id", "text": "text", "words": "words"}
SLIM = [*AS_IN_POSTS, "wrong_body", "own"]
Row = dict[str, Any]


class UnitState(NamedTuple):
    """A unit of the source as it was read."""

    name: str
    size: int
    changed: int  # nanoseconds
    sha256: str
    piece: int  # a large unit fills several parts: which of them this is, from 0
    last: bool


@dataclass
class RawPart:
    """What is read, whole units or pieces of one, before it is written."""

    rows: list[Row] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)  # each with its unit
    units: list[UnitState] = field(default_factory=list)
    characters: int = 0  # of the texts


def make_row(unit: str, post_id: str, post: Row) -> Row:
    """A post of `toolkit.files_to_posts` as a row of SCHEMA."""
    row: Row = {name: _filled(post[name]) for name in STRINGS}
    row |= {name: list(map(str, post[name])) for name in LISTS}
    published = post["published"]
    row |= {
        "unit": unit,
        "id": post_id,
        "published": None if published is pd.NaT else published,
        "wrong_body": post.get("wrong_body"),
        "words": post["words"],
        "own": json.dumps(post["_own"], ensure_ascii=False, default=str),
    }
    return row


def _filled(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def write_raw(
    root: Path, number: int, part: RawPart, names: Iterable[str] = ()
) -> None:
    """Write what was read as a part; `names` are those of the fields met so far."""
    table = pa.Table.from_pylist(part.rows, SCHEMA)
    notes = note_own(json.loads(row["own"]) for row in part.rows)
    note = {
        "units": part.units,
        "problems": part.problems,
        "own": notes,
        "met": _find_first(part.rows, notes),
        "names": sorted(names),
        "digest": hash_table(table),
    }
    write_table(table, part_path(root, FOLDER, number), note)


def _find_first(rows: Iterable[Row], notes: Notes) -> dict[str, str]:
    """The unit in which each own column is met first."""
    met: dict[str, str] = {}
    for row in rows:
        if len(met) == len(notes):
            break
        for name in json.loads(row["own"]):
            met.setdefault(name, row["unit"])
    return met


def read_raw_notes(root: Path) -> dict[int, Note]:
    """The notes of all parts that are whole, by number."""
    notes = {n: read_note(part_path(root, FOLDER, n)) for n in list_parts(root, FOLDER)}
    return {number: note for number, note in notes.items() if note is not None}


def names_of(notes: dict[int, Note]) -> set[str]:
    """The names of the fields that were met, where the user named some."""
    return {name for note in notes.values() for name in note["names"]}


def places_of(root: Path, numbers: Iterable[int]) -> np.ndarray:
    """The place of each post in the order of the source, part after part."""
    units = []
    for number in numbers:
        units += read_raw(root, number, ["unit"])["unit"].to_pylist()
    ordered = sorted(set(units), key=reading_order)
    ranks = {unit: rank for rank, unit in enumerate(ordered)}
    order = np.argsort([ranks[unit] for unit in units], kind="stable")
    places = np.empty(len(units), dtype=np.int64)
    places[order] = np.arange(len(units))
    return places


def units_of(note: Note) -> list[UnitState]:
    """The units of a part's note."""
    return [UnitState(*unit) for unit in note["units"]]


def own_of(notes: dict[int, Note]) -> Notes:
    """What the own columns of all parts are, in the order in which the source has them."""
    joined = join_notes(map(_own_of_part, notes.values()))
    met: dict[str, tuple[Any, int, int]] = {}
    for number, note in sorted(notes.items()):
        for place, (name, unit) in enumerate(note["met"].items()):
            first = (reading_order(unit), number, place)
            met[name] = min(met.get(name, first), first)
    return {name: joined[name] for name in sorted(joined, key=met.__getitem__)}


def _own_of_part(note: Note) -> Notes:
    return {name: Cells(*cells) for name, cells in note["own"].items()}


def read_raw(root: Path, number: int, columns: list[str] | None = None) -> pa.Table:
    """A part, or these columns of it; raises SpoiltError where it, or its posts, are spoilt."""
    wanted = SCHEMA.names if columns is None else columns
    note = read_note(part_path(root, FOLDER, number)) or {}
    if not note.get("slim"):
        return read_part(root, FOLDER, number, wanted)
    slim = read_part(root, FOLDER, number, [name for name in SLIM if name in wanted])
    needed = {AS_IN_POSTS.get(name, name) for name in wanted} - {"own", "wrong_body"}
    moved = note["moved"] if "own" in wanted else []
    posts = read_part(root, "posts", number, [*sorted(needed), *moved])
    restored = []
    for name in wanted:
        if name == "own":
            order = list(note["own"])
            restored.append(_join_own(slim["own"], posts.select(moved), order))
        elif name in AS_IN_POSTS:
            restored.append(pc.coalesce(slim[name], posts[AS_IN_POSTS[name]]))
        else:
            restored.append(slim[name] if name in SLIM else posts[name])
    return pa.table(restored, names=wanted)


def _join_own(own: pa.ChunkedArray, moved: pa.Table, order: list[str]) -> pa.Array:
    """The own columns of each post, with those that its posts hold, in their order."""
    rows = []
    for written, there in zip(own.to_pylist(), moved.to_pylist(), strict=True):
        filled = {name: cell for name, cell in there.items() if cell is not None}
        filled |= json.loads(written)
        cells = {name: filled[name] for name in order if name in filled}
        rows.append(json.dumps(cells, ensure_ascii=False))
    return pa.array(rows, pa.string())


def slim_raw(
    root: Path, number: int, raw: pa.Table, posts: pa.Table, own: Mapping[str, str]
) -> None:
    """Leave out of a part what its posts hold; `own` has the kinds of the own columns."""
    note = read_note(part_path(root, FOLDER, number)) or {}
    moved = [name for name in note["own"] if own.get(name) == "texts"]
    columns = []
    for name, same in AS_IN_POSTS.items():
        is_same = pc.fill_null(pc.equal(raw[name], posts[same]), False)
        columns.append(pc.if_else(is_same, pa.scalar(None, raw[name].type), raw[name]))
    owns = [json.loads(written) for written in raw["own"].to_pylist()]
    left = [_without(cells, moved) for cells in owns]
    columns += [raw["wrong_body"], pa.array(left, pa.string())]
    slim = pa.table(columns, names=SLIM)
    kept = note | {"slim": True, "moved": moved}
    write_table(slim, part_path(root, FOLDER, number), kept)


def _without(cells: dict[str, Any], names: list[str]) -> str:
    left = {name: cell for name, cell in cells.items() if name not in names}
    return json.dumps(left, ensure_ascii=False)


def fill_raw(root: Path, number: int, raw: pa.Table) -> None:
    """Write a part with all it holds, before its posts change."""
    note = read_note(part_path(root, FOLDER, number)) or {}
    write_table(raw, part_path(root, FOLDER, number), note | {"slim": False})


def drop_units(root: Path, dead: set[str], notes: dict[int, Note]) -> None:
    """Take units that are gone, changed or half read out of their parts."""
    for number, note in notes.items():
        units = units_of(note)
        if not any(unit.name in dead for unit in units):
            continue
        path = part_path(root, FOLDER, number)
        left = [unit for unit in units if unit.name not in dead]
        if not left:
            path.unlink()
            continue
        table = read_raw(root, number)
        kept = table.filter(
            pc.invert(pc.is_in(table["unit"], pa.array(sorted(dead), pa.string())))
        )
        rows = kept.select(["unit", "own"]).to_pylist()
        notes_left = note_own(json.loads(row["own"]) for row in rows)
        problems = [row for row in note["problems"] if row["unit"] not in dead]
        changed = note | {
            "units": left,
            "problems": problems,
            "own": notes_left,
            "met": _find_first(rows, notes_left),
            "digest": hash_table(kept),
            "slim": False,
        }
        write_table(kept, path, changed)


def drop_spoilt(root: Path) -> Iterator[str]:
    """Set parts aside that cannot be read, whose units are then read anew; yields their names."""
    for number in list_parts(root, FOLDER):
        path = part_path(root, FOLDER, number)
        note = read_note(path)
        posts = part_path(root, "posts", number)
        if note is None:
            set_aside(path)
            yield path.relative_to(root).as_posix()
        elif note.get("slim") and read_note(posts) is None:
            set_aside(path)
            yield posts.relative_to(root).as_posix()
