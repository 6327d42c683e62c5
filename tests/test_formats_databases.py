"""Exports of news databases: an article each, dated by itself, whatever file holds them."""

import contextlib
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.database_dates import find_moment
from toolkit.lexicons import PACKAGED
from toolkit.posts import read_source

NEXIS_PAGE = """<HTML><HEAD><META DOCUMENTS="2" UPDATED="Monday, May 4, 2020  10:00:00 EST" />
</HEAD><BODY>
<A NAME="DOC_ID_0_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P><SPAN>1 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c0"><P><SPAN>Copyright 2019 Nordby Post GmbH</SPAN>
<BR><SPAN>Alle Rechte vorbehalten</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P><SPAN>Nordby Post</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P><SPAN>12. März 2019 Dienstag</SPAN><BR><SPAN>Gesamtausgabe</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>Fähre </SPAN><SPAN>fährt wieder</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>AUTOR: </SPAN><SPAN>Von Ida Holm</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>RUBRIK: </SPAN><SPAN>LOKALES; S. 3</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>LÄNGE: </SPAN><SPAN>30 Wörter</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P>Die Fähre fährt seit Montag wieder.</P>
<P>SPRACHE ist kein Feld hier.</P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>UPDATE: </SPAN><SPAN>4. Mai 2020</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P><SPAN>SPRACHE: </SPAN><SPAN>GERMAN; Deutsch</SPAN></P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<A NAME="DOC_ID_0_1"></A><!-- Hide XML section from browser
<DOC NUMBER=2>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P><SPAN>2 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P>This document cannot be displayed due to publisher restrictions.</P></DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
</BODY></HTML>
"""
NEXIS_TEXT = """


Download Request: Selected Items: 1-2
Time Of Request: Monday, May 04, 2020  10:00:00



                               1 of 2 DOCUMENTS



                              Nordby Post (Nordby)

                             March 12, 2019 Tuesday
                                   Edition 1;
                                    National

Ferry sails
again

BYLINE: Ida Holm

HIGHLIGHT: After a long
winter

LENGTH: 30 words
DATELINE: NORDBY

The ferry has sailed again since Monday, a spokesman of the harbour said on
the pier, where the
city
had gathered.

"It is about time": the second paragraph.

NOTE: so it reads in the text.

COLUMN: a word in capitals.

One.

Two.

Three.

Four.

SUBJECT: FERRIES
(90%)

LOAD-DATE: May 4, 2020

LANGUAGE: ENGLISH

                       Copyright 2019 Nordby Post Limited
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                              Nordby Post (Nordby)

                                   March 2019

A photograph

LENGTH: 3 words

GRAPHIC: The ferry
"""
UNI = [
    "Date and Time: Monday, 4. May 2020 10:00:00 CEST",
    "Documents (2)",
    "1. Ferry sails again",
    "Narrowed by",
    "Jan 01, 2019 to Dec 31, 2019",
    "2. March 5, 2019: a school closes",
    "",
    "Ferry sails again",
    "Nordby Post",
    "March 12, 2019 Tuesday 9:15 PM GMT",
    "Copyright 2019 Nordby Post All Rights Reserved",
    "Section: LOCAL; Pg. 4",
    "Length: 30 words",
    "Byline: By Ida Holm",
    "Highlight: After a long winter",
    "Body",
    "",
    "The ferry has sailed again.",
    "Location: the pier, the second paragraph says.",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Load-Date: May 4, 2020",
    "End of Document",
    "March 5, 2019: a school closes",
    "Nordby Post",
    "March 5, 2019 Tuesday",
    "Length: 5 words",
    "Body",
    "It has closed.",
    "Load-Date: May 4, 2020",
    "End of Document",
]
FACTIVA_ARTICLE = """<div class="article enArticle"><p>&nbsp;</p><div>Local</div>
<div id="hd"><span class='enHeadline'>Ferry sails again
</span></div><div class="author">By Ida Holm</div><div>1,030 words</div><div>12 March 2019</div>
<div>21:15</div><div>Nordby Post</div><div>NORDP</div><div>4</div><div>English</div>
<div>Copyright 2019. Nordby Post. </div>
<p class="articleParagraph enarticleParagraph" >The ferry has
sailed again.</p><p class="articleParagraph enarticleParagraph" >The second paragraph.</p>
<p>Document NORDP00020190312ef3c00001</p></div>"""
FACTIVA_PAGE = f"""<!DOCTYPE html><html><head><title>Factiva</title></head><body><h1>Factiva</h1>
{FACTIVA_ARTICLE}<br/>{FACTIVA_ARTICLE.replace("12 March", "1. März").replace("0001<", "0002<")}
<div>&copy; 2020 Factiva, Inc. All rights reserved.</div></body></html>"""
FACTIVA_XML = """<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">
<ppsarticleResultSet count="1"><ppsarticle><article><accessionNo>N1</accessionNo>
<headline><paragraph>Ferry <hlt>sails</hlt> again</paragraph></headline>
<leadParagraph><paragraph>The ferry has sailed again.</paragraph></leadParagraph>
<publicationDate><date>2019-03-12</date></publicationDate><sourceName>Nordby Post</sourceName>
<tailParagraphs><paragraph>Two.</paragraph><paragraph>Three.</paragraph></tailParagraphs>
</article></ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""
RTF_ROWS = r"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}
\trowd\pard\intbl HD\cell Ferry sails again\cell\row
\trowd\pard\intbl BY\cell Ida Holm\cell\row
\trowd\pard\intbl WC\cell 30 words\cell\row
\trowd\pard\intbl PD\cell 12 March 2019\cell\row
\trowd\pard\intbl SN\cell Nordby Post\cell\row
\trowd\pard\intbl LP\cell The ferry has sailed again.\par It has.\cell\row
\trowd\pard\intbl TD\cell The caf\'e9 too.\cell\row
\trowd\pard\intbl NS\cell gtran : Transport | gcat : Politics\cell\row
\pard Document NORDP00020190312ef3c00001\par
\pard Search Summary\par Text\par ferry\par}"""
EUROPRESSE_ARTICLE = """<article><header><div class="rdp__DocPublicationName">
<span class="DocPublicationName">Le Courrier de Nordby, no. 4411 </span></div>
<div><span class="DocHeader">mardi 12 mars 2019 à 16:25 UTC +01:00, p. 3</span></div>
<div class="titreArticle"><p class="rdp__subtitle">PORT</p>
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le <mark>bac</mark> repart</p>
<p class="sm-margin-bottomNews">Après l'hiver</p></div>
<div class="sm-margin-bottomNews">Ida Holm</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>Le bac repart.</p>
<p>Deux<br/>lignes.</p></div></div></section><footer><p>Numéro de document : news·20190312·CN·77</p>
<div>Ce certificat est émis à <b>X</b> le 4 mai 2020.</div></footer></article>"""
EUROPRESSE_TABLE = """<html><body><table><tbody><tr><td>
<span class="DocPublicationName">Le Courrier de Nordby</span><br>
<span class="DocHeader">Port, </span>
<span class="DocHeader">12 mars 2009</span><span class="DocHeader">, p. 3</span><br>
<span class="TitreArticleVisu">Le bac repart</span><br>Ida Holm<br><br>Le bac repart lundi.
<br>Un
<b>second</b> paragraphe.<br>© 2009 Le Courrier de Nordby. Tous droits réservés.</td></tr>
<tr><td align="center">news·20090312·CN·77</td></tr></tbody></table></body></html>"""
PROQUEST_TEXT = """____________________________________________________________
Report Information from ProQuest
May 04, 2020 10:00
____________________________________________________________
Document 1 of 2

Ferry sails again

Author: Holm, Ida

Publication info: Nordby Post, Late Edition (East Coast); Nordby [Nordby]12 Mar 2019: A.1.

ProQuest document link

Abstract: None available.

Full text: The ferry has sailed again since Monday, a spokesman said on
the pier.

Second paragraph.

Subject: Ferries; Harbours

Publication title: Nordby Post, Late Edition (East Coast); Nordby

Publication date: Mar 12, 2019

ProQuest document ID: 12345

Document URL: https://search.proquest.example/docview/12345

Last updated: 2020-05-04
____________________________________________________________
Document 2 of 2

A school closes

Publication title: Nordby Post

Publication date: March 5, 2019

Abstract: It has closed.
____________________________________________________________
Contact ProQuest
"""
DAY = "2019-03-12"


