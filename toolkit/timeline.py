"""Posts over time: counts, shares and averages per period and group, comparisons and bursts, with their uncertainty.

Periods are calendar days, weeks (from Monday), months, quarters or years in the time zone of `published`, named by
their start. A post is known by the column `post_id` if there is one, else by the index, so that rows repeated by a join
(one per term, one per attribution) count as one post. A row without a value in a `by` column is in no group but stays
in the denominators (``fillna("none")`` makes it one); list columns such as `categories` are exploded.
"""

import math
from collections.abc import Iterable
from operator import itemgetter
from statistics import NormalDist

import numpy as np
import pandas as pd

Names = str | Iterable[str] | None
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}  # as pandas calls them
ALIASES = {"W-SUN": "week", "ME": "month", "MS": "month", "QE": "quarter", "QS": "quarter", "YE": "year", "YS": "year"}
ALIASES |= {name[0].upper(): name for name in PERIODS}
MEASURES = {"period", "n", "of", "stories", "share", "mean", "low", "high", "median", "effect", "differs_from"}
MEASURES |= {"partial", "undated"}
Z = NormalDist().inv_cdf(0.975)
RESAMPLES, FEW = 1000, 10  # under FEW stories nothing is said about a difference


def count_posts(
    posts: pd.DataFrame, *, every: str | None = "W", by: Names = None, share_of: Names = None, per: str = "post"
) -> pd.DataFrame:
    """Count posts, or stories, per period and group, silent periods included.

    `every`: day, week, month, quarter, year (or D, W, MS, ME, ...), None for all time at once. `by`: the columns that
    make the groups; a post in several counts in each. `share_of`: the columns of `by` within which shares are taken
    (``by=["outlet", "topic"], share_of="outlet"``: a topic's share of the outlet's posts, zero for a topic it never
    touched), or "all" posts of the period. `per`: "post" or "story" (the column `story`; once a group, in the period of
    its first post).

    Returns one row per period and group: `period` (its start) · the `by` columns · `n` · with `share_of` also `of` (the
    denominator), `share` (0 to 1), `low`, `high` (95 % interval of Wilson 1927, as if posts were independent; NaN where
    `of` is 0) · `partial` (a first or last period not wholly within the days seen) · `undated` (how many of the whole
    table have no date; the same on every row). ``every=None`` counts those too, and has neither `period`, `partial` nor
    `undated`. KeyError for a missing column, ValueError for an unknown option.

    >>> days = pd.to_datetime(["2016-01-05", "2016-01-06", "2016-01-19"], utc=True)
    >>> count_posts(pd.DataFrame({"published": days}))[["n", "partial"]].values.tolist()
    [[2, True], [0, False], [1, True]]
    """
    groups, within = _names(by), [] if share_of == "all" else _names(share_of)
    if share_of is not None and not (set(within) < set(groups) or not groups):
        raise ValueError(f'share_of={share_of!r} must be "all" or a part of by={by!r}: of itself each share is 1')
    rows = _rows(posts, groups, every, per)
    dated = rows[rows["_period"].notna()]
    counts = _join_sizes(_grid(dated, dated, groups, None if share_of is None else within), dated, groups, "n")
    if share_of is not None:
        counts = _join_sizes(counts, dated, within, "of")
        counts["share"], counts["low"], counts["high"] = wilson_interval(counts["n"], counts["of"])
    counts = _finish(counts, dated, every)
    return counts if every is None else counts.assign(undated=rows.loc[rows["_period"].isna(), "_unit"].nunique())


