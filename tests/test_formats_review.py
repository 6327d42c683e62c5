"""Exports in layouts that were met on reviewing: databases, statisticians' tables, networks."""

import io
import json
import zipfile

import pytest

import toolkit as tk
from toolkit.formats import Problem, find_format, read_records

BODY = "The council voted on Monday to close the bridge. Residents had not been asked."
MORE = "Ferries will run twice as often in the meantime, said the port's spokesman."


def read(data, name="export", format=None):
    """The records of a file without their places, and the problems."""
    data = data.encode() if isinstance(data, str) else data
    found = list(read_records(data, format or find_format(data, name), name))
    records = [item for item in found if not isinstance(item, Problem)]
    return records, [item for item in found if isinstance(item, Problem)]


def posts_of(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return tk.read_source(path)


def word(*paragraphs):
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>',
        )
    return file.getvalue()


# --- News databases


@pytest.mark.parametrize(
    "label",
    ["Ladedatum", "Date de chargement", "Fecha de carga", "Data di caricamento"],
)
def test_the_day_of_loading_is_no_text_in_any_language(label):
    document = word(
        "Die Brücke",
        "Hafenbote",
        "5. März 2024",
        "Rubrik: LOKALES; Version:1",
        "Textkörper",
        BODY,
        f"{label}: 6. März 2024",
        "Ende des Dokuments",
    )
    [record], problems = read(document)
    assert record["body"] == BODY
    assert record["date"] == "2024-03-05"
    assert record["section"] == "LOKALES"
    assert problems == []


@pytest.mark.parametrize("word_of_document", ["Document", "Documento", "Dokument"])
def test_rows_of_factivas_fields_in_rtf(word_of_document):
    rows = [
        "HD\\tab El puente",
        "WC\\tab 42 words",
        "PD\\tab 5 March 2024",
        "SN\\tab El Faro",
        f"LP\\tab {BODY}",
        f"TD\\tab {MORE}",
        f"AN\\tab {word_of_document} FARO000020240305ek350001k",
    ]
    [record], problems = read(
        "{\\rtf1\\ansi " + "".join(f"{row}\\par " for row in rows) + "}"
    )
    assert record["title"] == "El puente"
    assert record["_id"] == "FARO000020240305ek350001k"
    assert BODY in record["body"]
    assert MORE in record["body"]
    assert problems == []


def test_newsbanks_articles_end_with_any_copyright_line():
    texts = [
        "A bridge\n\nMarch 5, 2024 | Daily Planet, The (London, England)\n"
        f"420 Words | Readability: Lexile: 1230\nPage: 3\n{BODY}\n\n"
        "OpenURL Link\nCopyright, 2024, Planet Media\n",
        f"Ferries\n\nMarch 6, 2024 | Daily Planet, The (London, England)\n{MORE}\n\n"
        "OpenURL Link\nCopyright, 2024, Planet Media\n",
    ]
    records, problems = read("\n".join(texts), "newsbank.txt")
    assert [record["title"] for record in records] == ["A bridge", "Ferries"]
    assert [record["body"] for record in records] == [BODY, MORE]
    assert problems == []


def test_gales_texts():
    article = (
        "Title: {}\nAuthor: Jane Roe\nDate: March 5, 2024\nFrom: Daily Planet(London)\n"
        "Publisher: Planet Media\nDocument Type: Article\nLength: 42 words\n\n{}\n\n"
        "Copyright: COPYRIGHT 2024 Planet Media\nSource Citation\n"
        "Roe, Jane. Daily Planet, 5 Mar. 2024. Gale, link.gale.com/apps/doc/A1. Accessed 20 Nov.\n"
        "Gale Document Number: GALE|A{}\n"
    )
    text = (
        article.format("A bridge", BODY, 1) + "\n" + article.format("Ferries", MORE, 2)
    )
    records, problems = read(text, "gale.txt")
    assert [record["title"] for record in records] == ["A bridge", "Ferries"]
    assert [record["body"] for record in records] == [BODY, MORE]
    assert [record["_id"] for record in records] == ["GALE|A1", "GALE|A2"]
    assert {record["date"] for record in records} == {"2024-03-05"}
    assert {record["_outlet"] for record in records} == {"Daily Planet(London)"}
    assert problems == []