def as_word(lines: list[str]) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("docProps/app.xml", "<Properties/>")
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>',
        )
    return buffer.getvalue()


def as_rtf(lines: list[str]) -> bytes:
    return (
        "{\\rtf1\\ansi " + "".join(f"{line}\\par\n" for line in lines) + "}"
    ).encode()


def read(data: str | bytes) -> tuple[str | None, list[dict[str, Any]], list[Problem]]:
    raw = data.encode() if isinstance(data, str) else data
    format = find_format(raw[:65_536])
    found = list(read_records(raw, format or ""))
    problems = [item for item in found if isinstance(item, Problem)]
    return format, [item for item in found if not isinstance(item, Problem)], problems


def check(record: dict[str, Any], **fields: object) -> None:
    assert {field: record.get(field) for field in fields} == fields


def test_a_page_of_lexisnexis_in_german_and_a_document_not_shown() -> None:
    format, [record], [problem] = read(NEXIS_PAGE)
    assert format == "LexisNexis page"
    check(
        record,
        title="Fähre fährt wieder",
        outlet="Nordby Post",
        date=DAY,
        author="Ida Holm",
        section="LOKALES",
        body="Die Fähre fährt seit Montag wieder.\n\nSPRACHE ist kein Feld hier.",
        language="GERMAN",
    )
    assert problem == ("", "1 document that cannot be shown", "left out")


