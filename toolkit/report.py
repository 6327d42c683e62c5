"""The notebooks, run on a folder of posts, as one page; and the paragraph that says how the numbers were made."""

import html
import os
import platform
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from toolkit.health import Health, check_posts, describe_posts
from toolkit.posts import REPORT_MARKER, Reading, read_source
from toolkit.terms import read_terms

NOTEBOOKS = "00-start-here 01-coverage 02-readability 03-sentiment 04-sources 05-timelines".split()


@dataclass(frozen=True)
class Written:
    """What `write_report` made: the page, a summary in words, and what failed."""

    page: Path
    summary: str
    failures: list[str]


def write_report(
    source: str | Path | None = None,
    out: str | Path = "charts",
    *,
    topics: str | Path | None = None,
    timezone: str = "UTC",
) -> Written:
    """Run the notebooks on a source and gather what they show on one page.

    Writes into the folder `out`: report.html (one file, nothing from elsewhere), every chart (.png, .svg, .csv and the
    receipt .json) and the executed notebooks; the charts of an earlier report there are removed. Without `source`, the
    bundled posts are taken; `topics` is a CSV with the columns topic and word. A notebook that fails is named in
    `failures`, on the page and in its executed copy; the others run all the same.

    Raises FileNotFoundError and ValueError as `read_source` does.
    """
    import nbformat

    started = time.monotonic()
    if source is None:
        source, topics = bundled("data/posts"), topics or bundled("data/topics.csv")
    for path in (source, topics):
        if path is not None and not Path(path).exists():
            raise FileNotFoundError(f"{path}: there is no such file or folder")
    if topics is not None:
        read_terms(topics)  # a mistake in it should show before the notebooks run
    reading = read_source(source, timezone=timezone, on_problem="ignore")
    folder = Path(out).resolve()
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    marker = folder / REPORT_MARKER
    if marker.exists():  # the charts of the last report, which may have been another source's
        for name in marker.read_text(encoding="utf-8").splitlines():
            (folder / Path(name).name).unlink(missing_ok=True)
    mine = set(folder.iterdir())
    parameters = {
        "SOURCE": str(Path(source).resolve()),
        "OUT": str(folder),
        "TOPICS": str(Path(topics).resolve()) if topics else None,
        "TIMEZONE": timezone,
    }
    sections, failures = [], []
    for name, notebook, failure in _run_notebooks(parameters):
        (folder / "notebooks" / f"{name}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
        sections.append(_section(name, notebook, failure))
        if failure:
            failures.append(f"{name}: {failure}")
    health = check_posts(reading.posts, reading.problems)
    page = folder / "report.html"
    page.write_text(_page(reading, health, sections, Path(source).resolve().name), encoding="utf-8")
    marker.write_text("\n".join(sorted(path.name for path in set(folder.iterdir()) - mine)), encoding="utf-8")
    return Written(page, _summary(reading, health, folder, time.monotonic() - started), failures)


def bundled(path: str) -> Path:
    """A file that travels with the package: inside the wheel, or at the top of the repository."""
    inside = Path(str(files("toolkit"))) / "bundled" / path
    return inside if inside.exists() else Path(str(files("toolkit"))).parent / path


def _run_notebooks(parameters: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """(name, executed notebook, what went wrong or '') of each, with a bar that counts cells."""
    import nbformat

    read = {name: bundled(f"notebooks/{name}.ipynb").read_text(encoding="utf-8") for name in NOTEBOOKS}
    notebooks = {name: nbformat.reads(text, as_version=4) for name, text in read.items()}
    total = sum(cell.cell_type == "code" for notebook in notebooks.values() for cell in notebook.cells)
    with tqdm(total=total, unit="cell") as bar:
        for name, notebook in notebooks.items():
            bar.set_description(name)
            yield name, notebook, run_notebook(notebook, parameters, Path(parameters["OUT"]), bar.update)


def run_notebook(notebook: Any, parameters: dict[str, Any], folder: Path, on_cell: Any = None) -> str:
    """Run a notebook in place and in a folder, its cell tagged `parameters` set anew; returns what went wrong, or ''.

    The kernel is this Python, whatever others the user has registered, without the user's IPython start-up files.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if parameters and "parameters" in cell.metadata.get("tags", []):
                cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=None,
        extra_arguments=["--IPKernelApp.log_level=40"],  # no word about loopback traffic being unencrypted
        resources={"metadata": {"path": str(folder)}},
        on_cell_executed=(lambda **_: on_cell()) if on_cell else None,
    )
    with tempfile.TemporaryDirectory() as profile:
        environment = os.environ | {"IPYTHONDIR": profile, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        try:
            client.execute(cleanup_kc=True, env=environment)
        except CellExecutionError as error:
            return f"{error.ename}: {error.evalue}"
        except (CellTimeoutError, DeadKernelError) as error:
            return str(error)
    return ""


def _section(name: str, notebook: Any, failure: str) -> dict[str, Any]:
    """A notebook as a section of the page: its prose and what its cells show, the code folded away."""
    import mistune

    prose = mistune.create_markdown(plugins=["table"])
    parts: list[dict[str, Any]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            # One heading down, for the page's own title is the only first-level one.
            parts.append({"prose": prose(re.sub(r"^#", "##", cell.source, flags=re.M))})
        elif cell.cell_type == "code":
            parts.append({"code": cell.source, "shown": [shown for shown in map(_output, cell.outputs) if shown]})
    title = next((line.strip("# ") for cell in notebook.cells for line in cell.source.splitlines()[:1]), name)
    return {"name": name, "title": title, "parts": parts, "failure": failure}


def _output(output: Any) -> str:
    """What a cell showed, as HTML: charts and tables as they are, anything else as text."""
    data = output.get("data", {})
    if "text/html" in data:
        # pandas leaves the corner of a table an empty heading, which a screen reader would announce
        return "".join(data["text/html"]).replace("<th></th>", "<td></td>")
    text = data.get("text/plain") or (output.get("text", "") if output.get("name") == "stdout" else "")
    if output.output_type == "error":
        text = f"{output.ename}: {output.evalue}"
    return f'<pre class="said">{html.escape("".join(text))}</pre>' if text else ""


def _page(reading: Reading, health: Health, sections: list[dict[str, Any]], name: str) -> str:
    from jinja2 import Environment

    template = files("toolkit").joinpath("report.html.j2").read_text(encoding="utf-8")
    outlets = reading.posts.groupby("outlet", dropna=False).agg(posts=("words", "size"), words=("words", "sum"))
    outlets = outlets.sort_values("posts", ascending=False).reset_index()
    actions = reading.problems.groupby(["reason", "action"]).size().reset_index(name="files")
    shown = {
        "source": name,
        "card": health._repr_html_(),
        "outlets": outlets.head(15).fillna("unknown").to_dict("records"),
        "more_outlets": max(0, len(outlets) - 15),
        "actions": actions.to_dict("records"),
        "problems": reading.problems.head(50).to_dict("records"),
        "n_problems": len(reading.problems),
        "sections": sections,
        "method": method_note(reading.posts, reading.problems),
        "version": version("media-analysis-toolkit"),
    }
    return Environment(autoescape=True).from_string(template).render(shown)


def _summary(reading: Reading, health: Health, folder: Path, seconds: float) -> str:
    """What the command prints at its end."""
    outlets = reading.posts["outlet"].fillna("unknown").value_counts()
    top = ", ".join(f"{outlet} {n:,}" for outlet, n in outlets.head(4).items())
    skipped = reading.problems["action"].eq("skipped").sum()
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return (
        f"{health.read}\n"
        f"Outlets: {top}{f' and {len(outlets) - 4} more' if len(outlets) > 4 else ''}. "
        f"Skipped: {skipped:,} files. Problems: {len(reading.problems):,}. Findings: {len(health.findings)}.\n"
        f"Done in {seconds:.0f} s: {len(list(folder.glob('*.png')))} charts in {shown}{os.sep}, "
        f"all on one page in {shown / 'report.html'}"
    )


def method_note(posts: pd.DataFrame, problems: pd.DataFrame | None = None) -> str:
    """A citable paragraph: what was read, what was left out, how it was measured, with versions and papers.

    >>> posts = pd.DataFrame({"published": pd.to_datetime(["2016-04-22"], utc=True), "outlet": ["a.example"],
    ...     "words": [300], "kind": ["article"], "wrong_body": [False]})
    >>> method_note(posts)[:72]
    '1 post of 1 outlet, published 2016-04-22 to 2016-04-22; 300 words. 0 fil'
    """
    template = files("toolkit").joinpath("method.txt").read_text(encoding="utf-8").strip()
    return template.format(
        read=describe_posts(posts),
        skipped=0 if problems is None else int(problems["action"].eq("skipped").sum()),
        articles=int((posts["kind"].eq("article") & ~posts["wrong_body"]).sum()),
        toolkit=version("media-analysis-toolkit"),
        python=platform.python_version(),
        **{name: version(name) for name in ("pandas", "textstat", "vaderSentiment")},
    )
