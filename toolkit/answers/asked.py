"""What all answers have in common: they take a style, and their receipts say how they were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.answers.answer import Answer
from toolkit.charts.pictures import hash_bytes
from toolkit.charts.receipts import describe_table
from toolkit.corpus import Corpus
from toolkit.style import Style, open_style

SEED = 0  # of all random numbers
LISTED = 100  # files of a source that a receipt names; of more it has one hash over all
READ_BY = ("dayfirst", "timezone")


def as_answer(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give an answer's function `style`, and its chart's receipt what the answer was made with.

    The function gets a corpus that has the style, and its own options.
    """
    own = signature(answer)
    taken = Parameter(
        "style",
        Parameter.KEYWORD_ONLY,
        default=None,
        annotation="Style | str | Path | None",
    )

    @wraps(answer)
    def answered(
        corpus: Corpus,
        *given: Any,
        style: Style | str | Path | None = None,
        **options: Any,
    ) -> Answer:
        if style is not None:
            corpus = replace(corpus, style=open_style(style))
        asked = own.bind(corpus, *given, **options)
        asked.apply_defaults()
        made = answer(corpus, *given, **options)
        settings = {
            name: _state_option(value)
            for name, value in asked.arguments.items()
            if name not in ("corpus", "topics")
        }
        made.chart.made_with = {
            "question": made.name,
            "sentence": made.sentence,
            "settings": settings,
            "seed": SEED,
            "topics": _state_topics(corpus, asked.arguments),
            "source": describe_source(corpus),
        }
        return made

    shown = Signature([*own.parameters.values(), taken], return_annotation="Answer")
    answered.__signature__ = shown  # type: ignore[attr-defined]
    return answered


def describe_source(corpus: Corpus) -> dict[str, Any]:
    """The posts that an answer is from, fit for a receipt.

    Returns
    -------
    dict
        `name`, `selection` and `posts` (how many) of the corpus · how they were read · `files`
        (how many) and `sha256` over names and hashes of all of them · `listing`: name and SHA-256
        of each, of up to a hundred (`Corpus.source_files` has them all).
    """
    listed = corpus.source_files.to_dict("records")
    lines = [f"{row['sha256']}  {row['file']}" for row in listed]
    stated = {
        "name": corpus.name,
        "selection": list(corpus.selection),
        "posts": len(corpus.table),
        **{name: value for name, value in _options(corpus) if name in READ_BY},
        "files": len(listed),
        "sha256": hash_bytes("\n".join(lines).encode()),
    }
    return stated | ({"listing": listed} if len(listed) <= LISTED else {})


def _options(corpus: Corpus) -> list[tuple[str, str]]:
    """How the source was read, as far as that was said."""
    return [
        (str(pair[0]), str(pair[1]))
        for pair in corpus.store.key
        if isinstance(pair, tuple) and len(pair) == 2
    ]


def _state_topics(
    corpus: Corpus, arguments: dict[str, Any]
) -> dict[str, list[str]] | None:
    """The topics and their words; None where the question has none."""
    if "topics" not in arguments:
        return None
    return corpus.topics(arguments["topics"])


def _state_option(value: Any) -> Any:
    """A value as a receipt can hold it: of a table its columns, rows and hash."""
    if isinstance(value, pd.DataFrame):
        return describe_table(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
