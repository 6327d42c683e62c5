"""Europresse: pages (HTML) in two layouts, <article> elements and, older, tables of one column."""

import re

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Block, Document, read_page
from toolkit.formats.database_records import (
    COPYRIGHT,
    body_of,
    find_moment,
    read_documents,
    strip_byline,
)

MARKS = {
    name: re.compile(pattern)
    for name, pattern in RULES["europresse"].items()
    if isinstance(pattern, str)
}
MOST_WORDS = RULES["europresse"]["most_words"]  # of an author's line


def read_europresse(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a page, without certificates and lines of pages."""
    documents = read_page(text, RULES["page"]["europresse"])
    return read_documents(documents, _read_article, "Europresse")


def _read_article(document: Document) -> Record:
    blocks = [block for block in document if not MARKS["footer"].search(block.marks)]
    title, rest = _split_at_title(blocks)
    author, body = _split_at_author(rest)
    header = ", ".join(part.strip(" ,") for part in _marked(blocks, "header"))
    ahead = " ".join(block.text for block in blocks[: len(blocks) - len(rest)])
    number = MARKS["document"].search(" ".join(block.text for block in document))
    outlets = _marked(blocks, "outlet")
    return {
        "title": title,
        "author": strip_byline(author),
        "outlet": MARKS["number"].sub("", outlets[0]) if outlets else "",
        "date": find_moment(header) or find_moment(ahead),
        "section": _find_section(header),
        "body": body_of(block.text for block in body),
        "DocHeader": header,
        "_id": number[0] if number else "",
    }


def _marked(blocks: Document, name: str) -> list[str]:
    return [block.text for block in blocks if MARKS[name].search(block.marks)]


def _find_section(header: str) -> str:
    """What stands ahead of the day, up to the first comma."""
    section = header.partition(",")[0].strip()
    return "" if MARKS["day"].match(section) or find_moment(section) else section


def _split_at_title(blocks: Document) -> tuple[str, Document]:
    """The title, and the blocks behind all that is marked as it or stands in the header."""
    places = [
        at for at, block in enumerate(blocks) if MARKS["title"].search(block.marks)
    ]
    if not places:
        headers = [
            at for at, block in enumerate(blocks) if MARKS["header"].search(block.marks)
        ]
        return "", blocks[max(headers, default=-1) + 1 :]
    titles = [
        blocks[at] for at in places if not MARKS["subtitle"].search(blocks[at].marks)
    ]
    main = _marked(titles, "main_title") or [block.text for block in titles]
    return " ".join(main[:1]), blocks[places[-1] + 1 :]


def _split_at_author(blocks: Document) -> tuple[str, Document]:
    """The author's line, where there is one, and the text."""
    marked = [block for block in blocks if MARKS["body"].search(block.marks)]
    if marked:
        ahead = blocks[: blocks.index(marked[0])]
        names = _marked(ahead, "author") or [block.text for block in ahead]
        return " ".join(names[:1]), marked
    body = [block for block in blocks if not _is_closing(block)]
    if len(body) > 1 and _is_name(body[0]):
        return body[0].text, body[1:]
    return "", body


def _is_closing(block: Block) -> bool:
    """Whether a line of the older layout is one of copyright, or the number of the article."""
    numbered = MARKS["document"].fullmatch(block.text) or MARKS["numbered"].fullmatch(
        block.text
    )
    return bool(COPYRIGHT.match(block.text) or numbered)


def _is_name(block: Block) -> bool:
    """Whether the line below a title, which nothing marks, is its author's."""
    return len(block.text.split()) <= MOST_WORDS and not block.text.endswith(
        (".", "?", "!")
    )


READERS_OF_TEXT = {"Europresse page": read_europresse}
