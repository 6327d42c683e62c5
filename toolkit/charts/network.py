"""Who quotes whom: outlets on the left, speakers on the right, a line for each pair."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from toolkit.charts.bars import count_attributions
from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.look import MARGIN
from toolkit.charts.page import NoDataError, as_chart, open_axes
from toolkit.charts.tables import say, say_small
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart

OUTLETS = 12  # at most
SPEAKERS = 60  # at most, whatever is asked for
THICKEST = 9.0  # points of the line of most attributions
THINNEST = 0.5
ROUNDS = 24  # of ordering one side by the other
NAMES = 0.3  # of the page are names at most, on each side
NARROWEST = 0.75  # inches of names
LINES = 0.3  # of the page are lines at least


@as_chart
def draw_network(
    chart: Chart, *, by: str = "outlet", speaker: str = "speaker", most: int = 20
) -> None:
    """Lines from outlets to those they quote, the broader the more often.

    Both sides are ordered so that few lines cross, the same way every time. The twelve outlets
    and the `most` speakers with most attributions are drawn; outlets with under ten are grey.

    Parameters
    ----------
    table
        From `count_sources` with ``by="outlet"``: a row an outlet and speaker, with
        `attributions` (else `n`).
    title, subtitle, source, alt, made_from, style, lexicons
        As for all charts: see `toolkit.charts`.
    by, speaker
        The columns with the two sides.
    most
        Speakers drawn, the most quoted, 60 at most; the last line tells the number of the others.

    Returns
    -------
    Chart

    Raises
    ------
    KeyError
        The table has no such column.
    ValueError
        `most` is under 1.

    >>> table = pd.DataFrame({"outlet": ["a", "b"], "speaker": "police", "attributions": [5, 12]})
    >>> words = {"title": "Police", "subtitle": "Attributions", "source": "demo"}
    >>> draw_network(table, **words, alt="Two lines").n
    17
    """
    if most < 1:
        raise ValueError(f"most={most}: at least one speaker is drawn")
    value = count_attributions(chart)
    pairs = _count_pairs(chart, by, speaker, value)
    if pairs.empty:
        raise NoDataError
    totals = pairs.sum(axis=1).sort_values(ascending=False, kind="stable")
    quoted = pairs.sum().sort_values(ascending=False, kind="stable")
    most = min(most, SPEAKERS)
    say(chart, "Not drawn", len(totals) - OUTLETS, "smaller outlet{s}")
    say(chart, "Not drawn", len(quoted) - most, "speaker{s} less often quoted")
    shown = pairs.loc[totals.index[:OUTLETS], quoted.index[:most]]
    say_small(chart, totals[:OUTLETS], "attributions of an outlet")
    shown = shown.loc[shown.sum(axis=1) > 0, shown.sum() > 0]
    shown = _order(shown)
    _draw(chart, shown, totals, quoted)


def _count_pairs(chart: Chart, by: str, speaker: str, value: str) -> pd.DataFrame:
    """Outlets by speakers, with the attributions of each pair."""
    unknown = say_on_chart("not named", chart.words)
    named = chart.table[[by, speaker, value]].astype({value: float})
    for name in (by, speaker):
        named[name] = named[name].astype(object).fillna(unknown).astype(str)
    named = named[named[value] > 0]
    return named.pivot_table(
        value, by, speaker, aggfunc="sum", fill_value=0.0, observed=True
    )


def _order(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs in the order, of those tried, in which least cross.

    From the order of size and from that of the first axis of a correspondence analysis each side
    is ordered by its partners' mean place in turn (Sugiyama, Tagawa & Toda 1981).
    """
    best = pairs
    for start in (pairs, _order_by_axis(pairs)):
        tried = start
        for _ in range(ROUNDS):
            if _crossings_of(tried) < _crossings_of(best):
                best = tried
            tried = tried.iloc[:, _mean_places(tried.to_numpy().T)]
            tried = tried.iloc[_mean_places(tried.to_numpy())]
    return best


def _crossings_of(pairs: pd.DataFrame) -> float:
    return _count_crossings(pairs.to_numpy())


def _order_by_axis(pairs: pd.DataFrame) -> pd.DataFrame:
    """Both sides along the first axis of a correspondence analysis: what has common partners
    stands together."""
    if min(pairs.shape) < 2:
        return pairs
    weights = pairs.to_numpy()
    rows = np.sqrt(weights.sum(axis=1))
    columns = np.sqrt(weights.sum(axis=0))
    left, _, right = np.linalg.svd(weights / np.outer(rows, columns))
    # The first axis but for that of sizes, which all have; its sign is free.
    sign = 1 if left[np.abs(left[:, 1]).argmax(), 1] >= 0 else -1
    across = np.argsort((sign * right[1] / columns).round(9), kind="stable")
    along = np.argsort((sign * left[:, 1] / rows).round(9), kind="stable")
    return pairs.iloc[along, across]


def _mean_places(weights: np.ndarray) -> np.ndarray:
    """The rows in the order of the mean place of what they have."""
    places = np.linspace(0, 1, weights.shape[1]) if weights.shape[1] > 1 else [0.5]
    means = weights @ places / weights.sum(axis=1)
    return np.argsort(means.round(9), kind="stable")