def test_a_text_with_a_title_line_is_no_export_of_gale():
    assert find_format(f"Title: A bridge\n\n{BODY}".encode(), "a.txt") != "clippings"


@pytest.mark.parametrize(
    "link",
    [
        "https://www.proquest.com/docview/1",
        "https://advance.lexis.com/x",
        "http://search.ebscohost.com/login.aspx?AN=1",
        "https://link.gale.com/apps/doc/A1",
        "https://nouveau.europresse.com/Link/x",
    ],
)
def test_a_database_is_no_outlet(tmp_path, link):
    text = f"title,date,publication,url,text\nA,2024-03-05,Daily Planet,{link},{BODY}\n"
    posts = posts_of(tmp_path, "a.csv", text).posts
    assert posts["outlet"].tolist() == ["Daily Planet"]
    assert posts["url"].tolist() == [link]


# --- References


def test_endnotes_references():
    text = (
        "%0 Newspaper Article\n%T A bridge\n%A Roe, Jane\n%A Wine, Ann\n"
        f"%B The Daily Planet\n%D 2024\n%8 March 5, 2024\n%X {BODY}\n%@ 0261-3077\n"
        "%U https://planet.example/a\n\n"
        f"%0 Newspaper Article\n%T Ferries\n%J Echo\n%8 March 6, 2024\n%X {MORE}\n"
    )
    records, _ = read(text, "news.enw")
    assert [record["title"] for record in records] == ["A bridge", "Ferries"]
    assert records[0]["author"] == ["Roe, Jane", "Wine, Ann"]
    assert records[0]["publication"] == "The Daily Planet"
    assert records[1]["publication"] == "Echo"
    assert [record["pubDate"] for record in records] == [
        "March 5, 2024",
        "March 6, 2024",
    ]
    assert records[0]["abstract"] == BODY


def test_a_bar_in_a_title_of_bibtex_stays():
    [record], _ = read(
        "@misc{a, title={Ferries {\\textbar} The {Planet}}, year={2024}}"
    )
    assert record["title"] == "Ferries | The Planet"


def test_a_date_of_csl_in_words():
    value = {
        "id": "x",
        "type": "webpage",
        "title": "A",
        "issued": {"literal": "March 6, 2024"},
    }
    [record], _ = read(json.dumps([value]))
    assert record["pubDate"] == "March 6, 2024"


def test_zoteros_table(tmp_path):
    text = (
        "Key,Item Type,Author,Title,Publication Title,Url,Abstract Note,Date,Date Added\n"
        f'AB,newspaperArticle,"Roe, Jane",A bridge,Planet,,{BODY},2024-03-05,2026-11-20\n'
    )
    [post] = posts_of(tmp_path, "zotero.csv", text).posts.itertuples()
    assert (post.text, post.kind, post.outlet) == (BODY, "snippet", "Planet")
    assert str(post.published.date()) == "2024-03-05"


# --- Tables


def test_row_names_of_r_that_the_header_does_not_name():
    records, problems = read(
        f"title,date,text\n1,A,2024-03-05,{BODY}\n3,B,2024-03-06,\n"
    )
    assert [record["title"] for record in records] == ["A", "B"]
    assert [record["row"] for record in records] == ["1", "3"]
    assert problems == []


