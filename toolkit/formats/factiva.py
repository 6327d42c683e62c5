"""Factiva: pages (HTML) in two layouts and texts; RTF and Word files by `office_files`.

An article is a table of Dow Jones' two-letter fields (HD headline, BY byline, WC words, PD day,
ET time, SN source, LP and TD text), or the same as lines without codes: title, author,
"120 words", day, time, source, its code, language, copyright, text, "Document" and its number.
"""

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Document
from toolkit.formats.database_pages import read_page
from toolkit.formats.database_records import read_documents
from toolkit.formats.factiva_codes import read_coded
from toolkit.formats.factiva_facts import read_uncoded
from toolkit.formats.factiva_texts import cut_text


def read_factiva_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a page, of either layout."""
    documents = read_page(text, RULES["page"]["factiva"])
    return read_documents(documents, read_factiva, "Factiva")


def read_factiva_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The articles of a text, each with "120 words" and, at its end, "Document" and its number."""
    return read_documents(cut_text(text), read_factiva, "Factiva")


def read_factiva(document: Document) -> Record:
    """The record of an article."""
    if any(block.text == "HD" for block in document):
        return read_coded(document)
    return read_uncoded(document)


READERS_OF_TEXT = {
    "Factiva page": read_factiva_page,
    "Factiva text": read_factiva_text,
}
