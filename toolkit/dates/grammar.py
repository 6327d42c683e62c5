"""Finding time expressions: the lexicon gives words a kind, its shapes say which rows of kinds are an expression."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Token(NamedTuple):
    start: int
    end: int
    kind: str  # what the lexicon says of it, and its value there
    value: Any


Parts = dict[str, list[Token]]  # the tokens of an expression by kind
WORD = r"['’‘]?\d+(?:[.,:/]\d+)*\w*|[ap]\.m\.?(?!\w)|['’]s\b|[^\W\d_]\w*|\n\s*\n|[^\w\s]"  # number, mark, gap
PLAIN = str.maketrans("\n’‘", " ''")


@cache
def read_words() -> dict[str, Any]:
    """The tables of ``lexicons/dates.toml``."""
    return tomllib.loads(files("toolkit").joinpath("lexicons", "dates.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[dict[str, list[tuple[str, str, Any]]], re.Pattern[str], dict[str, str], re.Pattern[str]]:
    """First word -> the words and phrases that begin with it (phrase, kind, value), the longest first; tokens, with a
    group for each kind of number; a letter for each kind; shapes, a group for each, over the letters of a text."""
    tables = read_words()
    rows: dict[str, list[tuple[str, str, Any]]] = {}
    for name, table in tables.items():
        if isinstance(table, dict) and name not in ("shapes", "pieces", "numbers", "tense"):
            for phrase, value in table.items():
                row = (phrase, value if name == "function" else name, value)
                rows.setdefault(re.findall(WORD, phrase)[0], []).append(row)
    phrases = {first: sorted(some, key=lambda row: -len(row[0])) for first, some in rows.items()}
    # Prices, shares, scores and parts of names are no numbers of a time.
    numbers = "|".join(f"(?P<{kind}>{''.join(form.split())})" for kind, form in tables["numbers"].items())
    ends = r"(?=(?<!\d{3})[ap]\.?m\b|(?!\w|%|[.,:/]\d|-\d\d-\d))"
    token = re.compile(rf"(?=['’‘]?\d)(?<![$£€#])(?:{numbers}){ends}|{WORD}", re.IGNORECASE)
    kinds = sorted({kind for some in rows.values() for _, kind, _ in some} | {"unknown", "amount", *tables["numbers"]})
    letters = {kind: chr(ord("À") + place) for place, kind in enumerate(kinds)}

    def spell(shape: str) -> str:
        while re.search(r"[A-Z]", shape):
            shape = re.sub(r"[A-Z]+", lambda piece: f"({tables['pieces'][piece[0]]})", shape)
        return re.sub(r"\((?!\?)", "(?:", re.sub(r"[a-z_]+", lambda kind: letters[kind[0]], shape))

    # All repeats are bounded, so shapes take linear time.
    shapes = "|".join(f"(?P<{name}>{spell(shape)})" for name, shape in tables["shapes"].items())
    return phrases, token, letters, re.compile(shapes, re.VERBOSE)


def _read_tokens(text: str) -> list[Token]:
    phrases, pattern, _, _ = _patterns()
    capital, tokens = frozenset(read_words()["capital"]), [Token(0, 0, "unknown", None)]
    for match in pattern.finditer(text):
        start, end = match.span()
        if start < tokens[-1].end:
            continue
        word, kind = match[0].lower().translate(PLAIN), match.lastgroup
        value = int(re.sub(r"\D", "", word)) if kind in ("number", "year", "decade", "short", "ordinal") else word
        for phrase, phrase_kind, phrase_value in phrases.get(word, ()):
            stop = start + len(phrase)
            longer = text[start:stop].lower().translate(PLAIN) == phrase and not text[stop : stop + 1].isalnum()
            if phrase == word or longer:
                kind, value, end = phrase_kind, phrase_value, stop
                break
        if word in capital and text[start].islower():
            kind = "unknown"
        tokens.append(Token(start, end, kind or ("amount" if word[0].isdigit() else "unknown"), value))
    return tokens


def find_expressions(text: str) -> Iterator[tuple[str, int, int, Parts]]:
    """The stretches of a text with the shape of a time expression: shape, start, end, tokens by kind; none overlap."""
    tokens, (_, _, letters, shapes) = _read_tokens(text), _patterns()
    for match in shapes.finditer("".join([letters[token.kind] for token in tokens])):
        shape, (first, stop) = str(match.lastgroup), match.span()
        stopped = tokens[stop - 1].kind == "stop"  # a point that may be the end of the sentence
        stop -= stopped
        opening = f"{tokens[first].kind} {tokens[min(first + 1, stop - 1)].kind} {shape}"
        if opening in ("the month day", "the weekday day", "the month yearly", "the year year"):
            first += 1  # "the 2016 election"
        parts: Parts = {}
        for token in tokens[first:stop]:
            parts.setdefault(token.kind, []).append(token)
        start, end = tokens[first].start, tokens[stop - 1].end
        preceding = text[tokens[first - 1].start : tokens[first - 1].end].lower()
        if not _means_otherwise(text[start:end], tokens[stop - 1].kind, stopped, preceding):
            yield shape, start, end, parts


def _means_otherwise(expression: str, kind: str, stopped: bool, preceding: str) -> bool:
    """Whether the words are a name or a verb: Sun Microsystems, to fall, "This Week", VOA TODAY."""
    word, *more = expression.removeprefix("the ").split()
    if more:
        return kind in ("unit", "part") and word.istitle() and more[-1].istitle()
    if word.lower() not in read_words()["doubtful"]:
        return {"today": word.isupper(), "units": preceding not in read_words()["lasting"]}.get(kind, False)
    glued = len(word) == 3 and word != "May" and not stopped  # the Sun, Jan Jambon
    verb, title = word.islower() and preceding == "to", kind == "season" and word[0].isupper()
    return glued or verb or title or preceding not in read_words()["before"]
