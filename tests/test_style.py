"""A house's own style: width, height, fonts, colours, words and files, and days that are marked."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import test_charts
from conftest import BUNDLED
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from test_charts import CASES, EMPTY, WORDS, texts

import toolkit as tk
from toolkit.charts.lettering import wrap
from toolkit.charts.pictures import opaque
from toolkit.lexicons import read_lexicons
from toolkit.settings import read_settings
from toolkit.style import HOUSE_STYLE, Style, open_style, read_style
from toolkit.wording import say, say_day, words_of

GERMAN = """
[words]
and = "und"
to = "bis"
period = "{since} bis {until}"
day = "{day.day}. {day:%B} {day:%Y}"
short_day = "{day.day}. {day:%B}"
long_day = "{day.day}. {day:%B} {day:%Y}"
units = { week = "Woche" }
[months]
short = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni",
  "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
long = ["Januar", "Februar", "März", "April", "Mai", "Juni",
  "Juli", "August", "September", "Oktober", "November", "Dezember"]
[chart]
source = "Quelle: {source}."
count = "{n:,} {counted}."
posts = "Beiträge"
"smaller group{s}" = "{n:kleinere Gruppe|kleinere Gruppen}"
"Not drawn" = "Nicht gezeigt"
[measured]
left_out = "Nicht dabei: {reasons}."
[coverage]
title = "{span} Artikel je {unit}"
"""


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    return tk.open_corpus(BUNDLED)


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "de.toml"
    path.write_text(GERMAN, encoding="utf-8")
    return path


# Words of the cases that stand on charts but not in their tables.
GIVEN = ["grade", "tone", "ghost", "edition", "one", "two"]


@pytest.fixture(scope="module")
def shouted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The words of charts, all in capitals, but for the names of facts in them."""
    lines = []
    for table in ("chart", "words", "months", "axes"):
        lines.append(f"[{table}]")
        for key, said in words_of(table).items():
            if isinstance(said, str):
                said = FACT.sub(_shout, f"}}{said}{{")[1:-1]
            elif isinstance(said, list):
                said = [name.upper() for name in said]
            else:
                said = {name: word.upper() for name, word in said.items()}
            lines.append(f"{json.dumps(key)} = {_as_toml(said)}")
    path = tmp_path_factory.mktemp("shouted") / "sentences.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


FACT = re.compile(
    r"\}[^{}]*\{|:[^{}|]*\|[^{}]*"
)  # what is said, and a word and its plural


def _shout(found: re.Match[str]) -> str:
    return found[0].upper()


def _as_toml(said: Any) -> str:
    if not isinstance(said, dict):
        return json.dumps(said, ensure_ascii=False)
    parts = [f"{json.dumps(name)} = {json.dumps(word)}" for name, word in said.items()]
    return f"{{ {', '.join(parts)} }}"


def weeks(number: int = 6, **columns: Any) -> pd.DataFrame:
    periods = pd.date_range("2016-02-29", periods=number, freq="7D", tz="UTC")
    return pd.DataFrame({"period": periods, "n": range(number, 0, -1), **columns})


def draw(**options: Any) -> tk.Chart:
    words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
    return tk.draw_timeline(weeks(), **words | options)


