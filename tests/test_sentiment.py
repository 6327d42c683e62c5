"""Sentiment: vaderSentiment itself is the oracle, to the last digit, on the typewritten text."""

import math
import random
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import BUNDLED
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.lexicons import read_lexicons
from toolkit.posts import read_posts
from toolkit.sentiment import (
    find_sentences,
    measure_sentiment,
    score_sentiment,
    score_strings,
)
from toolkit.typography import as_typewritten
from toolkit.words import split_sentences

vader = import_module("vaderSentiment.vaderSentiment")
ANALYZER = vader.SentimentIntensityAnalyzer()
PHRASES = [
    *vader.SPECIAL_CASES,
    *vader.BOOSTER_DICT,
    "never so",
    "never this",
    "without doubt",
    "without a doubt",
]
PHRASES += [
    "at least",
    "very least",
    "no or",
    "no nor",
    "kind of",
    "a kind of",
    "was the",
    "so this",
    "n't",
    "y'all'dn't",
]
MARKS = (
    "but But BUT but, the of : - -- ... ! !! ? ??? ???? “but” (no) 'not' İx K ß é "
    "\u00a0 \u2028 ©good ® €5 — …"
).split(" ")
TOKENS = [
    *random.Random(0).sample(sorted(ANALYZER.lexicon), 900),
    *list(ANALYZER.emojis)[::40],
]
TOKEN = (
    st.sampled_from(PHRASES)
    | st.sampled_from(sorted(vader.NEGATE))
    | st.sampled_from(MARKS)
    | st.sampled_from(TOKENS)
    | st.sampled_from(
        [
            "good",
            "bad",
            "no",
            "No",
            "great",
            "kind",
            "death",
            "bomb",
            "stop",
            "least",
            ":)",
            "😀",
            "😀👍🏽",
        ]
    )
    | st.text(max_size=4)
)
DRESSED = st.builds(
    lambda dress, token: dress(token),
    st.sampled_from(
        [str, str, str.upper, str.title, "{},".format, "“{}!”".format, "({})".format]
    ),
    TOKEN,
)


def ask_vader(text: str, analyzer: Any = ANALYZER) -> dict[str, float]:
    scores: dict[str, float] = analyzer.polarity_scores(as_typewritten(text))
    return scores


TEXTS = st.builds(
    lambda blank, tokens: blank.join(tokens),
    st.sampled_from([" ", " ", " ", "\n", ""]),
    st.lists(DRESSED, max_size=30),
)


@settings(max_examples=1000)
@given(TEXTS)
def test_any_string_scores_as_in_the_library(text: str) -> None:
    assert score_strings([text]) == [ask_vader(text)]


def test_random_strings_of_all_its_words_score_as_in_the_library() -> None:
    chance = random.Random(1)
    words = [
        *ANALYZER.lexicon,
        *vader.NEGATE * 10,
        *PHRASES * 10,
        *["but", "no", "so", "this", "the", "a"] * 100,
    ]
    texts = [
        " ".join(chance.choices(words, k=chance.randint(1, 40))) for _ in range(2000)
    ]
    assert score_strings(texts) == [ask_vader(text) for text in texts]


def test_every_word_of_the_rules_acts_from_every_place_as_in_the_library() -> None:
    places = [
        "{} good",
        "{} x good",
        "{} x x good",
        "{} x x x good",
        "x x x good {}",
        "x x x good x {}",
        "x {} bad so kind",
    ]
    words = sorted(
        {
            *PHRASES,
            *vader.NEGATE,
            *"no least this death DEATH NOT No but, never".split(),
        }
    )
    texts = [place.format(word) for place in places for word in words]
    assert score_strings(texts) == [ask_vader(text) for text in texts]


def test_bundled_posts_score_as_in_the_library() -> None:
    if not BUNDLED.is_dir():
        pytest.skip("data/posts is not here")
    texts = read_posts(BUNDLED, on_problem="ignore")["text"].dropna()
    sentences = find_sentences(texts)
    expected = pd.DataFrame([ask_vader(text) for text in sentences["text"]])
    pd.testing.assert_frame_equal(
        sentences[expected.columns], expected, check_exact=True
    )
    documents = score_sentiment(texts)
    assert documents["document_compound"].tolist() == [
        ask_vader(text)["compound"] for text in texts
    ]


