"""How Factiva's articles are cut from lines: each ends with "Document" and its number."""

import re
from collections.abc import Iterator
from itertools import pairwise

from toolkit.formats.database_blocks import RULES, Block, Document, read_lines

FACTIVA = RULES["factiva"]
CODES = frozenset(FACTIVA["codes"].split())
WORDS = re.compile(FACTIVA["words"])
END = re.compile(FACTIVA["end"])
ROW = re.compile(FACTIVA["row"])
CELL = "td index"  # the mark of a code, as in pages
LONGEST_FACT = 120  # characters of a line that is no text


def cut_text(text: str) -> list[Document]:
    """The articles of a text, whose lines may be wrapped."""
    return split_factiva(read_lines(list(_split_lines(text))))


def split_factiva(blocks: Document) -> list[Document]:
    """The articles among lines: each ends with "Document" and its number."""
    documents: list[Document] = [[]]
    for block in blocks:
        block = block._replace(text=block.text.rstrip("| "))  # of a cell's end
        coded = ROW.fullmatch(block.text)
        if coded and _is_row(coded[1], documents[-1]):
            documents[-1].append(Block(coded[1], CELL))
            block = Block(coded[2].strip())
        documents[-1].append(block)
        if END.fullmatch(block.text):
            documents.append([])
    if not any(WORDS.fullmatch(text) for text, *_ in documents[-1]):
        documents.pop()
    return documents


def _is_row(code: str, document: Document) -> bool:
    """Whether a line is a row of a table of two cells: its code is known, or beside such."""
    return code in CODES or any(block.marks == CELL for block in document)


def _split_lines(text: str) -> Iterator[str]:
    """Paragraphs: of lines that are wrapped one, of the facts of an article each line.

    Section and title stand above the facts, each on a line.
    """
    parts = [part.split("\n") for part in re.split(r"\n[ \t]*\n", text)]
    for lines, following in pairwise([*parts, []]):
        long = max(map(len, lines)) > LONGEST_FACT
        if long or _holds_facts(lines) or _counts_words(following):
            yield from lines
        else:
            yield " ".join(line.strip() for line in lines)


def _counts_words(lines: list[str]) -> bool:
    return any(WORDS.fullmatch(line.strip()) for line in lines)


def _holds_facts(lines: list[str]) -> bool:
    ended = any(END.fullmatch(line.strip()) for line in lines)
    return ended or _counts_words(lines)


def find_number(document: Document) -> str:
    """Factiva's own number of an article, from its last line."""
    numbers = [END.sub(r"\1", text) for text, *_ in document if END.fullmatch(text)]
    return "".join(numbers[-1:])
