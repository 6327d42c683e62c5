"""The report's page as its readers have it: on a screen, on a telephone, by keyboard, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import lxml.html
import nbformat
import pandas as pd
import pytest
from conftest import BUNDLED

import toolkit as tk
from toolkit import printing
from toolkit.cli import main
from toolkit.printing import find_browser, print_page
from toolkit.running import NOTEBOOKS
from toolkit.sections import lay_out

CHROMIUM = find_browser()
SCREENS = {"screen": 1300, "telephone": 420}
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking".split()
PAPER = {"width": 688, "height": 1000}  # A4 within its margins, in pixels of 1/96 inch
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium or Chrome is here: this test looks at a page"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium or Chrome is here: this test looks at a page")
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def open_page(browser: Any, folder: Path, **options: Any) -> Any:
    page = browser.new_page(**options)
    page.goto((folder / "report.html").as_uri())
    return page


@pytest.fixture(scope="module")
def tree(report: tuple[Path, str]) -> Any:
    return lxml.html.fromstring((report[0] / "report.html").read_text(encoding="utf-8"))


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_it_is_one_file_under_ten_megabytes(report: tuple[Path, str]) -> None:
    assert (report[0] / "report.html").stat().st_size < 10_000_000


def test_every_sentence_stands_before_the_first_chart(
    report: tuple[Path, str], tree: Any
) -> None:
    sections = tree.xpath("//main/section/@id")
    assert sections == ["findings", "read", *NOTEBOOKS, "method"]
    said = {text_of(item) for item in tree.xpath("//section[@id='findings']//li")}
    texts = list(report[0].glob("*.txt"))
    assert len(said) == len(texts) > 16
    for path in texts:
        sentence = path.read_text(encoding="utf-8").partition("\n\n")[0]
        assert any(line.startswith(sentence) for line in said), path.name
    assert not tree.xpath("//section[@id='findings' or @id='read']//img")


def test_every_finding_leads_to_its_own_chart(tree: Any) -> None:
    items = tree.xpath("//section[@id='findings']//li")
    for item in items:
        (link,) = item.xpath("./a")
        (chart,) = tree.xpath("//*[@id=$name]", name=link.get("href").lstrip("#"))
        assert len(chart.xpath(".//img")) == 1
        sentence = text_of(item).removesuffix(text_of(link)).strip()
        assert sentence in text_of(chart)
        assert text_of(chart).startswith(text_of(link))
    links = tree.xpath("//section[@id='findings']//li/a/@href")
    assert len(set(links)) == len(links) == len(tree.xpath("//main//img"))


def test_what_stands_out_by_its_own_test_comes_first(
    report: tuple[Path, str], tree: Any
) -> None:
    lists = tree.xpath("//section[@id='findings']//ul")
    first, second, third = ([text_of(item) for item in part] for part in lists)
    assert [text_of(title) for title in tree.xpath("//section[@id='findings']/h3")] == [
        "Beyond what chance brings",
        "Tested: nothing beyond what chance brings",
        "Counted or described, not tested",
    ]
    compared = list(report[0].glob("*-pairs.csv"))
    assert len(compared) >= 6
    for path in compared:
        apart = bool(pd.read_csv(path)["differs"].any())
        words = path.with_name(path.name.replace("-pairs.csv", ".txt"))
        sentence = words.read_text(encoding="utf-8").partition("\n\n")[0]
        named = [line for line in (first if apart else second) if sentence in line]
        assert len(named) == 1, path.name
    assert any("Storm peaked" in line for line in first)
    assert any("Mean grade: no change" in line for line in second)
    assert any("is cited most" in line for line in third)


def test_it_has_one_health_card(tree: Any) -> None:
    assert len(tree.xpath("//*[@class='card']")) == 1
    assert text_of(tree).count("The text seems to belong to another title") == 1


def test_it_has_no_exercise_and_nothing_for_those_who_run_notebooks(tree: Any) -> None:
    words = text_of(tree).lower()
    for phrase in ("exercise", "run all cells", "change source in", "words used here"):
        assert phrase not in words
    assert "source = " not in words  # the settings


def test_code_and_numbers_are_folded(tree: Any) -> None:
    folded = tree.xpath("//details")
    assert len(folded) > 40
    assert not [part for part in folded if part.get("open") is not None]
    assert all(
        code.xpath("ancestor::details") for code in tree.xpath("//pre[@tabindex]")
    )
    assert not re.search(r"tk\.\w+\(", text_of_open(tree))


def text_of_open(tree: Any) -> str:
    return " ".join(tree.xpath("//main//text()[not(ancestor::details)]"))


def test_a_frame_shows_no_nan(tree: Any) -> None:
    cells = tree.xpath(
        "//table[contains(@class, 'dataframe')]//td[not(ancestor::details)]"
    )
    assert len(cells) > 50
    assert not [cell for cell in cells if text_of(cell) in ("NaN", "NaT", "<NA>")]


def test_the_method_says_nothing_twice(tree: Any) -> None:
    words = text_of(tree.get_element_by_id("method"))
    for once in (
        "With word lists of the analyst's own",
        "Topics: Ferry accident",
        "seed 0",
    ):
        assert words.count(once) == 1


@pytest.mark.parametrize(
    ("screen", "scheme", "folded"),
    [
        ("screen", "light", True),
        ("telephone", "light", False),
        ("screen", "dark", False),
    ],
)
def test_axe_finds_nothing_serious(
    browser: Any, report: tuple[Path, str], screen: str, scheme: str, folded: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    size = {"width": SCREENS[screen], "height": 900}
    page = open_page(browser, report[0], viewport=size, color_scheme=scheme)
    if not folded:
        page.evaluate(
            "for (const part of document.querySelectorAll('details')) part.open = true"
        )
    found = axe.run(page).response
    page.close()
    assert len(found["passes"]) > 20
    grave = [
        (broken["id"], broken["impact"], broken["nodes"][0]["html"][:200])
        for broken in found["violations"]
        if broken["impact"] in ("serious", "critical")
    ]
    assert grave == []


WIDER = """
() => [...document.body.querySelectorAll('*')].filter(one => {
  const right = one.getBoundingClientRect().right;
  if (!one.checkVisibility() || right <= window.innerWidth + 1) return false;
  for (let over = one.parentElement; over; over = over.parentElement)
    if (getComputedStyle(over).overflowX == 'auto') return false;
  return true;
}).map(one => one.outerHTML.slice(0, 200))
"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("folded", [True, False])
def test_nothing_is_wider_than_the_page(
    browser: Any, report: tuple[Path, str], screen: str, folded: bool
) -> None:
    width = SCREENS[screen]
    page = open_page(browser, report[0], viewport={"width": width, "height": 900})
    if not folded:
        page.evaluate(
            "for (const part of document.querySelectorAll('details')) part.open = true"
        )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(WIDER) == []
    page.close()


