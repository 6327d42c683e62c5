"""What holds of a file's records together: an id for each, and the columns that none fills."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from toolkit.formats import Problem, Record, name_fields, suggest_columns, tell_names
from toolkit.formats.unknown_fields import SAMPLE
from toolkit.records_to_posts import single_text, stated_dates

LONGEST_TITLE = 80  # characters in an id
NO_DATE = "no record has a date"
NO_TEXT = "no record has a text"
NO_TITLE = "no record has a title"


def name_records(records: list[Record], name: str) -> list[str]:
    """An id for each record of a file: its own, else its link, else the file and its title.

    None of them occurs twice: where two records have the same, both take what comes next.
    The order of the records makes no difference.
    """
    ids = dict[int, str]()
    for find in find_ways(name):
        found = {i: find(record) for i, record in enumerate(records) if i not in ids}
        ids |= _unique(found, set(ids.values()))
        if len(ids) == len(records):
            break
    seen = Counter[str]()
    for i in sorted(set(range(len(records))) - ids.keys()):
        id = f"{name}#{_hash(records[i])}"  # the same in all fields as another
        seen[id] += 1
        ids[i] = f"{id}-{seen[id]}"
    return [ids[i] for i in range(len(records))]


def _unique(found: dict[int, str], taken: set[str]) -> dict[int, str]:
    """Those of the ids that occur once and are not taken."""
    times = Counter(found.values())
    times.update({"": 2})
    return {i: id for i, id in found.items() if times[id] == 1 and id not in taken}


def find_ways(name: str) -> list[Callable[[Record], str]]:
    """What may name a record, the preferred first: its own id, its link, its title, its fields."""
    return [
        lambda record: single_text(record.get("post_id")),
        lambda record: single_text(record.get("url")),
        lambda record: _titled(record, name),
        lambda record: f"{name}#{_hash(record)}",
    ]


def _titled(record: Record, name: str) -> str:
    title = single_text(record.get("title")) or single_text(record.get("body"))
    title = " ".join(title.split())[:LONGEST_TITLE]
    return f"{name}#{title}" if title else ""


def _hash(record: Record) -> str:
    told = [key for key in record if key not in ("_place", "_given")]
    fields = sorted((key, str(record[key])) for key in told)
    return hashlib.sha256(repr(fields).encode("utf-8", "replace")).hexdigest()[:12]


class Missing:
    """Which of the columns title, text and date no record of a file fills."""

    def __init__(self) -> None:
        self.filled = set[str]()
        self.names: dict[str, None] = {}  # of the fields that fill no column, in order
        self.first: list[Record] = []  # such fields of the first records
        self.articles = 0

    def add(self, record: Record) -> None:
        """One more record; posts of ours were complete when they were saved."""
        if "_saved" in record:
            return
        self.articles += 1
        own = record["_own"]
        self.names.update(dict.fromkeys(own))
        if len(self.first) < SAMPLE:
            self.first.append(own)
        for reason, find in FILLING:
            if reason not in self.filled and find(record):
                self.filled.add(reason)

    def tell(self) -> list[Problem]:
        """A problem for each column that is filled by none."""
        if not self.articles:
            return []
        names = tell_names(name_fields([self.names]))
        unused = f"; not used: {names}" if names else ""
        problems = []
        if NO_TEXT not in self.filled:
            suggested = suggest_columns(self.first, ("body",))
            problems.append(_missing(NO_TEXT + unused, suggested))
        if NO_DATE not in self.filled:
            suggested = suggest_columns(self.first, ("published",))
            problems.append(_missing(NO_DATE + unused, suggested, "kept with NaT"))
        if NO_TITLE not in self.filled:
            problems.append(_missing(NO_TITLE + unused, ""))
        return problems


def find_missing(records: Iterable[Record]) -> list[Problem]:
    """The columns title, text and date, where no record of a file fills them."""
    missing = Missing()
    for record in records:
        missing.add(record)
    return missing.tell()


def _body(record: Record) -> object:
    return record.get("body") or record.get("summary")


def _title(record: Record) -> object:
    """The title, which short posts have none of."""
    return record.get("title") or record["_form"] == "short"


def _missing(reason: str, suggested: str, action: str = "kept") -> Problem:
    if suggested:
        reason += f"; {suggested} would read it"
    return Problem("", reason, action)


FILLING: list[tuple[str, Callable[[Record], object]]] = [
    (NO_TEXT, _body),
    (NO_DATE, stated_dates),
    (NO_TITLE, _title),
]
