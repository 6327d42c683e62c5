"""How documents of Nexis Uni are cut from blocks: by Word's headings, or by their last lines."""

import re
from collections.abc import Iterator

from toolkit.formats.database_blocks import RULES, Block, Document
from toolkit.formats.database_dates import is_dated
from toolkit.formats.database_labels import find_where
from toolkit.formats.nexis_labels import HEAD, LABEL

NEXIS = RULES["nexis"]
END = re.compile(NEXIS["end"])
COVER = re.compile(NEXIS["cover"])
HEADING = re.compile(NEXIS["heading"])
NEAR = 4  # lines from a title to the date below it


def split_uni(blocks: Document) -> list[Document]:
    """The documents without the cover; none where the blocks are of another database."""
    heads = _find_headings(blocks)
    if heads:
        ends = [*heads[1:], len(blocks)]
        parts = [blocks[at:end] for at, end in zip(heads, ends, strict=True)]
        return [list(_until_end(part)) for part in parts]
    if any(END.fullmatch(block.text) for block in blocks):
        return split_at_ends(blocks)
    return []


def is_mark_of_uni(block: Block) -> bool:
    """Whether a block is as only Nexis Uni has them: a heading, the label Body, the last line."""
    ended = END.fullmatch(block.text) is not None
    return ended or _is_body_label(block) or _is_heading(block)


def _find_headings(blocks: Document) -> list[int]:
    """Where Word's style says that a title of Nexis Uni stands; outlet and date are below it."""
    return [at for at in find_where(blocks, _is_heading) if _is_dated_near(blocks, at)]


def _is_dated_near(blocks: Document, place: int) -> bool:
    """Whether a date stands close below a place."""
    return any(is_dated(block.text) for block in blocks[place + 1 : place + 1 + NEAR])


def _until_end(blocks: Document) -> Iterator[Block]:
    for block in blocks:
        yield block
        if END.fullmatch(block.text):
            return


def _is_heading(block: Block) -> bool:
    return HEADING.match(block.marks) is not None


def split_at_ends(blocks: Document) -> list[Document]:
    """Documents by their last lines, one where there is none; without the cover."""
    documents: list[Document] = []
    document: Document = []
    for block in blocks:
        document.append(block)
        if END.fullmatch(block.text):
            documents.append(document)
            document = []
    if any(map(_is_body_label, document)):  # its end was cut off
        documents.append(document)
    return [*map(_without_cover, documents[:1]), *documents[1:]]


def _without_cover(document: Document) -> Document:
    """The first document from its title on, which the cover lists."""
    listed = [found[1] for block in document if (found := COVER.match(block.text))]
    dated = _find_dated(document)
    ahead = [block.text for block in document[:dated]]
    return document[max([dated - 2, 0, *find_where(ahead, listed.__contains__)]) :]


def _is_body_label(block: Block) -> bool:
    return HEAD.get(block.text.lower().strip(": ")) == "body"


def _find_dated(blocks: Document) -> int:
    """Where the date stands in a document of Nexis Uni behind a cover that may hold others."""
    bodies = [at for at, block in enumerate(blocks) if _is_body_label(block)]
    ahead = [block.text for block in blocks[: next(iter(bodies), None)]]
    places = [at for at in find_where(ahead, is_dated) if not LABEL.match(ahead[at])]
    if not places:
        return 0
    return places[-1] if bodies else places[0]
