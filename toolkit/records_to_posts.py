"""One post from one record of a file: its fields named, split and cleaned."""

import html
import re
from datetime import date
from typing import Any

import mistune

from toolkit.cleaning import clean
from toolkit.formats import Record, field_key
from toolkit.language import language_of
from toolkit.lexicons import Lexicons
from toolkit.outlets import Link, find_wire, outlet_of_host, resolve_link, strip_outlet

NAN = float("nan")
HTML = re.compile(
    r"</?(?:p|br|div|span|a|em|strong|b|i|h\d|ul|ol|li|img|table)\b[^<>]*>"
    r"|&#?\w{2,8};|\[ad_1\]"
)
BLANK_LINES = re.compile(r"\n\s*\n")
LONG_LINE = 120  # characters, on average: where lines are longer, each is a paragraph
BY = re.compile("^[Bb][Yy] ")
HOST = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?:/.*)?")


def rename_fields(record: Record, columns: dict[str, str]) -> Record:
    """The record's filled fields by the columns they fill; of several the most preferred."""
    fields = {
        field_key(name): value
        for name, value in record.items()
        if value not in (None, "", [])
    }
    named = {
        column: fields[key]
        for key, column in reversed(columns.items())
        if key in fields
    }
    named["_place"] = record.get("_place", "")
    named["_markup"] = record.get("_markup", "")
    named["_outlet"] = record.get("_outlet", "")
    return named


def stated_date(record: Record) -> str:
    """The date of publication as the source writes it, or ''."""
    return _single(record.get("published"))


def make_post(record: Record, lexicons: Lexicons) -> dict[str, Any]:
    """The columns of a post that its record tells; NaN where it tells nothing.

    `record` is as from `rename_fields`. `published`, `wrong_body`, `file` and `format` are
    not among the columns: they need more than the record.
    """
    link = _find_link(record, lexicons)
    title = " ".join(html.unescape(_single(record.get("title"))).split())
    body = _listed(record.get("body") or record.get("summary") or "")
    markup = _as_html("\n\n".join(map(str, body)), record["_markup"])
    cleaned = clean(markup, link.outlet, lexicons)
    summary_alone = record.get("summary") and not record.get("body")
    categories = _split_categories(record.get("categories"))
    names = filter(None, map(_single, _listed(record.get("author"))))
    author = BY.sub("", ", ".join(names))
    credits = [*cleaned.credits, f"by {author}"]
    return {
        "title": strip_outlet(title, link) or NAN,
        "text": cleaned.text or NAN,
        "outlet": link.outlet,
        "wire": find_wire(link, credits, lexicons),
        "feed": _find_feed(record, link, categories) or NAN,
        "categories": categories,
        "author": author or NAN,
        "reporters": cleaned.reporters,
        "editors": cleaned.editors,
        "dateline": cleaned.dateline,
        "notices": cleaned.notices,
        "captions": cleaned.captions,
        "url": link.url or NAN,
        "kind": "snippet" if summary_alone else cleaned.kind,
        "language": language_of(cleaned.text, _single(record.get("language"))),
        "words": _count_words(cleaned.text),
    }


def _find_link(record: Record, lexicons: Lexicons) -> Link:
    """Where the record's link leads; the outlet as the record names it where the link does not."""
    link = resolve_link(_single(record.get("url")), lexicons)
    if record.get("_outlet"):  # the link leads to a database
        return link._replace(outlet=record["_outlet"])
    outlet = _single(record.get("outlet"))
    if isinstance(link.outlet, str) or not outlet:
        return link
    host = HOST.fullmatch(outlet)
    if host:
        outlet = outlet_of_host(host[1], lexicons)
    return link._replace(outlet=outlet)


def _find_feed(record: Record, link: Link, categories: list[str]) -> str:
    if isinstance(link.feed, str):
        return link.feed
    feed = _single(record.get("feed"))
    # An aggregator's feed shows only as the one category it gives.
    if not feed and link.redirected and len(categories) == 1:
        return categories[0]
    return feed


def _split_categories(value: object) -> list[str]:
    """Categories one by one, each once.

    Exports join them by commas inside a list of one, and fold long lines inside a name.
    """
    parts = [part for part in _listed(value) if isinstance(part, str | int)]
    names = [html.unescape(str(part)) for part in parts]
    if len(names) == 1:
        names = names[0].split(",")
    names = [" ".join(name.split()) for name in names]
    return list(filter(None, dict.fromkeys(names)))


def _as_html(body: str, markup: str) -> str:
    """A body written in Markdown or as plain text as HTML; where nothing says it, tags tell."""
    if markup == "markdown":
        return str(mistune.html(body))
    if markup == "html" or (not markup and HTML.search(body)):
        return body
    if "\n\n" not in body and len(body) > LONG_LINE * (1 + body.count("\n")):
        paragraphs = body.split("\n")
    else:
        paragraphs = BLANK_LINES.split(body)
    return "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)


def _count_words(text: str) -> int:
    """Words between single blanks or blank lines, of which alone cleaned text has; fast."""
    if not text:
        return 0
    return text.count(" ") + text.count("\n\n") + 1


def _single(value: object) -> str:
    """The text of a value that an export may have wrapped into a list of one."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str | int | float | date) and value == value:
        return str(value).strip()
    return ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
