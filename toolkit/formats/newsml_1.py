"""NewsML 1.0 to 1.2 of the IPTC: components with lines of news and items of content.

A post is a component with a headline and a text that is its own: below it, and below no other
component with a headline. Components that are said to be equivalent hold one text several times.
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.newsml_1_items import formal_name, has_headline, read_component
from toolkit.formats.xml_documents import parse_documents
from toolkit.formats.xml_trees import count_left_out, each

TEXT_TYPES = ("", "text", "complexdata")
NO_NEWS = ("canceled", "cancelled", "withheld", "embargoed", "killed")


def read_newsml_1(data: bytes, name: str, columns: FieldColumns) -> Records:
    """A record for each component of text that may be used; pictures and such are counted."""
    root, problems = parse_documents(data, "NewsItem")
    yield from problems
    left_out = Counter[str]()
    for item in each(root, "NewsItem"):
        status = formal_name(item, "Status").lower()
        if status in NO_NEWS:
            left_out[f"{status} item"] += 1
            continue
        texts = _find_texts(item, left_out)
        for number, (component, contents) in enumerate(texts.items(), 1):
            record = read_component(item, component, contents)
            if number > 1:
                record["_id"] = f"{record['_id']}#{number}"
            yield record
    yield from count_left_out(left_out)


def _find_texts(item: Any, left_out: Counter[str]) -> dict[Any, list[Any]]:
    """The contents of text by the component whose headline they stand below."""
    texts: dict[Any, list[Any]] = {}
    for content in each(item, "ContentItem"):
        kind = formal_name(content, "MediaType").lower()
        data = next(each(content, "DataContent"), None)
        if kind not in TEXT_TYPES:
            left_out[f"{kind} item"] += 1
        elif data is not None:
            above = [one for one in content.iterancestors() if has_headline(one)]
            texts.setdefault(above[0] if above else item, []).append(data)
    return texts


READERS_OF_BYTES = {"NewsML 1": read_newsml_1}
