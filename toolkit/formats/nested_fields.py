"""Fields inside others to flat ones, whose values are texts, dates and lists of such."""

from datetime import date
from itertools import repeat
from typing import Any

from toolkit.formats.common import Record

MOST_VALUES = 100_000  # of a record: YAML's aliases make any number of a few lines
DEEPEST = 20  # fields inside fields
MOST_PLAIN = 100  # fields, and texts of one, for which the short way is taken


def flatten(fields: dict[Any, Any]) -> Record:
    """The filled fields, also those inside others (source.name).

    Each is a text or a date, or their list where it has several.
    """
    plain = _flatten_plain(fields)
    return _flatten_any(fields) if plain is None else plain


def _flatten_any(fields: dict[Any, Any]) -> Record:
    """The fields, one after the other, those inside others in their place."""
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
                (_clean_text(f"{name}.{key}".strip(".")), inner, depth + 1)
                for key, inner in reversed(_pairs(value))
            ]
        elif _is_filled(value):
            flat.setdefault(name, []).append(_as_leaf(value))
    return {
        name: values if len(values) > 1 else values[0] for name, values in flat.items()
    }


def _flatten_plain(fields: dict[Any, Any]) -> Record | None:
    """The same, where all are texts or lists of texts, as in most headers; else None.

    It takes half the time: nothing waits for its turn.
    """
    if len(fields) > MOST_PLAIN:
        return None
    flat: Record = {}
    for key, value in fields.items():
        name = _clean_text(f"{key}".strip("."))
        if name in flat:
            return None
        if value.__class__ is str:
            texts = [_clean_text(value)] if value else []
        elif _are_texts(value):
            texts = [_clean_text(text) for text in value if text]
        else:
            return None
        if texts:
            flat[name] = texts if len(texts) > 1 else texts[0]
    return flat


def _are_texts(value: Any) -> bool:
    if value.__class__ is not list or len(value) > MOST_PLAIN:
        return False
    return all(text.__class__ is str for text in value)


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
    text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "ignore").decode()
    return text
