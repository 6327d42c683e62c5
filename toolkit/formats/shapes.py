"""Records of known exports: where they stand and what their fields are called, as a table says.

`lexicons/record_shapes.toml` holds one entry a shape, with the specification or program each
follows; this module only walks its paths. What no shape knows is left to the caller.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from toolkit.formats.columns import read_columns
from toolkit.formats.common import (
    FieldColumns,
    Problem,
    Record,
    Records,
    field_key,
)
from toolkit.formats.nested_fields import flatten
from toolkit.lexicons import PACKAGED

Shape = dict[str, Any]

SHAPES = PACKAGED.tables("record_shapes.toml")
CONTAINERS: list[Shape] = SHAPES["container"]
POSTS: list[Shape] = SHAPES["record"]
STEP = re.compile(r"([^\[\]]+)(?:\[(\w+)=([^\[\]]*)\])?")
HOLE = re.compile(r"\{([^{}]+)\}")
EMPTY: tuple[object, ...] = (None, "", [], {})
DEEPEST_FIELD = 1  # dots in the name of a field of the source's own that is kept


def find_values(record: Record, path: str) -> list[Any]:
    """What stands at a path such as ``refs[type=quoted].id``; lists are gone through.

    >>> find_values({"refs": [{"type": "quoted", "id": 7}, {"type": "x"}]}, "refs[type=quoted].id")
    [7]
    """
    whole = path if path in record else field_key(path)
    if whole in record:
        values = _listed(record[whole])
    else:
        values = [record]
        for name, key, wanted in _split_path(path):
            values = [found for value in values for found in _step(value, name)]
            if key:
                values = [value for value in values if _has(value, key, wanted)]
    return [value for value in values if value not in EMPTY]


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _split_path(path: str) -> list[tuple[str, str, str]]:
    return [STEP.fullmatch(step).groups("") for step in path.split(".")]  # type: ignore


def _step(value: object, name: str) -> list[Any]:
    if not isinstance(value, dict):
        return []
    if name == "@key":
        return list(value)[:1]
    return _listed(value.get(name))


def _has(value: object, key: str, wanted: str) -> bool:
    return isinstance(value, dict) and str(value.get(key)) == wanted


@cache
def _read_condition(condition: str) -> tuple[list[str], re.Pattern[str] | None]:
    """Paths of which one must be filled, and the pattern that a value there must match."""
    paths, mark, pattern = condition.partition("=")
    return paths.split("|"), re.compile(pattern) if mark else None


def _holds(record: Record, condition: str) -> bool:
    paths, pattern = _read_condition(condition)
    for path in paths:
        for value in find_values(record, path):
            if pattern is None or pattern.fullmatch(str(value)):
                return True
    return False


def _all_hold(record: Record, conditions: Iterable[str]) -> bool:
    return all(_holds(record, condition) for condition in conditions)


@lru_cache(maxsize=1_000)
def _candidates(names: tuple[str, ...], containers: bool) -> list[Shape]:
    """The shapes that records of these names can have."""
    known = {*names, *map(field_key, names), "around"}
    shapes = CONTAINERS if containers else POSTS
    return [shape for shape in shapes if _can_fit(shape, known)]


def _can_fit(shape: Shape, known: set[str]) -> bool:
    for condition in shape["has"]:
        paths = _read_condition(condition)[0]
        heads = {path.partition(".")[0] for path in paths}
        if known.isdisjoint({*paths, *map(field_key, paths), *heads}):
            return False
    return True


def _find_shape(record: Record, containers: bool = False) -> Shape | None:
    for shape in _candidates(tuple(record), containers):
        lacking = shape.get("lacks", ())
        if _all_hold(record, shape["has"]) and not any(
            _holds(record, condition) for condition in lacking
        ):
            return shape
    return None


def is_known(value: object) -> bool:
    """Whether a shape knows a value of JSON, as a record or as what holds some."""
    if not isinstance(value, dict):
        return False
    return (_find_shape(value, True) or _find_shape(value)) is not None


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
    reading = _Reading(columns, _own_fields(columns), Counter())
    context: Record = {}
    for item in items:
        values = [item]
        if not is_known(item):
            values = unfold(item)
            if values[0] is item:  # nothing in it: the usual case, and so the fast one
                yield item if isinstance(item, Problem) else otherwise(item)
                continue
        for value, around, shape in _walk(values, context):
            if shape is None:
                yield otherwise(value)
            elif "context" in shape:
                context = value
            else:
                yield from _read_item(value, around, shape, reading)
    yield from _tell(reading)


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
        container = _find_shape(value, True)
        if container:
            inner = _open(value, container)
            pending += [(each, value) for each in reversed(inner)]
            continue
        shape = _find_shape({**value, "around": around})
        yield value, around, shape
        if shape and "within" in shape:
            inner = find_values(value, shape["within"])
            pending += [(each, around) for each in reversed(inner)]


def shape_rows(rows: Records, names: Sequence[str], columns: FieldColumns) -> Records:
    """The rows of a table; with our names of fields where its header is of a known shape."""
    shape = _find_shape(dict.fromkeys(map(field_key, names), "\0"))
    if shape is None:
        yield from rows
        return
    reading = _Reading(columns, _own_fields(columns), Counter())
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        cells = row | {field_key(name): cell for name, cell in row.items()}
        if not _leave_out(cells, shape, reading):
            yield _make_record(cells, row, shape, reading)
    yield from _tell(reading)


class _Reading(NamedTuple):
    """What is the same for all records of a file; `counts` is of word and action."""

    columns: FieldColumns
    own: set[str]
    counts: Counter[tuple[str, str]]


def _own_fields(columns: FieldColumns) -> set[str]:
    """The fields that a user named: those that stand before the package's, or fill another."""
    packaged = read_columns()
    first = next(iter(packaged))
    before = takewhile(lambda key: key != first, columns)
    other = (key for key, column in columns.items() if packaged.get(key) != column)
    return {*before, *other}