def test_values_worked_by_hand() -> None:
    # "good" weighs 1.9 in the lexicon: compound is 1.9 / sqrt(1.9^2 + 15); "not" turns it by
    # -0.74, "!" adds 0.292.
    plain, turned, loud = (
        score["compound"]
        for score in score_strings(["A good day", "Not good", "A good day!"])
    )
    assert plain == round(1.9 / math.sqrt(1.9**2 + 15), 4)
    assert turned == round(-1.406 / math.sqrt(1.406**2 + 15), 4)
    assert loud == round(2.192 / math.sqrt(2.192**2 + 15), 4)
    assert score_strings(["", "  ", "table"]) == [
        ask_vader(text) for text in ("", "  ", "table")
    ]


def test_sentences_lie_where_they_say() -> None:
    texts = pd.Series(
        ["It is a good day. They hate it!\n\nMr. Li left.", None, " ", "So 😀."],
        index=["b", "a", "c", "b"],
    )
    before = texts.copy()
    table = find_sentences(texts)
    assert list(table.columns) == [
        "post_id",
        "start",
        "end",
        "text",
        "neg",
        "neu",
        "pos",
        "compound",
    ]
    assert table.index.tolist() == [0, 1, 2, 3]
    assert table["post_id"].tolist() == ["b", "b", "b", "b"]
    assert [
        texts.iloc[0][start:end]
        for start, end in zip(table["start"][:3], table["end"][:3], strict=True)
    ] == [
        "It is a good day.",
        "They hate it!",
        "Mr. Li left.",
    ]
    assert table["compound"].tolist() == [
        ask_vader(text)["compound"] for text in table["text"]
    ]
    pd.testing.assert_series_equal(texts, before)


def test_summary_of_a_text() -> None:
    text = "It is a good day. They hate it! It is a great day. Mr. Li left."
    row = score_sentiment([text]).iloc[0]
    compounds = [
        ANALYZER.polarity_scores(text[start:end])["compound"]
        for start, end in split_sentences(text)
    ]
    assert row["sentences"] == len(compounds) == 4
    assert row["mean_compound"] == pytest.approx(sum(compounds) / 4)
    assert (row["share_positive"], row["share_negative"]) == (0.5, 0.25)
    assert (row["most_positive"], row["most_negative"]) == (
        "It is a great day.",
        "They hate it!",
    )
    assert {name: row[f"document_{name}"] for name in ask_vader(text)} == ask_vader(
        text
    )


@pytest.mark.parametrize(("valence", "share"), [(0.194, 1 / 3), (0.193, 0)])
def test_a_compound_of_five_hundredths_is_positive_or_negative(
    valence: float, share: float
) -> None:
    # Compound is v / sqrt(v^2 + 15), to four decimals: 0.0500 of 0.194, 0.0498 of 0.193.
    text = "It was teal. It was ecru. It was here."
    row = score_sentiment([text], {"teal": valence, "ecru": -valence}).iloc[0]
    assert row[["share_positive", "share_negative"]].tolist() == [share, share]
    named = row[["most_positive", "most_negative"]].dropna().tolist()
    assert named == (["It was teal.", "It was ecru."] if share else [])


def test_no_sentence_is_called_positive_for_being_the_least_negative() -> None:
    row = score_sentiment(["They hate it! Mr. Li left."]).iloc[0]
    assert pd.isna(row["most_positive"])
    assert row["most_negative"] == "They hate it!"


def test_index_stays_and_what_is_no_text_is_missing() -> None:
    texts = pd.Series(["Good.", None, "", 7, b"Good.", "Bad."], index=list("baabbc"))
    scores = score_sentiment(texts)
    assert scores.index.tolist() == list("baabbc")
    assert scores.isna().all(axis=1).tolist() == [False, True, True, True, True, False]
    assert score_sentiment([]).shape == (0, 10)
    assert find_sentences([None, ""]).empty
    assert list(find_sentences([]).columns) == [
        "post_id",
        "start",
        "end",
        "text",
        "neg",
        "neu",
        "pos",
        "compound",
    ]


@pytest.mark.parametrize(
    "text", ["good" * 250_000, "😀" * 100_000, "!?" * 50_000, "好" * 100_000, "… — “” "]
)
def test_giant_words_marks_and_other_scripts_score(text: str) -> None:
    scores = score_sentiment([text]).iloc[0]
    assert -1 <= scores["document_compound"] <= 1
    assert find_sentences([text], words=True)["text"].tolist() == [text.strip()]


