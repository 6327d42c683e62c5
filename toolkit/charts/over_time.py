"""Charts over time: lines in panels, and fields of a heatmap."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from toolkit.charts.axes import (
    ROWS,
    date_axis,
    draw_key,
    inches_wide,
    open_rows,
    value_axis,
)
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import wrap
from toolkit.charts.page import as_chart, open_axes
from toolkit.charts.tables import number_text, prepare_periods, say, say_few
from toolkit.timeline import FEW

PANELS = 7  # at most
NUMBERED = 13  # periods of a heatmap, at most, for numbers to stand in its fields
SIZE = 0.9  # inches of ", n = 1,000" after the label of a panel
NUMBER = 0.3  # inches that a number in a field needs
LONGEST_PERIODS = [1, 7, 31, 92]  # days of the units but the last
UNITS = ["days", "weeks", "months", "quarters", "years"]


@as_chart
def draw_timeline(chart: Chart, *, value: str = "", smooth: int = 1) -> None:
    """A panel per group with its line over time, the others in grey.

    `low` and `high` make a band; periods seen in part are hollow and dashed; a missing value
    breaks the line. Of many groups the seven largest have a panel.

    Parameters
    ----------
    table
        From `count_posts` or `average_score`.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    value
        The column drawn; by default `share`, `mean` or `n`, the first there is.
    smooth
        An odd number of whole periods: over so many a mean is drawn as a broad line.

    Returns
    -------
    Chart
        With `smooth` over 1, its table has the means as `smoothed`.

    Raises
    ------
    KeyError
        The table has no `period`, or no such value.
    ValueError
        `smooth` is not odd.

    >>> weeks = pd.to_datetime(["2016-01-04", "2016-01-11"])
    >>> table = pd.DataFrame({"period": weeks, "n": [3, 0]})
    >>> words = {"title": "None in week two", "subtitle": "Posts a week", "source": "demo"}
    >>> draw_timeline(table, **words, alt="A line to zero").n
    3
    """
    drawn, value = prepare_periods(chart, value, "Hollow, seen")
    lines = _smooth(chart, drawn.sort_values("_day"), value, smooth)
    sizes = _group_sizes(lines, value)
    say(chart, "In grey only", len(sizes) - PANELS, "smaller group{s}")
    shown = sizes[:PANELS]
    if min(shown) < FEW:
        say_few(chart, "n")
    several = len(sizes) > 1
    tall = max(3.0, 1.1 * len(shown))
    above = 0.2 if several else 0
    panels = open_axes(chart, tall, len(shown), 0.45, 0.1, above)
    roles = chart.look.roles
    groups: dict[Any, pd.DataFrame] = dict(list(lines.groupby("_label")))
    for axes, (label, size) in zip(panels, shown.items(), strict=True):
        for other, line in groups.items():
            if other != label:
                faded = roles["no_data"]
                axes.plot(line["_day"], line[value], color=faded, lw=0.9, zorder=1)
        colour = roles["focus"] if size >= FEW else roles["muted"]
        _draw_line(axes, groups[label], value, colour)
        value_axis(chart, axes, lines, value)
        room = inches_wide(axes) - (SIZE if value == "mean" else 0)
        name = wrap(label, room, most=1) if several else ""
        if several and value == "mean":
            name += f", n = {size:,}"
        axes.set_title(name, loc="left", color=colour)
    date_axis(axes, lines["_day"].unique(), lines["_day"].iloc[-1])


def _smooth(chart: Chart, lines: pd.DataFrame, value: str, over: int) -> pd.DataFrame:
    """The lines with `smoothed`, which the chart's table and subtitle get too."""
    if over < 1 or over % 2 == 0:
        raise ValueError(
            f"smooth={over}: a mean around a period takes an odd number of periods, such as 3"
        )
    if over == 1:
        return lines
    whole = lines[value].mask(lines["partial"]).groupby(lines["_label"])
    broad = whole.rolling(over, center=True).mean().droplevel(0)
    if broad.notna().any():
        apart = min(np.diff(lines["_day"].unique()))
        unit = UNITS[np.searchsorted(LONGEST_PERIODS, apart)]
        chart.subtitle += f"; broad line: smoothed over {over} {unit}"
    chart.table = chart.table.assign(smoothed=broad.sort_index().to_numpy())
    return lines.assign(smoothed=broad)


