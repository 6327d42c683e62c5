"""What a chart is made of: the page with its words, the files, the receipt and its check."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import platform
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

import toolkit

WIDTH, MARGIN = 7.6, 0.2  # inches
TITLE, SUBTITLE, LABEL, FOOT = 14, 10.5, 9, 8  # points


class Words(NamedTuple):
    """What is written on and about a chart."""

    title: str
    subtitle: str
    source: str
    alt: str
    made_from: object


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
        contents = {
            "png": self._render("png"),
            "svg": self._render("svg"),
            "csv": _csv(self.table),
            "json": receipt.encode(),
        }
        Path(stem).parent.mkdir(parents=True, exist_ok=True)
        for ending, content in contents.items():
            Path(f"{stem}.{ending}").write_bytes(content)
        return [Path(f"{stem}.{ending}") for ending in contents]

    def receipt(self) -> dict[str, Any]:
        """The words, what the chart was made from, what was left out, the versions, and the hash of the table."""
        words = ["kind", "title", "subtitle", "source", "alt", "n", "left_out", "made_from"]
        receipt = {name: _plain(getattr(self, name)) for name in words}
        receipt["table"] = {
            "columns": [str(name) for name in self.table],
            "rows": len(self.table),
            "sha256": _hash(self.table),
        }
        versions = {package.__name__: package.__version__ for package in (toolkit, pd, matplotlib)}
        return receipt | {"versions": versions | {"python": platform.python_version()}}

    def _render(self, form: str) -> bytes:
        about = {"Title": self.title, "Description": self.alt} | ({"Date": None} if form == "svg" else {})
        with house_style(), io.BytesIO() as file:
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
    stated = (receipt if isinstance(receipt, Mapping) else json.loads(Path(receipt).read_text(encoding="utf-8")))[
        "table"
    ]
    named = table.rename(columns=str)
    return bool(_hash(named[[name for name in stated["columns"] if name in named]]) == stated["sha256"])


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=table.index.name is not None, lineterminator="\n", float_format="%.10g").encode()


def _hash(table: pd.DataFrame) -> str:
    return hashlib.sha256(_csv(table)).hexdigest()


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


def house_style() -> AbstractContextManager[None]:
    """matplotlib in the house style, whatever the user has set; everything as before on leaving."""
    return matplotlib.style.context(str(files("toolkit").joinpath("house.mplstyle")), after_reset=True)


@cache
def colours(table: str = "roles") -> dict[str, str]:
    """Colours by role, or by type of source, from lexicons/colours.toml."""
    text = files("toolkit").joinpath("lexicons", "colours.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[table])


@cache
def width_of(text: str, points: float, bold: bool = False) -> float:
    """Width of one line in inches."""
    font, ruler = FontProperties(size=points, weight="bold" if bold else "normal"), RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]
    return float(ruler.get_text_width_height_descent(text, font, False)[0]) / 72  # type: ignore[no-untyped-call]


def wrap(text: object, points: float, inches: float, bold: bool = False, most: int = 9) -> str:
    """The text in at most `most` lines, none wider than `inches`; what is cut ends in an ellipsis."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(text)[:2000]).split())
    for columns in range(int(inches * 150 / points), 3, -1):
        lines = textwrap.wrap(words, columns, max_lines=most, placeholder=" …")
        if all(width_of(line, points, bold) <= inches for line in lines):
            break
    return "\n".join(lines)


def open_page(
    words: Words, height: float, *, left: float = 0, right: float = 0, above: float = 0, n: int | None = None,
    counted: str = "posts", left_out: Sequence[str] = (),
) -> tuple[Figure, Axes]:  # fmt: skip
    """A figure with the title, subtitle and last line around axes `height` inches high, with room at their sides."""
    room = WIDTH - 2 * MARGIN
    last = [*left_out, f"Source: {words.source.rstrip('.')}.", "" if n is None else f"n = {n:,} {counted}."]
    title, subtitle = wrap(words.title, TITLE, room, bold=True), wrap(words.subtitle, SUBTITLE, room)
    foot = wrap(" ".join(last), FOOT, room)
    tall = [
        (text.count("\n") + 1) * points * 1.3 / 72
        for text, points in ((title, TITLE), (subtitle, SUBTITLE), (foot, FOOT))
    ]
    top = MARGIN + tall[0] + 0.06 + tall[1] + 0.2 + above
    total = top + height + 0.5 + tall[2] + MARGIN
    figure = Figure(figsize=(WIDTH, total))
    x, quiet = MARGIN / WIDTH, colours()["quiet"]
    figure.text(x, 1 - MARGIN / total, title, size=TITLE, weight="bold", va="top")
    figure.text(x, 1 - (MARGIN + tall[0] + 0.06) / total, subtitle, size=SUBTITLE, color=quiet, va="top")
    figure.text(x, (MARGIN + tall[2]) / total, foot, size=FOOT, color=quiet, va="top")
    box = (MARGIN + left) / WIDTH, 1 - (top + height) / total, (room - left - right) / WIDTH, height / total
    return figure, figure.add_axes(box)
