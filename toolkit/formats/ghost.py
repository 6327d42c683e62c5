"""Ghost's export: posts, people and tags as tables in JSON, joined here.

Follows Ghost's exporter from 1.0 (`posts_authors`, `posts_tags`); before, a post names its author.
"""

from collections import Counter
from typing import Any

from toolkit.formats.common import Record, Records
from toolkit.formats.ghost_blocks import read_blocks
from toolkit.formats.xml_trees import count_left_out

# One text in several forms, and whether it is a page, which all that are read are not.
READ = ("html", "lexical", "mobiledoc", "markdown", "plaintext", "page")
KINDS = {"scheduled": "scheduled post", "sent": "post sent by mail alone"}


def is_ghost(value: Any) -> bool:
    """Whether a value of JSON is an export of Ghost."""
    tables = _find_tables(value)
    return "posts" in tables and bool({"users", "posts_tags", "settings"} & {*tables})


def _find_tables(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        exports = value.get("db")
        if isinstance(exports, list) and exports and isinstance(exports[0], dict):
            value = exports[0]
        tables = value.get("data")
        if isinstance(tables, dict) and isinstance(tables.get("posts"), list):
            return tables
    return {}


def read_ghost(value: Any) -> Records:
    """The posts that are published; drafts, pages and such are counted."""
    tables = _find_tables(value)
    people = _join(tables, "posts_authors", "author_id", "users")
    tags = _join(tables, "posts_tags", "tag_id", "tags")
    users = {str(user.get("id")): user.get("name") for user in _rows(tables, "users")}
    settings = {row.get("key"): row.get("value") for row in _rows(tables, "settings")}
    left_out = Counter[str]()
    for post in _rows(tables, "posts"):
        kind = _find_kind(post)
        if kind != "post":
            left_out[kind] += 1
            continue
        id = str(post.get("id"))
        own = {name: value for name, value in post.items() if name not in READ}
        yield {
            **own,
            "_id": id,
            "author": people.get(id) or users.get(str(post.get("author_id"))),
            "categories": tags.get(id),
            "feed": settings.get("title"),
            "summary": post.get("custom_excerpt"),
            **_read_text(post),
        }
    yield from count_left_out(left_out)


def _read_text(post: Record) -> Record:
    """The text of a post, as its pages show it or as its editor keeps it."""
    shown = post.get("html")
    if isinstance(shown, str) and shown.strip():
        return {"body": shown, "_markup": "html"}
    return read_blocks(post)


def _rows(tables: dict[str, Any], name: str) -> list[Record]:
    rows = tables.get(name)
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict)]


def _join(
    tables: dict[str, Any], links: str, key: str, people: str
) -> dict[str, list[str]]:
    """The names in one table by the posts that another links them to, in its order."""
    names = {str(row.get("id")): str(row.get("name")) for row in _rows(tables, people)}
    joined: dict[str, list[str]] = {}
    rows = _rows(tables, links)
    for row in sorted(rows, key=_sort_order):
        if str(row.get(key)) in names:
            found = joined.setdefault(str(row.get("post_id")), [])
            found.append(names[str(row[key])])
    return joined


def _sort_order(row: Record) -> int:
    order = str(row.get("sort_order"))
    return int(order) if order.isdecimal() else 0


def _find_kind(post: Record) -> str:
    if post.get("type") == "page" or str(post.get("page")) in ("1", "True"):
        return "page"
    status = post.get("status", "published")
    return "post" if status == "published" else KINDS.get(status, str(status))


SHAPES_OF_JSON = [(is_ghost, read_ghost)]
