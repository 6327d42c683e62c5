"""What a record keeps under names of its own, where that would be much or be misread."""

import json
from collections.abc import Container
from typing import Any

from toolkit.formats.common import FieldColumns, Record, field_key


def fold_fields(
    source: Record, fields: Record, columns: FieldColumns, named: Container[str]
) -> Record:
    """The fields of a record with few names; what the user `named` stays under its own."""
    folded = _fold_lists(source, fields, columns)
    return folded if "source" in named else _name_program(folded)


def _fold_lists(source: Record, fields: Record, columns: FieldColumns) -> Record:
    """The fields with each list of tables in one, as JSON: pictures, links, entities.

    Side by side their fields would be many, and tell no more which belong together. Lists that
    fill a column by one of their fields stay as they are.
    """
    for name, value in source.items():
        if not isinstance(value, list) or field_key(str(name)) in columns:
            continue
        tables = [item for item in value if isinstance(item, dict)]
        if tables and len(tables) == len(value):
            fields = _fold(str(name), tables, fields, columns)
    return fields


def _fold(
    name: str, tables: list[Any], fields: Record, columns: FieldColumns
) -> Record:
    inside = [field for field in fields if field.startswith(f"{name}.")]
    if not inside or any(field_key(field) in columns for field in inside):
        return fields
    kept = {field: fields[field] for field in fields if field not in inside}
    return kept | {name: json.dumps(tables, ensure_ascii=False, default=str)}


def _name_program(fields: Record) -> Record:
    """The fields; a source that is a link in HTML is the program by which a post was written."""
    source = fields.get("source")
    if not isinstance(source, str) or not source.startswith("<a "):
        return fields
    kept = {name: value for name, value in fields.items() if name != "source"}
    return kept | {"program": source}
