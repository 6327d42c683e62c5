"""Which words one part of the posts uses more than another: a dot a word."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.axes import ROWS, draw_key, open_rows, value_axis
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.look import MARGIN
from toolkit.charts.page import as_chart
from toolkit.charts.tables import say, say_small
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart

KEY = 8.0  # points of the key's letters
BESIDE = 0.35  # inches that a mark takes beside its text


@as_chart
def draw_words(
    chart: Chart,
    *,
    value: str = "log_ratio",
    by: str = "word",
    more: str = "more often here",
    less: str = "more often elsewhere",
) -> None:
    """A dot a word by how much more often it is used, with its interval: two directions.

    The words with the largest effects of either direction are drawn, 25 in all; grey are words
    that stand in under ten (`n` and `n_other` together, as far as they are there).

    Parameters
    ----------
    table
        A row a word: the column `by`, the effect (0 for none), its `low` and `high` if known,
        and the counts `n` here and `n_other` elsewhere.
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    value, by
        The columns with the effect and the words.
    more, less
        What an effect above and below 0 means, for the key.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        The table has no such column.

    >>> table = pd.DataFrame({"word": ["storm", "vote"], "log_ratio": [2.0, -1.5], "n": [40, 12]})
    >>> words = {"title": "Storm", "subtitle": "Log ratio", "source": "demo", "alt": "Two dots"}
    >>> draw_words(table, **words).n
    52
    """
    table = chart.table.reset_index(drop=True)
    known = table.dropna(subset=[value, by])
    counts = known.filter(["n", "n_other"]).fillna(0).sum(axis=1)
    if {"n", "n_other"} & set(known):
        chart.n = int(counts.sum())
        chart.counted = "occurrences"
    say(chart, "No value", len(table) - len(known), "word{s}")
    rows = _choose(known, value)
    say(chart, "Not drawn", len(known) - len(rows), "word{s} of smaller effect")
    counts = counts[rows.index]
    counted = bool({"n", "n_other"} & set(rows))
    sizes: Iterable[float] = counts if counted else []
    room = chart.style.width / 2 - MARGIN - BESIDE
    said = [say_on_chart(text, chart.words) for text in (more, less)]
    key = [wrap(text, room, KEY, most=3) for text in said]
    above = 0.2 + max(size_of(text, KEY)[1] for text in key)
    axes, _ = open_rows(chart, rows[by], "word{s}", sizes, above=above)
    value_axis(chart, axes, rows.astype({value: float}), value, across=True)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.05 * (high - low)), max(high, 0.05 * (high - low)))
    _draw_effects(chart, axes, rows, value, counts if counted else None)
    roles = chart.look.roles
    colours = [roles["focus"], roles["negative"]]
    draw_key(axes, dict(zip(key, colours, strict=True)))


def _choose(known: pd.DataFrame, value: str) -> pd.DataFrame:
    """The rows with the largest effects, from the highest to the lowest."""
    size = known[value].abs().sort_values(ascending=False, kind="stable")
    chosen = known.loc[size.index[:ROWS]]
    return chosen.sort_values(value, ascending=False, kind="stable")


def _draw_effects(
    chart: Chart,
    axes: Axes,
    rows: pd.DataFrame,
    value: str,
    counts: pd.Series | None,
) -> None:
    """Dot and interval of each word, from the line of no effect."""
    roles = chart.look.roles
    axes.axvline(0, color=roles["muted"], lw=0.8, zorder=1)
    numbers = rows.reindex(columns=[value, "low", "high"]).astype(float)
    sizes = np.full(len(rows), FEW) if counts is None else counts.to_numpy()
    say_small(chart, sizes)
    for y, (effect, low, high) in enumerate(numbers.itertuples(index=False, name=None)):
        role = "focus" if effect >= 0 else "negative"
        colour = roles["muted" if sizes[y] < FEW else role]
        axes.plot([0, effect], [y, y], color=colour, lw=0.8, alpha=0.5, zorder=2)
        axes.plot([low, high], [y, y], color=colour, lw=2.5, alpha=0.4, zorder=2)
        axes.plot(effect, y, "o", ms=6, color=colour, zorder=3)
