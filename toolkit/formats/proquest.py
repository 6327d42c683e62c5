"""ProQuest: pages (HTML) and texts; RTF and Word files by `office_files`.

A document has a title, lines with labels ("Author: ", "Publication date: ") and a link to it.
"""

import re

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Document, join_lines, read_page
from toolkit.formats.database_records import (
    body_of,
    find_moment,
    label_pattern,
    names_by_label,
    read_documents,
)

PROQUEST = RULES["proquest"]
START = re.compile(PROQUEST["start"])
LINK = PROQUEST["link"]
EDITION = re.compile(PROQUEST["edition"])
NOTHING = re.compile(PROQUEST["nothing"])
BODY = re.compile(PROQUEST["body"])
FIELDS = names_by_label(PROQUEST["fields"])
LABEL = label_pattern(FIELDS)
# What begins a paragraph of a text though no blank line stands ahead of it.
LABELS = "|".join(re.escape(label) for label in FIELDS)
STARTS = re.compile(rf"(?i)(?:{LABELS}):\s")
ALONE = re.compile(rf"{START.pattern}|{LINK}.*")
SEVERAL_LINES = ("heading", "summary", "body")  # what other fields do not go on in
FEWEST_LABELS = 2  # of a document; the cover and the copyright of a file have fewer


def read_proquest_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a page, each behind its number."""
    documents = read_page(text, RULES["page"]["proquest"])
    return read_documents(documents, read_proquest, "ProQuest")


def read_proquest_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a text, between lines drawn or behind "Document 1 of 20"."""
    documents = split_proquest(join_lines(text, STARTS, ALONE))
    return read_documents(documents, read_proquest, "ProQuest")


def split_proquest(blocks: Document) -> list[Document]:
    """The documents among blocks, without cover and copyright."""
    starts = [at for at, block in enumerate(blocks) if START.fullmatch(block.text)]
    if not starts:
        starts = _find_titles(blocks)
    ends = [*starts[1:], len(blocks)]
    documents = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
    return [
        document for document in documents if _count_labels(document) >= FEWEST_LABELS
    ]


def _find_titles(blocks: Document) -> list[int]:
    """Where the titles stand: the first line without a label ahead of each link."""
    titles = []
    title = 0
    for place, block in enumerate(blocks):
        if block.text.startswith(LINK):
            titles.append(title)
        elif not LABEL.match(block.text):
            title = place
    return titles


def _count_labels(document: Document) -> int:
    return sum(LABEL.match(block.text) is not None for block in document)


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
        "date": find_moment(texts.get("date") or texts.get("Publication info", "")),
        "url": texts.get("url") or link,
        "summary": NOTHING.sub("", texts.get("summary", "")),
        "subject": [part.strip() for part in texts.get("subject", "").split(";")],
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
