"""Records in JSON: arrays, one a line, answers of APIs, JSON Feed, WordPress REST."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.json_answers import find_items
from toolkit.formats.json_values import find_values
from toolkit.formats.saved_tables import unpack_table
from toolkit.formats.shape_table import is_known
from toolkit.formats.shapes import shape_items
from toolkit.formats.x_notes import restore_long

# Whether a value is of a shape that a module of its own reads, and its records.
Shape = tuple[Callable[[Any], bool], Callable[[Any], Records]]


def read_json(pieces: Iterator[str], name: str, columns: FieldColumns) -> Records:
    """The records in an array, in several (an API's pages, dumped), one a line, or in an answer."""
    unfold = partial(find_items, columns=columns)
    values = restore_long(_find_rows(pieces, columns))
    return shape_items(values, columns, unfold, _read_item)


@cache
def find_shapes() -> list[Shape]:
    """The exports that are told by their keys: the tables SHAPES_OF_JSON of this package."""
    package = str(__package__)
    modules = iter_modules([str(Path(__file__).parent)])
    found = [import_module(f"{package}.{module.name}") for module in modules]
    return [
        shape for module in found for shape in getattr(module, "SHAPES_OF_JSON", [])
    ]


def _find_rows(pieces: Iterator[str], columns: FieldColumns) -> Iterator[Any]:
    """The values of a file; in place of a table, or of what a module of its own reads, records."""
    for value in find_values(pieces):
        if not isinstance(value, dict) or is_known(value):
            yield value
            continue
        fitting = (read for fits, read in find_shapes() if fits(value))
        read = next(fitting, None)
        if read:
            yield from read(value)
        else:
            yield from unpack_table(value, columns) or [value]


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


READERS_OF_PIECES = {"JSON": read_json}