@pytest.mark.parametrize(
    "unit",
    [
        "good ",
        "GOOD bad ",
        "not ",
        "no ",
        "so good this ",
        "kind of ",
        "😀",
        "n't ",
        "!? ",
        "a",
    ],
)
def test_long_hostile_text_comes_to_an_end(unit: str) -> None:
    text = (
        unit * 20_000 + "but" + unit * 20_000
    )  # quadratic code, as the library's, takes hours here
    assert -1 <= score_strings([text])[0]["compound"] <= 1


OWN = {
    "table": 2.5,
    "Support": 0,
    "very": 1.0,
    "but": 1.0,
    "not": -1.5,
    "kind": 1,
    "the": -0.5,
    "least": 1,
    "no": 2,
}
OURS = vader.SentimentIntensityAnalyzer()
OURS.lexicon.update({word.lower(): float(valence) for word, valence in OWN.items()})
FOR_OWN = st.sampled_from(
    [
        *OWN,
        *(word.upper() for word in OWN),
        "of",
        "very",
        "never",
        "at",
        "“table”",
        "so",
    ]
)


@settings(max_examples=500)
@given(st.lists(FOR_OWN | DRESSED, max_size=25).map(" ".join))
def test_words_of_a_user_score_as_in_the_library_with_them(text: str) -> None:
    assert score_strings([text], OWN) == [ask_vader(text, OURS)]
    assert score_strings([text]) == [ask_vader(text)]  # and leave no trace


def test_words_of_a_user_come_from_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("# by hand\nWord,Valence\nTable,2.5\nsupport,0\n", encoding="utf-8")
    texts = ["We support the table.", None]
    expected = score_sentiment(texts, {"table": 2.5, "SUPPORT": 0})
    for given_path in (path, str(path)):
        pd.testing.assert_frame_equal(score_sentiment(texts, given_path), expected)
    assert expected["document_compound"][0] == round(2.5 / math.sqrt(2.5**2 + 15), 4)
    pd.testing.assert_frame_equal(score_sentiment(texts, {}), score_sentiment(texts))


@pytest.mark.parametrize(
    "wrong",
    [
        {"two words": 1},
        {"": 1},
        {"good": 5},
        {"good": "high"},
        {"good": None},
        {"good": math.nan},
        {7: 1},
    ],
)
def test_a_lexicon_that_cannot_be_used_is_named(wrong: dict[str, float]) -> None:
    with pytest.raises(
        ValueError, match=r"one word and its valence from -4 to 4 are wanted, not ('|7)"
    ):
        find_sentences(["Good."], wrong)


def test_a_lexicon_file_without_its_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("token,valence\ngood,1\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"own.csv: line 1: no column word; there are token, valence"
    ):
        score_sentiment(["Good."], tmp_path / "own.csv")


def test_the_words_that_drive_a_score() -> None:
    texts = ["It was not good, but they LOVE it! The table is here. “Hate” him."]
    found = find_sentences(texts, words=True)
    pd.testing.assert_frame_equal(found[found.columns[:-2]], find_sentences(texts))
    assert found["words"].tolist()[:2] == [["good", "love"], []]
    good, love = found["valences"][0]
    assert good == pytest.approx(
        1.9 * -0.74 * 0.5
    )  # turned by "not", halved before "but"
    assert love == pytest.approx(
        (3.2 + 0.733) * 1.5
    )  # capitals, and half as much again after it
    exclamation = 0.292
    assert found["compound"][0] == round(vader.normalize(good + love + exclamation), 4)
    assert found.explode(["words", "valences"]).groupby("words")[
        "valences"
    ].sum().index.tolist() == ["good", "hate", "love"]
    assert list(find_sentences([None], words=True).columns)[-2:] == [
        "words",
        "valences",
    ]


@given(st.lists(TEXTS, max_size=3))
def test_the_valences_of_the_words_make_the_score(texts: list[str]) -> None:
    found = find_sentences(texts, words=True)
    assert found["words"].map(len).tolist() == found["valences"].map(len).tolist()
    quiet = found[~found["text"].str.contains("[!?]")]
    assert quiet["compound"].tolist() == [
        round(vader.normalize(sum(row)), 4) for row in quiet["valences"]
    ]
    assert all(word in ANALYZER.lexicon for words in found["words"] for word in words)


