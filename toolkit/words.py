"""Tokens, sentences and paragraphs: the one segmentation that every room shares.

They are character spans ``(start, end)`` into one text, so that a number can always be traced to
its place.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.lexicons import PACKAGED, Lexicons

Span = tuple[int, int]
Answer = TypeVar("Answer")

# A word with inner apostrophes, hyphens, points (U.S., post-war), a number with separators, or a
# mark (`` and '' too).
TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:/]\d+)*%?|[^\W_]+(?:['’][^\W\d_]+|-[^\W_]+)*"
    r"|``|''|--+|\.\.\.+|\S"
)
# Whether a character is a blank, by its number; none above these is.
BLANK = np.array([chr(number).isspace() for number in range(0x3001)] + [False])
SURROGATE = re.compile("[\ud800-\udfff]")
GAP = re.compile(r"\n\s*\n")
# Where a sentence may end: stops, closing marks, a blank; stops of scripts without blanks; a line
# end. Possessive, and only from the first of several stops, for linear time; led by one set of
# characters, which the engine finds quickly.
STOP = re.compile(
    r"[.!?…؟।۔。！？｡\n](?:(?<=\n)|(?<=[。！？｡])[。！？｡]*+[」』”’）]*+"
    r"|(?<![.!?…؟।۔]{2})([.!?…؟।۔]*+)[\"”’'»)\]]*+(?=\s))"
)
WORD = re.compile(r"[\w$£€#@&]")
LAST_WORD = re.compile(r"[\w.'’&]+$")
NEXT_WORD = re.compile(r"([^\w$£€#@&]{0,30}+)([\w$£€#@&]\S{0,40})")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
LIST_ITEM = re.compile(r"[^\S\n]*(?:[-*•·▪◦–]|\d{1,3}[.)])[^\S\n]")
LIST_NUMBER = re.compile(r"\d{1,3}|[A-Za-z]|[ivx]{2,5}|[IVX]{2,5}")
SPEAKER = re.compile(r"([A-Z]\S{0,20})\s(?:[A-Z]\S{0,20}\s){0,3}([a-z]+)\b")


class Memo(dict[str, Answer]):
    """What `ask` says of a token, asked once; when `most` tokens are held, all are forgotten."""

    most = 2**15  # tokens: the four memos of attributions then hold some 35 MB
    longest = 100  # characters of a token that is held

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self.ask = ask

    def __missing__(self, token: str) -> Answer:
        answer = self.ask(token)
        if len(self) >= self.most:
            self.clear()
        if len(token) <= self.longest:
            self[token] = answer
        return answer


def as_texts(texts: pd.Series | Iterable[object] | str) -> pd.Series:
    """The texts as a Series of str, its index kept; what is no text, or blank, is NaN.

    Halves of characters, which no file can hold, become U+FFFD: offsets stay.
    """
    if isinstance(texts, str):
        texts = [texts]
    series = (
        texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    )
    return series.astype(object).map(_as_text)


def _as_text(text: object) -> str | float:
    if not isinstance(text, str) or not text.strip():
        return float("nan")
    try:  # quicker than to look for them
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


def split_tokens(text: str) -> list[Span]:
    """Spans of words, numbers and marks."""
    return [match.span() for match in TOKEN.finditer(text)]


def place_tokens(
    text: str,
) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Words, numbers and marks; where each starts and ends.

    No blank is in one and nothing else between two, so that their lengths tell their places:
    quicker than to ask each match.
    """
    tokens = TOKEN.findall(text)
    numbers = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    place = np.flatnonzero(~BLANK.take(numbers, mode="clip"))
    length = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    stop = np.cumsum(length)
    return tokens, place[stop - length], place[stop - 1] + 1


