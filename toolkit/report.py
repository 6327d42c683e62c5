"""The notebooks, run on a folder of posts, as one page; and the paragraph that says how the numbers were made."""

import os
import platform
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from toolkit import __version__
from toolkit.examples import bundled
from toolkit.health import check_posts, describe_posts
from toolkit.pages import fill
from toolkit.posts import REPORT_MARKER, read_source
from toolkit.terms import read_terms

NOTEBOOKS = "00-start-here 01-coverage 02-readability 03-sentiment 04-sources 05-timelines".split()
Place = str | Path


@dataclass(frozen=True)
class Written:
    """What `write_report` made: the page, a summary in words, and what failed."""

    page: Path
    summary: str
    failures: list[str]


def write_report(source: Place | None = None, out: Place = "charts", *, topics: Place | None = None,
                 timezone: str = "UTC") -> Written:  # fmt: skip
    """Run the notebooks on a source and gather what they show on one page.

    Writes into the folder `out`: report.html (one file, nothing from elsewhere), every chart (.png, .svg, .csv and the
    receipt .json) and the executed notebooks; the charts of an earlier report there are removed. Without `source`, the
    bundled posts are taken; `topics` is a CSV with the columns topic and word. A notebook that fails is named in
    `failures`, on the page and in its executed copy; the others run all the same. Raises as `read_source` does.
    """
    started = time.monotonic()
    if source is None:
        source, topics = bundled("data/posts"), topics or bundled("data/topics.csv")
    if topics is not None:
        if not Path(topics).exists():
            raise FileNotFoundError(f"{topics}: there is no such file or folder")
        read_terms(topics)  # a mistake in it should show before the notebooks run
    reading = read_source(source, timezone=timezone, on_problem="ignore")
    folder = Path(out).resolve()
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    kept = _clear(folder)
    paths = {"SOURCE": source, "OUT": folder, "TOPICS": topics}
    parameters = {
        name: path and str(Path(path).resolve()) for name, path in paths.items()
    } | {"TIMEZONE": timezone}
    sections = _run_notebooks(parameters, folder)
    posts, problems = reading.posts, reading.problems
    outlets = (
        posts["words"].groupby(posts["outlet"].fillna("unknown")).agg(["size", "sum"])
    )
    found = {
        "reading": reading,
        "health": check_posts(posts, problems),
        "method": method_note(posts, problems),
    }
    made = {
        "sections": sections,
        "charts": len(list(folder.glob("*.png"))),
        "seconds": time.monotonic() - started,
    }
    names = {
        "source": Path(source).resolve().name,
        "folder": f"{Path(out)}{os.sep}",
        "version": __version__,
    }
    shown = (
        found | made | names | {"outlets": outlets.sort_values("size", ascending=False)}
    )
    page = folder / "report.html"
    page.write_text(fill("report.html.j2", **shown), encoding="utf-8")
    written = sorted(path.name for path in set(folder.iterdir()) - kept)
    (folder / REPORT_MARKER).write_text("\n".join(written), encoding="utf-8")
    failures = [
        f"{section['name']}: {section['failure']}"
        for section in sections
        if section["failure"]
    ]
    return Written(page, fill("summary.txt.j2", **shown), failures)


def _clear(folder: Path) -> set[Path]:
    """Remove the charts of the last report, which may have been another source's; returns what else is there."""
    marker = folder / REPORT_MARKER
    for name in (
        marker.read_text(encoding="utf-8").splitlines() if marker.exists() else []
    ):
        (folder / Path(name).name).unlink(missing_ok=True)
    return set(folder.iterdir())


def _run_notebooks(parameters: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Name, executed notebook and failure ('' if none) of each, also written into the folder; a bar counts cells."""
    import nbformat

    read = {
        name: nbformat.read(bundled(f"notebooks/{name}.ipynb"), as_version=4)
        for name in NOTEBOOKS
    }
    total = sum(
        cell.cell_type == "code"
        for notebook in read.values()
        for cell in notebook.cells
    )
    sections = [{"name": name, "notebook": notebook} for name, notebook in read.items()]
    with tqdm(total=total, unit="cell") as bar:
        for section in sections:
            bar.set_description(section["name"])
            section["failure"] = run_notebook(
                section["notebook"], parameters, folder, lambda **_: bar.update()
            )
            nbformat.write(
                section["notebook"], folder / "notebooks" / f"{section['name']}.ipynb"
            )
    return sections


def run_notebook(
    notebook: Any, parameters: dict[str, Any], folder: Path, on_cell: Any = None
) -> str:
    """Run a notebook in place and in a folder, its cell tagged `parameters` set anew; returns what went wrong, or ''.

    The kernel is this Python, whatever others the user has registered, without the user's IPython start-up files.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if parameters and "parameters" in cell.metadata.get("tags", []):
                cell.source = "\n".join(
                    f"{name} = {value!r}" for name, value in parameters.items()
                )
    manager = AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[])
    )
    quiet = [
        "--IPKernelApp.log_level=40"
    ]  # no word about loopback traffic being unencrypted
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook,
        km=manager,
        extra_arguments=quiet,
        resources=place,
        on_cell_executed=on_cell,
    )
    with tempfile.TemporaryDirectory() as profile:
        environment = os.environ | {
            "IPYTHONDIR": profile,
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        try:
            client.execute(cleanup_kc=True, env=environment)
        except (CellExecutionError, DeadKernelError) as error:
            return (
                f"{error.ename}: {error.evalue}"
                if isinstance(error, CellExecutionError)
                else str(error)
            )
    return ""


def method_note(posts: pd.DataFrame, problems: pd.DataFrame | None = None) -> str:
    """A citable paragraph: what was read, what was left out, how it was measured, with versions and papers.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2016-04-22"], utc=True), "outlet": ["a.example"],
    ...     "words": [300], "kind": ["article"], "wrong_body": [False]})
    >>> method_note(posts)[:72]
    '1 post of 1 outlet, published 2016-04-22 to 2016-04-22; 300 words. 0 fil'
    """
    skipped = 0 if problems is None else problems["action"].eq("skipped").sum()
    articles = (posts["kind"].eq("article") & ~posts["wrong_body"]).sum()
    versions = {
        name: version(name) for name in ("pandas", "textstat", "vaderSentiment")
    }
    versions |= {"toolkit": __version__, "python": platform.python_version()}
    return fill(
        "method.txt.j2",
        read=describe_posts(posts),
        skipped=skipped,
        articles=articles,
        **versions,
    )
