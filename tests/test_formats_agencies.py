"""Items of agencies (NITF, NewsML 1 and G2, ninjs) and corpora of news in their real structure."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.datelines import find_place, put_dateline
from toolkit.posts import read_source

BODY = "The lamps on the quay were lit again, said the harbour office on Monday."


def story(number: int, dateline: str = "", body: str = f"<p>{BODY}</p>") -> str:
    return f"""<nitf><head><docdata><doc-id id-string="q{number}"/>
<date.issue norm="2021050{number}T071500Z"/></docdata></head><body><body.head>
<hedline><hl1>Lamps {number}</hl1></hedline>{dateline}</body.head>
<body.content>{body}</body.content></body></nitf>"""


DATELINE = (
    "<dateline><location>Calder</location><story.date>May 3</story.date></dateline>"
)
TWO_STORIES = f"<?xml version='1.0'?>\n<stories day='3'>{story(1)}{story(2)}</stories>"
ONE_AFTER_THE_OTHER = "".join(
    f'<?xml version="1.0"?>\n<!DOCTYPE nitf SYSTEM "nitf.dtd">\n{story(number)}\n'
    for number in (1, 2)
)

NEWSML_1 = f"""<?xml version="1.0"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>20210509T000000Z</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>quay.example</ProviderId>
<DateId>20210503</DateId><NewsItemId>7</NewsItemId><PublicIdentifier/></NewsIdentifier>
</Identification><NewsManagement><FirstCreated>20210503T050000Z</FirstCreated>
<ThisRevisionCreated>20210503T071500+0200</ThisRevisionCreated><Status FormalName="Usable"/>
</NewsManagement><NewsComponent><NewsLines><HeadLine>Lamps lit</HeadLine>
<SubHeadLine>On the quay</SubHeadLine><ByLine>By Ada Wolff</ByLine>
<DateLine>CALDER, 3 mai 2021 (QW)</DateLine><KeywordLine>harbour, light</KeywordLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Quay Wire"/></Provider>
</AdministrativeMetadata>
<NewsComponent EquivalentsList="yes">
<ContentItem><MediaType FormalName="Text"/><MimeType FormalName="text/plain"/>
<DataContent>PLAIN {BODY}</DataContent></ContentItem>
<ContentItem><MediaType FormalName="Text"/><DataContent><nitf><body><body.content>
<p>{BODY}</p></body.content></body></nitf></DataContent></ContentItem>
<ContentItem><DataContent><html><body><p>AGAIN {BODY}</p></body></html></DataContent>
</ContentItem></NewsComponent>
<NewsComponent><NewsLines><HeadLine>The photo</HeadLine></NewsLines>
<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>
<NewsComponent><NewsLines><HeadLine>Second story</HeadLine></NewsLines>
<ContentItem><DataContent><![CDATA[<p>Of its own.</p>]]></DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem>
<NewsItem><NewsManagement><Status FormalName="Canceled"/></NewsManagement></NewsItem>
</NewsML>"""

G2_PACKAGE = f"""<?xml version="1.0"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<packageItem guid="p"><itemMeta><itemClass qcode="ninat:composite"/></itemMeta></packageItem>
<newsItem guid="a"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2021-05-03T07:15:00Z</versionCreated></itemMeta><contentMeta>
<headline role="hl:short">Lamps</headline><headline>Lamps lit</headline>
<located qcode="city:1"><name>Port Calder</name></located></contentMeta>
<contentSet><inlineData contenttype="text/plain">{BODY}

