"""News sitemaps (sitemaps.org with Google's news extension): title, date and link, no text."""

from collections import Counter
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.xml_parsing import parse_xml
from toolkit.formats.xml_trees import (
    count_left_out,
    each,
    first_text,
    local_name,
    text_of,
)


def read_sitemap(data: bytes, name: str, columns: FieldColumns) -> Records:
    """A record for each address with news; the other addresses are counted."""
    root, problems = parse_xml(data, "url")
    yield from problems
    left_out = Counter[str]()
    for address in root:
        news = next(each(address, "news"), None)
        if local_name(address) == "sitemap":
            left_out["other sitemap"] += 1
        elif news is None:
            left_out["link without news"] += 1
        else:
            yield _read_news(address, news)
    if left_out["link without news"] > 1:
        left_out["link"] = left_out.pop("link without news")
    yield from count_left_out(left_out)


def _read_news(address: Any, news: Any) -> Record:
    own = [child for child in address if local_name(child) == "loc"]
    return {
        "_form": "snippet",
        "url": text_of(own[0]) if own else "",
        "title": first_text(news, "title"),
        "pubDate": first_text(news, "publication_date"),
        "publication": first_text(news, "name"),
        "language": first_text(news, "language"),
        "keywords": first_text(news, "keywords"),
        "genres": first_text(news, "genres"),
        "lastmod": first_text(address, "lastmod"),
    }


READERS_OF_BYTES = {"news sitemap": read_sitemap}
