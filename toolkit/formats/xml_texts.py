"""The text of a file of XML: in the encoding that it declares, without what no parser takes."""

import codecs
import html
import re

from toolkit.formats.common import Problem, decode

DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LETTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")


def read_xml_text(data: bytes) -> tuple[str, list[Problem]]:
    """The text without its declaration, HTML's letters by their numbers, and problems met."""
    text, problems = _decode_declared(data)
    text = NO_CHARACTERS.sub("", DECLARATION.sub("", text, count=1))
    return LETTER.sub(_as_character, text), problems


def _decode_declared(data: bytes) -> tuple[str, list[Problem]]:
    """The text in the encoding that the file declares, if it is in that, or else as any file's."""
    declared = ENCODING.match(data)
    if declared:
        try:
            name = codecs.lookup(declared[1].decode()).name
            if not name.startswith("utf"):
                text = data.decode(name)
                return text.replace("\r\n", "\n").replace("\r", "\n"), []
        except (LookupError, ValueError, AttributeError):
            pass  # no such encoding, or not in it
    return decode(data)


def _as_character(entity: re.Match[str]) -> str:
    """HTML's name of a letter, as &nbsp;, by its number; what is no such name as it is."""
    letters = html.unescape(entity[0])
    if letters == entity[0]:
        return letters
    return "".join(f"&#{ord(letter)};" for letter in letters)
