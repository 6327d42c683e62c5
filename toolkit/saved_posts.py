"""The columns of the posts, and posts that were saved as a table: what was written is read back."""

import ast
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

COLUMNS = (
    "published title text outlet wire feed categories author reporters editors dateline "
    "notices captions url kind wrong_body language words file format"
).split()
STRINGS = (
    "title text outlet wire feed author dateline url kind language file format"
).split()
LISTS = "categories reporters editors notices captions".split()
SIGNS = (
    "kind",
    "wrong_body",
    "words",
    "file",
    "format",
)  # which no other source has all
# What is exact as a number: with more digits, or a nought ahead, it is a name.
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:e-?\d{1,2})?")
INTEGER = re.compile(r"-?\d+")
TRUTH = {"true": True, "false": False, "True": True, "False": False}


def is_saved(record: Mapping[str, Any]) -> bool:
    """Whether a record is a post of ours."""
    return all(sign in record for sign in SIGNS)


def keep_lists(record: dict[str, Any]) -> dict[str, Any]:
    """A post of ours with its lists as text, which `read_list` reads: one of one stays a list."""
    if "wrong_body" not in record or not is_saved(record):  # the first tells most
        return record
    kept = {}
    for name, value in record.items():
        if hasattr(value, "tolist"):  # what Parquet's lists come as
            value = value.tolist()
        is_list = isinstance(value, list)
        kept[name] = json.dumps(value, ensure_ascii=False) if is_list else value
    return kept


def restore_post(record: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a post as they were written, but for `published`."""
    post: dict[str, Any] = {name: record.get(name, float("nan")) for name in STRINGS}
    post |= {name: read_list(record.get(name, [])) for name in LISTS}
    post["wrong_body"] = str(record["wrong_body"]).lower() in ("true", "1", "1.0")
    with suppress(ValueError):
        post["words"] = int(float(record["words"]))
    return {"words": 0} | post


def read_list(value: Any) -> list[Any]:
    """A list as it is, or as Python or JSON write it in a cell; all else is its one item."""
    if isinstance(value, list):
        return value
    read = _read_written(value)
    return [value] if read is None else read


def _read_written(value: Any) -> list[Any] | None:
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        for read in (json.loads, ast.literal_eval):
            with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
                items = read(value)
                if isinstance(items, list):
                    return items
    return None


def restore_cells(cells: list[Any]) -> pd.Series:
    """A column of a source as numbers, truths or lists, if all of its texts are such.

    Where a cell is a list, texts beside it are lists of one.
    """
    filled = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, list) for cell in filled):
        return _series_of_lists([_listed(cell) for cell in cells])
    if not all(isinstance(cell, str) for cell in filled):
        return pd.Series(cells, dtype=object).where(pd.Series(cells).notna())
    return _restore_texts(cells, filled)


def _restore_texts(cells: list[Any], filled: list[str]) -> pd.Series:
    if all(map(NUMBER.fullmatch, filled)):
        whole = len(filled) == len(cells) and all(map(INTEGER.fullmatch, filled))
        return pd.Series(cells, dtype=object).astype("int64" if whole else "float64")
    if TRUTH.keys() >= set(filled):
        return pd.Series(cells).map(TRUTH)
    if filled[0].startswith("["):
        lists = [_read_written(cell) for cell in cells]
        if lists.count(None) == len(cells) - len(filled):
            return _series_of_lists(lists)
    return pd.Series(cells, dtype="str")


def _listed(cell: Any) -> list[Any] | None:
    return cell if cell is None or isinstance(cell, list) else [cell]


def _series_of_lists(lists: list[list[Any] | None]) -> pd.Series:
    return pd.Series(lists, dtype=object).replace({None: float("nan")})


def join_own(frame: pd.DataFrame, own: list[Mapping[str, Any]]) -> pd.DataFrame:
    """The posts with the columns of their source behind ours; `own` holds those of each post."""
    names = dict.fromkeys(name for fields in own for name in fields)
    if not names:
        return frame
    columns = {}
    for name in names:
        columns[name] = restore_cells([fields.get(name) for fields in own])
    return pd.concat([frame, pd.DataFrame(columns).set_axis(frame.index)], axis=1)
