"""Files that are read record by record: the same posts as of one that is held, and few records."""

import bz2
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import files_to_posts
from toolkit.formats import Problem, find_format, is_read_open, mail, read_records
from toolkit.formats import text_pieces as pieces
from toolkit.formats.common import decode
from toolkit.formats.csv_cells import split_rows
from toolkit.formats.json_values import find_values
from toolkit.formats.xml_trees import each
from toolkit.formats.xml_units import XmlUnits
from toolkit.gathered_records import Gathered
from toolkit.names_of_many import Noted
from toolkit.naming import name_records
from toolkit.posts import Reading, read_source
from toolkit.publication_dates import guess_dayfirst

COUNT = 60
BODY = "The lamps on the quay were lit again, said the harbour office on Monday."
LIMITS = {
    "toolkit.gathered_records.MOST_HELD": 5,
    "toolkit.formats.text_pieces.PIECE": 97,
    "toolkit.formats.mail.PIECE": 61,
    "toolkit.formats.feed_parts.PIECE": 53,
    "toolkit.formats.feed_parts.MOST_ITEMS": 7,
    "toolkit.formats.feeds.LARGEST_FEED": 10,
    "toolkit.formats.xml_units.LARGEST_TREE": 10,
    "toolkit.formats.parquet_tables.LARGEST_TABLE": 10,
    "toolkit.formats.parquet_tables.ROWS": 7,
    "toolkit.formats.archive_members.SMALL": 10,
    "toolkit.formats.archive_kinds.SMALL": 10,
}


def make_rows() -> list[dict[str, str]]:
    """Records of which some share an id, a link, a title or all; one tells the order of dates."""
    rows = []
    for number in range(COUNT):
        rows.append(
            {
                "id": f"i{number % 40}" if number % 3 else "",
                "url": f"https://example.com/{number % 50}",
                "title": f"Lamps é “lit” {number % 55}",
                "date": f"{3 if number else 22}/{1 + number % 12}/2021",
                "text": f'{BODY} {BODY} {BODY} "It\'s {number % 58}", they said.\n\nMore & more.',
            }
        )
    return rows


ROWS = make_rows()


def as_csv(rows: list[dict[str, str]]) -> bytes:
    lines = ["sep=,", "id,url,title,date,text"]
    for row in rows:
        cells = [cell.replace('"', '""') for cell in row.values()]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    lines[20:20] = ['"a","mark" that,"ends" not,,', "too,many,cells,,here,now", ""]
    return "\r\n".join(lines).encode()


def as_json_lines(rows: list[dict[str, str]]) -> bytes:
    lines = [json.dumps(row) for row in rows]
    lines[20:20] = ['{"title": "broken', '{"title": "B", }', '{"id": 12']
    return "\n".join(lines).encode()


def as_json_array(rows: list[dict[str, str]]) -> bytes:
    whole = json.dumps(rows)
    return whole.replace('"title": "Lamps', '"title" "Lamps', 2).encode()


def as_mailbox(rows: list[dict[str, str]]) -> bytes:
    parts = []
    for number, row in enumerate(rows):
        message = EmailMessage()
        message["From"] = "Quay <quay@example.com>"
        message["Subject"] = row["title"]
        message["Message-ID"] = f"<{row['id'] or 'none'}@example.com>"
        message["Date"] = f"Mon, 3 May 2021 07:{number:02}:00 +0000"
        message.set_content(row["text"] + "\nFrom here at 10:00 on\nit rained.\n")
        parts.append(b"From quay@example.com Mon May  3 07:00:00 2021\n")
        parts.append(message.as_bytes() + b"\n")
    return b"".join(parts)


NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def as_items(rows: list[dict[str, str]], more: str) -> str:
    items = []
    for row in rows:
        text = row["text"].replace("&", "&amp;")
        items.append(
            f"<item><title>{row['title']}</title><link>{row['url']}</link>"
            f"<guid>{row['id']}</guid><pubDate>Mon, 03 May 2021 07:15:00 GMT</pubDate>"
            f"<dc:creator>a</dc:creator>{more}"
            f"<content:encoded><![CDATA[<p>{text} <item></p>]]></content:encoded></item>"
        )
    return "\n".join(items)


