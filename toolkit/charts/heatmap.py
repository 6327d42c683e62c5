"""Fields of periods and groups."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection, QuadMesh
from matplotlib.colors import LinearSegmentedColormap

from toolkit.charts.axes import ROWS, date_axis, draw_key, inches_wide, open_rows
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of
from toolkit.charts.page import as_chart
from toolkit.charts.paper import figure_of, grow
from toolkit.charts.periods import find_edges, hatch_partial, only_whole
from toolkit.charts.tables import judged_by, number_text, prepare_periods, say_small
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart

NUMBERED = 13  # periods, at most, for numbers to stand in the fields
NUMBER = 0.3  # inches that a number in a field needs
BELOW_DATES = 32  # points from the axes to the line of n
LINE_OF_N = 0.18  # inches that it takes


@as_chart
def draw_heatmap(chart: Chart, *, value: str = "") -> None:
    """A field per period and group, the darker the more, largest group first.

    Counts and shares are shaded from 0; means over the range of their values, or, if some are
    under 0 and some over it, as tones are, in two colours from 0, which is white. The key says
    the ends. Up to 13 periods have their numbers in the fields. Periods seen in part are hatched,
    and the darkest shade is that of a whole one. What shares and means stand on is written as n:
    below the columns if all groups of a period have the same `of`, else beside the rows, summed.
    Fields of under ten are grey.

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
    drawn, value = prepare_periods(chart, value, "Hatched, seen")
    cells = drawn.pivot_table(value, "_label", "_day", dropna=False)
    sums = cells.sum(axis=1).sort_values(ascending=False, kind="stable")
    cells = cells.loc[sums.index]
    sizes = _size_cells(drawn, value, cells)
    below = _sizes_below(drawn, sizes)
    counts: Iterable[float] = []
    if below is None and sizes is not None:
        counts = sizes.sum(axis=1)
    axes, _ = open_rows(
        chart, cells.index, "smaller group{s}", counts, above=0.35, beside=True
    )
    grid = cells.to_numpy()[:ROWS]
    days = cells.columns.to_numpy(float)
    edges = find_edges(days)
    few = np.zeros(grid.shape, bool)
    if sizes is not None:
        stood_on = sizes.to_numpy()[:ROWS]
        few = stood_on < FEW
        say_small(chart, stood_on[~np.isnan(grid)])
    limits = _find_limits(drawn, value, cells.index[:ROWS])
    blue = _draw_fields(chart, axes, edges, grid, limits, "focus")
    small = np.where(few, grid, np.nan)
    grey = blue
    if few.any():
        grey = _draw_fields(chart, axes, edges, small, limits, "muted")
    _outline_missing(chart, axes, edges, grid)
    if len(days) <= min(NUMBERED, inches_wide(axes) / NUMBER):
        fills = np.where(few[..., None], grey.to_rgba(grid), blue.to_rgba(grid))
        _write_numbers(chart, axes, edges, grid, fills, value)
    _draw_shades(chart, axes, value, limits)
    date_axis(axes, days, edges[-1])
    hatch_partial(chart, axes, drawn, edges, len(grid))
    if below is not None:
        grow(figure_of(axes), below=LINE_OF_N)
        _write_below(chart, axes, edges, below)


def _size_cells(
    drawn: pd.DataFrame, value: str, cells: pd.DataFrame
) -> pd.DataFrame | None:
    """What each field stands on, 0 for nothing; None for counts, which stand for themselves."""
    judged = judged_by(drawn)
    if value == "n" or judged is None:
        return None
    sized = drawn.assign(_size=judged.astype(float))
    sizes = sized.pivot_table("_size", "_label", "_day", dropna=False)
    return sizes.reindex_like(cells).fillna(0)


def _sizes_below(drawn: pd.DataFrame, sizes: pd.DataFrame | None) -> np.ndarray | None:
    """The n of each period, if it is the same for all groups or adds up over them."""
    if sizes is None:
        return None
    if "of" in drawn:
        same = sizes.nunique().le(1).all()
        return sizes.max().to_numpy() if same else None
    return sizes.sum().to_numpy()


def _find_limits(
    drawn: pd.DataFrame, value: str, shown: pd.Index
) -> tuple[float, float]:
    """The ends of the shades, by the whole periods of the groups that are drawn.

    Both are as far from 0 where values of either sign are there.
    """
    rows = drawn[drawn["_label"].isin(shown)].dropna(subset=[value])
    known = only_whole(rows)[value]
    low = known.min()
    high = known.max()
    if low < 0 < high:
        return -max(-low, high), max(-low, high)
    if value == "n" or value.startswith("share"):
        low = min(0.0, low)
    return low, high if high > low else low + 1


