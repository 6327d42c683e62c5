"""The main job, from the wheel: posts in, charts and one page out."""

from __future__ import annotations

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import BUNDLED, ROOT

import toolkit as tk
from toolkit.cli import main
from toolkit.running import NOTEBOOKS, OTHERS, run_notebook

POST = """---
title: Ferry inquiry opens
{date}
original_link: https://www.harborledger.example/a
---
<p>{text}</p>"""


def test_wheel_carries_notebooks_and_posts(wheel: Path) -> None:
    bundled = wheel / "toolkit" / "bundled"
    assert sorted(path.stem for path in (bundled / "notebooks").glob("*.ipynb")) == [
        *NOTEBOOKS,
        *OTHERS,
    ]
    assert len(list((bundled / "data" / "posts").glob("*.md"))) == len(
        list(BUNDLED.glob("*.md"))
    )
    assert (wheel / "toolkit" / "py.typed").exists()
    top = {
        path.name for path in wheel.iterdir() if not path.name.endswith(".dist-info")
    }
    assert top == {"toolkit", "sitecustomize.py"}  # the second is this test's guard


def test_it_prints_what_was_read_and_where_the_charts_are(
    report: tuple[Path, str],
) -> None:
    folder, printed = report
    assert "240 posts of 4 outlets, published 2024-03-04 to 2024-04-28" in printed
    assert f"charts in charts{os.sep}" in printed
    assert str(Path("charts") / "report.html") in printed
    assert len(list(folder.glob("*.png"))) >= 16


def test_every_chart_has_its_numbers_and_a_receipt_that_verifies(
    report: tuple[Path, str],
) -> None:
    for picture in report[0].glob("*.png"):
        receipt = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
        assert tk.verify(receipt, picture.with_suffix(".csv")), picture.name
        assert receipt["title"], picture.name
        assert receipt["alt"], picture.name
        assert receipt["made_from"], picture.name
        assert picture.with_suffix(".svg").stat().st_size > 1000


@pytest.mark.parametrize("name", ["topic-peaks", "topics", "bursts"])
def test_a_receipt_leads_to_the_words_it_counted(
    report: tuple[Path, str], name: str
) -> None:
    posts, topics = (
        tk.read_posts(BUNDLED),
        tk.read_terms(ROOT / "data" / "lexicons" / "topics.csv"),
    )
    made_from = json.loads((report[0] / f"{name}.json").read_text(encoding="utf-8"))[
        "made_from"
    ]
    found = [row for row in made_from if row["start"] is not None]
    assert len(found) > 100
    for row in found:
        words = posts.loc[row["post_id"], row["place"]][
            int(row["start"]) : int(row["end"])
        ].lower()
        assert words.startswith(
            tuple(word.rstrip("*").lower() for word in topics[row["topic"]])
        ), row


def test_every_notebook_ran(report: tuple[Path, str]) -> None:
    for name in NOTEBOOKS:
        notebook = nbformat.read(
            report[0] / "notebooks" / f"{name}.ipynb", as_version=4
        )
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in code), name
        assert not [
            out for cell in code for out in cell.outputs if out.get("name") == "stderr"
        ], name


def test_the_page_stands_alone(report: tuple[Path, str]) -> None:
    page = (report[0] / "report.html").read_text(encoding="utf-8")
    addresses = re.findall(
        r"""(?:src|href|url)\s*[=(]\s*["']?([^"')>\s]+)""",
        re.sub(r"<pre.*?</pre>", "", page, flags=re.S),
    )
    assert addresses
    assert all(address.startswith(("data:image/png", "#")) for address in addresses)
    assert "<script" not in page


def test_a_report_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        POST.format(date="date: 2024-03-05", text="It rained.")
    )
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / ".toolkit-report").write_text("x.csv")
    (tmp_path / "charts" / "x.csv").write_text("a,b")
    assert tk.read_source(tmp_path, on_problem="raise").posts.index.tolist() == ["a"]
    (tmp_path / ".toolkit-report").write_text(
        ""
    )  # but a folder that is named is read, whatever lies in it
    assert tk.read_posts(tmp_path).index.tolist() == ["a"]


def test_the_page_is_accessible(report: tuple[Path, str]) -> None:
    page = (report[0] / "report.html").read_text(encoding="utf-8")
    images = re.findall(r"<img[^>]*>", page)
    assert len(images) >= 16
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in images)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert '<html lang="en">' in page


def test_the_first_section_says_what_was_read_and_left_out(
    report: tuple[Path, str],
) -> None:
    page = (report[0] / "report.html").read_text(encoding="utf-8")
    first = page.split('<section id="00-start-here"')[0]
    assert "240 posts of 4 outlets" in first
    assert "The text seems to belong to another title" in first
    assert "Problems while reading" in first


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_committed_notebooks_hold_clean_outputs(name: str) -> None:
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert not [
        out
        for cell in code
        for out in cell.outputs
        if out.output_type == "error" or out.get("name") == "stderr"
    ]
    assert "/home/" not in text
    assert str(ROOT) not in text


