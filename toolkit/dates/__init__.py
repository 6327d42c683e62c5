"""Dates: the time expressions of English news, resolved to the calendar against the day of publication."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from toolkit.dates.resolving import read_timexes
from toolkit.words import as_texts

__all__ = ["find_dates"]

Published = pd.Series | Iterable[object] | date | str | None
COLUMNS = {
    "expression": "str", "start": "int64", "end": "int64", "type": "str", "value": "str",
    "begins": "datetime64[us]", "ends": "datetime64[us]", "lag_days": "float64",
}  # fmt: skip


def find_dates(
    texts: pd.Series | Iterable[object] | str, published: Published
) -> pd.DataFrame:
    """Find time expressions and resolve them: "Friday", "a year earlier", "Sept. 10 to Feb 2", "the third quarter".

    `published` is a Series with the index of `texts`, a list as long, or one date for all; its day in UTC counts.
    Raises ValueError where it does not fit `texts` or is no date.

    Returns a row for each expression, by post and place: `post_id` (index of the text), `expression`, `start`, `end`
    (characters), `type` (DATE, TIME, DURATION, SET), `value` (TIMEX3), `begins`, `ends` (first and last day, NaT for
    durations, sets and "now"), `lag_days` (from publication to `begins`: negative is past, 0 where publication lies
    between the two, NaN without). With no day of publication only what names its year, or follows what does, has days.

    Method: a grammar over a lexicon (``lexicons/dates.toml``); values are TIMEX3 (TimeML annotation guidelines 1.2.1;
    ISO 24617-1) without modifiers: "early 1990" is ``1990``. A bare weekday is the last unless the nearest verb looks
    ahead; a date without a year is of the past year unless near or, in a post on other times, of the year told. Limits:
    tense comes from word lists; fiscal years are the calendar's, seasons the north's; 3/4/2016 is month first.

    >>> found = find_dates(["Talks resume Monday after a pause since Feb. 27."], "2016-04-22")
    >>> found[["expression", "value", "lag_days"]].values.tolist()
    [['Monday', '2016-04-25', 3.0], ['Feb. 27', '2016-02-27', -55.0]]
    """
    series = as_texts(texts)
    if isinstance(published, pd.Series) and not published.index.equals(series.index):
        raise ValueError(
            "published has another index than texts; use published.reindex(texts.index)"
        )
    times = (
        [published] * len(series)
        if pd.api.types.is_scalar(published)
        else list(published)
    )  # type: ignore[arg-type]
    if len(times) != len(series):
        raise ValueError(
            f"published has {len(times)} times for {len(series)} texts; give one for each, or one for all"
        )
    stamps = pd.to_datetime(pd.Series(times, dtype=object), utc=True, format="ISO8601")
    posts = zip(
        series.index,
        series,
        [None if pd.isna(stamp) else stamp.date() for stamp in stamps],
        strict=True,
    )
    rows = [
        (post_id, *row)
        for post_id, text, day in posts
        if isinstance(text, str)
        for row in read_timexes(text, day)
    ]
    return pd.DataFrame(rows, columns=["post_id", *COLUMNS]).astype(COLUMNS)
