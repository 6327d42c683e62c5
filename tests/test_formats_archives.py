"""Archives in archives, unpacked exports, single packed files, and web archives of every kind."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import Problem, find_format, read_records
from toolkit.formats.compression import SizeError, Unpacked, decompress, unpack
from toolkit.posts import Reading, read_source

BODY = "The lamps on the quay were lit again, said the harbour office on Monday."
CSV = f'title,date,text\nLamps,2021-05-03,"{BODY}"\n'.encode()
PAGE = f"""<html><head><title>Lamps lit</title>
<meta property="article:published_time" content="2021-05-03T07:15:00Z"></head><body>
<article><h1>Lamps lit</h1><p>{BODY}</p><p>The office had waited for parts since the winter,
when a storm broke eleven of them on one night.</p></article></body></html>"""


def zipped(files: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def read(tmp_path: Path, name: str, data: bytes | str) -> Reading:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_source(path, on_problem="ignore")


# Archives


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("within", [zipped, tarred])
def test_archives_and_packed_files_in_archives(
    tmp_path: Path, pack: Any, within: Any
) -> None:
    inner = {"rows.csv.x": pack(CSV), "more.zip": zipped({"b.csv": CSV})}
    reading = read(tmp_path, "a.archive", within({**inner, "c.tgz": tarred(inner)}))
    assert list(reading.posts.title) == ["Lamps"] * 4
    assert sorted(reading.posts.file) == [
        "a.archive/c.tgz/more.zip/b.csv",
        "a.archive/c.tgz/rows.csv.x",
        "a.archive/more.zip/b.csv",
        "a.archive/rows.csv.x",
    ]


def test_an_export_in_an_archive_is_still_one_source(tmp_path: Path) -> None:
    substack = {
        "posts.csv": "post_id,post_date,is_published,title\n1.a,2021-05-03,true,Lamps\n",
        "posts/1.a.html": f"<p>{BODY}</p>",
    }
    reading = read(tmp_path, "a.zip", zipped({"mine/substack.zip": zipped(substack)}))
    [post] = reading.posts.itertuples()
    assert (post.title, post.text, post.format) == ("Lamps", BODY, "Substack export")


def test_archives_are_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    data = zipped({"a.csv": CSV})
    for _ in range(2):
        data = zipped({"in.zip": data})
    assert len(read(tmp_path, "a.zip", data).posts) == 1
    both = zipped({"in.zip": data, "b.csv": CSV})
    reading = read(tmp_path, "b.zip", both)
    assert len(reading.posts) == 1
    assert "opened to 3 deep" in reading.problems.reason.iloc[0]


def test_archives_in_archives_share_what_they_may_unpack_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped({"a.csv": CSV + b"\n" * 6_000, "b.csv": CSV + b"\n" * 6_000})
    data = zipped({"1.zip": inner, "2.zip": inner, "3.csv": CSV})
    limit = "toolkit.formats.archive_members.Allowance.__init__.__defaults__"
    monkeypatch.setattr(limit, (20_000,))
    reading = read(tmp_path, "a.zip", data)
    assert len(reading.posts) == 4
    [problem] = reading.problems.itertuples()
    assert problem.reason.startswith("unpacks from")
    assert problem.file == "a.zip/2.zip/b.csv"


def test_members_outside_a_nested_archive_are_refused(tmp_path: Path) -> None:
    inner = zipped({"../evil.csv": CSV, "a.csv": CSV})
    reading = read(tmp_path, "a.zip", zipped({"in.zip": inner}))
    assert len(reading.posts) == 1
    [problem] = reading.problems.itertuples()
    assert problem.reason == "its path leads out of the archive"


@pytest.mark.parametrize(
    "head",
    [b"7z\xbc\xaf\x27\x1c\0\x04", b"Rar!\x1a\x07\x01\0"],
)
def test_other_packers_are_told_by_name(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(ValueError, match="7-Zip or RAR"):
        read(tmp_path, "a.7z", head + b"\0" * 50)


# Single packed files

PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", CSV),
        ("a.json", b'[{"title": "Lamps", "date": "2021-05-03", "text": "x"}]'),
        ("2021-05-03-a.md", f"---\ntitle: Lamps\n---\n{BODY}".encode()),
        ("2021-05-03 a.txt", f"Lamps\n\n{BODY}".encode()),
        ("a.ris", b"TY  - NEWS\nTI  - Lamps\nDA  - 2021/05/03\nER  -\n"),
    ],
)
def test_a_file_that_is_packed_by_itself(
    tmp_path: Path, ending: str, name: str, data: bytes
) -> None:
    reading = read(tmp_path, f"{name}.{ending}", PACKERS[ending](data))
    [post] = reading.posts.itertuples()
    assert (post.title, f"{post.published:%Y-%m-%d}") == ("Lamps", "2021-05-03")


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_file_that_is_cut_off_keeps_what_is_there(
    tmp_path: Path, ending: str
) -> None:
    noise = random.Random(0)
    rows = [f"Lamps {n},2021-05-03,{noise.randbytes(4_000).hex()}" for n in range(300)]
    data = PACKERS[ending]("\n".join(["title,date,text", *rows]).encode())
    reading = read(tmp_path, f"a.csv.{ending}", data[: len(data) * 3 // 4])
    assert 100 < len(reading.posts) < 300
    assert "broken archive: what is packed is cut off" in list(reading.problems.reason)


@pytest.mark.parametrize("ending", PACKERS)
def test_parts_of_a_packed_file_follow_one_another(ending: str) -> None:
    pack = PACKERS[ending]
    data = b"".join(pack(b"%d\n" % number) for number in range(3_000))
    assert decompress(data) == (b"".join(b"%d\n" % n for n in range(3_000)), "")


@pytest.mark.parametrize("ending", PACKERS)
def test_a_bomb_is_refused_whether_read_at_once_or_in_pieces(ending: str) -> None:
    bomb = PACKERS[ending](b"\0" * 30_000_000)
    with pytest.raises(SizeError, match="unpacks to more than"):
        decompress(bomb)
    with pytest.raises(SizeError, match="unpacks to more than"):
        for _ in unpack(io.BytesIO(bomb)):
            pass


def test_what_is_read_in_pieces_is_never_whole_in_memory() -> None:
    class Counted(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size < 100_000
            self.taken += size
            return super().read(size)

    noise = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big") for n in range(250_000))
    file = Counted(gzip.compress(noise))
    unpacked = Unpacked(file)
    assert unpacked.read(1_000) == noise[:1_000]
    assert file.taken < 100_000
    assert unpacked.read() == noise[1_000:]


# Exports as they lie unpacked

SUBSTACK = {
    "posts.csv": (
        "post_id,post_date,is_published,title\n"
        "11.lamps,2021-05-03T05:15:00.000Z,true,Lamps lit\n12.half,,false,Half\n"
    ),
    "posts/11.lamps.html": f"<p>{BODY}</p>",
    "posts/12.half.html": "<p>x</p>",
    "email_list.quay.csv": "email,created_at\na@b.example,2021-05-03\n",
}
MEDIUM_PAGE = f"""<!DOCTYPE html><html><head><title>Lamps lit</title></head><body>
<article class="h-entry"><header><h1 class="p-name">Lamps lit</h1></header>
<section class="e-content"><p>{BODY}</p></section><footer><p><time class="dt-published"
datetime="2021-05-03T05:15:00.000Z">May 3</time></p></footer></article></body></html>"""
MEDIUM = {
    "README.html": "<html><body>Your data</body></html>",
    "posts/2021-05-03_Lamps-1.html": MEDIUM_PAGE,
    "posts/draft_Half-2.html": MEDIUM_PAGE,
    "profile/profile.html": "<html><body>Ada</body></html>",
}


@pytest.mark.parametrize("below", ["", "mine/of 2021"])
@pytest.mark.parametrize(
    ("files", "format"),
    [(SUBSTACK, "Substack export"), (MEDIUM, "Medium export")],
)
def test_an_unpacked_export_is_read_as_its_zip_file(
    tmp_path: Path, below: str, files: dict[str, str], format: str
) -> None:
    folder = tmp_path / "export"
    for name, text in files.items():
        path = folder / below / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "export.zip").write_bytes(zipped(dict(files)))
    unpacked = read_source(folder, on_problem="ignore")
    packed = read_source(tmp_path / "export.zip", on_problem="ignore")
    assert list(unpacked.posts.format) == [format]
    assert list(unpacked.posts.text) == list(packed.posts.text) == [BODY]
    assert sorted(unpacked.problems.reason) == sorted(packed.problems.reason)
    assert list(unpacked.posts.file) == [below or "export"]


def test_a_folder_of_posts_and_a_table_beside_it_are_no_export(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_bytes(CSV)
    (tmp_path / "posts" / "about.txt").write_text(f"Lamps lit\n\n{BODY}")
    posts = read_source(tmp_path, on_problem="ignore").posts
    assert sorted(posts.format) == ["CSV", "plain text"]


# Web archives


def record(kind: str, content: bytes, address: str = "/1", **more: str) -> bytes:
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:1>",
        "WARC-Date": "2022-01-01T00:00:00Z",
        "WARC-Target-URI": f"https://quay.example{address}",
        **{name.replace("_", "-"): value for name, value in more.items()},
        "Content-Length": str(len(content)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def response(
    page: bytes, headers: str = "Content-Type: text/html", status: str = "200 OK"
):
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + page


HTTP = {"Content_Type": "application/http; msgtype=response"}
INFO = record("warcinfo", b"software: x\r\n")
FIRST = record("response", response(PAGE.encode()), **HTTP)
REQUEST = record("request", b"GET / HTTP/1.1\r\n\r\n", Content_Type="application/http")
REVISIT = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "/2", **HTTP)
WARC = [INFO, REQUEST, FIRST, REVISIT]
WET = [
    INFO,
    record(
        "conversion",
        f"Lamps lit\nHome\n{BODY}\n".encode(),
        Content_Type="text/plain",
        WARC_Identified_Content_Language="eng",
    ),
]


def web(tmp_path: Path, name: str, data: bytes) -> Reading:
    pytest.importorskip("trafilatura")
    pytest.importorskip("warcio")
    return read(tmp_path, name, data)


def pack_each(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize(
    "data",
    [b"".join(WARC), pack_each(WARC), gzip.compress(b"".join(WARC))],
    ids=["plain", "packed by records", "packed at once"],
)
@pytest.mark.parametrize("place", ["file", "zip", "stored", "tar"])
def test_a_web_archive_however_it_is_packed(
    tmp_path: Path, data: bytes, place: str
) -> None:
    inside = {
        "file": lambda: data,
        "zip": lambda: zipped({"in/a.warc.gz": data}),
        "stored": lambda: zipped({"in/a.warc.gz": data}, zipfile.ZIP_STORED),
        "tar": lambda: tarred({"in/a.warc.gz": data}),
    }[place]()
    reading = web(tmp_path, "a.warc.gz", inside)
    [post] = reading.posts.itertuples()
    assert (post.title, post.url) == ("Lamps lit", "https://quay.example/1")
    assert (f"{post.published:%d %H:%M}", post.format) == ("03 07:15", "WARC")
    assert list(reading.problems.reason) == ["1 page that had not changed (revisit)"]


def test_texts_of_a_crawl(tmp_path: Path) -> None:
    reading = web(tmp_path, "a.warc.wet.gz", pack_each(WET))
    [post] = reading.posts.itertuples()
    assert (post.title, post.url) == ("Lamps lit", "https://quay.example/1")
    assert post.text.endswith(BODY)
    assert post.language == "en"


def test_pages_kept_as_resources_packed_or_without_a_type(tmp_path: Path) -> None:
    chunks = f"{len(PAGE.encode()):x}\r\n{PAGE}\r\n0\r\n\r\n".encode()
    records = [
        record("resource", PAGE.encode(), "/1", Content_Type="text/html"),
        record(
            "response",
            response(
                gzip.compress(PAGE.encode()),
                "Content-Type: text/html\r\nContent-Encoding: gzip",
            ),
            "/2",
            **HTTP,
        ),
        record(
            "response",
            response(chunks, "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
            "/3",
            **HTTP,
        ),
        record("response", response(PAGE.encode(), "X-Of: us"), "/4", **HTTP),
        record("resource", b"x", "/5", Content_Type="image/png"),
        record("response", response(b"", status="301 Moved"), "/6", **HTTP),
        record("metadata", b"x: y", "/7", Content_Type="text/html"),
    ]
    reading = web(tmp_path, "a.warc", b"".join(records))
    assert list(reading.posts.title) == ["Lamps lit"] * 4
    assert sorted(reading.problems.reason) == [
        "1 response with the status 301",
        "1 response without a page",
    ]


def test_the_older_arc(tmp_path: Path) -> None:
    http = response(PAGE.encode())
    about = b"1 0 Quay\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 0.0.0.0 20210503071500 text/plain %d\n" % len(about)
    data += about + b"\nhttps://quay.example/1 1.2.3.4 20210503071500 text/html "
    data += b"%d\n" % len(http) + http + b"\n"
    for name, content in (("a.arc", data), ("a.arc.gz", gzip.compress(data))):
        [post] = web(tmp_path, name, content).posts.itertuples()
        assert (post.title, post.url) == ("Lamps lit", "https://quay.example/1")


def test_wacz_reads_its_web_archives_and_no_list(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "datapackage.json": '{"profile": "data-package", "resources": []}',
        "pages/pages.jsonl": '{"title": "Lamps lit", "url": "https://quay.example/1"}\n',
        "indexes/index.cdx.gz": gzip.compress(b"com,example)/ 2021 {}"),
        "archive/data.warc.gz": pack_each(WARC),
        "archive/more.warc": FIRST.replace(b"quay.example/1", b"quay.example/9"),
    }
    reading = web(tmp_path, "a.wacz", zipped(files, zipfile.ZIP_STORED))
    assert list(reading.posts.url) == [
        "https://quay.example/1",
        "https://quay.example/9",
    ]
    assert set(reading.posts.format) == {"WACZ"}
    assert list(reading.problems.reason) == ["1 page that had not changed (revisit)"]


def test_a_web_archive_is_read_piece_by_piece(tmp_path: Path) -> None:
    pytest.importorskip("warcio")

    class Pieces(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1) -> bytes:
            found = super().read(size)
            self.largest = max(self.largest, len(found))
            return found

    picture = record("response", response(b"x" * 100_000, "Content-Type: image/png"))
    file = Pieces(picture * 20)
    [problem] = read_records(file, "WARC")
    assert isinstance(problem, Problem)
    assert problem.reason == "20 responses without a page"
    assert file.largest < 100_000


@pytest.mark.parametrize("packed", [False, True])
def test_a_broken_web_archive_keeps_what_stands_before(
    tmp_path: Path, packed: bool
) -> None:
    data = pack_each(WARC) if packed else b"".join(WARC)
    end = data.index(pack_each([FIRST]) if packed else FIRST)
    end += len(gzip.compress(FIRST)) if packed else len(FIRST)
    reading = web(tmp_path, "a.warc.gz", data[: end + 20])
    assert len(reading.posts) == 1


SAMPLES = {
    "nested.zip": zipped(
        {"a.tgz": tarred({"a.csv": CSV}), "b.csv.gz": gzip.compress(CSV)}
    ),
    "a.csv.gz": gzip.compress(CSV),
    "a.csv.bz2": bz2.compress(CSV),
    "a.csv.xz": lzma.compress(CSV),
    "a.tar": tarred({"a.csv": CSV}, "w"),
    "a.warc": b"".join(WARC),
    "b.warc.gz": pack_each(WARC),
    "c.warc.gz": gzip.compress(b"".join(WARC)),
    "a.wet": b"".join(WET),
    "a.wacz": zipped({"datapackage.json": "{}", "archive/a.warc.gz": pack_each(WARC)}),
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(cut=st.floats(0.2, 1), at=st.floats(0, 1), byte=st.integers(0, 255))
def test_damaged_archives_stop_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    cut: float,
    at: float,
    byte: int,
) -> None:
    whole = bytearray(SAMPLES[name])
    whole[int(at * (len(whole) - 1))] = byte
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(whole[: int(cut * len(whole))])
    try:
        reading = read_source(path, on_problem="ignore")
    except ValueError:  # no post is left
        return
    assert len(reading.posts) > 0


def test_a_packed_file_of_no_format_is_told() -> None:
    assert find_format(gzip.compress(b"x")) == "archive"


def test_what_zstandard_packs_says_which_extra_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "backports.zstd", None)
    monkeypatch.delattr("backports.zstd", raising=False)
    with pytest.raises(ValueError, match=r'pip install "media-analysis-toolkit\[zst'):
        read(tmp_path, "a.csv.zst", PACKERS["zst"](CSV))
