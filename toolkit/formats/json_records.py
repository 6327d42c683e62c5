"""Records in JSON: arrays, one a line, answers of APIs, JSON Feed, WordPress REST."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records, field_key
from toolkit.formats.saved_tables import unpack_table
from toolkit.formats.shapes import is_known, shape_items

# Numbers as written: Python refuses those of more than 4,300 digits.
DECODER = json.JSONDecoder(parse_int=str)
# Of arrays no more need be read: their values follow one another.
# An archive of X assigns them to variables of JavaScript.
BETWEEN = re.compile(r"(?:[\s,;\[\]}]|window\.YTD\.\w+\.part\d+\s*=)*+")
MOST_BROKEN = 1_000  # values of a file, after which the rest is skipped
DEEPEST_LIST = 3  # fields inside fields, where an answer may hold its records
# Whether a value is of a shape that a module of its own reads, and its records.
Shape = tuple[Callable[[Any], bool], Callable[[Any], Records]]


def read_json(text: str, name: str, columns: FieldColumns) -> Records:
    """The records in an array, in several (an API's pages, dumped), one a line, or in an answer."""
    unfold = partial(_find_items, columns=columns)
    return shape_items(_find_values(text, columns), columns, unfold, _read_item)


def _find_values(text: str, columns: FieldColumns) -> Iterator[Any]:
    """The values that stand in a file, and problems."""
    broken = 0
    start = _next_start(text, 0)
    while start < len(text):
        try:
            value, end = DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            broken += 1
            stop = getattr(error, "pos", start)
            following = None
            if broken < MOST_BROKEN:
                following = _find_following(text, start, stop)
            line = text.count("\n", 0, stop) + 1
            reason = getattr(error, "msg", "endless nesting")
            action = "skipped" if following else "the rest skipped"
            yield Problem(f"line {line}", f"broken JSON: {reason}", action)
            if following is None:
                return
            end = following.end()
        else:
            yield from _read_shape(value, columns)
        start = _next_start(text, end)


@cache
def find_shapes() -> list[Shape]:
    """The exports that are told by their keys: the tables SHAPES_OF_JSON of this package."""
    package = str(__package__)
    modules = iter_modules([str(Path(__file__).parent)])
    found = [import_module(f"{package}.{module.name}") for module in modules]
    return [
        shape for module in found for shape in getattr(module, "SHAPES_OF_JSON", [])
    ]


def _read_shape(value: Any, columns: FieldColumns) -> Iterator[Any]:
    """The records of a value that a module of its own or pandas wrote, else the value."""
    if is_known(value):
        yield value
        return
    for fits, read in find_shapes():
        if fits(value):
            yield from read(value)
            return
    rows = unpack_table(value, columns) if isinstance(value, dict) else []
    yield from rows or [value]


def _next_start(text: str, position: int) -> int:
    return BETWEEN.match(text, position).end()  # type: ignore[union-attr]


def _find_following(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Where to go on behind a broken value: in the list, or at a line that begins like its own."""
    margin = text[text.rfind("\n", 0, start) + 1 : start]
    if margin.strip():
        return re.compile(r"\}\s*+,\s*(?=\{)").search(text, stop)
    return re.compile(rf"\n{margin}(?=\{{)").search(text, start)


def _find_items(
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
            found = _find_items(inner, columns, depth - 1)
        are_records = all(isinstance(item, dict) for item in found)
        if found and found != [inner] and are_records:
            return [{"feed": value.get("title"), **item} for item in found]
    return [value]


def _read_item(item: Any) -> Record | Problem:
    if not isinstance(item, dict):
        return {}
    if "message" in item and ("code" in item or item.get("status") == "error"):
        return Problem("", f"an API's error: {item['message']}", "skipped")
    if isinstance(item.get("title"), dict) and "rendered" in item["title"]:
        item = _read_rest(item)
    record: Record = item
    if "content_html" in record or isinstance(record.get("content"), dict):
        return record | {"_markup": "html"}
    return record


def _read_rest(item: Record) -> Record:
    """A record of WordPress REST without the numbers of people and terms.

    Their names may be embedded.
    """
    utc = None
    if item.get("date_gmt"):
        utc = f"{item['date_gmt']}Z".replace("ZZ", "Z")
    return item | {
        "author": None,
        "tags": None,
        "categories": None,
        "date_gmt": utc,
        "_kind": item.get("type"),
        "_status": item.get("status"),
    }


READERS_OF_TEXT = {"JSON": read_json}
