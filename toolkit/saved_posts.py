"""The columns of the posts, and posts that were saved as a table: what was written is read back."""

import ast
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

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
    read = read_written_list(value)
    return [value] if read is None else read


def read_written_list(value: Any) -> list[Any] | None:
    """A list as Python or JSON write it in a cell; None for all else."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        for read in (json.loads, ast.literal_eval):
            with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
                items = read(value)
                if isinstance(items, list):
                    return items
    return None
