"""Two measures of each post: a dot a post, larger where several have the same place."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from toolkit.charts.axes import LEGEND_PAD, inches_wide
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import LABEL, size_of, wrap
from toolkit.charts.look import MARGIN
from toolkit.charts.naming_dots import name_dots
from toolkit.charts.page import NoDataError, as_chart, open_axes
from toolkit.charts.paper import figure_of, grow
from toolkit.charts.tables import say, say_small
from toolkit.timeline import FEW
from toolkit.wording import count_on_chart, name_measure, say_on_chart

TALL = 4.2  # inches
TICK = 0.85  # inches that a long number needs
KEY = 8.0  # points of its letters
BESIDE = 0.4  # inches that a mark takes beside its name
PLACES = 160  # along each axis, that dots are told apart in
DOT = 12.0  # square points of the dot of one post
LARGEST = 120.0  # of that of many
# Colour and shape of up to four groups, told apart without colour vision.
MARKS = [("focus", "o"), ("negative", "^"), ("ink", "s"), ("positive", "D")]


@as_chart
def draw_scatter(
    chart: Chart,
    *,
    x: str,
    y: str,
    by: str = "",
    focus: object = None,
    named: Iterable[object] = (),
) -> None:
    """A dot a post by two measures.

    Posts with nearly the same measures (within 1/160 of each axis) share a dot, the larger the
    more they are. Up to four groups have a colour and a shape each, those with under ten posts
    are grey; of more, one is in focus and the others are grey.

    Parameters
    ----------
    table
        Scored posts.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    x, y
        The columns with the measures; the axes have their names and units in words.
    by
        The column with the groups; none by default.
    focus
        The group in focus, the others grey; by default, of more than four, the largest.
    named
        Ids of posts (of the index, or the column `post_id`) whose `title` stands beside their
        dots, ten at most.

    Returns
    -------
    Chart
        Its table has the columns `x`, `y`, `by`, and `title` of the named.

    Raises
    ------
    KeyError
        The table has no such column.
    ValueError
        No group is the one in `focus`, or no post is one of `named`.

    >>> table = pd.DataFrame({"grade": [8.0, 9.5], "tone": [0.1, -0.2]})
    >>> words = {"title": "Two", "subtitle": "Grade and tone", "source": "demo", "alt": "Dots"}
    >>> draw_scatter(table, x="grade", y="tone", **words).n
    2
    """
    titles = _find_named(chart.table, list(named))
    dots = pd.DataFrame(
        {
            "_x": chart.table[x].astype(float).to_numpy(),
            "_y": chart.table[y].astype(float).to_numpy(),
            "_group": _find_groups(chart, by),
        }
    )
    kept = dict.fromkeys([x, y, by] if by else [x, y])
    chart.table = chart.table[[*kept]].copy()
    if titles:
        chart.table["title"] = pd.Series(titles).reindex(range(len(dots))).to_numpy()
    known = dots.dropna(subset=["_x", "_y"])
    say(chart, "Left out", len(dots) - len(known), "post{s} without both measures")
    chart.n = len(known)
    if known.empty:
        raise NoDataError
    marks = _mark_groups(chart, known, focus)
    handles = _make_handles(chart, marks) if by else []
    columns, key = _lay_out_key(chart, handles)
    names = _name_axes(chart, x, y)
    more_above, more_below = (size_of(name)[1] - size_of("")[1] for name in names)
    (axes,) = open_axes(chart, TALL, 1, 0.5, 0.15, 0.45 + key + more_above)
    grow(figure_of(axes), below=0.1 + more_below)
    _scale(axes, known)
    _write_names(chart, axes, *names)
    _draw_dots(chart, axes, known, marks)
    if by:
        _draw_key(chart, axes, handles, columns, 0.16 + more_above)
    name_dots(chart, axes, known, {i: t for i, t in titles.items() if i in known.index})


def _find_groups(chart: Chart, by: str) -> Any:
    if not by:
        return "all"
    unknown = say_on_chart("not stated", chart.words)
    return chart.table[by].astype(object).fillna(unknown).astype(str).to_numpy()


def _find_named(table: pd.DataFrame, named: list[object]) -> dict[int, str]:
    """The titles of the named posts by their place in the table."""
    ids = list(table.get("post_id", table.index.to_series()))
    titles = table["title"] if named and "title" in table else ids
    places: dict[object, int] = {}
    for post, place in zip(ids, range(len(ids)), strict=True):
        places.setdefault(post, place)
    missing = [post for post in named if post not in places]
    if missing:
        raise ValueError(f"named={missing}: the table has no such post")
    labels = list(titles)
    return {places[post]: str(labels[places[post]]) for post in named}


def _mark_groups(
    chart: Chart, known: pd.DataFrame, focus: object
) -> dict[str, tuple[str, str]]:
    """Colour and shape of each group, the largest first."""
    roles = chart.look.roles
    sizes = known["_group"].value_counts(sort=True)
    sizes = sizes.sort_index().sort_values(ascending=False, kind="stable")
    names = list(sizes.index)
    if focus is not None and str(focus) not in names:
        listed = ", ".join(names[:10])
        raise ValueError(f"focus={focus!r}: no such group has dots; there is {listed}")
    if focus is None and len(names) <= len(MARKS):
        say_small(chart, sizes if len(names) > 1 else [])
        marks = {}
        for name, (role, shape) in zip(names, MARKS, strict=False):
            few = sizes[name] < FEW and len(names) > 1
            marks[name] = (roles["muted" if few else role], shape)
        return marks
    first = names[0] if focus is None else str(focus)
    others = {name: (roles["muted"], "o") for name in names if name != first}
    return {first: (roles["focus"], "o"), **others}


def _name_axes(chart: Chart, x: str, y: str) -> tuple[str, str]:
    """The names of the measures in lines: that above the axes, and that below."""
    words = chart.words
    inches = chart.style.width - 2 * MARGIN
    across = say_on_chart("across", words, measure=name_measure(x, words))
    upwards = say_on_chart("upwards", words, measure=name_measure(y, words))
    return wrap(upwards, inches, most=3), wrap(across, inches, most=3)


def _write_names(chart: Chart, axes: Axes, above: str, below: str) -> None:
    look: Any = {"size": LABEL, "color": chart.look.roles["quiet"]}
    offset: Any = {"textcoords": "offset points", "xycoords": "axes fraction"}
    axes.annotate(below, (1, 0), (0, -22), ha="right", va="top", **offset, **look)
    left = -0.5 * 72
    axes.annotate(above, (0, 1), (left, 8), ha="left", va="bottom", **offset, **look)


def _scale(axes: Axes, known: pd.DataFrame) -> None:
    """Limits a little beyond the dots, and ticks."""
    across = max(1, min(5, int(inches_wide(axes) / TICK)))
    for low_high, column, axis, ticks in (
        (axes.set_xlim, "_x", axes.xaxis, across),
        (axes.set_ylim, "_y", axes.yaxis, 5),
    ):
        low = known[column].min()
        high = known[column].max()
        pad = 0.05 * (high - low) or 0.1 * abs(high) or 1.0
        low_high(low - pad, high + pad)
        axis.set_major_locator(MaxNLocator(ticks))
        axis.set_major_formatter("{x:,.6g}")
    axes.grid(True, axis="both")


def _draw_dots(
    chart: Chart,
    axes: Axes,
    known: pd.DataFrame,
    marks: dict[str, tuple[str, str]],
) -> None:
    """The dots of all groups, the grey and the large below the others."""
    cells = known.assign(
        _column=_place(known["_x"], axes.get_xlim()),
        _row=_place(known["_y"], axes.get_ylim()),
    )
    shared = cells.groupby(["_group", "_column", "_row"], sort=True)
    dots = shared[["_x", "_y"]].mean().assign(_n=shared.size()).reset_index()
    most = dots["_n"].max()
    if most > 1:
        chart.left_out.append(say_on_chart("larger_dots", chart.words, n=int(most)))
    step = (LARGEST - DOT) / max(most - 1, 10)
    dots = dots.assign(_area=DOT + (dots["_n"] - 1) * step)
    dots = dots.sort_values("_area", ascending=False, kind="stable")
    grey = chart.look.roles["muted"]
    for name, (colour, shape) in marks.items():
        own = dots[dots["_group"] == name]
        axes.scatter(
            own["_x"],
            own["_y"],
            own["_area"],
            color=colour,
            marker=shape,
            alpha=0.35 if colour == grey else 0.6,
            linewidths=0,
            zorder=2 if colour == grey else 3,
        )


def _place(values: pd.Series, limits: tuple[float, float]) -> pd.Series:
    """In which of the equal parts of an axis each value is."""
    low, high = limits
    return ((values - low) / (high - low) * PLACES).astype(int)


def _make_handles(chart: Chart, marks: dict[str, tuple[str, str]]) -> list[Line2D]:
    """What colours and shapes mean; of more than four groups the grey are one."""
    grey = chart.look.roles["muted"]
    listed = list(marks.items())
    if len(listed) > len(MARKS):
        others = count_on_chart("other group{s}", len(listed) - 1, chart.words)
        listed = [listed[0], (others, (grey, "o"))]
    handles = []
    for name, (colour, shape) in listed:
        look: Any = {"marker": shape, "color": colour, "ls": "none", "ms": 5}
        handles.append(Line2D([], [], label=name, **look))
    return handles


def _lay_out_key(chart: Chart, handles: list[Line2D]) -> tuple[int, float]:
    """Break the labels of the key; how many stand side by side, and its height in inches."""
    if not handles:
        return 1, 0.0
    inside = chart.style.width - 2 * MARGIN
    names = [str(handle.get_label()) for handle in handles]
    needed = max(size_of(name, KEY)[0] for name in names) + BESIDE
    columns = max(1, min(len(names), int(inside / needed)))
    for handle, name in zip(handles, names, strict=True):
        handle.set_label(wrap(name, inside / columns - BESIDE, KEY, most=3))
    rows = math.ceil(len(handles) / columns)
    tallest = max(size_of(str(handle.get_label()), KEY)[1] for handle in handles)
    return columns, rows * (tallest + 0.06)


def _draw_key(
    chart: Chart, axes: Axes, handles: list[Line2D], columns: int, above: float
) -> None:
    """The key so many inches above the axes, over their name, from the page's left edge."""
    wide = chart.style.width
    box = axes.get_position()
    edge = ((MARGIN - LEGEND_PAD) / wide - box.x0) / box.width
    place = (edge, 1 + above / TALL)
    axes.legend(handles=handles, ncols=columns, loc="lower left", bbox_to_anchor=place)
