"""Products of sparse rows with those before them in time, through an inverted index.

Only rows that hold a column are asked for it, of very many the latest: the work grows with the
rows and with what is told at one time, not with the square of the rows.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from toolkit.events.rows import Floats, Ints, Rows, add_up, choose_rows, number_rows

BLOCK = 32  # rows at once
CHUNK = 32 * BLOCK  # rows that share an index, with those that are open
MANY = 500  # holders of a column that a row is compared with through it, at most


class Near(NamedTuple):
    """The products of some rows (down) with others (across), field by field."""

    down: Ints
    across: Ints
    products: list[Floats]
    earlier: np.ndarray  # whether the row across stands before the row down
    silence: Floats  # days between the end of one and the begin of the other


class Index:
    """The rows that hold each column, in order, of which the first ones are open."""

    def __init__(self, rows: Rows, columns: int) -> None:
        self.given = rows
        order = np.argsort(rows.columns, kind="stable")
        self.row = number_rows(rows)[order]
        self.weights = rows.weights[order]
        holders = np.bincount(rows.columns, minlength=columns)
        # Of each column, where the holders that are open begin and end.
        self.low = np.cumsum(holders) - holders
        self.high = self.low.copy()
        self.stop = 0

    def open(self, stop: int) -> None:
        """Open the rows up to `stop`, which never falls."""
        starts = self.given.starts
        np.add.at(self.high, self.given.columns[starts[self.stop] : starts[stop]], 1)
        self.stop = stop

    def multiply(self, rows: Rows) -> Floats:
        """The products of rows (down) with all that are open (across)."""
        high = self.high[rows.columns]
        low = np.maximum(self.low[rows.columns], high - MANY)
        held = high - low
        posting = np.repeat(low - np.cumsum(held) + held, held) + np.arange(held.sum())
        down = number_rows(rows) * self.stop
        cell = np.repeat(down, held) + self.row[posting]
        weight = np.repeat(rows.weights, held)
        weight *= self.weights[posting]
        count = len(rows.starts) - 1
        return add_up(cell, weight, count * self.stop).reshape(count, self.stop)


def find_near(
    fields: list[Rows],
    begin: Floats,
    end: Floats,
    days: float,
    down: Ints | None = None,
    across: Ints | None = None,
) -> Iterator[Near]:
    """Block by block the products of rows with those that ended at most `days` before, or more.

    Parameters
    ----------
    fields
        Rows in the order of their `begin`, of one or several kinds.
    begin, end
        Days of each row's first and last post.
    down, across
        The rows asked for, and those that they are multiplied with, in their order; None: all.
    """
    every = np.arange(len(begin))
    asked = every if down is None else down
    known = every if across is None else across
    columns = [int(field.columns.max(initial=0)) + 1 for field in fields]
    held = known[:0]
    for chunk in range(0, len(begin), CHUNK):
        held = held[end[held] >= begin[chunk] - days]
        joined = np.searchsorted(known, [chunk, chunk + CHUNK])
        held = np.concatenate([held, known[slice(*joined)]])
        own = asked[slice(*np.searchsorted(asked, [chunk, chunk + CHUNK]))]
        if not len(own):
            continue
        indexes = [
            Index(choose_rows(field, held), count)
            for field, count in zip(fields, columns, strict=True)
        ]
        for at in range(0, len(own), BLOCK):
            rows = own[at : at + BLOCK]
            stop = int(np.searchsorted(held, rows[-1] + 1))
            yield _multiply(fields, indexes, rows, held[:stop], begin, end)


def _multiply(
    fields: list[Rows],
    indexes: list[Index],
    rows: Ints,
    across: Ints,
    begin: Floats,
    end: Floats,
) -> Near:
    products = []
    for field, index in zip(fields, indexes, strict=True):
        index.open(len(across))
        products.append(index.multiply(choose_rows(field, rows)))
    silence = np.maximum(begin[rows, None] - end[across], 0)
    return Near(rows, across, products, across < rows[:, None], silence)
