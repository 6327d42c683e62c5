"""The text of a file of XML: in the encoding that it declares, without what no parser takes."""

import codecs
import html
import re
from contextlib import suppress

from toolkit.formats.common import Problem, decode

DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_LETTER = 40  # characters of such a name, with its marks
LETTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")


def read_xml_text(data: bytes) -> tuple[str, list[Problem]]:
    """The text without its declaration, HTML's letters by their numbers, and problems met."""
    text, problems = _decode_declared(data)
    return mend_letters(strip_declaration(text)), problems


def strip_declaration(text: str) -> str:
    """A text without the declaration at its start."""
    return DECLARATION.sub("", text, count=1)


def mend_letters(text: str) -> str:
    """A text without what is no character of XML, and HTML's letters by their numbers."""
    return LETTER.sub(_as_character, NO_CHARACTERS.sub("", text))


def declared_encoding(head: bytes) -> str:
    """The encoding that a file declares, if it is known and none of UTF, or else ''."""
    declared = ENCODING.match(head)
    if declared:
        with suppress(LookupError, ValueError, AttributeError):
            name = codecs.lookup(declared[1].decode()).name
            return "" if name.startswith("utf") else name
    return ""


def _decode_declared(data: bytes) -> tuple[str, list[Problem]]:
    """The text in the encoding that the file declares, if it is in that, or else as any file's."""
    name = declared_encoding(data)
    if name:
        try:
            text = data.decode(name)
            return text.replace("\r\n", "\n").replace("\r", "\n"), []
        except (LookupError, ValueError):
            pass  # not in it
    return decode(data)


def _as_character(entity: re.Match[str]) -> str:
    """HTML's name of a letter, as &nbsp;, by its number; what is no such name as it is."""
    letters = html.unescape(entity[0])
    if letters == entity[0]:
        return letters
    return "".join(f"&#{ord(letter)};" for letter in letters)
