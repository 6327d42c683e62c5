"""Lines that begin with a label, as "BYLINE: Ida Holm"; which labels there are is data."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

Item = TypeVar("Item")
NEAR_COLON = (
    r"(?=[^:]{1,60}+(?::|$))"  # most lines have none, and are seen through at once
)


def find_where(items: Iterable[Item], fits: Callable[[Item], object]) -> list[int]:
    """The places of the items that fit."""
    return [place for place, item in enumerate(items) if fits(item)]


def names_by_label(fields: Mapping[str, list[str]]) -> dict[str, str]:
    """The field that each label fills; '' for one that keeps its own name."""
    return {
        label: "" if field == "other" else field
        for field, labels in fields.items()
        for label in labels
    }


def label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """What a line begins with that has one of these labels."""
    names = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return re.compile(rf"(?i){NEAR_COLON}({names})\s?(?::\s*|$)")