def _group_sizes(lines: pd.DataFrame, value: str) -> pd.Series:
    """What each group stands on (`of`, else `n`), the largest by `n` first."""
    n = lines.get("n", lines[value])
    of = lines.get("of", lines.get("n", FEW))
    known = lines.assign(_n=n, _of=of).dropna(subset=[value])
    sums = known.groupby("_label")[["_n", "_of"]].sum()
    return sums.sort_values("_n", ascending=False, kind="stable")["_of"]


def _draw_line(axes: Axes, line: pd.DataFrame, value: str, colour: str) -> None:
    """The line, dashed where it is seen in part, with dots where it would not show."""
    days = line["_day"].to_numpy()
    y = line[value].to_numpy()
    partial = line["partial"].to_numpy()
    missing = np.r_[True, np.isnan(y), True]
    alone = missing[:-2] & ~missing[1:-1] & missing[2:]
    thin = 0.7 if "smoothed" in line else 1.8
    dashes = (0, (2, 2))  # seen where the line itself stops
    axes.plot(days, y, color=colour, ls=dashes, lw=min(thin, 1.2))
    axes.plot(days, np.where(partial, np.nan, y), color=colour, lw=thin)
    axes.plot(days, line.get("smoothed", y * np.nan), color=colour, lw=2.4)
    axes.plot(days[alone], y[alone], "o", ms=5, color=colour)
    hollow: Any = {"mfc": "white", "mec": colour, "clip_on": False}
    axes.plot(days[partial], y[partial], "o", ms=4.5, zorder=3, **hollow)
    if "low" in line:
        low = line["low"]
        high = line["high"]
        axes.fill_between(days, low, high, color=colour, alpha=0.15, lw=0, zorder=1)
        ends = low[alone], high[alone]
        axes.vlines(days[alone], *ends, color=colour, lw=0.8, zorder=1)


@as_chart
def draw_heatmap(chart: Chart, *, value: str = "") -> None:
    """A field per period and group, the darker the more, largest group first.

    Up to 13 periods have their numbers in the fields.

    Parameters
    ----------
    table
        From `count_posts` or `average_score`.
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
        The table has no `period`, or no such value.

    >>> weeks = pd.to_datetime(["2016-01-04", "2016-01-11"])
    >>> table = pd.DataFrame({"period": weeks, "topic": "Zika", "n": [3, 0]})
    >>> words = {"title": "Early", "subtitle": "Posts a week", "source": "demo"}
    >>> draw_heatmap(table, **words, alt="Two fields").n
    3
    """
    drawn, value = prepare_periods(chart, value, "Seen")
    cells = drawn.pivot_table(value, "_label", "_day", dropna=False)
    sums = cells.sum(axis=1).sort_values(ascending=False, kind="stable")
    cells = cells.loc[sums.index]
    axes, _ = open_rows(chart, cells.index, "smaller group{s}", above=0.35, beside=True)
    grid = cells.to_numpy()[:ROWS]
    days = cells.columns.to_numpy(float)
    last = days[-1] - days[-2] if len(days) > 1 else 7
    edges = np.r_[days, days[-1] + last]
    low = min(0.0, np.nanmin(grid))
    high = np.nanmax(grid) or 1.0
    roles = chart.look.roles
    ends = {
        number_text(low, value, high): roles["faint"],
        number_text(high, value, high): roles["focus"],
    }
    shades = LinearSegmentedColormap.from_list("house", list(ends.values()))
    mesh = axes.pcolormesh(
        edges,
        np.arange(len(grid) + 1) - 0.5,
        grid,
        cmap=shades.with_extremes(bad=roles["no_data"]),
        vmin=low,
        vmax=high,
        ec="white",
        lw=min(0.8, 40 / len(days)),
    )
    if len(days) <= min(NUMBERED, inches_wide(axes) / NUMBER):
        middles = (edges[:-1] + edges[1:]) / 2
        for (y, x), number in np.ndenumerate(grid):
            text = "" if np.isnan(number) else number_text(number, value, high)
            ink = chart.look.ink_on(mesh.to_rgba(number))
            place = middles[x], y
            axes.text(*place, text, ha="center", va="center", size=7.5, color=ink)
    draw_key(axes, ends | {"no data": roles["no_data"]})
    date_axis(axes, days, edges[-1])
