"""Fields inside others to flat ones, whose values are texts, dates and lists of such."""

from datetime import date
from itertools import repeat
from typing import Any

from toolkit.formats.common import Record

MOST_VALUES = 100_000  # of a record: YAML's aliases make any number of a few lines
DEEPEST = 20  # fields inside fields


def flatten(fields: dict[Any, Any]) -> Record:
    """The filled fields, also those inside others (source.name).

    Each is a text or a date, or their list where it has several.
    """
    flat: dict[str, list[Any]] = {}
    pending: list[tuple[str, Any, int]] = [("", fields, 0)]
    for _ in range(MOST_VALUES):
        if not pending:
            break
        name, value, depth = pending.pop()
        if value.__class__ is str:  # most are; the same as below, faster
            if value:
                flat.setdefault(name, []).append(_clean_text(value))
            continue
        if hasattr(value, "tolist"):  # what Parquet's lists come as
            value = value.tolist()
        if isinstance(value, dict | list) and depth < DEEPEST:
            pending += [
                (f"{name}.{key}".strip("."), inner, depth + 1)
                for key, inner in reversed(_pairs(value))
            ]
        elif _is_filled(value):
            flat.setdefault(name, []).append(_as_leaf(value))
    return {
        name: values if len(values) > 1 else values[0] for name, values in flat.items()
    }


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items() if isinstance(value, dict) else zip(repeat(""), value))


def _is_filled(value: object) -> bool:
    """Whether a value is one that a field can hold; NaN is not equal to itself."""
    is_leaf = isinstance(value, str | int | float | date)
    return is_leaf and value == value and value != ""


def _as_leaf(value: object) -> date | str:
    """A date as it is, all else as text."""
    if isinstance(value, date):
        return value
    text = str(value)
    return text.lower() if isinstance(value, bool) else _clean_text(text)


def _clean_text(text: str) -> str:
    """A text without NULs and halves of surrogate pairs."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
