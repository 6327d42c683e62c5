"""What two groups would differ by if their stories fell to either by chance."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

SHUFFLES = 1999


class Group(NamedTuple):
    """The scores of a group's posts, the story of each, and the posts themselves."""

    name: Any
    scores: np.ndarray
    stories: np.ndarray
    rows: pd.DataFrame


def shuffle_stories(group: Group, other: Group, seed: int) -> np.ndarray:
    """What t would be if stories fell to either group by chance; none if they share stories."""
    if np.intersect1d(group.stories, other.stories).size:
        return np.array([])
    sums: list[np.ndarray] = []
    sizes: list[np.ndarray] = []
    count: list[int] = []
    for cell in (group, other):
        story = pd.factorize(cell.stories)[0]
        sums.append(np.bincount(story, cell.scores))
        sizes.append(np.bincount(story))
        count.append(len(sizes[-1]))
    sums_all = np.concatenate(sums)
    sizes_all = np.concatenate(sizes).astype(float)
    # So that the order of the rows does not matter.
    order = np.lexsort((sums_all, sizes_all))
    sums_all = sums_all[order]
    sizes_all = sizes_all[order]
    first = np.zeros((SHUFFLES, len(sums_all)), bool)
    first[:, : count[0]] = True
    random = np.random.default_rng(seed)
    first = random.permuted(first, axis=1).astype(float)
    mean, variance = _weigh(first, sums_all, sizes_all, count[0])
    mean_other, variance_other = _weigh(1 - first, sums_all, sizes_all, count[1])
    error = np.sqrt(np.maximum(variance + variance_other, 1e-300))
    found: np.ndarray = np.abs(mean - mean_other) / error
    return found


def _weigh(
    chosen: np.ndarray, sums: np.ndarray, sizes: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and its variance by story of the stories chosen in each row."""
    total = chosen @ sizes
    mean = chosen @ sums / total
    squares = chosen @ sums**2
    squares += mean * (mean * (chosen @ sizes**2) - 2 * (chosen @ (sums * sizes)))
    return mean, squares * count / max(count - 1, 1) / total**2
