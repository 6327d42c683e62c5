"""A grid of panels: one a group, in one column for a few and in several for many."""

import math

import numpy as np
from matplotlib.axes import Axes

from toolkit.charts.chart import Chart
from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.look import MARGIN
from toolkit.charts.page import open_axes

IN_A_COLUMN = 7  # panels that stand below one another, at most
NARROWEST = 1.8  # inches of a panel beside others
TICK_LABELS = 0.45  # inches for them, left of the panels
APART = 0.55  # inches between two columns, for the labels of both
LOW = 0.8  # inches of a panel
LOWEST = 0.5  # inches of a panel on a page whose height is given
LINES = 5  # of the name of a panel, at most
BETWEEN = 0.12  # inches between a panel and the name of the next


def open_panels(
    chart: Chart, names: list[str], *, titled: bool
) -> tuple[list[Axes], list[str]]:
    """Axes for each name, from the left and from above; the names, as they fit over them.

    The axes share their dates, which stand below the last of each column.
    """
    inside = chart.style.width - 2 * MARGIN
    columns = 1
    if len(names) > IN_A_COLUMN:
        columns = max(1, int(inside / (NARROWEST + APART)))
    rows = math.ceil(len(names) / columns)
    room = (inside - TICK_LABELS + APART) / columns - APART
    texts = [wrap(name, room, most=LINES) for name in names]
    above = max(size_of(text)[1] for text in texts) + 0.08 if titled else 0.0
    each = max(LOW, 3.0 / rows)
    gap = above + BETWEEN
    tall = rows * each + (rows - 1) * gap
    least = rows * LOWEST + (rows - 1) * gap
    (whole,) = open_axes(chart, tall, 1, TICK_LABELS, 0.1, above, least=least)
    place = whole.get_subplotspec()
    assert place is not None
    whole.remove()
    spaces = {"hspace": gap / each, "wspace": APART / room}
    grid = place.subgridspec(rows, columns, **spaces).subplots(
        sharex=True, squeeze=False
    )
    panels = [*np.ravel(grid)]
    for axes in panels[len(names) :]:
        axes.remove()
    shown = panels[: len(names)]
    for axes in shown[-columns:]:
        axes.tick_params(labelbottom=True)
    return shown, texts
