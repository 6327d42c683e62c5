"""Posts over time: counts, shares and averages per period and group, comparisons and bursts, with their uncertainty.

Periods are calendar days, weeks (from Monday), months, quarters or years in the time zone of `published`, named by
their start. A post is known by the column `post_id` if there is one, else by the index, so that rows repeated by a join
(one per term, one per attribution) count as one post. A row without a value in a `by` column is in no group but stays
in the denominators (``fillna("none")`` makes it one); list columns such as `categories` are exploded.
"""

import math
from collections import Counter
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
import pandas as pd

from toolkit.intervals import Z, student, wilson_interval
from toolkit.words import as_texts, split_tokens

Names = str | Iterable[str] | None
PERIODS = {
    "day": "D",
    "week": "W-SUN",
    "month": "M",
    "quarter": "Q-DEC",
    "year": "Y-DEC",
}  # as pandas calls them
PERIODS |= {
    alias: code
    for name, code in PERIODS.items()
    for alias in (name[0], name[0] + "e", name[0] + "s", code)
}
MEASURES = {
    *"period n of stories share mean low high median effect differs_from partial undated smoothed".split()
}
RESAMPLES, FEW = 1000, 10  # under FEW stories nothing is said about a difference


def count_posts(posts: pd.DataFrame, *, every: str | None = "W", by: Names = None, share_of: Names = None,
                per: str = "post") -> pd.DataFrame:  # fmt: skip
    """Count posts, or stories, per period and group, silent periods included.

    `every`: day, week, month, quarter, year (or D, W, MS, ME, ...), None for all time at once. `by`: the columns that
    make the groups; a post in several counts in each. `share_of`: the columns of `by` within which shares are taken
    (``by=["outlet", "topic"], share_of="outlet"``: a topic's share of the outlet's posts, also if zero), or "all" posts
    of the period. `per`: "post" or "story" (the column `story`; once a group, in the period of its first post).

    Returns one row per period and group: `period` (its start) · the `by` columns · `n` · with `share_of` also `of` (the
    denominator), `share` (0 to 1), `low`, `high` (95 % interval of Wilson 1927, as if posts were independent; NaN where
    `of` is 0) · `partial` (a first or last period not wholly within the days seen) · `undated` (posts of the
    whole table without a date; ``every=None`` counts them). KeyError: a missing column; ValueError: an unknown option.

    >>> days = pd.to_datetime(["2016-01-05", "2016-01-06", "2016-01-19"], utc=True)
    >>> count_posts(pd.DataFrame({"published": days}))[["n", "partial"]].values.tolist()
    [[2, True], [0, False], [1, True]]
    """
    groups, within = _names(by), [] if share_of == "all" else _names(share_of)
    if within and not set(within) < set(groups):
        raise ValueError(
            f'share_of={share_of!r} must be "all" or a part of by={by!r}: of itself each share is 1'
        )
    rows = _rows(posts, groups, every, per)
    dated = rows[rows["_period"].notna()]
    counts = _join_sizes(_grid(dated, dated, groups, within), dated, groups, "n")
    if share_of is not None:
        counts = _join_sizes(counts, dated, within, "of")
        counts["share"], counts["low"], counts["high"] = wilson_interval(
            counts["n"], counts["of"]
        )
    counts = _finish(counts, dated, every)
    return (
        counts
        if every is None
        else counts.assign(undated=rows.loc[rows["_period"].isna(), "_unit"].nunique())
    )


def average_score(scored: pd.DataFrame, column: str, *, every: str | None = None, by: Names = None, at_least: int = 5,
                  seed: int = 0) -> pd.DataFrame:  # fmt: skip
    """Mean of a score per period and group with its 95 % bootstrap interval.

    Rows that share an index value within a group are one observation, their mean; rows without a score are left out.
    Stories are resampled if there is a column `story` (copies and updates are no independent evidence), else posts, and
    the percentiles widened for small numbers (Hesterberg 2015, The American Statistician 69:371-386); the interval
    depends on the observations of the group and on `seed` alone. It is still too narrow for few or skewed scores.

    Returns one row per period and group: `period` · the `by` columns · `n` (observations) · `mean`, `low`, `high` (NaN
    if `n` is under `at_least`; no interval from one story, or from equal ones) · `partial`; the first and the last if
    there is `every`. KeyError for a missing column, ValueError if it holds no numbers.

    >>> scored = pd.DataFrame({"grade": [8.0, 9.0, 10.0, 11.0, 12.0, 3.0], "outlet": list("aaaaab")})
    >>> average_score(scored, "grade", by="outlet")[["outlet", "n", "mean"]].values.tolist()
    [['a', 5, 10.0], ['b', 1, nan]]
    """
    groups = _names(by)
    rows = _rows(scored, groups, every).dropna(subset=["_period"])
    observations = _observations(rows, scored, column, groups)
    means = _average(observations, ["_period", *groups], at_least, seed).drop(
        columns=["stories", "median"]
    )
    table = _grid(rows, observations, groups).merge(means, how="left")
    return _finish(table.fillna({"n": 0}).astype({"n": int}), rows, every)