def test_a_mark_at_the_end_of_each_row():
    records, problems = read(
        f"title;date;text\nA;2024-03-05;{BODY};\nB;2024-03-06;{MORE};\n"
    )
    assert [record["text"] for record in records] == [BODY, MORE]
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        "title,date,text\nA,2024-03-05,One, two\nB,2024-03-06,One, two\n",  # unquoted commas
        "id,title,text\n1,A,One, two\n2,B,One, two\n",
        f"title,date,text\n1,A,2024-03-05,{BODY}\nB,2024-03-06,{MORE}\n",  # one row only
    ],
)
def test_rows_that_are_broken_are_not_taken_for_rows_with_names(text):
    _, problems = read(text)
    assert "4 cells under 3 names" in {problem.reason for problem in problems}


def test_labels_of_qualtrics_are_no_posts():
    labels = '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}"'
    text = f"Title,Text,Source\nHeadline?,Text?,Outlet?\n{labels}\nA,{BODY},Planet\n"
    records, problems = read(text)
    assert records == [
        {"_place": "row 4", "Title": "A", "Text": BODY, "Source": "Planet"}
    ]
    assert [(problem.place, problem.action) for problem in problems] == [
        ("row 2", "left out")
    ]


@pytest.mark.parametrize(
    ("names", "day"),
    [
        ("year,month,day", "2024,3,5"),
        ("Jahr,Monat,Tag", "2024,03,05"),
        ("Year,Month,Day", "2024,March,5"),
    ],
)
def test_a_day_in_three_columns(tmp_path, names, day):
    posts = posts_of(tmp_path, "a.csv", f"{names},title,text\n{day},A,{BODY}\n").posts
    assert str(posts["published"].iloc[0].date()) == "2024-03-05"


def test_a_stated_date_beats_parts_of_one():
    [record], _ = read(f"year,month,day,date,text\n2023,1,1,2024-03-05,{BODY}\n")
    assert record["date"] == "2024-03-05"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_who_coded_a_segment_and_when_is_no_author_and_no_date(tmp_path):
    text = (
        "Document group;Document;Code;Segment;Author;Date\n"
        f"Planet;A bridge;anger;{BODY};coder1;20.11.2026 10:12\n"
    )
    [post] = posts_of(tmp_path, "maxqda.csv", text).posts.itertuples()
    assert (post.title, post.text) == ("A bridge", BODY)
    assert str(post.author) == "nan"
    assert str(post.published) == "NaT"
    assert (post.source_Author, post.Code) == ("coder1", "anger")


# --- JSON of newsrooms and archives


def test_documents_of_elasticsearch():
    hit = {
        "_index": "news",
        "_id": "a1",
        "_source": {"title": "A", "text": BODY, "source": "Planet"},
    }
    for text in (
        json.dumps({"took": 1, "hits": {"total": 1, "hits": [hit]}}),
        json.dumps(hit),
    ):
        [record], problems = read(text)
        assert (record["_id"], record["title"], record["source"]) == (
            "a1",
            "A",
            "Planet",
        )
        assert problems == []


def test_rows_of_django_and_airtable():
    fields = {"headline": "A", "body": BODY, "pub_date": "2024-03-05T18:14:00Z"}
    user = {"model": "auth.user", "pk": 1, "fields": {"username": "jroe"}}
    dump = [{"model": "news.article", "pk": 1, "fields": fields}, user]
    [record], [problem] = read(json.dumps(dump))
    assert (record["_id"], record["headline"], record["body"]) == ("1", "A", BODY)
    assert "no field is known (username)" in problem.action + problem.reason
    base = {"records": [{"id": "rec1", "createdTime": "2026-11-20", "fields": fields}]}
    [record], problems = read(json.dumps(base))
    assert (record["_id"], record["pub_date"]) == ("rec1", "2024-03-05T18:14:00Z")
    assert "createdTime" not in record
    assert problems == []


def test_ghosts_api_gives_the_text_not_its_excerpt():
    post = {
        "id": "5d",
        "uuid": "u",
        "title": "A",
        "html": f"<p>{BODY}</p>",
        "excerpt": "The council",
        "published_at": "2024-03-05T18:14:00Z",
        "created_at": "2024-01-01T00:00:00Z",
        "authors": [{"name": "Jane Roe"}],
        "tags": [{"name": "News"}],
    }
    draft = post | {"id": "5e", "status": "draft", "published_at": None}
    [record], [problem] = read(json.dumps({"posts": [post, draft], "meta": {}}))
    assert record["body"] == f"<p>{BODY}</p>"
    assert record["published"] == "2024-03-05T18:14:00Z"
    assert (record["author"], record["categories"]) == ("Jane Roe", "News")
    assert problem.reason == "1 drafts"