def test_the_contents_work_by_keyboard(browser: Any, report: tuple[Path, str]) -> None:
    page = open_page(browser, report[0], viewport={"width": 1300, "height": 900})
    targets = page.eval_on_selector_all("nav a", "all => all.map(one => one.hash)")
    assert len(targets) == len(NOTEBOOKS) + 3
    for place, target in enumerate(targets):
        page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
        page.goto((report[0] / "report.html").as_uri())
        for _ in range(place + 1):
            page.keyboard.press("Tab")
        assert (
            page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            == "solid"
        )
        page.keyboard.press("Enter")
        page.wait_for_function("hash => location.hash == hash", arg=target)
        top = page.evaluate(
            "h => document.getElementById(h.slice(1)).getBoundingClientRect().top",
            target,
        )
        assert -2 < top < 900
        page.keyboard.press("Tab")  # and goes on from there
        within = (
            "h => document.getElementById(h.slice(1)).contains(document.activeElement)"
        )
        assert page.evaluate(within, target), target
    page.close()


def test_on_paper_charts_stay_whole_and_what_is_folded_away(
    browser: Any, report: tuple[Path, str]
) -> None:
    page = open_page(browser, report[0], viewport=PAPER)
    page.emulate_media(media="print")
    seen = "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 99))"
    assert page.eval_on_selector_all("details, nav, .back, summary", seen) == []
    rules = (
        "all => all.map(one => [getComputedStyle(one).breakInside, one.offsetHeight])"
    )
    charts = page.eval_on_selector_all(".answer", rules)
    assert len(charts) > 16
    assert {inside for inside, _ in charts} == {"avoid"}
    assert max(height for _, height in charts) < PAPER["height"]
    after = "all => all.map(one => getComputedStyle(one).breakAfter)"
    assert set(page.eval_on_selector_all("h1, h2, h3, .words", after)) == {"avoid"}
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    page.close()


