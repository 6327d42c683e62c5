"""The golden tables: what the bundled posts give, frame by frame, as text in tests/golden/.

    python tests/make_golden.py        writes them anew; look at the difference before you commit it

Texts are kept as their length and hash; numbers with ten digits.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import toolkit as tk
from toolkit.answers import ANSWERS

GOLDEN = Path(__file__).with_name("golden")
POSTS = Path(__file__).parents[1] / "data" / "posts"
LONG = ("text", "title", "content", "most_positive", "most_negative")


def make_tables() -> Iterator[tuple[str, pd.DataFrame]]:
    """Name and table of all that is guarded."""
    corpus = tk.open_corpus(POSTS)
    posts = corpus.posts
    yield "posts", posts.reset_index()
    yield "stories", corpus.stories.reset_index()
    yield "attributions", corpus.attributions
    yield "dates", corpus.dates
    yield "sentences", corpus.sentences
    yield "readability", corpus.readability.reset_index()
    yield "sentiment", corpus.sentiment.reset_index()
    yield "topics", corpus.terms()
    yield "health", corpus.health.findings
    yield "left_out", corpus.left_out
    yield "sources", tk.count_sources(corpus.attributions, corpus.articles, per="story")
    yield (
        "source_shares",
        tk.compare_sources(corpus.attributions, corpus.articles, by="outlet"),
    )
    answers = {name: answer(corpus) for name, answer in ANSWERS.items()}
    for name, answer in answers.items():
        yield f"answer-{name}", answer.table
    said = [
        (name, answer.sentence, answer.chart.title) for name, answer in answers.items()
    ]
    yield "answers", pd.DataFrame(said, columns=["name", "sentence", "title"])
    receipts = [
        (name, sorted(answer.chart.receipt())) for name, answer in answers.items()
    ]
    yield "receipts", pd.DataFrame(receipts, columns=["name", "keys"])


def as_text(table: pd.DataFrame) -> pd.DataFrame:
    """The table as a CSV file can hold it."""
    return pd.DataFrame(
        {str(name): table[name].map(_plain).astype(str) for name in table}
    )


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    text = str(value)
    if len(text) > 80:
        return (
            f"{len(text)} characters, {hashlib.sha256(text.encode()).hexdigest()[:16]}"
        )
    return text


def main() -> int:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.csv"):
        old.unlink()
    for name, table in make_tables():
        as_text(table).to_csv(GOLDEN / f"{name}.csv", index=False, lineterminator="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
