"""The posts of a store, made from what was read once all of it is there.

What all posts together tell is gathered part by part, in four passes over the columns needed:
ids that several have, blocks that recur in an outlet's posts, the kinds of the source's own
columns, texts under a title not their own. Then each part is written whose posts changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.bodies import Context, gather_context, judge_bodies
from toolkit.furniture import count_outlets, find_recurring, note_edges, take_out
from toolkit.own_columns import Notes, choose_own, make_own, tell_scarce
from toolkit.posts import free_id
from toolkit.saved_posts import COLUMNS, LISTS, STRINGS
from toolkit.storage.frames import posts_of_table, table_of_posts
from toolkit.storage.measured_parts import INPUTS, keep_measures
from toolkit.storage.parts import (
    Note,
    hash_table,
    list_parts,
    part_path,
    read_json,
    read_note,
    read_part,
    write_json,
    write_table,
)
from toolkit.storage.raw_parts import (
    fill_raw,
    own_of,
    places_of,
    read_raw,
    read_raw_notes,
    slim_raw,
)

SETTLED = "settled.json"
JUDGED = ["title", "text", "dateline", "kind", "words"]
Problems = list[dict[str, str]]


class Whole(NamedTuple):
    """What all posts together tell."""

    ids: dict[tuple[int, int], str]  # by part and row, where it is not the source's own
    recurring: dict[int, int]
    own: dict[str, str]
    context: Context
    places: dict[int, np.ndarray]  # of each part's posts, in the order of the source


def settle(root: Path) -> None:
    """Make the posts of a store from what was read; what is settled already stays.

    Raises SpoiltError where a part cannot be read.
    """
    notes = read_raw_notes(root)
    stamp = _stamp(notes)
    settled = read_json(root / SETTLED)
    there = set(list_parts(root, "posts"))
    if settled and settled["of"] == stamp and there == notes.keys():
        return
    # What stops here is not finished: it shows, and is gone on with.
    (root / SETTLED).unlink(missing_ok=True)
    for number in there - notes.keys():
        part_path(root, "posts", number).unlink()
    furniture: dict[int, dict[str, str]] = {}
    own_notes = own_of(notes)
    whole = _look_at_all(root, notes, own_notes)
    for number in notes:
        _settle_part(root, number, whole, furniture)
    problems = list(furniture.values())
    if own_notes.keys() > whole.own.keys():
        file = _find_scarce(root, notes, whole.own)
        problems += tell_scarce(own_notes, whole.own, file)
    settled = {
        "of": stamp,
        "parts": sorted(notes),
        "problems": problems,
        "own": whole.own,
    }
    write_json(settled, root / SETTLED)


def read_settled(root: Path) -> dict[str, Any]:
    """`of` (a number for all that was read), `parts`, `problems`, `own` (kinds of columns)."""
    none = {"of": "", "parts": [], "problems": [], "own": {}}
    settled: dict[str, Any] = read_json(root / SETTLED) or none
    return settled


def _stamp(notes: dict[int, Note]) -> str:
    digests = [(number, note["digest"]) for number, note in notes.items()]
    return hashlib.sha256(repr(digests).encode()).hexdigest()


def _look_at_all(root: Path, notes: dict[int, Note], own_notes: Notes) -> Whole:
    sizes = {}
    hashes = {}
    edges = []
    outlets: Counter[int] = Counter()
    for number in notes:
        columns = ["id", "outlet", "text", "wrong_body"]
        rows = read_raw(root, number, columns).to_pylist()
        sizes[number] = len(rows)
        hashes[number] = np.array([hash(row["id"]) for row in rows], dtype=np.int64)
        new = [row for row in rows if row["wrong_body"] is None]
        edges.append(note_edges(new))
        outlets += count_outlets(new)
    places = places_of(root, notes)
    ends = np.cumsum(list(sizes.values()))
    of_parts = {
        number: places[end - sizes[number] : end]
        for number, end in zip(sizes, ends, strict=True)
    }
    recurring = find_recurring(np.concatenate([note_edges([]), *edges]), outlets)
    return Whole(
        ids=_settle_ids(root, hashes, of_parts),
        recurring=recurring,
        own=choose_own(own_notes, len(places)),
        context=gather_context(lambda: _read_judged(root, notes, recurring), places),
        places=of_parts,
    )


def _settle_ids(
    root: Path, hashes: dict[int, np.ndarray], places: dict[int, np.ndarray]
) -> dict[tuple[int, int], str]:
    """The ids of posts whose own one another post, read before, has."""
    none = np.array([], dtype=np.int64)
    whole = np.concatenate([none, *hashes.values()])
    found, times = np.unique(whole, return_counts=True)
    twice = found[times > 1]
    sharing = []
    for number, of_part in hashes.items():
        rows = np.flatnonzero(np.isin(of_part, twice)).tolist()
        if rows:
            table = read_raw(root, number, ["id", "file"]).take(rows)
            for row, post in zip(rows, table.to_pylist(), strict=True):
                sharing.append((int(places[number][row]), number, row, post))
    taken = _Taken(set(), set(found.tolist()))
    ids = {}
    for _, number, row, post in sorted(sharing, key=lambda found: found[0]):
        taken.own = post["id"]
        post_id = free_id(post["id"], post["file"], taken)
        taken.ids.add(post_id)
        if post_id != post["id"]:
            ids[number, row] = post_id
    return ids


@dataclass
class _Taken:
    """The ids that a post may not have: those given, and the own ones of all others."""

    ids: set[str]
    hashes: set[int]
    own: str = ""

    def __contains__(self, post_id: object) -> bool:
        return post_id in self.ids or (
            post_id != self.own and hash(post_id) in self.hashes
        )


def _read_judged(
    root: Path, notes: dict[int, Note], recurring: dict[int, int]
) -> Iterator[pd.DataFrame]:
    """What is needed to judge bodies, without furniture, part by part."""
    for number in notes:
        columns = [*JUDGED, "outlet", "file", "wrong_body"]
        yield _mend(read_raw(root, number, columns), recurring, {})


def _mend(
    raw: pa.Table, recurring: dict[int, int], told: dict[int, dict[str, str]]
) -> pd.DataFrame:
    """The rows of a raw table without furniture, as a frame with its index 0, 1, ..."""
    rows = raw.to_pylist()
    if recurring:
        for row in rows:
            if row["wrong_body"] is None:
                take_out(row, recurring, told)
    return pd.DataFrame(rows, columns=raw.column_names)


def _settle_part(
    root: Path, number: int, whole: Whole, furniture: dict[int, dict[str, str]]
) -> None:
    """Write the posts of a part, if they are others than those that are there."""
    raw = read_raw(root, number)
    table = table_of_posts(_make_posts(raw, number, whole, furniture), whole.own)
    digest = hash_table(table)
    path = part_path(root, "posts", number)
    before = read_note(path)
    if before is None or before["digest"] != digest:
        fill_raw(root, number, raw)  # so that no text is lost, whatever stops here
        inputs = hash_table(table.select(INPUTS))
        if before is not None and before["inputs"] != inputs:
            known = read_part(root, "posts", number, INPUTS)
            keep_measures(root, number, known, table.select(INPUTS), inputs)
        write_table(table, path, {"digest": digest, "inputs": inputs})
        slim_raw(root, number, raw, table, whole.own)
    elif not _is_slim(root, number):
        slim_raw(root, number, raw, table, whole.own)


def _is_slim(root: Path, number: int) -> bool:
    note = read_note(part_path(root, "reading", number)) or {}
    return bool(note.get("slim"))


def _make_posts(
    raw: pa.Table, number: int, whole: Whole, furniture: dict[int, dict[str, str]]
) -> pd.DataFrame:
    """The posts of a raw part, as `toolkit.read_posts` gives them."""
    rows = _mend(raw, whole.recurring, furniture)
    ids = [
        whole.ids.get((number, row), own_id) for row, own_id in enumerate(rows["id"])
    ]
    index = pd.Index(ids, dtype="str", name="post_id")
    frame = rows.set_axis(index)[list(COLUMNS)].copy()
    published = pd.to_datetime(frame["published"], utc=True)
    frame["published"] = published.astype("datetime64[us, UTC]")
    frame[STRINGS] = frame[STRINGS].astype("str")
    for name in LISTS:
        frame[name] = [list(items) for items in frame[name]]
    frame["words"] = frame["words"].astype("int64")
    judged = judge_bodies(frame, whole.places[number], whole.context)
    saved = frame["wrong_body"]
    found = pd.Series(judged, index, dtype=bool)
    frame["wrong_body"] = found.where(saved.isna(), saved.eq(True)).astype(bool)
    owns = [json.loads(own) for own in rows["own"]]
    return pd.concat([frame, make_own(owns, whole.own, index)], axis=1)


def _find_scarce(root: Path, notes: dict[int, Note], own: dict[str, str]) -> str:
    """The first file that holds a column which is left out."""
    for number, note in notes.items():
        if note["own"].keys() <= own.keys():
            continue
        for row in read_raw(root, number, ["own", "file"]).to_pylist():
            if not json.loads(row["own"]).keys() <= own.keys():
                return str(row["file"])
    return ""


def read_posts_part(
    root: Path, number: int, own: dict[str, str], columns: list[str] | None = None
) -> pd.DataFrame:
    """A part's posts, or these columns of them; raises SpoiltError where they are spoilt."""
    wanted = None if columns is None else ["post_id", *columns]
    return posts_of_table(read_part(root, "posts", number, wanted), own)
