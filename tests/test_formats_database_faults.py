"""Files of news databases and reference managers that are cut, changed or named wrongly."""

import json
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
    as_word,
    fill,
    table,
    word,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_format, read_records

UNI_LINES = ["Ferry sails", *fill(UNI, date="March 12, 2019"), "End of Document"]
FACTIVA = fill(
    FACTIVA_LINES,
    words="30 words",
    date="12 March 2019",
    language="English",
    document="Document",
    number=1,
)
PROQUEST = fill(PROQUEST_LINES, number=1, date="Mar 12, 2019")
RIS = "TY  - NEWS\nTI  - Ferry {n}\nAU  - Holm, Ida\nDA  - 2019/03/12/\nER  - \n\n"
BIBTEX = "@article{{a{n},\n  title = {{Ferry}},\n  month = mar,\n  year = 2019\n}}\n\n"
CSL = [
    {
        "id": f"a{number}",
        "type": "article-newspaper",
        "title": "Ferry",
        "author": [{"family": "Holm", "given": "Ida"}],
        "issued": {"date-parts": [[2019, 3, 12]]},
    }
    for number in range(3)
]
PPS = """<?xml version="1.0"?><PPSResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticle>
<article><accessionNo>N{n}</accessionNo><headline><paragraph>Ferry</paragraph></headline>
<leadParagraph><paragraph>It sails.</paragraph></leadParagraph>
<publicationDate><date>2019-03-12</date></publicationDate></article></ppsarticle></PPSResponse>"""
FACTIVA_PAGE = """<html><head><title>Factiva</title></head><body><div class="article enArticle">
<div id="hd"><span class="enHeadline">Ferry sails</span></div><div>30 words</div>
<div>12 March 2019</div><div>Nordby Post</div><div>English</div>
<p class="articleParagraph enarticleParagraph">The ferry sails.</p>
<p>Document NORDP00020190312ef3c00001</p></div></body></html>"""
LEXIS_PAGE = """<HTML><BODY><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> --><BR><DIV CLASS="c0"><P>1 of 1 DOCUMENTS</P></DIV>
<DIV CLASS="c3"><P>Nordby Post</P></DIV>
<DIV CLASS="c3"><P>March 12, 2019 Tuesday</P></DIV><DIV CLASS="c5"><P>Ferry sails</P></DIV>
<DIV CLASS="c5"><P>LENGTH: 30 words</P></DIV><DIV CLASS="c5"><P>The ferry sails.</P></DIV>
<DIV CLASS="c5"><P>LANGUAGE: ENGLISH</P></DIV></BODY></HTML>"""
PROQUEST_PAGE = """<html><body><a name="DocID_1"></a><p><b>Ferry sails</b></p>
<p><b>Author: </b>Holm, Ida</p><p><b>Full text: </b>The ferry sails.</p>
<p><b>Publication date: </b>Mar 12, 2019</p><p><b>Publication title: </b>Nordby Post</p>
</body></html>"""
TEXTS = {
    "lexisnexis.txt": "".join(LEXIS.format(**facts) for facts in INTERFACES.values()),
    "factiva.txt": "\n".join(FACTIVA * 3),
    "proquest.txt": PROQUEST_DRAWN,
    "references.ris": "".join(RIS.format(n=number) for number in range(3)),
    "references.bib": "".join(BIBTEX.format(n=number) for number in range(3)),
    "lexisnexis.html": LEXIS_PAGE * 2,
    "factiva.html": FACTIVA_PAGE,
    "europresse.html": f"<html><body>{EUROPRESSE.format(header='12 mars 2019') * 3}</body></html>",
    "europresse-old.html": EUROPRESSE_TABLE.format(header="12 mars 2019"),
    "proquest.html": PROQUEST_PAGE,
    "pps.xml": PPS.format(n=1),
    "references.json": json.dumps(CSL, indent=1),
    "note.txt": "Ferry sails again\n\nBy Ida Holm\n\nThe ferry has sailed again.\n",
    "post.md": "Title: Ferry\nDate: 2019-03-12\nTags: ferries\n\nThe ferry sails again.\n",
    "post.rst": "Ferry sails\n###########\n\n:date: 2019-03-12\n\nThe ferry.\n",
}
SAMPLES = {name: text.encode() for name, text in TEXTS.items()} | {
    "uni.docx": as_word([*COVER, *UNI_LINES, *UNI_LINES]),
    "uni.rtf": as_rtf([*COVER, *UNI_LINES, *UNI_LINES]),
    "factiva.docx": word(table(FACTIVA_ROWS)),
    "factiva.rtf": as_rtf(FACTIVA * 2),
    "proquest.docx": as_word(PROQUEST * 2),
    "proquest.rtf": as_rtf(PROQUEST * 2),
}
FORMATS = {name: str(find_format(data, name)) for name, data in SAMPLES.items()}
# What is read from the top to the bottom: a cut changes but the last record.
IN_ORDER = [
    name
    for name in SAMPLES
    if not name.endswith((".docx", ".json", ".xml", ".rst", ".md", "note.txt"))
]


def try_to_read(
    data: bytes, format: str, name: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """Records and faults; every fault says what is wrong and what became of it."""
    records: list[dict[str, Any]] = []
    faults: list[str] = []
    try:
        for found in read_records(data, format, name):
            if isinstance(found, Problem):
                assert found.reason
                assert found.action
                faults.append(found.reason)
            else:
                assert found["_place"]
                records.append(found)
    except ValueError as error:
        faults.append(str(error))
    assert all(faults)
    return records, faults


def test_each_sample_is_told_and_read() -> None:
    expected = {"txt": "text", "html": "page", "docx": "Word", "rtf": "RTF"}
    for name, format in FORMATS.items():
        kind = expected.get(name.rpartition(".")[2], "")
        assert kind in format, (name, format)
        records, _ = try_to_read(SAMPLES[name], format, name)
        assert records, name


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_one_byte_changed_stops_nothing(name: str, data: Any) -> None:
    changed = bytearray(SAMPLES[name])
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] = data.draw(st.integers(0, 255))
    records, faults = try_to_read(bytes(changed), FORMATS[name], name)
    assert records or faults


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_what_stands_ahead_of_a_cut_is_read(name: str, data: Any) -> None:
    whole, _ = try_to_read(SAMPLES[name], FORMATS[name], name)
    place = data.draw(st.integers(0, len(SAMPLES[name]) - 1))
    records, faults = try_to_read(SAMPLES[name][:place], FORMATS[name], name)
    assert records or faults
    if name in IN_ORDER:
        complete = records[:-1]
        assert complete == whole[: len(complete)]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("format", sorted(set(FORMATS.values())))
def test_a_file_of_another_kind_than_is_said(name: str, format: str) -> None:
    records, faults = try_to_read(SAMPLES[name], format, name)
    assert records or faults


@pytest.mark.parametrize("name", SAMPLES)
def test_a_name_that_is_wrong_changes_nothing(name: str) -> None:
    if FORMATS[name] == "plain text":
        return  # which the name alone tells
    for other in ("a.txt", "a.csv", "a.json", "a.docx", "a"):
        assert find_format(SAMPLES[name], other) == FORMATS[name]
