from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.lexicons import read_lexicons
from toolkit.terms import find_terms, find_topics, read_terms, suggest_terms


def test_whole_words_phrases_capitals_and_endings() -> None:
    text = (
        "NATO and nato; vaccines, a vaccination. The sea  wall; seawalls. Zikas Zika's"
    )
    terms = {
        "alliance": ["NATO"],
        "jab": ["vaccin*"],
        "wall": ["sea wall"],
        "zika": ["zika"],
    }
    found = find_terms([text], terms)
    assert {
        (t, text[s:e])
        for t, s, e in found[["term", "start", "end"]].itertuples(index=False)
    } == {
        ("alliance", "NATO"),
        ("jab", "vaccines"),
        ("jab", "vaccination"),
        ("wall", "sea  wall"),
        ("zika", "Zika"),
    }


@given(st.lists(st.text(alphabet="ab .é", max_size=30), max_size=4))
def test_spans_hold_the_words(texts: list[str]) -> None:
    series = pd.Series(texts, index=[f"p{i}" for i in range(len(texts))], dtype=object)
    found = find_terms(series, {"a": ["a", "ab"]})
    for post_id, start, end in found[["post_id", "start", "end"]].itertuples(
        index=False
    ):
        assert series[post_id][start:end].lower() in ("a", "ab")


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="'x' has no words"):
        find_terms(["a"], {"x": [" "]})
    with pytest.raises(ValueError, match="'x' has no words"):
        find_terms(["a"], {"x": ["\n", " \t*\u2003**"]})
    with pytest.raises(ValueError, match="not list"):
        find_terms(["a"], ["zika"])  # type: ignore[arg-type]


def test_missing_texts_hold_nothing() -> None:
    assert find_terms([None, 3, float("nan"), b"zika", ""], {"z": ["zika"]}).empty  # type: ignore[list-item]


def test_terms_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "topics.csv"
    path.write_text(
        "# mine\nTopic,word\nHealth,zika\n\nHealth, virus \nWar,\n#MeToo,metoo\n",
        encoding="utf-8-sig",
    )
    assert read_terms(path) == {"Health": ["zika", "virus"], "#MeToo": ["metoo"]}
    path.write_text("subject,word\na,b\n")
    with pytest.raises(
        ValueError, match="line 1: no column topic; there are subject, word"
    ):
        read_terms(path)
    path.write_text("a,b\n1,2,3\n")
    with pytest.raises(ValueError, match="no column topic and word"):
        read_terms(path)
    path.write_bytes(b"topic,word\ncaf\xe9,x\n")
    with pytest.raises(ValueError, match="not UTF-8"):
        read_terms(path)
    path.write_text("topic,word\nx,*\n")
    with pytest.raises(ValueError, match="no row"):
        read_terms(path)


def test_suggested_terms_are_names_of_title_and_text() -> None:
    rows = [
        ("North Korea fires rocket", "On Monday the North Korea crisis grew.")
    ] * 4 + [("Rain", "It rained.")]
    assert suggest_terms(pd.DataFrame(rows, columns=["title", "text"])) == {
        "North Korea": ["North Korea"]
    }


def test_several_words_in_a_cell_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "topics.csv"
    path.write_text('topic,word\nRain,rain\nHousing,"rent, landlord, tenant"\n')
    with pytest.raises(
        ValueError, match=r"topics.csv: the row of 'Housing' .*; write a row a word"
    ):
        read_terms(path)
    path.write_text("topic,word\nHousing,rent; landlord\n")
    with pytest.raises(ValueError, match="a row a word"):
        read_terms(path)
    path.write_text('topic,word\nDead,"1,000 dead"\n')
    assert read_terms(path) == {"Dead": ["1,000 dead"]}


@pytest.mark.parametrize("column", ["published", "words"])
def test_a_column_of_no_texts_is_named(column: str) -> None:
    posts = pd.DataFrame({"text": ["Zika"], "words": [1]})
    posts["published"] = pd.to_datetime(["2024-03-01"])
    with pytest.raises(ValueError, match=rf'posts\["text"\] is wanted, not {column!r}'):
        find_terms(posts[column], {"z": ["zika"]})
    with pytest.raises(ValueError, match=r'not a whole frame: give posts\["text"\]'):
        find_terms(posts, {"z": ["zika"]})  # type: ignore[arg-type]


