"""Which posts are meant, and which are not measured: by day, by value, by a mask, by kind."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date

import pandas as pd

from toolkit.language import is_foreign

Where = Callable[[pd.DataFrame], pd.Series] | pd.Series
DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")  # 2016, 2016-04, 2016-04-22


def find_left_out(posts: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """The posts that are not measured, each for the first reason: `reason` · `n` · `post_ids`."""
    reasons = {
        "not an article": ~posts["kind"].isin(kinds),
        "wrong body": posts["wrong_body"].astype(bool),
        "not English": is_foreign(posts["language"]),
    }
    rows = []
    left = pd.Series(True, posts.index)
    for reason, unfit in reasons.items():
        ids = posts.index[unfit & left]
        rows.append((reason, len(ids), list(ids)))
        left &= ~unfit
    return pd.DataFrame(rows, columns=["reason", "n", "post_ids"])


def read_day(day: date | str, what: str) -> pd.Period:
    """The day, month or year that is meant; raises ValueError, naming `what`, for none."""
    if isinstance(day, date):  # pandas' Timestamp is one
        return pd.Period(pd.Timestamp(day), freq="D")
    if isinstance(day, str) and DAY.fullmatch(day):
        with suppress(ValueError):  # 2016-02-30
            return pd.Period(day)
    raise ValueError(f"{what}={day!r} is no day; write it as 2016-04-22")


def read_mask(where: Where, posts: pd.DataFrame) -> pd.Series:
    """True for the posts that a column, or a function of them, says; ValueError for others."""
    mask = where(posts) if callable(where) else where
    if not isinstance(mask, pd.Series) or not posts.index.isin(mask.index).all():
        raise ValueError(
            "where: a column of True and False with the post_ids as its index"
        )
    if not pd.api.types.is_bool_dtype(mask) or mask.index.has_duplicates:
        raise ValueError(f"where: True or False for each post, once, not {mask.dtype}")
    return mask.reindex(posts.index).fillna(False).astype(bool)


def known_values(
    posts: pd.DataFrame, column: str, wanted: str | Iterable[str]
) -> list[str]:
    """The values asked for; raises ValueError, with the likeliest, if there is none such."""
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    there = [str(name) for name in posts[column].dropna().unique()]
    for name in names:
        if name not in there:
            near = difflib.get_close_matches(str(name), there, n=3)
            shown = ", ".join(near or sorted(there)[:5])
            raise ValueError(f"no post has {column} {name!r}; there is {shown}")
    return names
