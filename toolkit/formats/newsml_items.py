"""The fields of one news item of NewsML-G2: what is said about it, and the text inside."""

from typing import Any

from toolkit.formats.agency_contents import read_marked
from toolkit.formats.bylines import read_byline, strip_credit
from toolkit.formats.common import Record
from toolkit.formats.datelines import put_dateline
from toolkit.formats.nitf import read_location
from toolkit.formats.xml_trees import each, first_text, language_of, text_of


def read_item(item: Any) -> Record:
    """The fields of one `newsItem`; without `body` where its text is elsewhere."""
    meta = next(each(item, "contentMeta"), item)
    about = next(each(item, "itemMeta"), item)
    created = first_text(about, "versionCreated")
    tags = [language.get("tag") for language in each(meta, "language")]
    names = [first_text(subject, "name") for subject in each(meta, "subject")]
    places = [_name(place) for place in each(meta, "located")]
    return put_dateline(
        {
            "_id": item.get("guid"),
            "title": _find_headline(meta)
            or first_text(about, "title")
            or first_text(item, "hl1"),
            "pubDate": created or first_text(about, "firstCreated"),
            "first_created": first_text(about, "firstCreated"),
            "author": _find_authors(item, meta),
            "outlet": next(map(_name, each(about, "provider")), ""),
            "language": next(filter(None, tags), language_of(item)),
            "categories": [*filter(None, names)],
            "dateline": first_text(meta, "dateline")
            or read_location(item)
            or next(iter(places), ""),
            "summary": first_text(meta, "description"),
            "url": next((link.get("href") for link in each(about, "link")), None),
            **_read_content(item),
        }
    )


def _find_headline(meta: Any) -> str:
    """The headline, the one without a role (as of a second line or a short form) first."""
    headlines = sorted(each(meta, "headline"), key=_has_role)
    return next(filter(None, map(text_of, headlines)), "")


def _has_role(element: Any) -> bool:
    return not element.get("role", "main").lower().endswith("main")


def _find_authors(item: Any, meta: Any) -> list[str]:
    bylines = [strip_credit(text_of(by)) for by in each(meta, "by")]
    creators = [_name(creator) for creator in each(meta, "creator")]
    return [*filter(None, bylines)] or read_byline(item) or creators


def _name(party: Any) -> str:
    """The name of a person or house; else its code without the vocabulary, or its address."""
    code = str(party.get("literal") or party.get("qcode", "")).rpartition(":")[2]
    return first_text(party, "name") or code or str(party.get("uri", ""))


def _read_content(item: Any) -> Record:
    """The text of an item, and how it is written."""
    for inline in each(item, "inlineXML"):
        return read_marked(inline)
    for inline in each(item, "inlineData"):
        markup = "html" if "html" in inline.get("contenttype", "") else "plain"
        return {"body": "".join(inline.itertext()).strip(), "_markup": markup}
    return {}
