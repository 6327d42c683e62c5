"""Charts with a bar per row: who is cited, and the mix of types of source."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.patches import Rectangle

from toolkit.charts.axes import (
    ROWS,
    draw_key,
    inches_wide,
    open_rows,
    thickness,
)
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of
from toolkit.charts.look import Look
from toolkit.charts.page import as_chart
from toolkit.charts.periods import HATCH
from toolkit.charts.tables import number_text, say, say_small
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart

NAMED = 0.06  # a part from this share on has its number in it
LETTERS = 0.29  # inches that a number needs


@as_chart
def draw_sources(chart: Chart, *, by: str = "speaker") -> None:
    """A bar per speaker, with the number of `posts` they stand in.

    Shares have their 95% interval as a line on the bar, if the table has `low` and `high`; the
    last line says of how many posts the shares are, and that the intervals speak of further posts
    made the same way by the same outlets. Grey are shares of under ten. A bar of a row that is
    `partial` is hatched, and the axis goes by the others.

    Parameters
    ----------
    table
        From `count_sources`: `attributions` are drawn. Or, for intervals, from `count_posts` of
        attributions joined with posts (``every=None, by="speaker", share_of="all"``): `share` is
        drawn, with `low` and `high`. Else `n`.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    by
        The column with the speakers.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        The table has no such column.

    >>> table = pd.DataFrame({"speaker": ["police"], "attributions": [5], "posts": [2]})
    >>> words = {"title": "Police", "subtitle": "Attributions", "source": "demo"}
    >>> draw_sources(table, **words, alt="One bar").n
    5
    """
    value = _find_value(chart)
    known = chart.table.dropna(subset=[value])
    say(chart, "Left out", len(chart.table) - len(known), "speaker{s} without a number")
    rows = known.sort_values(value, ascending=False, kind="stable")
    speakers = rows[by].astype(object).fillna(say_on_chart("not named", chart.words))
    axes, _ = open_rows(chart, speakers, "speaker{s}")
    rows = rows[:ROWS]
    colours = _colour_bars(chart, rows, value)
    places = np.arange(len(rows))
    bars = axes.barh(
        places, rows[value], thickness(axes), color=colours, edgecolor="white", lw=1
    )
    hatched = rows.get("partial", pd.Series(False, rows.index)).astype(bool)
    _hatch_bars(chart, bars, hatched)
    ends = _draw_intervals(chart, axes, rows, value)
    whole = ends[~hatched.to_numpy()] if not hatched.all() else ends
    texts = _texts_of(chart, rows, value)
    widest = max(size_of(text, 8)[0] for text in texts) + 0.12
    wide = inches_wide(axes)
    limit = whole.max() * max(1.35, wide / max(0.2, wide - widest)) or 1
    _hide_axis(axes, limit)
    for y, end, text in zip(places, ends, texts, strict=True):
        _write_beside(axes, float(y), end, text, limit)


def _write_beside(axes: Axes, y: float, end: float, text: str, limit: float) -> None:
    """The text behind a bar, or in the end of one that is longer than the axis."""
    look: Any = {"textcoords": "offset points", "va": "center", "size": 8}
    if end < limit:
        axes.annotate(text, (end, y), (4, 0), **look)
        return
    box = {"fc": "white", "lw": 0, "pad": 2}
    axes.annotate(f"{text} →", (limit, y), (-4, 0), ha="right", bbox=box, **look)


def _find_value(chart: Chart) -> str:
    """The column drawn; the chart's n is the sum of attributions, or what shares are of."""
    if "attributions" in chart.table or "share" not in chart.table:
        return count_attributions(chart)
    if "of" in chart.table:
        chart.n = int(np.nan_to_num(chart.table["of"].max()))
    return "share"


def _colour_bars(chart: Chart, rows: pd.DataFrame, value: str) -> list[str]:
    """Grey for shares of few posts."""
    sizes = pd.Series(FEW, rows.index)
    if value == "share":
        sizes = rows.get("of", sizes)
    say_small(chart, sizes)
    roles = chart.look.roles
    return [roles["muted" if size < FEW else "focus"] for size in sizes]


def _hatch_bars(chart: Chart, bars: Iterable[Rectangle], hatched: pd.Series) -> None:
    """Hatch the bars of what was seen in part, and say so."""
    for bar, partial in zip(bars, hatched, strict=True):
        if partial:
            bar.set(hatch=HATCH)
    note = say_on_chart("hatched", chart.words)
    if hatched.any() and note not in chart.left_out:
        chart.left_out.append(note)


