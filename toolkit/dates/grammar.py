"""Finding time expressions: the lexicon gives words a kind, its shapes say which rows of kinds are an expression."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Token(NamedTuple):
    """A word, number or mark: its place and what the lexicon says of it."""

    start: int
    end: int
    value: Any


Parts = dict[str, list[Token]]  # the tokens of an expression by kind


class Expression(NamedTuple):
    """A stretch of text that has the shape of a time expression."""

    shape: str
    start: int
    end: int
    parts: Parts
    joined: bool  # it goes on where the expression before it ended: the "12" of "Sept. 10-12"


TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?(?!\w)|['’‘]?\d+(?:[.,:/]\d+)*\w*|[ap]\.m\.?(?!\w)|['’]s\b"
    r"|[^\W\d_]\w*|\n\s*\n|[^\w\s]",
    re.IGNORECASE,
)
PLAIN = str.maketrans("\n’", " '")


@cache
def read_words() -> dict[str, Any]:
    """The tables of ``lexicons/dates.toml``."""
    return tomllib.loads(files("toolkit").joinpath("lexicons", "dates.toml").read_text(encoding="utf-8"))


@cache
def _kinds() -> tuple[dict[str, tuple[str, Any]], dict[str, list[tuple[str, str, Any]]]]:
    """Word -> (kind, value), and first word -> phrases (phrase, kind, value), the longest first."""
    words: dict[str, tuple[str, Any]] = {}
    phrases: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
    tables = {name: table for name, table in read_words().items() if isinstance(table, dict)}
    for name, table in tables.items():
        for word, value in () if name in ("shapes", "pieces", "numbers", "tense") else table.items():
            kind = value if name == "function" else name
            first = TOKEN.match(word)
            if first and first.end() < len(word):
                phrases[first.group()].append((word, kind, value))
            else:
                words[word] = (kind, value)
    return words, {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in phrases.items()}


@cache
def _letters() -> dict[str, str]:
    """A letter for each kind, so that shapes can be regular expressions over the kinds of a text."""
    words, phrases = _kinds()
    kinds = {kind for kind, _ in words.values()} | {row[1] for rows in phrases.values() for row in rows}
    letters = map(chr, (*range(65, 91), *range(97, 123), *range(192, 256)))
    return {"unknown": "~"} | dict(zip(sorted(kinds | read_words()["numbers"].keys()), letters, strict=False))


@cache
def _shapes() -> re.Pattern[str]:
    """All shapes as one pattern; the group that matched tells which. Their repeats are bounded, so it is linear."""

    def spell(shape: str) -> str:
        while re.search(r"[A-Z]", shape):
            shape = re.sub(r"[A-Z]+", lambda piece: f"(?:{read_words()['pieces'][piece.group()]})", shape)
        shape = re.sub(r"[a-z_]+", lambda kind: _letters()[kind.group()], shape)
        return re.sub(r"\((?!\?)", "(?:", shape.replace(" ", ""))

    return re.compile("|".join(f"(?P<{name}>{spell(shape)})" for name, shape in read_words()["shapes"].items()))


@cache
def _numbers() -> re.Pattern[str]:
    rows = read_words()["numbers"].items()
    return re.compile("|".join(f"(?P<{kind}>(?:{form})\\Z)" for kind, form in rows), re.IGNORECASE)


def _number(text: str, start: int, end: int) -> tuple[str | None, Any]:
    """Kind and value of a number; no kind for prices, shares and what is glued to other marks."""
    word = text[start:end].lower()
    match = _numbers().match(word)
    if match is None or text[start - 1 : start] in ("$", "£", "€", "#") or text[end : end + 1] == "%":
        return None, word
    whole = match.lastgroup in ("number", "year", "ordinal", "short")
    return match.lastgroup, int(re.sub(r"\D", "", word)) if whole else word


def read_tokens(text: str) -> tuple[str, list[Token]]:
    """A letter for the kind of each token (~ for what no shape needs), and the tokens."""
    (words, phrases), letters, capital = _kinds(), _letters(), set(read_words()["capital"])
    row: list[str] = []
    tokens: list[Token] = []
    skip = 0
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        word = match.group().lower()
        kind, value = words.get(word, (None, None))
        for phrase, phrase_kind, phrase_value in phrases.get(word, ()):
            stop = start + len(phrase)
            if text[start:stop].lower().translate(PLAIN) == phrase and not text[stop : stop + 1].isalnum():
                kind, value, end = phrase_kind, phrase_value, stop
                break
        if kind is None and any(mark.isdigit() for mark in word[:2]):
            kind, value = _number(text, start, end)
        if word in capital and text[start].islower():
            kind = None
        skip = end
        row.append(letters[kind or "unknown"])
        tokens.append(Token(start, end, value))
    return "".join(row), tokens


def find_expressions(text: str) -> Iterator[Expression]:
    """Time expressions in the order of the text; none overlaps another."""
    row, tokens = read_tokens(text)
    names = {letter: kind for kind, letter in _letters().items()}
    ended = -2
    for match in _shapes().finditer(row):
        shape, (first, last) = str(match.lastgroup), match.span()
        kinds = [names[letter] for letter in match.group()]
        parts: Parts = defaultdict(list)
        for kind, token in zip(kinds, tokens[first:last], strict=True):
            parts[kind].append(token)
        if kinds[-1] == "stop":
            last -= 1  # the end of the sentence
        if kinds[0] == "the" and shape in ("day", "month", "year") and kinds[1] in ("month", "weekday", "year"):
            first += 1  # "the 2016 election"
        start, end = tokens[first].start, tokens[last - 1].end
        preceding = text[tokens[first - 1].start : tokens[first - 1].end].lower() if first else ""
        if not _means_otherwise(text[start:end], kinds[last - match.end() - 1], kinds[-1] == "stop", preceding):
            yield Expression(shape, start, end, dict(parts), ended == match.start() - 1)
        ended = match.end()


def _means_otherwise(expression: str, kind: str, stopped: bool, preceding: str) -> bool:
    """Whether the words are a name or a verb: Sun Microsystems, to fall, "This Week", VOA TODAY."""
    words = expression.removeprefix("the ").split()
    if len(words) == 1 and words[0].lower() in read_words()["doubtful"]:
        verb = preceding == "to" and words[0].islower()
        if len(words[0]) == 3 and words[0] != "May" and not stopped:  # the Sun, Jan Jambon
            return True
        return verb or preceding not in read_words()["before"] or (kind == "season" and words[0][0].isupper())
    if kind == "today":
        return expression.isupper()
    if kind == "units" and len(words) == 1:
        return preceding not in read_words()["lasting"]
    return kind in ("unit", "part") and len(words) > 1 and words[-1].istitle() and words[0].istitle()
