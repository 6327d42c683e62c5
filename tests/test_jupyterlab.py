"""A real JupyterLab in a real browser: what a reader of the notebooks sees."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import nbformat
import pandas as pd
import pytest
from conftest import ROOT
from nbformat import NotebookNode

import toolkit as tk
from toolkit.printing import find_browser
from toolkit.running import NOTEBOOKS, OTHERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = find_browser()
LOCAL = re.compile(r"(?:https?|wss?)://127\.0\.0\.1[:/]|data:|blob:")
HOSTILE = "<img src=http://hostile.example/x onerror=alert(1)><script>alert(2)</script>"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-sync --disable-component-update"
).split()


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that runs: its address, and the folder whose notebooks it shows."""

    address: str
    folder: Path

    def write(self, name: str, *cells: NotebookNode) -> str:
        """A notebook of these cells; returns the address of its page."""
        notebook = nbformat.v4.new_notebook(cells=[*cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
        nbformat.write(notebook, self.folder / name)
        return f"{self.address}/{name}?reset"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab on copies of notebooks and posts, without the user's settings."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium is installed: this test drives JupyterLab in a browser"
        )
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / "work" / name)
    _write_settings(folder / "settings" / "@jupyterlab")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "lab.log").open("w") as log:
        server = _start(folder, port, log)
        try:
            address = f"http://127.0.0.1:{port}/lab/tree/notebooks"
            yield Lab(address, folder / "work" / "notebooks")
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:  # on a busy machine kernels take time
                server.kill()
                server.wait()


