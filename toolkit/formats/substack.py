"""Substack's export: a zip file with posts.csv and, for each of its rows, posts/POST_ID.html."""

import re
from collections import Counter

from toolkit.formats.archive_members import Members
from toolkit.formats.common import FieldColumns, Problem, Record, Records, decode
from toolkit.formats.csv_tables import open_table
from toolkit.formats.xml_trees import count_left_out

PAGE = re.compile(r"(?:[^/]*/)?posts/([^/]*)\.html")
TABLE = re.compile(r"(?:[^/]*/)?posts\.csv")


def read_substack(members: Members, name: str, columns: FieldColumns) -> Records:
    """The rows that are published, each with its page; drafts and pages of no row are counted."""
    tables: list[str] = []
    pages: dict[str, str] = {}
    for path, content in members:
        if isinstance(content, Problem):
            yield content._replace(place=path)
        elif TABLE.fullmatch(path):
            table, problems = decode(content)
            tables.append(table)
            yield from problems
        elif found := PAGE.fullmatch(path):
            pages[found[1]] = decode(content)[0]
    left_out = Counter[str]()
    for table in tables:
        told, _, rows = open_table([table], columns)
        yield from told
        yield from _join(rows, pages, left_out)
    left_out["page without a row in posts.csv"] = len(pages)
    yield from count_left_out(+left_out)


def _join(rows: Records, pages: dict[str, str], left_out: Counter[str]) -> Records:
    """The rows that are posts, each with its page, which is taken out of `pages`."""
    # Some exports name the rows by the number alone, and the pages by number and title.
    numbered = {page.partition(".")[0]: page for page in pages}
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        id = row.get("post_id", "")
        page = id if id in pages else numbered.get(id, "")
        body = pages.pop(page, "")
        kind = _find_kind(row)
        if kind != "post":
            left_out[kind] += 1
            continue
        if not body:
            reason = f"no page posts/{id}.html"
            yield Problem(row["_place"], reason, "kept without text")
        yield {**row, "_id": id, "body": body, "_markup": "html"}


def _find_kind(row: Record) -> str:
    if row.get("is_published", "true").lower() != "true":
        return "draft"
    return "page" if row.get("type") == "page" else "post"


READERS_OF_BUNDLES = {"Substack export": read_substack}
