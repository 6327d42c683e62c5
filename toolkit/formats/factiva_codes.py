"""An article of Factiva as a table of Dow Jones' fields of two or three letters: HD, BY, PD."""

import re

from toolkit.formats.common import Record
from toolkit.formats.database_blocks import Block, Document
from toolkit.formats.database_dates import state_moment
from toolkit.formats.database_records import body_of, strip_byline
from toolkit.formats.factiva_texts import CODES, END, FACTIVA, find_number

CODE = re.compile(FACTIVA["code"])
CODE_CELL = re.compile(FACTIVA["code_cell"])


def read_coded(document: Document) -> Record:
    """The record of an article, by the codes ahead of its fields."""
    fields: dict[str, list[str]] = {}
    code = ""
    is_code = _stands_in_cell if any(map(_stands_in_cell, document)) else _is_known
    for block in document:
        if is_code(block):
            code = block.text
        elif not END.fullmatch(block.text):
            fields.setdefault(code, []).append(block.text)
    taken = {code: " ".join(texts) for code, texts in fields.items()}
    return {
        "title": taken.pop("HD", ""),
        "author": strip_byline(taken.pop("BY", "")),
        "date": state_moment(f"{taken.pop('PD', '')} {taken.pop('ET', '')}"),
        "outlet": taken.pop("SN", ""),
        "language": taken.pop("LA", ""),
        "section": taken.pop("SE", ""),
        "subject": [_name(part) for part in taken.pop("NS", "").split("|")],
        "body": body_of(fields.get("LP", []) + fields.get("TD", [])),
        "_id": taken.pop("AN", "") or find_number(document),
        **{code: text for code, text in taken.items() if code not in ("LP", "TD", "")},
    }


def _stands_in_cell(block: Block) -> bool:
    """Whether a block is a code, known or not, in the cell for codes."""
    return bool(CODE.fullmatch(block.text) and CODE_CELL.search(block.marks))


def _is_known(block: Block) -> bool:
    """Whether a block is a code that is known, where no table says which are."""
    return block.text in CODES


def _name(part: str) -> str:
    """The name behind the code of a subject."""
    return part.rpartition(" : ")[2].strip()
