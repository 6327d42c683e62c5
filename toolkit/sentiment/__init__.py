"""Sentiment by VADER (C. J. Hutto & E. Gilbert, ICWSM-14, 2014), as vaderSentiment 3.3.2 has it.

Here are the scores of sentences and texts; `vader` finds valences as the library does, faster.
"""

from collections.abc import Iterable
from itertools import accumulate, chain
from pathlib import Path
from statistics import fmean

import pandas as pd

from toolkit.inputs import column_of_texts, measures_texts
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.sentiment.vader import (
    OwnWords,
    Rules,
    find_hits,
    look_up,
    read_rules,
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
    words = open_lexicons(lexicons)
    rules = read_rules(lexicon, words)
    rows = [
        _summarise(text, rules, words) if isinstance(text, str) else {}
        for text in series
    ]
    kinds = {name: "str" if name.startswith("most") else "float" for name in SUMMARY}
    return pd.DataFrame(rows, index=series.index, columns=SUMMARY).astype(kinds)


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
    spans = [
        (post_id, start, end, text[start:end])
        for post_id, text in series.items()
        for start, end in split_sentences(text, own)
    ]
    table = pd.DataFrame(spans, columns=["post_id", "start", "end", "text"])
    types = {"post_id": series.index.dtype, "start": int, "end": int, "text": "str"}
    table = table.astype(types)
    scores = [_score(text, rules) for text in table["text"]]
    table[SCORES] = pd.DataFrame(scores, columns=SCORES, dtype=float)
    if words:
        driving = [_driving_words(text, rules) for text in table["text"]]
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


def _driving_words(text: str, rules: Rules) -> tuple[list[str], list[float]]:
    """The words with a valence, and their valences."""
    spelled = spell_out(text, rules)
    tokens = spelled.split()
    hits = find_hits(tokens, look_up(spelled, rules), rules)
    return [strip_marks(tokens[at]).lower() for at in hits], list(hits.values())


def _summarise(text: str, rules: Rules, lexicons: Lexicons) -> dict[str, object]:
    """The row of `score_sentiment`, without `most_positive` or `most_negative` if none is."""
    sentences = [text[start:end] for start, end in split_sentences(text, lexicons)]
    compounds, document = _score_parts(text, sentences, rules)
    row: dict[str, object] = {
        "sentences": len(sentences),
        "mean_compound": fmean(compounds),
        "share_positive": fmean(score >= POSITIVE for score in compounds),
        "share_negative": fmean(score <= NEGATIVE for score in compounds),
    }
    highest = max(compounds)
    if highest >= POSITIVE:
        row["most_positive"] = sentences[compounds.index(highest)]
    lowest = min(compounds)
    if lowest <= NEGATIVE:
        row["most_negative"] = sentences[compounds.index(lowest)]
    for name, score in document.items():
        row[f"document_{name}"] = score
    return row


def _score_parts(
    text: str, sentences: list[str], rules: Rules
) -> tuple[list[float], dict[str, float]]:
    """The compound of each sentence, and the scores of the whole: each word is looked up once."""
    pieces = [spell_out(sentence, rules) for sentence in sentences]
    whole = spell_out(text, rules)
    found = look_up(whole, rules)
    parts = [piece.split() for piece in pieces]
    tokens = list(chain.from_iterable(parts))
    if len(tokens) == len(found):
        ends = accumulate(map(len, parts))
        looked = [
            found[end - len(part) : end] for part, end in zip(parts, ends, strict=True)
        ]
    else:  # a sentence ends inside a token, as in scripts without blanks
        tokens = whole.split()
        looked = [look_up(piece, rules) for piece in pieces]
    compounds = []
    for piece, part, entries in zip(pieces, parts, looked, strict=True):
        hits = find_hits(part, entries, rules)
        compounds.append(sum_up(piece, hits, rules)[0] if hits else 0.0)
    return compounds, score_tokens(whole, tokens, found, rules)
