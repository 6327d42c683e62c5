"""The notebooks: short cells, the same settings in each, and they run on odd sources."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from toolkit.running import NOTEBOOKS, OTHERS, run_notebook, run_notebooks, set_values

FRENCH = (
    "La pluie est tombée sur la ville pendant toute la journée, et les gens sont restés dans "
    "leurs maisons. "
)
SAID = 'The mayor said on Friday: "We will stay." '
SOURCES = {
    "one post, nobody speaks": ["date: 2024-03-05 10:00:00\n", "It rained. " * 40],
    "no date, no link": ["", SAID * 20],
    "french": ["date: 2024-03-05 10:00:00\n", FRENCH * 12],
}


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def settings_of(notebook: nbformat.NotebookNode) -> str:
    cells = [
        cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(cells) == 1
    return cells[0].source


@pytest.mark.parametrize("name", [*NOTEBOOKS, *OTHERS[:4]])
def test_cells_hold_five_lines_or_fewer(name: str) -> None:
    for cell in read(name).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get(
            "tags", []
        ):
            assert len(cell.source.splitlines()) <= 5, cell.source


def test_all_have_the_same_settings() -> None:
    names = [*NOTEBOOKS, *OTHERS[:2]]
    assert len({settings_of(read(name)) for name in names}) == 1
    names = re.findall(r"^(\w+) = ", settings_of(read(NOTEBOOKS[0])), flags=re.M)
    wanted = "SOURCE TOPICS STORE OUTLETS SINCE UNTIL EVERY BY MEASURE"
    assert set(wanted.split()) <= set(names)


def test_settings_are_set_and_their_comments_stay() -> None:
    given = {"SOURCE": "x", "SINCE": "2024-03-05", "READING": {"dayfirst": True}}
    lines = set_values(settings_of(read(NOTEBOOKS[0])), given).splitlines()
    assert lines[0] == "SOURCE = 'x'  # a folder of posts, a file or an archive"
    assert "READING = {'dayfirst': True}  # how to read" in "\n".join(lines)
    assert 'BY = "outlet"  # the column that makes the groups' in lines


def test_a_run_by_hand_overwrites_nothing_that_is_committed() -> None:
    assert 'OUT = "../charts"' in settings_of(read(NOTEBOOKS[0]))
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/charts/" in ignored


@pytest.mark.parametrize("source", SOURCES)
def test_they_run_on_odd_sources(source: str, tmp_path: Path) -> None:
    date, text = SOURCES[source]
    (tmp_path / "posts").mkdir()
    (tmp_path / "notebooks").mkdir()
    post = f"---\ntitle: Ferry inquiry opens\n{date}---\n<p>{text}</p>"
    (tmp_path / "posts" / "a.md").write_text(post, encoding="utf-8")
    settings = {"SOURCE": str(tmp_path / "posts"), "OUT": str(tmp_path / "charts")}
    sections = run_notebooks(settings, tmp_path)
    assert [part["name"] for part in sections] == NOTEBOOKS
    for part in sections:
        assert part["failure"] == "", part["name"]
        outputs = [
            out for cell in part["notebook"].cells for out in cell.get("outputs", [])
        ]
        assert not [out["text"] for out in outputs if out.get("name") == "stderr"], (
            part["name"]
        )


@pytest.mark.parametrize("name", OTHERS[:4])
def test_notebooks_that_no_report_runs(tmp_path: Path, name: str) -> None:
    settings = {"OUT": str(tmp_path), "SOURCE": str(ROOT / "data" / "posts")}
    assert run_notebook(read(name), settings, tmp_path) == ""


def test_the_notebook_on_many_posts_runs(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    pytest.importorskip("duckdb")
    notebook = read("91-many-posts")
    assert run_notebook(notebook, {}, tmp_path) == ""


def test_a_notebook_that_fails_stops_only_itself(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    settings = {"SOURCE": str(ROOT / "data" / "example-post.md"), "BY": "desk"}
    failures = {
        part["name"]: part["failure"] for part in run_notebooks(settings, tmp_path)
    }
    assert (
        failures["00-start-here"].startswith("KeyError")
        or "desk" in failures["00-start-here"]
    )
    assert "by='desk': the posts have no such column" in failures["01-coverage"]
    assert set(failures) == set(NOTEBOOKS)