def compare_groups(
    scored: pd.DataFrame, column: str, by: str, *, at_least: int = 5, seed: int = 0
) -> pd.DataFrame:
    """Compare the mean score of groups, and say which of them differ.

    Two groups differ if the interval of the difference of their means, at 95 % for all pairs at once (Dunn 1961, JASA
    56:52-64), leaves 0 out: Student's t, with standard errors by story (without a column `story`, by post), even if in
    both groups (Liang & Zeger 1986), the degrees of freedom of the one with fewer. One with under ten never differs.

    Returns one row per group, highest mean first: the `by` column · `n` · `stories` · `mean`, `low`, `high` (as
    `average_score`; they may overlap where groups differ) · `median` · `effect` (Cliff's delta 1993: the probability
    that a post scores higher than one of the others, less that of lower) · `differs_from` (list). Raises as it.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> compare_groups(scored, "grade", "outlet")[["outlet", "mean", "effect", "differs_from"]].values.tolist()
    [['b', 39.5, 1.0, ['a']], ['a', 9.5, -1.0, ['b']]]
    """
    rows = _observations(_rows(scored, [by], None), scored, column, [by])
    compared = _average(rows, [by], at_least, seed)
    n, ranks = (
        compared["n"],
        rows["_score"].rank().groupby(rows[by], observed=True).sum().to_numpy(),
    )
    compared["effect"] = (2 * ranks - n * (n + 1)) / (n * (len(rows) - n)) - 1
    compared["differs_from"] = pd.Series(
        _differing(rows, compared, by), index=compared.index, dtype=object
    )
    return compared.sort_values(
        "mean", ascending=False, kind="stable", ignore_index=True
    )


def describe_comparison(compared: pd.DataFrame, measure: str = "score") -> str:
    """What a table from `compare_groups` allows to be said, in one sentence fit for the title of a chart.

    >>> scored = pd.DataFrame({"grade": [*range(20), *range(30, 50)], "outlet": ["a"] * 20 + ["b"] * 20})
    >>> describe_comparison(compare_groups(scored, "grade", "outlet"), "grade")
    'b has a higher mean grade (39.5) than a (9.5)'
    """
    names, decimals = compared.iloc[:, 0], 1 if compared["mean"].abs().max() >= 1 else 2
    if (compared["stories"] >= FEW).sum() < 2:
        return f"Too few stories to compare the mean {measure} of groups (at least {FEW} in each of two)"
    for row in compared.sort_values("mean", ascending=False, kind="stable").to_dict(
        "records"
    ):
        lower = compared[
            names.isin(row["differs_from"]) & (compared["mean"] < row["mean"])
        ]
        if len(lower):
            than = f"{len(lower)} of {len(compared) - 1} others"
            than = (
                f"{lower.iat[0, 0]} ({lower['mean'].iat[0]:.{decimals}f})"
                if len(lower) == 1
                else than
            )
            return f"{row[names.name]} has a higher mean {measure} ({row['mean']:.{decimals}f}) than {than}"
    return f"No clear difference in mean {measure} between {len(compared)} groups"