class TestLayout:
    @pytest.mark.parametrize("case", CASES)
    @pytest.mark.parametrize("width", [3.4, 5, 12])
    def test_at_every_width_no_text_is_cut_or_on_another(
        self, case: str, width: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(WORDS, "style", Style(width=width))
        chart = CASES[case]()
        page = chart.figure.bbox
        assert chart.figure.get_figwidth() == width
        found = texts(chart)
        for text, box in found:
            assert page.x0 - 1 <= box.x0, text
            assert box.x1 <= page.x1 + 1, text
            assert page.y0 - 1 <= box.y0, text
            assert box.y1 <= page.y1 + 1, text
        for (one, a), (other, b) in itertools.combinations(found, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            along = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across < 2 or along < 3, (one, other)
        whole = " ".join(" ".join(text.split()) for text, _ in found)
        assert chart.title in whole
        assert chart.subtitle in whole

    def test_in_a_narrow_column_labels_stand_above_their_rows(self) -> None:
        name = "A name that has no room beside the rows of a newspaper column"
        table = pd.DataFrame({"outlet": [name, "b"], "n": [40, 30], "mean": [9, 8]})
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        chart = tk.draw_comparison(table, **words, style=Style(width=3.4))
        (axes,) = chart.figure.axes
        boxes = dict(texts(chart))
        label = next(box for text, box in boxes.items() if text.startswith("A name"))
        row = axes.transData.transform((8.5, 0))[1]
        assert label.y0 > row
        assert label.x0 >= axes.get_window_extent().x0 - 1
        wide = tk.draw_comparison(table, **words)
        assert texts(wide)
        label = wide.figure.axes[0].get_yticklabels()[0].get_window_extent()
        assert label.x1 <= wide.figure.axes[0].get_window_extent().x0

    def test_a_page_is_as_high_as_asked_for_and_higher_where_rows_need_it(self) -> None:
        high = draw(style=Style(height=5)).figure
        assert high.get_figheight() == pytest.approx(5)
        assert draw(style=Style(height=3)).figure.get_figheight() == pytest.approx(3)
        chart = draw(style=Style(height=5), title="two lines of a title " * 8)
        chart.title = "short"
        assert chart.figure.get_figheight() == pytest.approx(5)
        rows = pd.DataFrame({"speaker": [f"s{i}" for i in range(20)], "n": 3})
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        chart = tk.draw_sources(rows, **words, style=Style(height=3))
        assert chart.figure.get_figheight() > 6

    def test_no_line_ends_within_a_p_or_an_n(self) -> None:
        said = "Ferries peaked in week 3: 9 of 20 articles (p = 0.003). n = 1,240 posts"
        for points in np.arange(5, 20, 0.5):
            lines = wrap(said, 2.6, points, most=40).split("\n")
            assert " ".join(lines) == said  # with plain spaces
            assert not any(re.search(r"\b[np]( =)?$", line) for line in lines), points

    def test_a_key_that_is_too_wide_takes_more_lines(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wide = CASES["source mix"]().figure
        monkeypatch.setitem(WORDS, "style", Style(width=3.4))
        narrow = CASES["source mix"]().figure
        lines = [
            len({round(text.get_window_extent().y0) for text in key_of(figure)})
            for figure in (wide, narrow)
        ]
        assert lines[0] == 1
        assert lines[1] > 1


def key_of(figure: Any) -> list[Any]:
    FigureCanvasAgg(figure).draw()
    return list(figure.axes[0].get_legend().get_texts())


class TestLook:
    def test_sizes_fonts_and_colours(self) -> None:
        style = Style(
            title_size=20,
            fonts=("No Such Font", "DejaVu Serif"),
            roles={"focus": "#aa0000"},
        )
        chart = draw(style=style)
        assert chart.figure.texts[0].get_size() == 20
        assert chart.look.settings["font.family"][:2] == [
            "DejaVu Serif",
            "DejaVu Sans",
        ]
        assert chart.receipt()["fonts"] == ["DejaVu Serif"]
        colours = {to_hex(line.get_color()) for line in chart.figure.axes[0].lines}
        assert "#aa0000" in colours

    def test_a_style_lies_over_a_folder_of_lexicons(self, tmp_path: Path) -> None:
        text = '[roles]\nfocus = "#111111"\nmuted = "#222222"\n'
        (tmp_path / "colours.toml").write_text(text, encoding="utf-8")
        own = read_lexicons(tmp_path)
        assert draw(lexicons=own).look.roles["focus"] == "#111111"
        both = draw(lexicons=own, style=Style(roles={"focus": "#aa0000"}))
        assert both.look.roles["focus"] == "#aa0000"
        assert both.look.roles["muted"] == "#222222"

    def test_the_source_line_holds_what_the_chart_says(self) -> None:
        chart = draw(style=Style(source="Graphic: Harrow News. Data: {source}"))
        assert chart.last_line().startswith("Source: Graphic: Harrow News. Data: d.")
        assert chart.receipt()["source"] == "d"


class TestWords:
    def test_months_and_words_of_charts_in_another_language(self, german: Path) -> None:
        chart = draw(style=Style(words=german))
        dates = [text for text, _ in texts(chart) if "März" in text or "April" in text]
        assert "7. März" in dates
        assert "Quelle: d. 21 Beiträge." in chart.last_line()
        many = pd.concat([weeks(outlet=f"o{i}") for i in range(9)])
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        grey = tk.draw_timeline(many, most=7, **words, style=Style(words=german))
        assert "Nicht gezeigt: 2 kleinere Gruppen." in grey.left_out

    def test_a_long_last_date_stays_on_the_page(self, german: Path) -> None:
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        table = weeks(3).assign(
            period=lambda rows: rows["period"] + pd.Timedelta("196D")
        )
        style = Style(words=german, width=3.4)
        chart = tk.draw_timeline(table, **words, style=style)
        dates = [box for text, box in texts(chart) if "September" in text]
        assert len(dates) > 1
        assert all(box.x0 >= 0 and box.x1 <= chart.figure.bbox.x1 for box in dates)
        for one, other in itertools.combinations(dates, 2):
            assert not one.overlaps(other)

    def test_months_do_not_follow_the_language_of_the_computer(self) -> None:
        code = (
            "import locale, pandas as pd\n"
            "try:\n    locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\n"
            "except locale.Error:\n    pass\n"
            "from toolkit.wording import say_day\n"
            "print(say_day(pd.Timestamp('2016-03-22')))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True)
        assert done.stdout.decode().strip() == "22 Mar 2016"

    def test_answers_speak_it(self, corpus: tk.Corpus, german: Path) -> None:
        answer = tk.answer_coverage(corpus, style=Style(words=german))
        assert answer.sentence == "0 bis 9 Artikel je Woche."
        assert "4. März 2024 bis 28. April 2024" in answer.chart.subtitle
        assert answer.left_out.startswith("Nicht dabei:")
        assert tk.answer_coverage(corpus).left_out.startswith("Left out:")

    @pytest.mark.parametrize("case", [*CASES, *EMPTY])
    def test_every_word_of_a_chart_can_be_said_otherwise(
        self, case: str, monkeypatch: pytest.MonkeyPatch, shouted: Path
    ) -> None:
        monkeypatch.setitem(WORDS, "style", Style(words=shouted))
        chart = {**CASES, **EMPTY}[case]()
        columns = chart.table.select_dtypes(["object", "str", "category"])
        known = [*WORDS.values(), *GIVEN, *columns.to_numpy().ravel()]
        data = " ".join(map(str, known))
        for text in [*chart.left_out, *(text for text, _ in texts(chart))]:
            for part in re.findall(r"[^\W\d_]{3,}", text):
                assert part == part.upper() or part in data, text

    def test_twelve_months_are_wanted(self, tmp_path: Path) -> None:
        path = tmp_path / "sentences.toml"
        path.write_text('[months]\nshort = ["Jan"]\n', encoding="utf-8")
        words = Style(words=tmp_path).over()
        with pytest.raises(ValueError, match="twelve names are wanted"):
            say_day(pd.Timestamp("2016-03-22"), words)

    def test_of_two_files_of_one_name_the_style_s_is_over_the_user_s(
        self, tmp_path: Path, german: Path
    ) -> None:
        own = '[words]\nand = "og"\nothers = "{n:annen|andre}"\n'
        (tmp_path / "sentences.toml").write_text(own, encoding="utf-8")
        german.unlink()
        (tmp_path / "x").mkdir()
        inner = tmp_path / "x" / "sentences.toml"
        inner.write_text(GERMAN, encoding="utf-8")
        words = Style(words=inner).over(read_lexicons(tmp_path))
        assert say("words.and", words) == "und"
        assert say("words.others", words, n=2) == "2 andre"


class TestFiles:
    def test_a_file_holds_what_an_object_holds(
        self, tmp_path: Path, german: Path
    ) -> None:
        path = tmp_path / "style.toml"
        path.write_text(
            'width = 5\nheight = 4\nfonts = ["DejaVu Serif"]\nwords = "de.toml"\n'
            'formats = ["pdf"]\nsource = "x {source}"\n[sizes]\ntitle = 12\n'
            '[roles]\nfocus = "#AA0000"\n[source_types]\nmedia = "#00AA00"\n',
            encoding="utf-8",
        )
        assert read_style(path) == Style(
            width=5,
            height=4,
            fonts=("DejaVu Serif",),
            words=german,
            formats=("pdf",),
            source="x {source}",
            title_size=12,
            roles={"focus": "#AA0000"},
            source_types={"media": "#00AA00"},
        )
        assert open_style(path).width == 5
        assert open_style(None) is HOUSE_STYLE

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("widht = 3", "'widht' is no key of a style; there are width"),
            ("width = 1", "width = 1: 3 to 40 inches"),
            ("width = true", "width = True"),
            ("height = 99", "height = 99"),
            ('formats = ["gif"]', "one or more of png, svg, pdf, eps"),
            ("formats = []", "one or more of png"),
            ('source = "{name}"', "with {source} at the most"),
            ('source = "{"', "source = '{'"),
            ("fonts = 3", "a list of names is wanted"),
            ("[sizes]\ntitel = 3", "'titel' is none; there are title"),
            ("[sizes]\ntitle = 300", "5 to 40 points"),
            ('[roles]\nfokus = "red"', "'fokus' is none; there are focus"),
            ("[roles]\nfocus = 3", "a text such as"),
            ("width = ", "broken TOML"),
        ],
    )
    def test_what_is_wrong_is_told_with_the_file(
        self, tmp_path: Path, text: str, told: str
    ) -> None:
        path = tmp_path / "style.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="style") as error:
            read_style(path)
        assert told in str(error.value)

    def test_what_is_no_colour_is_told(self) -> None:
        with pytest.raises(ValueError, match='focus = "reddish" is no colour'):
            draw(style=Style(roles={"focus": "reddish"}))

    def test_files_that_are_not_there_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="no such file of a style"):
            read_style(tmp_path / "a.toml")
        with pytest.raises(FileNotFoundError, match="words"):
            Style(words=tmp_path)

    def test_the_settings_beside_the_posts_may_name_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "toolkit.toml").write_text('style = "column.toml"\n')
        (tmp_path / "column.toml").write_text("width = 3.4\n")
        monkeypatch.chdir(tmp_path)
        assert read_settings()["style"] == Path("column.toml")
        corpus = tk.open_corpus(BUNDLED)
        chart = tk.answer_outlets(corpus).chart
        assert chart.figure.get_figwidth() == pytest.approx(3.4)
        other = tk.open_corpus(BUNDLED, style=Style(width=5))
        assert tk.answer_outlets(other).chart.style.width == 5
        assert corpus.select(since="2024-03-10").style.width == pytest.approx(3.4)

    def test_the_command_takes_one(self, tmp_path: Path) -> None:
        from toolkit.cli import main

        (tmp_path / "s.toml").write_text('width = 5\nformats = ["svg", "pdf"]\n')
        call = ["answer", "outlets", "--style", str(tmp_path / "s.toml")]
        assert main([*call, "--out", str(tmp_path / "out")]) == 0
        written = {path.suffix for path in (tmp_path / "out").glob("outlets*")}
        assert {".svg", ".pdf"} <= written
        assert ".png" not in written


