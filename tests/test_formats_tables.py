"""Tables as people keep them: reports, workbooks, Parquet, what pandas writes, wide records."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.examples import bundled
from toolkit.formats import Problem, find_format, read_columns, read_records
from toolkit.own_columns import MOST_OWN
from toolkit.posts import read_posts, read_source

TEXT = "The council voted to close the bridge for repairs."
ROW = {"title": "Bridge", "date": "2024-03-06", "text": TEXT}


def read(data: bytes, name: str = "") -> tuple[list[dict[str, Any]], list[Problem]]:
    format = find_format(data[:65_536], name)
    assert format is not None
    found = list(read_records(data, format, name))
    problems = [item for item in found if isinstance(item, Problem)]
    return [item for item in found if not isinstance(item, Problem)], problems


# Lines of a report above the header


REPORT = "Report:,Bulk download\nBrand:,Quay\nFrom:,2024-03-01\n\n"


def test_a_report_s_lines_stand_before_the_header() -> None:
    table = f"Query Id,Title,Date,Full Text,Url\n1,Bridge,2024-03-06,{TEXT},https://q.example\n"
    (record,), (problem,) = read((REPORT + table).encode(), "a.csv")
    assert (record["Title"], record["Full Text"]) == ("Bridge", TEXT)
    assert record["_place"] == "row 6"
    assert problem.place == "row 1"
    assert problem.reason == (
        "4 rows before the header (Report: Bulk download; Brand: Quay; From: 2024-03-01)"
    )


@pytest.mark.parametrize(
    "head",
    ["title,date\n", "title,text,date\n", "title;date\n"],
)
def test_a_first_row_that_names_fields_is_the_header(head: str) -> None:
    rows = "A,2024-03-06,x\nid,title,date,text,url\n"
    _, problems = read((head + rows).encode(), "a.csv")
    assert not any("before the header" in problem.reason for problem in problems)


def test_a_report_s_line_that_names_one_field_is_no_header() -> None:
    report = "Search,quay\nDate:,2024-03-01,2024-03-09\n"
    table = f"Title,Date,Text,URL\nBridge,2024-03-06,{TEXT},https://q.example\n"
    (record,), _ = read((report + table).encode(), "a.csv")
    assert (record["Title"], record["_place"]) == ("Bridge", "row 4")


def workbook(**sheets: list[list[object]]) -> bytes:
    packed = io.BytesIO()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(packed)
    return packed.getvalue()


def test_sheets_of_a_workbook() -> None:
    header = ["Title", "Date", "Text", "Likes"]
    data = workbook(
        Cover=[["Search of the quay"], ["made by", "Ada"]],
        January=[header, ["Bridge", datetime(2024, 1, 6, 10, 5), TEXT, 3]],
        March=[
            ["Search results", None, None, None],
            [None, None, None, None],
            header,
            ["Ferry", "2024-03-06", TEXT, None],
            [None, None, None, None],
        ],
        Empty=[],
    )
    records, problems = read(data)
    assert [record["_place"] for record in records] == [
        "sheet 'January', row 2",
        "sheet 'March', row 4",
    ]
    assert [record["Title"] for record in records] == ["Bridge", "Ferry"]
    assert str(records[0]["Date"]) == "2024-01-06 10:05:00"
    assert "Likes" not in records[1]
    assert [(problem.place, problem.action) for problem in problems] == [
        ("sheet 'Cover'", "left out"),
        ("sheet 'March', row 1", "left out"),
    ]


def open_document(rows: list[list[str]]) -> bytes:
    """A workbook as OpenDocument 1.3 has it, of cells with text."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cell = (
        '<table:table-cell office:value-type="string"><text:p>{}</text:p>'
        "</table:table-cell>"
    )
    lines = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>"
        for row in rows
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Posts">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return packed.getvalue()


