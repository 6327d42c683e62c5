"""Posts over time: counts, shares and averages per period and group, with their uncertainty.

Periods are calendar days, weeks (from Monday), months, quarters or years in the time zone of
`published`, named by their start. A post is known by the column `post_id` if there is one, else by
the index, so that rows repeated by a join (one per term, one per attribution) count as one post. A
row without a value in a `by` column is in no group but stays in the denominators
(``fillna("none")`` makes it one); list columns such as `categories` are exploded.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from toolkit.inputs import refuse_names
from toolkit.intervals import bootstrap_mean, effective_size, wilson_interval

Names = str | Iterable[str] | None
# As pandas calls them.
PERIODS = {
    "day": "D",
    "week": "W-SUN",
    "month": "M",
    "quarter": "Q-DEC",
    "year": "Y-DEC",
}
MEASURES = set(
    "period n of p stories share mean low high median effect differs_from"
    " partial undated smoothed".split()
)
FEW = 10  # under so many stories nothing is said about a difference
DAY = r"\d{4}-\d\d-\d\d.*"  # a value of TIMEX3 that names one, perhaps with an hour
LAGS = {-1: "before publication", 0: "on the day", 1: "after"}


def count_posts(
    posts: pd.DataFrame,
    *,
    every: str | None = "W",
    by: Names = None,
    share_of: Names = None,
    per: str = "post",
) -> pd.DataFrame:
    """Count posts, or stories, per period and group, silent periods included.

    Parameters
    ----------
    posts : DataFrame
        Posts as `read_posts` gives them, or such a table joined with others.
    every : str, optional
        day, week, month, quarter, year (or D, W, MS, ME, ...); None for all time at once.
    by : str or list of str, optional
        The columns that make the groups; a post in several counts in each.
    share_of : str or list of str, optional
        The columns of `by` within which shares are taken (``by=["outlet", "topic"],
        share_of="outlet"``: a topic's share of the outlet's posts, also if zero), or "all" posts
        of the period.
    per : str
        "post" or "story" (the column `story`; once a group, in the period of its first post).

    Returns
    -------
    DataFrame
        One row per period and group:

        * `period`: its start, and the `by` columns
        * `n`: posts, or stories
        * with `share_of`: `of` (the denominator), `share` (0 to 1), `low`, `high` (95 % interval
          of Wilson 1927; NaN where `of` is 0); if the posts have a column `story`, with as many
          posts as their stories are worth (Korn & Graubard 1998), else as if posts were independent
        * `partial`: whether it is a first or last period not wholly within the days seen
        * `undated`: posts of the whole table without a date

        With ``every=None`` those without a date are counted too, and there is no `period`,
        `partial` and `undated`.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        For an unknown option, and if `published` holds no times.

    Examples
    --------
    >>> days = pd.to_datetime(["2016-01-05", "2016-01-06", "2016-01-19"], utc=True)
    >>> count_posts(pd.DataFrame({"published": days}))[["n", "partial"]].values.tolist()
    [[2, True], [0, False], [1, True]]
    """
    groups = _as_names(by)
    within = [] if share_of == "all" else _as_names(share_of)
    if within and not set(within) < set(groups):
        raise ValueError(
            f'share_of={share_of!r} must be "all" or a part of by={by!r}:'
            " of itself each share is 1"
        )
    rows = group_rows(posts, groups, every, per)
    has_period = rows["_period"].notna()
    dated = rows[has_period]
    counts = _join_sizes(_grid(dated, dated, groups, within), dated, groups, "n")
    if share_of is not None:
        counts = _join_sizes(counts, dated, within, "of")
        size = _effective_sizes(counts, dated, groups, within)
        share = counts["n"] / counts["of"].where(counts["of"] > 0)
        counts["share"] = share
        _, counts["low"], counts["high"] = wilson_interval(share * size, size)
    counts = _name_periods(counts, dated, every)
    if every is not None:
        counts["undated"] = rows.loc[~has_period, "_unit"].nunique()
    return counts


def average_score(
    scored: pd.DataFrame,
    column: str,
    *,
    every: str | None = None,
    by: Names = None,
    at_least: int = 5,
    seed: int = 0,
) -> pd.DataFrame:
    """Mean of a score per period and group with its 95 % bootstrap interval.

    Rows that share an index value within a group are one observation, their mean; rows without a
    score are left out. Stories are resampled if there is a column `story` (copies and updates are
    no independent evidence), else posts. The interval is the wider, on each side, of the
    bootstrap's (Hesterberg 2015, The American Statistician 69:371-386) and Student's t, for skewed
    scores of eight stories or more also of the bootstrap-t (Efron 1981); it depends on the
    observations of the group and on `seed` alone. From five scores it covers the mean of
    bell-shaped ones in 95 of 100 cases, of very skewed ones in 83 to 91
    (``benchmarks/inference.py``).

    Parameters
    ----------
    scored : DataFrame
        Posts with their scores.
    column : str
        The score.
    every, by
        Periods and groups, as in `count_posts`.
    at_least : int
        Observations under which no mean is given.
    seed : int
        Of the random numbers.

    Returns
    -------
    DataFrame
        One row per period and group:

        * with `every`, `period`: its start; then the `by` columns
        * `n`: observations
        * `mean`, `low`, `high`: in the unit of the score; NaN if `n` is under `at_least`, and no
          interval from one story, or from equal ones
        * with `every`, `partial`: as in `count_posts`

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If it holds no numbers, and as `count_posts`.

    Examples
    --------
    >>> grades = [8.0, 9.0, 10.0, 11.0, 12.0, 3.0]
    >>> scored = pd.DataFrame({"grade": grades, "outlet": list("aaaaab")})
    >>> average_score(scored, "grade", by="outlet")[["outlet", "n", "mean"]].values.tolist()
    [['a', 5, 10.0], ['b', 1, nan]]
    """
    groups = _as_names(by)
    rows = group_rows(scored, groups, every).dropna(subset=["_period"])
    observations = collect_observations(rows, scored, column, groups)
    means = average_cells(observations, ["_period", *groups], at_least, seed)
    means = means.drop(columns=["stories", "median"])
    table = _grid(rows, observations, groups).merge(means, how="left")
    return _name_periods(table.fillna({"n": 0}).astype({"n": int}), rows, every)


def count_lags(
    dates: pd.DataFrame, by: str = "outlet", *, seed: int = 0
) -> pd.DataFrame:
    """Share of the dates named before, on and after the day of publication, per group.

    The intervals are those of `average_score`: the dates of a post, or of a `story`, hang together
    and are drawn as one. Only days are counted: a month, a year or a time without a place in the
    calendar (`value` is none like 2016-04-22, or `lag_days` is missing) is left out, and so is a
    date without a group.

    Parameters
    ----------
    dates : DataFrame
        A row per date, from `find_dates`, joined with the column `by` (and `story`) of its post.
        The post is the column `post_id`, or the index.
    by : str
        The column that makes the groups, one value a row.
    seed : int
        Of the random numbers.

    Returns
    -------
    DataFrame
        A row per `when` and group, the groups in their order within each `when`; no row if all
        dates are left out:

        * `when`: "before publication", "on the day", "after"
        * the column `by`
        * `dates`: dates of the group, of all three
        * `share`: of the dates of the group (0 to 1), with its 95 % interval `low`, `high`: NaN
          from one story, and where all stories have the same share
        * `posts`: posts of the group that name a date
        * `undated`: rows of the whole table that are left out, as they name no day

    Raises
    ------
    KeyError
        If the column `lag_days` or `by` is missing.
    ValueError
        If `by` is a column of the result.

    Examples
    --------
    >>> dates = pd.DataFrame({"post_id": ["p", "p"], "outlet": ["a", "a"], "lag_days": [-1, 0]})
    >>> count_lags(dates)[["when", "dates", "share"]].values.tolist()
    [['before publication', 2, 0.5], ['on the day', 2, 0.5], ['after', 2, 0.0]]
    """
    if by in ("when", "dates", "posts"):
        raise ValueError(
            f"by={by!r} would clash with a column of the result; rename it first"
        )
    dated = dates.dropna(subset=["lag_days", by])
    if "value" in dated:
        dated = dated[dated["value"].str.fullmatch(DAY).astype(bool)]
    dated = dated.assign(post_id=dated.get("post_id", dated.index))
    dated = dated.reset_index(drop=True)  # each date is an observation
    side = np.sign(dated["lag_days"])
    parts = {}
    for sign, when in LAGS.items():
        on_side = dated.assign(share=side == sign)
        parts[when] = average_score(on_side, "share", by=by, at_least=1, seed=seed)
    lags = pd.concat(parts, names=["when"]).reset_index("when").reset_index(drop=True)
    lags = lags.rename(columns={"n": "dates", "mean": "share"})
    lags[["low", "high"]] = lags[["low", "high"]].clip(0, 1)
    posts = dated.groupby(by, observed=True)["post_id"].nunique()
    return lags.assign(posts=lags[by].map(posts), undated=len(dates) - len(dated))


def _as_names(columns: Names) -> list[str]:
    if columns is None:
        return []
    if isinstance(columns, str):
        return [columns]
    return list(dict.fromkeys(columns))


def group_rows(
    posts: pd.DataFrame, groups: list[str], every: str | None, per: str = "post"
) -> pd.DataFrame:
    """The groups of each row, lists exploded, by its place in `posts`; what is counted, and when.

    Columns: `groups` · `_story` · `_period` (0 without `every`) · `_unit` (the story or post) ·
    with `every`, its first `_time`.
    """
    _check_options(posts, groups, per)
    post = pd.factorize(posts.get("post_id", posts.index))[0]
    story = -1 - post  # without a story, a post is one of its own
    if per == "story" or "story" in posts:
        known = pd.factorize(posts["story"])[0]
        story = np.where(known < 0, story, known)
    rows = posts[groups].reset_index(drop=True).assign(_story=story, _period=0)
    rows["_unit"] = post if per == "post" else story
    if every is not None:
        frequency = _find_frequency(every)
        rows["_time"] = _find_first_times(posts["published"], rows["_unit"])
        rows["_period"] = rows["_time"].dt.tz_localize(None).dt.to_period(frequency)
    for name in groups:
        if rows[name].dtype == object:
            rows = rows.explode(name)
    return rows


def _check_options(posts: pd.DataFrame, groups: list[str], per: str) -> None:
    if per not in ("post", "story"):
        raise ValueError(f'per={per!r} is not known; use "post" or "story"')
    refuse_names(groups, MEASURES)
    if missing := set(groups) - set(posts.columns):
        known = ", ".join(map(str, posts.columns))
        raise KeyError(
            f"by={sorted(missing)}: the table has no such column, but {known}"
        )


def _find_frequency(every: str) -> str:
    """What pandas calls a period: it is asked for as week, W, WS or WE."""
    asked = str(every).lower()
    for name, frequency in PERIODS.items():
        if asked in (name, name[0], name[0] + "s", name[0] + "e"):
            return frequency
    known = ", ".join(PERIODS)
    raise ValueError(
        f"every={every!r} is not known; use one of {known}, their first letters, or None"
    )


def _find_first_times(published: pd.Series, unit: pd.Series) -> pd.Series:
    """For each row, when its post or story was first published."""
    times = published.reset_index(drop=True)
    if times.isna().all():
        times = pd.to_datetime(times, utc=True)
    if not pd.api.types.is_datetime64_any_dtype(times):
        raise ValueError(
            "the column published must hold times, as read_posts gives them;"
            " see pandas.to_datetime"
        )
    return times.groupby(unit).transform("min")


def collect_observations(
    rows: pd.DataFrame, scored: pd.DataFrame, column: str, groups: list[str]
) -> pd.DataFrame:
    """One row per index value and group that has a score: `_score` is its mean.

    `_story` is what is resampled; `rows` are those of `group_rows`.
    """
    scores = scored[column]
    if not pd.api.types.is_numeric_dtype(scores) and scores.notna().any():
        raise ValueError(f"column {column!r} holds no numbers but {scores.dtype}")
    finite = pd.to_numeric(scores).replace([np.inf, -np.inf], np.nan)
    score = finite.to_numpy(float, na_value=np.nan)
    unit = pd.factorize(scored.index)[0]
    rows = rows.assign(_score=score[rows.index], _unit=unit[rows.index])
    known = rows.dropna(subset=["_score"]).groupby(
        ["_unit", *groups], as_index=False, observed=True, sort=False
    )
    return known.agg(
        _score=("_score", "mean"),
        _story=("_story", "first"),
        _period=("_period", "first"),
    )


def average_cells(
    observations: pd.DataFrame, keys: list[str], at_least: int, seed: int
) -> pd.DataFrame:
    """`keys`, `n`, `stories`, `mean`, `low`, `high`, `median` of each cell; NaN for too few."""
    cells = observations.groupby(keys, observed=True)
    averages = cells.agg(
        n=("_score", "size"), stories=("_story", "nunique"), mean=("_score", "mean")
    )
    bounds = np.full((len(averages), 2), math.nan)
    for place, (_, cell) in enumerate(cells):
        if len(cell) >= at_least:
            bounds[place] = bootstrap_mean(cell["_score"], cell["_story"], seed)
        if cell["_score"].isin([0, 1]).all():
            bounds[place] = np.clip(bounds[place], 0, 1)
    averages[["low", "high"]] = bounds
    averages["median"] = cells["_score"].median()
    averages.loc[averages["n"] < at_least, ["mean", "median"]] = math.nan
    return averages.reset_index()


def _grid(
    rows: pd.DataFrame,
    grouped: pd.DataFrame,
    groups: list[str],
    within: Iterable[str] = (),
) -> pd.DataFrame:
    """Every period of `rows` with every group of `grouped`.

    Each value of `within` stands with each of the other columns.
    """
    seen = rows["_period"]
    periods: Any = [0]
    if "_time" in rows:
        periods = pd.period_range(seen.min(), seen.max()) if len(rows) else []
    grid = pd.DataFrame({"_period": pd.Series(periods, dtype=seen.dtype)})
    others = [name for name in groups if name not in within]
    for part in ([*within], others):
        if part:
            values = grouped.groupby(part, observed=True).size().reset_index()[part]
            grid = grid.merge(values, how="cross")
    return grid[["_period", *groups]]


def _join_sizes(
    grid: pd.DataFrame, rows: pd.DataFrame, columns: list[str], name: str
) -> pd.DataFrame:
    """The grid with a column more: how many posts or stories are in each cell."""
    cells = rows.groupby(["_period", *columns], observed=True)
    sizes = cells["_unit"].nunique().rename(name).reset_index()
    return grid.merge(sizes, how="left").fillna({name: 0}).astype({name: int})


def _effective_sizes(
    counts: pd.DataFrame, rows: pd.DataFrame, groups: list[str], within: list[str]
) -> np.ndarray:
    """As how many independent posts each share counts: those of a story hang together."""
    of = counts["of"].to_numpy(float)
    if (rows["_unit"].nunique() == rows["_story"].nunique()) or not len(rows):
        return of
    share = counts["n"].to_numpy() / np.maximum(of, 1)
    whole = _count_by_story(rows, ["_period", *within], "posts")
    hits = _count_by_story(rows, ["_period", *groups], "hits")
    keys = ["_period", *within]
    whole["squares"] = whole["posts"] ** 2
    totals = whole.groupby(keys, observed=True).agg(
        stories=("posts", "size"), squares=("squares", "sum")
    )
    hits = hits.merge(whole[[*keys, "_story", "posts"]], on=[*keys, "_story"])
    hits["both"] = hits["hits"] * hits["posts"]
    hits["hits"] = hits["hits"] ** 2
    found = hits.groupby(["_period", *groups], observed=True)[["hits", "both"]].sum()
    table = counts[["_period", *groups]].merge(totals.reset_index(), how="left")
    table = table.merge(found.reset_index(), how="left").fillna(
        {"hits": 0, "both": 0, "stories": 0, "squares": 0}
    )
    # The sum over the stories of (hits - share * posts) squared.
    away = table["hits"] - 2 * share * table["both"] + share**2 * table["squares"]
    size: np.ndarray = effective_size(share, of, table["stories"], np.maximum(away, 0))
    return size


def _count_by_story(rows: pd.DataFrame, columns: list[str], name: str) -> pd.DataFrame:
    """How many posts of each story are in each cell."""
    keys = [*columns, "_story"]
    return (
        rows.groupby(keys, observed=True)["_unit"].nunique().rename(name).reset_index()
    )


def _name_periods(
    table: pd.DataFrame, rows: pd.DataFrame, every: str | None
) -> pd.DataFrame:
    """The table with periods by their start, and whether each is seen in part only."""
    period = table.pop("_period")
    if every is None:
        return table
    periods = pd.PeriodIndex(period)
    start = pd.Series(periods.start_time.as_unit("us"), table.index)
    end = pd.Series((periods + 1).start_time.as_unit("us"), table.index)
    days = rows["_time"].dt.tz_localize(None).dt.normalize()
    seen_until = days.max() + pd.Timedelta(days=1)
    table["partial"] = (start < days.min()) | (end > seen_until)
    zone = rows["_time"].dt.tz
    table.insert(0, "period", _set_zone(start, zone))
    # A zone that crosses the date line leaves a day out.
    lived: pd.Series = table["period"] < _set_zone(end, zone)
    return table[lived].reset_index(drop=True)


def _set_zone(midnights: pd.Series, zone: object) -> Any:
    """Starts of days on the clocks of a zone: the first of two midnights, the next if none."""
    summer = np.full(len(midnights), True)
    return midnights.dt.tz_localize(zone, ambiguous=summer, nonexistent="shift_forward")
