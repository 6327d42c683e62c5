"""A real JupyterLab in a real browser: what a reader of the notebooks sees."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import ROOT

import toolkit as tk

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-sync --disable-component-update"
).split()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab on copies of notebooks and posts, without the user's settings."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "work" / "notebooks")
    shutil.copytree(ROOT / "data", tmp_path / "work" / "data")
    settings = {
        "apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        # all cells stand in the page, not only those in sight
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        path = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    environment = os.environ | {
        name: str(tmp_path / folder) for name, folder in folders.items()
    }
    arguments = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
    ]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments, tmp_path / "work"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}/lab/tree/notebooks"
        finally:
            server.terminate()
            try:
                server.wait(30)
            except (
                subprocess.TimeoutExpired
            ):  # on a busy machine kernels take their time
                server.kill()
                server.wait()


@pytest.mark.skipif(
    CHROMIUM is None,
    reason="no Chromium is installed: this test drives JupyterLab in a browser",
)
def test_coverage_notebook_in_jupyterlab(lab: str) -> None:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed"
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(120_000)
        _open_when_up(page, f"{lab}/01-coverage.ipynb")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("| Idle").first.wait_for()
        page.get_by_role("menuitem", name="Edit", exact=True).click()
        page.get_by_text("Clear Outputs of All Cells").click()
        page.locator(".jp-Notebook figure img").first.wait_for(state="detached")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        # One folded table an outlet.
        last = page.locator(".jp-Notebook .jp-CodeCell").last
        last.locator(".jp-OutputArea-output table").nth(3).wait_for(state="attached")
        alts = _alt_texts(page)
        assert (
            page.locator('[data-mime-type="application/vnd.jupyter.error"]').count()
            == 0
        )
        assert (
            page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count()
            == 0
        )
        browser.close()
    assert any("A field per topic and week" in alt for alt in alts), alts
    assert sum(alt.startswith("Shares by week") for alt in alts) >= 3


@pytest.mark.skipif(
    CHROMIUM is None,
    reason="no Chromium is installed: this test drives JupyterLab in a browser",
)
def test_prices_are_no_formulas_in_jupyterlab(lab: str, tmp_path: Path) -> None:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed"
    )
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
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, tmp_path / "work" / "notebooks" / "prices.ipynb")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(120_000)
        _open_when_up(page, f"{lab}/prices.ipynb")
        shown = page.locator(".jp-Notebook .jp-CodeCell")
        shown.last.locator("mjx-container").nth(2).wait_for(state="attached")
        made = [
            shown.nth(place).locator("mjx-container").count()
            for place in range(len(outputs))
        ]
        browser.close()
    assert dict(zip(outputs, made, strict=True)) == dict.fromkeys(outputs, 0) | {
        "formula": 3
    }


def _open_when_up(page, address: str) -> None:  # type: ignore[no-untyped-def]
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


def _alt_texts(page) -> set[str]:  # type: ignore[no-untyped-def]
    """The alt texts of all charts that are really drawn, gathered cell by cell."""
    alts: set[str] = set()
    cells = page.locator(".jp-Notebook .jp-Cell")
    for i in range(cells.count()):
        cells.nth(i).scroll_into_view_if_needed()
        for image in cells.nth(i).locator("figure img").all():
            if image.evaluate("image => image.complete && image.naturalWidth > 300"):
                alts.add(image.get_attribute("alt") or "")
    return alts
