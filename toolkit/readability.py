"""Readability of texts: the sixteen English metrics of textstat, from one pass of shared counts.

What is a word, its syllables, whether it is difficult, and what is a sentence is as in textstat (sentences here are
not those of `toolkit.words`), so that every number can be checked against that library and against work done with it.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.words import as_texts

Column = npt.NDArray[np.float64]

DEFAULT = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "text_standard",
    "lexicon_count",
    "sentence_count",
)

# What is no part of a word: all marks, but not the apostrophes of contractions.
MARK = re.compile(r"[^\w\s']|'(?![tsd]|ve|ll|re)")
# A run of text between full stops, from its first letter or figure; the group holds something if the run has three
# words. Every run is consumed whether it has or not, so the time is linear.
RUN = re.compile(r"\w[^\s.!?]*(?:\s[^\w.!?]*+\w[^\s.!?]*(\s[^\w.!?]*+\w)?)?[^.!?]*")


def score_readability(texts: pd.Series | Iterable[object], metrics: Sequence[str] = DEFAULT) -> pd.DataFrame:
    """Readability of each text by textstat's metrics, for English.

    Returns one float column a metric, named and ordered as in `metrics`, on the index of `texts`. The values are those
    of textstat 0.7.8 with its defaults; a text without a word is NaN in every column, where textstat says 0 or gives a
    number. Short texts do get a value: the last column below says from what length on it means something.

    ============================ ====================================== ========= ==============================
    metric                       unit                                   higher is meaningful from, and source
    ============================ ====================================== ========= ==============================
    flesch_reading_ease          points, most prose 0 to 100            easier    100 words; Flesch 1948
    flesch_kincaid_grade         US school grade                        harder    100 words; Kincaid et al. 1975
    gunning_fog                  US school grade (years of school)      harder    100 words; Gunning 1952
    smog_index                   US school grade                        harder    30 sentences; McLaughlin 1969
    coleman_liau_index           US school grade                        harder    100 words; Coleman & Liau 1975
    automated_readability_index  US school grade                        harder    100 words; Smith & Senter 1967
    dale_chall_readability_score points: below 5 grade 4, 9 and more    harder    100 words; Dale & Chall 1948
                                 college
    linsear_write_formula        US school grade, of the first 100      harder    100 words; O'Hayre 1966
                                 words only
    spache_readability           US school grade, made for grades 1-4   harder    100 words; Spache 1953
    mcalpine_eflaw               words and short words per sentence;    harder    5 sentences; McAlpine, From
                                 above 25 hard for foreign learners               Plain English to Global English
    reading_time                 seconds, 14.69 ms a character          longer    Demberg & Keller 2008
    text_standard                US school grade named most often by    harder    30 sentences; textstat
                                 eight of the above, rounded each way
    syllable_count               syllables                              longer
    lexicon_count                words                                  longer
    sentence_count               sentences of three words or more, at   longer
                                 least 1
    difficult_words              different words outside the Dale-Chall longer
                                 list with two syllables or more
    ============================ ====================================== ========= ==============================

    Where a paper names no least length, 100 words is the size of the samples its formula was fitted on or tried with.
    All of them see the length of words and sentences, not sense, order or layout. Names and inflected forms count as
    difficult, more of them than the papers meant; `U.S.` and `No. 2` end sentences for textstat, but a piece of under
    three words is not counted. SMOG is not refused below 30 sentences. Linsear and text_standard can be below zero.

    DEFAULT holds the grade scales in common use in newsrooms and research, Flesch's points, the consensus, and the two
    counts that tell whether a text is long enough; it leaves out what sees 100 words only (Linsear), is meant for
    primary schools (Spache) or foreign learners (EFLAW), and counts that grow with length.

    Raises ValueError on a metric that is not in the table.

    Papers: R. Flesch, A new readability yardstick, J. Applied Psychology 32 (1948). J. P. Kincaid et al., Navy Research
    Branch Report 8-75 (1975). R. Gunning, The Technique of Clear Writing (1952). G. H. McLaughlin, SMOG grading, J. of
    Reading 12 (1969). M. Coleman & T. L. Liau, J. Applied Psychology 60 (1975). E. A. Smith & R. J. Senter, Automated
    Readability Index, AMRL-TR-66-220 (1967). E. Dale & J. S. Chall, A formula for predicting readability, Educational
    Research Bulletin 27 (1948). J. O'Hayre, Gobbledygook Has Gotta Go (1966). G. Spache, Elementary School J. 53
    (1953). V. Demberg & F. Keller, Cognition 109 (2008).

    >>> score_readability(["The cat sat on the mat. It was not a happy cat.", ""], ["flesch_reading_ease"]).round(1)
       flesch_reading_ease
    0                109.1
    1                  NaN
    """
    wanted = list(dict.fromkeys([metrics] if isinstance(metrics, str) else metrics))
    if unknown := [name for name in wanted if name not in FORMULAS]:
        raise ValueError(f"no such metric: {', '.join(map(str, unknown))}; there are {', '.join(FORMULAS)}")
    series = as_texts(texts)
    counts = Counts(*np.array([_count(text) for text in series], dtype=float).reshape(-1, len(Counts._fields)).T)
    return pd.DataFrame({name: FORMULAS[name](counts) for name in wanted}, index=series.index, columns=wanted)


def _count(text: object) -> tuple[float, ...]:
    """The counts that the formulas share, in the order of Counts; NaN for what has no word."""
    tokens = text.split() if isinstance(text, str) else []
    words = list(filter(None, map(KNOWN.__getitem__, tokens)))
    if not words:
        return (math.nan,) * len(Counts._fields)
    letters = syllables = short = long = 0
    degrees, different = [0, 0, 0, 0], set()
    for size, beats, difficulty, word in words:  # one loop, and `if` for addition: this is where the time goes
        letters += size
        syllables += beats
        if size <= 3:
            short += 1
        if beats >= 3:
            long += 1
        if difficulty:
            degrees[difficulty] += 1
            different.add(word)
    unknown, difficult, hard = sum(degrees), sum(degrees[2:]), degrees[3]
    head = next(islice((place for place, token in enumerate(tokens, 1) if KNOWN[token]), 99, None), len(tokens))
    points = sum(3 if beats >= 3 else min(beats, 1) for _, beats, _, _ in words[:100])
    return (
        len(tokens),
        len("".join(tokens)),
        len(words),
        letters,
        short,
        syllables,
        long,
        unknown,
        difficult,
        hard,
        len(different - {""}),
        _count_sentences(str(text)),
        points,
        _count_sentences(" ".join(tokens[:head])),
    )


def _count_sentences(text: str) -> int:
    return max(1, sum(map(bool, RUN.findall(text))))


@cache
def _textstat() -> Any:
    """An instance of our own, so that a language or rounding set elsewhere changes nothing here."""
    from textstat.textstat import textstatistics

    make: Any = textstatistics
    return make()


class _Memo(dict[str, tuple[int, int, int, str] | None]):
    """What textstat finds in a token, asked once: letters, syllables, difficulty, and the word if it is difficult.

    Difficulty 1 is a word outside the Dale-Chall list, 2 and 3 one of so many syllables or more. None is no word.
    When it holds too many tokens it forgets them all.
    """

    def __missing__(self, token: str) -> tuple[int, int, int, str] | None:
        if len(self) >= 2**17:
            self.clear()
        word = token if token.isalnum() else MARK.sub("", token)
        if word != token:
            self[token] = self[word] if word else None
            return self[token]
        textstat = _textstat()
        heard = textstat.syllable_count(word.lower())  # so asked for difficulty; lower case changes foreign letters
        syllables = heard if word.isascii() else textstat.syllable_count(word)
        difficulty = 1 + (heard >= 2) + (heard >= 3) if textstat.is_difficult_word(word, 0) else 0
        found = self[word] = (len(word) - word.count("'"), syllables, difficulty, word if difficulty >= 2 else "")
        return found


KNOWN = _Memo()


class Counts(NamedTuple):
    """Counts of many texts, one array each."""

    tokens: Column  # what stands between blanks, marks too
    characters: Column  # without blanks
    words: Column
    letters: Column  # and figures
    short: Column  # words of up to three letters
    syllables: Column
    long: Column  # words of three syllables or more
    unknown: Column  # words outside the Dale-Chall list
    difficult: Column  # .. with two syllables or more
    hard: Column  # .. with three or more
    different: Column  # different ones among the difficult
    sentences: Column
    points: Column  # in the first hundred words, 3 for a long one, 1 for another
    head_sentences: Column  # in the first hundred words


def _ease(c: Counts) -> Column:
    score = 206.835 - 1.015 * (c.words / c.sentences) - 84.6 * (c.syllables / c.words)
    return np.where(c.syllables == 0, 0.0, score)  # as in textstat: "hmm" has no syllable


def _kincaid(c: Counts) -> Column:
    return np.where(c.syllables == 0, 0.0, 0.39 * (c.words / c.sentences) + 11.8 * (c.syllables / c.words) - 15.59)


def _dale_chall(c: Counts) -> Column:
    percent = 100 * c.unknown / c.words
    score = 0.1579 * percent + 0.0496 * (c.words / c.sentences)
    return np.where(percent > 5, score + 3.6365, score)


def _linsear(c: Counts) -> Column:
    score = c.points / c.head_sentences
    return np.where(score <= 20, score - 2, score) / 2


def _consensus(c: Counts) -> Column:
    """The grade named most often, each score naming itself rounded down, up and to the nearest."""
    scores = zip(*(FORMULAS[name](c).tolist() for name in JURY), strict=True)
    return np.array([_most_named(*row) for row in scores], dtype=float)


def _most_named(kincaid: float, ease: float, *others: float) -> float:
    if math.isnan(kincaid):
        return math.nan
    # Flesch's points by tens, as grades; anything else, also 100 and more, counts as 13 in textstat.
    grades: dict[float, tuple[int, ...]] = {9: (5,), 8: (6,), 7: (7,), 6: (8, 9), 5: (10,), 4: (11,), 3: (12,)}
    votes = [math.floor(kincaid), math.ceil(kincaid), round(kincaid), *grades.get(ease // 10, (13,))]
    for score in others:
        votes += [math.floor(score), math.ceil(score), round(score)]
    return float(Counter(votes).most_common(1)[0][0])  # of equals the first named


JURY = (
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "smog_index",
    "coleman_liau_index",
    "automated_readability_index",
    "dale_chall_readability_score",
    "linsear_write_formula",
    "gunning_fog",
)
FORMULAS: dict[str, Callable[[Counts], Column]] = {
    "flesch_reading_ease": _ease,
    "flesch_kincaid_grade": _kincaid,
    "gunning_fog": lambda c: 0.4 * (c.words / c.sentences + 100 * c.hard / c.words),
    "smog_index": lambda c: 1.043 * (30 * (c.long / c.sentences)) ** 0.5 + 3.1291,
    "coleman_liau_index": lambda c: 0.058 * (c.letters / c.words * 100) - 0.296 * (c.sentences / c.words * 100) - 15.8,
    "automated_readability_index": lambda c: 4.71 * (c.characters / c.tokens) + 0.5 * (c.words / c.sentences) - 21.43,
    "dale_chall_readability_score": _dale_chall,
    "linsear_write_formula": _linsear,
    "spache_readability": lambda c: 0.141 * (c.words / c.sentences) + 0.086 * (100 * c.difficult / c.words) + 0.839,
    "mcalpine_eflaw": lambda c: (c.words + c.short) / c.sentences,
    "reading_time": lambda c: 14.69 * c.characters / 1000,
    "text_standard": _consensus,
    "syllable_count": lambda c: c.syllables,
    "lexicon_count": lambda c: c.words,
    "sentence_count": lambda c: c.sentences,
    "difficult_words": lambda c: c.different,
}