def test_a_column_without_a_text_holds_nothing() -> None:
    assert find_terms(pd.Series([float("nan")] * 3), {"z": ["zika"]}).empty
    assert find_terms(pd.Series([], dtype=float), {"z": ["zika"]}).empty


POSTS = pd.DataFrame(
    {
        "title": ["Zika spreads", "Rain", "Flood after rain", None, "Sport"],
        "text": [
            "Doctors worry.",
            "It was wet. A Zika case.",
            "Zika, and microcephaly. Floods.",
            "Zika is here.",
            None,
        ],
    },
    index=["b", "a", "d", "c", "e"],
)
TOPICS = {"Zika": ["zika", "microcephaly"], "Weather": ["rain", "flood*"]}


def test_topics_by_title_or_twice() -> None:
    before = POSTS.copy()
    found = find_topics(POSTS, TOPICS)
    assert found.values.tolist() == [
        ["b", "Zika", "title", 0, 4, True],  # in the title
        ["a", "Weather", "title", 0, 4, True],
        ["a", "Zika", "text", 14, 18, False],  # once in the text
        ["d", "Weather", "title", 0, 5, True],
        ["d", "Weather", "title", 12, 16, True],
        ["d", "Zika", "text", 0, 4, True],  # twice in the text, by two words
        ["d", "Zika", "text", 10, 22, True],
        ["d", "Weather", "text", 24, 30, True],  # as the title says
        ["c", "Zika", "text", 0, 4, False],
    ]
    assert list(found) == ["post_id", "topic", "place", "start", "end", "on_topic"]
    assert found["on_topic"].dtype == bool
    pd.testing.assert_frame_equal(POSTS, before)


@pytest.mark.parametrize(
    ("posts", "topics"), [(POSTS[:0], TOPICS), (POSTS, {}), (POSTS, {"X": ["absent"]})]
)
def test_no_topic_no_row(posts: pd.DataFrame, topics: dict[str, list[str]]) -> None:
    found = find_topics(posts, topics)
    assert list(found) == ["post_id", "topic", "place", "start", "end", "on_topic"]
    assert len(found) == 0
    assert found["on_topic"].dtype == bool


def test_what_are_no_posts_is_named() -> None:
    with pytest.raises(ValueError, match="title and text are wanted, not Series"):
        find_topics(POSTS["text"], TOPICS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="title and text are wanted: no title"):
        find_topics(POSTS[["text"]], TOPICS)
    with pytest.raises(ValueError, match="no title, text"):
        suggest_terms(pd.DataFrame({"body": ["Zika"]}))
    with pytest.raises(ValueError, match="post_id twice"):
        find_topics(pd.concat([POSTS, POSTS]), TOPICS)


def test_a_user_s_names_are_no_topics(tmp_path: Path) -> None:
    rows = [("Zika hits Rio in May", "We fear Zika, and Rio, in May.")] * 3
    posts = pd.DataFrame(rows, columns=["title", "text"])
    packaged = suggest_terms(posts)
    assert sorted(packaged) == ["Rio", "Zika"]
    # A row that is added, and one that the package has too, which it replaces.
    (tmp_path / "not_topics.csv").write_text("word\nRio\nMay\n")
    for lexicons in (tmp_path, str(tmp_path), read_lexicons(tmp_path)):
        assert list(suggest_terms(posts, lexicons=lexicons)) == ["Zika"]
    assert suggest_terms(posts) == packaged


def test_two_posts_are_too_few_for_a_suggestion() -> None:
    rows = [("Zika hits", "We fear Zika.")] * 3
    posts = pd.DataFrame(rows, columns=["title", "text"])
    assert list(suggest_terms(posts)) == ["Zika"]
    assert suggest_terms(posts[:2]) == {}
