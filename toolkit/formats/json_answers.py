"""Where an answer of an API, or an object around a list, holds its records."""

from typing import Any

from toolkit.formats.common import FieldColumns, Record, field_key

DEEPEST_LIST = 3  # fields inside fields, where an answer may hold its records
TELLING = {"title", "body", "published", "summary"}  # columns; two tell a post


def find_items(
    value: Any, columns: FieldColumns, depth: int = DEEPEST_LIST
) -> list[Any]:
    """The records in an answer, or it as the only one.

    {"articles": [...]} is one, and {"response": {"results": [...]}}.
    """
    if not isinstance(value, dict) or not depth:
        return [value]
    for key, inner in value.items():
        if columns.get(field_key(key)) != "records":
            continue
        found = inner
        if not isinstance(inner, list):
            found = find_items(inner, columns, depth - 1)
        if found and found != [inner] and _are_records(found):
            return [{"feed": value.get("title"), **item} for item in found]
    return _find_only_list(value, columns) or [value]


def _find_only_list(value: Record, columns: FieldColumns) -> list[Any]:
    """The one list of records in a value that is itself none, whatever the list is called."""
    lists = [inner for inner in value.values() if isinstance(inner, list) and inner]
    if len(lists) != 1 or not _are_records(lists[0]):
        return []
    if _filled(value, columns) & {"body", "published", "summary"}:
        return []
    told = _filled(lists[0][0], columns) & TELLING
    return lists[0] if len(told) > 1 else []


def _are_records(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _filled(record: Record, columns: FieldColumns) -> set[str | None]:
    return {columns.get(field_key(name)) for name, value in record.items() if value}
