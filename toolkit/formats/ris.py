"""RIS, as Zotero, EndNote, Mendeley and ProQuest export references to news articles.

Follows the specification of Research Information Systems (2011): `TY  - NEWS` to `ER  -`. Read
here rather than by a library, for those stop at the first line that is not as it should be.
"""

import re

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.references import complete_reference
from toolkit.lexicons import PACKAGED

LINE = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,2}-(?:[ \t](.*))?")
FIELDS = PACKAGED.column("ris.csv", "tag", "field")
# 2024/03/06/ and 2024/03/06/Morning; what is missing is left empty.
DAY = re.compile(r"(\d{4})[/-](\d\d?)[/-](\d\d?)(?:/.*)?")
LEAST_TAGS = 2  # of a record


def read_ris(text: str, name: str, columns: FieldColumns) -> Records:
    """The references of a file; repeated tags are lists, other lines go on with the one before."""
    record: dict[str, list[str]] = {}
    values: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        found = LINE.fullmatch(line.rstrip())
        if found is None:
            if values and line.strip():
                values[-1] += f"\n{line.strip()}"
            continue
        tag, value = found.groups()
        if tag in ("TY", "ER") and record:
            if tag == "TY":
                yield Problem(f"line {start}", "no ER ends the record", "kept")
            yield _name_fields(record, start)
            record = {}
        if tag == "TY":
            start = number
        values = []
        if tag != "ER":
            values = record.setdefault(tag, [])
            values.append((value or "").strip())
    if len(record) >= LEAST_TAGS:
        yield Problem(f"line {start}", "no ER ends the record", "kept")
        yield _name_fields(record, start)


def _name_fields(record: dict[str, list[str]], start: int) -> Record:
    """A reference by the names of fields; of tags for one field the first of `ris.csv` wins."""
    fields: Record = {"_place": f"line {start}", "_markup": "plain"}
    for tag in [*FIELDS, *record]:
        values = [*filter(None, record.get(tag, []))]
        if values:
            fields.setdefault(FIELDS.get(tag, f"RIS {tag}"), values)
    fields["pubDate"] = _read_day(record)
    return complete_reference(fields)


def _read_day(record: dict[str, list[str]]) -> str:
    """The day by DA, or else Y1 or PY; a year that DA lacks is the one of PY."""
    stated = [value for tag in ("DA", "Y1", "PY") for value in record.get(tag, [])]
    for value in stated:
        day = DAY.fullmatch(value)
        if day:
            return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    year = re.search(r"\d{4}", " ".join(record.get("PY", [])))
    first = next(filter(None, stated), "")
    if year and record.get("DA") and not re.search(r"\d{4}", first):
        return f"{first} {year[0]}"
    return first.rstrip("/")


READERS_OF_TEXT = {"RIS": read_ris}
