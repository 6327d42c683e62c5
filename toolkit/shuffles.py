"""What counts by period would be if their stories had fallen on days by chance.

The days of all stories are dealt out anew, each story with all its posts; whatever is largest in a
deal, over all groups and periods, is what chance alone brings (Westfall & Young 1993, Resampling-
based multiple testing: the largest statistic of each shuffle).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from toolkit.timeline import collect_observations, group_rows

SHUFFLES = 999
HELD = 2_000_000  # numbers in memory


class Deal(NamedTuple):
    """Counts of some shuffles: `n` (shuffle, group, period) of `of` (the same, or 1 for groups)."""

    n: np.ndarray
    of: np.ndarray


class Cells(NamedTuple):
    """What is dealt: each story's period, and how many of its posts are in which group."""

    periods: np.ndarray  # of each story, by its place in the list of periods
    stories: np.ndarray  # of each entry: story, group, posts
    groups: np.ndarray
    posts: np.ndarray
    whole_stories: np.ndarray  # of each entry of a denominator: story, which one, posts
    whole: np.ndarray
    whole_posts: np.ndarray
    whole_of_group: np.ndarray  # the denominator of each group
    counts: tuple[int, int, int]  # groups, denominators, periods


def prepare_cells(
    counts: pd.DataFrame,
    posts: pd.DataFrame,
    groups: list[str],
    every: str,
    per: str = "post",
) -> Cells:
    """The rows behind a table of `count_posts`, in the order of its groups and periods.

    `groups` are the columns that make the table's groups; a row of the cells is a group's values.
    """
    rows = group_rows(posts, groups, every, per).dropna(subset=["_period"])
    within = find_within(counts, groups, rows)
    periods = list(dict.fromkeys(counts["period"].sort_values()))
    # By period, not by its start: where clocks are put forward at midnight a day starts at one.
    frequency = rows["_period"].dt.freq
    place = {
        pd.Timestamp(day).tz_localize(None).to_period(frequency): number
        for number, day in enumerate(periods)
    }
    rows = rows.assign(_place=rows["_period"].map(place)).dropna(subset=["_place"])
    story = pd.factorize(rows["_story"])[0]
    rows = rows.assign(_number=story)
    first = rows.groupby("_number")["_place"].min().to_numpy(int)
    names = counts[groups].drop_duplicates() if groups else pd.DataFrame(index=[0])
    names = names.reset_index(drop=True)
    wholes = names[within].drop_duplicates().reset_index(drop=True)
    entries = _count_entries(rows, names, groups)
    denominators = _count_entries(rows, wholes, within)
    of_group = np.zeros(max(len(names), 1), int)
    if within:
        keys = pd.MultiIndex.from_frame(wholes)
        of_group = keys.get_indexer(pd.MultiIndex.from_frame(names[within]))
    sizes = (max(len(names), 1), max(len(wholes), 1), len(periods))
    return Cells(first, *entries, *denominators, of_group, sizes)


def find_within(
    counts: pd.DataFrame, groups: list[str], rows: pd.DataFrame
) -> list[str]:
    """The columns within which shares were taken: those whose posts are the denominators."""
    if "of" not in counts:
        return []
    for many in range(len(groups)):
        for names in combinations(groups, many):
            keys = ["period", *names]
            same = counts.groupby(keys, observed=True)["of"].nunique().le(1).all()
            known = rows.dropna(subset=list(names))
            posts = len(known.drop_duplicates(["_unit", *names]))
            if same and counts.drop_duplicates(keys)["of"].sum() == posts:
                return list(names)
    return groups


