"""Factiva: pages (HTML) in two layouts and PPS (XML); RTF and Word files by `office_files`.

An article is a table of Dow Jones' two-letter fields (HD headline, BY byline, WC words, PD day,
ET time, SN source, LP and TD text), or the same as lines without codes: title, author,
"120 words", day, time, source, its code, language, copyright, text, "Document" and its number.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import lxml.etree

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.database_blocks import (
    RULES,
    Block,
    Document,
    parse_tree,
    read_lines,
    read_page,
    squeeze,
)
from toolkit.formats.database_records import (
    BYLINE,
    COPYRIGHT,
    body_of,
    find_moment,
    find_where,
    is_dated,
    names_by_label,
    read_documents,
    strip_byline,
)

FACTIVA = RULES["factiva"]
CODES = frozenset(FACTIVA["codes"].split())
CODE = re.compile(FACTIVA["code"])
CODE_CELL = re.compile(FACTIVA["code_cell"])
WORDS = re.compile(FACTIVA["words"])
END = re.compile(FACTIVA["end"])
ROW = re.compile(FACTIVA["row"])
LANGUAGE = re.compile(FACTIVA["language"])
TITLE = re.compile(FACTIVA["title"])
AUTHOR = re.compile(FACTIVA["author"])
BODY = re.compile(FACTIVA["body"])
PPS = names_by_label(FACTIVA["xml"])
TIME = re.compile(r"\d{1,2}:\d\d(?: [AP]M)?(?: [A-Z]{3,4})?")
MOST_FACTS = 12  # lines from the number of words to the text
LONGEST_FACT = 120  # characters of such a line
LONGEST_NAME = 5  # words


def read_factiva_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a page, of either layout."""
    documents = read_page(text, RULES["page"]["factiva"])
    return read_documents(documents, read_factiva, "Factiva")


def read_factiva_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a text, each with "120 words" and, at its end, "Document" and its number."""
    blocks = read_lines(list(_split_lines(text)))
    return read_documents(split_factiva(blocks), read_factiva, "Factiva")


def _split_lines(text: str) -> Iterator[str]:
    """Paragraphs: of lines that are wrapped one, of the facts of an article each line.

    Section and title stand above the facts, each on a line.
    """
    parts = [part.split("\n") for part in re.split(r"\n[ \t]*\n", text)]
    for lines, following in pairwise([*parts, []]):
        long = max(map(len, lines)) > LONGEST_FACT
        if long or _holds_facts(lines) or _counts_words(following):
            yield from lines
        else:
            yield " ".join(line.strip() for line in lines)


def _counts_words(lines: list[str]) -> bool:
    return any(WORDS.fullmatch(line.strip()) for line in lines)


def _holds_facts(lines: list[str]) -> bool:
    ended = any(END.fullmatch(line.strip()) for line in lines)
    return ended or _counts_words(lines)


def split_factiva(blocks: Document) -> list[Document]:
    """The articles among lines: each ends with "Document" and its number."""
    documents: list[Document] = [[]]
    for block in blocks:
        block = block._replace(text=block.text.rstrip("| "))  # of a cell's end
        coded = ROW.fullmatch(block.text)
        if coded and coded[1] in CODES:  # a row of a table that was one of two cells
            documents[-1].append(Block(coded[1]))
            block = Block(coded[2].strip())
        documents[-1].append(block)
        if END.fullmatch(block.text):
            documents.append([])
    if not any(WORDS.fullmatch(text) for text, *_ in documents[-1]):
        documents.pop()
    return documents


def read_factiva(document: Document) -> Record:
    """The record of an article."""
    if any(block.text == "HD" for block in document):
        return _read_coded(document)
    return _read_lines(document)


def _read_coded(document: Document) -> Record:
    fields: dict[str, list[str]] = {}
    code = ""
    for block in document:
        if _is_code(block):
            code = block.text
        elif not END.fullmatch(block.text):
            fields.setdefault(code, []).append(block.text)
    taken = {code: " ".join(texts) for code, texts in fields.items()}
    return {
        "title": taken.pop("HD", ""),
        "author": strip_byline(taken.pop("BY", "")),
        "date": find_moment(f"{taken.pop('PD', '')} {taken.pop('ET', '')}"),
        "outlet": taken.pop("SN", ""),
        "language": taken.pop("LA", ""),
        "section": taken.pop("SE", ""),
        "subject": [_name(part) for part in taken.pop("NS", "").split("|")],
        "body": body_of(fields.get("LP", []) + fields.get("TD", [])),
        "_id": taken.pop("AN", "") or _find_number(document),
        **{code: text for code, text in taken.items() if code not in ("LP", "TD", "")},
    }


def _is_code(block: Block) -> bool:
    """Whether a block is the code of a field: of those known, or any in the cell for codes."""
    if block.text in CODES:
        return True
    return bool(CODE.fullmatch(block.text) and CODE_CELL.search(block.marks))


def _name(part: str) -> str:
    """The name behind the code of a subject."""
    return part.rpartition(" : ")[2].strip()


def _read_lines(document: Document) -> Record:
    """An article without codes, by the line that says how many words it has."""
    texts = [block.text for block in document]
    counted = next(iter(find_where(texts, WORDS.fullmatch)), 0)
    ends = find_where(texts, END.fullmatch) or [len(texts)]
    behind = document[counted + 1 : ends[0]]
    facts = _count_facts(behind)
    return {
        **_read_names(document[:counted]),
        **_read_facts([block.text for block in behind[:facts]]),
        "WC": texts[counted],
        "body": body_of(block.text for block in behind[facts:]),
        "_id": _find_number(document),
    }


def _find_number(document: Document) -> str:
    """Factiva's own number of an article, from its last line."""
    numbers = [END.sub(r"\1", text) for text, *_ in document if END.fullmatch(text)]
    return "".join(numbers[-1:])


