"""BibTeX and BibLaTeX, as Zotero, JabRef and Mendeley export references (by bibtexparser)."""

import logging
import re
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.references import complete_reference

# The library tells of each broken entry twice: in its result, which is used, and in a log.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
# How BibTeX names a day that it has no field for: month = "12~" # mar.
DAY_IN_MONTH = re.compile(r"\W*(\d{1,2})\W+([A-Za-z]{3,9})\W*")
BAR = re.compile(r"\\textbar\b(?:\{\})?")
# Fields that name where an entry was published; the first that is filled is taken.
PUBLICATIONS = ("journaltitle", "journal", "booktitle", "publisher", "organization")


def read_bibtex(text: str, name: str, columns: FieldColumns) -> Records:
    """The entries of a file in its order; each broken one is a problem."""
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry

    library = parse_string(
        BAR.sub("|", text),  # which the library would drop
        append_middleware=[
            middlewares.LatexDecodingMiddleware(),
            middlewares.SeparateCoAuthors(),
        ],
    )
    for block in library.blocks:
        # Of a key or field that stands there twice the library keeps what it had read.
        entry = getattr(block, "ignore_error_block", None) or block
        place = f"line {(block.start_line or 0) + 1}"
        if isinstance(entry, Entry):
            yield complete_reference(_read_entry(entry)) | {"_place": place}
        elif block in library.failed_blocks:
            error = getattr(block, "error", "")
            reason = str(getattr(error, "abort_reason", error)).partition("\n")[0]
            yield Problem(place, f"broken BibTeX: {reason[:200]}", "skipped")


def _read_entry(entry: Any) -> Record:
    fields = {field.key.lower(): field.value for field in entry.fields}
    published = next((fields[key] for key in PUBLICATIONS if fields.get(key)), None)
    return {
        **fields,
        "_id": entry.key,
        "entry type": entry.entry_type,
        "date": None,
        "pubDate": _read_day(fields),
        "publication": published,
        "publisher": None,
        "url": fields.get("url") or fields.get("howpublished"),
        "language": fields.get("langid") or fields.get("language"),
        "_markup": "plain",
    }


def _read_day(fields: Record) -> str:
    """The day: BibLaTeX's date (of a span the first), or BibTeX's year, month and day."""
    if fields.get("date"):
        return str(fields["date"]).partition("/")[0]
    parts = [fields.get("day"), fields.get("month"), fields.get("year")]
    within = DAY_IN_MONTH.fullmatch(str(parts[1] or ""))
    if within:
        parts[:2] = within.groups()
    numeric = str(parts[1] or "").isdigit()
    if all(parts) and numeric:
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return " ".join(str(part) for part in parts if part)


READERS_OF_TEXT = {"BibTeX": read_bibtex}