And more.</inlineData></contentSet></newsItem>
<newsItem guid="b"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2021-05-04T07:15:00Z</versionCreated></itemMeta>
<contentMeta><headline>Elsewhere</headline></contentMeta>
<contentSet><remoteContent href="b.xml"/></contentSet></newsItem></itemSet></newsMessage>"""

NINJS_2 = {
    "uri": "urn:1",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2021-05-03T07:15:00Z",
    "headline": "Lamps lit",
    "byline": "By Ada Wolff",
    "located": "Calder",
    "urgency": 4,
    "body_xhtml": f"<p>{BODY}</p>",
    "body_text": BODY,
    "subject": [{"name": "harbour"}],
}
NINJS_3 = {
    "uri": "urn:2",
    "contentCreated": "2021-05-04T07:15:00Z",
    "headlines": [{"role": "short", "value": "L"}, {"role": "main", "value": "Two"}],
    "bodies": [{"contenttype": "text/plain", "value": f"A < B. {BODY}"}],
    "bylines": [{"value": "By Ada Wolff"}, {"value": "Jo Marsh"}],
    "places": [{"rel": "located", "name": "Calder"}],
}
NINJS_PACKAGE = {
    "uri": "urn:3",
    "type": "composite",
    "versioncreated": "2021-05-05T07:15:00Z",
    "headline": "Both",
    "associations": {"main": NINJS_2, "photo": {**NINJS_2, "type": "picture"}},
}

REUTERS = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" OLDID="5" NEWID="1"><DATE>26-FEB-1997 15:01:01.79</DATE>
<TOPICS><D>light</D><D>trade</D></TOPICS><UNKNOWN>&#5;&#5; f0704</UNKNOWN>
<TEXT>&#2;<TITLE>LAMPS LIT</TITLE><DATELINE>    CALDER, Feb 26 - </DATELINE><BODY>The lamps
are &lt;lit>.
    Second one.
 Reuter
&#3;</BODY></TEXT></REUTERS>
<REUTERS NEWID="2"><DATE>27-FEB-1997 15:01:01.79</DATE>
<TEXT TYPE="BRIEF">&#2;<TITLE>TWO</TITLE>Of no body.&#3;</TEXT></REUTERS>"""
TREC = f"""<DOC><DOCNO> AP970503-0001 </DOCNO><HEAD>Lamps lit</HEAD><BYLINE>By ADA WOLFF</BYLINE>
<TEXT>{BODY}</TEXT></DOC>
<DOC><DOCNO> LA010297-0001 </DOCNO><DATE><P>January 2, 1997, Thursday, Home Edition </P></DATE>
<HEADLINE><P>TWO </P></HEADLINE><TEXT><P>One. </P><P>Two. </P></TEXT></DOC>"""
GIGAWORD = f"""<DOC id="QWR_ENG_20101220.0219" type="story" ><HEADLINE>
Lamps lit
</HEADLINE><DATELINE>
Calder, Dec 20, 2010 (QW)
</DATELINE><TEXT><P>
{BODY}
</P></TEXT></DOC>"""
RCV = f"""<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="2286" id="root" date="1996-08-20" xml:lang="en"><title>UK: Lamps.</title>
<headline>Lamps lit</headline><dateline>CALDER</dateline><text><p>{BODY}</p></text>
<metadata><dc element="dc.publisher" value="Quay Wire"/></metadata></newsitem>"""


def read(tmp_path: Path, name: str, text: str) -> Any:
    path = tmp_path / name
    path.write_text(text)
    return read_source(path, on_problem="ignore")


@pytest.mark.parametrize("text", [TWO_STORIES, ONE_AFTER_THE_OTHER])
def test_several_stories_in_one_file(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, "a.xml", text)
    assert list(reading.posts.title) == ["Lamps 1", "Lamps 2"]
    assert list(reading.posts.index) == ["q1", "q2"]
    assert reading.problems.empty


def test_a_story_that_is_cut_off_keeps_those_before_and_its_line() -> None:
    data = ONE_AFTER_THE_OTHER[:-60].encode()
    found = list(read_records(data, "NITF"))
    [problem] = [one for one in found if isinstance(one, Problem)]
    assert [one["title"] for one in found if isinstance(one, dict)] == ["Lamps 1"]
    assert problem.place == f"line {data.count(10) + 1}"


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ("PARIS, 17 mai 2006 (AFP)", "PARIS"),
        ("    SALVADOR, Feb 26 - ", "SALVADOR"),
        ("Boston, Mass., Dec 20, 2010 (AFP)", "BOSTON, Mass."),
        ("São Paulo, 5 de maio", "SÃO PAULO"),
        ("WASHINGTON (AP) _", "WASHINGTON"),
        ("LONDON, March", "LONDON"),
        ("BEIRUT/GENEVA --", "BEIRUT/GENEVA"),
        ("3 May", ""),
        ("May", ""),
        ("", ""),
    ],
)
def test_the_place_of_a_dateline(stated: str, place: str) -> None:
    assert find_place(stated) == place


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("<p>CALDER, May 3 (QW) - The lamps.</p>", "html"),
        ("<p>Calder -- The lamps.</p>", "html"),
        ("CALDER: The lamps.", "plain"),
    ],
)
def test_a_text_that_begins_with_its_dateline_stays(body: str, markup: str) -> None:
    record = {"dateline": "CALDER", "body": body, "_markup": markup}
    assert put_dateline(record) == {"body": body, "_markup": markup}


def test_a_dateline_without_a_place_stays_a_field() -> None:
    for stated, body in (("3 May", "<p>x</p>"), ("北京", "<p>x</p>"), ("CALDER", "")):
        record = {"dateline": stated, "body": body, "_markup": "html"}
        assert put_dateline(record) == record


