"""Lines over time, a panel a group."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.axes import date_axis, value_axis
from toolkit.charts.chart import Chart
from toolkit.charts.page import as_chart
from toolkit.charts.panels import open_panels
from toolkit.charts.periods import find_middles, hatch_partial, only_whole
from toolkit.charts.tables import judged_by, prepare_periods, say, say_small
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart, words_of

LARGEST = 240  # panels: what an image can hold
NARROW = 300  # hundredths of an inch of a panel, up to which its line is thin
LONGEST_PERIODS = [1, 7, 31, 92]  # days of the units but the last
UNITS = ["day", "week", "month", "quarter", "year"]


@as_chart
def draw_timeline(
    chart: Chart,
    *,
    value: str = "",
    smooth: int = 1,
    groups: Sequence[object] | None = None,
    most: int = 12,
    same_scale: bool = True,
) -> None:
    """A panel per group with its line over time, the others of the same scale in grey.

    `low` and `high` make a band; periods seen in part are hatched, their points hollow, and no
    axis reaches further for them; a missing value breaks the line.

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
    groups
        The groups drawn, in this order, by the names of their panels; by default the largest.
    most
        How many of the largest are drawn; the last line tells the number of the others.
    same_scale
        False: each panel has its own scale, and no other group in it.

    Returns
    -------
    Chart
        Its table has the chosen `groups` only; with `smooth` over 1, the means as `smoothed`.

    Raises
    ------
    KeyError
        The table has no `period`, or no such value.
    ValueError
        `smooth` is not odd, `most` is under 1, or the table has none of a name in `groups`.

    >>> weeks = pd.to_datetime(["2016-01-04", "2016-01-11"])
    >>> table = pd.DataFrame({"period": weeks, "n": [3, 0]})
    >>> words = {"title": "None in week two", "subtitle": "Posts a week", "source": "demo"}
    >>> draw_timeline(table, **words, alt="A line to zero").n
    3
    """
    drawn, value = prepare_periods(chart, value, "Hatched, seen")
    drawn = _choose(chart, drawn, groups)
    lines = _smooth(chart, drawn.sort_values("_day", kind="stable"), value, smooth)
    shown = _choose_sizes(chart, lines, value, groups, most)
    lines = lines[lines["_label"].isin(shown.index)]
    say_small(chart, shown)
    titles = [_name_panel(chart, *group, value) for group in shown.items()]
    several = len(shown) > 1 or groups is not None
    panels, names = open_panels(chart, titles, titled=several)
    of_groups: dict[Any, pd.DataFrame] = dict(list(lines.groupby("_label")))
    limits = only_whole(lines)
    beyond = 0
    for axes, name, (label, size) in zip(panels, names, shown.items(), strict=True):
        line = of_groups[label]
        if same_scale:
            _draw_others(chart, axes, of_groups, label, value)
        own = limits if same_scale else only_whole(line)
        value_axis(chart, axes, own if own[value].notna().any() else lines, value)
        colour = chart.look.roles["focus" if size >= FEW else "muted"]
        _draw_line(axes, line, value, colour)
        beyond += _draw_partial(axes, line, value, colour)
        axes.set_title(name if several else "", loc="left", color=colour)
    if lines[value].isna().any():
        chart.left_out.append(say_on_chart("gaps", chart.words))
    if same_scale and len(of_groups) > 1:
        chart.left_out.append(say_on_chart("others_in_grey", chart.words))
    say(chart, "Off the scale", beyond, "value{s} of periods seen in part")
    _draw_dates(chart, panels, lines)


def _choose(
    chart: Chart, drawn: pd.DataFrame, groups: Sequence[object] | None
) -> pd.DataFrame:
    """The rows of the groups that are asked for; the chart's table then has no others."""
    if groups is None:
        return drawn
    asked = list(map(str, groups))
    there = set(drawn["_label"])
    missing = [name for name in asked if name not in there]
    if missing or not asked:
        known = ", ".join(sorted(there)[:10])
        raise ValueError(f"groups={missing}: the table has none; there is {known}")
    chosen = drawn["_label"].isin(asked)
    chart.table = chart.table[chosen.to_numpy()].reset_index(drop=True)
    return drawn[chosen].reset_index(drop=True)


def _choose_sizes(
    chart: Chart,
    lines: pd.DataFrame,
    value: str,
    groups: Sequence[object] | None,
    most: int,
) -> pd.Series:
    """What the groups that are drawn stand on, in their order; says how many are not."""
    if most < 1:
        raise ValueError(f"most={most}: at least one group is drawn")
    sizes = _group_sizes(lines, value)
    if groups is not None:
        sizes = sizes.reindex([*dict.fromkeys(map(str, groups))])
        most = LARGEST
    most = min(most, LARGEST)
    noun = "smaller group{s}" if groups is None else "group{s}"
    say(chart, "Not drawn", len(sizes) - most, noun)
    return sizes[:most]


