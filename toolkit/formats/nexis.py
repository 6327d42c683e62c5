"""LexisNexis and Nexis Uni: pages (HTML) and texts; Word and RTF files by `office_files`.

A document of LexisNexis begins with "1 of 20 DOCUMENTS", the outlet, the date and the title, one
of Nexis Uni with title, outlet and date, and ends with "End of Document". Then follow labels
(BYLINE, SECTION, LENGTH), the body and labels again (LOAD-DATE, LANGUAGE).
"""

import re

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import (
    RULES,
    Block,
    Document,
    join_lines,
    read_page,
)
from toolkit.formats.database_records import (
    COPYRIGHT,
    body_of,
    find_moment,
    find_where,
    is_dated,
    label_pattern,
    names_by_label,
    read_documents,
    strip_byline,
)

NEXIS = RULES["nexis"]
COUNTER = re.compile(NEXIS["counter"])
END = re.compile(NEXIS["end"])
COVER = re.compile(NEXIS["cover"])
EDITION = re.compile(NEXIS["edition"])
SOLE_EDITION = re.compile(NEXIS["sole_edition"])
PAGE = re.compile(NEXIS["page"])
HEAD = names_by_label(NEXIS["head"])
TAIL = names_by_label(NEXIS["tail"])
FIELDS = HEAD | TAIL
LABEL = label_pattern(FIELDS)
CERTAIN = NEXIS[
    "certain"
]  # labels that end the body also where they are not in capitals
# In a text: what begins a paragraph though no blank line stands ahead of it.
CAPITALS = "|".join(re.escape(label.upper()) for label in FIELDS)
STARTS = re.compile(rf"(?:{CAPITALS}):\s")
MOST_LINES = (
    4  # from one label to the next, of which each but the first goes on with it
)
# From one label to the next; what lies between goes on with the first.
MOST_HEAD_LINES = 2
MOST_TAIL_LINES = 4
MOST_AHEAD = 12  # blocks of a document of LexisNexis up to its date


def read_nexis_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a page, each behind a comment <DOCFULL>."""
    documents = read_page(text, RULES["page"]["lexisnexis"])
    return read_documents(documents, read_nexis, "LexisNexis")


def read_nexis_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a text, each behind "1 of 20 DOCUMENTS"; hard-wrapped lines are joined."""
    documents = split_nexis(join_lines(text, STARTS, COUNTER))
    return read_documents(documents, read_nexis, "LexisNexis")


def split_nexis(blocks: Document) -> list[Document]:
    """The documents among blocks, without what stands ahead of the first or behind the last."""
    if any(END.fullmatch(block.text) for block in blocks):
        return _split_uni(blocks)
    documents: list[Document] = []
    for block in blocks:
        if COUNTER.fullmatch(block.text):
            documents.append([])
        if documents:
            documents[-1].append(block)
    return documents


def _split_uni(blocks: Document) -> list[Document]:
    """Documents of Nexis Uni without the cover, which lists their titles."""
    documents: list[Document] = []
    document: Document = []
    for block in blocks:
        document.append(block)
        if END.fullmatch(block.text):
            documents.append(document)
            document = []
    if any(map(_is_body_label, document)):  # its end was cut off
        documents.append(document)
    documents[0] = _without_cover(documents[0])
    return documents


def _without_cover(document: Document) -> Document:
    """The first document from its title on, which the cover lists."""
    listed = [found[1] for block in document if (found := COVER.match(block.text))]
    dated = _find_dated(document)
    ahead = [block.text for block in document[:dated]]
    return document[max([dated - 2, 0, *find_where(ahead, listed.__contains__)]) :]


def _is_body_label(block: Block) -> bool:
    return HEAD.get(block.text.lower().strip(": ")) == "body"


def _find_dated(blocks: Document) -> int:
    """Where the date stands in a document of Nexis Uni behind a cover that may hold others."""
    bodies = [at for at, block in enumerate(blocks) if _is_body_label(block)]
    ahead = [block.text for block in blocks[: next(iter(bodies), None)]]
    places = [at for at in find_where(ahead, is_dated) if not LABEL.match(ahead[at])]
    if not places:
        return 0
    return places[-1] if bodies else places[0]