def split_paragraphs(text: str) -> list[Span]:
    """Spans of the blocks between blank lines, as `toolkit.read_posts` writes paragraphs."""
    edges = [0, *(edge for gap in GAP.finditer(text) for edge in gap.span()), len(text)]
    blocks = [
        (start, text[start:end])
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    return [
        (at + len(b) - len(b.lstrip()), at + len(b.rstrip()))
        for at, b in blocks
        if b.strip()
    ]


@cache
def read_abbreviations(lexicons: Lexicons) -> dict[str, str]:
    """What may follow each abbreviation: the column `before` of ``abbreviations.csv``."""
    return lexicons.column("abbreviations.csv", "abbreviation", "before")


def split_sentences(text: str, lexicons: Lexicons = PACKAGED) -> list[Span]:
    """Spans of sentences; none crosses a paragraph, and what has no word stays with its neighbour.

    Made for English news: knows titles, initials, No. 2, a.m. (``lexicons/abbreviations.csv``),
    quotes, ellipses, lists, headings. "U.S." and the like end a sentence only before a word that
    hardly follows a name, as "The".

    >>> text = "Mr. Li left the U.S. on Jan. 5. He is back."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Mr. Li left the U.S. on Jan. 5.', 'He is back.']
    """
    abbreviations = read_abbreviations(lexicons)
    spans: list[Span] = []
    for start, end in split_paragraphs(text):
        here = start
        first = WORD.search(text, start, end)
        begun = first.start() if first else end
        for stop in STOP.finditer(text, begun, end):
            if stop.start() < begun:
                continue
            following = NEXT_WORD.match(text, stop.end(), end)
            if following and _ends_sentence(
                text, stop, following, begun, abbreviations
            ):
                spans.append((here, here + len(text[here : stop.end()].rstrip())))
                gap = following[1]
                here = following.start() + len(gap) - len(gap.lstrip())
                begun = following.start(2)
        spans.append((here, end))
    return spans


def _ends_sentence(
    text: str,
    stop: re.Match[str],
    following: re.Match[str],
    begun: int,
    abbreviations: dict[str, str],
) -> bool:
    """Whether the stop closes the sentence whose words begin at `begun`, given what follows."""
    gap, word = following.groups()
    if stop[0] == "\n":
        return _ends_line(text, stop, word, begun)
    if stop[1] is None:
        return True
    if _runs_on(gap, word) or LIST_NUMBER.fullmatch(text, begun, stop.start()):
        return False
    marks = stop[0][0] + stop[1]
    kind = _kind_of_abbreviation(text, stop, marks, begun, abbreviations)
    if kind == "number":  # No. 2, Feb. 27
        return not word[0].isdigit()
    if kind == "inside":
        before = text[begun : min(stop.start(), begun + 60)]
        dateline = before.rpartition(",")[0].isupper()  # TAMPA, Fla. The
        return not dateline and _opens_anew(gap, word, abbreviations)
    if kind == "" and marks[-1] in "?!" and stop[0] != marks:  # "Why?" Obama asked
        return not _goes_on_with_speaker(text, following.start(2), abbreviations)
    return kind != "name"  # Mr. Smith


def _runs_on(gap: str, word: str) -> bool:
    """Whether what follows a stop goes on in small letters, or with a stop alone (. . .)."""
    return (word[0].islower() and word[:4].islower()) or " . " in gap


def _kind_of_abbreviation(
    text: str,
    stop: re.Match[str],
    marks: str,
    begun: int,
    abbreviations: dict[str, str],
) -> str:
    """What may follow the word before a stop: name, number, inside; '' if it is no abbreviation."""
    last = LAST_WORD.search(text, max(begun, stop.start() - 40), stop.start())
    before = last[0].lstrip("'’.") if last else ""
    kind = abbreviations.get(before + marks)
    if kind is None:
        return "inside" if marks == "." and INITIALS.fullmatch(before) else ""
    return kind


def _ends_line(text: str, stop: re.Match[str], word: str, begun: int) -> bool:
    """Whether a line end closes a heading that does not run on, or stands before a list item."""
    before = text[max(begun, stop.start() - 60) : stop.start()]
    line = before.rpartition("\n")[2].rstrip()
    runs_on = len(line) > 50 or line[-1:] in ",;:-–—" or word[0].islower()
    return not runs_on or bool(LIST_ITEM.match(text, stop.end()))


def _opens_anew(gap: str, word: str, abbreviations: dict[str, str]) -> bool:
    """Whether a quotation opens, or a word stands there that hardly follows a name."""
    if gap.endswith(('"', "“", "``")):
        return True
    opener = re.match(r"\w+(?![\w.])", word)
    return opener is not None and abbreviations.get(opener[0]) == "opener"


def _goes_on_with_speaker(text: str, place: int, abbreviations: dict[str, str]) -> bool:
    """Whether a name and a verb of speech stand there: Obama asked."""
    speaker = SPEAKER.match(text, place)
    if not speaker or abbreviations.get(speaker[2]) != "speech":
        return False
    return abbreviations.get(speaker[1]) != "opener"
