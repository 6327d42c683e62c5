"""The features of a token and their weights, of which a label's score is the sum.

A feature is the value of a template, one column or several together, at a token. Each template
spreads its values over a table of places by a hash; a place has a row of weights, one a label.
Where the columns of templates can have few values together, the sums of their rows are made
beforehand, and one look finds them; so it is with all that the number of a word tells.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from math import prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.attribution.columns import (
    NOWHERE,
    Columns,
    Floats,
    Ints,
    values_at,
    within,
)

PLACES = 17  # bits: each template has 2**17 places
COLUMN = re.compile(r"([a-z_]+)([+-]\d)?")  # in a template: a name, how many tokens on
SHIFT = 3  # tokens that a template looks to either side
# Numbers in a row of weights, zeros at its end: numpy takes such rows fastest.
WIDTH = 8
MOST = 2**15  # rows of a table of sums
FORM = 10  # shapes fit below this; above, what is known of the word as a name
FACTS = ("cue", "group", "fine", "name", "lexicon")  # what the number of a word tells
# Columns that can have few values: how many. `column_sizes` adds those that the model tells.
STEPPED = (
    *("cue_left", "cue_right", "mark_left", "mark_right", "extent", "from_start"),
    *("to_end", "clause_from", "distance", "gap", "own_length"),
)
SHARED = ("sure", *(f"share_{of}" for of in "none source cue begin content".split()))
SIZES = {
    **dict.fromkeys(STEPPED, NOWHERE + 1),
    **dict.fromkeys(SHARED, 10),
    **dict.fromkeys(("quotation", "cue_quotation", "number"), 4),
    **dict.fromkeys(("mark_kind_left", "mark_kind_right"), 5),
    **dict.fromkeys(("beyond", "by_cue", "by_token"), 4),
    **dict.fromkeys(("beside", "wider"), 16),
    "side": 3,
    "label": 7,
    "starts": 2,
    "sentences": 7,
    "crossed": 6,
    "cues": 3,
    "path": 27 * 16,
    "own_edges": 17,
    "rival": 17,
    "rival_sure": 11,
}

Column = tuple[str, str]  # its name, how many tokens on
See = Callable[[Column], Ints]  # the values of a column


class Template(NamedTuple):
    """The columns of a template and its weights."""

    number: int
    columns: list[Column]
    row: npt.NDArray[np.uint16]  # of each place
    rows: Floats  # of weights; the first holds zeros

    def weigh(self, see: See) -> Floats:
        place = hash_values(self.number, map(see, self.columns))
        return self.rows.take(self.row.take(place), axis=0)


class Table(NamedTuple):
    """The weights of several templates summed, for all values that their columns can have."""

    columns: list[Column]
    sizes: list[int]
    rows: Floats

    def weigh(self, see: See) -> Floats:
        place = see(self.columns[0])
        for column, size in zip(self.columns[1:], self.sizes[1:], strict=True):
            place = place * size + see(column)
        return self.rows.take(place, axis=0)


def open_stage(model: dict[str, Any], stage: str) -> list[Table | Template]:
    """The weights of a stage: tables of sums, and templates with too many values for one."""
    sizes = column_sizes(model)
    facts = {name: model[f"word_{name}"].astype(np.int64) for name in FACTS}
    templates = list(_read_templates(model, stage))
    few = [one for one in templates if count_rows(_keys(one), sizes) <= MOST]
    many = [one for one in templates if count_rows(_keys(one), sizes) > MOST]
    tables = [_sum_up(group, sizes, facts) for group in _group(few, sizes)]
    return [*tables, *many]


def _group(templates: list[Template], sizes: dict[str, int]) -> list[list[Template]]:
    """Templates that have few values together, those with the most values first."""
    groups: list[list[Template]] = []
    for one in sorted(templates, key=lambda one: -count_rows(_keys(one), sizes)):
        for group in groups:
            if count_rows(_all_keys([*group, one]), sizes) <= MOST:
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _read_templates(model: dict[str, Any], stage: str) -> Iterator[Template]:
    templates = model[f"{stage}_templates"].tolist()
    places = model[f"{stage}_places"]
    weights = model[f"{stage}_weights"].astype(np.float32)
    edges = np.searchsorted(places, np.arange(len(templates) + 1) << PLACES)
    for number, template in enumerate(templates):
        own = slice(edges[number], edges[number + 1])
        rows = weights[own]
        index = np.zeros(1 << PLACES, dtype=np.uint16)
        index[places[own] - (number << PLACES)] = np.arange(1, len(rows) + 1)
        padded = np.pad(rows, ((1, 0), (0, WIDTH - rows.shape[1])))
        yield Template(number, COLUMN.findall(template), index, padded)


def column_sizes(model: dict[str, Any]) -> dict[str, int]:
    """How many values each column of few values can have, and a word."""
    of_word = {name: int(model[f"word_{name}"].max()) + 1 for name in FACTS}
    sizes = SIZES | of_word | {"word": len(model["words"])}
    sizes["shape"] = FORM * of_word["name"]
    sizes["head_lexicon"] = of_word["lexicon"]
    for side in ("left", "right"):
        sizes[f"lexicon_{side}"] = of_word["lexicon"]
        sizes[f"cue_beyond_{side}"] = of_word["cue"]
        sizes[f"group_beyond_{side}"] = of_word["group"]
    return sizes


def _keys(template: Template) -> list[Column]:
    """The columns that tell the value of a template: its own, or the word if all tell of it."""
    shifts = {shift for _, shift in template.columns}
    if len(shifts) == 1 and all(name in FACTS for name, _ in template.columns):
        return [("word", shift) for shift in shifts]
    return template.columns


def _all_keys(templates: list[Template]) -> list[Column]:
    return list(dict.fromkeys(chain.from_iterable(map(_keys, templates))))


def count_rows(columns: list[Column], sizes: dict[str, int]) -> int:
    return prod(sizes.get(name, MOST + 1) for name, _ in columns)


def _sum_up(templates: list[Template], sizes: dict[str, int], facts: Columns) -> Table:
    """The table of templates that have few values together."""
    columns = _all_keys(templates)
    own = [sizes[name] for name, _ in columns]
    grid = dict(zip(columns, np.indices(own).reshape(len(own), -1), strict=True))

    def see(column: Column) -> Ints:
        if column in grid:
            return grid[column]
        name, shift = column
        return facts[name].take(grid["word", shift])

    rows = sum(template.weigh(see) for template in templates)
    return Table(columns, own, np.asarray(rows))


def check_templates(model: dict[str, Any], stage: str, columns: Iterable[str]) -> None:
    """Raise ValueError if a template of a stage names a column that does not exist."""
    known = set(columns)
    for template in model[f"{stage}_templates"].tolist():
        missing = [name for name, _ in COLUMN.findall(template) if name not in known]
        if missing:
            raise ValueError(
                f"the model's template {template!r} ({stage}) names a column that does not exist: "
                f"{missing[0]}; the model belongs to another version, or must be trained again"
            )


def columns_read(model: dict[str, Any], stage: str) -> set[str]:
    """The names of the columns that the templates of a stage read."""
    return {name for part in model[stage] for name, _ in part.columns}


def hash_values(number: int, values: Iterable[Ints]) -> Ints:
    """The place of the value of the template of this number at each token."""
    key: Any = np.uint64(number + 1)
    for value in values:
        key = key ^ value.view(np.uint64)
        key *= np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(32)
    key *= np.uint64(0xC2B2AE3D27D4EB4F)
    key >>= np.uint64(64 - PLACES)
    place: Ints = key.view(np.int64)
    return place


def look_around(columns: Columns, sequence: Ints) -> See:
    """What a template sees: "word-1" is the word before; outside the sequence all is 0."""
    here = np.arange(len(sequence))
    neighbour = {n: within(here + n, sequence) for n in range(-SHIFT, SHIFT + 1)}

    @cache
    def see(column: Column) -> Ints:
        name, shift = column
        values = columns[name]
        if shift:
            values = values_at(values, neighbour[int(shift)])
        return values.astype(np.int64, copy=False)

    return see


def template_values(
    columns: Columns, templates: Iterable[str], sequence: Ints
) -> Iterator[Ints]:
    """The place of each template's value at each token.

    "word-1 word" is the word before together with the word.
    """
    see = look_around(columns, sequence)
    for number, template in enumerate(templates):
        yield hash_values(number, map(see, COLUMN.findall(template)))


def score(
    columns: Columns, sequence: Ints, model: dict[str, Any], stage: str
) -> Floats:
    """The score of each label of a stage at each token: the weights of its features summed."""
    see = look_around(columns, sequence)
    total = np.zeros((len(sequence), WIDTH), dtype=np.float32)
    for part in model[stage]:
        total += part.weigh(see)
    return total[:, : model[f"{stage}_weights"].shape[1]].copy()
