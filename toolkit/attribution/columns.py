"""Columns of numbers, one a token: looking along them within a sentence or a sequence."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Columns = dict[str, Ints]

FAR = -(10**9)  # a place that is nowhere near the text
NOWHERE = 11  # the step of a distance to such a place
STEPS = np.array([1, 2, 3, 4, 6, 9, 13, 20, 40])  # where they begin
STEP_OF = np.searchsorted(STEPS, np.arange(STEPS[-1] + 1), side="right")


def changes(column: Ints) -> Flags:
    """Where a column differs from the token before; the first token does."""
    return np.asarray(np.diff(column, prepend=column[:1] - 1) != 0)


def values_at(column: Ints, place: Ints) -> Ints:
    """The values of a column at these places, 0 where a place is outside the text."""
    there = (place >= 0) & (place < len(column))
    return np.append(column, 0).take(np.where(there, place, len(column)))


def within(place: Ints, bounds: Ints) -> Ints:
    """For each token the place that it looks at, FAR if its `bounds` do not reach there.

    `bounds` number the sentences or the sequences.
    """
    own = bounds + 1  # 0 is what `values_at` finds outside the text
    return np.where(values_at(own, place) == own, place, FAR)


def last_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the last flagged place at or before it with the same `bounds`, else FAR."""
    flagged = np.where(flags, np.arange(len(flags)), FAR)
    return within(np.maximum.accumulate(flagged), bounds)


def next_where(flags: Flags, bounds: Ints) -> Ints:
    """For each token the next flagged place at or after it with the same `bounds`, else FAR."""
    found = last_where(flags[::-1], bounds[::-1])[::-1]
    return np.where(found >= 0, len(flags) - 1 - found, FAR)


def first_of(bounds: Ints) -> Ints:
    """For each token the first place with its `bounds`."""
    first = np.flatnonzero(changes(bounds))
    return np.repeat(first, np.diff(first, append=len(bounds)))


def stop_of(bounds: Ints) -> Ints:
    """For each token the place behind the last one with its `bounds`."""
    stop = np.append(np.flatnonzero(changes(bounds))[1:], len(bounds))[: len(bounds)]
    return np.repeat(stop, np.diff(stop, prepend=0))


def steps(distance: Ints) -> Ints:
    """A distance in ten steps; NOWHERE if it is one to a place that is FAR."""
    near = STEP_OF.take(distance, mode="clip")
    return np.where(distance >= -FAR, NOWHERE, near)