def test_stories_of_arc():
    story = {
        "_id": "ABC",
        "headlines": {"basic": "A"},
        "display_date": "2024-03-05T18:14:00Z",
        "last_updated_date": "2026-01-01T00:00:00Z",
        "credits": {"by": [{"name": "Jane Roe"}]},
        "content_elements": [
            {"type": "text", "content": BODY},
            {"type": "image", "caption": "A bridge"},
            {"type": "text", "content": MORE},
        ],
    }
    for value in (story, {"content_elements": [story]}, [story]):
        [record], problems = read(json.dumps(value))
        assert record["body"] == f"{BODY}\n\n{MORE}"
        assert (record["title"], record["author"]) == ("A", "Jane Roe")
        assert problems == []


def test_substacks_table_without_its_pages():
    text = (
        "post_id,post_date,is_published,email_sent_at,type,title,subtitle\n"
        "1.a,2024-03-05T18:14:00Z,true,,newsletter,A,Why\n2.b,,false,,newsletter,B,\n"
    )
    [record], [problem] = read(text)
    assert (record["_id"], record["title"], record["summary"]) == (
        "1.a",
        "A",
        "Why",
    )
    assert problem.reason == "1 drafts"


def test_substacks_table_with_its_pages(tmp_path):
    path = tmp_path / "substack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        table = (
            "post_id,post_date,is_published,email_sent_at,type,title,subtitle\n"
            "1.a,2024-03-05T18:14:00Z,true,,newsletter,A,Why\n2.b,,false,,newsletter,B,\n"
        )
        archive.writestr("posts.csv", table)
        archive.writestr("posts/1.a.html", f"<p>{BODY}</p>")
        archive.writestr("posts/2.b.html", f"<p>{MORE}</p>")
    with pytest.warns(UserWarning, match="1 draft"):
        found = tk.read_source(path)
    assert found.posts["text"].tolist() == [BODY]
    assert found.posts.index.tolist() == ["1.a"]
    assert found.problems["reason"].tolist() == ["1 draft"]


def test_old_newspapers():
    article = {
        "id": "12",
        "heading": "A BRIDGE",
        "category": "Article",
        "title": {"id": "35", "title": "The Sydney Echo"},
        "date": "1924-03-05",
        "articleText": f"<p>{BODY}</p>",
    }
    answer = {"category": [{"code": "newspaper", "records": {"article": [article]}}]}
    [record], problems = read(json.dumps(answer))
    assert (record["title"], record["outlet"]) == ("A BRIDGE", "The Sydney Echo")
    page = {
        "sequence": 3,
        "id": "/lccn/1/",
        "date": "19240305",
        "title": "Echo",
        "ocr_eng": BODY,
    }
    [record], problems = read(json.dumps({"totalItems": 1, "items": [page]}))
    assert (record["outlet"], record["body"], problems) == ("Echo", BODY, [])


def test_tiktoks_research_api():
    video = {
        "id": 7,
        "video_description": "A bridge #x",
        "create_time": 1709662440,
        "username": "echo",
    }
    answer = {
        "data": {"videos": [video], "cursor": 100},
        "error": {"code": "ok", "message": ""},
    }
    [record], problems = read(json.dumps(answer))
    assert (record["body"], record["_form"]) == ("A bridge #x", "short")
    assert record["url"] == "https://www.tiktok.com/@echo/video/7"
    assert problems == []


# --- Telegram's pages

