"""Facts into words: plurals, lists, spans, periods, and a user's own sentences."""

from __future__ import annotations

import string
from pathlib import Path

import pandas as pd
import pytest

from toolkit.lexicons import PACKAGED, read_lexicons
from toolkit.wording import list_names, say, say_day, say_period, span


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 posts"), (1, "1 post"), (2000, "2,000 posts")]
)
def test_plurals(n: int, said: str) -> None:
    assert say("story.title", n=n) == f"A story in {said}"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", ""),
        ("a", "a"),
        ("ab", "a and b"),
        ("abc", "a, b and c"),
        ("abcd", "a, b and 2 others"),
    ],
)
def test_lists(names: str, said: str) -> None:
    assert list_names(names) == said


def test_one_left_over_is_one_other() -> None:
    assert list_names("abc", most=2) == "a and 2 others"
    assert list_names(["a", "b"], most=1) == "2 others"


@pytest.mark.parametrize(
    ("numbers", "digits", "said"),
    [
        ([0.114, 0.6], "{:.0%}", "11% to 60%"),
        ([0.114, 0.112], "{:.0%}", "11%"),
        ([3, 3], "{:,}", "3"),
        ([-0.01, 0.2], "{:+.2f}", "-0.01 to +0.20"),
    ],
)
def test_spans(numbers: list[float], digits: str, said: str) -> None:
    assert span(pd.Series(numbers), digits) == said


def test_periods() -> None:
    days = pd.Series(pd.to_datetime(["2024-04-14", None, "2024-03-05"], utc=True))
    assert say_period(days) == "5 Mar 2024 to 14 Apr 2024"
    assert say_period(days.head(1)) == "14 Apr 2024"
    assert say_period(days.iloc[1:2]) == "no dates"
    assert say_day(days[0], year=False) == "14 Apr"


def test_a_fact_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"story.alt: 'days' in .*; its facts are n"):
        say("story.alt", n=1)


def test_a_users_sentences_are_used(tmp_path: Path) -> None:
    text = '[story]\ntitle = "Eine Geschichte in {n:Beitrag|Beiträgen}"\n[words]\nand = "und"\n'
    (tmp_path / "sentences.toml").write_text(text, encoding="utf-8")
    own = read_lexicons(tmp_path)
    assert say("story.title", own, n=2) == "Eine Geschichte in 2 Beiträgen"
    assert list_names("ab", own) == "a und b"
    assert say("story.title", n=2) == "A story in 2 posts"


def test_every_sentence_can_be_read() -> None:
    """The braces of each sentence are well formed."""
    for table, sentences in PACKAGED.tables("sentences.toml").items():
        for name, sentence in sentences.items():
            if isinstance(sentence, str):
                list(string.Formatter().parse(sentence)), (table, name)


def test_a_sentence_that_is_not_there_is_named() -> None:
    for key in ("story.titel", "stories.title"):
        with pytest.raises(
            ValueError, match=f"sentences.toml: there is no .*{key.split('.')[0]}"
        ):
            say(key)
