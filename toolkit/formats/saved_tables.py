"""Tables as pandas writes them in JSON: by columns, by rows, or split; its list is an array."""

from collections.abc import Iterable
from typing import Any

from toolkit.formats.common import FieldColumns, Record, field_key

SPLIT = {"columns", "index", "data"}  # keys of orient="split"


def unpack_table(value: dict[str, Any], columns: FieldColumns) -> list[Record]:
    """The rows of a table, with its index as `post_id`; [] where a value is none."""
    if value.keys() == SPLIT:
        return _unpack_split(value)
    parts = list(value.values())
    if not parts or not all(isinstance(part, dict) for part in parts):
        return []
    ids = list(parts[0])
    if any(list(part) != ids for part in parts):
        return []
    if _are_fields(value, columns):  # {"title": {"id": ...}, ...}
        return [_collect_row(value, id) for id in ids]
    if _are_fields(ids, columns):  # {"id": {"title": ...}, ...}
        return [{"post_id": id} | part for id, part in value.items()]
    return []


def _unpack_split(value: dict[str, Any]) -> list[Record]:
    if not all(isinstance(part, list) for part in value.values()):
        return []
    names = [str(name) for name in value["columns"]]
    return [
        {"post_id": id} | dict(zip(names, row, strict=False))
        for id, row in zip(value["index"], value["data"], strict=False)
        if isinstance(row, list)
    ]


def _collect_row(value: dict[str, Any], id: str) -> Record:
    return {"post_id": id} | {name: cells[id] for name, cells in value.items()}


def _are_fields(names: Iterable[str], columns: FieldColumns) -> bool:
    """Whether two names or more are known fields that hold no records."""
    known = [columns.get(field_key(name), "records") for name in names]
    return len(known) - known.count("records") > 1
