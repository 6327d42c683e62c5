"""The notebooks on sources that are empty, foreign, without links, or tied: they run, and their titles hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from conftest import ROOT

from toolkit.report import run_notebook

ENGLISH = "The rain fell on the {place} for the whole of the day, and the people of the {place} went on with it all. "
FRENCH = "La pluie est tombée sur la ville pendant toute la journée, et les gens sont restés dans leurs maisons. "
LINK = "original_link: https://www.{outlet}.example/{i}\n"
SAID = '"We will stay," {who} said on Friday. "We will not leave," {who} said. '


def write_posts(
    folder: Path, texts: list[str], outlets: list[str], title: str = "Quiet day {i}"
) -> Path:
    """A file per text in a new folder, a day apart; an outlet that is empty gives a post without a link."""
    (folder / "posts").mkdir()
    for i, (text, outlet) in enumerate(zip(texts, outlets, strict=True)):
        link = LINK.format(outlet=outlet, i=i) if outlet else ""
        head = f"title: {title.format(i=i)}\ndate: 2024-03-{5 + i:02} 10:00:00\n{link}"
        (folder / "posts" / f"{i}.md").write_text(
            f"---\n{head}---\n<p>{text}</p>\n", encoding="utf-8"
        )
    return folder / "posts"


def run(
    names: str, source: Path, topics: Path | None = None
) -> tuple[dict[str, str], str]:
    """The title of each chart by name, and all that the notebooks printed; nothing fails or goes to stderr."""
    printed = ""
    for path in (
        next((ROOT / "notebooks").glob(f"{name}-*.ipynb")) for name in names.split()
    ):
        notebook = nbformat.read(path, as_version=4)
        given = {"SOURCE": source, "OUT": source.parent, "TOPICS": topics}
        given = {name: value and str(value) for name, value in given.items()} | {
            "TIMEZONE": "UTC"
        }
        assert run_notebook(notebook, given, source.parent) == "", path.name
        shown = [
            output for cell in notebook.cells for output in cell.get("outputs", [])
        ]
        assert not [
            output["text"] for output in shown if output.get("name") == "stderr"
        ], path.name
        printed += "".join(
            output["text"] for output in shown if output.get("name") == "stdout"
        )
    titles = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["title"]
        for path in source.parent.glob("*.json")
    }
    for name, title in titles.items():
        assert not re.search(r"\bnan", title), (name, title)
    assert "nan%" not in printed
    return titles, printed


def unlike(n: int) -> list[str]:
    """Texts of different places, so that they are no copies of each other."""
    places = "harbour valley market island forest meadow station castle".split()
    return [ENGLISH.format(place=place) * 8 for place in places[:n]]


def test_no_topic_hit(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("topic,word\nSpace,rocket\n", encoding="utf-8")
    source = write_posts(tmp_path, unlike(8), ["a", "b"] * 4)
    titles, printed = run("01 05", source, tmp_path / "words.csv")
    assert titles["01-topics-by-week"] == "No article is on any of the topics"
    assert titles["01-by-week-a.example"] == "a.example: no topic stands out"
    assert titles["05-topics"] == "No topics"
    assert "Space: rocket (chosen, in words.csv)" in printed
    assert "No feed is known." in printed


def test_only_stubs(tmp_path: Path) -> None:
    titles, printed = run(
        "00 01 03 04", write_posts(tmp_path, ["Click here."] * 3, ["a"] * 3)
    )
    assert printed.count("No article to show.") == 2
    assert printed.count("3 are not articles") == 3
    assert {titles[name] for name in titles if name.startswith("03")} == {
        "No article to measure"
    }


def test_only_french(tmp_path: Path) -> None:
    titles, printed = run("02 05", write_posts(tmp_path, [FRENCH * 12] * 3, ["a"] * 3))
    assert printed.count("3 are not in English") == 2
    assert titles["02-grade-by-outlet"] == "No article to measure"
    assert titles["05-coverage"] == "No article to measure"
    assert titles["05-topics"] == "No topics"


def test_no_links(tmp_path: Path) -> None:
    texts = [text + SAID.format(who="Ann Lee") for text in unlike(4)]
    titles, printed = run("00 04", write_posts(tmp_path, texts, [""] * 4))
    assert titles["00-outlets"] == "No outlet is known"
    assert titles["04-source-mix"].endswith("% of an outlet's sources")
    assert "4 articles of unknown outlets" in printed


def test_ties_are_named(tmp_path: Path) -> None:
    said = [
        SAID.format(who=who) for who in ("Ann Lee", "Bob Moore", "Ann Lee", "Bob Moore")
    ]
    texts = [text + words for text, words in zip(unlike(4), said, strict=True)]
    titles, printed = run("00 04", write_posts(tmp_path, texts, ["a", "b"] * 2))
    assert (
        titles["00-outlets"]
        == "a.example and b.example have the most posts: 2 of 4 each"
    )
    assert titles["04-speakers"].startswith("Ann Lee and Bob Moore are cited most: ")
    assert titles["04-speakers"].endswith(" each")
    assert "are described only (anonymous)" in printed


def test_topics_of_another_source_are_suggested_and_said_to_be(tmp_path: Path) -> None:
    places = "harbour valley market island forest meadow station castle bridge garden school museum".split()
    texts = [
        ENGLISH.format(place=place) * 8 + "The friends of Zika Park met. "
        for place in places
    ]
    titles, printed = run(
        "01",
        write_posts(tmp_path, texts, ["a"] * 6 + [""] * 6, title="Zika Park, day {i}"),
    )
    assert "Zika Park: Zika Park (suggested by the program, not chosen)" in printed
    receipt = json.loads(
        (tmp_path / "01-topics-by-week.json").read_text(encoding="utf-8")
    )
    assert "topics suggested by the program" in receipt["subtitle"]
    assert titles["01-topics-by-week"] == "No topic stands out in any week"
    assert titles["01-largest-topic"] == "Zika Park: 100% of an outlet's articles"
    assert (
        titles["01-by-week-a.example"]
        == "a.example: most on Zika Park, 6 of 6 articles"
    )
    assert (
        titles["01-by-week-outlet-unknown"]
        == "outlet unknown: most on Zika Park, 6 of 6 articles"
    )