def average_score(
    scored: pd.DataFrame, column: str, *, every: str | None = None, by: Names = None, at_least: int = 5, seed: int = 0
) -> pd.DataFrame:
    """Mean of a score per period and group with its 95 % bootstrap interval.

    Rows that share an index value within a group are one observation, their mean; rows without a score are left out.
    Stories are resampled if there is a column `story` (copies and updates are no independent evidence), else posts, and
    the percentiles widened for small numbers (Hesterberg 2015, The American Statistician 69:371-386); the interval
    depends on the observations of the group and on `seed` alone. It is still too narrow for few or skewed scores.

    Returns one row per period and group: `period` (if `every`) · the `by` columns · `n` (observations) · `mean`, `low`,
    `high` (NaN if `n` is under `at_least`; no interval from one story) · `partial` (if `every`). KeyError for a missing
    column, ValueError if it holds no numbers.

    >>> scored = pd.DataFrame({"grade": [8.0, 9.0, 10.0, 11.0, 12.0, 3.0], "outlet": list("aaaaab")})
    >>> average_score(scored, "grade", by="outlet")[["outlet", "n", "mean"]].values.tolist()
    [['a', 5, 10.0], ['b', 1, nan]]
    """
    groups = _names(by)
    rows = _rows(scored, groups, every).dropna(subset=["_period"])
    observations, keys = _observations(rows, scored, column, groups), ["_period", *groups]
    table = _join_sizes(_grid(rows, observations, groups, None), observations, groups, "n")
    cells = [(key, cell) for key, cell in observations.groupby(keys, observed=True) if len(cell) >= at_least]
    found = [(*key, cell["_score"].mean(), *_interval(cell, seed)) for key, cell in cells]
    means = pd.DataFrame(found, columns=[*keys, "mean", "low", "high"])
    means = means.astype({name: table[name].dtype for name in keys} | dict.fromkeys(["mean", "low", "high"], float))
    return _finish(table.merge(means, on=keys, how="left"), rows, every)


def compare_groups(scored: pd.DataFrame, column: str, by: str, *, seed: int = 0) -> pd.DataFrame:
    """Compare the mean score of groups, and say which of them differ.

    Two groups differ if their means do at 5 % over all pairs (Holm 1979) by a t test whose standard error takes stories
    (without a column `story`, posts) as the unit, also where a story has posts in both (Liang & Zeger 1986); degrees of
    freedom are those of the group with fewer stories. A group with under ten stories is never said to differ.

    Returns one row per group, highest mean first: the `by` column · `n` · `stories` · `mean`, `low`, `high` (as
    `average_score`; intervals may overlap where groups differ) · `median` · `effect` (Cliff's delta 1993 against all
    other groups: the probability that a post from here scores higher than one from there, less that it scores lower) ·
    `differs_from` (list of groups). Raises as `average_score`.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> compare_groups(scored, "grade", "outlet")[["outlet", "mean", "effect", "differs_from"]].values.tolist()
    [['b', 39.5, 1.0, ['a']], ['a', 9.5, -1.0, ['b']]]
    """
    rows = _observations(_rows(scored, [by], None), scored, column, [by])
    ranks, found = rows["_score"].rank(), []
    for group, cell in rows.groupby(by, observed=True):
        n, rest, scores = len(cell), len(rows) - len(cell), cell["_score"]
        effect = (2 * ranks[cell.index].sum() - n * (n + 1)) / (n * rest) - 1 if rest else math.nan
        center = scores.mean(), *_interval(cell, seed), scores.median()
        found.append((group, n, cell["_cluster"].nunique(), *center, effect))
    compared = pd.DataFrame(found, columns=[by, "n", "stories", "mean", "low", "high", "median", "effect"])
    compared["differs_from"] = pd.Series(_differing(rows, compared, by), index=compared.index, dtype=object)
    return compared.sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def describe_comparison(compared: pd.DataFrame, measure: str = "score") -> str:
    """What a table from `compare_groups` allows to be said, in one sentence fit for the title of a chart.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> describe_comparison(compare_groups(scored, "grade", "outlet"), "grade")
    'b has a higher mean grade (39.5) than a (9.5)'
    """
    names, decimals = compared.iloc[:, 0], 1 if compared["mean"].abs().max() >= 1 else 2
    if (compared["stories"] >= FEW).sum() < 2:
        return f"Too few stories to compare the mean {measure} of groups (at least {FEW} in each of two)"
    for row in compared.sort_values("mean", ascending=False, kind="stable").to_dict("records"):
        lower = compared[names.isin(row["differs_from"]) & (compared["mean"] < row["mean"])]
        if len(lower):
            than = f"{len(lower)} of {len(compared) - 1} others"
            than = f"{lower.iat[0, 0]} ({lower['mean'].iat[0]:.{decimals}f})" if len(lower) == 1 else than
            return f"{row[names.name]} has a higher mean {measure} ({row['mean']:.{decimals}f}) than {than}"
    return f"No clear difference in mean {measure} between {len(compared)} groups"


