"""Exports of publishing systems, agencies, references, mail and web archives, small and broken."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_bundle, find_format, read_records
from toolkit.formats.archives import open_members
from toolkit.posts import Reading, read_source

BODY = "The lamps on the quay were lit again, said the harbour office on Monday."
HTML = f"&lt;p&gt;{BODY}&lt;/p&gt;"

WXR = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay Post</title>
<wp:author><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada Wolff</wp:author_display_name></wp:author>
<item><title>Lamps &nbsp;lit</title><dc:creator>ada</dc:creator>
<guid>https://quay.example/?p=7</guid><pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate>
<content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded>
<wp:post_date>2021-05-03 07:15:00</wp:post_date>
<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category"><![CDATA[Harbour]]></category>
<category domain="post_tag"><![CDATA[light]]></category>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>
<item><title>Ferry late</title><dc:creator>nobody@quay.example</dc:creator>
<pubDate>Tue, 04 May 2021 09:00:00 +0200</pubDate>
<content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded>
<wp:post_date_gmt>2021-02-31 07:00:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="author" nicename="cap-ada">Ada Wolff</category>
<category domain="author" nicename="cap-jo">Jo Marsh</category></item>
<item><title>Half</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type>
<content:encoded>x</content:encoded></item>
</channel></rss>"""

BLOGGER = f"""<?xml version='1.0'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<title>Quay notes</title>
<entry><id>tag:blogger.com,1999:blog-9.post-1</id><blogger:type>POST</blogger:type>
<blogger:status>LIVE</blogger:status><author><name>Ada Wolff</name></author>
<title>Lamps lit</title><content type='html'>{HTML}</content>
<published>2021-05-03T07:15:00Z</published><updated>2023-01-01T00:00:00Z</updated>
<category scheme='tag:blogger.com,1999:blog-9' term='Harbour'/></entry>
<entry><blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>
<title>Half</title></entry>
<entry><blogger:type>COMMENT</blogger:type><content>a</content></entry>
<entry><blogger:type>COMMENT</blogger:type><content>b</content></entry>
<entry><blogger:type>PAGE</blogger:type><title>About</title></entry></feed>"""

NITF = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN" "nitf.dtd">
<nitf><head><docdata><date.issue norm="20210503T071500+0200"/></docdata></head><body>
<body.head><hedline><hl1>L\xe4mps lit</hl1><hl2>On the quay</hl2></hedline>
<byline>By Ada Wolff</byline><distributor>Quay Wire</distributor></body.head>
<body.content><block><p>{BODY}</p></block><media><media-reference source="a.jpg"/>
<media-caption>Lamps.</media-caption></media></body.content></body></nitf>"""

NEWSML = f"""<?xml version="1.0"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="tag:quay.example,2021:1" xml:lang="en"><itemMeta>
<itemClass qcode="ninat:text"/><provider qcode="prov:QW"><name>Quay Wire</name></provider>
<versionCreated>2021-05-03T07:15:00+02:00</versionCreated></itemMeta>
<contentMeta><by>By Ada Wolff</by><headline>Lamps lit</headline></contentMeta>
<contentSet><inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.content><p>{BODY}</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>
<newsItem><itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:canceled"/></itemMeta>
</newsItem><packageItem/></itemSet></newsMessage>"""

SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://quay.example/lamps</loc><n:news><n:publication><n:name>Quay Post</n:name>
<n:language>en</n:language></n:publication>
<n:publication_date>2021-05-03T07:15:00+02:00</n:publication_date>
<n:title>Lamps lit</n:title></n:news></url>
<url><loc>https://quay.example/about</loc></url></urlset>"""

RIS = f"""TY  - NEWS
TI  - Lamps lit
AU  - Wolff, Ada
AU  - Marsh, Jo
T2  - Quay Post
DA  - 2021/05/03/
SN  - 1234-5678
KW  - Harbour
KW  - Light
AB  - {BODY}
and more of it
ER  -

TY  - MGZN
T1  - Ferry late
PY  - 2021
DA  - May 4
"""

BIBTEX = f"""@string{{qp = "Quay Post"}}
@article{{wolff_lamps, title = {{{{Lamps}} l\\"it}}, author = {{Wolff, Ada and Marsh, Jo}},
  journal = qp, year = 2021, month = may, day = 3, abstract = {{{BODY}}} }}
@article{{broken, title = {{No end
@article{{ferry, title = {{Ferry late}}, date = {{2021-05-04/2021-05-05}} }}
"""

MOVABLE_TYPE = f"""TITLE: Lamps lit
AUTHOR: Ada Wolff
STATUS: Publish
DATE: 05/03/2021 12:15:00 AM
CATEGORY: Harbour
-----
BODY:
<p>{BODY}</p>
-----
EXTENDED BODY:
<p>Second part.</p>
-----
COMMENT:
AUTHOR: Reader
Hello
-----
--------
TITLE: Half
STATUS: Draft
DATE: 05/04/2021 13:15:00
-----
BODY:
x
-----
--------
"""

PELICAN = f"""Title: Lamps lit
Date: 2021-05-03 07:15
Authors: Ada Wolff; Jo Marsh
Tags: harbour,
      light

{BODY}
"""

MAIL = f"""Return-Path: <x@quay.example>
From: "Quay Post" <letter@news.quay.example>
Subject: =?utf-8?q?L=C3=A4mps?= lit
Date: Mon, 3 May 2021 07:15:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>{BODY} caf=E9</p>
--b
Content-Type: image/png
Content-Disposition: attachment; filename="a.png"

xx
--b--
"""
MBOX = "".join(f"From x@quay.example Mon May 03 07:15:00 2021\n{MAIL}\n" for _ in "ab")

GHOST = json.dumps(
    {
        "db": [
            {
                "data": {
                    "posts": [
                        {
                            "id": 1,
                            "title": "Lamps lit",
                            "html": None,
                            "lexical": json.dumps(
                                {
                                    "root": {
                                        "children": [
                                            {"children": [{"text": BODY}]},
                                            {"children": [{"text": "Second."}]},
                                        ]
                                    }
                                }
                            ),
                            "status": "published",
                            "published_at": "2021-05-03T05:15:00.000Z",
                        },
                        {"id": 2, "title": "Half", "status": "draft"},
                        {"id": 3, "title": "Us", "status": "published", "page": 1},
                        {"id": 4, "title": "Soon", "status": "scheduled"},
                    ],
                    "users": [
                        {"id": 5, "name": "Ada Wolff"},
                        {"id": 6, "name": "Jo"},
                    ],
                    "posts_authors": [
                        {"post_id": 1, "author_id": 6, "sort_order": 1},
                        {"post_id": 1, "author_id": 5, "sort_order": 0},
                    ],
                    "tags": [{"id": 8, "name": "Harbour"}],
                    "posts_tags": [{"post_id": 1, "tag_id": 8}],
                }
            }
        ]
    }
)

CSL = json.dumps(
    [
        {
            "id": "wolff2021",
            "type": "article-newspaper",
            "title": "Lamps lit",
            "container-title": "Quay Post",
            "source": "Zotero",
            "author": [{"family": "Wolff", "given": "Ada"}, {"literal": "Quay Desk"}],
            "issued": {"date-parts": [["2021", 5, 3]]},
            "abstract": BODY,
        }
    ]
)

RSS_IN_JSON = json.dumps(
    {
        "rss": {
            "channel": {
                "title": "Quay Post",
                "item": [
                    {
                        "title": "Lamps lit",
                        "pubDate": "Mon, 03 May 2021 07:15:00 +0200",
                        "category": [{"#value": "Harbour"}, "Light"],
                        "content:encoded": f"<p>{BODY}</p>",
                    }
                ],
            }
        }
    }
)

PAGE_AUTHORS = "<PAGE_AUTHORS>Ada Wolff;Jo Marsh</PAGE_AUTHORS>"
PAGE_TITLE = "<PAGE_TITLE>Lamps &amp; lit</PAGE_TITLE>"
LAMPS = "https://quay.example/lamps"
GKG = (
    f"20210503071500-12\t20210503071500\t1\tquay.example\t{LAMPS}"
    f"{22 * chr(9)}{PAGE_AUTHORS}{PAGE_TITLE}"
)

MEDIUM_PAGE = f"""<!DOCTYPE html><html><head><title>Lamps lit</title></head><body>
<article class="h-entry"><header><h1 class="p-name">Lamps lit</h1></header>
<section data-field="body" class="e-content"><h3 class="graf graf--title">Lamps lit</h3>
<p class="graf">{BODY}</p></section><footer><p>By
<a class="p-author h-card">Ada Wolff</a> on <time class="dt-published"
datetime="2021-05-03T05:15:00.000Z">May 3</time></p>
<a href="https://medium.com/@ada/lamps-1" class="p-canonical">Canonical link</a>
<p>Exported from Medium on June 1, 2022.</p></footer></article></body></html>"""

WARC_PAGE = f"""<html><head><title>Lamps lit</title>
<meta property="article:published_time" content="2021-05-03T07:15:00Z"></head><body>
<article><h1>Lamps lit</h1><p>{BODY}</p><p>The office had waited for parts since the winter,
when a storm broke eleven of them on one night.</p></article></body></html>"""


def warc_record(status: str, kind: str, payload: str, number: int) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{payload}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2022-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://quay.example/{number}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http.encode())}\r\n\r\n"
    )
    return f"{head}{http}\r\n\r\n".encode()


WARC = [
    warc_record("200 OK", "text/html; charset=utf-8", WARC_PAGE, 1),
    warc_record("404 Not Found", "text/html", "gone", 2),
    warc_record("200 OK", "image/png", "x", 3),
    warc_record("200 OK", "text/html", WARC_PAGE, 4),
]


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


SUBSTACK = {
    "export/posts/11.lamps.html": f"<p>{BODY}</p>",
    "export/posts/13.gone.html": "<p>Of no row.</p>",
    "export/posts.csv": (
        "post_id,post_date,is_published,title,subtitle\n"
        "11.lamps,2021-05-03T05:15:00.000Z,true,Lamps lit,On the quay\n"
        "12.half,,false,Half,\n"
        "14.lost,2021-05-04T05:15:00.000Z,true,Lost,\n"
    ),
    "export/email_list.csv": "email,name\na@b.example,A\n",
}
MEDIUM = {
    "posts/2021-05-03_Lamps-lit-1.html": MEDIUM_PAGE,
    "posts/draft_Half-2.html": MEDIUM_PAGE,
    "profile/profile.html": "<html><body>Ada</body></html>",
    "claps/claps-0001.html": "<html><body>claps</body></html>",
}


