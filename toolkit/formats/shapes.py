"""Records of known exports: where they stand and what their fields are called, as a table says.

`lexicons/record_shapes.toml` holds one entry a shape, with the specification or program each
follows; these modules only walk its paths. What no shape knows is left to the caller.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.paths import find_values
from toolkit.formats.shape_fields import make_record
from toolkit.formats.shape_reading import Reading, leave_out, start_reading
from toolkit.formats.shape_table import Shape, find_shape, is_known


def shape_items(
    items: Iterable[Any],
    columns: FieldColumns,
    unfold: Callable[[Any], list[Any]],
    otherwise: Callable[[Any], Record | Problem],
) -> Records:
    """The posts in values of JSON; what was left out is counted in one problem a kind.

    `items` are the values; problems among them pass. Of a value whose shape is not known
    `unfold` gives the records, or it alone, and `otherwise` makes a record of one. Fields that
    a user named in `columns` keep their names.
    """
    reading = start_reading(columns)
    context: Record = {}
    for item in items:
        known = is_known(item)
        values = [item] if known else unfold(item)
        if not known and values[0] is item:  # the usual case, and so the fast one
            yield item if isinstance(item, Problem) else otherwise(item)
            continue
        for value, around, shape in _walk(values, context):
            if shape is None:
                yield otherwise(value)
            elif "context" in shape:
                context = value
            else:
                yield from _read_item(value, around, shape, reading)
    yield from reading.tell()


def _walk(
    values: list[Any], context: Record
) -> Iterator[tuple[Any, Record, Shape | None]]:
    """The records in values, in order: each with what it is in, and its shape if one is known."""
    pending = [(value, context) for value in reversed(values)]
    while pending:
        value, around = pending.pop()
        if not isinstance(value, dict):
            yield value, around, None
            continue
        container = find_shape(value, True)
        if container:
            inner = _open(value, container)
            pending += [(each, value) for each in reversed(inner)]
            continue
        shape = find_shape({**value, "around": around})
        yield value, around, shape
        if shape and "within" in shape:
            inner = find_values(value, shape["within"])
            pending += [(each, value) for each in reversed(inner)]


def _open(value: Record, shape: Shape) -> list[Any]:
    """The records that a container holds, each with what it refers to."""
    records: list[Any] = []
    for path in shape["records"]:
        records += find_values(value, path)
    kept = {
        name: find_first(value, paths) for name, paths in shape.get("keep", {}).items()
    }
    if kept:
        records = [kept | record for record in records if isinstance(record, dict)]
    for name, (field, path, key) in shape.get("join", {}).items():
        named = [other for other in find_values(value, path) if isinstance(other, dict)]
        others = {str(other.get(key)): other for other in named}
        records = [_join(record, name, field, others) for record in records]
    return records


def find_first(record: Record, paths: str) -> Any:
    """What stands at the first of paths between bars that is filled, or None."""
    found = (value for path in paths.split("|") for value in find_values(record, path))
    return next(found, None)


def _join(record: Any, name: str, field: str, others: dict[str, Any]) -> Any:
    if not isinstance(record, dict):
        return record
    referred = (others.get(str(id)) for id in find_values(record, field))
    other = next(filter(None, referred), None)
    return {**record, name: other} if other else record


def _read_item(
    item: Record, around: Record, shape: Shape, reading: Reading
) -> Iterator[Record]:
    if leave_out(item, shape, reading):
        return
    posts = find_values(item, shape["at"]) if "at" in shape else [item]
    for post in posts[:1]:
        if isinstance(post, dict):
            yield make_record({**post, "around": around}, post, shape, reading)