def _draw_fields(
    chart: Chart,
    axes: Axes,
    edges: np.ndarray,
    grid: np.ndarray,
    limits: tuple[float, float],
    role: str,
) -> QuadMesh:
    """The fields in shades of a role; what is missing is left as it is."""
    roles = chart.look.roles
    ends = [roles["faint"], roles[role]]
    # In grey all go from light to dark: there is no second grey for what is under 0.
    if limits[0] < 0 < limits[1] and role == "focus":
        ends = [roles["negative"], *ends]
    shades = LinearSegmentedColormap.from_list("house", ends)
    return axes.pcolormesh(
        edges,
        np.arange(len(grid) + 1) - 0.5,
        np.ma.masked_invalid(grid),
        cmap=shades.with_extremes(bad="none"),
        vmin=limits[0],
        vmax=limits[1],
        ec="white",
        lw=min(0.8, 40 / (len(edges) - 1)),
    )


def _write_numbers(
    chart: Chart,
    axes: Axes,
    edges: np.ndarray,
    grid: np.ndarray,
    fills: np.ndarray,
    value: str,
) -> None:
    """The number of each field in the middle of it, on a ground that no hatching crosses."""
    high = np.nanmax(grid)
    middles = (edges[:-1] + edges[1:]) / 2
    for (y, x), number in np.ndenumerate(grid):
        if np.isnan(number):
            continue
        fill = fills[y, x]
        axes.text(
            middles[x],
            y,
            number_text(number, value, high),
            ha="center",
            va="center",
            size=7.5,
            color=chart.look.ink_on(fill[:3]),
            bbox={"fc": fill, "lw": 0, "pad": 0.8},
        )


def _outline_missing(
    chart: Chart, axes: Axes, edges: np.ndarray, grid: np.ndarray
) -> None:
    """A frame around each field without data, which no shade of data looks like."""
    frames = []
    for y, x in np.argwhere(np.isnan(grid)):
        inset = 0.06 * (edges[x + 1] - edges[x])
        left = edges[x] + inset
        right = edges[x + 1] - inset
        low = y - 0.42
        high = y + 0.42
        frames.append([(left, low), (right, low), (right, high), (left, high)])
    if not frames:
        return
    edge = chart.look.roles["muted"]
    look: Any = {"facecolor": "white", "edgecolor": edge, "lw": 0.5, "zorder": 1.2}
    axes.add_collection(PolyCollection(frames, **look), autolim=False)


def _draw_shades(
    chart: Chart, axes: Axes, value: str, limits: tuple[float, float]
) -> None:
    """The key: the ends of the shades, and 0 between them where they have two colours."""
    low, high = limits
    roles = chart.look.roles
    shades = {low: roles["faint"], high: roles["focus"]}
    if low < 0 < high:
        shades = {low: roles["negative"], 0: roles["faint"], high: roles["focus"]}
    texts = [number_text(number, value, high) if number else "0" for number in shades]
    ends = dict(zip(texts, shades.values(), strict=True))
    draw_key(axes, ends | {"no data": "white"})
    legend = axes.get_legend()
    assert legend is not None
    legend.get_patches()[-1].set_edgecolor(roles["muted"])


def _write_below(
    chart: Chart, axes: Axes, edges: np.ndarray, sizes: np.ndarray
) -> None:
    """The n of each period below its column, of every second or third if they are narrow."""
    texts = [f"{int(n):,}" for n in sizes]
    points = 7.5
    widest = max(size_of(text, points)[0] for text in texts) + 0.06
    inches = axes.get_position().width * chart.figure.get_figwidth()
    column = inches / len(texts)
    each = int(np.ceil(widest / column))
    places = (edges[:-1] + edges[1:]) / 2
    align = "center"
    if each > 1:  # they begin with their columns, and the last ends with the axes
        places = edges[:-1]
        align = "left"
    fit = [i for i in range(0, len(texts), each) if i + widest / column <= len(texts)]
    roles = chart.look.roles
    look: Any = {"va": "top", "size": points, "textcoords": "offset points"}
    look["xycoords"] = ("data", "axes fraction")
    head = say_on_chart("n", chart.words)
    first = axes.get_xlim()[0]
    quiet = roles["quiet"]
    axes.annotate(head, (first, 0), (-4, -BELOW_DATES), ha="right", color=quiet, **look)
    for i in fit or [0]:
        colour = roles["muted" if sizes[i] < FEW else "quiet"]
        place = (places[i], 0)
        axes.annotate(
            texts[i], place, (0, -BELOW_DATES), ha=align, color=colour, **look
        )
