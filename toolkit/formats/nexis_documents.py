"""How documents of LexisNexis are cut from blocks, each behind its number."""

import re

from toolkit.formats.database_blocks import Document
from toolkit.formats.nexis_uni import (
    END,
    NEXIS,
    is_mark_of_uni,
    split_at_ends,
    split_uni,
)

COUNTER = re.compile(NEXIS["counter"])


def split_nexis(blocks: Document) -> list[Document]:
    """The documents among blocks, without what stands ahead of the first or behind the last."""
    documents = split_uni(blocks)
    if documents:
        return documents
    for block in blocks:
        if COUNTER.fullmatch(block.text):
            documents.append([])
        if documents:
            documents[-1].append(block)
    return documents or split_at_ends(blocks)


def is_border(text: str) -> bool:
    """Whether a line is none of a document, but counts it or ends it."""
    return bool(COUNTER.fullmatch(text) or END.fullmatch(text))


def is_uni(document: Document) -> bool:
    """Whether a document has the order of Nexis Uni: title, outlet, date."""
    if any(COUNTER.fullmatch(block.text) for block in document):
        return False
    return any(map(is_mark_of_uni, document))