TELEGRAM = """<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
<div class="page_header"><div class="content"><div class="text bold"> Harrow Echo </div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">5 March 2024</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="05.03.2024 18:14:00 UTC+01:00">18:14</div>
<div class="from_name">Jane</div><div class="text">One.<br>Two &amp; three.</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="12.03.2024 18:20:00">18:20</div>
<div class="text">Four</div></div></div>
</div></div></body></html>"""


def test_pages_of_telegram():
    records, [problem] = read(TELEGRAM, "messages.html")
    assert [record["body"] for record in records] == ["One.\nTwo & three.", "Four"]
    assert [record["date"] for record in records] == [
        "2024-03-05T18:14:00+01:00",
        "2024-03-12T18:20:00",
    ]
    assert [record["author"] for record in records] == ["Jane", "Jane"]
    assert {record["feed"] for record in records} == {"Harrow Echo"}
    assert [record["_id"] for record in records] == ["Harrow Echo/2", "Harrow Echo/3"]
    assert problem.action == "service message left out"


def test_pages_of_telegram_cut_anywhere_are_read_as_far_as_they_go():
    for end in range(0, len(TELEGRAM), 29):
        cut = TELEGRAM[:end].encode()
        format = find_format(cut, "messages.html")
        if format == "Telegram page":
            read(cut, "messages.html", format)


# --- What is not opened


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), r"\.docx, \.eml"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"$FL2@(#) IBM SPSS STATISTICS", "an SPSS file: save it as CSV"),
        (b"<stata_dta><header>", "a Stata file"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"RDX3\nX\n", "an R file"),
    ],
)
def test_files_of_other_programs_are_told_with_a_way_out(tmp_path, data, advice):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=advice):
        tk.read_source(path)


def test_takeouts_own_page_is_no_post():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "Takeout/archive_browser.html", "<html><body><p>Yours</p></body></html>"
        )
        archive.writestr("Takeout/a.csv", f"title,text\nA,{BODY}\n")
    from toolkit.formats import open_members

    assert [name for name, _ in open_members(file.getvalue())] == ["Takeout/a.csv"]


# --- Second round


def test_nexis_uni_saved_from_word_as_text():
    documents = [
        "A bridge\nThe Daily Planet\nMarch 5, 2024 Tuesday 6:14 PM GMT\n"
        f"Section: NEWS\nLength: 42 words\nByline: Jane Roe\nBody\n\n{BODY}\n\n"
        "Load-Date: March 6, 2024\n\nEnd of Document\n",
        f"Ferries\nThe Daily Planet\nMarch 6, 2024\nBody\n\n{MORE}\n\n"
        "Load-Date: March 7, 2024\n\nEnd of Document\n",
    ]
    records, problems = read("\n".join(documents), "bridge.txt")
    assert [record["title"] for record in records] == ["A bridge", "Ferries"]
    assert [record["body"] for record in records] == [BODY, MORE]
    assert records[0]["author"] == "Jane Roe"
    assert records[0]["date"] == "2024-03-05 6:14 PM GMT"
    assert problems == []


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://echo.example/2024/03/05/bridge
Subject: A bridge
Date: Fri, 20 Nov 2026 10:11:12 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html
Content-Location: https://echo.example/2024/03/05/bridge

