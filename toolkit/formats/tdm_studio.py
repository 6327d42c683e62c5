"""ProQuest's TDM Studio: an XML file a document (RECORD, GOID, TitleAtt, TextInfo)."""

import html

from toolkit.formats.common import FieldColumns, Records
from toolkit.formats.xml_parsing import parse_xml
from toolkit.formats.xml_trees import each, first_text, text_of

LANGUAGES = {
    "ENG": "en",
    "FRE": "fr",
    "GER": "de",
    "SPA": "es",
    "ITA": "it",
    "DUT": "nl",
}


def read_tdm(data: bytes, name: str, columns: FieldColumns) -> Records:
    """The documents of a file: one as a rule."""
    root, problems = parse_xml(data, "RECORD")
    yield from problems
    documents = (
        [root] if root.tag in ("RECORD", "Record") else list(each(root, "RECORD"))
    )
    for number, document in enumerate(documents, 1):
        publication = next(each(document, "PubFrosting"), None)
        titles = next(each(document, "TitleAtt"), None)
        texts = next(each(document, "TextInfo"), None)
        code = first_text(document, "ISOCode")
        yield {
            "_id": first_text(document, "GOID"),
            "title": "" if titles is None else first_text(titles, "Title"),
            "_outlet": "" if publication is None else first_text(publication, "Title"),
            "date": first_text(document, "NumericDate"),
            "author": [text_of(name) for name in each(document, "OriginalForm")],
            "language": LANGUAGES.get(code, code.lower()),
            "section": first_text(document, "ObjectTypes"),
            "body": "" if texts is None else html.unescape(first_text(texts, "Text")),
            "_place": f"document {number}",
        }


READERS_OF_BYTES = {"ProQuest TDM": read_tdm}
