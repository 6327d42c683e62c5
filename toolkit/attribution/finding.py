"""Texts in, a table of attributions out."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from toolkit.attribution.joining import join_spans
from toolkit.attribution.labels import Tokens, load_model, read_tokens
from toolkit.attribution.sources import name_sources
from toolkit.language import language_of
from toolkit.sentiment import find_sentences
from toolkit.words import Span, as_texts

COLUMNS: dict[str, Any] = {
    "post_id": object, "source": "str", "cue": "str", "content": "str", "source_spans": object, "cue_spans": object,
    "content_spans": object, "kind": "str", "speaker": "str", "source_type": "str", "compound": float, "role": "str",
}  # fmt: skip
BATCH = 100_000  # characters read at once: many short posts together are faster than one by one
BORDER = (
    "\n\n.\n\n"  # between posts, so that none is read with the words of its neighbours
)


def find_attributions(texts: pd.Series | Iterable[object]) -> pd.DataFrame:
    """Who says what in each text: one row an attribution, in the order of the texts and of the cues in them.

    Columns: `post_id` (the index of `texts`); `source`, `cue`, `content` (text, the pieces of a split one joined by
    " … "; NaN where there is none); `source_spans`, `cue_spans`, `content_spans` (lists of (start, end), in
    characters); `kind` of the content (direct: all within quotation marks, indirect: none, mixed: part); `speaker` (the
    first full naming of the source in the text; NaN where there is no source or a pronoun stays open; a description,
    such as police or Apple spokesman, ends in lower case, a name does not); `source_type` (rules: the head of
    `toolkit.attribution.sources`); `compound` (mean VADER of the content's sentences); `role` (former senator, or NaN).

    Speech, belief and documents alike (Newell, Margolin & Ruths 2018, "An Attribution Relations Corpus for Political
    News", LREC), by a model of US political news: ``toolkit/models/MODEL_CARD.md`` says how often it is right.
    No text, or one that is clearly not English (by its common words, `toolkit.language.language_of`), gives no rows.

    >>> found = find_attributions(['"We will appeal," Jane Smith said. Later Smith said that she was tired.'])
    >>> found[["speaker", "cue", "kind"]].to_records(index=False).tolist()
    [('Jane Smith', 'said', 'direct'), ('Jane Smith', 'said', 'indirect')]
    """
    texts = as_texts(texts).dropna()
    texts = texts[texts.map(language_of) != "other"]
    batches = texts.groupby(np.cumsum([len(text) for text in texts]) // BATCH)
    found = pd.DataFrame(
        [row for _, batch in batches for row in _read_batch(batch)],
        columns=[*COLUMNS, "pieces"],
    )
    found["compound"] = (
        find_sentences(found.pop("pieces")).groupby("post_id")["compound"].mean()
    )
    return found.astype(COLUMNS)


def _read_batch(texts: pd.Series) -> Iterator[dict[str, object]]:
    model, joined = load_model(), BORDER + BORDER.join(texts) + BORDER
    begins = np.cumsum(
        [len(BORDER), *(len(text) + len(BORDER) for text in texts)]
    ).tolist()
    tokens = read_tokens(joined, model)
    start, end, found = (
        tokens.start.tolist(),
        tokens.end.tolist(),
        join_spans(tokens, model),
    )
    bounds = np.searchsorted(tokens.start, begins).tolist()
    parts = np.searchsorted([one.cue[0][0] for one in found], bounds).tolist()
    for post_id, begin, within, (a, b) in zip(
        texts.index, begins, pairwise(bounds), pairwise(parts), strict=False
    ):
        who = name_sources(joined, tokens, *within, found[a:b]) if a < b else []
        for one, source in zip(found[a:b], who, strict=True):
            row = {
                "post_id": post_id,
                "kind": _kind(tokens, one.content),
                "source_type": source.type,
            }
            row |= {
                "speaker": " ".join(source.words) or None,
                "role": source.role or None,
            }
            for role, spans in one._asdict().items():
                pieces = [joined[start[a] : end[b - 1]] for a, b in spans]
                row |= {
                    role: " … ".join(pieces) or None,
                    "pieces": "\n\n".join(pieces),
                }  # of the content, the last
                row[role + "_spans"] = [
                    (start[a] - begin, end[b - 1] - begin) for a, b in spans
                ]
            yield row


def _kind(tokens: Tokens, content: list[Span]) -> str:
    """Whether the words of the content stand within quotation marks: all, some, none."""
    quoted = np.concatenate(
        [tokens.quotation[a:b][tokens.shape[a:b] != 2] == 2 for a, b in content]
    )
    return "indirect" if not quoted.any() else "direct" if quoted.all() else "mixed"