def as_rss(rows: list[dict[str, str]]) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}><channel>'
        f"<language>en</language>{as_items(rows, '')}<title>Quay</title></channel></rss>"
    ).encode()


def as_wordpress(rows: list[dict[str, str]]) -> bytes:
    more = (
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        "<wp:comment><wp:comment_content>Yes&nbsp;!</wp:comment_content></wp:comment>"
        "<wp:post_date>2021-05-03 09:15:00</wp:post_date>"
    )
    guest = (
        "<item><title>Guest</title><wp:post_type>guest-author</wp:post_type>"
        "<wp:post_name>cap-b</wp:post_name></item>"
    )
    return (
        f'<?xml version="1.0" encoding="iso-8859-1"?><rss {NAMESPACES} '
        'xmlns:wp="http://wordpress.org/export/1.2/"><!-- '
        "wordpress.org/export/ --><channel><title>Quay</title><wp:author>"
        "<wp:author_login>a</wp:author_login>"
        "<wp:author_display_name>Ada</wp:author_display_name></wp:author>"
        f"{as_items(rows, more).replace('Lamps', 'Lamps&nbsp;lit')}{guest}</channel></rss>"
    ).encode("latin-1", "xmlcharrefreplace")


def as_blogger(rows: list[dict[str, str]]) -> bytes:
    entries = [
        f"<entry><id>{row['id']}</id><title>{row['title']}</title>"
        f"<published>2021-05-03T07:15:00Z</published><content>{BODY} {number}</content>"
        "<category scheme='http://schemas.google.com/g/2005#kind' "
        f"term='http://schemas.google.com/blogger/2008/kind#{'post' if number % 9 else 'page'}'"
        "/></entry>"
        for number, row in enumerate(rows)
    ]
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>'
    return f"{head}{''.join(entries)}</feed>".encode()


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    frame = pd.DataFrame(rows)
    frame["likes"] = pd.Series(
        [None if number % 9 == 8 else number for number in range(COUNT)]
    )
    frame["likes"] = frame["likes"].astype("Int64").astype(object)
    frame["shares"] = range(COUNT)
    buffer = io.BytesIO()
    frame.to_parquet(buffer, row_group_size=25)
    return buffer.getvalue()


def as_gkg(rows: list[dict[str, str]]) -> bytes:
    lines = [
        f"20210503071500-{number}\t20210503071500\t1\texample.com\t{row['url']}\t\t\t\t\t"
        for number, row in enumerate(rows)
    ]
    return "\n".join([*lines[:9], "1\t2", *lines[9:]]).encode()


def as_web_archive(rows: list[dict[str, str]]) -> bytes:
    parts = []
    for row in rows:
        page = f"{row['title']}\n{row['text']}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: {row['url']}\r\n"
            "WARC-Date: 2021-05-03T07:15:00Z\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(page)}\r\n\r\n"
        )
        parts.append(head.encode() + page + b"\r\n\r\n")
    return b"".join(parts)


SOURCES: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "csv": as_csv,
    "jsonl": as_json_lines,
    "json": as_json_array,
    "mbox": as_mailbox,
    "rss": as_rss,
    "xml": as_wordpress,
    "atom": as_blogger,
    "parquet": as_parquet,
    "gkg": as_gkg,
    "warc": as_web_archive,
}


def in_zip(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"in/{name}", data)
    return buffer.getvalue()


