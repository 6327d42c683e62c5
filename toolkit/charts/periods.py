"""What all charts over time do with periods that were seen in part: hatch them, set no axis."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from toolkit.charts.chart import Chart

HATCH = "/////"
ALONE = 7.0  # days of a period that has no other beside it


def only_whole(drawn: pd.DataFrame) -> pd.DataFrame:
    """The rows that limits go by: those of whole periods; all, if there is none."""
    whole = drawn[~drawn["partial"].astype(bool)]
    return whole if len(whole) else drawn


def find_edges(days: np.ndarray) -> np.ndarray:
    """Where each period begins, and the last ends: as long as the one before it."""
    last = days[-1] - days[-2] if len(days) > 1 else ALONE
    edges: np.ndarray = np.r_[days, days[-1] + last]
    return edges


def find_middles(days: np.ndarray) -> np.ndarray:
    """The borders of what belongs to each point: half-way to its neighbours."""
    apart = np.diff(find_edges(days))
    middles: np.ndarray = np.r_[days[0] - apart[0] / 2, days + apart / 2]
    return middles


def hatch_partial(
    chart: Chart,
    axes: Axes,
    drawn: pd.DataFrame,
    edges: np.ndarray,
    rows: int = 0,
) -> None:
    """Hatch the periods seen in part; `edges` are the borders of all, in order.

    The hatching has the height of the axes, or that of so many `rows`.
    """
    partial = drawn["partial"].astype(bool).groupby(drawn["_day"]).any()
    colour = chart.look.roles["ink"]
    look: Any = {"facecolor": "none", "edgecolor": colour, "hatch": HATCH}
    look |= {"lw": 0, "alpha": 0.35, "zorder": 1.5}
    for place in np.flatnonzero(partial):
        start = edges[place]
        end = edges[place + 1]
        if rows:
            axes.add_patch(Rectangle((start, -0.5), end - start, rows, **look))
        else:
            axes.axvspan(start, end, **look)
