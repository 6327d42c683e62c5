"""Texts in, a table of attributions out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from toolkit.attribution.joining import Attribution, join_spans
from toolkit.attribution.labels import Tokens, load_model, read_tokens
from toolkit.attribution.sources import name_sources
from toolkit.sentiment import score_strings
from toolkit.words import Span, as_texts, split_sentences

COLUMNS = ["post_id", "source", "cue", "content", "source_spans", "cue_spans", "content_spans", "kind", "speaker",
           "source_type", "compound"]  # fmt: skip
TEXT_COLUMNS = ["source", "cue", "content", "kind", "speaker", "source_type"]
BATCH = 200_000  # characters read at once: many short posts together are faster than one by one


def find_attributions(texts: pd.Series | Iterable[object]) -> pd.DataFrame:
    """Who says what in each text: one row an attribution, in the order of the texts and of the cues in them.

    Columns: `post_id` (the index of `texts`); `source`, `cue`, `content` (text; the pieces of a split one joined by
    " … "; NaN where there is none); `source_spans`, `cue_spans`, `content_spans` (lists of (start, end), characters of
    the text); `kind` of the content (direct: all within quotation marks, indirect: none, mixed: partly); `speaker` (the
    first full naming of the source in the text; NaN where there is no source or a pronoun stays open); `source_type`
    (see `toolkit.attribution.sources.type_of`); `compound` (mean of VADER's compound over the content's sentences).

    Reported speech, beliefs and documents alike (Newell, Margolin & Ruths 2018, "An Attribution Relations Corpus for
    Political News", LREC). The model learned from US political news of 2015 and 2016: see ``toolkit/models/MODEL_CARD.md``
    for how often it is right. English only; single quotation marks are not seen as quotation.

    >>> found = find_attributions(['"We will appeal," Jane Smith said. Smith told reporters that the ruling was wrong.'])
    >>> found[["speaker", "cue", "kind"]].to_records(index=False).tolist()
    [('Jane Smith', 'said', 'direct'), ('Jane Smith', 'told reporters', 'indirect')]
    """
    rows = [row for batch in _batches(as_texts(texts).dropna()) for row in _read_batch(*batch)]
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(TEXT_COLUMNS, "str") | {"compound": float})


def _batches(texts: pd.Series) -> Iterator[tuple[list[object], list[str]]]:
    ids: list[object] = []
    batch: list[str] = []
    for post_id, text in texts.items():
        ids.append(post_id)
        batch.append(text)
        if sum(map(len, batch)) > BATCH:
            yield ids, batch
            ids, batch = [], []
    if batch:
        yield ids, batch


def _read_batch(ids: list[object], texts: list[str]) -> Iterator[dict[str, object]]:
    """The rows of several texts, read as one."""
    model, joined = load_model(), "\n\n".join(texts)
    begins = np.cumsum([0] + [len(text) + 2 for text in texts])
    tokens = read_tokens(joined, model)
    bounds = np.searchsorted(tokens.start, begins).tolist()
    found = join_spans(tokens, model)
    owner = np.searchsorted(begins, [tokens.start[one.cue[0][0]] for one in found], side="right") - 1
    for number, post_id in enumerate(ids):
        mine = [one for one, text in zip(found, owner, strict=True) if text == number]
        if not mine:
            continue
        who = name_sources(joined, tokens, bounds[number], bounds[number + 1], [one.source for one in mine])
        for one, source in zip(mine, who, strict=True):
            row: dict[str, object] = {"post_id": post_id, "speaker": source.speaker, "source_type": source.type}
            for role, spans in one._asdict().items():
                places = [(int(tokens.start[a]), int(tokens.end[b - 1])) for a, b in spans]
                row[role] = " … ".join(joined[a:b] for a, b in places) or None
                row[role + "_spans"] = [(a - int(begins[number]), b - int(begins[number])) for a, b in places]
            yield row | {"kind": _kind(tokens, one.content), "compound": _compound(str(row["content"]).split(" … "))}


def _kind(tokens: Tokens, content: list[Span]) -> str:
    """Whether the words of the content stand within quotation marks: all, some, none."""
    inside = [tokens.quotation[a:b][tokens.shape[a:b] != 2] == 2 for a, b in content]
    quoted = np.concatenate(inside)
    return "direct" if quoted.size and quoted.all() else "mixed" if quoted.any() else "indirect"


def _compound(pieces: list[str]) -> float:
    sentences = [piece[a:b] for piece in pieces for a, b in split_sentences(piece)]
    return float(np.mean([score["compound"] for score in score_strings(sentences)])) if sentences else float("nan")
