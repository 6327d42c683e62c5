"""The page around what is drawn: axes with room for labels, title, subtitle and last line."""

from collections.abc import Callable
from functools import wraps
from inspect import Signature, signature
from numbers import Integral
from pathlib import Path
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.chart import Chart
from toolkit.charts.look import MARGIN, look_of
from toolkit.charts.paper import Page
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.style import Style, open_style
from toolkit.wording import say_on_chart

LARGEST = 1e100  # what is larger cannot be added up and drawn
BELOW = 0.5  # inches below the axes, for dates
LEAST = 0.6  # inches of each of several axes, on a page of a given height


class NoDataError(Exception):
    """Raised when there is nothing to draw."""


def as_chart(draw: Callable[..., None]) -> Callable[..., Chart]:
    """Put what `draw` draws, or "no data", in the house style on a page with its words.

    `draw` gets a `Chart` whose `table` is what the caller gave, and its own options. It draws on
    axes of `open_axes`, or of `open_rows` for a row a group; leaves in `chart.table` what is
    drawn; sets `chart.n` (and `counted`) unless the table has a column `n` to sum; tells by `say`
    what is left out; takes its colours from `chart.look.roles`, and the width of the page from
    `chart.style.width` (a newspaper column has 3.4 inches). It raises NoDataError if there is
    nothing to draw (`open_rows` does), and may let a KeyError of a missing column through.
    """

    @wraps(draw)
    def drawn(
        table: pd.DataFrame,
        *,
        title: str,
        subtitle: str,
        source: str = "not stated",
        alt: str,
        made_from: object = None,
        style: Style | str | Path | None = None,
        lexicons: Lexicons | str | Path | None = None,
        **own: Any,
    ) -> Chart:
        read = open_lexicons(lexicons)
        kind = draw.__name__.removeprefix("draw_").replace("_", " ")
        words = (title, subtitle, source, alt, made_from, kind)
        own_style = open_style(style)
        worded = own_style.over(read)
        with look_of(worded, own_style.fonts).style():
            page = Page(own_style, worded)
            chart = Chart(page, table, *words, lexicons=read, style=own_style)
            _drop_infinities(chart)
            try:
                draw(chart, **own)
                chart.n = _count(chart)
            except NoDataError:
                chart.n = 0
                _say_no_data(chart)
            except KeyError as error:
                missing = f"the table has no column {error.args[0]}"
                raise KeyError(f"{draw.__name__}: {missing}") from error
            page.finish()
            chart.write_words()
        page.handed_out = False
        return chart

    *words, style, lexicons, _ = signature(
        drawn, follow_wrapped=False
    ).parameters.values()
    _, *own = signature(draw).parameters.values()
    shown = Signature([*words, *own, style, lexicons], return_annotation="Chart")
    drawn.__signature__ = shown  # type: ignore[attr-defined]
    return drawn


def _drop_infinities(chart: Chart) -> None:
    """Make infinities in the chart's table missing, and note it: no axis reaches so far."""
    numbers = chart.table.select_dtypes("float")
    finite = numbers.mask(numbers.abs() > LARGEST)
    if not finite.equals(numbers):
        chart.table = chart.table.copy()
        chart.table[finite.columns] = finite
        chart.left_out.append(say_on_chart("infinite", chart.words))


def _count(chart: Chart) -> int | None:
    """The posts it was made from, else what the drawing counted, else the sum of `n`."""
    named = _count_ids(chart.made_from) if chart.counted == "posts" else 0
    if named:
        return named
    if chart.n is None and "n" in chart.table:
        return int(chart.table["n"].sum())
    return chart.n


def _count_ids(made_from: Any) -> int:
    """How many different ids there are; 0 if these are no ids."""
    if isinstance(made_from, pd.DataFrame):
        made_from = made_from.get("post_id")
    if not pd.api.types.is_list_like(made_from):
        return 0
    named = all(isinstance(post, str | Integral) for post in made_from)
    return len(set(made_from)) if named else 0


def _say_no_data(chart: Chart) -> None:
    (axes,) = open_axes(chart, 1.5)
    axes.set_axis_off()
    colour = chart.look.roles["muted"]
    said = say_on_chart("no data", chart.words)
    axes.text(0.5, 0.5, said, ha="center", va="center", size=14, color=colour)


def open_axes(
    chart: Chart,
    tall: float,
    n: int = 1,
    left: float = 0,
    right: float = 0,
    above: float = 0,
    *,
    least: float | None = None,
) -> list[Axes]:
    """Axes in a column, `tall` inches in all, with room at their sides; dates under the last.

    On a page of a given height they are as tall as it leaves them, but not under `least`.
    """
    figure = cast(Page, chart.figure)
    width = chart.style.width
    if least is None:
        least = min(tall, LEAST * n)
    room = figure.room((chart.title, chart.subtitle, chart.last_line()))
    if room is not None:
        tall = max(least, room - above - BELOW)
    inches = above + tall + BELOW
    figure.set_size_inches(width, inches)
    figure.subplots_adjust(
        left=(MARGIN + left) / width,
        bottom=BELOW / inches,
        right=1 - (MARGIN + right) / width,
        top=1 - above / inches,
    )
    gaps = {"hspace": 0.45}
    grid = figure.subplots(n, sharex=True, squeeze=False, gridspec_kw=gaps)
    return list(grid[:, 0])
