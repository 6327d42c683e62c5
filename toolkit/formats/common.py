"""What the readers share: problems, names of fields, bytes to text."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

Record = dict[str, Any]

UTF_16_LE = re.compile(rb"\xff\xfe|(?:[^\0]\0){4}")  # by a mark, or by NULs as of JSON
UTF_16_BE = re.compile(rb"\xfe\xff|(?:\0[^\0]){4}")
# What may stand before a header or the first element of XML: declarations, comments, document
# types.
PROLOGUE = re.compile(
    r"\s*(?:(?:<\?[^>]*>|<!--.*?-->|"
    r"<!DOCTYPE\s(?!html)[^>\[]*(?:\[[^\]]*\]\s*)?>)\s*)*+",
    re.S,
)


class Problem(NamedTuple):
    """What a reader met: where (line 3, row 12, record 7), what, and what became of it."""

    place: str
    reason: str
    action: str


FieldColumns = Mapping[str, str]  # as from `read_columns`
Records = Iterator[Record | Problem]
Reader = Callable[[Any, str, FieldColumns], Records]


@lru_cache(maxsize=10_000)
def field_key(field: str) -> str:
    """A field's name as it is compared: Post-Title, post_title and "post title" are one."""
    return re.sub(r"[\W_]", "", field).lower()


def _decode_windows(error: Any) -> tuple[str, int]:
    """The wrong bytes alone as Windows-1252, to go on behind them."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "backslashreplace"), error.end


codecs.register_error("cp1252", _decode_windows)


def find_encoding(head: bytes) -> str:
    """The encoding of a file, by its first bytes."""
    if UTF_16_LE.match(head):
        return "utf-16-le"
    return "utf-16-be" if UTF_16_BE.match(head) else "utf-8"


def tell_guess(line: int) -> Problem:
    """That bytes are a guess, by the line of the first."""
    return Problem(f"line {line}", "not UTF-8, read as Windows-1252", "kept")


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, and a problem if some bytes of it are a guess.

    Lines end with \\n, whatever ended them; NULs are dropped.
    """
    encoding = find_encoding(data)
    problems = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "cp1252")
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(tell_guess(line))
    text = text.removeprefix("\ufeff").replace("\0", "")
    # A look is several times faster than to replace what is not there.
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems
