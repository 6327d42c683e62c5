"""Exports of publishing systems and mail as they are in the wild: options, versions, odd parts."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.ghost_blocks import read_blocks
from toolkit.posts import Reading, read_source

BODY = "The lamps on the quay were lit again, said the harbour office on Monday."


def read(tmp_path: Path, name: str, data: bytes | str) -> Reading:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_source(path, on_problem="ignore")


def left_out(reading: Reading) -> list[str]:
    told = reading.problems[reading.problems.action.str.endswith("left out")]
    return sorted(told.reason + ": " + told.action)


# WordPress


def item(title: str, local: str = "", utc: str = "", more: str = "", body: str = BODY):
    return f"""<item><title><![CDATA[{title}]]></title><guid>{title}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_date><![CDATA[{local}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{utc}]]></wp:post_date_gmt>{more}</item>"""


def wxr(*items: str, version: str = "1.2") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{version}/">
<channel><title>Quay Post</title><language>en-GB</language>{"".join(items)}</channel></rss>"""


NONE = "0000-00-00 00:00:00"


FED = "<pubDate>Sun, 01 Aug 2021 09:00:00 +0000</pubDate>"


def test_local_time_alone_is_told_with_the_clock_that_others_show(
    tmp_path: Path,
) -> None:
    items = [
        item("winter", "2021-01-10 12:00:00", "2021-01-10 11:00:00"),
        item("summer", "2021-07-10 12:00:00", "2021-07-10 10:00:00"),
        item("local", "2021-02-01 12:00:00", NONE),
        item("fed", "2021-08-01 12:00:00", NONE, FED),
    ]
    reading = read(tmp_path, "a.xml", wxr(*items))
    assert [f"{day:%d %H:%M}" for day in reading.posts.published] == [
        "10 11:00",
        "10 10:00",
        "01 12:00",
        "01 09:00",
    ]
    [problem] = reading.problems.itertuples()
    assert problem.reason == (
        "1 dates are in local time alone; by the other dates the blog's clock differs "
        "from UTC by +01:00, +02:00"
    )


@pytest.mark.parametrize(
    "items",
    [
        [item("a", "2021-02-01 12:00:00", NONE)],  # no other shows the clock
        [item("a", "2021-01-10 12:00:00", "2021-01-10 11:00:00")],
        [
            item("a", "2021-01-10 12:00:00", "2021-01-10 12:00:00"),
            item("b", "2021-02-01 12:00:00", NONE),
        ],
        [
            item("a", "2021-01-10 12:00:00", "2021-01-10 11:00:00"),
            item("b", "2021-02-01 12:00:00", NONE, "<wp:status>draft</wp:status>"),
        ],
    ],
)
def test_of_local_time_nothing_is_told_without_need(
    tmp_path: Path, items: list[str]
) -> None:
    problems = read(tmp_path, "a.xml", wxr(*items)).problems
    assert not any("local time" in reason for reason in problems.reason)


def test_local_time_alone_is_read_in_the_zone_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wxr(item("a", "2021-07-10 12:00:00", NONE)))
    [published] = read_source(
        path, timezone="Europe/Vienna", on_problem="ignore"
    ).posts.published
    assert f"{published:%H:%M}" == "10:00"


GUTENBERG = f"""<!-- wp:paragraph {{"dropCap":true}} -->
<p>{BODY}</p>
<!-- /wp:paragraph -->

<!-- wp:image {{"id":5}} -->
<figure><img src="a.jpg"/><figcaption>A lamp.</figcaption></figure>
<!-- /wp:image -->
<!-- wp:list --><ul><li>One ]]]]><![CDATA[> two.</li></ul><!-- /wp:list -->"""
CLASSIC = f"""[caption id="a_5" width="300"]<img src="x.jpg" /> A lamp.[/caption]

{BODY}
[gallery ids="1,2"]
[vc_row][vc_column_text css=".a"]In a box.[/vc_column_text][/vc_row]Ahead.<!--more-->Behind.
<!--nextpage-->On the next page."""


def test_blocks_and_shortcodes_of_wordpress(tmp_path: Path) -> None:
    new = item("new", "2021-07-10 12:00:00", "2021-07-10 10:00:00", body=GUTENBERG)
    old = item("old", "2021-07-10 12:00:00", "2021-07-10 10:00:00", body=CLASSIC)
    posts = read(tmp_path, "a.xml", wxr(new, old, version="1.0")).posts
    assert list(posts.text) == [
        f"{BODY}\n\nOne ]]> two.",
        f"{BODY}\n\nIn a box.\n\nAhead.\n\nBehind.\n\nOn the next page.",
    ]
    assert list(posts.captions) == [["A lamp."], ["A lamp."]]
    assert not {"content_encoded", "excerpt_encoded", "dc_creator"} & {*posts}