def test_workbooks_of_open_document_and_of_old_excel() -> None:
    rows = [["Title", "Date", "Text"], ["Bridge", "2024-01-06", TEXT]]
    (record,), problems = read(open_document(rows), "a.ods")
    assert (record["Title"], record["Date"], problems) == ("Bridge", "2024-01-06", [])
    old = Path(__file__).with_name("workbook.xls").read_bytes()  # written by xlwt 1.3
    (bridge, ferry), problems = read(old, "a.xls")
    assert (bridge["Date"], bridge["Likes"]) == (datetime(2024, 1, 6, 10, 5), "3")
    assert (ferry["Date"], ferry["Title"], problems) == ("2024-03-06", "Ferry", [])


def test_what_old_office_wrote_and_is_no_table_says_what_to_do() -> None:
    old = Path(__file__).with_name("workbook.xls").read_bytes()
    with pytest.raises(ValueError, match=r"broken workbook.*save it as \.docx"):
        read(old[:600], "a.doc")


def test_an_only_sheet_of_unknown_fields_is_refused_with_their_names(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(One=[["speech", "year"], [TEXT, 2016]]))
    with pytest.raises(ValueError, match=r"speech, year.*\{'speech': 'body'\}"):
        read_posts(tmp_path / "a.xlsx")


def test_empty_cells_of_a_known_table_fill_nothing(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "Page Name": ["Quay", "Quay"],
            "Post Created": ["2024-03-06 16:58:00 EST"] * 2,
            "Message": ["Ferry", float("nan")],
            "Likes": [3, None],
        }
    )
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        posts = read_posts(tmp_path / name, on_problem="ignore")
        assert posts["text"].fillna("none").tolist() == ["Ferry", "none"]
        assert posts["Likes"].fillna(-1).tolist() == [3, -1]


def test_tables_inside_archives(tmp_path: Path) -> None:
    frame = pd.DataFrame([ROW])
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    excel = io.BytesIO()
    frame.assign(title="Ferry").to_excel(excel, index=False)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("tables/a.parquet", parquet.getvalue())
        archive.writestr("tables/b.xlsx", excel.getvalue())
        archive.writestr("c.csv", "title,text,date\nTram,T,2024-03-06\n")
    posts = read_posts(tmp_path / "a.zip", on_problem="raise")
    assert sorted(posts["title"]) == ["Bridge", "Ferry", "Tram"]


def test_pickles_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    frame = pd.DataFrame([ROW])
    frame.to_pickle(tmp_path / "a.pkl")
    frame.to_csv(tmp_path / "b.csv", index=False)
    reading = read_source(tmp_path, on_problem="ignore")
    assert len(reading.posts) == 1
    (problem,) = reading.problems.itertuples()
    assert "opening it can run code" in problem.reason
    assert problem.file == "a.pkl"


# Records of other kinds


def test_values_that_mongo_wraps_are_the_values() -> None:
    wrapped = [
        {"_id": {"$oid": "5e1"}, **ROW, "date": {"$date": "2024-03-06T21:58:00Z"}},
        {
            "_id": {"$oid": "5e2"},
            **ROW,
            "date": {"$date": {"$numberLong": "1709762280000"}},
            "likes": {"$numberInt": "3"},
            "price": {"$": "x"},
        },
    ]
    records, problems = read(json.dumps(wrapped).encode())
    assert problems == []
    assert [record["_id"] for record in records] == ["5e1", "5e2"]
    assert [record["date"] for record in records] == [
        "2024-03-06T21:58:00Z",
        "1709762280000",
    ]
    assert records[1]["likes"] == "3"


