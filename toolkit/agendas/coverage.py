"""Each group's posts of an event or running story: how many, from when, and whether its own."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from toolkit.agendas.hours import tells_hour
from toolkit.inputs import need_columns, refuse_names
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.outlets import agency_of_outlet

LEVELS = ("event", "running_story")
SECONDS = 3600.0  # of an hour
COLUMNS = "posts first_post published is_first days hours copied".split()


def count_coverage(
    posts: pd.DataFrame,
    *,
    level: str = "event",
    by: str = "outlet",
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Who covered each event or running story, from when, and with texts of whom.

    Parameters
    ----------
    posts
        Joined with `toolkit.group_events`: `published`, the column `level` and that of the groups.
        `outlet`, `wire`, and `story` and `role` of `toolkit.group_stories` are used if there. Posts
        without a date, or in no group, are left out.
    level
        `event` or `running_story`.
    by
        The column of the groups; a post in several counts in each.
    lexicons
        A folder of your own, or lexicons already read: ``wires.csv`` says which outlet is an
        agency's own.

    Returns
    -------
    DataFrame
        One row an event (or running story) and group, in the order of their first posts: the two ·
        `posts` · `first_post`, `published` (of the group's first) · `is_first` (none was before;
        all of one day, where a first post tells no hour) · `days` (calendar days in UTC after the
        first group) · `hours` (the same in hours; NaN where a first post tells no hour) · `copied`
        (whether all its posts are copies: of an agency that is not the outlet itself, or of a post
        that another outlet had before).

    Raises
    ------
    ValueError
        A column is missing, `level` is none of the two, or `by` is a column of the result.

    >>> times = pd.to_datetime(["2024-03-01 10:05", "2024-03-01 15:35"], utc=True)
    >>> posts = {"event": "a", "outlet": ["x", "y"], "published": times}
    >>> found = count_coverage(pd.DataFrame(posts, index=["a", "b"]))
    >>> found[["outlet", "is_first", "hours"]].values.tolist()
    [['x', True, 0.0], ['y', False, 5.5]]
    """
    rows = collect_rows(posts, level, by, lexicons)
    keys = [level, by]
    groups = rows.groupby(keys, sort=False, observed=True)
    table = groups.agg(
        posts=("_post", "size"),
        first_post=("_post", "first"),
        published=("published", "first"),
        copied=("_copied", "all"),
        _exact=("_exact", "first"),
    ).reset_index()
    table = _compare_times(table, level)
    return table[[*keys, *COLUMNS]]


def collect_rows(
    posts: pd.DataFrame,
    level: str,
    by: str,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """A row a dated post and group, in order of time: `_post`, `_exact`, `_copied` beside them."""
    if level not in LEVELS:
        raise ValueError(f"level: {' or '.join(LEVELS)} is wanted, not {level!r}")
    need_columns(posts, "published", level, by)
    refuse_names([by], [*LEVELS, *COLUMNS])
    rows = posts.assign(
        published=pd.to_datetime(posts["published"], utc=True),
        _post=posts.index,
        _exact=tells_hour(posts),
        _copied=find_copied(posts, open_lexicons(lexicons)),
    )
    if rows[by].dtype == object:
        rows = rows.explode(by)
    rows = rows.dropna(subset=["published", level, by])
    order = np.lexsort((rows["_post"].astype(str), rows["published"]))
    rows = rows.iloc[order].drop_duplicates(["_post", by])
    return rows.reset_index(drop=True)


def find_copied(posts: pd.DataFrame, lexicons: Lexicons) -> pd.Series:
    """Whether each post is the text of an agency elsewhere, or of another outlet before it."""
    outlet = posts.get("outlet", pd.Series(np.nan, posts.index)).astype(object)
    copied = pd.Series(False, posts.index)
    if "wire" in posts:
        own = {name: agency_of_outlet(name, lexicons) for name in outlet.unique()}
        wire = posts["wire"].astype(object)
        copied |= wire.notna() & wire.ne(outlet.map(own).astype(object))
    if "story" in posts and "role" in posts:
        first_of: Any = dict(zip(posts.index, outlet, strict=True))
        elsewhere = posts["story"].map(first_of).astype(object).ne(outlet)
        copied |= posts["role"].eq("copy").fillna(False).astype(bool) & elsewhere
    return copied.astype(bool)


def _compare_times(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """`is_first`, `days` and `hours` of the groups of each event: by hours if all tell them."""
    events = table.groupby(level, sort=False, observed=True)
    exact = events["_exact"].transform("all")
    first = events["published"].transform("min")
    day = table["published"].dt.normalize()
    days = (day - first.dt.normalize()).dt.days
    hours = (table["published"] - first).dt.total_seconds() / SECONDS
    return table.assign(
        is_first=hours.eq(0).where(exact, days.eq(0)).astype(bool),
        days=days,
        hours=hours.where(exact),
    )
