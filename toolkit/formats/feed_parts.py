"""A large feed as several small ones, each of some items and of all that is around them."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.parsers import expat

from toolkit.formats.common import UTF_16_BE, UTF_16_LE
from toolkit.formats.xml_stream import refuse_expansion_in

PIECE = 2**20  # bytes read at once
ITEMS = ("item", "entry")
MOST_ITEMS = 200  # of a part
LARGEST_PART = 4 * 2**20  # bytes, behind which no further item is taken
LARGEST_FRAME = 4 * 2**20


class Parts(NamedTuple):
    """What stands before the first item, and what between items and behind the last."""

    head: bytes
    tail: bytes


def find_parts(file: Any) -> Parts | None:
    """What is around the items of a feed, or None where it must be read as a whole.

    That is so where it is broken, in an encoding of more than a byte a mark, or has little in
    items. Raises ValueError for entities that stand for more than letters.
    """
    file.seek(0)
    refuse_expansion_in(file)
    file.seek(0)
    items = Items(file)
    if UTF_16_LE.match(items.text) or UTF_16_BE.match(items.text):
        return None
    try:
        for _ in items.each():
            if sum(map(len, items.around)) > LARGEST_FRAME:
                return None
    except (expat.ExpatError, LookupError, ValueError):
        return None
    head, *between = items.around
    return Parts(head, b"".join(part for part in between if part.strip()))


def cut_feed(file: Any, parts: Parts) -> Iterator[bytes]:
    """Feeds of some items each, in their order."""
    taken: list[bytes] = []
    for item in Items(file).each():
        taken.append(item)
        if len(taken) == MOST_ITEMS or sum(map(len, taken)) > LARGEST_PART:
            yield b"".join([parts.head, *taken, parts.tail])
            taken = []
    if taken:
        yield b"".join([parts.head, *taken, parts.tail])


class Items:
    """The items of a feed as they are written; `around` holds what stands between them."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.text = file.read(PIECE)
        self.offset = 0  # of the text in the file
        self.depth = 0
        self.starts: list[int] = []  # in the file, of outermost items
        self.ends: list[int] = []
        self.around: list[bytes] = []
        # Prefixes of no namespace are broken XML to feedparser too.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Any) -> None:
        if name.rpartition(" ")[2] in ITEMS:
            if self.depth == 0:
                self.starts.append(self.parser.CurrentByteIndex)
            self.depth += 1

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] in ITEMS:
            self.depth -= 1
            if self.depth == 0:
                self.ends.append(self.parser.CurrentByteIndex)

    def each(self) -> Iterator[bytes]:
        """The items, each when it has ended."""
        piece = self.text
        while piece:
            self.parser.Parse(piece, False)
            yield from self._take_ended()
            piece = self.file.read(PIECE)
            self.text += piece
        self.parser.Parse(b"", True)
        yield from self._take_ended()
        self.around.append(self.text)

    def _take_ended(self) -> Iterator[bytes]:
        """The items that have ended in the text, which is then let go of."""
        while self.ends:
            start = self.starts[0] - self.offset
            end = self.text.find(b">", self.ends[0] - self.offset) + 1
            self._keep_around(self.text[:start])
            yield self.text[start:end]
            self.text = self.text[end:]
            self.offset += end
            del self.starts[0], self.ends[0]

    def _keep_around(self, text: bytes) -> None:
        if text.strip() or not self.around:
            self.around.append(text)
