"""What a receipt states and proves: tables, versions, one checksum, and the check of it.

A receipt proves that what lies together belongs together: words, table, what the numbers were made
from, settings, versions and pictures have one checksum, so that none of them was changed alone, by
mistake or by hand. It does not prove who made it or that it is true: anybody can draw another chart
and make a new receipt for it. It is a checksum, no signature of a person. Whoever wants to show
that a receipt is the one of a certain day must keep its checksum where others cannot change it.
"""

import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd

import toolkit
from toolkit.charts.pictures import hash_bytes
from toolkit.style import FORMATS

SCORERS = ("textstat", "vaderSentiment")
MODEL = "attribution.npz"
CHECKED = ["chart", "state", "changed", "missing"]


def verify(
    receipt: Mapping[str, Any] | str | Path, table: pd.DataFrame | str | Path
) -> bool:
    """Whether a receipt is whole, and a table the one that its chart was drawn from.

    It is False if the title or anything else in the receipt was changed, or the table. A new
    receipt can be made by anybody: this is a checksum, no signature of a person.

    Parameters
    ----------
    receipt
        The path of the .json that `Chart.save` wrote, or its contents.
    table
        A DataFrame with the columns of the chart's table (others do not matter), or the path
        of the .csv.

    Returns
    -------
    bool
        Numbers count to ten significant digits.

    Raises
    ------
    FileNotFoundError
        A path is not there.
    KeyError
        It is no receipt.

    >>> from toolkit.charts import Chart
    >>> from matplotlib.figure import Figure
    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> receipt = Chart(Figure(), table, "Three", "Posts", "demo", "One bar").receipt()
    >>> verify(receipt, table), verify(receipt, table.assign(n=4))
    (True, False)
    >>> verify(receipt | {"title": "Four"}, table)
    False
    """
    contents: Any = receipt
    if isinstance(receipt, str | Path):
        contents = json.loads(Path(receipt).read_text(encoding="utf-8"))
    stated = dict(contents["table"])
    if not is_whole(contents):
        return False
    if not isinstance(table, pd.DataFrame):
        return bool(hash_bytes(Path(table).read_bytes()) == stated["sha256"])
    named = table.rename(columns=str)
    columns = [name for name in stated["columns"] if name in named]
    return describe_table(named[columns]) == stated


def check_receipts(folder: str | Path) -> pd.DataFrame:
    """Whether each chart of a folder is as it was saved: its receipt, table and pictures.

    It says that files which lie together belong together, not that they are true, nor who made
    them: see `toolkit.verify`.

    Parameters
    ----------
    folder
        Of a report, or of saved charts; folders in it are looked through too.

    Returns
    -------
    DataFrame
        One row a receipt: `chart` (its path, without ending) · `state` (ok, changed, missing) ·
        `changed` (what does not fit the receipt: receipt, table, png, ...) · `missing` (files; a
        picture without a receipt lacks that).

    Raises
    ------
    FileNotFoundError
        There is no such folder.

    >>> from tempfile import mkdtemp
    >>> from toolkit.charts import Chart
    >>> from matplotlib.figure import Figure
    >>> folder = Path(mkdtemp())
    >>> table = pd.DataFrame({"outlet": ["a.com"], "n": [3]})
    >>> _ = Chart(Figure(), table, "Three", "Posts", "demo", "A bar").save(folder / "three")
    >>> check_receipts(folder)[["chart", "state"]].values.tolist()
    [['three', 'ok']]
    """
    place = Path(folder)
    if not place.is_dir():
        raise FileNotFoundError(f"{place}: there is no such folder")
    rows: list[tuple[str, str, list[str], list[str]]] = []
    for path in _find_pictures(place):
        name = path.relative_to(place).with_suffix("").as_posix()
        rows.append((name, "missing", [], [f"{path.stem}.json"]))
    for path, receipt in _find_receipts(place):
        changed, missing = _compare_files(path, receipt)
        state = "changed" if changed else "missing" if missing else "ok"
        name = path.relative_to(place).with_suffix("").as_posix()
        rows.append((name, state, changed, missing))
    return pd.DataFrame(sorted(rows), columns=CHECKED)


