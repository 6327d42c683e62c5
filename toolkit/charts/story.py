"""The chart of a story: when its posts came out, and the days they speak of."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from toolkit.charts.axes import ROWS, date_axis, open_rows, place_key
from toolkit.charts.chart import Chart
from toolkit.charts.lanes import draw_lanes
from toolkit.charts.page import as_chart
from toolkit.charts.tables import count_days, say
from toolkit.lexicons import Lexicons
from toolkit.wording import say_on_chart
from toolkit.words import split_sentences

AROUND = 14.0  # days before and after a story, at least


@as_chart
def draw_story(chart: Chart, *, by: str = "title", lanes: str = "") -> None:
    """A lane per post of a story: when it came out, and the days it speaks of.

    Dates further off than the story is long (or 14 days) are only counted. For a running story
    of many posts `lanes` draws a lane an outlet, with its posts as dots by their `role`
    (original, update, copy): who reported first, and who went on.

    Parameters
    ----------
    table
        Posts joined with `find_dates`: a row per date found, with the column `by`,
        `published`, `begins` and `ends` (NaT for none). With `lanes`, posts joined with
        `group_stories`: that column, `published`, and `role`, if it is known.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    by
        The column with the labels of the lanes of posts.
    lanes
        A column, such as `outlet`: a lane for each of its values, the first to report above.

    Returns
    -------
    Chart
        If the table has `text` and `start`, the chart's has the `sentence` of each date in
        place of `text`; with `lanes`, no text.

    Raises
    ------
    KeyError
        The table has no such column.

    >>> day = pd.to_datetime(["2016-03-22"])
    >>> days = {"published": day, "begins": day, "ends": day}
    >>> table = pd.DataFrame({"title": ["Blasts"], **days})
    >>> words = {"title": "One post", "subtitle": "Days named", "source": "demo"}
    >>> draw_story(table, **words, alt="One lane").n
    1
    """
    if "text" in chart.table and "start" in chart.table:
        chart.table = _quote(chart.table, chart.lexicons)
    if lanes:
        draw_lanes(chart, lanes)
    else:
        _draw_days(chart, by)


def _draw_days(chart: Chart, by: str) -> None:
    """A lane a post, with the days that it speaks of."""
    rows = _count_spans(chart.table)
    dated = rows.dropna(subset=["_at"]).sort_values("_at")
    dated = dated.assign(_lane=pd.factorize(dated["_post"])[0])
    posts = dated.drop_duplicates("_lane")
    chart.n = len(posts)
    first = dated["_at"].min()
    last = dated["_at"].max()
    around = max(AROUND, last - first)
    low = first - around
    high = last + around
    long = dated["_to"] - dated["_from"] > high - low
    off = (dated["_to"] < low) | (dated["_from"] > high) | long
    say(chart, "Not drawn", off.sum(), "date{s} further off or longer")
    undated = rows["_post"].nunique() - len(posts)
    say(chart, "Left out", undated, "post{s} without a date")
    labels = posts[by].astype(object).fillna(say_on_chart("no title", chart.words))
    axes, _ = open_rows(chart, labels, "later post{s}", above=0.35)
    spans = dated[~off & (dated["_lane"] < ROWS)]
    spans = spans.drop_duplicates(["_lane", "_from", "_to"])
    roles = chart.look.roles
    focus = roles["focus"]
    begins = spans["_from"]
    days = spans["_to"] - begins
    axes.barh(spans["_lane"], days, 0.4, begins, color=focus, alpha=0.5, lw=0)
    out = roles["negative"]
    shown = posts[:ROWS]
    axes.plot(shown["_at"], shown["_lane"], "o", ms=6, color=out, zorder=3)
    dot = Line2D([], [], marker="o", ms=6, color=out, ls="none", label="published")
    bar = Patch(color=focus, alpha=0.5, lw=0, label="days it speaks of")
    place_key(axes, [dot, bar])
    date_axis(axes, np.arange(np.floor(low), high), high)


def _count_spans(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their `_post`, and in days: published `_at`, speaking of `_from` to `_to`."""
    begins = count_days(table["begins"])
    return table.assign(
        _at=count_days(table["published"]),
        _from=begins,
        _to=np.fmax(count_days(table["ends"]), begins + 1),
        _post=table.get("post_id", table.index),
    )


def _quote(table: pd.DataFrame, lexicons: Lexicons) -> pd.DataFrame:
    """The table with the sentence of each date in place of the text."""
    places = zip(table["text"], table["start"], strict=True)
    sentences = [_sentence_at(text, place, lexicons) for text, place in places]
    return table.assign(sentence=sentences).drop(columns="text")


def _sentence_at(text: Any, place: float, lexicons: Lexicons) -> str:
    if not isinstance(text, str):
        return ""
    spans = split_sentences(text, lexicons)
    return next((text[start:end] for start, end in spans if start <= place < end), "")
