"""Where title, author and text stand in an article of Europresse."""

import re

from toolkit.formats.database_blocks import RULES, Block, Document
from toolkit.formats.database_records import COPYRIGHT

MARKS = {
    name: re.compile(pattern)
    for name, pattern in RULES["europresse"].items()
    if isinstance(pattern, str)
}
MOST_WORDS = RULES["europresse"]["most_words"]  # of an author's line


def texts_marked(blocks: Document, name: str) -> list[str]:
    return [block.text for block in blocks if MARKS[name].search(block.marks)]


def split_at_title(blocks: Document) -> tuple[str, Document]:
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
    main = texts_marked(titles, "main_title") or [block.text for block in titles]
    return " ".join(main[:1]), blocks[places[-1] + 1 :]


def split_at_author(blocks: Document) -> tuple[str, Document]:
    """The author's line, where there is one, and the text."""
    marked = [block for block in blocks if MARKS["body"].search(block.marks)]
    if marked:
        ahead = blocks[: blocks.index(marked[0])]
        names = texts_marked(ahead, "author") or [block.text for block in ahead]
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