class TestFormats:
    @pytest.mark.parametrize("case", ["24 weeks, 6 outlets, shares", "distribution"])
    def test_print_files_are_the_same_bytes_in_another_run(
        self, case: str, tmp_path: Path
    ) -> None:
        code = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "import test_charts as t, toolkit as tk\n"
            "t.WORDS['style'] = tk.Style(formats=('pdf', 'eps'))\n"
            f"t.CASES[{case!r}]().save(sys.argv[1])"
        )
        runs = []
        for seed in ("1", "2"):
            stem = tmp_path / seed
            done = subprocess.run(
                [sys.executable, "-c", code, stem],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            assert "transparency" not in done.stderr
            runs.append([Path(f"{stem}.{end}").read_bytes() for end in ("pdf", "eps")])
        assert runs[0] == runs[1]
        pdf, eps = runs[0]
        assert pdf.startswith(b"%PDF")
        assert b"CreationDate" not in pdf + eps
        assert eps.startswith(b"%!PS-Adobe")

    def test_what_is_transparent_is_mixed_with_white_for_eps_and_back(self) -> None:
        chart = draw()
        axes = chart.figure.axes[0]
        band = axes.fill_between([0, 1], 0, 1, color="#000000", alpha=0.5)
        before = band.get_facecolor().tolist()
        with opaque(chart.figure):
            assert band.get_facecolor().tolist() == [[0.5, 0.5, 0.5, 1.0]]
        assert band.get_facecolor().tolist() == before
        assert band.get_alpha() == 0.5


class TestChangedWords:
    def test_picture_and_receipt_follow(self, tmp_path: Path) -> None:
        chart = draw()
        before = chart._render_png()
        low = chart._figure.get_figheight()
        chart.title = "Another title, which is so long that it takes two lines " * 2
        chart.subtitle = "another measure"
        chart.source = "another source"
        chart.alt = "another alt text"
        written = " ".join(" ".join(text.split()) for text, _ in texts(chart))
        assert chart.title.strip() in written
        assert "another measure" in written
        assert "Source: another source. n = 21 posts." in written
        assert chart.figure.get_figheight() > low
        assert chart._render_png() != before
        assert 'alt="another alt text"' in chart._repr_html_()
        receipt = chart.receipt()
        assert receipt["title"] == chart.title
        assert receipt["alt"] == "another alt text"
        assert sum(text.get_text() == "t" for text in chart.figure.texts) == 0

    def test_a_title_of_other_letters_is_noted_and_the_note_goes_with_it(self) -> None:
        chart = draw()
        chart.title = "عربي"
        assert chart.receipt()["left_out"] == [
            "Letters of Arabic stand unjoined, from left to right."
        ]
        chart.title = "t"
        assert chart.receipt()["left_out"] == []

    def test_what_a_user_draws_stays(self) -> None:
        chart = draw()
        chart.figure.axes[0].axhline(3, color="#123456")
        chart.title = "new"
        chart._render_png()
        drawn = {to_hex(line.get_color()) for line in chart.figure.axes[0].lines}
        assert "#123456" in drawn


class TestMarkedDays:
    def test_a_rule_on_each_panel_and_one_label_inside(self) -> None:
        table = pd.concat([weeks(outlet="a"), weeks(outlet="b")])
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        chart = tk.draw_timeline(table, **words)
        before = chart._render_png()
        chart.annotate("2016-03-22", "the strike")
        assert chart._render_png() != before
        day = (pd.Timestamp("2016-03-22") - pd.Timestamp(0)).days
        for axes in chart.figure.axes:
            assert [day, day] in [list(line.get_xdata()) for line in axes.lines]
        first, second = chart.figure.axes
        assert [text.get_text() for text in first.texts] == ["the strike"]
        assert not second.texts
        assert chart.receipt()["annotations"] == [
            {"day": "2016-03-22", "text": "the strike"}
        ]

    @pytest.mark.parametrize("width", [3.4, 7.6])
    def test_labels_stay_inside_and_off_one_another(self, width: float) -> None:
        chart = draw(style=Style(width=width))
        days = ["2016-02-29", "2016-03-20", "2016-03-21", "2016-04-03", "2016-04-04"]
        for day in days:
            chart.annotate(day, f"what happened in the north on {day}")
        found = chart.figure.axes[0]
        inside = found.get_window_extent()
        FigureCanvasAgg(chart.figure).draw()
        boxes = [text.get_window_extent() for text in found.texts]
        assert len(boxes) == len(days)
        for box in boxes:
            assert inside.x0 - 1 <= box.x0
            assert box.x1 <= inside.x1 + 1
            assert inside.y0 - 1 <= box.y0
            assert box.y1 <= inside.y1 + 1
        for one, other in itertools.combinations(boxes, 2):
            assert not one.overlaps(other)

    @pytest.mark.parametrize("width", [3.4, 7.6, 12])
    @pytest.mark.parametrize(
        "text",
        [
            "the strike at the harbour",
            "the government announces a second closure after a record number of deaths",
        ],
    )
    def test_on_a_grid_of_panels_no_label_is_on_a_line(
        self, width: float, text: str
    ) -> None:
        names = [f"outlet-{number}.com" for number in range(12)]
        posts = test_charts.make_posts(2400, names)
        table = tk.count_posts(posts, by="outlet")
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        chart = tk.draw_timeline(table, **words, style=Style(width=width))
        for day in ("2016-03-22", "2016-05-20"):
            chart.annotate(day, text)
        panels = chart.figure.axes
        FigureCanvasAgg(chart.figure).draw()
        inside = panels[0].get_window_extent()
        boxes = [text.get_window_extent() for text in panels[0].texts]
        assert len(boxes) == 2
        assert not boxes[0].overlaps(boxes[1])
        for box in boxes:
            assert inside.y0 <= box.y0
            for line in panels[0].lines:
                if len(line.get_xdata()) == 2:  # the rule of the other day
                    continue
                path = line.get_transform().transform_path(line.get_path())
                assert not path.intersects_bbox(box, filled=False)
        assert len({axes.get_ylim() for axes in panels}) == 1

    def test_a_heatmap_and_a_story_take_them_too(self) -> None:
        for case, day in (("heatmap of weeks", "2016-03-01"), ("story", "2016-03-22")):
            chart = test_charts.CASES[case]()
            chart.annotate(day, "the strike")
            assert chart.annotations[0]["day"] == day

    @pytest.mark.parametrize("height", [None, 6])
    @pytest.mark.parametrize("width", [3.4, 7.6, 12])
    @pytest.mark.parametrize(
        ("case", "day"),
        [
            ("heatmap of months", "2016-04-01"),
            ("heatmap of weeks", "2016-04-01"),
            ("story", "2016-03-22"),
            ("running story", "2016-01-08"),
        ],
    )
    def test_labels_stand_above_rows_and_their_names(
        self,
        case: str,
        day: str,
        width: float,
        height: float | None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setitem(WORDS, "style", Style(width=width, height=height))
        chart = test_charts.CASES[case]()
        for text in ("the strike at the harbour", "a vote in the north"):
            chart.annotate(day, text)
        chart.title = "another title"  # the room stays when the page is laid out anew
        axes = chart.figure.axes[0]
        FigureCanvasAgg(chart.figure).draw()
        labels = [text.get_window_extent() for text in axes.texts[-2:]]
        assert not labels[0].overlaps(labels[1])
        first = axes.transData.transform((0, -0.45))[1]
        inside = axes.get_window_extent()
        for label in labels:
            assert inside.y0 < first < label.y0 + 1
            assert label.y1 <= inside.y1 + 1
            for name in axes.get_yticklabels():
                assert not name.get_window_extent().overlaps(label)

    def test_what_cannot_be_marked_is_told(self) -> None:
        words = {"title": "t", "subtitle": "s", "source": "d", "alt": "a"}
        table = pd.DataFrame({"outlet": ["a", "b"], "n": [40, 30], "mean": [9, 8]})
        with pytest.raises(ValueError, match="has no axis of time; a timeline"):
            tk.draw_comparison(table, **words).annotate("2016-03-22", "x")
        with pytest.raises(ValueError, match="goes from 2016-02-29 to 2016-04-04"):
            draw().annotate("2017-01-01", "x")
        with pytest.raises(ValueError, match="a date is wanted"):
            draw().annotate("soon", "x")
