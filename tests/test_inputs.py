"""What a caller gives to measures of texts, and what one text does to the others."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import toolkit as tk
from toolkit.inputs import UnmeasuredWarning, measures_texts
from toolkit.measuring import MEASURES, measure_posts
from toolkit.readability import counting

KIN: dict[str, Callable[[Any], pd.DataFrame]] = {
    "find_terms": lambda texts: tk.find_terms(texts, {"a": ["b"]}),
    "find_sentences": tk.find_sentences,
    "find_dates": lambda texts: tk.find_dates(texts, "2024-03-01"),
    "find_attributions": tk.find_attributions,
    "score_readability": tk.score_readability,
    "score_sentiment": tk.score_sentiment,
}


@pytest.mark.parametrize("measure", KIN.values(), ids=KIN)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (pd.DataFrame({"title": ["a"], "text": ["b"]}), 'give posts["text"]'),
        (pd.DataFrame({"body": ["a"], "n": [1]}), "strings are in 'body'"),
        (pd.DataFrame({"n": [1]}), "no column with strings"),
        (pd.Series([1, 2], name="n"), "not 'n' of int64"),
        (pd.Series(pd.to_datetime(["2024-03-01"])), "not None of datetime64"),
        ({"a": "b"}, "not a mapping: give pd.Series(texts)"),
        (7, "not int"),
        (None, "not NoneType"),
        (b"It rained.", "not bytes"),
    ],
)
def test_what_is_no_column_of_texts_is_told(
    measure: Callable[[Any], pd.DataFrame], given: object, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        measure(given)


def test_a_frame_is_told_before_what_else_is_missing() -> None:
    with pytest.raises(ValueError, match='give posts\\["text"\\]'):
        tk.find_dates(pd.DataFrame({"text": ["a"]}))  # type: ignore[call-arg]


@measures_texts
def measure_lengths(texts: Any, unit: int = 1) -> pd.DataFrame:
    """One that cannot take 13 characters."""
    lengths = [len(text) if isinstance(text, str) else None for text in texts]
    if 13 in lengths:
        raise IndexError("thirteen")
    return pd.DataFrame({"length": lengths}, dtype=float) / unit


@pytest.mark.parametrize("bad", [[], [0], [3], [8], [2, 3], [0, 4, 8], list(range(9))])
def test_what_one_text_does_the_others_are_measured(bad: list[int]) -> None:
    texts = pd.Series(["short"] * 9, index=list("abcdefghi"))
    texts.iloc[5] = None
    expected = texts.str.len()
    texts.iloc[bad] = "x" * 13
    expected.iloc[bad] = float("nan")
    if bad:
        names = ", ".join(map(repr, texts.index[bad][:5]))
        with pytest.warns(
            UnmeasuredWarning, match=rf"measure_lengths failed on {names}"
        ):
            found = measure_lengths(texts)
    else:
        found = measure_lengths(texts)
    assert found["length"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)


def test_a_wrong_call_stays_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        _divide_by_nothing(["a", "b"])
    with pytest.raises(TypeError, match="unexpected keyword"):
        measure_lengths(["a"], units=3)
    assert measure_lengths(texts=iter(["abc", ""]), unit=3)["length"].tolist()[0] == 1
    assert measure_lengths([]).empty


@measures_texts
def _divide_by_nothing(texts: Any) -> pd.DataFrame:
    raise ZeroDivisionError(len(texts))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_goes_on_and_names_the_post(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In another process nothing is patched: there a metric has to fail by itself.
    if workers == 1:
        asked = counting.count_text

        def fail(text: object, *more: Any) -> Any:
            if isinstance(text, str) and "boom" in text:
                raise RecursionError("too deep")
            return asked(text, *more)

        monkeypatch.setattr("toolkit.readability.formulas.count_text", fail)
    texts = ["It rained on Friday.", "It went boom.", "Rain, Ann Li said."]
    posts = pd.DataFrame(
        {"text": texts, "published": "2024-03-01"}, index=["a", "b", "c"]
    )
    if workers == 1:
        with pytest.warns(UnmeasuredWarning, match="score_readability failed on 'b'"):
            found = measure_posts(posts, MEASURES, workers=workers)
        assert found["readability"].isna().all(axis=1).tolist() == [False, True, False]
    else:
        found = measure_posts(posts, MEASURES, workers=workers)
        assert found["readability"].notna().any(axis=1).all()
    assert set(found["sentences"]["post_id"]) == {"a", "b", "c"}
    assert found["dates"]["value"].tolist() == ["2024-03-01"]


@pytest.mark.parametrize(
    "text",
    [
        '"We won," the Adviser For of said.',
        '"We won," the Minister Of said.',
        '"We lost," the Secretary On of said.',
        "Chairman Of For said it rained.",
        '"So," Of the And said.',
        'The Of Of Of said, "No."',
        '"Yes," the Director General Of And For said.',
        "President said. Of said. The said.",
        "\ud800 said it rained on Friday \udfff.",
        "\x00 \x1f said. " * 5,
    ],
)
def test_no_measure_fails_on_odd_texts(text: str) -> None:
    for measure in KIN.values():
        assert isinstance(measure([text, "It rained."]), pd.DataFrame)
