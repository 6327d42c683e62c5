"""Word and RTF files of news databases, whose paragraphs are read as lines (RTF by striprtf)."""

import re
from collections.abc import Callable
from typing import NamedTuple

from toolkit.formats.common import FieldColumns, Problem, Record, Records, decode
from toolkit.formats.database_blocks import RULES, Document, read_lines
from toolkit.formats.database_records import read_documents
from toolkit.formats.factiva import read_factiva
from toolkit.formats.factiva_texts import split_factiva
from toolkit.formats.nexis import read_nexis
from toolkit.formats.nexis_documents import COUNTER, split_nexis
from toolkit.formats.nexis_uni import END as NEXIS_END
from toolkit.formats.proquest import read_proquest
from toolkit.formats.proquest_documents import split_proquest
from toolkit.formats.word_paragraphs import (
    CODE_AND_TAB,
    KEPT,
    read_main_part,
    read_paragraphs,
)


class Vendor(NamedTuple):
    """How the lines of a database are known, parted and read."""

    name: str
    sign: re.Pattern[str]  # a whole line
    split: Callable[[Document], list[Document]]
    read: Callable[[Document], Record]


VENDORS = [
    Vendor("LexisNexis", NEXIS_END, split_nexis, read_nexis),
    Vendor("LexisNexis", COUNTER, split_nexis, read_nexis),
    Vendor("LexisNexis", re.compile(RULES["nexis"]["sign"]), split_nexis, read_nexis),
    Vendor(
        "Factiva", re.compile(RULES["factiva"]["sign"]), split_factiva, read_factiva
    ),
    Vendor(
        "ProQuest", re.compile(RULES["proquest"]["sign"]), split_proquest, read_proquest
    ),
]


def read_word(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The articles of a Word file that a news database wrote."""
    blocks, problems = read_paragraphs(read_main_part(data))
    yield from problems
    yield from _read_vendor(blocks, "Word")


def read_rtf(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The articles of an RTF file that a news database wrote."""
    from striprtf.striprtf import rtf_to_text

    try:
        plain = rtf_to_text(decode(data)[0], errors="replace")  # type: ignore[no-untyped-call]
    except Exception as error:  # the library lets through what a broken part raises
        raise ValueError(f"broken RTF: {error}") from None
    if not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
        yield Problem("its last line", "this RTF file is cut off", KEPT)
    blocks = read_lines(CODE_AND_TAB.sub(r"\1|", plain).split("\n"))
    yield from _read_vendor(blocks, "RTF")


def _read_vendor(blocks: Document, kind: str) -> Records:
    for vendor in VENDORS:
        if any(vendor.sign.fullmatch(block.text) for block in blocks):
            return read_documents(vendor.split(blocks), vendor.read, vendor.name)
    raise ValueError(
        f"this {kind} file is no export of LexisNexis, Factiva or ProQuest; "
        "save it as plain text to have it read"
    )


READERS_OF_BYTES = {"Word": read_word, "RTF": read_rtf}
