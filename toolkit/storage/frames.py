"""Frames as tables of a store and back: the same columns, types, lists and missing values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from toolkit.saved_posts import COLUMNS, LISTS

TEXTS = pa.list_(pa.string())
SPANS = pa.list_(pa.list_(pa.int64()))
MOMENT = pa.timestamp("us", tz="UTC")
# Of frames of measures and of posts; what is not here tells its type by itself.
NESTED = {
    **dict.fromkeys(LISTS, TEXTS),
    **dict.fromkeys(["source_spans", "cue_spans", "content_spans"], SPANS),
    "words": TEXTS,
    "valences": pa.list_(pa.float64()),
}
OWN_KINDS = {
    "lists": TEXTS,
    "written lists": pa.string(),  # they hold anything: as JSON
    "integers": pa.int64(),
    "numbers": pa.float64(),
    "truths": pa.bool_(),
    "texts": pa.string(),
}


def table_of_posts(frame: pd.DataFrame, own: Mapping[str, str]) -> pa.Table:
    """Posts as a table, with `post_id` as a column; `own` has the kinds of the own columns."""
    types = {"post_id": pa.string()}
    types |= {name: _type_of(frame[name], name) for name in COLUMNS}
    types["words"] = pa.int64()
    types |= {name: OWN_KINDS[kind] for name, kind in own.items()}
    arrays = []
    for name, type_of_column in types.items():
        values = frame.index if name == "post_id" else frame[name]
        if own.get(name) == "written lists":
            values = values.map(partial(json.dumps, default=str), na_action="ignore")
        arrays.append(_array(pd.Series(values), type_of_column))
    return pa.table(arrays, names=list(types))


def posts_of_table(table: pa.Table, own: Mapping[str, str]) -> pd.DataFrame:
    """A table's posts, indexed by `post_id`; the table may lack columns."""
    index = pd.Index(table["post_id"].to_pandas(), dtype="str", name="post_id")
    columns = {}
    for name in table.column_names:
        if name == "post_id":
            continue
        values = _series(table[name])
        if own.get(name) == "written lists":
            values = values.map(json.loads, na_action="ignore")
        columns[name] = values.set_axis(index)
    return pd.DataFrame(columns, index=index)


def table_of_measure(frame: pd.DataFrame) -> pa.Table:
    """A measure as a table: of scores with the index as the column `post_id`."""
    if "post_id" not in frame:
        frame = frame.rename_axis("post_id").reset_index()
    types = {name: _type_of(frame[name], str(name)) for name in frame}
    arrays = [_array(frame[name], kind) for name, kind in types.items()]
    return pa.table(arrays, names=list(map(str, types)))


def measure_of_table(table: pa.Table, *, scores: bool) -> pd.DataFrame:
    """A table's measure: of scores with the index `post_id`."""
    columns = {name: _series(table[name]) for name in table.column_names}
    frame = pd.DataFrame(columns)
    return frame.set_index("post_id") if scores else frame


def _type_of(values: pd.Series, name: str) -> pa.DataType:
    if name in NESTED and not pd.api.types.is_numeric_dtype(values):
        return NESTED[name]
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return MOMENT
    if values.dtype.kind == "M":
        return pa.timestamp("us")
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return pa.from_numpy_dtype(values.dtype)
    return pa.string()


def _array(values: pd.Series, type_of_column: pa.DataType) -> pa.Array:
    """A column, its missing values null, its lists' items as their type is."""
    if pa.types.is_list(type_of_column):
        texts = type_of_column == TEXTS
        return pa.array([_plain(value, texts) for value in values], type_of_column)
    if values.dtype == object:
        cells = [None if value is None or value != value else value for value in values]
        return pa.array(cells, type_of_column)
    # NaN is what pandas has for a missing number, and no other.
    return pa.Array.from_pandas(values, type=type_of_column)


def _plain(value: Any, texts: bool) -> list[Any] | None:
    if not isinstance(value, list):
        return None
    return [str(item) for item in value] if texts else value


def _series(column: pa.ChunkedArray) -> pd.Series:
    if not pa.types.is_list(column.type):
        values: pd.Series = column.to_pandas()
        if values.dtype == object:  # truths of which some are missing
            values = values.where(values.notna(), np.nan)
        return values
    lists = column.to_pylist()
    if pa.types.is_list(column.type.value_type):
        lists = [_tuples(spans) for spans in lists]
    return pd.Series(lists, dtype=object).where(column.is_valid().to_pandas(), np.nan)


def _tuples(spans: list[list[int]] | None) -> list[tuple[int, ...]] | None:
    return None if spans is None else [tuple(span) for span in spans]