def read_nexis(document: Document) -> Record:
    """The record of a document of LexisNexis or Nexis Uni."""
    is_uni = _is_uni(document)
    texts = [block.text for block in document if not _is_border(block.text)]
    first = 2 if is_uni else 1
    places = [at for at in find_where(texts[:MOST_AHEAD], is_dated) if at >= first]
    dated = next(iter(places), first)
    names = _unclaimed(texts[:dated])
    record = _read_labelled(texts[dated + len(places[:1]) :], is_uni)
    if is_uni:
        record["title"] = " ".join(names[:1])
        names = names[1:]
    record["outlet"] = " ".join(names[:1])
    if places:
        record["date"] = find_moment(texts[dated]) or texts[dated]
    return record


def _is_border(text: str) -> bool:
    """Whether a line is none of a document, but counts it or ends it."""
    return bool(COUNTER.fullmatch(text) or END.fullmatch(text))


def _is_uni(document: Document) -> bool:
    """Whether a document has the order of Nexis Uni: title, outlet, date."""
    if any(COUNTER.fullmatch(block.text) for block in document):
        return False
    return any(END.fullmatch(block.text) or _is_body_label(block) for block in document)


def _read_labelled(blocks: list[str], is_uni: bool) -> Record:
    """Title, body and labelled fields of what stands below the date."""
    labels = [_label_of(text, is_uni) for text in blocks]
    end = _find_end(labels, is_uni)
    heads = _find_heads(labels[:end])
    first = heads[0] if heads else min(1, end)  # a first line is the title
    start = max([first, *(at + 1 for at in heads)])
    fields = _read_fields(blocks[first:start], labels[first:start])
    fields |= _read_fields(blocks[end:], labels[end:])
    body = [fields.get("body", ""), *_unclaimed(blocks[start:end])]
    return {
        **fields,
        "title": fields.get("title") or _join_title(blocks[:first]),
        "body": body_of(body),
        "author": strip_byline(fields.get("author", "")).split(";"),
        "language": fields.get("language", "").partition(";")[0],
        "section": _split_section(fields.get("section", "")),
    }


def _find_end(labels: list[str], is_uni: bool) -> int:
    """Where the body ends: at a label that ends it for certain, or at others close ahead of it."""
    certain = find_where(labels, CERTAIN.__contains__)
    end = next(iter(certain), len(labels))
    if not is_uni:
        for place in reversed(find_where(labels[:end], TAIL.__contains__)):
            if end - place > MOST_TAIL_LINES:
                break
            end = place
    return end


def _find_heads(labels: list[str]) -> list[int]:
    """Where the labels ahead of the body stand: close to each other, up to that of the body."""
    heads: list[int] = []
    for place in find_where(labels, HEAD.__contains__):
        if heads and place - heads[-1] > MOST_HEAD_LINES:
            break
        heads.append(place)
        if HEAD[labels[place]] == "body":
            break
    return heads


def _join_title(lines: list[str]) -> str:
    """The lines of a title, without those of the edition."""
    title = _unclaimed(lines)
    if all(SOLE_EDITION.fullmatch(text) for text in title):
        return ""
    return " ".join([text for text in title if not EDITION.fullmatch(text)] or title)


def _split_section(section: str) -> list[str]:
    """The parts of a section line that are no page."""
    parts = section.split(";")
    return [part.strip() for part in parts if not PAGE.fullmatch(part)]


def _read_fields(blocks: list[str], labels: list[str]) -> dict[str, str]:
    """The fields of lines with labels; one without a label goes on with the field above it."""
    fields: dict[str, str] = {}
    field = ""
    for text, label in zip(blocks, labels, strict=True):
        if label:
            field = FIELDS[label] or text[: len(label)]
            fields[field] = LABEL.sub("", text, count=1)
        elif field and not COPYRIGHT.match(text):
            fields[field] = f"{fields[field]} {text}"
    return fields


def _unclaimed(blocks: list[str]) -> list[str]:
    """The blocks without lines of copyright at their beginning and end."""
    near = (0, 1, len(blocks) - 2, len(blocks) - 1)
    return [
        text
        for at, text in enumerate(blocks)
        if at not in near or not COPYRIGHT.match(text)
    ]


def _label_of(text: str, is_uni: bool) -> str:
    """The label of a line in lower case, or ''; LexisNexis writes it in capitals."""
    label = LABEL.match(text)
    if label is None or not (is_uni or label[1].isupper()):
        return ""
    return label[1].lower()


READERS_OF_TEXT = {
    "LexisNexis page": read_nexis_page,
    "LexisNexis text": read_nexis_text,
}