def test_words_of_a_folder_score_too(tmp_path: Path) -> None:
    texts = ["We support the table.", None, "A good day."]
    packaged = score_sentiment(texts)
    # A word that is added, and two that replace valences of the library.
    (tmp_path / "sentiment.csv").write_text(
        "word,valence\nTable,2.5\nsupport,0\ngood,-1.9\n", encoding="utf-8"
    )
    own = {"table": 2.5, "support": 0, "good": -1.9}
    for lexicons in (tmp_path, str(tmp_path), read_lexicons(tmp_path)):
        pd.testing.assert_frame_equal(
            score_sentiment(texts, lexicons=lexicons), score_sentiment(texts, own)
        )
        pd.testing.assert_frame_equal(
            find_sentences(texts, words=True, lexicons=lexicons),
            find_sentences(texts, own, words=True),
        )
    compounds = score_sentiment(texts, lexicons=tmp_path)["document_compound"]
    assert compounds[0] == round(2.5 / math.sqrt(2.5**2 + 15), 4)
    assert compounds[2] == round(-1.9 / math.sqrt(1.9**2 + 15), 4)
    pd.testing.assert_frame_equal(score_sentiment(texts), packaged)


def test_the_lexicon_wins_over_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sentiment.csv").write_text("word,valence\nTable,2\nchair,1\n")
    found = find_sentences(["A table. A chair."], {"TABLE": -3}, lexicons=tmp_path)
    both = [-3 / math.sqrt(3**2 + 15), 1 / math.sqrt(1**2 + 15)]
    assert found["compound"].tolist() == [round(value, 4) for value in both]


def test_a_broken_row_of_a_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sentiment.csv"
    path.write_text("word,valence\ntable,high\n")
    with pytest.raises(ValueError, match=r"sentiment.csv: .* not 'table': 'high'"):
        score_sentiment(["A table."], lexicons=tmp_path)
    path.write_text("word,valence\n(table),1\n")
    with pytest.raises(ValueError, match=r"sentiment.csv: '\(table\)' would never"):
        score_sentiment(["A table."], lexicons=tmp_path)


def test_abbreviations_of_a_folder_part_the_sentences(tmp_path: Path) -> None:
    texts = ["They hate Zq. Li. Mr. Li is good."]
    packaged = find_sentences(texts)["text"].tolist()
    assert packaged == ["They hate Zq.", "Li.", "Mr. Li is good."]
    (tmp_path / "abbreviations.csv").write_text(
        "abbreviation,before\nZq.,name\nMr.,number\n"
    )
    own = find_sentences(texts, lexicons=tmp_path)["text"].tolist()
    assert own == ["They hate Zq. Li.", "Mr.", "Li is good."]
    assert score_sentiment(texts, lexicons=tmp_path)["sentences"].tolist() == [3]
    assert score_sentiment(texts, lexicons=tmp_path)["most_negative"].tolist() == [
        "They hate Zq. Li."
    ]
    assert find_sentences(texts)["text"].tolist() == packaged


@pytest.mark.parametrize("score", [score_sentiment, find_sentences])
def test_what_is_no_column_of_texts_is_named(score: object) -> None:
    assert callable(score)
    with pytest.raises(ValueError, match=r'not a whole frame: give posts\["text"\]'):
        score(pd.DataFrame({"text": ["Good."]}))
    with pytest.raises(ValueError, match="not 'words' of int64"):
        score(pd.Series([3, 4], name="words"))
    assert len(score(pd.Series([], dtype=float))) == 0


def test_both_tables_from_one_reading() -> None:
    posts = read_posts(BUNDLED, on_problem="ignore")
    texts = posts["text"].copy()
    texts.iloc[3] = None
    texts.iloc[5] = "東京は雨。Not great! "
    summary, sentences = measure_sentiment(texts)
    pd.testing.assert_frame_equal(summary, score_sentiment(texts))
    pd.testing.assert_frame_equal(sentences, find_sentences(texts, words=True))
    summary, sentences = measure_sentiment(texts.head(0))
    pd.testing.assert_frame_equal(summary, score_sentiment(texts.head(0)))
