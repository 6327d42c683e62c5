"""Dates: the time expressions of English news, resolved to the calendar.

The parts: `rules` and `faults` (the lexicon, made ready and checked), `pieces` and `tokens` (the
words of a text and their kinds), `grammar` (finds expressions), `tense`, `certainty`, `context`
and `counts` (which day, year and number are meant), `timex_values` (the calendar), `resolvers` and
`weekdays` (a function for each shape of expression), `timexes` (reads a post).

To add a shape of expression, say "3 days into" a trial:

1. In ``lexicons/dates.toml`` add a line to ``[shapes]``, ``days_into = "number units into"``:
   kinds of words in order. Of two shapes that begin at one word the first wins, so it stands
   above ``lasting``, which finds "3 days". A new kind has a table: ``[kinds.into]``; its
   words may be phrases (``"week ending"``), which win over their single words. A word has one
   kind: of two the upper table counts, and a test tells. A shape may not be of nothing but
   `FILLERS` (``rules.py``), nor have an unknown word before others.
2. In ``resolvers.py`` add a function from the `Context` (the expression, and what the post said
   before) to a TIMEX3 value, "" if it is a time without a place in the calendar, None if it is
   no time; and its line in ``RESOLVERS``. First and last day follow from the value by
   ``[calendar.values]``: a value that begins with a digit and does not fit there drops the
   expression, and weeks are those of ISO 8601, from Monday. Other resolvers may be called, as
   ``resolve_day`` for the day in a longer shape. A shape without a function, or a kind without
   a table, raises ValueError at import.
   What a shape must be followed by, and is read with ("10" of "10-12 March"), stands under its
   name in ``[ahead]``; the resolver finds these words in ``context.ahead``.
3. In ``tests/cases_dates.txt`` add sentences with ``[expression = value]``, and some in which
   the same words are no time.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd

from toolkit.dates.timexes import read_timexes, rules_of
from toolkit.inputs import measures_texts
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.words import as_texts

__all__ = ["find_dates"]

Published = pd.Series | Iterable[object] | date | str | None
COLUMNS = {
    "expression": "str",
    "start": "int64",
    "end": "int64",
    "type": "str",
    "value": "str",
    "begins": "datetime64[us]",
    "ends": "datetime64[us]",
    "lag_days": "float64",
}


@measures_texts
def find_dates(
    texts: pd.Series | Iterable[object] | str,
    published: Published,
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Find time expressions and resolve them.

    "Friday", "a year earlier", "Sept. 10 to Feb 2", "the third quarter".

    Parameters
    ----------
    texts
        The texts of posts.
    published
        Their days of publication: a Series with the index of `texts`, a list as long, or one date
        for all; the day in UTC counts. With none, only what names its year, or follows what does,
        has days.
    lexicons
        A folder with your own ``dates.toml`` and ``abbreviations.csv`` over the package's, or
        lexicons already read.

    Returns
    -------
    DataFrame
        One row an expression, by post and place: `post_id` (index of the text) · `expression` ·
        `start`, `end` (characters) · `type` (DATE, TIME, DURATION, SET) · `value` (TIMEX3) ·
        `begins`, `ends` (first and last day; NaT for durations, sets and "now") · `lag_days`
        (from publication to `begins`: negative is past, 0 where publication lies between the
        two, NaN without).

    Raises
    ------
    ValueError
        `published` does not fit `texts` or is no date; a lexicon names what is not there.

    Notes
    -----
    Method: a grammar over a lexicon (``lexicons/dates.toml``); values are TIMEX3 (TimeML
    annotation guidelines 1.2.1; ISO 24617-1) without modifiers: "early 1990" is ``1990``. A bare
    weekday is the last unless the nearest verb looks ahead; a date without a year is of the past
    year unless near or, in a post on other times, of the year told. What a verb of the past
    tells of for certain ("died on Jan. 3") is behind, however near the next one is.

    Limits: tense comes from word lists; fiscal years are the calendar's, seasons the north's;
    3/4/2016 is month first.

    Examples
    --------
    >>> found = find_dates(["Talks resume Monday after a pause since Feb. 27."], "2016-04-22")
    >>> found[["expression", "value", "lag_days"]].values.tolist()
    [['Monday', '2016-04-25', 3.0], ['Feb. 27', '2016-02-27', -55.0]]
    """
    rules = rules_of(open_lexicons(lexicons))
    series = as_texts(texts)
    days = _read_days(published, series)
    rows = [
        (post_id, *row)
        for post_id, text, day in zip(series.index, series, days, strict=True)
        if isinstance(text, str)
        for row in read_timexes(text, day, rules)
    ]
    found = pd.DataFrame(rows, columns=["post_id", *COLUMNS])
    return found.astype({"post_id": series.index.dtype, **COLUMNS})


def _read_days(published: Published, series: pd.Series) -> list[date | None]:
    """The day of publication of each text, in UTC."""
    if isinstance(published, pd.Series) and not published.index.equals(series.index):
        raise ValueError(
            "published has another index than texts; use published.reindex(texts.index)"
        )
    if pd.api.types.is_scalar(published):
        times = [published] * len(series)
    else:
        times = list(published)  # type: ignore[arg-type]
    if len(times) != len(series):
        raise ValueError(
            f"published has {len(times)} times for {len(series)} texts; "
            "give one for each, or one for all"
        )
    stamps = pd.to_datetime(pd.Series(times, dtype=object), utc=True, format="ISO8601")
    return [None if pd.isna(stamp) else stamp.date() for stamp in stamps]
