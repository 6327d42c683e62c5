from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.terms import find_terms, read_terms, suggest_terms


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
