"""Rows, axes and keys that several charts have."""

import math
from collections.abc import Iterable
from itertools import repeat

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.look import MARGIN, WIDTH
from toolkit.charts.page import NoDataError, open_axes
from toolkit.charts.tables import say
from toolkit.timeline import FEW

ROWS = 25  # at most
TICKS = 9  # dates below the axes, at most
# Years 1 to 9999, as days from 1970: a calendar has no others.
FIRST_DAY = -719_162
LAST_DAY = 2_932_896
LEGEND_PAD = 0.13  # inches that matplotlib leaves at the left of a legend


def open_rows(
    chart: Chart,
    labels: Iterable[object],
    noun: str,
    sizes: Iterable[float] = (),
    *,
    head: str = "n",
    above: float = 0,
    judged: Iterable[float] | None = None,
) -> tuple[Axes, list[str]]:
    """Axes with a row per label from above, `ROWS` at most; the colours of the rows.

    `sizes` stand at the right under `head`; rows with few are grey: few of `judged`, the count
    that the statistics go by, where it is another.
    """
    names = list(labels)
    if not names:
        raise NoDataError
    say(chart, "Not drawn", len(names) - ROWS, noun)
    texts = [wrap(name, 2.4, most=2) for name in names[:ROWS]]
    counts = _as_counts(sizes)
    right = 0.6 if counts else 0.1
    width, slot = np.max(list(map(size_of, texts)), axis=0)
    tall = max(0.34, slot + 0.05) * len(texts) + 0.1
    (axes,) = open_axes(chart, tall, 1, width + 0.12, right, above)
    axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    if counts:
        edge = 1 + right / (axes.get_position().width * WIDTH)
        _write_sizes(chart, axes, [head, *(f"{n:,}" for n in counts)], edge)
    if judged is None:
        return axes, _colour_rows(chart, axes, counts, head)
    return axes, _colour_rows(chart, axes, _as_counts(judged), "stories")


def _as_counts(sizes: Iterable[float]) -> list[int]:
    """The sizes of the rows that are drawn; 0 for what is not known."""
    known = np.nan_to_num(np.array(list(sizes), float))
    return [int(n) for n in known[:ROWS]]


def _colour_rows(chart: Chart, axes: Axes, counts: list[int], noun: str) -> list[str]:
    """The colours of the rows, their labels coloured: grey are those with few."""
    if min(counts, default=FEW) < FEW:
        chart.left_out.append(f"Grey: {noun} under {FEW}.")
    colours = []
    roles = chart.look.roles
    for label, n in zip(axes.get_yticklabels(), counts or repeat(FEW), strict=False):
        few = n < FEW
        label.set_color(roles["muted"] if few else roles["ink"])
        colours.append(roles["muted"] if few else roles["focus"])
    return colours


def _write_sizes(chart: Chart, axes: Axes, texts: list[str], edge: float) -> None:
    """The first text above the rows, the others beside them."""
    for y, text in enumerate(texts, start=-1):
        axes.text(
            edge,
            y,
            text,
            ha="right",
            va="center",
            size=8,
            transform=axes.get_yaxis_transform(),
            color=chart.look.roles["quiet"],
        )


def value_axis(
    chart: Chart,
    axes: Axes,
    drawn: pd.DataFrame,
    value: str,
    *,
    across: bool = False,
) -> float:
    """Ticks and limits that hold all values and intervals; the largest in size.

    Counts and shares begin at 0.
    """
    shares = value.startswith("share")
    spread = drawn.filter([value, "low", "high"]).to_numpy(float)
    low = 0.0 if value == "n" or shares else np.nanmin(spread)
    high = np.nanmax(spread)
    pad = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    start = low - pad if low or across else low
    axis: Axis
    if across:
        axis = axes.xaxis
        most = 5
        axes.set_xlim(start, high + pad)
    else:
        axis = axes.yaxis
        most = 2 if axes.get_window_extent().height < 120 else 5
        axes.set_ylim(start, high + pad)
    axis.set_major_locator(MaxNLocator(most, integer=value == "n"))
    axis.set_major_formatter(_percent if shares else "{x:,g}")
    if low < 0 < high:
        mark = axes.axvline if across else axes.axhline
        mark(0, color=chart.look.roles["muted"], lw=0.8, zorder=1)
    return float(max(-low, high))


def _percent(share: float, _: object) -> str:
    return f"{100 * share:g}%"


def date_axis(axes: Axes, days: np.ndarray, end: float) -> None:
    """Ticks at starts of periods, thinned evenly; a year stands under its last tick."""
    first, last = axes.set_xlim(days[0], end if end > days[0] else days[0] + 7)
    days = days[(days >= FIRST_DAY) & (days <= LAST_DAY)]
    apart = 0.5 * (last - first) / (axes.get_position().width * WIDTH)
    each = _thin(days, apart)  # half an inch is the width of a label
    starts = _as_dates(days)
    form = _date_form(starts)
    ticks = starts[::each]
    labels = []
    for day, next_year in zip(ticks, [*ticks.year[1:], 0], strict=True):
        label = day.strftime(form).lstrip("0")
        if form != "%Y" and day.year != next_year:
            label += f"\n{day:%Y}"
        labels.append(label)
    axes.set_xticks(days[::each], labels)


def _as_dates(days: np.ndarray) -> pd.DatetimeIndex:
    """Days from 1970 as dates, also those that no count of nanoseconds reaches."""
    seconds = np.round(days * 86_400).astype("datetime64[s]")
    return pd.DatetimeIndex(seconds)


def _thin(days: np.ndarray, apart: float) -> int:
    """Every how manieth day has a tick, for these to be so many days apart."""
    fewest = math.ceil(len(days) / TICKS)
    for each in range(fewest, len(days)):
        if (np.diff(days[::each]) >= apart).all():
            return each
    return len(days)


def _date_form(starts: pd.DatetimeIndex) -> str:
    if len(starts) == 1 or (starts.day > 1).any():
        return "%d %b"
    return "%b" if (starts.month > 1).any() else "%Y"


def draw_key(axes: Axes, colours: dict[str, str]) -> None:
    """What the colours mean, in one line above the axes from the left edge of the page."""
    marks = [Patch(color=colour, label=name) for name, colour in colours.items()]
    box = axes.get_position()
    edge = ((MARGIN - LEGEND_PAD) / WIDTH - box.x0) / box.width
    axes.legend(
        handles=marks, ncols=len(marks), loc="lower left", bbox_to_anchor=(edge, 1)
    )
