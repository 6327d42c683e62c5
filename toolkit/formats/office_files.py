"""Word and RTF files of news databases, whose paragraphs are read as lines.

Word's paragraphs are read from WordprocessingML (ECMA-376) itself: python-docx refuses a package
that lacks a part, and opens one without limits. RTF is striprtf's.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import lxml.etree

from toolkit.formats.archives import open_members
from toolkit.formats.common import FieldColumns, Problem, Record, Records, decode
from toolkit.formats.database_blocks import Document, parse_tree, read_lines
from toolkit.formats.database_records import read_documents
from toolkit.formats.factiva import END as FACTIVA_END
from toolkit.formats.factiva import read_factiva, split_factiva
from toolkit.formats.nexis import COUNTER, read_nexis, split_nexis
from toolkit.formats.nexis import END as NEXIS_END
from toolkit.formats.proquest import LINK, read_proquest, split_proquest

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CODE_AND_TAB = re.compile(r"(?m)^([A-Z]{2,3}) ?\t")  # as cells of a row: HD|Title
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}p": "\n", f"{WORD}cr": "\n"}


class Vendor(NamedTuple):
    """How the lines of a database are known, parted and read."""

    name: str
    sign: re.Pattern[str]  # a whole line
    split: Callable[[Document], list[Document]]
    read: Callable[[Document], Record]


VENDORS = [
    Vendor("LexisNexis", NEXIS_END, split_nexis, read_nexis),
    Vendor("LexisNexis", COUNTER, split_nexis, read_nexis),
    Vendor("Factiva", FACTIVA_END, split_factiva, read_factiva),
    Vendor("ProQuest", re.compile(f"{LINK}.*"), split_proquest, read_proquest),
]


def read_word(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The articles of a Word file that a news database wrote."""
    for path, part in open_members(data):
        if isinstance(part, Problem):
            raise ValueError(f"{part.reason} {path}".strip())
        if path == "word/document.xml":
            return _read_vendor(_paragraphs(part), "Word")
    raise ValueError("this Word file holds no word/document.xml")


def _paragraphs(data: bytes) -> str:
    """The text of a document, a line a paragraph."""
    parser = lxml.etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    tree = parse_tree(data, parser)
    if tree is None:
        return ""
    for twice in list(tree.iter(FALLBACK)):  # what stands there in another form too
        twice.clear()
    texts = []
    for element in tree.iter(*BREAKS, f"{WORD}t"):
        texts.append(BREAKS.get(str(element.tag), element.text or ""))
    return "".join(texts)


def read_rtf(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The articles of an RTF file that a news database wrote."""
    from striprtf.striprtf import rtf_to_text

    try:
        plain = rtf_to_text(decode(data)[0], errors="replace")  # type: ignore[no-untyped-call]
    except Exception as error:  # the library lets through what a broken part raises
        raise ValueError(f"broken RTF: {error}") from None
    return _read_vendor(plain, "RTF")


def _read_vendor(text: str, kind: str) -> Records:
    blocks = read_lines(CODE_AND_TAB.sub(r"\1|", text).split("\n"))
    for vendor in VENDORS:
        if any(vendor.sign.fullmatch(block.text) for block in blocks):
            return read_documents(vendor.split(blocks), vendor.read, vendor.name)
    raise ValueError(
        f"this {kind} file is no export of LexisNexis, Factiva or ProQuest; "
        "save it as plain text to have it read"
    )


READERS_OF_BYTES = {"Word": read_word, "RTF": read_rtf}
