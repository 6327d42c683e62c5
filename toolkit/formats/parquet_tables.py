"""Parquet: a small file as pandas reads it, of a large one some rows at a time."""

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from toolkit.formats.binary_tables import lacking, name_cells
from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.member_files import as_seekable
from toolkit.formats.shape_rows import shape_rows

LARGEST_TABLE = 4 * 2**20  # bytes of a file that is held
ROWS = 1_000  # at a time
BUFFER = 2**20  # bytes of a column read at once


def read_parquet(file: Any, name: str, columns: FieldColumns) -> Records:
    """The rows of a Parquet file."""
    frames = _read_frames(file)
    first = next(frames)
    names = list(map(str, first.columns))
    rows = name_cells(_each_row(first, frames), names)
    yield from shape_rows(rows, names, columns)


def _each_row(first: pd.DataFrame, frames: Iterator[pd.DataFrame]) -> Iterator[Any]:
    yield from first.to_numpy(object)
    for frame in frames:
        yield from frame.to_numpy(object)


def _read_frames(file: Any) -> Iterator[pd.DataFrame]:
    """The rows of the file, some after the others; its index, if it is named, is a column."""
    try:
        for frame in _open_frames(file):
            yield frame.reset_index() if frame.index.name else frame
    except ImportError:
        raise lacking("Parquet") from None
    except Exception as error:  # the libraries let through what a broken part raises
        raise ValueError(f"broken Parquet file: {error}") from None


def _open_frames(file: Any) -> Iterator[pd.DataFrame]:
    data = file.read(LARGEST_TABLE)
    if len(data) < LARGEST_TABLE:
        yield pd.read_parquet(io.BytesIO(data))
        return
    with as_seekable(file) as again:
        table = _open_table(again)
        with_gaps = _find_gaps(table) if table else None
        if with_gaps is None or not _is_alike_in_parts(table):
            again.seek(0)
            yield pd.read_parquet(again)  # which also tells why it cannot be opened
            return
        for batch in _each_batch(table):
            yield _widen(batch.to_pandas(use_threads=False), with_gaps)


def _open_table(file: Any) -> Any:
    """A Parquet file to read parts of, or None."""
    try:
        from pyarrow.parquet import ParquetFile

        return ParquetFile(file, buffer_size=BUFFER)
    except Exception:  # the library lets through what a broken part raises
        return None


def _each_batch(table: Any) -> Iterator[Any]:
    """Some rows at a time; of one group after the other, or what was read would be kept."""
    for group in range(table.metadata.num_row_groups):
        yield from table.iter_batches(ROWS, row_groups=[group], use_threads=False)


def _widen(frame: pd.DataFrame, with_gaps: set[str]) -> pd.DataFrame:
    """The rows as the whole has them: a whole number beside gaps is one with a point."""
    plain = [
        name
        for name, type in frame.dtypes.items()
        if isinstance(type, np.dtype) and type.kind in "iu"
    ]
    return frame.astype(dict.fromkeys(with_gaps.intersection(plain), float))


def _is_alike_in_parts(table: Any) -> bool:
    """Whether rows are the same in parts as in the whole.

    Numbers in lists are not, beside gaps; nor is a named index that is no column.
    """
    if not table.metadata.num_rows:
        return False
    import pyarrow.types as types

    for field in table.schema_arrow:
        if types.is_nested(field.type) and "int" in str(field.type):
            return False
    stated = (table.schema_arrow.metadata or {}).get(b"pandas", b"{}")
    indexes = json.loads(stated).get("index_columns", [])
    return not any(isinstance(index, dict) and index["name"] for index in indexes)


def _find_gaps(table: Any) -> set[str] | None:
    """The columns with gaps; None where the file does not tell."""
    told = table.metadata
    found = set[str]()
    for group in range(told.num_row_groups):
        for place in range(told.num_columns):
            column = told.row_group(group).column(place)
            statistics = column.statistics
            if statistics is None or statistics.null_count is None:
                return None
            if statistics.null_count:
                found.add(column.path_in_schema)
    return found


READERS_OF_FILES = {"Parquet": read_parquet}
