"""Each reader on the forms its format takes, on broken ones and on hostile ones."""

import bz2
import csv
import gzip
import io
import json
import lzma
import random
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import formats
from toolkit.cleaning import clean
from toolkit.formats import (
    Problem,
    field_key,
    find_format,
    open_members,
    read_columns,
    read_records,
)
from toolkit.formats.common import decode
from toolkit.formats.readers import BUNDLES, MODULES, check_readers
from toolkit.lexicons import PACKAGED, Lexicons

COLUMNS = read_columns()


def read(
    data: bytes | str, name: str = ""
) -> tuple[str | None, list[dict[str, Any]], list[Problem]]:
    """Format, records under the names of the posts frame, and problems."""
    data = data.encode() if isinstance(data, str) else data
    format = find_format(data[:65_536], name, COLUMNS)
    found = (
        list(read_records(data, format, name, COLUMNS))
        if format not in (None, "archive")
        else []
    )
    records = [
        {
            COLUMNS.get(field_key(field), field): value
            for field, value in reversed(named(record))
            if value
        }
        for record in found
        if isinstance(record, dict)
    ]
    return (
        format,
        records,
        [problem for problem in found if isinstance(problem, Problem)],
    )


def named(record: dict[str, Any]) -> list[tuple[str, Any]]:
    """Fields in the order of preference that the columns give."""
    order = {key: rank for rank, key in enumerate(COLUMNS)}
    return sorted(record.items(), key=lambda item: order.get(field_key(item[0]), 999))


def archive(members: dict[str, bytes], kind: str = "zip") -> bytes:
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, data in members.items():
                packed.writestr(name, data)
    else:
        with tarfile.open(fileobj=buffer, mode=f"w:{kind}") as packed:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                packed.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


# The table of formats


def test_each_format_has_a_row_and_a_reader_in_the_module_that_it_names() -> None:
    check_readers()
    rows = list(MODULES.items())
    with pytest.raises(RuntimeError, match=r"^Gopher: a format needs .* a reader"):
        check_readers([*rows, ("Gopher", "feeds")])
    rows.remove(("CSV", "csv_tables"))
    with pytest.raises(RuntimeError, match=r"^CSV: a format needs a row"):
        check_readers(rows)
    with pytest.raises(RuntimeError, match=r"^CSV: .* module .* that the row names"):
        check_readers([*rows, ("CSV", "feeds")])


def test_what_has_no_reader_is_an_error_of_the_package() -> None:
    with pytest.raises(RuntimeError, match=r"^Gopher: formats\.csv names no module"):
        list(read_records(b"i", "Gopher"))


def test_a_module_is_imported_when_a_file_of_its_format_is_met() -> None:
    code = """
import sys
from toolkit.formats import find_format, read_records
known = {name for name in sys.modules if name.startswith("toolkit.formats.")}
assert "toolkit.formats.ris" not in known and "toolkit.formats.nexis" not in known
data = b"TY  - NEWS\\nTI  - Rain\\nER  -\\n"
print([record["title"] for record in read_records(data, find_format(data))])
assert "toolkit.formats.ris" in sys.modules
assert "toolkit.formats.nexis" not in sys.modules
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "['Rain']\n", run.stderr


def test_a_wrong_column_of_the_package_is_an_error_at_import() -> None:
    code = """
from toolkit.lexicons import PACKAGED
PACKAGED.rows("columns.csv").append({"field": "mood", "column": "mood"})
import toolkit.formats
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ValueError: columns.csv: mood cannot be filled" in run.stderr


def test_the_package_s_table_lists_each_format_and_its_module() -> None:
    table = (formats.__doc__ or "").split("\n\n")[1].splitlines()[2:]
    listed = dict(line.split("  ", 1) for line in table)
    single = {name: MODULES[name] for name in MODULES if name not in BUNDLES}
    assert listed.keys() == single.keys()
    for format, described in listed.items():
        assert described.split()[0] == f"`{single[format]}.py`"


def test_a_guessed_byte_moves_no_number_of_a_record() -> None:
    text = '[{"title": "Na\xefve"}, {"title": "B"}]'
    _, records, [problem] = read(text.encode("cp1252"))
    assert problem.action == "kept"
    assert [record["_place"] for record in records] == ["record 1", "record 2"]


# Front matter


@pytest.mark.parametrize(
    ("header", "date"),
    [
        (
            '---\ntitle: "Rain"\ndate: 2016-04-22 10:00:00\ncategories: [a, b]\n---\n',
            "2016-04-22 10:00:00",
        ),
        (
            '+++\ntitle = "Rain"\ndate = 2016-04-22\ncategories = ["a", "b"]\n+++\n',
            "2016-04-22",
        ),
        (
            '+++\ntitle = "Rain"\ndate = 2016-04-22\n[taxonomies]\ncategories = ["a", "b"]\n+++\n',
            "2016-04-22",
        ),
        (
            '{\n  "title": "Rain",\n  "date": "2016-04-22",\n  "categories": ["a", "b"]\n}\n\n',
            "2016-04-22",
        ),
    ],
)
def test_headers_of_site_generators(header: str, date: str) -> None:
    format, [record], problems = read(f"{header}It *rained*.\n\nAll day.")
    assert (format, problems) == ("front matter", [])
    assert (record["title"], str(record["published"]), record["categories"]) == (
        "Rain",
        date,
        ["a", "b"],
    )
    assert (record["body"].strip(), record["_markup"]) == (
        "It *rained*.\n\nAll day.",
        "markdown",
    )


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("_posts/2016-04-22-rain.md", "2016-04-22"),
        ("content/2016/04/22/rain/index.md", "2016-04-22"),
        ("2015/01/01/2016-4-2-rain.md", "2016-4-2"),
        ("2016/rain.md", None),
        ("v1.2016-13-40.md", None),
    ],
)
def test_dates_that_stand_only_in_the_path(name: str, date: str | None) -> None:
    [record] = read("---\ntitle: Rain\n---\nIt rained.", name)[1]
    assert record.get("published") == date
    [dated] = read("---\ntitle: Rain\ndate: 2001-01-01\n---\nIt rained.", name)[1]
    assert dated["published"] == "2001-01-01"


