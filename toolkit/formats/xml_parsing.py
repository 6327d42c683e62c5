"""XML read as a tree: no entities, schemas or network; of broken XML what can be read."""

import re
from typing import Any

from lxml import etree

from toolkit.formats.common import Problem
from toolkit.formats.xml_texts import read_xml_text
from toolkit.formats.xml_trees import each

# Entities that expand: to others, to a file or an address, to a long text. The W3C's sets of
# letters are never fetched.
EXPANDING = re.compile(
    rb"<!ENTITY\s[^>]{0,300}?"
    rb"(?:SYSTEM|PUBLIC(?!\s+.-//W3C//)|[&%](?![#\s])|[\"'][^\"']{100})"
)


def refuse_expansion(data: bytes, above: int = 0) -> None:
    """Raise ValueError for XML with entities that stand for more than letters.

    `above` is the number of lines before the data.
    """
    text = data.replace(b"\0", b"")  # NULs: of UTF-16
    bomb = EXPANDING.search(text)
    if bomb:
        line = above + text.count(b"\n", 0, bomb.start()) + 1
        raise ValueError(f"line {line}: entities that expand are refused")


def parse_xml(data: bytes, unit: str = "") -> tuple[Any, list[Problem]]:
    """The first element of a file, and what is wrong with its XML.

    Of a file that is cut off, a last `unit` (the local name of an element) without an end is
    dropped. Raises ValueError if there is no element at all.
    """
    refuse_expansion(data)
    text, problems = read_xml_text(data)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    source = text.encode("utf-8", "ignore")
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


def _drop_unfinished(root: Any, source: bytes, unit: str) -> None:
    name = unit.encode()
    opened = max(source.rfind(b"<" + name), source.rfind(b":" + name))
    closed = max(source.rfind(b"</" + name), source.rfind(b":" + name + b">"))
    if not unit or opened <= closed:
        return
    last = next(iter(reversed(list(each(root, unit)))), None)
    if last is not None and last is not root:
        last.getparent().remove(last)
