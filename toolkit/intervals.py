"""Intervals that several rooms draw around their numbers."""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

Z = NormalDist().inv_cdf(0.975)  # of 95 %
RESAMPLES = 1000
DRAWN_AT_ONCE = 1_000_000  # numbers held in memory
SKEWED = 1.0  # third standardised moment from which a mean's interval leans
LEAST_TO_LEAN = 8  # stories from which a bootstrap tells how far


def wilson_interval(n: Any, of: Any, z: float = Z) -> tuple[Any, Any, Any]:
    """Share and its interval (Wilson 1927, JASA 22:209-212); NaN where `of` is 0.

    `of` may be an effective number, as from `effective_size`, and `n` the hits scaled to it.
    """
    of = np.where(np.asarray(of) > 0, of, math.nan)
    share = n / of
    slack = z**2 / of
    middle = share + slack / 2
    half = z * np.sqrt(np.maximum(share * (1 - share), 0) / of + slack / of / 4)
    low = (middle - half) / (1 + slack)
    high = (middle + half) / (1 + slack)
    return share, np.clip(low, 0, 1), np.clip(high, 0, 1)


def effective_size(share: Any, of: Any, stories: Any, squares: Any) -> Any:
    """As how many independent posts a share counts whose posts hang together in stories.

    Korn and Graubard (1998, Survey Methodology 24:193-201): the share's variance by story, and
    Student's t of as many stories. A share of 0 or 1 has no variance: it counts its stories.

    Parameters
    ----------
    share, of
        The share, and the posts it is of.
    stories
        To how many stories these belong.
    squares
        Sum over the stories of (hits - share * posts) squared.
    """
    share, of, stories, squares = np.broadcast_arrays(
        *(np.asarray(part, float) for part in (share, of, stories, squares))
    )
    with np.errstate(all="ignore"):
        variance = squares * stories / np.maximum(stories - 1, 1) / of**2
        size = share * (1 - share) / variance
        several = (stories > 1) & (variance > 0) & (share * (1 - share) > 0)
        size = np.where(several, size, stories)
        posts_t = student(Z, np.maximum(of - 1, 1))
        stories_t = student(Z, np.maximum(stories - 1, 1))
        alone = stories >= of  # each post is a story: nothing hangs together
        size = np.where(alone, of, size * (posts_t / stories_t) ** 2)
    return np.minimum(np.maximum(size, np.minimum(of, 1)), of)


def newcombe_interval(
    shares: tuple[Any, Any], sizes: tuple[Any, Any], z: Any = Z
) -> tuple[Any, Any]:
    """Interval of the difference of two shares, from their Wilson intervals.

    Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    first, second = shares
    _, first_low, first_high = wilson_interval(first * sizes[0], sizes[0], z)
    _, second_low, second_high = wilson_interval(second * sizes[1], sizes[1], z)
    apart = first - second
    low = apart - np.hypot(first - first_low, second_high - second)
    high = apart + np.hypot(first_high - first, second - second_low)
    return low, high


def student(z: Any, freedom: Any) -> Any:
    """Student's t for a normal deviate; within 1 % from 4 degrees of freedom.

    Wallace 1959, Annals of Mathematical Statistics 30:1124.
    """
    normal = z * (8 * freedom + 3) / (8 * freedom + 1)
    return np.sqrt(freedom * np.expm1(normal**2 / freedom))


def normal_deviate(t: Any, freedom: Any) -> Any:
    """The normal deviate as far out as a Student's t: `student` turned round."""
    normal = np.sqrt(freedom * np.log1p(np.square(t) / freedom))
    return normal * (8 * freedom + 1) / (8 * freedom + 3)


def two_sided(z: Any) -> Any:
    """The probability of a normal deviate at least so far from 0, on either side."""
    return np.vectorize(math.erfc, otypes=[float])(np.asarray(z) / math.sqrt(2))


def bootstrap_mean(
    scores: pd.Series, stories: pd.Series, seed: int
) -> tuple[float, float]:
    """95 % interval of a mean whose observations hang together in stories.

    The wider, on each side, of two: percentiles of means of stories drawn whole with replacement,
    widened for small numbers (Hesterberg 2015, The American Statistician 69:371-386), and
    Student's t with the standard error by story. Where the stories are skewed, of three: also
    the bootstrap-t (Efron 1981, Canadian Journal of Statistics 9:139-172), which leans as they do.
    NaN for one story, and for stories that are all alike: what never varied says nothing of how
    it may.
    """
    story = pd.factorize(stories)[0]
    sizes = np.bincount(story)
    sums = np.bincount(story, weights=scores)
    count = len(sizes)
    if count < 2 or np.ptp(sums / sizes) == 0:
        return math.nan, math.nan
    order = np.lexsort((sums, sizes))  # so that the order of the rows does not matter
    sizes = sizes[order]
    sums = sums[order]
    mean, error = _mean_and_error(sums, sizes)
    means, errors = _draw_means(sums, sizes, seed)
    widened = student(Z, count - 1) * math.sqrt(count / (count - 1))
    tail = NormalDist().cdf(-float(widened))
    reach = float(student(Z, count - 1)) * error
    bounds = [np.quantile(means, [tail, 1 - tail]), (mean - reach, mean + reach)]
    if count >= LEAST_TO_LEAN and abs(skewness(sums - mean * sizes)) > SKEWED:
        drawn = errors > 0
        away = (means[drawn] - mean) / errors[drawn]
        low, high = np.quantile(away, [0.025, 0.975])
        bounds.append((mean - high * error, mean - low * error))
    lows, highs = zip(*bounds, strict=True)
    return float(min(lows)), float(max(highs))


def skewness(values: np.ndarray) -> float:
    """The third standardised moment; 0 where nothing varies."""
    away = values - values.mean()
    spread = math.sqrt((away**2).mean())
    return float((away**3).mean() / spread**3) if spread else 0.0


def _mean_and_error(sums: np.ndarray, sizes: np.ndarray) -> tuple[Any, Any]:
    """Mean over all observations, and its standard error by story; along the last axis."""
    count = sums.shape[-1]
    total = sizes.sum(axis=-1)
    mean = sums.sum(axis=-1) / total
    away = sums - mean[..., None] * sizes if np.ndim(mean) else sums - mean * sizes
    return mean, np.sqrt((away**2).sum(axis=-1) * count / (count - 1)) / total


def _draw_means(
    sums: np.ndarray, sizes: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Means of stories drawn with replacement, and their standard errors."""
    count = len(sizes)
    random = np.random.default_rng(seed)
    at_once = max(1, DRAWN_AT_ONCE // count)
    means = []
    errors = []
    for done in range(0, RESAMPLES, at_once):
        samples = min(at_once, RESAMPLES - done)
        drawn = random.integers(count, size=(samples, count))
        mean, error = _mean_and_error(sums[drawn], sizes[drawn])
        means.append(mean)
        errors.append(error)
    return np.concatenate(means), np.concatenate(errors)
