"""Tables that pandas reads: Parquet, and the first sheet of an Excel workbook."""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd

from toolkit.formats.archives import open_members
from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.shapes import shape_rows


def read_parquet(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The rows of a Parquet file."""
    return _read_rows(pd.read_parquet, data, "Parquet", columns)


def read_excel(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The rows of a workbook's first sheet, whose files are held to the limits of archives."""
    return _read_rows(_read_sheet, data, "Excel", columns)


def _read_sheet(file: io.BytesIO) -> pd.DataFrame:
    for _, part in open_members(file.getvalue()):
        if isinstance(part, Problem):
            raise ValueError(part.reason)
    return pd.read_excel(file, dtype=object)


def _read_rows(
    read: Callable[[Any], pd.DataFrame],
    data: bytes,
    format: str,
    columns: FieldColumns,
) -> Records:
    try:
        table = read(io.BytesIO(data))
        if table.index.name:  # as of posts
            table = table.reset_index()
        rows: list[Any] = table.to_dict("records")
    except ImportError:
        raise ValueError(
            f"{format} files need: "
            f'pip install "media-analysis-toolkit[{format.lower()}]"'
        ) from None
    except Exception as error:  # the libraries let through what a broken part raises
        raise ValueError(f"broken {format} file: {error}") from None
    names = list(rows[0]) if rows else []
    yield from shape_rows(_place_rows(rows), list(map(str, names)), columns)


def _place_rows(rows: list[Record]) -> Records:
    for number, row in enumerate(rows, 2):
        yield {str(name): cell for name, cell in row.items()} | {
            "_place": f"row {number}"
        }


READERS_OF_BYTES = {"Parquet": read_parquet, "Excel": read_excel}