def find_bursts(
    counts: pd.DataFrame, posts: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Runs of periods in which a group was at least about twice as frequent as usual, with what makes them.

    The two-state automaton for batches of Kleinberg (2002, Bursty and hierarchical structure in streams, section 4;
    s = 2, gamma = 1): `n` of `of`, binomial; without `of`, `n` alone, Poisson (then a rise may be the collection's).

    Returns one row per burst, heaviest first: the group columns · `begins`, `ends` (start of its first and last period)
    · `weight` (log likelihood ratio, busy to usual) · `n` (posts in it). With `posts`, what was counted, also `posts`
    (list of ids) and `words`, up to eight that tell the `text` of its stories from the others' (log odds, prior all:
    Monroe, Colaresi & Quinn 2008, Political Analysis 16:372-403; z over 1.96). KeyError for a missing column.

    >>> counts = pd.DataFrame({"period": pd.date_range("2016-01-04", periods=6, freq="7D"), "n": [1, 0, 9, 8, 1, 0]})
    >>> find_bursts(counts)["begins"].dt.date.astype(str).tolist()
    ['2016-01-18']
    """
    groups, found = [name for name in counts.columns if name not in MEASURES], []
    for (_, *key), cell in (
        counts.assign(_all=0)
        .sort_values("period")
        .groupby(["_all", *groups], observed=True)
    ):
        of = cell.get(
            "of", pd.Series(1e9, cell.index)
        )  # one of so many is so rare that binomial is Poisson
        for first, last, weight in _busy(cell["n"].to_numpy(float), of.to_numpy(float)):
            run = cell.iloc[first : last + 1]
            found.append(
                (
                    *key,
                    run["period"].iloc[0],
                    run["period"].iloc[-1],
                    weight,
                    run["n"].sum(),
                )
            )
    bursts = pd.DataFrame(found, columns=[*groups, "begins", "ends", "weight", "n"])
    bursts = bursts.astype(
        dict.fromkeys(["begins", "ends"], counts["period"].dtype)
        | {"weight": float, "n": int}
    )
    bursts = bursts.sort_values(
        "weight", ascending=False, kind="stable", ignore_index=True
    )
    return (
        bursts
        if posts is None
        else _add_evidence(bursts, counts["period"], posts, groups)
    )


def _names(columns: Names) -> list[str]:
    return (
        []
        if columns is None
        else [columns]
        if isinstance(columns, str)
        else list(dict.fromkeys(columns))
    )


def _rows(
    posts: pd.DataFrame, groups: list[str], every: str | None, per: str = "post"
) -> pd.DataFrame:
    """By place in `posts`: groups, lists exploded; `_story`; `_unit` (story or post); its first `_time`; `_period`."""
    if per not in ("post", "story"):
        raise ValueError(f'per={per!r} is not known; use "post" or "story"')
    if clash := MEASURES & set(groups):
        raise ValueError(
            f"by={sorted(clash)} would clash with a column of the result; rename it first"
        )
    if missing := set(groups) - set(posts.columns):
        raise KeyError(
            f"by={sorted(missing)}: the table has no such column, but {', '.join(map(str, posts.columns))}"
        )
    unit = pd.factorize(posts.get("post_id", posts.index))[0]
    story = (
        pd.factorize(posts["story"])[0]
        if per == "story" or "story" in posts
        else np.full(len(posts), -1)
    )
    rows = (
        posts[groups]
        .reset_index(drop=True)
        .assign(_story=np.where(story < 0, -1 - unit, story), _period=0)
    )
    rows["_unit"] = unit if per == "post" else rows["_story"]
    if every is not None:
        if str(every).lower() not in PERIODS:
            raise ValueError(
                f"every={every!r} is not known; use one of {', '.join(PERIODS)} or None"
            )
        times = posts["published"].reset_index(drop=True)
        times = pd.to_datetime(times, utc=True) if times.isna().all() else times
        if not pd.api.types.is_datetime64_any_dtype(times):
            raise ValueError(
                "the column published must hold times, as read_posts gives them; see pandas.to_datetime"
            )
        rows["_time"] = times.groupby(rows["_unit"]).transform("min")
        rows["_period"] = (
            rows["_time"].dt.tz_localize(None).dt.to_period(PERIODS[str(every).lower()])
        )
    for name in groups:
        rows = rows.explode(name) if rows[name].dtype == object else rows
    return rows


def _observations(
    rows: pd.DataFrame, scored: pd.DataFrame, column: str, groups: list[str]
) -> pd.DataFrame:
    """One row per index value and group that has a score: `_score` is its mean; `_story` what is resampled."""
    if (
        not pd.api.types.is_numeric_dtype(scored[column])
        and scored[column].notna().any()
    ):
        raise ValueError(
            f"column {column!r} holds no numbers but {scored[column].dtype}"
        )
    score = (
        pd.to_numeric(scored[column])
        .replace([np.inf, -np.inf], np.nan)
        .to_numpy(float, na_value=np.nan)
    )
    rows = rows.assign(
        _score=score[rows.index], _unit=pd.factorize(scored.index)[0][rows.index]
    )
    known = rows.dropna(subset=["_score"]).groupby(
        ["_unit", *groups], as_index=False, observed=True, sort=False
    )
    return known.agg(
        _score=("_score", "mean"),
        _story=("_story", "first"),
        _period=("_period", "first"),
    )


def _grid(
    rows: pd.DataFrame,
    grouped: pd.DataFrame,
    groups: list[str],
    within: Iterable[str] = (),
) -> pd.DataFrame:
    """Every period of `rows` with every group of `grouped`; each value of `within` with each of the other columns."""
    dated, seen = "_time" in rows, rows["_period"]
    periods = (
        pd.period_range(seen.min(), seen.max())
        if dated and len(rows)
        else [0] * (not dated)
    )
    grid = pd.DataFrame({"_period": pd.Series(periods, dtype=seen.dtype)})
    for part in filter(
        None, [[*within], [name for name in groups if name not in within]]
    ):
        grid = grid.merge(
            grouped.groupby(part, observed=True).size().reset_index()[part], how="cross"
        )
    return grid[["_period", *groups]]


def _join_sizes(
    grid: pd.DataFrame, rows: pd.DataFrame, columns: list[str], name: str
) -> pd.DataFrame:
    sizes = (
        rows.groupby(["_period", *columns], observed=True)["_unit"]
        .nunique()
        .rename(name)
        .reset_index()
    )
    return grid.merge(sizes, how="left").fillna({name: 0}).astype({name: int})


def _finish(table: pd.DataFrame, rows: pd.DataFrame, every: str | None) -> pd.DataFrame:
    """The table with periods by their start instead of their number, and whether each is seen in part only."""
    period = table.pop("_period")
    if every is None:
        return table
    numbers = pd.PeriodIndex(period)
    start, end = (
        pd.Series(index.start_time.as_unit("us"), table.index)
        for index in (numbers, numbers + 1)
    )
    days = rows["_time"].dt.tz_localize(None).dt.normalize()
    table["partial"] = (start < days.min()) | (end > days.max() + pd.Timedelta(days=1))
    zone = {
        "tz": rows["_time"].dt.tz,
        "ambiguous": np.full(len(start), True),
        "nonexistent": "shift_forward",
    }
    table.insert(0, "period", start.dt.tz_localize(**zone))
    lived = table["period"] < end.dt.tz_localize(
        **zone
    )  # a zone that crosses the date line leaves a day out
    return table[lived].reset_index(drop=True)


def _average(
    observations: pd.DataFrame, keys: list[str], at_least: int, seed: int
) -> pd.DataFrame:
    """`keys`, `n`, `stories`, `mean`, `low`, `high` and `median` of each cell; NaN for those with too few."""
    cells = observations.groupby(keys, observed=True)
    averages = cells.agg(
        n=("_score", "size"), stories=("_story", "nunique"), mean=("_score", "mean")
    )
    averages[["low", "high"]] = np.array(
        [_interval(cell, seed, at_least) for _, cell in cells]
    ).reshape(-1, 2)
    averages["median"] = cells["_score"].median()
    averages.loc[averages["n"] < at_least, ["mean", "median"]] = math.nan
    return averages.reset_index()


def _interval(cell: pd.DataFrame, seed: int, at_least: int) -> tuple[float, float]:
    """95 % interval of the mean of `_score`: stories drawn whole with replacement, percentiles after Hesterberg."""
    story = pd.factorize(cell["_story"])[0]
    sizes, sums = np.bincount(story), np.bincount(story, weights=cell["_score"])
    k = len(sizes)
    if (
        len(cell) < at_least or k < 2 or np.ptp(sums / sizes) == 0
    ):  # what never varied says nothing of how it may
        return math.nan, math.nan
    order = np.lexsort((sums, sizes))  # so that the order of the rows does not matter
    random, at_once, means = np.random.default_rng(seed), max(1, 1_000_000 // k), []
    for done in range(0, RESAMPLES, at_once):
        drawn = order[random.integers(k, size=(min(at_once, RESAMPLES - done), k))]
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    tail = NormalDist().cdf(-float(student(Z, k - 1)) * math.sqrt(k / (k - 1)))
    return tuple(np.quantile(np.concatenate(means), [tail, 1 - tail]))


def _differing(
    rows: pd.DataFrame, compared: pd.DataFrame, by: str
) -> list[list[object]]:
    """For each group of `compared`, the groups whose mean differs at 5 % over all pairs."""
    n, stories, mean = (compared[name].to_numpy() for name in ("n", "stories", "mean"))
    group, (cluster, seen) = (
        pd.Index(compared[by]).get_indexer(pd.Index(rows[by])),
        pd.factorize(rows["_story"]),
    )
    # What each story contributes to each group's mean; the cross product is the covariance of the means.
    away = (rows["_score"].to_numpy() - mean[group]) * (
        np.sqrt(stories / np.maximum(stories - 1, 1)) / n
    )[group]
    influence = np.bincount(cluster * len(n) + group, away, len(seen) * len(n)).reshape(
        len(seen), len(n)
    )
    covariance, fewer = influence.T @ influence, np.minimum.outer(stories, stories)
    variance = np.diag(covariance)
    error = np.sqrt(
        np.maximum(np.add.outer(variance, variance) - 2 * covariance, 1e-18)
    )
    z = -NormalDist().inv_cdf(0.025 / max(np.triu(fewer >= FEW, 1).sum(), 1))
    beyond = (
        np.abs(np.subtract.outer(mean, mean))
        > student(z, np.maximum(fewer, FEW) - 1) * error
    )
    return [list(compared[by][row]) for row in beyond & (fewer >= FEW)]


def _busy(n: np.ndarray, of: np.ndarray) -> list[tuple[int, int, float]]:
    """First and last place and weight of each busy run on the cheapest path (Viterbi); to enter costs, to leave not."""
    rate = n.sum() / max(of.sum(), 1)
    if not 0 < rate < 1:
        return []
    high = min(2 * rate, (1 + rate) / 2)
    gains = n * math.log(high / rate) + (of - n) * math.log(
        (1 - high) / (1 - rate)
    )  # log likelihood ratios
    cost = math.log(max(len(n), 2))
    usual, busy = (
        (0.0, list[tuple[int, int]]()),
        (math.inf, [(0, 0)]),
    )  # the cheapest path to each state, its runs
    for i, gain in enumerate(gains):
        stay, enter = (
            (busy[0], [*busy[1][:-1], (busy[1][-1][0], i)]),
            (usual[0] + cost, [*usual[1], (i, i)]),
        )
        usual, (least, runs) = min(usual, busy), min(stay, enter)
        busy = least - gain, runs
    return [
        (first, last, gains[first : last + 1].sum())
        for first, last in min(usual, busy)[1]
    ]


def _add_evidence(
    bursts: pd.DataFrame, periods: pd.Series, posts: pd.DataFrame, groups: list[str]
) -> pd.DataFrame:
    ids, texts = (
        np.asarray(posts.get("post_id", posts.index)),
        np.asarray(pd.Series(posts.get("text"), posts.index)),
    )
    rows = _rows(posts, groups, "day").dropna(subset=["_time"])
    rows = rows.assign(_id=ids[rows.index], _text=texts[rows.index])
    everywhere, found = _count_words(rows), []
    for burst in bursts.to_dict("records"):
        after = periods[
            periods > burst["ends"]
        ].min()  # NaT for the last: nothing is after it
        own = (rows[groups] == pd.Series(burst, dtype=object)[groups]).all(axis=1)
        inside = rows[
            own & (rows["_time"] >= burst["begins"]) & ~(rows["_time"] >= after)
        ]
        found.append(
            (
                list(dict.fromkeys(inside["_id"])),
                _keywords(_count_words(inside), everywhere),
            )
        )
    return bursts.join(
        pd.DataFrame(
            found, columns=["posts", "words"], index=bursts.index, dtype=object
        )
    )


def _count_words(rows: pd.DataFrame) -> pd.Series:
    """In how many stories each word stands, by the first text of each."""
    held: Counter[str] = Counter()
    for text in as_texts(rows.drop_duplicates("_story")["_text"]).dropna():
        held.update(
            {
                text[start:end].casefold()
                for start, end in split_tokens(text)
                if text[start].isalpha()
            }
        )
    return pd.Series(held, dtype=float).sort_index()


def _keywords(inside: pd.Series, everywhere: pd.Series) -> list[str]:
    """Words with higher odds inside than elsewhere (Monroe et al. 2008, equations 15, 16 and 22)."""
    prior, inside = (
        everywhere / everywhere.sum() * inside.sum(),
        inside.reindex(everywhere.index, fill_value=0),
    )
    here, elsewhere = inside + prior, (everywhere - inside).clip(lower=0) + prior
    odds = np.log(here / (here.sum() - here)) - np.log(
        elsewhere / (elsewhere.sum() - elsewhere)
    )
    z = pd.Series(odds / np.sqrt(1 / here + 1 / elsewhere))
    return list(z[z > Z].nlargest(8).index)
