"""What stands above the number of words in an article of Factiva: section, title, author."""

import re

from toolkit.formats.database_blocks import Document
from toolkit.formats.database_records import BYLINE, strip_byline
from toolkit.formats.factiva_texts import FACTIVA

TITLE = re.compile(FACTIVA["title"])
AUTHOR = re.compile(FACTIVA["author"])
LONGEST_NAME = 5  # words


def read_names(lines: Document) -> dict[str, str]:
    """Section, title and author, of which only the title is always there."""
    titles = [block.text for block in lines if TITLE.search(block.marks)]
    authors = [block.text for block in lines if AUTHOR.search(block.marks)]
    others = [block.text for block in lines if block.text not in titles + authors]
    section = " ".join(others[:1])
    if not titles:
        section = ""
        titles = [block.text for block in lines]
        if _ends_with_name(titles):
            authors = [titles.pop()]
        if len(titles) > 1:
            section = titles.pop(0)
    return {
        "title": " ".join(titles),
        "author": strip_byline(" ".join(authors)),
        "section": section,
    }


def _ends_with_name(texts: list[str]) -> bool:
    """Whether the last line ahead of the number of words names the author: it is the shorter."""
    if len(texts) > 1 and BYLINE.match(texts[-1]):
        return True
    lengths = [len(text.split()) for text in texts]
    return len(texts) > 1 and lengths[-1] <= min(LONGEST_NAME, lengths[-2])
