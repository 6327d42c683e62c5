"""Peaks: periods in which a group had a larger share than chance alone would bring."""

import numpy as np
import pandas as pd

from toolkit.shuffles import Cells, Deal, deal_days, prepare_cells, probability
from toolkit.timeline import MEASURES

LEAST = 10  # posts of a period in which a group may be said to peak
LEVEL = 0.05  # over all groups and periods at once


def find_peaks(
    counts: pd.DataFrame,
    posts: pd.DataFrame,
    *,
    every: str = "week",
    per: str = "post",
    seed: int = 0,
) -> pd.DataFrame:
    """How far each group's share of each period lies above its usual share, and by what chance.

    The days of all stories are shuffled 999 times, each story with all its posts, and the largest
    excess over all groups and periods is kept: `p` is how often it is as large as the one seen. So
    it is corrected for how often one looks. The excess is the signed root of the likelihood ratio
    of `n` of `of` against the group's share of all periods. Periods seen in part, and those of
    under ten posts, are not judged.

    Parameters
    ----------
    counts : DataFrame
        From `toolkit.count_posts` with periods and `share_of`.
    posts : DataFrame
        What was counted.
    every, per : str
        The periods, and posts or stories, as they were counted.
    seed : int
        Of the shuffles.

    Returns
    -------
    DataFrame
        One row per period and group that is judged, the surest peak first:

        * the group columns
        * `period`: its start
        * `n`, `of`, `share`: as in `counts`
        * `usual`: the group's share of all periods
        * `p`: of so large an excess anywhere, if days did not matter
        * `peak`: whether `p` is at most .05

    Examples
    --------
    >>> days = pd.date_range("2016-01-04", periods=240, freq="6h", tz="UTC")
    >>> posts = pd.DataFrame({"published": days, "topic": None}, dtype=object)
    >>> posts["published"] = days
    >>> posts.loc[28:48, "topic"] = "flood"
    >>> from toolkit import count_posts
    >>> weekly = count_posts(posts, every="week", by="topic", share_of="all")
    >>> find_peaks(weekly, posts)[["topic", "n", "of", "p"]].values[0].tolist()
    ['flood', 21, 28, 0.001]
    """
    groups = [name for name in counts.columns if name not in MEASURES]
    ordered = counts.assign(_all=0).sort_values(["period"], kind="stable")
    usual = ordered.groupby(["_all", *groups], observed=True)[["n", "of"]].transform(
        "sum"
    )
    table = ordered.assign(usual=usual["n"] / usual["of"].where(usual["of"] > 0))
    judged = ~table["partial"] & table["of"].ge(LEAST)
    table = table[judged].drop(columns="_all")
    excess = _excess(table["n"], table["of"], table["usual"])
    table["p"] = np.nan
    if len(table) and len(posts):
        cells = prepare_cells(counts, posts, groups, every, per)
        table["p"] = probability(excess, _largest(counts, cells, seed))
    table["peak"] = table["p"].le(LEVEL)
    kept = [*groups, "period", "n", "of", "share", "usual", "p", "peak"]
    order = np.lexsort((-np.asarray(excess), table["p"]))
    return table[kept].iloc[order].reset_index(drop=True)


def _largest(counts: pd.DataFrame, cells: Cells, seed: int) -> np.ndarray:
    """The largest excess of each shuffle."""
    partial = counts.drop_duplicates("period").sort_values("period")["partial"]
    whole = ~partial.to_numpy(bool)
    found = [_largest_of(deal, whole) for deal in deal_days(cells, seed)]
    return np.concatenate(found)


def _largest_of(deal: Deal, whole: np.ndarray) -> np.ndarray:
    total = deal.of.sum(axis=2, keepdims=True)
    usual = deal.n.sum(axis=2, keepdims=True) / np.maximum(total, 1)
    excess = _excess(deal.n, deal.of, usual)
    judged = whole & (deal.of >= LEAST)
    found: np.ndarray = np.where(judged, excess, 0.0).max(axis=(1, 2))
    return found


def _excess(n: object, of: object, usual: object) -> np.ndarray:
    """Signed root of the likelihood ratio of `n` of `of`, against the usual share."""
    hits, all_posts, share = (np.asarray(part, float) for part in (n, of, usual))
    with np.errstate(all="ignore"):
        expected = all_posts * share
        misses = all_posts - hits
        ratio = hits * np.log(np.where(hits > 0, hits / expected, 1.0))
        ratio += misses * np.log(
            np.where(misses > 0, misses / (all_posts - expected), 1.0)
        )
        root = np.sqrt(np.maximum(2 * ratio, 0)) * np.sign(hits - expected)
    found: np.ndarray = np.nan_to_num(root, posinf=0.0, neginf=0.0)
    return found
