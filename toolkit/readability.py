"""Readability of texts: the sixteen English metrics of textstat, on its own words and sentences, from one pass."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from itertools import combinations, compress, islice
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from toolkit.intervals import Z, student
from toolkit.words import Memo, as_texts, split_sentences

Word = tuple[int, int, int, str]  # letters, syllables, difficulty, and what was written if that is 2 or 3

EASE = "flesch_reading_ease"  # the one scale that is higher where a text is easier
DEFAULT = (EASE, *"flesch_kincaid_grade gunning_fog smog_index coleman_liau_index automated_readability_index".split())
DEFAULT += ("dale_chall_readability_score", "text_standard", "lexicon_count", "sentence_count")
# What is no part of a word: all marks, but not the apostrophes of contractions.
MARK = re.compile(r"[^\w\s']|'(?![tsd]|ve|ll|re)")
# A run of text between full stops, from its first letter or figure; the group holds something if the run has three
# words. Every run is consumed whether it has or not, so the time is linear.
RUN = re.compile(r"\w[^\s.!?]*(?:\s[^\w.!?]*+\w[^\s.!?]*(\s[^\w.!?]*+\w)?)?[^.!?]*")
# What is counted: tokens stand between blanks; unknown words are outside the Dale-Chall list, difficult and hard ones
# have two and three syllables too; points (3 for a long word, 1 for another) and head are of the first hundred words.
COUNTS = "tokens characters words letters short syllables long unknown difficult hard different sentences".split()
COUNTS += ["points", "head"]


def score_readability(texts: pd.Series | Iterable[object], metrics: Sequence[str] = DEFAULT) -> pd.DataFrame:
    """Readability of each text by textstat's metrics, for English.

    Returns one float column a metric, named and ordered as in `metrics`, on the index of `texts`. The values are those
    of textstat 0.7.8 with its defaults; a text without a word is NaN in every column, where textstat says 0 or gives a
    number. Short texts do get a value: the last column says from what length on it means something, and the source.

    metric                       unit                              higher  from, source
    ============================ ================================= ======= =============================================
    flesch_reading_ease          points, most prose 0 to 100       easier  100 words; Flesch, J. Appl. Psy. 32, 1948
    flesch_kincaid_grade         US school grade                   harder  100 words; Kincaid, Navy Res. Br. 8-75, 1975
    gunning_fog                  US school grade                   harder  100 words; Gunning, Clear Writing, 1952
    smog_index                   US school grade                   harder  30 sentences; McLaughlin, J. Reading 12, 1969
    coleman_liau_index           US school grade                   harder  100 words; Coleman, J. Appl. Psy. 60, 1975
    automated_readability_index  US school grade                   harder  100 words; Smith, AMRL-TR-66-220, 1967
    dale_chall_readability_score points: 5 is grade 5, 9 college   harder  100 words; Dale, Educ. Res. Bull. 27, 1948
    linsear_write_formula        US school grade, first 100 words  harder  100 words; O'Hayre, Gobbledygook, 1966
    spache_readability           US school grade, made for 1 to 4  harder  100 words; Spache, Elem. School J. 53, 1953
    mcalpine_eflaw               words and short words a sentence  harder  5 sentences; McAlpine, Global English
    reading_time                 seconds, 14.69 ms a character     longer  Demberg & Keller, Cognition 109, 2008
    text_standard                grade most named by eight others  harder  30 sentences; textstat
    syllable_count               syllables                         longer
    lexicon_count                words                             longer
    sentence_count               sentences of three words or more  longer
    difficult_words              different ones, two syllables up  longer  not in the list of Dale and Chall

    100 words, where a paper names no least length, is the size of its samples. All see the length of words and
    sentences, not sense or order. Names and inflected forms count as difficult, more of them than the papers meant.
    EFLAW above 25 is hard for foreign learners. Raises ValueError on any other metric.

    >>> score_readability(["The cat sat on the mat. It was not a happy cat.", ""], ["flesch_reading_ease"]).round(1)
       flesch_reading_ease
    0                109.1
    1                  NaN
    """
    wanted = list(dict.fromkeys([metrics] if isinstance(metrics, str) else metrics))
    if unknown := [name for name in wanted if name not in FORMULAS]:
        raise ValueError(f"no such metric: {', '.join(map(str, unknown))}; there are {', '.join(FORMULAS)}")
    return _score(as_texts(texts), wanted, _count_sentences)


def sensitivity(scored: pd.DataFrame, by: str, metric: str = "flesch_kincaid_grade") -> pd.DataFrame:
    """Whether a comparison of groups by one metric holds by the others, and with sentences split more carefully.

    Takes the texts of the column `text` and the groups of the column `by`. Returns a row per pair of groups, metric and
    way to split: `group`, `other` (by `metric` the first is the harder to read) · `metric` · `sentences` (`textstat`,
    or `toolkit`: those of `toolkit.words`) · `n`, `n_other` (texts) · `mean`, `mean_other` · `difference` of the means,
    `low`, `high` (95 %, each pair by itself: Welch 1947, Biometrika 34:28-35) · `effect` (difference in standard
    deviations: Cohen's d 1988; above 0 if `group` is the harder) · `holds`: whether the row says the same as the first
    of its pair: one is harder, or, with 0 in the interval, neither.

    textstat ends a sentence at every full stop, also of `Mr.` and `3.5`, but counts no piece of under three words: 9 %
    more than `toolkit.words` in 1,760 news articles, in some outlets more than in others. Leaves out groups of under
    five texts. Raises KeyError for a missing column, ValueError for under two groups or a metric of no difficulty.

    >>> lines = ["The cat saw the dog. It ran. ", "Legislators deliberated notwithstanding opposition. "]
    >>> scored = pd.DataFrame({"text": [line * n for n in range(5, 10) for line in lines], "desk": ["a", "b"] * 5})
    >>> sensitivity(scored, "desk")[["group", "other", "metric", "sentences", "difference", "holds"]].round(1).head(2)
      group other                metric sentences  difference  holds
    0     b     a  flesch_kincaid_grade  textstat        37.2   True
    1     b     a  flesch_kincaid_grade   toolkit        38.5   True
    """
    if missing := [name for name in ("text", by) if name not in scored]:
        raise KeyError(f"no column {', '.join(missing)}: posts with `text` and the groups to compare are wanted")
    if metric not in GRADES:
        raise ValueError(f"no metric of difficulty: {metric}; there are {', '.join(GRADES)}")
    metrics, texts = [metric, *(name for name in GRADES if name != metric)], as_texts(scored["text"])
    ways = {"textstat": _count_sentences, "toolkit": lambda text: max(1, len(split_sentences(text)))}
    groups = {way: _score(texts, metrics, split).groupby(scored[by].to_numpy()) for way, split in ways.items()}
    about = {(name, way): groups[way][name].agg(["count", "mean", "var"]) for name in metrics for way in ways}
    chosen = about[metric, "textstat"].query("count >= 5").sort_values("mean", ascending=metric == EASE)
    if len(chosen) < 2:
        raise ValueError(f"{by}: two groups of at least five texts are wanted, there are {len(chosen)}")
    cells = pd.concat(about, names=["metric", "sentences", "group"]).groupby(level="group")
    parts = {name: part.droplevel("group") for name, part in cells}
    pairs = {pair: _contrast(*map(parts.__getitem__, pair)) for pair in combinations(chosen.index, 2)}
    return pd.concat(pairs, names=["group", "other"]).reset_index()


def _contrast(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """`sensitivity` of one pair, from counts, means and variances."""
    n, n_other, spread, other = a["count"], b["count"], a["var"] / a["count"], b["var"] / b["count"]
    freedom = (spread + other) ** 2 / (spread**2 / (n - 1) + other**2 / (n_other - 1))
    half = (student(Z, freedom) * np.sqrt(spread + other)).fillna(0.0)  # where all texts of a group are alike
    pooled = (a["var"] * (n - 1) + b["var"] * (n_other - 1)) / (n + n_other - 2)
    difference, harder = a["mean"] - b["mean"], np.where(a.index.get_level_values("metric") == EASE, -1, 1)
    table = pd.DataFrame({"n": n, "n_other": n_other, "mean": a["mean"], "mean_other": b["mean"]})
    table = table.assign(difference=difference, low=difference - half, high=difference + half)
    verdict: pd.Series = ((table["low"] > 0).astype(int) - (table["high"] < 0).astype(int)) * harder
    return table.assign(effect=difference / np.sqrt(pooled) * harder, holds=verdict == verdict.iloc[0])


def _score(texts: pd.Series, metrics: Sequence[str], split: Callable[[str], int]) -> pd.DataFrame:
    """The metrics of texts, from counts that take the number of sentences from `split`."""
    columns = np.array([_count(text, split) for text in texts], dtype=float).reshape(-1, len(COUNTS)).T
    counts = SimpleNamespace(**dict(zip(COUNTS, columns, strict=True)))
    return pd.DataFrame({name: FORMULAS[name](counts) for name in metrics}, index=texts.index, columns=list(metrics))


def _count(text: object, split: Callable[[str], int]) -> tuple[float, ...]:
    """The counts that the formulas share, in the order of COUNTS; NaN for what has no word."""
    tokens = text.split() if isinstance(text, str) else []
    found = list(map(KNOWN.__getitem__, tokens))
    words = list(filter(None, found))
    if not words:
        return (math.nan,) * len(COUNTS)
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
    counts = (len(tokens), len("".join(tokens)), len(words), letters, short, syllables, long)
    points = sum(3 if beats >= 3 else beats > 0 for _, beats, _, _ in words[:100])
    *_, end = islice(compress(range(1, len(tokens) + 1), found), 100)
    hard = (sum(degrees), sum(degrees[2:]), degrees[3], len(different - {""}))
    return (*counts, *hard, split(str(text)), points, split(" ".join(tokens[:end])))


def _count_sentences(text: str) -> int:
    return max(1, sum(map(bool, RUN.findall(text))))


@cache
def _textstat() -> Any:
    return import_module("textstat.textstat").textstatistics()  # our own: a language set elsewhere changes nothing


def _look_up(token: str) -> Word | None:
    """What textstat finds in a token: difficulty is 1 outside the Dale-Chall list, 2 and 3 with so many syllables."""
    word = token if token.isalnum() else MARK.sub("", token)
    if word != token:
        return KNOWN[word] if word else None
    textstat = _textstat()
    heard = textstat.syllable_count(word.lower())  # so asked for difficulty; lower case changes foreign letters
    syllables = heard if word.isascii() else textstat.syllable_count(word)
    difficulty = 1 + (heard >= 2) + (heard >= 3) if textstat.is_difficult_word(word, 0) else 0
    return len(word) - word.count("'"), syllables, difficulty, word if difficulty >= 2 else ""


KNOWN = Memo(_look_up)


def _consensus(c: SimpleNamespace) -> np.ndarray:
    """The grade named most often, each score naming itself rounded down, up and to the nearest; of equals the first."""
    # Flesch's points by tens, as grades; anything else, also 100 and more, counts as 13 in textstat.
    grades: dict[float, list[int]] = {9: [5], 8: [6], 7: [7], 6: [8, 9], 5: [10], 4: [11], 3: [12]}
    named = np.full(len(c.words), math.nan)
    scores = np.array([FORMULAS[name](c) for name in JURY]).T.tolist()
    for row in np.flatnonzero(c.words > 0):
        votes = [vote for score in scores[row] for vote in (math.floor(score), math.ceil(score), round(score))]
        votes[3:6] = grades.get(scores[row][1] // 10, [13])
        named[row] = Counter(votes).most_common(1)[0][0]
    return named


# The first eight vote in text_standard, in this order; the first eleven tell how hard a text is.
FORMULAS: dict[str, Callable[[SimpleNamespace], np.ndarray]] = {
    # The first two are 0 where textstat hears no syllable ("hmm").
    "flesch_kincaid_grade": lambda c: (
        (0.39 * (c.words / c.sentences) + 11.8 * (c.syllables / c.words) - 15.59) * (c.syllables > 0)
    ),
    EASE: lambda c: (206.835 - 1.015 * (c.words / c.sentences) - 84.6 * (c.syllables / c.words)) * (c.syllables > 0),
    "smog_index": lambda c: 1.043 * (30 * (c.long / c.sentences)) ** 0.5 + 3.1291,
    "coleman_liau_index": lambda c: 0.058 * (c.letters / c.words * 100) - 0.296 * (c.sentences / c.words * 100) - 15.8,
    "automated_readability_index": lambda c: 4.71 * (c.characters / c.tokens) + 0.5 * (c.words / c.sentences) - 21.43,
    "dale_chall_readability_score": lambda c: (  # more if above 5 % of the words are unknown
        0.1579 * (100 * c.unknown / c.words) + 0.0496 * (c.words / c.sentences) + 3.6365 * (20 * c.unknown > c.words)
    ),
    "linsear_write_formula": lambda c: (c.points / c.head - 2 * (c.points <= 20 * c.head)) / 2,
    "gunning_fog": lambda c: 0.4 * (c.words / c.sentences + 100 * c.hard / c.words),
    "spache_readability": lambda c: 0.141 * (c.words / c.sentences) + 0.086 * (100 * c.difficult / c.words) + 0.839,
    "mcalpine_eflaw": lambda c: (c.words + c.short) / c.sentences,
    "text_standard": _consensus,
    "reading_time": lambda c: 14.69 * c.characters / 1000,
    "syllable_count": lambda c: c.syllables,
    "lexicon_count": lambda c: c.words,
    "sentence_count": lambda c: c.sentences,
    "difficult_words": lambda c: c.different,
}
JURY, GRADES = [*FORMULAS][:8], [*FORMULAS][:11]