def test_a_failing_notebook_is_named(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    assert run_notebook(notebook, {}, tmp_path) == "ZeroDivisionError: division by zero"


def test_mistakes_are_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.md").write_text("---\ntitle: a\n")
    (tmp_path / "topics.csv").write_text("a,b\n1,2\n")
    for arguments, said in [
        ([str(tmp_path / "nowhere")], "there is no such file or folder"),
        ([str(tmp_path)], "no post found"),
        (
            [str(BUNDLED), "--topics", str(tmp_path / "no.csv")],
            "there is no such file or folder",
        ),
        (
            [str(BUNDLED), "--topics", str(tmp_path / "topics.csv")],
            "no column topic and word",
        ),
        ([str(BUNDLED), "--timezone", "Mars"], "timezone 'Mars' is not known"),
    ]:
        options = ["--out", str(tmp_path / "out")]
        assert (
            main(["report", *options, *arguments])
            == main(["report", *arguments, *options])
            == 2
        )  # in any order
        _, error = capsys.readouterr().err.strip().splitlines()
        assert said in error


def test_bundled_posts_are_read_as_their_truth_says() -> None:
    lexicons = ROOT / "data" / "lexicons"
    posts = tk.read_posts(BUNDLED, on_problem="raise", lexicons=lexicons)
    truth = (
        pd.read_csv(ROOT / "data" / "truth" / "posts.csv", dtype=str)
        .fillna("")
        .set_index("post_id")
        .reindex(posts.index)
    )
    for column in ("outlet", "wire", "feed", "kind", "dateline"):
        assert posts[column].fillna("").tolist() == truth[column].tolist(), column
    for column in ("reporters", "editors"):
        assert posts[column].str.join("|").tolist() == truth[column].tolist(), column
    accused = posts["wrong_body"]
    assert accused[truth["wrong_body"].eq("true")].all()
    # Titles that play with words, one of them a repost's: under 1 % of the posts.
    assert (accused & truth["wrong_body"].eq("false")).mean() < 0.01


def test_method_note_names_versions_and_papers() -> None:
    note = tk.method_note(tk.read_posts(BUNDLED))
    for part in (
        "240 posts of 4 outlets",
        "textstat 0.7.8",
        "Hutto and Gilbert 2014",
        "Wilson (1927)",
        "229 posts are running",
    ):
        assert part in note


def test_settings_of_the_command_reach_the_charts(tmp_path: Path) -> None:
    """One outlet, a month at a time: every chart speaks of it, and of nothing else."""
    arguments = ["report", "--outlets", "harborledger.example", "--every", "month"]
    assert main([*arguments, "--since", "2024-03-10", "--out", str(tmp_path)]) == 0
    words = (tmp_path / "coverage.txt").read_text(encoding="utf-8")
    assert "harborledger.example" in words
    assert "from 10 Mar 2024" in words
    assert "by month" in (tmp_path / "coverage.txt").read_text(encoding="utf-8")
    counted = pd.read_csv(tmp_path / "outlets.csv")
    assert counted["outlet"].tolist() == ["harborledger.example"]


def test_the_command_answers_one_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["answer", "topics", "--by", "feed", "--out", out]) == 0
    printed = capsys.readouterr().out
    assert "is the largest topic" in printed
    assert "Left out: 9 are not articles" in printed
    assert (tmp_path / "out" / "topics.png").exists()
    for arguments, said in [
        (["answer", "topix"], "no answer is called 'topix'; there are outlets, topics"),
        (["answer", "outlets", "--every", "week"], "'outlets' takes no --every"),
        (["answer", "outlets", "--outlets", "nobody"], "no post has outlet 'nobody'"),
        (["answer", "coverage", "--by", "desk"], "by='desk'"),
        (["answer", "topics", str(tmp_path / "nowhere")], "no such file or folder"),
    ]:
        assert main(arguments) == 2
        assert said in capsys.readouterr().err


def test_the_command_lists_lexicons_and_what_a_folder_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lexicons"]) == 0
    printed = capsys.readouterr().out
    assert "outlets.csv" in printed
    assert "fixed" in printed
    assert main(["lexicons", str(ROOT / "data" / "lexicons")]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"wires.csv +1 added, 0 replaced", printed)
    assert main(["lexicons", str(tmp_path)]) == 0
    assert "no file with the name of a lexicon" in capsys.readouterr().out
    (tmp_path / "outlet.csv").write_text("host,outlet\n")
    assert main(["lexicons", str(tmp_path)]) == 2


def test_a_users_lexicons_are_named_with_their_hashes() -> None:
    corpus = tk.open_corpus(BUNDLED)
    note = tk.method_note(corpus.posts, corpus.problems, corpus.lexicons)
    assert "wires.csv (sha256 " in note
    receipt = tk.answer_outlets(corpus).chart.receipt()
    files = [row["file"] for row in receipt["lexicons"]]
    assert files == ["topics.csv", "wires.csv"]
    assert (
        tk.answer_outlets(tk.open_corpus(corpus.posts)).chart.receipt()["lexicons"]
        == []
    )


def test_mistakes_in_settings_show_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option, value, said in [
        ("--by", "desk", "by='desk': the posts have no such column"),
        ("--every", "fortnight", "every='fortnight'"),
        ("--measure", "joy", "measure='joy' is not known; there are flesch"),
        ("--since", "soon", "since='soon' is no day"),
    ]:
        assert main(["report", option, value, "--out", str(tmp_path / "out")]) == 2
        assert said in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nRain.")
    assert main(["report", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "would be read as posts" in capsys.readouterr().err


def test_settings_beside_posts_and_in_the_working_folder_do_not_clash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d" / "posts").mkdir(parents=True)
    (tmp_path / "d" / "toolkit.toml").write_text('timezone = "Europe/Oslo"\n')
    (tmp_path / "toolkit.toml").write_text("dayfirst = true\n")
    post = "---\ntitle: A\ndate: 01/03/2024\n---\n<p>" + "It rained. " * 40 + "</p>"
    (tmp_path / "d" / "posts" / "a.md").write_text(post)
    monkeypatch.chdir(tmp_path)
    assert main(["report", "d/posts", "--out", "out"]) == 0
    assert "1 Mar 2024" in (tmp_path / "out" / "grade-by-outlet.json").read_text(
        encoding="utf-8"
    )
