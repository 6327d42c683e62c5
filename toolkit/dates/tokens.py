"""Tokens of a text: each has a kind, and the letters of the kinds are a line."""

import re
from itertools import accumulate, compress
from typing import Any, NamedTuple

from toolkit.dates.pieces import GAP, STRAIGHT, Phrase, Piece
from toolkit.dates.rules import Rules

NO_DIGIT = re.compile(r"\D")
COUNTABLE = frozenset(["number", "year", "decade", "short", "nth"])  # kinds of numbers
LEADING = re.compile(GAP)


class Token(NamedTuple):
    """A word, number or mark: its place, its kind and what the lexicon gives as its value."""

    start: int
    end: int
    kind: str
    value: Any


class Line(NamedTuple):
    """The tokens of a text, between two that stand for its edges.

    Most tokens are in no expression, so a `Token` is made when it is asked for.

    Parameters
    ----------
    letters
        A letter for the kind of each token.
    starts
        Where each begins.
    pieces
        What is known of each by itself, without the edges.
    seen
        By their starts, those whose kind the text around has given, and the edges.
    """

    letters: str
    starts: list[int]
    pieces: list[Piece]
    seen: dict[int, Token]

    def token(self, place: int) -> Token:
        start = self.starts[place]
        if start in self.seen:
            return self.seen[start]
        piece = self.pieces[place - 1]
        return Token(start, start + piece.size, piece.kind, piece.value)

    def tokens(self, first: int, stop: int) -> list[Token]:
        return [self.token(place) for place in range(first, stop)]


def read_line(text: str, rules: Rules) -> Line:
    """All tokens of a text."""
    pieces, starts = _cut(text, rules)
    letters = [piece.letter for piece in pieces]
    seen: dict[int, Token] = {}
    stop = 0
    for place in [place for place, piece in enumerate(pieces) if piece.open]:
        start = starts[place]
        if start < stop:  # within a phrase
            continue
        token = _see(text, place, starts, pieces, rules)
        if not token:
            continue
        seen[start] = token
        letters[place] = rules.letters[token.kind]
        stop = token.end
        within = place + 1
        while within < len(letters) and starts[within] < stop:
            letters[within] = ""
            within += 1
    edge = Token(0, 0, "unknown", None)
    end = Token(len(text), len(text), "end", None)
    seen |= {-1: edge, len(text): end}
    inner = "".join(letters)  # of no letter is what a phrase has taken in
    return Line(
        letters=f"{rules.letters['unknown']}{inner}{rules.letters['end']}",
        starts=[-1, *compress(starts, letters), len(text)],
        pieces=list(compress(pieces, letters)),
        seen=seen,
    )


def _cut(text: str, rules: Rules) -> tuple[list[Piece], list[int]]:
    """The pieces of a text and where each begins; behind them, where the text ends."""
    lead = LEADING.match(text)
    begin = lead.end() if lead else 0
    if rules.cut.groups:  # of a user's numbers: findall would give them
        found = [match[0] for match in rules.cut.finditer(text, begin)]
    else:
        found = rules.cut.findall(text, begin)
    pieces = list(map(rules.pieces.__getitem__, found))
    return pieces, list(accumulate(map(len, found), initial=begin))


def _see(
    text: str, place: int, starts: list[int], pieces: list[Piece], rules: Rules
) -> Token | None:
    """The phrase or number that begins with a piece; None where it is what it is by itself."""
    start = starts[place]
    piece = pieces[place]
    if not piece.letter:
        return _see_number(text, start, rules)
    following = pieces[place + 1 : place + 2]
    if following and following[0].word in piece.next_words:
        return _see_phrase(text, start, piece.phrases)
    return None


def _see_number(text: str, start: int, rules: Rules) -> Token | None:
    """A token with digits: a phrase, a word that the lexicon knows, or a number by its form."""
    match = rules.token.match(text, start)
    if not match:
        return None
    kind, value, phrases = rules.meanings[match[0]]
    phrase = _see_phrase(text, start, phrases) if phrases else None
    if not phrase and not kind:
        kind, value = _read_number(match)
    return phrase or Token(start, match.end(), kind, value)


def _read_number(match: re.Match[str]) -> tuple[str, Any]:
    """Kind and value of a word with a digit that the lexicon does not know."""
    word = match[0].lower().translate(STRAIGHT)
    kind = match.lastgroup
    if kind in COUNTABLE:
        return kind, int(NO_DIGIT.sub("", word))
    if kind is None:
        kind = "amount" if word[0].isdigit() else "unknown"
    return kind, word


def _see_phrase(text: str, start: int, phrases: list[Phrase]) -> Token | None:
    """The first of the phrases, the longest first, that stands at `start`."""
    ahead = text[start : start + len(phrases[0][0])].lower().translate(STRAIGHT)
    for phrase, kind, value in phrases:
        stop = start + len(phrase)
        if ahead.startswith(phrase) and not text[stop : stop + 1].isalnum():
            return Token(start, stop, kind, value)
    return None
