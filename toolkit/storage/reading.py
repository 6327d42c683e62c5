"""A source read into a store: what is new or changed, and nothing twice."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from toolkit.files_to_posts import Settings, read_unit
from toolkit.formats import Problem
from toolkit.posts import problem_row
from toolkit.source_files import (
    Unit,
    hash_unit,
    list_units,
    reading_order,
    state_of,
)
from toolkit.storage.parts import Note, write_json
from toolkit.storage.raw_parts import (
    RawPart,
    UnitState,
    drop_spoilt,
    drop_units,
    make_row,
    read_raw_notes,
    units_of,
    write_raw,
)

POSTS = 400  # of a part
CHARACTERS = 4_000_000  # of a part's texts
UNITS = 4_000  # of a part, and problems: many may hold no post
LISTING = "source.json"  # the problems of listing the source
UNREAD = -1  # the size of a unit that cannot be looked at

Listed = dict[str, Unit]
Counted = Callable[[int], Any] | None


def read_into(
    root: Path, source: Path, settings: Settings, on_post: Counted = None
) -> None:
    """Bring what was read up to the source.

    Parameters
    ----------
    root
        The store.
    source
        As for `toolkit.read_source`.
    settings
        How it is read.
    on_post
        Called with 1 for each post read.
    """
    units, problems = _list(source)
    write_json(problems, root / LISTING)
    for name in drop_spoilt(root):
        warnings.warn(f"{root}: {name} is spoilt, and is made anew", stacklevel=2)
    notes = read_raw_notes(root)
    kept = _unchanged(units, notes)
    known = {unit.name for note in notes.values() for unit in units_of(note)}
    drop_units(root, known - kept, notes)
    new = [unit for name, unit in units.items() if name not in kept]
    number = max(notes, default=0) + 1
    for part in _read_parts(new, settings, on_post):
        # Whether the fields that the user named are there shows only in all of them.
        write_raw(root, number, part, settings.names if settings.given else ())
        number += 1


def _list(source: Path) -> tuple[Listed, list[dict[str, str]]]:
    """The units by name, and the problems of listing them."""
    units: Listed = {}
    problems = []
    for found in list_units(source):
        if isinstance(found, Unit):
            units[found.name] = found
        else:
            problems.append(problem_row(*found))
    return units, problems


def _unchanged(units: Listed, notes: dict[int, Note]) -> set[str]:
    """The names of units that were read whole and are as they were."""
    pieces: dict[str, list[UnitState]] = {}
    for note in notes.values():
        for state in units_of(note):
            pieces.setdefault(state.name, []).append(state)
    return {
        name
        for name, states in pieces.items()
        if name in units and _are_all(states) and _is_same(units[name], states[0])
    }


def _are_all(states: list[UnitState]) -> bool:
    """Whether a unit's pieces are there from the first to the last."""
    numbers = {state.piece for state in states}
    last = {state.piece for state in states if state.last}
    return last == {len(numbers) - 1} and numbers == set(range(len(numbers)))


def _is_same(unit: Unit, state: UnitState) -> bool:
    """Whether a unit is as it was read; one that was only copied or touched is."""
    try:
        size, changed = state_of(unit)
        if size == state.size and changed == state.changed:
            return True
        return size == state.size and hash_unit(unit) == state.sha256
    except OSError:
        return state.size == UNREAD  # it could not be opened then, either


def _read_parts(
    units: Iterable[Unit], settings: Settings, on_post: Counted
) -> Iterator[RawPart]:
    """Parts of some hundred posts, of small units or of pieces of a large one."""
    part = RawPart()
    for unit in units:
        state = _look_at(unit)
        begun = False  # whether the part holds some of the unit
        for name, found in read_unit(unit, settings):
            if _is_full(part):
                if begun:
                    part.units.append(state)
                    state = state._replace(piece=state.piece + 1)
                yield part
                part = RawPart()
            begun = True
            if isinstance(found, Problem):
                part.problems.append({"unit": unit.name, **problem_row(name, found)})
                continue
            row = make_row(unit.name, name, found)
            part.rows.append(row)
            part.characters += len(row["text"] or "")
            if on_post:
                on_post(1)
        part.units.append(state._replace(last=True))
    if part.units:
        yield part


def _is_full(part: RawPart) -> bool:
    units = len(part.units) + len(part.problems)
    full = len(part.rows) >= POSTS or units >= UNITS
    return full or part.characters >= CHARACTERS


def _look_at(unit: Unit) -> UnitState:
    """The state of a unit before it is read: what changes meanwhile shows at the next opening."""
    try:
        return UnitState(unit.name, *state_of(unit), hash_unit(unit), 0, False)
    except OSError:
        # Reading it says what is wrong; once it can be opened it is read anew.
        return UnitState(unit.name, UNREAD, 0, "", 0, False)


def read_problems(root: Path, notes: dict[int, Note]) -> list[dict[str, str]]:
    """The problems of listing and reading, as rows of `problems`."""
    listing = root / LISTING
    rows = json.loads(listing.read_text("utf-8")) if listing.exists() else []
    found = [row for note in notes.values() for row in note["problems"]]
    for row in sorted(found, key=lambda row: reading_order(row["unit"])):
        rows.append({name: row[name] for name in row if name != "unit"})
    return rows
