"""Days marked on an axis of time: a thin rule, and a label that is on no other."""

from datetime import date
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from toolkit.charts.lettering import wrap
from toolkit.charts.paper import figure_of

POINTS = 8.0
BESIDE = 3.0  # points between rule and label
LINES = 12  # heights that are tried, from above
Side = Literal["left", "right"]
Spot = tuple[Side, float, float]  # alignment, points across and down


def mark_day(
    panels: list[Axes], day: date | str, text: str, roles: dict[str, str]
) -> str:
    """A rule on each panel, the label on the first; the day as it is written in a receipt."""
    named = _read_day(day)
    place = (named - pd.Timestamp(0)) / pd.Timedelta(days=1)
    first = panels[0]
    low, high = first.get_xlim()
    if not low <= place <= high:
        ends = [
            f"{pd.Timestamp(0) + pd.Timedelta(days=end):%Y-%m-%d}"
            for end in (low, high)
        ]
        raise ValueError(
            f"annotate: {named:%Y-%m-%d} is not on the axis, which goes from {ends[0]} to {ends[1]}"
        )
    for axes in panels:
        axes.axvline(place, color=roles["quiet"], lw=0.8, ls=(0, (1, 1)), zorder=1.5)
    _write(first, place, text, roles["ink"])
    return f"{named:%Y-%m-%d}"


def _read_day(day: date | str) -> pd.Timestamp:
    try:
        read = pd.Timestamp(day)
    except (ValueError, TypeError):
        read = pd.NaT  # type: ignore[assignment]
    if pd.isna(read):
        raise ValueError(f"annotate: day={day!r}: a date is wanted, such as 2016-03-22")
    return read.tz_localize(None).normalize()


def _write(axes: Axes, place: float, text: str, colour: str) -> None:
    """The label beside the rule, inside and on no other text; then the higher, on few lines."""
    page = figure_of(axes)
    FigureCanvasAgg(page).draw()  # type: ignore[no-untyped-call]
    taken = [other.get_window_extent() for other in axes.texts if other.get_text()]
    inside = axes.get_window_extent()
    low, high = axes.get_xlim()
    at = (place - low) / (high - low)
    room = max(at, 1 - at) * inside.width / page.dpi - 0.1
    label = axes.annotate(
        wrap(text, room, POINTS),
        (place, 1),
        (BESIDE, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        size=POINTS,
        va="top",
        color=colour,
        zorder=5,
        path_effects=[withStroke(linewidth=2, foreground="white")],
    )
    boxes = {spot: _move(label, spot) for spot in _list_spots(wider_right=at < 0.5)}

    def judge(spot: Spot) -> tuple[bool, int, int]:
        box = boxes[spot]
        others = sum(box.overlaps(other) for other in taken)
        return not _holds(inside, box), others, _count_lines(axes, box)

    _move(label, min(boxes, key=judge))


def _list_spots(*, wider_right: bool) -> list[Spot]:
    """Where a label may stand beside its rule, from above, on the wider side first."""
    sides: list[tuple[Side, float]] = [("left", BESIDE), ("right", -BESIDE)]
    if not wider_right:
        sides.reverse()
    heights = [-1.3 * POINTS * line - 1 for line in range(LINES)]
    return [(side, across, down) for down in heights for side, across in sides]


def _move(label: Annotation, spot: Spot) -> Bbox:
    """Put the label there; its box."""
    side, across, down = spot
    label.set_horizontalalignment(side)
    label.set_position((across, down))
    return label.get_window_extent()


def _holds(outer: Bbox, inner: Bbox) -> bool:
    across = outer.x0 <= inner.x0 and inner.x1 <= outer.x1
    return bool(across and outer.y0 <= inner.y0 and inner.y1 <= outer.y1)


def _count_lines(axes: Axes, box: Bbox) -> int:
    """How many lines of the axes run through a box."""
    paths = [
        line.get_transform().transform_path(line.get_path()) for line in axes.lines
    ]
    return sum(path.intersects_bbox(box, filled=False) for path in paths)
