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


def find_dates(texts: pd.Series | Iterable[object] | str, published: Published) -> pd.DataFrame:
    """Find time expressions and resolve them: "Friday", "a year earlier", "Sept. 10 to Feb 2", "the third quarter".

    `published` is a Series with the index of `texts`, a list as long, or one date for all; its day in UTC counts.
    Raises ValueError where it does not fit `texts` or is no date.

    Returns a row for each expression, in the order of the posts and of the text, with a range index:
    `post_id` (index of the text), `expression`, `start`, `end` (characters: ``text[start:end]``), `type` (DATE, TIME,
    DURATION, SET), `value` (TIMEX3), `begins`, `ends` (first and last day in the calendar, NaT for durations, sets and
    "now"; the day of a TIME), `lag_days` (days from publication to `begins`: negative is past, 0 where the day of
    publication lies between `begins` and `ends`; NaN without an interval). Without a day of publication (NaT), only
    what names its own year has an interval: "Sept. 10" is ``XXXX-09-10``, "Friday" ``XXXX-WXX-5``, "last week" the
    empty value. So is "the next day" where no day was named before.

    Method: a grammar over a lexicon (``lexicons/dates.toml``). Values follow TIMEX3 (TimeML annotation guidelines
    1.2.1; ISO 24617-1) without its modifiers: "early 1990" is ``1990``. A bare weekday is the same day or the last
    before it, unless the nearest verb looks ahead; a date without a year lies in the past year unless it is near.
    Limits: the tense is read from word lists, not parsed; fiscal years and quarters count as those of the calendar,
    seasons as those of the north; 3/4/2016 is read month first; clock times are not shifted to UTC.

    >>> found = find_dates(["Talks resume Monday after a pause since Feb. 27."], "2016-04-22")
    >>> found[["expression", "value", "lag_days"]].values.tolist()
    [['Monday', '2016-04-25', 3.0], ['Feb. 27', '2016-02-27', -55.0]]
    """
    series = as_texts(texts)
    posts = zip(series.index, series, _days(series, published), strict=True)
    rows = [(post_id, *row) for post_id, text, day in posts if isinstance(text, str) for row in read_timexes(text, day)]
    return pd.DataFrame(rows, columns=["post_id", *COLUMNS]).astype(COLUMNS)


def _days(texts: pd.Series, published: Published) -> list[date | None]:
    """The day of publication of each text in UTC, None where it is not known."""
    if isinstance(published, pd.Series) and not published.index.equals(texts.index):
        raise ValueError("published has another index than texts; use published.reindex(texts.index)")
    one = isinstance(published, str) or not isinstance(published, Iterable)
    times = [published] * len(texts) if one else list(published)  # type: ignore[arg-type]
    if len(times) != len(texts):
        raise ValueError(f"published has {len(times)} times for {len(texts)} texts; give one for each, or one for all")
    stamps = pd.to_datetime(pd.Series(times, dtype=object), utc=True, format="ISO8601")
    return [None if pd.isna(stamp) else stamp.date() for stamp in stamps]