def _read_facts(texts: list[str]) -> dict[str, str]:
    """Day, time, source and language of the lines behind the number of words."""
    dated = find_where(texts, is_dated)[:1]
    hours = [text for text in texts if TIME.fullmatch(text)]
    moment = [texts[place] for place in dated] + hours[:1]
    names = [text for text in texts if text not in moment]
    languages = filter(LANGUAGE.fullmatch, names)
    return {
        "date": find_moment(" ".join(moment)),
        "outlet": next(iter(names), ""),
        "language": next(languages, ""),
    }


def _count_facts(lines: Document) -> int:
    """How many lines stand between the number of words and the text."""
    for place, block in enumerate(lines[:MOST_FACTS]):
        if BODY.search(block.marks) or len(block.text) > LONGEST_FACT:
            return place
        if COPYRIGHT.match(block.text):
            return place + 1
    texts = [block.text for block in lines[:MOST_FACTS]]
    return next((place + 1 for place in find_where(texts, LANGUAGE.fullmatch)), 0)


def _read_names(lines: Document) -> dict[str, str]:
    """Section, title and author, of which only the title is always there."""
    titles = [block.text for block in lines if TITLE.search(block.marks)]
    authors = [block.text for block in lines if AUTHOR.search(block.marks)]
    others = [block.text for block in lines if block.text not in titles + authors]
    section = " ".join(others[:1])
    if not titles:
        section = ""
        titles = [block.text for block in lines]
        if _ends_with_name(titles):
            authors = [titles.pop()]
        if len(titles) > 1:
            section = titles.pop(0)
    return {
        "title": " ".join(titles),
        "author": strip_byline(" ".join(authors)),
        "section": section,
    }


def _ends_with_name(texts: list[str]) -> bool:
    """Whether the last line ahead of the number of words names the author: it is the shorter."""
    if len(texts) > 1 and BYLINE.match(texts[-1]):
        return True
    lengths = [len(text.split()) for text in texts]
    return len(texts) > 1 and lengths[-1] <= min(LONGEST_NAME, lengths[-2])


def read_factiva_xml(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The articles of an answer in PPS, Dow Jones' XML; of a broken one, those that can be read."""
    parser = lxml.etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True
    )
    tree = parse_tree(data, parser)
    articles = [] if tree is None else list(tree.iter("{*}article"))
    for error in list(parser.error_log)[:1]:
        reason = f"broken XML: {error.message}"
        yield Problem(f"line {error.line}", reason, "kept what could be read")
    yield from read_documents(map(_fields_of, articles), _read_xml, "Factiva")


def _fields_of(article: Any) -> Document:
    """The paragraphs of an article in the order of the file, marked by their field."""
    fields = []
    for element in article.iterchildren("*"):
        name = lxml.etree.QName(element).localname
        parts = element.findall("{*}paragraph") or element.findall("{*}name")
        for part in parts or [element]:
            fields.append(Block(squeeze("".join(part.itertext())), name))
    return fields


def _read_xml(document: Document) -> Record:
    texts: dict[str, list[str]] = {}
    for text, name, _ in document:
        texts.setdefault(PPS.get(name, name), []).append(text)
    joined = {field: " ".join(values) for field, values in texts.items()}
    return {
        **joined,
        "author": strip_byline(joined.get("author", "")),
        "subject": texts.get("subject", []),
        "body": body_of(texts.get("body", [])),
    }


READERS_OF_TEXT = {
    "Factiva page": read_factiva_page,
    "Factiva text": read_factiva_text,
}
READERS_OF_BYTES = {"Factiva XML": read_factiva_xml}
