"""Pieces: a text cut into tokens with the gaps behind them, and what is known of each by itself."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

# White space and underscores, but no gap between paragraphs, which is a token.
GAP = r"[^\S\n]*(?:(?:_|\n(?!\s*\n))[^\S\n]*)*"
WORD = re.compile(r"[^\W_]+|[^\s_]")
STRAIGHT = str.maketrans("\n’‘", " ''")
NONE: frozenset[str] = frozenset()
Phrase = tuple[str, str, Any]  # with its kind and value
# Kind and value of a word, and the longer phrases that it begins, the longest first. The kind is
# "" where the text around decides it, as for numbers.
Meaning = tuple[str, Any, list[Phrase]]


class Piece(NamedTuple):
    """What is known of a token and the gap behind it wherever it stands.

    Parameters
    ----------
    letter
        That of its kind, unless the text around gives it another.
    open
        Whether the text around has to be seen: it may be a number, or begin a phrase.
    size
        Characters of the token.
    word
        Its first letters and digits, or its mark, by which a phrase may go on with it.
    next_words
        The same of what the phrases that it begins have as their second word.
    """

    letter: str
    open: bool
    size: int
    kind: str
    value: Any
    word: str
    phrases: list[Phrase]
    next_words: frozenset[str]


def read_piece(
    text: str,
    token: re.Pattern[str],
    meanings: Mapping[str, Meaning],
    letters: dict[str, str],
) -> Piece:
    """What is known of a piece: of one with digits, that it has to be seen in its place."""
    found = token.match(text)
    written = found[0] if found else text
    kind, value, phrases = meanings[written]
    numeric = any(map(str.isdigit, text))
    return Piece(
        letter="" if numeric else letters[kind],
        open=numeric or bool(phrases),
        size=len(written),
        kind=kind,
        value=value,
        word=_first_word(text),
        phrases=phrases,
        next_words=_find_next_words(written, phrases) if phrases else NONE,
    )


def _find_next_words(written: str, phrases: list[Phrase]) -> frozenset[str]:
    return frozenset(_first_word(phrase[len(written) :]) for phrase, _, _ in phrases)


def _first_word(text: str) -> str:
    found = WORD.search(text.lower().translate(STRAIGHT))
    return found[0] if found else ""
