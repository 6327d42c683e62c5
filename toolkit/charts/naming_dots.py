"""Labels beside a few dots of a chart, none cut, on another label or on any dot."""

import itertools
import string
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.paper import figure_of
from toolkit.charts.tables import say
from toolkit.wording import say_on_chart

MOST = 10  # dots that are named
POINTS = 8.0  # of the labels
WIDE = 1.6  # inches of a label, at most
AROUND = (
    0.06  # inches: what a renderer needs more than was reckoned, and a little white
)
CLEAR = 0.04  # inches around a label in which no dot has its middle
SIDES = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)]
SIDES += [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)]
SIDES += [(1.0, 0.5), (1.0, -0.5), (-1.0, 0.5), (-1.0, -0.5)]
SIDES += [(0.5, 1.0), (-0.5, 1.0), (0.5, -1.0), (-0.5, -1.0)]
# Inches from a dot to its label, tried in turn.
REACH = [0.1, 0.18, 0.25, 0.4, 0.55, 0.7, 0.9, 1.1, 1.35]


class Box(NamedTuple):
    """A rectangle in inches from the lower left corner of the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        along = self.bottom < other.top and other.bottom < self.top
        return across and along

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def covers(self, points: np.ndarray) -> bool:
        """Whether a point, a row of x and y, is in it or close to it."""
        x, y = points.T
        across = (x > self.left - CLEAR) & (x < self.right + CLEAR)
        along = (y > self.bottom - CLEAR) & (y < self.top + CLEAR)
        return bool((across & along).any())


class Sheet(NamedTuple):
    """Axes in inches: their size, and the place of each dot in rows of x and y."""

    wide: float
    tall: float
    dots: np.ndarray


def name_dots(
    chart: Chart, axes: Axes, dots: pd.DataFrame, titles: dict[int, str]
) -> None:
    """Write titles beside the dots (`_x`, `_y`) of these rows.

    Where a title has no room, a letter stands for it and the last line has the title; it also
    says for how many a letter has none.
    """
    sheet = _measure(axes, dots)
    chosen = list(titles.items())[:MOST]
    points = {row: sheet.dots[dots.index.get_loc(row)] for row, _ in chosen}
    taken = [Box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in points.values()]
    left: list[tuple[int, str]] = []
    for row, title in chosen:
        text = wrap(title, WIDE, POINTS, most=3)
        if not _write_near(chart, axes, text, points[row], sheet, taken):
            left.append((row, title))
    lettered: list[str] = []
    for row, title in left:
        letter = string.ascii_lowercase[len(lettered)]
        if _write_near(chart, axes, letter, points[row], sheet, taken):
            lettered.append(f"{letter} {title}")
    if lettered:
        named = "; ".join(lettered)
        chart.left_out.append(say_on_chart("lettered", chart.words, names=named))
    nameless = len(titles) - len(chosen) + len(left) - len(lettered)
    say(chart, "No room for the name of", nameless, "post{s}")


def _measure(axes: Axes, dots: pd.DataFrame) -> Sheet:
    """The size of the axes and the places of the dots in inches."""
    page = figure_of(axes)
    place = axes.get_position()
    wide = place.width * page.get_figwidth()
    tall = place.height * page.get_figheight()
    corner, ends = np.transpose([axes.get_xlim(), axes.get_ylim()])
    shares = (dots[["_x", "_y"]].to_numpy() - corner) / (ends - corner)
    return Sheet(wide, tall, shares * [wide, tall])


def _write_near(
    chart: Chart,
    axes: Axes,
    text: str,
    point: np.ndarray,
    sheet: Sheet,
    taken: list[Box],
) -> bool:
    """Write a label near a point, where it is taken from now on; False if it has no room."""
    width, height = size_of(text, POINTS)
    at = (float(point[0]), float(point[1]))
    box = _find_room(at, (width + AROUND, height + AROUND), taken, sheet)
    if box is None:
        return False
    taken.append(box)
    _write(chart, axes, text, at, box, (sheet.wide, sheet.tall))
    return True


def _find_room(
    point: tuple[float, float],
    size: tuple[float, float],
    taken: list[Box],
    sheet: Sheet,
) -> Box | None:
    """The nearest place around a dot that is free and hides no dot; None if there is none."""
    page = Box(0, 0, sheet.wide, sheet.tall)
    for reach, side in itertools.product(REACH, SIDES):
        box = _place(point, size, side, reach)
        if not page.holds(box) or any(box.meets(other) for other in taken):
            continue
        if not box.covers(sheet.dots):
            return box
    return None


def _place(
    point: tuple[float, float],
    size: tuple[float, float],
    side: tuple[float, float],
    reach: float,
) -> Box:
    """The box on a side of a point, so far from it."""
    left, bottom = (
        place + way * reach - length * (1 - way) / 2
        for place, way, length in zip(point, side, size, strict=True)
    )
    return Box(left, bottom, left + size[0], bottom + size[1])


def _write(
    chart: Chart,
    axes: Axes,
    text: str,
    point: tuple[float, float],
    box: Box,
    size: tuple[float, float],
) -> None:
    """The text in its box, with a line to the dot and a ring around that."""
    wide, tall = size
    roles = chart.look.roles
    x, y = point
    inches = axes.transAxes
    near_x = min(max(x, box.left), box.right)
    near_y = min(max(y, box.bottom), box.top)
    if max(abs(x - near_x), abs(y - near_y)) > REACH[0] + 0.01:
        axes.plot(
            [x / wide, near_x / wide],
            [y / tall, near_y / tall],
            color=roles["ink"],
            lw=0.6,
            transform=inches,
            zorder=4,
        )
    axes.plot(
        x / wide,
        y / tall,
        "o",
        ms=6,
        mfc="none",
        mec=roles["ink"],
        mew=0.8,
        transform=inches,
        zorder=4,
    )
    axes.text(
        box.left / wide,
        (box.bottom + box.top) / 2 / tall,
        text,
        size=POINTS,
        va="center",
        color=roles["ink"],
        transform=inches,
        zorder=5,
        bbox={"fc": "white", "lw": 0, "pad": 0.5, "alpha": 0.75},
    )
