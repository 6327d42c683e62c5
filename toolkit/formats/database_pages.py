"""Pages of news databases as blocks: one walk over HTML for all; the rules are data."""

from collections.abc import Mapping

import lxml.etree

from toolkit.formats.database_blocks import Document
from toolkit.formats.database_walk import Walk
from toolkit.formats.xml_trees import parse_tree


def read_page(text: str, rule: Mapping[str, str]) -> list[Document]:
    """The documents of a page, each from an element or comment that its `document` matches.

    It ends with the element, or at a comment that its `end` matches. Elements that its `apart`
    matches are blocks too.
    """
    # Bytes: a declared encoding would be an error in a str.
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    tree = parse_tree(text.encode("utf-8", "ignore"), parser)
    walk = Walk(rule)
    if tree is not None:
        for event, element in lxml.etree.iterwalk(
            tree, events=("start", "end", "comment")
        ):
            walk.meet(event, element)
        walk.flush()
    return walk.documents
