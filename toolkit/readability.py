"""Readability of texts: the sixteen English metrics of textstat, on its own words and sentences, from one pass."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib import import_module
from itertools import combinations, compress, islice
from typing import Any

import numpy as np
import pandas as pd

from toolkit.intervals import Z, student
from toolkit.lexicons import PACKAGED
from toolkit.words import Memo, as_texts, split_sentences

Word = tuple[
    int, int, int, str
]  # letters, syllables, difficulty, and what was written if that is 2 or 3

FORMULAS = PACKAGED.tables("readability.toml")
JURY, GRADES = (
    [*FORMULAS][:8],
    [*FORMULAS][:11],
)  # those that vote in text_standard, those that tell how hard a text is
EASE = "flesch_reading_ease"  # the one scale that is higher where a text is easier
DEFAULT = (
    EASE,
    *"flesch_kincaid_grade gunning_fog smog_index coleman_liau_index automated_readability_index".split(),
)
DEFAULT += (
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
COUNTS = "tokens characters words letters short syllables long unknown difficult hard different sentences".split()
COUNTS += ["points", "head"]


def score_readability(
    texts: pd.Series | Iterable[object], metrics: Sequence[str] = DEFAULT
) -> pd.DataFrame:
    """Readability of each text by textstat's metrics, for English.

    Returns one float column a metric, named and ordered as in `metrics`, on the index of `texts`. The values are those
    of textstat 0.7.8 with its defaults; a text without a word is NaN in every column, where textstat says 0 or gives a
    number. Short texts do get a value: the formula is followed by the length from which it means something.

    (lexicons/readability.toml)

    Tokens stand between blanks; short words have up to three letters, long ones three syllables and more; unknown ones
    are outside the list of Dale and Chall, difficult and hard ones have two and three syllables too; points (3 for a
    long word, 1 for another) and head (the sentences) are of the first hundred words. All see the length of words and
    sentences, not sense or order. Names and inflected forms count as difficult, more of them than the papers meant.
    Raises ValueError on any other metric. The table is ``lexicons/readability.toml``.

    >>> score_readability(["The cat sat on the mat. It was not a happy cat.", ""], ["flesch_reading_ease"]).round(1)
       flesch_reading_ease
    0                109.1
    1                  NaN
    """
    wanted = list(dict.fromkeys([metrics] if isinstance(metrics, str) else metrics))
    if unknown := [name for name in wanted if name not in FORMULAS]:
        raise ValueError(
            f"no such metric: {', '.join(map(str, unknown))}; there are {', '.join(FORMULAS)}"
        )
    return _score(as_texts(texts), wanted, _count_sentences)


ABOUT = "{}: {formula}\n        {unit}; higher is {higher}; from {least}; {source}"
LISTED = "\n    ".join(ABOUT.format(name, **row) for name, row in FORMULAS.items())
score_readability.__doc__ = (score_readability.__doc__ or "").replace(
    "(lexicons/readability.toml)", LISTED
)


def sensitivity(
    scored: pd.DataFrame, by: str, metric: str = "flesch_kincaid_grade"
) -> pd.DataFrame:
    """Whether a comparison of groups by one metric holds by the others, and with sentences split more carefully.

    Takes the texts of the column `text` and the groups of the column `by`. Returns a row per pair of groups, metric and
    way to split: `group`, `other` (by `metric` the first is the harder to read) · `metric` · `sentences` (`textstat`,
    or `toolkit`: those of `toolkit.words`) · `n`, `n_other` (texts) · `mean`, `mean_other` · `difference` of the means,
    `low`, `high` (95 %, each pair by itself: Welch 1947, Biometrika 34:28-35) · `effect` (difference in standard
    deviations: Cohen's d 1988; above 0 if `group` is the harder) · `holds`: whether the row says the same as the first
    of its pair: one is harder, or, with 0 in the interval, neither.

    textstat ends a sentence at every full stop, also of `Mr.` and `3.5`, but counts none of under three words: 9 % more
    than `toolkit.words` in 1,760 news articles. Groups of under five texts are left out. Raises KeyError for a missing
    column, ValueError for under two groups or a metric of no difficulty.

    >>> lines = ["The cat saw the dog. It ran. ", "Legislators deliberated notwithstanding opposition. "]
    >>> scored = pd.DataFrame({"text": [line * n for n in range(5, 10) for line in lines], "desk": ["a", "b"] * 5})
    >>> sensitivity(scored, "desk")[["group", "other", "sentences", "holds"]].values[1].tolist()
    ['b', 'a', 'toolkit', True]
    """
    if missing := [name for name in ("text", by) if name not in scored]:
        raise KeyError(
            f"no column {', '.join(missing)}: posts with `text` and the groups to compare are wanted"
        )
    if metric not in GRADES:
        raise ValueError(
            f"no metric of difficulty: {metric}; there are {', '.join(GRADES)}"
        )
    metrics, texts = (
        [metric, *(name for name in GRADES if name != metric)],
        as_texts(scored["text"]),
    )
    ways = {
        "textstat": _count_sentences,
        "toolkit": lambda text: max(1, len(split_sentences(text))),
    }
    groups = {
        way: _score(texts, metrics, split).groupby(scored[by].to_numpy())
        for way, split in ways.items()
    }
    about = {
        (name, way): groups[way][name].agg(["count", "mean", "var"])
        for name in metrics
        for way in ways
    }
    chosen = (
        about[metric, "textstat"]
        .query("count >= 5")
        .sort_values("mean", ascending=metric == EASE)
    )
    if len(chosen) < 2:
        raise ValueError(
            f"{by}: two groups of at least five texts are wanted, there are {len(chosen)}"
        )
    cells = pd.concat(about, names=["metric", "sentences", "group"]).groupby(
        level="group"
    )
    parts = {name: part.droplevel("group") for name, part in cells}
    pairs = {
        pair: _contrast(*map(parts.__getitem__, pair))
        for pair in combinations(chosen.index, 2)
    }
    return pd.concat(pairs, names=["group", "other"]).reset_index()


def _contrast(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """`sensitivity` of one pair, from counts, means and variances."""
    n, n_other, spread, other = (
        a["count"],
        b["count"],
        a["var"] / a["count"],
        b["var"] / b["count"],
    )
    freedom = (spread + other) ** 2 / (spread**2 / (n - 1) + other**2 / (n_other - 1))
    half = (student(Z, freedom) * np.sqrt(spread + other)).fillna(
        0.0
    )  # where all texts of a group are alike
    pooled = (a["var"] * (n - 1) + b["var"] * (n_other - 1)) / (n + n_other - 2)
    difference, harder = (
        a["mean"] - b["mean"],
        np.where(a.index.get_level_values("metric") == EASE, -1, 1),
    )
    table = pd.DataFrame(
        {"n": n, "n_other": n_other, "mean": a["mean"], "mean_other": b["mean"]}
    )
    table = table.assign(
        difference=difference, low=difference - half, high=difference + half
    )
    verdict: pd.Series = (
        (table["low"] > 0).astype(int) - (table["high"] < 0).astype(int)
    ) * harder
    return table.assign(
        effect=difference / np.sqrt(pooled) * harder, holds=verdict == verdict.iloc[0]
    )


def _score(
    texts: pd.Series, metrics: Sequence[str], split: Callable[[str], int]
) -> pd.DataFrame:
    """The metrics of texts, from counts that take the number of sentences from `split`."""
    columns = (
        np.array([_count(text, split) for text in texts], dtype=float)
        .reshape(-1, len(COUNTS))
        .T
    )
    counts = dict(zip(COUNTS, columns, strict=True))
    return pd.DataFrame(
        {name: _evaluate(name, counts) for name in metrics},
        index=texts.index,
        columns=list(metrics),
    )


def _count(text: object, split: Callable[[str], int]) -> tuple[float, ...]:
    """The counts that the formulas share, in the order of COUNTS; NaN for what has no word."""
    tokens = text.split() if isinstance(text, str) else []
    found = list(map(KNOWN.__getitem__, tokens))
    words = list(filter(None, found))
    if not words:
        return (math.nan,) * len(COUNTS)
    letters = syllables = short = long = 0
    degrees, different = [0, 0, 0, 0], set()
    for (
        size,
        beats,
        difficulty,
        word,
    ) in words:  # one loop, and `if` for addition: this is where the time goes
        letters += size
        syllables += beats
        if size <= 3:
            short += 1
        if beats >= 3:
            long += 1
        if difficulty:
            degrees[difficulty] += 1
            different.add(word)
    counts = (
        len(tokens),
        len("".join(tokens)),
        len(words),
        letters,
        short,
        syllables,
        long,
    )
    points = sum(3 if beats >= 3 else beats > 0 for _, beats, _, _ in words[:100])
    *_, end = islice(compress(range(1, len(tokens) + 1), found), 100)
    hard = (sum(degrees), sum(degrees[2:]), degrees[3], len(different - {""}))
    return (*counts, *hard, split(str(text)), points, split(" ".join(tokens[:end])))


def _count_sentences(text: str) -> int:
    return max(1, sum(map(bool, RUN.findall(text))))


@cache
def _textstat() -> tuple[Any, ...]:
    """Its count of syllables, and the dictionaries of pronunciations, hyphens and easy words that it asks."""
    backend = import_module("textstat.backend")
    language = "en_US"  # a language set elsewhere changes nothing
    tables = (
        getattr(backend.utils, f"get_{of}")(language)
        for of in ("cmudict", "pyphen", "lang_easy_words")
    )
    return partial(backend.counts.count_syllables, lang=language), *tables


def _look_up(token: str) -> Word | None:
    """What textstat finds in a token: difficulty is 1 outside the Dale-Chall list, 2 and 3 with so many syllables."""
    word = token if token.isalnum() else MARK.sub("", token)
    if word != token:
        return KNOWN[word] if word else None
    count, spoken, hyphens, easy = _textstat()
    lower = word.lower()
    if (
        not word.isascii()
    ):  # asked in lower case for difficulty, which changes foreign letters
        syllables, heard = count(word), count(lower)
    else:  # as `count` does, in a quarter of the time
        sounds = spoken.get(lower)
        syllables = heard = (
            sum(s[-1].isdigit() for s in sounds[0])
            if sounds
            else len(hyphens.positions(lower)) + 1
        )
    difficulty = 0 if lower in easy else 1 + (heard >= 2) + (heard >= 3)
    return (
        len(word) - word.count("'"),
        syllables,
        difficulty,
        word if difficulty >= 2 else "",
    )


KNOWN = Memo(_look_up)


def _evaluate(metric: str, counts: dict[str, np.ndarray]) -> Any:
    formula = FORMULAS[metric][
        "formula"
    ]  # of our own lexicon, and as much to be trusted as our code
    return _consensus(counts) if formula == "consensus" else eval(formula, {}, counts)


def _consensus(counts: dict[str, np.ndarray]) -> np.ndarray:
    """The grade named most often, each score naming itself rounded down, up and to the nearest; of equals the first."""
    # Flesch's points by tens, as grades; anything else, also 100 and more, counts as 13 in textstat.
    grades: dict[float, list[int]] = {
        9: [5],
        8: [6],
        7: [7],
        6: [8, 9],
        5: [10],
        4: [11],
        3: [12],
    }
    named = np.full(len(counts["words"]), math.nan)
    scores = np.array([_evaluate(name, counts) for name in JURY]).T.tolist()
    for row in np.flatnonzero(counts["words"] > 0):
        votes = [
            vote
            for score in scores[row]
            for vote in (math.floor(score), math.ceil(score), round(score))
        ]
        votes[3:6] = grades.get(scores[row][1] // 10, [13])
        named[row] = Counter(votes).most_common(1)[0][0]
    return named
