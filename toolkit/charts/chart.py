"""What all charts share: the words around what is drawn, the house style, the files, the receipt and its check."""

import base64
import hashlib
import io
import json
import platform
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from html import escape
from importlib.resources import files
from inspect import Signature, signature
from numbers import Integral
from pathlib import Path
from typing import Any

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

import toolkit
from toolkit.lexicons import PACKAGED

STYLE = str(files("toolkit").joinpath("house.mplstyle"))  # whatever the user has set
ROLES, FILLS = PACKAGED.tables("colours.toml").values()  # the fills by type of source
WIDTH, MARGIN = 7.6, 0.2  # inches
TITLE, SUBTITLE, LABEL, FOOT = 14, 10.5, 9, 8  # points


@dataclass(eq=False)
class Chart:
    """A drawn chart with its words, the table behind it and where that came from; shows itself in a notebook.

    `made_from` is what the caller gave, `n` the number of what was `counted`, `left_out` what is not drawn.
    """

    figure: Figure = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    title: str
    subtitle: str
    source: str
    alt: str
    made_from: object = field(default=None, repr=False)
    kind: str = ""
    n: int | None = None
    counted: str = "posts"
    left_out: list[str] = field(default_factory=list)

    def _repr_html_(self) -> str:
        image, width = (
            base64.b64encode(self._render("png")).decode(),
            round(self.figure.get_figwidth() * 100),
        )
        return f'<figure><img alt="{escape(self.alt)}" width="{width}" src="data:image/png;base64,{image}"></figure>'

    def save(self, stem: str | Path) -> list[Path]:
        """Write `stem`.png (200 dpi), .svg, .csv (the table) and .json (the receipt); return the four paths.

        With the same versions of the libraries the same chart gives the same bytes.
        """
        receipt = json.dumps(self.receipt(), ensure_ascii=False, indent=1) + "\n"
        contents = [
            self._render("png"),
            self._render("svg"),
            _csv(self.table),
            receipt.encode(),
        ]
        paths = [Path(f"{stem}.{ending}") for ending in ("png", "svg", "csv", "json")]
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return paths

    def receipt(self) -> dict[str, Any]:
        """The words, what the chart was made from, what was left out, the versions, and the hash of the table."""
        names = [
            "kind",
            "title",
            "subtitle",
            "source",
            "alt",
            "n",
            "counted",
            "left_out",
        ]
        versions = {
            package.__name__: package.__version__
            for package in (toolkit, pd, matplotlib)
        }
        about = {
            "table": _state(self.table),
            "versions": versions | {"python": platform.python_version()},
        }
        return (
            {name: getattr(self, name) for name in names}
            | {"made_from": _plain(self.made_from)}
            | about
        )

    def _render(self, form: str) -> bytes:
        about = {"Title": self.title, "Description": self.alt} | (
            {"Date": None} if form == "svg" else {}
        )
        with matplotlib.style.context(STYLE, after_reset=True), io.BytesIO() as file:
            self.figure.savefig(file, format=form, dpi=200, metadata=about)
            return file.getvalue()


def verify(
    receipt: Mapping[str, Any] | str | Path, table: pd.DataFrame | str | Path
) -> bool:
    """Whether a table is the one a chart was drawn from: the CSV of its columns has the hash that the receipt states.

    `receipt` is the .json that `Chart.save` wrote, or its contents; `table` a DataFrame with these columns, or the path
    of the .csv. Numbers count to ten significant digits.

    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> chart = Chart(Figure(), table, "Three", "Posts", "demo", "One bar")
    >>> verify(chart.receipt(), table), verify(chart.receipt(), table.assign(n=4))
    (True, False)
    """
    contents = (
        receipt
        if isinstance(receipt, Mapping)
        else json.loads(Path(receipt).read_text(encoding="utf-8"))
    )
    if not isinstance(table, pd.DataFrame):
        return bool(
            hashlib.sha256(Path(table).read_bytes()).hexdigest()
            == contents["table"]["sha256"]
        )
    named, wanted = table.rename(columns=str), contents["table"]["columns"]
    return _state(named[[name for name in wanted if name in named]]) == dict(
        contents["table"]
    )


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(
        index=table.index.name is not None, lineterminator="\n", float_format="%.10g"
    ).encode()


def _state(table: pd.DataFrame) -> dict[str, object]:
    return {
        "columns": list(map(str, table)),
        "rows": len(table),
        "sha256": hashlib.sha256(_csv(table)).hexdigest(),
    }


