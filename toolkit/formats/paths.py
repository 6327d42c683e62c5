"""Where a value stands inside a record of JSON: names joined by dots, lists gone through."""

import re
from functools import cache
from typing import Any, NamedTuple

from toolkit.formats.common import Record, field_key

STEP = re.compile(r"([^\[\]]+)(?:\[(\w+)=([^\[\]]*)\])?")
HOLE = re.compile(r"\{([^{}]+)\}")
EMPTY: tuple[object, ...] = (None, "", [], {})
# A whole number that a table keeps as a decimal one: a name of many digits lost the last.
DECIMAL = re.compile(r"(\d+)\.0*")
ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d\d|\d{16,}\.0*")


class _Step(NamedTuple):
    name: str
    key: str  # of items in a list: the field that tells which are meant, and its value
    wanted: str


def find_values(record: Record, path: str) -> list[Any]:
    """What stands at a path such as ``refs[type=quoted].id``; lists are gone through.

    >>> find_values({"refs": [{"type": "quoted", "id": 7}, {"type": "x"}]}, "refs[type=quoted].id")
    [7]
    """
    whole = path if path in record else field_key(path)
    if whole in record:
        values = as_list(record[whole])
    else:
        values = [record]
        for step in _split_path(path):
            values = [found for value in values for found in _enter(value, step)]
    return [value for value in values if value not in EMPTY]


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _split_path(path: str) -> list[_Step]:
    steps = (STEP.fullmatch(part) for part in path.split("."))
    return [_Step(*step.groups("")) for step in steps if step]


def _enter(value: object, step: _Step) -> list[Any]:
    if not isinstance(value, dict):
        return []
    if step.name == "@key":
        return list(value)[:1]
    found = as_list(value.get(step.name))
    if not step.key:
        return found
    return [inner for inner in found if _has(inner, step)]


def _has(value: object, step: _Step) -> bool:
    return isinstance(value, dict) and str(value.get(step.key)) == step.wanted


def fill_holes(record: Record, template: str) -> list[str]:
    """A text made of fields, as of ``https://site/{user.name}/{id}``; [] if one is not filled."""
    for path in HOLE.findall(template):
        values = find_values(record, path)
        if not values or is_rounded(values[0]):
            return []
        template = template.replace(f"{{{path}}}", as_name(values[0]))
    return [template]


def is_rounded(value: object) -> bool:
    """Whether a table kept a name of many digits as a number that has not so many."""
    return ROUNDED.fullmatch(str(value)) is not None


def as_name(value: object) -> str:
    """A value as part of a name or link: 7.0, as tables write 7 among empty cells, is 7."""
    text = str(value)
    whole = DECIMAL.fullmatch(text)
    return whole[1] if whole and not is_rounded(text) else text
