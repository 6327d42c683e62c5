"""Run the notebooks in place on the bundled posts, so that committed outputs are those of the code.

    python benchmarks/run_notebooks.py [NAME ...]

Images go into notebooks/charts. Nothing of the machine goes into the outputs: the kernel runs in
notebooks/, and the settings are written back as committed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat

from toolkit.running import NOTEBOOKS, Kernel, open_kernel, run_notebook

FOLDER = Path(__file__).parents[1] / "notebooks"
SETTINGS = {"OUT": "charts"}  # a reader's charts go beside notebooks/
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def main(names: list[str]) -> int:
    failed = False
    with open_kernel() as kernel:
        for name in names:
            failure = run_in_place(FOLDER / f"{name}.ipynb", kernel)
            print(f"{name}: {failure or 'ran'}", flush=True)
            failed = failed or failure != ""
    return 1 if failed else 0


def run_in_place(path: Path, kernel: Kernel) -> str:
    """Run a notebook and write it; returns what went wrong, or ''."""
    notebook = nbformat.read(path, as_version=4)
    sources = [cell.source for cell in notebook.cells]
    failure = run_notebook(notebook, SETTINGS, FOLDER, kernel=kernel)
    clean(notebook, sources)
    nbformat.write(notebook, path)
    if str(FOLDER.parent) in path.read_text(encoding="utf-8"):
        return failure or "holds a path of this machine"
    return failure


def clean(notebook: Any, sources: list[str]) -> None:
    """Put the sources back as committed, and take away what is of this run alone."""
    notebook.metadata = METADATA
    for cell, source in zip(notebook.cells, sources, strict=True):
        cell.source = source
        cell.metadata.pop("execution", None)  # the times of this run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or NOTEBOOKS))
