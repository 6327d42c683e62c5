"""Intervals that several rooms draw around their numbers."""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

Z = NormalDist().inv_cdf(0.975)  # of 95 %
RESAMPLES = 1000
DRAWN_AT_ONCE = 1_000_000  # numbers held in memory


def wilson_interval(
    n: pd.Series, of: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Share and its 95 % interval (Wilson 1927, JASA 22:209-212); NaN where `of` is 0."""
    of = of.where(of > 0)
    share = n / of
    slack = Z**2 / of
    middle = share + slack / 2
    half = Z * np.sqrt(share * (1 - share) / of + slack / of / 4)
    low = (middle - half) / (1 + slack)
    high = (middle + half) / (1 + slack)
    return share, low.clip(0, 1), high.clip(0, 1)


def student(z: float, freedom: Any) -> Any:
    """Student's t for a normal deviate; within 1 % from 4 degrees of freedom.

    Wallace 1959, Annals of Mathematical Statistics 30:1124.
    """
    normal = z * (8 * freedom + 3) / (8 * freedom + 1)
    return np.sqrt(freedom * np.expm1(normal**2 / freedom))


def bootstrap_mean(
    scores: pd.Series, stories: pd.Series, seed: int
) -> tuple[float, float]:
    """95 % interval of a mean: stories drawn whole with replacement, percentiles.

    They are widened for small numbers (Hesterberg 2015, The American Statistician
    69:371-386). NaN for one story, and for stories that are all alike: what never
    varied says nothing of how it may.
    """
    story = pd.factorize(stories)[0]
    sizes = np.bincount(story)
    sums = np.bincount(story, weights=scores)
    count = len(sizes)
    if count < 2 or np.ptp(sums / sizes) == 0:
        return math.nan, math.nan
    order = np.lexsort((sums, sizes))  # so that the order of the rows does not matter
    random = np.random.default_rng(seed)
    at_once = max(1, DRAWN_AT_ONCE // count)
    means = []
    for done in range(0, RESAMPLES, at_once):
        samples = min(at_once, RESAMPLES - done)
        drawn = order[random.integers(count, size=(samples, count))]
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    widened = student(Z, count - 1) * math.sqrt(count / (count - 1))
    tail = NormalDist().cdf(-float(widened))
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return low, high
