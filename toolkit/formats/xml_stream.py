"""A large file of XML piece by piece, as `read_xml_text` makes it of the whole."""

import codecs
from collections.abc import Iterator
from typing import Any

from toolkit.formats.common import Problem
from toolkit.formats.text_pieces import PIECE, decode_pieces, open_text
from toolkit.formats.xml_parsing import refuse_expansion
from toolkit.formats.xml_texts import (
    LONGEST_LETTER,
    declared_encoding,
    mend_letters,
    strip_declaration,
)

LONGEST_ENTITY = 1_000  # bytes by which one that expands is told


class XmlStream:
    """The bytes of the text in UTF-8, to be read by a parser; `problems` are of its bytes.

    Raises ValueError for entities that stand for more than letters.
    """

    def __init__(self, file: Any) -> None:
        file.seek(0)
        refuse_expansion_in(file)
        file.seek(0)
        self.problems, pieces = _open_declared(file)
        self.pieces = _mend(pieces)
        self.piece = b""

    def read(self, size: int = PIECE) -> bytes:
        """The next bytes, of which there may be fewer than `size`; none at the end."""
        while not self.piece:
            text = next(self.pieces, None)
            if text is None:
                return b""
            self.piece = text.encode("utf-8", "ignore")
        given = self.piece[:size]
        self.piece = self.piece[size:]
        return given


def refuse_expansion_in(file: Any) -> None:
    """Raise ValueError for a file with entities that stand for more than letters."""
    lines = 0
    held = b""
    while data := file.read(PIECE):
        text = held + data
        refuse_expansion(text, lines)
        held = text[-LONGEST_ENTITY:]
        lines += text.count(b"\n") - held.count(b"\n")


def _open_declared(file: Any) -> tuple[list[Problem], Iterator[str]]:
    """The text in the encoding that the file declares, if all is in that, or as any file's."""
    head = file.read(PIECE)
    name = declared_encoding(head)
    file.seek(0)
    if name and _is_in(file, name):
        file.seek(0)
        return [], decode_pieces(file, name)
    file.seek(0)
    return open_text(file)


def _is_in(file: Any, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while data := file.read(PIECE):
            decoder.decode(data)
        decoder.decode(b"", True)
    except ValueError:
        return False
    return True


def _mend(pieces: Iterator[str]) -> Iterator[str]:
    """The text without what no parser takes; a letter's name is not cut in two."""
    held = ""
    for number, piece in enumerate(pieces):
        text = strip_declaration(piece) if number == 0 else held + piece
        mark = text.rfind("&", -LONGEST_LETTER)
        held = text[mark:] if mark >= 0 else ""
        yield mend_letters(text[: len(text) - len(held)])
    yield mend_letters(held)
