"""What all charts share: the words around what is drawn, the house style, the files, the receipt and its check."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import platform
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, wraps
from html import escape
from importlib.resources import files
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Any, NotRequired, ParamSpec, TypedDict

import matplotlib
import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

import toolkit

P = ParamSpec("P")
STYLE = str(files("toolkit").joinpath("house.mplstyle"))  # whatever the user has set
WIDTH, MARGIN = 7.6, 0.2  # inches
TITLE, SUBTITLE, LABEL, FOOT = 14, 10.5, 9, 8  # points


class Words(TypedDict):
    """What is said with every chart."""

    title: str  # the finding
    subtitle: str  # the measure and the period
    source: str
    alt: str  # what a reader would see
    made_from: NotRequired[object]  # what the numbers come from: post ids, or a table with `post_id`


class NoData(Exception):
    """Raised with the table when there is nothing to draw."""


@dataclass
class Page:
    """A chart before its words: `left_out` is not drawn, `n` (else the table's n) is counted, a tone for each row."""

    table: pd.DataFrame
    axes: Axes
    left_out: list[str]
    tones: Sequence[str] = ()
    n: int | None = None
    counted: str = "posts"


@dataclass(frozen=True, eq=False)
class Chart:
    """A drawn chart with its words, the table behind it and where that came from; shows itself in a notebook.

    `made_from` is what the caller gave (post ids, spans), `n` what the last line counts, `left_out` what is not drawn.
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
    left_out: Sequence[str] = ()

    def _repr_html_(self) -> str:
        image, width = base64.b64encode(self._render("png")).decode(), round(self.figure.get_figwidth() * 100)
        return f'<figure><img alt="{escape(self.alt)}" width="{width}" src="data:image/png;base64,{image}"></figure>'

    def save(self, stem: str | Path) -> list[Path]:
        """Write `stem`.png (200 dpi), .svg, .csv (the table) and .json (the receipt); return the four paths.

        With the same versions of the libraries the same chart gives the same bytes.
        """
        receipt = json.dumps(self.receipt(), ensure_ascii=False, indent=1) + "\n"
        contents = [self._render("png"), self._render("svg"), _csv(self.table), receipt.encode()]
        paths = [Path(f"{stem}.{ending}") for ending in ("png", "svg", "csv", "json")]
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return paths

    def receipt(self) -> dict[str, Any]:
        """The words, what the chart was made from, what was left out, the versions, and the hash of the table."""
        words = ["kind", "title", "subtitle", "source", "alt", "n", "left_out", "made_from"]
        columns, versions = [str(name) for name in self.table], {"python": platform.python_version()}
        return {name: _plain(getattr(self, name)) for name in words} | {
            "table": {"columns": columns, "rows": len(self.table), "sha256": hashlib.sha256(_csv(self.table)).hexdigest()},
            "versions": {package.__name__: package.__version__ for package in (toolkit, pd, matplotlib)} | versions,
        }

    def _render(self, form: str) -> bytes:
        about = {"Title": self.title, "Description": self.alt} | ({"Date": None} if form == "svg" else {})
        with matplotlib.style.context(STYLE, after_reset=True), io.BytesIO() as file:
            self.figure.savefig(file, format=form, dpi=200, metadata=about)
            return file.getvalue()


def verify(receipt: Mapping[str, Any] | str | Path, table: pd.DataFrame) -> bool:
    """Whether a table is the one a chart was drawn from: the CSV of its columns has the hash that the receipt states.

    `receipt` is the .json that `Chart.save` wrote, or its contents. Numbers count to ten significant digits.

    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> chart = Chart(Figure(), table, "Three", "Posts", "demo", "One bar")
    >>> verify(chart.receipt(), table), verify(chart.receipt(), table.assign(n=4))
    (True, False)
    """
    contents = receipt if isinstance(receipt, Mapping) else json.loads(Path(receipt).read_text(encoding="utf-8"))
    stated, named = contents["table"], table.rename(columns=str)
    found = named[[name for name in stated["columns"] if name in named]]
    return bool(hashlib.sha256(_csv(found)).hexdigest() == stated["sha256"])


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=table.index.name is not None, lineterminator="\n", float_format="%.10g").encode()


def _plain(value: Any) -> Any:
    """The value as JSON can hold it; a DataFrame as a list of its rows."""
    if isinstance(value, pd.DataFrame):
        value = value.to_dict("records")
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if pd.api.types.is_list_like(value):
        return [_plain(part) for part in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    value = None if pd.isna(value) else value.item() if hasattr(value, "item") else value
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def as_chart(draw: Callable[P, Page]) -> Callable[P, Chart]:
    """Put what `draw` draws, or "no data", in the house style on a page with its words."""
    asked, (table, *own, _) = signature(Chart).parameters, signature(draw).parameters.values()
    words = [asked[name].replace(kind=Parameter.KEYWORD_ONLY) for name in Words.__annotations__]
    shown = Signature([table, *words, *own], return_annotation="Chart")  # help() names each word

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart:
        given = shown.bind(*args, **kwargs).arguments
        said: dict[str, Any] = {name: given.get(name) for name in Words.__annotations__}
        with matplotlib.style.context(STYLE, after_reset=True):
            try:
                page = draw(*args, **kwargs)
            except NoData as none:
                page = Page(none.args[0], open_panels(1.5)[0], [], n=0)
                page.axes.set_axis_off()
                page.axes.text(0.5, 0.5, "no data", ha="center", va="center", size=14, color=colours()["muted"])
            except KeyError as error:
                raise KeyError(f"{draw.__name__}: the table has no column {error.args[0]}") from error
            n = int(page.table["n"].sum()) if page.n is None and "n" in page.table else page.n
            if n != 0 and page.counted == "posts":
                n = _count_named(said["made_from"]) or n
            counted = [] if n is None else [f"n = {n:,} {page.counted}."]
            figure, source = page.axes.figure, f"Source: {str(said['source']).rstrip('.')}."
            _add_words(figure, said["title"], said["subtitle"], " ".join([*page.left_out, source, *counted]))
        kind = draw.__name__.removeprefix("draw_").replace("_", " ")
        return Chart(figure, page.table, **said, kind=kind, n=n, left_out=page.left_out)  # type: ignore[arg-type]

    drawn.__signature__ = shown  # type: ignore[attr-defined]
    return drawn


def _count_named(made_from: Any) -> int:
    """How many posts it names; 0 if it names none."""
    ids = made_from.get("post_id") if isinstance(made_from, pd.DataFrame) else made_from
    ids = list(ids) if isinstance(ids, Iterable) and not isinstance(ids, str | Mapping) else []
    return len(set(ids)) if all(isinstance(post, str) for post in ids) else 0


def open_panels(height: float, panels: int = 1, *, left: float = 0, right: float = 0, above: float = 0) -> list[Axes]:
    """Axes in a column `height` inches high in all, with room for labels at their sides; dates only under the last."""
    inches = above + height + 0.5
    figure = Figure(figsize=(WIDTH, inches))
    figure.subplots_adjust((MARGIN + left) / WIDTH, 0.5 / inches, 1 - (MARGIN + right) / WIDTH, 1 - above / inches)
    return list(figure.subplots(panels, sharex=True, squeeze=False, gridspec_kw={"hspace": 0.19})[:, 0])


def _add_words(figure: Any, title: str, subtitle: str, last: str) -> None:
    """Write title and subtitle above the axes and the last line below; the figure grows by as much as they take."""
    room, inside, drawn = WIDTH - 2 * MARGIN, figure.get_figheight(), figure.subplotpars
    texts = [wrap(title, TITLE, room, bold=True), wrap(subtitle, SUBTITLE, room), wrap(last, FOOT, room)]
    tall = [size_of([text], points)[1] for text, points in zip(texts, (TITLE, SUBTITLE, FOOT), strict=True)]
    below, above = tall[2] + MARGIN, MARGIN + tall[0] + 0.06 + tall[1] + 0.2
    total = above + inside + below
    figure.set_figheight(total)
    figure.subplots_adjust(bottom=(drawn.bottom * inside + below) / total, top=(drawn.top * inside + below) / total)
    x, look = MARGIN / WIDTH, {"va": "top", "color": colours()["quiet"]}
    figure.text(x, 1 - MARGIN / total, texts[0], size=TITLE, weight="bold", va="top")
    figure.text(x, 1 - (MARGIN + tall[0] + 0.06) / total, texts[1], size=SUBTITLE, **look)
    figure.text(x, below / total, texts[2], size=FOOT, **look)


@cache
def colours(table: str = "roles") -> dict[str, str]:
    """Colours by role, or by type of source, from lexicons/colours.toml."""
    text = files("toolkit").joinpath("lexicons", "colours.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[table])


@cache
def _width(line: str, points: float, bold: bool) -> float:
    font, ruler = FontProperties(size=points, weight="bold" if bold else "normal"), RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]
    return float(ruler.get_text_width_height_descent(line, font, False)[0]) / 72  # type: ignore[no-untyped-call]


def size_of(texts: Iterable[str], points: float, bold: bool = False) -> tuple[float, float]:
    """Width of the widest and height of the highest of some texts, in inches."""
    lines = [text.split("\n") for text in texts]
    return max(_width(line, points, bold) for text in lines for line in text), max(map(len, lines)) * points * 1.3 / 72


def wrap(text: object, points: float, inches: float, bold: bool = False, most: int = 9) -> str:
    """The text in at most `most` lines, none wider than `inches`; what is cut ends in an ellipsis."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(text)[:2000]).split())
    for columns in range(int(inches * 150 / points), 3, -1):
        lines = textwrap.wrap(words, columns, max_lines=most, placeholder=" …") or [""]
        if size_of(lines, points, bold)[0] <= inches:
            break
    return "\n".join(lines)