def read(tmp_path: Path, name: str, data: bytes | str) -> tuple[Any, list[str], Any]:
    """The first post, what was left out, and all posts."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    reading: Reading = read_source(path, on_problem="ignore")
    left_out = reading.problems[reading.problems.action == "left out"]
    return reading.posts.iloc[0], sorted(left_out.reason), reading.posts


# name of the file, data, format, moment, author, what is left out
CASES = {
    "a.wxr.xml": (
        WXR,
        "WordPress export",
        "2021-05-03T07:15",
        "Ada Wolff",
        ["1 comment"],
    ),
    "feed.atom": (
        BLOGGER,
        "Blogger export",
        "2021-05-03T07:15",
        "Ada Wolff",
        ["1 draft", "1 page", "2 comments"],
    ),
    "a.nitf": (
        NITF.encode("latin-1"),
        "NITF",
        "2021-05-03T05:15",
        "Ada Wolff",
        [],
    ),
    "a.newsml": (
        NEWSML,
        "NewsML-G2",
        "2021-05-03T05:15",
        "Ada Wolff",
        ["1 canceled item", "1 package", "1 picture item"],
    ),
    "a.ris": (RIS, "RIS", "2021-05-03T00:00", "Wolff, Ada, Marsh, Jo", []),
    "a.bib": (BIBTEX, "BibTeX", "2021-05-03T00:00", "Wolff, Ada, Marsh, Jo", []),
    "mt.txt": (
        MOVABLE_TYPE,
        "Movable Type",
        "2021-05-03T00:15",
        "Ada Wolff",
        ["1 comment", "1 draft"],
    ),
    "a.md": (PELICAN, "metadata lines", "2021-05-03T07:15", "Ada Wolff, Jo Marsh", []),
    "a.eml": (MAIL, "mail", "2021-05-03T05:15", "Quay Post", ["1 attachment"]),
    "a.mbox": (MBOX, "mailbox", "2021-05-03T05:15", "Quay Post", ["2 attachments"]),
    "ghost.json": (
        GHOST,
        "JSON",
        "2021-05-03T05:15",
        "Ada Wolff, Jo",
        ["1 draft", "1 page", "1 scheduled post"],
    ),
    "csl.json": (CSL, "JSON", "2021-05-03T00:00", "Ada Wolff, Quay Desk", []),
    "m.html": (MEDIUM_PAGE, "Medium page", "2021-05-03T05:15", "Ada Wolff", []),
    "m.zip": (
        zipped(MEDIUM),
        "Medium export",
        "2021-05-03T05:15",
        "Ada Wolff",
        ["1 draft", "1 page of claps", "1 page of profile"],
    ),
    "s.zip": (
        zipped(SUBSTACK),
        "Substack export",
        "2021-05-03T05:15",
        "nan",
        ["1 draft", "1 page without a row in posts.csv"],
    ),
    "rss.json": (RSS_IN_JSON, "JSON", "2021-05-03T05:15", "nan", []),
}


@pytest.mark.parametrize("name", CASES)
def test_an_export_by_its_own_fields(tmp_path: Path, name: str) -> None:
    data, format, moment, author, expected = CASES[name]
    post, left_out, _ = read(tmp_path, name, data)
    assert post.format == format
    assert post.title in ("Lamps lit", "Lämps lit", "Lamps lït")
    assert f"{post.published:%Y-%m-%dT%H:%M}" == moment
    assert str(post.author) == author
    assert post.text.startswith(BODY)
    assert left_out == expected


def test_wordpress_tells_comments_and_dates_that_are_none(tmp_path: Path) -> None:
    post, _, posts = read(tmp_path, "a.xml", WXR)
    assert post.categories == ["Harbour"]
    assert list(posts.author) == ["Ada Wolff", "Ada Wolff, Jo Marsh"]
    assert [f"{day:%d %H:%M}" for day in posts.published] == ["03 07:15", "04 07:00"]


def test_guest_authors_by_their_names(tmp_path: Path) -> None:
    guest = (
        "<item><title>Jo Marsh-Hale</title><wp:post_name>cap-jo</wp:post_name>"
        "<wp:post_type>guest-author</wp:post_type></item></channel>"
    )
    _, _, posts = read(tmp_path, "a.xml", WXR.replace("</channel>", guest))
    assert posts.author.iloc[1] == "Ada Wolff, Jo Marsh-Hale"


def test_restructured_text_of_pelican(tmp_path: Path) -> None:
    text = (
        f"Lamps lit\n#########\n:date: 2021-05-03 07:15\n:author: Ada Wolff\n\n{BODY}\n"
    )
    post, _, _ = read(tmp_path, "lamps.rst", text)
    assert (post.title, post.author, post.text) == ("Lamps lit", "Ada Wolff", BODY)
    assert f"{post.published:%Y-%m-%d}" == "2021-05-03"


def test_words_of_agencies(tmp_path: Path) -> None:
    post, _, _ = read(tmp_path, "a.nitf", NITF.encode("latin-1"))
    assert (post.outlet, post.captions) == ("Quay Wire", ["Lamps."])
    post, _, posts = read(tmp_path, "a.newsml", NEWSML)
    assert (post.outlet, len(posts)) == ("Quay Wire", 1)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        (
            "By <person>Ada Wolff</person> and <person>Jo Marsh</person>",
            "Ada Wolff, Jo Marsh",
        ),
        ("By Ada Wolff, <byttl>Staff Reporter</byttl>", "Ada Wolff"),
        ("<byttl>By Ada Wolff</byttl>", "Ada Wolff"),
    ],
)
def test_bylines_of_agencies(tmp_path: Path, byline: str, author: str) -> None:
    data = NITF.replace("By Ada Wolff", byline).encode("latin-1")
    post, _, _ = read(tmp_path, "a.nitf", data)
    assert post.author == author


@pytest.mark.parametrize(
    "content",
    [
        f"&lt;p&gt;{BODY}&lt;/p&gt;",
        f'<block class="lead_paragraph"><p>LEAD</p></block>'
        f'<block class="full_text"><p>{BODY}</p></block>',
    ],
)
def test_bodies_that_are_escaped_or_said_twice(tmp_path: Path, content: str) -> None:
    start, _, rest = NITF.partition("<body.content>")
    end = rest.partition("</body.content>")[2]
    data = f"{start}<body.content>{content}</body.content>{end}".encode("latin-1")
    post, _, _ = read(tmp_path, "a.nitf", data)
    assert post.text == BODY


def test_rows_of_substack_by_the_number_alone(tmp_path: Path) -> None:
    rows = "post_id,post_date,is_published,type,title\n"
    rows += "11,2021-05-03,TRUE,podcast,Lamps lit\n12,2021-05-03,TRUE,page,Us\n"
    files = {"posts.csv": rows, "posts/11.lamps.html": f"<p>{BODY}</p>"}
    post, left_out, posts = read(tmp_path, "s.zip", zipped(files))
    assert (post.text, len(posts), left_out) == (BODY, 1, ["1 page"])


def test_references_name_outlet_and_lists(tmp_path: Path) -> None:
    post, _, posts = read(tmp_path, "a.ris", RIS)
    assert (post.outlet, post.categories) == ("Quay Post", ["Harbour", "Light"])
    assert (post.kind, post.text.endswith("and more of it")) == ("snippet", True)
    assert f"{posts.published.iloc[1]:%Y-%m-%d}" == "2021-05-04"
    _, _, posts = read(tmp_path, "a.bib", BIBTEX)
    assert posts.outlet.iloc[0] == "Quay Post"
    assert [f"{day:%d}" for day in posts.published] == ["03", "04"]
    post, _, _ = read(tmp_path, "a.json", CSL)
    assert post.outlet == "Quay Post"


def test_a_reference_that_is_broken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(BIBTEX)
    [problem] = read_source(path, on_problem="ignore").problems.itertuples()
    assert (problem.place, problem.action) == ("line 4", "skipped")
    assert problem.reason.startswith("broken BibTeX: Unexpected block start")


def test_a_news_sitemap_holds_no_text(tmp_path: Path) -> None:
    post, left_out, posts = read(tmp_path, "a.xml", SITEMAP)
    assert (post.title, post.outlet) == ("Lamps lit", "quay.example")
    assert (len(posts), left_out) == (1, ["1 link without news"])
    assert post.text != post.text
    assert post.kind == "snippet"


def test_a_row_of_gdelt(tmp_path: Path) -> None:
    post, _, _ = read(tmp_path, "a.gkg.csv", f"{GKG}\nshort\n")
    assert (post.title, post.author) == ("Lamps & lit", "Ada Wolff, Jo Marsh")
    assert (post.outlet, post.url) == ("quay.example", "https://quay.example/lamps")


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_web_archive(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("trafilatura")
    records = [gzip.compress(record) if packed else record for record in WARC]
    post, left_out, posts = read(tmp_path, "a.warc.gz", b"".join(records))
    assert list(posts.url) == ["https://quay.example/1", "https://quay.example/4"]
    assert (post.title, f"{post.published:%d %H:%M}") == ("Lamps lit", "03 07:15")
    assert left_out == [
        "1 response with the status 404",
        "1 response without a page",
    ]


def test_a_web_archive_that_is_cut_off_keeps_what_was_read(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    data = b"".join(map(gzip.compress, WARC))
    _, _, posts = read(tmp_path, "a.warc.gz", data[:-200])
    assert posts.url.iloc[0] == "https://quay.example/1"


def test_a_zip_file_is_a_bundle_by_its_members(tmp_path: Path) -> None:
    for files, format in ((SUBSTACK, "Substack export"), (MEDIUM, "Medium export")):
        path = tmp_path / "a.zip"
        path.write_bytes(zipped(files))
        assert find_bundle(path) == format
    path.write_bytes(zipped({"a/posts.csv": "x", "b/posts/c.html": "x"}))
    assert find_bundle(path) == "Substack export"
    path.write_bytes(zipped({"posts.csv": "title,date\nA,2021-05-03\n"}))
    assert find_bundle(path) is None
    path.write_bytes(b"PK\x03\x04")
    assert find_bundle(path) is None


def test_a_row_without_its_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(zipped(SUBSTACK))
    problems = read_source(path, on_problem="ignore").problems
    assert "no page posts/14.lost.html" in list(problems.reason)


def test_a_day_in_the_path_that_a_header_names(tmp_path: Path) -> None:
    text = f'+++\ntitle = "Lamps"\npath = "2021/05/03/lamps"\n+++\n{BODY}\n'
    post, _, _ = read(tmp_path, "lamps.md", text)
    assert f"{post.published:%Y-%m-%d}" == "2021-05-03"


@pytest.mark.parametrize("xml", [WXR, BLOGGER, NEWSML, SITEMAP])
def test_entities_that_expand_are_refused(xml: str) -> None:
    head, _, rest = xml.partition("?>")
    bomb = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'
    data = f"{head}?>{bomb}{rest}".encode()
    with pytest.raises(ValueError, match="entities that expand are refused"):
        list(read_records(data, find_format(data) or ""))


def test_an_item_without_an_end_is_told_and_dropped() -> None:
    data = WXR[: WXR.index("<item><title>Ferry") + 200].encode()
    found = list(read_records(data, "WordPress export"))
    records = [one for one in found if not isinstance(one, Problem)]
    assert [record["wp_post_date"] for record in records] == ["2021-05-03 07:15:00"]
    assert any(
        isinstance(one, Problem) and one.reason.startswith("broken XML")
        for one in found
    )


SAMPLES = {
    name: data.encode() if isinstance(data, str) else data
    for name, (data, *_) in CASES.items()
} | {
    "a.xml": SITEMAP.encode(),
    "a.gkg.csv": GKG.encode(),
    "a.warc": b"".join(WARC),
    "b.warc.gz": b"".join(map(gzip.compress, WARC)),
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(cut=st.floats(0, 1), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_damaged_exports_give_records_problems_or_an_error(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    cut: float,
    at: float,
    byte: int,
) -> None:
    whole = bytearray(SAMPLES[name])
    whole[int(at * (len(whole) - 1))] = byte
    data = bytes(whole[: int(cut * len(whole))])
    format = find_format(data, name)
    try:
        if format == "archive":
            path = tmp_path_factory.mktemp("damaged") / "a.zip"
            path.write_bytes(data)
            bundle = find_bundle(path)
            found = list(read_records(open_members(path), bundle)) if bundle else []
        else:
            found = list(read_records(data, format, name)) if format else []
    except ValueError:
        return
    assert all(isinstance(one, Problem | dict) for one in found)


@pytest.mark.filterwarnings("error")
def test_an_entry_with_an_empty_date_has_the_day_of_its_change(tmp_path: Path) -> None:
    dates = ["", "<updated>2016-04-22T10:00:00Z</updated>"]
    for number, changed in enumerate(dates):
        (tmp_path / f"{number}.rss").write_text(
            f"<rss version='2.0'><channel><item><title>Rain {number}</title><pubDate></pubDate>"
            f"{changed}<description>It rained.</description></item></channel></rss>"
        )
    posts = read_source(tmp_path, on_problem="ignore").posts
    days = posts.set_index("file")["published"]
    assert pd.isna(days["0.rss"])
    assert days["1.rss"] == pd.Timestamp("2016-04-22 10:00", tz="UTC")


def test_halves_of_characters_in_the_names_of_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"title": "Rain", "text": "It rained.", "li\\ud800kes": 3, "a": {"b\\udfff": "c"}}\n'
    )
    posts = read_source(path, on_problem="ignore").posts
    assert posts[["likes", "a.b"]].values.tolist() == [[3, "c"]]
    posts.to_parquet(io.BytesIO())