def test_what_wordpress_exports_beside_posts_is_told(tmp_path: Path) -> None:
    def of(kind: str, status: str) -> str:
        more = f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
        return item(f"{kind} {status}", more=more)

    kinds = [("attachment", "inherit"), ("attachment", "inherit"), ("page", "publish")]
    kinds += [("post", "draft"), ("post", "future"), ("nav_menu_item", "publish")]
    day = item("a", "2021-07-10 12:00:00", "2021-07-10 10:00:00")
    reading = read(tmp_path, "a.xml", wxr(day, *(of(*kind) for kind in kinds)))
    assert len(reading.posts) == 1
    assert left_out(reading) == [
        "1 records are no posts: nav_menu_item left out",
        "2 records are no posts: attachment left out",
        "page with the status publish: page left out",
        "post with the status draft: draft left out",
        "post with the status future: scheduled left out",
    ]


def test_an_export_in_several_parts(tmp_path: Path) -> None:
    for number in "12":
        more = "<dc:creator>ada</dc:creator>"
        author = (
            "<wp:author><wp:author_login>ada</wp:author_login>"
            "<wp:author_display_name>Ada Wolff</wp:author_display_name></wp:author>"
        )
        one = item(f"p{number}", "", f"2021-07-1{number} 10:00:00", more)
        (tmp_path / f"quay.00{number}.xml").write_text(wxr(author, one))
    posts = read_source(tmp_path, on_problem="ignore").posts
    assert list(posts.index) == ["p1", "p2"]
    assert list(posts.author) == ["Ada Wolff", "Ada Wolff"]


# Ghost

MOBILEDOC = {
    "cards": [
        ["card-markdown", {"markdown": "A **bold** word.\n\nTwo."}],
        ["image", {"caption": "A lamp."}],
        ["html", {"html": "<p>In HTML.</p>"}],
        ["bookmark", {"metadata": {"title": "Elsewhere"}}],
    ],
    "sections": [
        [1, "p", [[0, [], 0, "First "], [0, [0], 1, "one <x>."]]],
        [10, 0],
        [3, "ul", [[[0, [], 0, "Item a"]], [[0, [], 0, "Item b"]]]],
        [10, 1],
        [10, 2],
        [10, 3],
    ],
}
LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "One & "},
                    {"type": "link", "children": [{"type": "text", "text": "linked"}]},
                ],
            },
            {
                "type": "list",
                "children": [
                    {
                        "type": "listitem",
                        "children": [{"type": "text", "text": "Item a"}],
                    },
                    {
                        "type": "listitem",
                        "children": [{"type": "text", "text": "Item b"}],
                    },
                ],
            },
            {"type": "email", "html": "<p>By mail alone.</p>"},
            {"type": "callout", "calloutText": "Call <b>out</b>."},
        ],
    }
}


def ghost(**post: Any) -> str:
    defaults = {"id": "1", "title": "Lamps", "status": "published", "page": False}
    tables = {
        "posts": [{**defaults, "published_at": "2021-05-03T05:15:00.000Z", **post}],
        "users": [{"id": "u", "name": "Ada Wolff"}],
        "settings": [],
    }
    return json.dumps({"data": tables, "meta": {"version": "3.0"}})


