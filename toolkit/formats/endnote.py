"""EndNote's tagged references (.enw, Refer), as library catalogues and Google Scholar give them.

The tags are those of EndNote's filter "EndNote Import"; each stands for one of RIS.
"""

import re

from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.ris import read_ris

TAGS = {
    "%0": "TY",
    "%A": "AU",
    "%B": "T2",
    "%D": "PY",
    "%G": "LA",
    "%I": "PB",
    "%J": "JO",
    "%K": "KW",
    "%P": "SP",
    "%T": "TI",
    "%U": "UR",
    "%W": "DB",
    "%X": "AB",
    "%Z": "N1",
    "%8": "DA",
}

TAG = re.compile(r"%\S ")
OTHER = "ZZ"  # of RIS, that none uses


def read_endnote(text: str, name: str, columns: FieldColumns) -> Records:
    """The references of a file, read as RIS line by line, so that the places stay."""
    lines = text.strip("\n").split("\n")
    return read_ris("\n".join(map(_as_ris, lines)), name, columns)


def _as_ris(line: str) -> str:
    """A line as RIS has it; a blank one ends a reference, other tags are left."""
    if not line.strip():
        return "ER  - "
    tag = line[:2]
    if not TAG.match(line):
        return line  # it goes on with the one before
    return f"{TAGS.get(tag, OTHER)}  - {line[3:]}"


READERS_OF_TEXT = {"EndNote": read_endnote}