def test_a_text_of_lexisnexis_joins_wrapped_lines_and_knows_a_month_for_no_day() -> (
    None
):
    format, [first, second], problems = read(NEXIS_TEXT)
    assert (format, problems) == ("LexisNexis text", [])
    check(
        first,
        title="Ferry sails again",
        outlet="Nordby Post (Nordby)",
        date=DAY,
        author="Ida Holm",
        summary="After a long winter",
        DATELINE="NORDBY",
        LENGTH="30 words",
        body="The ferry has sailed again since Monday, a spokesman of the harbour said on the "
        'pier, where the city had gathered.\n\n"It is about time": the second paragraph.\n\n'
        "NOTE: so it reads in the text.\n\nCOLUMN: a word in capitals.\n\n"
        "One.\n\nTwo.\n\nThree.\n\nFour.",
        SUBJECT="FERRIES (90%)",
    )
    check(
        second, title="A photograph", date="March 2019", GRAPHIC="The ferry", body=None
    )


@pytest.mark.parametrize("write", [as_word, as_rtf])
def test_a_file_of_nexis_uni_is_read_without_its_cover(write: Any) -> None:
    format, [first, second], problems = read(write(UNI))
    assert format == {as_word: "Word", as_rtf: "RTF"}[write]
    assert not problems
    check(
        first,
        title="Ferry sails again",
        outlet="Nordby Post",
        date=f"{DAY} 9:15 PM GMT",
        author="Ida Holm",
        section="LOCAL",
        body="The ferry has sailed again.\n\nLocation: the pier, the second paragraph says.",
        language="ENGLISH",
    )
    check(
        second,
        title="March 5, 2019: a school closes",
        date="2019-03-05",
        body="It has closed.",
    )


def test_one_document_of_nexis_uni_without_a_cover_or_cut_off() -> None:
    single = UNI[7:24]
    whole, cut = (
        read(as_word(single))[1],
        read(as_word([*UNI[:28], "Body", "It has"]))[1],
    )
    check(whole[0], title="Ferry sails again", outlet="Nordby Post")
    check(cut[1], outlet="Nordby Post", date="2019-03-05", body="It has")


def test_a_page_of_factiva_without_codes_in_two_languages() -> None:
    format, [first, second], problems = read(FACTIVA_PAGE)
    assert (format, problems) == ("Factiva page", [])
    check(
        first,
        title="Ferry sails again",
        author="Ida Holm",
        date=f"{DAY} 21:15",
        outlet="Nordby Post",
        language="English",
        WC="1,030 words",
        section="Local",
        body="The ferry has sailed again.\n\nThe second paragraph.",
        _id="NORDP00020190312ef3c00001",
    )
    check(second, date="2019-03-01 21:15", _id="NORDP00020190312ef3c00002")


def test_pps_of_factiva_whole_and_cut() -> None:
    format, [record], problems = read(FACTIVA_XML)
    assert (format, problems) == ("Factiva XML", [])
    check(
        record,
        title="Ferry sails again",
        date=DAY,
        outlet="Nordby Post",
        body="The ferry has sailed again.\n\nTwo.\n\nThree.",
        _id="N1",
    )
    _, [cut], [problem] = read(FACTIVA_XML[:-160])
    check(cut, title="Ferry sails again")
    assert problem.reason.startswith("broken XML")


def test_rows_of_two_letter_codes_in_rtf() -> None:
    format, [record], _ = read(RTF_ROWS)
    assert format == "RTF"
    check(
        record,
        title="Ferry sails again",
        author="Ida Holm",
        date=DAY,
        outlet="Nordby Post",
        subject=["Transport", "Politics"],
        body="The ferry has sailed again.\n\nIt has.\n\nThe café too.",
    )


def test_articles_of_europresse_whose_number_is_told_twice() -> None:
    format, [first, second], _ = read(
        f"<html><body>{EUROPRESSE_ARTICLE * 2}</body></html>"
    )
    assert format == "Europresse page"
    check(
        first,
        title="Le bac repart",
        outlet="Le Courrier de Nordby",
        date=f"{DAY} 16:25 UTC+01:00",
        author="Ida Holm",
        section=None,
        body="Le bac repart.\n\nDeux\n\nlignes.",
        _id="news·20190312·CN·77",
    )
    assert "_id" not in second


def test_the_older_layout_of_europresse() -> None:
    _, [record], _ = read(EUROPRESSE_TABLE)
    check(
        record,
        title="Le bac repart",
        outlet="Le Courrier de Nordby",
        date="2009-03-12",
        author="Ida Holm",
        section="Port",
        body="Le bac repart lundi.\n\nUn second paragraphe.",
        _id="news·20090312·CN·77",
    )


