"""Notebooks run one after the other, with one kernel and one corpus for all of them."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.examples import bundled
from toolkit.store import Store

NOTEBOOKS = [
    "00-start-here",
    "01-coverage",
    "02-readability",
    "03-sentiment",
    "04-sources",
    "05-timelines",
]
# Those that a report does not run: on one's own files, by hand, and about the measures themselves.
OTHERS = [
    "06-your-own-posts",
    "07-check-by-hand",
    "08-stories",
    "09-words",
    "90-how-good",
    "91-many-posts",
]
SETTINGS = "parameters"  # the tag of the cell with the settings
NO_STORE = "STORE = None"


def run_notebooks(
    settings: dict[str, Any], folder: Path, store: Store | None = None, bar: Any = None
) -> list[dict[str, Any]]:
    """Run the bundled notebooks in a folder, and write them there executed, below notebooks/.

    Parameters
    ----------
    settings
        Names and values for the settings cell of each.
    folder
        In which they run.
    store
        What was measured, so that no notebook reads or measures again.
    bar
        A tqdm bar that says which notebook runs.

    Returns
    -------
    list of dict
        `name` · `notebook` (executed) · `failure` ('' if none) of each.
    """
    import nbformat

    sections = []
    with open_kernel() as kernel, tempfile.TemporaryDirectory() as private:
        kept = Path(private) / "store.pickle"
        if store is not None:
            kept.write_bytes(pickle.dumps(store))
        for name in NOTEBOOKS:
            if bar is not None:
                bar.set_description(f"drawing {name}")
            notebook = nbformat.read(bundled(f"notebooks/{name}.ipynb"), as_version=4)
            handed = kept if store is not None else None
            failure = run_notebook(
                notebook, settings, folder, kernel=kernel, store=handed
            )
            sections.append({"name": name, "notebook": notebook, "failure": failure})
            nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return sections


class Kernel(NamedTuple):
    """What runs a notebook: jupyter_client's manager, and the environment it starts in."""

    manager: Any
    environment: dict[str, str]


@contextmanager
def open_kernel() -> Iterator[Kernel]:
    """A kernel of this Python, whatever else is registered, without the user's start-up files."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    specs = KernelSpecManager(kernel_dirs=[])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    with tempfile.TemporaryDirectory() as profile:
        own = {"IPYTHONDIR": profile, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        try:
            yield Kernel(manager, os.environ | own)
        finally:
            _stop(manager)


def run_notebook(
    notebook: Any,
    settings: dict[str, Any],
    folder: Path,
    *,
    kernel: Kernel | None = None,
    store: Path | None = None,
) -> str:
    """Run a notebook in place and in a folder; returns what went wrong, or ''.

    Parameters
    ----------
    notebook
        Is changed: outputs, and the values of the settings cell.
    settings
        Names and values that the settings cell gets; others keep theirs.
    folder
        In which it runs.
    kernel
        From `open_kernel`; else one of its own.
    store
        A file with what was measured, for the setting STORE.
    """
    if kernel is None:
        with open_kernel() as own:
            return run_notebook(notebook, settings, folder, kernel=own, store=store)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
        if SETTINGS in cell.metadata.get("tags", []):
            cell.source = set_values(cell.source, settings)
    _hand_over(notebook, store)
    try:
        return _execute(notebook, folder, kernel)
    finally:
        _take_back(notebook)


def set_values(source: str, settings: dict[str, Any]) -> str:
    """The lines of a settings cell with new values; comments stay.

    >>> set_values('BY = "outlet"  # what makes the groups', {"BY": "feed"})
    "BY = 'feed'  # what makes the groups"
    """
    lines = []
    for line in source.splitlines():
        name, _, rest = line.partition(" = ")
        if name in settings:
            _, mark, comment = rest.partition("  # ")
            line = f"{name} = {settings[name]!r}{mark}{comment}"
        lines.append(line)
    return "\n".join(lines)


@cache
def load_store(path: str) -> Store:
    """What another process of this report measured; loaded once, whoever asks."""
    with Path(path).open("rb") as file:
        store: Store = pickle.load(file)  # of this report's own private folder
        return store


def _hand_over(notebook: Any, store: Path | None) -> None:
    """Put a cell in front that clears what an earlier notebook left, and opens the store."""
    from nbformat.v4 import new_code_cell

    # %reset also takes __spec__, without which multiprocessing starts no process.
    lines = ["%reset -f", "__spec__ = None"]
    if store is not None:
        lines.append("from toolkit.running import load_store")
        lines.append(f"STORE = load_store({str(store)!r})")
        for cell in notebook.cells:
            if SETTINGS in cell.metadata.get("tags", []):
                cell.source = cell.source.replace(NO_STORE, f"# {NO_STORE}")
    notebook.cells.insert(0, new_code_cell("\n".join(lines)))


def _take_back(notebook: Any) -> None:
    """Leave the notebook as a reader would run it: without the first cell, counted from 1."""
    notebook.cells.pop(0)
    ran = [cell for cell in notebook.cells if cell.get("execution_count")]
    for number, cell in enumerate(ran, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    for cell in notebook.cells:
        if SETTINGS in cell.metadata.get("tags", []):
            cell.source = cell.source.replace(f"# {NO_STORE}", NO_STORE)


def _execute(notebook: Any, folder: Path, kernel: Kernel) -> str:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    client = NotebookClient(
        notebook,
        km=kernel.manager,
        # Else it would say that loopback traffic is not encrypted.
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(folder)}},
        # A page made of it would show the widget, which no page runs, and not what stands for it.
        store_widget_state=False,
    )
    try:
        client.execute(cleanup_kc=False, env=kernel.environment)
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    except DeadKernelError as error:
        return str(error)
    finally:
        # The kernel lives on, its sockets to this notebook do not.
        if client.kc is not None:
            client.kc.stop_channels()
    return ""


def _stop(manager: Any) -> None:
    from jupyter_core.utils import run_sync

    if manager.has_kernel:
        run_sync(manager.shutdown_kernel)(now=True)
