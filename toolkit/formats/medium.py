"""Medium's export: a zip file with a page for each post, or such pages by themselves.

The pages are marked up as an h-entry of microformats2: p-name, dt-published, p-author, p-canonical.
"""

import re
from collections import Counter
from typing import Any

from lxml import etree, html

from toolkit.formats.archive_members import Members
from toolkit.formats.common import FieldColumns, Problem, Record, Records, decode
from toolkit.formats.xml_trees import count_left_out

DRAFT = re.compile(r"(?:.*/)?draft[_-][^/]*")
POST = re.compile(r"(?:[^/]*/)?posts/[^/]*\.html")
PARENT = re.compile(r"(?:.*/)?([^/]+)/[^/]*")


def read_medium_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The one record of a page."""
    yield _read_entry(text, name)


def read_medium_export(members: Members, name: str, columns: FieldColumns) -> Records:
    """The posts of an export; drafts, the profile, lists of claps and such are counted."""
    left_out = Counter[str]()
    for path, content in members:
        if isinstance(content, Problem):
            yield content._replace(place=path)
        elif not POST.fullmatch(path):
            left_out["page of " + PARENT.sub(r"\1", path)] += 1
        elif DRAFT.fullmatch(path):
            left_out["draft"] += 1
        else:
            text, problems = decode(content)
            for problem in problems:
                yield problem._replace(place=f"{path}, {problem.place}")
            yield _read_entry(text, path) | {"_place": path}
    yield from count_left_out(left_out)


def _read_entry(text: str, name: str) -> Record:
    try:
        page = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        raise ValueError("a page without any element") from None
    body = _first(page, "e-content")
    if body is None:
        body = page.find("body")
    if body is not None:
        for heading in body.find_class("graf--title"):  # the title once more
            heading.drop_tree()
    return {
        "title": _text(_first(page, "p-name")),
        "subtitle": _text(_first(page, "p-summary")),
        "pubDate": _attribute(_first(page, "dt-published"), "datetime"),
        "author": [_text(person) for person in page.find_class("p-author")],
        "url": _attribute(_first(page, "p-canonical"), "href"),
        "tags": [_text(tag) for tag in page.find_class("p-tag")],
        "body": "" if body is None else html.tostring(body, encoding="unicode"),
        "_markup": "html",
        "_status": "draft" if DRAFT.fullmatch(name) else "publish",
    }


def _first(page: Any, name: str) -> Any:
    return next(iter(page.find_class(name)), None)


def _text(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else str(element.get(name, ""))


READERS_OF_TEXT = {"Medium page": read_medium_page}
READERS_OF_BUNDLES = {"Medium export": read_medium_export}
