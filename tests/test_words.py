"""One segmentation for all rooms: hand-made cases, and what must hold for any text."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.lexicons import PACKAGED
from toolkit.words import (
    Memo,
    as_texts,
    place_tokens,
    split_paragraphs,
    split_sentences,
    split_tokens,
)

LINES = (
    Path(__file__)
    .with_name("cases_sentences.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)
CASES = [
    pytest.param(
        line.removeprefix("?? "),
        marks=pytest.mark.xfail(strict=True) if line.startswith("?? ") else (),
    )
    for line in LINES
    if line and not line.startswith("#")
]
MARKS = [*".!?…\"”’'()[]-—,;:\n   ", "...", ". . .", "\n\n", "“", "。"]
WORDS = "Mr. U.S. No. Jan. J. The he Obama said 5 3.5 iPhone p.m. Yahoo! don’t".split()
TEXTS = st.lists(
    st.sampled_from([*MARKS, *WORDS, *(f" {word}" for word in WORDS)])
    | st.text(max_size=5)
).map("".join)


def read_case(line: str) -> tuple[str, list[str]]:
    """A text and its sentences; no blank is wanted between sentences of scripts that write none."""
    line = line.replace("\\n", "\n")
    return line.replace(" | ", "" if "。" in line else " "), [
        part.strip() for part in line.split("|")
    ]


@pytest.mark.parametrize("line", CASES)
def test_hard_cases(line: str) -> None:
    text, sentences = read_case(line)
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(TEXTS)
def test_sentences_hold_all_of_the_text_but_blanks(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(
        text.split()
    )
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(TEXTS)
def test_sentences_stay_within_paragraphs(text: str) -> None:
    paragraphs = split_paragraphs(text)
    assert all(
        any(a <= start and end <= b for a, b in paragraphs)
        for start, end in split_sentences(text)
    )
    assert [
        end
        for _, end in paragraphs
        if (end not in {e for _, e in split_sentences(text)})
    ] == []


@given(TEXTS, TEXTS)
def test_a_blank_line_ends_everything(before: str, after: str) -> None:
    text = f"{before}\n\n{after}"
    moved = [
        (start + len(before) + 2, end + len(before) + 2)
        for start, end in split_sentences(after)
    ]
    assert split_sentences(text) == split_sentences(before) + moved


@given(TEXTS)
def test_tokens_hold_all_of_the_text_but_blanks(text: str) -> None:
    assert "".join(text[start:end] for start, end in split_tokens(text)) == "".join(
        text.split()
    )


@given(TEXTS)
def test_tokens_stand_where_their_lengths_place_them(text: str) -> None:
    tokens, start, end = place_tokens(text)
    spans = list(zip(start.tolist(), end.tolist(), strict=True))
    assert spans == split_tokens(text)
    assert tokens == [text[begin:stop] for begin, stop in spans]


def test_tokens_of_news() -> None:
    text = "He didn't pay $3.5 million (U.S.) -- ``never,'' a post-war 40% ..."
    assert [text[start:end] for start, end in split_tokens(text)] == (
        "He|didn't|pay|$|3.5|million|(|U.S.|)|--|``|never|,|''|a|post-war|40%|...".split(
            "|"
        )
    )


HOSTILE = [
    ".",
    ". ",
    "a.",
    "A. ",
    '?" ',
    ".)",
    "\n",
    " \n",
    "x\n",
    "1. A\n",
    " . ",
    "a",
    "Mr. ",
    "(",
    "'",
    "a\n",
    "U.S. Lee ",
    "A, U.S. I ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_of_any_kind_comes_to_an_end(unit: str) -> None:
    text = unit * 100_000  # quadratic code takes hours here
    for split in (split_tokens, split_paragraphs, split_sentences):
        assert all(start < end for start, end in split(text))


def test_as_texts_keeps_the_index_and_blanks_out_what_is_no_text() -> None:
    given_texts = pd.Series(
        ["a", " ", None, 3, b"b", float("nan")], index=list("xxyyzz")
    )
    before = given_texts.copy()
    texts = as_texts(given_texts)
    assert texts.index.tolist() == list("xxyyzz")
    assert texts.isna().tolist() == [False, True, True, True, True, True]
    pd.testing.assert_series_equal(given_texts, before)
    assert as_texts("one").tolist() == ["one"]
    assert as_texts(iter(["a", "b"])).tolist() == ["a", "b"]
    assert as_texts([]).empty


def test_every_abbreviation_has_a_known_kind_and_stands_once() -> None:
    rows = PACKAGED.rows("abbreviations.csv")
    assert {row["before"] for row in rows} == {
        "name",
        "number",
        "inside",
        "opener",
        "speech",
    }
    assert len({row["abbreviation"] for row in rows}) == len(rows) > 200


def test_a_memo_asks_once_and_forgets_all_when_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (Memo.most, Memo.longest) == (32_768, 100)  # as its docstring says
    monkeypatch.setattr(Memo, "most", 3)
    asked: list[str] = []
    memo = Memo(lambda token: asked.append(token) or token.upper())
    assert [memo[token] for token in "abcabc"] == list("ABCABC")
    assert asked == list("abc")
    assert memo["d"] == "D"
    assert list(memo) == ["d"]
    assert memo["x" * 101] == "X" * 101  # a giant is answered, not kept
    assert list(memo) == ["d"]
