"""Fields of a source that no column is known for: their names, and what would read them."""

import re
from collections.abc import Iterable

from toolkit.formats.common import Record

SAMPLE = 50  # records that are looked at
MOST_NAMES = 20  # that are told
LEAST_BODY = 40  # characters of a text, on average
DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d"
)


def name_fields(records: Iterable[Record]) -> list[str]:
    """The names of the records' fields, each once, in order."""
    names = (name for record in records for name in record if not name.startswith("_"))
    return list(dict.fromkeys(names))


def tell_names(names: list[str]) -> str:
    """Names for a message; of many the first."""
    more = len(names) - MOST_NAMES
    told = ", ".join(names[:MOST_NAMES])
    return f"{told} and {more} more" if more > 0 else told


def suggest_columns(
    records: list[Record], wanted: tuple[str, ...] = ("body", "published")
) -> str:
    """`columns={'texts': 'body'}`: what would read the records; '' where nothing looks like it."""
    values = _collect_values(records[:SAMPLE])
    found = {}
    body = _longest(values) if "body" in wanted else ""
    if body:
        holder = body.partition(".")[0]
        if holder != body and any(isinstance(value, list) for value in values[body]):
            return f"columns={{{holder!r}: 'records'}}"
        found[body] = "body"
    if "published" in wanted:
        dated = [name for name, cells in values.items() if all(map(_is_date, cells))]
        found |= dict.fromkeys(dated[:1], "published")
    return f"columns={found}" if found else ""


def _collect_values(records: list[Record]) -> dict[str, list[object]]:
    values: dict[str, list[object]] = {}
    for record in records:
        for name, value in record.items():
            if not name.startswith("_"):
                values.setdefault(name, []).append(value)
    return values


def _longest(values: dict[str, list[object]]) -> str:
    """The field with the longest texts, if they are long enough for running text."""
    means = {}
    for name, cells in values.items():
        texts = list(map(str, cells))
        if any(" " in text for text in texts):
            means[name] = sum(map(len, texts)) / len(texts)
    longest = max(means, key=lambda name: means[name], default="")
    return longest if means.get(longest, 0) >= LEAST_BODY else ""


def _is_date(value: object) -> bool:
    return DATE.match(str(value)) is not None