@pytest.mark.parametrize(
    ("post", "text"),
    [
        (
            {"mobiledoc": json.dumps(MOBILEDOC)},
            "First one <x>.\n\nA bold word.\n\nTwo.\n\nItem a\n\nItem b\n\nIn HTML.",
        ),
        (
            {"html": " ", "lexical": json.dumps(LEXICAL)},
            "One & linked\n\nItem a\n\nItem b\n\nCall out.",
        ),
        ({"markdown": "A *word*."}, "A word."),
        ({"plaintext": "One.\n\nTwo."}, "One.\n\nTwo."),
        ({"html": "<p>Shown.</p>", "lexical": json.dumps(LEXICAL)}, "Shown."),
        ({"lexical": "{", "mobiledoc": "[]", "plaintext": "One."}, "One."),
    ],
)
def test_the_text_that_ghost_s_editors_keep(
    tmp_path: Path, post: dict[str, str], text: str
) -> None:
    posts = read(tmp_path, "a.json", ghost(**post, author_id="u")).posts
    assert (posts.text.iloc[0], posts.author.iloc[0]) == (text, "Ada Wolff")
    assert not {"html", "lexical", "mobiledoc", "markdown", "plaintext"} & {*posts}
    assert posts.feed.iloc[0] != posts.feed.iloc[0]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.sampled_from(["", "x", "text", "list", "html"]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["root", "children", "type", "text", "sections", "cards"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_tree_of_an_editor_is_read_or_passed_over(value: Any) -> None:
    for field in ("lexical", "mobiledoc"):
        assert isinstance(read_blocks({field: json.dumps(value)})["body"], str)


# Blogger, Movable Type

OLD_BLOGGER = f"""<?xml version='1.0' encoding='UTF-8'?>
<?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'>
<id>tag:blogger.com,1999:blog-9.archive</id><title type='text'>Quay notes</title>
<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>
<entry><id>s</id><category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#settings'/><title>x</title></entry>
<entry><id>tag:blogger.com,1999:blog-9.post-1</id>
<published>2011-05-03T07:15:00.001+02:00</published><updated>2012-01-01T00:00:00Z</updated>
<category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#post'/>
<category scheme='http://www.blogger.com/atom/ns#' term='Harbour'/>
<title type='text'>Lamps lit</title>
<content type='html'>{BODY}&lt;br /&gt;&lt;br /&gt;More.</content>
<link rel='replies' href='http://quay.example/c'/>
<link rel='alternate' href='http://quay.example/2011/05/lamps.html'/>
<author><name>Ada Wolff</name><email>noreply@blogger.com</email></author></entry>
<entry><id>d</id><category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#post'/><title>Half</title>
<app:control><app:draft>yes</app:draft></app:control><content>x</content></entry>
<entry><id>c</id><category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#comment'/><content>x</content></entry></feed>"""


def test_blogger_s_backup_before_takeout(tmp_path: Path) -> None:
    reading = read(tmp_path, "blog-03-05-2011.xml", OLD_BLOGGER)
    [post] = reading.posts.itertuples()
    assert (post.title, post.author, post.feed) == (
        "Lamps lit",
        "Ada Wolff",
        "Quay notes",
    )
    assert post.text == f"{BODY}\n\nMore."
    assert (post.categories, post.url) == (
        ["Harbour"],
        "http://quay.example/2011/05/lamps.html",
    )
    assert f"{post.published:%Y-%m-%d %H:%M}" == "2011-05-03 05:15"
    assert sorted(reading.problems.reason) == ["1 comment", "1 draft", "1 setting"]


TYPEPAD = f"""AUTHOR: Ada Wolff
TITLE: Lamps: lit
BASENAME: lamps
STATUS: Publish
ALLOW COMMENTS: 1
CONVERT BREAKS: __default__
DATE: 05/03/2021 07:15:00 PM
PRIMARY CATEGORY: Harbour
CATEGORY: Light

-----
BODY:
{BODY}

A line of dashes is no end:
---
so it is text.
-----
EXTENDED BODY:
More of it.
-----
EXCERPT:
Short.
-----
KEYWORDS:

-----

COMMENT:
AUTHOR: reader
EMAIL: r@x.example
DATE: 05/04/2021 07:15:00 PM
Hello.
-----
PING:
TITLE: Other
URL: https://other.example
-----
--------
"""


def test_an_entry_of_typepad(tmp_path: Path) -> None:
    reading = read(tmp_path, "typepad.txt", TYPEPAD)
    [post] = reading.posts.itertuples()
    assert (post.title, post.categories) == ("Lamps: lit", ["Harbour", "Light"])
    assert post.text.startswith(BODY)
    assert post.text.endswith("More of it.")
    assert f"{post.published:%Y-%m-%d %H:%M}" == "2021-05-03 19:15"
    assert sorted(reading.problems.reason) == ["1 comment", "1 ping"]


# Mail


def mail(body: str, *headers: str, kind: str = "text/html; charset=utf-8") -> str:
    head = "\n".join(
        [
            'From: "Quay Post" <letter@quay.example>',
            "Subject: Lamps lit",
            "Date: Mon, 3 May 2021 07:15:00 +0200 (CEST)",
            "MIME-Version: 1.0",
            f"Content-Type: {kind}",
            *headers,
        ]
    )
    return f"{head}\n\n{body}\n"


ALTERNATIVE = f"""--b
Content-Type: text/plain; charset=utf-8

Read it in your browser.
--b
Content-Type: multipart/related; boundary="c"

--c
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p style=3D"display:none">Preheader</p><p>{BODY} caf=E9=
s</p>
--c--
--b--"""


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (mail(f"<p>{BODY}</p>"), BODY),
        (
            mail(ALTERNATIVE, kind='multipart/alternative; boundary="b"'),
            f"{BODY} cafés",
        ),
        (
            mail(
                "The lamps on the quay\nwere lit again.\n\nMore.",
                kind="text/plain; format=flowed",
            ),
            "The lamps on the quay were lit again.\n\nMore.",
        ),
        (mail("<p>caf\u00e9</p>", kind="text/html; charset=x-unheard-of"), "café"),
        (
            mail("PHA+VGV4dC48L3A+", "Content-Transfer-Encoding: base64"),
            "Text.",
        ),
    ],
)
def test_newsletters_however_they_are_packed(
    tmp_path: Path, data: str, text: str
) -> None:
    [post] = read(tmp_path, "a.eml", data).posts.itertuples()
    assert (post.title, post.author, post.text) == ("Lamps lit", "Quay Post", text)
    assert f"{post.published:%d %H:%M}" == "03 05:15"


