"""What the readers share: problems, names of fields, bytes to text, nested fields to flat ones."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

Record = dict[str, Any]

UTF_16_LE = re.compile(rb"\xff\xfe|(?:[^\0]\0){4}")  # by a mark, or by NULs as of JSON
UTF_16_BE = re.compile(rb"\xfe\xff|(?:\0[^\0]){4}")
# What may stand before a header or the first element of XML: declarations, comments, document
# types.
PROLOGUE = re.compile(
    r"\s*(?:(?:<\?[^>]*>|<!--.*?-->|"
    r"<!DOCTYPE\s(?!html)[^>\[]*(?:\[[^\]]*\]\s*)?>)\s*)*+",
    re.S,
)
MOST_VALUES = 100_000  # of a record: YAML's aliases make any number of a few lines
DEEPEST = 20  # fields inside fields


class Problem(NamedTuple):
    """What a reader met: where (line 3, row 12, record 7), what, and what became of it."""

    place: str
    reason: str
    action: str


FieldColumns = Mapping[str, str]  # as from `read_columns`
Records = Iterator[Record | Problem]
Reader = Callable[[Any, str, FieldColumns], Records]


@lru_cache(maxsize=10_000)
def field_key(field: str) -> str:
    """A field's name as it is compared: Post-Title, post_title and "post title" are one."""
    return re.sub(r"[\W_]", "", field).lower()


def _decode_windows(error: Any) -> tuple[str, int]:
    """The wrong bytes alone as Windows-1252, to go on behind them."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "backslashreplace"), error.end


codecs.register_error("cp1252", _decode_windows)


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, and a problem if some bytes of it are a guess.

    Lines end with \\n, whatever ended them; NULs are dropped.
    """
    encoding = "utf-8"
    if UTF_16_LE.match(data):
        encoding = "utf-16-le"
    elif UTF_16_BE.match(data):
        encoding = "utf-16-be"
    problems = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "cp1252")
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(f"line {line}", "not UTF-8, read as Windows-1252", "kept")
        )
    text = text.removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


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
    """A date as it is, all else as text without NULs and halves of surrogate pairs."""
    if isinstance(value, date):
        return value
    text = str(value)
    if isinstance(value, bool):
        return text.lower()
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
