"""The columns of the posts, and posts that were saved as a table: what was written is read back."""

import ast
import json
import re
from collections.abc import Iterable, Mapping
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


def restore_column(values: pd.Series) -> pd.Series:
    """A column of a source as numbers, truths or lists, if all of its texts are such."""
    filled = values.dropna()
    texts = [value for value in filled if isinstance(value, str)]
    if not texts or len(texts) < len(filled):
        return values
    if all(map(NUMBER.fullmatch, texts)):
        whole = len(filled) == len(values) and all(map(INTEGER.fullmatch, texts))
        return values.astype("int64" if whole else "float64")
    if TRUTH.keys() >= set(texts):
        return values.map(TRUTH)
    if texts[0].startswith("["):
        lists = [_read_written(text) for text in texts]
        if None not in lists:
            return pd.Series(lists, filled.index).reindex(values.index)
    return values.astype("str")


def join_own(frame: pd.DataFrame, own: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The posts with the columns of their source behind ours; `own` holds those of each post."""
    table = pd.DataFrame(list(own), index=frame.index, dtype=object)
    if table.empty:
        return frame
    restored = {name: restore_column(table[name]) for name in table}
    return pd.concat([frame, pd.DataFrame(restored, index=frame.index)], axis=1)
