"""Tokens, sentences and paragraphs: the one segmentation that every room shares.

All functions take one text and return character spans ``(start, end)`` into it, so that a number can always be
traced to its place. Paragraphs are separated by a blank line, as `toolkit.read_posts` writes them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pandas as pd

Span = tuple[int, int]

# A word with its inner apostrophes, hyphens and points (U.S., don't, post-war), a number with its separators,
# or one mark. Two commas or two backquotes are how some wires write quotation marks.
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:/]\d+)*%?|[^\W_]+(?:['’][^\W\d_]+|-[^\W_]+)*|``|''|--+|\.\.\.+|\S"
)
PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
# A possible end: stops, then closing quotation marks or brackets, then a blank.
STOP = re.compile(r"(\.{3,}|[.!?…]+)([\"”’'»)\]]*)(?=\s)")
LAST_WORD = re.compile(r"[\w.'’&-]+$")
NEXT_WORD = re.compile(r"[\"“‘'«(\[`]*([\w$£€#@&]\S*)")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@cache
def read_lexicon(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file in ``toolkit/lexicons``; lines that begin with # tell its origin and licence."""
    text = files("toolkit").joinpath("lexicons", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["before"] for row in read_lexicon("abbreviations.csv")}


def as_texts(texts: pd.Series | Iterable[object] | str) -> pd.Series:
    """The texts as a Series of str, its index kept; what is no text, or blank, is NaN."""
    if isinstance(texts, str):
        texts = [texts]
    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    return series.astype(object).map(lambda text: text if isinstance(text, str) and text.strip() else float("nan"))


def split_tokens(text: str) -> list[Span]:
    """Spans of words, numbers and marks."""
    return [match.span() for match in TOKEN.finditer(text)]


def split_paragraphs(text: str) -> list[Span]:
    """Spans of the blocks between blank lines."""
    return [(m.start(), m.start() + len(m.group().rstrip())) for m in PARAGRAPH.finditer(text)]


def split_sentences(text: str) -> list[Span]:
    """Spans of sentences; a sentence never crosses a paragraph."""
    spans: list[Span] = []
    for start, end in split_paragraphs(text):
        here = start
        for stop in STOP.finditer(text, start, end):
            if stop.start() >= here and _ends_sentence(text, stop, here, end):
                spans.append((here, stop.end()))
                here = stop.end() + len(text[stop.end() : end]) - len(text[stop.end() : end].lstrip())
        if here < end:
            spans.append((here, end))
    return spans


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether the stop found at `stop` closes the sentence that began at `start`."""
    following = NEXT_WORD.match(text, stop.end() + 1, end) or NEXT_WORD.match(text[stop.end() : end].lstrip())
    if following is None:
        return True
    word = following.group(1)
    if stop.group(1) != ".":
        return not word[0].islower()
    if word[0].islower():
        return False
    last = LAST_WORD.search(text, max(start, stop.start() - 40), stop.start())
    if last is None or stop.group(2):
        return True
    before = _abbreviations().get(last.group() + ".")
    if before == "name":  # Mr. Smith, Gov. Brown
        return False
    if before == "number":  # No. 2, Feb. 27
        return not word[0].isdigit()
    if before == "inside" or INITIALS.fullmatch(last.group()):
        return _starts_anew(word) and "." in last.group()
    return True


@cache
def _openers() -> frozenset[str]:
    return frozenset(word for word, before in _abbreviations().items() if before == "opener")


def _starts_anew(word: str) -> bool:
    """After `U.S.` or `Corp.`, only a word that rarely follows a name begins a sentence."""
    return word.strip(",.'’\"”") in _openers()
