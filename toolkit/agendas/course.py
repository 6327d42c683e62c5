"""The course of one running story: its posts in order of time, and what each is in it."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.agendas.coverage import SECONDS, collect_rows, count_coverage
from toolkit.lexicons import Lexicons

# What a post is in its story.
FIRST = "first on an event"
ALONE = "event of its own"
LATER = "later"
COPY = "copy"


def trace_story(
    posts: pd.DataFrame,
    story: str,
    *,
    by: str = "outlet",
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """The dated posts of a running story in order of time.

    Parameters
    ----------
    posts
        As for `count_coverage`, with `event` and `running_story`.
    story
        A value of `running_story`.

    Returns
    -------
    DataFrame
        One row a post: `post_id`, the columns of `posts`, and `role`: `copy` (of an agency, or of
        another outlet's post), `first on an event` (of an event that several groups tell),
        `event of its own` (that only one does), or `later` · `hours` (after the first post; NaN
        where either tells no hour).

    >>> times = pd.to_datetime(["2024-03-01 10:05", "2024-03-01 15:35"], utc=True)
    >>> posts = {"event": "a", "running_story": "a", "outlet": ["x", "y"], "published": times}
    >>> trace_story(pd.DataFrame(posts, index=["a", "b"]), "a")[["post_id", "role"]].values.tolist()
    [['a', 'first on an event'], ['b', 'later']]
    """
    rows = collect_rows(posts, "running_story", by, lexicons)
    rows = rows[rows["running_story"].eq(story)]
    # Of all posts: what an outlet's other posts are says whether a time tells an hour.
    told = count_coverage(posts, by=by, lexicons=lexicons)
    told = told[told["event"].isin(rows["event"])]
    several = told.loc[told["event"].duplicated(keep=False), "event"]
    firsts = told.loc[told["is_first"], "first_post"]
    role = np.select(
        [
            rows["_copied"].astype(bool),
            ~rows["event"].isin(several),
            rows["_post"].isin(firsts),
        ],
        [COPY, ALONE, FIRST],
        LATER,
    )
    passed = rows["published"] - rows["published"].min()
    hours = passed.dt.total_seconds() / SECONDS
    exact = rows["_exact"] & bool(rows["_exact"].head(1).any())
    table = rows.assign(role=role, hours=hours.where(exact)).rename(
        columns={"_post": "post_id"}
    )
    return table.drop(columns=["_exact", "_copied"]).reset_index(drop=True)
