"""Factiva's answers in PPS, Dow Jones' XML: an <article> each."""

from typing import Any

import lxml.etree

from toolkit.formats.common import FieldColumns, Problem, Record, Records
from toolkit.formats.database_blocks import RULES, Block, Document, squeeze
from toolkit.formats.database_labels import names_by_label
from toolkit.formats.database_records import body_of, read_documents, strip_byline
from toolkit.formats.xml_trees import parse_tree

FIELDS = names_by_label(RULES["factiva"]["xml"])


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
        texts.setdefault(FIELDS.get(name, name), []).append(text)
    joined = {field: " ".join(values) for field, values in texts.items()}
    return {
        **joined,
        "author": strip_byline(joined.get("author", "")),
        "subject": texts.get("subject", []),
        "body": body_of(texts.get("body", [])),
    }


READERS_OF_BYTES = {"Factiva XML": read_factiva_xml}