def is_whole(receipt: Mapping[str, Any]) -> bool:
    """Whether a receipt has the checksum of what it states."""
    stated = {name: value for name, value in receipt.items() if name != "checksum"}
    return bool(seal(stated)["checksum"] == receipt.get("checksum"))


def seal(stated: dict[str, Any]) -> dict[str, Any]:
    """What is stated, with one checksum over all of it."""
    # As a file will hold it: the checksum must be the same when it is read again.
    plain = json.loads(json.dumps(stated, default=_plain))
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return {**plain, "checksum": hash_bytes(text.encode())}


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python, anything else as its text."""
    return value.item() if isinstance(value, np.generic) else str(value)


def describe_table(table: pd.DataFrame) -> dict[str, object]:
    """Columns, rows and the SHA-256 of the CSV."""
    return {
        "columns": list(map(str, table)),
        "rows": len(table),
        "sha256": hash_bytes(write_csv(table)),
    }


def write_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV, numbers to ten significant digits."""
    named = table.index.name is not None
    text = table.to_csv(index=named, lineterminator="\n", float_format="%.10g")
    return text.encode()


@cache
def name_versions() -> dict[str, str]:
    """The versions of all that makes values, and the SHA-256 of model and lexicons."""
    named = {
        package.__name__: package.__version__ for package in (toolkit, pd, matplotlib)
    }
    named |= {name: version(name) for name in SCORERS}
    model = files("toolkit").joinpath("models", MODEL).read_bytes()
    return named | {
        "attribution model": hash_bytes(model),
        "lexicons of the package": _hash_lexicons(),
        "python": platform.python_version(),
    }


def _hash_lexicons() -> str:
    """One hash over the package's lexicons, name and content of each."""
    listed = [
        f"{place.name} {hash_bytes(place.read_bytes())}"
        for place in files("toolkit").joinpath("lexicons").iterdir()
        if place.name.endswith((".csv", ".toml"))
    ]
    return hash_bytes("\n".join(sorted(listed)).encode())


def fit_for_json(value: Any) -> Any:
    """What a chart was made from, as JSON can hold it: a table as its rows, ids as a list."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if not isinstance(value, pd.DataFrame):
        value = pd.Series(list(value), dtype=object)
    text = value.to_json(orient="records", date_format="iso", default_handler=str)
    return json.loads(text)


def _find_pictures(folder: Path) -> list[Path]:
    """The pictures below a folder that have no receipt beside them, one of each chart."""
    found = {
        path.with_suffix(""): path
        for path in sorted(_visible(folder))
        if path.suffix.removeprefix(".") in FORMATS
        and not path.with_suffix(".json").exists()
        and not _is_printed_page(path)
    }
    return list(found.values())


def _is_printed_page(path: Path) -> bool:
    """Whether a PDF is that of a page of many charts, which have receipts of their own."""
    return path.suffix == ".pdf" and path.with_suffix(".html").exists()


def _visible(folder: Path) -> Iterator[Path]:
    """The files below a folder without hidden ones."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            yield path


def _find_receipts(folder: Path) -> Iterator[tuple[Path, Any]]:
    """The receipts below a folder; a .json that is no receipt is passed over, a broken one not."""
    for path in sorted(_visible(folder)):
        if path.suffix != ".json":
            continue
        try:
            receipt = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            receipt = None
        is_receipt = isinstance(receipt, dict) and "table" in receipt
        if is_receipt or path.with_suffix(".csv").exists():
            yield path, receipt


def _compare_files(path: Path, receipt: Any) -> tuple[list[str], list[str]]:
    """What does not fit a receipt, and which of its files are not there."""
    try:
        files_of = {"csv": receipt["table"]["sha256"], **receipt["pictures"]}
        changed = [] if is_whole(receipt) else ["receipt"]
    except (KeyError, TypeError):
        return ["receipt"], []
    missing = []
    for ending, sha256 in files_of.items():
        file = path.with_name(f"{path.stem}.{ending}")
        if not file.is_file():
            missing.append(file.name)
        elif hash_bytes(file.read_bytes()) != sha256:
            changed.append("table" if ending == "csv" else str(ending))
    return changed, missing
