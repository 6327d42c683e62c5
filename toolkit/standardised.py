"""Differences between two groups within strata: like compared with like.

A pair is compared within each stratum that both have, and the differences are averaged with the
weight n * n_other / (n + n_other) (Cochran 1954, Biometrics 10:417-451).
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

SHUFFLES = 1999
NOTHING = 1e-18  # a variance under which nothing varies


class Strata(NamedTuple):
    """Posts of two groups in the strata that both have.

    Of each story (a row) and stratum (a column) the `sums` of scores, of their `squares`, and how
    many posts (`sizes`); `first`: whether the story is in the first group.
    """

    sums: np.ndarray
    squares: np.ndarray
    sizes: np.ndarray
    first: np.ndarray
    shared: bool  # whether a story is in both groups: then it stands in two rows


class Standardised(NamedTuple):
    """A difference within strata, its standard error by story, Welch's degrees of freedom."""

    difference: float
    error: float
    freedom: float
    note: str


def collect_strata(parts: list[tuple[Any, Any, Any]]) -> Strata:
    """The strata of two groups, each given as scores, stories and strata by post."""
    rows = [
        pd.DataFrame(
            {"score": scores, "story": stories, "stratum": strata, "first": side}
        )
        for (scores, stories, strata), side in zip(parts, (True, False), strict=True)
    ]
    table = pd.concat(rows, ignore_index=True)
    story = table.groupby(["first", "story"], sort=False).ngroup().to_numpy()
    stratum, strata = pd.factorize(table["stratum"], sort=False)
    shape = (story.max() + 1, len(strata))
    score = table["score"].to_numpy(float)
    filled = []
    for values in (score, score**2, np.ones(len(table))):
        cells = np.zeros(shape)
        np.add.at(cells, (story, stratum), values)
        filled.append(cells)
    first = np.zeros(shape[0], bool)
    first[story] = table["first"].to_numpy(bool)
    both = table.groupby("story")["first"].nunique().gt(1).any()
    # So that the order of the rows does not matter.
    order = np.lexsort((*filled[0].T, *filled[2].T, first))
    sums, squares, sizes = (cells[order] for cells in filled)
    return Strata(sums, squares, sizes, first[order], bool(both))


def standardise(strata: Strata) -> Standardised:
    """The difference within strata, and how sure it is.

    A group whose scores do not vary within any stratum is taken to vary as the other does.
    """
    sides = [strata.first, ~strata.first]
    sizes = [strata.sizes[side].sum(axis=0) for side in sides]
    means = [
        strata.sums[side].sum(axis=0) / size
        for side, size in zip(sides, sizes, strict=True)
    ]
    weight = sizes[0] * sizes[1] / (sizes[0] + sizes[1])
    weight = weight / weight.sum()
    difference = float((weight * (means[0] - means[1])).sum())
    fewest = min(side.sum() for side in sides)
    if fewest <= len(weight):
        return Standardised(difference, np.nan, np.nan, "too many strata for so few")
    usual = _usual_variance(strata, sizes, means)
    if usual <= NOTHING:
        return Standardised(difference, np.nan, np.nan, "scores do not vary")
    variances = []
    freedoms = []
    for side, size, mean in zip(sides, sizes, means, strict=True):
        away = (strata.sums[side] - strata.sizes[side] * mean) * weight / size
        count = len(away)
        free = count - len(weight)
        variance = float((away.sum(axis=1) ** 2).sum()) * count / free
        if variance <= NOTHING:
            variance = usual * float((weight**2 / size).sum())
        variances.append(variance)
        freedoms.append(free)
    parts = [own**2 / free for own, free in zip(variances, freedoms, strict=True)]
    freedom = max(sum(variances) ** 2 / sum(parts), 1.0)
    return Standardised(difference, float(np.sqrt(sum(variances))), freedom, "")


def _usual_variance(
    strata: Strata, sizes: list[np.ndarray], means: list[np.ndarray]
) -> float:
    """The variance of single scores about the mean of their group and stratum."""
    squares = strata.squares.sum()
    explained = sum(
        (size * mean**2).sum() for size, mean in zip(sizes, means, strict=True)
    )
    cells = 2 * len(sizes[0])
    left = max(squares - explained, 0.0)
    if left <= 1e-12 * max(squares, 1e-300):  # what rounding leaves
        return 0.0
    return float(left / max(strata.sizes.sum() - cells, 1))


def shuffle_within(strata: Strata, seed: int) -> np.ndarray:
    """How far apart groups would be if stories of a stratum fell to either by chance.

    A story belongs to the stratum of most of its posts. None if a story is in both groups.
    """
    if strata.shared:
        return np.array([])
    random = np.random.default_rng(seed)
    home = strata.sizes.argmax(axis=1)
    dealt = np.zeros((SHUFFLES, len(home)), bool)
    for stratum in np.unique(home):
        own = np.flatnonzero(home == stratum)
        dealt[:, own] = random.permuted(
            np.tile(strata.first[own], (SHUFFLES, 1)), axis=1
        )
    chosen = dealt.astype(float)
    sizes = chosen @ strata.sizes
    others = strata.sizes.sum(axis=0) - sizes
    sums = chosen @ strata.sums
    sums_other = strata.sums.sum(axis=0) - sums
    weight = sizes * others / np.maximum(sizes + others, 1)
    apart = sums / np.maximum(sizes, 1) - sums_other / np.maximum(others, 1)
    averages = (weight * apart).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-300)
    found: np.ndarray = np.abs(averages)
    return found