def _draw_intervals(
    chart: Chart, axes: Axes, rows: pd.DataFrame, value: str
) -> np.ndarray:
    """A line from low to high on each bar, if there are any; where bar and line end."""
    ends: np.ndarray = rows[value].to_numpy(float)
    if not {"low", "high"} <= set(rows):
        return ends
    low = rows["low"].to_numpy(float)
    high = rows["high"].to_numpy(float)
    known = ~np.isnan(low + high)
    if known.any():
        ink = chart.look.roles["ink"]
        lines = (np.flatnonzero(known), low[known], high[known])
        axes.hlines(*lines, color="white", lw=3)
        axes.hlines(*lines, color=ink, lw=1.2)
        chart.left_out.append(_say_intervals(chart, rows, value))
    reached: np.ndarray = np.fmax(ends, high)
    return reached


def _say_intervals(chart: Chart, rows: pd.DataFrame, value: str) -> str:
    """Of whom the intervals speak, and of how many posts the shares are, if all of as many."""
    of = rows.get("of", pd.Series(dtype=float)).dropna().unique()
    if value != "share" or len(of) != 1:
        return say_on_chart("intervals", chart.words)
    return say_on_chart("intervals_among", chart.words, n=int(of[0]))


def _texts_of(chart: Chart, rows: pd.DataFrame, value: str) -> list[str]:
    """What stands behind the bars: 5 in 2 posts, or 12% in 24 posts."""
    largest = rows[value].max()
    number = value if value == "share" else "n"
    texts = [number_text(x, number, largest) for x in rows[value]]
    posts = rows.get("posts", rows.get("n") if value == "share" else None)
    if posts is None:
        return texts
    counts = posts.fillna(0).astype(int)
    # Only the 5 where the posts are not known.
    return [
        say_on_chart("in_posts", chart.words, number=text, n=n) if n else text
        for text, n in zip(texts, counts, strict=True)
    ]


@as_chart
def draw_source_mix(chart: Chart, *, by: str = "outlet") -> None:
    """A bar per outlet divided by `source_type`: parts of its attributions.

    Parameters
    ----------
    table
        From `count_sources`: `attributions` (else `n`) are added up.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    by
        The column with the outlets, or other groups.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        The table has no such column, or no `source_type`.

    >>> types = {"source_type": ["anonymous", "media"], "n": [1, 3]}
    >>> table = pd.DataFrame({"outlet": ["a", "a"], **types})
    >>> words = {"title": "Media", "subtitle": "Sources", "source": "demo", "alt": "One bar"}
    >>> draw_source_mix(table, **words).n
    4
    """
    value = count_attributions(chart)
    look = chart.look
    types = chart.table["source_type"].astype(object).fillna("unknown")
    mix = chart.table.assign(source_type=types).pivot_table(
        index=by,
        columns="source_type",
        values=value,
        aggfunc="sum",
        fill_value=0,
        observed=True,
    )
    fills = _fills_of(mix, look)
    names = list(fills)
    sizes = mix.sum(axis=1)
    shares = mix[names].div(sizes, axis=0)[sizes > 0]
    shares = shares.sort_values(names, ascending=False, kind="stable")
    sizes = sizes[shares.index]
    axes, _ = open_rows(chart, shares.index, "outlet{s}", sizes, above=0.45)
    partial = chart.table.get("partial", pd.Series(False, chart.table.index))
    hatched = partial.astype(bool).groupby(chart.table[by]).any()
    parts = _draw_parts(axes, shares[:ROWS], fills, look)
    for bars in parts:
        _hatch_bars(chart, bars, hatched.reindex(shares.index[:ROWS]))
    draw_key(axes, fills)


def _fills_of(mix: pd.DataFrame, look: Look) -> dict[str, str]:
    """The fill of each type in the mix: those with a colour first, in their order."""
    names = [str(name) for name in [*look.fills, *mix] if name in mix]
    return {name: look.fills.get(name, look.roles["no_data"]) for name in names}


def count_attributions(chart: Chart) -> str:
    """The column of attributions; the chart's n is their sum."""
    value = "attributions" if "attributions" in chart.table else "n"
    chart.n = int(chart.table[value].sum())
    chart.counted = "attributions"
    return value


def _draw_parts(
    axes: Axes, parts: pd.DataFrame, fills: dict[str, str], look: Look
) -> list[BarContainer]:
    """One part after the other; the numbers stand in them, so that no axis is needed."""
    places = range(len(parts))
    drawn = []
    named = max(NAMED, LETTERS / inches_wide(axes))
    for name, fill in fills.items():
        part = parts[name]
        left = parts.loc[:, :name].sum(axis=1) - part
        bars = axes.barh(
            places, part, thickness(axes), left, color=fill, edgecolor="white", lw=1
        )
        texts = [f"{share:.0%}" if share >= named else "" for share in part]
        ink = look.ink_on(fill)
        axes.bar_label(bars, texts, size=8, label_type="center", color=ink)
        drawn.append(bars)
    _hide_axis(axes, parts.sum(axis=1).max())
    return drawn


def _hide_axis(axes: Axes, end: float) -> None:
    axes.set(xlim=(0, end or 1), xticks=[])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
