"""Whether a comparison of groups by one metric of readability holds by the others."""

from itertools import combinations
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from toolkit.inputs import column_of_texts
from toolkit.intervals import student
from toolkit.lexicons import PACKAGED, Lexicons, open_lexicons
from toolkit.readability.counting import count_sentences
from toolkit.readability.formulas import EASE, GRADES, score_texts
from toolkit.words import split_sentences

LEAST = 5  # texts of a group that is compared
LEVEL = 0.05  # over all pairs


def sensitivity(
    scored: pd.DataFrame,
    by: str,
    metric: str = "flesch_kincaid_grade",
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Whether a comparison holds by other metrics, and with sentences split more carefully.

    Parameters
    ----------
    scored
        Posts with the column `text`.
    by
        The column of the groups to compare; those of under five texts are left out.
    metric
        The one that the others are held against; any that tells how hard a text is.
    lexicons
        A folder of your own, or lexicons already read (``abbreviations.csv``).

    Returns
    -------
    DataFrame
        One row a pair of groups, metric and way to split: `group`, `other` (by `metric` the first
        is the harder to read) · `metric` · `sentences` (`textstat`, or `toolkit`: those of
        `toolkit.words`) · `n`, `n_other` (texts) · `mean`, `mean_other` · `difference` of the
        means · `effect` (difference in standard deviations: Cohen's d 1988; above 0 if `group` is
        the harder), so that scales of other units can be set beside each other, with `low`, `high`
        (95 %, over all pairs at once: Dunn 1961, with the degrees of freedom of Welch 1947) ·
        `reversed`: whether this row says, beyond chance, the opposite of the first of its pair.

    Raises
    ------
    KeyError
        A column is missing.
    ValueError
        There are under two groups, or the metric tells no difficulty.

    Notes
    -----
    textstat ends a sentence at every full stop, also of `Mr.` and `3.5`, but counts none of under
    three words: 9 % more than `toolkit.words` in 1,760 news articles.

    >>> easy = "The cat saw the dog. It ran. "
    >>> hard = "Legislators deliberated notwithstanding opposition. "
    >>> texts = [line * n for n in range(5, 10) for line in (easy, hard)]
    >>> scored = pd.DataFrame({"text": texts, "desk": ["a", "b"] * 5})
    >>> found = sensitivity(scored, "desk")[["group", "other", "sentences", "reversed"]]
    >>> found.values[1].tolist()
    ['b', 'a', 'toolkit', False]
    """
    missing = [name for name in ("text", by) if name not in scored]
    if missing:
        raise KeyError(
            f"no column {', '.join(missing)}: posts with `text` and the groups to compare"
            " are wanted"
        )
    if metric not in GRADES:
        raise ValueError(
            f"no metric of difficulty: {metric}; there are {', '.join(GRADES)}"
        )
    ways = score_ways(column_of_texts(scored["text"]), open_lexicons(lexicons))
    return compare_ways(ways, scored[by], metric)


def score_ways(texts: pd.Series, lexicons: Lexicons = PACKAGED) -> pd.DataFrame:
    """All metrics of difficulty of each text, by the way to split its sentences.

    Returns
    -------
    DataFrame
        On the index of `texts`, columns (metric, `textstat` or `toolkit`).

    >>> ways = score_ways(pd.Series(["The well known Gov. Lee met the old Sen. Cole in a bar."]))
    >>> ways["flesch_kincaid_grade"].round(1).values.tolist()
    [[-2.1, 1.3]]
    """
    ways = {
        "textstat": count_sentences,
        "toolkit": lambda text: max(1, len(split_sentences(text, lexicons))),
    }
    frames = score_texts(texts, GRADES, list(ways.values()))
    together = dict(zip(ways, frames, strict=True))
    return pd.concat(together, axis="columns").swaplevel(axis="columns")


def compare_ways(
    ways: pd.DataFrame, groups: pd.Series, metric: str = "flesch_kincaid_grade"
) -> pd.DataFrame:
    """`sensitivity` of texts that `score_ways` has scored, row by row in these groups."""
    metrics = [metric, *(name for name in GRADES if name != metric)]
    grouped = ways.groupby(groups.to_numpy())
    summary = {
        (name, way): grouped[[(name, way)]].agg(["count", "mean", "var"])[name, way]
        for name in metrics
        for way in ("textstat", "toolkit")
    }
    first = summary[metric, "textstat"]
    chosen = first[first["count"] >= LEAST]
    chosen = chosen.sort_values("mean", ascending=metric == EASE)
    if len(chosen) < 2:
        raise ValueError(
            f"{groups.name}: two groups of at least five texts are wanted, there are"
            f" {len(chosen)}"
        )
    cells = pd.concat(summary, names=["metric", "sentences", "group"])
    of_group = {
        group: part.droplevel("group") for group, part in cells.groupby(level="group")
    }
    both = list(combinations(chosen.index, 2))
    strict = -NormalDist().inv_cdf(LEVEL / 2 / len(both))
    pairs = {
        (group, other): _contrast(of_group[group], of_group[other], strict)
        for group, other in both
    }
    return pd.concat(pairs, names=["group", "other"]).reset_index()


def _contrast(a: pd.DataFrame, b: pd.DataFrame, strict: float) -> pd.DataFrame:
    """`sensitivity` of one pair, from counts, means and variances, at a normal deviate."""
    n = a["count"]
    n_other = b["count"]
    error = a["var"] / n
    error_other = b["var"] / n_other
    both = error + error_other
    freedom = both**2 / (error**2 / (n - 1) + error_other**2 / (n_other - 1))
    half = student(strict, freedom) * np.sqrt(both)
    half = half.fillna(0.0)  # where all texts of a group are alike
    pooled = (a["var"] * (n - 1) + b["var"] * (n_other - 1)) / (n + n_other - 2)
    difference = a["mean"] - b["mean"]
    harder = np.where(a.index.get_level_values("metric") == EASE, -1, 1)
    spread = np.sqrt(pooled)
    effect = difference / spread * harder
    reach = half / spread
    low = effect - reach
    high = effect + reach
    verdict = pd.Series(np.select([low > 0, high < 0], [1, -1], 0), a.index)
    return pd.DataFrame(
        {
            "n": n,
            "n_other": n_other,
            "mean": a["mean"],
            "mean_other": b["mean"],
            "difference": difference,
            "effect": effect,
            "low": low,
            "high": high,
            "reversed": verdict * verdict.iloc[0] < 0,
        }
    )
