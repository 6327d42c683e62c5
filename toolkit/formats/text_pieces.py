"""The text of a file piece by piece, in the encoding of the whole, as `decode` gives it at once."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.formats.common import Problem, decode, find_encoding, tell_guess

PIECE = 2**20  # bytes; a file of no more is one piece


def open_text(file: Any) -> tuple[list[Problem], Iterator[str]]:
    """A problem if some bytes are a guess, and the pieces of the text.

    A file of several pieces is gone through once before: for the problem stands ahead of all
    others, and where the file is broken nothing of it is read.
    """
    data = file.read(PIECE)
    if len(data) < PIECE:
        text, problems = decode(data)
        return problems, iter([text])
    encoding = find_encoding(data)
    file.seek(0)
    problems = _find_guess(file, encoding)
    file.seek(0)
    return problems, decode_pieces(file, encoding)


def _find_guess(file: Any, encoding: str) -> list[Problem]:
    """The problem of the first bytes that are not in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    problems: list[Problem] = []
    lines = 0
    while data := file.read(PIECE):
        if not problems:
            problems = _tell_wrong(decoder, data, lines, False)
            lines += data.count(b"\n")
    return problems or _tell_wrong(decoder, b"", lines, True)


def _tell_wrong(decoder: Any, data: bytes, lines: int, final: bool) -> list[Problem]:
    """The problem of wrong bytes in a piece that stands behind so many lines."""
    held = decoder.getstate()[0]  # the start of a character, from the piece before
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError as error:
        before = lines - held.count(b"\n")
        return [tell_guess(before + error.object.count(b"\n", 0, error.start) + 1)]
    return []


def decode_pieces(file: Any, encoding: str) -> Iterator[str]:
    """The text as `decode` makes it: without its mark and NULs, lines ending with \\n."""
    decoder = codecs.getincrementaldecoder(encoding)("cp1252")
    is_start = True
    held = ""
    while True:
        data = file.read(PIECE)
        text = decoder.decode(data, not data)
        if is_start and text:
            text = text.removeprefix("\ufeff")
            is_start = False
        text = held + text.replace("\0", "")
        held = ""
        if text.endswith("\r") and data:
            held = "\r"  # a \n may follow
            text = text[:-1]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text:
            yield text
        if not data:
            return


def split_lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text, as `split` gives them."""
    held = ""
    for piece in pieces:
        *lines, held = (held + piece).split("\n")
        yield from lines
    yield held
