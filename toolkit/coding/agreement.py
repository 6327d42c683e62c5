"""How far coders agree beyond chance."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

DISTANCES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "nominal": lambda one, other: (one != other).astype(float),
    "interval": lambda one, other: (one - other).astype(float) ** 2,
}
RESAMPLES = 1000


def agreement(
    codes: pd.DataFrame, level: str = "nominal", *, seed: int = 0
) -> dict[str, float]:
    """Krippendorff's alpha of two coders or more.

    1 is full agreement, 0 what chance would bring; .8 is asked for as a rule, .667 is the least
    from which tentative conclusions are drawn (Krippendorff 2004, Content Analysis, 2nd edition,
    11.3 and page 241). What one coder left out is left out; a post that under two coded says
    nothing.

    Parameters
    ----------
    codes
        A row a post, a column a coder; empty cells are not coded.
    level
        nominal (codes are equal or not), or interval (numbers, squared distances).
    seed
        Of the interval, which draws posts with replacement.

    Returns
    -------
    dict
        `alpha`, its 95 % interval `low`, `high`, `posts` (coded by two or more), and `agree` (the
        share of pairs of codes that are equal). NaN for alpha if all codes are equal: there is no
        chance to be better than.

    Raises
    ------
    ValueError
        No such level, or codes that are no numbers where distances are wanted.

    >>> codes = pd.DataFrame({"a": [1, 1, 0, 0, 1], "b": [1, 1, 0, 1, 1]})
    >>> round(agreement(codes)["alpha"], 3)
    0.571
    """
    if level not in DISTANCES:
        raise ValueError(f"level={level!r} is not known; use {', '.join(DISTANCES)}")
    rows = [row[~pd.isna(row)] for row in codes.to_numpy(object)]
    rows = [row for row in rows if len(row) > 1]
    values = _list_values(rows, level)
    tables = np.array([_coincidences(row, values) for row in rows])
    if not len(tables):
        return dict.fromkeys(("alpha", "low", "high", "agree"), math.nan) | {"posts": 0}
    places = np.arange(len(values)) if level == "nominal" else values.astype(float)
    apart = DISTANCES[level](places[:, None], places[None, :])
    total = tables.sum(axis=0)
    low, high = _draw_alphas(tables, apart, seed)
    return {
        "alpha": _alpha(total, apart),
        "low": low,
        "high": high,
        "posts": len(rows),
        "agree": float(np.trace(total) / total.sum()),
    }


def _list_values(rows: list[np.ndarray], level: str) -> np.ndarray:
    """The codes that were given, each once."""
    flat = pd.Series(np.concatenate([[], *rows]), dtype=object)
    if level == "nominal":
        return np.asarray(pd.unique(flat))
    numbers = pd.to_numeric(flat, errors="coerce")
    if numbers.isna().any():
        raise ValueError("level='interval': codes must be numbers")
    return np.sort(numbers.unique())


def _draw_alphas(
    tables: np.ndarray, apart: np.ndarray, seed: int
) -> tuple[float, float]:
    """The 95 % interval of alpha over posts drawn with replacement."""
    random = np.random.default_rng(seed)
    drawn = random.integers(len(tables), size=(RESAMPLES, len(tables)))
    alphas = np.array([_alpha(tables[row].sum(axis=0), apart) for row in drawn])
    known = alphas[~np.isnan(alphas)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _coincidences(row: np.ndarray, values: np.ndarray) -> np.ndarray:
    """How often each value of a post stands beside each other, each coder counted once."""
    number = pd.Index(values).get_indexer(pd.Index(row))
    counts = np.bincount(number, minlength=len(values)).astype(float)
    pairs = np.outer(counts, counts) - np.diag(counts)
    return pairs / (len(row) - 1)


def _alpha(pairs: np.ndarray, apart: np.ndarray) -> float:
    """1 less observed over expected disagreement."""
    each = pairs.sum(axis=0)
    expected = (np.outer(each, each) * apart).sum()
    if expected == 0:
        return math.nan
    return float(1 - (each.sum() - 1) * (pairs * apart).sum() / expected)
