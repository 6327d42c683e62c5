"""The paragraphs of a Word file, by WordprocessingML (ECMA-376) itself.

python-docx refuses a package that lacks a part, and opens one without limits.
"""

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree

from toolkit.formats.archives import open_members
from toolkit.formats.common import Problem
from toolkit.formats.database_blocks import Document, read_lines
from toolkit.formats.xml_trees import parse_tree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STYLE = f"{WORD}pPr/{WORD}pStyle"
ONE_CELL = f"{WORD}tc"
PARAGRAPH = f"{WORD}p"
MAIN = "word/document.xml"
KEPT = "kept what could be read"
# What stands there in another form, or in another place, too.
TWICE = (f"{COMPATIBILITY}Fallback", f"{WORD}moveFrom")
SIGNS = {
    f"{WORD}tab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-",
}
CODE_AND_TAB = re.compile(r"(?m)^([A-Z]{2,4}) ?\t")  # as cells of a row: HD|Title
CELL = "td index"  # the mark of a row's first cell, as in pages


def read_main_part(data: bytes) -> bytes:
    """The text of a Word file as XML.

    Raises ValueError where there is none, or where it unpacks to more than is safe.
    """
    for path, part in open_members(data):
        if not isinstance(part, Problem):
            if path == MAIN:
                return bytes(part)
        elif path in ("", MAIN):
            raise ValueError(f"{path or 'the file'}: {part.reason}; {part.action}")
    raise ValueError(f"this Word file holds no {MAIN}")


def read_paragraphs(data: bytes) -> tuple[Document, list[Problem]]:
    """The paragraphs as blocks, each marked by its style, in a table by its cell; and faults."""
    parser = lxml.etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    tree = parse_tree(data, parser)
    faults = [fault for fault in parser.error_log if fault.level_name == "FATAL"]
    problems = [
        Problem(f"{MAIN}, line {fault.line}", f"broken XML: {fault.message}", KEPT)
        for fault in faults[:1]
    ]
    if tree is None:
        return [], problems
    for twice in list(tree.iter(*TWICE)):
        twice.clear()
    blocks: Document = []
    for marks, line in _lines(tree):
        rows = CODE_AND_TAB.sub(r"\1|", line).split("\n")
        found = read_lines(rows)
        blocks += [block._replace(marks=marks) for block in found] if marks else found
    return blocks, problems


def _lines(tree: Any) -> Iterator[tuple[str, str]]:
    """The marks and the text of each paragraph, also of those within others (text boxes)."""
    marks = ""
    texts: list[str] = []
    for element in tree.iter(PARAGRAPH, f"{WORD}t", *SIGNS):
        if element.tag == PARAGRAPH:
            if texts:
                yield marks, "".join(texts)
            marks = _marks_of(element)
            texts = []
        else:
            texts.append(SIGNS.get(str(element.tag), element.text or ""))
    yield marks, "".join(texts)


def _marks_of(paragraph: Any) -> str:
    """The style of a paragraph, and whether it is the first cell of several in a row."""
    style = paragraph.find(STYLE) if len(paragraph) else None
    name = "" if style is None else style.get(f"{WORD}val", "")
    cell = paragraph.getparent()
    if cell is None or cell.tag != ONE_CELL or cell.getnext() is None:
        return str(name)
    before = cell.getprevious()
    first = before is None or before.tag != ONE_CELL
    return f"{name} {CELL}" if first else str(name)
