"""The lexicons: what their table says holds for the files, and a user's rows stand over them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from toolkit.lexicons import (
    PACKAGED,
    Lexicons,
    describe_lexicons,
    open_lexicons,
    read_lexicons,
    read_pairs,
)

FOLDER = ROOT / "toolkit" / "lexicons"
TABLE = {row["file"]: row for row in describe_lexicons()}


def test_the_table_lists_every_file_and_no_other() -> None:
    files = {path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".toml")}
    assert files - {"lexicons.csv"} == set(TABLE)


@pytest.mark.parametrize("name", [name for name in TABLE if name.endswith(".csv")])
def test_a_key_stands_once_in_each_file(name: str) -> None:
    rows = PACKAGED.rows(name)
    columns = TABLE[name]["key"].split()
    keys = [tuple(row[column] for column in columns) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(any(key) for key in keys)


@pytest.mark.parametrize("name", list(TABLE))
def test_a_user_may_hold_a_copy_of_each_open_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    if TABLE[name]["own"] != "yes":
        with pytest.raises(ValueError, match="fixed"):
            read_lexicons(tmp_path)
        return
    own = read_lexicons(tmp_path)
    if name.endswith(".csv"):
        assert own.rows(name) == PACKAGED.rows(name)
    assert own.changes()["added"].tolist() == [0]


def test_a_row_of_the_users_replaces_or_adds(tmp_path: Path) -> None:
    text = "# mine\nhost,outlet\nbbc.com,The Beeb\nharrow.example,Harrow News\n"
    (tmp_path / "outlets.csv").write_text(text)
    own = read_lexicons(tmp_path)
    outlets = own.column("outlets.csv", "host", "outlet")
    assert outlets["bbc.com"] == "The Beeb"
    assert outlets["harrow.example"] == "Harrow News"
    assert PACKAGED.column("outlets.csv", "host", "outlet")["bbc.com"] == "bbc.com"
    assert len(own.rows("outlets.csv")) == len(PACKAGED.rows("outlets.csv")) + 1
    first = [row["host"] for row in own.rows("outlets.csv")[:2]]
    assert first == ["bbc.com", "harrow.example"]
    assert own.changes()[["added", "replaced"]].values.tolist() == [[1, 1]]
    assert own == read_lexicons(tmp_path)
    assert own != PACKAGED


def test_tables_lie_over_the_packages(tmp_path: Path) -> None:
    text = '[story]\ntitle = "One story"\n[words]\nand = "und"\n'
    (tmp_path / "sentences.toml").write_text(text)
    own = read_lexicons(tmp_path).tables("sentences.toml")
    packaged = PACKAGED.tables("sentences.toml")
    assert own["story"]["title"] == "One story"
    assert own["story"]["alt"] == packaged["story"]["alt"]
    assert own["words"] == packaged["words"] | {"and": "und"}
    assert packaged["words"]["and"] == "and"


def test_of_a_list_of_tables_the_users_stand_first(tmp_path: Path) -> None:
    (tmp_path / "furniture.toml").write_text(
        '[[block]]\nreason = "mine"\npattern = "x"\n'
    )
    own = read_lexicons(tmp_path).tables("furniture.toml")["block"]
    assert own[0]["reason"] == "mine"
    assert own[1:] == PACKAGED.tables("furniture.toml")["block"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("outlet.csv", "host,outlet\n", "no lexicon has this name; there are"),
        (
            "outlets.csv",
            "host;name\na.example;A\n",
            "line 1: no column outlet; there are host, name",
        ),
        ("outlets.csv", "# x\n\nname\na\n", "line 3: no column host and outlet"),
        ("outlets.csv", "host,outlet\na,A\na,B\n", "'a' stands there twice"),
        ("outlets.csv", "host,outlet\n,A\n", "a row has nothing under host"),
        (
            "wires.csv",
            "agency,host,url,credit\nX,(,,\n",
            "host of 'X': no regular expression",
        ),
        ("furniture.toml", "[[block]\n", "broken TOML"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=name) as raised:
        read_lexicons(tmp_path)
    assert message in str(raised.value)


def test_files_that_are_not_utf_8_and_folders_that_are_not_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "outlets.csv").write_bytes(b"host,outlet\na,\xe9\n")
    with pytest.raises(ValueError, match=r"outlets.csv: not UTF-8 \(byte 14\)"):
        read_lexicons(tmp_path)
    with pytest.raises(FileNotFoundError, match="no such folder of lexicons"):
        open_lexicons(tmp_path / "none")


def test_semicolons_blanks_and_hash_signs_below_the_header(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(
        '\ufeff# head\nTopic; word\n#metoo; "sea; wall"\n\n a ; b \n', encoding="utf-8"
    )
    assert read_pairs(path, "topic", "word") == [("#metoo", "sea; wall"), ("a", "b")]


def test_other_files_in_the_folder_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".outlets.csv").write_text("broken")
    assert read_lexicons(tmp_path) == Lexicons()
    assert open_lexicons(None) is PACKAGED


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("sentences.toml", 'topics = "x"', "topics = 'x': a table is wanted"),
        ("sentences.toml", "[story]\ntitle = 3", "story: title = 3: a text is wanted"),
        ("dates.toml", "kinds = 3", "kinds = 3: a table is wanted"),
        ("furniture.toml", "block = 3", "block = 3: a list is wanted"),
    ],
)
def test_values_of_another_type_are_named(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=name) as raised:
        read_lexicons(tmp_path)
    assert message in str(raised.value)
