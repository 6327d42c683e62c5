"""Corpora of news in SGML or XML: tagged documents one after the other, below a root or none.

Of the TREC collections, Gigaword, Reuters-21578, RCV1 and what follows them. They are seldom
well-formed, and so are read by their tags alone; `tagged_fields.py` finds the fields.
"""

import re
from collections.abc import Iterator

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.tagged_fields import RULES, read_document
from toolkit.formats.xml_parsing import refuse_expansion

START = re.compile(rf"<(?P<name>{'|'.join(RULES['documents'])})\b[^<>]*>", re.I)
CONTROL = re.compile(r"&#0*(?:\d|1\d|2\d|3[01]);|[\x00-\x08\x0b-\x1f]")  # &#2;


def read_tagged_documents(text: str, name: str, columns: FieldColumns) -> Records:
    """A record for each document; one that has no end is told, and read to where it stops."""
    refuse_expansion(text.encode("utf-8", "ignore"))
    line = 1
    last = 0
    for start, source, is_whole in _find_documents(text):
        line += text.count("\n", last, start)
        last = start
        place = f"line {line}"
        if not is_whole:
            reason = "a document that has no end"
            yield Problem(place, reason, "kept what could be read")
        yield read_document(source) | {"_place": place}


def _find_documents(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where each document stands, its source without control marks, and whether it has an end."""
    starts = [*START.finditer(text)]
    if not starts:
        raise ValueError("no document whose opening tag is whole")
    limits = [*(start.start() for start in starts[1:]), len(text)]
    for start, limit in zip(starts, limits, strict=True):
        end = re.compile(rf"</{start['name']}\s*>", re.I).search(
            text, start.end(), limit
        )
        source = text[start.start() : end.start() if end else limit]
        yield start.start(), CONTROL.sub(" ", source), end is not None


READERS_OF_TEXT = {"tagged documents": read_tagged_documents}
