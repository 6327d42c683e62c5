"""One post from one record of a file: its fields named, split and cleaned."""

import html
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from toolkit.cleaning import Cleaned, clean, keep_text
from toolkit.formats import Record, field_key
from toolkit.language import language_code, language_of
from toolkit.lexicons import Lexicons
from toolkit.outlets import Link, find_wire, outlet_of_host, resolve_link, strip_outlet
from toolkit.saved_posts import COLUMNS, is_saved, read_list, restore_post

OURS = frozenset([*COLUMNS, "post_id"])
NOT_OWN = ("path date", "body", "post_id")  # names that are readers', or of the index
SHORT_BODIES = ("message", "tweet", "tweettext", "selftext", "caption", "comment")
NAN = float("nan")
NAMES_OF_TAGS = (
    r"p|br|div|span|a|em|strong|b|i|u|q|s|del|sup|sub|h\d|ul|ol|li|img|table"
)
TAG = re.compile(rf"</?(?:{NAMES_OF_TAGS})\b[^<>]*>")
HTML = re.compile(rf"{TAG.pattern}|&#?\w{{2,8}};|\[ad_1\]")
# In a body without tags: what was escaped twice.
ESCAPED = re.compile(
    rf"&lt;/?(?:{NAMES_OF_TAGS})\b|&amp;(?:amp;|#\d{{2,5}};|[a-z]{{2,6}};)"
)
BLANK_LINES = re.compile(r"\n\s*\n")
LONG_LINE = 120  # characters, on average: where lines are longer, each is a paragraph
BY = re.compile("^[Bb][Yy] ")
HOST = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)(?:/.*)?")


def rename_fields(
    record: Record,
    columns: Mapping[str, str],
    order: Mapping[str, int],
    given: Collection[str] = (),
) -> Record:
    """The record's filled fields by the columns they fill; of several the most preferred.

    `order` is the place of each key in `columns`: the first is preferred. `given` are the keys
    of fields that the user names. Beside the columns stand `_dates` (each field that fills
    `published`), `_given` (the columns that the user's fields fill) and `_own` (the fields that
    fill none, by their names).
    """
    if is_saved(record):
        return _saved_fields(record)
    names = _filled_fields(record)
    # A record has far fewer fields than there are columns: those are gone through.
    known = sorted(filter(columns.__contains__, names), key=order.__getitem__)
    chosen = {columns[key]: names[key] for key in reversed(known)}
    named = {column: record[name] for column, name in chosen.items()}
    named["_place"] = record.get("_place", "")
    named["_markup"] = record.get("_markup", "")
    named["_outlet"] = record.get("_outlet", "")
    named["_form"] = _find_form(record, chosen)
    dates = [key for key in known if columns[key] == "published"]
    named["_dates"] = [record[names[key]] for key in dates]
    named["_given"] = {columns[key] for key in given if key in names}
    named["_own"] = _own_fields(record, names.values(), chosen)
    if "_id" in record:
        named["post_id"] = record["_id"]
    return named


def _find_form(record: Record, chosen: Mapping[str, str]) -> str:
    """short, where the reader says so or the text stands in a field of a social network's."""
    if "_form" in record:
        return str(record["_form"])
    return "short" if field_key(chosen.get("body", "")) in SHORT_BODIES else "article"


def _filled_fields(record: Record) -> dict[str, str]:
    """The names of the filled fields by their keys."""
    return {
        field_key(name): name
        for name, value in record.items()
        if value not in (None, "", []) and not name.startswith("_")
    }


def _saved_fields(record: Record) -> Record:
    """A post of ours, saved and read again."""
    own = {
        name: _write_dates(value)
        for name, value in record.items()
        if name not in OURS and not name.startswith("_")
    }
    return {
        "post_id": record.get("post_id", ""),
        "url": record.get("url", ""),
        "title": record.get("title", ""),
        "_dates": [record.get("published", "")],
        "_given": set(),
        "_own": own,
        "_place": record.get("_place", ""),
        "_saved": record,
    }


def _own_fields(
    record: Record, names: Iterable[str], chosen: Mapping[str, str]
) -> Record:
    """The fields that fill no column; behind `source_` those with the name of one of ours."""
    used = {name for column, name in chosen.items() if column != "post_id"}
    own = {}
    for name in names:
        if name not in used and name not in NOT_OWN:
            own[f"source_{name}" if name in OURS else name] = _write_dates(record[name])
    return own