def _write_settings(folder: Path) -> None:
    settings = {
        "apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        # all cells stand in the page, not only those in sight
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        path = folder / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def _start(folder: Path, port: int, log: TextIO) -> subprocess.Popen[bytes]:
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    environment = os.environ | {
        name: str(folder / place) for name, place in folders.items()
    }
    arguments = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments, folder / "work"],
        env=environment,
        stdout=log,
        stderr=log,
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that starts no connections of its own."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed"
    )
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium is installed: this test drives JupyterLab in a browser"
        )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(lab: Lab, browser: Browser) -> Iterator[Page]:
    """A page of the lab, which reaches no other address, and on which nothing pops up."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(120_000)
    met: list[str] = []
    page.on("dialog", lambda dialog: met.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda asked: LOCAL.match(asked.url) or met.append(f"request: {asked.url}"),
    )
    _open_when_up(page, f"{lab.address}?reset")
    yield page
    page.close()
    assert not met


@pytest.mark.parametrize("name", [*NOTEBOOKS, *OTHERS])
def test_a_notebook_runs_to_its_end(lab: Lab, page: Page, name: str) -> None:
    page.goto(f"{lab.address}/{name}.ipynb?reset")
    _run_all(page)
    errors = "[data-mime-type='application/vnd.jupyter.error']"
    warned = "[data-mime-type='application/vnd.jupyter.stderr']"
    assert page.locator(errors).count() == 0
    assert page.locator(warned).count() == 0
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    charts = sum("<figure" in str(cell.get("outputs", "")) for cell in cells)
    alts = _alt_texts(page)
    assert len(alts) >= min(charts, 1)
    if name == "01-coverage":
        assert any("A field per topic and week" in alt for alt in alts), alts
        assert sum(alt.startswith("Shares by week") for alt in alts) >= 3


EXPLORE = f"""import pandas as pd
import toolkit as tk
posts = tk.read_posts('../data/posts')
hostile = posts['outlet'].eq('concordpress.example')
posts.loc[hostile, 'title'] = {HOSTILE!r}
posts.loc[hostile, 'text'] = posts['text'].str.replace('The', {HOSTILE!r}, n=1)
explorer = tk.explore(tk.open_corpus(posts))
explorer"""


def test_the_explorer(lab: Lab, page: Page) -> None:
    code = nbformat.v4.new_code_cell
    page.goto(lab.write("explored.ipynb", code(EXPLORE), code("1"), code("2")))
    _run_all(page)
    explorer = page.locator(".tk-explorer")
    image = explorer.locator(".tk-answer img")
    image.wait_for()
    assert page.locator("div[class*=tk-without]").is_hidden()

    first = image.get_attribute("alt")
    explorer.get_by_label("Question", exact=True).select_option("coverage")
    page.wait_for_function(
        "first => document.querySelector('.tk-answer img')?.alt !== first", arg=first
    )
    of_all = image.get_attribute("src")
    explorer.get_by_label("Outlet", exact=True).select_option("meridianpost.example")
    page.wait_for_function(
        "was => document.querySelector('.tk-answer img')?.src !== was", arg=of_all
    )
    outlets = explorer.locator(".tk-posts tbody td:nth-child(2)").all_text_contents()
    assert set(outlets) == {"meridianpost.example"}
    explorer.get_by_role("button", name="Clear filters").click()
    page.get_by_text(re.compile("1 to 25 of 2")).wait_for()

    cells = page.locator(".jp-Notebook > .jp-Cell, .jp-Notebook .jp-CodeCell")
    number = cells.count()
    explorer.get_by_role("button", name="Title").click()
    explorer.locator("th[aria-sort][data-column=title]").wait_for()
    titles = explorer.locator(".tk-posts tbody button")
    titles.first.focus()
    for key in ("ArrowDown", "ArrowDown", "b", "a", "d", "d", "j", "Shift+Enter", "x"):
        page.keyboard.press(key)
    assert cells.count() == number
    assert explorer.evaluate("node => node.contains(document.activeElement)")
    # What Notebook 7 asks, which takes keys before any element of a page gets them.
    assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true"
    titles.filter(has_text="onerror").first.focus()
    page.keyboard.press("Enter")
    post = explorer.locator(".tk-post article")
    post.wait_for()
    assert "onerror" in post.inner_text()
    assert post.locator("img, script").count() == 0
    page.keyboard.press("Escape")
    post.wait_for(state="hidden")

    explorer.get_by_label("Name", exact=True).fill("mine")
    explorer.get_by_role("button", name="Save").click()
    explorer.locator(".tk-saved", has_text="Saved").wait_for()
    assert (lab.folder / "charts" / "mine.png").stat().st_size > 10_000


def test_prices_are_no_formulas_in_jupyterlab(lab: Lab, page: Page) -> None:
    said = "The fee rose from $5a$ to $6_b$, officials said, of $$7c$$ in all."
    days = pd.date_range("2024-03-01", periods=12, tz="UTC")
    posts = pd.DataFrame(
        {
            "title": [f"From $1a$ to $2_b$ {n}" for n in range(12)],
            "text": [f"{said} Point {n} was made by $3d$ Ann Lee." for n in range(12)],
            "outlet": ["$4e$ to $5_f$.example", "b.example"] * 6,
            "published": days,
        },
        index=[f"p{n}" for n in range(12)],
    )
    corpus = tk.open_corpus(posts)
    outputs = {
        "explain": corpus.explain("p0")._repr_html_(),
        "answer": tk.answer_outlets(corpus)._repr_html_(),
        "health": corpus.health._repr_html_(),
        "corpus": corpus._repr_html_(),
        "frame": corpus.posts[["title", "text"]]._repr_html_(),
        # So that a page on which formulas are not made yet does not pass.
        "formula": f"<p>{said}</p>",
    }
    cells = [
        nbformat.v4.new_code_cell(
            outputs=[
                nbformat.v4.new_output("display_data", data={"text/html": html or ""})
            ],
            execution_count=1,
        )
        for html in outputs.values()
    ]
    page.goto(lab.write("prices.ipynb", *cells))
    shown = page.locator(".jp-Notebook .jp-CodeCell")
    shown.last.locator("mjx-container").nth(2).wait_for(state="attached")
    made = [
        shown.nth(place).locator("mjx-container").count()
        for place in range(len(outputs))
    ]
    assert dict(zip(outputs, made, strict=True)) == dict.fromkeys(outputs, 0) | {
        "formula": 3
    }


def _run_all(page: Page) -> None:
    """Run all cells from nothing, and wait until the last one has run."""
    last = page.locator(".jp-Notebook .jp-CodeCell").last
    last.wait_for()
    page.get_by_text("| Idle").first.wait_for()
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_text("Clear Outputs of All Cells").click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    last.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]:")).wait_for()


def _open_when_up(page: Page, address: str) -> None:
    """Open a page of a server that may still be starting."""
    from playwright.sync_api import Error

    for attempt in range(120):
        try:
            page.goto(address)
            return
        except Error:
            if attempt == 119:
                raise
            page.wait_for_timeout(500)


def _alt_texts(page: Page) -> set[str]:
    """The alt texts of all charts that are really drawn, gathered cell by cell."""
    alts: set[str] = set()
    cells = page.locator(".jp-Notebook .jp-Cell")
    for i in range(cells.count()):
        cells.nth(i).scroll_into_view_if_needed()
        for image in cells.nth(i).locator("figure img").all():
            if image.evaluate("image => image.complete && image.naturalWidth > 300"):
                alts.add(image.get_attribute("alt") or "")
    return alts
