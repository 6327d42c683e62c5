"""Texts below lines as `Title: x` (Pelican, MultiMarkdown), or as `:date: x` in Pelican's reST."""

import re

from toolkit.formats.common import FieldColumns, Record, Records

LINE = re.compile(r":?([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
# A title in reStructuredText, with a line over it or without.
TITLE = re.compile(
    r"\s*(?:[#=*~-]{3,}[ \t]*\n)?[ \t]*([^\n]+)\n[#=*~-]{3,}[ \t]*\n\s*(?=:\w)"
)
UNPUBLISHED = ("draft", "hidden", "skip")


def read_metadata_lines(text: str, name: str, columns: FieldColumns) -> Records:
    """The one record of a file: a field a line up to the first that is empty, the body below.

    A line that is indented goes on with the one before.
    """
    title = TITLE.match(text)
    start = title.end() if title else 0
    head, _, body = text[start:].lstrip("\n").partition("\n\n")
    fields: Record = {"title": title[1].strip()} if title else {}
    key = ""
    for line in head.split("\n"):
        found = LINE.fullmatch(line.rstrip())
        if found and not line[0].isspace():
            key = found[1].lower()
            fields.setdefault(key, found[2].strip())
        elif key:
            fields[key] = f"{fields[key]} {line.strip()}".strip()
    status = fields.get("status", "").lower()
    authors = fields.pop("authors", "") or fields.pop("author", "")
    is_page = "/pages/" in f"/{name}"
    yield {
        **fields,
        "author": [part.strip() for part in authors.split(";")],
        "body": body,
        "_place": "line 1",
        "_kind": "page" if is_page else "post",
        "_status": status if status in UNPUBLISHED else "publish",
        "_markup": "plain" if title else "markdown",
    }


READERS_OF_TEXT = {"metadata lines": read_metadata_lines}