def _count_entries(
    rows: pd.DataFrame, names: pd.DataFrame, columns: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many posts of each story are in each group of `names`."""
    if not columns:
        size = rows.drop_duplicates(["_number", "_unit"]).groupby("_number").size()
        stories = size.index.to_numpy(int)
        return stories, np.zeros(len(stories), int), size.to_numpy(float)
    known = rows.dropna(subset=columns)
    keys = pd.MultiIndex.from_frame(names[columns])
    place = keys.get_indexer(pd.MultiIndex.from_frame(known[columns]))
    known = known.assign(_cell=place)
    known = known[known["_cell"] >= 0].drop_duplicates(["_number", "_unit", "_cell"])
    size = known.groupby(["_number", "_cell"]).size()
    return (
        size.index.get_level_values(0).to_numpy(int),
        size.index.get_level_values(1).to_numpy(int),
        size.to_numpy(float),
    )


def deal_days(cells: Cells, seed: int) -> Iterator[Deal]:
    """The counts of SHUFFLES shuffles, some at a time."""
    random = np.random.default_rng(seed)
    groups, wholes, periods = cells.counts
    at_once = max(1, HELD // max(groups * periods + len(cells.stories), 1))
    for done in range(0, SHUFFLES, at_once):
        shuffles = min(at_once, SHUFFLES - done)
        dealt = random.permuted(np.tile(cells.periods, (shuffles, 1)), axis=1)
        n = _add_up(dealt, cells.stories, cells.groups, cells.posts, groups, periods)
        of = _add_up(
            dealt, cells.whole_stories, cells.whole, cells.whole_posts, wholes, periods
        )
        yield Deal(n, of[:, cells.whole_of_group])


def _add_up(
    dealt: np.ndarray,
    stories: np.ndarray,
    groups: np.ndarray,
    posts: np.ndarray,
    many: int,
    periods: int,
) -> np.ndarray:
    """Posts by shuffle, group and period."""
    shuffles = len(dealt)
    cell = groups * periods + dealt[:, stories]
    cell += (np.arange(shuffles) * many * periods)[:, None]
    weights = np.broadcast_to(posts, cell.shape).ravel()
    found = np.bincount(cell.ravel(), weights, shuffles * many * periods)
    return found.reshape(shuffles, many, periods)


def probability(observed: Any, largest: np.ndarray) -> np.ndarray:
    """How often chance alone brings as much, the observed counted as one of the shuffles."""
    ordered = np.sort(largest)
    above = len(ordered) - np.searchsorted(ordered, np.asarray(observed) - 1e-9, "left")
    return (1 + above) / (1 + len(ordered))


def periods_differ(
    scored: pd.DataFrame, column: str, every: str, *, seed: int = 0
) -> float:
    """The probability that means of whole periods lie so far apart by chance; NaN under two.

    The spread is the sum of squares between periods; the days of all stories are dealt out anew.
    """
    rows = group_rows(scored, [], every).dropna(subset=["_period"])
    days = rows["_time"].dt.tz_localize(None).dt.normalize()
    begins = rows["_period"].dt.start_time
    ends = (rows["_period"] + 1).dt.start_time
    seen_until = days.max() + pd.Timedelta(days=1)
    whole = (begins >= days.min()) & (ends <= seen_until)
    observations = collect_observations(rows[whole], scored, column, [])
    period, periods = pd.factorize(observations["_period"])
    if len(periods) < 2:
        return float("nan")
    story = pd.factorize(observations["_story"])[0]
    sums = np.bincount(story, observations["_score"] - observations["_score"].mean())
    sizes = np.bincount(story)
    first = pd.Series(period).groupby(story).first().to_numpy()
    random = np.random.default_rng(seed)
    dealt = random.permuted(np.tile(first, (SHUFFLES, 1)), axis=1)
    spreads = np.array(
        [_spread(sums, sizes, row, len(periods)) for row in (first, *dealt)]
    )
    return float(probability(spreads[:1], spreads[1:])[0])


def _spread(
    sums: np.ndarray, sizes: np.ndarray, period: np.ndarray, many: int
) -> float:
    totals = np.bincount(period, sums, many)
    counts = np.bincount(period, sizes, many)
    return float((totals**2 / np.maximum(counts, 1)).sum())
