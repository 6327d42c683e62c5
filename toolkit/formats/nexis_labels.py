"""Lines with labels in a document of LexisNexis: those ahead of the body and those behind it."""

import re

from toolkit.formats.database_blocks import RULES
from toolkit.formats.database_labels import (
    NEAR_COLON,
    find_where,
    label_pattern,
    names_by_label,
)
from toolkit.formats.database_records import COPYRIGHT

NEXIS = RULES["nexis"]
HEAD = names_by_label(NEXIS["head"])
TAIL = names_by_label(NEXIS["tail"])
FIELDS = HEAD | TAIL
LABEL = label_pattern(FIELDS)
CERTAIN = NEXIS["certain"]  # they end the body also where they are not in capitals
# In a text: what begins a paragraph though no blank line stands ahead of it.
CAPITALS = "|".join(re.escape(label.upper()) for label in FIELDS)
STARTS = re.compile(rf"{NEAR_COLON}(?:{CAPITALS}):\s")
# A label that no list has: a field of its own where it stands beside those that are known.
OTHER = re.compile(r"([^\W\d_a-zß-ÿ](?:[^\W\d_a-zß-ÿ]|[ /-]){2,30}):\s")
# From one label to the next; what lies between goes on with the first.
MOST_HEAD_LINES = 2
MOST_TAIL_LINES = 4


def label_of(text: str, is_uni: bool) -> str:
    """The label of a line in lower case, or ''; LexisNexis writes it in capitals."""
    label = LABEL.match(text)
    if label is None or not (is_uni or label[1].isupper()):
        return ""
    return label[1].lower()


def find_heads(labels: list[str]) -> list[int]:
    """Where the labels ahead of the body stand: close to each other, up to that of the body."""
    heads: list[int] = []
    for place in find_where(labels, HEAD.__contains__):
        if heads and place - heads[-1] > MOST_HEAD_LINES:
            break
        heads.append(place)
        if HEAD[labels[place]] == "body":
            break
    return heads


def find_end(labels: list[str], is_uni: bool) -> int:
    """Where the body ends: at a label that ends it for certain, or at others close ahead of it."""
    certain = find_where(labels, CERTAIN.__contains__)
    end = next(iter(certain), len(labels))
    if not is_uni:
        for place in reversed(find_where(labels[:end], TAIL.__contains__)):
            if end - place > MOST_TAIL_LINES:
                break
            end = place
    return end


def read_fields(blocks: list[str], labels: list[str]) -> dict[str, str]:
    """The fields of lines with labels; one without a label goes on with the field above it."""
    fields: dict[str, str] = {}
    field = ""
    for text, label in zip(blocks, labels, strict=True):
        other = OTHER.match(text)
        if label:
            field = FIELDS[label] or text[: len(label)]
            fields[field] = LABEL.sub("", text, count=1)
        elif other:
            field = other[1]
            fields[field] = text[other.end() :]
        elif field and not COPYRIGHT.match(text):
            fields[field] = f"{fields[field]} {text}".strip()
    return fields
