"""Sentiment by VADER (C. J. Hutto & E. Gilbert, ICWSM-14, 2014), as vaderSentiment 3.3.2 has it.

Here are the scores of sentences and texts; `vader` finds valences as the library does, faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, chain
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import pandas as pd

from toolkit.inputs import column_of_texts, measures_texts
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.sentiment.vader import (
    Found,
    OwnWords,
    Rules,
    find_hits,
    look_up,
    read_rules,
    score_hits,
    score_tokens,
    spell_out,
    strip_marks,
    sum_up,
)
from toolkit.words import split_sentences

__all__ = ["find_sentences", "score_sentiment", "score_strings"]

SCORES = ["neg", "neu", "pos", "compound"]
SUMMARY = [
    "sentences",
    "mean_compound",
    "share_positive",
    "share_negative",
    "most_positive",
    "most_negative",
    *(f"document_{name}" for name in SCORES),
]
# The thresholds that VADER's authors recommend for compound.
POSITIVE = 0.05
NEGATIVE = -0.05
Texts = pd.Series | Iterable[object]


@measures_texts
def score_sentiment(
    texts: Texts,
    lexicon: OwnWords = None,
    *,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """Sentiment of each text, from its sentences and as a whole. English only.

    Parameters
    ----------
    texts
        A column of texts, or any strings.
    lexicon
        Adds words to VADER's 7,500 or gives them another valence, -4 to 4 (0: none): a mapping, or
        a CSV file with the columns `word` and `valence`. Case does not matter. It wins over the
        words of `lexicons`.
    lexicons
        A folder of your own, or lexicons already read: ``sentiment.csv`` adds words as `lexicon`
        does, ``abbreviations.csv`` tells where sentences end.

    Returns
    -------
    DataFrame
        On the index of `texts`: `sentences` (count) · `mean_compound` (mean over the sentences, -1
        to 1) · `share_positive`, `share_negative` (of the sentences, 0 to 1: compound of 0.05 and
        more, -0.05 and less) · `most_positive`, `most_negative` (text of the first such sentence;
        NaN where none is positive, or negative) · `document_neg`, `document_neu`, `document_pos`
        (shares, 0 to 1), `document_compound` (-1 to 1) of the text scored in one piece. What is no
        text, or blank, is NaN.

    Raises
    ------
    ValueError
        `lexicon` is none of these, a valence is none, or `texts` is no column of texts.

    Notes
    -----
    Use `mean_compound` to compare articles: VADER was made for tweets, and over a whole article
    its sum saturates near -1 or 1. It counts words, with what negates or stresses them: it sees no
    irony, takes `support` or `united` for praise and `war` for blame, whoever speaks: the tone of
    the words, not the attitude of the paper.

    Scores are the library's for the text with the marks of a typewriter
    (`toolkit.typography.as_typewritten`), for outlets differ in them: as printed, don’t negates
    nothing there, and “great” is no word. Sentences and offsets are those of the text itself.

    >>> texts = ["The play was great! Critics hated it.", None]
    >>> score_sentiment(texts)[["sentences", "most_negative"]]
       sentences      most_negative
    0        2.0  Critics hated it.
    1        NaN                NaN
    """
    series = column_of_texts(texts)
    own = open_lexicons(lexicons)
    rules = read_rules(lexicon, own)
    rows = [
        _summarise(_read(text, rules, own), rules) if isinstance(text, str) else {}
        for text in series
    ]
    return _make_summary(rows, series.index)


def _make_summary(rows: list[dict[str, object]], index: pd.Index) -> pd.DataFrame:
    kinds = {name: "str" if name.startswith("most") else "float" for name in SUMMARY}
    return pd.DataFrame(rows, index=index, columns=SUMMARY).astype(kinds)


@measures_texts
def find_sentences(
    texts: Texts,
    lexicon: OwnWords = None,
    *,
    words: bool = False,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """The sentences of each text (`toolkit.words.split_sentences`), each with VADER's scores.

    Parameters
    ----------
    texts, lexicon, lexicons
        As for `score_sentiment`, with the same limits.
    words
        Adds two lists: the `words` that drove the score, as typewritten, and their `valences` after
        negation, emphasis and "but", whose sum makes `compound`:
        ``found.explode(["words", "valences"]).groupby("words")["valences"].describe()``.

    Returns
    -------
    DataFrame
        One row a sentence, in the order of the texts: `post_id` (from the index of `texts`) ·
        `start`, `end` (characters in the text) · `text` · `neg`, `neu`, `pos` (shares, 0 to 1) ·
        `compound` (-1 to 1). What is no text, or blank, has no rows.

    Raises
    ------
    ValueError
        As `score_sentiment`.

    >>> texts = ["They do not hate it. We were in awe."]
    >>> found = find_sentences(texts, {"awe": 3}, words=True)
    >>> found[["start", "end", "compound", "words", "valences"]]
       start  end  compound   words valences
    0      0   20    0.4585  [hate]  [1.998]
    1     21   36    0.6124   [awe]    [3.0]
    """
    series = column_of_texts(texts).dropna()
    own = open_lexicons(lexicons)
    rules = read_rules(lexicon, own)
    read = [_read(text, rules, own) for text in series]
    return _make_sentences(read, series.index, rules, words)


def measure_sentiment(
    texts: Texts, *, lexicons: Lexicons | str | Path | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`score_sentiment` and `find_sentences` with words, each sentence read once for both."""
    series = column_of_texts(texts)
    own = open_lexicons(lexicons)
    rules = read_rules(None, own)
    there = series.dropna()
    read = [_read(text, rules, own) for text in there]
    rows = [_summarise(one, rules) for one in read]
    summary = _make_summary(rows, there.index).reindex(series.index)
    return summary, _make_sentences(read, there.index, rules, True)