def test_markdown_without_a_header_is_a_post_if_its_path_is_dated() -> None:
    format, [record], _ = read("It rained.\n\nAll day.", "2016-04-22-rain.md")
    assert (format, record["published"], record["_markup"]) == (
        "front matter",
        "2016-04-22",
        "markdown",
    )
    assert read("It rained.\n\nAll day.", "README.md")[0] is None
    assert read(b"\x89PNG\r\n\x1a\n\x00\x00", "2016-04-22-rain.md")[0] is None


@pytest.mark.parametrize(
    ("body", "name", "markup"),
    [
        ("<p>It rained.</p>\n\n<p>All day.</p>", "a.md", "html"),
        ("It rained.<br>All day.", "a.html", "html"),
        ("It rained <br> here.\n\nAll **day**.\n\nAnd night.", "a.md", "markdown"),
        (" [ad_1]\nIt rained.\n\nAll day.\n[ad_2]", "a.md", "html"),
        ("It rained.", "a.md", "markdown"),
    ],
)
def test_markup_is_seen_in_the_body(body: str, name: str, markup: str) -> None:
    assert read(f"---\ntitle: Rain\n---\n{body}", name)[1][0]["_markup"] == markup


def test_template_code_is_no_text() -> None:
    body = (
        "It {% if x %}rained{% endif %} [here]({{ site.url }}/a)."
        '{% include b.html c="{{ d }}" %}{{< figure >}}'
    )
    assert (
        read(f"---\ntitle: Rain\n---\n{body}")[1][0]["body"] == "It rained [here](/a)."
    )


