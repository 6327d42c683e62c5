"""NewsML-G2 of the IPTC: news items, alone or in a news message, with NITF or XHTML inside."""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.nitf import read_body, read_byline, strip_credit
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    inner_markup,
    local_name,
    parse_xml,
    text_of,
)

TEXT_CLASSES = ("", "text", "composite")
USABLE = ("", "usable")
OTHER_ITEMS = {
    "packageItem": "package",
    "conceptItem": "concept item",
    "knowledgeItem": "knowledge item",
    "planningItem": "planning item",
}


def read_newsml(data: bytes, name: str, columns: FieldColumns) -> Records:
    """A record for each item of text that may be used; pictures, packages and such are counted."""
    root, problems = parse_xml(data, "newsItem")
    yield from problems
    left_out = Counter[str]()
    for element in root.iter():
        other = OTHER_ITEMS.get(local_name(element))
        if other:
            left_out[other] += 1
        elif local_name(element) == "newsItem":
            kind = _code(element, "itemClass")
            status = _code(element, "pubStatus")
            if kind not in TEXT_CLASSES:
                left_out[f"{kind} item"] += 1
            elif status not in USABLE:
                left_out[f"{status} item"] += 1
            else:
                yield _read_item(element)
    yield from count_left_out(left_out)


def _code(item: Any, name: str) -> str:
    """The code of the first element of a name, without its vocabulary: ninat:text is text."""
    for element in each(item, name):
        code = element.get("qcode") or element.get("uri") or ""
        return str(code).replace("/", ":").rpartition(":")[2]
    return ""


def _read_item(item: Any) -> Record:
    meta = next(each(item, "contentMeta"), item)
    about = next(each(item, "itemMeta"), item)
    created = first_text(about, "versionCreated")
    tags = [language.get("tag") for language in each(meta, "language")]
    names = [first_text(subject, "name") for subject in each(meta, "subject")]
    bylines = [text_of(by) for by in each(meta, "by")]
    creators = [_name(creator) for creator in each(meta, "creator")]
    return {
        "_id": item.get("guid"),
        "title": first_text(meta, "headline")
        or first_text(about, "title")
        or first_text(item, "hl1"),
        "pubDate": created or first_text(about, "firstCreated"),
        "first_created": first_text(about, "firstCreated"),
        "author": [*map(strip_credit, bylines)] or read_byline(item) or creators,
        "outlet": next((_name(provider) for provider in each(about, "provider")), ""),
        "language": next(filter(None, tags), _language(item)),
        "categories": [*filter(None, names)],
        "dateline": first_text(meta, "dateline"),
        "summary": first_text(meta, "description"),
        "url": next((link.get("href") for link in each(about, "link")), None),
        **_read_content(item),
    }


def _name(party: Any) -> str:
    """The name of a person or house; else its code without the vocabulary, or its address."""
    code = str(party.get("literal") or party.get("qcode", "")).rpartition(":")[2]
    return first_text(party, "name") or code or str(party.get("uri", ""))


def _language(item: Any) -> str | None:
    language: str | None = item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return language


def _read_content(item: Any) -> Record:
    """The text of an item, and how it is written."""
    for inline in each(item, "inlineXML"):
        story = next(each(inline, "body.content"), None)
        if story is not None:
            return {"body": read_body(story), "_markup": "html"}
        body = next(each(inline, "body"), inline)
        return {"body": inner_markup(body), "_markup": "html"}
    for inline in each(item, "inlineData"):
        markup = "html" if "html" in inline.get("contenttype", "") else "plain"
        return {"body": "".join(inline.itertext()).strip(), "_markup": markup}
    return {}


READERS_OF_BYTES = {"NewsML-G2": read_newsml}
