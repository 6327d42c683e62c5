"""Posts over time: counts, shares and averages per period and group, comparisons and bursts, each with its uncertainty.

Periods are calendar days, weeks (from Monday), months, quarters or years in the time zone of `published`, named by their
start. A post is known by the column `post_id` if there is one, else by the index, so that rows repeated by a join (one per
term, one per attribution) still count as one post. Rows without a value in a `by` column form no group of their own, but
stay in the denominators; where they matter, use ``fillna("none")`` first. List columns (`categories`) are exploded.

A small calendar of the methods: Wilson (1927) for shares; bootstrap over stories, with the percentiles widened for few
stories, for means (Hesterberg 2015, The American Statistician 69:371-386); Holm (1979) for many comparisons; Cliff (1993)
for the size of a difference; Kleinberg (2002) for bursts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
import pandas as pd

# How numpy counts a period from 1970: its unit, how many of them make a period, and the shift to its first one
# (1970-01-01 was a Thursday, three days after a Monday).
PERIODS = {"day": ("D", 1, 0), "week": ("D", 7, 3), "month": ("M", 1, 0), "quarter": ("M", 3, 0), "year": ("Y", 1, 0)}
ALIASES = {"W-SUN": "week", "ME": "month", "MS": "month", "QE": "quarter", "QS": "quarter", "YE": "year", "YS": "year"}
ALIASES |= {name[0].upper(): name for name in PERIODS}
MEASURES = ["period", "n", "of", "share", "mean", "low", "high", "partial", "undated"]
MEASURES += ["stories", "median", "effect", "differs_from"]
Z = NormalDist().inv_cdf(0.975)
RESAMPLES = 1000
FEW = 10  # below so many stories nothing is said about a difference


def count_posts(
    posts: pd.DataFrame,
    *,
    every: str | None = "W",
    by: str | Iterable[str] | None = None,
    share_of: str | Iterable[str] | None = None,
    per: str = "post",
) -> pd.DataFrame:
    """Count posts, or stories, per period and group, silent periods included.

    Parameters: `every` day, week, month, quarter, year (or pandas' D, W, MS, ME, ...), None for all time at once; `by` the
    column(s) that make the groups; `share_of` the column(s), among `by`, within which shares are taken: with
    ``by=["outlet", "topic"], share_of="outlet"`` a topic's share of the outlet's posts in that period, ``share_of="all"``
    its share of all posts; every such pair then has a row, so that a topic an outlet never touched is a zero; `per` "post"
    or "story" (one per value of the column `story`, in the period of its first post).

    Returns one row per period and group: `period` (its start) · the `by` columns · `n` · with `share_of` also `of` (the
    denominator), `share` (0 to 1), `low`, `high` (Wilson's 95 % interval, NaN where `of` is 0; posts are taken as
    independent) · `partial` (the first or last period, if the posts seen do not span all its days) · `undated` (posts
    without a date in the whole table, in no period; the same on every row). ``every=None`` counts them and has neither
    `period`, `partial` nor `undated`. A post in several groups counts in each.

    Raises KeyError for a missing column, ValueError for an unknown `every`, `per` or `share_of`.

    >>> days = pd.to_datetime(["2016-01-05", "2016-01-06", "2016-01-19"], utc=True)
    >>> posts = pd.DataFrame({"published": days, "outlet": ["a", "b", "a"]}, index=["p1", "p2", "p3"])
    >>> count_posts(posts)[["period", "n", "partial"]].to_string(index=False, header=False).split("\\n")
    ['2016-01-04 00:00:00+00:00 2  True', '2016-01-11 00:00:00+00:00 0 False', '2016-01-18 00:00:00+00:00 1  True']
    """
    groups = _names(by)
    within = [] if share_of == "all" else _names(share_of)
    if share_of is not None and not (set(within) < set(groups) or not groups):
        raise ValueError(
            f"share_of={share_of!r} must be part of by={by!r} but not all of it (then every share would be 1); "
            'for the share of all posts use share_of="all"'
        )
    rows = _rows(posts, groups, every, per)
    dated = rows[rows["_period"].notna()]
    shared = None if share_of is None else within
    counts = _join_sizes(_grid(dated, dated, groups, shared), dated, groups, "n")
    if shared is not None:
        counts = _join_sizes(counts, dated, shared, "of")
        counts["share"], counts["low"], counts["high"] = wilson_interval(counts["n"], counts["of"])
    counts = _finish(counts, dated, every)
    return counts if every is None else counts.assign(undated=rows.loc[rows["_period"].isna(), "_unit"].nunique())


def average_score(
    scored: pd.DataFrame,
    column: str,
    *,
    every: str | None = None,
    by: str | Iterable[str] | None = None,
    at_least: int = 5,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean of a score per period and group with its 95 % interval.

    Rows that share an index value within a group are one observation, their mean; rows without a score are left out.
    Stories, not posts, are resampled if there is a column `story` (updates and copies are no independent evidence), else
    posts; percentiles are widened for few stories after Hesterberg (2015). The interval depends only on the observations
    of the group and on `seed`.

    Returns one row per period and group: `period` (if `every`) · the `by` columns · `n` (observations) · `mean`, `low`,
    `high` (in units of the score; NaN if `n` is under `at_least`; no interval for a single story) · `partial` (if
    `every`). Raises KeyError for a missing column, ValueError if the column holds no numbers.

    >>> scored = pd.DataFrame({"grade": [8.0, 9.0, 10.0, 11.0, 12.0, 3.0], "outlet": list("aaaaab")})
    >>> average_score(scored, "grade", by="outlet")[["outlet", "n", "mean"]].values.tolist()
    [['a', 5, 10.0], ['b', 1, nan]]
    """
    groups = _names(by)
    rows = _rows(scored, groups, every)
    rows = rows[rows["_period"].notna()]
    observations = _observations(rows, scored, column, groups)
    table = _join_sizes(_grid(rows, observations, groups, None), observations, groups, "n")
    keys = ["_period", *groups]
    found = [
        (*key, cell["_score"].mean(), *_interval(cell, seed))
        for key, cell in observations.groupby(keys, observed=True)
        if len(cell) >= at_least
    ]
    means = pd.DataFrame(found, columns=[*keys, "mean", "low", "high"])
    means = means.astype({name: table[name].dtype for name in keys} | dict.fromkeys(["mean", "low", "high"], float))
    return _finish(table.merge(means, on=keys, how="left"), rows, every)


def compare_groups(scored: pd.DataFrame, column: str, by: str, *, seed: int = 0) -> pd.DataFrame:
    """Compare the mean score of groups, and say which of them differ.

    Two groups differ if their means do so at 5 % over all pairs (Holm 1979), by a t test whose standard error counts
    stories (posts without a column `story`) as the unit, also where one story has posts in both groups (Liang & Zeger
    1986); degrees of freedom are those of the group with fewer stories. A group with under ten stories is never said to
    differ. Observations as in `average_score`.

    Returns one row per group, highest mean first: the `by` column · `n` · `stories` · `mean`, `low`, `high` (95 % interval
    of this group alone: intervals may overlap where groups differ) · `median` · `effect` (Cliff's delta against all other
    groups, -1 to 1: how much likelier a post from here scores higher than one from elsewhere, rather than lower) ·
    `differs_from` (list of groups). Raises as `average_score`.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> compare_groups(scored, "grade", "outlet")[["outlet", "mean", "effect", "differs_from"]].values.tolist()
    [['b', 39.5, 1.0, ['a']], ['a', 9.5, -1.0, ['b']]]
    """
    rows = _observations(_rows(scored, [by], None), scored, column, [by])
    ranks = rows["_score"].rank()
    found = []
    for group, cell in rows.groupby(by, observed=True):
        n, rest, scores = len(cell), len(rows) - len(cell), cell["_score"]
        wins = ranks[cell.index].sum() - n * (n + 1) / 2
        effect = 2 * wins / (n * rest) - 1 if rest else math.nan
        mean_and_interval = scores.mean(), *_interval(cell, seed)
        found.append((group, n, cell["_cluster"].nunique(), *mean_and_interval, scores.median(), effect))
    compared = pd.DataFrame(found, columns=[by, "n", "stories", "mean", "low", "high", "median", "effect"])
    compared["differs_from"] = pd.Series(_differing(rows, compared, by), index=compared.index, dtype=object)
    return compared.sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def describe_comparison(compared: pd.DataFrame, measure: str = "score") -> str:
    """What a table from `compare_groups` allows to be said, in one sentence fit for the title of a chart.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> describe_comparison(compare_groups(scored, "grade", "outlet"), "grade")
    'b has a higher mean grade (39.5) than a (9.5)'
    """
    ordered = compared.sort_values("mean", ascending=False, kind="stable")
    large = ordered[ordered["stories"] >= FEW]
    if len(large) < 2:
        return f"Too few stories to compare the mean {measure} of groups (at least {FEW} in each of two)"
    mean = dict(zip(ordered.iloc[:, 0], ordered["mean"], strict=True))
    for group, others in zip(large.iloc[:, 0], large["differs_from"], strict=True):
        lower = [other for other in mean if other in others and mean[other] < mean[group]]
        if lower:
            named = f"{lower[0]} ({mean[lower[0]]:.3g})" if len(lower) == 1 else f"{len(lower)} of {len(large) - 1} others"
            return f"{group} has a higher mean {measure} ({mean[group]:.3g}) than {named}"
    return f"No clear difference in mean {measure} between {len(large)} groups"


def find_bursts(counts: pd.DataFrame) -> pd.DataFrame:
    """Runs of periods in which a group was at least about twice as frequent as usual.

    Kleinberg's automaton of two states for posts that come in batches (Kleinberg 2002, Bursty and hierarchical structure in
    streams, section 4; s = 2, gamma = 1): `n` of `of` posts, binomial; without `of`, `n` alone, Poisson. Without `of` a
    rise may be the collection's, not the topic's.

    Returns one row per burst, heaviest first: the group columns · `begins`, `ends` (starts of its first and last period) ·
    `weight` (log likelihood ratio of the busy against the usual state) · `n` (posts in it). Raises KeyError if `counts` has
    no `period` or `n`.

    >>> weeks = pd.date_range("2016-01-04", periods=8, freq="7D")
    >>> find_bursts(pd.DataFrame({"period": weeks, "n": [1, 0, 1, 9, 8, 1, 0, 1]}))["begins"].dt.date.astype(str).tolist()
    ['2016-01-25']
    """
    _require(counts, ["period", "n"])
    groups = [name for name in counts.columns if name not in {*MEASURES}]
    found = []
    for key, cell in counts.groupby(groups, observed=True) if groups else [((), counts)]:
        cell = cell.sort_values("period")
        gains = _gains(cell["n"].to_numpy(float), cell["of"].to_numpy(float) if "of" in cell else None)
        for first, last in _busy(gains, math.log(max(len(cell), 2))):
            within = slice(first, last + 1)
            edges = cell["period"].iloc[first], cell["period"].iloc[last]
            found.append((*key, *edges, gains[within].sum(), int(cell["n"].iloc[within].sum())))
    bursts = pd.DataFrame(found, columns=[*groups, "begins", "ends", "weight", "n"])
    bursts = bursts.astype({"begins": counts["period"].dtype, "ends": counts["period"].dtype, "weight": float, "n": int})
    return bursts.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def _names(columns: str | Iterable[str] | None) -> list[str]:
    return [] if columns is None else [columns] if isinstance(columns, str) else list(dict.fromkeys(columns))


def _require(table: pd.DataFrame, columns: Iterable[str]) -> None:
    for name in columns:
        if name not in table.columns:
            raise KeyError(f"the table has no column {name!r}; it has {', '.join(map(str, table.columns))}")


def _unit(every: str) -> tuple[str, int, int]:
    name = ALIASES.get(every.upper(), every.lower())
    if name not in PERIODS:
        raise ValueError(f"every={every!r} is not known; use one of {', '.join(PERIODS)}, {', '.join(ALIASES)} or None")
    return PERIODS[name]


def _rows(posts: pd.DataFrame, groups: list[str], every: str | None, per: str = "post") -> pd.DataFrame:
    """The group columns, lists exploded; `_unit`, the post or story; `_time`, its first; `_period`, numbered, NA if undated.

    The index numbers the rows of `posts`.
    """
    if per not in ("post", "story"):
        raise ValueError(f'per={per!r} is not known; use "post" or "story"')
    if clash := {*MEASURES} & set(groups):
        raise ValueError(f"by={sorted(clash)} would clash with a column of the result; rename it first")
    _require(posts, [*groups, *(["story"] if per == "story" else []), *([] if every is None else ["published"])])
    rows = posts[groups].reset_index(drop=True).assign(_unit=_units(posts, per), _period=0)
    if every is not None:
        unit, size, shift = _unit(every)
        times = posts["published"].reset_index(drop=True)
        if times.isna().all():
            times = pd.to_datetime(times, utc=True)
        if not isinstance(times.dtype, pd.DatetimeTZDtype) and times.dtype.kind != "M":
            raise ValueError("the column published must hold times, as read_posts gives them; see pandas.to_datetime")
        rows["_time"] = times.groupby(rows["_unit"]).transform("min")
        wall = rows["_time"].dt.tz_localize(None).to_numpy().astype(f"datetime64[{unit}]").astype("int64")
        rows["_period"] = pd.Series((wall + shift) // size, dtype="Int64").mask(rows["_time"].isna())
    for name in groups:
        if rows[name].dtype == object and rows[name].map(pd.api.types.is_list_like).any():
            rows = rows.explode(name)
    return rows


def _units(posts: pd.DataFrame, per: str) -> np.ndarray:
    """A number for each post, or story; a post without a story is a story of its own."""
    units = pd.factorize(posts["post_id"] if "post_id" in posts else posts.index)[0]
    if per == "post":
        return units
    stories = pd.factorize(posts["story"])[0]
    return np.where(stories < 0, -1 - units, stories)


def _observations(rows: pd.DataFrame, scored: pd.DataFrame, column: str, groups: list[str]) -> pd.DataFrame:
    """One row per index value and group that has a score: `_score`, its mean, and `_cluster`, what is resampled."""
    _require(scored, [column])
    if not pd.api.types.is_numeric_dtype(scored[column]) and scored[column].notna().any():
        raise ValueError(f"column {column!r} holds no numbers but {scored[column].dtype}")
    score = pd.to_numeric(scored[column]).to_numpy(float, na_value=np.nan)
    cluster = _units(scored, "story" if "story" in scored else "post")
    rows = rows.assign(_score=np.where(np.isfinite(score), score, np.nan)[rows.index], _cluster=cluster[rows.index])
    rows["_unit"] = pd.factorize(scored.index)[0][rows.index]
    rows = rows.dropna(subset=["_score", *groups])
    means = rows.groupby(["_unit", *groups], observed=True)["_score"].transform("mean")
    return rows.assign(_score=means).drop_duplicates(["_unit", *groups]).reset_index(drop=True)


def _grid(rows: pd.DataFrame, grouped: pd.DataFrame, groups: list[str], within: list[str] | None) -> pd.DataFrame:
    """Every period of `rows` with every group of `grouped`; with `within`, each of its values with each of the rest."""
    first, last = (rows["_period"].min(), rows["_period"].max()) if len(rows) else (0, 0 if "_time" not in rows else -1)
    grid = pd.DataFrame({"_period": pd.Series(range(first, last + 1), dtype=rows["_period"].dtype)})
    parts = [groups] if within is None else [within, [name for name in groups if name not in within]]
    for part in filter(None, parts):
        grid = grid.merge(grouped.groupby(part, observed=True).size().reset_index()[part], how="cross")
    return grid[["_period", *groups]]


def _join_sizes(grid: pd.DataFrame, rows: pd.DataFrame, columns: list[str], name: str) -> pd.DataFrame:
    """The grid with the number of distinct units in each cell of period and `columns`."""
    keys = ["_period", *columns]
    units = rows.drop_duplicates(["_unit", *keys])
    sizes = units.groupby(keys, observed=True).size().rename(name).reset_index()
    return grid.merge(sizes, on=keys, how="left").fillna({name: 0}).astype({name: int})


def _finish(table: pd.DataFrame, rows: pd.DataFrame, every: str | None) -> pd.DataFrame:
    """The table with periods by their start instead of their number, and whether each is seen in part only."""
    if every is None:
        return table.drop(columns="_period")
    unit, size, shift = _unit(every)
    number = table["_period"].to_numpy("int64") * size - shift
    start, end = (pd.Series(n.astype(f"datetime64[{unit}]").astype("datetime64[us]")) for n in (number, number + size))
    days = rows["_time"].dt.tz_localize(None).dt.normalize()
    table["partial"] = (start < days.min()) | (end > days.max() + pd.Timedelta(days=1))
    zone = rows["_time"].dt.tz
    start = start.dt.tz_localize(zone, ambiguous=np.full(len(start), True), nonexistent="shift_forward")
    return table.drop(columns="_period").assign(period=start)[["period", *table.columns.drop("_period")]]


def wilson_interval(n: pd.Series, of: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Share and 95 % interval (Wilson 1927, JASA 22:209-212); NaN where `of` is 0."""
    of = of.where(of > 0)
    share, slack = n / of, Z**2 / of
    middle, half = share + slack / 2, Z * np.sqrt(share * (1 - share) / of + slack / of / 4)
    return share, ((middle - half) / (1 + slack)).clip(0, 1), ((middle + half) / (1 + slack)).clip(0, 1)


def _interval(cell: pd.DataFrame, seed: int) -> tuple[float, float]:
    """95 % interval of the mean of `_score`: whole clusters drawn with replacement, percentiles after Hesterberg (2015)."""
    cluster = pd.factorize(cell["_cluster"])[0]
    sizes, sums = np.bincount(cluster), np.bincount(cluster, weights=cell["_score"])
    k = len(sizes)
    if k < 2:
        return math.nan, math.nan
    order = np.lexsort((sums, sizes))  # so that the order of the rows does not matter
    sizes, sums = sizes[order], sums[order]
    random, at_once = np.random.default_rng(seed), max(1, 1_000_000 // k)
    means = []
    for done in range(0, RESAMPLES, at_once):
        drawn = random.integers(k, size=(min(at_once, RESAMPLES - done), k))
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    # Student's t from the normal by the approximation of Wallace (1959), within 1 % from four degrees of freedom
    t = math.sqrt((k - 1) * math.expm1((Z * (8 * k - 5) / (8 * k - 7)) ** 2 / (k - 1)))
    tail = NormalDist().cdf(-t * math.sqrt(k / (k - 1)))
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)


def _differing(rows: pd.DataFrame, compared: pd.DataFrame, by: str) -> list[list[object]]:
    """For each group of `compared`, the groups whose mean differs at 5 % after Holm's correction."""
    names, stories = list(compared[by]), compared["stories"].to_numpy()
    group = pd.Categorical(rows[by], categories=names).codes
    cluster = pd.factorize(rows["_cluster"])[0]
    # What each story contributes to each group's mean; its cross product is the covariance of the means.
    influence = np.zeros((cluster.max(initial=-1) + 1, len(names)))
    scale = np.sqrt(stories / np.maximum(stories - 1, 1)) / compared["n"].to_numpy()
    np.add.at(influence, (cluster, group), (rows["_score"] - compared["mean"].to_numpy()[group]) * scale[group])
    covariance = influence.T @ influence
    large = np.flatnonzero(stories >= FEW)
    pairs = [(a, b) for i, a in enumerate(large) for b in large[i + 1 :]]
    tests = []
    for a, b in pairs:
        variance = covariance[a, a] + covariance[b, b] - 2 * covariance[a, b]
        gap, v = abs(compared["mean"].iloc[a] - compared["mean"].iloc[b]), int(min(stories[a], stories[b])) - 1
        t = gap / math.sqrt(variance) if variance > 1e-18 else (math.inf if gap > 1e-9 else 0.0)
        z = (8 * v + 1) / (8 * v + 3) * math.sqrt(v * math.log1p(t * t / v))
        tests.append((math.erfc(z / math.sqrt(2)), a, b))
    differing: list[list[object]] = [[] for _ in names]
    for rank, (p, a, b) in enumerate(sorted(tests)):
        if p * (len(tests) - rank) > 0.05:
            break
        differing[a].append(names[b])
        differing[b].append(names[a])
    return differing


def _gains(n: np.ndarray, of: np.ndarray | None) -> np.ndarray:
    """How much likelier each period's count is in the busy than in the usual state, as a logarithm."""
    if of is None:
        return n * math.log(2) - n.mean()
    usual = n.sum() / of.sum() if of.sum() else 0.0
    if usual in (0.0, 1.0):
        return np.zeros(len(n))
    busy = min(2 * usual, (1 + usual) / 2)
    return n * math.log(busy / usual) + (of - n) * math.log((1 - busy) / (1 - usual))


def _busy(gains: np.ndarray, cost: float) -> list[tuple[int, int]]:
    """First and last place of each busy run on the cheapest path (Viterbi); entering the busy state costs, leaving is free."""
    usual, busy, back = 0.0, math.inf, []
    for gain in gains:
        back.append((busy < usual, busy <= usual + cost))
        usual, busy = min(usual, busy), min(busy, usual + cost) - gain
    state, runs = busy < usual, []
    for place in range(len(back) - 1, -1, -1):
        came_from = back[place][int(state)]
        if state:
            runs = [(place, runs[0][1]), *runs[1:]] if runs and runs[0][0] == place + 1 else [(place, place), *runs]
        state = came_from
    return runs