@pytest.mark.parametrize(
    ("header", "name", "action"),
    [
        ("---\npublished: false\n---\n", "a.md", "draft left out"),
        ("+++\ndraft = true\n+++\n", "a.md", "draft left out"),
        ('{\n "draft": true\n}\n', "a.md", "draft left out"),
        ("---\ntitle: A\n---\n", "_drafts/a.md", "draft left out"),
        ("---\ntitle: A\nlayout: page\n---\n", "a.md", "page left out"),
        ("---\ntitle: A\n---\n", "news/_index.md", "page left out"),
    ],
)
def test_what_a_site_does_not_publish_as_a_post(
    header: str, name: str, action: str
) -> None:
    _, records, problems = read(f"{header}Text.", name)
    assert records == []
    assert [problem.action for problem in problems] == [action]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "---\ntitle: 'open\nb: c\n---\nText",
            "line 2: broken YAML: while scanning a quoted scalar, found",
        ),
        ("---\na: b\nc: [d\n---\nText", "line 3: broken YAML"),
        ("---\njust words\n---\nText", "line 2: the front matter holds no"),
        (
            "---\ntitle: A\n",
            "line 1: the front matter opens with --- and is never closed",
        ),
        ('+++\na = 1\nb = "x\n+++\nText', "line 3: broken TOML: Illegal character"),
        ("+++\na = " + "[" * 5_000 + "\n+++\nText", "broken TOML"),
        ('{\n "a": 1,\n "b": x\n}\nText', "line 3: broken JSON: Expecting value$"),
    ],
)
def test_broken_headers_are_named_by_line_and_reason(data: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(data)


# Encodings


def test_encodings() -> None:
    text = "---\ntitle: Naïve “Łódź”\n---\nText"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read(text.encode(encoding))[1][0]["title"] == "Naïve “Łódź”"
    _, [record], [problem] = read(
        "---\na: b\ntitle: “Naïve”\n---\nText".encode("cp1252")
    )
    assert record["title"] == "“Naïve”"
    assert problem == Problem("line 3", "not UTF-8, read as Windows-1252", "kept")
    feed = (
        '<?xml version="1.0" encoding="{}"?>'
        "<rss><channel><item><title>{}</title></item></channel></rss>"
    )
    for encoding, title in (
        ("windows-1251", "Дождь"),
        ("ISO-8859-1", "Naïve"),
        ("Shift_JIS", "雨"),
    ):
        _, [record], problems = read(feed.format(encoding, title).encode(encoding))
        assert (record["title"], problems) == (title, [])
    assert (
        read(feed.format("punycode", "Naïve").encode("cp1252"))[1][0]["title"]
        == "Naïve"
    )


def test_no_byte_is_lost_in_decoding() -> None:
    data = bytes(range(1, 256)).replace(b"\r", b"")
    text, [problem] = decode(data)
    assert text.encode("cp1252", "ignore").replace(b"\\x", b"") != b""
    assert all(
        bytes([code]).decode("cp1252", "backslashreplace") in text for code in data
    )
    assert problem.place == "line 2"


def test_nuls_are_dropped() -> None:
    assert read(b"---\ntitle: a\0b\n---\n<p>a\0b</p>")[1][0]["title"] == "ab"
    assert read(b'[{"title": "a\\u0000b\\ud800"}]')[1][0]["title"] == "ab"


# Feeds


def test_samples_of_feeds(shared: Path) -> None:
    for name, format, count, first, date in (
        (
            "macworld.rss",
            "RSS",
            30,
            "Best smart lock",
            "Tue, 28 Nov 2017 15:40:00 -0800",
        ),
        ("bio.rdf", "RDF", 30, "Wheat inositol pyrophosphate kinase", "2019-08-27"),
        (
            "russcox.atom",
            "Atom",
            19,
            "Transparent Logs for Skeptical Clients",
            "2019-03-01T11:00:00-05:00",
        ),
        (
            "DaringFireball.json",
            "JSON",
            48,
            "The Talk Show: ‘I Do Like",
            "2017-06-27T00:54:17Z",
        ),
    ):
        found, records, problems = read((shared / "samples" / name).read_bytes())
        assert (found, len(records), problems) == (format, count, [])
        assert records[0]["title"].startswith(first)
        assert records[0]["published"] == date
        assert all(
            record["url"].startswith("http") and record["feed"] for record in records
        )
        assert all(record.get("body") or record.get("summary") for record in records)
    _, records, _ = read((shared / "samples/russcox.atom").read_bytes())
    assert all(len(record["body"]) > len(record["summary"]) for record in records)


def test_sample_of_a_wordpress_export(shared: Path) -> None:
    format, records, problems = read(
        (shared / "samples/themeunittestdata.wordpress.xml").read_bytes()
    )
    assert (format, len(records)) == ("WordPress export", 56)
    assert Counter(problem.action for problem in problems) == {
        "page left out": 21,
        "draft left out": 1,
        "scheduled left out": 1,
        "attachment left out": 1,
        "nav_menu_item left out": 1,
        "left out": 1,
    }
    told = [problem.reason for problem in problems if problem.action == "left out"]
    assert told == ["33 comments"]
    assert {problem.reason for problem in problems if "nav" in problem.action} == {
        "70 records are no posts"
    }
    first = records[0]
    assert (first["title"], first["categories"], first["author"]) == (
        "WP 6.1 Font size scale",
        ["6.1", "Block"],
        "Theme Reviewer",
    )
    assert first["published"] == datetime(2023, 1, 16, 7, 8, 31, tzinfo=UTC)


RSS = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" \
"http://my.netscape.com/rss-0.91.dtd">
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\
<channel><title>Harbor</title>
<item><title>Rain</title><description>Short.</description>\
<content:encoded>&lt;p onclick="x"&gt;Long
&lt;a href="/b"&gt;text&lt;/a&gt;.&lt;/p&gt;</content:encoded>\
<pubDate>Fri, 22 Apr 2016 10:00:00 EST</pubDate></item>
<item><title>Snow</title><description>It snowed.</description><pubDate>2016-04-23</pubDate></item>
</channel></rss>"""


def test_content_goes_before_summary_and_stays_as_it_is() -> None:
    format, [rain, snow], problems = read(RSS)
    assert (format, problems) == ("RSS", [])
    assert rain["body"] == '<p onclick="x">Long\n<a href="/b">text</a>.</p>'
    assert rain["published"] == "Fri, 22 Apr 2016 10:00:00 EST"
    assert ("body" in snow, snow["summary"], snow["published"]) == (
        False,
        "It snowed.",
        "2016-04-23",
    )


def test_a_broken_feed_keeps_what_could_be_read() -> None:
    _, records, [problem] = read(
        RSS.replace("<item><title>Snow", "<broken & <item><title>Snow")
    )
    assert records[0]["title"] == "Rain"
    assert problem.place == "line 6"
    assert "broken XML" in problem.reason
    cut = RSS[: RSS.index("It snowed")]
    _, records, [problem] = read(cut)
    assert [record["title"] for record in records] == ["Rain"]
    _, records, [problem] = read("<rss><channel>\n<<<")
    assert (records, problem.place) == ([], "line 2")


LAUGHS = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">\n' for n in range(1, 40))


@pytest.mark.parametrize(
    "declarations",
    [
        f'<!ENTITY a0 "ha">\n{LAUGHS}',
        f'<!ENTITY a0 "{"ha" * 20_000}">',
        '<!ENTITY a0 SYSTEM "file:///etc/passwd">',
        '<!ENTITY a0 PUBLIC "x" "http://localhost/x">',
        '<!ENTITY % a0 SYSTEM "http://localhost/x.dtd">\n%a0;',
        "<!ENTITY a0 '&#37;x;'>\n<!ENTITY a39 '%x;'>",
    ],
)
def test_entities_that_expand_are_refused(declarations: str) -> None:
    data = (
        f"<!DOCTYPE rss [\n{declarations}]>\n"
        "<rss><channel><item><title>&a0;&a39;</title></item></channel></rss>"
    )
    assert find_format(data.encode()) == "RSS"
    with pytest.raises(ValueError, match=r"line \d+: entities that expand are refused"):
        read(data)


def test_harmless_document_types_pass() -> None:
    latin = (
        '<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1//EN" '
        '"http://www.w3.org/xhtml-lat1.ent">'
    )
    for inner in (latin, '<!ENTITY nbsp "&#160;">', ""):
        data = (
            f"<!DOCTYPE rss [\n{inner}]>\n"
            "<rss><channel><item><title>Rain</title></item></channel></rss>"
        )
        assert read(data)[1][0]["title"] == "Rain"


# JSON


def test_forms_of_json() -> None:
    posts = [{"title": "A", "date": "2016-04-22"}, {"title": "B", "date": "2016-04-23"}]
    forms = [
        json.dumps(posts),
        json.dumps(posts, indent=2),
        "\n".join(map(json.dumps, posts)),
        json.dumps({"status": "ok", "articles": posts}),
        json.dumps({"response": {"total": 2, "results": posts}}, indent=1),
        json.dumps([posts[:1], posts[1:]]),
        json.dumps(posts[:1]) + "\n" + json.dumps(posts[1:]),
    ]
    for form in forms:
        format, records, problems = read(form)
        assert (format, problems) == ("JSON", [])
        assert [(record["title"], record["published"]) for record in records] == [
            ("A", "2016-04-22"),
            ("B", "2016-04-23"),
        ]


def test_names_of_apis() -> None:
    newsapi = {
        "source": {"id": None, "name": "Ledger"},
        "author": "A. B.",
        "title": "Rain",
        "content": "It rained.",
    }
    record = read(
        json.dumps(
            {
                "status": "ok",
                "articles": [{**newsapi, "publishedAt": "2016-04-22T10:00:00Z"}],
            }
        )
    )[1][0]
    assert (record["outlet"], record["author"], record["body"]) == (
        "Ledger",
        "A. B.",
        "It rained.",
    )
    cloud = {
        "id": "1",
        "title": "Rain",
        "publish_date": "2016-04-22",
        "media_name": "Ledger",
        "language": "en",
    }
    record = read(json.dumps({"stories": [cloud]}))[1][0]
    assert (record["published"], record["outlet"], record["language"]) == (
        "2016-04-22",
        "Ledger",
        "en",
    )
    gdelt = {
        "url": "https://a.example/b",
        "title": "Rain",
        "seendate": "20160422T100000Z",
        "domain": "a.example",
    }
    record = read(json.dumps({"articles": [gdelt]}))[1][0]
    assert (record["published"], record["outlet"], record["url"]) == (
        "20160422T100000Z",
        "a.example",
        "https://a.example/b",
    )


def test_wordpress_rest() -> None:
    def post(**fields: object) -> dict[str, object]:
        post = {
            "id": 1,
            "date": "2016-04-22T12:00:00",
            "date_gmt": "2016-04-22T10:00:00",
            "link": "https://a.example/b",
        }
        rendered = {
            "title": {"rendered": "Rain &amp; snow"},
            "content": {"rendered": "<p>It rained.</p>"},
        }
        terms = [
            [{"taxonomy": "category", "name": "Weather"}],
            [{"taxonomy": "post_tag", "name": "wet"}],
        ]
        numbers = {"author": 3, "categories": [5, 7], "tags": [9]}
        embedded = {"_embedded": {"author": [{"name": "Al Bo"}], "wp:term": terms}}
        return (
            post
            | rendered
            | numbers
            | embedded
            | {"status": "publish", "type": "post"}
            | fields
        )

    _, records, problems = read(
        json.dumps(
            [post(), post(status="future"), post(type="page"), post(_embedded={})]
        )
    )
    assert [problem.action for problem in problems] == [
        "scheduled left out",
        "page left out",
    ]
    assert (records[0]["title"], records[0]["body"], records[0]["_markup"]) == (
        "Rain &amp; snow",
        "<p>It rained.</p>",
        "html",
    )
    assert records[0]["published"] == "2016-04-22T10:00:00Z"
    assert records[0]["author"] == "Al Bo"
    assert records[0]["categories"][0] == "Weather"
    assert "author" not in records[1]
    assert "categories" not in records[1]


def test_json_feed_takes_html_before_text() -> None:
    item = {
        "content_text": "It rained.",
        "content_html": "<p>It rained.</p>",
        "date_published": "2016-04-22",
    }
    record = read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Harbor",
                "items": [item],
            }
        )
    )[1][0]
    assert (record["body"], record["_markup"], record["feed"]) == (
        "<p>It rained.</p>",
        "html",
        "Harbor",
    )


def test_a_broken_line_costs_only_itself() -> None:
    _, records, [problem] = read('{"title": "A"}\n{"title": "B"\n\n{"title": "C"}\n')
    assert [record["title"] for record in records] == ["A", "C"]
    assert records[1]["_place"] == "record 3"
    assert problem == Problem(
        "line 4", "broken JSON: Expecting ',' delimiter", "skipped"
    )


def test_a_cut_off_array_keeps_what_was_whole() -> None:
    _, records, [problem] = read('[{"title": "A"},\n{"title": "B"},\n{"title": "C')
    assert [record["title"] for record in records] == ["A", "B"]
    assert problem.place == "line 3"


def test_odd_values_of_json() -> None:
    deep = '[{"title": "A", "x": ' + "[" * 100_000
    _, records, [problem] = read(deep)
    assert "broken JSON: endless nesting" in problem.reason
    _, records, [problem] = read("[" * 100_000)
    assert (records, problem.reason) == ([], "it holds no record")
    _, [record], _ = read(
        '[{"title": "A", "x": NaN, "y": Infinity, "z": ' + "9" * 5_000 + "}]"
    )
    assert record["title"] == "A"
    _, records, [problem] = read('[{"foo": "bar"}, 1, "a", null]')
    assert records == []
    assert (problem.place, problem.action) == ("record 1", "skipped")
    assert problem.reason.startswith("4 records are no posts: no field is known (foo)")
    assert isinstance(
        read(json.dumps([{"title": "A", "x": {"y": {"z": {"a": {"b": 1}}}}}]))[1][0],
        dict,
    )


# Tables


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_dialects_of_tables(mark: str, encoding: str) -> None:
    buffer = io.StringIO()
    rows = [
        ["Headline", "Pub-Date", "Text"],
        ["Naïve", "22.04.2016", 'It "rained",\nall; day\t|'],
        ["B", "", "x" * 200_000],
    ]
    csv.writer(buffer, delimiter=mark).writerows(rows)
    format, [first, second], problems = read(buffer.getvalue().encode(encoding))
    assert format == "CSV"
    assert [problem.action for problem in problems] == (
        ["kept"] if encoding == "cp1252" else []
    )
    assert (first["title"], first["published"], first["body"]) == (
        "Naïve",
        "22.04.2016",
        'It "rained",\nall; day\t|',
    )
    assert (second["_place"], len(second["body"])) == ("row 3", 200_000)


def test_sample_of_a_table(shared: Path) -> None:
    format, records, problems = read(
        (shared / "samples/facebook-fact-check.csv").read_bytes()
    )
    assert (format, len(records), problems) == ("CSV", 2282, [])
    assert (records[0]["published"], records[0]["feed"], records[0]["categories"]) == (
        "2016-09-19",
        "ABC News Politics",
        "mainstream",
    )


def test_rows_that_do_not_fit() -> None:
    _, records, problems = read(
        'title,date,text\nA,2016,x\nB,2016,x,y\nC\n\nD,2016,"z" z\nE,2016,x\n'
    )
    assert [record["title"] for record in records] == ["A", "C", "D", "E"]
    assert [(problem.place, problem.action) for problem in problems] == [
        ("row 3", "skipped"),
        ("row 4", "kept"),
        ("row 6", "kept"),
    ]
    _, records, [problem] = read('title,text\nA,x\nB,"x\nC,x\n')
    assert [(record["title"], record["body"]) for record in records] == [
        ("A", "x"),
        ("B", '"x'),
        ("C", "x"),
    ]
    assert problem == Problem("row 3", "the quotation marks do not match", "kept")


@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_stray_quotation_mark_costs_no_row_but_its_own(mark: str) -> None:
    rows = [
        ["title", "date", "text"],
        *([f"A{n}", "2016-04-22", "said it, twice"] for n in range(1_000)),
    ]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark).writerows(rows)
    text = buffer.getvalue().replace("A7" + mark, '"A7' + mark)
    _, records, problems = read(
        text.replace(
            "A500" + mark + "2016-04-22" + mark, f'A500{mark}"2016-04-22"{mark}'
        )
    )
    assert len(records) >= 999
    assert [problem.place for problem in problems] == ["row 9"]
    assert records[-1]["body"] == "said it, twice"
    _, [record], [problem] = read('title,date,text\nA,2016,"He said "no" to it"\n')
    assert ("no" in record["body"], problem.action) == (True, "kept")


@given(
    st.lists(
        st.lists(st.text('a",;\n\t ', max_size=8), min_size=3, max_size=3), max_size=8
    )
)
def test_tables_are_read_as_the_csv_module_writes_them(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(
        [["title", "date", "text"], *rows]
    )
    _, records, problems = read(buffer.getvalue())
    wanted = [[cell for cell in row if cell] for row in rows if any(row)]
    assert [
        [record[k] for k in ("title", "published", "body") if k in record]
        for record in records
    ] == wanted
    told = {problem.reason for problem in problems if "posts" not in problem.reason}
    assert told <= {"it holds no record"}


def test_a_header_that_cannot_be_read_is_one_error() -> None:
    for text in (
        'date,"title"x\n2016-01-01,A\n',
        '["title","date"]\n["A","2016-01-01"]\n',
    ):
        with pytest.raises(
            ValueError, match="line 1: the quotation marks do not match"
        ):
            list(read_records(text.encode(), "CSV", "", COLUMNS))


def test_what_stands_before_a_header_and_twice_in_it() -> None:
    for before in ("sep=;\n", "# exported\n\n# today\n"):
        assert read(f"{before}title;date;text;text\nA;2016;one;two\nB;2016;;two\n")[
            1:
        ] == (
            [
                {"title": "A", "published": "2016", "body": "one", "_place": "row 2"},
                {"title": "B", "published": "2016", "body": "two", "_place": "row 3"},
            ],
            [],
        )


def test_prose_is_no_table() -> None:
    for text in (
        "Well, the title of the story, he said, was wrong.\nYes, she said.",
        "title\nA\nB",
        "word,count\nrain,3",
        "The date, place and author; all of it",
        "",
    ):
        assert read(text)[0] is None


def test_names_given_by_the_user(tmp_path: Path) -> None:
    data = b"Kopf;Wann;Was\nRegen;22.4.2016;Es regnete.\n"
    assert find_format(data) is None
    path = tmp_path / "mine.csv"
    path.write_text("# mine\nfield,column\nKopf,title\nwann,published\nwas,body\n")
    for names in ({"kopf": "title", "WANN": "published"}, str(path), path):
        columns = read_columns(names)
        assert find_format(data, "", columns) == "CSV"
        assert next(iter(columns.items())) == ("kopf", "title")
        assert len(list(read_records(data, "CSV", "", columns))) == 1
    assert read_columns({"title": "body"})["title"] == "body"
    with pytest.raises(
        ValueError, match=r"columns: nonsense cannot be filled; there are author"
    ):
        read_columns({"a": "nonsense"})


def test_a_lexicon_s_columns_stand_between_the_caller_s_and_the_package_s() -> None:
    own = Lexicons((("columns.csv", "field,column\nKopf,title\nPost-Date,body"),))
    columns = read_columns(None, own)
    assert list(columns)[:2] == ["kopf", "postdate"]
    assert (columns["kopf"], columns["postdate"]) == ("title", "body")
    assert columns["headline"] == "title"
    assert read_columns({"kopf": "summary"}, own)["kopf"] == "summary"
    assert read_columns(None, PACKAGED) == COLUMNS


def test_a_wrong_column_of_a_lexicon_is_named() -> None:
    own = Lexicons((("columns.csv", "field,column\nKopf,titel"),))
    with pytest.raises(
        ValueError, match=r"columns\.csv: titel cannot be filled; there are author"
    ):
        read_columns(None, own)


def test_lexicon_of_columns() -> None:
    assert set(COLUMNS.values()) == set(
        "title published url categories author body feed outlet language summary records "
        "post_id".split()
    )
    for field in (
        "SourceCommonName",
        "Document Identifier",
        "PUBLISHED-AT",
        "og ignored",
    ):
        assert (field_key(field) in COLUMNS) is (field != "og ignored")


def test_excel_and_parquet(tmp_path: Path) -> None:
    openpyxl, parquet = (
        pytest.importorskip("openpyxl"),
        pytest.importorskip("pyarrow.parquet"),
    )
    import pyarrow

    book = openpyxl.Workbook()
    for row in (
        ["Title", "Date", "Text", "n"],
        ["Rain", datetime(2016, 4, 22), "It rained.", 7],
        ["Snow", None, "", None],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.bin")
    format, [rain, snow], problems = read((tmp_path / "a.bin").read_bytes())
    assert (format, problems) == ("Excel", [])
    assert (rain["title"], rain["published"], rain["n"]) == (
        "Rain",
        datetime(2016, 4, 22),
        "7",
    )
    assert (snow["title"], "published" in snow, snow["_place"]) == (
        "Snow",
        False,
        "row 3",
    )
    table = pyarrow.table(
        {
            "title": ["Rain", None],
            "tags": [["a", "b"], []],
            "date": [datetime(2016, 4, 22), None],
        }
    )
    parquet.write_table(table, tmp_path / "b.bin")
    data = (tmp_path / "b.bin").read_bytes()
    format, records, problems = read(data)
    assert (format, records[0]["categories"]) == ("Parquet", ["a", "b"])
    assert records[0]["published"] == datetime(2016, 4, 22)
    for broken in (
        data[:100],
        b"PAR1" + b"\0" * 500 + b"PAR1",
        data[:8] + bytes(len(data) - 16) + data[-8:],
    ):
        with pytest.raises(ValueError, match="broken Parquet file"):
            read(broken)
    with pytest.raises(ValueError, match="broken workbook"):
        read((tmp_path / "a.bin").read_bytes()[:2000])


@pytest.mark.parametrize(
    ("library", "data", "extra"),
    [
        ("pyarrow.parquet", b"PAR1", "parquet"),
        ("python_calamine", None, "excel"),
        ("trafilatura", b"<html><body><p>Rain</p></body></html>", "pages"),
    ],
)
def test_missing_extras_say_what_to_install(
    library: str, data: bytes | None, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(
        ValueError, match=rf'pip install "media-analysis-toolkit\[{extra}\]"'
    ):
        read(data or archive({"xl/workbook.xml": b"<a/>"}))


# Pages


def pages_installed() -> None:
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        pytest.skip("trafilatura cannot be imported")


def test_sample_of_a_page(shared: Path) -> None:
    pages_installed()
    format, [record], problems = read((shared / "samples/time_001.html").read_bytes())
    stated = json.loads((shared / "samples/time_001.metadata.json").read_text())
    assert (format, problems) == ("page", [])
    assert record["published"][:19] == stated["publish_date"][:19]
    assert (record["url"], record["author"]) == (stated["url"], stated["authors"][0])
    words, wanted = (
        clean(record["body"]).text.split(),
        (shared / "samples/time_001.txt").read_text().split(),
    )
    assert SequenceMatcher(None, words, wanted, autojunk=False).ratio() > 0.94


PAGE = """<!-- saved --><!DOCTYPE html><html lang="en"><head><title>Rain - Harbor Ledger</title>
<script type="application/ld+json">[{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "Harbor"},
{"@type": "NewsArticle", "headline": "Rain", "datePublished": "2016-04-22T10:00:00+02:00",
"author": {"@type": "Person", "name": "Al Bo"}}]}]</script>
<link rel="canonical" href="https://harbor.example/rain"></head>
<body><nav>Home</nav><article><h1>Rain</h1><p>It rained all day in the harbor, and the ferries \
stayed where they
were, as they had on the two days before.</p><p>Nobody minded, the harbor master said, least of \
all the ferries.</p>
</article></body>"""


def test_a_page_tells_of_itself() -> None:
    pages_installed()
    format, [record], _ = read(PAGE)
    assert (format, record["published"]) == ("page", "2016-04-22T10:00:00+02:00")
    assert (record["title"], record["author"], record["url"]) == (
        "Rain",
        "Al Bo",
        "https://harbor.example/rain",
    )
    assert "Nobody minded" in record["body"]
    assert "Home" not in record["body"]
    assert "It rained" in read("<h1>Rain</h1><p>It rained.</p>")[1][0]["body"]


def test_kinds_of_xml_are_told_apart() -> None:
    assert (
        find_format(b'<?xml version="1.0"?>\n<!DOCTYPE html><html xmlns="x">') == "page"
    )
    assert (
        find_format(
            b'\n\n<?xml version="1.0"?><!-- <html> -->\n<feed xmlns="http://www.w3.org/2005/Atom">'
        )
        == "Atom"
    )
    assert find_format(b'<?xml version="1.0"?><urlset></urlset>') == "news sitemap"
    assert find_format(b'<?xml version="1.0"?><opml></opml>') is None
    assert find_format(b"{% raw %}") is None
    assert find_format(b"[ad_1] text") is None


# What was lost or made up


def test_json_that_looks_like_lines_is_read_whole() -> None:
    for text in (
        '{"status":"ok","articles":[\n{\n"title":"A",\n"date":"2016"}]}',
        '{"articles":[\n{"title":"A"},\n{"title":"B"}]}',
    ):
        _, records, problems = read(text)
        assert (records[0]["title"], len(records), problems) == (
            "A",
            text.count("title"),
            [],
        )


@pytest.mark.parametrize(
    "text",
    [
        '{"title":"A"}\nxxx\n{"title":"C"}\n',
        '{"title":"B","date":\n{"title":"A"}\n{"title":"C"}\n',
        '{"title":"A"}\n{"title":"B",\n{\n  "title":\n"C"\n}\n',
        '[{"title":"A"},\n{"title":"B" "date":"2016"},\n{"title":"C"}]',
        '[{"title":"A"}, {"title":"B" "date":"2016"}, {"title":"C"}]',
        '[\n  {\n    "title":"A"\n  },\n  {\n    "title" 1,\n'
        '    "x":[\n      {"y":1}\n    ]\n  },\n  {"title":"C"}\n]',
    ],
)
def test_a_broken_value_costs_only_itself(text: str) -> None:
    _, records, [problem] = read(text)
    assert [record["title"] for record in records] == ["A", "C"]
    assert problem.action == "skipped"


def test_errors_of_apis_are_no_posts() -> None:
    for answer in (
        {"code": "rest_no", "message": "No page"},
        {"status": "error", "message": "No page"},
    ):
        assert read(json.dumps(answer))[1:] == (
            [],
            [Problem("", "an API's error: No page", "skipped")],
        )


def test_a_bad_byte_is_read_alone() -> None:
    text, [problem] = decode("Łódź “x”\n".encode() + b"\x93Na\xefve\x94\x81")
    assert text == "Łódź “x”\n“Naïve”\\x81"
    assert problem.place == "line 2"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode("title,date\nŁódź".encode(encoding)) == ("title,date\nŁódź", [])


def test_a_damaged_member_costs_only_itself() -> None:
    data = archive({"a.md": b"aaaa", "b.md": b"bbbbbbbb" * 9, "c.md": b"c"})
    at = data.index(b"b.md") + 4
    (_, a), (_, b), (_, c) = open_members(data[:at] + b"\xff" * 4 + data[at + 4 :])
    assert (a, c) == (b"aaaa", b"c")
    assert b.reason.startswith("broken member")  # type: ignore[union-attr]


def test_entities_are_seen_in_utf_16_and_without_a_document_type() -> None:
    text = '<!DOCTYPE rss [\n<!ENTITY a SYSTEM "file:///x">]>\n<rss><channel></channel></rss>'
    for data in (text.encode("utf-16"), text.replace("DOCTYPE", "doctype").encode()):
        with pytest.raises(
            ValueError, match="line 2: entities that expand are refused"
        ):
            list(read_records(data, "RSS", "", COLUMNS))


def test_headers_behind_blank_lines_and_comments_and_empty_ones() -> None:
    for before in ("\n\n", "<!-- saved -->\n"):
        [record] = read(f"{before}---\ntitle: A\n---\nText")[1]
        assert (record["title"], record["body"]) == ("A", "Text")
    with pytest.raises(ValueError, match="line 5: broken YAML"):
        read("\n\n---\na: [\n---\nText")
    assert (
        read("---\n---\nText", "_posts/2016-04-22-a.md")[1][0]["published"]
        == "2016-04-22"
    )
    with pytest.raises(ValueError, match="holds no"):
        read("---\n---\n@import 'x';", "main.scss")


def test_a_zone_that_feedparser_does_not_know_is_left_to_others() -> None:
    assert (
        read(RSS.replace("EST", "CEST"))[1][0]["published"]
        == "Fri, 22 Apr 2016 10:00:00 CEST"
    )


def test_columns_of_the_user_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,column\na,title\n")
    with pytest.raises(ValueError, match="no column field"):
        read_columns(tmp_path / "a.csv")
    assert read_columns({1: "title"})["1"] == "title"  # type: ignore[dict-item]
    answer = json.dumps({"story_list": [{"title": "A"}, {"title": "B"}]}).encode()
    assert (
        len(
            list(
                read_records(
                    answer, "JSON", "", read_columns({"story_list": "records"})
                )
            )
        )
        == 2
    )


def test_captions_of_figures_and_links_behind_links() -> None:
    body = 'Rain.\n\n{{< figure src="a.png" caption="A storm" >}}{{< figure src="b.png" >}}'
    assert (
        read(f"---\ntitle: A\n---\n{body}")[1][0]["body"]
        == "Rain.\n\n<figcaption>A storm</figcaption>"
    )
    keys = list(COLUMNS)
    assert (
        keys.index(field_key("feedburner_origlink"))
        < keys.index("link")
        < keys.index("externalurl")
    )
    assert COLUMNS["sourcehref"] == "outlet"


# Archives


@pytest.mark.parametrize("kind", ["zip", "", "gz", "bz2", "xz"])
def test_members_of_archives(kind: str, tmp_path: Path) -> None:
    members = {
        "b/2016-04-22-a.md": b"---\ntitle: A\n---\nText",
        "b/.hidden": b"x",
        "__MACOSX/b": b"x",
        "b/node_modules/c/README.md": b"x",
        ".git/config": b"x",
        "b/a.PNG": b"x",
        "a.csv": b"title,date\nA,2016",
        "../evil.md": b"x",
        "/etc/evil.md": b"x",
        "b/../../evil.md": b"x",
    }
    data = archive(members, kind)
    assert find_format(data[:65_536]) == "archive"
    (tmp_path / "a").write_bytes(data)
    found = list(open_members(tmp_path / "a"))
    assert found == list(open_members(data))
    assert {name: data for name, data in found if isinstance(data, bytes)} == {
        "b/2016-04-22-a.md": members["b/2016-04-22-a.md"],
        "a.csv": members["a.csv"],
    }
    refused = {name: data.reason for name, data in found if isinstance(data, Problem)}
    assert set(refused.values()) == {"its path leads out of the archive"}
    assert len(refused) == 3


def test_sample_of_an_archive(shared: Path) -> None:
    found = list(open_members(shared / "samples/jekyll_18f.zip"))
    records = [
        record
        for name, data in found
        if isinstance(data, bytes)
        for record in read(data, name)[1]
    ]
    assert len(found) == len(records) == 509
    assert all(record["published"] and record["title"] for record in records)
    assert sum(record["_markup"] == "markdown" for record in records) > 500
    assert (
        sum("{{" in record["body"] or "{%" in record["body"] for record in records) <= 1
    )  # a listing of code


def test_links_and_encrypted_members_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("a.md", "x")
    data = bytearray(buffer.getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= (
        1  # the flag of encryption, in the directory
    )
    reasons = [
        (name, found.reason)
        for name, found in open_members(bytes(data))
        if isinstance(found, Problem)
    ]
    assert reasons == [("a.md", "encrypted"), ("link.md", "a link or device")]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
        for kind in (
            tarfile.SYMTYPE,
            tarfile.LNKTYPE,
            tarfile.CHRTYPE,
            tarfile.FIFOTYPE,
        ):
            info = tarfile.TarInfo("link.md")
            info.type, info.linkname = kind, "/etc/passwd"
            packed.addfile(info)
    found = list(open_members(buffer.getvalue()))
    assert [data.reason for _, data in found if isinstance(data, Problem)] == [
        "a link or device"
    ] * 4


@pytest.mark.parametrize("kind", ["zip", "gz", "bz2", "xz"])
def test_bombs_are_refused_and_the_rest_is_read(kind: str) -> None:
    data = archive({"a.md": b"x", "bomb.md": b"\0" * 30_000_000, "b.md": b"x"}, kind)
    found = dict(open_members(data))
    if kind == "zip":
        assert (found["a.md"], found["b.md"]) == (b"x", b"x")
        assert found["bomb.md"].reason.startswith("unpacks from")  # type: ignore[union-attr]
    else:
        assert "unpacks to more than 10,485,760 bytes" in found[""].reason  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="broken workbook: unpacks from"):
        read(archive({"xl/workbook.xml": b"\0" * 30_000_000}))


def test_streams_of_one_file_are_read_together() -> None:
    noise = random.Random(0).randbytes(60_000)
    whole = archive({"a.md": b"x", "b.md": noise}, "")
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        data = pack(whole[:30_000]) + pack(whole[30_000:])
        assert dict(open_members(data)) == {"a.md": b"x", "b.md": noise}


def test_bytes_behind_a_stream_are_left_out() -> None:
    for kind in ("gz", "bz2", "xz"):
        data = archive({"a.md": b"x"}, kind) + b"\0" * 100
        assert list(open_members(data)) == [("a.md", b"x")]


def test_a_decompressor_may_take_no_more_memory_than_a_member() -> None:
    big = lzma.compress(b"x", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 2**29}])
    [(name, problem)] = open_members(big)
    assert name == ""
    assert problem.reason.startswith("broken archive: ")  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["gz", "xz"])
def test_truncated_and_broken_archives(kind: str) -> None:
    noise = random.Random(0).randbytes(60_000)
    data = archive({"a.md": b"x", "b.md": noise, "c.md": noise}, kind)
    for cut in (data[: len(data) * 3 // 4], data[: len(data) // 4]):
        found = list(open_members(cut))
        assert found[0] == ("a.md", b"x")
        assert found[-1][0] == ""
        assert found[-1][1].reason.startswith("broken archive")  # type: ignore[union-attr]
    packed = archive({"a.md": b"x", "b.md": noise})
    [(name, problem)] = open_members(packed[:-50])
    assert (name, problem.action) == ("", "the rest skipped")  # type: ignore[union-attr]
    for broken in (
        b"PK\x03\x04",
        b"\x1f\x8b\x08\0\0",
        b"x" * 257 + b"ustar",
    ):
        assert all(isinstance(found, Problem) for _, found in open_members(broken))


# Hostile data: every reader gives records and problems, or raises ValueError; nothing hangs

STARTS = {
    "front matter": ["---\n", "+++\n", "{\n}\n\nText", "---\ntitle: A\n---\n"],
    "RSS": ["<rss>", "<rss><channel><item>", "<rss><!DOCTYPE"],
    "WordPress export": ["<rss wordpress.org/export/>"],
    "Atom": ["<feed>", "<feed><entry><content>"],
    "RDF": ["<rdf:RDF>"],
    "JSON": ["[{", '{"title": "a"}\n{"a', '{"items": ['],
    "CSV": ["title,date\n", 'title;date\n"'],
    "Parquet": ["PAR1"],
    "Excel": ["PK\x03\x04xl/"],
    "page": ["<html>", "<p>", "<html><body><article>"],
}


@pytest.mark.parametrize("format", STARTS)
@settings(max_examples=40)
@given(data=st.data())
def test_any_bytes_are_records_problems_or_an_error(
    format: str, data: st.DataObject
) -> None:
    if format == "page":
        pages_installed()
    start = data.draw(st.sampled_from(STARTS[format])).encode("latin-1")
    pieces = st.sampled_from(
        [
            b"---\n",
            b"<item>",
            b"</",
            b'"',
            b"{",
            b"[",
            b"]",
            b",",
            b"\n",
            b"<!ENTITY",
            b"\0",
            b"title",
        ]
    )
    rest = data.draw(
        st.binary(max_size=300)
        | st.lists(pieces | st.binary(max_size=9), max_size=60).map(b"".join)
    )
    with suppress(ValueError):
        for found in read_records(start + rest, format, "a.md", COLUMNS):
            assert isinstance(found, Problem) or all(
                isinstance(field, str) for field in found
            )


@given(st.binary(max_size=600), st.sampled_from(["a.md", "2016-04-22.md", "a.csv", ""]))
def test_any_bytes_have_a_format_or_none(data: bytes, name: str) -> None:
    format = find_format(data, name, COLUMNS)
    if format == "archive":
        list(open_members(data))
    elif format:
        with suppress(ValueError):
            list(read_records(data, format, name, COLUMNS))


@given(
    st.binary(max_size=300),
    st.integers(0, 2_000),
    st.sampled_from(["zip", "", "gz", "bz2", "xz"]),
)
def test_damaged_archives_are_named(noise: bytes, at: int, kind: str) -> None:
    data = archive({"a.md": b"x" * 100, "b/c.md": b"y" * 400}, kind)
    at %= len(data)
    for name, found in open_members(data[:at] + noise + data[at + len(noise) :]):
        assert isinstance(found, bytes | Problem)
        assert isinstance(name, str)


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "<",
        "<a ",
        "{{ ",
        "{% ",
        "{",
        "[",
        "\n",
        " \n",
        '"',
        ",",
        "&",
        "-->",
        "<!--",
        "<!ENTITY a '",
        "---\n",
        "2016-",
        "\\",
    ],
)
@pytest.mark.parametrize("format", ["front matter", "RSS", "JSON", "CSV"])
def test_long_runs_of_anything_are_read_in_linear_time(format: str, piece: str) -> None:
    for start in STARTS[format]:
        data = (start + piece * (200_000 // len(piece))).encode()
        find_format(data[:65_536], piece * 50 + ".md", COLUMNS)
        with suppress(ValueError):
            list(read_records(data, format, "a.md", COLUMNS))


def test_five_megabytes_without_a_line_end() -> None:
    for start in (
        "---\ntitle: A\n---\n",
        "[",
        "title,text\nA,",
        "<rss><channel><item><title>",
    ):
        read(start + "word " * 1_000_000)


def test_a_pdf_in_an_archive_is_told() -> None:
    data = archive({"a.md": b"---\ntitle: A\n---\nRain.", "b.pdf": b"%PDF-1.7\n"})
    assert sorted(dict(open_members(data))) == ["a.md", "b.pdf"]