def _make_sentences(
    read: list[Read], index: pd.Index, rules: Rules, words: bool
) -> pd.DataFrame:
    spans = [
        (post_id, start, end, one.text[start:end])
        for post_id, one in zip(index, read, strict=True)
        for start, end in one.spans
    ]
    table = pd.DataFrame(spans, columns=["post_id", "start", "end", "text"])
    types = {"post_id": index.dtype, "start": int, "end": int, "text": "str"}
    table = table.astype(types)
    parts = list(chain.from_iterable(one.parts for one in read))
    scores = [score_hits(one.text, len(one.words), one.hits, rules) for one in parts]
    table[SCORES] = pd.DataFrame(scores, columns=SCORES, dtype=float)
    if words:
        driving = [_driving_words(one) for one in parts]
        # As objects, also where there is no sentence.
        columns = pd.DataFrame(driving, columns=["words", "valences"], dtype=object)
        table = table.join(columns)
    return table


def score_strings(
    texts: Iterable[str], lexicon: OwnWords = None
) -> list[dict[str, float]]:
    """VADER's `neg`, `neu`, `pos` and `compound` of each string; a blank one has 0.0 in all.

    They are those of the library for the string as typewritten (see `score_sentiment`).
    """
    rules = read_rules(lexicon)
    return [_score(text, rules) for text in texts]


def _score(text: str, rules: Rules) -> dict[str, float]:
    spelled = spell_out(text, rules)
    return score_tokens(spelled, spelled.split(), look_up(spelled, rules), rules)


class Part(NamedTuple):
    """A sentence, or a whole text, as VADER reads it."""

    text: str  # with words for emoji, and the marks of a typewriter
    words: list[str]
    hits: dict[int, float]  # the valence of each word that has one, by its place


class Read(NamedTuple):
    """A text and its sentences."""

    text: str
    spans: list[tuple[int, int]]
    parts: list[Part]
    spelled: str  # the whole as `Part.text`
    words: list[str]
    found: Found  # what VADER knows of each word


def _read(text: str, rules: Rules, lexicons: Lexicons) -> Read:
    """A text read in sentences and as a whole: each word is looked up once."""
    spans = split_sentences(text, lexicons)
    pieces = [spell_out(text[start:end], rules) for start, end in spans]
    spelled = spell_out(text, rules)
    found = look_up(spelled, rules)
    words = [piece.split() for piece in pieces]
    tokens = list(chain.from_iterable(words))
    if len(tokens) == len(found):
        ends = accumulate(map(len, words))
        looked = [
            found[end - len(part) : end] for part, end in zip(words, ends, strict=True)
        ]
    else:  # a sentence ends inside a token, as in scripts without blanks
        tokens = spelled.split()
        looked = [look_up(piece, rules) for piece in pieces]
    parts = [
        Part(piece, part, find_hits(part, entries, rules))
        for piece, part, entries in zip(pieces, words, looked, strict=True)
    ]
    return Read(text, spans, parts, spelled, tokens, found)


def _driving_words(part: Part) -> tuple[list[str], list[float]]:
    """The words with a valence, and their valences."""
    words = [strip_marks(part.words[at]).lower() for at in part.hits]
    return words, list(part.hits.values())


def _summarise(read: Read, rules: Rules) -> dict[str, object]:
    """The row of `score_sentiment`, without `most_positive` or `most_negative` if none is."""
    compounds = [
        sum_up(part.text, part.hits, rules)[0] if part.hits else 0.0
        for part in read.parts
    ]
    row: dict[str, object] = {
        "sentences": len(compounds),
        "mean_compound": fmean(compounds),
        "share_positive": fmean(score >= POSITIVE for score in compounds),
        "share_negative": fmean(score <= NEGATIVE for score in compounds),
    }
    highest = max(compounds)
    if highest >= POSITIVE:
        row["most_positive"] = _sentence(read, compounds.index(highest))
    lowest = min(compounds)
    if lowest <= NEGATIVE:
        row["most_negative"] = _sentence(read, compounds.index(lowest))
    document = score_tokens(read.spelled, read.words, read.found, rules)
    for name, score in document.items():
        row[f"document_{name}"] = score
    return row


def _sentence(read: Read, number: int) -> str:
    start, end = read.spans[number]
    return read.text[start:end]