def _open(value: Record, shape: Shape) -> list[Any]:
    """The records that a container holds, each with what it refers to."""
    records: list[Any] = []
    for path in shape["records"]:
        records += find_values(value, path)
    for name, (field, path, key) in shape.get("join", {}).items():
        named = [other for other in find_values(value, path) if isinstance(other, dict)]
        others = {str(other.get(key)): other for other in named}
        records = [_joined(record, name, field, others) for record in records]
    return records


def _joined(record: Any, name: str, field: str, others: dict[str, Any]) -> Any:
    other = isinstance(record, dict) and others.get(str(record.get(field)))
    return {**record, name: other} if other else record


def _read_item(
    item: Record, around: Record, shape: Shape, reading: _Reading
) -> Iterator[Record]:
    if _leave_out(item, shape, reading):
        return
    posts = find_values(item, shape["at"]) if "at" in shape else [item]
    for post in posts[:1]:
        if isinstance(post, dict):
            yield _make_record({**post, "around": around}, post, shape, reading)


def _leave_out(record: Record, shape: Shape, reading: _Reading) -> bool:
    for word, conditions in shape.get("left_out", {}).items():
        if _all_hold(record, conditions):
            reading.counts[word, "left out"] += 1
            return True
    return False


def _make_record(
    record: Record, source: Record, shape: Shape, reading: _Reading
) -> Record:
    """Our fields as the shape finds them in `record`, behind the source's own that are kept."""
    nothing = re.compile(shape.get("nothing", r"(?!)"))
    looked_up = record | _take(record, shape)
    fields: Record = {}
    for column, paths in shape.get("fields", {}).items():
        values = _fill(looked_up, _listed(paths), nothing)
        if values:
            fields[column] = values
        elif column == "body" and any(
            find_values(record, path) for path in _listed(paths)
        ):
            reading.counts["texts removed or deleted", "kept without text"] += 1
    if "_id" in fields:
        fields["_id"] = str(fields["_id"][0])
    if "body" in fields:
        fields["body"] = _join_parts(fields["body"], shape.get("escaped", False))
    for word, conditions in shape.get("told", {}).items():
        if _all_hold(fields, conditions):
            reading.counts[word, "kept, marked in repost_of"] += 1
    return _keep_own(source, reading) | fields | _forms(shape)


def _take(record: Record, shape: Shape) -> dict[str, str]:
    taken = {}
    for name, (path, pattern) in shape.get("take", {}).items():
        for value in find_values(record, path)[:1]:
            found = re.search(pattern, str(value))
            if found:
                taken[name] = found[1]
    return taken


def _fill(record: Record, paths: list[str], nothing: re.Pattern[str]) -> list[Any]:
    """The values at the first path where something stands."""
    for path in paths:
        values = _fill_holes(record, path) if "{" in path else find_values(record, path)
        values = [value for value in values if not nothing.fullmatch(str(value))]
        if values:
            return values
    return []


def _fill_holes(record: Record, template: str) -> list[str]:
    for path in HOLE.findall(template):
        values = find_values(record, path)
        if not values:
            return []
        template = template.replace(f"{{{path}}}", str(values[0]))
    return [template]


def _join_parts(parts: list[Any], escaped: bool) -> str:
    """A text in one; Telegram writes it as a list of texts and of tables with a text."""
    texts = [part.get("text", "") if isinstance(part, dict) else part for part in parts]
    text = "".join(map(str, texts))
    return html.unescape(text) if escaped else text


def _keep_own(source: Record, reading: _Reading) -> Record:
    """The source's fields that fill no column of ours, and those that the user named."""
    kept = {}
    for name, value in flatten(source).items():
        key = field_key(name)
        single = not isinstance(value, list) and name.count(".") <= DEEPEST_FIELD
        unknown = single and key not in reading.columns
        if unknown or key in reading.own or name == "_place":
            kept[name] = value
    return kept


def _forms(shape: Shape) -> Record:
    forms = {}
    if "form" in shape:
        forms = {"_form": shape["form"], "_markup": "plain"}
    if "markup" in shape:
        forms["_markup"] = shape["markup"]
    return forms


def _tell(reading: _Reading) -> Iterator[Problem]:
    for (word, action), count in reading.counts.items():
        yield Problem("", f"{count} {word}", action)
