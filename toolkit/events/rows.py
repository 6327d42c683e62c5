"""Sparse rows of numbers: few of many columns are filled, as of the words in a post."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Rows(NamedTuple):
    """Of row i, columns (ascending) and weights stand from starts[i] to starts[i + 1]."""

    starts: Ints
    columns: Ints
    weights: Floats


def gather(row: Ints, column: Ints, weight: Floats, count: int) -> Rows:
    """`count` rows from the place and weight of each entry; what has one place is summed."""
    width = int(column.max(initial=0)) + 1
    place, which = np.unique(row * width + column, return_inverse=True)
    starts = np.searchsorted(place, np.arange(count + 1) * width)
    return Rows(starts, place % width, add_up(which, weight, len(place)))


def add_up(which: Ints, weight: Floats, count: int) -> Floats:
    """The sum of the weights of each of `count` numbers."""
    return np.bincount(which, weight, count).astype(float, copy=False)


def number_rows(rows: Rows) -> Ints:
    """The row of each entry."""
    return np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))


def sum_groups(rows: Rows, group: Ints, count: int) -> Rows:
    """The sums of the rows of each of `count` groups."""
    return gather(group[number_rows(rows)], rows.columns, rows.weights, count)


def square_rows(rows: Rows) -> Floats:
    """The product of each row with itself."""
    return add_up(number_rows(rows), rows.weights**2, len(rows.starts) - 1)


def divide_rows(rows: Rows, lengths: Floats) -> Rows:
    """Each row by its number; a row of nothing stays one."""
    divisor = np.where(lengths > 0, lengths, 1.0)
    return rows._replace(weights=rows.weights / divisor[number_rows(rows)])


def choose_columns(rows: Rows, chosen: npt.NDArray[np.bool_]) -> Rows:
    """The rows with none but the chosen columns."""
    kept = chosen[rows.columns]
    before = np.concatenate([[0], np.cumsum(kept)])
    return Rows(before[rows.starts], rows.columns[kept], rows.weights[kept])


def choose_rows(rows: Rows, chosen: Ints) -> Rows:
    """The rows at these places, in their order."""
    sizes = np.diff(rows.starts)[chosen]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    entry = np.repeat(rows.starts[chosen] - starts[:-1], sizes) + np.arange(starts[-1])
    return Rows(starts, rows.columns[entry], rows.weights[entry])


def stack_rows(parts: list[Rows]) -> Rows:
    """The rows of all parts, one part after the other."""
    before = np.cumsum([0, *(part.starts[-1] for part in parts)])
    starts = [part.starts[:-1] + at for part, at in zip(parts, before, strict=False)]
    return Rows(
        np.concatenate([*starts, before[-1:]]),
        np.concatenate([np.zeros(0, np.int64), *(part.columns for part in parts)]),
        np.concatenate([np.zeros(0), *(part.weights for part in parts)]),
    )


def keep_heaviest(rows: Rows, most: int) -> Rows:
    """The heaviest entries of each row, at most so many."""
    row = number_rows(rows)
    order = np.lexsort((rows.columns, -rows.weights, row))
    rank = np.arange(len(order)) - rows.starts[row]
    kept = np.sort(order[rank < most])
    starts = np.searchsorted(kept, rows.starts)
    return Rows(starts, rows.columns[kept], rows.weights[kept])