@needs_chromium
def test_the_command_prints_a_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = str(BUNDLED.parent / "example-post.md")
    assert main(["report", post, "--pdf", "--out", str(tmp_path)]) == 0
    printed = tmp_path / "report.pdf"
    assert printed.read_bytes().startswith(b"%PDF-")
    assert str(printed) in capsys.readouterr().out
    listed = (tmp_path / ".toolkit-report").read_text(encoding="utf-8")
    assert "report.pdf" in listed.splitlines()  # so that the next report clears it
    assert main(["verify", str(tmp_path)]) == 0


def test_without_a_browser_the_report_is_there_and_says_why_no_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ("no-such-browser",))
    post = str(BUNDLED.parent / "example-post.md")
    assert main(["report", post, "--pdf", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr()
    last = said.err.strip().splitlines()[-1]
    assert last.startswith(
        "toolkit: no PDF: no Chromium, Chrome or Edge is found; open "
    )
    assert "Traceback" not in said.err
    assert "report.pdf" not in said.out
    assert (tmp_path / "report.html").is_file()
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.skipif("os.name == 'nt'", reason="its browsers are shell scripts")
@pytest.mark.parametrize("script", ["exit 3", "exit 0"])
def test_a_browser_that_prints_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    broken = tmp_path / "broken-browser"
    broken.write_text(f"#!/bin/sh\n{script}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(printing, "BROWSERS", (str(broken),))
    (tmp_path / "a.html").write_text("<p>It rained.")
    (tmp_path / "a.pdf").write_text("of yesterday")
    with pytest.raises(
        OSError, match=r"no PDF: .*broken-browser does not print .*a\.html"
    ):
        print_page(tmp_path / "a.html")
    assert not (tmp_path / "a.pdf").exists()


@needs_chromium
def test_printing_asks_no_network(tmp_path: Path) -> None:
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        page = tmp_path / "a.html"
        page.write_text(
            f"<img src='http://127.0.0.1:{port}/a'><img src='http://localhost:{port}/b'>"
        )
        assert print_page(page).read_bytes().startswith(b"%PDF-")
        server.shutdown()
    assert asked == []


def test_cells_for_those_who_run_a_notebook_are_left_out() -> None:
    new = nbformat.v4
    hidden = {"tags": ["not-in-report"]}
    shown = new.new_output(
        "display_data", data={"text/html": "<p>a</p>", "text/plain": "a"}
    )
    noise = new.new_output("stream", name="stderr", text="a warning")
    cells = [
        new.new_markdown_cell("# Start here\n\nRun me.", metadata=hidden),
        new.new_code_cell("1", metadata=hidden, outputs=[shown]),
        new.new_markdown_cell("## The posts\n\nText.\n\n## More"),
        new.new_code_cell("2", outputs=[noise, shown]),
        new.new_code_cell(
            "3", outputs=[new.new_output("error", ename="KeyError", evalue="a")]
        ),
    ]
    ran = [{"name": "00", "failure": "", "notebook": new.new_notebook(cells=cells)}]
    (section,), findings = lay_out(ran)
    assert section.title == "The posts"
    assert [block.code for block in section.blocks] == ["", "2", "3"]
    assert section.blocks[0].markdown == "Text.\n\n### More"
    assert [result.html for result in section.blocks[1].results] == ["<p>a</p>"]
    assert section.blocks[2].results[0].words == "KeyError: a"
    assert findings == []


def test_answers_know_whether_their_own_test_finds_something() -> None:
    corpus = tk.open_corpus(BUNDLED)
    assert tk.answer_scores(corpus).stands_out is True
    assert tk.answer_topic_peaks(corpus).stands_out is True
    assert tk.answer_bursts(corpus).stands_out is True
    assert tk.answer_topics(corpus, by="feed").stands_out is False
    assert tk.answer_scores_over_time(corpus).stands_out is False
    assert tk.answer_robustness(corpus).stands_out is False
    assert tk.answer_speakers(corpus).stands_out is None
    few = corpus.select(since="2024-03-04", until="2024-03-06")
    for answer in (
        tk.answer_scores(few),
        tk.answer_topic_peaks(few),
        tk.answer_bursts(few),
    ):
        assert answer.stands_out is None, answer.sentence
    one = corpus.select(outlets="harborledger.example")
    assert tk.answer_anonymous(one).stands_out is None
    assert tk.answer_scores_over_time(few).stands_out is None
