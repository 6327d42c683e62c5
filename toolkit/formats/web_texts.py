"""The text of a page that a crawl kept without its markup, as Common Crawl's WET files."""

from toolkit.formats.common import FieldColumns, Records, decode

LONGEST_TITLE = 200  # characters


def read_text(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The one record of a page: its first line is the page's title, each other one a block."""
    lines = [line.strip() for line in decode(data)[0].strip().split("\n")]
    title = ""
    if len(lines) > 1 and len(lines[0]) <= LONGEST_TITLE:
        title = lines.pop(0)
    yield {"title": title, "body": "\n\n".join(lines), "_markup": "plain"}