def test_datelines_fill_their_column_and_leave_the_text(tmp_path: Path) -> None:
    sources = {
        "a.xml": story(1, DATELINE),
        "b.xml": NEWSML_1,
        "c.xml": G2_PACKAGE,
        "d.json": json.dumps(NINJS_2),
        "e.sgm": REUTERS,
    }
    for name, place in zip(
        sources, ["CALDER", "CALDER", "PORT CALDER", "CALDER", "CALDER"], strict=True
    ):
        post = read(tmp_path, name, sources[name]).posts.iloc[0]
        assert post.dateline == place, name
        assert post.text.startswith("The lamps"), name
    # A city that the first sentence is about is no dateline.
    text = story(1, DATELINE, f"<p>Calder lit its lamps. {BODY}</p>")
    post = read(tmp_path, "f.xml", text).posts.iloc[0]
    assert (post.dateline, post.text[:20]) == ("CALDER", "Calder lit its lamps")


def test_what_stands_behind_a_part_that_is_no_text_is_kept(tmp_path: Path) -> None:
    body = (
        "<p>Ahead <media-reference source='a'/>and behind it, all of the sentence.</p>"
    )
    post = read(tmp_path, "a.xml", story(1, body=body)).posts.iloc[0]
    assert post.text == "Ahead and behind it, all of the sentence."


def test_sections_of_the_new_york_times_corpus(tmp_path: Path) -> None:
    head = '<head><meta name="dsk" content="Metro"/>'
    head += '<meta name="online_sections" content="Light; New York"/>'
    post = read(tmp_path, "a.xml", story(1).replace("<head>", head)).posts.iloc[0]
    assert post.categories == ["Metro", "Light", "New York"]


