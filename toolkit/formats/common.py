"""What the readers share: the problems they report, field names, bytes to text, nested fields to flat ones."""

import codecs
import re
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

codecs.register_error(
    "cp1252",
    lambda e: (e.object[e.start : e.end].decode("cp1252", "backslashreplace"), e.end),
)  # type: ignore[attr-defined]


LEAF = str | int | float | date


class Problem(NamedTuple):
    """What a reader met: where (line 3, row 12, record 7), what, and what became of it."""

    place: str
    reason: str
    action: str


# What may stand before a header or the first element of XML: declarations, comments, document types.
PROLOGUE = re.compile(
    r"\s*(?:(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE\s(?!html)[^>\[]*(?:\[[^\]]*\]\s*)?>)\s*)*+",
    re.S,
)


@lru_cache(maxsize=10_000)
def field_key(field: str) -> str:
    """A field's name as it is compared: Post-Title, post_title and "post title" are one."""
    return re.sub(r"[\W_]", "", field).lower()


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, its lines ended by \\n and without NULs, and a problem if some bytes of it are a guess."""
    marked = re.match(
        rb"(\xff\xfe|(?:[^\0]\0){4})|\xfe\xff|(?:\0[^\0]){4}", data
    )  # by a mark, or by NULs as of JSON
    encoding = f"utf-16-{'le' if marked[1] else 'be'}" if marked else "utf-8"
    try:
        text, problems = data.decode(encoding), []
    except UnicodeDecodeError as error:
        text, line = (
            data.decode(encoding, "cp1252"),
            data.count(b"\n", 0, error.start) + 1,
        )  # only the wrong bytes
        problems = [Problem(f"line {line}", "not UTF-8, read as Windows-1252", "kept")]
    return text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace(
        "\r", "\n"
    ), problems


def flatten(fields: dict[Any, Any]) -> dict[str, Any]:
    """The filled fields, also inside others (source.name), each a text, a date or, where it has several, their list."""
    flat: dict[str, list[Any]] = {}
    pending: list[tuple[str, Any, int]] = [("", fields, 0)]
    most = 100_000  # YAML's aliases make any number of a few lines
    while pending and (most := most - 1):
        name, value, depth = pending.pop()
        value = (
            value.tolist() if hasattr(value, "tolist") else value
        )  # what Parquet's lists come as
        if isinstance(value, dict | list) and depth < 20:
            named = value.items() if isinstance(value, dict) else zip(repeat(""), value)
            pending += reversed(
                [(f"{name}.{key}".strip("."), inner, depth + 1) for key, inner in named]
            )
        elif isinstance(value, LEAF) and value == value and value != "":
            flat.setdefault(name, []).append(
                value if isinstance(value, date) else _plain(value)
            )
    return {
        name: values[0] if len(values) == 1 else values for name, values in flat.items()
    }


def _plain(value: object) -> str:
    """The value as text without NULs and halves of surrogate pairs."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return (
        text
        if text.isascii() and "\0" not in text
        else text.replace("\0", "").encode("utf-8", "ignore").decode()
    )
