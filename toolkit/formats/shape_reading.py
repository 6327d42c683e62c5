"""What is the same for all records of a file, and what became of those that are no posts."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.formats.columns import name_own
from toolkit.formats.common import FieldColumns, Problem, Record
from toolkit.formats.shape_table import Shape, all_hold


class Reading(NamedTuple):
    """The columns, the fields that a user named, and counts of a word and what was done."""

    columns: FieldColumns
    own: set[str]
    counts: Counter[tuple[str, str]]

    def tell(self) -> Iterator[Problem]:
        for (word, action), count in self.counts.items():
            yield Problem("", f"{count} {word}", action)


def start_reading(columns: FieldColumns) -> Reading:
    return Reading(columns, name_own(columns), Counter())


def leave_out(record: Record, shape: Shape, reading: Reading) -> bool:
    """Whether a record is no post, which is counted under the word that says why."""
    for word, conditions in shape.get("left_out", {}).items():
        if all_hold(record, conditions):
            reading.counts[word, "left out"] += 1
            return True
    return False
