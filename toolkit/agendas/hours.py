"""Which times of publication tell an hour, and which only a day."""

import pandas as pd

CLOCKS = 2  # a day without an hour is midnight somewhere, in summer and in winter


def tells_hour(posts: pd.DataFrame) -> pd.Series:
    """Whether each post's `published` is more than a day.

    It is not at midnight (UTC), and not where all posts of the outlet have one of two full hours:
    so days without an hour look when they were read in a time zone.

    >>> days = ["2024-03-01 23:00", "2024-03-02 23:00", "2024-03-02 10:05"]
    >>> posts = {"published": pd.to_datetime(days, utc=True), "outlet": ["a", "a", "b"]}
    >>> tells_hour(pd.DataFrame(posts)).tolist()
    [False, False, True]
    """
    published = pd.to_datetime(posts["published"], utc=True)
    absent = pd.Series("", posts.index)
    outlet = posts.get("outlet", absent).astype(object).fillna("").to_numpy()
    hour = published.dt.floor("h")
    full = hour.eq(published)
    clocks = (hour - hour.dt.normalize()).groupby(outlet).transform("nunique")
    only_days = full.groupby(outlet).transform("all") & clocks.le(CLOCKS)
    midnight = published.dt.normalize().eq(published)
    return published.notna() & ~midnight & ~only_days
