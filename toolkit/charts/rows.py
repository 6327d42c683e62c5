"""Charts with a row of dots per group: comparisons, distributions, lags."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.axes import ROWS, inches_wide, open_rows, value_axis
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import wrap
from toolkit.charts.page import as_chart
from toolkit.charts.tables import number_text, prepare, say, say_undated
from toolkit.wording import say_on_chart

DOTS = 400  # of a group, at most
NARROW = 6.0  # inches: a page on which three axes stand close to one another
SIDES = {
    "before publication": 0.0,
    "on the day": 1.4,
    "after": 2.8,
}  # where each axis begins


@as_chart
def draw_comparison(chart: Chart, *, value: str = "") -> None:
    """A dot and its interval per group, highest first.

    Parameters
    ----------
    table
        From `compare_groups`, `average_score`, or `count_posts` with shares.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    value
        The column drawn; by default `share`, `mean` or `n`, the first there is.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        The table has no such value.

    >>> means = {"n": [40, 9], "mean": [9, 8], "low": [8, 6], "high": [10, 10]}
    >>> table = pd.DataFrame({"outlet": ["a", "b"], **means})
    >>> words = {"title": "Close", "subtitle": "Grade", "source": "demo", "alt": "Two dots"}
    >>> draw_comparison(table, **words).n
    49
    """
    drawn, value = prepare(chart, value)
    known = drawn.dropna(subset=[value])
    say(chart, "No value", len(drawn) - len(known), "group{s}")
    rows = known.sort_values(value, ascending=False, kind="stable")
    sizes = rows.get("of", rows.get("n", ()))
    stories = rows.get("stories")
    axes, colours = open_rows(
        chart, rows["_label"], "lower group{s}", sizes, judged=stories
    )
    largest = value_axis(chart, axes, rows[:ROWS], value, across=True)
    _draw_dots(axes, rows, value, colours, largest)


def _draw_dots(
    axes: Axes,
    rows: pd.DataFrame,
    value: str,
    colours: list[str],
    largest: float,
    shift: float = 0,
) -> None:
    """A dot, its interval and its number in each row that has a colour."""
    box = {"fc": "white", "lw": 0, "pad": 0.3}
    look: Any = {"ha": "center", "size": 7.5, "bbox": box}
    numbers = rows.reindex(columns=[value, "low", "high"]).astype(float)
    for y, (row, colour) in enumerate(
        zip(numbers.itertuples(index=False, name=None), colours, strict=False)
    ):
        x, low, high = (number + shift for number in row)
        axes.plot([low, high], [y, y], color=colour, lw=2.5, alpha=0.4, zorder=2)
        axes.plot(x, y, "o", ms=6, color=colour, zorder=3)
        text = number_text(row[0], value, largest)
        axes.annotate(
            text, (x, y), (0, 5), textcoords="offset points", color=colour, **look
        )


@as_chart
def draw_distribution(chart: Chart, *, value: str, by: str) -> None:
    """Every score as a dot, with median and middle half of each group, highest median first.

    Of a group over 400, 400 evenly spaced in rank are drawn.

    Parameters
    ----------
    table
        Scored posts.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    value, by
        The columns with the scores and the groups.

    Returns
    -------
    Chart
        Its table has only the columns `by` and `value`.

    Raises
    ------
    KeyError
        The table has no such column.

    >>> table = pd.DataFrame({"grade": [8.0, 9.5], "outlet": ["a", "a"]})
    >>> words = {"title": "Two", "subtitle": "Grade", "source": "demo", "alt": "Dots"}
    >>> draw_distribution(table, value="grade", by="outlet", **words).n
    2
    """
    chart.table = pd.DataFrame({name: chart.table[name] for name in (by, value)})
    known = prepare(chart, value)[0].dropna(subset=[value])
    chart.n = len(known)
    say(chart, "Left out", len(chart.table) - len(known), "post{s} without a score")
    groups = sorted(known.groupby("_label")[value], key=lambda group: -len(group[1]))
    groups[:ROWS] = sorted(groups[:ROWS], key=lambda group: -group[1].median())
    labels = [label for label, _ in groups]
    sizes = [len(scores) for _, scores in groups]
    axes, colours = open_rows(chart, labels, "smaller group{s}", sizes)
    ink = chart.look.roles["ink"]
    for y, (colour, (_, scores)) in enumerate(zip(colours, groups, strict=False)):
        _draw_scores(axes, y, scores, colour, ink)
    value_axis(chart, axes, known, value, across=True)


def _draw_scores(axes: Axes, y: int, scores: pd.Series, colour: str, ink: str) -> None:
    ranks = np.linspace(0, len(scores) - 1, min(len(scores), DOTS)).astype(int)
    # The golden ratio spreads dots evenly, and the same every time.
    spread = y + (np.arange(len(ranks)) * 0.618 % 1 - 0.5) * 0.5
    dots = np.sort(scores)[ranks]
    axes.plot(dots, spread, "o", ms=3, mew=0, alpha=0.3, color=colour, zorder=2)
    quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
    axes.plot([quarter, three_quarters], [y, y], color=ink, lw=2, zorder=3)
    axes.plot([median], [y], "|", ms=15, mew=2.5, color=ink, zorder=4)


@as_chart
def draw_lag(chart: Chart, *, by: str = "outlet") -> None:
    """Share of the dates named before, on and after the day of publication, with intervals.

    Highest share of dates after it first; grey if they stand in under ten posts.

    Parameters
    ----------
    table
        From `count_lags`: a row per group and side, with `when`, `dates`, `share`, `low`,
        `high`, `posts` and `undated`.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    by
        The column with the groups.

    Returns
    -------
    Chart
        Its table is the one given, without `undated`, which the last line states.

    Raises
    ------
    KeyError
        The table has no such column.

    >>> shares = {"share": [0.5, 0.5, 0.0], "low": None, "high": None}
    >>> table = pd.DataFrame({"when": ["before publication", "on the day", "after"],
    ...     "outlet": "a", "dates": 2, **shares, "posts": 1}).astype({"low": float, "high": float})
    >>> words = {"title": "Half", "subtitle": "Dates", "source": "demo", "alt": "Three dots"}
    >>> draw_lag(table, **words).n
    2
    """
    say_undated(chart, "date{s} without a day")
    chart.table = drawn = chart.table.drop(columns="undated", errors="ignore")
    after = drawn[drawn["when"] == "after"]
    after = after.sort_values("share", ascending=False, kind="stable")
    groups = after[by]
    chart.n = int(after["dates"].sum())
    chart.counted = "dates"
    narrow = chart.style.width < NARROW
    axes, colours = open_rows(
        chart,
        groups,
        "group{s}",
        after["posts"],
        head="posts",
        above=0.4 if narrow else 0.2,
    )
    muted = chart.look.roles["muted"]
    for when, shift in SIDES.items():
        side = drawn[drawn["when"] == when].set_index(by).loc[groups]
        _draw_dots(axes, side, "share", colours, 1, shift)
        side_wide = 1.3 / 3.92 * inches_wide(axes)
        axes.annotate(
            wrap(say_on_chart(when, chart.words), side_wide, weight="bold", most=2),
            (shift, 1),
            (0, 2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            weight="bold",
            va="bottom",
        )
        axes.axvline(shift, color=muted, lw=0.8, zorder=0.4)
    axes.set_xlim(-0.06, 3.86)
    ticks = [0, 0.5, 1, 1.4, 1.9, 2.4, 2.8, 3.3, 3.8]
    last = "" if narrow else "100%"  # there is no room for it beside the next 0%
    axes.set_xticks(ticks, ["0%", "50%", last] * len(SIDES))
