"""Days marked on an axis of time: a thin rule, and a label that is on no other and on no line."""

from datetime import date
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from toolkit.charts.lettering import size_of, wrap
from toolkit.charts.paper import Page, figure_of

POINTS = 8.0
BESIDE = 3.0  # points between rule and label
LINES = 12  # heights that are tried, from above
LINE = 1.3 * POINTS  # points from one line to the next
RULE = "rule of a marked day"  # how a rule is told from what is drawn
SQUEEZED = 0.3  # of a panel its lines keep at least, where labels need room
Side = Literal["left", "right"]
Spot = tuple[Side, float, float]  # alignment, points across and down


def find_day(axes: Axes, day: date | str) -> tuple[str, float]:
    """The day as it is written in a receipt, and its place; ValueError if it is not on the axis."""
    named = _read_day(day)
    place = (named - pd.Timestamp(0)) / pd.Timedelta(days=1)
    low, high = axes.get_xlim()
    if not low <= place <= high:
        ends = [
            f"{pd.Timestamp(0) + pd.Timedelta(days=end):%Y-%m-%d}"
            for end in (low, high)
        ]
        raise ValueError(
            f"annotate: {named:%Y-%m-%d} is not on the axis, which goes from {ends[0]} to {ends[1]}"
        )
    return f"{named:%Y-%m-%d}", place


def make_room(axes: Axes, place: float, text: str) -> None:
    """Make the page higher for a label: above rows, or within panels that are too low for it."""
    low, high = axes.get_ylim()
    page = figure_of(axes)
    if not isinstance(page, Page):
        return
    label = size_of(_wrap(axes, place, text), POINTS)[1] + 0.05
    page.label_inches += label
    if low > high:
        if page.rows_top is None:
            page.rows_top = high
        page.heighten(label)
        return
    # The labels one below the other, and the lines below them.
    wanted = page.label_inches / (1 - SQUEEZED)
    tall = _inches_high(axes)
    places = page.subplotpars
    drawn = (places.top - places.bottom) * page.get_figheight()
    page.heighten(max(0.0, wanted - tall) * drawn / tall)


def _inches_high(axes: Axes) -> float:
    return float(axes.get_position().height * figure_of(axes).get_figheight())


def _lower_rows(axes: Axes) -> None:
    """Let rows begin below the room for labels."""
    page = figure_of(axes)
    if not isinstance(page, Page) or page.rows_top is None:
        return
    tall = _inches_high(axes)
    low, _ = axes.get_ylim()
    top = low + (page.rows_top - low) * tall / (tall - page.label_inches)
    axes.set_ylim(low, top)


def mark_day(
    panels: list[Axes], place: float, text: str, roles: dict[str, str]
) -> None:
    """A rule on each panel, the label on the first."""
    look: Any = {"color": roles["quiet"], "lw": 0.8, "ls": (0, (1, 1)), "zorder": 1.5}
    for axes in panels:
        axes.axvline(place, gid=RULE, **look)
    _lower_rows(panels[0])
    _write(panels, place, text, roles["ink"])


def _read_day(day: date | str) -> pd.Timestamp:
    try:
        read = pd.Timestamp(day)
    except (ValueError, TypeError):
        read = pd.NaT  # type: ignore[assignment]
    if pd.isna(read):
        raise ValueError(f"annotate: day={day!r}: a date is wanted, such as 2016-03-22")
    return read.tz_localize(None).normalize()


def _write(panels: list[Axes], place: float, text: str, colour: str) -> None:
    """The label beside the rule, inside and on no other text; then the higher, on few lines.

    Where every such place is on a line, the panels get a higher top, until one is not.
    """
    axes = panels[0]
    page = figure_of(axes)
    FigureCanvasAgg(page).draw()  # type: ignore[no-untyped-call]
    taken = [other.get_window_extent() for other in axes.texts if other.get_text()]
    inside = axes.get_window_extent()
    low, high = axes.get_xlim()
    label = axes.annotate(
        _wrap(axes, place, text, max(1, int(_inches_high(axes) * 72 / LINE))),
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
    boxes = {
        spot: _move(label, spot)
        for spot in _list_spots(wider_right=place < (low + high) / 2)
    }

    def judge(spot: Spot) -> tuple[bool, int, int, int]:
        box = boxes[spot]
        others = sum(box.overlaps(other) for other in taken)
        drawn = _count_lines(axes, box, rules=False) + _is_on_rows(axes, box)
        return not _holds(inside, box), others, drawn, _count_lines(axes, box)

    tops = _list_tops(axes, inside.height)
    best = min(boxes, key=judge)
    while judge(best)[2] and tops:
        _raise_tops(panels, tops.pop(0))
        best = min(boxes, key=judge)
    _move(label, best)


def _wrap(axes: Axes, place: float, text: str, most: int = LINES) -> str:
    """The label in lines that fit beside its rule, on the wider side."""
    low, high = axes.get_xlim()
    at = (place - low) / (high - low)
    inches = axes.get_position().width * figure_of(axes).get_figwidth()
    return wrap(text, max(at, 1 - at) * inches - 0.1, POINTS, most=most)


def _is_on_rows(axes: Axes, box: Bbox) -> bool:
    """Whether a box is on the rows that stand below the room for labels."""
    page = figure_of(axes)
    if not isinstance(page, Page) or page.rows_top is None:
        return False
    top = axes.transData.transform((0, page.rows_top))[1]
    return bool(box.y0 < top - 1)


def _list_tops(axes: Axes, pixels: float) -> list[float]:
    """Higher and higher limits of an axis, by which its lines go down a line of text each."""
    low, high = axes.get_ylim()
    if low > high:  # rows have got their room
        return []
    line = LINE / 72 * figure_of(axes).dpi / pixels
    tops = [low + (high - low) / (1 - line * n) for n in range(1, int(1 / line))]
    reached = axes.dataLim.y1 - low
    return [top for top in tops if reached >= SQUEEZED * (top - low)]


def _raise_tops(panels: list[Axes], top: float) -> None:
    """Give a new upper limit to the first panel, and to all that have its scale."""
    scale = panels[0].get_ylim()
    for axes in panels:
        if axes.get_ylim() == scale:
            axes.set_ylim(top=top)


def _list_spots(*, wider_right: bool) -> list[Spot]:
    """Where a label may stand beside its rule, from above, on the wider side first."""
    sides: list[tuple[Side, float]] = [("left", BESIDE), ("right", -BESIDE)]
    if not wider_right:
        sides.reverse()
    heights = [-LINE * line - 1 for line in range(LINES)]
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


def _count_lines(axes: Axes, box: Bbox, *, rules: bool = True) -> int:
    """How many lines of the axes run through a box, those of marked days too or not."""
    lines = [line for line in axes.lines if rules or line.get_gid() != RULE]
    paths = [line.get_transform().transform_path(line.get_path()) for line in lines]
    return sum(path.intersects_bbox(box, filled=False) for path in paths)