def test_components_of_newsml_1(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.xml", NEWSML_1)
    posts = reading.posts
    assert list(posts.title) == ["Lamps lit", "Second story"]
    assert list(posts.text) == [BODY, "Of its own."]
    assert list(posts.index) == ["quay.example:20210503:7", "quay.example:20210503:7#2"]
    post = posts.iloc[0]
    assert (post.author, post.outlet, post.language) == ("Ada Wolff", "Quay Wire", "en")
    assert (post.categories, post.format) == (["harbour", "light"], "NewsML 1")
    assert f"{post.published:%Y-%m-%d %H:%M}" == "2021-05-03 05:15"
    assert sorted(reading.problems.reason) == ["1 canceled item", "1 photo item"]


def test_items_and_packages_of_newsml_g2(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.xml", G2_PACKAGE)
    assert list(reading.posts.title) == ["Lamps lit", "Elsewhere"]
    assert reading.posts.text.iloc[0] == f"{BODY}\n\nAnd more."
    assert "1 package" in list(reading.problems.reason)
    assert "the text of 1 items is elsewhere (remoteContent)" in list(
        reading.problems.reason
    )


@pytest.mark.parametrize(
    "value",
    [
        [NINJS_2, NINJS_3],
        {"items": [NINJS_2, NINJS_3]},
        {"_items": [NINJS_2, NINJS_3], "_meta": {"total": 2}},
        {"data": {"items": [{"item": NINJS_2}, {"item": NINJS_3}]}},
        [NINJS_PACKAGE, NINJS_3],
    ],
)
def test_ninjs_of_all_versions_alone_in_pages_and_packages(
    tmp_path: Path, value: Any
) -> None:
    reading = read(tmp_path, "a.json", json.dumps(value))
    posts = reading.posts
    assert list(posts.index) == ["urn:1", "urn:2"]
    assert list(posts.title) == ["Lamps lit", "Two"]
    assert list(posts.text) == [BODY, f"A < B. {BODY}"]
    assert list(posts.author) == ["Ada Wolff", "Ada Wolff, Jo Marsh"]
    assert list(posts.dateline) == ["CALDER", "CALDER"]
    assert posts.urgency.iloc[0] == 4
    # What fills a column of ours is no other column.
    assert not {"body_text", "headline", "byline", "versioncreated"} & {*posts}
    left_out = sorted(reading.problems.action)
    if NINJS_PACKAGE in list(value):
        assert left_out == ["package left out", "picture item left out"]


@pytest.mark.parametrize("held", [7, "x", [7], {"a": 7}, None])
def test_a_package_whose_associations_are_none(held: Any) -> None:
    package = {**NINJS_PACKAGE, "associations": held}
    data = json.dumps([package, NINJS_3]).encode()
    found = list(read_records(data, "JSON"))
    assert [one["_id"] for one in found if isinstance(one, dict)] == ["urn:2"]


def test_json_that_is_no_ninjs_is_left_to_others(tmp_path: Path) -> None:
    other = {"items": [{"title": "Lamps", "date": "2021-05-03", "content_text": BODY}]}
    post = read(tmp_path, "a.json", json.dumps(other)).posts.iloc[0]
    assert (post.title, post.text) == ("Lamps", BODY)


def test_a_table_of_ninjs(tmp_path: Path) -> None:
    rows = f'guid,versioncreated,headline,body_html\nurn:1,2021-05-03,Lamps,"<p>{BODY}</p>"'
    post = read(tmp_path, "a.csv", rows).posts.iloc[0]
    assert (post.name, post.title, post.text) == ("urn:1", "Lamps", BODY)


def test_documents_of_reuters_21578(tmp_path: Path) -> None:
    posts = read(tmp_path, "reut2-000.sgm", REUTERS).posts
    assert list(posts.index) == ["1", "2"]
    assert list(posts.title) == ["LAMPS LIT", "TWO"]
    assert list(posts.text) == ["The lamps are <lit>.\n\nSecond one.", "Of no body."]
    assert posts.categories.iloc[0] == ["light", "trade"]
    assert f"{posts.published.iloc[0]:%Y-%m-%d %H:%M}" == "1997-02-26 15:01"


def test_documents_of_trec_gigaword_and_rcv(tmp_path: Path) -> None:
    posts = read(tmp_path, "ap.txt", TREC).posts
    assert [f"{day:%Y-%m-%d}" for day in posts.published] == [
        "1997-05-03",
        "1997-01-02",
    ]
    assert list(posts.title) == ["Lamps lit", "TWO"]
    assert list(posts.text) == [BODY, "One.\n\nTwo."]
    assert posts.author.iloc[0] == "ADA WOLFF"
    post = read(tmp_path, "gw", GIGAWORD).posts.iloc[0]
    assert (post.name, post.title, post.text) == (
        "QWR_ENG_20101220.0219",
        "Lamps lit",
        BODY,
    )
    assert (f"{post.published:%Y-%m-%d}", post.dateline) == ("2010-12-20", "CALDER")
    post = read(tmp_path, "2286newsML.xml", RCV).posts.iloc[0]
    assert (post.name, post.title, post.outlet) == ("2286", "Lamps lit", "Quay Wire")


def test_documents_of_others_are_no_corpus() -> None:
    for text in (
        "<docs><doc><str name='id'>1</str></doc></docs>",
        "<html><body><doc><text>x</text></doc></body></html>",
        "<document><headline>x</headline></document>",
    ):
        assert find_format(text.encode(), "a.xml") != "tagged documents"


def test_a_document_without_an_end_is_told(tmp_path: Path) -> None:
    cut = TREC.replace("</TEXT></DOC>\n", "\n")
    reading = read(tmp_path, "a.txt", cut)
    assert len(reading.posts) == 2
    [problem] = reading.problems.itertuples()
    assert (problem.place, problem.reason) == ("line 1", "a document that has no end")


SAMPLES = {
    "a.nitf": ONE_AFTER_THE_OTHER,
    "b.nitf": TWO_STORIES,
    "a.newsml": NEWSML_1,
    "g2.xml": G2_PACKAGE,
    "ninjs.json": json.dumps([NINJS_2, NINJS_3, NINJS_PACKAGE]),
    "reuters.sgm": REUTERS,
    "trec.txt": TREC,
    "gigaword.xml": GIGAWORD,
    "rcv.xml": RCV,
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=30, deadline=None)
@given(cut=st.floats(0, 1), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_damaged_items_give_records_problems_or_an_error(
    name: str, cut: float, at: float, byte: int
) -> None:
    whole = bytearray(SAMPLES[name].encode())
    whole[int(at * (len(whole) - 1))] = byte
    data = bytes(whole[: int(cut * len(whole))])
    of_type = find_format(SAMPLES[name].encode(), name) or ""
    for format in {of_type, find_format(data, name) or of_type}:
        try:
            found = list(read_records(data, format, name))
        except ValueError:
            continue
        assert all(isinstance(one, Problem | dict) for one in found)


@pytest.mark.parametrize("opening", ["<DOC><TEXT>", "<DOC><TITLE>", "<TITLE>"])
def test_documents_that_never_end_take_linear_time(opening: str) -> None:
    data = f"<DOC>{opening * 30_000}".encode()
    found = list(read_records(data, "tagged documents"))
    assert all(isinstance(one, Problem | dict) for one in found)
