"""XML as a tree of elements: no entities, schemas or network; of broken XML what can be read."""

import codecs
import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.formats.common import Problem, decode

# Entities that expand: to others, to a file or an address, to a long text. The W3C's sets of
# letters are never fetched.
EXPANDING = re.compile(
    rb"<!ENTITY\s[^>]{0,300}?"
    rb"(?:SYSTEM|PUBLIC(?!\s+.-//W3C//)|[&%](?![#\s])|[\"'][^\"']{100})"
)
DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BEHIND_NOUN = re.compile(r" (?:by|of|sent|that|with|without)\b")
LETTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")


def refuse_expansion(data: bytes) -> None:
    """Raise ValueError for XML with entities that stand for more than letters."""
    text = data.replace(b"\0", b"")  # NULs: of UTF-16
    bomb = EXPANDING.search(text)
    if bomb:
        line = text.count(b"\n", 0, bomb.start()) + 1
        raise ValueError(f"line {line}: entities that expand are refused")


def parse_xml(data: bytes, unit: str = "") -> tuple[Any, list[Problem]]:
    """The first element of a file, and what is wrong with its XML.

    Of a file that is cut off, a last `unit` (the local name of an element) without an end is
    dropped. Raises ValueError if there is no element at all.
    """
    refuse_expansion(data)
    text, problems = _decode_declared(data)
    text = NO_CHARACTERS.sub("", DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    source = LETTER.sub(_as_character, text).encode("utf-8", "ignore")
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"broken XML: {error.msg}") from None
    if root is None:
        raise ValueError("broken XML: no element")
    faults = [fault for fault in parser.error_log if fault.level_name == "FATAL"]
    if faults:
        reason = f"broken XML: {faults[0].message.strip()}"
        place = f"line {faults[0].line}"
        problems.append(Problem(place, reason, "kept what could be read"))
        _drop_unfinished(root, source, unit)
    return root, problems


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


def _drop_unfinished(root: Any, source: bytes, unit: str) -> None:
    name = unit.encode()
    opened = max(source.rfind(b"<" + name), source.rfind(b":" + name))
    closed = max(source.rfind(b"</" + name), source.rfind(b":" + name + b">"))
    if not unit or opened <= closed:
        return
    last = next(iter(reversed(list(each(root, unit)))), None)
    if last is not None and last is not root:
        last.getparent().remove(last)


def local_name(element: Any) -> str:
    """An element's name without namespace or prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def prefixed_name(element: Any) -> str:
    """An element's name behind the prefix that the file gives its namespace, as wp_status."""
    name = str(element.tag).rpartition("}")[2].replace(":", "_")
    return f"{element.prefix}_{name}" if element.prefix else name


def each(element: Any, name: str) -> Iterator[Any]:
    """The elements below of a local name, in whatever namespace, in the order of the file."""
    return (inner for inner in element.iter() if local_name(inner) == name)


def text_of(element: Any) -> str:
    """All text of an element, its blanks as single ones; '' for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def first_text(element: Any, name: str) -> str:
    """The text of the first element of a local name that has any, or ''."""
    return next(filter(None, map(text_of, each(element, name))), "")


def language_of(element: Any) -> str | None:
    """What an element says by `xml:lang`, or None."""
    language: str | None = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return language


def inner_markup(element: Any) -> str:
    """What is inside an element, as HTML without namespaces."""
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = local_name(inner)
    etree.cleanup_namespaces(element)
    parts = [html.escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode") for child in element]
    return "".join(parts)


def count_left_out(counts: Counter[str]) -> Iterator[Problem]:
    """A problem for each kind of what a source holds and posts do not: "12 pages of claps"."""
    for kind, count in counts.items():
        noun = BEHIND_NOUN.split(kind, maxsplit=1)[0]
        told = kind if count == 1 else f"{noun}s{kind[len(noun) :]}"
        yield Problem("", f"{count} {told}", "left out")