def test_entries_of_json_api() -> None:
    body = {"value": "<p>raw</p>", "processed": f"<p>{TEXT}</p>", "summary": ""}
    node = {
        "type": "node--article",
        "id": "u1",
        "links": {"self": {"href": "https://q.example/jsonapi/node/article/u1"}},
        "attributes": {
            "title": "Bridge",
            "created": "2024-03-06T21:58:00+00:00",
            "changed": "2024-03-09T21:58:00+00:00",
            "status": True,
            "path": {"alias": "/bridge"},
            "body": body,
            "langcode": "en",
        },
    }
    draft = node | {"id": "u2", "attributes": {"title": "Later", "status": False}}
    (record,), (problem,) = read(json.dumps({"data": [node, draft]}).encode())
    assert (record["title"], record["body"]) == ("Bridge", f"<p>{TEXT}</p>")
    assert record["published"].startswith("2024-03-06")
    assert record["url"] == "https://q.example/bridge"
    assert problem.reason == "1 unpublished entries"
    entry = {"id": 4, "attributes": {"title": "Ferry", "content": TEXT}}
    entry["attributes"]["publishedAt"] = "2024-03-06T21:58:00.000Z"  # type: ignore[index]
    ((record,), _) = read(json.dumps({"data": [entry], "meta": {}}).encode())
    assert (record["body"], record["_id"]) == (TEXT, "4")


def test_the_only_list_of_an_object_holds_the_records() -> None:
    story = {"headline": "Bridge", "story": TEXT, "published_on": "2024-03-06"}
    ((record,), _) = read(json.dumps({"news": [story], "count": 1}).encode())
    assert (record["headline"], record["story"]) == ("Bridge", TEXT)


@pytest.mark.parametrize(
    "more",
    [
        {"images": [{"title": "A boat", "description": "x"}]},
        {"tags": [{"id": 1, "name": "boats"}]},
    ],
)
def test_lists_inside_a_post_hold_no_posts(more: dict[str, Any]) -> None:
    ((record,), _) = read(json.dumps(ROW | more).encode())
    assert record["title"] == "Bridge"


def test_a_list_whose_items_name_one_field_holds_no_posts() -> None:
    images = [{"description": "A boat", "src": "a.jpg"}]
    record = {"title": "Bridge", "url": "https://q.example", "images": images}
    ((found,), _) = read(json.dumps(record).encode())
    assert found["title"] == "Bridge"


def test_lists_of_tables_that_fill_no_column_are_one_column(tmp_path: Path) -> None:
    images = [{"src": "a.jpg", "width": 8}, {"src": "b.jpg"}]
    authors = [{"name": "Ada Quay", "id": 7}, {"name": "Bo Tarn", "id": 8}]
    row = ROW | {"images": images, "authors": authors, "links": ["x", "y"]}
    ((record,), _) = read(json.dumps([row]).encode())
    assert json.loads(record["images"]) == [images[0] | {"width": "8"}, images[1]]
    assert record["authors.name"] == ["Ada Quay", "Bo Tarn"]
    assert record["links"] == ["x", "y"]
    (tmp_path / "a.json").write_text(json.dumps([row]))
    posts = read_posts(tmp_path / "a.json", columns={"images.src": "url"})
    assert posts["url"].tolist() == ["a.jpg"]


def test_a_source_in_html_is_a_program(tmp_path: Path) -> None:
    row = ROW | {"source": '<a href="https://app.example">An app</a>'}
    (tmp_path / "a.json").write_text(json.dumps([row]))
    post = read_posts(tmp_path / "a.json", on_problem="ignore").iloc[0]
    assert isinstance(post["outlet"], float)
    assert post["program"] == row["source"]


def test_lists_beside_texts_are_lists_of_one(tmp_path: Path) -> None:
    rows = [ROW | {"id": 1, "marks": ["a", "b"]}, ROW | {"id": 2, "marks": ["c"]}]
    (tmp_path / "a.json").write_text(json.dumps([*rows, ROW | {"id": 3}]))
    marks = read_posts(tmp_path / "a.json", on_problem="ignore")["marks"]
    assert marks.tolist()[:2] == [["a", "b"], ["c"]]
    assert isinstance(marks.iloc[2], float)


def test_a_date_with_its_time_goes_before_the_day(tmp_path: Path) -> None:
    record = ROW | {"dateTime": "2024-03-06T21:58:00Z", "time": "21:58:00"}
    (tmp_path / "a.json").write_text(json.dumps([record]))
    post = read_posts(tmp_path / "a.json", on_problem="raise").iloc[0]
    assert str(post["published"]) == "2024-03-06 21:58:00+00:00"
    del record["date"], record["dateTime"]
    record["time"] = "2024-03-06 21:58:00"
    (tmp_path / "a.json").write_text(json.dumps([record]))
    assert read_posts(tmp_path / "a.json")["published"].iloc[0].minute == 58


