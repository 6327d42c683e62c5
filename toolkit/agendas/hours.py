"""Which times of publication tell an hour, and which only a day."""

import pandas as pd

# A day without an hour is midnight somewhere: of one clock, or with summer time of two an hour
# apart; zones are quarters of an hour apart.
QUARTER = 15 * 60  # in seconds, as all here
HOUR = 60 * 60
DAY = 24 * HOUR


def tells_hour(posts: pd.DataFrame) -> pd.Series:
    """Whether each post's `published` is more than a day.

    It is not at midnight (UTC), and not where all posts of the outlet have one quarter of an hour,
    or two that are an hour apart: so days without an hour look when they were read in a time zone.

    >>> days = ["2024-03-01 23:00", "2024-03-02 23:00", "2024-03-02 10:05"]
    >>> posts = {"published": pd.to_datetime(days, utc=True), "outlet": ["a", "a", "b"]}
    >>> tells_hour(pd.DataFrame(posts)).tolist()
    [False, False, True]
    """
    published = pd.to_datetime(posts["published"], utc=True)
    absent = pd.Series("", posts.index)
    outlet = posts.get("outlet", absent).astype(object).fillna("").to_numpy()
    clock = (published - published.dt.normalize()).dt.total_seconds()
    midnight = clock.eq(0)
    only_days = clock.groupby(outlet).transform(_are_midnights).astype(bool)
    return published.notna() & ~midnight & ~only_days


def _are_midnights(clock: pd.Series) -> bool:
    """Whether these times of day may all be midnight of one time zone."""
    times = clock.dropna().drop_duplicates()
    if times.mod(QUARTER).any():
        return False
    apart = times.max() - times.min()
    return len(times) <= 1 or (len(times) == 2 and apart in (HOUR, DAY - HOUR))
