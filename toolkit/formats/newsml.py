"""NewsML-G2 of the IPTC: news items, alone or in a news message, with NITF or XHTML inside."""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Problem, Records
from toolkit.formats.newsml_items import read_item
from toolkit.formats.xml_documents import parse_documents
from toolkit.formats.xml_trees import count_left_out, each, local_name

TEXT_CLASSES = ("", "text", "composite")
USABLE = ("", "usable")
OTHER_ITEMS = {
    "packageItem": "package",
    "conceptItem": "concept item",
    "knowledgeItem": "knowledge item",
    "planningItem": "planning item",
    "catalogItem": "catalog item",
}


def read_newsml(data: bytes, name: str, columns: FieldColumns) -> Records:
    """A record for each item of text that may be used; pictures, packages and such are counted."""
    root, problems = parse_documents(data, "newsItem")
    yield from problems
    left_out = Counter[str]()
    elsewhere = 0
    for element in root.iter():
        other = OTHER_ITEMS.get(local_name(element)) or _why_not(element)
        if other:
            left_out[other] += 1
        elif local_name(element) == "newsItem":
            record = read_item(element)
            elsewhere += "body" not in record
            yield record
    if elsewhere:
        reason = f"the text of {elsewhere} items is elsewhere (remoteContent)"
        yield Problem("", reason, "kept without text")
    yield from count_left_out(left_out)


def _why_not(element: Any) -> str:
    """What a news item is that is no text, or may not be used; '' for all others."""
    if local_name(element) != "newsItem":
        return ""
    kind = _code(element, "itemClass")
    status = _code(element, "pubStatus")
    if kind not in TEXT_CLASSES:
        return f"{kind} item"
    return "" if status in USABLE else f"{status} item"


def _code(item: Any, name: str) -> str:
    """The code of the first element of a name, without its vocabulary: ninat:text is text."""
    for element in each(item, name):
        code = element.get("qcode") or element.get("uri") or ""
        return str(code).replace("/", ":").rpartition(":")[2].lower()
    return ""


READERS_OF_BYTES = {"NewsML-G2": read_newsml}
