"""A store on disk: the same as memory, whatever stops it, changes under it or is spoilt."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import toolkit as tk
from toolkit.answers import ANSWERS
from toolkit.corpus import Corpus
from toolkit.examples import bundled
from toolkit.measuring import MEASURES
from toolkit.storage import parts, reading, stored_posts
from toolkit.storage.filling import LAYOUT
from toolkit.storage.measured_parts import template_of
from toolkit.storage.parts import list_parts, part_path

FOLDER = tempfile.TemporaryDirectory()  # goes when the tests end
SOME = Path(FOLDER.name) / "posts"  # enough for six parts, and read in a second
FRAMES = ("posts", "problems", "stories", *MEASURES)


@pytest.fixture(scope="module", autouse=True)
def _some_posts() -> None:
    SOME.mkdir()
    posts = sorted(Path(str(bundled("data/posts"))).glob("*.md"))
    for path in posts[:48]:
        shutil.copy(path, SOME)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "POSTS", 9)


@pytest.fixture(scope="module")
def memory(_some_posts: None) -> Corpus:
    return tk.open_corpus(SOME).prepare()


def make(folder: Path, source: Path = SOME) -> Corpus:
    return tk.open_corpus(source, store=folder).prepare()


def assert_same(corpus: Corpus, expected: Corpus) -> None:
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(corpus, name), getattr(expected, name))


def spy_on_measuring(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the parts that are measured from now on."""
    numbers: list[int] = []
    true_measure = stored_posts.measure_part

    def measure(root: Path, number: int, *others: Any) -> Any:
        numbers.append(number)
        return true_measure(root, number, *others)

    monkeypatch.setattr(stored_posts, "measure_part", measure)
    return numbers


def copy_posts(folder: Path, n: int = 14) -> Path:
    source = folder / "source"
    source.mkdir()
    for path in sorted(SOME.glob("*.md"))[:n]:
        shutil.copy(path, source)
    return source


def test_a_store_gives_what_memory_gives(tmp_path: Path, memory: Corpus) -> None:
    assert_same(make(tmp_path / "store"), memory)
    again = tk.open_corpus(tmp_path / "store")
    assert_same(again, memory)
    assert again.name == memory.name
    assert again.lexicons == memory.lexicons
    assert len(list_parts(tmp_path / "store", "posts")) > 4


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_from_a_store(name: str, stored: Corpus, memory: Corpus) -> None:
    expected = ANSWERS[name](memory)
    answer = ANSWERS[name](stored)
    assert answer.sentence == expected.sentence
    pd.testing.assert_frame_equal(answer.table, expected.table)
    pd.testing.assert_frame_equal(answer.chart.table, expected.chart.table)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("stored") / "store"
    return tk.open_corpus(SOME, store=folder)


def test_what_is_asked_of_a_stored_corpus(stored: Corpus, memory: Corpus) -> None:
    def about_ferries(posts: pd.DataFrame) -> pd.Series:
        return posts["text"].str.contains("ferry", na=False)

    for corpus in (stored, memory):
        assert "text" in corpus.posts
        assert "text" in corpus.articles
    few = stored.select(where=about_ferries, since="2024-03-10")
    expected = memory.select(where=about_ferries, since="2024-03-10")
    assert 0 < len(few.articles) < len(stored.articles)
    assert_same(few, expected)
    pd.testing.assert_frame_equal(few.scored, expected.scored)
    pd.testing.assert_frame_equal(few.terms(), expected.terms())
    assert few.topics() == expected.topics()
    assert few.explain().data == expected.explain().data
    assert few.describe() == expected.describe()
    pd.testing.assert_frame_equal(few.health.findings, expected.health.findings)
    coded = pd.Series(True, few.articles.index[:2])
    pd.testing.assert_frame_equal(
        few.add("coded", coded).articles, expected.add("coded", coded).articles
    )


