"""The chart as an object: its words and table, its files, its receipt and the check of it."""

import base64
import hashlib
import io
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

import toolkit
from toolkit.charts.look import Look, look_of
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.pages import hide_dollars

DPI = 200
STATED = ["kind", "title", "subtitle", "source", "alt", "n", "counted", "left_out"]


class Page(Figure):
    """A figure that keeps its image until it is handed out to someone who could change it."""

    def __init__(self) -> None:
        super().__init__()
        self.handed_out = False
        self.kept: dict[tuple[str, str], bytes] = {}


@dataclass(eq=False)
class Chart:
    """A drawn chart with its words and the table behind it; it shows itself in a notebook.

    Parameters
    ----------
    figure
        What is drawn, a matplotlib figure, given by place: yours to change.
    table
        The numbers that are drawn.
    title, subtitle, source, alt
        The words: the finding, the measure and the period, where the posts are from, and what
        a reader would see.
    made_from
        What the caller gave: post ids, or a table with `post_id`.
    kind
        The name of the drawing function, without ``draw_``.
    n, counted
        The number of what was `counted` (posts, attributions, dates).
    left_out
        What is not drawn, or drawn in grey: sentences of the last line.
    lexicons
        Those that the colours are from.

    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> Chart(Figure(), table, "Three", "Posts", "demo", "One bar").receipt()["table"]["rows"]
    1
    """

    _figure: Figure = field(repr=False)
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
    lexicons: Lexicons = field(default=PACKAGED, repr=False)

    @property
    def figure(self) -> Figure:
        """The figure, yours to change: from now on no image of it is kept."""
        if isinstance(self._figure, Page):
            self._figure.handed_out = True
        return self._figure

    @property
    def look(self) -> Look:
        """Colours and style by the chart's lexicons."""
        return look_of(self.lexicons)

    def _repr_html_(self) -> str:
        image = base64.b64encode(self._render_png()).decode()
        width = round(self._figure.get_figwidth() * 100)
        return (
            f'<figure><img alt="{hide_dollars(escape(self.alt))}" width="{width}" '
            f'src="data:image/png;base64,{image}"></figure>'
        )

    def save(self, stem: str | Path) -> list[Path]:
        """Write the picture, the table and the receipt.

        With the same versions of the libraries the same chart gives the same bytes.

        Parameters
        ----------
        stem
            The path without an ending; its folder is made.

        Returns
        -------
        list of Path
            `stem`.png (200 dpi) · .svg · .csv (the table, numbers to ten significant digits) ·
            .json (the receipt).

        Raises
        ------
        OSError
            The files cannot be written.

        >>> from tempfile import mkdtemp
        >>> chart = Chart(Figure(), pd.DataFrame({"n": [3]}), "Three", "Posts", "demo", "Bar")
        >>> [path.suffix for path in chart.save(Path(mkdtemp()) / "three")]
        ['.png', '.svg', '.csv', '.json']
        """
        receipt = json.dumps(self.receipt(), ensure_ascii=False, indent=1) + "\n"
        contents = {
            "png": self._render_png(),
            "svg": self._render("svg", Date=None),
            "csv": _write_csv(self.table),
            "json": receipt.encode(),
        }
        Path(stem).parent.mkdir(parents=True, exist_ok=True)
        paths = []
        for ending, content in contents.items():
            path = Path(f"{stem}.{ending}")
            path.write_bytes(content)
            paths.append(path)
        return paths

    def receipt(self) -> dict[str, Any]:
        """Where the chart came from, fit for JSON.

        Returns
        -------
        dict
            The words, `kind`, `n`, `counted` and `left_out` · `made_from` · `table` (columns,
            rows, SHA-256 of its CSV) · `lexicons` (file and SHA-256 of each of a user's own) ·
            `versions`.
        """
        versions = {
            package.__name__: package.__version__
            for package in (toolkit, pd, matplotlib)
        }
        return {
            **{name: getattr(self, name) for name in STATED},
            "made_from": _for_json(self.made_from),
            "table": _describe(self.table),
            "lexicons": self.lexicons.changes()[["file", "sha256"]].to_dict("records"),
            "versions": versions | {"python": platform.python_version()},
        }

    def _render_png(self) -> bytes:
        """The image, rendered anew if anyone could have changed the figure or its words."""
        page = self._figure
        if not isinstance(page, Page) or page.handed_out:
            return self._render("png")
        words = (self.title, self.alt)
        if words not in page.kept:
            page.kept = {words: self._render("png")}
        return page.kept[words]

    def _render(self, form: str, **about: Any) -> bytes:
        about |= {"Title": self.title, "Description": self.alt}
        with self.look.style(), io.BytesIO() as file:
            self._figure.savefig(file, format=form, dpi=DPI, metadata=about)
            return file.getvalue()


def verify(
    receipt: Mapping[str, Any] | str | Path, table: pd.DataFrame | str | Path
) -> bool:
    """Whether a table is the one a chart was drawn from: its CSV has the hash of the receipt.

    Parameters
    ----------
    receipt
        The path of the .json that `Chart.save` wrote, or its contents.
    table
        A DataFrame with the columns of the chart's table (others do not matter), or the path
        of the .csv.

    Returns
    -------
    bool
        Numbers count to ten significant digits.

    Raises
    ------
    FileNotFoundError
        A path is not there.
    KeyError
        It is no receipt.

    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> chart = Chart(Figure(), table, "Three", "Posts", "demo", "One bar")
    >>> verify(chart.receipt(), table), verify(chart.receipt(), table.assign(n=4))
    (True, False)
    """
    contents: Any = receipt
    if isinstance(receipt, str | Path):
        contents = json.loads(Path(receipt).read_text(encoding="utf-8"))
    stated = dict(contents["table"])
    if not isinstance(table, pd.DataFrame):
        return bool(_hash(Path(table).read_bytes()) == stated["sha256"])
    named = table.rename(columns=str)
    return (
        _describe(named[[name for name in stated["columns"] if name in named]])
        == stated
    )


def _write_csv(table: pd.DataFrame) -> bytes:
    named = table.index.name is not None
    text = table.to_csv(index=named, lineterminator="\n", float_format="%.10g")
    return text.encode()


def _describe(table: pd.DataFrame) -> dict[str, object]:
    return {
        "columns": list(map(str, table)),
        "rows": len(table),
        "sha256": _hash(_write_csv(table)),
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _for_json(value: Any) -> Any:
    """What a chart was made from, as JSON can hold it: a table as its rows, ids as a list."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if not isinstance(value, pd.DataFrame):
        value = pd.Series(list(value), dtype=object)
    text = value.to_json(orient="records", date_format="iso", default_handler=str)
    return json.loads(text)
