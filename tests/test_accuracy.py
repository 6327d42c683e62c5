"""Accuracy by a truth, and what a collection can bear, on tables worked by hand."""

from math import sqrt
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

TEXT = (
    "Mayor Ann Lee said on Friday that the bridge would open. It was a wonderful day.\n\n"
    "The bridge is closed, Bob Ray said."
)


@pytest.fixture(scope="module")
def corpus() -> tk.Corpus:
    posts = pd.DataFrame(
        {
            "title": ["The bridge", "The mast"],
            "text": [TEXT, "The mast fell. Ten men stood around it and looked."],
            "published": pd.to_datetime(["2016-04-22"] * 2, utc=True),
            "outlet": "a.example",
            "kind": "article",
            "file": ["1.md", "2.md"],
        },
        index=["1", "2"],
    )
    return tk.open_corpus(posts)


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    pd.DataFrame(rows).to_csv(folder / name, index=False)


def test_tones_by_two_readings(corpus: tk.Corpus, tmp_path: Path) -> None:
    sentences = corpus.sentences[["post_id", "start", "compound"]].head(3)
    assert sentences["compound"].gt(0.05).tolist() == [False, True, False]
    told = sentences.assign(
        first_reading=["neutral", "positive", "negative"],
        second_reading=["neutral", "negative", "negative"],
    )
    told.to_csv(tmp_path / "tones.csv", index=False)
    found = tk.check_accuracy(corpus, tmp_path).set_index("what")
    assert found.loc["first reading", ["n", "right"]].tolist() == [3, 2]
    assert found.loc["both readings agree", ["n", "right"]].tolist() == [2, 1]
    assert found.loc["one reading by the other", "share"] == pytest.approx(2 / 3)


def test_attributions_have_two_sides(corpus: tk.Corpus, tmp_path: Path) -> None:
    found = corpus.attributions
    assert len(found) == 2
    start, end = found["content_spans"].iloc[0][0]
    rows = [
        # Shares more than half of the characters: found.
        {"content_spans": f"[[{start}, {end - 5}]]", "kind": "indirect"},
        # Shares less: not found.
        {"content_spans": f"[[{end - 3}, {end + 40}]]", "kind": "direct"},
    ]
    told = [row | {"post_id": "1", "source_type": "named person"} for row in rows]
    write(tmp_path, "attributions.csv", told)
    checked = tk.check_accuracy(corpus, tmp_path).set_index("what")
    assert checked.loc["of the readers', found", ["n", "right"]].tolist() == [2, 1]
    assert checked.loc["of those found, the readers'", ["n", "right"]].tolist() == [
        2,
        1,
    ]
    assert checked.loc["kind, of those found", ["n", "right"]].tolist() == [1, 1]


def test_dates_have_a_value(corpus: tk.Corpus, tmp_path: Path) -> None:
    at = TEXT.index("Friday")
    rows = [
        {"start": at, "end": at + 6, "value": "2016-04-21"},  # found, of another value
        {"start": 0, "end": 5, "value": "2016"},  # none is there
    ]
    write(tmp_path, "dates.csv", [row | {"post_id": "1"} for row in rows])
    checked = tk.check_accuracy(corpus, tmp_path).set_index("what")
    assert checked.loc["of the readers', found", ["n", "right"]].tolist() == [2, 1]
    assert checked.loc["value, of those found", ["n", "right"]].tolist() == [1, 0]


def test_posts_that_were_read_and_no_others(corpus: tk.Corpus, tmp_path: Path) -> None:
    posts = corpus.posts.assign(
        reporters=[["Jane Trueman", "Bob Ray"], []], wrong_body=[False, False]
    )
    read = tk.open_corpus(posts)
    rows = [{"post_id": "1", "reporters": "Jane Trueman|Bob Ray", "wrong_body": "true"}]
    write(
        tmp_path, "posts.csv", [*rows, {"post_id": "99"}]
    )  # of a post that is not here
    found = tk.check_accuracy(read, tmp_path).set_index("what")
    assert found.index.tolist() == ["reporters", "wrong_body"]
    assert found["n"].tolist() == [1, 1]
    assert found["right"].tolist() == [1, 0]


def test_a_truth_of_no_posts_is_told(corpus: tk.Corpus, tmp_path: Path) -> None:
    write(tmp_path, "dates.csv", [{"start": 0, "end": 5, "value": "2016"}])
    with pytest.raises(ValueError, match=r"dates\.csv: it has no column post_id"):
        tk.check_accuracy(corpus, tmp_path)


def test_a_folder_without_truth_is_named(corpus: tk.Corpus, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"it has none of posts\.csv"):
        tk.check_accuracy(corpus, tmp_path)


def test_few_posts_bear_no_comparison(corpus: tk.Corpus) -> None:
    asked = tk.check_questions(corpus).set_index("question")
    groups = asked[asked.index.str.startswith("Do the groups")]
    assert len(groups) == 3
    assert not groups["may_be_asked"].any()
    assert (
        groups["why"].eq("0 of 1 groups have 10 stories or more; two are needed.").all()
    )
    assert "2 attributions are found." in asked["why"].tolist()


def test_groups_of_a_list_and_a_column_that_is_not_there(corpus: tk.Corpus) -> None:
    listed = corpus.add("desks", pd.Series([["a", "b"], ["a"]], corpus.posts.index))
    why = tk.check_questions(listed, by="desks")["why"]
    assert why.iloc[0] == "0 of 2 groups have 10 stories or more; two are needed."
    with pytest.raises(ValueError, match="by='desk': the posts have no such column"):
        tk.check_questions(corpus, by="desk")


def test_the_difference_that_would_show() -> None:
    sizes = {"a.example": 40, "b.example": 10}
    outlets = [name for name, n in sizes.items() for _ in range(n)]
    posts = pd.DataFrame(
        {
            "title": [f"Title {n}" for n in range(50)],
            "text": [
                f"Word{n} stood by the wall{n} and looked{n} at rain{n}."
                for n in range(50)
            ],
            "published": pd.Timestamp("2016-04-22", tz="UTC"),
            "outlet": outlets,
            "kind": "article",
        },
        index=[str(n) for n in range(50)],
    )
    asked = tk.check_questions(tk.open_corpus(posts)).set_index("question")
    seen = (
        (1.96 + 0.8416) * 0.5 * sqrt(1 / 40 + 1 / 10)
    )  # Cohen's formula, by hand: 50 %
    assert f"a difference of {seen:.0%} would be seen" in asked["why"].iloc[0]
    assert asked["may_be_asked"].iloc[0]
