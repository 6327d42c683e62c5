"""Labels beside a few dots of a chart, none cut, on another or on another dot that is named."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.tables import say

MOST = 10  # dots that are named
POINTS = 8.0  # of the labels
WIDE = 1.6  # inches of a label, at most
AROUND = (
    0.06  # inches: what a renderer needs more than was reckoned, and a little white
)
HIDING = 0.03  # inches further off a label rather stands than hide a dot
SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)]
REACH = [0.1, 0.25, 0.4, 0.7, 1.1, 1.6]  # inches from a dot to its label, tried in turn


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

    def count(self, points: np.ndarray) -> int:
        """How many points, rows of x and y, are in it."""
        x, y = points.T
        inside = (x > self.left) & (x < self.right) & (y > self.bottom) & (y < self.top)
        return int(inside.sum())


def name_dots(
    chart: Chart, axes: Axes, dots: pd.DataFrame, titles: dict[int, str]
) -> None:
    """Write titles beside the dots (`_x`, `_y`) of these rows; says how many have no room."""
    figure = chart.figure
    place = axes.get_position()
    wide = place.width * figure.get_figwidth()
    tall = place.height * figure.get_figheight()
    page = Box(0, 0, wide, tall)
    places = dots[["_x", "_y"]].to_numpy()
    corner = np.array([axes.get_xlim()[0], axes.get_ylim()[0]])
    ends = np.array([axes.get_xlim()[1], axes.get_ylim()[1]])
    inches = (places - corner) / (ends - corner) * [wide, tall]
    found = dict(zip(dots.index, map(tuple, inches), strict=True))
    chosen = list(titles.items())[:MOST]
    points = {row: found[row] for row, _ in chosen}
    taken = [Box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in points.values()]
    written = 0
    for row, title in chosen:
        text = wrap(title, WIDE, POINTS, most=3)
        width, height = size_of(text, POINTS)
        room = (width + AROUND, height + AROUND)
        box = _find_room(points[row], room, taken, page, inches)
        if box is None:
            continue
        written += 1
        taken.append(box)
        _write(chart, axes, text, points[row], box, (wide, tall))
    say(chart, "No room for the name of", len(titles) - written, "post{s}")


def _find_room(
    point: tuple[float, float],
    size: tuple[float, float],
    taken: list[Box],
    page: Box,
    dots: np.ndarray,
) -> Box | None:
    """Of the places around a dot that are free the one near it that hides few other dots."""
    best = None
    least = np.inf
    for reach in REACH:
        for side in SIDES:
            box = _place(point, size, side, reach)
            if not page.holds(box) or any(box.meets(other) for other in taken):
                continue
            cost = reach + HIDING * box.count(dots)
            if cost < least:
                best = box
                least = cost
    return best


def _place(
    point: tuple[float, float],
    size: tuple[float, float],
    side: tuple[int, int],
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
