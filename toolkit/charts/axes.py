"""Rows, axes and keys that several charts have."""

import math
from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from toolkit.charts.chart import Chart
from toolkit.charts.lettering import LABEL, size_of, wrap
from toolkit.charts.look import MARGIN
from toolkit.charts.page import NoDataError, open_axes
from toolkit.charts.paper import Page, figure_of, grow
from toolkit.charts.tables import say, say_few
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.timeline import FEW
from toolkit.wording import say as say_sentence
from toolkit.wording import say_on_chart

ROWS = 25  # at most
TICKS = 9  # dates below the axes, at most
# Years 1 to 9999, as days from 1970: a calendar has no others.
FIRST_DAY = -719_162
LAST_DAY = 2_932_896
LEGEND_PAD = 0.13  # inches that matplotlib leaves at the left of a legend
KEY_POINTS = 8.0  # as house.mplstyle has it for legends
KEY_MARK = 0.32  # inches of a mark in a key, and of what is around it
KEY_LINE = 0.17  # inches from one line of a key to the next
NARROW = 5.0  # inches between the margins: labels above the rows if they would be cut
BESIDE = 2.0  # inches of axes, at least, for labels to stand beside them and not above each row
THICKEST = 0.34  # inches of a bar
OVER = 0.2  # inches from the middle of a row to a label above it


def open_rows(
    chart: Chart,
    labels: Iterable[object],
    noun: str,
    sizes: Iterable[float] = (),
    *,
    head: str = "n",
    above: float = 0,
    judged: Iterable[float] | None = None,
    beside: bool = False,
) -> tuple[Axes, list[str]]:
    """Axes with a row per label from above, `ROWS` at most; the colours of the rows.

    `sizes` stand at the right under `head`; rows with few are grey: few of `judged`, the count
    that the statistics go by, where it is another. On a narrow page each label stands above its
    row, unless they must stay `beside` them; a bar is then `thickness` thick.
    """
    names = list(labels)
    if not names:
        raise NoDataError
    say(chart, "Not drawn", len(names) - ROWS, noun)
    counts = _as_counts(sizes)
    said_head = say_on_chart(head, chart.words)
    right = max(0.6, size_of(said_head, 8)[0] + 0.1) if counts else 0.1
    width = chart.style.width - 2 * MARGIN
    texts, over = _wrap_labels(names[:ROWS], width, right, beside)
    wide, slot = np.max(list(map(size_of, texts)), axis=0)
    head_at = -1.0
    if over:
        row = slot + 2 * OVER
        tall = row * len(texts) + 0.1
        (axes,) = open_axes(chart, tall, 1, 0, right, above, least=tall)
        # The middle of a row is where its marks are, below its label.
        axes.set_ylim(len(texts) - 1 + (OVER + 0.05) / row, -1 + (OVER - 0.05) / row)
        head_at = -(OVER + LABEL / 144) / row
    else:
        tall = max(0.34, slot + 0.05) * len(texts) + 0.1
        (axes,) = open_axes(chart, tall, 1, wide + 0.12, right, above, least=tall)
        axes.set_ylim(len(texts) - 0.45, -0.65)
    axes.set_yticks(range(len(texts)), texts)
    if over:
        _lift_labels(axes)
    if counts:
        edge = 1 + right / inches_wide(axes)
        _write_size(chart, axes, said_head, edge, head_at)
        for y, n in enumerate(counts[: len(texts)]):
            _write_size(chart, axes, f"{n:,}", edge, y)
    if judged is None:
        return axes, _colour_rows(chart, axes, counts, head)
    return axes, _colour_rows(chart, axes, _as_counts(judged), "stories")


def _wrap_labels(
    names: list[object], width: float, right: float, beside: bool
) -> tuple[list[str], bool]:
    """Labels in lines, and whether they stand above their rows."""
    column = min(2.4, 0.36 * width)
    texts = [wrap(name, column, most=3 if column > 1.5 else 4) for name in names]
    if beside:
        return texts, False
    wide = max(size_of(text)[0] for text in texts)
    cut = any(text.endswith("…") for text in texts)
    if width - wide - 0.12 - right >= BESIDE and not (cut and width < NARROW):
        return texts, False
    return [wrap(name, width - right, most=2) for name in names], True


def thickness(axes: Axes) -> float:
    """How thick bars of rows are, in rows: on a narrow page a label stands above each."""
    low, high = axes.get_ylim()
    page = figure_of(axes)
    inches = axes.get_position().height * page.get_figheight() / abs(high - low)
    return min(0.7, THICKEST / inches)


def inches_wide(axes: Axes) -> float:
    """The width of axes in inches."""
    page = figure_of(axes)
    return float(axes.get_position().width * page.get_figwidth())


def _lift_labels(axes: Axes) -> None:
    """Put each label above its row, from the left edge of the axes."""
    up = ScaledTranslation(0, OVER, figure_of(axes).dpi_scale_trans)
    axes.tick_params(axis="y", pad=0)
    for label in axes.get_yticklabels():
        label.set_horizontalalignment("left")
        label.set_verticalalignment("bottom")
        label.set_transform(label.get_transform() + up)
        label.set_bbox({"fc": "white", "lw": 0, "pad": 0.5})


