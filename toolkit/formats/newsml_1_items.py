"""The fields of one post in NewsML 1: its lines, what is said about the item, and its texts."""

from typing import Any

from toolkit.formats.agency_contents import read_marked
from toolkit.formats.bylines import read_byline, strip_credit
from toolkit.formats.common import Record
from toolkit.formats.datelines import put_dateline
from toolkit.formats.nitf import read_location
from toolkit.formats.xml_trees import each, first_text, language_of, local_name, text_of


def has_headline(component: Any) -> bool:
    """Whether a component has a headline of its own, and not only one inside it."""
    lines = (child for child in component if local_name(child) == "NewsLines")
    return any(first_text(line, "HeadLine") for line in lines)


def read_component(item: Any, component: Any, contents: list[Any]) -> Record:
    """The fields of a post: of the item, of the component with its headline, and of its texts."""
    about = component if has_headline(component) else item
    created = first_text(item, "ThisRevisionCreated")
    bylines = [strip_credit(first_text(about, "ByLine"))]
    return put_dateline(
        {
            "_id": _find_id(item),
            "title": first_text(about, "HeadLine") or first_text(about, "hl1"),
            "subtitle": first_text(about, "SubHeadLine"),
            "pubDate": created or first_text(item, "FirstCreated"),
            "first_created": first_text(item, "FirstCreated"),
            "author": [*filter(None, bylines)] or read_byline(about),
            "outlet": _find_provider(item),
            "language": formal_name(item, "Language") or language_of(item),
            "categories": _find_keywords(about),
            "dateline": first_text(about, "DateLine") or read_location(about),
            "slugline": first_text(about, "SlugLine"),
            **_read_contents(contents),
        }
    )


def _find_id(item: Any) -> str:
    names = ("ProviderId", "DateId", "NewsItemId")
    parts = [first_text(item, name) for name in names]
    return first_text(item, "PublicIdentifier") or ":".join(filter(None, parts))


def _find_provider(item: Any) -> str:
    for provider in each(item, "Provider"):
        return formal_name(provider, "Party")
    return ""


def _find_keywords(about: Any) -> list[str]:
    """What stands in lines of keywords, by commas or each in one."""
    words = ",".join(map(text_of, each(about, "KeywordLine"))).split(",")
    return [*filter(None, map(str.strip, words))]


def formal_name(element: Any, name: str) -> str:
    """The formal name of the first element of a name, or ''."""
    for found in each(element, name):
        return str(found.get("FormalName", ""))
    return ""


def _read_contents(contents: list[Any]) -> Record:
    """The texts of a component; of one that is said several times, the one with markup."""
    found = [read_marked(content) for content in contents]
    marked = [one for one in found if one["_markup"] == "html"]
    same = any(
        one.get("EquivalentsList") == "yes" for one in contents[0].iterancestors()
    )
    chosen = marked or found
    if same:
        chosen = chosen[:1]
    body = "\n\n".join(str(one["body"]) for one in chosen)
    return {"body": body, "_markup": chosen[0]["_markup"]}
