"""News databases in the layouts and interface languages that people download."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from database_samples import (
    COVER,
    EUROPRESSE,
    EUROPRESSE_TABLE,
    FACTIVA_LINES,
    FACTIVA_ROWS,
    INTERFACES,
    LEXIS,
    PROQUEST_DRAWN,
    PROQUEST_LINES,
    UNI,
    as_rtf,
    as_text,
    as_word,
    fill,
    paragraph,
    table,
    word,
)

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.database_dates import find_moment, find_period, is_dated
from toolkit.posts import read_source

DAY = "2019-03-12"
WRITERS = [as_text, as_word, as_rtf]


def read(data: bytes) -> list[dict[str, Any]]:
    found = list(read_records(data, str(find_format(data[:65_536]))))
    assert not [item for item in found if isinstance(item, Problem)]
    return [item for item in found if not isinstance(item, Problem)]


def check(record: dict[str, Any], **fields: object) -> None:
    assert {field: record.get(field) for field in fields} == fields


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("language", INTERFACES)
def test_lexisnexis_in_the_languages_of_its_interface(
    language: str, write: Any
) -> None:
    text = LEXIS.format(**INTERFACES[language])
    second = text.replace(" 12", " 13").replace("1 ", "2 ", 1)
    lines = (text + second).split("\n")
    if write is not as_text:  # whose paragraphs are whole
        lines = [line.strip() for line in lines if line.strip()]
    [first, other] = read(write(lines))
    check(
        first,
        title=INTERFACES[language]["title"],
        outlet="Nordby Post",
        author="Ida Holm",
        section="LOCAL",
        loaded=INTERFACES[language]["loaded"].partition(": ")[2],
    )
    assert first["date"].startswith(f"{DAY} ")
    assert first["date"].endswith(("14:25", "2:25 PM GMT"))
    assert first["body"].split() == [
        *INTERFACES[language]["text"].split(),
        "one",
        "line",
        "more.",
    ]
    assert other["outlet"] == "Nordby Post"


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("<!-- <DOC NUMBER=1>\n<DOCFULL> -->", "<!-- </DOCFULL></DOC> -->"),
        ("<DOC NUMBER=1><DOCFULL>", "</DOCFULL></DOC>"),
        ('<div class="DOCFULL">', "</div>"),
    ],
)
@pytest.mark.parametrize("language", INTERFACES)
def test_a_page_of_lexisnexis_however_it_marks_a_document(
    opened: str, closed: str, language: str
) -> None:
    lines = LEXIS.format(**INTERFACES[language]).split("\n\n")
    paragraphs = "".join(
        f"<div class=c5><p><span>{line}</span></p></div>" for line in lines
    )
    article = f"<a name=DOC_ID_0_0></a>{opened}{paragraphs}{closed}<p>Beside it.</p>"
    page = f"<html><body><p>2 articles</p>{article}{article}</body></html>"
    [record, second] = read(page.encode())
    assert record == second | {"_place": "document 1"}
    check(
        record,
        title=INTERFACES[language]["title"],
        outlet="Nordby Post",
        author="Ida Holm",
        section="LOCAL",
        body=f"{INTERFACES[language]['text']} one line more.",
        language=INTERFACES[language]["language"].partition(": ")[2].partition(";")[0],
    )


def test_labels_of_lexisnexis_that_no_list_has_are_fields_beside_those_known() -> None:
    text = LEXIS.format(**INTERFACES["en"])
    text = text.replace("BYLINE:", "EMBARGO TIME: noon\n\nBYLINE:")
    text = text.replace("LANGUAGE:", "PRINT RUN: 30,000\n\nLANGUAGE:")
    text = text.replace("It sails", "LONDON: it sails")
    [record] = read(text.encode())
    check(record, **{"EMBARGO TIME": "noon", "PRINT RUN": "30,000"})
    check(record, title="Ferry sails", body="LONDON: it sails one line more.")


@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize("end", ["End of Document", "Ende des Dokuments", ""])
def test_nexis_uni_in_word_by_headings_or_by_its_ends(headed: bool, end: str) -> None:
    if not (headed or end):
        return  # nothing says where the second begins
    style = "Heading1" if headed else ""
    first = fill(UNI, date="March 12, 2019 Tuesday 9:15 PM GMT")
    second = fill(UNI, date="12. März 2019 Dienstag")
    content = [
        *map(paragraph, COVER),
        paragraph("Ferry sails again", style),
        *map(paragraph, [*first, end]),
        paragraph("A school closes", style),
        *map(paragraph, [*second, end]),
    ]
    [ferry, school] = read(word("".join(content)))
    check(
        ferry,
        title="Ferry sails again",
        outlet="Nordby Post (Nordby)",
        date=f"{DAY} 9:15 PM GMT",
        author=["Ida Holm", "Per Lund"],
        section="LOCAL",
        summary="After a long winter",
        body="The ferry has sailed again.\n\nTwo days later it went on: well.",
        Graphic="The ferry at the pier.",
        language="ENGLISH",
        loaded="May 4, 2020",
    )
    check(school, title="A school closes", date=DAY)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("words", "date", "language", "document"),
    [
        ("1,030 words", "12 March 2019", "English", "Document"),
        ("1.030 Wörter", "12 März 2019", "Deutsch", "Dokument"),
        ("1 030 mots", "12 mars 2019", "Français", "Document"),
        ("1.030 palabras", "12 marzo 2019", "Español", "Documento"),
        ("1.030 woorden", "12 maart 2019", "Nederlands", "Document"),
    ],
)
def test_factiva_without_codes(
    write: Any, words: str, date: str, language: str, document: str
) -> None:
    facts = {"words": words, "date": date, "language": language, "document": document}
    lines = fill(FACTIVA_LINES, number=1, **facts) + fill(
        FACTIVA_LINES, number=2, **facts
    )
    [first, second] = read(write([*lines, "Search Summary", "", "Text", "", "ferry"]))
    check(
        first,
        title="Ferry sails again",
        section="Local",
        author="Ida Holm",
        date=f"{DAY} 21:15",
        outlet="Nordby Post",
        language=language,
        WC=words,
        body="The ferry has sailed again.\n\nThe second paragraph.",
        _id="NORDP00020190312ef3c00001",
    )
    check(second, _id="NORDP00020190312ef3c00002")


def as_rows_of_rtf(rows: dict[str, list[str]]) -> bytes:
    cells = []
    for code, texts in rows.items():
        inner = "\\par ".join(texts)
        cells.append(f"\\trowd\\pard\\intbl {code}\\cell {inner}\\cell\\row\n")
    return ("{\\rtf1\\ansi " + "".join(cells) + "}").encode()


@pytest.mark.parametrize("write", [lambda rows: word(table(rows)), as_rows_of_rtf])
def test_factiva_with_codes_in_tables(write: Any) -> None:
    [record] = read(write(FACTIVA_ROWS))
    check(
        record,
        title="Ferry sails again",
        author="Ida Holm",
        date=f"{DAY} 21:15",
        outlet="Nordby Post",
        section="Local",
        language="English",
        NGC="A code that no list has",
        subject=["Transport", "Politics"],
        body="The ferry has sailed again.\n\nIt has.\n\nAN\n\nThe line above is no code.",
        _id="NORDP00020190312ef3c00001",
    )


@pytest.mark.parametrize("write", WRITERS)
def test_proquest_by_numbers(write: Any) -> None:
    contents = ["Table of contents", "", "1. Ferry sails again", "", "2. Another", ""]
    first = fill(PROQUEST_LINES, number=1, date="Mar 12, 2019")
    second = fill(PROQUEST_LINES, number=2, date="March 2019")
    last = ["Database copyright ProQuest LLC; all rights reserved."]
    [ferry, month] = read(write([*contents, *first, *second, *last]))
    check(
        ferry,
        title="Ferry sails again",
        author=["Holm, Ida", "Lund, Per"],
        _outlet="Nordby Post",
        date=DAY,
        subject=["Ferries", "Harbours"],
        summary=None,
        body="The ferry has sailed again.\n\nSecond paragraph.",
        url="https://search.proquest.example/docview/123451",
        _id="123451",
    )
    check(month, date="March 2019", **{"date as stated": "March 2019"})


def test_proquest_by_lines_that_are_drawn() -> None:
    [ferry, school] = read(PROQUEST_DRAWN.encode())
    check(
        ferry,
        title="Ferry sails again",
        _outlet="Nordby Post",
        date=DAY,
        body="The ferry has sailed again since Monday, a spokesman said.\n\n"
        "The second: a paragraph.",
    )
    check(school, title="A school closes", date="Spring 2019", body="It has closed.")


@pytest.mark.parametrize(
    ("header", "date", "section"),
    [
        ("Port, mardi 12 mars 2019 874 mots, p. 3", DAY, "Port"),
        ("mardi 12 mars 2019 - 14:25:10 -0400", f"{DAY} 14:25:10-0400", None),
        (
            "Port, mardi 12 mars 2019 à 14 h 25 UTC +01:00",
            f"{DAY} 14:25 UTC+01:00",
            "Port",
        ),
        ("Port, Tuesday, March 12, 2019 874 words, p. 3", DAY, "Port"),
        ("Culture, mars 2019, p. 3", "mars 2019", "Culture"),
        ("Printemps 2019, p. 3", "Printemps 2019", None),
    ],
)
@pytest.mark.parametrize("layout", [EUROPRESSE, EUROPRESSE_TABLE])
def test_europresse_in_both_layouts(
    layout: str, header: str, date: str, section: str | None
) -> None:
    [record] = read(layout.format(header=header).encode())
    check(
        record,
        title="Le bac repart",
        author="Ida Holm",
        outlet="Le Courrier de Nordby",
        date=date,
        section=section,
    )
    assert record["body"].startswith("Le bac repart")
    assert "Numéro" not in record["body"]


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("12 mars 2019 14 h 25", f"{DAY} 14:25"),
        ("12 mars 2019 à 14h25", f"{DAY} 14:25"),
        ("12 mars 2019, 9 h", f"{DAY} 9:00"),
        ("12. März 2019 Dienstag 06.10 Uhr", f"{DAY} 06:10"),
        ("12 maart 2019 18.30 uur", f"{DAY} 18:30"),
        ("March 12, 2019, 9.30", DAY),  # may be a page
        ("12 mars 2019 874 mots", DAY),
        ("12 mars 2019 25 h 10", DAY),
        ("12 mars 2019 14 h 75", DAY),
        ("12 mars 2019 14 hommes", DAY),
        ("3. mrz 2019", "2019-03-03"),
    ],
)
def test_the_time_behind_a_day(stated: str, moment: str) -> None:
    assert find_moment(stated) == moment


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("March 2019", "March 2019"),
        ("Février 2019", "Février 2019"),
        ("Herbst 2019, S. 4", "Herbst 2019"),
        ("In May they met 30 times", ""),
        ("Le bac repart", ""),
    ],
)
def test_a_month_or_a_season_is_told_and_is_no_day(line: str, period: str) -> None:
    assert find_period(line) == period
    assert find_moment(line) == ""
    assert bool(period) == is_dated(line)


def test_a_word_file_that_unpacks_beyond_all_measure_is_refused() -> None:
    bomb = word(paragraph("End of Document") + " " * (12 * 2**20))
    assert len(bomb) < 100_000
    with pytest.raises(ValueError, match=r"word/document\.xml: unpacks from .* to"):
        read(bomb)


def test_a_word_file_as_large_that_holds_text_is_read() -> None:
    body = [str(number) for number in range(20_000)]
    lines = fill(UNI, date="March 12, 2019")
    [record] = read(
        as_word(["Ferry", *lines[:9], *body, *lines[9:], "End of Document"])
    )
    assert record["body"].startswith("0\n\n1\n\n2")


def test_what_word_keeps_twice_is_read_once() -> None:
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    twice = (
        f'<mc:AlternateContent xmlns:mc="{compatibility}">'
        f"<mc:Choice>{paragraph('In a box.')}</mc:Choice>"
        f"<mc:Fallback>{paragraph('In a box.')}</mc:Fallback></mc:AlternateContent>"
        f"<w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>"
        f"<w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:r><w:t>so</w:t><w:noBreakHyphen/><w:t>called</w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )
    lines = fill(UNI, date="March 12, 2019")
    head = "".join(map(paragraph, ["Ferry", *lines[:9]]))
    [record] = read(word(head + twice + paragraph("End of Document")))
    assert record["body"] == "In a box.\n\nMoved.\n\nso-called"


def test_a_word_file_whose_xml_is_cut_and_rtf_without_an_end_are_told() -> None:
    lines = ["Ferry", *fill(UNI, date="March 12, 2019"), "End of Document"]
    content = "".join(map(paragraph, lines))
    cut_word = word(content + "<w:p><w:r>")
    cut_rtf = as_rtf(lines)[:-40]
    for data, said in ((cut_word, "broken XML"), (cut_rtf, "cut off")):
        found = list(read_records(data, str(find_format(data))))
        problems = [item for item in found if isinstance(item, Problem)]
        assert [said in problem.reason for problem in problems] == [True]
        assert problems[0].place
        assert found[-1]["title"] == "Ferry"


def test_the_line_of_an_edition_is_a_column_and_no_title() -> None:
    text = LEXIS.format(**INTERFACES["en"])
    edition = text.replace("Ferry sails", "Met 2 Edition\n\nFerry sails")
    sole = text.replace(
        "Ferry sails", "The first edition of a book by Ida Holm is found"
    )
    check(read(edition.encode())[0], title="Ferry sails", edition="Met 2 Edition")
    title = "The first edition of a book by Ida Holm is found"
    check(read(sole.encode())[0], title=title, edition=None)


@pytest.mark.parametrize(
    ("labels", "sign"),
    [
        (
            (
                "Auteur :",
                "Texte intégral :",
                "Titre de la publication :",
                "Date de publication :",
            ),
            "ID du document ProQuest :",
        ),
        (
            ("Autor:", "Volltext:", "Publikationstitel:", "Publikationsdatum:"),
            "ProQuest-Dokument-ID:",
        ),
        (
            (
                "Autor:",
                "Texto completo:",
                "Título de publicación:",
                "Fecha de publicación:",
            ),
            "ID del documento de ProQuest:",
        ),
    ],
)
def test_proquest_in_the_languages_of_its_interface(
    labels: tuple[str, ...], sign: str
) -> None:
    author, body, outlet, date = labels
    lines = [
        "_" * 60,
        "Ferry sails again",
        f"{author} Holm, Ida",
        f"{body} The ferry has sailed again.",
        f"{outlet} Nordby Post",
        f"{date} 2019-03-12",
        f"{sign} 12345",
        "_" * 60,
    ]
    [record] = read("\n\n".join(lines).encode())
    check(
        record,
        title="Ferry sails again",
        author="Holm, Ida",
        body="The ferry has sailed again.",
        _outlet="Nordby Post",
        date=DAY,
        _id="12345",
    )


def test_a_day_of_factiva_in_a_language_that_no_list_has_keeps_its_words() -> None:
    facts = {"words": "30 words", "language": "Russian", "document": "Document"}
    [record] = read(
        as_text(fill(FACTIVA_LINES, date="12 марта 2019", number=1, **facts))
    )
    check(record, outlet="Nordby Post", date="12 марта 2019 21:15")
    assert record["date as stated"] == "12 марта 2019 21:15"


def test_several_exports_in_one_zip_are_read_each_as_what_it_is(tmp_path: Path) -> None:
    lines = ["Ferry", *fill(UNI, date="March 12, 2019"), "End of Document"]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("nexis/1.docx", as_word(lines))
        packed.writestr("nexis/2.rtf", as_rtf(lines))
        packed.writestr("proquest.txt", PROQUEST_DRAWN)
        packed.writestr("europresse.HTML", EUROPRESSE.format(header="12 mars 2019"))
    source = read_source(tmp_path / "all.zip", on_problem="ignore")
    assert sorted(source.posts["format"]) == [
        "Europresse page",
        "ProQuest text",
        "ProQuest text",
        "RTF",
        "Word",
    ]
    assert source.posts["published"].notna().sum() == 4  # and a spring
