"""What stands below the date in a document of LexisNexis: title, labelled fields, body."""

import re

from toolkit.formats.common import Record
from toolkit.formats.database_blocks import RULES
from toolkit.formats.database_records import (
    COPYRIGHT,
    body_of,
    split_list,
    strip_byline,
)
from toolkit.formats.nexis_labels import (
    OTHER,
    find_end,
    find_heads,
    label_of,
    read_fields,
)

NEXIS = RULES["nexis"]
EDITION = re.compile(NEXIS["edition"])
SOLE_EDITION = re.compile(NEXIS["sole_edition"])
PAGE = re.compile(NEXIS["page"])


def read_labelled(blocks: list[str], uni: bool) -> Record:
    """Title, body and labelled fields of what stands below the date."""
    labels = [label_of(text, uni) for text in blocks]
    end = find_end(labels, uni)
    heads = find_heads(labels[:end])
    first = heads[0] if heads else min(1, end)  # a first line is the title
    while first > 1 and OTHER.match(blocks[first - 1]):
        first -= 1
    start = max([first, *(at + 1 for at in heads)])
    fields = read_fields(blocks[first:start], labels[first:start])
    fields |= read_fields(blocks[end:], labels[end:])
    body = [fields.get("body", ""), *without_copyright(blocks[start:end])]
    return {
        **fields,
        "title": fields.get("title") or _join_title(blocks[:first]),
        "edition": _find_edition(blocks[:first]),
        "body": body_of(body),
        "author": split_list(strip_byline(fields.get("author", ""))),
        "language": fields.get("language", "").partition(";")[0],
        "section": _split_section(fields.get("section", "")),
    }


def _join_title(lines: list[str]) -> str:
    """The lines of a title, without those of the edition."""
    title = without_copyright(lines)
    if all(SOLE_EDITION.fullmatch(text) for text in title):
        return ""
    return " ".join([text for text in title if not EDITION.fullmatch(text)] or title)


def _find_edition(lines: list[str]) -> str:
    """The line that names the edition, where it is not all that stands for a title."""
    editions = [text for text in without_copyright(lines) if EDITION.fullmatch(text)]
    return " ".join(editions) if " ".join(editions) != _join_title(lines) else ""


def _split_section(section: str) -> list[str]:
    """The parts of a section line that are no page."""
    parts = section.split(";")
    return [part.strip() for part in parts if not PAGE.fullmatch(part)]


def without_copyright(blocks: list[str]) -> list[str]:
    """The blocks without lines of copyright at their beginning and end."""
    near = (0, 1, len(blocks) - 2, len(blocks) - 1)
    return [
        text
        for at, text in enumerate(blocks)
        if at not in near or not COPYRIGHT.match(text)
    ]
