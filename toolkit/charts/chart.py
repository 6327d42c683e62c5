"""The chart as an object: its words and table, its files and its receipt."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from toolkit.charts.lettering import find_undrawable, find_unjoined
from toolkit.charts.look import Look, installed_fonts, look_of
from toolkit.charts.marks import find_day, make_room, mark_day
from toolkit.charts.paper import Page
from toolkit.charts.pictures import hash_bytes, render
from toolkit.charts.receipts import (
    describe_table,
    fit_for_json,
    name_versions,
    seal,
    write_csv,
)
from toolkit.lexicons import PACKAGED, Lexicons
from toolkit.pages import hide_dollars
from toolkit.style import HOUSE_STYLE, Style
from toolkit.wording import list_names, say_on_chart

SHOWN = 5  # characters of which the last line names the numbers
STATED = ["kind", "title", "subtitle", "source", "alt", "n", "counted", "left_out"]


@dataclass(eq=False)
class Chart:
    """A drawn chart with its words and the table behind it; it shows itself in a notebook.

    Its words may be changed (``chart.title = "..."``): picture and receipt follow.

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
    style
        How it looks, is worded and saved.
    made_with
        How its numbers were made: an answer states question, settings, seed, topics, files.
    annotations
        What `annotate` marked: `day` and `text` each.

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
    style: Style = field(default=HOUSE_STYLE, repr=False)
    made_with: Mapping[str, Any] = field(default_factory=dict, repr=False)
    annotations: list[dict[str, str]] = field(default_factory=list, repr=False)
    _lettering: list[str] = field(default_factory=list, init=False, repr=False)

    @property
    def figure(self) -> Figure:
        """The figure, yours to change: from now on no image of it is kept."""
        self.write_words()
        if isinstance(self._figure, Page):
            self._figure.handed_out = True
        return self._figure

    @property
    def words(self) -> Lexicons:
        """The words and colours of the chart: its lexicons, the style's over them."""
        return self.style.over(self.lexicons)

    @property
    def look(self) -> Look:
        """Colours and style of matplotlib."""
        return look_of(self.words, self.style.fonts)

    def annotate(self, day: date | str, text: str) -> None:
        """Mark a day on the axis of time: a thin rule, and a label beside it.

        The label stands inside the axes, where it is on no other text and on no line, for which
        a timeline gets a higher top if it must, and rows get room above them; the receipt
        states it.

        Parameters
        ----------
        day
            A date, or one written as 2016-03-22.
        text
            What happened.

        Raises
        ------
        ValueError
            The chart has no axis of time, or the day is none, or is not on the axis.

        >>> from toolkit.charts import draw_timeline
        >>> weeks = pd.to_datetime(["2016-01-04", "2016-01-11"])
        >>> words = {"title": "Fewer", "subtitle": "Posts", "source": "demo", "alt": "A line"}
        >>> chart = draw_timeline(pd.DataFrame({"period": weeks, "n": [3, 0]}), **words)
        >>> chart.annotate("2016-01-07", "the strike")
        >>> chart.receipt()["annotations"]
        [{'day': '2016-01-07', 'text': 'the strike'}]
        """
        axes = getattr(self._figure, "time_axes", [])
        if not axes:
            raise ValueError(
                "annotate: this chart has no axis of time; a timeline, a heatmap and a story have "
                "one, and chart.figure.axes are yours to write on"
            )
        self.write_words()
        named, place = find_day(axes[0], day)
        with self.look.style():
            make_room(axes[0], place, text)
        self.write_words()
        with self.look.style():
            mark_day(axes, place, text, self.look.roles)
        self.annotations.append({"day": named, "text": text})
        self._figure.kept.clear()  # type: ignore[attr-defined]

    def last_line(self) -> str:
        """What is left out, the source and n, as they stand below the chart."""
        named = say_on_chart(self.source.rstrip("."), self.words)
        said = self.style.source.format(source=named)
        parts = [*self.left_out, say_on_chart("source", self.words, source=said)]
        if self.n is not None:
            counted = say_on_chart(self.counted, self.words)
            parts.append(say_on_chart("count", self.words, n=self.n, counted=counted))
        return " ".join(parts)

    def write_words(self) -> None:
        """Write the words on the page, if they have changed since."""
        page = self._figure
        if not isinstance(page, Page) or not page.done:
            return
        with self.look.style():
            self._note_lettering()
            page.write((self.title, self.subtitle, self.last_line()), self.look)

    def _note_lettering(self) -> None:
        """Note which letters of the words and labels no font here has, or are drawn wrongly."""
        kept = [said for said in self.left_out if said not in self._lettering]
        texts = [self.title, self.subtitle, self.source, self.style.source]
        own = self._figure.own_texts if isinstance(self._figure, Page) else []
        drawn = set(self._figure.findobj(Text)) - set(own)
        texts += sorted(text.get_text() for text in drawn)
        notes = []
        missing = find_undrawable(texts)
        if missing:
            named = ", ".join(f"U+{ord(letter):04X}" for letter in missing[:SHOWN])
            if len(missing) > SHOWN:
                more = len(missing) - SHOWN
                named = say_on_chart(
                    "more_characters", self.words, characters=named, n=more
                )
            notes.append(say_on_chart("boxes", self.words, characters=named))
        boxes = str.maketrans(dict.fromkeys(missing, ""))
        unjoined = find_unjoined(text.translate(boxes) for text in texts)
        if unjoined:
            found = [say_on_chart(script, self.words) for script in unjoined]
            scripts = list_names(found, self.words)
            notes.append(say_on_chart("unjoined", self.words, scripts=scripts))
        self._lettering = notes
        self.left_out = [*kept, *notes]

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
            `stem`.png (200 dpi) · .svg, or what the style's formats are (.pdf, .eps) · .csv (the
            table, numbers to ten significant digits) · .json (the receipt, with the hashes of
            the pictures).

        Raises
        ------
        OSError
            The files cannot be written.

        >>> from tempfile import mkdtemp
        >>> chart = Chart(Figure(), pd.DataFrame({"n": [3]}), "Three", "Posts", "demo", "Bar")
        >>> [path.suffix for path in chart.save(Path(mkdtemp()) / "three")]
        ['.png', '.svg', '.csv', '.json']
        """
        pictures = {form: self._picture(form) for form in self.style.formats}
        hashes = {form: hash_bytes(picture) for form, picture in pictures.items()}
        receipt = json.dumps(self._state(hashes), ensure_ascii=False, indent=1) + "\n"
        contents = {
            **pictures,
            "csv": write_csv(self.table),
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
            The words, `kind`, `n`, `counted`, `left_out` and `annotations` · `made_from` ·
            `made_with` (of an answer: `question`, `sentence`, `settings`, `seed`, `topics` and
            `source`: the posts with their files and SHA-256) · `table` (columns, rows, SHA-256
            of its CSV) ·
            `style` (what is not the house's) and `fonts` · `lexicons` (file and SHA-256 of each of
            a user's own) · `versions` (of the toolkit and its libraries; of the attribution model
            and the package's lexicons the SHA-256) · `pictures` (format and SHA-256, once saved) ·
            `checksum` over all of it, which `verify` compares.
        """
        return self._state({})

    def _state(self, pictures: dict[str, str]) -> dict[str, Any]:
        self.write_words()
        stated = {
            **{name: getattr(self, name) for name in STATED},
            "annotations": self.annotations,
            "made_from": fit_for_json(self.made_from),
            "made_with": dict(self.made_with),
            "table": describe_table(self.table),
            "style": self.style.changes(),
            "fonts": installed_fonts(self.style.fonts),
            "lexicons": self.lexicons.changes()[["file", "sha256"]].to_dict("records"),
            "versions": name_versions(),
            "pictures": pictures,
        }
        return seal(stated)

    def _picture(self, form: str) -> bytes:
        self.write_words()
        return self._render_png() if form == "png" else self._render(form)

    def _render_png(self) -> bytes:
        """The image, rendered anew if anyone could have changed the figure or its words."""
        self.write_words()
        page = self._figure
        if not isinstance(page, Page) or page.handed_out:
            return self._render("png")
        words = (self.title, self.alt)
        if words not in page.kept:
            page.kept = {words: self._render("png")}
        return page.kept[words]

    def _render(self, form: str) -> bytes:
        with self.look.style():
            return render(self._figure, form, self.title, self.alt)