def _count_crossings(weights: np.ndarray) -> float:
    """How much crosses: for two lines that do, the product of their weights."""
    # For each pair of rows: what the lower has left of what the upper has.
    before = np.cumsum(weights, axis=1) - weights
    overlap = weights @ before.T
    return float(np.triu(overlap, 1).sum())


class Side(NamedTuple):
    """One side of the page: names in lines, the n of each, and the colour of each."""

    names: list[str]
    counts: list[int]
    inks: list[str]

    def with_sizes(self, chart: Chart) -> "Side":
        """The side with the n of each below its name."""
        said = [say_on_chart("size", chart.words, n=count) for count in self.counts]
        pairs = zip(self.names, said, strict=True)
        return self._replace(names=["\n".join(pair) for pair in pairs])

    def tall(self) -> float:
        """Inches that its names take below one another."""
        slots = [size_of(name)[1] + 0.06 for name in self.names]
        return max(0.3, *slots) * len(slots)

    def wide(self) -> float:
        """Inches of its broadest name."""
        return max(size_of(name)[0] for name in self.names)

    def places(self) -> np.ndarray:
        """Where the names stand, in heights of the axes from above."""
        return (np.arange(len(self.names)) + 0.5) / len(self.names)


def _draw(
    chart: Chart, pairs: pd.DataFrame, totals: pd.Series, quoted: pd.Series
) -> None:
    """Names and lines; the shorter side is spread over the whole height."""
    number = max(_widest_count(totals), _widest_count(quoted)) + 0.1
    wide = chart.style.width
    free = ((1 - LINES) * wide - 2 * MARGIN) / 2 - number - 0.1
    # On a narrow page each n stands below its name.
    if free < NARROWEST:
        free += number
        number = 0.0
    room = max(NARROWEST, min(NAMES * wide, free))
    roles = chart.look.roles
    outlets = totals.loc[pairs.index]
    few = outlets.lt(FEW)
    inks = [roles["muted" if small else "ink"] for small in few]
    speakers = quoted.loc[pairs.columns]
    left = _make_side(outlets, inks, room)
    right = _make_side(speakers, [roles["ink"]] * len(speakers), room)
    if not number:
        left = left.with_sizes(chart)
        right = right.with_sizes(chart)
    tall = max(1.2, left.tall(), right.tall())
    beside = number + 0.1
    (axes,) = open_axes(
        chart,
        tall,
        1,
        left.wide() + beside,
        right.wide() + beside,
        0.25,
        least=tall,
    )
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(1, 0))
    colours = [roles["muted" if small else "focus"] for small in few]
    _draw_lines(axes, pairs.to_numpy(), left.places(), right.places(), colours)
    _write_side(chart, axes, 0, left, number)
    _write_side(chart, axes, 1, right, number)
    largest = pairs.to_numpy().max()
    chart.left_out.append(say_on_chart("broadest", chart.words, n=int(largest)))


def _widest_count(sizes: pd.Series) -> float:
    """Inches of the largest number."""
    return size_of(f"{sizes.max():,.0f}")[0]


def _make_side(sizes: pd.Series, inks: list[str], room: float) -> Side:
    names = [wrap(name, room, most=7) for name in sizes.index]
    return Side(names, [round(n) for n in sizes], inks)


def _draw_lines(
    axes: Axes,
    weights: np.ndarray,
    from_y: np.ndarray,
    to_y: np.ndarray,
    colours: list[str],
) -> None:
    """A curve for each pair, the broadest first, so that no thin one is hidden."""
    largest = weights.max()
    order = np.argsort(-weights, axis=None, kind="stable")
    for place in order:
        row, column = np.unravel_index(place, weights.shape)
        weight = weights[row, column]
        if not weight:
            break
        start = float(from_y[row])
        end = float(to_y[column])
        bends = [(0.0, start), (0.5, start), (0.5, end), (1.0, end)]
        steps = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        part = weight / largest
        look: Any = {"lw": max(THINNEST, THICKEST * part), "alpha": 0.25 + 0.3 * part}
        curve = Path(bends, steps)
        axes.add_patch(PathPatch(curve, fc="none", ec=colours[row], **look))


def _write_side(chart: Chart, axes: Axes, x: float, side: Side, number: float) -> None:
    """Names with their n towards the lines, of both from outside inwards."""
    outwards = -1 if x == 0 else 1
    align = "right" if x == 0 else "left"
    near: Any = {"xycoords": "data", "textcoords": "offset points", "va": "center"}
    near["ha"] = align
    quiet = chart.look.roles["quiet"]
    beyond = (outwards * (5 + number * 72), 0)
    for y, name, count, ink in zip(side.places(), *side, strict=True):
        if number:
            axes.annotate(
                f"{count:,}", (x, y), (outwards * 5, 0), size=8, color=quiet, **near
            )
        axes.annotate(name, (x, y), beyond, color=ink, size=9, **near)
    if number:
        head = say_on_chart("n", chart.words)
        axes.annotate(head, (x, 0), (outwards * 5, 10), size=8, color=quiet, **near)
