"""What holds of all formats: ids, own columns, tables read back, refusals, plain text."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.cli import main
from toolkit.examples import bundled
from toolkit.formats import find_format, read_records
from toolkit.posts import read_posts, read_source

ROWS = [
    {"id": 7, "title": "Rain", "date": "2016-04-22", "text": "It rained.", "likes": 3},
    {"id": 9, "title": "Snow", "date": "2016-04-23", "text": "It snowed.", "likes": 5},
]


def table(folder: Path, text: str, name: str = "a.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def records(folder: Path, rows: list[dict[str, object]], name: str = "a.json") -> Path:
    return table(folder, json.dumps(rows), name)


# Ids


def test_ids_are_the_source_s_own_else_the_link_else_the_title(tmp_path: Path) -> None:
    assert read_posts(records(tmp_path, ROWS)).index.tolist() == ["7", "9"]
    rows = "title,url,text,date\nA,http://x.example/1,T,2016-04-22\nB,,T,2016-04-22\n"
    posts = read_posts(table(tmp_path, rows))
    assert posts.index.tolist() == ["http://x.example/1", "a.csv#B"]


def test_ids_do_not_hang_on_the_order_of_rows(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": 1, "title": "A", "text": "One.", "date": "2016-04-22"},
        {"id": 1, "title": "A", "text": "Two.", "date": "2016-04-22"},
        {"id": 1, "title": "B", "text": "Three.", "date": "2016-04-22"},
    ]
    posts = read_posts(records(tmp_path, rows))
    ids = dict(zip(posts["text"], posts.index, strict=True))
    assert ids["Three."] == "a.json#B"
    assert len(set(ids.values())) == 3
    again = read_posts(records(tmp_path, rows[::-1]))
    assert dict(zip(again["text"], again.index, strict=True)) == ids


def test_the_same_record_twice_has_two_ids(tmp_path: Path) -> None:
    posts = read_posts(records(tmp_path, [ROWS[0], ROWS[0]]))
    assert posts.index.is_unique


def test_ids_of_a_file_do_not_move_when_another_joins(tmp_path: Path) -> None:
    records(tmp_path, ROWS, "a.json")
    records(tmp_path, ROWS, "b.json")
    assert read_posts(tmp_path).index.tolist() == ["7", "9", "b.json#7", "b.json#9"]


# Own columns


def test_own_columns_stand_behind_ours_with_their_types(tmp_path: Path) -> None:
    rows = (
        "id,title,text,date,frame,likes,kind,code,seen,tags_given\n"
        "1,A,T,2016-04-22,conflict,3,x,007,True,\"['a', 'b']\"\n"
        "2,B,T,2016-04-22,,4,y,008,False,['c']\n"
    )
    posts = read_posts(table(tmp_path, rows))
    own = posts.iloc[:, 20:]
    assert list(own) == [
        "id",
        "frame",
        "likes",
        "source_kind",
        "code",
        "seen",
        "tags_given",
    ]
    assert own["likes"].tolist() == [3, 4]
    assert own["code"].tolist() == ["007", "008"]
    assert own["seen"].tolist() == [True, False]
    assert own["tags_given"].tolist() == [["a", "b"], ["c"]]
    assert own["frame"].isna().tolist() == [False, True]


WRITERS = {
    "a.csv": lambda posts, path: posts.to_csv(path),
    "a.parquet": lambda posts, path: posts.to_parquet(path),
    "a.xlsx": lambda posts, path: posts.assign(
        published=posts["published"].dt.tz_localize(None)
    ).to_excel(path),
    "columns.json": lambda posts, path: posts.to_json(path, date_format="iso"),
    "epoch.json": lambda posts, path: posts.to_json(path, date_format="epoch"),
} | {
    f"{orient}.json": lambda posts, path, orient=orient: posts.to_json(
        path, orient=orient, date_format="iso"
    )
    for orient in ("index", "split", "table")
}


@pytest.mark.filterwarnings("ignore:The default .*epoch")
@pytest.mark.filterwarnings("ignore:'epoch' date format")
@pytest.mark.parametrize("name", WRITERS)
def test_what_was_written_is_read_back(tmp_path: Path, name: str) -> None:
    posts = read_posts(bundled("data/posts"), on_problem="ignore").assign(
        frame="conflict", n=range(240)
    )
    # Own columns come in the order in which they are met first: all are met in the first post.
    posts = posts.sort_values("dsq_thread_id", kind="stable")
    WRITERS[name](posts, tmp_path / name)  # type: ignore[no-untyped-call]
    reading = read_source(tmp_path / name, on_problem="raise")
    pd.testing.assert_frame_equal(reading.posts, posts)


def test_posts_without_their_index_are_read_back_too(tmp_path: Path) -> None:
    posts = read_posts(bundled("data/posts"), on_problem="ignore")
    posts.to_json(tmp_path / "a.json", orient="records", date_format="iso")
    again = read_posts(tmp_path / "a.json", on_problem="raise")
    pd.testing.assert_frame_equal(again.set_axis(posts.index), posts)


# Refusals


def test_a_table_of_unknown_fields_says_what_would_read_it(tmp_path: Path) -> None:
    text = "It rained all day in the harbour town and the clerk said so."
    path = table(tmp_path, f"speech,year\n{text},2016\n")
    with pytest.raises(ValueError, match=r"speech, year.*\{'speech': 'body'\}"):
        read_posts(path)
    assert (
        read_posts(path, columns={"speech": "body"}, on_problem="ignore")["text"].iloc[
            0
        ]
        == text
    )
    records(tmp_path, [{"speech": text, "day": "2016-04-22"}], "b.json")
    with pytest.raises(ValueError, match=r"\{'speech': 'body', 'day': 'published'\}"):
        read_posts(tmp_path / "b.json")


def test_a_column_that_no_record_fills_is_told_once(tmp_path: Path) -> None:
    text = "It rained all day in the harbour town and the clerk said so."
    path = table(tmp_path, f"title,speech\nA,{text}\nB,{text}\n")
    problems = read_source(path, on_problem="ignore").problems
    assert problems["reason"].tolist() == [
        "no record has a text; not used: speech; columns={'speech': 'body'} would read it",
        "no record has a date; not used: speech",
    ]


def test_a_misspelt_field_is_an_error(tmp_path: Path) -> None:
    path = table(tmp_path, "headline_1,text,date\nA,T,2016-04-22\n")
    assert read_posts(path, columns={"headline_1": "title"})["title"].tolist() == ["A"]
    with pytest.raises(
        ValueError, match="no record has a field 'headlin_1'; there is headline_1"
    ):
        read_posts(path, columns={"headlin_1": "title"})


def test_what_the_user_names_beats_what_is_guessed(tmp_path: Path) -> None:
    head = "title,text,date,url,paper,tongue\n"
    path = table(
        tmp_path, head + "A,T,2016-04-22,http://x.example/1,The Ledger,de-AT\n"
    )
    columns = {"paper": "outlet", "tongue": "language"}
    post = read_posts(path, columns=columns).iloc[0]
    assert (post["outlet"], post["language"]) == ("The Ledger", "de")
    assert read_posts(path)["outlet"].tolist() == ["x.example"]


# Short posts


def test_short_posts_are_left_as_they_are(tmp_path: Path) -> None:
    texts = [
        "THE PIER CLOSES!!!",
        "🚋🚋",
        "OSLO: the pier closes",
        "Update: rain. #harrow",
    ]
    rows = "Page Name,Post Created,Message\n" + "".join(
        f"Ledger,2016-04-22,{text}\n" for text in texts
    )
    posts = read_posts(table(tmp_path, rows))
    assert posts["text"].tolist() == texts
    assert set(posts["kind"]) == {"post"}


def test_cleaning_leaves_no_text_empty(tmp_path: Path) -> None:
    rows = [{"title": "A", "date": "2016-04-22", "text": "THE PIER CLOSES"}]
    post = read_posts(records(tmp_path, rows)).iloc[0]  # type: ignore[arg-type]
    assert (post["text"], post["kind"]) == ("THE PIER CLOSES", "stub")


# Dates


def days(folder: Path, *stated: str, **fields: str) -> list[str]:
    rows = [
        {"title": f"A {n}", "text": "T", "date": day} | fields
        for n, day in enumerate(stated)
    ]
    posts = read_posts(records(folder, rows), on_problem="ignore")  # type: ignore[arg-type]
    return posts["published"].dt.strftime("%Y-%m-%d %H:%M").fillna("").tolist()


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("mercredi 6 juillet 2016", "2016-07-06 00:00"),
        ("1er août 2016 à 10h05", "2016-08-01 10:05"),
        ("Mittwoch, 6. Juli 2016 um 10:05 Uhr", "2016-07-06 10:05"),
        ("6. März 2016, 9.30 Uhr", "2016-03-06 09:30"),
        ("6 de julio de 2016", "2016-07-06 00:00"),
        ("miércoles, 6 de enero del 2016 10:05", "2016-01-06 10:05"),
        ("6 luglio 2016 alle ore 10:05", "2016-07-06 10:05"),
        ("6 de março de 2016 às 10h05", "2016-03-06 10:05"),
        ("6 maart 2016 om 10:05 uur", "2016-03-06 10:05"),
        ("3.4.2016", "2016-04-03 00:00"),
        ("3.4.16 10:05", "2016-04-03 10:05"),
        ("2016/12/05 08:00", "2016-12-05 08:00"),
        ("Fri, 22 Apr 2016 19:35:04 EDT", "2016-04-22 23:35"),
        ("2016-06-29 24:00:00", "2016-06-30 00:00"),
        ("12/31/2016 11:05 PM", "2016-12-31 23:05"),
        ("Wed, 30 Nov -0001 00:00:00 +0000", ""),
        ("0000-00-00 00:00:00", ""),
        ("2016-00-00", ""),
        ("1970-01-01T00:00:00Z", ""),
        ("6 Tuesday 2016", ""),
    ],
)
def test_dates_of_many_sources(tmp_path: Path, stated: str, moment: str) -> None:
    assert days(tmp_path, stated) == [moment]


def test_the_language_tells_day_from_month(tmp_path: Path) -> None:
    assert days(tmp_path, "03/04/2016", language="fr") == ["2016-04-03 00:00"]
    assert days(tmp_path, "03/04/2016", language="en") == ["2016-03-04 00:00"]


def test_a_day_out_of_all_likelihood_is_kept_and_told(tmp_path: Path) -> None:
    rows = [{"title": "Old", "text": "T", "date": "1912-04-15"}]
    reading = read_source(records(tmp_path, rows), on_problem="ignore")  # type: ignore[arg-type]
    assert reading.posts["published"].dt.year.tolist() == [1912]
    [problem] = reading.problems.itertuples()
    assert problem.reason.startswith("'Old' is dated 1912-04-15, not 1990 to ")
    assert problem.action == "kept as stated"


def test_a_user_s_months(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "months.csv").write_text(
        "word,month\nheinäkuuta,7\nmars,4\n", encoding="utf-8"
    )
    stated = [
        {"title": d, "text": "T", "date": d}
        for d in ("6. heinäkuuta 2016", "6 mars 2016")
    ]
    path = records(tmp_path, stated)  # type: ignore[arg-type]
    posts = read_posts(path, lexicons=own, on_problem="ignore")
    assert posts["published"].dt.month.tolist() == [7, 4]
    again = read_posts(path, on_problem="ignore")["published"].dt.month
    assert again.iloc[1] == 3
    (own / "months.csv").write_text("word,month\nmars,13\n")
    with pytest.raises(ValueError, match=r"months\.csv: '13' of mars"):
        read_posts(path, lexicons=own)


# Plain text, and files packed by themselves


def test_plain_text_tells_title_day_and_folder(tmp_path: Path) -> None:
    body = "It rained all day.\n\nThe council met, the clerk said."
    (tmp_path / "transport" / "2016").mkdir(parents=True)
    table(
        tmp_path / "transport" / "2016", f"Rain in Harrow\n\n{body}", "2016-04-22.txt"
    )
    table(tmp_path / "transport", f"# Snow\n\n{body}", "snow.md")
    table(tmp_path, body, "20160423_untitled.txt")
    table(tmp_path, "How to read these files.", "README.md")
    reading = read_source(tmp_path, on_problem="ignore")
    posts = reading.posts
    assert posts.index.tolist() == [
        "20160423_untitled.txt",
        "transport/snow",
        "transport/2016/2016-04-22.txt",
    ]
    assert posts["title"].fillna("").tolist() == ["", "Snow", "Rain in Harrow"]
    assert set(posts["text"]) == {body}
    assert posts["categories"].tolist() == [[], ["transport"], ["transport"]]
    assert posts["published"].dt.day.fillna(0).tolist() == [23, 0, 22]
    assert "README.md" in reading.problems["file"].tolist()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.csv.gz", gzip.compress),
        ("a.csv.bz2", bz2.compress),
        ("a.csv.xz", lzma.compress),
    ],
)
def test_one_file_packed_by_itself(tmp_path: Path, name: str, pack: object) -> None:
    data = b"title,date,text\nRain,2016-04-22,It rained.\n"
    (tmp_path / name).write_bytes(pack(data))  # type: ignore[operator]
    assert read_posts(tmp_path / name)["title"].tolist() == ["Rain"]


def test_members_of_a_zip_file_are_read_in_the_order_of_their_names(
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("b/1.txt", "a/1.txt"):
            archive.writestr(name, f"Title {name[0]}\n\nIt rained.")
    posts = read_posts(tmp_path / "a.zip", on_problem="ignore")
    assert posts["title"].tolist() == ["Title a", "Title b"]
    assert posts["categories"].tolist() == [["a"], ["b"]]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.binary(max_size=3))
def test_cut_and_changed_texts_are_records_or_errors(
    end: int, at: int, noise: bytes
) -> None:
    data = "# Régen\n\nEs regnete am 6. März.\n\n- a\n- b\n".encode()
    data = (data[:at] + noise + data[at + 1 :])[:end]
    for name in ("2016-04-22.txt", "a/b.md"):
        format = find_format(data, name)
        if format:
            list(read_records(data, format, name))


# Language


def test_languages_have_codes(tmp_path: Path) -> None:
    texts = {
        "de": "Der Bürgermeister sagte am Freitag, dass die Brücke bis zum Herbst geschlossen "
        "wird, weil die Bretter faul sind und das Geld für neue fehlt.",
        "es": "El alcalde dijo el viernes que el puente estará cerrado hasta el otoño porque las "
        "tablas están podridas y no hay dinero para otras nuevas.",
        "zh": "市长星期五说，由于木板已经腐烂，而且没有钱购买新的木板，这座桥将一直关闭到秋天，"
        "居民们必须绕道而行，直到明年春天才能重新开放。",
    }
    rows = [{"title": c, "text": t, "date": "2016-04-22"} for c, t in texts.items()]
    posts = read_posts(records(tmp_path, rows))  # type: ignore[arg-type]
    assert posts["language"].tolist() == list(texts)


# The command line


def test_the_command_tells_what_was_found_and_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(
        tmp_path, "title,date,text\nRain,2016-04-22,It rained.\nSnow,,It snowed.\n"
    )
    out = tmp_path / "out.csv"
    assert main(["read", str(path), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "CSV                posts: 2, files: 1" in told
    assert "kept with NaT: no date that can be read ('') (1, first: a.csv)" in told
    assert len(read_posts(out, on_problem="ignore")) == 2
    assert main(["read", str(path), "--out", "posts.txt"]) == 2


def test_the_command_lists_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    told = capsys.readouterr().out
    assert "plain text" in told
    assert "(extra `parquet`)" in told
    assert "READERS_OF_TEXT" not in told