def find_bursts(counts: pd.DataFrame) -> pd.DataFrame:
    """Runs of periods in which a group was at least about twice as frequent as usual.

    The two-state automaton for batches of Kleinberg (2002, Bursty and hierarchical structure in streams, section 4;
    s = 2, gamma = 1): `n` of `of`, binomial; without `of`, `n` alone, Poisson (then a rise may be the collection's).

    Returns one row per burst, heaviest first: the group columns · `begins`, `ends` (start of its first and last period)
    · `weight` (log likelihood ratio, busy to usual) · `n` (posts in it). KeyError if `counts` has no `period` or `n`.

    >>> counts = pd.DataFrame({"period": pd.date_range("2016-01-04", periods=6, freq="7D"), "n": [1, 0, 9, 8, 1, 0]})
    >>> find_bursts(counts)["begins"].dt.date.astype(str).tolist()
    ['2016-01-18']
    """
    _require(counts, ["period", "n"])
    groups, found = [name for name in counts.columns if name not in MEASURES], []
    for key, cell in counts.groupby(groups, observed=True) if groups else [((), counts)]:
        cell = cell.sort_values("period")
        gains = _gains(cell["n"].to_numpy(float), cell["of"].to_numpy(float) if "of" in cell else None)
        for first, last in _busy(gains, math.log(max(len(cell), 2))):
            run, weight = cell.iloc[first : last + 1], gains[first : last + 1].sum()
            found.append((*key, run["period"].iloc[0], run["period"].iloc[-1], weight, run["n"].sum()))
    bursts = pd.DataFrame(found, columns=[*groups, "begins", "ends", "weight", "n"])
    bursts = bursts.astype(dict.fromkeys(["begins", "ends"], counts["period"].dtype) | {"weight": float, "n": int})
    return bursts.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def wilson_interval(n: pd.Series, of: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Share and its 95 % interval (Wilson 1927, JASA 22:209-212); NaN where `of` is 0."""
    of = of.where(of > 0)
    share, slack = n / of, Z**2 / of
    middle, half = share + slack / 2, Z * np.sqrt(share * (1 - share) / of + slack / of / 4)
    return share, ((middle - half) / (1 + slack)).clip(0, 1), ((middle + half) / (1 + slack)).clip(0, 1)


def _names(columns: Names) -> list[str]:
    return [] if columns is None else [columns] if isinstance(columns, str) else list(dict.fromkeys(columns))


def _require(table: pd.DataFrame, columns: Iterable[str]) -> None:
    for name in columns:
        if name not in table.columns:
            raise KeyError(f"the table has no column {name!r}; it has {', '.join(map(str, table.columns))}")


def _rows(posts: pd.DataFrame, groups: list[str], every: str | None, per: str = "post") -> pd.DataFrame:
    """The group columns, lists exploded; `_unit`, the post or story; `_time`, its first; `_period`, that of pandas."""
    if per not in ("post", "story"):
        raise ValueError(f'per={per!r} is not known; use "post" or "story"')
    if clash := MEASURES & set(groups):
        raise ValueError(f"by={sorted(clash)} would clash with a column of the result; rename it first")
    _require(posts, [*groups, *(["story"] if per == "story" else []), *([] if every is None else ["published"])])
    rows = posts[groups].reset_index(drop=True).assign(_unit=_units(posts, per), _period=0)
    if every is not None:
        name = ALIASES.get(str(every).upper(), str(every).lower())
        if name not in PERIODS:
            raise ValueError(f"every={every!r} is not known; use one of {', '.join([*PERIODS, *ALIASES])} or None")
        times = posts["published"].reset_index(drop=True)
        times = pd.to_datetime(times, utc=True) if times.isna().all() else times
        if not pd.api.types.is_datetime64_any_dtype(times):
            raise ValueError("the column published must hold times, as read_posts gives them; see pandas.to_datetime")
        rows["_time"] = times.groupby(rows["_unit"]).transform("min")
        rows["_period"] = rows["_time"].dt.tz_localize(None).dt.to_period(PERIODS[name])
    for name in groups:
        if rows[name].dtype == object and rows[name].map(pd.api.types.is_list_like).any():
            rows = rows.explode(name)
    return rows


def _units(posts: pd.DataFrame, per: str) -> np.ndarray:
    """A number for each post, or story; a post without a story is a story of its own."""
    units = pd.factorize(posts.get("post_id", posts.index))[0]
    stories = pd.factorize(posts["story"])[0] if per == "story" else np.full(len(posts), -1)
    return np.where(stories < 0, -1 - units, stories)


def _observations(rows: pd.DataFrame, scored: pd.DataFrame, column: str, groups: list[str]) -> pd.DataFrame:
    """One row per index value and group that has a score: `_score`, its mean, and `_cluster`, what is resampled."""
    _require(scored, [column])
    if not pd.api.types.is_numeric_dtype(scored[column]) and scored[column].notna().any():
        raise ValueError(f"column {column!r} holds no numbers but {scored[column].dtype}")
    score = pd.to_numeric(scored[column]).to_numpy(float, na_value=np.nan)
    cluster, observation = _units(scored, "story" if "story" in scored else "post"), pd.factorize(scored.index)[0]
    rows = rows.assign(_score=score[rows.index], _cluster=cluster[rows.index], _unit=observation[rows.index])
    rows = rows[np.isfinite(rows["_score"])].dropna(subset=groups)
    means = rows.groupby(["_unit", *groups], observed=True)["_score"].transform("mean")
    return rows.assign(_score=means).drop_duplicates(["_unit", *groups]).reset_index(drop=True)


def _grid(rows: pd.DataFrame, grouped: pd.DataFrame, groups: list[str], within: list[str] | None) -> pd.DataFrame:
    """Every period of `rows` with every group of `grouped`; with `within`, each of its values with each of the rest."""
    dated, seen = "_time" in rows, rows["_period"]
    periods = pd.period_range(seen.min(), seen.max()) if dated and len(rows) else [0] * (not dated)
    grid = pd.DataFrame({"_period": pd.Series(periods, dtype=seen.dtype)})
    parts = [groups] if within is None else [within, [name for name in groups if name not in within]]
    for part in filter(None, parts):
        grid = grid.merge(grouped.groupby(part, observed=True).size().reset_index()[part], how="cross")
    return grid[["_period", *groups]]


def _join_sizes(grid: pd.DataFrame, rows: pd.DataFrame, columns: list[str], name: str) -> pd.DataFrame:
    """The grid with the number of distinct units in each cell of period and `columns`."""
    keys = ["_period", *columns]
    sizes = rows.drop_duplicates(["_unit", *keys]).groupby(keys, observed=True).size().rename(name).reset_index()
    return grid.merge(sizes, on=keys, how="left").fillna({name: 0}).astype({name: int})


def _finish(table: pd.DataFrame, rows: pd.DataFrame, every: str | None) -> pd.DataFrame:
    """The table with periods by their start instead of their number, and whether each is seen in part only."""
    columns = [name for name in table.columns if name != "_period"]
    if every is None:
        return table[columns]
    period = pd.PeriodIndex(table["_period"])
    start, end = (pd.Series(index.start_time.as_unit("us"), index=table.index) for index in (period, period + 1))
    days = rows["_time"].dt.tz_localize(None).dt.normalize()
    table["partial"] = (start < days.min()) | (end > days.max() + pd.Timedelta(days=1))
    zone = {"tz": rows["_time"].dt.tz, "ambiguous": np.full(len(start), True), "nonexistent": "shift_forward"}
    return table.assign(period=start.dt.tz_localize(**zone))[["period", *columns, "partial"]]


def _interval(cell: pd.DataFrame, seed: int) -> tuple[float, float]:
    """95 % interval of the mean of `_score`: clusters drawn whole with replacement, percentiles after Hesterberg."""
    cluster = pd.factorize(cell["_cluster"])[0]
    sizes, sums = np.bincount(cluster), np.bincount(cluster, weights=cell["_score"])
    k = len(sizes)
    if k < 2:
        return math.nan, math.nan
    order = np.lexsort((sums, sizes))  # so that the order of the rows does not matter
    random, at_once, means = np.random.default_rng(seed), max(1, 1_000_000 // k), []
    for done in range(0, RESAMPLES, at_once):
        drawn = order[random.integers(k, size=(min(at_once, RESAMPLES - done), k))]
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    # Student's t from the normal by the approximation of Wallace (1959), within 1 % from four degrees of freedom
    t = math.sqrt((k - 1) * math.expm1((Z * (8 * k - 5) / (8 * k - 7)) ** 2 / (k - 1)))
    tail = NormalDist().cdf(-t * math.sqrt(k / (k - 1)))
    return tuple(np.quantile(np.concatenate(means), [tail, 1 - tail]))


def _differing(rows: pd.DataFrame, compared: pd.DataFrame, by: str) -> list[list[object]]:
    """For each group of `compared`, the groups whose mean differs at 5 % after Holm's correction."""
    names, stories, mean = list(compared[by]), compared["stories"].to_numpy(), compared["mean"].to_numpy()
    group, cluster = pd.Categorical(rows[by], categories=names).codes, pd.factorize(rows["_cluster"])[0]
    # What each story contributes to each group's mean; the cross product is the covariance of the means.
    influence = np.zeros((cluster.max(initial=-1) + 1, len(names)))
    scale = np.sqrt(stories / np.maximum(stories - 1, 1)) / compared["n"].to_numpy()
    np.add.at(influence, (cluster, group), (rows["_score"].to_numpy() - mean[group]) * scale[group])
    covariance, tests = influence.T @ influence, []
    for a, b in zip(*np.triu_indices(len(names), k=1), strict=True):
        gap, v = abs(mean[a] - mean[b]), int(min(stories[a], stories[b])) - 1
        if v >= FEW - 1:
            error = math.sqrt(max(covariance[a, a] + covariance[b, b] - 2 * covariance[a, b], 1e-18))
            z = (8 * v + 1) / (8 * v + 3) * math.sqrt(v * math.log1p((gap / error) ** 2 / v))
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
        return np.asarray(n * math.log(2) - n.mean())
    usual = n.sum() / max(of.sum(), 1)
    if not 0 < usual < 1:
        return np.zeros(len(n))
    busy = min(2 * usual, (1 + usual) / 2)
    return np.asarray(n * math.log(busy / usual) + (of - n) * math.log((1 - busy) / (1 - usual)))


def _busy(gains: np.ndarray, cost: float) -> list[tuple[int, int]]:
    """First and last place of each busy run on the cheapest path (Viterbi); entering costs, leaving is free."""
    usual, busy = (0.0, list[tuple[int, int]]()), (math.inf, [(0, 0)])  # the cheapest path to each state, its runs
    for i, gain in enumerate(gains):
        stay, enter = (busy[0], [*busy[1][:-1], (busy[1][-1][0], i)]), (usual[0] + cost, [*usual[1], (i, i)])
        usual, (least, runs) = min(usual, busy, key=itemgetter(0)), min(stay, enter, key=itemgetter(0))
        busy = least - gain, runs
    return min(usual, busy, key=itemgetter(0))[1]
