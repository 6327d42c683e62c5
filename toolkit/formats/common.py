"""What the readers share: the problems they report, field names, bytes to text, nested fields to flat ones."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """What a reader met: where (line 3, row 12, record 7), what, and what became of it."""

    place: str
    reason: str
    action: str


@lru_cache(maxsize=10_000)
def field_key(field: str) -> str:
    """A field's name as it is compared: Post-Title, post_title and "post title" are one."""
    return re.sub(r"[\W_]", "", field).lower()


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, its lines ended by \\n and without NULs, and a problem if the encoding is a guess."""
    problems = []
    try:
        utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = data.decode("utf-16") if utf_16 else data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        text = data.decode("cp1252", "backslashreplace")  # five bytes that it leaves open stay as \\x81
        line = data.count(b"\n", 0, error.start) + 1
        problems = [Problem(f"line {line}", "not UTF-8, read as Windows-1252", "kept")]
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), problems


def flatten(fields: dict[Any, Any]) -> dict[str, Any]:
    """The filled fields, also inside others (source.name), each a text, a date or, where it has several, their list."""
    flat: dict[str, Any] = {}
    for name, value in islice(_leaves(fields, "", 20), 100_000):  # YAML's aliases make any number of a few lines
        if isinstance(value, str | int | float | date) and value == value and value != "":
            # What no file can hold goes: NULs, halves of surrogate pairs.
            plain = (
                value if isinstance(value, date) else str(value).replace("\0", "").encode("utf-8", "ignore").decode()
            )
            flat.setdefault(name, []).append(str(plain).lower() if isinstance(value, bool) else plain)
    return {name: values[0] if len(values) == 1 else values for name, values in flat.items()}


def _leaves(value: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    value = value.tolist() if hasattr(value, "tolist") else value  # what Parquet's lists come as
    if not isinstance(value, dict | list) or not value or not depth:
        yield name, value
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name, depth - 1)
    else:
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}".removeprefix("."), depth - 1)
