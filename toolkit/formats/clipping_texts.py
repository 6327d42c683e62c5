"""Texts of clipping services and press archives: NewsBank, Retriever, GENIOS; a rule a vendor.

`lexicons/clipping_texts.toml` says how the articles of each are parted, which lines hold which
field, and which are no text; this module only applies the rules.
"""

import re
from typing import Any

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_dates import find_moment
from toolkit.formats.database_records import body_of
from toolkit.lexicons import PACKAGED

VENDORS: dict[str, dict[str, Any]] = PACKAGED.tables("clipping_texts.toml")


def read_clippings(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a text, by the first vendor whose sign it shows."""
    for rule in VENDORS.values():
        if re.search(rule["sign"], text):
            articles = re.split(rule["between"], text)
            read = [_read_article(article.strip(), rule) for article in articles]
            kept = [record for record in read if record.get("date") or record["body"]]
            for number, record in enumerate(kept, 1):
                yield record | {"_place": f"document {number}", "_markup": "plain"}
            return
    raise ValueError("no article is found in this file of a press archive")


def _read_article(text: str, rule: dict[str, Any]) -> Record:
    fields: Record = {}
    paragraphs: list[list[str]] = [[]]
    for line in map(str.strip, text.split("\n")):
        found = _match_line(line, rule)
        if found is not None:
            for field, value in found.items():
                fields.setdefault(field, value.strip(" .;"))
        elif line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    blocks = [" ".join(lines) for lines in paragraphs if lines]
    if "title" not in fields and blocks:
        fields["title"] = blocks.pop(0)
    date = fields.pop("date", "")
    return {
        **fields,
        "_outlet": fields.pop("outlet", ""),
        "date": find_moment(date) or date,
        "body": body_of(blocks),
    }


def _match_line(line: str, rule: dict[str, Any]) -> dict[str, str] | None:
    """The fields of a line that holds some, {} for one that is no text; None for the text's own."""
    for pattern in rule["lines"]:
        found = re.fullmatch(pattern, line)
        if found:
            return {field: value for field, value in found.groupdict().items() if value}
    return {} if re.fullmatch(rule["dropped"], line) else None


READERS_OF_TEXT = {"clippings": read_clippings}