def test_headers_of_lists(tmp_path: Path) -> None:
    data = mail(
        "<p>x</p>",
        "List-Id: Quay Letter <letter.quay.example>",
        "Archived-At: <https://quay.example/letters/7>",
        "Content-Language: en-GB",
    )
    [post] = read(tmp_path, "a.eml", data).posts.itertuples()
    assert (post.feed, post.url) == ("Quay Letter", "https://quay.example/letters/7")


def test_a_line_that_begins_with_from_begins_no_message(tmp_path: Path) -> None:
    one = mail(
        "From Monday at 10:30 the ferry is late.\n\n>From 11:00 on it is not.",
        kind="text/plain",
    )
    box = "".join(f"From - Mon May 03 07:15:00 2021\n{one}\n" for _ in "ab")
    posts = read(tmp_path, "a.mbox", box).posts
    assert (
        list(posts.text)
        == ["From Monday at 10:30 the ferry is late.\n\nFrom 11:00 on it is not."] * 2
    )


def test_articles_that_a_database_sent_are_posts_and_the_mail_is_none(
    tmp_path: Path,
) -> None:
    page = "".join(
        f"""<a name="DocID_{number}"></a><p style="font-weight:bold">Lamps {number}</p>
<p>{BODY}</p><p><strong>Publication title: </strong>Quay Post</p>
<p><strong>Publication date: </strong>May {number}, 2019</p>
<p><strong>ProQuest document ID: </strong>77{number}</p>"""
        for number in (3, 4)
    )
    reading = read(tmp_path, "a.eml", mail(f"<html><body>{page}</body></html>"))
    assert [f"{day:%Y-%m-%d}" for day in reading.posts.published] == [
        "2019-05-03",
        "2019-05-04",
    ]
    assert list(reading.posts.outlet) == ["Quay Post"] * 2


# Saved pages


def test_of_a_saved_page_only_what_its_readers_see_is_kept(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    page = f"""<!doctype html><html><head><title>Lamps lit</title>
<meta property="og:image" content="a.jpg"><meta property="og:site_name" content="Quay Post">
<meta property="og:type" content="article"><meta name="author" content="Ada Wolff">
<meta property="article:published_time" content="2021-05-03T07:15:00+02:00"></head>
<body><article><h1>Lamps lit</h1><p>{BODY}</p><p>{BODY} And more of it.</p></article></body>
</html>"""
    posts = read(tmp_path, "a.html", page).posts
    assert posts.author.iloc[0] == "Ada Wolff"
    assert not {"filedate", "image", "fingerprint", "raw_text", "source_body"} & {
        *posts
    }


SAMPLES = {
    "a.wxr": wxr(item("a", "2021-07-10 12:00:00", NONE, body=GUTENBERG)),
    "ghost.json": ghost(lexical=json.dumps(LEXICAL)),
    "ghost3.json": ghost(mobiledoc=json.dumps(MOBILEDOC)),
    "blog.xml": OLD_BLOGGER,
    "typepad.txt": TYPEPAD,
    "a.eml": mail(ALTERNATIVE, kind='multipart/alternative; boundary="b"'),
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=30, deadline=None)
@given(cut=st.floats(0, 1), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_damaged_exports_stop_nothing(
    name: str, cut: float, at: float, byte: int
) -> None:
    whole = bytearray(SAMPLES[name].encode())
    of_type = find_format(bytes(whole), name) or ""
    whole[int(at * (len(whole) - 1))] = byte
    data = bytes(whole[: int(cut * len(whole))])
    for format in {of_type, find_format(data, name) or of_type}:
        try:
            found = list(read_records(data, format, name))
        except ValueError:
            continue
        assert all(isinstance(one, Problem | dict) for one in found)
