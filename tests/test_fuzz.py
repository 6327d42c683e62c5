"""Hostile texts and files: every measure and every reader, with what they must hold to.

A few examples in every run. For a hunt of some minutes
`python -m pytest tests/test_fuzz.py --hypothesis-profile=long` seeks 20,000 new ones a test.
"""

import io
import json
import random
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.measuring import MEASURES, measure_posts
from toolkit.posts import read_source

QUICK = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)

SEEDS = Path(__file__).parent / "seeds"  # a small file of each of many formats
# As JSON, for it can write halves of characters.
WORDS = json.loads(Path(__file__).with_name("hostile_words.json").read_text("utf-8"))
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.text(max_size=200),
)


@QUICK
@given(st.lists(st.none() | texts, min_size=1, max_size=4))
def test_measures_of_any_texts(found: list[str | None]) -> None:
    posts = pd.DataFrame({"text": pd.Series(found, dtype=object)})
    posts["published"] = pd.Timestamp("2016-04-22", tz="UTC")
    posts["language"] = "en"
    posts.index = [f"p{n}" for n in range(len(posts))]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # one that a measure failed on is an error here
        frames = measure_posts(posts, MEASURES)
    kept = posts["text"].map(lambda text: tk.words.as_texts([text]).iloc[0])
    for name in ("readability", "sentiment"):
        assert frames[name].index.equals(posts.index)
        numbers = frames[name].select_dtypes("number").to_numpy()
        assert not np.isinf(numbers).any()
    dates = frames["dates"]
    _check_spans(dates, dates["expression"], kept)
    _check_spans(frames["sentences"], frames["sentences"]["text"], kept)
    for row in frames["attributions"].itertuples():
        text = kept[row.post_id]
        for spans, shown in (
            (row.source_spans, row.source),
            (row.cue_spans, row.cue),
            (row.content_spans, row.content),
        ):
            pieces = [text[start:end] for start, end in spans]
            assert " … ".join(pieces) == (shown if isinstance(shown, str) else "")


def _check_spans(found: pd.DataFrame, shown: pd.Series, texts: pd.Series) -> None:
    """The spans hold what is shown, in order and apart."""
    for post_id, rows in found.groupby("post_id"):
        cut = [
            texts[post_id][a:b] for a, b in zip(rows["start"], rows["end"], strict=True)
        ]
        assert cut == shown[rows.index].tolist()
        assert (rows["start"].to_numpy()[1:] >= rows["end"].to_numpy()[:-1]).all()


@QUICK
@given(
    texts,
    st.dictionaries(st.sampled_from(["A", "B"]), st.sampled_from(WORDS), min_size=1),
)
def test_terms_of_any_texts(text: str, words: dict[str, str]) -> None:
    terms = {name: [word] for name, word in words.items() if word.strip(" *")}
    try:
        found = tk.find_terms([text], terms)
    except ValueError:
        return
    assert (found["end"] > found["start"]).all()


# What is put into a file where it may end, begin or break something.
PIECES = [
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b">",
        b"</",
        b"]]>",
        b"<![CDATA[",
        b"&#0;",
    ),
    *(
        b"&#xD800;",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"\\",
        b"\\u",
        b"\\ud800",
        b"---\n",
    ),
    *(
        b"\r",
        b"\n\n",
        b",",
        b";",
        b"\t",
        b"1e999",
        b"NaN",
        b"null",
        b"-",
        b"9" * 40,
        b"From ",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=a\n",
        b"<!DOCTYPE a>",
        b"@",
        b"=",
        b"{\\*",
        b"%",
    ),
]


def mutate(data: bytes, seed: int) -> bytes:
    """A file of which some pieces are cut out, doubled, put elsewhere or changed."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randrange(1, 40))
        piece = chance.choice(PIECES)
        data = chance.choice(
            [
                data[:at] + data[end:],
                data[:end] + data[at:end] * chance.randrange(1, 30) + data[end:],
                data[:at] + piece + data[at:],
                data[:at] + piece * 50 + data[end:],
                data[:at],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
            ]
        )
    return data


@QUICK
@given(
    st.sampled_from(sorted(path.name for path in SEEDS.iterdir())),
    st.integers(0, 2**32),
)
def test_files_that_are_cut_and_changed(tmp_path: Path, name: str, seed: int) -> None:
    """They give posts and problems, or one clear error; never another."""
    path = tmp_path / name
    path.write_bytes(mutate((SEEDS / name).read_bytes(), seed))
    told = ""
    posts = pd.DataFrame({"kind": []})
    try:
        posts = read_source(path, on_problem="ignore").posts
    except ValueError as error:
        told = str(error)
    assert len(posts) or name in told
    assert posts.index.is_unique
    assert posts["kind"].notna().all()
    if len(posts):
        posts.to_parquet(io.BytesIO())


@QUICK
@given(st.integers(0, 2**32))
def test_bundled_posts_that_are_cut_and_changed(tmp_path: Path, seed: int) -> None:
    paths = sorted((ROOT / "data" / "posts").glob("*.md"))
    path = tmp_path / "a.md"
    path.write_bytes(mutate(paths[seed % len(paths)].read_bytes(), seed))
    try:
        posts = read_source(path, on_problem="ignore").posts
    except ValueError:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure_posts(posts, MEASURES)


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_the_seeds_are_read(name: str) -> None:
    """Else the changed ones would test nothing."""
    assert len(read_source(SEEDS / name, on_problem="ignore").posts)
