"""Which groups differ: every pair of them, with its difference, interval and probability."""

from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from toolkit.dealt_stories import Group, shuffle_stories
from toolkit.intervals import (
    effective_size,
    newcombe_interval,
    normal_deviate,
    skewness,
    student,
    two_sided,
)
from toolkit.standardised import (
    NOTHING,
    Strata,
    collect_strata,
    shuffle_within,
    standardise,
)
from toolkit.timeline import FEW, collect_observations, group_rows

LEVEL = 0.05  # over all pairs
LEANING = 0.5  # skewness from which Student's t is not trusted alone
UNEQUAL = 2  # times as many stories, from which skewed groups are warned of
STEPS = 60  # halvings in search of the farthest interval that leaves 0 out
FARTHEST = 40.0  # normal deviate, where the search begins


def compare_pairs(
    scored: pd.DataFrame,
    column: str,
    by: str,
    *,
    within: str | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the mean score of each pair of groups.

    For scores: Student's t with standard errors by story (without a column `story`, by post), even
    if it is in both groups (Liang & Zeger 1986), and the degrees of freedom of Welch (1947,
    Biometrika 34:28-35); where a group is skewed also by shuffling its stories (Janssen 1997,
    Statistics & Probability Letters 36:9-21), and the less certain of both counts. For a column
    of 0 and 1, or of truth values: the interval of Newcombe (1998, Statistics in Medicine
    17:873-890, method 10) with as many posts as their stories are worth (`toolkit.intervals`).
    A group whose scores are all equal is taken to vary as the others do. Over all pairs at once:
    probabilities as Holm (1979, Scandinavian Journal of Statistics 6:65-70) corrects them,
    intervals as Dunn (1961, JASA 56:52-64), so that now and then a pair differs whose interval
    just reaches 0.

    Parameters
    ----------
    scored : DataFrame
        Posts with their scores.
    column : str
        The score: numbers, or 0 and 1, or truth values.
    by : str
        The column that makes the groups.
    within : str, optional
        A column of strata, such as `feed`: then a pair is compared within each that both have, and
        the differences are averaged with the weight n * n_other / (n + n_other) (Cochran 1954,
        Biometrics 10:417-451); of 0 and 1 and of scores alike, a pair then differs only if
        shuffling the stories within strata says so too. Posts without a stratum are left out.
    seed : int
        Of the random numbers.

    Returns
    -------
    DataFrame
        One row per pair, the higher mean first, pairs in the order of their means; under two
        groups one row, whose note says so:

        * `group`, `other`
        * `n`, `n_other`, `stories`, `stories_other`: observations, and the stories they belong to;
          with `within`, of the strata that both have
        * `difference`: of the means, group less other
        * `low`, `high`: its 95 % interval over all pairs at once; NaN where nothing can be said
        * `effect`: Cliff's delta (1993) of the pair (-1 to 1)
        * `p`: of so large a difference if there were none, corrected for all pairs; NaN where
          nothing can be said
        * `differs`: whether `p` is at most .05
        * `note`: why nothing can be said, or a warning; "" if there is none
        * with `within`: `strata` (how many both have), `crude` (the difference without them)

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If `column` holds no numbers, or `within` is `by`.

    Examples
    --------
    >>> grades = [*range(20), *range(30, 50)]
    >>> scored = pd.DataFrame({"grade": grades, "outlet": ["a"] * 20 + ["b"] * 20})
    >>> compare_pairs(scored, "grade", "outlet")[["group", "other", "difference"]].values.tolist()
    [['b', 'a', 30.0]]
    """
    if within == by:
        raise ValueError(f"within={within!r}: strata and groups are one column")
    keys = [by] if within is None else [by, within]
    scored = scored.assign(**{column: read_truth(scored[column])})
    rows = group_rows(scored, keys, None)
    observations = collect_observations(rows, scored, column, keys)
    return pair_observations(observations, by, within, seed)


def read_truth(values: pd.Series) -> pd.Series:
    """Truth values as 1 and 0, what is missing as NaN; other values as they are."""
    if pd.api.types.infer_dtype(values, skipna=True) != "boolean":
        return values
    numbers = values.astype("boolean").astype("Float64")
    return numbers.astype(float)


def pair_observations(
    observations: pd.DataFrame, by: str, within: str | None = None, seed: int = 0
) -> pd.DataFrame:
    """`compare_pairs`, of the rows that `collect_observations` gives."""
    groups = [
        Group(group, cell["_score"].to_numpy(float), cell["_story"].to_numpy(), cell)
        for group, cell in observations.groupby(by, observed=True)
    ]
    groups.sort(key=lambda group: -group.scores.mean())
    pairs = list(combinations(groups, 2))
    strata: dict[int, Strata] = {}
    if len(groups) < 2:
        table = pd.DataFrame([_describe_none(groups)])
    elif within is not None:
        table = pd.DataFrame([_describe_within(*pair, within) for pair in pairs])
        strata = _measure_within(table, pairs, within)
    else:
        table = pd.DataFrame([_describe(*pair) for pair in pairs])
        binary = observations["_score"].isin([0, 1]).all()
        measure = _measure_shares if binary else _measure_means
        measure(table, groups)
    return _correct(table.reindex(columns=COLUMNS), pairs, strata, within, seed)


COLUMNS = [
    *("group", "other", "n", "n_other", "stories", "stories_other"),
    *("difference", "low", "high", "effect", "p", "differs", "note"),
    *("strata", "crude", "_error", "_freedom", "_z", "_shares", "_sizes"),
]


def _describe(group: Group, other: Group) -> dict[str, Any]:
    """What a row says of its two groups, before any statistics."""
    row = {
        "group": group.name,
        "other": other.name,
        "n": len(group.scores),
        "n_other": len(other.scores),
        "stories": len(np.unique(group.stories)),
        "stories_other": len(np.unique(other.stories)),
        "difference": group.scores.mean() - other.scores.mean(),
        "effect": _cliffs_delta(group.scores, other.scores),
        "note": "",
    }
    if min(row["stories"], row["stories_other"]) < FEW:
        row["note"] = f"under {FEW} stories"
    return row


def _describe_none(groups: list[Group]) -> dict[str, Any]:
    """The row of no pair: why there is none."""
    row: dict[str, Any] = {"group": None, "other": None, "n": 0, "n_other": 0}
    row |= {
        "stories": 0,
        "stories_other": 0,
        "strata": 0,
        "note": "no group has a score",
    }
    for only in groups:
        row |= {"group": only.name, "n": len(only.scores)}
        row |= {
            "stories": len(np.unique(only.stories)),
            "note": "only one group has a score",
        }
    return row


def _cliffs_delta(first: np.ndarray, second: np.ndarray) -> float:
    """Probability that one of the first is above one of the second, less that of below."""
    ordered = np.sort(second)
    below = np.searchsorted(ordered, first, "left").sum()
    above = len(second) * len(first) - np.searchsorted(ordered, first, "right").sum()
    return float((below - above) / (len(first) * len(second)))


def _measure_shares(table: pd.DataFrame, groups: list[Group]) -> None:
    """The shares of each pair, and the farthest normal deviate whose interval leaves 0 out."""
    shares = np.array([group.scores.mean() for group in groups])
    sizes = np.array([_effective(group) for group in groups])
    first, second = np.triu_indices(len(groups), 1)
    table["_shares"] = list(zip(shares[first], shares[second], strict=True))
    table["_sizes"] = list(zip(sizes[first], sizes[second], strict=True))
    near = np.zeros(len(table))
    far = np.full(len(table), FARTHEST)
    for _ in range(STEPS):
        middle = (near + far) / 2
        low, high = newcombe_interval(
            (shares[first], shares[second]), (sizes[first], sizes[second]), middle
        )
        outside = (low > 0) | (high < 0)
        near = np.where(outside, middle, near)
        far = np.where(outside, far, middle)
    table["_z"] = near


def _effective(group: Group) -> float:
    """As how many independent posts a group's share counts."""
    story, seen = pd.factorize(group.stories)
    share = group.scores.mean()
    squares = (np.bincount(story, group.scores - share) ** 2).sum()
    return float(effective_size(share, len(group.scores), len(seen), squares))


def _measure_means(table: pd.DataFrame, groups: list[Group]) -> None:
    """Standard error of each difference by story, and Welch's degrees of freedom."""
    stories = pd.factorize(np.concatenate([group.stories for group in groups]))[0]
    many = stories.max() + 1
    influence = np.zeros((len(groups), many))
    counts = np.zeros(len(groups))
    done = 0
    for place, group in enumerate(groups):
        own = stories[done : done + len(group.scores)]
        done += len(group.scores)
        counts[place] = len(np.unique(own))
        away = (group.scores - group.scores.mean()) / len(group.scores)
        influence[place] = np.bincount(own, away, many)
    influence *= np.sqrt(counts / np.maximum(counts - 1, 1))[:, None]
    covariance = influence @ influence.T
    variance = _fill_constant(np.diag(covariance), groups, counts)
    if variance.max() <= NOTHING:
        table["note"] = table["note"].where(table["note"].ne(""), "scores do not vary")
    first, second = np.triu_indices(len(groups), 1)
    both = variance[first] + variance[second]
    table["_error"] = np.sqrt(np.maximum(both - 2 * covariance[first, second], NOTHING))
    parts = variance**2 / np.maximum(counts - 1, 1)
    freedom = both**2 / np.maximum(parts[first] + parts[second], 1e-300)
    table["_freedom"] = np.maximum(freedom, 1)


def _fill_constant(
    variance: np.ndarray, groups: list[Group], counts: np.ndarray
) -> np.ndarray:
    """Variances of means; of a group whose scores are all equal, as if they varied as others do."""
    squares = sum(((group.scores - group.scores.mean()) ** 2).sum() for group in groups)
    freedom = sum(len(group.scores) - 1 for group in groups)
    usual = squares / max(freedom, 1)
    return np.where(variance > NOTHING, variance, usual / np.maximum(counts, 1))


def _describe_within(group: Group, other: Group, within: str) -> dict[str, Any]:
    """What a row says of two groups in the strata that both have."""
    shared = set(group.rows[within].dropna()) & set(other.rows[within].dropna())
    crude = group.scores.mean() - other.scores.mean()
    row = {"group": group.name, "other": other.name, "strata": len(shared)}
    if not shared:
        return row | {"note": f"no {within} that both have", "crude": crude}
    kept = [_only(side, within, shared) for side in (group, other)]
    return row | _describe(kept[0], kept[1]) | {"crude": crude}


def _only(group: Group, within: str, strata: set[Any]) -> Group:
    kept = group.rows[within].isin(strata).to_numpy()
    return Group(group.name, group.scores[kept], group.stories[kept], group.rows[kept])


def _measure_within(
    table: pd.DataFrame, pairs: list[tuple[Group, Group]], within: str
) -> dict[int, Strata]:
    """Difference of each pair within strata, its standard error, Welch's degrees of freedom."""
    found = {}
    for place in table.index[table["strata"].gt(0)]:
        group, other = pairs[place]
        shared = set(group.rows[within].dropna()) & set(other.rows[within].dropna())
        kept = [_only(side, within, shared) for side in (group, other)]
        strata = collect_strata(
            [(side.scores, side.stories, side.rows[within]) for side in kept]
        )
        one = standardise(strata)
        table.loc[place, "difference"] = one.difference
        table.loc[place, "_error"] = one.error
        table.loc[place, "_freedom"] = one.freedom
        table.loc[place, "note"] = table.loc[place, "note"] or one.note
        found[place] = strata
    return found


def _correct(
    table: pd.DataFrame,
    pairs: list[tuple[Group, Group]],
    strata: dict[int, Strata],
    within: str | None,
    seed: int,
) -> pd.DataFrame:
    """The rows with intervals and probabilities corrected for all pairs that can be told."""
    told = table["note"].eq("")
    many = max(int(told.sum()), 1)
    strict = -NormalDist().inv_cdf(LEVEL / 2 / many)
    raw = pd.Series(np.nan, table.index)
    bounds = np.full((len(table), 2), np.nan)
    notes = table["note"].astype(object).to_list()
    for place in table.index[told]:
        row = table.loc[place]
        if isinstance(row["_shares"], tuple):
            raw[place] = two_sided(row["_z"])
            bounds[place] = newcombe_interval(row["_shares"], row["_sizes"], strict)
            continue
        skewed = max(abs(skewness(side.scores)) for side in pairs[place]) > LEANING
        if skewed:
            notes[place] = _warn_of_sizes(row)
        shuffled = np.array([])
        if place in strata and _is_near(row):
            shuffled = shuffle_within(strata[place], seed) / row["_error"]
        elif skewed and place not in strata and _is_near(row):
            shuffled = shuffle_stories(pairs[place][0], pairs[place][1], seed)
        raw[place], bounds[place] = _judge(row, shuffled, strict, many)
    table[["low", "high"]] = bounds
    table["note"] = notes
    table["p"] = correct_for_number(raw)
    table["differs"] = table["p"].le(LEVEL)
    kept = COLUMNS[: COLUMNS.index("strata")]
    if within is not None:
        kept = [*kept, "strata", "crude"]
    numbers = ["difference", "low", "high", "effect", "p"]
    types = dict.fromkeys(numbers, float) | {"note": str, "differs": bool}
    return table[kept].astype(types)


def _warn_of_sizes(row: pd.Series) -> str:
    fewer, more = sorted([row["stories"], row["stories_other"]])
    return "skewed, of unequal size" if more >= UNEQUAL * fewer else ""


def _is_near(row: pd.Series) -> bool:
    """Whether a pair differs by Student's t; shuffles of others would change nothing."""
    t = abs(row["difference"]) / row["_error"]
    return bool(two_sided(normal_deviate(t, row["_freedom"])) <= LEVEL)


def _judge(
    row: pd.Series, shuffled: np.ndarray, strict: float, many: int
) -> tuple[float, tuple[float, float]]:
    """The probability of a pair by itself, and its interval over all pairs."""
    t = abs(row["difference"]) / row["_error"]
    p = float(two_sided(normal_deviate(t, row["_freedom"])))
    reach = float(student(strict, row["_freedom"]))
    if len(shuffled):
        p = max(p, float(np.mean(shuffled >= t - 1e-9)))
        reach = max(reach, float(np.quantile(shuffled, 1 - LEVEL / many)))
    half = reach * row["_error"]
    return p, (row["difference"] - half, row["difference"] + half)


def correct_for_number(raw: pd.Series) -> pd.Series:
    """Probabilities corrected for their number (Holm 1979); NaN stays NaN."""
    known = raw.dropna().sort_values(kind="stable")
    factors = np.arange(len(known), 0, -1)
    stepped = np.minimum(np.maximum.accumulate(known.to_numpy() * factors), 1)
    return pd.Series(stepped, known.index).reindex(raw.index)
