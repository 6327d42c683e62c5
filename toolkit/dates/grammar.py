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
    """A word, phrase, number or mark: its place and what the lexicon says of it."""

    kind: str
    start: int
    end: int
    value: Any


Parts = dict[str, list[Token]]  # the tokens of an expression by kind

TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?(?!\w)|\d+(?:[.:]\d+)?(?=[ap]\.?m\b)|['’‘]?\d+(?:[.,:/]\d+)*\w*|[ap]\.m\.?(?!\w)"
    r"|['’]s\b|[^\W\d_]\w*|\n\s*\n|[^\w\s]",
    re.IGNORECASE,
)
PLAIN = str.maketrans("\n’", " '")


@cache
def read_words() -> dict[str, Any]:
    """The tables of ``lexicons/dates.toml``."""
    return tomllib.loads(files("toolkit").joinpath("lexicons", "dates.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> dict[str, list[tuple[str, str, Any]]]:
    """First word -> what may begin there (word or phrase, kind, value), the longest first."""
    phrases: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
    for name, table in read_words().items():
        if isinstance(table, dict) and name not in ("shapes", "pieces", "numbers", "tense"):
            for phrase, value in table.items():
                row = (phrase, value if name == "function" else name, value)
                phrases[TOKEN.findall(phrase)[0]].append(row)
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in phrases.items()}


@cache
def _letters() -> dict[str, str]:
    """A letter for each kind, so that shapes can be regular expressions over the kinds of a text."""
    kinds = {kind for rows in _phrases().values() for _, kind, _ in rows} | {"unknown", "amount"}
    letters = map(chr, (*range(65, 91), *range(97, 123), *range(192, 256)))
    return dict(zip(sorted(kinds | read_words()["numbers"].keys()), letters, strict=False))


@cache
def _shapes() -> re.Pattern[str]:
    """All shapes as one pattern; the group that matched tells which. Their repeats are bounded, so it is linear."""

    def spell(shape: str) -> str:
        while re.search(r"[A-Z]", shape):
            shape = re.sub(r"[A-Z]+", lambda piece: f"(?:{read_words()['pieces'][piece.group()]})", shape)
        shape = re.sub(r"[a-z_]+", lambda kind: _letters()[kind.group()], shape)
        return re.sub(r"\((?!\?)", "(?:", "".join(shape.split()))

    return re.compile("|".join(f"(?P<{name}>{spell(shape)})" for name, shape in read_words()["shapes"].items()))


@cache
def _numbers() -> re.Pattern[str]:
    rows = read_words()["numbers"].items()
    return re.compile("|".join(f"(?P<{kind}>(?:{form})\\Z)" for kind, form in rows), re.IGNORECASE)


def _read_number(text: str, start: int, end: int) -> tuple[str, Any]:
    """Kind and value of a number; an amount is a price, a share, a score or part of a name."""
    word = text[start:end].lower()
    match = _numbers().match(word)
    if match is None or text[start - 1 : start] in ("$", "£", "€", "#") or text[end : end + 1] == "%":
        return "amount", word
    whole = match.lastgroup in ("number", "year", "ordinal", "short")
    return str(match.lastgroup), int(re.sub(r"\D", "", word)) if whole else word


def _read_tokens(text: str) -> Iterator[Token]:
    phrases, capital, read_to = _phrases(), frozenset(read_words()["capital"]), 0
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if start < read_to:
            continue
        word, kind, value = match.group().lower(), "unknown", None
        for phrase, phrase_kind, phrase_value in phrases.get(word, ()):
            stop = start + len(phrase)
            longer = text[start:stop].lower().translate(PLAIN) == phrase and not text[stop : stop + 1].isalnum()
            if phrase == word or longer:
                kind, value, end = phrase_kind, phrase_value, stop
                break
        if kind == "unknown" and any(mark.isdigit() for mark in word[:2]):
            kind, value = _read_number(text, start, end)
        if word in capital and text[start].islower():
            kind = "unknown"
        yield Token(kind, start, end, value)
        read_to = end


def find_expressions(text: str) -> Iterator[tuple[str, int, int, Parts]]:
    """The stretches of a text with the shape of a time expression: shape, start, end, tokens by kind; none overlap."""
    tokens, letters = list(_read_tokens(text)), _letters()
    for match in _shapes().finditer("".join([letters[token.kind] for token in tokens])):
        first, stop = match.span()
        stopped = tokens[stop - 1].kind == "stop"  # a point that may be the end of the sentence
        stop -= stopped
        if tokens[first].kind == "the" and tokens[first + 1].kind in ("month", "weekday", "year"):
            first += 1  # "the 2016 election"
        parts: Parts = defaultdict(list)
        for token in tokens[first:stop]:
            parts[token.kind].append(token)
        start, end = tokens[first].start, tokens[stop - 1].end
        preceding = text[tokens[first - 1].start : tokens[first - 1].end].lower() if first else ""
        if not _means_otherwise(text[start:end], tokens[stop - 1].kind, stopped, preceding):
            yield str(match.lastgroup), start, end, dict(parts)


def _means_otherwise(expression: str, kind: str, stopped: bool, preceding: str) -> bool:
    """Whether the words are a name or a verb: Sun Microsystems, to fall, "This Week", VOA TODAY."""
    words = expression.removeprefix("the ").split()
    if len(words) > 1:
        return kind in ("unit", "part") and words[-1].istitle() and words[0].istitle()
    if words[0].lower() in read_words()["doubtful"]:
        verb = preceding == "to" and words[0].islower()
        glued = len(words[0]) == 3 and words[0] != "May" and not stopped  # the Sun, Jan Jambon
        name = kind == "season" and words[0][0].isupper()
        return verb or glued or name or preceding not in read_words()["before"]
    return (kind == "today" and expression.isupper()) or (kind == "units" and preceding not in read_words()["lasting"])
