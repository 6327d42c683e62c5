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
    """The products of rows first..stop (down) with others (across), field by field."""

    first: int
    stop: int
    across: Ints
    products: list[Floats]
    earlier: np.ndarray  # whether the row across stands before the row down
    silence: Floats  # days between the end of one and the begin of the other


class Index:
    """The rows that hold each column, in order, of which the first ones are open."""

    def __init__(self, rows: Rows) -> None:
        self.given = rows
        order = np.argsort(rows.columns, kind="stable")
        self.row = number_rows(rows)[order]
        self.weights = rows.weights[order]
        holders = np.bincount(rows.columns)
        # Of each column, where the holders that are open begin and end.
        self.low = np.cumsum(holders) - holders
        self.high = self.low.copy()
        self.stop = 0

    def open(self, stop: int) -> None:
        """Open the rows up to `stop`, which never falls."""
        np.add.at(self.high, self.find_columns(self.stop, stop), 1)
        self.stop = stop

    def find_columns(self, first: int, stop: int) -> Ints:
        """The columns of some rows, one row after the other."""
        starts = self.given.starts
        return self.given.columns[starts[first] : starts[stop]]

    def multiply(self, first: int) -> Floats:
        """The products of the rows from `first` on (down) with all that are open (across)."""
        starts = self.given.starts[first : self.stop + 1]
        columns = self.find_columns(first, self.stop)
        high = self.high[columns]
        low = np.maximum(self.low[columns], high - MANY)
        held = high - low
        posting = np.repeat(low - np.cumsum(held) + held, held) + np.arange(held.sum())
        down = np.repeat(np.arange(len(starts) - 1) * self.stop, np.diff(starts))
        cell = np.repeat(down, held) + self.row[posting]
        weight = np.repeat(self.given.weights[starts[0] : starts[-1]], held)
        weight *= self.weights[posting]
        products = add_up(cell, weight, (len(starts) - 1) * self.stop)
        return products.reshape(-1, self.stop)


def find_near(
    fields: list[Rows], begin: Floats, end: Floats, days: float
) -> Iterator[Near]:
    """Block by block the products of rows with those that ended at most `days` before, or more.

    Parameters
    ----------
    fields
        Rows in the order of their `begin`, of one or several kinds.
    begin, end
        Days of each row's first and last post.
    """
    held = np.array([], dtype=np.int64)
    for chunk in range(0, len(begin), CHUNK):
        own = np.arange(chunk, min(chunk + CHUNK, len(begin)))
        held = held[end[held] >= begin[chunk] - days]
        rows = np.concatenate([held, own])
        indexes = [Index(choose_rows(field, rows)) for field in fields]
        for at in range(len(held), len(rows), BLOCK):
            stop = min(at + BLOCK, len(rows))
            for index in indexes:
                index.open(stop)
            products = [index.multiply(at) for index in indexes]
            across = rows[:stop]
            down = rows[at:stop, None]
            silence = np.maximum(begin[down] - end[across], 0)
            first = int(rows[at])
            near = Near(
                first, first + stop - at, across, products, across < down, silence
            )
            yield near
        held = rows