def in_tar(name: str, data: bytes, mode: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for path in (f"in/{name}", f"more/{name}"):
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


PACKED: dict[str, Callable[[str, bytes], bytes]] = {
    "": lambda name, data: data,
    ".gz": lambda name, data: gzip.compress(data),
    ".bz2": lambda name, data: bz2.compress(data),
    ".xz": lambda name, data: lzma.compress(data),
    ".zip": in_zip,
    ".tar": lambda name, data: in_tar(name, data, "w"),
    ".tar.gz": lambda name, data: in_tar(name, data, "w:gz"),
    ".zip.zip": lambda name, data: in_zip("a.zip", in_zip(name, data)),
}


def read(path: Path) -> tuple[str, list[str], list[list[str]]]:
    """What there is to compare of a reading, or the error."""
    try:
        reading: Reading = read_source(path, on_problem="ignore")
    except ValueError as error:
        return str(error), [], []
    posts = reading.posts.to_json(orient="split", date_format="iso")
    types = [*map(str, reading.posts.dtypes), *reading.posts.index]
    return posts, types, reading.problems.to_numpy().tolist()


def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a few records, and bytes, are held."""
    for name, value in LIMITS.items():
        monkeypatch.setattr(name, value)


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("ending", SOURCES)
def test_a_file_gives_the_same_whether_it_is_held_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, packing: str
) -> None:
    data = SOURCES[ending](ROWS)
    path = tmp_path / f"a.{ending}{packing}"
    path.write_bytes(PACKED[packing](f"b.{ending}", data))
    held = read(path)
    assert len(held[1]) > COUNT / 2
    limit(monkeypatch)
    assert read(path) == held


@pytest.mark.parametrize("packing", ["", ".gz", ".bz2", ".zip", ".tar", ".tar.gz"])
@pytest.mark.parametrize("ending", SOURCES)
@pytest.mark.parametrize("part", [0.4, 0.8, 0.99])
def test_what_is_cut_off_gives_the_same_whether_it_is_held_or_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    packing: str,
    part: float,
) -> None:
    packed = PACKED[packing](f"b.{ending}", SOURCES[ending](ROWS))
    path = tmp_path / f"a.{ending}{packing}"
    path.write_bytes(packed[: int(len(packed) * part)])
    held = read(path)
    limit(monkeypatch)
    assert read(path) == held


def test_what_unpacks_to_too_much_is_refused_before_any_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So much that is read before it shows.
    noise = random.Random(1).randbytes
    rows = [{**row, "text": noise(1_000).hex()} for row in ROWS]
    for ending in ("csv", "mbox"):
        data = SOURCES[ending](rows) + b"\n" * 300_000
        for packing in (".gz", ".zip"):
            path = tmp_path / f"a.{ending}{packing}"
            path.write_bytes(PACKED[packing](f"a.{ending}", data))
    for module in ("archive_members", "archive_kinds", "compression"):
        monkeypatch.setattr(f"toolkit.formats.{module}.HARMLESS", 1_000)
        monkeypatch.setattr(f"toolkit.formats.{module}.RATIO", 3)
    held = [read(path) for path in sorted(tmp_path.iterdir())]
    assert all("no post found" in told for told, _, _ in held)
    limit(monkeypatch)
    assert [read(path) for path in sorted(tmp_path.iterdir())] == held


def test_few_records_are_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch)
    counts = count_alive(monkeypatch)
    for ending, make in SOURCES.items():
        path = tmp_path / f"a.{ending}"
        path.write_bytes(make(ROWS))
        assert is_read_open(find_format(path.read_bytes(), path.name))
        counts.most = 0
        for _ in files_to_posts.find_posts(path, open_settings()):
            pass
        assert counts.most <= 12, ending


class Alive:
    """How many records there are, and were at most."""

    now = 0
    most = 0


def count_alive(monkeypatch: pytest.MonkeyPatch) -> Alive:
    counts = Alive()

    class Counted(dict[str, Any]):
        def __init__(self, *fields: Any) -> None:
            super().__init__(*fields)
            counts.now += 1
            counts.most = max(counts.most, counts.now)

        def __del__(self) -> None:
            counts.now -= 1

        def __reduce__(self) -> Any:
            return dict, (dict(self),)

    def find(*arguments: Any) -> Iterator[Any]:
        for found in read_records(*arguments):
            yield found if isinstance(found, Problem) else Counted(found)

    rename = files_to_posts._rename
    monkeypatch.setattr(files_to_posts, "read_records", find)
    monkeypatch.setattr(
        files_to_posts, "_rename", lambda *arguments: Counted(rename(*arguments))
    )
    return counts


def open_settings() -> files_to_posts.Settings:
    """Those that `read_source` would make."""
    kept: list[files_to_posts.Settings] = []

    def keep(root: Path, settings: files_to_posts.Settings) -> Iterator[Any]:
        kept.append(settings)
        return iter(())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("toolkit.posts.find_posts", keep)
        with pytest.raises(ValueError, match="no post"):
            read_source("a")
    return kept[0]


# Files that change


def change_after_first_pass(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]
) -> None:
    name_all = Gathered.name_all

    def changed(self: Gathered, again: Any) -> Iterator[Any]:
        change()
        yield from name_all(self, again)

    monkeypatch.setattr(Gathered, "name_all", changed)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("what", ["cut", "longer", "other", "emptied", "gone"])
def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, what: str
) -> None:
    limit(monkeypatch)
    path = tmp_path / f"a.{ending}"
    data = SOURCES[ending](ROWS)
    path.write_bytes(data)
    whole = read_source(path, on_problem="ignore")
    changes: dict[str, Callable[[], object]] = {
        "cut": lambda: os.truncate(path, len(data) // 2),
        "longer": lambda: path.write_bytes(data + b"\n" + data),
        "other": lambda: path.write_bytes(SOURCES[ending](ROWS[::-1])),
        "emptied": lambda: os.truncate(path, 0),
        "gone": path.unlink,
    }
    change_after_first_pass(monkeypatch, lambda: changes[what]() and None)
    findings = list(files_to_posts.find_posts(path, open_settings()))
    ids = [name for name, found in findings if isinstance(found, dict)]
    told = [found for _, found in findings if isinstance(found, Problem)]
    assert len(set(ids)) == len(ids)
    if what in ("longer", "gone"):
        assert ids == list(whole.posts.index)
    else:
        assert len(ids) < len(whole.posts)
    changed = [
        problem for problem in told if "changed while it was read" in problem.reason
    ]
    assert bool(changed) == (what != "gone")
    skipped = "the rest skipped" in [problem.action for problem in changed]
    assert skipped == (what not in ("longer", "gone"))


@pytest.mark.parametrize("ending", ["csv", "md", "zip", "csv.gz"])
def test_a_file_that_is_gone_when_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv(ROWS[:3]))
    path = tmp_path / f"b.{ending}"
    data = as_csv(ROWS[:3])
    packing = {"zip": ".zip", "csv.gz": ".gz"}.get(ending, "")
    path.write_bytes(PACKED[packing]("b.csv", data))
    walk = os.walk

    def listed(*arguments: Any, **options: Any) -> Iterator[Any]:
        for found in walk(*arguments, **options):
            path.unlink()
            yield found

    monkeypatch.setattr(os, "walk", listed)
    reading = read_source(tmp_path, on_problem="ignore")
    assert set(reading.posts.file) == {"a.csv"}
    [told] = reading.problems[reading.problems.file == path.name].itertuples()
    assert (told.reason, told.action) == (
        "cannot be opened: No such file or directory",
        "skipped",
    )


def test_an_archive_that_is_gone_once_its_start_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(in_zip("a.csv", as_csv(ROWS)))
    find = files_to_posts.find_bundle

    def gone(source: Any) -> str | None:
        if source == path:
            path.unlink(missing_ok=True)
        return find(source)

    monkeypatch.setattr(files_to_posts, "find_bundle", gone)
    with pytest.raises(ValueError, match=r"a\.zip: cannot be opened: No such file"):
        read_source(tmp_path, on_problem="ignore")


# Pieces


def cut(text: Any, length: int) -> list[Any]:
    return [text[at : at + length] for at in range(0, len(text), length)]


@given(
    data=st.one_of(
        st.binary(max_size=60),
        st.text(alphabet='a\r\n\0é\ufeff😀"', max_size=40).map(str.encode),
        st.text(alphabet="ab\r\né😀", min_size=5).map(
            lambda text: text.encode("utf-16")
        ),
        st.lists(
            st.sampled_from(
                [b"\xef\xbb\xbf", b"\r", b"\n", b"\0", b"\xf0\x9f", b"\x98", b"ab"]
            )
        ).map(b"".join),
    ),
    length=st.integers(8, 20),
)
def test_the_text_of_pieces_is_that_of_the_whole(data: bytes, length: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pieces, "PIECE", length)
        problems, parts = pieces.open_text(io.BytesIO(data))
        assert ("".join(parts), problems) == decode(data)


@pytest.mark.parametrize("length", range(8, 20))
def test_the_line_of_a_guess_is_that_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(pieces, "PIECE", length)
    data = ("\ufeff" + "a\n" * 20).encode("utf-16-le") + b"\0\xd8a\0"
    problems, parts = pieces.open_text(io.BytesIO(data))
    assert ("".join(parts), problems) == decode(data)
    assert problems


def test_few_elements_are_in_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch)
    export = XmlUnits(io.BytesIO(as_wordpress(ROWS)), "item")
    held = [
        len(list(each(item.getroottree().getroot(), "item"))) for item in export.each()
    ]
    assert len(held) == COUNT + 1
    assert max(held) <= 3
    assert not list(each(export.root, "item"))


@given(text=st.text(alphabet='a,"\n', max_size=40), length=st.integers(1, 9))
def test_the_cells_of_pieces_are_those_of_the_whole(text: str, length: int) -> None:
    whole = list(split_rows(text, ",", 0))
    assert list(split_rows("", ",", 0, cut(text, length))) == whole


@given(
    text=st.lists(
        st.sampled_from(
            [
                *(
                    '{"a": 1}',
                    '{"a": "b c"}',
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    "\n",
                    " ",
                    '"',
                    "12",
                ),
                *(
                    '{"a": "\n',
                    '{"$oid": "5"}',
                    '{"a": {"$date": "x"}}',
                    "nul",
                    "null",
                    "-1.5e3",
                ),
                *(
                    '{"a": "\\ud83d\\ude00"}',
                    '{"a": "b", "c": [1.5e+3, true, null, -1], "d": {"e": "fghij"}}',
                    "1" * 50,
                    "window.YTD.tweets.part0 = ",
                    "{{",
                    "}, {",
                ),
            ]
        ),
        max_size=30,
    ).map("".join),
    length=st.integers(1, 30),
)
def test_the_values_of_pieces_are_those_of_the_whole(text: str, length: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("toolkit.formats.json_window.LONGEST_NAME", 30)
        assert list(find_values(cut(text, length))) == list(find_values([text]))


@given(
    data=st.lists(
        st.sampled_from(
            [
                b"From a 10:00\n",
                b"From b 1\n",
                b"A: b\n",
                b"\n",
                b">From c\n",
                b"x" * 9,
                b"From ",
            ]
        )
    ).map(b"".join),
    length=st.integers(1, 30),
)
def test_the_messages_of_pieces_are_those_of_the_whole(
    data: bytes, length: int
) -> None:
    whole = list(mail._split(io.BytesIO(data)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mail, "PIECE", length)
        assert list(mail._split(io.BytesIO(data))) == whole


# Ids and dates

FEW = st.sampled_from(["", "a", "b", "f#a", "c"])


@given(
    st.lists(
        st.fixed_dictionaries({"post_id": FEW, "url": FEW, "title": FEW, "body": FEW}),
        max_size=12,
    )
)
def test_the_ids_of_many_records_are_those_of_few(
    records: list[dict[str, Any]],
) -> None:
    noted = Noted("f")
    for record in records:
        noted.add(record)
    names = noted.choose()
    many = [names.name(place, record) for place, record in enumerate(records)]
    assert many == name_records(records, "f")


@given(
    st.lists(
        st.sampled_from(["3/4/2016", "22/4/2016", "4/22/2016", "22.4.2016", "x", ""])
    )
)
def test_the_order_of_dates_is_that_of_the_whole_file(dates: list[str]) -> None:
    gathered = Gathered("f", copied=False)
    for stated in dates:
        gathered.add({"_dates": [stated], "_own": {}, "_form": "article", "_place": ""})
    assert gathered.days.tell() == guess_dayfirst(dates)
