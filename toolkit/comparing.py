"""Whether the mean scores of groups differ, and what may be said of it."""

import math
from typing import Any, NamedTuple

import pandas as pd

from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.pairs import pair_observations, read_truth
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

    Which of them differ is what `compare_pairs` finds, at 5 % over all pairs at once. A group of
    under ten stories never differs.

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
    scored = scored.assign(**{column: read_truth(scored[column])})
    rows = group_rows(scored, [by], None)
    observations = collect_observations(rows, scored, column, [by])
    compared = average_cells(observations, [by], at_least, seed)
    n = compared["n"]
    all_ranks = observations["_score"].rank()
    ranks = all_ranks.groupby(observations[by], observed=True).sum().to_numpy()
    others = len(observations) - n
    compared["effect"] = (2 * ranks - n * (n + 1)) / (n * others) - 1
    pairs = pair_observations(observations, by, seed=seed)
    differing = _list_differing(pairs, compared[by])
    compared["differs_from"] = pd.Series(differing, compared.index, dtype=object)
    return compared.sort_values(
        "mean", ascending=False, kind="stable", ignore_index=True
    )


def _list_differing(pairs: pd.DataFrame, groups: pd.Series) -> list[list[object]]:
    """For each group those that it differs from, in the order of the groups."""
    apart = pairs[pairs["differs"]]
    found = {
        *zip(apart["group"], apart["other"], strict=True),
        *zip(apart["other"], apart["group"], strict=True),
    }
    differing: list[list[object]] = []
    for group in groups:
        differing.append([other for other in groups if (group, other) in found])
    return differing


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
    several = "all" if known["n"] == known["all"] else "several"
    return say(f"comparison.higher_than_{several}", lexicons, **known)
