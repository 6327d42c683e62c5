"""The records of one file: held while they are few; of many only what they tell together.

Many are read twice, so that no more than a few are in memory: first for what the whole file
tells, then for the posts. What can be read but once, or is dear to read, is kept in a temporary
file (where TMPDIR says).
"""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

from toolkit.formats import Problem, Record
from toolkit.names_of_many import ChangedError, Noted
from toolkit.naming import Missing, name_records
from toolkit.publication_dates import DayOrder
from toolkit.records_to_posts import stated_dates

MOST_HELD = 500  # records of a file


class Copies:
    """Records in a temporary file, which nobody else can open."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 closed by `close`
        self.close = self.file.close

    def add(self, record: Record) -> None:
        """One more record."""
        pickle.dump(record, self.file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Record]:
        """The records, for the one time that they are needed."""
        self.file.seek(0)
        while True:
            try:
                yield pickle.load(self.file)
            except EOFError:
                return


class Gathered(ExitStack):
    """What the records of a file tell together; where it ends, what is on the disk goes."""

    def __init__(self, name: str, copied: bool, only_id: str = "") -> None:
        """`only_id` is that of the one post of a file, of which nothing is missed."""
        super().__init__()
        self.name = name
        self.only_id = only_id
        self.copied = copied
        self.count = 0
        self.few: list[Record] = []
        self.noted: Noted | None = None  # of many
        self.copies: Copies | None = None
        self.missing = Missing()
        self.days = DayOrder()

    def add(self, record: Record) -> None:
        """One more record."""
        self.count += 1
        if not self.only_id:
            self.missing.add(record)
        for stated in stated_dates(record):
            self.days.add(stated)
        if self.noted:
            self._note(record, self.noted)
            return
        self.few.append(record)
        if self.count > MOST_HELD and not self.only_id:
            self._let_go()

    def _let_go(self) -> None:
        """From here on no record is held."""
        self.noted = Noted(self.name)
        self.copies = self._open_copies() if self.copied else None
        for record in self.few:
            self._note(record, self.noted)
        self.few = []

    def _open_copies(self) -> Copies:
        copies = Copies()
        self.callback(copies.close)
        return copies

    def _note(self, record: Record, noted: Noted) -> None:
        noted.add(record)
        if self.copies:
            self.copies.add(record)

    def tell_missing(self) -> list[Problem]:
        """The columns title, text and date, where no record fills them."""
        return self.missing.tell()

    def name_all(self, again: Iterator[Record]) -> Iterator[tuple[str, Record]]:
        """Each record under its id; `again` reads the file once more, if they are not held.

        Raises ChangedError where the records are no longer those that were added.
        """
        if self.only_id:
            yield from ((self.only_id, record) for record in self.few)
            return
        if self.noted is None:
            yield from zip(name_records(self.few, self.name), self.few, strict=True)
            return
        names = self.noted.choose()
        self.noted = None
        place = 0
        for record in self.copies or again:
            if place == self.count:
                return  # what was written since is of the next reading
            yield names.name(place, record), record
            place += 1
        if place < self.count:
            raise ChangedError
