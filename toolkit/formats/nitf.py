"""NITF, the News Industry Text Format of the IPTC (2.5 to 3.6), which agencies send."""

import re
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.xml_trees import each, first_text, inner_markup, parse_xml, text_of

# Elements that HTML knows by another name, and those that are no text.
HTML_NAMES = {
    "block": "div",
    "hl2": "h3",
    "bq": "blockquote",
    "media": "figure",
    "media-caption": "figcaption",
}
NO_TEXT = ("media-metadata", "media-object", "media-producer", "media-reference")
DATES = [
    ("date.issue", "norm"),
    ("date.release", "norm"),
    ("pubdata", "date.publication"),
    ("story.date", "norm"),
]
CREDIT = re.compile(r"(?:by|von|par|por|di|door)\s+", re.I)


def read_nitf(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The story of each `nitf` element in a file."""
    root, problems = parse_xml(data)
    yield from problems
    for story in each(root, "nitf"):
        yield read_story(story)


def read_story(story: Any) -> Record:
    """The fields of one `nitf` element."""
    keywords = [keyword.get("key", "") for keyword in each(story, "keyword")]
    stated = (_attribute(story, name, attribute) for name, attribute in DATES)
    return {
        "_id": _attribute(story, "doc-id", "id-string") or None,
        "title": first_text(story, "hl1") or first_text(story, "title"),
        "subtitle": first_text(story, "hl2"),
        "pubDate": next(filter(None, stated), None),
        "author": read_byline(story),
        "outlet": _find_outlet(story),
        "dateline": first_text(story, "dateline"),
        "categories": [keyword for keyword in keywords if keyword],
        "summary": first_text(story, "abstract"),
        "url": _attribute(story, "pubdata", "ex-ref"),
        "body": read_body(next(each(story, "body.content"), None)),
        "_markup": "html",
    }


def read_byline(story: Any) -> list[str]:
    """The people of the first byline, or else its text without what they are (`byttl`)."""
    for byline in each(story, "byline"):
        people = [*filter(None, map(text_of, each(byline, "person")))]
        if people:
            return people
        named = strip_credit(text_of(byline))
        for post in map(text_of, each(byline, "byttl")):
            named = named.removesuffix(post).rstrip(" ,;") or named
        return [named]
    return []


def strip_credit(byline: str) -> str:
    """A byline without the word before the names: "By Al Bo" is Al Bo."""
    return CREDIT.sub("", byline, count=1) if CREDIT.match(byline) else byline


def read_body(content: Any) -> str:
    """The running text of a story (`body.content`) as HTML."""
    if content is None:
        return ""
    if len(content) == 0:  # Superdesk puts it in as HTML, escaped
        return content.text or ""
    # The New York Times' corpus repeats the first paragraphs in blocks of other classes.
    for block in each(content, "block"):
        if block.get("class") == "full_text":
            content = block
            break
    for element in list(content.iter(*NO_TEXT)):
        element.getparent().remove(element)
    for name, in_html in HTML_NAMES.items():
        for element in list(each(content, name)):
            element.tag = in_html
    return inner_markup(content)


def _find_outlet(story: Any) -> str:
    holder = _attribute(story, "doc.copyright", "holder")
    publication = _attribute(story, "pubdata", "name")
    return publication or first_text(story, "distributor") or holder


def _attribute(story: Any, name: str, attribute: str) -> str:
    """The first value of an attribute among the elements of a name, or ''."""
    values = (element.get(attribute, "").strip() for element in each(story, name))
    return next(filter(None, values), "")


READERS_OF_BYTES = {"NITF": read_nitf}