def _plain(value: Any) -> Any:
    """What a chart was made from, as JSON can hold it: a table as its rows, ids as a list."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, pd.DataFrame):
        value = pd.Series(
            sorted(value, key=str)
            if isinstance(value, set | frozenset)
            else list(value),
            dtype=object,
        )
    return json.loads(
        value.to_json(orient="records", date_format="iso", default_handler=str)
    )


class NoData(Exception):
    """Raised when there is nothing to draw."""


def as_chart(draw: Callable[..., None]) -> Callable[..., Chart]:
    """Put what `draw` draws, or "no data", in the house style on a page with its words."""

    @wraps(draw)
    def drawn(table: pd.DataFrame, *, title: str, subtitle: str, source: str, alt: str, made_from: object = None,
              **own: Any) -> Chart:  # fmt: skip
        kind = draw.__name__.removeprefix("draw_").replace("_", " ")
        chart = Chart(Figure(), table, title, subtitle, source, alt, made_from, kind)
        with matplotlib.style.context(STYLE, after_reset=True):
            try:
                draw(chart, **own)
                named = _count_named(made_from) if chart.counted == "posts" else 0
                chart.n = named or (
                    int(table["n"].sum())
                    if chart.n is None and "n" in table
                    else chart.n
                )
            except NoData:
                chart.n, (axes,) = 0, open_axes(chart, 1.5)
                axes.set_axis_off()
                axes.text(
                    0.5,
                    0.5,
                    "no data",
                    ha="center",
                    va="center",
                    size=14,
                    color=ROLES["muted"],
                )
            except KeyError as error:
                raise KeyError(
                    f"{draw.__name__}: the table has no column {error.args[0]}"
                ) from error
            _add_words(chart)
        return chart

    *words, _ = signature(drawn, follow_wrapped=False).parameters.values()
    own = list(signature(draw).parameters.values())[1:]
    drawn.__signature__ = Signature([*words, *own], return_annotation="Chart")  # type: ignore[attr-defined]
    return drawn


def _count_named(made_from: Any) -> int:
    ids: Any = (
        made_from.get("post_id") if isinstance(made_from, pd.DataFrame) else made_from
    )
    named = pd.api.types.is_list_like(ids) and all(
        isinstance(post, str | Integral) for post in ids
    )
    return len(set(ids)) if named else 0


def open_axes(
    chart: Chart,
    tall: float,
    n: int = 1,
    left: float = 0,
    right: float = 0,
    above: float = 0,
) -> list[Axes]:
    """Axes in a column `tall` inches high in all, with room for labels at their sides; dates only under the last."""
    figure, inches = chart.figure, above + tall + 0.5
    figure.set_size_inches(WIDTH, inches)
    figure.subplots_adjust(
        (MARGIN + left) / WIDTH,
        0.5 / inches,
        1 - (MARGIN + right) / WIDTH,
        1 - above / inches,
    )
    return list(
        figure.subplots(n, sharex=True, squeeze=False, gridspec_kw={"hspace": 0.45})[
            :, 0
        ]
    )


def _add_words(chart: Chart) -> None:
    """Write title and subtitle above the axes and the last line below; the figure grows by as much as they take."""
    counted = [] if chart.n is None else [f"n = {chart.n:,} {chart.counted}."]
    last = " ".join([*chart.left_out, f"Source: {chart.source.rstrip('.')}.", *counted])
    looks = (
        (TITLE, "bold", "ink"),
        (SUBTITLE, "normal", "quiet"),
        (FOOT, "normal", "quiet"),
    )
    words = zip((chart.title, chart.subtitle, last), looks, strict=True)
    texts = [
        wrap(text, WIDTH - 2 * MARGIN, points, weight)
        for text, (points, weight, _) in words
    ]
    title, subtitle, foot = (
        size_of(text, look[0])[1] for text, look in zip(texts, looks, strict=True)
    )
    figure, inside, drawn = (
        chart.figure,
        chart.figure.get_figheight(),
        chart.figure.subplotpars,
    )
    below, above = foot + MARGIN, MARGIN + title + 0.06 + subtitle + 0.2
    total = above + inside + below
    figure.set_figheight(total)
    figure.subplots_adjust(
        bottom=(drawn.bottom * inside + below) / total,
        top=(drawn.top * inside + below) / total,
    )
    tops = total - MARGIN, total - MARGIN - title - 0.06, below
    for text, top, (points, weight, role) in zip(texts, tops, looks, strict=True):
        figure.text(
            MARGIN / WIDTH,
            top / total,
            text,
            va="top",
            size=points,
            weight=weight,
            color=ROLES[role],
        )


@cache
def size_of(
    text: str, points: float = LABEL, weight: str = "normal"
) -> tuple[float, float]:
    """Width and height of a text in inches."""
    ruler, font = RendererAgg(1, 1, 72), FontProperties(size=points, weight=weight)  # type: ignore[no-untyped-call]
    widths = [
        ruler.get_text_width_height_descent(line, font, False)[0]
        for line in text.split("\n")
    ]  # type: ignore[no-untyped-call]
    return max(widths) / 72, len(widths) * points * 1.3 / 72


def wrap(
    text: object,
    inches: float,
    points: float = LABEL,
    weight: str = "normal",
    most: int = 9,
) -> str:
    """The text in at most `most` lines, none wider than `inches`; what is cut ends in an ellipsis."""
    words = " ".join(
        "".join(c if c.isprintable() else " " for c in str(text)[:2000]).split()
    )
    for columns in range(int(inches * 150 / points), 3, -1):
        wrapped = "\n".join(
            textwrap.wrap(words, columns, max_lines=most, placeholder=" …")
        )
        if size_of(wrapped, points, weight)[0] <= inches:
            break
    return wrapped