@pytest.mark.parametrize(
    ("title", "day", "text", "author", "outlet"),
    [
        ("Titre", "Date de publication", "Texte", "Auteur", "Journal"),
        ("Titel", "Datum", "Inhalt", "Verfasser", "Zeitung"),
        ("Título", "Fecha", "Contenido", "Autor", "Fuente"),
        ("Titolo", "Data di pubblicazione", "Testo", "Autore", "Fonte"),
        ("Rubrik", "Publiceringsdatum", "Brödtext", "Författare", "Tidning"),
        ("Overskrift", "Dato", "Brødtekst", "Forfatter", "Medium"),
        ("Heading", "Published On", "Article", "Reporter", "Site"),
    ],
)
def test_headers_in_other_words(
    tmp_path: Path, title: str, day: str, text: str, author: str, outlet: str
) -> None:
    head = ",".join([title, day, text, author, outlet])
    row = f"Bridge,2024-03-06,{TEXT},Ada Quay,The Ledger"
    (tmp_path / "a.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    post = read_posts(tmp_path / "a.csv", on_problem="raise").iloc[0]
    assert (post["title"], post["text"], post["author"], post["outlet"]) == (
        "Bridge",
        TEXT,
        "Ada Quay",
        "The Ledger",
    )
    assert post["published"].day == 6


def test_a_file_that_holds_nothing_is_told() -> None:
    for data in (b"[]", b"title,date\n", b'{"type": "OrderedCollection"}'):
        records, problems = read(data, "a.csv" if data[:1] == b"t" else "")
        assert records == []
        assert len(problems) == 1


# Many columns


def test_own_columns_are_limited_to_the_fullest(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = []
    for number in range(3):
        scarce = {f"only {number}.{key}": "x" for key in range(MOST_OWN)}
        rows.append(ROW | {"id": number} | {"deep": scarce} | {"coder": "Ada"})
    (tmp_path / "a.json").write_text(json.dumps(rows))
    reading = read_source(tmp_path, on_problem="ignore")
    own = list(reading.posts.columns)[20:]
    assert len(own) == MOST_OWN
    assert {"coder", "id", "deep.only 0.0"} < set(own)
    assert not any(name.startswith("deep.only 1") for name in own)
    (problem,) = reading.problems.itertuples()
    many = 3 * MOST_OWN + 2
    assert problem.reason.startswith(
        f"{many} own columns, more than {MOST_OWN}: left out are {many - MOST_OWN}, among"
    )
    assert problem.file == "a.json"


# What is written is read back


Writer = Callable[[pd.DataFrame, Path], object]


def write_excel(posts: pd.DataFrame, path: Path) -> None:
    dates = posts.select_dtypes("datetimetz").columns
    bare = {name: posts[name].dt.tz_localize(None) for name in dates}
    posts.assign(**bare).to_excel(path)


WRITERS: dict[str, Writer] = {
    "a.csv": lambda posts, path: posts.to_csv(path),
    "semicolon.csv": lambda posts, path: posts.to_csv(path, sep=";"),
    "tab.tsv": lambda posts, path: posts.to_csv(path, sep="\t"),
    "a.csv.gz": lambda posts, path: posts.to_csv(path),
    "a.parquet": lambda posts, path: posts.to_parquet(path),
    "a.xlsx": write_excel,
    "lines.json": lambda posts, path: posts.reset_index().to_json(
        path, orient="records", lines=True, date_format="iso"
    ),
} | {
    f"{orient}.json": lambda posts, path, orient=orient: posts.to_json(
        path, orient=orient, date_format="iso"
    )
    for orient in ("columns", "index", "split", "table")
}

WORDS = st.text("abc XYZ äß„“,;\"'|\t\n#=é🚋", min_size=1).map(lambda text: f"w{text}w")
OWN = {
    "likes": st.integers(-(10**9), 10**9),
    "share": st.integers(-(10**6), 10**6).map(lambda value: value + 0.25),
    "seen": st.booleans(),
    "frame": st.one_of(WORDS, st.none()),
    "code": st.integers(0, 999).map(lambda value: f"{value:04}"),
    "tags_given": st.lists(WORDS, min_size=1, max_size=3),
    "score": st.one_of(st.integers(0, 9).map(float), st.just(float("nan"))),
}
# A column of whole numbers alone is one of whole numbers, and an empty one is none.
FIRST = {"frame": ["first"], "score": [float("nan"), 0.5]}
MOMENTS = st.datetimes(pd.Timestamp("1991-01-01"), pd.Timestamp("2024-12-31")).map(
    lambda moment: moment.replace(microsecond=0)
)


@pytest.fixture(scope="module")
def some_posts() -> pd.DataFrame:
    return read_posts(bundled("data/posts"), on_problem="ignore").iloc[1:5]


@pytest.mark.parametrize("name", WRITERS)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_frames_are_read_back_as_they_were_written(
    tmp_path: Path, some_posts: pd.DataFrame, name: str, draw: st.DataObject
) -> None:
    posts = some_posts.copy()
    size = len(posts)
    for column, values in OWN.items():
        cells = draw.draw(st.lists(values, min_size=size, max_size=size))
        dtype = "str" if column in ("frame", "code") else None
        fixed = FIRST.get(column, [])
        cells[: len(fixed)] = fixed
        posts[column] = pd.Series(cells, index=posts.index, dtype=dtype)
    posts["score"] = posts["score"].astype(float)
    drawn = draw.draw(st.lists(MOMENTS, min_size=size, max_size=size))
    moments = pd.Series(pd.to_datetime(drawn, utc=True), index=posts.index)
    posts["published"] = moments.astype("datetime64[us, UTC]")
    posts.loc[posts.index[-1], "published"] = pd.NaT
    WRITERS[name](posts, tmp_path / name)
    again = read_posts(tmp_path / name, on_problem="ignore")
    pd.testing.assert_frame_equal(again, posts)


# Anything, cut or changed


def binary_samples() -> dict[str, bytes]:
    frame = pd.DataFrame([ROW, ROW])
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    gkg = "20150218230000-0\t20150218230000\t1\tquay.example\thttps://quay.example/1"
    sitemap = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>https://quay.example/1</loc><news:news><news:title>Bridge</news:title>"
        "<news:publication_date>2024-03-06</news:publication_date></news:news></url></urlset>"
    )
    rss = {"rss": {"channel": {"title": "Quay", "item": [{"title": "A", "guid": "1"}]}}}
    return {
        "Parquet": parquet.getvalue(),
        "Excel": workbook(One=[list(ROW), list(ROW.values())]),
        "CSV": (REPORT + "title,date,text,url\n" + "A,2024-03-06,T,x\n" * 3).encode(),
        "GDELT GKG": f"{gkg}\n{gkg}\n".encode(),
        "news sitemap": sitemap.encode(),
        "JSON": json.dumps(rss).encode(),
        "pickle": b"\x80\x04\x95",
    }


BINARY = binary_samples()


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(BINARY)), st.sampled_from(sorted(BINARY)), st.data())
def test_what_is_cut_changed_or_of_another_type_stops_nothing(
    format: str, other: str, draw: st.DataObject
) -> None:
    data = BINARY[other]
    place = draw.draw(st.integers(0, len(data) - 1))
    put = draw.draw(st.binary(min_size=1, max_size=1))
    kept = data[:place] if draw.draw(st.booleans()) else data
    changed = kept[:place] + put + kept[place + 1 :]
    found: list[object] = []
    with suppress(ValueError):  # of which the reading makes a problem
        found = [None]
        found = list(read_records(changed, format, "a", read_columns()))
    assert found