def _name_panel(chart: Chart, label: object, size: float, value: str) -> str:
    if value != "mean":
        return str(label)
    n = int(np.nan_to_num(size))
    return say_on_chart("named_size", chart.words, name=label, n=n)


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
        units = words_of("words.units_plural", chart.words).get(unit, unit)
        facts = {"subtitle": chart.subtitle, "n": over, "units": units}
        chart.subtitle = say_on_chart("smoothed", chart.words, **facts)
    chart.table = chart.table.assign(smoothed=broad.sort_index().to_numpy())
    return lines.assign(smoothed=broad)


def _group_sizes(lines: pd.DataFrame, value: str) -> pd.Series:
    """What the statistics judge each group by, the largest by `n` first."""
    n = lines.get("n", lines[value])
    judged = judged_by(lines)
    known = lines.assign(_n=n, _of=FEW if judged is None else judged).dropna(
        subset=[value]
    )
    sums = known.groupby("_label")[["_n", "_of"]].sum()
    return sums.sort_values("_n", ascending=False, kind="stable")["_of"]


def _draw_others(
    chart: Chart,
    axes: Axes,
    groups: dict[Any, pd.DataFrame],
    label: object,
    value: str,
) -> None:
    """The other groups in grey, the thinner the more there are.

    All as one line with gaps: with a line each, hundreds of panels would take half a minute.
    """
    others = [line for other, line in groups.items() if other != label]
    if not others:
        return
    days = np.concatenate([np.r_[line["_day"], np.nan] for line in others])
    values = np.concatenate([np.r_[line[value], np.nan] for line in others])
    width = 0.9 if len(groups) <= 7 else 0.6
    axes.plot(
        days[:-1], values[:-1], color=chart.look.roles["no_data"], lw=width, zorder=1
    )


def _draw_line(axes: Axes, line: pd.DataFrame, value: str, colour: str) -> None:
    """The line, dashed where it is seen in part, with dots where it would not show."""
    days = line["_day"].to_numpy()
    y = line[value].to_numpy()
    partial = line["partial"].to_numpy()
    missing = np.r_[True, np.isnan(y), True]
    alone = missing[:-2] & ~missing[1:-1] & missing[2:]
    broad = 1.8 if axes.get_window_extent().width > NARROW else 1.3
    thin = 0.7 if "smoothed" in line else broad
    dashes = (0, (2, 2))  # seen where the line itself stops
    axes.plot(days, y, color=colour, ls=dashes, lw=min(thin, 1.2))
    axes.plot(days, np.where(partial, np.nan, y), color=colour, lw=thin)
    axes.plot(days, line.get("smoothed", y * np.nan), color=colour, lw=2.4)
    axes.plot(days[alone], y[alone], "o", ms=5, color=colour, clip_on=False)
    if "low" in line:
        low = line["low"]
        high = line["high"]
        axes.fill_between(days, low, high, color=colour, alpha=0.15, lw=0, zorder=1)
        ends = low[alone], high[alone]
        look: Any = {"lw": 0.8, "zorder": 1, "clip_on": False}
        axes.vlines(days[alone], *ends, color=colour, **look)


def _draw_partial(axes: Axes, line: pd.DataFrame, value: str, colour: str) -> int:
    """Hollow points of the periods seen in part; how many of these are off the scale."""
    part = line[line["partial"].astype(bool)].dropna(subset=[value])
    low, high = axes.get_ylim()
    inside = part[part[value].between(low, high)]
    hollow: Any = {"mfc": "white", "mec": colour, "clip_on": False}
    axes.plot(inside["_day"], inside[value], "o", ms=4.5, zorder=3, **hollow)
    return len(part) - len(inside)


def _draw_dates(chart: Chart, panels: list[Axes], lines: pd.DataFrame) -> None:
    """Dates below all panels, which hold a hatched period at their ends as a whole."""
    days = lines["_day"].unique()
    edges = find_middles(days)
    partial = lines["partial"].astype(bool).groupby(lines["_day"]).any().to_numpy()
    date_axis(panels[-1], days, days[-1])
    low, high = panels[-1].get_xlim()
    low = edges[0] if partial[0] else low
    high = max(edges[-1], high) if partial[-1] else high
    panels[-1].set_xlim(low, high)
    for axes in panels:
        hatch_partial(chart, axes, lines, edges)
