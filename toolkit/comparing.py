"""Whether the mean scores of groups differ, and what may be said of it."""

import math
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.intervals import student
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.timeline import FEW, average_cells, collect_observations, group_rows
from toolkit.wording import say


class Comparison(NamedTuple):
    """What a table from `compare_groups` allows to be said.

    `groups`: how many are compared · `enough`: whether two of them have the ten stories that a
    difference takes · `higher`: of the groups that differ from a lower one, that with the highest
    mean (None: no difference) · `mean`: its mean · `lower`: the groups below it that it differs
    from, with their means.
    """

    groups: int
    enough: bool
    higher: object
    mean: float
    lower: dict[object, float]


def compare_groups(
    scored: pd.DataFrame, column: str, by: str, *, at_least: int = 5, seed: int = 0
) -> pd.DataFrame:
    """Compare the mean score of groups, and say which of them differ.

    Two groups differ if the interval of the difference of their means, at 95 % for all pairs at
    once (Dunn 1961, JASA 56:52-64), leaves 0 out: Student's t, with standard errors by story
    (without a column `story`, by post), even if it is in both groups (Liang & Zeger 1986), and the
    degrees of freedom of the group with fewer stories. One with under ten never differs.

    Parameters
    ----------
    scored : DataFrame
        Posts with their scores.
    column : str
        The score.
    by : str
        The column that makes the groups.
    at_least : int
        Observations under which no mean is given.
    seed : int
        Of the random numbers.

    Returns
    -------
    DataFrame
        One row per group, highest mean first:

        * the `by` column
        * `n`, `stories`: observations, and the stories they belong to
        * `mean`, `low`, `high`: as `average_score`; they may overlap where groups differ
        * `median`
        * `effect`: Cliff's delta (1993), the probability that a post scores higher than one of
          the other groups, less that of lower (-1 to 1)
        * `differs_from`: list of the groups whose mean is another

    Raises
    ------
    KeyError, ValueError
        As `average_score`.

    Examples
    --------
    >>> grades = [*range(20), *range(30, 50)]
    >>> scored = pd.DataFrame({"grade": grades, "outlet": ["a"] * 20 + ["b"] * 20})
    >>> compared = compare_groups(scored, "grade", "outlet")
    >>> compared[["outlet", "mean", "effect", "differs_from"]].values.tolist()
    [['b', 39.5, 1.0, ['a']], ['a', 9.5, -1.0, ['b']]]
    """
    rows = group_rows(scored, [by], None)
    observations = collect_observations(rows, scored, column, [by])
    compared = average_cells(observations, [by], at_least, seed)
    n = compared["n"]
    all_ranks = observations["_score"].rank()
    ranks = all_ranks.groupby(observations[by], observed=True).sum().to_numpy()
    others = len(observations) - n
    compared["effect"] = (2 * ranks - n * (n + 1)) / (n * others) - 1
    differing = _find_differing(observations, compared, by)
    compared["differs_from"] = pd.Series(differing, compared.index, dtype=object)
    return compared.sort_values(
        "mean", ascending=False, kind="stable", ignore_index=True
    )


def _find_differing(
    observations: pd.DataFrame, compared: pd.DataFrame, by: str
) -> list[list[object]]:
    """For each group of `compared`, the groups whose mean differs at 5 % over all pairs."""
    mean = compared["mean"].to_numpy()
    stories = compared["stories"].to_numpy()
    fewer = np.minimum.outer(stories, stories)
    enough = fewer >= FEW
    pairs = max(np.triu(enough, 1).sum(), 1)
    z = -NormalDist().inv_cdf(0.025 / pairs)
    covariance = _estimate_covariance(observations, compared, by)
    variance = np.diag(covariance)
    of_difference = np.add.outer(variance, variance) - 2 * covariance
    error = np.sqrt(np.maximum(of_difference, 1e-18))
    margin = student(z, np.maximum(fewer, FEW) - 1) * error
    beyond = np.abs(np.subtract.outer(mean, mean)) > margin
    return [list(compared[by][row]) for row in beyond & enough]


def _estimate_covariance(
    observations: pd.DataFrame, compared: pd.DataFrame, by: str
) -> np.ndarray:
    """Covariance of the means of all groups, by story (Liang & Zeger 1986).

    It is the cross product of what each story contributes to each group's mean.
    """
    n = compared["n"].to_numpy()
    stories = compared["stories"].to_numpy()
    mean = compared["mean"].to_numpy()
    group = pd.Index(compared[by]).get_indexer(pd.Index(observations[by]))
    story, seen = pd.factorize(observations["_story"])
    weight = np.sqrt(stories / np.maximum(stories - 1, 1)) / n
    away = (observations["_score"].to_numpy() - mean[group]) * weight[group]
    cells = np.bincount(story * len(n) + group, away, len(seen) * len(n))
    influence = cells.reshape(len(seen), len(n))
    return influence.T @ influence


def find_comparison(compared: pd.DataFrame) -> Comparison:
    """What a table from `compare_groups` allows to be said, as data.

    >>> grades = [*range(20), *range(30, 50)]
    >>> scored = pd.DataFrame({"grade": grades, "outlet": ["a"] * 20 + ["b"] * 20})
    >>> find_comparison(compare_groups(scored, "grade", "outlet"))
    Comparison(groups=2, enough=True, higher='b', mean=39.5, lower={'a': 9.5})
    """
    enough = (compared["stories"] >= FEW).sum() >= 2
    nothing = Comparison(len(compared), bool(enough), None, math.nan, {})
    if not enough:
        return nothing
    ordered = compared.sort_values("mean", ascending=False, kind="stable")
    means = dict(zip(ordered.iloc[:, 0], ordered["mean"], strict=True))
    for group, others in zip(means, ordered["differs_from"], strict=True):
        mean = means[group]
        lower = {
            name: other
            for name, other in means.items()
            if name in others and other < mean
        }
        if lower:
            return nothing._replace(higher=group, mean=mean, lower=lower)
    return nothing


def describe_comparison(
    compared: pd.DataFrame, measure: str = "score", lexicons: Lexicons = PACKAGED
) -> str:
    """What a table from `compare_groups` allows to be said, in a sentence fit for a title.

    Parameters
    ----------
    compared : DataFrame
        From `compare_groups`.
    measure : str
        What the score is called.
    lexicons : Lexicons
        With the words: the table comparison of ``sentences.toml``.

    Returns
    -------
    str
        Which group has a higher mean than which other, or than how many; or that there is no clear
        difference; or that there are too few stories to say.

    Examples
    --------
    >>> grades = [*range(20), *range(30, 50)]
    >>> scored = pd.DataFrame({"grade": grades, "outlet": ["a"] * 20 + ["b"] * 20})
    >>> describe_comparison(compare_groups(scored, "grade", "outlet"), "grade")
    'b has a higher mean grade (39.5) than a (9.5)'
    """
    found = find_comparison(compared)
    known: dict[str, Any] = {"measure": measure, "few": FEW, "n": found.groups}
    if not found.enough:
        return say("comparison.too_few", lexicons, **known)
    if not found.lower:
        return say("comparison.none", lexicons, **known)
    decimals = 1 if compared["mean"].abs().max() >= 1 else 2
    known |= {"group": found.higher, "mean": f"{found.mean:.{decimals}f}"}
    if len(found.lower) == 1:
        [(other, lower)] = found.lower.items()
        known |= {"other": other, "lower": f"{lower:.{decimals}f}"}
        return say("comparison.higher", lexicons, **known)
    known |= {"n": len(found.lower), "all": found.groups - 1}
    return say("comparison.higher_than_several", lexicons, **known)
