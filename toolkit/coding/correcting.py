"""A share mended by what reading a sample shows."""

import math

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
        the whole sample, taken to be the same in all groups; its interval also holds the chance
        by which its own articles are such or others (those of the whole sample are of the
        articles that there are, and of no others).

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
        A code is none of these, or a stratum has under five and was not read whole.

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
    least = sample.groupby("stratum")["size"].first().clip(upper=LEAST)
    missing = least.index[strata["n"].reindex(least.index, fill_value=0) < least]
    if len(missing):
        raise ValueError(
            f"under {LEAST} codes in {', '.join(sorted(missing))}: read more of these"
        )
    rates = _error_rates(strata)
    if by is None:
        return pd.DataFrame([_estimate(rates, rates["size"])], index=["all"])
    if flagged is None:
        raise ValueError("by= wants flagged=, as from flag_posts")
    unread = set(flagged.astype(bool)) - set(rates.index)
    if unread:
        raise ValueError(
            f"no code where flagged is {unread.pop()}: read some of these too"
        )
    groups = by.reindex(flagged.index)
    rows = {}
    for group, flags in flagged.astype(bool).groupby(groups, observed=True):
        sizes = flags.value_counts().reindex(rates.index, fill_value=0)
        rows[group] = _estimate(rates, sizes, drawn=True)
    return pd.DataFrame(rows.values(), index=list(rows))


def _error_rates(strata: pd.DataFrame) -> pd.DataFrame:
    """Of the flagged and of the others: how many, the share that truly hold it, its variance.

    Each stratum counts as much as it is large, however many of it were read.
    """
    size = strata["size"].astype(float)
    weight = size / size.groupby(strata["flagged"]).transform("sum")
    smooth = (strata["hits"] + 1) / (strata["n"] + 2)
    rest = (1 - strata["n"] / size).clip(0, 1)
    parts = pd.DataFrame(
        {
            "flagged": strata["flagged"],
            "size": size,
            "n": strata["n"],
            "rate": weight * strata["hits"] / strata["n"],
            "variance": weight**2 * smooth * (1 - smooth) / strata["n"] * rest,
        }
    )
    return parts.groupby("flagged").sum()


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
    flags = sample["flagged"].astype(str).str.strip().str.lower().map(words)
    if flags.isna().any():
        raise ValueError(
            "flagged: True and False are wanted, as sample_posts gives them"
        )
    coded = sample.assign(flagged=flags.astype(bool))[kept]
    return coded.assign(code=said.map(words).astype(int))


def _estimate(
    rates: pd.DataFrame, size: pd.Series, *, drawn: bool = False
) -> dict[str, float]:
    """The row of a result, of `size` articles flagged and not.

    `drawn`: they are a part of the articles to whom the same rates apply, so that chance also
    decides how many of them hold it.
    """
    weight = size / size.sum()
    true = weight * rates["rate"]
    share = float(true.sum())
    variance = float((weight**2 * rates["variance"]).sum())
    if drawn:
        smooth = (share * size.sum() + 1) / (size.sum() + 2)
        variance += smooth * (1 - smooth) / size.sum()
    low, high = _score_interval(share, variance)
    return {
        "of": int(size.sum()),
        "flagged": float(weight.get(True, 0.0)),
        "coded": int(rates["n"].sum()),
        "share": share,
        "low": low,
        "high": high,
        "right": float(rates["rate"].get(True, math.nan)),
        "found": float(true.get(True, 0.0)) / share if share else math.nan,
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
