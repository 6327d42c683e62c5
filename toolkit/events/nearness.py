"""Products of sparse rows with those before them in time, through an inverted index.

Only rows that hold a column are asked for it, of very many the latest: the work grows with the
rows and with what is told at one time, not with the square of the rows.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from toolkit.events.rows import Floats, Ints, Rows, add_up, number_rows

BLOCK = 32  # rows at once
MANY = 500  # holders of a column that a row is compared with through it, at most


class Near(NamedTuple):
    """The products of rows first..stop (down) with rows start..stop (across), field by field."""

    first: int
    start: int
    stop: int
    products: list[Floats]
    earlier: np.ndarray  # whether the row across stands before the row down
    silence: Floats  # days between the end of one and the begin of the other


class Index:
    """The rows that hold each column, in order, of which those from `start` to `stop` are open."""

    def __init__(self, rows: Rows) -> None:
        self.given = rows
        order = np.argsort(rows.columns, kind="stable")
        self.row = number_rows(rows)[order]
        self.weights = rows.weights[order]
        holders = np.bincount(rows.columns)
        # Of each column, where the holders that are open begin and end.
        self.low = np.cumsum(holders) - holders
        self.high = self.low.copy()
        self.start = 0
        self.stop = 0

    def move(self, start: int, stop: int) -> None:
        """Open the rows from `start` to `stop`, neither of which ever falls."""
        np.add.at(self.low, self.find_columns(self.start, start), 1)
        np.add.at(self.high, self.find_columns(self.stop, stop), 1)
        self.start = start
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
        width = self.stop - self.start
        down = np.repeat(np.arange(len(starts) - 1) * width, np.diff(starts))
        cell = np.repeat(down - self.start, held) + self.row[posting]
        weight = np.repeat(self.given.weights[starts[0] : starts[-1]], held)
        weight *= self.weights[posting]
        products = add_up(cell, weight, (len(starts) - 1) * width)
        return products.reshape(-1, width)


def find_near(
    fields: list[Rows], begin: Floats, end: Floats, days: float
) -> Iterator[Near]:
    """Block by block the products of rows with those that ended at most `days` before.

    Parameters
    ----------
    fields
        Rows in the order of their `begin`, of one or several kinds.
    begin, end
        Days of each row's first and last post.
    """
    indexes = [Index(rows) for rows in fields]
    # The latest end so far never falls: what ended before none of it can be near is closed.
    reached = np.maximum.accumulate(end)
    for first in range(0, len(begin), BLOCK):
        stop = min(first + BLOCK, len(begin))
        start = min(int(np.searchsorted(reached, begin[first] - days)), first)
        for index in indexes:
            index.move(start, stop)
        products = [index.multiply(first) for index in indexes]
        down = np.arange(first, stop)[:, None]
        earlier = np.arange(start, stop) < down
        silence = np.maximum(begin[first:stop, None] - end[start:stop], 0)
        yield Near(first, start, stop, products, earlier, silence)