def _as_counts(sizes: Iterable[float]) -> list[int]:
    """The sizes of the rows that are drawn; 0 for what is not known."""
    known = np.nan_to_num(np.array(list(sizes), float))
    return [int(n) for n in known[:ROWS]]


def _colour_rows(chart: Chart, axes: Axes, counts: list[int], noun: str) -> list[str]:
    """The colours of the rows, their labels coloured: grey are those with few."""
    if min(counts, default=FEW) < FEW:
        say_few(chart, noun)
    colours = []
    roles = chart.look.roles
    for label, n in zip(axes.get_yticklabels(), counts or repeat(FEW), strict=False):
        few = n < FEW
        label.set_color(roles["muted"] if few else roles["ink"])
        colours.append(roles["muted"] if few else roles["focus"])
    return colours


def _write_size(chart: Chart, axes: Axes, text: str, edge: float, y: float) -> None:
    """A number at the right of its row, or what the numbers are."""
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
        mark(0, color=chart.look.roles["muted"], lw=0.8, zorder=0.4)
    return float(max(-low, high))


def _percent(share: float, _: object) -> str:
    return f"{100 * share:g}%"


def date_axis(axes: Axes, days: np.ndarray, end: float) -> None:
    """Ticks at starts of periods, thinned evenly; a year stands under its last tick."""
    page = figure_of(axes)
    words = PACKAGED
    if isinstance(page, Page):
        words = page.words
        page.time_axes = page.axes
    first, last = axes.set_xlim(days[0], end if end > days[0] else days[0] + 7)
    days = days[(days >= FIRST_DAY) & (days <= LAST_DAY)]
    starts = _as_dates(days)
    form = _date_form(starts)
    wide = _label_width(starts, form, words)
    if wide / 2 > _room_beside(axes):  # a date at the edge is turned inwards
        wide *= 1.5
    apart = wide * (last - first) / inches_wide(axes)
    each = _thin(days, apart)
    ticks = starts[::each]
    labels = []
    for day, next_year in zip(ticks, [*ticks.year[1:], 0], strict=True):
        label = say_sentence(form, words, day=day)
        if form != "words.year" and day.year != next_year:
            label += "\n" + say_sentence("words.year", words, day=day)
        labels.append(label)
    axes.set_xticks(days[::each], labels)
    _keep_inside(axes)


def _room_beside(axes: Axes) -> float:
    """Inches from the axes to the nearer edge of the page."""
    box = axes.get_position()
    return float(min(box.x0, 1 - box.x1) * figure_of(axes).get_figwidth())


def _keep_inside(axes: Axes) -> None:
    """Turn the first and the last date inwards where they would stand over the page's edge."""
    page = figure_of(axes)
    box = axes.get_position()
    width = page.get_figwidth()
    first, last = axes.get_xlim()
    for tick in axes.xaxis.get_major_ticks():
        share = (tick.get_loc() - first) / (last - first)
        place = (box.x0 + share * box.width) * width
        half = size_of(tick.label1.get_text())[0] / 2
        if place - half < 0.03:
            tick.label1.set_horizontalalignment("left")
        elif place + half > width - 0.03:
            tick.label1.set_horizontalalignment("right")


def _label_width(starts: pd.DatetimeIndex, form: str, words: Lexicons) -> float:
    """Inches from one date to the next, at least: half an inch, more for long names of months."""
    # Of each month the day with the most digits.
    months = [starts[starts.month == month] for month in starts.month.unique()]
    days = [days[int(days.day.argmax())] for days in months]
    widths = [size_of(say_sentence(form, words, day=day))[0] for day in days]
    return max([0.5, *(width + 0.08 for width in widths)])


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
    """The sentence that says a date on an axis."""
    if len(starts) == 1 or (starts.day > 1).any():
        return "words.short_day"
    return "words.month" if (starts.month > 1).any() else "words.year"


def draw_key(axes: Axes, colours: dict[str, str]) -> None:
    """What the colours mean, by `place_key`."""
    marks = [Patch(color=colour, label=name) for name, colour in colours.items()]
    place_key(axes, marks)


def place_key(axes: Axes, marks: Sequence[Artist]) -> None:
    """What marks mean by their labels, above the axes from the left edge of the page.

    It takes one line if that is wide enough, else more, for which the page grows.
    """
    page = figure_of(axes)
    words = page.words if isinstance(page, Page) else PACKAGED
    names = [say_on_chart(str(mark.get_label()), words) for mark in marks]
    for mark, name in zip(marks, names, strict=True):
        mark.set_label(name)
    width = page.get_figwidth()
    columns = _count_columns(names, width - 2 * MARGIN)
    lines = math.ceil(len(names) / columns)
    grow(page, above=(lines - 1) * KEY_LINE)
    box = axes.get_position()
    edge = ((MARGIN - LEGEND_PAD) / width - box.x0) / box.width
    axes.legend(
        handles=list(marks),
        ncols=columns,
        loc="lower left",
        bbox_to_anchor=(edge, 1),
    )


def _count_columns(names: list[str], room: float) -> int:
    """How many names of a key stand beside one another, as columns as wide as their widest."""
    widths = [size_of(name, KEY_POINTS)[0] + KEY_MARK for name in names]
    for columns in range(len(names), 1, -1):
        wide = [max(column) for column in np.array_split(widths, columns)]
        if sum(wide) <= room:
            return math.ceil(len(names) / math.ceil(len(names) / columns))
    return 1
