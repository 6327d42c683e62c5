"""The part of a text of JSON that is looked at, which grows and moves on as its values need."""

import json
import re
from collections.abc import Iterator
from typing import Any

# Of arrays no more need be read: their values follow one another.
# An archive of X assigns them to variables of JavaScript.
BETWEEN = re.compile(r"(?:[\s,;\[\]}]|window\.YTD\.\w+\.part\d+\s*=)*+")
LONGEST_NAME = 200  # characters of such a variable
LONGEST_WORD = 20  # characters of what has no mark at its end, as -Infinity and \\ud83d
NEXT_IN_LIST = re.compile(r"\}\s*+,\s*(?=\{)")
# A value that MongoDB's extended JSON wraps, to say its type.
WRAPPED = re.compile(r'\{\s*"\$(?:oid|date|uuid|number\w+)"\s*:')


class Window:
    """A text whose pieces are taken when they are needed; `start` is where to read on."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces
        self.text = next(pieces, "")
        self.start = 0
        self.lines = 0  # above the text
        self.before = ""  # of the line in which the text begins
        self.decoder = _make_decoder(self.text)

    def take_more(self) -> bool:
        """Whether there is more, so that the text is at least twice as long from its start on."""
        following = next(self.pieces, None)
        if following is None:
            return False
        self._drop()
        parts = [self.text, following]
        length = len(following)
        # Or what is long would be looked at for every piece.
        while length < len(self.text) and following is not None:
            following = next(self.pieces, None)
            parts.append(following or "")
            length += len(parts[-1])
        self.text = "".join(parts)
        if self.decoder.object_hook is None:
            self.decoder = _make_decoder(self.text)
        return True

    def _drop(self) -> None:
        """Let go of what stands before the start."""
        dropped = self.text[: self.start]
        self.text = self.text[self.start :]
        self.start = 0
        self.before = self._find_margin(dropped)
        self.lines += dropped.count("\n")

    def _find_margin(self, dropped: str) -> str:
        """What stands on a line before its place; of what is not blank that it is not."""
        _, ended, margin = dropped.rpartition("\n")
        if not ended:
            margin = self.before + margin
        return "x" if margin.strip() else margin

    def find_start(self) -> bool:
        """Whether another value begins; the window starts there then."""
        while True:
            end = BETWEEN.match(self.text, self.start).end()  # type: ignore[union-attr]
            if end + LONGEST_NAME < len(self.text) or not self.take_more():
                self.start = end
                return end < len(self.text)

    def is_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether a value may be broken only because the text ends within it."""
        unended = error.msg.startswith("Unterminated")
        return unended or error.pos + LONGEST_WORD > len(self.text)

    def count_line(self, place: int) -> int:
        """The number of the line of a place in the text."""
        return self.lines + self.text.count("\n", 0, place) + 1

    def find_following(self, stop: int) -> bool:
        """Whether a value begins behind a broken one: in the list, or on a line that begins alike.

        The window starts there then.
        """
        margin = self._find_margin(self.text[: self.start])
        in_list = bool(margin.strip())
        mark = "}" if in_list else "\n"
        following = NEXT_IN_LIST if in_list else re.compile(rf"\n{margin}(?=\{{)")
        if in_list:
            self.start = stop
        while True:
            found = following.search(self.text, self.start)
            if found:
                self.start = found.end()
                return True
            # What has been searched is let go of, but for what may be a beginning.
            last = self.text.rfind(mark, self.start)
            self.start = len(self.text) if last < 0 else last
            if not self.take_more():
                return False


def _make_decoder(text: str) -> json.JSONDecoder:
    """Numbers are read as written: Python refuses those of more than 4,300 digits."""
    if WRAPPED.search(text):
        return json.JSONDecoder(parse_int=str, object_hook=_unwrap)
    return json.JSONDecoder(parse_int=str)


def _unwrap(value: dict[str, Any]) -> Any:
    """The value itself, as the text 5e1 of {"$oid": "5e1"}."""
    if len(value) != 1:
        return value
    name, inner = next(iter(value.items()))
    is_type = name in ("$oid", "$date", "$uuid") or name.startswith("$number")
    return inner if is_type else value
