"""A share mended by what reading a sample shows."""

import math

import numpy as np
import pandas as pd

from toolkit.intervals import Z

LEAST = 5  # codes of a stratum


def correct_share(
    sample: pd.DataFrame, flagged: pd.Series | None = None, by: pd.Series | None = None
) -> pd.DataFrame:
    """The share of articles that truly hold what a measure flags, from a coded sample.

    The stratified estimator (Cochran 1977, Sampling Techniques, 5.3): each stratum's share in the
    sample counts as much as the stratum is large. It is the flagged share less those wrongly
    flagged, plus those missed. The interval (95 %) is a score interval of as many draws from all as
    vary as much, with each stratum's share smoothed (Agresti & Coull 1998), and smaller by what has
    been read of the whole (finite population).

    Parameters
    ----------
    sample
        From `sample_posts`, with `code` filled in: 1, True or "yes" where the article truly holds
        it, 0, False or "no" where not; empty ones are left out.
    flagged
        What the measure flags, of all articles (`flag_posts`); with `by`, for groups of them.
    by
        The group of each article, by post_id: each group's share is corrected by the error rates of
        the whole sample, taken to be the same in all groups.

    Returns
    -------
    DataFrame
        A row for `all`, or one a group: `of` (articles) · `flagged` (share that the measure flags)
        · `coded` (how many were read) · `share`, `low`, `high` (0 to 1: corrected) · `right` (of
        the flagged that were read, those that are right: precision) · `found` (of those that truly
        hold it, estimated, those that the measure flags: recall).

    Raises
    ------
    ValueError
        A code is none of these, or a stratum has under five.

    >>> sample = pd.DataFrame({"flagged": [True] * 10 + [False] * 10})
    >>> sample["size"] = sample["flagged"].map({True: 30, False: 70})
    >>> sample["stratum"] = sample["flagged"].map({True: "flagged", False: "not flagged"})
    >>> sample["code"] = [1] * 8 + [0] * 2 + [0] * 10
    >>> correct_share(sample)[["flagged", "share", "right"]].round(2).values.tolist()
    [[0.3, 0.24, 0.8]]
    """
    coded = read_codes(sample)
    strata = coded.groupby("stratum").agg(
        size=("size", "first"),
        flagged=("flagged", "first"),
        n=("code", "size"),
        hits=("code", "sum"),
    )
    missing = set(sample["stratum"]) - set(strata.index[strata["n"].ge(LEAST)])
    if missing:
        raise ValueError(
            f"under {LEAST} codes in {', '.join(sorted(missing))}: read more of these"
        )
    if by is None:
        return pd.DataFrame([_estimate(strata)], index=["all"])
    if flagged is None:
        raise ValueError("by= wants flagged=, as from flag_posts")
    rates = strata.groupby("flagged")[["size", "n", "hits"]].sum()
    groups = by.reindex(flagged.index)
    rows = {}
    for group, flags in flagged.groupby(groups, observed=True):
        sizes = flags.value_counts().reindex(rates.index, fill_value=0)
        rows[group] = _estimate(
            rates.assign(size=sizes).reset_index(), whole=rates["size"].to_numpy()
        )
    return pd.DataFrame(rows.values(), index=list(rows))


def read_codes(sample: pd.DataFrame) -> pd.DataFrame:
    """The coded rows, with codes as 0 and 1."""
    words = {
        "1": 1,
        "1.0": 1,
        "true": 1,
        "yes": 1,
        "0": 0,
        "0.0": 0,
        "false": 0,
        "no": 0,
    }
    given = sample["code"].astype(object)
    kept = given.notna() & given.astype(str).str.strip().ne("")
    said = given[kept].astype(str).str.strip().str.lower()
    strange = said[~said.isin(words)]
    if len(strange):
        raise ValueError(
            f"code: 1 or 0, yes or no is wanted, not {strange.iloc[0]!r} ({strange.index[0]})"
        )
    return sample[kept].assign(code=said.map(words).astype(int))


def _estimate(
    strata: pd.DataFrame, whole: np.ndarray | None = None
) -> dict[str, float]:
    """The row of a result; `whole` are the sizes that the sample was drawn from, if others."""
    size = strata["size"].to_numpy(float)
    n = strata["n"].to_numpy(float)
    hits = strata["hits"].to_numpy(float)
    flagged = strata["flagged"].to_numpy(bool)
    weight = size / size.sum()
    share = float((weight * hits / n).sum())
    smooth = (hits + 1) / (n + 2)
    drawn_from = size if whole is None else whole
    rest = np.clip(1 - n / np.maximum(drawn_from, 1), 0, 1)
    variance = float((weight**2 * smooth * (1 - smooth) / n * rest).sum())
    low, high = _score_interval(share, variance)
    true = weight * hits / n
    right = hits[flagged].sum() / n[flagged].sum() if flagged.any() else math.nan
    return {
        "of": int(size.sum()),
        "flagged": float(weight[flagged].sum()),
        "coded": int(n.sum()),
        "share": share,
        "low": low,
        "high": high,
        "right": right,
        "found": float(true[flagged].sum() / share) if share else math.nan,
    }


def _score_interval(share: float, variance: float) -> tuple[float, float]:
    """Wilson's interval with as many draws as have this variance."""
    if variance <= 0:  # all were read
        return share, share
    middle = min(max(share, 0.005), 0.995)
    n = middle * (1 - middle) / variance
    slack = Z**2 / n
    centre = share + slack / 2
    half = Z * math.sqrt(share * (1 - share) / n + slack / n / 4)
    low = (centre - half) / (1 + slack)
    high = (centre + half) / (1 + slack)
    return max(low, 0.0), min(high, 1.0)
