"""Exports of news databases in the real structure, with invented texts."""

import io
import zipfile
from collections.abc import Iterable

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Interface, counter, date, author, section, length, text, loaded, language, copyright.
LEXIS = """

                              {counter}


                             Nordby Post

                         {date}

{title}

{author}: Ida Holm

{section}; {page} 3

{length}

{text} one
line more.

{loaded}

{language}

                  Copyright 2019 Nordby Post
                         {rights}
"""
INTERFACES = {
    "en": {
        "counter": "1 of 20 DOCUMENTS",
        "date": "March 12, 2019 Tuesday 2:25 PM GMT",
        "title": "Ferry sails",
        "author": "BYLINE",
        "section": "SECTION: LOCAL",
        "page": "Pg.",
        "length": "LENGTH: 30 words",
        "text": "It sails",
        "loaded": "LOAD-DATE: March 13, 2019",
        "language": "LANGUAGE: ENGLISH",
        "rights": "All Rights Reserved",
    },
    "de": {
        "counter": "Dokument 1 von 20",
        "date": "12. März 2019 Dienstag 14.25 Uhr",
        "title": "Fähre fährt",
        "author": "AUTOR",
        "section": "RUBRIK: LOCAL",
        "page": "S.",
        "length": "LÄNGE: 30 Wörter",
        "text": "Sie fährt",
        "loaded": "UPDATE: 13. März 2019",
        "language": "SPRACHE: GERMAN; DEUTSCH",
        "rights": "Alle Rechte vorbehalten",
    },
    "fr": {
        "counter": "Document 1 de 20",
        "date": "mardi 12 mars 2019 14 h 25",
        "title": "Le bac part",
        "author": "AUTEUR",
        "section": "RUBRIQUE: LOCAL",
        "page": "Pg.",
        "length": "LONGUEUR: 30 mots",
        "text": "Il part",
        "loaded": "DATE-CHARGEMENT: 13 mars 2019",
        "language": "LANGUE: FRENCH; FRANÇAIS",
        "rights": "Tous droits réservés",
    },
    "nl": {
        "counter": "1 van 20 DOCUMENTEN",
        "date": "12 maart 2019 dinsdag 14:25",
        "title": "Pont vaart",
        "author": "AUTEUR",
        "section": "RUBRIEK: LOCAL",
        "page": "Blz.",
        "length": "LENGTE: 30 woorden",
        "text": "Hij vaart",
        "loaded": "LAADDATUM: 13 maart 2019",
        "language": "TAAL: DUTCH; NEDERLANDS",
        "rights": "Alle rechten voorbehouden",
    },
    "es": {
        "counter": "Documento 1 de 20",
        "date": "12 de marzo de 2019 martes 14:25",
        "title": "El bote sale",
        "author": "AUTOR",
        "section": "SECCIÓN: LOCAL",
        "page": "Pág.",
        "length": "LONGITUD: 30 palabras",
        "text": "Sale",
        "loaded": "FECHA DE CARGA: 13 de marzo de 2019",
        "language": "IDIOMA: SPANISH; ESPAÑOL",
        "rights": "Todos los derechos reservados",
    },
}
COVER = [
    "User Name: Ida Holm",
    "Date and Time: Monday, May 4, 2020 10:00:00 AM CEST",
    "Job Number: 1234567",
    "Documents (2)",
    "1. Ferry sails again",
    "Client/Matter: -None-",
    "Search Terms: ferry",
    "Narrowed by:",
    "News: Timeline: Jan 01, 2019 to Dec 31, 2019",
    "2. A school closes",
]
UNI = [
    "Nordby Post (Nordby)",
    "{date}",
    "Copyright 2019 Nordby Post All Rights Reserved",
    "Section: LOCAL; Pg. 4",
    "Length: 30 words",
    "Byline: By Ida Holm; Per Lund",
    "Highlight: After a long winter",
    "Body",
    "",
    "The ferry has sailed again.",
    "Two days later it went on: well.",
    "Graphic",
    "The ferry at the pier.",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Subject: FERRIES (90%); HARBOURS (78%)",
    "Load-Date: May 4, 2020",
]
FACTIVA_LINES = [
    "Local",
    "Ferry sails again",
    "By Ida Holm",
    "{words}",
    "{date}",
    "21:15",
    "Nordby Post",
    "NORDP",
    "4",
    "{language}",
    "Copyright 2019. Nordby Post.",
    "",
    "The ferry has sailed again.",
    "",
    "The second paragraph.",
    "",
    "{document} NORDP00020190312ef3c0000{number}",
    "",
]
FACTIVA_ROWS = {
    "SE": ["Local"],
    "HD": ["Ferry sails again"],
    "BY": ["By Ida Holm"],
    "WC": ["30 words"],
    "PD": ["12 March 2019"],
    "ET": ["21:15"],
    "SN": ["Nordby Post"],
    "NGC": ["A code that no list has"],
    "LA": ["English"],
    "LP": ["The ferry has sailed again.", "It has."],
    "TD": ["AN", "The line above is no code."],
    "NS": ["gtran : Transport | gcat : Politics"],
    "AN": ["Document NORDP00020190312ef3c00001"],
}
PROQUEST_LINES = [
    "Document {number} of 2",
    "",
    "Ferry sails again",
    "",
    "Author: Holm, Ida; Lund, Per",
    "",
    "Publication info: Nordby Post, Late Edition (East Coast); Nordby. 12 Mar 2019: A.1.",
    "",
    "ProQuest document link",
    "",
    "Abstract: None available.",
    "",
    "Full text: The ferry has sailed again.",
    "",
    "Second paragraph.",
    "",
    "Subject: Ferries; Harbours",
    "",
    "Publication title: Nordby Post",
    "",
    "Publication date: {date}",
    "",
    "ProQuest document ID: 12345{number}",
    "",
    "Document URL: https://search.proquest.example/docview/12345{number}",
    "",
    "Last updated: 2020-05-04",
    "",
]
# Without numbers: each document behind a line that is drawn.
PROQUEST_DRAWN = """____________________________________________________________

Ferry sails again

Links: https://resolver.example/x?y=1

Full text: The ferry has sailed again since Monday, a spokesman said.

The second: a paragraph.

Company / organization: Name: Nordby Lines; NAICS: 483111;

Publication title: Nordby Post, Late Edition (East Coast); Nordby

Publication date: Mar 12, 2019

ProQuest document ID: 12345

____________________________________________________________

A school closes

Full text: It has closed.

Publication title: Nordby Post

Publication date: Spring 2019

ProQuest document ID: 12346

____________________________________________________________

Contact us at: http://www.proquest.example/go/contact
Database copyright © 2020 ProQuest LLC. All rights reserved.
"""
EUROPRESSE = """<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">Le Courrier de Nordby, no. 4411 </span></div>
<div><span class="DocHeader">{header}</span></div>
<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">
Le bac repart</p></div><div class="sm-margin-bottomNews">Ida Holm</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>Le bac repart.</p>
</div></div></section><footer><p>news·20190312·CN·77</p></footer></article>"""
EUROPRESSE_TABLE = """<html><body><table><tbody><tr><td>
<span class="DocPublicationName">Le Courrier de Nordby</span><br>
<span class="DocHeader">{header}</span><br>
<span class="TitreArticleVisu">Le bac repart</span><br>Ida Holm<br><br>Le bac repart lundi.
<br>Un second paragraphe.<br>Numéro de document : news·20090312·CN·77</td></tr>
</tbody></table></body></html>"""


