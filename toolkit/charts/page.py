"""The page around what is drawn: axes with room for labels, title, subtitle and last line."""

from collections.abc import Callable
from functools import wraps
from inspect import Signature, signature
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from toolkit.charts.chart import Chart, Page
from toolkit.charts.lettering import find_undrawable, size_of, wrap
from toolkit.charts.look import MARGIN, WIDTH, look_of
from toolkit.lexicons import Lexicons, open_lexicons

LARGEST = 1e100  # what is larger cannot be added up and drawn
SHOWN = 5  # characters of which the last line names the numbers
BELOW = 0.5  # inches below the axes, for dates
GAP = 0.06  # between title and subtitle
PRINT = [  # points, weight and role of title, subtitle and last line
    (14.0, "bold", "ink"),
    (10.5, "normal", "quiet"),
    (8.0, "normal", "quiet"),
]


class NoDataError(Exception):
    """Raised when there is nothing to draw."""


def as_chart(draw: Callable[..., None]) -> Callable[..., Chart]:
    """Put what `draw` draws, or "no data", in the house style on a page with its words.

    `draw` gets a `Chart` whose `table` is what the caller gave, and its own options. It draws on
    axes of `open_axes`, or of `open_rows` for a row a group; leaves in `chart.table` what is
    drawn; sets `chart.n` (and `counted`) unless the table has a column `n` to sum; tells by `say`
    what is left out; takes its colours from `chart.look.roles`. It raises NoDataError if there is
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
        lexicons: Lexicons | str | Path | None = None,
        **own: Any,
    ) -> Chart:
        read = open_lexicons(lexicons)
        kind = draw.__name__.removeprefix("draw_").replace("_", " ")
        words = (title, subtitle, source, alt, made_from, kind)
        with look_of(read).style():
            page = Page()
            chart = Chart(page, table, *words, lexicons=read)
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
            _say_undrawable(chart)
            _add_words(chart)
        page.handed_out = False
        return chart

    *words, lexicons, _ = signature(drawn, follow_wrapped=False).parameters.values()
    _, *own = signature(draw).parameters.values()
    shown = Signature([*words, *own, lexicons], return_annotation="Chart")
    drawn.__signature__ = shown  # type: ignore[attr-defined]
    return drawn


def _drop_infinities(chart: Chart) -> None:
    """Make infinities in the chart's table missing, and note it: no axis reaches so far."""
    numbers = chart.table.select_dtypes("float")
    finite = numbers.mask(numbers.abs() > LARGEST)
    if not finite.equals(numbers):
        chart.table = chart.table.copy()
        chart.table[finite.columns] = finite
        chart.left_out.append("Infinite values count as missing.")


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
    axes.text(0.5, 0.5, "no data", ha="center", va="center", size=14, color=colour)


def open_axes(
    chart: Chart,
    tall: float,
    n: int = 1,
    left: float = 0,
    right: float = 0,
    above: float = 0,
) -> list[Axes]:
    """Axes in a column, `tall` inches in all, with room at their sides; dates under the last."""
    figure = chart.figure
    inches = above + tall + BELOW
    figure.set_size_inches(WIDTH, inches)
    figure.subplots_adjust(
        left=(MARGIN + left) / WIDTH,
        bottom=BELOW / inches,
        right=1 - (MARGIN + right) / WIDTH,
        top=1 - above / inches,
    )
    gaps = {"hspace": 0.45}
    grid = figure.subplots(n, sharex=True, squeeze=False, gridspec_kw=gaps)
    return list(grid[:, 0])


def _say_undrawable(chart: Chart) -> None:
    """Note which characters of the words and labels are drawn as boxes, if any."""
    texts = [chart.title, chart.subtitle, chart.source]
    texts += [text.get_text() for text in chart.figure.findobj(Text)]
    missing = find_undrawable(texts)
    if missing:
        named = ", ".join(f"U+{ord(character):04X}" for character in missing[:SHOWN])
        if len(missing) > SHOWN:
            named += f" and {len(missing) - SHOWN:,} more"
        chart.left_out.append(f"Boxes: no font here has {named}.")


def _add_words(chart: Chart) -> None:
    """Title and subtitle above the axes, the last line below; the figure grows by their height."""
    texts = []
    heights = []
    words = (chart.title, chart.subtitle, _last_line(chart))
    for text, (points, weight, _) in zip(words, PRINT, strict=True):
        texts.append(wrap(text, WIDTH - 2 * MARGIN, points, weight))
        heights.append(size_of(texts[-1], points)[1])
    title, subtitle, last = heights
    figure = chart.figure
    inside = figure.get_figheight()
    below = last + MARGIN
    total = MARGIN + title + GAP + subtitle + 0.2 + inside + below
    axes = figure.subplotpars
    bottom = (axes.bottom * inside + below) / total
    top = (axes.top * inside + below) / total
    figure.set_figheight(total)
    figure.subplots_adjust(bottom=bottom, top=top)
    places = (total - MARGIN, total - MARGIN - title - GAP, below)
    for text, y, (points, weight, role) in zip(texts, places, PRINT, strict=True):
        figure.text(
            MARGIN / WIDTH,
            y / total,
            text,
            va="top",
            size=points,
            weight=weight,
            color=chart.look.roles[role],
        )


def _last_line(chart: Chart) -> str:
    parts = [*chart.left_out, f"Source: {chart.source.rstrip('.')}."]
    if chart.n is not None:
        parts.append(f"n = {chart.n:,} {chart.counted}.")
    return " ".join(parts)