<!DOCTYPE html><html><head><title>A bridge</title>{}</head>
<body><article><h1>A bridge</h1><p>{}</p><p>{}</p></article></body></html>
------x--
"""


def test_the_day_on_which_a_browser_saved_a_page_is_not_the_posts():
    day = '<meta property="article:published_time" content="2024-03-05T18:14:00Z">'
    [record], problems = read(MHTML.format(day, BODY, MORE), "a.mhtml")
    assert record["date"] == "2024-03-05T18:14:00Z"
    assert record["url"] == "https://echo.example/2024/03/05/bridge"
    assert BODY in record["body"]
    assert "author" not in record
    assert problems == []
    [record], _ = read(MHTML.format("", BODY, MORE), "a.mhtml")
    assert "2026" not in str(record.get("date"))


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0028)https://echo.example/bridge -->",
        "<!--\n Page saved with SingleFile \n url: https://echo.example/bridge \n"
        " saved date: Fri Nov 20 2026 10:11:12 GMT+0000\n-->",
    ],
)
def test_the_address_above_a_saved_page(comment):
    page = (
        f"<!DOCTYPE html> <html lang=en>{comment}<meta charset=utf-8><title>A</title>"
        f"<body><article><h1>A</h1><p>{BODY}</p><p>{MORE}</p></article></body></html>"
    )
    [record], _ = read(page, "a.html")
    assert record["url"] == "https://echo.example/bridge"
    assert "2026" not in str(record.get("date"))


def test_the_table_of_posts_of_wordpress():
    text = (
        "ID,post_date,post_date_gmt,post_content,post_title,post_status,post_type,guid\n"
        f"1,2024-03-05 19:14:00,2024-03-05 18:14:00,<p>{BODY}</p>,A,publish,post,g\n"
        "2,2024-03-05 19:14:00,0000-00-00 00:00:00,x,B,draft,post,g\n"
        "3,2024-03-05 19:14:00,2024-03-05 18:14:00,x,C,inherit,revision,g\n"
    )
    [record], problems = read(text, "wp_posts.csv")
    assert (record["_id"], record["title"]) == ("1", "A")
    assert record["body"] == f"<p>{BODY}</p>"
    assert record["published"] == "2024-03-05 18:14:00"
    reasons = {problem.reason for problem in problems}
    assert reasons == {"1 unpublished posts", "1 rows of other types"}


def test_items_of_readers_of_feeds():
    item = {
        "id": "tag:1",
        "crawlTimeMsec": "1799662440000",
        "title": "A",
        "published": 1709662440,
        "summary": {"direction": "ltr", "content": f"<p>{BODY}</p>"},
        "canonical": [{"href": "https://echo.example/a"}],
        "origin": {"title": "Echo"},
    }
    [record], problems = read(
        json.dumps({"id": "feed", "title": "Starred", "items": [item]})
    )
    assert record["body"] == f"<p>{BODY}</p>"
    assert (record["url"], record["feed"]) == ("https://echo.example/a", "Echo")
    assert problems == []


def test_the_account_in_mastodons_archive_is_no_post():
    account = {
        "type": "Person",
        "id": "https://mast.example/users/jroe",
        "preferredUsername": "jroe",
        "summary": "<p>About me</p>",
        "published": "2020-01-01T00:00:00Z",
    }
    records, [problem] = read(json.dumps(account), "actor.json")
    assert records == []
    assert (problem.reason, problem.action) == ("1 accounts", "left out")


def test_articles_of_dow_jones_dna_hold_their_first_paragraph():
    text = (
        "an,title,snippet,body,byline,source_code,source_name,publication_datetime\n"
        f'PLN1,A,"{BODY}","{MORE}",By Jane Roe,PLN,Planet,1709662440000\n'
    )
    [record], problems = read(text)
    assert record["body"] == f"{BODY}\n\n{MORE}"
    assert (record["_id"], record["outlet"]) == ("PLN1", "Planet")
    assert problems == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Article Headline", "title"),
        ("Date of publication", "published"),
        ("body__value", "body"),
        ("Abstract Note", "summary"),
        ("doc_id", "post_id"),
    ],
)
def test_names_of_fields(name, column):
    assert tk.formats.read_columns()[tk.formats.field_key(name)] == column


def test_the_table_of_xs_analytics():
    text = (
        '"Tweet id","Tweet permalink","Tweet text","time","impressions"\n'
        '"17","https://twitter.com/echo/status/17","A bridge","2024-03-05 18:14 +0000","9"\n'
    )
    [record], problems = read(text)
    assert (record["_id"], record["body"], record["_form"]) == (
        "17",
        "A bridge",
        "short",
    )
    assert record["published"] == "2024-03-05 18:14 +0000"
    assert problems == []
