"""Records of a file that are no posts: counted as they come, none of them held."""

from collections import Counter
from collections.abc import Iterator

from toolkit.formats.common import Problem, Record
from toolkit.formats.unknown_fields import (
    SAMPLE,
    name_fields,
    suggest_columns,
    tell_names,
)


class LeftOut:
    """How many records each kind was of, and where the first of it stands."""

    def __init__(self) -> None:
        self.counts = Counter[str]()
        self.first: dict[str, int] = {}

    def add(self, action: str, number: int) -> None:
        """One more record, and what became of it."""
        self.counts[action] += 1
        self.first.setdefault(action, number)

    def tell(self) -> Iterator[Problem]:
        """A problem for each kind."""
        for action, count in self.counts.items():
            reason = f"{count} records are no posts"
            yield Problem(f"record {self.first[action]}", reason, action)


class Unknown:
    """The records without any field that is known: their number, their names, the first few."""

    def __init__(self) -> None:
        self.count = 0
        self.names: dict[str, None] = {}
        self.first: list[Record] = []

    def add(self, fields: Record) -> None:
        """One more such record."""
        self.count += 1
        self.names.update(dict.fromkeys(fields))
        if len(self.first) < SAMPLE:
            self.first.append(fields)

    def tell(self) -> Iterator[Problem]:
        """The problem that they are, and how they could be read."""
        if not self.count:
            return
        names = tell_names(name_fields([self.names])) or "none"
        suggested = suggest_columns(self.first) or "columns={'NAME': 'body'}"
        reason = (
            f"{self.count} records are no posts: no field is known ({names}); "
            f"{suggested} would read them"
        )
        yield Problem(self.first[0]["_place"], reason, "skipped")
