"""What holds of a file's records together: an id for each, and the columns that none fills."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator

from toolkit.formats import Problem, Record, name_fields, suggest_columns, tell_names
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
    for find in _ways(name):
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


def _ways(name: str) -> Iterator[Callable[[Record], str]]:
    yield lambda record: single_text(record.get("post_id"))
    yield lambda record: single_text(record.get("url"))
    yield lambda record: _titled(record, name)
    yield lambda record: f"{name}#{_hash(record)}"


def _titled(record: Record, name: str) -> str:
    title = single_text(record.get("title")) or single_text(record.get("body"))
    title = " ".join(title.split())[:LONGEST_TITLE]
    return f"{name}#{title}" if title else ""


def _hash(record: Record) -> str:
    told = [key for key in record if key not in ("_place", "_given")]
    fields = sorted((key, str(record[key])) for key in told)
    return hashlib.sha256(repr(fields).encode("utf-8", "replace")).hexdigest()[:12]


def find_missing(records: list[Record]) -> list[Problem]:
    """The columns title, text and date, where no record of a file fills them."""
    articles = [record for record in records if "_saved" not in record]
    if not articles:
        return []
    own = [record["_own"] for record in articles]
    names = tell_names(name_fields(own))
    unused = f"; not used: {names}" if names else ""
    problems = []
    if not any(map(_body, articles)):
        suggested = suggest_columns(own, ("body",))
        problems.append(_missing(NO_TEXT + unused, suggested))
    if not any(map(stated_dates, articles)):
        suggested = suggest_columns(own, ("published",))
        problems.append(_missing(NO_DATE + unused, suggested, "kept with NaT"))
    if not any(map(_title, articles)):
        problems.append(_missing(NO_TITLE + unused, ""))
    return problems


def _body(record: Record) -> object:
    return record.get("body") or record.get("summary")


def _title(record: Record) -> object:
    """The title, which short posts have none of."""
    return record.get("title") or record["_form"] == "short"


def _missing(reason: str, suggested: str, action: str = "kept") -> Problem:
    if suggested:
        reason += f"; {suggested} would read it"
    return Problem("", reason, action)