def test_a_text_of_proquest_of_which_one_document_has_but_an_abstract() -> None:
    format, [first, second], problems = read(PROQUEST_TEXT)
    assert (format, problems) == ("ProQuest text", [])
    check(
        first,
        title="Ferry sails again",
        _outlet="Nordby Post",
        date=DAY,
        author="Holm, Ida",
        url="https://search.proquest.example/docview/12345",
        subject=["Ferries", "Harbours"],
        summary=None,
        body="The ferry has sailed again since Monday, a spokesman said on the pier."
        "\n\nSecond paragraph.",
        _id="12345",
    )
    check(
        second,
        title="A school closes",
        date="2019-03-05",
        summary="It has closed.",
        body=None,
    )


def test_a_database_is_not_the_outlet_of_its_links(tmp_path: Any) -> None:
    path = tmp_path / "export.txt"
    path.write_text(PROQUEST_TEXT)
    posts = read_source(path).posts
    assert posts["outlet"].tolist() == ["Nordby Post", "Nordby Post"]
    assert posts["kind"].tolist()[1] == "snippet"


@pytest.mark.parametrize("write", [as_word, as_rtf])
def test_a_file_of_nobody_s_is_refused_by_what_it_is(write: Any) -> None:
    with pytest.raises(
        ValueError, match="no export of LexisNexis, Factiva or ProQuest"
    ):
        read(write(["A letter", "to somebody"]))


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("Friday, April 22, 2016, 9.30", "2016-04-22"),
        ("22 avril 2016", "2016-04-22"),
        ("1er août 2016 à 07h05", "2016-08-01 07:05"),
        ("22. Dezember 2016 Donnerstag 06:10 MEZ", "2016-12-22 06:10 MEZ"),
        ("3 de julio de 2016", "2016-07-03"),
        ("22/4/2016", "22/4/2016"),
        ("In May 20 people of 2016", ""),
    ],
)
def test_the_day_of_a_line(stated: str, moment: str) -> None:
    assert find_moment(stated) == moment


def test_the_signs_of_a_vendor_are_those_of_its_format() -> None:
    openings = {row["format"]: row["opening"] for row in PACKAGED.rows("formats.csv")}
    names = {"lexisnexis": "LexisNexis", "proquest": "ProQuest"}
    for vendor, rule in PACKAGED.tables("news_databases.toml")["page"].items():
        assert rule["shows"] in openings[f"{names.get(vendor, vendor.title())} page"]


def test_signs_below_64_kilobytes_are_seen_too() -> None:
    styles = f"<style>{'a { color: red } ' * 5_000}</style>"
    page = f"<html><head>{styles}</head><body>{EUROPRESSE_ARTICLE * 2}</body></html>"
    format, records, _ = read(page)
    assert (format, len(records)) == ("page", 2)
    check(records[0], title="Le bac repart", date=f"{DAY} 16:25 UTC+01:00")


SAMPLES = [
    data if isinstance(data, bytes) else data.encode()
    for data in (
        NEXIS_PAGE,
        NEXIS_TEXT,
        as_word(UNI),
        as_rtf(UNI),
        FACTIVA_PAGE,
        FACTIVA_XML,
        RTF_ROWS,
        EUROPRESSE_ARTICLE,
        EUROPRESSE_TABLE,
        PROQUEST_TEXT,
    )
]


def test_entities_do_not_expand() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">'
    for above, name in zip("abcdefgh", "bcdefghi", strict=True):
        entities += f'<!ENTITY {name} "{f"&{above};" * 10}">'
    bomb = f"<!DOCTYPE PPSResponse [{entities}]>" + FACTIVA_XML.partition("?>")[2]
    _, records, problems = read(bomb.replace("Two.", "&i;"))
    assert problems
    assert len(str(records)) < 10_000


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_cut_and_changed_files_raise_nothing_but_valueerror(
    sample: bytes, data: Any
) -> None:
    format = find_format(sample)
    assert format
    place = data.draw(st.integers(0, len(sample) - 1))
    changed = bytearray(sample)
    changed[place] = data.draw(st.integers(0, 255))
    for broken in (sample[:place], bytes(changed)):
        try:
            list(read_records(broken, str(format)))
        except ValueError:
            continue


@pytest.mark.parametrize(
    "filler", ["<b>", "\n ", "1 of ", "March 1 ", "{\\f0 ", "DOCFULL ", "a: "]
)
@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_fillers_are_read(sample: bytes, filler: str) -> None:
    """In seconds: where the time grew with their square, it would be hours."""
    format = str(find_format(sample))
    middle = len(sample) // 2
    filled = sample[:middle] + filler.encode() * 20_000 + sample[middle:]
    with contextlib.suppress(ValueError):
        list(read_records(filled, format))