def test_only_the_parts_and_columns_asked_for_are_read(
    stored: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.prepare()
    read: list[tuple[str, int, Any]] = []
    true_read = parts.read_table

    def spy(path: Path, columns: list[str] | None = None) -> Any:
        read.append((path.parent.name, int(path.stem), columns))
        return true_read(path, columns)

    monkeypatch.setattr(parts, "read_table", spy)
    corpus = tk.open_corpus(stored.store.root)
    assert len(corpus.health.findings)
    assert all(columns is not None and "text" not in columns for *_, columns in read)
    first = corpus.select(
        where=corpus.table.index.to_series().eq(corpus.table.index[0])
    )
    read.clear()
    assert len(first.attributions)
    found = {(folder, number) for folder, number, names in read if names != ["post_id"]}
    assert found == {("attributions", 1)}
    read.clear()
    tk.answer_source_types(corpus)
    assert "content" not in {name for *_, columns in read for name in columns or []}


class Killed(BaseException):
    """What no handler of the product catches, as nothing catches a kill."""


@pytest.mark.parametrize("seed", range(20))
def test_killed_at_any_point_it_goes_on(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Corpus
) -> None:
    """Before a file is renamed, or when it is half written."""
    chance = random.Random(seed)
    folder = tmp_path / "store"
    # An unbroken run writes some 60 tables: 6 parts, read, settled and slim; 5 measures of each.
    left = chance.randrange(1, 50)
    true_sync = os.fsync

    def die(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            if chance.random() < 0.5:
                os.ftruncate(descriptor, 50)
            raise Killed
        true_sync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", die)
        with pytest.raises(Killed):
            make(folder)
    measured = list((folder / "dates").glob("*.parquet"))
    times = {path: path.stat().st_mtime_ns for path in measured}
    assert_same(make(folder), memory)
    assert not list(folder.rglob("*.unfinished"))
    assert {path: path.stat().st_mtime_ns for path in measured} == times


def test_a_run_that_is_killed_for_good(tmp_path: Path, memory: Corpus) -> None:
    """A process that dies while it measures leaves whole files, and no lock."""
    folder = tmp_path / "store"
    script = f"""
import os, signal
from pathlib import Path
import toolkit as tk
from toolkit.storage import reading, stored_posts
reading.POSTS = 9
true_measure = stored_posts.measure_part
def measure(root, number, *others):
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return true_measure(root, number, *others)
stored_posts.measure_part = measure
tk.open_corpus({str(SOME)!r}, store={str(folder)!r}).prepare()
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode != 0
    assert len(list_parts(folder, "dates")) == 3
    assert_same(make(folder), memory)


def test_what_is_new_changed_or_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    make(folder, source)
    paths = sorted(source.glob("*.md"))
    paths[3].write_text(
        paths[3].read_text().replace("</p>", " It rained on Monday.</p>", 1)
    )
    paths[5].unlink()
    (source / "2024-03-01-aa.md").write_text(
        "---\ntitle: Rain\n---\n<p>It rained in May.</p>"
    )
    os.utime(paths[7])  # touched, not changed
    read: list[str] = []
    true_read = reading.read_unit
    monkeypatch.setattr(
        reading,
        "read_unit",
        lambda unit, how: read.append(unit.name) or true_read(unit, how),
    )
    measured: list[int] = []
    corpus = tk.open_corpus(source, store=folder)
    corpus.prepare(measured.append)
    assert read == ["2024-03-01-aa.md", paths[3].name]
    assert sum(measured) == len(corpus.articles)
    assert_same(corpus, tk.open_corpus(source))
    assert_same(tk.open_corpus(folder), tk.open_corpus(source))


def test_unchanged_posts_are_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    make(folder, source)
    text = "It rained in May, said Mayor Ann Lee, and nobody had an umbrella. " * 20
    (source / "new.md").write_text(f"---\ntitle: Rain\n---\n<p>{text}</p>")
    sorted(source.glob("*.md"))[0].unlink()
    numbers = spy_on_measuring(monkeypatch)
    assert_same(make(folder, source), tk.open_corpus(source))
    assert numbers == [3]  # the new one's


LETTER = "Sign up for our letter"


def write_with_letter(source: Path, n: int) -> None:
    own = f"Ann Lee said on Friday that the ferry number {n} was late and slow. " * (
        12 + n
    )
    write(source / f"{n}.md", f"Post {n}", f"{own}</p><p>{LETTER}")


def with_letters(source: Path, n: int) -> None:
    source.mkdir()
    for number in range(n):
        write_with_letter(source, number)


def test_furniture_that_a_new_file_shows(tmp_path: Path) -> None:
    """What recurs in enough posts only now goes out of the posts that were there, too."""
    source = tmp_path / "source"
    with_letters(source, 3)
    corpus = make(tmp_path / "store", source)
    assert corpus.posts["text"].str.contains(LETTER).all()
    assert corpus.sentences["text"].eq(LETTER).sum() == 3
    write_with_letter(source, 3)
    corpus = make(tmp_path / "store", source)
    assert not corpus.posts["text"].str.contains(LETTER).any()
    assert_same(corpus, tk.open_corpus(source))
    (source / "3.md").unlink()
    corpus = make(tmp_path / "store", source)
    assert corpus.posts["text"].str.contains(LETTER).all()
    assert_same(corpus, tk.open_corpus(source))


def test_what_was_taken_out_is_not_lost_where_it_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the posts have lost their furniture, and what was read is not yet slim."""
    source = tmp_path / "source"
    with_letters(source, 3)
    make(tmp_path / "store", source)
    write_with_letter(source, 3)

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("toolkit.storage.settling.slim_raw", die)
        with pytest.raises(Killed):
            make(tmp_path / "store", source)
    (source / "3.md").unlink()
    assert_same(make(tmp_path / "store", source), tk.open_corpus(source))


def test_a_file_that_goes_while_the_source_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    victim = sorted(source.glob("*.md"))[11]
    true_list = reading.list_units

    def list_and_delete(root: Path) -> Any:
        units = list(true_list(root))
        victim.unlink()
        return units

    with monkeypatch.context() as patched:
        patched.setattr(reading, "list_units", list_and_delete)
        corpus = make(tmp_path / "store", source)
    assert len(corpus.posts) == 13
    assert corpus.problems["file"].tolist()[-1] == victim.name
    assert "cannot be opened" in corpus.problems["reason"].tolist()[-1]
    assert_same(make(tmp_path / "store", source), tk.open_corpus(source))


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    victim = sorted(source.glob("*.md"))[4]
    true_read = reading.read_unit

    def read_and_change(unit: Any, settings: Any) -> Any:
        yield from true_read(unit, settings)
        if unit.path == victim:
            victim.write_text("---\ntitle: Rain\n---\n<p>It rained in May.</p>")

    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_unit", read_and_change)
        make(tmp_path / "store", source)
    assert_same(make(tmp_path / "store", source), tk.open_corpus(source))


def test_one_run_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make(folder, copy_posts(tmp_path))
    script = f"""
from pathlib import Path
from toolkit.storage.locking import lock_store
with lock_store(Path({str(folder)!r})):
    print("held", flush=True)
    input()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(ValueError, match="another run is writing to this store"):
        tk.open_corpus(tmp_path / "source", store=folder)
    assert len(tk.open_corpus(folder).dates)  # reading goes on
    other.kill()
    other.communicate()
    tk.open_corpus(tmp_path / "source", store=folder)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    """Change a byte amid the largest column."""
    group = pq.read_metadata(path).row_group(0)
    columns = [group.column(n) for n in range(group.num_columns)]
    largest = max(columns, key=lambda column: column.total_compressed_size)
    data = bytearray(path.read_bytes())
    data[largest.data_page_offset + largest.total_compressed_size // 2] ^= 0xFF
    path.write_bytes(data)


# What is not read again, or was told and removed.
QUIET = [("reading", flip), ("posts", flip)]


@pytest.mark.parametrize("spoil", [cut, flip, Path.unlink])
@pytest.mark.parametrize("room", ["reading", "posts", "sentences", "readability"])
def test_a_spoilt_part_is_named_and_made_anew(
    room: str, spoil: Callable[[Path], Any], tmp_path: Path
) -> None:
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    expected = make(folder, source)
    expected = tk.open_corpus(source).prepare()
    spoil(part_path(folder, room, 1))
    if (room, spoil) == ("posts", flip):
        with pytest.raises(
            ValueError, match="was set aside: open the store with its source"
        ):
            assert_same(make(folder, source), expected)
    with warnings.catch_warnings(record=True) as met:
        warnings.simplefilter("always")
        assert_same(make(folder, source), expected)
    told = "".join(str(warning.message) for warning in met)
    # What is gone is made without a word, and of what was read the posts hold nearly all.
    if spoil is not Path.unlink and (room, spoil) not in QUIET:
        assert f"{room}/000001.parquet is spoilt" in told


def test_a_full_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Corpus
) -> None:
    folder = tmp_path / "store"
    left = 20

    def sync(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", sync)
        with pytest.raises(
            OSError, match=r"No space left on device; what was written .* is kept"
        ):
            make(folder)
    assert not list(folder.rglob("*.unfinished"))
    assert_same(make(folder), memory)


def small_disk(folder: Path, kilobytes: int, action: str = "") -> bool:
    """Mount a disk of this size, or give it this size; False where that may not be done."""
    if shutil.which("mount") is None or sys.platform != "linux":
        return False
    options = f"{action}size={kilobytes}k"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_disk_that_fills_again_and_again(tmp_path: Path, memory: Corpus) -> None:
    """On a real one, which is made larger by a little whenever it is full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    kilobytes = 16
    if not small_disk(disk, kilobytes):
        pytest.skip("no small disk can be mounted here")
    met = []
    try:
        while True:
            try:
                assert_same(make(disk / "store"), memory)
                break
            except OSError as error:
                met.append(str(error))
                kilobytes += 24
                assert small_disk(disk, kilobytes, "remount,")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert len(met) > 5
    for message in met:
        assert "No space left on device" in message
        assert str(disk) in message


def test_the_sources_own_columns(tmp_path: Path) -> None:
    """Each kind, also where parts differ in what they hold."""
    n = 40
    table = pd.DataFrame(
        {
            "title": [f"Post {i}" for i in range(n)],
            "text": [
                f"It rained on day {i} of the year, said the mayor." for i in range(n)
            ],
            "date": "2016-04-22",
            "likes": range(n),
            "score": [None if i % 3 else i / 4 for i in range(n)],
            "kept": [True] * n,
            "odd": [True if i % 2 else None for i in range(n)],
            "late": ["7"] * (n - 1) + ["seven"],
            "tags": [str(["a", str(i)]) for i in range(n)],
            "nothing": [None] * (n - 1) + ["x"],
            "number": [f"0{i}" for i in range(n)],
        }
    )
    path = tmp_path / "rows.csv"
    table.to_csv(path, index=False)
    records = json.loads(table.head(20).to_json(orient="records"))
    for record in records:
        record["tags"] = ["b", "c"]
    both = tmp_path / "both"
    both.mkdir()
    shutil.copy(path, both / "a.csv")
    lines = "\n".join(json.dumps(record) for record in records)
    (both / "b.jsonl").write_text(lines)
    for place, source in enumerate((path, both)):
        assert_same(make(tmp_path / f"store{place}", source), tk.open_corpus(source))


def test_two_files_with_the_same_ids(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for place in ("a", "b", "c"):
        (source / place).mkdir(parents=True)
        rows = pd.DataFrame(
            {"id": ["1", "2"], "title": ["A", "B"], "text": [f"Rain in {place}."] * 2}
        )
        rows.to_csv(source / place / "posts.csv", index=False)
    corpus = make(tmp_path / "store", source)
    assert corpus.posts.index.is_unique
    assert_same(corpus, tk.open_corpus(source))


def test_a_store_serves_one_source_read_one_way(tmp_path: Path) -> None:
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    make(folder, source)
    with pytest.raises(ValueError, match="read with other dayfirst"):
        tk.open_corpus(source, store=folder, dayfirst=True)
    with pytest.raises(ValueError, match=r"for those of .* give another folder"):
        tk.open_corpus(SOME, store=folder)
    moved = source.rename(tmp_path / "moved")
    assert len(tk.open_corpus(moved, store=folder).posts) == 14
    with pytest.raises(ValueError, match="it is no store"):
        tk.open_corpus(moved, store=moved)
    with pytest.raises(FileNotFoundError, match="no such file"):
        tk.open_corpus(tmp_path / "nowhere", store=tmp_path / "other")
    with pytest.raises(ValueError, match="a frame is in memory"):
        tk.open_corpus(pd.DataFrame({"text": ["a"]}), store=tmp_path / "other")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no post found"):
        tk.open_corpus(tmp_path / "empty", store=tmp_path / "none")


# The columns of the measures, in the layout of a store: whoever changes them raises LAYOUT.
LAID_OUT = (
    2,
    {
        "sentences": "post_id start end text neg neu pos compound words valences",
        "attributions": (
            "post_id source cue content source_spans cue_spans content_spans kind act "
            "confidence speaker source_type compound role"
        ),
        "dates": "post_id expression start end type value begins ends lag_days",
    },
)


def test_a_store_of_other_columns_is_refused(tmp_path: Path) -> None:
    tables = LAID_OUT[1]
    columns = {name: " ".join(template_of(name).columns) for name in tables}
    assert (LAYOUT, columns) == LAID_OUT
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    make(folder, source)
    marker = folder / "toolkit-store.json"
    marker.write_text(
        marker.read_text().replace(f'"layout": {LAYOUT}', f'"layout": {LAYOUT - 1}')
    )
    for opened in (folder, source):
        with pytest.raises(ValueError, match="a layout that this one does not know"):
            tk.open_corpus(opened, store=folder if opened == source else None)


def test_a_store_inside_its_source_is_no_source(tmp_path: Path) -> None:
    source = copy_posts(tmp_path)
    make(source / "store", source)
    assert len(make(source / "store", source).posts) == 14
    assert len(tk.open_corpus(source).posts) == 14


def test_reading_that_was_not_finished_needs_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"

    def die(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(Killed):
        make(folder)
    with pytest.raises(ValueError, match="not finished; open it with its source"):
        tk.open_corpus(folder)


def test_other_tools_read_the_folder(stored: Corpus) -> None:
    """As the README shows it."""
    duckdb = pytest.importorskip("duckdb")
    polars = pytest.importorskip("polars")
    stored.prepare()
    root = stored.store.root
    expected = len(stored.posts)
    found = duckdb.sql(f"SELECT count(*) FROM '{root}/posts/*.parquet'").fetchall()
    assert found == [(expected,)]
    joined = duckdb.sql(
        f"SELECT substring(text, start + 1, \"end\" - start) FROM '{root}/sentences/*.parquet' "
        f"JOIN '{root}/posts/*.parquet' USING (post_id) ORDER BY post_id, start"
    ).fetchall()
    sentences = stored.store.get("sentences", stored.table.index)
    ordered = sentences.sort_values(["post_id", "start"])
    assert [text for (text,) in joined] == ordered["text"].tolist()
    assert polars.read_parquet(f"{root}/dates/*.parquet").height == len(
        stored.store.get("dates", stored.table.index)
    )
    assert len(pd.read_parquet(root / "posts")) == expected


def test_a_store_that_lacks_a_part_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    source = copy_posts(tmp_path)
    make(folder, source)
    part_path(folder, "posts", 2).unlink()
    with pytest.raises(
        ValueError, match="parts of its posts are not there, as number 2"
    ):
        tk.open_corpus(folder)
    with pytest.warns(UserWarning, match="posts/000002.parquet is spoilt"):
        assert len(make(folder, source).posts) == 14


def test_stopped_while_it_settles_it_is_not_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    folder = tmp_path / "store"
    make(folder, source)
    (source / "new.md").write_text("---\ntitle: Rain\n---\n<p>It rained in May.</p>")

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("toolkit.storage.settling._settle_part", die)
        with pytest.raises(Killed):
            make(folder, source)
    with pytest.raises(ValueError, match="not finished"):
        tk.open_corpus(folder)
    assert_same(make(folder, source), tk.open_corpus(source))


def test_what_cannot_be_opened_is_not_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder is not seen, or may not be read, nothing is set aside."""
    folder = tmp_path / "store"
    make(folder, copy_posts(tmp_path))
    corpus = tk.open_corpus(folder)

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(parts, "read_table", refuse)
    with pytest.raises(PermissionError):
        assert len(corpus.posts)
    assert part_path(folder, "posts", 1).exists()


def test_a_made_id_is_no_other_posts_own(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, own in (("a", "1"), ("b", "1"), ("c", "1"), ("d", "b.csv#1")):
        row = f"id,title,text\n{own},A,Rain in {name}.\n"
        (source / f"{name}.csv").write_text(row)
    assert make(tmp_path / "store", source).posts.index.is_unique


def test_a_store_as_source_takes_no_other_reading(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make(folder, copy_posts(tmp_path))
    with pytest.raises(ValueError, match="it is a store, read already"):
        tk.open_corpus(folder, dayfirst=True)


def test_the_working_folder_may_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copy_posts(tmp_path)
    monkeypatch.chdir(tmp_path)
    corpus = tk.open_corpus(source, store="store")
    monkeypatch.chdir(source)
    assert len(corpus.dates)


def write(path: Path, title: str, text: str, more: str = "") -> None:
    path.write_text(f"---\ntitle: {title}\n{more}---\n<p>{text}</p>")


@pytest.mark.parametrize("date", ["", "date: 2024-03-01\n"])
def test_of_posts_of_one_time_the_source_tells_the_first(
    tmp_path: Path, date: str
) -> None:
    """Also where it came later, and so stands in a later part."""
    source = tmp_path / "source"
    source.mkdir()
    text = (
        "The council voted to close the old bridge near the mill, said Mayor Ann Lee."
    )
    write(source / "b.md", "B", text, date)
    make(tmp_path / "store", source)
    write(source / "a.md", "A", text, date)
    corpus = make(tmp_path / "store", source)
    assert set(corpus.stories["story"]) == {"a"}
    assert_same(corpus, tk.open_corpus(source))


def test_what_cannot_be_opened_settles_nothing_anew(tmp_path: Path) -> None:
    source = copy_posts(tmp_path, 4)
    (source / "gone.md").symlink_to("/nowhere")
    folder = tmp_path / "store"
    told = make(folder, source).problems
    settled = (folder / "settled.json").stat().st_mtime_ns
    pd.testing.assert_frame_equal(make(folder, source).problems, told)
    assert (folder / "settled.json").stat().st_mtime_ns == settled
    (source / "gone.md").unlink()
    write(source / "gone.md", "Rain", "It rained in May.")
    assert_same(make(folder, source), tk.open_corpus(source))


def test_a_column_that_no_record_has_is_told_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title,text\n1,A,Rain today\n")
    for _ in range(2):
        with pytest.raises(ValueError, match="no record has a field 'headline_1'"):
            tk.open_corpus(path, store=tmp_path / "s", columns={"headline_1": "title"})
    tk.open_corpus(path, store=tmp_path / "other", columns={"text": "title"})
    tk.open_corpus(path, store=tmp_path / "other", columns={"text": "title"})


def test_files_that_changed_places(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a", "b"):
        write(source / f"{name}.md", name, f"It rained in {name}.")
        os.utime(source / f"{name}.md", (10**9, 10**9))
    folder = tmp_path / "store"
    make(folder, source)
    (source / "a.md").rename(source / "c")
    (source / "b.md").rename(source / "a.md")
    (source / "c").rename(source / "b.md")
    assert_same(make(folder, source), tk.open_corpus(source))


def test_problems_stand_in_the_order_of_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    write(source / "b.md", "B", "Rain fell.")
    make(tmp_path / "store", source)
    (source / "a.csv").write_text("")
    assert_same(make(tmp_path / "store", source), tk.open_corpus(source))


def test_lists_of_what_json_has_not(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        json.dumps({"title": f"T{n}", "text": "Rain.", "x": "[{1, 2}]"})
        for n in range(3)
    ]
    path.write_text("\n".join(lines))
    assert len(make(tmp_path / "store", path).posts) == 3
