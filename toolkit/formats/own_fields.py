"""The fields of a record of a known shape that fill no column of ours, and so stay beside them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from toolkit.formats.common import FieldColumns, Record, field_key
from toolkit.formats.nested_fields import flatten
from toolkit.formats.paths import HOLE, as_list
from toolkit.formats.shape_table import POSTS, Shape

# Of these columns all paths of a shape lead to the same: to one text, as it is or in HTML.
ALIKE = ("_id", "title", "body", "feed", "summary")


def keep_own(
    source: Record,
    fields: Record,
    shape: Shape,
    columns: FieldColumns,
    named: set[str],
) -> Record:
    """The fields that fill no column, to one inside another, and those that the user named.

    One whose name would fill a column, though it does not by its shape, stands behind
    `source_`, if it does not say what one of our `fields` says. Lists of tables are left, as
    the parts of a text are.
    """
    repeated, other = _find_paths(shape["name"])
    kept = {}
    for name, value in _name_values(source):
        key = field_key(name)
        if key in repeated:
            continue
        if key not in columns or name == "_place":
            kept[name] = value
        elif key not in other and [value] not in fields.values():
            kept[f"source_{name}"] = value
    if named:
        flat = flatten(source).items()
        kept |= {name: value for name, value in flat if field_key(name) in named}
    return kept


@cache
def _find_paths(name: str) -> tuple[set[str], set[str]]:
    """Keys of the fields that a shape's columns repeat, and of others that they are made of.

    Of several paths to an author the first is repeated: others are the account's name, say.
    """
    shape = next(shape for shape in POSTS if shape["name"] == name)
    repeated = set[str]()
    other = set[str]()
    for column, paths in shape.get("fields", {}).items():
        for number, path in enumerate(as_list(paths)):
            holes = HOLE.findall(path)
            if holes:
                other.update(map(field_key, holes))
            elif number == 0 or column in ALIKE:
                repeated.add(field_key(path))
            elif column == "published":
                other.add(field_key(path))
    return repeated, other


def _name_values(source: Record) -> Iterator[tuple[str, Any]]:
    """The fields by their names, with those inside others; lists as they are."""
    for name, value in source.items():
        if not isinstance(value, dict):
            yield from _if_plain(name, value)
            continue
        for inner, item in value.items():
            yield from _if_plain(f"{name}.{inner}", item)


def _if_plain(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    items = as_list(value)
    plain = not any(isinstance(item, dict | list) for item in items)
    return [(name, value)] if plain else []
