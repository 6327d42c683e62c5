"""LexisNexis and Nexis Uni: pages (HTML) and texts; Word and RTF files by `office_files`.

A document of LexisNexis begins with "1 of 20 DOCUMENTS", the outlet, the date and the title, one
of Nexis Uni with title, outlet and date, and ends with "End of Document". Then follow labels
(BYLINE, SECTION, LENGTH), the body and labels again (LOAD-DATE, LANGUAGE).
"""

from toolkit.formats.common import FieldColumns, Record, Records
from toolkit.formats.database_blocks import RULES, Document, join_lines, read_lines
from toolkit.formats.database_dates import find_moment, is_dated
from toolkit.formats.database_labels import find_where
from toolkit.formats.database_pages import read_page
from toolkit.formats.database_records import read_documents
from toolkit.formats.nexis_documents import COUNTER, is_border, is_uni, split_nexis
from toolkit.formats.nexis_labels import STARTS
from toolkit.formats.nexis_texts import read_labelled, without_copyright
from toolkit.formats.nexis_uni import END

MOST_AHEAD = 12  # blocks of a document of LexisNexis up to its date


def read_nexis_page(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a page, each behind a comment <DOCFULL>."""
    documents = read_page(text, RULES["page"]["lexisnexis"])
    return read_documents(documents, read_nexis, "LexisNexis")


def read_nexis_text(text: str, name: str, columns: FieldColumns) -> Records:
    """The documents of a text, each behind "1 of 20 DOCUMENTS"; hard-wrapped lines are joined."""
    lines = text.split("\n")
    if any(END.fullmatch(line.strip()) for line in lines):  # of Nexis Uni, from Word
        blocks = read_lines(lines)
    else:
        blocks = join_lines(text, STARTS, COUNTER)
    documents = split_nexis(blocks)
    return read_documents(documents, read_nexis, "LexisNexis")


def read_nexis(document: Document) -> Record:
    """The record of a document of LexisNexis or Nexis Uni."""
    uni = is_uni(document)
    texts = [block.text for block in document if not is_border(block.text)]
    first = 2 if uni else 1
    places = [at for at in find_where(texts[:MOST_AHEAD], is_dated) if at >= first]
    dated = next(iter(places), first)
    names = without_copyright(texts[:dated])
    record = read_labelled(texts[dated + len(places[:1]) :], uni)
    if uni:
        record["title"] = " ".join(names[:1])
        names = names[1:]
    record["outlet"] = " ".join(names[:1])
    if places:
        record["date"] = find_moment(texts[dated]) or texts[dated]
    return record


READERS_OF_TEXT = {
    "LexisNexis page": read_nexis_page,
    "LexisNexis text": read_nexis_text,
}
