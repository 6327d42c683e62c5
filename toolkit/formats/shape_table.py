"""Which of the shapes in `lexicons/record_shapes.toml` a value has: by what its fields hold."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from toolkit.formats.common import Record, field_key
from toolkit.formats.paths import find_values
from toolkit.lexicons import PACKAGED

Shape = dict[str, Any]

SHAPES = PACKAGED.tables("record_shapes.toml")
CONTAINERS: list[Shape] = SHAPES["container"]
POSTS: list[Shape] = SHAPES["record"]


@cache
def _read_condition(condition: str) -> tuple[list[str], re.Pattern[str] | None]:
    """Paths of which one must be filled, and the pattern that a value there must match.

    Of a field with a question mark it is enough that it stands there: a film has no words.
    """
    paths, mark, pattern = condition.partition("=")
    return paths.split("|"), re.compile(pattern) if mark else None


def holds(record: Record, condition: str) -> bool:
    paths, pattern = _read_condition(condition)
    for path in paths:
        if path.endswith("?") and path[:-1] in record:
            return True
        for value in find_values(record, path):
            if pattern is None or pattern.fullmatch(str(value)):
                return True
    return False


def all_hold(record: Record, conditions: Iterable[str]) -> bool:
    return all(holds(record, condition) for condition in conditions)


@lru_cache(maxsize=1_000)
def _candidates(names: tuple[str, ...], containers: bool) -> list[Shape]:
    """The shapes that records of these names can have."""
    known = {*names, *map(field_key, names), "around"}
    shapes = CONTAINERS if containers else POSTS
    return [shape for shape in shapes if _can_fit(shape, known)]


def _can_fit(shape: Shape, known: set[str]) -> bool:
    for condition in shape["has"]:
        paths = [path.rstrip("?") for path in _read_condition(condition)[0]]
        heads = {path.partition(".")[0] for path in paths}
        if known.isdisjoint({*paths, *map(field_key, paths), *heads}):
            return False
    return True


def find_shape(record: Record, containers: bool = False) -> Shape | None:
    """The first shape that fits a record, or, of `containers`, what holds some."""
    for shape in _candidates(tuple(record), containers):
        lacking = shape.get("lacks", ())
        if all_hold(record, shape["has"]) and not any(
            holds(record, condition) for condition in lacking
        ):
            return shape
    return None


def is_known(value: object) -> bool:
    """Whether a shape knows a value of JSON, as a record or as what holds some."""
    if not isinstance(value, dict):
        return False
    return (find_shape(value, True) or find_shape(value)) is not None