def _write_dates(value: Any) -> Any:
    """A field with dates as text, which every file that posts are saved in can hold."""
    if isinstance(value, list):
        return [_write_dates(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def stated_dates(record: Record) -> list[str]:
    """What may be the date of publication, as the source writes it, the likeliest first."""
    return [stated for stated in map(single_text, record["_dates"]) if stated]


def make_post(record: Record, lexicons: Lexicons) -> dict[str, Any]:
    """The columns of a post that its record tells; NaN where it tells nothing.

    `record` is as from `rename_fields`. `published`, `wrong_body`, `file` and `format` are
    not among the columns: they need more than the record, unless it is a post of ours.
    """
    if "_saved" in record:
        return restore_post(record["_saved"])
    link = _find_link(record, lexicons)
    title = _find_title(record)
    cleaned = _clean_body(record, link, lexicons)
    categories = _split_categories(record.get("categories"))
    names = filter(None, map(single_text, _listed(record.get("author"))))
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
        "kind": cleaned.kind,
        "language": _find_language(record, cleaned.text),
        "words": _count_words(cleaned.text),
    }


def _find_title(record: Record) -> str:
    """The title on one line, without tags and entities."""
    title = html.unescape(single_text(record.get("title")))
    if "<" in title:
        title = TAG.sub("", title)
    return " ".join(title.split())


def _clean_body(record: Record, link: Link, lexicons: Lexicons) -> Cleaned:
    """The running text; a summary alone is a snippet, as what a list of titles has instead."""
    body = _listed(record.get("body") or record.get("summary") or "")
    markup = _as_html("\n\n".join(map(str, body)), record["_markup"])
    if record["_form"] == "short":
        return keep_text(markup, lexicons)
    cleaned = clean(markup, link.outlet, lexicons)
    summary_alone = record.get("summary") and not record.get("body")
    if summary_alone or record["_form"] == "snippet":
        return cleaned._replace(kind="snippet")
    return cleaned


def _find_language(record: Record, text: str) -> str | float:
    stated = single_text(record.get("language"))
    if stated and "language" in record["_given"]:
        return language_code(stated)
    return language_of(text, stated)


def _find_link(record: Record, lexicons: Lexicons) -> Link:
    """Where the record's link leads; the outlet as the record names it where the link does not.

    What a field that the user names says goes before the link.
    """
    link = resolve_link(single_text(record.get("url")), lexicons)
    outlet = single_text(record.get("outlet"))
    given = "outlet" in record["_given"]
    if record["_outlet"] and not given:  # the link leads to a database
        return link._replace(outlet=record["_outlet"])
    if not outlet or (isinstance(link.outlet, str) and not given):
        return link
    host = HOST.fullmatch(outlet)
    if host:
        outlet = outlet_of_host(host[1], lexicons)
    return link._replace(outlet=outlet)


def _find_feed(record: Record, link: Link, categories: list[str]) -> str:
    feed = single_text(record.get("feed"))
    if isinstance(link.feed, str) and not (feed and "feed" in record["_given"]):
        return link.feed
    # An aggregator's feed shows only as the one category it gives.
    if not feed and link.redirected and len(categories) == 1:
        return categories[0]
    return feed


def _split_categories(value: object) -> list[str]:
    """Categories one by one, each once.

    Exports join them by commas inside a list of one, and fold long lines inside a name.
    """
    parts = [part for part in read_list(value) if isinstance(part, str | int)]
    names = [html.unescape(str(part)) for part in parts]
    if len(names) == 1:
        names = names[0].split(",")
    names = [" ".join(name.split()) for name in names]
    return list(filter(None, dict.fromkeys(names)))


def _as_html(body: str, markup: str) -> str:
    """A body written in Markdown or as plain text as HTML; where nothing says it, tags tell."""
    if markup == "markdown":
        import mistune  # here: few sources need it, and all would wait for it

        return str(mistune.html(body))
    if "&" in body and not TAG.search(body) and ESCAPED.search(body):
        body = html.unescape(body)
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
    return text.count(" ") + text.count("\n") // 2 + 1


def single_text(value: object) -> str:
    """The text of a value that an export may have wrapped into a list of one."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str | int | float | date) and value == value:
        return str(value).strip()
    return ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