def fill(lines: Iterable[str], **facts: object) -> list[str]:
    """Lines with their gaps filled."""
    return [line.format(**facts) for line in lines]


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of Word."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: dict[str, list[str]]) -> str:
    """A table of Word, of two cells a row."""
    cells = []
    for code, texts in rows.items():
        inner = "".join(map(paragraph, texts))
        cells.append(f"<w:tr><w:tc>{paragraph(code)}</w:tc><w:tc>{inner}</w:tc></w:tr>")
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def word(content: str) -> bytes:
    """A Word file of this content, as XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("_rels/.rels", "<Relationships/>")
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{SPACE}"><w:body>{content}</w:body></w:document>',
        )
    return buffer.getvalue()


def as_word(lines: Iterable[str]) -> bytes:
    """A Word file of a paragraph a line."""
    return word("".join(map(paragraph, lines)))


def as_rtf(lines: Iterable[str]) -> bytes:
    """An RTF file of a paragraph a line; letters beyond ASCII by their bytes."""
    inner = "".join(f"\\pard\\plain {line}\\par\n" for line in lines)
    escaped = "".join(
        letter if ord(letter) < 128 else f"\\'{letter.encode('cp1252').hex()}"
        for letter in inner
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0 {escaped}}}".encode("ascii")


def as_text(lines: Iterable[str]) -> bytes:
    """A text of these lines."""
    return "\n".join(lines).encode()
