"""ProQuest: pages (HTML) and texts; RTF and Word files by `office_files`.

A document has a title, lines with labels ("Author: ", "Publication date: ") and a link to it.
"""

import re

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Document, join_lines
from toolkit.formats.database_dates import find_moment, state_moment
from toolkit.formats.database_pages import read_page
from toolkit.formats.database_records import body_of, read_documents, split_list
from toolkit.formats.proquest_documents import (
    ALONE,
    FIELDS,
    LABEL,
    LINK,
    PROQUEST,
    START,
    STARTS,
    split_proquest,
)

EDITION = re.compile(PROQUEST["edition"])
NOTHING = re.compile(PROQUEST["nothing"])
BODY = re.compile(PROQUEST["body"])
SEVERAL_LINES = ("heading", "summary", "body")  # what other fields do not go on in


def read_proquest_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a page, each behind its number."""
    documents = read_page(text, RULES["page"]["proquest"])
    return read_documents(documents, read_proquest, "ProQuest")


def read_proquest_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a text, between lines drawn or behind "Document 1 of 20"."""
    documents = split_proquest(join_lines(text, STARTS, ALONE))
    return read_documents(documents, read_proquest, "ProQuest")


def read_proquest(document: Document) -> Record:
    """The record of a document."""
    lines, link = _read_fields(document)
    texts = {field: " ".join(filter(None, parts)) for field, parts in lines.items()}
    outlet = EDITION.sub("", texts.pop("outlet", "").partition(";")[0])
    texts.pop("heading", "")
    heading = "".join(lines.get("heading", [])[:1])  # below it stand author and source
    return {
        **texts,
        "title": texts.get("title") or heading,
        "_outlet": outlet.strip(),
        "date": state_moment(
            texts.get("date") or find_moment(texts.get("Publication info", ""))
        ),
        "url": texts.get("url") or link,
        "summary": NOTHING.sub("", texts.get("summary", "")),
        "author": split_list(texts.get("author", "")),
        "subject": split_list(texts.get("subject", "")),
        "body": NOTHING.sub("", body_of(lines.get("body", []))),
    }


def _read_fields(document: Document) -> tuple[dict[str, list[str]], str]:
    """The lines of each field, those ahead of all labels as the heading, and the link."""
    lines: dict[str, list[str]] = {}
    field = "heading"
    link = ""
    for block in document:
        label = LABEL.match(block.text)
        if field == "body" and BODY.search(block.marks):  # the text, whatever it says
            label = None
        if block.text.startswith(LINK):
            link = block.link or block.text.removeprefix(LINK).strip(": ")
        elif label:
            field = FIELDS[label[1].lower()] or label[1]
            lines[field] = [block.text[label.end() :]]
        elif field in SEVERAL_LINES and not START.fullmatch(block.text):
            lines.setdefault(field, []).append(block.text)
    return lines, link


READERS_OF_TEXT = {
    "ProQuest page": read_proquest_page,
    "ProQuest text": read_proquest_text,
}
