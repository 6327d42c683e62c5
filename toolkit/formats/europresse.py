"""Europresse: pages (HTML) in two layouts, <article> elements and, older, tables of one column."""

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Document
from toolkit.formats.database_dates import find_moment, find_period
from toolkit.formats.database_pages import read_page
from toolkit.formats.database_records import (
    body_of,
    read_documents,
    strip_byline,
)
from toolkit.formats.europresse_parts import (
    MARKS,
    split_at_author,
    split_at_title,
    texts_marked,
)


def read_europresse(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a page, without certificates and lines of pages."""
    documents = read_page(text, RULES["page"]["europresse"])
    return read_documents(documents, _read_article, "Europresse")


def _read_article(document: Document) -> Record:
    blocks = [block for block in document if not MARKS["footer"].search(block.marks)]
    title, rest = split_at_title(blocks)
    author, body = split_at_author(rest)
    header = ", ".join(part.strip(" ,") for part in texts_marked(blocks, "header"))
    ahead = " ".join(block.text for block in blocks[: len(blocks) - len(rest)])
    number = MARKS["document"].search(" ".join(block.text for block in document))
    outlets = texts_marked(blocks, "outlet")
    return {
        "title": title,
        "author": strip_byline(author),
        "outlet": MARKS["number"].sub("", outlets[0]) if outlets else "",
        "date": find_moment(header) or find_moment(ahead) or find_period(header),
        "section": _find_section(header),
        "body": body_of(block.text for block in body),
        "DocHeader": header,
        "_id": number[0] if number else "",
    }


def _find_section(header: str) -> str:
    """What stands ahead of the day, up to the first comma."""
    section = header.partition(",")[0].strip()
    is_day = MARKS["day"].match(section) or find_moment(section)
    return "" if is_day or find_period(section) else section


READERS_OF_TEXT = {"Europresse page": read_europresse}
