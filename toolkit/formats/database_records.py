"""What documents of all news databases become: records, those that cannot be shown counted."""

import re
from collections.abc import Callable, Iterable

from toolkit.formats.common import Problem, Record, Records
from toolkit.formats.database_blocks import RULES, Document
from toolkit.formats.database_dates import names_no_day

UNAVAILABLE = re.compile(RULES["unavailable"])
LONGEST_NOTE = 400  # characters of a note in place of a document
COPYRIGHT = re.compile(RULES["copyright"])
BYLINE = re.compile(r"(?:By|BY|by|Von|VON|Par|PAR|Por|POR):?\s(?!d[ae][rmns]?\s)")


def strip_byline(text: str) -> str:
    """The author's name without By."""
    return BYLINE.sub("", text, count=1).strip()


def split_list(text: str) -> list[str]:
    """The parts of a text between semicolons."""
    return [part.strip() for part in text.split(";")]


def body_of(paragraphs: Iterable[str]) -> str:
    """Paragraphs as the body of a record."""
    return "\n\n".join(filter(None, paragraphs))


def read_documents(
    documents: Iterable[Document], read: Callable[[Document], Record], vendor: str
) -> Records:
    """A record of each document; those that cannot be shown are counted.

    Raises ValueError where there is no document.
    """
    number = 0
    hidden = 0
    seen: set[str] = set()
    for document in documents:
        if not document:
            continue
        number += 1
        record = read(document)
        if _is_hidden(record):
            hidden += 1
            continue
        if names_no_day(record.get("date")):  # none is made up, and its words stay
            record["date as stated"] = record["date"]
        own = record.pop("_id", "")
        if own and own not in seen:  # exports repeat one number for all
            record["_id"] = own
            seen.add(own)
        yield {**record, "_place": f"document {number}", "_markup": "plain"}
    if hidden:
        what = "document" if hidden == 1 else "documents"
        yield Problem("", f"{hidden} {what} that cannot be shown", "left out")
    if not number:
        raise ValueError(f"no article is found in this file of {vendor}")


def _is_hidden(record: Record) -> bool:
    """Whether a note stands in place of the document, or nothing."""
    note = f"{record.get('title', '')} {record.get('body', '')}".strip()
    if not note and not record.get("summary"):
        return True
    return len(note) < LONGEST_NOTE and UNAVAILABLE.search(note) is not None
