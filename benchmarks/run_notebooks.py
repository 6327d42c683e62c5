"""Run the notebooks in place on the bundled posts, so that the committed outputs are those of the code.

    python benchmarks/run_notebooks.py [NAME ...]

Nothing of the machine goes into the outputs: the parameters stay as committed, and the kernel runs in notebooks/.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat

from toolkit.report import NOTEBOOKS, run_notebook

FOLDER = Path(__file__).parents[1] / "notebooks"


def main(names: list[str]) -> int:
    failed = 0
    for name in names:
        path = FOLDER / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        failure = run_notebook(notebook, {}, folder=FOLDER)
        failed += bool(failure)
        print(f"{name}: {failure or 'ran'}")
        notebook.metadata = {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)  # the times of this run
        nbformat.write(notebook, path)
        if re.search(re.escape(str(FOLDER.parent)), path.read_text(encoding="utf-8")):
            print(f"{name}: holds a path of this machine")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or NOTEBOOKS))
