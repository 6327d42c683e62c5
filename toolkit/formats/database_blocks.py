"""What documents of news databases are made of: blocks, here of lines; `database_pages` of HTML."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.lexicons import PACKAGED

RULES = PACKAGED.tables("news_databases.toml")
WRAPPED = 120  # characters: where most lines are longer, each is a paragraph of its own
LINK = re.compile(r"\((https?://[^\s()]{1,500})\)$")
FURNITURE = re.compile(RULES["furniture"])


class Block(NamedTuple):
    """A paragraph: its text, the marks of the elements it stands in, the link in it."""

    text: str
    marks: str = ""
    link: str = ""


Document = list[Block]


def squeeze(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


def read_lines(lines: list[str]) -> Document:
    """Lines of which each is a paragraph, as those of RTF and Word, as blocks."""
    blocks = []
    for line in map(squeeze, lines):
        link = LINK.search(line)
        bare = line[: link.start()].strip() if link else line
        if bare and not FURNITURE.fullmatch(bare):
            blocks.append(Block(bare, link=link[1] if link else ""))
    return blocks


def join_lines(text: str, starts: re.Pattern[str], alone: re.Pattern[str]) -> Document:
    """Hard-wrapped lines as blocks.

    Blank lines part them, and lines that match `starts`, or the whole of `alone`.
    """
    return read_lines(list(_paragraphs(text, starts, alone)))


def _paragraphs(
    text: str, starts: re.Pattern[str], alone: re.Pattern[str]
) -> Iterator[str]:
    for part in re.split(r"\n[ \t]*\n", text.replace("\f", "\n\n")):
        lines = [line.strip() for line in part.split("\n")]
        long = sum(len(line) > WRAPPED for line in lines)
        is_wrapped = long * 2 <= len(lines)
        paragraph: list[str] = []
        for line in lines:
            is_alone = alone.fullmatch(line)
            if is_alone or not is_wrapped or starts.match(line):
                yield " ".join(paragraph)
                paragraph = []
            paragraph.append(line)
            if is_alone:
                yield line
                paragraph = []
        yield " ".join(paragraph)
