"""How ProQuest's documents are cut from blocks, and which lines of them have labels."""

import re

from toolkit.formats.database_blocks import RULES, Document
from toolkit.formats.database_labels import NEAR_COLON, label_pattern, names_by_label

PROQUEST = RULES["proquest"]
START = re.compile(PROQUEST["start"])
LINK = PROQUEST["link"]
FIELDS = names_by_label(PROQUEST["fields"])
LABEL = label_pattern(FIELDS)
# What begins a paragraph of a text though no blank line stands ahead of it.
LABELS = "|".join(re.escape(label) for label in FIELDS)
STARTS = re.compile(rf"(?i){NEAR_COLON}(?:{LABELS})\s?:\s")
ALONE = re.compile(rf"{START.pattern}|{LINK}.*")
FEWEST_LABELS = 2  # of a document; the cover and the copyright of a file have fewer


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
