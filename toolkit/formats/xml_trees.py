"""Elements of a tree of XML: their names, their texts; `xml_parsing` makes the tree."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.formats.common import Problem

BEHIND_NOUN = re.compile(r" (?:by|of|sent|that|with|without)\b")


def parse_tree(data: bytes, parser: Any) -> Any:
    """The root of HTML or XML, or None where there is none."""
    try:
        return etree.fromstring(data, parser)
    except etree.LxmlError:
        return None


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
