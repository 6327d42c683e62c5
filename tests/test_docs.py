"""The page of the API: every public name, a picture for each that draws, nothing from outside."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import toolkit


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("docs")
    script = ROOT / "benchmarks" / "make_docs.py"
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return Path(folder, "toolkit.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", toolkit.__all__)
def test_every_public_name_is_on_it(page: str, name: str) -> None:
    assert f'id="{name}"' in page


def test_what_draws_has_a_picture(page: str) -> None:
    drawing = [
        name for name in toolkit.__all__ if name.startswith(("draw_", "answer_"))
    ]
    pictures = re.findall(
        r'<img[^>]*src="data:image/png;base64,[^"]{1000,}"[^>]*>', page
    )
    assert len(pictures) == len(drawing) > 20
    assert all(re.search(r'alt="[^"]+"', picture) for picture in pictures)


def test_nothing_comes_from_outside(page: str) -> None:
    without_styles = re.sub(r"<style.*?</style>", "", page, flags=re.S)
    loaded = re.findall(
        r'<(?:script|img|link|iframe)[^>]*(?:src|href)="([^"]+)"', without_styles
    )
    assert all(address.startswith(("data:", "#", "toolkit")) for address in loaded), (
        loaded
    )
    assert "pdoc.dev" not in page


def test_parameters_are_a_section(page: str) -> None:
    entry = page.split('id="answer_topics"')[1].split('class="docstring"')[1][:400_000]
    assert entry.index("Parameters</h6>") < entry.index("Returns</h6>")
