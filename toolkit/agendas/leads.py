"""Who is first on events that two groups cover: how often, and by how many hours."""

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.agendas.coverage import SECONDS, collect_rows
from toolkit.inputs import refuse_names
from toolkit.intervals import RESAMPLES, effective_size, wilson_interval
from toolkit.lexicons import Lexicons
from toolkit.pairs import LEVEL, correct_for_number

# Events for the interval of a median, running stories for a probability: of five coins all fall on
# one side in one case of sixteen, which is no finding whatever they do.
AT_LEAST = 6
COLUMNS = {
    "group": object,
    "other": object,
    "events": int,
    "same_text": int,
    "ties": int,
    "of": int,
    "n": int,
    "stories": int,
    "share": float,
    "low": float,
    "high": float,
    "p": float,
    "differs": bool,
    "timed": int,
    "hours": float,
    "hours_low": float,
    "hours_high": float,
}


def compare_leads(
    posts: pd.DataFrame,
    *,
    by: str = "outlet",
    lexicons: Lexicons | str | Path | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Of the events that two groups cover, on how many is one first, and by how many hours.

    What counts is the first post of each. No lead is what tells nothing of who reported: first
    posts that are one text (the same `story`, or the copy of the same agency), and those of one
    time, or of one day where either tells no hour.

    Parameters
    ----------
    posts
        Joined with `toolkit.group_events`; and as for `toolkit.count_coverage`.
    by
        The column of the groups; a post in several counts in each.
    lexicons
        As for `toolkit.count_coverage`.
    seed
        Of the resamples.

    Returns
    -------
    DataFrame
        One row a pair of groups that cover an event both, `group` the one that is first more often
        (if equally often, by the median of the hours), pairs with most events first:

        * `group`, `other` · `events` (both cover) · `same_text`, `ties` (those that are no lead)
        * `of` (the others), `n` (of these, with `group` first) · `stories` (running stories that
          they are of) · `share`, `low`, `high` (0 to 1; 95 %, Wilson 1927, events of a story
          counted as fewer: Korn and Graubard 1998)
        * `p`: of a share so far from a half, if the two were first by toss of a coin, all events of
          a running story turned together (with single events the sign test: Conover 1999,
          Practical Nonparametric Statistics, 157-164); corrected for all pairs (Holm 1979) that
          have leads in 6 stories, NaN for others · `differs` (`p` is at most .05)
        * `timed` (events with hours, ties too) · `hours` (median of how much earlier `group` is),
          `hours_low`, `hours_high` (95 %, percentiles of medians of stories drawn whole; NaN under
          6 events, and from one story)

    Raises
    ------
    ValueError
        A column is missing, or `by` is a column of the result.

    Notes
    -----
    The times are those of the source. Where one outlet's posts are fetched later than another's,
    it seems to be later. A first post may be the copy of an agency that is none of the groups: then
    the group was first with its text, and nobody there reported. Of posts made by chance 93 % of
    the intervals of hours hold nought.

    >>> times = pd.to_datetime(["2024-03-01 10:05", "2024-03-01 15:35"], utc=True)
    >>> posts = {"event": "a", "running_story": "a", "outlet": ["x", "y"], "published": times}
    >>> found = compare_leads(pd.DataFrame(posts, index=["a", "b"]))
    >>> found[["group", "other", "n", "of", "hours"]].values.tolist()
    [['x', 'y', 1, 1, 5.5]]
    """
    refuse_names([by], COLUMNS)
    rows = collect_rows(posts, "event", by, lexicons)
    firsts = rows.drop_duplicates(["event", by])
    rows_of = {
        name: part.set_index("event")
        for name, part in firsts.groupby(by, observed=True)
    }
    found = []
    for group, other in combinations(rows_of, 2):
        leads = _compare_firsts(rows_of[group], rows_of[other])
        if len(leads):
            found.append(_describe(group, other, leads, seed))
    table = pd.DataFrame(found, columns=list(COLUMNS))
    table["p"] = correct_for_number(table["p"].astype(float))
    table["differs"] = table["p"].le(LEVEL)
    table = table.astype(COLUMNS)
    return table.sort_values(
        "events", ascending=False, kind="stable", ignore_index=True
    )


def _compare_firsts(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The events that both cover: `ahead` (1, 0, -1; NaN for one text), `hours`, `story`."""
    both = one.index.intersection(other.index)
    one = one.loc[both]
    other = other.loc[both]
    exact = one["_exact"] & other["_exact"]
    later = (other["published"] - one["published"]).dt.total_seconds() / SECONDS
    days = other["published"].dt.normalize() - one["published"].dt.normalize()
    apart = later.where(exact, days.dt.total_seconds())
    ahead = pd.Series(np.sign(apart.to_numpy()), both)
    same = pd.Series(False, both)
    for column in ("wire", "story"):
        if column in one:
            known = one[column].notna()
            same |= known & one[column].astype(object).eq(other[column].astype(object))
    story = both.to_series()
    if "running_story" in one:
        story = one["running_story"].fillna(story)
    return pd.DataFrame(
        {"ahead": ahead.mask(same), "hours": later.where(exact & ~same), "story": story}
    )


def _describe(group: Any, other: Any, leads: pd.DataFrame, seed: int) -> dict[str, Any]:
    """The row of a pair, turned so that `group` is first more often; if equally, by the hours."""
    lead = leads["ahead"].sum()
    if lead < 0 or (lead == 0 and leads["hours"].median() < 0):
        turned = leads.assign(ahead=-leads["ahead"], hours=-leads["hours"])
        return _describe(other, group, turned, seed)
    told = leads[leads["ahead"].abs().eq(1)]
    row = {
        "group": group,
        "other": other,
        "events": len(leads),
        "same_text": int(leads["ahead"].isna().sum()),
        "ties": int(leads["ahead"].eq(0).sum()),
        "of": len(told),
        "n": int(told["ahead"].eq(1).sum()),
        "stories": told["story"].nunique(),
        "p": _toss(told["ahead"].groupby(told["story"]).sum().astype(int)),
    }
    return row | _find_share(told) | _find_median(leads.dropna(subset=["hours"]), seed)


def _find_share(told: pd.DataFrame) -> dict[str, float]:
    """How often `group` is first, and the interval."""
    if told.empty:
        return dict.fromkeys(("share", "low", "high"), np.nan)
    hits = told["ahead"].eq(1)
    share = hits.mean()
    squares = ((hits - share).groupby(told["story"]).sum() ** 2).sum()
    size = effective_size(share, len(told), told["story"].nunique(), squares)
    _, low, high = wilson_interval(share * size, size)
    return {"share": share, "low": float(low), "high": float(high)}


def _toss(leads: pd.Series) -> float:
    """How often coins, one a story, bring a sum of its leads so far from 0; NaN for few stories."""
    if len(leads) < AT_LEAST:
        return np.nan
    ways = np.ones(1)
    for weight in leads.abs():
        turned = np.zeros(len(ways) + 2 * weight)
        turned[: len(ways)] += ways / 2
        turned[2 * weight :] += ways / 2
        ways = turned
    sums = np.arange(len(ways)) - (len(ways) - 1) // 2
    p = ways[np.abs(sums) >= abs(leads.sum())].sum()
    return float(min(p, 1))


def _find_median(timed: pd.DataFrame, seed: int) -> dict[str, float]:
    """The median of the hours, and its interval over stories."""
    found = {"timed": len(timed), "hours": float(timed["hours"].median())}
    story, names = pd.factorize(timed["story"])
    if len(timed) < AT_LEAST or len(names) < 2:
        return found | {"hours_low": np.nan, "hours_high": np.nan}
    hours = timed["hours"].to_numpy()
    order = np.argsort(hours, kind="stable")
    hours = hours[order]
    random = np.random.default_rng(seed)
    times = random.multinomial(
        len(names), np.full(len(names), 1 / len(names)), RESAMPLES
    )
    weights = np.cumsum(times[:, story[order]], axis=1)
    medians = _weighted_median(hours, weights)
    low, high = np.quantile(medians, [0.025, 0.975])
    return found | {"hours_low": float(low), "hours_high": float(high)}


def _weighted_median(hours: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The median of each row of summed weights: the mean of the two in the middle."""
    total = weights[:, -1:]
    lower = (weights * 2 >= total).argmax(axis=1)
    upper = (weights * 2 > total).argmax(axis=1)
    found: np.ndarray = (hours[lower] + hours[upper]) / 2
    return found
