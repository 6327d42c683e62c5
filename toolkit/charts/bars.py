"""Charts with a bar per row: who is cited, and the mix of types of source."""

import pandas as pd
from matplotlib.axes import Axes

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
from toolkit.charts.tables import say

NAMED = 0.06  # a part from this share on has its number in it
LETTERS = 0.29  # inches that a number needs


@as_chart
def draw_sources(chart: Chart, *, by: str = "speaker") -> None:
    """A bar per speaker, with the number of `posts` they stand in.

    Parameters
    ----------
    table
        From `count_sources`: `attributions` (else `n`) are drawn.
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
    value = _count_attributions(chart)
    known = chart.table.dropna(subset=[value])
    say(chart, "Left out", len(chart.table) - len(known), "speaker{s} without a number")
    rows = known.sort_values(value, ascending=False, kind="stable")
    speakers = rows[by].astype(object).fillna("not named")
    axes, _ = open_rows(chart, speakers, "speaker{s}")
    rows = rows[:ROWS]
    texts = [f"{number:,.0f}" for number in rows[value]]
    if "posts" in rows:
        posts = rows["posts"].fillna(0).astype(int)
        texts = [_add_posts(text, n) for text, n in zip(texts, posts, strict=True)]
    places = range(len(rows))
    focus = chart.look.roles["focus"]
    thick = thickness(axes)
    bars = axes.barh(places, rows[value], thick, color=focus, edgecolor="white", lw=1)
    axes.bar_label(bars, texts, size=8, padding=4)
    widest = max(size_of(text, 8)[0] for text in texts) + 0.12
    wide = inches_wide(axes)
    _hide_axis(axes, rows[value].max() * max(1.35, wide / max(0.2, wide - widest)))


def _add_posts(text: str, posts: int) -> str:
    """5 in 2 posts; only the 5 where the posts are not known."""
    if not posts:
        return text
    return f"{text} in {posts:,} post" if posts == 1 else f"{text} in {posts:,} posts"


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
    value = _count_attributions(chart)
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
    _draw_parts(axes, shares[:ROWS], fills, look)
    draw_key(axes, fills)


def _fills_of(mix: pd.DataFrame, look: Look) -> dict[str, str]:
    """The fill of each type in the mix: those with a colour first, in their order."""
    names = [str(name) for name in [*look.fills, *mix] if name in mix]
    return {name: look.fills.get(name, look.roles["no_data"]) for name in names}


def _count_attributions(chart: Chart) -> str:
    """The column of attributions; the chart's n is their sum."""
    value = "attributions" if "attributions" in chart.table else "n"
    chart.n = int(chart.table[value].sum())
    chart.counted = "attributions"
    return value


def _draw_parts(
    axes: Axes, parts: pd.DataFrame, fills: dict[str, str], look: Look
) -> None:
    """One part after the other; the numbers stand in them, so that no axis is needed."""
    places = range(len(parts))
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
    _hide_axis(axes, parts.sum(axis=1).max())


def _hide_axis(axes: Axes, end: float) -> None:
    axes.set(xlim=(0, end or 1), xticks=[])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
