"""A running story: a lane an outlet, its posts as dots by what they are in the story."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from toolkit.charts.axes import ROWS, date_axis, open_rows, place_key
from toolkit.charts.chart import Chart
from toolkit.charts.tables import count_days, say
from toolkit.timeline import FEW
from toolkit.wording import say_on_chart

# Role of `group_stories`, or in a running story: the mark and the role of its colour, told apart by
# shape too.
MARKS = {
    "original": ("D", "negative", True),
    "first on an event": ("D", "negative", True),
    "event of its own": ("s", "muted", True),
    "later": ("o", "focus", True),
    "update": ("o", "focus", True),
    "copy": ("o", "focus", False),
    "single": ("s", "muted", True),
}
OTHER = "post"  # without a role
SPREAD = 0.28  # how far dots of the same hours are moved up and down in a lane


def draw_lanes(chart: Chart, by: str) -> None:
    """Draw a lane a value of `by`, the first to report above, with all its posts."""
    # The texts belong to no table of a chart.
    chart.table = chart.table.drop(columns="text", errors="ignore")
    posts = _take_posts(chart, by)
    dated = posts.dropna(subset=["_at"])
    dated = dated.sort_values("_at", kind="stable", ignore_index=True)
    chart.n = len(dated)
    say(chart, "Left out", len(posts) - len(dated), "post{s} without a date")
    names, lanes = _number_lanes(dated)
    sizes = np.bincount(lanes, minlength=len(names))
    # No lane is grey: dots are no estimate.
    judged = [FEW] * len(names)
    axes, _ = open_rows(
        chart, names, "later lane{s}", sizes, head="posts", above=0.35, judged=judged
    )
    dated = dated.assign(_lane=lanes)
    shown = dated[dated["_lane"] < ROWS]
    first = shown["_at"].min()
    last = shown["_at"].max()
    pad = max(0.5, 0.03 * (last - first))
    roles = chart.look.roles
    for _, part in shown.groupby("_lane"):
        ends = part["_at"].agg(["min", "max"]).to_numpy()
        axes.plot(
            ends, part["_lane"].iloc[[0, 0]], color=roles["no_data"], lw=1.5, zorder=1
        )
    _draw_posts(chart, axes, shown, (last - first + 2 * pad) / 60)
    place_key(axes, _list_marks(chart, shown))
    # From the start of the first day, so that it can be marked.
    start = min(first - pad, np.floor(first))
    date_axis(axes, _start_days(start, last + pad), last + pad)
    axes.set_xlim(start, last + pad)


def _take_posts(chart: Chart, by: str) -> pd.DataFrame:
    """A row a post: its lane, when it came out, and its role in the story."""
    table = chart.table
    unknown = say_on_chart("not stated", chart.words)
    lane = table[by].astype(object).fillna(unknown).astype(str)
    role = table.get("role", pd.Series(OTHER, table.index))
    posts = pd.DataFrame(
        {
            "_post": table.get("post_id", table.index),
            "_name": lane,
            "_role": role.astype(object).fillna(OTHER).to_numpy(),
            "_at": count_days(table["published"]),
        }
    )
    if "post_id" in table or table.index.name == "post_id":
        return posts.drop_duplicates(["_post", "_name"])
    return posts


def _number_lanes(dated: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """The names of the lanes in the order of their first posts; the lane of each post."""
    lanes, names = pd.factorize(dated["_name"])
    return list(names), lanes


def _start_days(first: float, last: float) -> np.ndarray:
    """The days that ticks may stand at: all, or of a long story the Mondays."""
    days = np.arange(np.ceil(first), last)
    if len(days) > 120:
        days = days[(days + 3) % 7 == 0]  # day 0, of 1970, was a Thursday
    return days if len(days) else np.array([np.floor(first)])


def _draw_posts(chart: Chart, axes: Axes, shown: pd.DataFrame, near: float) -> None:
    """Dots; those nearer than `near` days to one another are moved off the line by turns."""
    apart = shown.groupby("_lane")["_at"].diff().fillna(np.inf)
    crowd = (apart >= near).groupby(shown["_lane"]).cumsum()
    turn = shown.groupby([shown["_lane"], crowd]).cumcount()
    # The golden ratio spreads dots evenly, and the same every time; the first stays.
    moved = ((turn * 0.618 + 0.5) % 1 - 0.5) * 2 * SPREAD
    y = shown["_lane"] + moved
    roles = chart.look.roles
    for role, part in shown.groupby("_role", sort=True):
        mark, colour, full = MARKS.get(str(role), ("o", "focus", True))
        fill = roles[colour] if full else "white"
        axes.plot(
            part["_at"],
            y[part.index],
            mark,
            ms=5.5,
            mfc=fill,
            mec=roles[colour],
            mew=1.2,
            ls="none",
            zorder=3,
        )


def _list_marks(chart: Chart, shown: pd.DataFrame) -> list[Line2D]:
    """The marks of the roles that are there, each labelled by its role."""
    roles = chart.look.roles
    present = set(shown["_role"])
    names = [name for name in MARKS if name in present]
    names += sorted(map(str, present - set(MARKS)))
    marks = []
    for name in names:
        mark, colour, full = MARKS.get(name, ("o", "focus", True))
        fill = roles[colour] if full else "white"
        look: Any = {"marker": mark, "mfc": fill, "mec": roles[colour], "ls": "none"}
        marks.append(Line2D([], [], ms=5.5, label=name, **look))
    return marks
